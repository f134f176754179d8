"""What passed on a link, in order. Judged by :mod:`harness.invariants`, shown as a ladder, saved for Wireshark."""
import functools
from dataclasses import dataclass


@dataclass(frozen=True)
class Captured:
    """One packet on the link.

    ``time`` is in seconds of the monotonic clock, the one that agents report too; ``sender``
    is "target" or "far"; ``raw`` begins with the IP header.
    """

    time: float
    sender: str
    raw: bytes

    @functools.cached_property
    def packet(self):
        """As scapy dissects it. Scapy is imported when the first packet is looked at: that takes half a second."""
        from scapy.layers.inet import IP
        from scapy.layers.inet6 import IPv6
        return (IPv6 if self.raw[0] >> 4 == 6 else IP)(self.raw)
