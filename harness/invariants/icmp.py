"""What holds for the ICMP errors a host sends: about what they may be, and what they quote. Pure.

A rule takes an error and what the far side has sent so far, and returns what is wrong in a sentence.
"""
from typing import NamedTuple

from harness.invariants.headers import UNSPECIFIED, is_group, name
from harness.invariants.packets import ICMP, ICMPV6, TCP, UDP, Packet, read

UNREACHABLE, SOURCE_QUENCH, REDIRECT, TIME_EXCEEDED, PARAMETER_PROBLEM = 3, 4, 5, 11, 12
ERRORS = frozenset((UNREACHABLE, SOURCE_QUENCH, REDIRECT, TIME_EXCEEDED, PARAMETER_PROBLEM))
V6_TOO_BIG, V6_PARAMETER_PROBLEM, V6_UNRECOGNISED_OPTION, V6_REDIRECT = 2, 4, 2, 137
LARGEST_V6 = 1280
HEADER = 8


class Error(NamedTuple):
    """An ICMP error; ``about`` is the packet that its ``quote`` begins with. ``extended``: more than a quote follows its header."""

    packet: Packet
    type: int
    code: int
    quote: bytes
    about: Packet | None
    extended: bool


def error(packet: Packet) -> Error | None:
    """The ICMP error that a packet is, if it is one. Its length field, if set, tells that extensions follow the quote (RFC 4884)."""
    payload = packet.payload
    if not packet.whole or len(payload) < HEADER or packet.protocol != (ICMP if packet.version == 4 else ICMPV6):
        return None
    kind = payload[0]
    if kind not in ERRORS if packet.version == 4 else kind > 127:
        return None
    length = payload[5] * 4 if packet.version == 4 else payload[4] * 8 if kind in (1, 3) else 0
    if packet.version == 4 and kind not in (UNREACHABLE, TIME_EXCEEDED, PARAMETER_PROBLEM):
        length = 0
    quote = payload[HEADER:HEADER + length] if length else payload[HEADER:]
    about = read(packet.number, quote)
    return Error(packet, kind, payload[1], quote, about if about and about.version == packet.version else None, length > 0)


def no_source_quench(error: Error, far: list[Packet]) -> str | None:
    """rfc6633:1: a host sends no source quench."""
    return "it is an ICMP source quench" if error.packet.version == 4 and error.type == SOURCE_QUENCH else None


def no_redirect(error: Error, far: list[Packet]) -> str | None:
    """rfc1122I:22: a host sends no redirect."""
    return "it is an ICMP redirect" if error.packet.version == 4 and error.type == REDIRECT else None


def ipv4_no_error_about_errors(error: Error, far: list[Packet]) -> str | None:
    """rfc1122I:17: no ICMP error is caused by an ICMP error."""
    about = error.about
    if about and about.version == 4 and about.protocol == ICMP and not about.offset and about.payload and about.payload[0] in ERRORS:
        return f"it is an ICMP error about an ICMP error, of type {about.payload[0]}"
    return None


def ipv4_no_error_about(error: Error, far: list[Packet]) -> str | None:
    """rfc1122I:18: no ICMP error is about a group, a later fragment, or a source that is no single host."""
    about = error.about
    if about is None or about.version != 4:
        return None
    if is_group(about.destination):
        return f"it is an ICMP error about a packet to the group {name(about.destination)}"
    if about.offset:
        return f"it is an ICMP error about a fragment at offset {about.offset}, only one at 0 may cause it"
    if about.source in UNSPECIFIED or is_group(about.source) or about.source[0] == 127:
        return f"it is an ICMP error about a packet from {name(about.source)}, which is no single host"
    return None


def ipv6_no_error_about(error: Error, far: list[Packet]) -> str | None:
    """rfc4443:2: no ICMPv6 error is about an error, a redirect, a group (two kinds may), or a source that is no single host."""
    about = error.about
    if about is None or about.version != 6:
        return None
    if about.protocol == ICMPV6 and not about.offset and about.payload and (about.payload[0] < 128 or about.payload[0] == V6_REDIRECT):
        return f"it is an ICMPv6 error about an ICMPv6 message of type {about.payload[0]}"
    if is_group(about.destination) and error.type != V6_TOO_BIG and (error.type, error.code) != (V6_PARAMETER_PROBLEM, V6_UNRECOGNISED_OPTION):
        return f"it is an ICMPv6 error of type {error.type} code {error.code} about a packet to the group {name(about.destination)}"
    if about.source in UNSPECIFIED or is_group(about.source):
        return f"it is an ICMPv6 error about a packet from {name(about.source)}, which is no single host"
    return None


def ipv4_quotes_enough(error: Error, far: list[Packet]) -> str | None:
    """rfc1122I:19: an ICMP error quotes the IP header and at least eight bytes behind it."""
    if error.packet.version != 4 or error.type not in ERRORS:
        return None
    if error.about is None:
        return f"it quotes {len(error.quote)} bytes that are no IPv4 header"
    due = min(error.about.header + 8, error.about.stated)
    if len(error.quote) < due:
        return f"it quotes {len(error.quote)} bytes, the header and eight more are {due}"
    return None


def ipv4_quotes_what_came(error: Error, far: list[Packet]) -> str | None:
    """rfc1122I:19: an ICMP error quotes what came, as it came, but for what every hop changes."""
    return _misquoted(error, far) if error.packet.version == 4 else None


def ipv6_quotes_what_came(error: Error, far: list[Packet]) -> str | None:
    """rfc4443:1: an ICMPv6 error quotes what came, as it came, but for what every hop changes."""
    return _misquoted(error, far) if error.packet.version == 6 else None


def ipv6_size(error: Error, far: list[Packet]) -> str | None:
    """rfc4443:1: an ICMPv6 error has no more than 1280 bytes."""
    size = len(error.packet.raw)
    return f"it is an ICMPv6 error of {size} bytes, no more than {LARGEST_V6} are allowed" if error.packet.version == 6 and size > LARGEST_V6 else None


def ipv6_quotes_all_that_fits(error: Error, far: list[Packet]) -> str | None:
    """rfc4443:1: an ICMPv6 error quotes as much as fits into 1280 bytes."""
    if error.packet.version != 6 or error.extended or error.about is None or len(error.packet.raw) >= LARGEST_V6:
        return None
    whole = [min(packet.stated, len(packet.raw)) for packet in _candidates(error.about, far)
             if _quotable(packet.raw).startswith(_quotable(error.quote))]
    if whole and (lacks := min(min(whole) - len(error.quote), LARGEST_V6 - len(error.packet.raw))) > 0:
        return f"it quotes {len(error.quote)} bytes of {min(whole)} that came, {lacks} more would fit"
    return None


def _misquoted(error: Error, far: list[Packet]) -> str | None:
    """What is wrong with a quote of a packet that the far side surely sent.

    Judged only where such a packet is in the capture, and was not changed on its way up: put together from
    fragments, or with options and extension headers, which a host may fill in while it reads them.
    """
    about = error.about
    if about is None or about.header != (20 if about.version == 4 else 40):
        return None
    candidates = _candidates(about, far)
    if not candidates or any(not packet.whole for packet in far):
        return None
    quote = _quotable(error.quote)
    if any(_agree(_quotable(packet.raw), quote, error.extended) for packet in candidates):
        return None
    return f"it quotes {error.quote[:28].hex(' ')}..., which none of the packets is that the far side sent"


def _candidates(about: Packet, far: list[Packet]) -> list[Packet]:
    """What came from and to the addresses, and the ports if any, that a quote has."""
    ports = about.payload[:4] if about.protocol in (TCP, UDP) else b""
    return [packet for packet in far if packet.source == about.source and packet.destination == about.destination
            and packet.protocol == about.protocol and packet.payload.startswith(ports)
            and (ports or packet.identification == about.identification)]


def _quotable(raw: bytes) -> bytes:
    """A packet without what may change on its way: the hop count, and the checksum over it."""
    if raw[0] >> 4 == 4:
        return raw[:8] + b"\0" + raw[9:10] + b"\0\0" + raw[12:]
    return raw[:7] + b"\0" + raw[8:]


def _agree(raw: bytes, quote: bytes, extended: bool) -> bool:
    """Whether one begins with the other. Before extensions the quote of a short packet is filled up with zeros."""
    return raw.startswith(quote) or (quote.startswith(raw) and not (extended and any(quote[len(raw):])))


RULES = (
    ("rfc6633:1", no_source_quench), ("rfc1122I:22", no_redirect), ("rfc1122I:17", ipv4_no_error_about_errors),
    ("rfc1122I:18", ipv4_no_error_about), ("rfc4443:2", ipv6_no_error_about), ("rfc1122I:19", ipv4_quotes_enough),
    ("rfc1122I:19", ipv4_quotes_what_came), ("rfc4443:1", ipv6_quotes_what_came), ("rfc4443:1", ipv6_size),
    ("rfc4443:1", ipv6_quotes_all_that_fits),
)
