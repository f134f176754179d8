"""What holds for options that both sides of a connection must agree on: window scale, timestamps, SACK, ECN. Pure.

A rule takes the connection as it was before a segment of the target's, and the segment, and returns what is wrong in a
sentence. What the far side's SYNs agree to is judged only where all of them, junk included, say the same.
"""
from harness.invariants.connections import Connection
from harness.invariants.packets import ACK, AE, CWR, ECE, FIN, MASK, RST, SACK, SACK_PERMITTED, SCALE, SYN, TIMESTAMPS, Segment, ahead


def _never_offered(connection: Connection, kind: int) -> bool:
    """Whether the far side surely sent no SYN with an option, though one with which this connection began."""
    return bool(connection.far_syns) and not any(one.perhaps(kind) for one in connection.any_syns)


# --------------------------------------------------------------------------- window scale and timestamps

def scale_answers(connection: Connection, segment: Segment) -> str | None:
    """rfc7323:scale-answers: a SYN-ACK has a window scale only if the SYN had one."""
    if segment.flags & SYN and not connection.active and SCALE in segment.options and _never_offered(connection, SCALE):
        return f"its window scale {segment.scale()} answers a SYN that had none"
    return None


def timestamps_answer(connection: Connection, segment: Segment) -> str | None:
    """rfc7323:timestamps-answer: timestamps are sent only if the far side's SYN had them, or in the first SYN."""
    first = connection.active and segment.flags & SYN
    if not first and TIMESTAMPS in segment.options and _never_offered(connection, TIMESTAMPS):
        return "it has timestamps, but the far side's SYN had none"
    return None


def timestamps_stay(connection: Connection, segment: Segment) -> str | None:
    """rfc7323:8: once both SYNs had timestamps, every segment has them, but a RST may not."""
    if connection.stamped and TIMESTAMPS not in segment.options and not segment.flags & SYN:
        return "it has no timestamps, but both SYNs had them"
    return None


def stamps_never_fall(connection: Connection, segment: Segment) -> str | None:
    """rfc7323:timestamps-never-fall: the timestamp clock does not run backwards."""
    if segment.times and connection.stamp is not None and ahead(segment.times[0], connection.stamp) < 0:
        return f"its TSval is {segment.times[0]}, but {connection.stamp} was sent before"
    return None


def echoes_what_came(connection: Connection, segment: Segment) -> str | None:
    """rfc7323:12: TSecr is of a segment that began at or before what was acknowledged last.

    A SYN may have come before the capture began, and the one in it be a repeated one: its TSval can be an older one, then.
    """
    if not _echo_is_judged(connection, segment):
        return None
    echo, last = segment.times[1], (connection.irs + 1) & MASK if connection.acknowledged is None else connection.acknowledged
    if any(stamp == echo and ahead(seq, last) <= 0 for seq, stamp in reversed(connection.stamps)):
        return None
    if echo and not connection.active and connection.least_echo is None and ahead(echo, connection.far_syns[0].times[0]) < 0:
        return None
    values = ", ".join(str(value) for value in sorted({stamp for seq, stamp in connection.stamps if ahead(seq, last) <= 0})[-5:])
    return f"its TSecr is {echo}; of what began at or before {last}, which was acknowledged last, came {values}"


def echoes_what_is_due(connection: Connection, segment: Segment) -> str | None:
    """rfc7323:12: TSecr is no older than the TSval of what took the edge of what was acknowledged, and has been acknowledged itself."""
    least = connection.least_echo
    if _echo_is_judged(connection, segment) and least is not None and ahead(segment.times[1], least) < 0:
        return f"its TSecr is {segment.times[1]}, but TS.Recent must be {least} at least, as it acknowledges the segment with that"
    return None


def echo_never_falls(connection: Connection, segment: Segment) -> str | None:
    """rfc7323:12: TS.Recent does not fall. (Some take any value in the place of zero.)"""
    if _echo_is_judged(connection, segment) and connection.echoed and ahead(segment.times[1], connection.echoed) < 0:
        return f"its TSecr is {segment.times[1]}, but {connection.echoed} was echoed before, and TS.Recent does not fall"
    return None


def _echo_is_judged(connection: Connection, segment: Segment) -> bool:
    return bool(connection.stamped and segment.times and segment.flags & ACK and not connection.doubtful_stamps)


# --------------------------------------------------------------------------- SACK

def sack_was_permitted(connection: Connection, segment: Segment) -> str | None:
    """rfc2018:2: no SACK is sent unless the far side's SYN permitted it."""
    if SACK in segment.options and _never_offered(connection, SACK_PERMITTED):
        return "it has a SACK option, but the far side's SYN did not permit it"
    return None


def sack_blocks(connection: Connection, segment: Segment) -> str | None:
    """rfc2018:blocks-held: a SACK block is of data that came, above the ACK number; the first may tell of what came twice (RFC 2883)."""
    content = segment.options.get(SACK)
    if content is None or connection.irs is None or len(content) % 8:
        return None
    for at in range(0, len(content), 8):
        left, right = int.from_bytes(content[at:at + 4]), int.from_bytes(content[at + 4:at + 8])
        if ahead(right, left) <= 0:
            return f"its SACK block {left}..{right} is empty"
        if at and ahead(left, segment.ack) < 0:
            return f"its SACK block {left}..{right} begins below its ACK number {segment.ack}; only the first may"
        if (missing := _first_missing(connection, left, right)) is not None:
            return f"its SACK block {left}..{right} holds {missing}, which the far side has not sent"
    return None


def _first_missing(connection: Connection, left: int, right: int) -> int | None:
    """The first number from left to right that no segment of the far side's had."""
    here, grown = left, True
    while grown and ahead(right, here) > 0:
        reach = max((ahead(seq + length, here) for seq, length in connection.pieces if ahead(seq, here) <= 0), default=0)
        grown = reach > 0
        here = (here + reach) & MASK if grown else here
    return here if ahead(right, here) > 0 else None


# --------------------------------------------------------------------------- ECN

def syn_not_ect(connection: Connection, segment: Segment) -> str | None:
    """rfc3168:2: no SYN is sent ECN-capable."""
    return _ect(connection, segment, bool(segment.flags & SYN), "it has SYN")


def pure_ack_not_ect(connection: Connection, segment: Segment) -> str | None:
    """rfc3168:8: no pure ACK is sent ECN-capable."""
    return _ect(connection, segment, not segment.data and not segment.flags & (SYN | FIN | RST), "it is a pure ACK")


def data_ect_when_agreed(connection: Connection, segment: Segment) -> str | None:
    """rfc3168:3: no data is sent ECN-capable unless both SYNs agreed on ECN."""
    return _ect(connection, segment, bool(segment.data) and not connection.ecn, "ECN was not agreed on")


def repetition_not_ect(connection: Connection, segment: Segment) -> str | None:
    """rfc3168:9: no retransmission is sent ECN-capable."""
    return _ect(connection, segment, connection.is_repeated(segment), "all its data was sent before")


def _ect(connection: Connection, segment: Segment, forbidden: bool, why: str) -> str | None:
    if segment.ecn and forbidden and not connection.accurate:
        return f"its ECN field is {segment.ecn:02b}, but {why}: 00 is due"
    return None


def repetition_without_cwr(connection: Connection, segment: Segment) -> str | None:
    """rfc3168:7: CWR comes with new data, not with a retransmission."""
    if segment.flags & CWR and not connection.accurate and not segment.flags & SYN and connection.is_repeated(segment):
        return "it has CWR, but all its data was sent before"
    return None


def ecn_flags_when_agreed(connection: Connection, segment: Segment) -> str | None:
    """rfc3168:flags-when-agreed: ECE, CWR and AccECN's AE are set only where the SYNs agreed on it, or to offer it."""
    offer = connection.active and not connection.crossed and segment.flags & SYN
    wrong = segment.flags & ((0 if connection.ecn else ECE | CWR) | AE)
    if connection.accurate or offer or not wrong or not connection.far_syns:
        return None
    names = " ".join(name for bit, name in ((ECE, "ECE"), (CWR, "CWR"), (AE, "AE")) if wrong & bit)
    return f"it has {names}, which the SYNs did not agree on"


RULES = (
    ("rfc7323:scale-answers", scale_answers), ("rfc7323:timestamps-answer", timestamps_answer), ("rfc7323:8", timestamps_stay),
    ("rfc7323:timestamps-never-fall", stamps_never_fall), ("rfc7323:12", echoes_what_came), ("rfc7323:12", echoes_what_is_due),
    ("rfc7323:12", echo_never_falls), ("rfc2018:2", sack_was_permitted), ("rfc2018:blocks-held", sack_blocks), ("rfc3168:2", syn_not_ect),
    ("rfc3168:8", pure_ack_not_ect), ("rfc3168:3", data_ect_when_agreed), ("rfc3168:9", repetition_not_ect),
    ("rfc3168:7", repetition_without_cwr), ("rfc3168:flags-when-agreed", ecn_flags_when_agreed),
)
