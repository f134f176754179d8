"""What accept refuses, and what is left as it was."""
import pytest

covers = pytest.mark.covers


@covers("posix:accept:not-listening-einval", "posix:accept:EINVAL")
def test_accept_on_a_fresh_socket_fails(target, connection):
    assert target.open(connection).fails.accept() == "EINVAL"


@covers("posix:accept:not-listening-einval", "posix:accept:EINVAL")
def test_accept_on_a_socket_that_is_only_bound_fails(target, connection):
    assert target.bound(connection).fails.accept() == "EINVAL"


@covers("posix:accept:not-listening-einval", "posix:accept:EINVAL")
def test_nonblocking_accept_on_a_socket_that_does_not_listen_fails_alike(target, connection):
    sock = target.bound(connection)
    sock.setblocking(False)

    assert sock.fails.accept() == "EINVAL"


@covers("posix:accept:not-listening-einval", "posix:accept:EINVAL")
def test_accept_on_a_connected_client_fails_and_leaves_it_connected(connection_outgoing):
    ours, theirs = connection_outgoing

    assert ours.fails.accept() == "EINVAL"

    theirs.send(b"as before")
    assert ours.recv(20) == b"as before"


@covers("posix:accept:not-listening-einval", "posix:accept:EINVAL")
def test_accept_on_one_of_a_pair_fails(target, local_connection):
    one, _ = target.pair(local_connection)

    assert one.fails.accept() == "EINVAL"


@covers("posix:accept:not-listening-einval")
def test_a_socket_whose_accept_failed_can_still_listen(target, peer, connection):
    sock = target.bound(connection)
    assert sock.fails.accept() == "EINVAL"

    sock.listen(4)

    client = peer.connect(sock)
    accepted, _ = sock.accept()
    client.send(b"now it does")
    assert accepted.recv(20) == b"now it does"


@covers("posix:accept:datagram-eopnotsupp")
def test_accept_on_a_datagram_socket_fails(target, datagram):
    assert target.open(datagram).fails.accept() in {"EOPNOTSUPP", "ENOTSUP", "EINVAL"}


@covers("linux:accept:datagram-eopnotsupp", "posix:accept:EOPNOTSUPP")
def test_accept_on_a_datagram_socket_is_not_supported(target, datagram):
    assert target.open(datagram).fails.accept() in {"EOPNOTSUPP", "ENOTSUP"}


@covers("linux:accept:datagram-eopnotsupp", "posix:accept:EOPNOTSUPP")
def test_accept_on_a_bound_datagram_socket_is_not_supported(datagram_socket):
    assert datagram_socket.fails.accept() in {"EOPNOTSUPP", "ENOTSUP"}


@covers("posix:accept:closed-handle-ebadf", "posix:accept:EBADF")
def test_accept_on_a_closed_listener_fails(connection_listener):
    connection_listener.close()

    assert connection_listener.fails.accept() == "EBADF"


@covers("posix:accept:emfile-keeps-connection-queued", "posix:accept:EMFILE")
def test_accept_without_a_free_descriptor_fails(target, peer, connection_listener):
    peer.connect(connection_listener)
    assert "POLLIN" in connection_listener.ready("POLLIN")
    connection_listener.setblocking(False)
    target.spare(0)

    assert connection_listener.fails.accept() == "EMFILE"


@covers("posix:accept:emfile-keeps-connection-queued")
def test_the_client_for_whom_there_was_no_descriptor_stays_queued(target, peer, connection_listener):
    client = peer.connect(connection_listener)
    client.send(b"patient")
    assert "POLLIN" in connection_listener.ready("POLLIN")
    connection_listener.setblocking(False)
    target.spare(0)
    assert connection_listener.fails.accept() == "EMFILE"
    target.spare(None)

    accepted, _ = connection_listener.accept()

    assert accepted.recv(10) == b"patient"
    accepted.send(b"at your service")
    assert client.recv(20) == b"at your service"


@covers("posix:accept:emfile-keeps-connection-queued")
def test_no_client_is_passed_over_for_lack_of_a_descriptor(target, peer, connection_listener):
    peer.connect(connection_listener).send(b"first")
    peer.connect(connection_listener).send(b"second")
    assert "POLLIN" in connection_listener.ready("POLLIN")
    connection_listener.setblocking(False)
    target.spare(0)
    assert connection_listener.fails.accept() == "EMFILE"
    assert connection_listener.fails.accept() == "EMFILE"
    target.spare(None)
    connection_listener.setblocking(True)

    accepted = [connection_listener.accept()[0] for _ in range(2)]

    assert [sock.recv(10) for sock in accepted] == [b"first", b"second"]


@covers("posix:accept:emfile-keeps-connection-queued")
def test_accept_takes_the_last_free_descriptor(target, peer, connection_listener):
    client = peer.connect(connection_listener)
    assert "POLLIN" in connection_listener.ready("POLLIN")
    connection_listener.setblocking(False)
    target.spare(1)

    accepted, _ = connection_listener.accept()

    client.send(b"just enough")
    assert accepted.recv(20) == b"just enough"


@covers("posix:accept:emfile-empty-queue")
def test_accept_with_neither_a_client_nor_a_descriptor_fails_at_once(target, connection_listener, choice):
    connection_listener.setblocking(False)
    target.spare(0)

    error = connection_listener.fails.accept()

    assert error in {"EMFILE", "EAGAIN", "EWOULDBLOCK"}
    choice("posix:accept:emfile-empty-queue", error)
