"""A stream that takes nothing more refuses or waits, and goes on when there is room."""
import pytest

from harness.sockets import WOULD_BLOCK

covers = pytest.mark.covers


@covers("posix:send:nonblocking-full-eagain", "posix:send:EAGAIN")
def test_a_nonblocking_send_to_a_full_stream_is_refused(stream_full, push):
    ours, theirs, count = stream_full
    ours.setblocking(False)

    assert push.fails(ours, b"refused") in WOULD_BLOCK

    ours.close()
    assert theirs.drain(offset=0) == (count, count, True, None)


@covers("posix:send:dontwait-on-blocking-socket", "posix:send:EAGAIN")
def test_a_send_that_must_not_wait_is_refused_by_a_full_stream(stream_full, push):
    ours, theirs, count = stream_full

    assert push.fails(ours, b"refused", "MSG_DONTWAIT") in WOULD_BLOCK

    ours.close()
    assert theirs.drain() == (count, count, True, None)


@covers("posix:send:dontwait-on-blocking-socket")
def test_a_send_that_must_not_wait_leaves_the_socket_blocking(stream_full):
    ours, *_ = stream_full
    ours.fails.send(b"refused", "MSG_DONTWAIT")

    sending = ours.start.send(b"waits")

    assert sending.blocked()


@covers("posix:send:nonblocking-full-eagain")
def test_a_full_stream_refuses_again_and_again(stream_full):
    ours, theirs, count = stream_full
    ours.setblocking(False)

    refused = [ours.fails.send(b"once"), ours.fails.send(b"twice"), ours.fails.send(b"thrice")]

    assert set(refused) <= WOULD_BLOCK
    ours.close()
    assert theirs.drain() == (count, count, True, None)


@covers("posix:send:nonblocking-full-eagain", "posix:send:dontwait-partial")
def test_a_full_local_stream_refuses_after_a_part(unix_stream_pair, push, fresh):
    ours, theirs = unix_stream_pair
    data = fresh(900_000)
    count = push(ours, data, "MSG_DONTWAIT")
    assert 0 < count < 900_000

    assert push.fails(ours, b"refused", "MSG_DONTWAIT") in WOULD_BLOCK

    ours.close()
    assert theirs.recv(900_000, "MSG_WAITALL") == data[:count]


@covers("posix:send:nonblocking-full-eagain")
def test_what_was_refused_does_not_go_out_later(stream_full):
    ours, theirs, count = stream_full
    ours.fails.send(b"refused", "MSG_DONTWAIT")
    assert theirs.drain(count) == (count, count, False, None)
    assert "POLLOUT" in ours.ready("POLLOUT")

    ours.send(b"taken")

    ours.close()
    assert theirs.file_read() == b"taken"


@covers("posix:send:blocking-full-blocks-until-drain")
def test_a_send_to_a_full_stream_waits_until_the_peer_reads(stream_full, push):
    ours, theirs, count = stream_full
    sending = push.start(ours, b"patience")
    assert sending.blocked()

    drained = theirs.drain(count)

    assert drained == (count, count, False, None)
    assert sending.result() == 8
    assert theirs.recv(8, "MSG_WAITALL") == b"patience"


@covers("posix:send:blocking-full-blocks-until-drain")
@pytest.mark.waits
def test_a_send_to_a_full_stream_does_not_end_by_itself(stream_full, push):
    sending = push.start(stream_full.ours, b"patience")

    assert sending.holds(0.05)


@covers("posix:send:full-buffer-resumes-after-drain")
def test_a_full_stream_takes_data_again_when_the_peer_has_read(stream_full, push):
    ours, theirs, count = stream_full
    ours.setblocking(False)
    assert theirs.drain(count) == (count, count, False, None)
    assert "POLLOUT" in ours.ready("POLLOUT")

    taken = push(ours, b"room again")

    assert taken == 10
    assert theirs.recv(10, "MSG_WAITALL") == b"room again"


@covers("posix:send:full-buffer-resumes-after-drain")
def test_a_stream_fills_and_drains_a_second_time(stream_full):
    ours, theirs, count = stream_full
    assert theirs.drain(count) == (count, count, False, None)
    assert "POLLOUT" in ours.ready("POLLOUT")

    again = ours.pour(1 << 30, "MSG_DONTWAIT", offset=count)

    assert again.count > 0
    assert again.stopped in WOULD_BLOCK
    assert theirs.drain(again.count, offset=count) == (again.count, again.count, False, None)


@covers("posix:send:full-buffer-resumes-after-drain", "posix:send:blocking-full-blocks-until-drain")
def test_a_full_stream_can_still_receive(stream_full):
    ours, theirs, _ = stream_full

    theirs.send(b"the other way")

    assert ours.recv(13, "MSG_WAITALL") == b"the other way"


@covers("posix:send:unix-stream-buffer-limit")
def test_what_a_stream_takes_grows_with_its_send_buffer(unix_stream_pair):
    ours, theirs = unix_stream_pair
    ours.setsockopt("SO_SNDBUF", 8192)
    small = ours.pour(1 << 30, "MSG_DONTWAIT").count
    assert theirs.drain(small) == (small, small, False, None)

    ours.setsockopt("SO_SNDBUF", 131072)

    assert ours.pour(1 << 30, "MSG_DONTWAIT").count > 4 * small > 0


@covers("posix:send:unix-stream-buffer-limit", "posix:send:nonblocking-full-eagain")
def test_what_a_stream_takes_has_a_limit(stream_pair):
    ours, theirs = stream_pair
    ours.setblocking(False)

    poured = ours.pour(1 << 28)

    assert poured.stopped in WOULD_BLOCK
    ours.setblocking(True)
    ours.start.shutdown("SHUT_WR")
    assert theirs.drain() == (poured.count, poured.count, True, None)


@covers("linux:send:larger-sndbuf-unblocks")
def test_a_larger_send_buffer_lets_a_full_stream_take_more(stream_full):
    ours, theirs, count = stream_full

    ours.setsockopt("SO_SNDBUF", 262144)

    assert ours.send(b"more", "MSG_DONTWAIT") == 4
    ours.close()
    assert theirs.drain(count) == (count, count, False, None)
    assert theirs.file_read() == b"more"


@covers("posix:send:shrunk-sndbuf-no-loss")
def test_a_smaller_send_buffer_loses_nothing(stream_full):
    ours, theirs, count = stream_full
    ours.setsockopt("SO_SNDBUF", 4096)

    assert ours.fails.send(b"refused", "MSG_DONTWAIT") in WOULD_BLOCK

    ours.close()
    assert theirs.drain() == (count, count, True, None)
