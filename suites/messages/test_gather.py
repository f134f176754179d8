"""sendmsg sends its buffers in turn, as if they were one."""
import pytest

covers = pytest.mark.covers

IOV_MAX = 1024


@covers("posix:sendmsg:gathers-buffers-in-order")
def test_buffers_arrive_one_behind_the_other(any_pair):
    ours, theirs = any_pair

    assert ours.sendmsg([b"con", b"f", b"ormance of", b" sockets"]) == 22

    assert theirs.recv(22, "MSG_WAITALL") == b"conformance of sockets"


@covers("posix:sendmsg:gathers-buffers-in-order", "posix:sendmsg:destination-address")
def test_buffers_to_an_address_arrive_as_one_datagram(target, peer, datagram):
    ours, theirs = target.bound(datagram), peer.bound(datagram)

    assert ours.sendmsg([b"one ", b"datagram ", b"of three"], address=theirs.address) == 21
    assert ours.sendmsg([b"and one of one"], address=theirs.address) == 14

    assert theirs.recvfrom(100) == (b"one datagram of three", ours.address)
    assert theirs.recvfrom(100) == (b"and one of one", ours.address)


@covers("posix:sendmsg:gathers-buffers-in-order")
def test_each_call_makes_one_message_of_its_buffers(message_pair):
    ours, theirs = message_pair

    ours.sendmsg([b"first ", b"message"])
    ours.sendmsg([b"second"])
    ours.sendmsg([b"the ", b"third ", b"message"])

    assert [theirs.recv(100) for _ in range(3)] == [b"first message", b"second", b"the third message"]


@covers("posix:sendmsg:empty-buffers-between")
@pytest.mark.parametrize("buffers", [[b"", b"whole"], [b"whole", b""], [b"", b"w", b"", b"", b"hole", b""]],
                         ids=["first", "last", "everywhere"])
def test_empty_buffers_add_nothing(any_pair, buffers):
    ours, theirs = any_pair

    assert ours.sendmsg(buffers) == 5

    ours.send(b"next")
    assert theirs.recv(5, "MSG_WAITALL") == b"whole"
    assert theirs.recv(4, "MSG_WAITALL") == b"next"


@covers("posix:sendmsg:gathers-buffers-in-order", "posix:sendmsg:iov-max-accepted")
@pytest.mark.parametrize("count", [1, 9, IOV_MAX])
def test_many_buffers_of_one_byte_arrive_in_order(any_pair, fresh, count):
    ours, theirs = any_pair
    data = fresh(count)

    assert ours.sendmsg([data[index:index + 1] for index in range(count)]) == count

    assert theirs.recv(count, "MSG_WAITALL") == data


@covers("posix:sendmsg:gathers-buffers-in-order", "posix:sendto:payload-intact-all-sizes")
@pytest.mark.parametrize("sizes", [(9001,), (1, 65000), (1000, 1, 20_000, 3, 4096), (4096,) * 15], ids=["one", "two", "mixed", "pages"])
def test_large_buffers_arrive_unchanged(any_pair, fresh, sizes):
    ours, theirs = any_pair
    buffers = [fresh(size) for size in sizes]
    data = b"".join(buffers)

    count = ours.sendmsg(buffers)

    assert count == len(data) or (ours.kind.stream and count > 0)     # a stream may take a part
    assert theirs.recv(count, "MSG_WAITALL") == data[:count]


@covers("posix:sendmsg:too-many-buffers-emsgsize", "posix:sendmsg:EMSGSIZE")
def test_more_buffers_than_the_limit_fail_and_nothing_is_sent(any_pair, iov_max):
    ours, theirs = any_pair

    assert ours.fails.sendmsg([b"x"] * (iov_max + 1)) == "EMSGSIZE"

    ours.sendmsg([b"the ", b"next"])
    assert theirs.recv(8, "MSG_WAITALL") == b"the next"


@covers("posix:sendmsg:datagram-all-or-nothing", "posix:sendmsg:EMSGSIZE")
def test_many_buffers_that_are_too_much_together_fail_and_nothing_arrives(udp_pair, fresh):
    ours, theirs = udp_pair

    assert ours.fails.sendmsg([fresh(128) for _ in range(512)]) == "EMSGSIZE"

    ours.sendmsg([b"small ", b"again"])
    assert theirs.recv(70_000) == b"small again"


@covers("posix:sendmsg:no-buffers-stream")
def test_no_buffers_on_a_stream_fail_or_send_nothing(tcp4, target, peer, choice):
    ours = target.connect(peer.listener(tcp4))

    sending = ours.start.sendmsg([])

    assert not sending.blocked()
    refused = sending.answer.word == "raised"
    choice("posix:sendmsg:no-buffers-stream", "refused" if refused else "sends nothing")
    assert sending.error() == "EMSGSIZE" if refused else sending.result() == 0


@covers("posix:sendmsg:no-buffers-datagram")
def test_no_buffers_on_a_datagram_socket_fail_or_send_an_empty_message(udp4, target, peer, choice):
    ours, theirs = target.open(udp4), peer.bound(udp4)
    ours.connect(theirs.address)

    sending = ours.start.sendmsg([])

    assert not sending.blocked()
    refused = sending.answer.word == "raised"
    choice("posix:sendmsg:no-buffers-datagram", "refused" if refused else "sends an empty message")
    assert sending.error() == "EMSGSIZE" if refused else (sending.result(), theirs.recv(10)) == (0, b"")


@covers("linux:sendmsg:no-buffers-accepted")
def test_no_buffers_on_a_stream_send_nothing(stream_pair):
    ours, theirs = stream_pair

    assert ours.sendmsg([]) == 0

    ours.send(b"next")
    assert theirs.recv(4, "MSG_WAITALL") == b"next"


@covers("linux:sendmsg:no-buffers-accepted")
def test_no_buffers_on_a_message_socket_send_an_empty_message(message_pair):
    ours, theirs = message_pair

    assert ours.sendmsg([]) == 0

    ours.send(b"next")
    assert [theirs.recv(10), theirs.recv(10)] == [b"", b"next"]


@covers("posix:sendmsg:stream-partial-across-buffers")
def test_what_is_sent_of_buffers_that_exceed_the_room_is_their_beginning(stream_cramped, fresh):
    ours, theirs = stream_cramped
    ours.setblocking(False)
    buffers = [fresh(size) for size in (1000, 1, 100_000, 10, 200_000)]

    count = ours.sendmsg(buffers)

    assert 0 < count < 301_011
    assert theirs.recv(count, "MSG_WAITALL") == b"".join(buffers)[:count]


@covers("posix:sendmsg:stream-partial-across-buffers")
def test_nothing_follows_what_was_sent_of_buffers(stream_cramped, fresh):
    ours, theirs = stream_cramped
    count = ours.sendmsg([fresh(100_000), fresh(200_000)], "MSG_DONTWAIT")
    theirs.recv(count, "MSG_WAITALL")

    ours.send(b"next")

    assert theirs.recv(4, "MSG_WAITALL") == b"next"


@covers("posix:send:blocking-large-returns-full")
def test_a_blocking_call_sends_all_of_its_buffers(stream_cramped, fresh):
    ours, theirs = stream_cramped
    buffers = [fresh(size) for size in (1000, 100_000, 1, 200_000)]
    sending = ours.start.sendmsg(buffers)
    assert sending.blocked()

    received = theirs.recv(301_001, "MSG_WAITALL")

    assert received == b"".join(buffers)
    assert sending.result() == 301_001


@covers("posix:sendmsg:EAGAIN")
def test_a_nonblocking_call_without_room_fails_at_once(stream_full):
    stream_full.ours.setblocking(False)

    assert stream_full.ours.fails.sendmsg([b"no ", b"room"]) in {"EAGAIN", "EWOULDBLOCK"}


@covers("posix:sendmsg:two-calls-same-buffers-reusable")
def test_what_was_sent_stays_when_its_memory_is_used_again(any_pair, fresh):
    ours, theirs = any_pair
    sent = [[fresh(100), fresh(3000)] for _ in range(5)]
    for buffers in sent:
        ours.sendmsg(buffers)

    received = [theirs.recv(3100, "MSG_WAITALL") for _ in sent]

    assert received == [b"".join(buffers) for buffers in sent]
