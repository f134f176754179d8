"""What holds for every packet a host sends, looked at alone: lengths, checksums, addresses, fragments. Pure.

A rule takes a packet and the host's own addresses, and returns what is wrong in a sentence.
"""
from collections.abc import Iterator
from itertools import pairwise
from socket import AF_INET, AF_INET6, inet_ntop

from harness.invariants.packets import ICMP, ICMPV6, TCP, UDP, Packet, pseudo_header, sums_up

IGMP = 2
UNSPECIFIED = frozenset((bytes(4), bytes(16)))
LIMITED_BROADCAST = b"\xff" * 4
Own = frozenset[bytes]


def name(address: bytes) -> str:
    """An address as people write it."""
    return inet_ntop(AF_INET if len(address) == 4 else AF_INET6, address)


def is_group(address: bytes) -> bool:
    """Whether an address is multicast, or the limited broadcast."""
    return address[0] == 0xFF if len(address) == 16 else address[0] >> 4 == 14 or address == LIMITED_BROADCAST


# --------------------------------------------------------------------------- lengths and checksums of IP

def ipv4_length(packet: Packet, own: Own) -> str | None:
    """rfc791:lengths: the total length is that of the packet."""
    if packet.version == 4 and packet.stated != len(packet.raw):
        return f"its total length is {packet.stated}, but it has {len(packet.raw)} bytes"
    return None


def ipv6_length(packet: Packet, own: Own) -> str | None:
    """rfc8200:lengths: the payload length is that of the packet."""
    if packet.version == 6 and packet.stated != len(packet.raw):
        return f"its payload length is {packet.stated - 40}, but {len(packet.raw) - 40} bytes follow the header"
    return None


def header_checksum(packet: Packet, own: Own) -> str | None:
    """rfc791:header-checksum: the checksum of the IPv4 header is right."""
    if packet.version == 4 and not sums_up(packet.raw[:packet.header]):
        return f"the checksum {packet.raw[10:12].hex()} of its IPv4 header is wrong"
    return None


def time_to_live(packet: Packet, own: Own) -> str | None:
    """rfc1122I:11: no IPv4 packet leaves with a TTL of zero."""
    return "its TTL is 0, at least 1 is due" if packet.version == 4 and packet.ttl == 0 else None


# --------------------------------------------------------------------------- checksums and lengths above IP

def tcp_checksum(packet: Packet, own: Own) -> str | None:
    """rfc9293:MUST-2: the checksum of a TCP segment is right."""
    if _holds(packet, TCP, 20) and not sums_up(pseudo_header(packet) + packet.payload):
        return f"its TCP checksum {packet.payload[16:18].hex()} is wrong"
    return None


def udp_checksum(packet: Packet, own: Own) -> str | None:
    """rfc768:3: the checksum of a UDP datagram is right, or zero for none."""
    if _holds(packet, UDP, 8) and packet.payload[6:8] != b"\0\0" and not sums_up(pseudo_header(packet) + packet.payload):
        return f"its UDP checksum {packet.payload[6:8].hex()} is wrong"
    return None


def udp_checksum_present(packet: Packet, own: Own) -> str | None:
    """rfc8200:14: over IPv6 a UDP checksum is never zero. (Tunnels are excepted, sockets are none.)"""
    if packet.version == 6 and _holds(packet, UDP, 8) and packet.payload[6:8] == b"\0\0":
        return "its UDP checksum is 0, which IPv6 does not allow"
    return None


def udp_length(packet: Packet, own: Own) -> str | None:
    """rfc768:length: the length counts the header and the data."""
    if packet.protocol == UDP and packet.whole and packet.stated == len(packet.raw) <= 65535:
        length = int.from_bytes(packet.payload[4:6])
        if length != len(packet.payload):
            return f"its UDP length is {length}, but header and data have {len(packet.payload)} bytes"
    return None


def icmp_checksum(packet: Packet, own: Own) -> str | None:
    """rfc792:checksum: the checksum of an ICMP message is right."""
    if packet.version == 4 and _holds(packet, ICMP, 4) and not sums_up(packet.payload):
        return f"its ICMP checksum {packet.payload[2:4].hex()} is wrong"
    return None


def icmpv6_checksum(packet: Packet, own: Own) -> str | None:
    """rfc4443:checksum: the checksum of an ICMPv6 message is right."""
    if packet.version == 6 and _holds(packet, ICMPV6, 4) and not sums_up(pseudo_header(packet) + packet.payload):
        return f"its ICMPv6 checksum {packet.payload[2:4].hex()} is wrong"
    return None


def _holds(packet: Packet, protocol: int, least: int) -> bool:
    """Whether a packet holds all that a checksum of the protocol covers.

    With a source route the checksum covers another destination than the header shows.
    """
    return (packet.protocol == protocol and packet.whole and not packet.routed and packet.stated == len(packet.raw)
            and len(packet.payload) >= least)


# --------------------------------------------------------------------------- source addresses

def no_loopback(packet: Packet, own: Own) -> str | None:
    """rfc1122I:5: loopback addresses stay within the host."""
    for which, address in (("source", packet.source), ("destination", packet.destination)):
        if len(address) == 4 and address[0] == 127 and address not in own:
            return f"its {which} is the loopback address {name(address)}"
    return None


def ipv4_source(packet: Packet, own: Own) -> str | None:
    """rfc1122I:own-source: an IPv4 source is an address of the host. (0.0.0.0 where it has none: IGMP.)"""
    if packet.version != 4 or packet.source in own or packet.source[0] == 127 or (packet.protocol == IGMP and packet.source in UNSPECIFIED):
        return None
    if is_group(packet.source) or _known(own, 4):
        return f"its source is {name(packet.source)}, which is no address of the host"
    return None


def ipv6_source(packet: Packet, own: Own) -> str | None:
    """rfc8200:own-source: an IPv6 source is an address of the host. (It gives itself link-local ones, and has none while it looks for one.)"""
    if packet.version != 6 or packet.source in own or is_group(packet.source) or not _known(own, 16):
        return None
    if packet.source[:2] == b"\xfe\x80" or (packet.source in UNSPECIFIED and packet.protocol not in (TCP, UDP)):
        return None
    return f"its source is {name(packet.source)}, which is no address of the host"


def _known(own: Own, size: int) -> bool:
    """Whether the host's addresses of a family are known."""
    return any(len(address) == size for address in own)


def ipv6_source_is_no_group(packet: Packet, own: Own) -> str | None:
    """rfc4291:no-multicast-source: multicast addresses are no sources."""
    return f"its source is the multicast address {name(packet.source)}" if packet.version == 6 and is_group(packet.source) else None


RULES = (
    ("rfc791:lengths", ipv4_length), ("rfc8200:lengths", ipv6_length), ("rfc791:header-checksum", header_checksum),
    ("rfc1122I:11", time_to_live), ("rfc9293:MUST-2", tcp_checksum), ("rfc768:3", udp_checksum), ("rfc8200:14", udp_checksum_present),
    ("rfc768:length", udp_length), ("rfc792:checksum", icmp_checksum), ("rfc4443:checksum", icmpv6_checksum),
    ("rfc1122I:5", no_loopback), ("rfc1122I:own-source", ipv4_source), ("rfc8200:own-source", ipv6_source),
    ("rfc4291:no-multicast-source", ipv6_source_is_no_group),
)


# --------------------------------------------------------------------------- fragments

FRAGMENTS = {4: "rfc791:fragments", 6: "rfc8200:fragments"}


def judge_fragments(packets: list[Packet]) -> Iterator[tuple[str, int, str]]:
    """Fragments of a datagram hold multiples of eight bytes, but for the last, and cover it without gap or overlap.

    Gaps show only where first and last fragment were captured once each, and all in rising or in falling order:
    otherwise the capture may have begun, or ended, amid them, or another datagram bear the same identification.
    """
    datagrams: dict[tuple, list[Packet]] = {}
    for packet in packets:
        if packet.whole:
            continue
        if packet.more and packet.stated == len(packet.raw) and len(packet.payload) % 8:
            yield FRAGMENTS[packet.version], packet.number, f"it is not the last fragment, but holds {len(packet.payload)} bytes, no multiple of 8"
        key = packet.source, packet.destination, packet.protocol, packet.identification
        datagrams.setdefault(key, []).append(packet)
    for fragments in datagrams.values():
        offsets = [fragment.offset for fragment in fragments]
        if offsets.count(0) == 1 == sum(not fragment.more for fragment in fragments) and sorted(set(offsets)) in (offsets, offsets[::-1]):
            for one, following in pairwise(sorted(fragments, key=lambda fragment: fragment.offset)):
                if (end := one.offset + len(one.payload)) != following.offset:
                    yield FRAGMENTS[one.version], following.number, f"this fragment begins at {following.offset}, the one before it ends at {end}"
