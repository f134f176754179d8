"""What holds for resets, and for what follows them. Pure.

A rule takes the flow as it was before a segment of the target's, and the segment, and returns what is wrong in a sentence.
Only where the target surely has no connection must a reset be an answer to what came: an application may close one at any time.
A capture is taken not to begin between a segment and the reset that answers it.
"""
from harness.invariants.connections import Flow
from harness.invariants.packets import ACK, RST, SYN, Segment


def answers(reset: Segment, far: Segment) -> bool:
    """Whether a reset has the numbers of an answer to that segment: of its ACK if it has one, otherwise zero, and what it filled."""
    if far.flags & ACK:
        return reset.seq == far.ack
    return reset.seq == 0 and bool(reset.flags & ACK) and reset.ack == far.end


def reset_numbers(flow: Flow, segment: Segment) -> str | None:
    """rfc9293:reset-numbers: a reset where there is no connection has the numbers that make it acceptable to whom it answers."""
    if not segment.flags & RST or not all(far.plain for far in flow.far):
        return None
    asked = [far for far in flow.far if not far.flags & RST]
    if not asked or any(answers(segment, far) for far in asked):
        return None
    if flow.answers_nothing_known and len(flow.far) > flow.before:
        return f"this reset has {_numbers(segment)}; as an answer to the last segment it had {_due(asked[-1])}"
    if not flow.spoken and segment.seq == 0 and segment.flags & ACK and segment.ack == asked[-1].end and all(far.flags & ACK for far in flow.far):
        return f"this reset has {_numbers(segment)}; as an answer to a segment with ACK it had {_due(asked[-1])}"
    return None


def no_reset_for_a_reset(flow: Flow, segment: Segment) -> str | None:
    """rfc9293:reset-for-reset: a reset is not answered, by a reset least of all."""
    if segment.flags & RST and flow.answers_nothing_known and len(flow.far) > flow.before:
        asked = sum(not far.flags & RST for far in flow.far)
        if flow.resets >= asked and flow.far[-1].flags & RST:
            return f"this is reset {flow.resets + 1}, but the far side sent {asked} segments that are none"
    return None


def nothing_after_reset(flow: Flow, segment: Segment) -> str | None:
    """rfc9293:nothing-after-reset: when a reset has ended a connection, nothing more is sent on it."""
    if flow.ended and not segment.flags & (RST | SYN):
        return f"it comes after the reset of packet {flow.ended.number}, which ended the connection"
    return None


def _numbers(reset: Segment) -> str:
    return f"SEQ {reset.seq}, " + (f"ACK {reset.ack}" if reset.flags & ACK else "no ACK")


def _due(far: Segment) -> str:
    return f"SEQ {far.ack}" if far.flags & ACK else f"SEQ 0, ACK {far.end}"


RULES = (
    ("rfc9293:reset-numbers", reset_numbers), ("rfc9293:reset-for-reset", no_reset_for_a_reset),
    ("rfc9293:nothing-after-reset", nothing_after_reset),
)
