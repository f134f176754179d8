"""Captures made by hand, packet by packet, for the tests of the invariants."""
from scapy.layers.inet import ICMP, IP, TCP
from scapy.layers.inet6 import IPv6
from scapy.packet import Raw
from scapy.utils import checksum

from harness.capture import Captured
from harness.invariants import violations

NEAR, FAR = {4: "10.9.0.1", 6: "fd00::1"}, {4: "198.18.0.1", 6: "2001:db8:1::1"}
STAMPS, SCALE, SACKS = ("Timestamp", (100, 0)), ("WScale", 7), ("SAckOK", b"")


def broken(capture: list[Captured]) -> list[str]:
    """The clauses that a capture breaks, in the order of its packets."""
    return [one.clause for one in violations(capture, frozenset(NEAR.values()))]


class Line:
    """A capture that grows. Numbers of the target count from its SYN, those of the far side from the far SYN."""

    def __init__(self, version: int = 4, iss: int = 1000, irs: int = 5000):
        self.version, self.iss, self.irs = version, iss, irs
        self.capture: list[Captured] = []

    def put(self, sender: str, packet) -> None:
        """A packet of any sort."""
        self.capture.append(Captured(len(self.capture) / 1000, sender, bytes(packet)))

    def ip(self, sender: str, **fields):
        """A header from one side to the other."""
        source, destination = (NEAR, FAR) if sender == "target" else (FAR, NEAR)
        header = {"src": source[self.version], "dst": destination[self.version], **fields}
        return IPv6(**header) if self.version == 6 else IP(**header)

    def near(self, flags, seq, ack=None, data=b"", *options, window=1000, ecn=0, times=None, altered=None, **tcp) -> None:
        """A segment of the target's; ``altered`` are bytes to put into its TCP header, checksummed again."""
        self.put("target", self._segment("target", flags, seq, ack, data, options, window, ecn, times, altered, tcp))

    def far(self, flags, seq, ack=None, data=b"", *options, window=1000, ecn=0, times=None, altered=None, **tcp) -> None:
        """A segment of the far side's."""
        self.put("far", self._segment("far", flags, seq, ack, data, options, window, ecn, times, altered, tcp))

    def _segment(self, sender, flags, seq, ack, data, options, window, ecn, times, altered, tcp):
        own, other = (self.iss, self.irs) if sender == "target" else (self.irs, self.iss)
        ports = {"sport": 80, "dport": 4000} if sender == "target" else {"sport": 4000, "dport": 80}
        options = [*options, ("Timestamp", times)] if times else list(options)
        header = self.ip(sender, **({"tc": ecn} if self.version == 6 else {"tos": ecn}))
        packet = header / TCP(**{**ports, "flags": flags, "seq": (own + seq) % 2**32, "ack": 0 if ack is None else (other + ack) % 2**32,
                                 "window": window, "options": options, **tcp}) / Raw(data)
        return patched(bytes(packet), altered) if altered else packet

    def sack(self, *places):
        """A SACK option with blocks of what the far side sent."""
        return "SAck", tuple((self.irs + place) % 2**32 for place in places)

    def passive(self, *options, answer=None, **fields) -> "Line":
        """The far side opens."""
        times, theirs = ((100, 700), (700, 0)) if STAMPS in options else (None, None)
        options = [option for option in options if option != STAMPS]
        self.far("S", 0, None, b"", ("MSS", 1460), *options, times=theirs, **fields)
        self.near("SA", 0, 1, b"", ("MSS", 1460), *(options if answer is None else answer), times=times, **fields)
        self.far("A", 1, 1, times=(701, 100) if times else None)
        return self

    def active(self, *options) -> "Line":
        """The target opens."""
        self.near("S", 0, None, b"", ("MSS", 1460), *options)
        self.far("SA", 0, 1, b"", ("MSS", 1460), *options)
        self.near("A", 1, 1)
        return self


def patched(raw: bytes, altered: dict[int, bytes]) -> bytes:
    """An IPv4 packet with other bytes in its TCP header, and the checksum that fits."""
    changed = bytearray(raw)
    for at, new in {**altered, 16: b"\0\0"}.items():
        changed[20 + at:20 + at + len(new)] = new
    pseudo = raw[12:20] + b"\0\x06" + (len(raw) - 20).to_bytes(2)
    changed[36:38] = checksum(pseudo + bytes(changed[20:])).to_bytes(2)
    return bytes(changed)


def icmp_error(line, about, quoted=None, kind=3, **fields):
    line.put("far", about)
    line.put("target", line.ip("target") / ICMP(type=kind, code=3, **fields) / Raw(bytes(about) if quoted is None else quoted))


def ecn_agreed(line):
    line.far("SEC", 0)
    line.near("SAE", 0, 1)
    line.far("A", 1, 1)
    return line


def opened_and_aborted(line):
    line.passive().near("PA", 1, 1, b"data")
    line.near("RA", 5, 1)
    return line
