"""listen on a socket that listens, or listened, already."""
import pytest

covers = pytest.mark.covers

PENDING = {"EINPROGRESS", "EAGAIN", "EWOULDBLOCK"}
"""What a connect says whose time was over: TCP the first, AF_UNIX one of the others."""


@pytest.fixture
def free_address(target, tcp):
    """An address of the target that nobody uses."""
    sock = target.bound(tcp)
    address = sock.address
    sock.close()
    return address


@covers("posix:listen:repeat-allowed")
def test_a_listener_may_listen_again_and_goes_on(target, peer, connection):
    listener = target.listener(connection, 4)

    listener.listen(4)

    assert listener.getsockopt("SO_ACCEPTCONN") != 0
    client = peer.connect(listener)
    accepted, _ = listener.accept()
    client.send(b"still served")
    assert accepted.recv(20) == b"still served"


@covers("posix:listen:repeat-allowed")
@pytest.mark.usefixtures("lossless")
def test_listening_again_keeps_the_queue(target, peer, connection):
    listener = target.listener(connection, 4)
    clients = [peer.connect(listener) for _ in range(3)]
    for number, client in enumerate(clients):
        client.send(b"client %d" % number)

    listener.listen(4)

    accepted = [listener.accept()[0] for _ in clients]
    assert [sock.recv(10) for sock in accepted] == [b"client 0", b"client 1", b"client 2"]
    accepted[1].send(b"welcome")
    assert clients[1].recv(10) == b"welcome"


@covers("posix:listen:repeat-allowed")
def test_listening_again_leaves_accepted_connections_alone(target, peer, connection):
    listener = target.listener(connection, 4)
    client = peer.connect(listener)
    accepted, _ = listener.accept()

    listener.listen(2)

    client.send(b"one way")
    accepted.send(b"and the other")
    assert (accepted.recv(20), client.recv(20)) == (b"one way", b"and the other")


@covers("posix:listen:repeat-allowed")
def test_listening_again_leaves_a_blocked_accept_waiting(target, peer, connection):
    listener = target.listener(connection, 4)
    accepting = listener.start.accept()
    assert accepting.blocked()

    listener.listen(6)

    assert accepting.still_blocked()
    client = peer.connect(listener)
    accepted, _ = accepting.result()
    client.send(b"not disturbed")
    assert accepted.recv(20) == b"not disturbed"


@covers("posix:listen:preserves-local-name")
def test_listening_again_keeps_the_name(target, connection):
    listener = target.listener(connection, 4)
    before = listener.address

    listener.listen(5)

    assert listener.address == before


@covers("linux:listen:repeat-raises-backlog")
def test_more_clients_connect_after_listening_with_a_larger_backlog(target, peer, connection):
    listener = target.listener(connection, 1)
    for number in range(2):
        peer.connect(listener).send(b"client %d" % number)

    listener.listen(3)

    for number in (2, 3):
        peer.connect(listener).send(b"client %d" % number)
    accepted = [listener.accept()[0] for _ in range(4)]
    assert [sock.recv(10) for sock in accepted] == [b"client 0", b"client 1", b"client 2", b"client 3"]


@covers("linux:listen:repeat-raises-backlog")
def test_a_larger_backlog_is_no_larger_than_it_says(target, peer, connection):
    listener = target.listener(connection, 1)
    listener.listen(3)
    for _ in range(4):
        peer.connect(listener)
    late = peer.open(connection)
    late.setsockopt("SO_SNDTIMEO", 0.04)

    assert late.connect_ex(listener.address) in PENDING


@covers("linux:listen:repeat-raises-backlog")
def test_a_unix_client_that_waits_for_room_gets_it_by_a_larger_backlog(target, peer, local_connection):
    listener = target.listener(local_connection, 1)
    peer.connect(listener)
    peer.connect(listener)
    late = peer.open(local_connection)
    connecting = late.start.connect(listener.address)
    assert connecting.blocked()

    listener.listen(3)

    connecting.result()
    late.send(b"room at last")
    listener.accept()
    listener.accept()
    accepted, _ = listener.accept()
    assert accepted.recv(20) == b"room at last"


@covers("linux:listen:repeat-lowers-backlog-keeps-queued")
@pytest.mark.usefixtures("lossless")
def test_a_smaller_backlog_keeps_the_clients_that_are_queued(target, peer, connection):
    listener = target.listener(connection, 8)
    for number in range(5):
        peer.connect(listener).send(b"client %d" % number)

    listener.listen(1)

    accepted = [listener.accept()[0] for _ in range(5)]
    assert [sock.recv(10) for sock in accepted] == [b"client %d" % number for number in range(5)]


@covers("linux:listen:repeat-lowers-backlog-keeps-queued")
@pytest.mark.usefixtures("lossless")
def test_a_smaller_backlog_keeps_further_clients_out(target, peer, connection):
    listener = target.listener(connection, 8)
    for _ in range(2):
        peer.connect(listener)

    listener.listen(1)

    late = peer.open(connection)
    late.setsockopt("SO_SNDTIMEO", 0.04)
    assert late.connect_ex(listener.address) in PENDING


@covers("linux:listen:after-shutdown-read-restarts")
def test_a_tcp_listener_that_was_shut_down_listens_again_on_the_port_it_was_bound_to(target, peer, tcp, free_address):
    listener = target.open(tcp)
    listener.bind(free_address)
    listener.listen(4)
    listener.shutdown("SHUT_RD")

    listener.listen(4)

    assert listener.address == free_address
    client = peer.connect(listener)
    accepted, _ = listener.accept()
    client.send(b"open again")
    assert accepted.recv(20) == b"open again"


@covers("linux:listen:after-shutdown-read-restarts")
def test_a_tcp_listener_that_was_shut_down_and_listens_again_has_a_port(target, peer, tcp_listener):
    tcp_listener.shutdown("SHUT_RD")

    tcp_listener.listen(4)

    client = peer.connect(tcp_listener)
    accepted, _ = tcp_listener.accept()
    accepted.send(b"here again")
    assert client.recv(20) == b"here again"


@covers("linux:listen:after-shutdown-read-restarts")
def test_a_tcp_listener_that_listens_again_has_none_of_its_old_clients(target, peer, tcp_listener):
    old = peer.connect(tcp_listener)
    assert "POLLIN" in tcp_listener.ready("POLLIN")
    tcp_listener.shutdown("SHUT_RD")
    tcp_listener.listen(4)
    tcp_listener.setblocking(False)

    assert tcp_listener.fails.accept() in {"EAGAIN", "EWOULDBLOCK"}

    assert old.fails.recv(10) == "ECONNRESET"
