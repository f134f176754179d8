"""An IPv6 datagram socket that is open to both versions speaks IPv4 through mapped addresses."""
import pytest

from harness.lines import Inet6
from harness.sockets import UDP4, UDP6

covers = pytest.mark.covers


@pytest.fixture
def dual(target, udp6):
    """A socket of the target that is bound to the wildcard of both versions."""
    sock = target.open(udp6)
    sock.setsockopt("IPV6_V6ONLY", 0)
    sock.bind(udp6.wildcard())
    return sock


def mapped(address):
    """An IPv4 address as an IPv6 socket sees it."""
    return Inet6(f"::ffff:{address.host}", address.port)


@covers("posix:sendto:v6-socket-to-v4-mapped")
def test_a_datagram_to_a_mapped_address_arrives_over_ipv4(dual, target, peer, send_to):
    theirs = peer.bound(UDP4)

    assert send_to(dual, b"over ipv4", mapped(theirs.address)) == 9

    assert theirs.recvfrom(100) == (b"over ipv4", target.at(UDP4, dual.address.port))


@covers("posix:sendto:v6-socket-to-v4-mapped", "posix:sendto:unbound-binds-ephemeral")
def test_an_unbound_socket_can_send_to_a_mapped_address(target, peer, udp6, send_to):
    ours, theirs = target.open(udp6), peer.bound(UDP4)
    ours.setsockopt("IPV6_V6ONLY", 0)

    send_to(ours, b"over ipv4", mapped(theirs.address))

    assert theirs.recvfrom(100) == (b"over ipv4", target.at(UDP4, ours.address.port))


@covers("posix:recvfrom:v6-dual-socket-mapped-source")
def test_a_datagram_over_ipv4_comes_from_a_mapped_address(dual, peer, receive_from):
    theirs = peer.bound(UDP4)
    theirs.sendto(b"over ipv4", dual.host.at(UDP4, dual.address.port))

    assert receive_from(dual, 100) == (b"over ipv4", mapped(theirs.address))


@covers("posix:recvfrom:v6-dual-socket-mapped-source")
def test_a_reply_to_a_mapped_source_arrives(dual, peer):
    theirs = peer.bound(UDP4)
    theirs.sendto(b"question", dual.host.at(UDP4, dual.address.port))
    _, address = dual.recvfrom(100)

    dual.sendto(b"answer", address)

    assert theirs.recvfrom(100) == (b"answer", dual.host.at(UDP4, dual.address.port))


@covers("posix:recvfrom:v6-dual-socket-mapped-source", "posix:recvfrom:reports-sender-address")
def test_datagrams_over_both_versions_come_each_from_its_own_source(dual, peer, receive_from):
    over4, over6 = peer.bound(UDP4), peer.bound(UDP6)
    over4.sendto(b"four", dual.host.at(UDP4, dual.address.port))
    over6.sendto(b"six", dual.host.at(UDP6, dual.address.port))
    over4.sendto(b"four again", dual.host.at(UDP4, dual.address.port))

    received = [receive_from(dual, 100) for _ in range(3)]

    assert received == [(b"four", mapped(over4.address)), (b"six", over6.address), (b"four again", mapped(over4.address))]


@covers("posix:sendto:v6-socket-to-v4-mapped")
def test_a_socket_connected_to_a_mapped_address_exchanges_datagrams(dual, peer, transmit):
    theirs = peer.bound(UDP4)
    dual.connect(mapped(theirs.address))

    transmit(dual, b"over ipv4")

    data, address = theirs.recvfrom(100)
    assert data == b"over ipv4"
    theirs.sendto(b"and back", address)
    assert dual.recvfrom(100) == (b"and back", mapped(theirs.address))


@covers("posix:sendto:v6only-to-v4-mapped-fails", "posix:sendto:ENETUNREACH", "posix:sendmsg:ENETUNREACH")
def test_a_socket_of_version_6_only_does_not_send_to_a_mapped_address(target, peer, udp6, send_to, settle):
    ours, theirs = target.open(udp6), peer.bound(UDP4)
    ours.setsockopt("IPV6_V6ONLY", 1)

    assert send_to.fails(ours, b"over ipv4", mapped(theirs.address)) in {"ENETUNREACH", "EHOSTUNREACH"}

    settle()
    assert theirs.poll("POLLIN") == set()


@covers("posix:recvfrom:v6only-receives-no-ipv4")
def test_a_socket_of_version_6_only_receives_nothing_over_ipv4(target, peer, udp6, settle):
    ours = target.open(udp6)
    ours.setsockopt("IPV6_V6ONLY", 1)
    ours.bind(udp6.wildcard())

    peer.open(UDP4).sendto(b"over ipv4", target.at(UDP4, ours.address.port))

    settle()
    assert ours.poll("POLLIN") == set()
