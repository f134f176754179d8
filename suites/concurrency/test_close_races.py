"""close in the middle of things: everybody learns that it is over, and nobody waits for ever."""
import pytest

covers = pytest.mark.covers


@covers("posix:concurrency:close-races-connect", "posix:connect:close-during-handshake-clean")
def test_clients_that_close_while_they_connect_leave_an_end(target, peer, tcp):
    server = peer.listener(tcp, backlog=30)

    for _ in range(20):
        sock = target.nonblocking(tcp)
        assert sock.connect_ex(server.address) in {"EINPROGRESS", 0}
        sock.close()

    last = target.connect(server)
    last.send(b"the last one")
    last.close()
    while not (end := server.accept()[0].drain()).count:
        assert end.eof or end.stopped == "ECONNRESET"
    assert end.eof


@covers("posix:concurrency:close-races-connect")
def test_clients_that_close_once_connected_leave_an_end(target, peer, connection):
    server = peer.listener(connection, backlog=30)

    for number in range(20):
        sock = target.nonblocking(connection)
        sock.connect_ex(server.address)
        assert "POLLOUT" in sock.ready("POLLOUT")
        sock.send(b"client %d" % number)
        sock.close()

    for number in range(20):
        accepted, _ = server.accept()
        assert accepted.recv(100) == b"client %d" % number
        assert accepted.recv(100) == b""


@covers("posix:close:linger-zero-sends-reset")
@pytest.mark.usefixtures("lossless")
def test_clients_that_reset_once_connected_leave_a_reset(target, peer, tcp):
    server = peer.listener(tcp, backlog=30)

    for _ in range(10):
        target.connect(server).reset()

    for _ in range(10):
        accepted, _ = server.accept()
        assert accepted.fails.recv(100) == "ECONNRESET"


@covers("posix:concurrency:close-races-accept-many-times")
@pytest.mark.usefixtures("lossless")
def test_clients_that_connect_while_the_listener_closes_all_get_an_answer(target, peer, connection):
    for _ in range(8):
        listener = target.listener(connection)
        clients = [peer.open(connection) for _ in range(4)]
        address = listener.address
        connecting = [client.start.connect_ex(address) for client in clients[:2]]
        listener.close()
        connecting += [client.start.connect_ex(address) for client in clients[2:]]

        outcomes = [call.result() for call in connecting]

        assert set(outcomes) <= {0, "ECONNREFUSED", "ECONNRESET"}
        assert outcomes[2:] == ["ECONNREFUSED", "ECONNREFUSED"]
        for client, outcome in zip(clients, outcomes, strict=True):
            assert outcome or client.drain().stopped == "ECONNRESET"


@covers("posix:concurrency:close-races-accept-many-times")
def test_a_listener_that_comes_and_goes_serves_who_finds_it(target, peer, tcp):
    address = None
    for number in range(10):
        listener = target.open(tcp)
        listener.setsockopt("SO_REUSEADDR", 1)
        listener.bind(address or target.anywhere(tcp))
        listener.listen(2)
        address = listener.address
        client = peer.connect(listener)
        accepted, _ = listener.accept()
        listener.close()

        accepted.send(b"round %d" % number)
        accepted.close()

        assert client.recv(100) == b"round %d" % number
        assert client.recv(100) == b""
        client.close()


@covers("posix:concurrency:handle-number-reuse-safe")
def test_numbers_that_come_back_belong_to_the_newest_socket(target, peer, connection_listener):
    for number in range(12):
        client = peer.connect(connection_listener)
        accepted, _ = connection_listener.accept()
        receiving = accepted.start.recv(100)

        client.send(b"round %d" % number)

        assert receiving.result() == b"round %d" % number
        accepted.close()
        assert client.recv(100) == b""


@covers("posix:concurrency:handle-number-reuse-safe")
def test_a_poll_of_a_number_that_changed_hands_reports_nothing_of_the_old_socket(target, peer, connection_listener):
    first, second = peer.connect(connection_listener), peer.connect(connection_listener)
    old, _ = connection_listener.accept()
    first.send(b"for the old one")
    assert "POLLIN" in old.ready("POLLIN")
    old.close()

    newer, _ = connection_listener.accept()

    assert not newer.poll("POLLIN")
    second.send(b"for the newer one")
    assert newer.recv(100) == b"for the newer one"
