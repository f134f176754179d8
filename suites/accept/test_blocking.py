"""accept on an empty queue waits for a client, and only for a client."""
import pytest

covers = pytest.mark.covers


@covers("posix:accept:blocks-until-connection")
def test_accept_blocks_until_a_client_connects(peer, connection_listener):
    accepting = connection_listener.start.accept()
    assert accepting.blocked()

    client = peer.connect(connection_listener)

    accepted, _ = accepting.result()
    client.send(b"hello")
    assert accepted.recv(10) == b"hello"
