"""The listen queue: first come, first served, and everyone once."""
import pytest

covers = pytest.mark.covers


@covers("posix:accept:fifo-order", "posix:accept:each-connection-once")
@pytest.mark.parametrize("count", [2, 3, 20])
@pytest.mark.usefixtures("lossless")
def test_clients_are_accepted_in_the_order_in_which_they_came(target, peer, connection, count):
    listener = target.listener(connection, 32)
    clients = [peer.connect(listener) for _ in range(count)]
    for number, client in enumerate(clients):
        client.send(b"client %d" % number)

    accepted = [listener.accept()[0] for _ in clients]

    assert [sock.recv(20) for sock in accepted] == [b"client %d" % number for number in range(count)]


@covers("posix:accept:fifo-order")
@pytest.mark.usefixtures("lossless")
def test_a_client_that_comes_between_two_accepts_queues_up_behind_the_others(peer, connection_listener):
    for name in (b"first", b"second"):
        peer.connect(connection_listener).send(name)
    first, _ = connection_listener.accept()
    peer.connect(connection_listener).send(b"third")

    others = [connection_listener.accept()[0], connection_listener.accept()[0]]

    assert [sock.recv(10) for sock in (first, *others)] == [b"first", b"second", b"third"]


@covers("posix:accept:each-connection-once", "posix:accept:EAGAIN")
def test_the_queue_is_empty_when_everyone_has_been_accepted(peer, connection_listener):
    for _ in range(5):
        peer.connect(connection_listener)
    for _ in range(5):
        connection_listener.accept()

    connection_listener.setblocking(False)

    assert connection_listener.fails.accept() in {"EAGAIN", "EWOULDBLOCK"}


@covers("posix:accept:each-connection-once")
def test_the_listener_is_ready_until_the_last_client_is_accepted(peer, connection_listener):
    peer.connect(connection_listener)
    peer.connect(connection_listener)
    connection_listener.accept()
    assert "POLLIN" in connection_listener.ready("POLLIN")

    connection_listener.accept()

    assert not connection_listener.poll("POLLIN")


@covers("posix:accept:own-queue")
def test_each_of_two_listeners_gets_its_own_clients(target, peer, connection):
    one, other = target.listener(connection), target.listener(connection)
    peer.connect(one).send(b"for one")
    peer.connect(other).send(b"for the other")

    by_other, _ = other.accept()
    by_one, _ = one.accept()

    assert (by_one.recv(20), by_other.recv(20)) == (b"for one", b"for the other")


@covers("posix:accept:own-queue", "posix:accept:EAGAIN")
def test_a_listener_does_not_take_the_client_of_another(target, peer, connection):
    one, other = target.listener(connection), target.listener(connection)
    peer.connect(one)
    assert "POLLIN" in one.ready("POLLIN")
    other.setblocking(False)

    assert other.fails.accept() in {"EAGAIN", "EWOULDBLOCK"}


@covers("posix:accept:each-connection-once")
def test_connections_that_were_accepted_stay_apart(peer, connection_listener):
    clients = [peer.connect(connection_listener) for _ in range(3)]
    accepted = [connection_listener.accept()[0] for _ in clients]

    for number, sock in enumerate(accepted):
        sock.send(b"to client %d" % number)

    assert [client.recv(20) for client in clients] == [b"to client 0", b"to client 1", b"to client 2"]


@covers("posix:accept:many-sequential-no-leak")
@pytest.mark.parametrize("rounds", [50, pytest.param(3000, marks=pytest.mark.slow)])
def test_clients_are_served_round_after_round_and_no_descriptor_is_lost(target, peer, connection_listener, rounds):
    address, kind = connection_listener.address, connection_listener.kind
    before, _ = target.open(kind).descriptor()
    answers = []

    for number in range(rounds):
        client = peer.open(kind)
        client.connect(address)
        accepted, _ = connection_listener.accept()
        accepted.send(b"answer %d" % number)
        accepted.close()
        answers.append(client.recv(20))
        client.close()

    assert answers == [b"answer %d" % number for number in range(rounds)]
    _, after = (target.open(kind).descriptor()[0] for _ in range(2))    # the lowest number is free even where all others were lost
    assert after < before + 10      # threads of the implementation may have come meanwhile
