"""The far end of a target's only network device, as the harness holds it: raw packets, in order, with the kernel's times."""
import contextlib
import fcntl
import os
import select
import socket
import struct
import time
from collections import deque
from collections.abc import Callable

from harness.capture import Captured

NEAR_ADDRESSES = {4: "192.0.2.1", 6: "2001:db8::1"}
"""The target's addresses by IP version."""
PEER_ADDRESSES = {4: "192.0.2.2", 6: "2001:db8::2"}
"""The peer's addresses, where the two are joined by a cable."""
MTU = 1500
"""Bytes of a packet that a link carries."""
LARGEST = 1 << 17
ROOM = 8 << 20
"""Bytes that may wait at either end of a descriptor, if the system allows as many."""
GLANCE = 0.3
"""Seconds of waiting for a packet after which it is time to look around."""
FORGOTTEN = 10_000
"""So many packets are thrown away when a test begins, at most: a target that floods has more."""
SO_TIMESTAMPNS, SO_SNDBUFFORCE = 35, 32
SIOCGIFMTU = 0x8921
PACKET_OUTGOING = 4
FAR_HARDWARE = b"\x02\0\0\0\0\x02"


class Link:
    """What passes between a target and the harness, and how to put packets there."""

    def __init__(self) -> None:
        self.patience = 5.0
        """Seconds within which a reaction must come, at first."""
        self.misses = 0
        """How often what had to come did not."""
        self.doomed = False
        """Whether the test at hand is known to wait for what does not come."""
        self.look_around: Callable[[], None] = lambda: None
        """What whoever waits long for a packet does first: it may wait for one in vain."""
        self._epoch = time.time() - time.monotonic()    # packets are stamped with the time of day

    def renew(self, doomed: bool = False) -> None:
        """A new test begins: what passed when the one before was cleared away is forgotten. ``doomed``: it is known to wait in vain."""
        self.doomed = doomed
        for _ in range(FORGOTTEN):
            if self._take(0.0) is None:
                return

    def write(self, raw: bytes) -> None:
        """Put one packet, from its IP header on, on the link."""
        raise NotImplementedError

    def read(self, seconds: float) -> Captured | None:
        """The next packet that passed, in either direction, waiting that long for one."""
        found = self._take(min(seconds, GLANCE))
        if found is None and seconds > GLANCE:
            self.look_around()
            found = self._take(seconds - GLANCE)
        return found

    @property
    def mtu(self) -> int:
        """Bytes of the largest packet that the target may put on the link."""
        return MTU

    def _take(self, seconds: float) -> Captured | None:
        """The next packet that passed, waiting that long for one and doing nothing else."""
        raise NotImplementedError

    def close(self) -> None:
        """Let go of the far end."""
        raise NotImplementedError

    def _stamp(self, ancillary: list) -> float:
        """When the kernel saw a packet, on the monotonic clock."""
        for level, kind, data in ancillary:
            if level == socket.SOL_SOCKET and kind == SO_TIMESTAMPNS:
                seconds, nanoseconds = struct.unpack("qq", data)
                return seconds + nanoseconds / 1e9 - self._epoch
        return time.monotonic()


class DeviceLink(Link):
    """What passes on ``wire0``, the device of a kernel.

    ``tap`` sees both directions; packets are written to ``writer``, a TUN descriptor or (``kind``
    "veth") a packet socket, where each packet needs the ``hardware`` address of the target's device.
    """

    def __init__(self, tap: int, writer: int, kind: str, hardware: bytes):
        super().__init__()
        self.kind = kind
        self._tap, self._writer, self._hardware = socket.socket(fileno=tap), writer, hardware
        self._poller = select.poll()
        self._poller.register(self._tap, select.POLLIN)

    def write(self, raw: bytes) -> None:
        """Put one packet, from its IP header on, on the link. On a TUN device the target has received it when this returns."""
        if self.kind == "veth":
            raw = self._hardware + FAR_HARDWARE + (b"\x86\xdd" if raw[0] >> 4 == 6 else b"\x08\x00") + raw
        os.write(self._writer, raw)

    @property
    def mtu(self) -> int:
        """What the device is set to: whoever runs the target may have made it smaller."""
        return min(MTU, struct.unpack("16xi", fcntl.ioctl(self._tap, SIOCGIFMTU, struct.pack("16si", b"wire0", 0)))[0])

    def _take(self, seconds: float) -> Captured | None:
        self._drain()
        if not self._poller.poll(max(0.0, seconds) * 1000):
            return None
        raw, ancillary, _, place = self._tap.recvmsg(LARGEST, 64, socket.MSG_DONTWAIT)
        self._drain()
        return Captured(self._stamp(ancillary), "target" if place[2] == PACKET_OUTGOING else "far", raw)

    def close(self) -> None:
        """Let go of the far end."""
        self._tap.close()
        os.close(self._writer)

    def _drain(self) -> None:
        """Empty the queue of a TUN device, which would else refuse packets in the end; the tap has seen them."""
        if self.kind == "tun":
            try:
                while os.read(self._writer, LARGEST):
                    pass
            except BlockingIOError:
                pass


class DescriptorLink(Link):
    """One end of a pair of sockets whose other end a target in user space was given: a packet a read, a packet a write.

    The kernel stamps what the target writes; what we write is stamped before it goes, so that both directions can be put in order.
    """

    def __init__(self, ours: socket.socket):
        super().__init__()
        self._ours = ours
        self._ours.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        self._written: deque[Captured] = deque()
        self._next: Captured | None = None

    def write(self, raw: bytes) -> None:
        """Put one packet on the link. One that a target does not read in time is lost, as on any link."""
        self._written.append(Captured(time.monotonic(), "far", raw))
        self._ours.settimeout(self.patience)
        with contextlib.suppress(TimeoutError, BrokenPipeError, ConnectionResetError):      # a target that is gone hears nothing
            self._ours.send(raw)

    def _take(self, seconds: float) -> Captured | None:
        if self._next is None:
            self._next = self._receive(0.0 if self._written else seconds)
        if self._written and (self._next is None or self._written[0].time <= self._next.time):
            return self._written.popleft()
        found, self._next = self._next, None
        return found

    def close(self) -> None:
        """Let go of our end."""
        self._ours.close()

    def _receive(self, seconds: float) -> Captured | None:
        """The next packet of the target; a target that is gone sends none, however long we wait."""
        self._ours.settimeout(max(0.0, seconds))
        try:
            raw, ancillary, _, _ = self._ours.recvmsg(LARGEST, 64)
        except (TimeoutError, BlockingIOError, ConnectionResetError):
            return None
        if raw:
            return Captured(self._stamp(ancillary), "target", raw)
        select.select([], [], [], max(0.0, seconds))
        return None


def pair() -> tuple[socket.socket, socket.socket]:
    """Both ends of a link between two programs, each with as much room as can be had."""
    ends = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    for end in ends:
        try:
            end.setsockopt(socket.SOL_SOCKET, SO_SNDBUFFORCE, ROOM)
        except PermissionError:
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, ROOM)
    return ends
