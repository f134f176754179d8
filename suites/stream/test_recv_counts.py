"""How much a receive returns: what is there, never more than asked for, never anything twice."""
import pytest

from fixtures.pairs import undelayed

covers = pytest.mark.covers

SIZES = (1, 2, 255, 256, 257, 1000, 1460, 4095, 4096, 4097, 16384, 32768, 65535, 65536, 65537, 131072, 300_001)


@covers("posix:recv:returns-available-data")
def test_recv_returns_what_is_there_without_waiting_for_more(any_pair):
    ours, theirs = any_pair
    theirs.send(b"all there is")

    assert ours.recv(100) == b"all there is"


@covers("posix:recv:returns-available-data")
def test_every_call_that_receives_returns_what_is_there(stream_pair, receive):
    ours, theirs = stream_pair
    theirs.send(b"all there is")

    assert receive(ours, 100) == b"all there is"


@covers("posix:recv:returns-available-data")
def test_each_recv_returns_what_came_since(any_pair):
    ours, theirs = any_pair
    undelayed(theirs)
    received = []

    for data in (b"first", b"and second", b"third"):
        theirs.send(data)
        received.append(ours.recv(100))

    assert received == [b"first", b"and second", b"third"]


@covers("posix:recv:stream-splits-message", "posix:recv:waitall-waits-for-full-count")
@pytest.mark.parametrize("size", SIZES)
def test_a_block_of_any_size_is_received_whole(stream_pair, fresh, size):
    ours, theirs = stream_pair
    data = fresh(size)
    sending = theirs.start.send(data)

    received = ours.recv(size, "MSG_WAITALL")

    assert received == data
    assert sending.result() == size
    assert ours.poll("POLLIN") == set()


@covers("linux:recv:takes-all-that-is-queued")
@pytest.mark.parametrize("size", [300, 60_001])
def test_one_recv_takes_all_that_has_come(stream_outgoing, arrived, receive, fresh, size):
    ours, theirs = stream_outgoing
    data = fresh(size)
    theirs.send(data)
    arrived(ours, size)

    received = receive(ours, 100_000)

    assert received == data


@covers("linux:recv:takes-all-that-is-queued")
def test_one_recv_takes_all_of_a_large_block(unix_stream_pair, receive, fresh):
    ours, theirs = unix_stream_pair
    data = fresh(150_001)
    theirs.send(data)

    received = receive(ours, 200_000)

    assert received == data


@covers("posix:recv:stream-coalesces-messages", "linux:recv:takes-all-that-is-queued")
def test_one_recv_takes_what_several_sends_brought(stream_pair, arrived):
    ours, theirs = stream_pair
    for data in (b"one ", b"after ", b"the other"):
        theirs.send(data)
    arrived(ours, 19)

    received = ours.recv(100)

    assert received == b"one after the other"


@covers("posix:recv:stream-splits-message")
def test_a_block_is_read_in_parts_of_growing_size(stream_pair, arrived, receive, fresh):
    ours, theirs = stream_pair
    data = fresh(210)
    theirs.send(data)
    arrived(ours, 210)

    parts = [ours.recv(size) for size in range(1, 21)]

    assert [len(part) for part in parts] == list(range(1, 21))
    assert b"".join(parts) == data


@covers("posix:recv:stream-splits-message")
def test_a_block_is_read_byte_by_byte(stream_pair, arrived):
    ours, theirs = stream_pair
    theirs.send(bytes(range(100, 140)))
    arrived(ours, 40)

    parts = [ours.recv(1) for _ in range(40)]

    assert b"".join(parts) == bytes(range(100, 140))


@covers("posix:recv:stream-splits-message", "posix:recv:stream-coalesces-messages")
def test_the_edges_of_sends_do_not_show(stream_pair, arrived, receive):
    ours, theirs = stream_pair
    theirs.send(b"abcdef")
    theirs.send(b"ghijkl")
    arrived(ours, 12)

    parts = [receive(ours, 4), receive(ours, 4), receive(ours, 4)]

    assert parts == [b"abcd", b"efgh", b"ijkl"]


@covers("posix:recv:stream-splits-message")
def test_the_rest_of_a_large_block_follows(stream_pair, arrived, receive, fresh):
    ours, theirs = stream_pair
    data = fresh(50_000)
    theirs.send(data)
    arrived(ours, 50_000)

    parts = [receive(ours, size) for size in (1, 4095, 4097, 30_000, 11_807)]

    assert [len(part) for part in parts] == [1, 4095, 4097, 30_000, 11_807]
    assert b"".join(parts) == data


@covers("posix:recv:stream-splits-message")
def test_all_comes_through_a_small_receive_buffer(target, peer, stream):
    listener = target.bound(stream)
    listener.setsockopt("SO_RCVBUF", 4096)
    listener.listen(1)
    theirs = peer.connect(listener)
    ours, _ = listener.accept()
    pouring = theirs.start.pour(100_000)

    drained = ours.drain(100_000, chunk=1499)

    assert drained == (100_000, 100_000, False, None)
    assert pouring.result() == (100_000, None)


@covers("posix:recv:huge-buffer-request-ok")
def test_a_huge_buffer_is_touched_no_more_than_needed(any_pair):
    ours, theirs = any_pair
    theirs.send(b"very little")

    count, buffer = ours.recv_into(300_000)

    assert count == 11
    assert buffer[:11] == b"very little"
    assert not buffer[11:].strip(b"\xaa")


@covers("posix:recv:huge-buffer-request-ok")
def test_many_megabytes_of_room_do_no_harm(any_pair):
    ours, theirs = any_pair
    theirs.send(b"next to nothing")

    received = ours.recv(1 << 26)

    assert received == b"next to nothing"


@covers("posix:recv:returns-available-data")
def test_every_value_a_byte_can_have_is_received(any_pair):
    ours, theirs = any_pair
    theirs.send(bytes(range(256)))

    assert ours.recv(300) == bytes(range(256))


@covers("posix:recv:returns-available-data")
def test_bytes_that_are_all_zero_are_received(any_pair):
    ours, theirs = any_pair
    theirs.send(bytes(500))

    assert ours.recv(1000) == bytes(500)


@covers("linux:recv:fionread-counts-queued")
def test_the_count_of_readable_bytes_is_exact(stream_pair, arrived):
    ours, theirs = stream_pair
    counts = [ours.readable()]

    theirs.send(b"abcdef")
    arrived(ours, 6)
    theirs.send(b"ghij")
    arrived(ours, 10)
    counts.append(ours.readable())
    ours.recv(3)
    counts.append(ours.readable())
    ours.recv(2, "MSG_PEEK")
    counts.append(ours.readable())
    ours.recv(100)
    counts.append(ours.readable())

    assert counts == [0, 10, 7, 7, 0]


@covers("linux:recv:fionread-counts-queued")
def test_nothing_is_readable_at_the_end(stream_pair):
    ours, theirs = stream_pair
    theirs.close()
    assert "POLLIN" in ours.ready("POLLIN")

    assert ours.readable() == 0
