"""accept on an empty queue waits for a client, and for nothing else."""
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


@covers("posix:accept:nonblocking-empty-eagain", "posix:accept:EAGAIN")
def test_nonblocking_accept_on_an_empty_queue_fails_at_once(connection_listener):
    connection_listener.setblocking(False)

    assert connection_listener.fails.accept() in {"EAGAIN", "EWOULDBLOCK"}


@covers("posix:accept:nonblocking-with-queued-succeeds")
def test_nonblocking_accept_takes_a_client_that_waits(peer, connection_listener):
    connection_listener.setblocking(False)
    client = peer.connect(connection_listener)
    assert "POLLIN" in connection_listener.ready("POLLIN")

    accepted, _ = connection_listener.accept()

    accepted.send(b"hello")
    assert client.recv(10) == b"hello"


@covers("posix:accept:two-threads-one-connection")
def test_one_client_wakes_one_of_two_acceptors(target, peer, connection_listener):
    accepting = [connection_listener.start.accept(), connection_listener.start.accept()]
    assert all(call.blocked() for call in accepting)

    peer.connect(connection_listener)

    winner = target.first(accepting)
    loser = next(call for call in accepting if call is not winner)
    assert loser.still_blocked()
