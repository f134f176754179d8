"""A socket bound to the IPv6 wildcard address takes IPv4 too, unless it is for IPv6 only."""
import pytest

covers = pytest.mark.covers


@pytest.fixture
def dual(target, inet6):
    """A socket of the target bound to the IPv6 wildcard address."""
    sock = target.open(inet6)
    sock.setsockopt("IPV6_V6ONLY", 0)
    sock.bind(inet6.wildcard())
    return sock


@pytest.fixture
def only(target, inet6):
    """A socket of the target bound to the IPv6 wildcard address, for IPv6 only."""
    sock = target.open(inet6)
    sock.setsockopt("IPV6_V6ONLY", 1)
    sock.bind(inet6.wildcard())
    return sock


@pytest.fixture
def inet4_of(tcp4, udp4):
    """``inet4_of(kind)`` is the IPv4 kind of the same type."""
    return {"SOCK_STREAM": tcp4, "SOCK_DGRAM": udp4}.__getitem__


@covers("posix:bind:v6-any-claims-v4-port")
def test_the_ipv6_wildcard_address_claims_the_ipv4_port(target, dual, inet4_of):
    kind = inet4_of(dual.kind.type)

    assert target.open(kind).fails.bind(kind.wildcard(dual.address.port)) == "EADDRINUSE"


@covers("posix:bind:v6-any-claims-v4-port")
def test_the_ipv6_wildcard_address_claims_the_port_of_every_ipv4_address(target, dual, inet4_of):
    kind = inet4_of(dual.kind.type)

    assert target.open(kind).fails.bind(target.at(kind, dual.address.port)) == "EADDRINUSE"


@covers("posix:bind:v6-any-claims-v4-port")
def test_the_ipv6_wildcard_address_conflicts_with_an_ipv4_port(target, inet6, inet4_of):
    holder = target.bound(inet4_of(inet6.type))

    assert target.open(inet6).fails.bind(inet6.wildcard(holder.address.port)) == "EADDRINUSE"


@covers("posix:bind:v6only-leaves-v4-port-free")
def test_the_ipv6_only_wildcard_address_leaves_the_ipv4_port_free(target, only, inet4_of):
    kind = inet4_of(only.kind.type)
    sock = target.open(kind)

    sock.bind(kind.wildcard(only.address.port))

    assert sock.getsockname() == kind.wildcard(only.address.port)


@covers("posix:bind:v6only-leaves-v4-port-free")
def test_a_specific_ipv6_address_leaves_the_ipv4_port_free(target, inet6, inet4_of):
    holder, sock = target.bound(inet6), target.open(inet4_of(inet6.type))

    sock.bind(sock.kind.wildcard(holder.address.port))

    assert sock.getsockname() == sock.kind.wildcard(holder.address.port)


@covers("posix:bind:v6-any-takes-v4")
def test_a_udp_socket_of_the_ipv6_wildcard_address_receives_over_ipv4(target, peer, udp4, udp6):
    sock, sender = target.open(udp6), peer.bound(udp4)
    sock.bind(udp6.wildcard())

    sender.sendto(b"over IPv4", target.at(udp4, sock.address.port))

    assert sock.recvfrom(100) == (b"over IPv4", udp6.address(f"::ffff:{peer.ipv4}", sender.address.port))


@covers("posix:bind:v6-any-takes-v4")
def test_a_listener_of_the_ipv6_wildcard_address_is_found_over_ipv4(target, peer, tcp4, tcp6):
    listener, client = target.open(tcp6), peer.open(tcp4)
    listener.bind(tcp6.wildcard())
    listener.listen(8)

    client.connect(target.at(tcp4, listener.address.port))

    accepted, address = listener.accept()
    assert address == accepted.getpeername() == tcp6.address(f"::ffff:{peer.ipv4}", client.address.port)
    assert accepted.getsockname() == tcp6.address(f"::ffff:{target.ipv4}", listener.address.port)


@covers("posix:bind:wildcard-takes-every-address")
def test_a_udp_socket_of_the_ipv6_wildcard_address_receives_over_ipv6(target, peer, udp6):
    sock, sender = target.open(udp6), peer.bound(udp6)
    sock.bind(udp6.wildcard())

    sender.sendto(b"over IPv6", target.at(udp6, sock.address.port))

    assert sock.recvfrom(100) == (b"over IPv6", sender.address)


@covers("posix:bind:wildcard-takes-every-address")
def test_a_listener_of_the_ipv6_wildcard_address_is_found_over_ipv6(target, peer, tcp6):
    listener, client = target.open(tcp6), peer.open(tcp6)
    listener.bind(tcp6.wildcard())
    listener.listen(8)

    client.connect(target.at(tcp6, listener.address.port))

    accepted, address = listener.accept()
    assert address == client.address
    assert accepted.getsockname() == target.at(tcp6, listener.address.port)


@covers("posix:bind:specific-address-only")
def test_a_listener_of_an_ipv6_address_is_not_found_over_ipv4(target, peer, tcp4, tcp6):
    listener = target.listener(tcp6)

    assert peer.open(tcp4).fails.connect(target.at(tcp4, listener.address.port)) == "ECONNREFUSED"


@covers("posix:bind:v6only-leaves-v4-port-free")
def test_a_listener_for_ipv6_only_is_not_found_over_ipv4(target, peer, tcp4, tcp6):
    listener = target.open(tcp6)
    listener.setsockopt("IPV6_V6ONLY", 1)
    listener.bind(tcp6.wildcard())
    listener.listen(8)

    assert peer.open(tcp4).fails.connect(target.at(tcp4, listener.address.port)) == "ECONNREFUSED"


@covers("posix:bind:v6only-leaves-v4-port-free")
def test_a_udp_socket_for_ipv6_only_receives_nothing_over_ipv4(target, peer, udp4, udp6):
    sock = target.open(udp6)
    sock.setsockopt("IPV6_V6ONLY", 1)
    sock.bind(udp6.wildcard())

    peer.open(udp4).sendto(b"over IPv4", target.at(udp4, sock.address.port))

    peer.open(udp6).sendto(b"over IPv6", target.at(udp6, sock.address.port))
    assert sock.recv(100) == b"over IPv6"
    assert not sock.poll("POLLIN")


@covers("posix:bind:v4mapped-on-v6-socket")
def test_a_udp_socket_bound_to_a_mapped_address_is_found_over_ipv4(target, peer, udp4, udp6):
    sock, sender = target.open(udp6), peer.bound(udp4)

    sock.bind(udp6.address(f"::ffff:{target.ipv4}"))

    assert sock.getsockname() == udp6.address(f"::ffff:{target.ipv4}", sock.getsockname().port)
    sender.sendto(b"over IPv4", target.at(udp4, sock.address.port))
    assert sock.recvfrom(100) == (b"over IPv4", udp6.address(f"::ffff:{peer.ipv4}", sender.address.port))


@covers("posix:bind:v4mapped-on-v6-socket")
def test_a_listener_bound_to_a_mapped_address_is_found_over_ipv4(one_host, target, peer, tcp4, tcp6):
    listener, client = target.open(tcp6), peer.open(tcp4)

    listener.bind(tcp6.address("::ffff:127.0.0.2"))

    listener.listen(8)
    client.connect(tcp4.address("127.0.0.2", listener.address.port))
    assert listener.accept()[1] == tcp6.address(f"::ffff:{client.address.host}", client.address.port)


@covers("posix:bind:v4mapped-on-v6-socket")
def test_datagrams_of_a_socket_bound_to_a_mapped_address_come_from_there(one_host, target, peer, udp4, udp6):
    sock, receiver = target.open(udp6), peer.bound(udp4)
    sock.bind(udp6.address("::ffff:127.0.0.2"))

    sock.sendto(b"whose?", udp6.address("::ffff:127.0.0.1", receiver.address.port))

    assert receiver.recvfrom(100) == (b"whose?", udp4.address("127.0.0.2", sock.address.port))


@covers("linux:bind:v4mapped-on-v6only-einval")
def test_a_socket_for_ipv6_only_cannot_be_bound_to_a_mapped_address(target, inet6):
    sock = target.open(inet6)
    sock.setsockopt("IPV6_V6ONLY", 1)

    assert sock.fails.bind(inet6.address("::ffff:127.0.0.1")) == "EINVAL"
