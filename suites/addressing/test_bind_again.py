"""A socket that has a name can be bound to no other, and keeps the one it has."""
import pytest

covers = pytest.mark.covers


@covers("posix:bind:twice-einval", "posix:bind:EINVAL")
def test_bind_of_a_bound_socket_fails(target, any_kind):
    sock = target.bound(any_kind)

    assert sock.fails.bind(target.anywhere(any_kind)) == "EINVAL"
    assert sock.fails.bind(target.anywhere(any_kind)) == "EINVAL"


@covers("posix:bind:twice-einval")
def test_bind_of_a_bound_socket_to_its_own_name_fails(target, inet):
    sock = target.bound(inet)

    assert sock.fails.bind(sock.address) == "EINVAL"


@covers("posix:bind:twice-einval")
def test_a_second_bind_leaves_the_name(target, any_kind):
    sock = target.bound(any_kind)
    name = sock.address

    sock.fails.bind(target.anywhere(any_kind))

    assert sock.getsockname() == name


@covers("posix:bind:twice-einval")
def test_a_second_bind_leaves_the_socket_where_it_was(target, peer, datagram):
    sock = target.bound(datagram)

    sock.fails.bind(target.anywhere(datagram))

    peer.open(datagram).sendto(b"still here", sock.address)
    assert sock.recv(100) == b"still here"


@covers("posix:bind:twice-einval")
def test_a_second_bind_takes_no_second_port(target, peer, inet):
    sock, other = target.bound(inet), peer.bound(inet)
    free = other.address
    other.close()

    sock.fails.bind(free)

    peer.open(inet).bind(free)


@covers("posix:bind:after-connect-einval", "posix:bind:EINVAL", "posix:bind:EISCONN")
def test_bind_of_a_socket_that_connect_named_fails(target, inet_destination):
    client = target.open(inet_destination.kind)
    client.connect(inet_destination.address)

    assert client.fails.bind(target.anywhere(client.kind)) in {"EINVAL", "EISCONN"}


@covers("linux:bind:after-connect-einval")
def test_bind_of_a_socket_that_connect_named_is_invalid(target, inet_destination):
    client = target.open(inet_destination.kind)
    client.connect(inet_destination.address)

    assert client.fails.bind(target.anywhere(client.kind)) == "EINVAL"


@covers("posix:bind:after-connect-einval")
def test_bind_leaves_the_name_that_connect_gave(target, peer, udp):
    receiver, client = peer.bound(udp), target.open(udp)
    client.connect(receiver.address)
    name = client.address

    client.fails.bind(target.anywhere(udp))

    client.send(b"still from there")
    assert client.getsockname() == name
    assert receiver.recvfrom(100) == (b"still from there", name)


@covers("posix:bind:after-connect-einval")
def test_bind_of_a_socket_that_sending_named_fails(target, udp_destination):
    client = target.open(udp_destination.kind)
    client.sendto(b"now it has a name", udp_destination.address)

    assert client.fails.bind(target.anywhere(client.kind)) == "EINVAL"


@covers("posix:bind:after-listen-einval", "posix:bind:EINVAL")
def test_bind_of_a_listener_fails(target, connection_listener):
    assert connection_listener.fails.bind(target.anywhere(connection_listener.kind)) == "EINVAL"


@covers("posix:bind:after-listen-einval")
def test_a_listener_goes_on_after_a_bind_that_failed(target, peer, connection_listener):
    name = connection_listener.address
    connection_listener.fails.bind(target.anywhere(connection_listener.kind))

    client = peer.connect(connection_listener)

    accepted, _ = connection_listener.accept()
    client.send(b"still served")
    assert accepted.recv(100) == b"still served"
    assert connection_listener.address == name


@covers("posix:bind:after-connect-einval")
def test_bind_of_an_accepted_socket_fails(target, tcp_pair):
    ours, _ = tcp_pair

    assert ours.fails.bind(target.anywhere(ours.kind)) in {"EINVAL", "EISCONN"}


@covers("posix:bind:after-failed-connect-einval")
def test_bind_while_connecting_fails(target, silent_server):
    client = target.nonblocking(silent_server.kind)
    client.connect_ex(silent_server.address)

    assert client.fails.bind(target.anywhere(client.kind)) in {"EINVAL", "EISCONN"}


@covers("linux:bind:unix-after-connect")
def test_a_connected_local_socket_can_still_be_given_a_name(target, peer, local_connection, a_path):
    server = peer.listener(local_connection)
    client = target.open(local_connection)
    client.connect(server.address)

    client.bind(a_path)

    assert client.getsockname() == a_path
    assert server.accept()[0].getpeername() == a_path
