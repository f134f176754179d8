"""Packet information: which address and interface a datagram came to, and from which it is to go."""
import pytest

from harness.lines import Inet
from harness.sockets import UDP4, UDP6

covers = pytest.mark.covers
pytestmark = pytest.mark.usefixtures("one_host")

LOOPBACK = 1
"""The index of the loopback interface in a fresh namespace."""
ROOM = 256
IP_RECVORIGDSTADDR = 20
"""Linux's number; Python has no name for it."""
REFUSALS = {"EINVAL", "EADDRNOTAVAIL", "ENETUNREACH"}


@pytest.fixture
def informed4(private, target, udp4):
    """A wildcard socket of the target that is told where datagrams went."""
    sock = target.open(udp4)
    sock.setsockopt("IP_PKTINFO", 1)
    sock.bind(udp4.wildcard())
    return sock


@pytest.fixture
def informed6(private, target, udp6):
    """The same in version 6."""
    sock = target.open(udp6)
    sock.setsockopt("IPV6_RECVPKTINFO", 1)
    sock.bind(udp6.wildcard())
    return sock


def pktinfo4(source="0.0.0.0", ifindex=0):
    """A control message that chooses the source of a datagram."""
    return {"level": "IPPROTO_IP", "type": "IP_PKTINFO", "value": {"ifindex": ifindex, "spec_dst": source, "addr": "0.0.0.0"}}


def pktinfo6(source="::", ifindex=0):
    """The same in version 6."""
    return {"level": "IPPROTO_IPV6", "type": "IPV6_PKTINFO", "value": {"addr": source, "ifindex": ifindex}}


@covers("linux:recvmsg:pktinfo-destination")
def test_each_datagram_tells_the_address_it_was_sent_to(informed4, peer):
    theirs = peer.bound(UDP4)
    for host in ("127.0.0.1", "127.0.0.5", "127.3.2.1"):
        theirs.sendto(host.encode(), Inet(host, informed4.address.port))

    received = [informed4.recvmsg(100, control=ROOM) for _ in range(3)]

    assert [(message.data, message.control) for message in received] == [
        (host.encode(), [{"level": "IPPROTO_IP", "type": "IP_PKTINFO", "value": {"ifindex": LOOPBACK, "spec_dst": host, "addr": host}}])
        for host in ("127.0.0.1", "127.0.0.5", "127.3.2.1")]


@covers("linux:recvmsg:pktinfo-destination")
def test_a_datagram_of_version_6_tells_the_address_it_was_sent_to(informed6, peer):
    theirs = peer.bound(UDP6)
    theirs.sendto(b"six", peer.at(UDP6, informed6.address.port))

    message = informed6.recvmsg(100, control=ROOM)

    assert (message.data, message.address) == (b"six", theirs.address)
    assert message.control == [{"level": "IPPROTO_IPV6", "type": "IPV6_PKTINFO", "value": {"addr": "::1", "ifindex": LOOPBACK}}]


@covers("linux:recvmsg:pktinfo-destination")
def test_a_broadcast_tells_that_it_was_one(informed4, peer):
    theirs = peer.bound(UDP4)
    theirs.setsockopt("SO_BROADCAST", 1)
    theirs.sendto(b"everybody", Inet("127.255.255.255", informed4.address.port))

    assert informed4.recvmsg(100, control=ROOM).control[0]["value"]["addr"] == "127.255.255.255"


@covers("linux:recvmsg:pktinfo-destination")
def test_packet_information_ends_when_it_is_switched_off(informed4, peer):
    theirs = peer.bound(UDP4)
    theirs.sendto(b"with", peer.at(UDP4, informed4.address.port))
    assert len(informed4.recvmsg(100, control=ROOM).control) == 1

    informed4.setsockopt("IP_PKTINFO", 0)

    theirs.sendto(b"without", peer.at(UDP4, informed4.address.port))
    assert informed4.recvmsg(100, control=ROOM)[0::3] == (b"without", [])


@covers("linux:sendmsg:pktinfo-sets-source")
def test_packet_information_chooses_the_source_of_one_datagram(target, peer, udp4):
    ours, theirs = target.open(udp4), peer.bound(udp4)
    ours.bind(udp4.wildcard())

    assert ours.sendmsg([b"from ", b".7"], control=[pktinfo4("127.0.0.7")], address=theirs.address) == 7
    ours.sendmsg([b"from ", b".8"], control=[pktinfo4("127.0.0.8")], address=theirs.address)
    ours.sendmsg([b"from ", b".1"], address=theirs.address)

    port = ours.address.port
    assert [theirs.recvfrom(100) for _ in range(3)] == [(b"from .7", Inet("127.0.0.7", port)), (b"from .8", Inet("127.0.0.8", port)),
                                                        (b"from .1", Inet("127.0.0.1", port))]


@covers("linux:sendmsg:pktinfo-sets-source")
def test_packet_information_of_version_6_chooses_the_source(target, peer, udp6):
    ours, theirs = target.open(udp6), peer.bound(udp6)

    assert ours.sendmsg([b"from ", b"here"], control=[pktinfo6("::1", LOOPBACK)], address=theirs.address) == 9

    assert theirs.recvfrom(100) == (b"from here", target.at(udp6, ours.address.port))


@covers("linux:sendmsg:pktinfo-foreign-source")
def test_packet_information_with_a_source_that_is_not_ours_fails(target, peer, udp4, settle):
    ours, theirs = target.open(udp4), peer.bound(udp4)

    assert ours.fails.sendmsg([b"from elsewhere"], control=[pktinfo4("192.0.2.1")], address=theirs.address) in REFUSALS

    settle()
    assert theirs.poll("POLLIN") == set()


@covers("linux:sendmsg:pktinfo-foreign-source")
def test_packet_information_of_version_6_with_a_source_that_is_not_ours_fails(target, peer, udp6, settle):
    ours, theirs = target.open(udp6), peer.bound(udp6)

    assert ours.fails.sendmsg([b"from elsewhere"], control=[pktinfo6("2001:db8::1")], address=theirs.address) in REFUSALS

    settle()
    assert theirs.poll("POLLIN") == set()


@covers("linux:sendmsg:pktinfo-sets-source")
def test_packet_information_serves_a_connected_socket_too(target, peer, udp4):
    ours, theirs = target.open(udp4), peer.bound(udp4)
    ours.connect(theirs.address)

    ours.sendmsg([b"to my peer"], control=[pktinfo4("127.0.0.9")])

    assert theirs.recvfrom(100) == (b"to my peer", Inet("127.0.0.9", ours.address.port))


@covers("linux:recvmsg:original-destination")
def test_the_original_destination_is_told_with_its_port(target, peer, udp4):
    ours, theirs = target.open(udp4), peer.bound(udp4)
    ours.bind(udp4.wildcard())
    ours.setsockopt(IP_RECVORIGDSTADDR, 1, level="IPPROTO_IP")
    theirs.sendto(b"where to?", Inet("127.0.0.6", ours.address.port))

    message = ours.recvmsg(100, control=ROOM)

    (item,) = message.control
    assert (message.data, item["value"][2:8]) == (b"where to?", ours.address.port.to_bytes(2, "big") + bytes([127, 0, 0, 6]))
