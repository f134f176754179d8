"""A cable: joins the links of a target and of its peer. What passes is recorded by a pump of its own, :mod:`harness.cable_pump`."""
import marshal
import os
import select
import struct
import sys
import time
from pathlib import Path
from typing import NamedTuple

from harness.cable_pump import Plan
from harness.capture import Captured
from harness.namespaces import NoWorld, Process, World

PUMP = Path(__file__).with_name("cable_pump.py")
SECONDS = 5.0


class CableEnd(NamedTuple):
    """A descriptor that carries packets, which the cable takes over; ``hardware`` is whom frames are for, if it carries frames."""

    descriptor: int
    hardware: bytes = b""


class Cable:
    """Carries packets between the ``near`` end, the target's, and the ``far`` one, the peer's.

    ``plan`` says what becomes of them on the way, ``seed`` makes it say the same again. The cable ends with the world.
    """

    def __init__(self, world: World, near: CableEnd, far: CableEnd, plan: Plan, seed: int = 1):
        argv = [sys.executable, "-I", "-S", str(PUMP), "{near}", "{far}", near.hardware.hex(), far.hardware.hex(), str(seed), ",".join(map(repr, plan))]
        try:
            self._process: Process = world.spawn(argv, dict(os.environ), keep={"near": near.descriptor, "far": far.descriptor})
        finally:
            for end in (near, far):
                os.close(end.descriptor)

    def renew(self) -> None:
        """A new test begins: what passed until now is forgotten. Raises :class:`~harness.namespaces.NoWorld` when the pump is lost."""
        os.write(self._process.stdin, b"n")
        self._read(1)

    def passed(self) -> list[Captured]:
        """What the target sent and what reached it since, in order; raises :class:`~harness.namespaces.NoWorld` when the pump is lost."""
        os.write(self._process.stdin, b"t")
        size, = struct.unpack("Q", self._read(8))
        return [Captured(*one) for one in marshal.loads(self._read(size))]

    def spoiled(self) -> int:
        """How many packets of this test were lost, doubled, damaged or overtaken; raises :class:`~harness.namespaces.NoWorld` when the pump is lost."""
        os.write(self._process.stdin, b"s")
        return struct.unpack("Q", self._read(8))[0]

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
