"""A few conformance tests for the engine's own tests to run; not collected unless it is named."""
import pytest

covers = pytest.mark.covers


@covers("posix:accept:blocks-until-connection")
def test_accept_waits(peer, connection_listener):
    accepting = connection_listener.start.accept()
    assert accepting.blocked()

    client = peer.connect(connection_listener)

    accepted, _ = accepting.result()
    client.send(b"hello")
    assert accepted.recv(10) == b"hello"


@covers("posix:recv:returns-available-data")
def test_data_arrives(any_pair):
    ours, theirs = any_pair

    theirs.send(b"hello")

    assert ours.recv(10) == b"hello"


@covers("posix:recv:reset-econnreset")
def test_a_reset_is_reported(tcp_reset):
    assert tcp_reset.fails.recv(10) == "ECONNRESET"
