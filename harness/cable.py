"""A cable: joins a target's link with the world of its peer. What passes is recorded by a pump of its own, :mod:`harness.cable_pump`."""
import marshal
import os
import select
import socket
import struct
import sys
import time
from pathlib import Path

from harness.cable_pump import Plan
from harness.capture import Captured
from harness.namespaces import NoWorld, Process, World

PUMP = Path(__file__).with_name("cable_pump.py")
SECONDS = 5.0


class Cable:
    """Carries packets between a target, whose end of a pair of sockets is ``near``, and the device of the world that its peer is in.

    ``plan`` says what becomes of them on the way, ``seed`` makes it say the same again. The cable ends with the world.
    """

    def __init__(self, world: World, near: socket.socket, plan: Plan = Plan(), seed: int = 1):
        kind, device, hardware = world.device
        argv = [sys.executable, "-I", "-S", str(PUMP), "{near}", "{far}", hardware.hex(), str(seed), ",".join(map(repr, plan))]
        self._process: Process = world.spawn(argv, dict(os.environ), keep={"near": near.fileno(), "far": device})

    def renew(self) -> None:
        """A new test begins: what passed until now is forgotten."""
        os.write(self._process.stdin, b"n")

    def passed(self) -> list[Captured]:
        """What the target sent and what reached it since, in order; raises :class:`~harness.namespaces.NoWorld` when the pump is lost."""
        os.write(self._process.stdin, b"t")
        size, = struct.unpack("Q", self._read(8))
        return [Captured(*one) for one in marshal.loads(self._read(size))]

    def close(self) -> None:
        """Let go of the pump, which ends."""
        self._process.release(kill=False)

    def _read(self, size: int) -> bytes:
        data, deadline = b"", time.monotonic() + SECONDS
        while len(data) < size:
            ready, _, _ = select.select([self._process.stdout], [], [], max(0.0, deadline - time.monotonic()))
            more = os.read(self._process.stdout, size - len(data)) if ready else b""
            if not more:
                raise NoWorld("the cable between target and peer was lost")
            data += more
        return data
