"""An IPv6 socket connects to IPv4 by mapped addresses, unless it is for IPv6 only."""
import pytest

covers = pytest.mark.covers


def mapped(kind, address):
    return kind.address(f"::ffff:{address.host}", address.port)


@covers("posix:connect:v6-socket-to-mapped-v4")
def test_connect_to_a_mapped_address_reaches_the_ipv4_listener(target, peer, tcp4, tcp6):
    server = peer.listener(tcp4)
    client = target.open(tcp6)

    client.connect(mapped(tcp6, server.address))

    served, _ = server.accept()
    client.send(b"over IPv4")
    assert served.recv(100) == b"over IPv4"


@covers("posix:connect:v6-socket-to-mapped-v4")
def test_a_connection_to_a_mapped_address_has_mapped_names(target, peer, tcp4, tcp6):
    server = peer.listener(tcp4)
    client = target.open(tcp6)

    client.connect(mapped(tcp6, server.address))

    _, seen = server.accept()
    assert client.getpeername() == mapped(tcp6, server.address)
    assert client.getsockname() == mapped(tcp6, seen)


@covers("posix:connect:v6-socket-to-mapped-v4")
def test_a_udp_socket_connected_to_a_mapped_address_sends_over_ipv4(target, peer, udp4, udp6):
    receiver = peer.bound(udp4)
    client = target.open(udp6)

    client.connect(mapped(udp6, receiver.address))

    client.send(b"over IPv4")
    data, seen = receiver.recvfrom(100)
    assert data == b"over IPv4"
    assert client.getsockname().port == seen.port
    assert client.getpeername() == mapped(udp6, receiver.address)


@covers("posix:connect:v6-socket-to-mapped-v4")
def test_a_udp_socket_connected_to_a_mapped_address_receives_over_ipv4(target, peer, udp4, udp6):
    sender = peer.bound(udp4)
    client = target.open(udp6)
    client.connect(mapped(udp6, sender.address))

    sender.sendto(b"over IPv4", target.at(udp4, client.address.port))

    assert client.recvfrom(100) == (b"over IPv4", mapped(udp6, sender.address))


@covers("posix:connect:v6only-to-mapped-v4-fails")
def test_connect_to_a_mapped_address_fails_for_ipv6_only(target, peer, inet6):
    client = target.open(inet6)
    client.setsockopt("IPV6_V6ONLY", 1)

    assert client.fails.connect(inet6.address("::ffff:127.0.0.1", 9)) in {"ENETUNREACH", "EHOSTUNREACH"}


@covers("posix:connect:v6only-to-mapped-v4-fails")
def test_connect_for_ipv6_only_reaches_no_ipv4_listener(target, peer, tcp4, tcp6):
    server = peer.listener(tcp4)
    client = target.open(tcp6)
    client.setsockopt("IPV6_V6ONLY", 1)

    client.fails.connect(mapped(tcp6, server.address))

    peer.connect(server).send(b"the only one")
    assert server.accept()[0].recv(100) == b"the only one"


@covers("posix:connect:v6only-to-mapped-v4-fails")
def test_connect_for_ipv6_only_reaches_an_ipv6_listener(target, peer, tcp6):
    server = peer.listener(tcp6)
    client = target.open(tcp6)
    client.setsockopt("IPV6_V6ONLY", 1)

    client.connect(server.address)

    assert server.accept()[1] == client.address


@covers("posix:connect:v6-bound-to-v6-cannot-reach-v4")
def test_a_socket_bound_to_ipv6_cannot_connect_to_a_mapped_address(target, inet6):
    client = target.bound(inet6)

    assert client.fails.connect(inet6.address("::ffff:127.0.0.1", 9)) in {"ENETUNREACH", "EHOSTUNREACH"}


@covers("posix:connect:v6-socket-to-mapped-v4")
def test_a_socket_bound_to_a_mapped_address_connects_over_ipv4(one_host, target, peer, tcp4, tcp6):
    server = peer.listener(tcp4)
    client = target.open(tcp6)
    client.bind(tcp6.address("::ffff:127.0.0.2"))

    client.connect(mapped(tcp6, server.address))

    assert server.accept()[1] == tcp4.address("127.0.0.2", client.address.port)
