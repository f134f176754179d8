"""What holds for every TCP segment, looked at alone: its header and its options. Pure.

A rule takes a segment and returns what is wrong in a sentence.
"""
from harness.invariants.packets import ACK, MSS, RST, SACK, SACK_PERMITTED, SCALE, SYN, TCP, TIMESTAMPS, Packet, Segment

SIZES = {MSS: 2, SCALE: 1, SACK_PERMITTED: 0, TIMESTAMPS: 8}
NAMES = {MSS: "MSS", SCALE: "window scale", SACK_PERMITTED: "SACK-permitted", TIMESTAMPS: "timestamps", SACK: "SACK"}
LARGEST_SHIFT = 14
RESERVED = 0xE00


def unreadable(packet: Packet) -> str | None:
    """rfc9293:data-offset: a TCP header has 20 bytes or more, and ends within the segment. For what :func:`segment` could not read."""
    if packet.protocol != TCP or not packet.whole or packet.stated != len(packet.raw):
        return None
    if len(packet.payload) < 20:
        return f"a TCP segment has 20 bytes or more, this one {len(packet.payload)}"
    return f"its TCP data offset is {packet.payload[12] >> 4} words, 5 to {len(packet.payload) // 4} are possible"


def well_formed(segment: Segment) -> str | None:
    """rfc9293:MUST-68: every option but two has a length, and ends within the header."""
    return segment.fault


def sizes(segment: Segment) -> str | None:
    """rfc9293:option-lengths: options that are defined have the length that is defined."""
    for kind, content in segment.options.items():
        if len(content) != SIZES.get(kind, len(content)):
            return f"its {NAMES[kind]} option has length {2 + len(content)}, {2 + SIZES[kind]} is right"
        if kind == SACK and (len(content) % 8 or not content):
            return f"its SACK option has length {2 + len(content)}, which holds no whole number of blocks"
    return None


def padding(segment: Segment) -> str | None:
    """rfc9293:MUST-69: behind the end of the options there are zeros."""
    return f"behind the end of its options stands {segment.padding.hex(' ')}, zeros are due" if any(segment.padding) else None


def mss_only_in_syn(segment: Segment) -> str | None:
    """rfc9293:MUST-65: the MSS option stands in SYN segments only."""
    return _only_in_syn(segment, MSS)


def scale_only_in_syn(segment: Segment) -> str | None:
    """rfc7323:scale-in-syn: the window scale option stands in SYN segments only."""
    return _only_in_syn(segment, SCALE)


def sack_permitted_only_in_syn(segment: Segment) -> str | None:
    """rfc2018:1: the SACK-permitted option stands in SYN segments only."""
    return _only_in_syn(segment, SACK_PERMITTED)


def shift(segment: Segment) -> str | None:
    """rfc7323:scale-limit: windows are shifted by 14 at most."""
    scale = segment.scale()
    return f"its window scale is {scale}, {LARGEST_SHIFT} is the largest" if scale is not None and scale > LARGEST_SHIFT else None


def nothing_to_echo(segment: Segment) -> str | None:
    """rfc7323:11: TSecr is zero where there is no ACK."""
    if segment.times and segment.times[1] and not segment.flags & (ACK | RST):
        return f"its TSecr is {segment.times[1]}, but without ACK it echoes nothing: 0 is due"
    return None


def reserved(segment: Segment) -> str | None:
    """rfc9293:reserved-bits: reserved bits are zero. (The fourth is AccECN's now: it depends on the connection.)"""
    return f"its reserved bits are {segment.flags >> 8:04b}, zeros are due" if segment.flags & RESERVED else None


def _only_in_syn(segment: Segment, kind: int) -> str | None:
    if kind in segment.options and not segment.flags & SYN:
        return f"it has the {NAMES[kind]} option, which belongs in SYN segments only"
    return None


RULES = (
    ("rfc9293:MUST-68", well_formed), ("rfc9293:option-lengths", sizes), ("rfc9293:MUST-69", padding), ("rfc9293:MUST-65", mss_only_in_syn),
    ("rfc7323:scale-in-syn", scale_only_in_syn), ("rfc2018:1", sack_permitted_only_in_syn), ("rfc7323:scale-limit", shift),
    ("rfc7323:11", nothing_to_echo), ("rfc9293:reserved-bits", reserved),
)
DATA_OFFSET = "rfc9293:data-offset"
