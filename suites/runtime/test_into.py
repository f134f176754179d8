"""recv_into and its like fill the buffer they are given, as far as they say and no further."""
import pytest

from harness.lines import Unix

covers = pytest.mark.covers

LEFT_ALONE = b"\xaa"        # what the buffers hold before the call
PATTERN = b"".join(number.to_bytes(8, "big") for number in range(10_000))


@covers("python:recv-into-count")
def test_recv_into_fills_the_beginning_of_the_buffer(any_pair):
    ours, theirs = any_pair
    theirs.send(b"hello")

    assert ours.recv_into(9) == (5, b"hello" + 4 * LEFT_ALONE)


@covers("python:recv-into-count")
def test_recv_into_waits_for_data(any_pair):
    ours, theirs = any_pair
    receiving = ours.start.recv_into(9)
    assert receiving.blocked()

    theirs.send(b"late")

    assert receiving.result() == (4, b"late" + 5 * LEFT_ALONE)


@covers("python:recv-into-count")
def test_recv_into_leaves_what_does_not_fit_on_a_stream(stream_pair):
    ours, theirs = stream_pair
    theirs.send(b"abcdefgh")

    assert ours.recv_into(5) == (5, b"abcde")
    assert ours.recv_into(5) == (3, b"fgh" + 2 * LEFT_ALONE)


@covers("python:recv-into-count")
def test_recv_into_drops_what_does_not_fit_of_a_message(message_pair):
    ours, theirs = message_pair
    theirs.send(b"abcdefgh")
    theirs.send(b"next")

    assert ours.recv_into(5) == (5, b"abcde")
    assert ours.recv_into(5) == (4, b"next" + LEFT_ALONE)


@covers("python:recv-into-nbytes")
def test_recv_into_fills_no_more_than_it_was_told(any_pair):
    ours, theirs = any_pair
    theirs.send(b"abcdefgh")

    assert ours.recv_into(8, 3) == (3, b"abc" + 5 * LEFT_ALONE)


@covers("python:recv-into-count")
@pytest.mark.parametrize("size", [1, 255, 4096, 65535])
def test_recv_into_takes_a_datagram_of_any_size(target, peer, unix_datagram, size):
    ours, theirs = target.bound(unix_datagram), peer.open(unix_datagram)
    theirs.sendto(PATTERN[:size], ours.address)

    assert ours.recv_into(65540) == (size, PATTERN[:size] + (65540 - size) * LEFT_ALONE)


@covers("python:recv-into-flags")
def test_recv_into_obeys_flags(any_pair):
    ours, theirs = any_pair
    assert ours.fails.recv_into(9, 0, "MSG_DONTWAIT") in {"EAGAIN", "EWOULDBLOCK"}
    theirs.send(b"hello")
    assert ours.recv_into(9, 0, "MSG_PEEK") == (5, b"hello" + 4 * LEFT_ALONE)

    assert ours.recv_into(9, 0, "MSG_PEEK") == (5, b"hello" + 4 * LEFT_ALONE)

    assert ours.recv_into(9, 0, "MSG_DONTWAIT") == (5, b"hello" + 4 * LEFT_ALONE)


@covers("python:recv-into-flags")
def test_recv_into_can_wait_for_all(stream_pair):
    ours, theirs = stream_pair
    receiving = ours.start.recv_into(8, 6, "MSG_WAITALL")
    theirs.send(b"abc")
    assert receiving.blocked()

    theirs.send(b"def")

    assert receiving.result() == (6, b"abcdef" + 2 * LEFT_ALONE)


@covers("python:recv-into-count")
def test_recv_into_at_the_end_is_nothing(stream_pair):
    ours, theirs = stream_pair
    theirs.send(b"last")
    theirs.close()

    assert ours.recv_into(9) == (4, b"last" + 5 * LEFT_ALONE)
    assert [ours.recv_into(4), ours.recv_into(4)] == [(0, 4 * LEFT_ALONE), (0, 4 * LEFT_ALONE)]


@covers("python:recvfrom-into-address")
def test_recvfrom_into_tells_where_it_came_from(target, peer, datagram):
    ours, first, second = target.bound(datagram), peer.bound(datagram), peer.bound(datagram)
    first.sendto(b"first", ours.address)
    assert ours.recvfrom_into(9) == (5, b"first" + 4 * LEFT_ALONE, first.address)
    second.sendto(b"the second", ours.address)

    assert ours.recvfrom_into(6) == (6, b"the se", second.address)

    assert ours.poll("POLLIN") == set()


@covers("python:recvfrom-into-address", "python:recv-into-nbytes")
def test_recvfrom_into_fills_no_more_than_it_was_told(target, peer, datagram):
    ours, theirs = target.bound(datagram), peer.bound(datagram)
    theirs.sendto(b"abcdefgh", ours.address)

    assert ours.recvfrom_into(8, 3) == (3, b"abc" + 5 * LEFT_ALONE, theirs.address)


@covers("python:recvfrom-into-address", "python:recv-into-flags")
def test_recvfrom_into_peeks(target, peer, datagram):
    ours, theirs = target.bound(datagram), peer.bound(datagram)
    theirs.sendto(b"hello", ours.address)
    assert ours.recvfrom_into(9, 0, "MSG_PEEK") == (5, b"hello" + 4 * LEFT_ALONE, theirs.address)

    assert ours.recvfrom_into(9) == (5, b"hello" + 4 * LEFT_ALONE, theirs.address)

    assert ours.fails.recvfrom_into(9, 0, "MSG_DONTWAIT") in {"EAGAIN", "EWOULDBLOCK"}


@covers("python:recvmsg-into-scatters")
def test_recvmsg_into_fills_one_buffer_after_the_other(any_pair):
    ours, theirs = any_pair
    theirs.send(b"abcdefgh")

    count, buffers, flags, _, control = ours.recvmsg_into([1, 4, 0, 2, 6])

    assert (count, flags, control) == (8, set(), [])
    assert buffers == [b"a", b"bcde", b"", b"fg", b"h" + 5 * LEFT_ALONE]


@covers("python:recvmsg-into-scatters")
def test_recvmsg_into_touches_no_buffer_that_it_does_not_need(any_pair):
    ours, theirs = any_pair
    theirs.send(b"abc")

    count, buffers, *_ = ours.recvmsg_into([3, 2, 65536])

    assert (count, buffers) == (3, [b"abc", 2 * LEFT_ALONE, 65536 * LEFT_ALONE])


@covers("python:recvmsg-into-scatters")
def test_recvmsg_into_says_what_it_cut(message_pair):
    ours, theirs = message_pair
    theirs.send(b"abcdefgh")
    theirs.send(b"next")

    cut, whole = ours.recvmsg_into([2, 3]), ours.recvmsg_into([2, 3])

    assert (cut.count, cut.buffers, cut.flags) == (5, [b"ab", b"cde"], {"MSG_TRUNC"})
    assert (whole.count, whole.buffers, whole.flags) == (4, [b"ne", b"xt" + LEFT_ALONE], set())


@covers("python:recvmsg-into-scatters")
def test_recvmsg_into_leaves_the_rest_of_a_stream(stream_pair):
    ours, theirs = stream_pair
    theirs.send(b"abcdefgh")

    first, second = ours.recvmsg_into([2, 3]), ours.recvmsg_into([2, 3])

    assert (first.count, first.buffers, first.flags) == (5, [b"ab", b"cde"], set())
    assert (second.count, second.buffers, second.flags) == (3, [b"fg", b"h" + 2 * LEFT_ALONE], set())


@covers("python:recvmsg-into-scatters")
def test_recvmsg_into_takes_a_large_message_in_many_pieces(target, peer, unix_datagram):
    ours, theirs = target.bound(unix_datagram), peer.bound(unix_datagram)
    sizes = [1, 2, 4095, 4096, 4097, 30_000, 30_000]
    theirs.sendto(PATTERN[:70_001], ours.address)

    count, buffers, flags, address, _ = ours.recvmsg_into(sizes)

    assert (count, flags, address) == (70_001, set(), theirs.address)
    assert b"".join(buffers) == PATTERN[:70_001] + (sum(sizes) - 70_001) * LEFT_ALONE


@covers("python:recvmsg-into-scatters")
def test_recvmsg_into_tells_where_a_datagram_came_from(target, peer, datagram):
    ours, theirs = target.bound(datagram), peer.bound(datagram)
    theirs.sendto(b"hello", ours.address)

    count, buffers, flags, address, _ = ours.recvmsg_into([2, 9])

    assert (count, buffers, flags, address) == (5, [b"he", b"llo" + 6 * LEFT_ALONE], set(), theirs.address)


@covers("python:recvmsg-into-scatters", "python:recv-into-flags")
def test_recvmsg_into_peeks(any_pair):
    ours, theirs = any_pair
    theirs.send(b"hello")
    assert ours.recvmsg_into([2, 9], "MSG_PEEK").buffers == [b"he", b"llo" + 6 * LEFT_ALONE]

    assert ours.recvmsg_into([2, 9]).buffers == [b"he", b"llo" + 6 * LEFT_ALONE]

    assert ours.fails.recvmsg_into([2, 9], "MSG_DONTWAIT") in {"EAGAIN", "EWOULDBLOCK"}


@covers("python:recvmsg-into-scatters")
def test_recvmsg_into_brings_descriptors(peer, unix_stream, local_pair, rights, passed):
    ours, theirs = local_pair
    moving, staying = peer.pair(unix_stream)
    theirs.sendmsg([b"hello"], control=rights(moving))

    message = ours.recvmsg_into([2, 9], control=64)

    assert (message.count, message.buffers, message.flags) == (5, [b"he", b"llo" + 6 * LEFT_ALONE], set())
    passed(message)[0].send(b"works")
    assert staying.recv(10) == b"works"


@covers("python:recv-zero")
def test_asking_for_nothing_takes_nothing(stream_pair):
    ours, theirs = stream_pair
    theirs.send(b"all of it")
    assert "POLLIN" in ours.ready("POLLIN")

    assert (ours.recv(0), ours.recv_into(0)) == (b"", (0, b""))

    assert ours.recv(20) == b"all of it"


@covers("python:recvfrom-into-address")
def test_recvfrom_into_of_an_unnamed_sender_has_no_address(target, peer, unix_datagram):
    ours = target.bound(unix_datagram)
    peer.open(unix_datagram).sendto(b"hello", ours.address)

    count, buffer, address = ours.recvfrom_into(6)

    assert (count, buffer, address or Unix(b"")) == (5, b"hello" + LEFT_ALONE, Unix(b""))
