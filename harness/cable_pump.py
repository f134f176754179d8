"""The pump of a cable: carries packets between two descriptors, and records them.

It is started as a program of its own (``python -I -S cable_pump.py NEAR FAR NEAR_HARDWARE FAR_HARDWARE SEED PLAN``), so that packets pass while
the harness does something else. NEAR and FAR carry one IP packet a read and a write; if its hardware address is given, in hex, an end carries
Ethernet frames, and that is whom they are for. A plan says what becomes of packets; with the same seed it
says the same again. What a link does not take at once waits, and meanwhile nothing more is taken for it: the cable itself loses nothing.

On its standard input it is told ``n``, a new test begins, which it confirms by a byte, ``t``, to tell what passed since, or ``s``, how many packets
it has spoiled since the test began. It ends with its input.
"""
import collections
import heapq
import marshal
import os
import random
import select
import socket
import struct
import sys
import time

LARGEST = 1 << 17
KEPT = 4000
"""Packets that are kept of one test: the last ones."""
WAITING = 2000
"""Packets that may be on the way to one end; until there are fewer, nothing is taken for it."""
ETHERNET = 14
TCP_HEADER, RST = 20, 0x04
OUR_HARDWARE = b"\x02\0\0\0\0\x02"

Plan = collections.namedtuple("Plan", "delay jitter loss duplicate reorder corrupt", defaults=(0.0,) * 6)
"""What becomes of packets in each direction.

``delay`` is in seconds, ``jitter`` what may be added to it; the others are parts of all packets, between 0 and 1.
Jitter alone keeps the order: a packet that is late holds up those behind it. One that is reordered lets them pass.
A reset arrives whole under every plan: nobody sends it again, and a test of what follows one would learn nothing.
"""

PLANS = {
    "lan": Plan(delay=0.0002, jitter=0.0001),
    "wan": Plan(delay=0.015, jitter=0.005, loss=0.001),
    "continents": Plan(delay=0.075, jitter=0.010, loss=0.005),
    "lossy": Plan(delay=0.001, jitter=0.001, loss=0.05, duplicate=0.02, reorder=0.05, corrupt=0.02),
}
"""Paths that are known by name."""


def behind_ip(raw):
    """Where what an IP packet carries begins."""
    return 40 if raw[0] >> 4 == 6 else (raw[0] & 15) * 4


def is_reset(raw):
    """Whether an IP packet carries a TCP segment with RST."""
    start = behind_ip(raw)
    return len(raw) >= start + TCP_HEADER and raw[6 if raw[0] >> 4 == 6 else 9] == socket.IPPROTO_TCP and bool(raw[start + 13] & RST)


class Lane:
    """One direction: when each packet arrives, and as what. Knows no clock and no descriptor.

    ``spoiled`` counts the packets that were lost, doubled, damaged or overtaken.
    """

    def __init__(self, plan, seed):
        self._plan, self._random, self._last = plan, random.Random(seed), 0.0
        self.spoiled = 0

    def arrivals(self, raw, now):
        """What arrives of a packet that is sent now: pairs of time and bytes; none if it is lost."""
        plan, spared = self._plan, is_reset(raw)
        if self._happens(plan.loss) and not spared:
            return []
        copies = 2 if self._happens(plan.duplicate) else 1
        return [(self._time(now), self._flipped(raw) if self._happens(plan.corrupt) and not spared else raw) for _ in range(copies)]

    def _happens(self, chance):
        """Whether this packet is the one in so many."""
        happens = self._random.random() < chance
        self.spoiled += happens
        return happens

    def _time(self, now):
        due = now + self._plan.delay + self._plan.jitter * self._random.random()
        if self._happens(self._plan.reorder):
            return due + max(self._plan.delay, 0.001)
        self._last = max(self._last, due)
        return self._last

    def _flipped(self, raw):
        """With one bit turned, behind the IP header: what is there has a checksum of its own."""
        start = behind_ip(raw)
        if len(raw) <= start:
            return raw
        place = self._random.randrange(start, len(raw))
        return raw[:place] + bytes([raw[place] ^ 1 << self._random.randrange(8)]) + raw[place + 1:]


class End:
    """A descriptor, and the packets that wait to be written to it."""

    def __init__(self, descriptor, hardware=b""):
        self.descriptor, self._hardware = descriptor, hardware
        self.due, self._count = [], 0
        self.gone = False       # whoever held the other side of it
        os.set_blocking(descriptor, False)

    def take(self):
        """The next packet that was sent here; None if there is none now."""
        try:
            raw = os.read(self.descriptor, LARGEST)
        except BlockingIOError:
            return None
        except ConnectionResetError:
            raw = b""
        self.gone = not raw
        return raw[ETHERNET if self._hardware else 0:] or None

    def give(self, due, raw):
        """Have a packet arrive here at that time."""
        self._count += 1
        heapq.heappush(self.due, (due, self._count, raw))

    def deliver(self, now):
        """Write what is due, as far as the link takes it; the packets that were written."""
        written = []
        while self.due and self.due[0][0] <= now:
            raw = self.due[0][2]
            kind = b"\x86\xdd" if raw[0] >> 4 == 6 else b"\x08\x00"
            try:
                os.write(self.descriptor, self._hardware + OUR_HARDWARE + kind + raw if self._hardware else raw)
            except BlockingIOError:
                break
            except OSError:
                pass        # whoever it was for has gone, or takes no such packet: it is lost
            written.append(heapq.heappop(self.due)[2])
        return written


class Pump:
    """Two ends and the lanes between them; ``record`` holds what passed at the near end: time, who sent it, packet."""

    def __init__(self, near, far, plan, seed):
        self.near, self.far = near, far
        self._lanes = {near: Lane(plan, seed), far: Lane(plan, seed + 1)}      # by who sends
        self.record = collections.deque(maxlen=KEPT)

    @property
    def spoiled(self):
        """How many packets of this test did not arrive as they were sent, both ways."""
        return sum(lane.spoiled for lane in self._lanes.values())

    def renew(self):
        """A new test begins."""
        self.record.clear()
        for lane in self._lanes.values():
            lane.spoiled = 0

    def told(self):
        """The record as bytes, which is cleared."""
        record = marshal.dumps(list(self.record))
        self.record.clear()
        return struct.pack("Q", len(record)) + record

    def turn(self, seconds=None, also=()):
        """Wait until something is to be done, do it, and return which of the descriptors ``also`` can be read."""
        poller, now = select.poll(), time.monotonic()
        for end, other in ((self.near, self.far), (self.far, self.near)):
            overdue = bool(end.due) and end.due[0][0] <= now
            if not end.gone:        # which poll would report again and again
                poller.register(end.descriptor, select.POLLIN * (len(other.due) < WAITING) | select.POLLOUT * overdue)
        for descriptor in also:
            poller.register(descriptor, select.POLLIN)
        ready = dict(poller.poll(self._wait(seconds, now)))
        for end, other in ((self.near, self.far), (self.far, self.near)):
            if ready.get(end.descriptor, 0) & select.POLLIN:
                self._carry(end, other)
        now = time.monotonic()
        for raw in self.near.deliver(now):
            self.record.append((now, "far", raw))
        self.far.deliver(now)
        return [descriptor for descriptor in also if descriptor in ready]

    def _carry(self, sender, receiver):
        """Take what was sent and decide when it arrives."""
        while len(receiver.due) < WAITING:
            raw = sender.take()
            if raw is None:
                return
            now = time.monotonic()
            if sender is self.near:
                self.record.append((now, "target", raw))
            for due, what in self._lanes[sender].arrivals(raw, now):
                receiver.give(due, what)

    def _wait(self, seconds, now):
        """Milliseconds until the next packet is due that is not so ``now``; at most ``seconds``, or without limit.

        By the same clock reading that told what is overdue: a packet that comes due between two would be waited for by nobody.
        """
        due = [end.due[0][0] - now for end in (self.near, self.far) if end.due and (end.due[0][0] > now or end.gone)]
        due += [seconds] if seconds is not None else []
        return max(0.0, min(due)) * 1000 + 0.5 if due else None


def main():
    near, far = (End(int(sys.argv[place]), bytes.fromhex(sys.argv[place + 2])) for place in (1, 2))
    pump = Pump(near, far, Plan(*map(float, sys.argv[6].split(","))), int(sys.argv[5]))
    while True:
        if not pump.turn(also=[0]):
            continue
        word = os.read(0, 1) or sys.exit()
        if word == b"n":
            pump.renew()
        answer = pump.told() if word == b"t" else struct.pack("Q", pump.spoiled) if word == b"s" else word
        while answer:
            answer = answer[os.write(1, answer):]


if __name__ == "__main__":
    main()
