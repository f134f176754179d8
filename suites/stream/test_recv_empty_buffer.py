"""A receive with room for nothing."""
import pytest

from harness.sockets import WOULD_BLOCK

covers = pytest.mark.covers


@covers("posix:recv:zero-length-stream-no-consume")
def test_no_room_takes_nothing_from_a_stream(stream_pair):
    ours, theirs = stream_pair
    theirs.send(b"conformance")
    assert "POLLIN" in ours.ready("POLLIN")

    assert [ours.recvfrom(0)[0], ours.recvmsg(0).data] == [b"", b""]

    assert ours.recv(20) == b"conformance"


@covers("posix:recv:zero-length-empty-blocking")
def test_no_room_on_an_empty_stream_is_no_end_of_file(stream_pair, choice):
    ours, theirs = stream_pair
    receiving = ours.start.recvfrom(0)
    choice("posix:recv:zero-length-empty-blocking", "waited" if receiving.blocked() else "returned at once")

    theirs.send(b"data")

    assert receiving.result()[0] == b""
    assert ours.recv(20) == b"data"


@covers("linux:recv:zero-length-empty-waits")
def test_no_room_waits_for_data_all_the_same(connection_pair):
    ours, theirs = connection_pair
    receiving = ours.start.recvmsg(0)
    assert receiving.blocked()

    theirs.send(b"data")

    assert receiving.result().data == b""


@covers("linux:recv:zero-length-empty-nonblocking")
def test_no_room_fails_without_data_when_it_must_not_wait(any_pair):
    ours, _ = any_pair

    failures = {ours.fails.recvfrom(0, "MSG_DONTWAIT"), ours.fails.recvmsg(0, "MSG_DONTWAIT")}

    assert failures <= WOULD_BLOCK


@covers("linux:recv:zero-length-dgram-consumes")
def test_no_room_takes_a_message_away(message_pair):
    ours, theirs = message_pair
    theirs.send(b"lost")
    theirs.send(b"lost as well")
    theirs.send(b"kept")

    assert [ours.recvfrom(0)[0], ours.recvmsg(0).data] == [b"", b""]

    assert ours.recv(20) == b"kept"


@covers("posix:recv:peek-does-not-consume")
def test_a_peek_without_room_takes_no_message_away(message_pair):
    ours, theirs = message_pair
    theirs.send(b"kept")

    assert ours.recvfrom(0, "MSG_PEEK")[0] == b""

    assert ours.recv(20) == b"kept"


@covers("posix:recv:eof-is-sticky")
def test_no_room_at_the_end_returns_nothing(connection_pair):
    ours, theirs = connection_pair
    theirs.close()

    assert [ours.recvfrom(0)[0], ours.recvmsg(0).data] == [b"", b""]

    assert ours.recv(20) == b""
