"""The far TCP endpoint that a test plays: it counts sequence numbers, nothing else."""
import itertools
import random
import time

from scapy.layers.inet import TCP
from scapy.packet import Packet, Raw

from harness.capture import Captured
from harness.wire import Wire, WireMismatch, spoiled

__tracebackhide__ = True     # a failure shows the test, not how it looked at segments

MODULO = 1 << 32
TIMER = 0.1
"""Seconds after which a segment that comes again was sent by a timer: RFC 6298 asks for a second, and the shortest known is 0.2."""
_ports = itertools.count(20000)


class TcpEnd:
    """One end of a TCP connection, ours. Nothing is sent or answered unless the test says so.

    ``next`` is the sequence number of the next byte we send, ``received`` that of the next we have not
    got yet: what we acknowledge. ``acked`` is what the target acknowledged last, ``their_window`` what it offered
    last, in bytes. Options are offered on our SYN as they are given here, and kept right on all later segments.
    ``header`` holds fields of the IP header for what is sent from now on, such as ``{"tos": 3}``.
    """

    def __init__(self, wire: Wire, their_port: int = 0, mss: int | None = 1460, window: int = 65535,
                 scale: int | None = None, sack: bool = False, timestamps: bool = False, source: str | None = None):
        self.wire, self.their_port, self.port = wire, their_port, next(_ports)
        self.mss, self.window, self.scale, self.sack, self.timestamps = mss, window, scale, sack, timestamps
        self.source = source or wire.far
        self.first = random.randrange(MODULO)
        self.next, self.received, self.acked = self.first, 0, None
        self.their_first, self.their_window, self.their_scale = 0, 0, 0
        self.header: dict = {}
        self.recent = 0
        """The timestamp to echo: of the last segment that was in order."""
        self.came = 0.0
        """When the target sent the segment that was read last."""
        self.clock = random.randrange(MODULO) - int(time.monotonic() * 1000)
        self._read = len(wire.capture)
        wire.closing.append(self._forget)

    # sending

    def send(self, data: bytes = b"", flags: str | None = None, options: list | bytes | None = None,
             spoil: bool = False, **fields) -> None:
        """Send a segment: by default with the sequence and acknowledgement numbers that are due.

        A segment with a ``seq`` of its own does not move ``next`` on. Any field of TCP can be given. Options are a list as
        scapy takes it, or bytes that go out as they stand, four or a multiple of four. With ``spoil`` the checksum is wrong.
        """
        fields = modular(fields)
        flags = flags if flags is not None else "PA" if data else "A"
        if "seq" not in fields:
            fields["seq"] = self.next
            self.next = (self.next + len(data) + ("S" in flags) + ("F" in flags)) % MODULO
        defaults = {"ack": self.received if "A" in flags else 0, "window": self.window}
        options = self.options(flags) if options is None else options
        if isinstance(options, bytes):
            defaults["dataofs"], data, options = 5 + len(options) // 4, options + data, []
        segment = TCP(sport=self.port, dport=self.their_port, flags=flags, options=options, **(defaults | fields))
        packet = stacked(self.wire.ip(src=self.source, **self.header), segment, *([Raw(data)] if data else []))
        self.wire.send(spoiled(packet) if spoil else packet)

    def after(self, count: int) -> int:
        """The sequence number of ours that comes so many bytes after the next one; before it, if negative."""
        return (self.next + count) % MODULO

    def options(self, flags: str) -> list:
        """The options of a segment with these flags."""
        stamps = [("NOP", None), ("NOP", None), ("Timestamp", (self.now, self.recent))] if self.timestamps and "R" not in flags else []
        if "S" not in flags:
            return stamps
        offered = [("MSS", self.mss)] if self.mss is not None else []
        offered += [("NOP", None), ("WScale", self.scale)] if self.scale is not None else []
        offered += [("NOP", None), ("NOP", None), ("SAckOK", b"")] if self.sack else []
        return offered + stamps

    @property
    def now(self) -> int:
        """Our timestamp clock, in milliseconds; ``clock`` is what it adds to the time."""
        return (self.clock + int(time.monotonic() * 1000)) % MODULO

    # looking

    def segments(self, within: float = 0.0):
        """The unread segments of this connection that the target sent, as they come; what is yielded counts as read."""
        for place, found in self.wire.unread(self._read, within):
            self._read = place
            if self.is_ours(found):
                self.came = found.time
                yield found

    def is_ours(self, found: Captured) -> bool:
        """Whether the target sent a packet on this connection. A connection to our port sets the port that is theirs."""
        if found.addresses[1] != self.source:
            return False
        packet = found.packet
        if TCP not in packet or packet[TCP].dport != self.port:
            return False
        if not self.their_port and packet[TCP].flags.S:
            self.their_port = packet[TCP].sport
        return packet[TCP].sport == self.their_port

    def expect(self, flags: str = "A", data: bytes | None = None, within: float | None = None, **fields) -> TCP:
        """The next segment of the connection, which must be this one; raises :class:`WireMismatch` with the first difference.

        ``flags`` may be several, as in ``R|RA``. Unless told otherwise it must follow on what was received. PSH is the target's own
        affair. Pure acknowledgements may come at any time: those that are not what is expected are passed over, and so is what
        a timer sends again.
        """
        within, passed = self.wire.patient(within), None
        for found in self.segments(within):
            segment = found.packet[TCP]
            how = self._difference(segment, flags, data, fields)
            if how is None:
                self._note(segment)
                return segment
            if self.is_again(found):
                continue
            if self._repeats(segment) and "seq" not in fields:
                continue
            if not (only_acknowledges(segment) and (flags != "A" or data or how.startswith("ack"))):
                raise WireMismatch(f"TCP {segment.flags} instead of TCP {flags}: {how.split()[0]}",
                                   f"{found.packet.summary()} came instead of a TCP segment {flags}{' with data' if data else ''}: {how}")
            passed = how
            self._note(segment)
        raise self.wire.missed(f"TCP {flags} never came", f"no TCP segment {flags}{f' with {len(data)} bytes' if data else ''} came within {within:g} s"
                           + (f"; an acknowledgement came: {passed}" if passed else ""))

    def is_again(self, found: Captured) -> bool:
        """Whether a timer of the target sent this once more: the same numbers went by a tenth of a second earlier, or more."""
        segment = found.packet[TCP]
        if only_acknowledges(segment):
            return False
        earlier = (one for one in self.wire.capture if one.sender == "target" and one.time <= found.time - TIMER and self.is_ours(one))
        return any(one.packet[TCP].seq == segment.seq and not only_acknowledges(one.packet[TCP]) for one in earlier)

    def expect_data(self, within: float | None = None) -> TCP:
        """The next segment with data in order, however much it is; all others are passed over."""
        within = self.wire.patient(within)
        for found in self.segments(within):
            segment = found.packet[TCP]
            if payload(segment) and segment.seq == self.received:
                self._note(segment)
                return segment
        raise self.wire.missed("data never came", f"no data came within {within:g} s")

    def take(self) -> bytes:
        """The data in order that has come up to now, and is not acknowledged."""
        self.wire.fence()
        data = b""
        for found in self.segments():
            segment = found.packet[TCP]
            if payload(segment) and segment.seq == self.received:
                data += payload(segment)
                self._note(segment)
        return data

    def receive(self, size: int, within: float | None = None, acknowledge: bool = True) -> bytes:
        """Take so many bytes that the target sends, in order, acknowledging each segment; those that were sent before are passed over."""
        data, within = b"", self.wire.patient(within)
        deadline = time.monotonic() + within
        for found in self.segments(within):
            segment = found.packet[TCP]
            load = payload(segment)
            if load and segment.seq == self.received:
                data += load
                self._note(segment)
                if acknowledge:
                    self.send()
            elif time.monotonic() > deadline:
                break
            if len(data) >= size:
                break
        if len(data) < size:
            raise self.wire.missed("data never came", f"{len(data)} of {size} bytes came within {within:g} s")
        return data

    def all_until_now(self) -> list[TCP]:
        """The unread segments that the target has sent up to now; they count as read."""
        self.wire.fence()
        return [found.packet[TCP] for found in self.segments()]

    def silent(self, for_: float = 0.0, data: bool = False) -> bool:
        """Whether nothing unread came up to a fence ``for_`` seconds from now; with ``data``, nothing that carries any.

        Without a time, what a timer sends again does not count: on a busy machine it may fire at any moment.
        """
        deadline = time.monotonic() + for_
        while (left := deadline - time.monotonic()) > 0:
            self.wire.look(left)
        self.wire.fence()
        found = [one.packet[TCP] for _, one in self.wire.unread(self._read, 0) if self.is_ours(one) and (for_ or not self.is_again(one))]
        return not [segment for segment in found if not data or (payload(segment) and not self._repeats(segment))]

    # the usual courses

    def connect(self) -> TCP:
        """Open a connection to the target's port; the SYN-ACK."""
        self.send(flags="S")
        answer = self.expect("SA", ack=self.next)
        self.send()
        return answer

    def accept(self, within: float | None = None) -> TCP:
        """Take the connection that the target opens to our port; its SYN."""
        syn = self.expect("S", within=within)
        self.agree(syn)
        self.send(flags="SA")
        self.expect("A", ack=self.next)
        return syn

    def agree(self, syn: TCP) -> None:
        """Keep only those options that the target's SYN offers as well."""
        offered = dict(option[:2] for option in syn.options if len(option) > 1)
        self.scale = self.scale if "WScale" in offered else None
        self.sack, self.timestamps = self.sack and "SAckOK" in offered, self.timestamps and "Timestamp" in offered

    def finish(self) -> None:
        """Say the end of our data, which the target acknowledges."""
        self.send(flags="FA")
        self.expect("A", ack=self.next)

    def reset(self) -> None:
        """Abort the connection."""
        self.send(flags="R")

    # what came

    def _difference(self, segment: TCP, flags: str, data: bytes | None, fields: dict) -> str | None:
        found = set(str(segment.flags)) - ({"P", "N", "E", "C"} if flags == "S" else {"P"})     # a SYN may ask for ECN, of either kind
        if found not in [set(one) - {"P"} for one in flags.split("|")]:
            return f"flags are {segment.flags} instead of {flags}"
        if "S" not in flags and "R" not in flags:
            fields = {"seq": self.received} | fields
        for name, wanted in modular(fields).items():
            if wanted is not None and segment.getfieldval(name) != wanted:
                return f"{name} is {segment.getfieldval(name)} instead of {wanted}"
        if data is not None and payload(segment) != data:
            return f"data has {len(payload(segment))} bytes and is not the {len(data)} that were expected"
        return f"flags are {segment.flags} with data" if data is None and "R" not in found and flags == "A" and payload(segment) else None

    def _repeats(self, segment: TCP) -> bool:
        """Whether a segment brings data and nothing else, all of which we have got."""
        data = payload(segment)
        plain = data and not (segment.flags.S or segment.flags.F or segment.flags.R)
        return bool(plain) and 0 < (self.received - segment.seq) % MODULO < MODULO // 2 and (self.received - segment.seq) % MODULO >= len(data)

    def _note(self, segment: TCP) -> None:
        """Count what a segment brought."""
        if segment.flags.S:
            self.received = self.their_first = segment.seq
            self.their_scale = dict(option[:2] for option in segment.options if len(option) > 1).get("WScale", 0)
        if segment.seq == self.received and not segment.flags.R:
            self.received = (self.received + len(payload(segment)) + bool(segment.flags.S) + bool(segment.flags.F)) % MODULO
            self.recent = dict(option[:2] for option in segment.options if len(option) > 1).get("Timestamp", (self.recent, 0))[0]
        if segment.flags.A:
            self.acked = segment.ack
            shift = self.their_scale if self.scale is not None and not segment.flags.S else 0
            self.their_window = segment.window << shift

    def _forget(self) -> None:
        """Make the target forget the connection, wherever the test left it."""
        mine = [found.packet[TCP] for found in self.wire.capture if found.sender == "target" and self.is_ours(found)]
        last = next((segment.ack for segment in reversed(mine) if segment.flags.A and not segment.flags.R), None)
        if mine and not mine[-1].flags.R:
            self.send(flags="R" if last is not None else "RA", seq=self.next if last is None else last,
                      ack=0 if last is not None else (mine[-1].seq + 1) % MODULO, options=[])

    def __repr__(self) -> str:
        return f"<our end of {self.port}>{self.their_port}>"


def stacked(*layers: Packet) -> Packet:
    """One packet of these layers. ``/`` would copy each, and building it would once more, which takes most of the time of sending."""
    for layer, payload in itertools.pairwise(layers):
        layer.add_payload(payload)
    for layer in layers:
        layer.explicit = True       # its fields stand for one packet
    return layers[0]


def modular(fields: dict) -> dict:
    """Fields of a segment, with numbers that went past the end of the sequence space back at its beginning."""
    return {name: value % MODULO if name in ("seq", "ack") and value is not None else value for name, value in fields.items()}


def payload(segment: TCP) -> bytes:
    """The data of a segment."""
    return segment[Raw].load if Raw in segment else b""


def only_acknowledges(segment: TCP) -> bool:
    """Whether a segment carries neither data nor SYN, FIN or RST."""
    return not (payload(segment) or segment.flags.S or segment.flags.F or segment.flags.R)
