"""Starts the reference servers and clients inside a world, beside the target and the peer."""
import os
import select
import sys
import time
from collections.abc import Callable
from pathlib import Path

from harness.lines import Address, Inet, Inet6, Unix
from harness.namespaces import NoWorld, Process, World

HERE = Path(__file__).parent
SECONDS = 10.0


def start_servers(world: World, hosts: tuple[str, str]) -> dict[tuple[str, str], Address]:
    """Start every reference server on these addresses, of IPv4 and IPv6: where each listens, by service and kind."""
    process = world.spawn([sys.executable, str(HERE / "servers.py"), ".", *hosts], dict(os.environ))
    text = read_until(process, lambda text: text.endswith(b"ready\n"))
    return dict(_endpoint(line.split()) for line in text.decode().splitlines()[:-1])


def _endpoint(words: list[str]) -> tuple[tuple[str, str], Address]:
    service, kind, *place = words
    if kind.startswith("unix"):
        return (service, kind), Unix(place[0].encode())
    return (service, kind), (Inet6 if kind.endswith("6") else Inet)(place[0], int(place[1]))


class Reader:
    """The reference client that reads to the end like a file, as a program of its own."""

    def __init__(self, world: World, kind: str, address: Address):
        place = [os.fsdecode(address.path)] if isinstance(address, Unix) else [address.host, str(address.port)]
        self._process = world.spawn([sys.executable, "-m", "harness.reference.clients", kind, *place], dict(os.environ))

    def output(self) -> bytes:
        """Everything the server sent, once it has closed."""
        return read_until(self._process, lambda text: False)


def read_until(process: Process, enough: Callable[[bytes], bool]) -> bytes:
    """What a program prints until it is enough, or to its end; raises NoWorld when it takes too long."""
    text, deadline = b"", time.monotonic() + SECONDS
    while not enough(text):
        ready, _, _ = select.select([process.stdout], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            raise NoWorld(f"a reference program did not get on within {SECONDS:g} s; it has printed {text[-200:]!r}")
        data = os.read(process.stdout, 65536)
        if not data:
            break
        text += data
    return text
