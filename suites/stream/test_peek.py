"""MSG_PEEK shows what is queued and leaves it there."""
import pytest

covers = pytest.mark.covers


@covers("posix:recv:peek-does-not-consume")
def test_peeked_data_is_still_there(any_pair):
    ours, theirs = any_pair
    theirs.send(b"conformance")
    assert ours.recv(20, "MSG_PEEK") == b"conformance"

    assert ours.recv(20, "MSG_PEEK") == b"conformance"

    assert ours.recv(20) == b"conformance"


@covers("posix:recv:peek-blocks-when-empty")
def test_peek_blocks_until_data_arrives(any_pair):
    ours, theirs = any_pair
    peeking = ours.start.recv(20, "MSG_PEEK")
    assert peeking.blocked()

    theirs.send(b"late")

    assert peeking.result() == b"late"
    assert ours.recv(20) == b"late"
