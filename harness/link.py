"""The far end of a target's only network device, as the harness holds it: raw packets, in order, with the kernel's times."""
import os
import select
import socket
import struct
import time
from collections.abc import Callable

from harness.capture import Captured

NEAR_ADDRESSES = {4: "192.0.2.1", 6: "2001:db8::1"}
"""The target's addresses by IP version."""
LARGEST = 1 << 17
GLANCE = 0.3
"""Seconds of waiting for a packet after which it is time to look around."""
SO_TIMESTAMPNS = 35
PACKET_OUTGOING = 4
FAR_HARDWARE = b"\x02\0\0\0\0\x02"


class Link:
    """What passes on ``wire0``, and how to put packets on it.

    ``tap`` sees both directions; packets are written to ``writer``, a TUN descriptor or (``kind``
    "veth") a packet socket, where each packet needs the ``hardware`` address of the target's device.
    """

    def __init__(self, tap: int, writer: int, kind: str, hardware: bytes):
        self.kind = kind
        self.patience = 5.0
        """Seconds within which a reaction must come, at first."""
        self.misses = 0
        """How often what had to come did not."""
        self.look_around: Callable[[], None] = lambda: None
        """What whoever waits long for a packet does first: it may wait for one in vain."""
        self._tap, self._writer, self._hardware = socket.socket(fileno=tap), writer, hardware
        self._poller = select.poll()
        self._poller.register(self._tap, select.POLLIN)
        self._epoch = time.time() - time.monotonic()    # packets are stamped with the time of day

    def write(self, raw: bytes) -> None:
        """Put one packet, from its IP header on, on the link. On a TUN device the target has received it when this returns."""
        if self.kind == "veth":
            raw = self._hardware + FAR_HARDWARE + (b"\x86\xdd" if raw[0] >> 4 == 6 else b"\x08\x00") + raw
        os.write(self._writer, raw)

    def read(self, seconds: float) -> Captured | None:
        """The next packet that passed, waiting that long for one."""
        self._drain()
        came = self._poller.poll(max(0.0, min(seconds, GLANCE)) * 1000)
        if not came and seconds > GLANCE:
            self.look_around()
            came = self._poller.poll((seconds - GLANCE) * 1000)
        if not came:
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

    def _stamp(self, ancillary: list) -> float:
        for level, kind, data in ancillary:
            if level == socket.SOL_SOCKET and kind == SO_TIMESTAMPNS:
                seconds, nanoseconds = struct.unpack("qq", data)
                return seconds + nanoseconds / 1e9 - self._epoch
        return time.monotonic()
