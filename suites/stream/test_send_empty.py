"""A send of nothing does nothing."""
import pytest

covers = pytest.mark.covers


@covers("posix:send:zero-length-stream-no-effect")
def test_an_empty_send_takes_nothing_and_is_not_seen(stream_pair, push):
    ours, theirs = stream_pair

    count = push(ours, b"")

    assert count == 0
    receiving = theirs.start.recv(10)
    assert receiving.blocked()
    ours.send(b"something")
    assert receiving.result() == b"something"


@covers("posix:send:zero-length-stream-no-effect")
def test_an_empty_send_does_not_wait_for_room(stream_full, push):
    ours, theirs, count = stream_full

    assert push(ours, b"") == 0

    ours.close()
    assert theirs.drain() == (count, count, True, None)


@covers("posix:send:zero-length-stream-no-effect")
def test_an_empty_send_between_others_is_not_seen(stream_pair, push):
    ours, theirs = stream_pair
    ours.send(b"before")

    push(ours, b"")

    ours.send(b"behind")
    assert theirs.recv(12, "MSG_WAITALL") == b"beforebehind"
    ours.shutdown("SHUT_WR")
    assert theirs.recv(10) == b""


@covers("posix:send:zero-length-stream-no-effect")
def test_an_empty_send_does_not_wake_the_peer(stream_pair, push):
    ours, theirs = stream_pair
    receiving = theirs.start.recv(10)
    assert receiving.blocked()

    push(ours, b"")

    assert receiving.still_blocked()
