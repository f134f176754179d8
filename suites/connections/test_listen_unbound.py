"""listen on a socket that has no name yet."""
import errno

import pytest

from harness.lines import Unix

covers = pytest.mark.covers


@covers("posix:listen:unbound-tcp-autobinds")
def test_a_tcp_socket_without_a_name_gets_a_port_or_may_not_listen(target, tcp, choice):
    sock = target.open(tcp)

    try:
        sock.listen(5)
        outcome = "bound to a port" if sock.address == tcp.wildcard(sock.address.port) and sock.address.port else "not bound"
    except OSError as error:
        outcome = errno.errorcode[error.errno]

    assert outcome in {"bound to a port", "EDESTADDRREQ"}
    choice("posix:listen:unbound-tcp-autobinds", outcome)


@covers("linux:listen:unbound-tcp-autobinds")
def test_a_tcp_socket_without_a_name_is_bound_to_all_addresses(target, tcp):
    sock = target.open(tcp)

    sock.listen(5)

    assert sock.address == tcp.wildcard(sock.address.port)
    assert sock.address.port > 1023


@covers("linux:listen:unbound-tcp-autobinds")
def test_a_tcp_socket_that_was_bound_by_listen_can_be_reached(target, peer, tcp):
    sock = target.open(tcp)
    sock.listen(5)
    client = peer.open(tcp)

    client.connect(target.at(tcp, sock.address.port))

    accepted, _ = sock.accept()
    client.send(b"found you")
    assert accepted.recv(20) == b"found you"


@covers("linux:listen:unbound-tcp-autobinds")
def test_a_tcp_socket_that_was_bound_by_listen_can_be_reached_at_another_address(one_host, target, peer, tcp4):
    sock = target.open(tcp4)
    sock.listen(5)
    client = peer.open(tcp4)

    client.connect(tcp4.address("127.4.5.6", sock.address.port))

    accepted, _ = sock.accept()
    assert accepted.address == tcp4.address("127.4.5.6", sock.address.port)


@covers("linux:listen:unbound-tcp-autobinds")
def test_two_tcp_sockets_without_names_get_two_ports(target, tcp):
    one, other = target.open(tcp), target.open(tcp)

    one.listen(5)
    other.listen(5)

    assert one.address.port != other.address.port


@covers("posix:listen:unbound-unix-error", "posix:listen:EDESTADDRREQ")
def test_a_unix_socket_without_a_name_may_not_listen(target, local_connection):
    assert target.open(local_connection).fails.listen(5) == "EDESTADDRREQ"


@covers("posix:listen:unbound-unix-error")
def test_a_unix_socket_that_may_not_listen_gets_no_name_and_does_not_listen(target, local_connection):
    sock = target.open(local_connection)

    assert sock.fails.listen(5) in {"EDESTADDRREQ", "EINVAL"}

    assert sock.address == Unix(b"")
    assert sock.getsockopt("SO_ACCEPTCONN") == 0


@covers("posix:listen:unbound-unix-error")
def test_a_unix_socket_that_may_not_listen_may_once_it_is_bound(target, peer, local_connection, a_path):
    sock = target.open(local_connection)
    assert sock.fails.listen(5) in {"EDESTADDRREQ", "EINVAL"}
    sock.bind(a_path)

    sock.listen(5)

    client = peer.connect(sock)
    accepted, _ = sock.accept()
    client.send(b"now you may")
    assert accepted.recv(20) == b"now you may"
