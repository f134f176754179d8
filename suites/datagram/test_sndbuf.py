"""The send buffer limits a message as a whole: it goes out complete, or the call fails."""
import pytest

covers = pytest.mark.covers

REFUSALS = {"EMSGSIZE", "ENOBUFS", "EAGAIN", "EWOULDBLOCK"}


@covers("posix:sendto:larger-than-sndbuf")
def test_a_udp_datagram_larger_than_the_send_buffer_is_never_cut(target, udp_pair, transmit, fresh, choice):
    ours, theirs = udp_pair
    ours.setsockopt("SO_SNDBUF", 4096)
    ours.setblocking(False)
    large = fresh(40000)

    sending = target.first([transmit.start(ours, large)])

    if sending.answer.word == "raised":
        choice("posix:sendto:larger-than-sndbuf", "refused")
        assert sending.error() in REFUSALS
    else:
        choice("posix:sendto:larger-than-sndbuf", "sent whole")
        assert (sending.result(), theirs.recv(50000)) == (40000, large)


@covers("linux:sendto:larger-than-sndbuf-sent")
def test_a_udp_datagram_larger_than_the_send_buffer_is_sent_when_the_buffer_is_empty(one_host, udp_pair, transmit, fresh):
    ours, theirs = udp_pair
    ours.setsockopt("SO_SNDBUF", 4096)
    large = fresh(40000)

    assert transmit(ours, large) == 40000

    assert theirs.recv(50000) == large


@covers("linux:sendto:unix-limit-is-sndbuf", "posix:unix:dgram-max-size", "posix:send:seqpacket-too-large-emsgsize")
def test_a_local_message_as_large_as_the_send_buffer_allows_arrives_whole(local_message_pair, transmit, fresh):
    ours, theirs = local_message_pair
    ours.setsockopt("SO_SNDBUF", 5000)
    largest = fresh(ours.getsockopt("SO_SNDBUF") - 32)

    assert transmit(ours, largest) == len(largest)

    assert theirs.recv(20000) == largest


@covers("linux:sendto:unix-limit-is-sndbuf", "posix:send:seqpacket-too-large-emsgsize", "posix:sendto:EMSGSIZE", "posix:sendmsg:EMSGSIZE",
        "posix:sendmsg:datagram-all-or-nothing")
@pytest.mark.parametrize("excess", [1, 20000])
def test_a_local_message_larger_than_the_send_buffer_fails_and_nothing_arrives(local_message_pair, transmit, fresh, excess):
    ours, theirs = local_message_pair
    ours.setsockopt("SO_SNDBUF", 5000)
    too_large = fresh(ours.getsockopt("SO_SNDBUF") - 32 + excess)

    assert transmit.fails(ours, too_large) == "EMSGSIZE"

    transmit(ours, b"small again")
    assert theirs.recv(20000) == b"small again"


@covers("posix:unix:dgram-max-size", "posix:sendto:payload-intact-all-sizes")
@pytest.mark.parametrize("size", [65536, 65537, 200_000])
def test_a_local_message_above_64_kib_arrives_unchanged(local_message_pair, transmit, fresh, size):
    ours, theirs = local_message_pair
    ours.setsockopt("SO_SNDBUF", 131_072)
    data = fresh(size)

    assert transmit(ours, data) == size

    assert theirs.recv(size + 1) == data


@covers("posix:unix:dgram-max-size", "posix:sendto:payload-intact-all-sizes")
@pytest.mark.parametrize("size", [65536, 200_000])
def test_a_local_message_above_64_kib_is_received_unchanged(local_message_pair, receive, fresh, size):
    ours, theirs = local_message_pair
    theirs.setsockopt("SO_SNDBUF", 131_072)
    data = fresh(size)
    theirs.send(data)

    assert receive(ours, size + 1) == data


@covers("posix:sendto:nonblocking-full-buffer")
def test_a_flood_of_udp_datagrams_is_taken_whole_by_whole(udp_pair):
    ours, theirs = udp_pair
    ours.setblocking(False)

    poured = ours.pour(300_000, chunk=1000)

    assert poured.count % 1000 == 0
    assert poured.stopped is None or poured.stopped in REFUSALS
    assert theirs.drain(50_000, chunk=2000) == (50_000, 50_000, False, None)
