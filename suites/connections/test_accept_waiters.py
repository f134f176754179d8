"""Several calls of accept on one listener share its clients, one each."""
import pytest

covers = pytest.mark.covers


@covers("posix:accept:two-threads-one-connection")
def test_one_client_wakes_one_of_two_acceptors(target, peer, connection_listener):
    accepting = [connection_listener.start.accept(), connection_listener.start.accept()]
    assert all(call.blocked() for call in accepting)

    peer.connect(connection_listener)

    winner = target.first(accepting)
    loser = next(call for call in accepting if call is not winner)
    assert loser.still_blocked()
    peer.connect(connection_listener)
    assert loser.result()


@covers("posix:accept:two-threads-one-connection", "posix:accept:each-connection-once")
def test_two_clients_wake_both_acceptors_each_for_one(peer, connection_listener):
    accepting = [connection_listener.start.accept(), connection_listener.start.accept()]
    assert all(call.blocked() for call in accepting)

    peer.connect(connection_listener).send(b"one")
    peer.connect(connection_listener).send(b"two")

    accepted = [call.result()[0] for call in accepting]
    assert {sock.recv(10) for sock in accepted} == {b"one", b"two"}


@covers("posix:accept:two-threads-one-connection")
def test_the_acceptor_that_got_no_client_gets_the_next(target, peer, connection_listener):
    accepting = [connection_listener.start.accept(), connection_listener.start.accept()]
    assert all(call.blocked() for call in accepting)
    peer.connect(connection_listener)
    winner = target.first(accepting)
    assert winner.result()

    second = peer.connect(connection_listener)

    loser = next(call for call in accepting if call is not winner)
    accepted, _ = loser.result()
    second.send(b"second")
    assert accepted.recv(10) == b"second"


@covers("posix:accept:either-handle")
def test_a_client_wakes_an_acceptor_on_another_handle_of_the_listener(peer, connection_listener):
    accepting = connection_listener.dup().start.accept()
    assert accepting.blocked()

    client = peer.connect(connection_listener)

    accepted, _ = accepting.result()
    client.send(b"through the copy")
    assert accepted.recv(20) == b"through the copy"


@covers("posix:accept:either-handle")
def test_a_copy_of_a_closed_listener_takes_the_clients(peer, connection_listener):
    copy = connection_listener.dup()
    connection_listener.close()
    client = peer.connect(copy)

    accepted, _ = copy.accept()

    accepted.send(b"still here")
    assert client.recv(20) == b"still here"
