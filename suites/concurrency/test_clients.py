"""Many clients at once: each is served, by one acceptor, with its own data."""
import pytest

covers = pytest.mark.covers


@covers("posix:concurrency:many-connections-parallel")
def test_many_clients_are_all_served(target, peer, connection):
    listener = target.listener(connection, backlog=100)
    clients = [peer.connect(listener) for _ in range(100)]
    served = [listener.accept()[0] for _ in clients]
    for number, client in enumerate(clients):
        client.send(b"request %d" % number)

    requests = [sock.recv(100) for sock in served]
    for request, sock in zip(requests, served, strict=True):
        sock.send(request.replace(b"request", b"reply"))
        sock.close()

    assert sorted(requests) == sorted(b"request %d" % number for number in range(100))

    assert [client.recv(100) for client in clients] == [b"reply %d" % number for number in range(100)]
    assert [client.recv(100) for client in clients] == [b""] * 100


@covers("posix:concurrency:many-connections-parallel")
def test_hundreds_of_clients_are_all_served(target, peer, unix_stream):
    listener, clients, served = target.listener(unix_stream), [], []
    for number in range(300):
        clients.append(peer.connect(listener))
        clients[-1].send(b"request %d" % number)
        served.append(listener.accept()[0])

    assert [sock.recv(100) for sock in served] == [b"request %d" % number for number in range(300)]


@covers("posix:concurrency:many-connections-parallel")
def test_many_clients_of_ours_are_all_served(target, peer, connection):
    listener = peer.listener(connection, backlog=100)
    clients = [target.connect(listener) for _ in range(100)]
    served = [listener.accept()[0] for _ in clients]

    for number, client in enumerate(clients):
        client.send(b"request %d" % number)

    requests = [sock.recv(100) for sock in served]
    assert sorted(requests) == sorted(b"request %d" % number for number in range(100))
    for request, sock in zip(requests, served, strict=True):
        sock.send(request.replace(b"request", b"reply"))
    assert [client.recv(100) for client in clients] == [b"reply %d" % number for number in range(100)]


@covers("posix:concurrency:many-connections-parallel")
def test_many_blocked_readers_each_get_their_own(target, peer, connection):
    listener = target.listener(connection, backlog=20)
    clients = [peer.connect(listener) for _ in range(20)]
    receiving = [listener.accept()[0].start.recv(100) for _ in clients]
    assert all(call.blocked() for call in receiving)

    for number, client in reversed(list(enumerate(clients))):
        client.send(b"for %d" % number)

    assert sorted(call.result() for call in receiving) == sorted(b"for %d" % number for number in range(20))


@covers("posix:concurrency:accept-pool-distribution")
def test_a_pool_of_acceptors_takes_every_client_once(target, peer, connection):
    listener = target.listener(connection, backlog=20)
    accepting, accepted = [listener.start.accept() for _ in range(4)], []
    assert all(call.blocked() for call in accepting)

    for number in range(16):
        peer.connect(listener).send(b"client %d" % number)
        first = target.first(accepting)
        accepted.append(first.result()[0])
        accepting = [call for call in accepting if call is not first] + [listener.start.accept()]

    assert [sock.recv(100) for sock in accepted] == [b"client %d" % number for number in range(16)]
    assert all(call.still_blocked() for call in accepting)


@covers("posix:concurrency:accept-pool-distribution")
def test_clients_that_come_together_are_each_taken_by_another_acceptor(target, peer, connection):
    listener = target.listener(connection)
    accepting = [listener.start.accept() for _ in range(5)]
    assert all(call.blocked() for call in accepting)

    for number in range(4):
        peer.connect(listener).send(b"client %d" % number)

    accepted = []
    for _ in range(4):
        accepted.append(target.first([call for call in accepting if call not in accepted]))
    assert {call.result()[0].recv(100) for call in accepted} == {b"client %d" % number for number in range(4)}
    assert next(call for call in accepting if call not in accepted).still_blocked()


@covers("linux:concurrency:shutdown-wakes-all-acceptors")
def test_shutdown_wakes_all_acceptors(connection_listener):
    accepting = [connection_listener.start.accept() for _ in range(3)]
    assert all(call.blocked() for call in accepting)

    connection_listener.shutdown("SHUT_RD")

    assert [call.error() for call in accepting] == ["EINVAL"] * 3


@covers("posix:concurrency:connect-storm-no-loss")
def test_more_clients_than_the_queue_holds_are_all_served(target, peer, connection):
    listener = target.listener(connection, backlog=1)
    accepting = [listener.start.accept() for _ in range(8)]
    assert all(call.blocked() for call in accepting)
    clients = [peer.open(connection) for _ in range(8)]
    connecting = [client.start.connect(listener.address) for client in clients]

    for number, (call, client) in enumerate(zip(connecting, clients, strict=True)):
        call.result()
        client.send(b"request %d" % number)

    requests = {}
    for call in accepting:
        sock, _ = call.result()
        requests[sock.recv(100)] = sock
    for request, sock in requests.items():
        sock.send(request.replace(b"request", b"reply"))
    assert [client.recv(100) for client in clients] == [b"reply %d" % number for number in range(8)]


@covers("posix:concurrency:fork-inherits-listener")
def test_a_listener_shared_with_a_child_serves_each_client_once(target, peer, connection_listener):
    child = target.fork(connection_listener)
    clients = [peer.connect(connection_listener) for _ in range(3)]

    accepted = [connection_listener.accept()[0] for _ in clients]

    for number, client in enumerate(clients):
        client.send(b"client %d" % number)
    assert sorted(sock.recv(100) for sock in accepted) == [b"client %d" % number for number in range(3)]
    target.reap(child)
    later = peer.connect(connection_listener)
    connection_listener.accept()[0].send(b"still listening")
    assert later.recv(100) == b"still listening"
