"""What holds for the numbers, the bytes and the windows of a connection whose beginning was captured. Pure.

A rule takes the connection as it was before a segment of the target's, and the segment, and returns what is wrong in a sentence.
"""
from harness.invariants.connections import Connection
from harness.invariants.packets import ACK, FIN, MASK, SYN, Segment, ahead


def no_gap(connection: Connection, segment: Segment) -> str | None:
    """rfc9293:sequence-without-gaps: a segment begins within, or right behind, what was sent before."""
    if segment.flags & SYN or connection.lost or 0 <= connection.place(segment) <= connection.reach:
        return None
    return f"its SEQ {segment.seq} lies outside {connection.iss}..{(connection.iss + connection.reach) & MASK}, what the target had sent or may send next"


def same_bytes(connection: Connection, segment: Segment) -> str | None:
    """rfc9293:same-bytes-again: what is sent again is what was sent before. (The byte of a keep-alive probe is garbage.)"""
    begin = connection.place(segment) - 1
    if not segment.data or connection.lost or begin < 0 or begin >= len(connection.sent) or connection.is_keepalive(segment):
        return None
    before = connection.sent[begin:begin + len(segment.data)]
    if segment.data.startswith(before):
        return None
    at = next(at for at, (one, other) in enumerate(zip(before, segment.data, strict=False)) if one != other)
    return f"the byte at {(segment.seq + at) & MASK} is {segment.data[at]:#04x} now, it was {before[at]:#04x} when it was sent first"


def nothing_after_fin(connection: Connection, segment: Segment) -> str | None:
    """rfc9293:nothing-after-fin: no data follows the FIN, and it keeps its place."""
    if connection.fin is None or connection.lost or segment.flags & SYN or connection.is_keepalive(segment):
        return None
    end, fin = connection.place(segment) + len(segment.data), (connection.iss + connection.fin) & MASK
    if segment.data and end > connection.fin:
        return f"its data reaches {(connection.iss + end) & MASK}, beyond the FIN at {fin}"
    if segment.flags & FIN and end != connection.fin:
        return f"its FIN is at {(connection.iss + end) & MASK}, it was at {fin} before"
    return None


def within_the_window(connection: Connection, segment: Segment) -> str | None:
    """rfc5681:13: no data is sent beyond what the far side ever offered; where that was nothing, a probe may be.

    It offers what it offers in any segment, acceptable or not.
    """
    edge = connection.far_edge
    if not segment.data or edge is None or connection.lost:
        return None
    begin, end = connection.place(segment), connection.place(segment) + len(segment.data)
    if end <= edge + 1 or begin in connection.closed:
        return None
    return f"its data reaches {(connection.iss + end) & MASK}, the far side never let it beyond {(connection.iss + edge) & MASK}"


def ack_never_falls(connection: Connection, segment: Segment) -> str | None:
    """rfc9293:ack-never-falls: what was acknowledged stays so."""
    if segment.flags & ACK and connection.acknowledged is not None and ahead(segment.ack, connection.acknowledged) < 0:
        return f"its ACK number is {segment.ack}, but {connection.acknowledged} was sent before"
    return None


def ack_only_what_came(connection: Connection, segment: Segment) -> str | None:
    """rfc9293:ack-only-what-came: nothing is acknowledged that the far side has not sent, be it in vain."""
    if segment.flags & ACK and connection.irs is not None and ahead(segment.ack, connection.irs) > connection.far_reach:
        return f"it acknowledges up to {segment.ack}, but the far side has sent up to {(connection.irs + connection.far_reach) & MASK} only"
    return None


def edge_stays(connection: Connection, segment: Segment) -> str | None:
    """rfc9293:SHLD-14: the right edge of the offered window never moves left, but for what the window's scale rounds off.

    When the far side's FIN has been acknowledged, there is nothing any more to offer room for.
    """
    before, edge = connection.right_edge, connection.edge(segment)
    if not segment.flags & ACK or before is None or edge is None or ahead(edge, before) > -(1 << (connection.shift or 0)):
        return None
    if connection.irs is not None and ahead(segment.ack, connection.irs) in connection.far_fins:
        return None
    scale = f" << {connection.shift}" if connection.shift and not segment.flags & SYN else ""
    return f"its window ends at {edge} ({segment.ack} + {segment.window}{scale}), but reached {before} before"


RULES = (
    ("rfc9293:sequence-without-gaps", no_gap), ("rfc9293:same-bytes-again", same_bytes), ("rfc9293:nothing-after-fin", nothing_after_fin),
    ("rfc5681:13", within_the_window), ("rfc9293:ack-never-falls", ack_never_falls), ("rfc9293:ack-only-what-came", ack_only_what_came),
    ("rfc9293:SHLD-14", edge_stays),
)
