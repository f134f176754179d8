"""What must hold on every capture, whatever the test did. Pure: a list of packets in, a list of what is wrong out.

Only the target's packets are judged. The far side's are evidence: a test sends what it likes, and a rule speaks only
where that leaves no doubt. A capture may begin anywhere and end anywhere.
"""
from collections.abc import Callable, Iterable, Iterator
from socket import AF_INET, AF_INET6, inet_pton
from typing import NamedTuple

from harness.capture import Captured
from harness.invariants import agreed, headers, icmp, options, resets, transfer
from harness.invariants.connections import Flow
from harness.invariants.packets import ICMP, ICMPV6, RST, SYN, TCP, UDP, Packet, Segment, read, segment

CLAUSES = frozenset(clause for rules in (headers, icmp, options, resets, agreed, transfer) for clause, _ in rules.RULES) | {
    options.DATA_OFFSET, *headers.FRAGMENTS.values()}
"""Every clause there is a rule for."""
OTHERS = frozenset((ICMP, UDP, ICMPV6, headers.IGMP))
"""What surely is not TCP."""
UNREADABLE = {4: "rfc791:lengths", 6: "rfc8200:lengths"}


class Violation(NamedTuple):
    """What the target broke: the id of a requirement, the number of the packet in the capture, and what is wrong in a sentence."""

    clause: str
    packet: int
    text: str


def violations(capture: list[Captured], addresses: frozenset[str]) -> list[Violation]:
    """All that the target broke in a capture, in the order of its packets; ``addresses`` are the target's own."""
    own = frozenset(inet_pton(AF_INET6 if ":" in address else AF_INET, address.partition("%")[0]) for address in addresses)
    found = [Violation(*one) for one in _Judging(own).all(capture)]
    return sorted(found, key=lambda violation: violation.packet)


class _Judging:
    """One walk through a capture."""

    def __init__(self, own: headers.Own):
        self.own = own
        self.flows: dict[tuple, Flow] = {}
        self.far: list[Packet] = []             # what the far side has sent
        self.near: list[Packet] = []            # what the target has sent
        self.blind: set[tuple] = set()          # pairs of addresses between which TCP may have passed unread
        self.routed = False                     # the target sends source routes: where to, its headers do not tell

    def all(self, capture: list[Captured]) -> Iterator[tuple[str, int, str]]:
        """What is wrong, packet by packet, and at last of the fragments."""
        for number, captured in enumerate(capture):
            packet = read(number, captured.raw)
            if captured.sender != "target":
                if packet is not None:
                    self.hear(packet)
            elif packet is not None:
                yield from self.judge(packet)
            elif captured.raw:
                version = captured.raw[0] >> 4
                yield UNREADABLE.get(version, "rfc791:lengths"), number, f"its {len(captured.raw)} bytes begin with no IP header (version {version})"
        yield from headers.judge_fragments(self.near)

    def hear(self, packet: Packet) -> None:
        """Take in a packet of the far side's."""
        self.far.append(packet)
        if packet.protocol in OTHERS:
            return
        pair = packet.destination, packet.source
        if packet.protocol != TCP or not packet.whole:
            self.blind.add(pair)
        elif found := segment(packet, near=False):
            self.flow(pair, found).hear(found)

    def judge(self, packet: Packet) -> Iterator[tuple[str, int, str]]:
        """What is wrong with a packet of the target's."""
        self.near.append(packet)
        yield from _broken(headers.RULES, packet.number, packet, self.own)
        if packet.protocol == TCP and packet.whole:
            yield from self.judge_segment(packet)
        elif packet.protocol in OTHERS:
            if found := icmp.error(packet):
                yield from _broken(icmp.RULES, packet.number, found, self.far)
        else:
            self.blind.add((packet.source, packet.destination))

    def judge_segment(self, packet: Packet) -> Iterator[tuple[str, int, str]]:
        """What is wrong with a segment of the target's, alone and on its connection."""
        pair, found = (packet.source, packet.destination), segment(packet, near=True)
        self.routed |= packet.routed
        if found is None:
            if wrong := options.unreadable(packet):
                yield options.DATA_OFFSET, packet.number, wrong
            self.blind.add(pair)
            return
        yield from _broken(options.RULES, packet.number, found)
        if pair not in self.blind and not self.routed:
            yield from _judge_in_flow(self.flow(pair, found), found)

    def flow(self, pair: tuple, segment: Segment) -> Flow:
        """What passes between the ports of a segment."""
        key = *pair, segment.near_port, segment.far_port
        return self.flows.get(key) or self.flows.setdefault(key, Flow())


def _judge_in_flow(flow: Flow, segment: Segment) -> Iterator[tuple[str, int, str]]:
    """What is wrong with a segment of the target's, given what passed before it; then it is taken in."""
    yield from _broken(resets.RULES, segment.number, flow, segment)
    if segment.flags & SYN and not segment.flags & RST:
        flow.ended = None
        flow.begin(segment)
    if flow.connection and not segment.flags & RST:
        flow.connection.hear(segment)
        yield from _broken(transfer.RULES, segment.number, flow.connection, segment)
        yield from _broken(agreed.RULES, segment.number, flow.connection, segment)
    flow.take(segment)


def _broken(rules: Iterable[tuple[str, Callable]], number: int, *given) -> Iterator[tuple[str, int, str]]:
    """What the rules find."""
    for clause, rule in rules:
        if wrong := rule(*given):
            yield clause, number, wrong
