"""What is known of the TCP connections in a capture, as it passes. Pure.

A :class:`Flow` is all that passes between two ports; a :class:`Connection` begins with a SYN of the target's, and only
what began in the capture is known well enough to be judged. What the far side sends is evidence, and each segment counts
where it speaks for the target: whether the target took it, or dropped it as it should, it may not be possible to tell.
"""
from harness.invariants.packets import ACK, AE, ECE, FIN, HALF, MASK, RST, SCALE, SYN, TIMESTAMPS, Segment, ahead

LARGEST_SHIFT = 14


class Connection:
    """One connection, as far as the target's own segments and the far side's show it.

    Places in the target's own stream count from its SYN, those of the far side's from the far SYN, ``irs``.
    ``irs`` is None until the target has acknowledged a SYN that was captured.
    """

    def __init__(self, syn: Segment, far: list[Segment]):
        self.iss = syn.seq
        self.active = not syn.flags & ACK
        self.syns: list[Segment] = []
        self.acknowledged: int | None = None    # the highest that the target acknowledged: Last.ACK.sent
        self.settled = False                    # it has sent more than SYNs
        self.crossed = False                    # a SYN-ACK of an active opener: the opens were simultaneous

        self.sent = bytearray()                 # what the target sent, from the byte behind its SYN
        self.reach = 0                          # the place behind all that it sent
        self.fin: int | None = None             # the place of its FIN
        self.lost = False                       # its sequence numbers made no sense once: no longer judged
        self.right_edge: int | None = None
        self.stamp: int | None = None           # its last TSval
        self.echoed = 0                         # its last TSecr

        self.far = far
        self.heard = 0                          # how many of them have been taken in
        self.older = len(far)                   # how many came before it began
        self.irs: int | None = None
        self.far_unknown = False                # what it acknowledged first was no SYN in the capture
        self.far_syns: list[Segment] = []       # those that may have begun this connection
        self.any_syns: list[Segment] = []       # all that came
        self.far_reach = 0
        self.far_fins: set[int] = set()
        self.far_edge: int | None = None        # as far as the far side ever let it send
        self.closed: set[int] = set()           # where it closed its window: probes may begin there
        self.pieces: list[tuple[int, int]] = []     # what came: sequence number, length
        self.stamps: list[tuple[int, int]] = []     # what came: sequence number, TSval
        self.unechoed: list[Segment] = []       # what TS.Recent must be taken from, once it is acknowledged
        self.least_echo: int | None = None
        self.doubtful_stamps = False
        self.shift: int | None = None           # of its windows; None if not certain
        self.stamped = False                    # both sides agreed on timestamps
        self.accurate = False                   # a SYN spoke of AccECN: ECN has other rules
        self.ecn = False                        # ECN may have been agreed on

    def place(self, segment: Segment) -> int:
        """Where in the target's stream a segment of its begins; its data and FIN are meant, behind the SYN."""
        return ahead(segment.seq, self.iss) + (segment.flags >> 1 & 1)

    def is_keepalive(self, segment: Segment) -> bool:
        """Whether a segment may be a keep-alive probe: a byte of garbage, or none, just below what was sent last."""
        return len(segment.data) <= 1 and not segment.flags & (SYN | FIN) and ahead(segment.seq, self.iss) == self.reach - 1

    def is_repeated(self, segment: Segment) -> bool:
        """Whether all data in a segment was sent before."""
        return (bool(segment.data) and not self.lost and not self.is_keepalive(segment)
                and self.place(segment) >= 1 and self.place(segment) + len(segment.data) - 1 <= len(self.sent))

    @property
    def synchronized(self) -> bool:
        """Whether the target surely reached a state where it can only send a reset when the connection ends."""
        if self.irs is None or self.acknowledged is None or any(syn.data for syn in (*self.syns, *self.far_syns)):
            return False
        if self.active and not self.crossed:
            return self.settled
        return self.settled and (self.reach > 1 or ahead(self.acknowledged, self.irs) > 1)

    # taking in

    def begin(self, syn: Segment) -> None:
        """Take in a SYN of the target's, the first or a repeated one."""
        self.syns.append(syn)
        self.crossed = self.active and bool(syn.flags & ACK)
        self._agree()

    def hear(self, segment: Segment) -> None:
        """Take in what the far side has sent, before a segment of the target's is judged."""
        if self.irs is None:
            if not segment.flags & ACK or self.far_unknown:
                return
            self._find_far_syn(segment)
        if self.irs is not None:
            for number in range(self.heard, len(self.far)):
                self._hear(self.far[number], number >= self.older)
            self.heard = len(self.far)
            if segment.times and self.unechoed:
                self._must_echo(segment)

    def take(self, segment: Segment) -> None:
        """Take in a segment of the target's, when it has been judged."""
        if not segment.flags & SYN:
            self.settled = True
        place = self.place(segment)
        if not 0 <= place <= self.reach and not segment.flags & SYN:
            self.lost = True
        if not self.lost:
            self._take_data(segment, place)
        if segment.flags & ACK:
            if self.acknowledged is None or ahead(segment.ack, self.acknowledged) > 0:
                self.acknowledged = segment.ack
            if (edge := self.edge(segment)) is not None and (self.right_edge is None or ahead(edge, self.right_edge) > 0):
                self.right_edge = edge
        if segment.times:
            self.stamp = segment.times[0]
            if not segment.flags & SYN:
                self.echoed = segment.times[1]

    def edge(self, segment: Segment) -> int | None:
        """The right edge of the window that a segment of the target's offers; None if its scale is not certain."""
        if segment.flags & SYN:
            return (segment.ack + segment.window) & MASK
        return None if self.shift is None else (segment.ack + (segment.window << self.shift)) & MASK

    def _take_data(self, segment: Segment, place: int) -> None:
        if not self.is_keepalive(segment):
            new = len(self.sent) + 1 - place
            if self.fin is None and new < len(segment.data):
                self.sent += segment.data[new:]
            if segment.flags & FIN and self.fin is None:
                self.fin = place + len(segment.data)
        self.reach = max(self.reach, place + len(segment.data) + (segment.flags & FIN))

    def _find_far_syn(self, segment: Segment) -> None:
        """Which SYN it was that a segment of the target's acknowledges, the first that acknowledges anything."""
        syns = [one for one in self.far if one.flags & SYN and not one.flags & RST]
        starts = {one.seq for one in syns}
        if (segment.ack - 1) & MASK in starts:
            self.irs = (segment.ack - 1) & MASK
        elif len(starts) == 1 and (self.active or self.far[0].flags & SYN):
            self.irs = starts.pop()
        else:
            self.far_unknown = True
            return
        self.far_syns = [one for one in syns if one.seq == self.irs]
        self._agree()

    def _agree(self) -> None:
        """What the two SYNs agree on, as far as all of either side's say the same."""
        every = self.syns + self.far_syns
        self.accurate = any(syn.flags & AE for syn in self.syns) or any(one.flags & SYN and one.flags & AE for one in self.far)
        self.ecn = any(syn.flags & ECE for syn in self.syns) and (not self.far_syns or any(one.flags & ECE for one in self.far if one.flags & SYN))
        self.stamped = bool(self.far_syns) and all(syn.surely(TIMESTAMPS, 8) for syn in every)
        self.shift = self._agreed_shift()

    def _agreed_shift(self) -> int | None:
        shifts = {syn.scale() for syn in self.syns}
        if len(shifts) != 1 or not all(syn.plain for syn in self.syns):
            return None
        shift = shifts.pop()
        if shift is None or (self.far_syns and not any(syn.perhaps(SCALE) for syn in self.far_syns)):
            return 0
        return min(shift, LARGEST_SHIFT) if self.far_syns and all(syn.surely(SCALE, 1) for syn in self.far_syns) else None

    def _hear(self, far: Segment, of_this: bool) -> None:
        """Take in a segment of the far side's; ``of_this``: it came after this connection had begun."""
        end = ahead(far.end, self.irs)
        self.doubtful_stamps |= not far.plain
        if far.flags & SYN:
            self.any_syns.append(far)
        if far.flags & FIN:
            self.far_fins.add(end)
        if far.length:
            self.pieces.append((far.seq, far.length))
            self.unechoed = [one for one in self.unechoed if ahead(one.end, far.seq) <= 0 or ahead(far.end, one.seq) <= 0]
        if far.times:
            self.stamps.append((far.seq, far.times[0]))
            if of_this and far.length and not far.flags & (SYN | RST) and far.seq == self.acknowledged and end - far.length == self.far_reach:
                self.unechoed.append(far)
        self.far_reach = max(self.far_reach, end)
        self._hear_window(far)

    def _hear_window(self, far: Segment) -> None:
        if far.flags & ACK:
            edge = ahead(far.ack, self.iss) + (far.window if far.flags & SYN else far.window << self._far_shift())
        elif far.flags & SYN:
            edge = 1 + far.window
        else:
            return
        if far.window == 0:
            self.closed.add(edge)
        if edge < HALF and (self.far_edge is None or edge > self.far_edge):
            self.far_edge = edge

    def _far_shift(self) -> int:
        """The most by which the far side's windows may be shifted."""
        shifts = [min(syn.scale() or 0, LARGEST_SHIFT) for syn in self.far_syns if syn.plain]
        return max(shifts) if shifts and len(shifts) == len(self.far_syns) else LARGEST_SHIFT

    def _must_echo(self, segment: Segment) -> None:
        """What came at the edge of what was acknowledged, and in one segment only, is the least to echo once it is acknowledged."""
        for far in self.unechoed:
            if ahead(segment.ack, far.end) >= 0 and (self.least_echo is None or ahead(far.times[0], self.least_echo) > 0):
                self.least_echo = far.times[0]
        self.unechoed = [far for far in self.unechoed if ahead(segment.ack, far.end) < 0]


class Flow:
    """All that passes between a port of the target's and one of the far side's."""

    def __init__(self):
        self.far: list[Segment] = []
        self.connection: Connection | None = None
        self.doubtful = False       # two SYN-ACKs for half-open connections: which of them lives is not known
        self.spoken = False         # the target has sent something
        self.empty = False          # the target surely has no connection here
        self.begun_by_syn = False   # the first that passed was the far side's SYN
        self.ended: Segment | None = None       # the target's reset that ended its connection
        self.resets = 0             # how many resets it has sent since it had no connection
        self.before = 0             # how many far segments came before that
        self._ended_iss = 0

    def hear(self, far: Segment) -> None:
        """Take in a segment of the far side's."""
        if not self.far and not self.spoken:
            self.begun_by_syn = far.flags & (SYN | ACK | RST) == SYN
        self.far.append(far)
        # A SYN may begin another connection, and where SYN cookies are in use so may the end of an old handshake.
        if self.ended and (far.flags & SYN or (far.flags & ACK and far.ack == (self._ended_iss + 1) & MASK)):
            self.ended = None

    def begin(self, segment: Segment) -> None:
        """Take in a SYN of the target's: a repeated one, or that of a new connection."""
        known = self.connection
        if known and segment.seq == known.iss and (not segment.flags & ACK or all(syn.ack == segment.ack for syn in known.syns if syn.flags & ACK)):
            known.begin(segment)
        elif segment.flags & ACK and (self.doubtful or (known and (not known.settled or known.iss == segment.seq))):
            self.doubtful, self.connection = True, None
        else:
            self.doubtful, self.connection = False, Connection(segment, self.far)
            self.connection.begin(segment)

    def take(self, segment: Segment) -> None:
        """Take in a segment of the target's, when it has been judged."""
        if not segment.flags & RST:
            self.empty = False
            if self.connection:
                self.connection.take(segment)
        elif self.connection and self.connection.synchronized:
            self.ended, self._ended_iss = segment, self.connection.iss
            self.empty, self.connection, self.resets, self.before = True, None, 0, len(self.far)
        elif self.answers_nothing_known:
            self.empty = True
            self.resets += 1
        self.spoken = True

    @property
    def answers_nothing_known(self) -> bool:
        """Whether a reset the target sends now can only be an answer to a segment for which it has no connection."""
        return self.empty or (self.begun_by_syn and not self.spoken)
