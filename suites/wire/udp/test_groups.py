"""Broadcast and multicast datagrams on the wire, to the target and from it."""
from socket import AF_INET, AF_INET6, inet_pton

import pytest
from scapy.layers.inet import IP, UDP, IPOption_Router_Alert
from scapy.layers.inet6 import ICMPv6MLQuery2, IPv6, IPv6ExtHdrHopByHop, RouterAlert
from scapy.packet import Raw

from harness.lines import Inet, Inet6

covers = pytest.mark.covers

GROUP4, GROUP6 = "239.1.2.3", "ff1e::1234"
BROADCASTS = ["255.255.255.255", "192.0.2.255"]
"""To all on a link, and to all in the target's network."""


@pytest.fixture
def anywhere4(target, wire4):
    """A UDP socket of the target, bound to all addresses of IPv4."""
    sock = target.open(wire4.udp)
    sock.bind(wire4.udp.wildcard())
    return sock


@pytest.fixture
def device(target, wire6) -> int:
    """The index of the target's network device, as it tells it with a datagram."""
    sock = target.bound(wire6.udp)
    sock.setsockopt("IPV6_RECVPKTINFO", 1)
    wire6.send(UDP(sport=4000, dport=sock.address.port) / b"where?")
    return sock.recvmsg(10, control=200).control[0]["value"]["ifindex"]


def to(wire, address, sock):
    """A datagram to a group, to the port of a socket."""
    return wire.ip(dst=address) / UDP(sport=4000, dport=sock.address.port) / b"all of you"


@covers("rfc1122I:29")
@pytest.mark.parametrize("address", BROADCASTS)
def test_a_broadcast_datagram_is_delivered(wire4, anywhere4, address):
    wire4.send(to(wire4, address, anywhere4))

    assert anywhere4.recvfrom(100) == (b"all of you", Inet(wire4.far, 4000))


@covers("rfc1122I:18")
@pytest.mark.parametrize("address", BROADCASTS)
def test_a_broadcast_datagram_to_a_closed_port_draws_no_error(wire4, address):
    wire4.send(wire4.ip(dst=address) / UDP(sport=4000, dport=1) / b"all of you")

    assert wire4.silent()


@covers("posix:options:SO_BROADCAST-on-the-wire")
@pytest.mark.parametrize("address", BROADCASTS)
def test_a_broadcast_datagram_is_sent(wire4, anywhere4, address):
    anywhere4.setsockopt("SO_BROADCAST", 1)

    anywhere4.sendto(b"all of you", Inet(address, 4000))

    assert wire4.expect(IP(dst=address) / UDP(dport=4000)).src == wire4.target


@covers("posix:options:SO_BROADCAST-on-the-wire")
@pytest.mark.parametrize("address", BROADCASTS)
def test_no_broadcast_datagram_is_sent_unless_permitted(wire4, anywhere4, address):
    assert anywhere4.fails.sendto(b"all of you", Inet(address, 4000))

    assert wire4.silent(IP(dst=address))


@covers("rfc1112:member")
def test_a_datagram_to_a_group_is_delivered_to_a_member(wire4, anywhere4):
    anywhere4.setsockopt("IP_ADD_MEMBERSHIP", {"multiaddr": GROUP4, "interface": wire4.target})

    wire4.send(to(wire4, GROUP4, anywhere4))

    assert anywhere4.recv(100) == b"all of you"


@covers("rfc1112:member")
def test_a_datagram_to_a_group_without_members_is_dropped_silently(wire4, anywhere4):
    wire4.send(to(wire4, GROUP4, anywhere4))

    assert wire4.silent()
    assert anywhere4.poll("POLLIN") == set()


@covers("rfc1112:member")
def test_a_datagram_to_a_group_that_was_left_is_dropped(wire4, anywhere4):
    membership = {"multiaddr": GROUP4, "interface": wire4.target}
    anywhere4.setsockopt("IP_ADD_MEMBERSHIP", membership)
    anywhere4.setsockopt("IP_DROP_MEMBERSHIP", membership)

    wire4.send(to(wire4, GROUP4, anywhere4))

    wire4.fence()
    assert anywhere4.poll("POLLIN") == set()


@covers("rfc1112:member")
def test_a_datagram_to_a_group_is_delivered_to_a_member_over_ipv6(target, wire6, device):
    member = target.open(wire6.udp)
    member.bind(wire6.udp.wildcard())
    member.setsockopt("IPV6_JOIN_GROUP", {"multiaddr": GROUP6, "ifindex": device})

    wire6.send(to(wire6, GROUP6, member))

    assert member.recvfrom(100)[0] == b"all of you"


@covers("rfc1112:member")
def test_a_datagram_to_a_group_without_members_is_dropped_over_ipv6(target, wire6):
    stranger = target.open(wire6.udp)
    stranger.bind(wire6.udp.wildcard())

    wire6.send(to(wire6, GROUP6, stranger))

    wire6.fence()
    assert stranger.poll("POLLIN") == set()


@covers("linux:ip:multicast-ttl")
def test_a_datagram_to_a_group_has_one_hop(wire4, anywhere4):
    anywhere4.setsockopt("IP_MULTICAST_IF", {"multiaddr": "0.0.0.0", "address": wire4.target, "ifindex": 0})

    anywhere4.sendto(b"all of you", Inet(GROUP4, 4000))

    sent = wire4.expect(IP(dst=GROUP4) / UDP(dport=4000))
    assert (sent.ttl, sent.src) == (1, wire4.target)


@covers("linux:ip:multicast-ttl")
def test_the_hops_of_a_datagram_to_a_group_are_set_apart(wire4, anywhere4):
    anywhere4.setsockopt("IP_MULTICAST_IF", {"multiaddr": "0.0.0.0", "address": wire4.target, "ifindex": 0})
    anywhere4.setsockopt("IP_MULTICAST_TTL", 9)

    anywhere4.sendto(b"all of you", Inet(GROUP4, 4000))

    assert wire4.expect(IP(dst=GROUP4) / UDP(dport=4000)).ttl == 9


@covers("linux:ip:multicast-ttl")
def test_a_datagram_to_a_group_has_one_hop_over_ipv6(target, wire6, device):
    ours = target.open(wire6.udp)
    ours.setsockopt("IPV6_MULTICAST_IF", device)

    ours.sendto(b"all of you", Inet6(GROUP6, 4000))

    assert wire6.expect(UDP(dport=4000)).hlim == 1


def is_report(packet) -> bool:
    """Whether a packet is of IGMP, or a report or the like of MLD."""
    return packet.proto == 2 if packet.version == 4 else packet.nh == 0 and bytes(packet)[48] in (131, 132, 143)


@pytest.fixture
def reported():
    """``reported(wire, group)``: the headers of the first packet that tells routers of a group, of those that have not been looked at."""
    seen = []

    def look(wire, group):
        name = inet_pton(AF_INET6 if wire.version == 6 else AF_INET, group)
        for place, found in wire.unread(seen[-1] if seen else 0, wire.patient()):
            if is_report(found.packet) and name in bytes(found.packet)[24:]:
                seen.append(place)
                return found.packet
        raise wire.missed("no report", f"routers were never told of {group}")

    return look


@covers("rfc3376:reports")
def test_routers_are_told_when_a_group_is_joined(wire4, anywhere4, reported):
    anywhere4.setsockopt("IP_ADD_MEMBERSHIP", {"multiaddr": "239.1.2.4", "interface": wire4.target})

    report = reported(wire4, "239.1.2.4")

    assert (report.ttl, report.src, bytes(report)[20:22]) == (1, wire4.target, b"\x94\x04")


@covers("rfc3376:precedence")
def test_what_routers_are_told_has_the_precedence_of_internetwork_control(wire4, anywhere4, reported):
    anywhere4.setsockopt("IP_ADD_MEMBERSHIP", {"multiaddr": "239.1.2.6", "interface": wire4.target})

    assert reported(wire4, "239.1.2.6").tos == 0xC0


QUERY = bytes.fromhex("1101ec81 00000000 027d0000")
"""IGMPv3: which groups is anybody member of? It wants an answer within a tenth of a second."""


def answered(wire, group: str) -> bool:
    """Whether the target tells a router that has asked that it is member of a group, not only that it has just become one."""
    name = inet_pton(AF_INET6 if wire.version == 6 else AF_INET, group)
    for _, found in wire.unread(len(wire.capture), wire.patient()):
        content = bytes(found.packet)
        record = b"\2\0\0\0" if content[24 if wire.version == 4 else 48] in (0x22, 143) else b""     # older versions have one kind of report
        if is_report(found.packet) and record + name in content[24:]:
            return True
    raise wire.missed("no report", f"a router that asked was not told of {group}")


@covers("rfc3376:answers")
@pytest.mark.waits(0.1)
def test_a_router_that_asks_for_members_is_answered(wire4, anywhere4):
    anywhere4.setsockopt("IP_ADD_MEMBERSHIP", {"multiaddr": "239.1.2.7", "interface": wire4.target})

    wire4.send(IP(src="192.0.2.9", dst="224.0.0.1", ttl=1, proto=2, options=[IPOption_Router_Alert()]) / Raw(QUERY))

    assert answered(wire4, "239.1.2.7")


@covers("rfc3810:answers")
@pytest.mark.waits(0.1)
def test_a_router_that_asks_for_members_is_answered_over_ipv6(target, wire6, device):
    member = target.open(wire6.udp)
    member.setsockopt("IPV6_JOIN_GROUP", {"multiaddr": "ff1e::1236", "ifindex": device})

    wire6.send(IPv6(src="fe80::9", dst="ff02::1", hlim=1) / IPv6ExtHdrHopByHop(options=[RouterAlert()]) / ICMPv6MLQuery2(mrd=1, QRV=2, QQIC=125))

    assert answered(wire6, "ff1e::1236")


@covers("rfc3376:reports")
def test_routers_are_told_when_a_group_is_left(wire4, anywhere4, reported):
    membership = {"multiaddr": "239.1.2.5", "interface": wire4.target}
    anywhere4.setsockopt("IP_ADD_MEMBERSHIP", membership)
    joined = bytes(reported(wire4, "239.1.2.5"))

    anywhere4.setsockopt("IP_DROP_MEMBERSHIP", membership)

    while bytes(reported(wire4, "239.1.2.5"))[20:] == joined[20:]:
        pass    # that it was joined is told more than once


@covers("rfc3810:reports")
def test_routers_are_told_when_a_group_is_joined_over_ipv6(target, wire6, device, reported):
    member = target.open(wire6.udp)
    member.setsockopt("IPV6_JOIN_GROUP", {"multiaddr": "ff1e::1235", "ifindex": device})

    report = reported(wire6, "ff1e::1235")

    assert (report.hlim, bytes(report)[42:46]) == (1, b"\x05\x02\0\0")
