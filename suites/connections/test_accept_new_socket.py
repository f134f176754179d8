"""What accept makes: a socket of its own, connected to the client, which is all it has to do with the listener."""
import pytest

covers = pytest.mark.covers


@covers("posix:accept:returns-new-connected-socket")
def test_the_new_socket_is_connected_to_the_client(peer, connection_listener):
    client = peer.connect(connection_listener)

    accepted, _ = connection_listener.accept()

    accepted.send(b"from the server")
    client.send(b"from client")
    assert client.recv(30) == b"from the server"
    assert accepted.recv(30) == b"from client"


@covers("posix:accept:returns-new-connected-socket")
def test_the_listener_listens_on_when_a_client_was_accepted(peer, connection_listener):
    peer.connect(connection_listener)
    connection_listener.accept()
    second = peer.connect(connection_listener)

    accepted, _ = connection_listener.accept()

    second.send(b"second")
    assert accepted.recv(10) == b"second"


@covers("posix:accept:returns-new-connected-socket")
def test_the_new_socket_has_a_descriptor_of_its_own(peer, connection_listener):
    peer.connect(connection_listener)
    peer.connect(connection_listener)

    accepted = [connection_listener.accept()[0] for _ in range(2)]

    assert len({sock.descriptor()[0] for sock in (connection_listener, *accepted)}) == 3


@covers("posix:accept:returns-new-connected-socket")
def test_accept_sends_nothing_to_the_client_and_closes_nothing(peer, connection_listener):
    client = peer.connect(connection_listener)

    accepted, _ = connection_listener.accept()

    assert not client.poll("POLLIN", "POLLPRI", "POLLRDHUP", timeout=0.02)
    accepted.send(b"the first there is")
    assert client.recv(30) == b"the first there is"


@covers("posix:accept:returns-new-connected-socket")
def test_the_new_socket_has_no_error_pending(peer, connection_listener):
    peer.connect(connection_listener)

    accepted, _ = connection_listener.accept()

    assert accepted.getsockopt("SO_ERROR") == 0


@covers("posix:accept:returns-new-connected-socket")
def test_the_new_socket_carries_much_data_in(peer, target, stream):
    listener = target.listener(stream)
    client = peer.connect(listener)
    accepted, _ = listener.accept()

    pouring = client.start.pour(300_001)

    assert accepted.drain(300_001)[:2] == (300_001, 300_001)
    assert pouring.result().count == 300_001


@covers("posix:accept:returns-new-connected-socket")
def test_the_new_socket_carries_much_data_out(peer, target, stream):
    listener = target.listener(stream)
    client = peer.connect(listener)
    accepted, _ = listener.accept()

    pouring = accepted.start.pour(300_003)

    assert client.drain(300_003)[:2] == (300_003, 300_003)
    assert pouring.result().count == 300_003


@covers("posix:accept:same-type-family-protocol")
@pytest.mark.parametrize("option", ["SO_TYPE", "SO_DOMAIN", "SO_PROTOCOL"])
def test_the_new_socket_is_of_the_kind_of_the_listener(peer, connection_listener, option):
    peer.connect(connection_listener)

    accepted, _ = connection_listener.accept()

    assert accepted.getsockopt(option) == connection_listener.getsockopt(option)


@covers("linux:accept:unix-seqpacket")
def test_a_seqpacket_client_is_accepted_with_its_record_boundaries(target, peer, unix_seqpacket):
    listener = target.listener(unix_seqpacket)
    client = peer.connect(listener)
    for record in (b"one", b"and two", b"three"):
        client.send(record)

    accepted, _ = listener.accept()

    assert [accepted.recv(100) for _ in range(3)] == [b"one", b"and two", b"three"]
    assert accepted.getsockopt("SO_TYPE") == "SOCK_SEQPACKET"


@covers("posix:listen:accepted-socket-not-acceptconn")
def test_the_new_socket_does_not_listen(peer, connection_listener):
    peer.connect(connection_listener)

    accepted, _ = connection_listener.accept()

    assert accepted.getsockopt("SO_ACCEPTCONN") == 0


@covers("posix:listen:accepted-socket-not-acceptconn", "posix:accept:not-listening-einval", "posix:accept:EINVAL")
def test_accept_on_the_new_socket_fails(peer, connection_listener):
    client = peer.connect(connection_listener)
    accepted, _ = connection_listener.accept()

    assert accepted.fails.accept() == "EINVAL"

    client.send(b"undisturbed")
    assert accepted.recv(20) == b"undisturbed"


@covers("posix:accept:listener-close-leaves-accepted-open")
def test_closing_the_listener_leaves_the_connection_open(peer, connection_listener):
    client = peer.connect(connection_listener)
    accepted, _ = connection_listener.accept()

    connection_listener.close()

    client.send(b"still there?")
    assert accepted.recv(20) == b"still there?"
    accepted.send(b"yes, still")
    assert client.recv(20) == b"yes, still"


@covers("posix:accept:returns-new-connected-socket")
def test_closing_the_new_socket_leaves_the_listener_open(peer, connection_listener):
    peer.connect(connection_listener)
    accepted, _ = connection_listener.accept()

    accepted.close()

    client = peer.connect(connection_listener)
    other, _ = connection_listener.accept()
    client.send(b"the next one")
    assert other.recv(20) == b"the next one"


@covers("posix:accept:returns-new-connected-socket")
def test_closing_one_connection_leaves_the_other_open(peer, connection_listener):
    first, second = peer.connect(connection_listener), peer.connect(connection_listener)
    served_first, _ = connection_listener.accept()
    served_second, _ = connection_listener.accept()

    served_first.close()

    assert first.recv(10) == b""
    served_second.send(b"still served")
    assert second.recv(20) == b"still served"


@covers("linux:accept:new-socket-blocking-mode-linux")
def test_recv_on_a_connection_of_a_nonblocking_listener_waits(peer, connection_listener):
    connection_listener.setblocking(False)
    client = peer.connect(connection_listener)
    assert "POLLIN" in connection_listener.ready("POLLIN")
    accepted, _ = connection_listener.accept()

    receiving = accepted.start.recv(20)

    assert receiving.blocked()
    client.send(b"it waited")
    assert receiving.result() == b"it waited"


@covers("posix:accept:new-socket-blocking-mode-bsd")
def test_whether_a_connection_of_a_nonblocking_listener_waits_is_always_the_same(peer, connection_listener, choice):
    connection_listener.setblocking(False)
    receiving, clients = [], []

    for _ in range(3):
        clients.append(peer.connect(connection_listener))
        assert "POLLIN" in connection_listener.ready("POLLIN")
        receiving.append(connection_listener.accept()[0].start.recv(20))

    waits = {call.blocked() for call in receiving}
    assert len(waits) == 1
    for client in clients:
        client.close()
    choice("posix:accept:new-socket-blocking-mode-bsd", "blocking" if waits == {True} else "nonblocking")


@covers("posix:accept:blocking-listener-blocking-socket")
def test_recv_on_a_connection_of_a_blocking_listener_waits(peer, connection_listener):
    client = peer.connect(connection_listener)
    accepted, _ = connection_listener.accept()

    receiving = accepted.start.recv(20)

    assert receiving.blocked()
    client.send(b"waited for")
    assert receiving.result() == b"waited for"


@covers("posix:accept:own-mode")
def test_the_listener_goes_on_waiting_when_a_connection_is_made_nonblocking(peer, connection_listener):
    peer.connect(connection_listener)
    accepted, _ = connection_listener.accept()
    accepted.setblocking(False)
    assert accepted.fails.recv(10) in {"EAGAIN", "EWOULDBLOCK"}

    accepting = connection_listener.start.accept()

    assert accepting.blocked()
    peer.connect(connection_listener)
    assert accepting.result()


@covers("posix:accept:own-mode")
def test_a_connection_goes_on_waiting_when_the_listener_is_made_nonblocking(peer, connection_listener):
    client = peer.connect(connection_listener)
    accepted, _ = connection_listener.accept()
    connection_listener.setblocking(False)

    receiving = accepted.start.recv(20)

    assert receiving.blocked()
    client.send(b"on its own")
    assert receiving.result() == b"on its own"
