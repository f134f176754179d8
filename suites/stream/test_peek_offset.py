"""SO_PEEK_OFF: peeks that go on where the last one ended (Linux; on TCP since 6.9)."""
import pytest

from harness.sockets import WOULD_BLOCK

covers = pytest.mark.covers


@covers("linux:recv:peek-off-advances")
def test_without_an_offset_each_peek_begins_at_the_front(any_pair):
    ours, _ = any_pair

    assert ours.getsockopt("SO_PEEK_OFF") == -1


@covers("linux:recv:peek-off-advances")
def test_peeks_go_on_where_the_last_one_ended(stream_pair, arrived, receive):
    ours, theirs = stream_pair
    theirs.send(b"conformance")
    arrived(ours, 11)

    ours.setsockopt("SO_PEEK_OFF", 0)

    assert [receive(ours, 4, "MSG_PEEK") for _ in range(3)] == [b"conf", b"orma", b"nce"]
    assert ours.getsockopt("SO_PEEK_OFF") == 11
    assert receive(ours, 20) == b"conformance"


@covers("linux:recv:peek-off-advances")
def test_a_peek_can_begin_at_any_offset(stream_pair, arrived):
    ours, theirs = stream_pair
    theirs.send(b"conformance")
    arrived(ours, 11)

    ours.setsockopt("SO_PEEK_OFF", 3)

    assert ours.recv(4, "MSG_PEEK") == b"form"
    assert ours.getsockopt("SO_PEEK_OFF") == 7
    assert ours.recv(20) == b"conformance"


@covers("linux:recv:peek-off-advances")
def test_a_read_moves_the_offset_back(stream_pair, arrived, receive):
    ours, theirs = stream_pair
    theirs.send(b"conformance")
    arrived(ours, 11)
    ours.setsockopt("SO_PEEK_OFF", 0)
    receive(ours, 5, "MSG_PEEK")

    assert receive(ours, 3) == b"con"

    assert ours.getsockopt("SO_PEEK_OFF") == 2
    assert receive(ours, 4, "MSG_PEEK") == b"rman"


@covers("linux:recv:peek-off-advances")
def test_a_peek_beyond_what_is_there_waits_for_more(stream_pair, arrived):
    ours, theirs = stream_pair
    theirs.send(b"conform")
    arrived(ours, 7)
    ours.setsockopt("SO_PEEK_OFF", 7)
    assert ours.fails.recv(20, "MSG_PEEK", "MSG_DONTWAIT") in WOULD_BLOCK
    peeking = ours.start.recv(20, "MSG_PEEK")
    assert peeking.blocked()

    theirs.send(b"ance")

    assert peeking.result() == b"ance"
    assert ours.recv(20) == b"conformance"


@covers("linux:recv:peek-off-advances")
def test_once_the_offset_is_off_again_peeks_begin_at_the_front(stream_pair, arrived):
    ours, theirs = stream_pair
    theirs.send(b"conformance")
    arrived(ours, 11)
    ours.setsockopt("SO_PEEK_OFF", 5)
    ours.recv(2, "MSG_PEEK")

    ours.setsockopt("SO_PEEK_OFF", -1)

    assert [ours.recv(4, "MSG_PEEK"), ours.recv(4, "MSG_PEEK")] == [b"conf", b"conf"]


@covers("linux:recv:peek-off-advances")
def test_peeks_of_messages_go_on_with_the_rest_and_then_the_next(message_pair):
    ours, theirs = message_pair
    theirs.send(b"conformance")
    theirs.send(b"next")
    assert "POLLIN" in ours.ready("POLLIN")

    ours.setsockopt("SO_PEEK_OFF", 0)

    assert [ours.recv(size, "MSG_PEEK") for size in (4, 20, 20)] == [b"conf", b"ormance", b"next"]
    assert [ours.recv(20), ours.recv(20)] == [b"conformance", b"next"]
