"""SO_SNDTIMEO: a send waits so long for room and no longer, and tells how much it took."""
import pytest

covers = pytest.mark.covers
pytestmark = pytest.mark.usefixtures("timeouts_can_be_set")

WOULD_BLOCK = {"EAGAIN", "EWOULDBLOCK"}
LONG = 4.0
SIZE = 300_000      # more than a cramped stream takes


@pytest.fixture
def full_message_pair(local_message_pair):
    """Two AF_UNIX sockets that keep boundaries; the target's has sent so much that no message more is taken."""
    ours, theirs = local_message_pair
    ours.setsockopt("SO_SNDBUF", 8192)
    assert ours.pour(1 << 30, "MSG_DONTWAIT", chunk=1000).stopped in WOULD_BLOCK
    return ours, theirs


@covers("posix:timeout:send-expires-eagain", "posix:send:EAGAIN")
@pytest.mark.waits
def test_a_send_without_room_fails_when_the_time_is_over(stream_full, push):
    ours = stream_full.ours
    ours.setsockopt("SO_SNDTIMEO", 0.05)

    sending = push.start(ours, b"no room for this")

    assert sending.error() in WOULD_BLOCK
    assert sending.lasted(0.05)


@covers("posix:timeout:send-expires-eagain")
@pytest.mark.waits
def test_a_message_without_room_fails_when_the_time_is_over(full_message_pair, transmit):
    ours, _ = full_message_pair
    ours.setsockopt("SO_SNDTIMEO", 0.05)

    sending = transmit.start(ours, b"m" * 1000)

    assert sending.error() in WOULD_BLOCK
    assert sending.lasted(0.05)


@covers("posix:timeout:send-expires-eagain")
@pytest.mark.waits
def test_a_send_fails_soon_after_the_time_is_over(stream_full):
    ours = stream_full.ours
    ours.setsockopt("SO_SNDTIMEO", 0.05)

    def seconds():
        sending = ours.start.send(b"no room for this")
        assert sending.error() in WOULD_BLOCK
        return sending.seconds

    assert any(seconds() < 0.1 for _ in range(5))       # one in five tries: the machine may be busy


@covers("posix:timeout:send-expires-eagain")
def test_nothing_of_a_send_that_failed_arrives(stream_full):
    ours, theirs, count = stream_full
    ours.setsockopt("SO_SNDTIMEO", 0.02)
    assert ours.fails.send(b"no room for this") in WOULD_BLOCK

    ours.shutdown("SHUT_WR")

    assert theirs.drain() == (count, count, True, None)


@covers("posix:timeout:send-partial-count")
@pytest.mark.waits
def test_a_send_larger_than_the_room_tells_how_much_it_took(stream_cramped, push, fresh):
    ours, theirs = stream_cramped
    ours.setsockopt("SO_SNDTIMEO", 0.05)
    data = fresh(SIZE)

    sending = push.start(ours, data)

    count = sending.result()
    assert 0 < count < SIZE
    assert sending.lasted(0.05)
    ours.shutdown("SHUT_WR")
    assert theirs.recv(SIZE, "MSG_WAITALL") == data[:count]


@covers("posix:timeout:send-after-timeout-stream-intact")
@pytest.mark.waits
def test_a_stream_goes_on_from_the_count_without_gap_or_repeat(stream_cramped):
    ours, theirs = stream_cramped
    ours.setsockopt("SO_SNDTIMEO", 0.02)
    count, stopped = ours.pour(SIZE, chunk=SIZE)
    assert stopped in WOULD_BLOCK
    ours.setsockopt("SO_SNDTIMEO", 0.0)

    pouring = ours.start.pour(SIZE - count, offset=count)

    assert theirs.drain(SIZE) == (SIZE, SIZE, False, None)
    assert pouring.result() == (SIZE - count, None)


@covers("posix:timeout:send-room-available")
def test_a_send_with_room_is_not_disturbed(stream_pair, push):
    ours, theirs = stream_pair

    ours.setsockopt("SO_SNDTIMEO", {"sec": 0, "usec": 1})

    assert push(ours, b"room for this") == 13
    assert theirs.recv(20) == b"room for this"


@covers("posix:timeout:send-room-available")
def test_a_message_with_room_is_not_disturbed(message_pair, transmit):
    ours, theirs = message_pair

    ours.setsockopt("SO_SNDTIMEO", {"sec": 0, "usec": 1})

    assert transmit(ours, b"room for that") == 13
    assert theirs.recv(20) == b"room for that"


@covers("posix:timeout:send-room-in-time")
def test_a_send_that_gets_room_in_time_succeeds(stream_full):
    ours, theirs, count = stream_full
    ours.setsockopt("SO_SNDTIMEO", LONG)
    pouring = ours.start.pour(50_000, offset=count)
    assert pouring.blocked()

    assert theirs.drain(count + 50_000) == (count + 50_000, count + 50_000, False, None)

    assert pouring.result() == (50_000, None)
    assert pouring.seconds < LONG


@covers("posix:timeout:send-room-in-time")
def test_a_message_that_gets_room_in_time_is_sent(full_message_pair):
    ours, theirs = full_message_pair
    ours.setsockopt("SO_SNDTIMEO", LONG)
    sending = ours.start.send(b"m" * 1000)
    assert sending.blocked()

    while not sending.ended() and "POLLIN" in theirs.ready("POLLIN"):
        theirs.recv(2000)

    assert sending.result() == 1000


@covers("posix:timeout:send-zero-means-forever")
def test_a_time_of_zero_is_no_limit(stream_full):
    ours, theirs, count = stream_full
    ours.setsockopt("SO_SNDTIMEO", 0.02)
    ours.setsockopt("SO_SNDTIMEO", 0.0)
    sending = ours.start.pour(1000, offset=count)
    assert sending.holds(0.04)

    assert theirs.drain(count + 1000) == (count + 1000, count + 1000, False, None)

    assert sending.result() == (1000, None)


@covers("posix:timeout:send-last-value-counts")
@pytest.mark.waits
def test_a_longer_time_replaces_a_shorter_one(stream_full):
    ours, _, _ = stream_full
    ours.setsockopt("SO_SNDTIMEO", 0.02)
    assert ours.fails.send(b"no room") in WOULD_BLOCK

    ours.setsockopt("SO_SNDTIMEO", 600.0)

    assert ours.start.send(b"no room for this").holds(0.04)


@covers("posix:timeout:nonblocking-overrides")
def test_a_nonblocking_send_does_not_wait(stream_full, push):
    ours = stream_full.ours
    ours.setsockopt("SO_SNDTIMEO", LONG)
    ours.setblocking(False)

    sending = push.start(ours, b"no room for this")

    assert sending.error() in WOULD_BLOCK
    assert sending.seconds < LONG


@covers("posix:timeout:recv-does-not-limit-send")
def test_the_receive_timeout_does_not_limit_a_send(stream_full):
    ours, theirs, count = stream_full
    ours.setsockopt("SO_RCVTIMEO", 0.02)
    pouring = ours.start.pour(1000, offset=count)
    assert pouring.holds(0.04)

    assert theirs.drain(count + 1000) == (count + 1000, count + 1000, False, None)

    assert pouring.result() == (1000, None)


@covers("posix:timeout:recv-does-not-limit-send")
def test_the_send_timeout_does_not_limit_a_receive(any_pair):
    ours, theirs = any_pair
    ours.setsockopt("SO_SNDTIMEO", 0.02)
    receiving = ours.start.recv(10)
    assert receiving.holds(0.04)

    theirs.send(b"late")

    assert receiving.result() == b"late"


@covers("posix:timeout:leaves-no-error")
def test_a_time_that_was_over_leaves_no_error_and_the_other_direction_works(stream_full):
    ours, theirs, _ = stream_full
    ours.setsockopt("SO_SNDTIMEO", 0.02)
    assert ours.fails.send(b"no room for this") in WOULD_BLOCK

    assert ours.getsockopt("SO_ERROR") == 0

    theirs.send(b"the other way")
    assert "POLLIN" in ours.ready("POLLIN")
    assert ours.recv(20) == b"the other way"


@covers("posix:timeout:send-peer-gone")
def test_a_peer_that_closes_in_time_without_reading_ends_the_wait(stream_full):
    ours, theirs, _ = stream_full
    ours.setsockopt("SO_SNDTIMEO", LONG)
    sending = ours.start.send(b"no room for this")
    assert sending.blocked()

    theirs.close()

    assert sending.error() in {"ECONNRESET", "EPIPE"}
    assert sending.seconds < LONG
