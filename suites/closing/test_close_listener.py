"""close of a listener turns new clients away, and those that were still in its queue."""
import pytest

covers = pytest.mark.covers


@covers("posix:close:listener-refuses-new-connects")
def test_a_closed_listener_refuses_new_clients(peer, connection_listener):
    address = connection_listener.address
    client = peer.open(connection_listener.kind)

    connection_listener.close()

    assert client.fails.connect(address) == "ECONNREFUSED"


@covers("posix:close:listener-refuses-new-connects")
def test_a_listener_that_has_served_refuses_new_clients_once_closed(peer, connection_listener):
    address = connection_listener.address
    first, second = peer.connect(connection_listener), peer.open(connection_listener.kind)
    served, _ = connection_listener.accept()

    connection_listener.close()

    assert second.fails.connect(address) == "ECONNREFUSED"
    served.send(b"still served")
    assert first.recv(100) == b"still served"


@covers("posix:accept:listener-close-leaves-accepted-open")
def test_an_accepted_connection_outlives_its_listener(peer, connection_listener):
    client = peer.connect(connection_listener)
    accepted, _ = connection_listener.accept()
    receiving = accepted.start.recv(100)
    assert receiving.blocked()

    connection_listener.close()

    assert receiving.still_blocked()
    client.send(b"to the server")
    assert receiving.result() == b"to the server"
    accepted.send(b"to the client")
    assert client.recv(100) == b"to the client"


@covers("posix:close:listener-resets-queued-tcp")
def test_a_client_in_the_queue_is_reset(peer, tcp_listener):
    client = peer.connect(tcp_listener)
    receiving = client.start.recv(100)
    assert receiving.blocked()

    tcp_listener.close()

    assert receiving.error() == "ECONNRESET"
    assert client.fails.send(b"anyone?") == "EPIPE"


@covers("posix:close:listener-resets-queued-tcp")
def test_every_client_in_the_queue_is_reset(peer, tcp_listener):
    clients = [peer.connect(tcp_listener) for _ in range(3)]
    clients[1].send(b"request")

    tcp_listener.close()

    assert [client.fails.recv(100) for client in clients] == ["ECONNRESET"] * 3


@covers("posix:close:listener-resets-queued-tcp")
def test_a_client_in_the_queue_that_sends_is_told(peer, tcp_listener):
    client = peer.connect(tcp_listener)

    tcp_listener.close()

    assert "POLLERR" in client.ready()
    assert client.fails.send(b"anyone?") in {"ECONNRESET", "EPIPE"}


@covers("linux:close:listener-resets-queued-unix")
def test_a_local_client_in_the_queue_is_told_once(peer, local_connection, target):
    listener = target.listener(local_connection)
    client = peer.connect(listener)
    receiving = client.start.recv(100)
    assert receiving.blocked()

    listener.close()

    assert receiving.error() == "ECONNRESET"
    assert client.recv(100) == b""
    assert client.fails.send(b"anyone?") == "EPIPE"


@covers("posix:close:listener-pending-handshake")
@pytest.mark.waits(0.5)
def test_a_client_that_found_the_queue_full_is_turned_away(target, peer, connection):
    listener = target.listener(connection, backlog=1)
    peer.connect(listener)
    peer.connect(listener)
    late = peer.open(connection)
    connecting = late.start.connect(listener.address)
    assert connecting.blocked()

    listener.close()

    assert connecting.error() in {"ECONNREFUSED", "ECONNRESET"}


@covers("posix:close:listener-refuses-new-connects")
def test_a_connection_attempt_is_refused_although_an_accepted_client_still_talks(peer, tcp_listener):
    address = tcp_listener.address
    client = peer.connect(tcp_listener)
    accepted, _ = tcp_listener.accept()
    client.send(b"unread")

    tcp_listener.close()

    assert peer.open(tcp_listener.kind).fails.connect(address) == "ECONNREFUSED"
    assert accepted.recv(100) == b"unread"
