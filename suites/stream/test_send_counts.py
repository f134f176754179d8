"""What send returns is what it has taken, and just that arrives."""
import pytest

covers = pytest.mark.covers

SIZES = (1, 2, 255, 256, 257, 1000, 1460, 4095, 4096, 4097, 16384, 32768, 65535, 65536, 65537, 131072)


@covers("posix:send:stream-small-message-whole")
@pytest.mark.parametrize("size", SIZES)
def test_a_send_of_any_size_arrives_whole_and_alone(stream_pair, fresh, size):
    ours, theirs = stream_pair
    data = fresh(size)
    receiving = theirs.start.recv(size, "MSG_WAITALL")

    count = ours.send(data)

    assert count == size
    assert receiving.result() == data
    ours.shutdown("SHUT_WR")
    assert theirs.recv(10) == b""


@covers("posix:send:stream-small-message-whole")
@pytest.mark.parametrize("size", [1, 100, 5000, 70_001])
def test_every_call_that_sends_takes_all_of_it(stream_outgoing, push, fresh, size):
    ours, theirs = stream_outgoing
    data = fresh(size)
    receiving = theirs.start.recv(size, "MSG_WAITALL")

    count = push(ours, data)

    assert count == size
    assert receiving.result() == data
    ours.shutdown("SHUT_WR")
    assert theirs.recv(10) == b""


@covers("posix:send:returns-bytes-accepted")
@pytest.mark.parametrize("size", SIZES)
def test_as_many_bytes_as_a_send_returns_arrive(stream_pair, fresh, size):
    ours, theirs = stream_pair
    data = fresh(size)
    reading = theirs.start.file_read()

    count = ours.send(data)

    ours.shutdown("SHUT_WR")
    assert 1 <= count <= size
    assert reading.result() == data[:count]


@covers("posix:send:stream-small-message-whole")
def test_every_value_a_byte_can_have_arrives(stream_pair, push):
    ours, theirs = stream_pair

    count = push(ours, bytes(range(256)))

    assert count == 256
    assert theirs.recv(256, "MSG_WAITALL") == bytes(range(256))


@covers("posix:send:stream-small-message-whole")
def test_bytes_that_are_all_zero_arrive(stream_pair, push):
    ours, theirs = stream_pair

    count = push(ours, bytes(1000))

    assert count == 1000
    assert theirs.recv(1000, "MSG_WAITALL") == bytes(1000)


@covers("posix:send:blocking-large-returns-full")
def test_a_blocking_send_that_is_larger_than_all_buffers_waits_and_takes_all(stream_cramped, fresh, push):
    ours, theirs = stream_cramped
    data = fresh(200_000)
    sending = push.start(ours, data)
    assert sending.blocked()

    received = theirs.recv(200_000, "MSG_WAITALL")

    assert sending.result() == 200_000
    assert received == data


@covers("posix:send:nonblocking-large-partial")
def test_a_nonblocking_send_that_is_larger_than_the_buffers_takes_a_part(stream_cramped, fresh, push):
    ours, theirs = stream_cramped
    ours.setblocking(False)
    data = fresh(200_000)

    count = push(ours, data)

    assert 0 < count < 200_000
    ours.close()
    assert theirs.recv(200_000, "MSG_WAITALL") == data[:count]


@covers("posix:send:dontwait-partial")
def test_a_send_that_must_not_wait_takes_a_part(stream_cramped, fresh, push):
    ours, theirs = stream_cramped
    data = fresh(200_000)

    count = push(ours, data, "MSG_DONTWAIT")

    assert 0 < count < 200_000
    ours.close()
    assert theirs.recv(200_000, "MSG_WAITALL") == data[:count]


@covers("posix:send:nonblocking-large-partial", "posix:send:order-preserved")
def test_the_rest_of_a_part_that_was_taken_can_follow(stream_cramped, fresh, push):
    ours, theirs = stream_cramped
    ours.setblocking(False)
    data = fresh(150_000)
    count = push(ours, data)
    ours.setblocking(True)
    receiving = theirs.start.recv(150_000, "MSG_WAITALL")

    while count < len(data):
        count += push(ours, data[count:])

    assert receiving.result() == data


@covers("posix:send:stream-small-message-whole", "posix:send:order-preserved")
def test_one_small_send_after_the_other_is_taken_whole(stream_pair, push, fresh):
    ours, theirs = stream_pair
    blocks = [fresh(size) for size in range(1, 40)]

    counts = [push(ours, block) for block in blocks]

    assert counts == list(range(1, 40))
    ours.close()
    assert theirs.recv(10_000, "MSG_WAITALL") == b"".join(blocks)


@covers("posix:send:stream-small-message-whole")
def test_sending_does_not_wait_for_the_peer_to_read(stream_pair):
    ours, theirs = stream_pair

    counts = [ours.send(b"first"), ours.send(b"second one")]

    assert counts == [5, 10]
    assert theirs.recv(15, "MSG_WAITALL") == b"firstsecond one"


@covers("posix:send:blocking-large-returns-full", "posix:send:stream-small-message-whole")
def test_both_ends_of_ones_own_connection_can_send(stream_pair_of_one, push, fresh):
    one, other = stream_pair_of_one
    there, back = fresh(5000), fresh(4000)

    counts = [push(one, there), push(other, back)]

    assert counts == [5000, 4000]
    assert other.recv(5000, "MSG_WAITALL") == there
    assert one.recv(4000, "MSG_WAITALL") == back
