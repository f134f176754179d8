"""MSG_PEEK shows what is queued and leaves it there."""
import pytest

from harness.sockets import WOULD_BLOCK

covers = pytest.mark.covers


def begins(data: bytes, peeked: bytes) -> bool:
    """Whether a peek at a stream shows something of the data; like any receive it may show less than there is."""
    return bool(peeked) and data.startswith(peeked)


@covers("posix:recv:peek-does-not-consume")
def test_peeked_data_is_still_there(any_pair):
    ours, theirs = any_pair
    theirs.send(b"conformance")
    assert ours.recv(20, "MSG_PEEK") == b"conformance"

    assert ours.recv(20, "MSG_PEEK") == b"conformance"

    assert ours.recv(20) == b"conformance"
    assert ours.fails.recv(20, "MSG_DONTWAIT") in WOULD_BLOCK


@covers("posix:recv:peek-does-not-consume")
def test_no_call_that_peeks_takes_anything(stream_pair, receive):
    ours, theirs = stream_pair
    theirs.send(b"conformance")
    assert begins(b"conformance", receive(ours, 20, "MSG_PEEK"))

    assert begins(b"conformance", receive(ours, 20, "MSG_PEEK"))

    assert receive(ours, 20) == b"conformance"
    assert receive.fails(ours, 20, "MSG_DONTWAIT") in WOULD_BLOCK


@covers("posix:recv:peek-does-not-consume")
def test_what_one_call_peeked_another_receives(any_pair, receive):
    ours, theirs = any_pair
    theirs.send(b"conformance")

    receive(ours, 20, "MSG_PEEK")

    assert ours.recv(20) == b"conformance"


@covers("posix:recv:peek-does-not-consume")
@pytest.mark.parametrize("size", [1, 4096, 60_001])
def test_a_peek_of_any_size_takes_nothing(stream_outgoing, arrived, fresh, size):
    ours, theirs = stream_outgoing
    data = fresh(size)
    theirs.send(data)
    arrived(ours, size)

    peeked = ours.recv(100_000, "MSG_PEEK")

    assert begins(data, peeked)
    assert ours.recv(100_000) == data


@covers("linux:recv:peek-shows-all")
@pytest.mark.parametrize("size", [1, 4096, 60_001])
def test_a_peek_of_any_size_shows_all_that_is_there(stream_outgoing, arrived, fresh, size):
    ours, theirs = stream_outgoing
    data = fresh(size)
    theirs.send(data)

    arrived(ours, size)

    assert ours.recv(100_000, "MSG_PEEK") == data


@covers("posix:recv:peek-blocks-when-empty")
def test_peek_blocks_until_data_arrives(any_pair):
    ours, theirs = any_pair
    peeking = ours.start.recv(20, "MSG_PEEK")
    assert peeking.blocked()

    theirs.send(b"late")

    assert peeking.result() == b"late"
    assert ours.recv(20) == b"late"


@covers("posix:recv:peek-blocks-when-empty")
def test_every_call_that_peeks_waits_for_data(stream_pair, receive):
    ours, theirs = stream_pair
    peeking = receive.start(ours, 20, "MSG_PEEK")
    assert peeking.blocked()

    theirs.send(b"late")

    assert peeking.result() == b"late"
    assert ours.recv(20) == b"late"


@covers("posix:recv:peek-blocks-when-empty", "posix:recv:nonblocking-empty-eagain")
def test_nonblocking_peek_at_nothing_fails(any_pair):
    ours, _ = any_pair
    ours.setblocking(False)

    assert {ours.fails.recv(20, "MSG_PEEK"), ours.fails.recv(20, "MSG_PEEK")} <= WOULD_BLOCK


@covers("posix:recv:peek-blocks-when-empty", "posix:recv:dontwait-on-blocking-socket")
def test_a_peek_that_must_not_wait_at_nothing_fails(any_pair):
    ours, _ = any_pair

    assert ours.fails.recv(20, "MSG_PEEK", "MSG_DONTWAIT") in WOULD_BLOCK


@covers("posix:recv:peek-does-not-consume", "posix:recv:dontwait-on-blocking-socket")
def test_a_peek_that_must_not_wait_shows_what_is_there(any_pair):
    ours, theirs = any_pair
    theirs.send(b"at hand")
    assert "POLLIN" in ours.ready("POLLIN")

    peeked = [ours.recv(20, "MSG_PEEK", "MSG_DONTWAIT"), ours.recv(20, "MSG_PEEK", "MSG_DONTWAIT")]

    assert peeked == [b"at hand", b"at hand"]
    assert ours.recv(20) == b"at hand"


@covers("posix:recv:peek-shorter-then-longer")
def test_longer_peeks_begin_like_shorter_ones(stream_pair, arrived, receive):
    ours, theirs = stream_pair
    theirs.send(b"conformance")
    arrived(ours, 11)

    peeked = [receive(ours, size, "MSG_PEEK") for size in (1, 4, 8, 11, 100, 2)]

    assert peeked == [b"c", b"conf", b"conforma", b"conformance", b"conformance", b"co"]


@covers("linux:recv:peek-shows-all")
def test_a_peek_shows_what_came_since_the_last(stream_pair, arrived):
    ours, theirs = stream_pair
    theirs.send(b"conform")
    assert ours.recv(20, "MSG_PEEK") == b"conform"
    theirs.send(b"ance")
    arrived(ours, 11)

    assert ours.recv(20, "MSG_PEEK") == b"conformance"

    assert ours.recv(20) == b"conformance"


@covers("posix:recv:peek-then-partial-read")
def test_a_peek_after_a_partial_read_shows_the_rest(stream_pair, arrived, receive):
    ours, theirs = stream_pair
    theirs.send(b"conformance")
    arrived(ours, 11)
    assert begins(b"conformance", receive(ours, 20, "MSG_PEEK"))
    assert receive(ours, 4) == b"conf"

    assert begins(b"ormance", receive(ours, 20, "MSG_PEEK"))

    assert receive(ours, 20) == b"ormance"


@covers("posix:recv:peek-then-partial-read")
def test_a_short_peek_does_not_shorten_the_read(stream_pair, arrived, receive):
    ours, theirs = stream_pair
    theirs.send(b"conformance")
    arrived(ours, 11)

    assert begins(b"con", receive(ours, 3, "MSG_PEEK"))

    assert receive(ours, 20) == b"conformance"


@covers("posix:recv:peek-does-not-consume", "linux:recv:fionread-counts-queued")
def test_a_peek_leaves_the_socket_readable(any_pair):
    ours, theirs = any_pair
    theirs.send(b"conformance")

    ours.recv(20, "MSG_PEEK")

    assert "POLLIN" in ours.poll("POLLIN")
    assert ours.readable() == 11


@covers("posix:recv:peek-at-eof")
def test_a_peek_at_the_end_returns_nothing_and_the_end_stays(connection_pair):
    ours, theirs = connection_pair
    theirs.close()

    peeked = [ours.recv(20, "MSG_PEEK"), ours.recv(20, "MSG_PEEK")]

    assert peeked == [b"", b""]
    assert [ours.recv(20), ours.recv(20, "MSG_PEEK"), ours.recv(20)] == [b"", b"", b""]


@covers("posix:recv:peek-at-eof")
def test_a_peek_before_the_end_keeps_data_and_end(stream_pair, receive):
    ours, theirs = stream_pair
    theirs.send(b"the last word")
    theirs.close()

    assert begins(b"the last word", receive(ours, 20, "MSG_PEEK"))

    assert [receive(ours, 20), receive(ours, 20, "MSG_PEEK"), receive(ours, 20)] == [b"the last word", b"", b""]


@covers("posix:recv:peek-at-eof", "posix:recv:peek-blocks-when-empty")
def test_a_peek_that_waits_ends_when_the_peer_closes(connection_pair):
    ours, theirs = connection_pair
    peeking = ours.start.recv(20, "MSG_PEEK")
    assert peeking.blocked()

    theirs.close()

    assert peeking.result() == b""


@covers("posix:recv:peek-dgram-only-first")
def test_a_peek_shows_one_message_only(message_pair):
    ours, theirs = message_pair
    theirs.send(b"first")
    theirs.send(b"and second")
    assert "POLLIN" in ours.ready("POLLIN")

    peeked = [ours.recv(100, "MSG_PEEK"), ours.recv(100, "MSG_PEEK")]

    assert peeked == [b"first", b"first"]
    assert [ours.recv(100), ours.recv(100, "MSG_PEEK"), ours.recv(100)] == [b"first", b"and second", b"and second"]


@covers("posix:recv:peek-dgram-only-first", "posix:recv:peek-does-not-consume")
def test_a_short_peek_does_not_cut_the_message(message_pair):
    ours, theirs = message_pair
    theirs.send(b"conformance")

    assert ours.recv(4, "MSG_PEEK") == b"conf"

    assert ours.recv(20, "MSG_PEEK") == b"conformance"
    assert ours.recv(20) == b"conformance"


@covers("posix:recv:peek-does-not-consume")
def test_a_peek_is_not_seen_by_the_peer(stream_full):
    ours, theirs, _ = stream_full

    theirs.recv(1000, "MSG_PEEK")

    assert ours.fails.send(b"no room was made", "MSG_DONTWAIT") in WOULD_BLOCK
