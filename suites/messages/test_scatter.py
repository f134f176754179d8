"""recvmsg fills its buffers in turn, and touches nothing behind what it received."""
import pytest

covers = pytest.mark.covers

IOV_MAX = 1024
UNTOUCHED = b"\xaa"
"""What receive buffers hold before the call."""


@covers("posix:recvmsg:scatters-into-buffers")
def test_each_buffer_is_filled_before_the_next(any_pair, arrived):
    ours, theirs = any_pair
    theirs.send(b"conformance of sockets")
    arrived(ours, 22)

    got = ours.recvmsg_into([3, 1, 10, 8])

    assert got.count == 22
    assert got.buffers == [b"con", b"f", b"ormance of", b" sockets"]


@covers("posix:recvmsg:scatters-into-buffers", "posix:recvmsg:buffers-beyond-data-untouched")
def test_what_lies_behind_the_data_is_untouched(any_pair, arrived):
    ours, theirs = any_pair
    theirs.send(b"conformance")
    arrived(ours, 11)

    got = ours.recvmsg_into([4, 9, 5])

    assert got.count == 11
    assert got.buffers == [b"conf", b"ormance" + UNTOUCHED * 2, UNTOUCHED * 5]


@covers("posix:recvmsg:scatters-into-buffers")
def test_empty_buffers_are_passed_over(any_pair, arrived):
    ours, theirs = any_pair
    theirs.send(b"conformance")
    arrived(ours, 11)

    got = ours.recvmsg_into([0, 4, 0, 0, 7, 0])

    assert got.buffers == [b"", b"conf", b"", b"", b"ormance", b""]


@covers("posix:recvmsg:scatters-into-buffers")
@pytest.mark.parametrize("count", [1, 9, IOV_MAX])
def test_many_buffers_of_one_byte_are_filled_in_order(any_pair, arrived, fresh, count):
    ours, theirs = any_pair
    data = fresh(count)
    theirs.send(data)
    arrived(ours, count)

    got = ours.recvmsg_into([1] * count)

    assert (got.count, b"".join(got.buffers)) == (count, data)


@covers("posix:recvmsg:scatters-into-buffers")
@pytest.mark.parametrize("sizes", [(9001,), (1, 60_000), (1000, 1, 20_000, 3, 4096), (4096,) * 14], ids=["one", "two", "mixed", "pages"])
def test_large_messages_are_spread_unchanged(message_pair, fresh, sizes):
    ours, theirs = message_pair
    data = fresh(sum(sizes))
    theirs.send(data)

    got = ours.recvmsg_into(sizes)

    assert [len(buffer) for buffer in got.buffers] == list(sizes)
    assert (got.count, b"".join(got.buffers)) == (len(data), data)


@covers("posix:recvmsg:msg-trunc-set-on-excess", "posix:recvmsg:scatters-into-buffers")
def test_a_message_larger_than_all_buffers_fills_them_and_is_cut(message_pair):
    ours, theirs = message_pair
    theirs.send(b"conformance")
    theirs.send(b"next")

    got = ours.recvmsg_into([2, 0, 5])

    assert (got.count, got.buffers, got.flags - {"MSG_EOR"}) == (7, [b"co", b"", b"nform"], {"MSG_TRUNC"})
    assert ours.recvmsg_into([2, 5]).buffers == [b"ne", b"xt" + UNTOUCHED * 3]


@covers("posix:recvmsg:name-reported-unconnected", "posix:recvmsg:scatters-into-buffers")
def test_a_datagram_in_several_buffers_comes_with_its_sender(datagram_socket, peer):
    first, second = peer.bound(datagram_socket.kind), peer.bound(datagram_socket.kind)
    first.sendto(b"one", datagram_socket.address)
    second.sendto(b"another", datagram_socket.address)

    received = [datagram_socket.recvmsg_into([2, 3, 4]) for _ in range(2)]

    assert [(got.count, got.address) for got in received] == [(3, first.address), (7, second.address)]


@covers("posix:recvmsg:stream-never-msg-trunc")
def test_a_stream_keeps_what_the_buffers_could_not_hold(stream_pair, arrived):
    ours, theirs = stream_pair
    theirs.send(b"conformance")
    arrived(ours, 11)

    got = ours.recvmsg_into([2, 5])

    assert (got.count, got.buffers, got.flags) == (7, [b"co", b"nform"], set())
    assert ours.recvmsg_into([100]).buffers == [b"ance" + UNTOUCHED * 96]


@covers("posix:recvmsg:waitall-fills-all-buffers")
def test_with_waitall_all_buffers_are_filled(stream_pair):
    ours, theirs = stream_pair
    receiving = ours.start.recvmsg_into([3, 4, 5], "MSG_WAITALL")
    assert receiving.blocked()
    theirs.send(b"con")
    assert receiving.still_blocked()
    theirs.send(b"forman")
    assert receiving.still_blocked()

    theirs.send(b"ce, and more")

    assert receiving.result()[:2] == (12, [b"con", b"form", b"ance,"])
    assert ours.recv(9, "MSG_WAITALL") == b" and more"


@covers("posix:recvmsg:waitall-fills-all-buffers")
def test_with_waitall_the_end_leaves_buffers_unfilled(stream_pair):
    ours, theirs = stream_pair
    receiving = ours.start.recvmsg_into([3, 4, 5], "MSG_WAITALL")
    assert receiving.blocked()

    theirs.send(b"confo")
    theirs.close()

    assert receiving.result()[:2] == (5, [b"con", b"fo" + UNTOUCHED * 2, UNTOUCHED * 5])


@covers("posix:recvmsg:scatters-into-buffers")
def test_without_waitall_a_stream_fills_what_is_there(stream_pair):
    ours, theirs = stream_pair
    receiving = ours.start.recvmsg_into([3, 4, 5])
    assert receiving.blocked()

    theirs.send(b"confo")

    assert receiving.result()[:2] == (5, [b"con", b"fo" + UNTOUCHED * 2, UNTOUCHED * 5])


@covers("posix:recvmsg:too-many-buffers-emsgsize", "posix:recvmsg:EMSGSIZE")
def test_more_buffers_than_the_limit_fail_and_the_data_stays(any_pair, iov_max):
    ours, theirs = any_pair
    theirs.send(b"still here")
    assert "POLLIN" in ours.ready("POLLIN")

    assert ours.fails.recvmsg_into([1] * (iov_max + 1)) == "EMSGSIZE"

    assert ours.recv(100) == b"still here"


@covers("posix:recvmsg:scatters-into-buffers", "posix:recvmsg:peek-then-read-same")
def test_a_peek_into_several_buffers_leaves_the_data(any_pair, arrived):
    ours, theirs = any_pair
    theirs.send(b"conformance")
    arrived(ours, 11)

    peeked = ours.recvmsg_into([4, 7], "MSG_PEEK")

    assert peeked.buffers[0] == b"conf"
    assert peeked.count == 4 or peeked.buffers[1] == b"ormance"     # like any receive on a stream it may show less than there is

    assert ours.recvmsg_into([7, 4]).buffers == [b"conform", b"ance"]
