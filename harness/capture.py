"""What passed on a link, in order. Judged by :mod:`harness.invariants`, shown as a ladder, saved for Wireshark."""
import base64
import functools
import socket
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

FILE = "capture"
"""The piece of evidence that is a file, in base64: pcapng."""
SHOWN = 100
"""Rungs of a ladder, and characters of a call, that are shown."""
RAW_IP = 101
"""The link type of packets that begin with their IP header (pcap's LINKTYPE_RAW)."""
MODULO = 1 << 32


@dataclass(frozen=True)
class Captured:
    """One packet on the link.

    ``time`` is in seconds of the monotonic clock, the one that agents report too; ``sender``
    is "target" or "far"; ``raw`` begins with the IP header.
    """

    time: float
    sender: str
    raw: bytes

    @property
    def addresses(self) -> tuple[str, str]:
        """Source and destination, read without scapy: it takes a hundred times as long, and of most packets nothing else is asked."""
        family, at, size = (socket.AF_INET6, 8, 16) if self.raw[0] >> 4 == 6 else (socket.AF_INET, 12, 4)
        source, destination = self.raw[at:at + size], self.raw[at + size:at + 2 * size]
        return socket.inet_ntop(family, source), socket.inet_ntop(family, destination)

    @functools.cached_property
    def packet(self):
        """As scapy dissects it. Scapy is imported when the first packet is looked at: that takes half a second."""
        from scapy.layers.inet import IP
        from scapy.layers.inet6 import IPv6
        return (IPv6 if self.raw[0] >> 4 == 6 else IP)(self.raw)


def evidence(capture: list[Captured], story) -> dict[str, str]:
    """What a failure shows of the link: calls and packets as a ladder, and a file for Wireshark."""
    return {"packets": "\n".join(ladder(capture, story)), FILE: base64.b64encode(pcapng(capture, story)).decode()}


# --------------------------------------------------------------------------- as a ladder

def ladder(capture: list[Captured], story, shown: int | None = SHOWN) -> list[str]:
    """The calls that are judged on the left, packets to the right, in the order of time: milliseconds since the first.

    Of more than ``shown`` rungs, those in the middle are left out.
    """
    rungs = [(said.time, f"{spoken(said)} {call(said.text)}") for said in story.lines if said.side != "peer"]
    first: dict[tuple, int] = {}
    rungs += [(one.time, f"{'':28}{'──>' if one.sender == 'target' else '<──'} {describe(one, first)}") for one in capture]
    rungs.sort(key=lambda rung: rung[0])
    lines = [f"{(time - rungs[0][0]) * 1000:9.2f}  {text}" for time, text in rungs]
    if shown is None or len(lines) <= shown:
        return lines
    return [*lines[:shown // 2], f"{'':11}... {len(lines) - shown} more ...", *lines[-shown // 2:]]


def spoken(said) -> str:
    """Who says a line to whom: ``>`` to the target, ``<`` by it; where two are judged, with the name of the side."""
    return said.direction if said.side == "target" else f"{said.side} {said.direction}"


def call(text: str) -> str:
    """A line of the protocol without its number and its times."""
    words = [word for word in text.split(" ")[1:] if not word.startswith(("began=", "ended=", "watch="))]
    return " ".join(words)[:SHOWN]


def describe(one: Captured, first: dict[tuple, int]) -> str:
    """A packet in one line. Sequence numbers count from the first of their direction, kept in ``first``."""
    try:
        packet = one.packet
        return tcp(packet, first) if "TCP" in packet and not packet.haslayer("IPerror") else packet.summary()
    except Exception as fault:      # made wrong on purpose, it may defy dissection in any way
        return f"{len(one.raw)} bytes that cannot be dissected ({type(fault).__name__}): {one.raw[:40].hex()}"


def tcp(packet, first: dict[tuple, int]) -> str:
    """A TCP segment: flags, numbers, window, options, length."""
    segment = packet["TCP"]
    there, back = (packet.src, segment.sport, segment.dport), (packet.dst, segment.dport, segment.sport)
    first.setdefault(there, segment.seq)
    size = len(segment.payload)
    parts = [f"{segment.flags or 'none'} seq {(segment.seq - first[there]) % MODULO}" + (f"..{(segment.seq - first[there] + size) % MODULO}" if size else "")]
    if segment.flags.A:
        parts.append(f"ack {(segment.ack - first.get(back, segment.ack)) % MODULO}")
    parts.append(f"win {segment.window}")
    if segment.options:
        parts.append("<" + " ".join(" ".join(map(str, option)) if option[1] not in (None, b"") else option[0] for option in segment.options) + ">")
    return f"{segment.sport}>{segment.dport} " + ", ".join(parts)


# --------------------------------------------------------------------------- as a file

class Noted(bytes):
    """A packet as bytes, with what scapy writes down about one: its time, direction and comments."""


def pcapng(capture: Iterable[Captured], story) -> bytes:
    """A file that Wireshark opens. What the target was told and said stands as a comment on the packet that followed."""
    from scapy.utils import PcapNgWriter
    said = [line for line in story.lines if line.side != "peer"]
    epoch = time.time() - time.monotonic()
    with tempfile.NamedTemporaryFile(suffix=".pcapng") as file:
        writer = PcapNgWriter(file.name)
        writer.linktype = RAW_IP
        for one in capture:
            before = [line for line in said if line.time <= one.time]
            said = said[len(before):]
            packet = Noted(one.raw)
            packet.time, packet.direction = one.time + epoch, 1 if one.sender == "far" else 2
            packet.comments = [f"{spoken(line)} {call(line.text)}".encode() for line in before]
            writer.write(packet)
        writer.close()
        return Path(file.name).read_bytes()
