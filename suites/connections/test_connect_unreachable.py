"""connect to where nothing can go fails at once, with the reason."""
import pytest

covers = pytest.mark.covers
pytestmark = pytest.mark.usefixtures("one_host")

DOCUMENTATION = {"AF_INET": "192.0.2.1", "AF_INET6": "2001:db8::1"}
"""Addresses that nobody has (RFC 5737, RFC 3849)."""


@covers("posix:connect:unreachable-network-error", "posix:connect:ENETUNREACH")
def test_connect_without_a_route_fails(private, target, inet):
    nowhere = inet.address(DOCUMENTATION[inet.family], 9)

    assert target.open(inet).fails.connect(nowhere) == "ENETUNREACH"


@covers("posix:connect:unreachable-network-error")
def test_nonblocking_connect_without_a_route_fails_at_once(private, target, tcp):
    client = target.nonblocking(tcp)

    assert client.fails.connect(tcp.address(DOCUMENTATION[tcp.family], 9)) == "ENETUNREACH"


@covers("posix:connect:unreachable-network-error", "linux:connect:failed-leaves-socket-usable")
def test_connect_succeeds_after_one_without_a_route(private, target, inet_destination):
    client = target.open(inet_destination.kind)
    client.fails.connect(client.kind.address(DOCUMENTATION[client.kind.family], 9))

    client.connect(inet_destination.address)

    assert client.getpeername() == inet_destination.address


@covers("posix:connect:broadcast-or-multicast-tcp-fails")
@pytest.mark.parametrize("host", ["255.255.255.255", "127.255.255.255", "224.0.0.1", "239.1.2.3"])
def test_tcp_connects_to_no_ipv4_group_or_broadcast(private, target, tcp4, host):
    assert target.open(tcp4).fails.connect(tcp4.address(host, 9)) in {"ENETUNREACH", "EACCES"}


@covers("posix:connect:broadcast-or-multicast-tcp-fails")
@pytest.mark.parametrize("host", ["ff02::1", "ff05::1:3", "ff0e::1"])
def test_tcp_connects_to_no_ipv6_group(private, target, tcp6, host):
    assert target.open(tcp6).fails.connect(tcp6.address(host, 9)) in {"ENETUNREACH", "EACCES"}


@covers("linux:connect:linklocal-without-scope-einval", "posix:connect:EINVAL")
def test_connect_to_a_link_local_address_needs_its_scope(target, inet6):
    assert target.open(inet6).fails.connect(inet6.address("fe80::1", 9)) == "EINVAL"
