"""The wire: the test is the other host. Scapy packets are template and pattern alike.

A field that is set explicitly must match; a default does not care. Scapy is imported
with this module, which takes half a second: import it late.
"""
import functools
import itertools
import time
from collections.abc import Callable, Iterator

from scapy.layers.inet import ICMP, IP, TCP, UDP
from scapy.layers.inet6 import ICMPv6EchoReply, ICMPv6EchoRequest, IPv6, _ICMPv6Error
from scapy.packet import NoPayload, Packet, Raw

from harness import invariants
from harness.capture import Captured
from harness.link import MTU, NEAR_ADDRESSES, Link
from harness.sockets import TCP4, TCP6, UDP4, UDP6, Kind

__tracebackhide__ = True     # a failure shows the test, not how it looked at packets

STRANGERS = ("198.18.", "198.19.", "2001:db8:1:")
"""How the far addresses of tests begin."""
FENCES = {4: "198.51.100.1", 6: "2001:db8:2::1"}
"""Far addresses that only fences use."""
NOT_LISTENING = 1
ICMP_ERRORS = (3, 4, 5, 11, 12)
HOUSEKEEPING = ("ff02::16", "ff02::2", "224.0.0.22", "224.0.0.2")
"""Where a stack reports its multicast groups and looks for routers: it does so unasked, at any time."""
IGMP, MLD = 2, (b"\x83", b"\x84", b"\x8f")
IN_VERSION_6 = {"tos": "tc", "ttl": "hlim"}
"""What fields of an IPv4 header are called in one of IPv6."""
PATIENCE = ((0, 1.0), (3, 0.4), (10, 0.14), (40, 0.06))
"""From so many misses on, the part of the link's patience within which a reaction must come.

A reaction takes a fraction of a millisecond; the rest is for busy machines. A target that keeps us waiting is given less and less.
"""


class WireMismatch(AssertionError):
    """The target did not send what it had to, or what it must not. ``signature`` is the same in every run."""

    def __init__(self, signature: str, text: str):
        self.signature = signature
        super().__init__(text)


class FenceLost(Exception):
    """The target answers neither an echo request nor a SYN to a closed port: its silence proves nothing."""


def layers(template: Packet) -> Iterator[Packet]:
    """The layers of a packet, outermost first."""
    while not isinstance(template, NoPayload):
        yield template
        template = template.payload


def difference(template: Packet, packet: Packet) -> str | None:
    """The first field that the template sets and the packet has otherwise, in words; None if all match."""
    for layer in layers(template):
        found = packet.getlayer(type(layer))
        if found is None:
            return f"there is no {layer.name}"
        for name, wanted in layer.fields.items():
            # Scapy itself sets IP options to none.
            if found.getfieldval(name) != wanted and not (isinstance(layer, IP) and name == "options" and not wanted):
                return f"{layer.name} {name} is {found.getfieldval(name)!r} instead of {wanted!r}"
    return None


def matches(template: Packet, packet: Packet) -> bool:
    """Whether a packet has every field as the template sets it."""
    return difference(template, packet) is None


def tos(packet: Packet) -> int:
    """The byte of a packet's IP header that holds DSCP and ECN, in either version."""
    return packet.tc if packet.version == 6 else packet.tos


def ttl(packet: Packet) -> int:
    """The hops a packet has left, in either version."""
    return packet.hlim if packet.version == 6 else packet.ttl


def with_shorter_quote(packet: Packet, excess: int) -> Packet:
    """An ICMP error that quotes so much less; raises ValueError for any other packet, which would not fit on the link."""
    error = next((layer for layer in layers(packet) if isinstance(layer, _ICMPv6Error) or isinstance(layer, ICMP) and layer.type in ICMP_ERRORS), None)
    if error is None:
        raise ValueError(f"a packet of {MTU + excess} bytes does not fit on the link, which carries {MTU}: send fragments")
    quote = bytes(error.payload)
    error.remove_payload()
    return packet / Raw(quote[:-excess])


def is_meant(template: Packet | None, packet: Packet) -> bool:
    """Whether a packet matches; without a template, whether it is more than housekeeping."""
    return not is_housekeeping(packet) if template is None else matches(template, packet)


def is_housekeeping(packet: Packet) -> bool:
    """Whether a stack sends this unasked. Older IGMP and MLD report a group to the group itself, and again some seconds later."""
    if packet.dst in HOUSEKEEPING:
        return True
    return packet.proto == IGMP if packet.version == 4 else packet.nh == 0 and bytes(packet)[48:49] in MLD


def spoiled(packet: Packet) -> Packet:
    """The packet with a wrong checksum of TCP or UDP: neither the right one nor none at all."""
    packet = type(packet)(bytes(packet))
    layer = packet[TCP] if TCP in packet else packet[UDP]
    layer.chksum = layer.chksum % 0xFFFE + 1
    return packet


def name_of(template: Packet) -> str:
    """What a template stands for, without numbers that differ from run to run: ``TCP SA``, ``ICMP 3/3``."""
    layer = list(layers(template))[-1]
    layer = next((one for one in layers(template) if isinstance(one, (TCP, ICMP))), layer)
    if isinstance(layer, TCP):
        return f"TCP {layer.flags}" if "flags" in layer.fields else "TCP"
    if isinstance(layer, ICMP):
        return f"ICMP {layer.type}/{layer.code}"
    return layer.name


_numbers = itertools.count(1)


def stranger(version: int) -> str:
    """An address that no earlier test had: what a stack remembers of a host is not carried over."""
    number = next(_numbers)
    if version == 6:
        return f"2001:db8:1::{number:x}"
    return f"198.{18 + (number >> 16) % 2}.{number >> 8 & 255}.{number & 255}"


class Wire:
    """The far end of the target's only link, for one test.

    ``version`` is that of IP, ``target`` the target's address, ``far`` the address that is ours. ``capture``
    is all that passed since the test began, but for what belongs to earlier tests and to fences.
    """

    def __init__(self, link: Link, version: int):
        self.version, self.link, self.target = version, link, NEAR_ADDRESSES[version]
        self.ours: set[str] = set()
        self.far = self.another_address()
        self.capture: list[Captured] = []
        self.closing: list[Callable[[], None]] = []
        self._read = 0

    @property
    def addresses(self) -> frozenset[str]:
        """Every address the target has."""
        return frozenset(NEAR_ADDRESSES.values())

    def another_address(self) -> str:
        """One more far address, for tests that play several hosts."""
        address = stranger(self.version)
        self.ours.add(address)
        return address

    @property
    def mtu(self) -> int:
        """Bytes of the largest packet that the target may send."""
        return self.link.mtu

    @property
    def tcp(self) -> Kind:
        """The kind of TCP sockets that speak over this wire."""
        return TCP6 if self.version == 6 else TCP4

    @property
    def udp(self) -> Kind:
        """The kind of UDP sockets that speak over this wire."""
        return UDP6 if self.version == 6 else UDP4

    # sending

    def ip(self, **fields) -> IP | IPv6:
        """The IP header of a packet from us to the target; any field can be given, ``tos`` and ``ttl`` for both versions."""
        fields = {"src": self.far, "dst": self.target} | fields
        if self.version == 6:
            return IPv6(**{IN_VERSION_6.get(name, name): value for name, value in fields.items()})
        return IP(**fields)

    def send(self, packet: Packet | bytes) -> None:
        """Put a packet on the wire; without an IP header of its own it gets ours."""
        if not isinstance(packet, (IP, IPv6, bytes)):
            packet = self.ip() / packet
        raw = bytes(packet)
        self.link.write(raw if len(raw) <= MTU else bytes(with_shorter_quote(packet, len(raw) - MTU)))

    # looking

    def look(self, seconds: float = 0.0) -> bool:
        """Read one packet into the capture, waiting that long for it; false if none came."""
        found = self.link.read(seconds)
        if found is None:
            return False
        if self._concerns_us(found):
            self.capture.append(found)
        return True

    def unread(self, start: int, within: float) -> Iterator[tuple[int, Captured]]:
        """What the target sent, from that place of the capture on, as it comes; ends when the time is over."""
        deadline = time.monotonic() + within
        while True:
            while start < len(self.capture):
                start += 1
                if self.capture[start - 1].sender == "target":
                    yield start, self.capture[start - 1]
            if not self.look(max(0.0, deadline - time.monotonic())) and time.monotonic() >= deadline:
                return

    def patient(self, seconds: float | None = None) -> float:
        """How long to wait for a packet: so long if it is given, else as long as a reaction may take."""
        if seconds is not None:
            return seconds
        return self.link.patience * next(part for misses, part in reversed(PATIENCE) if self.link.doomed or self.link.misses >= misses)

    def missed(self, signature: str, text: str) -> WireMismatch:
        """What had to come did not."""
        self.link.misses += not self.link.doomed
        return WireMismatch(signature, text)

    def expect(self, template: Packet, within: float | None = None) -> Packet:
        """The first unread packet that matches, passing over others; raises :class:`WireMismatch` with the nearest."""
        within, nearest = self.patient(within), None
        for place, found in self.unread(self._read, within):
            if (how := difference(template, found.packet)) is None:
                self._read = place
                return found.packet
            nearest = f"; the last that came, {found.packet.summary()}, does not match: {how}"
        raise self.missed(f"{name_of(template)} never came", f"no {template.summary()} came within {within:g} s{nearest or ', nothing did'}")

    def all_until_now(self, template: Packet | None = None) -> list[Packet]:
        """Every unread packet that the target has sent up to now and that matches; they count as read."""
        self.fence()
        found = [one.packet for _, one in self.unread(self._read, 0)]
        self._read = len(self.capture)
        return [packet for packet in found if is_meant(template, packet)]

    def silent(self, template: Packet | None = None, for_: float = 0.0) -> bool:
        """Whether the target has sent no unread packet that matches, up to a fence, which comes ``for_`` seconds from now.

        A fence bounds immediate reactions only: for what a timer may send, give a time.
        """
        deadline = time.monotonic() + for_
        while (left := deadline - time.monotonic()) > 0:
            self.look(left)
        self.fence()
        return not any(is_meant(template, one.packet) for _, one in self.unread(self._read, 0))

    def fence(self) -> None:
        """Returns when everything that the target sent until now is in the capture: its answer to us queues behind it."""
        questions = fences(self.version)
        for place, (question, is_answer) in enumerate(questions):
            self.link.write(question)
            deadline = time.monotonic() + self.patient()
            while (left := deadline - time.monotonic()) > 0:
                found = self.link.read(left)
                if found is None:
                    continue
                if found.sender == "target" and is_answer(found):
                    questions.insert(0, questions.pop(place))       # what is answered is asked first from now on
                    return
                if self._concerns_us(found):
                    self.capture.append(found)
        raise FenceLost("the target answers neither an echo request nor a SYN to a closed port; what it did not send cannot be known")

    def violations(self) -> list:
        """What the target broke in all that passed until now, of what must hold in every test."""
        while self.look():
            pass
        return invariants.violations(self.capture, self.addresses)

    def close(self) -> None:
        """End what the test left open, so that the target forgets it."""
        for ending in self.closing:
            ending()

    # whose packet it is

    def _concerns_us(self, found: Captured) -> bool:
        """Whether a packet belongs to this test: those of fences and of earlier tests have their own far addresses."""
        try:
            source, destination = found.addresses
        except (ValueError, IndexError):       # too short to have any; it is ours, then
            return True
        other = source if found.sender == "far" else destination
        return other in self.ours or not (other.startswith(STRANGERS) or other in FENCES.values())

    def __repr__(self) -> str:
        return f"<the wire between {self.target} and {self.far}>"


@functools.cache
def fences(version: int) -> list[tuple[bytes, Callable[[Captured], bool]]]:
    """Questions that every host answers at once, each with how to know the answer: an echo request, a SYN to a closed port."""
    source, destination = FENCES[version], NEAR_ADDRESSES[version]
    header = (IPv6 if version == 6 else IP)(src=source, dst=destination)
    echo = header / (ICMPv6EchoRequest(id=7, data=b"fence") if version == 6 else ICMP(type=8, id=7) / b"fence")
    answer = ICMPv6EchoReply(id=7) if version == 6 else ICMP(type=0, id=7)
    closed = header / TCP(sport=7, dport=NOT_LISTENING, flags="S", seq=7)
    return [(bytes(echo), lambda found: found.addresses[1] == source and matches(answer, found.packet)),
            (bytes(closed), lambda found: found.addresses[1] == source and matches(TCP(sport=NOT_LISTENING, flags="RA", ack=8), found.packet))]
