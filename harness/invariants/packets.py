"""A captured packet, read once into plain records: what its IP header says, and its TCP segment. Pure.

It reads the bytes itself: scapy's dissecting takes longer than all judging. What is garbage
reads as None or as a fault that is written down, never as an exception.
"""
import struct
from typing import NamedTuple

ICMP, TCP, UDP, ICMPV6 = 1, 6, 17, 58
FIN, SYN, RST, ACK, ECE, CWR, AE = 0x1, 0x2, 0x4, 0x10, 0x40, 0x80, 0x100
END, NOP, MSS, SCALE, SACK_PERMITTED, SACK, TIMESTAMPS = 0, 1, 2, 3, 4, 5, 8
EXTENSIONS = frozenset((0, 43, 44, 51, 60, 135, 139, 140))
"""IPv6 headers that others follow."""
FRAGMENT, ROUTING, AUTHENTICATION = 44, 43, 51
SOURCE_ROUTES = frozenset((131, 137))

_IPV4 = struct.Struct("!BBHHHBBH4s4s")
_IPV6 = struct.Struct("!IHBB16s16s")
_TCP = struct.Struct("!HHIIHH")
_TIMES = struct.Struct("!II")

MASK = 0xFFFFFFFF
HALF = 1 << 31


def ahead(number: int, other: int) -> int:
    """How far a sequence number or a timestamp is ahead of another one; negative where it is behind."""
    return ((number - other + HALF) & MASK) - HALF


class Packet(NamedTuple):
    """An IP packet. ``stated`` is the length its header states, ``header`` how long its headers before ``payload`` are."""

    number: int
    raw: bytes
    version: int
    source: bytes
    destination: bytes
    protocol: int | None
    payload: bytes
    ttl: int
    ecn: int
    stated: int
    header: int
    identification: int | None = None
    offset: int = 0
    more: bool = False
    routed: bool = False

    @property
    def whole(self) -> bool:
        """Whether it is no fragment."""
        return not self.more and not self.offset


def read(number: int, raw: bytes) -> Packet | None:
    """A packet from its bytes; None if they do not even begin with an IP header."""
    version = raw[0] >> 4 if raw else 0
    if version == 4:
        return _read_ipv4(number, raw)
    return _read_ipv6(number, raw) if version == 6 else None


def _read_ipv4(number: int, raw: bytes) -> Packet | None:
    if len(raw) < 20:
        return None
    first, tos, stated, identification, fragment, ttl, protocol, _, source, destination = _IPV4.unpack_from(raw)
    header = (first & 15) * 4
    if not 20 <= header <= len(raw):
        return None
    end = stated if header <= stated <= len(raw) else len(raw)
    routed = header > 20 and not SOURCE_ROUTES.isdisjoint(raw[20:header])    # a byte too many is no harm: less is judged
    return Packet(number, raw, 4, source, destination, protocol, raw[header:end], ttl, tos & 3, stated, header,
                  identification, (fragment & 0x1FFF) * 8, bool(fragment & 0x2000), routed)


def _read_ipv6(number: int, raw: bytes) -> Packet | None:
    if len(raw) < 40:
        return None
    first, length, following, ttl, source, destination = _IPV6.unpack_from(raw)
    jumbo = length == 0 and following == 0
    stated = len(raw) if jumbo else 40 + length
    end = min(stated, len(raw))
    at, identification, offset, more, routed = 40, None, 0, False, False
    while following in EXTENSIONS and not offset:
        if at + 8 > end:
            following = None
            break
        here, following = following, raw[at]
        if here == FRAGMENT:
            where, identification = struct.unpack_from("!HI", raw, at + 2)
            offset, more = where & 0xFFF8, bool(where & 1)
            at += 8
        elif here == AUTHENTICATION:
            at += (raw[at + 1] + 2) * 4
        else:
            routed |= here == ROUTING and raw[at + 3] > 0
            at += (raw[at + 1] + 1) * 8
    if at > end:
        following = None
    return Packet(number, raw, 6, source, destination, following, raw[at:end], ttl, first >> 20 & 3, stated, at,
                  identification, offset, more, routed)


def sums_up(content: bytes) -> bool:
    """Whether 16-bit words, their checksum among them, add up as the Internet checksum wants."""
    return int.from_bytes(content + b"\0" if len(content) % 2 else content) % 0xFFFF == 0


def pseudo_header(packet: Packet) -> bytes:
    """What a transport checksum covers beside the payload."""
    return packet.source + packet.destination + struct.pack("!II", len(packet.payload), packet.protocol)


class Segment(NamedTuple):
    """A TCP segment. ``length`` counts SYN and FIN; ``fault`` is what is wrong with its options.

    ``padding`` is what follows the end of the options. ``plain`` is false where receivers may differ in what they
    read: an option that is faulty or doubled, or a packet that is not as long as it says.
    """

    number: int
    near_port: int
    far_port: int
    seq: int
    ack: int
    flags: int
    window: int
    options: dict[int, bytes]
    fault: str | None
    padding: bytes
    plain: bool
    data: bytes
    length: int
    ecn: int
    times: tuple[int, int] | None

    @property
    def end(self) -> int:
        """The sequence number behind it."""
        return (self.seq + self.length) & MASK

    def scale(self) -> int | None:
        """The shift of its window scale option."""
        shift = self.options.get(SCALE, b"")
        return shift[0] if len(shift) == 1 else None

    def surely(self, kind: int, size: int) -> bool:
        """Whether every receiver finds that option in it."""
        return self.plain and len(self.options.get(kind, b"")) == size and kind in self.options

    def perhaps(self, kind: int) -> bool:
        """Whether some receiver may find that option in it."""
        return kind in self.options or not self.plain


def segment(packet: Packet, near: bool) -> Segment | None:
    """The TCP segment in an unfragmented packet, sent from the near side or not; None if there is none in it."""
    payload = packet.payload
    if len(payload) < 20:
        return None
    source_port, destination_port, seq, ack, bits, window = _TCP.unpack_from(payload)
    header = (bits >> 12) * 4
    if not 20 <= header <= len(payload):
        return None
    options, fault, padding, plain = read_options(payload[20:header]) if header > 20 else ({}, None, b"", True)
    data = payload[header:]
    times = _TIMES.unpack(options[TIMESTAMPS]) if len(options.get(TIMESTAMPS, b"")) == 8 else None
    return Segment(packet.number, *((source_port, destination_port) if near else (destination_port, source_port)), seq, ack,
                   bits & 0xFFF, window, options, fault, padding, plain and packet.stated == len(packet.raw), data,
                   len(data) + (bits & FIN) + (bits >> 1 & 1), packet.ecn, times)


def read_options(content: bytes) -> tuple[dict[int, bytes], str | None, bytes, bool]:
    """Options by kind, what is wrong with them, what follows their end, and whether they leave no doubt."""
    found: dict[int, bytes] = {}
    at, size, doubled = 0, len(content), False
    while at < size:
        kind = content[at]
        if kind == NOP:
            at += 1
            continue
        if kind == END:
            return found, None, content[at + 1:], not doubled
        length = content[at + 1] if at + 1 < size else 0
        if length < 2 or at + length > size:
            where = f"length {length}" if at + 1 < size else "no length"
            return found, f"the option of kind {kind} has {where}, with {size - at} bytes left for it", b"", False
        doubled |= kind in found
        found[kind] = content[at + 2:at + length]
        at += length
    return found, None, b"", not doubled
