"""A socket that is connected, or that listens, cannot be connected, and is what it was afterwards."""
import pytest

covers = pytest.mark.covers


@covers("posix:connect:established-eisconn", "posix:connect:EISCONN")
def test_connect_of_a_connected_socket_fails(target, connection_server):
    client = target.open(connection_server.kind)
    client.connect(connection_server.address)

    assert client.fails.connect(connection_server.address) == "EISCONN"
    assert client.fails.connect(connection_server.address) == "EISCONN"


@covers("posix:connect:established-eisconn", "posix:connect:EISCONN")
def test_connect_of_an_accepted_socket_fails(peer, connection_pair):
    ours, _ = connection_pair

    assert ours.fails.connect(peer.listener(ours.kind).address) == "EISCONN"


@covers("posix:connect:established-eisconn")
def test_connect_of_a_connected_socket_leaves_the_connection_alone(peer, connection_outgoing):
    ours, theirs = connection_outgoing
    name, peers_name = ours.address, ours.getpeername()

    ours.fails.connect(peer.listener(ours.kind).address)

    assert (ours.address, ours.getpeername()) == (name, peers_name)
    ours.send(b"out")
    assert theirs.recv(100) == b"out"
    theirs.send(b"in")
    assert ours.recv(100) == b"in"


@covers("posix:connect:established-eisconn")
def test_connect_of_a_connected_socket_reaches_nobody(peer, connection_outgoing):
    ours, _ = connection_outgoing
    other = peer.listener(ours.kind)

    ours.fails.connect(other.address)

    peer.connect(other).send(b"the only one")
    assert other.accept()[0].recv(100) == b"the only one"


@covers("posix:connect:established-eisconn")
def test_connect_of_a_nonblocking_connected_socket_fails(peer, connection_outgoing):
    ours, _ = connection_outgoing
    ours.setblocking(False)

    assert ours.fails.connect(peer.listener(ours.kind).address) == "EISCONN"


@covers("posix:connect:established-eisconn")
def test_connect_after_shutdown_of_writing_still_finds_it_connected(peer, tcp_outgoing):
    ours, theirs = tcp_outgoing
    ours.shutdown("SHUT_WR")

    assert ours.fails.connect(peer.listener(ours.kind).address) == "EISCONN"

    theirs.send(b"undisturbed")
    assert ours.recv(100) == b"undisturbed"


@covers("posix:connect:on-listener-error", "posix:connect:EOPNOTSUPP")
def test_connect_of_a_listener_fails(peer, connection_listener):
    other = peer.listener(connection_listener.kind)

    assert connection_listener.fails.connect(other.address) in {"EOPNOTSUPP", "ENOTSUP", "EISCONN", "EINVAL"}


@covers("linux:connect:on-tcp-listener-eisconn")
def test_connect_of_a_tcp_listener_says_connected(tcp_listener, peer):
    assert tcp_listener.fails.connect(peer.listener(tcp_listener.kind).address) == "EISCONN"


@covers("linux:connect:on-unix-listener-einval")
def test_connect_of_a_local_listener_is_invalid(target, peer, local_connection):
    listener = target.listener(local_connection)

    assert listener.fails.connect(peer.listener(local_connection).address) == "EINVAL"


@covers("posix:connect:on-listener-error")
def test_a_listener_goes_on_after_a_connect_that_failed(peer, connection_listener):
    connection_listener.fails.connect(peer.listener(connection_listener.kind).address)

    client = peer.connect(connection_listener)

    accepted, _ = connection_listener.accept()
    client.send(b"still served")
    assert accepted.recv(100) == b"still served"
