"""What things cost on this machine, as a table: ``python -m harness.bench`` (or ``tox -e bench``)."""
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from harness.coverage import suites_folder
from harness.namespaces import open_world
from harness.results import Result, Run
from harness.sockets import NOWHERE, TCP4, UDP4, UNIX_STREAM
from harness.stage import Stage
from harness.targets import find

MEGABYTES = 200


def main() -> None:
    """Measure everything and print it, with the speed to reach beside it."""
    table = Table("what", "median", "99 of 100 within", "to reach", box=None, pad_edge=False)
    for row in rows():
        table.add_row(*row)
        print(f"measured: {row[0]}", file=sys.stderr)
    Console().print(table)


def rows() -> Iterator[tuple[str, str, str, str]]:
    """Each measurement: its name, the median, the 99th percentile, and what it should be."""
    yield timed("a world made and ended", world, 20)
    yield timed("target and peer started in a world", start, 10)
    with staged() as stage:
        listener = stage.target.listener(TCP4)
        yield timed("one call through an agent (getsockname)", listener.getsockname, 3000, "60 µs")
        yield timed("one call that could wait (send and recv: two)", exchange(stage), 2000, "120 µs")
        yield timed("from start to parked (recv)", park(stage), 500, "500 µs")
        yield timed("accept blocks until a client connects", lambda: accept_blocks(stage, listener), 300, "3 ms")
        yield timed("reset of both sides after a test", lambda: stage.end(orderly=True), 300)
    with staged(linked=True) as stage:
        yield timed("a packet there and its answer back (SYN to a closed port)", refused(stage), 500)
        yield timed("handshake, accept, close, both FINs, packet by packet", lambda: open_and_close(stage), 200, "10 ms")
    yield ("bulk transfer, target to peer", f"{bulk():.0f} MB/s", "", "")
    yield from wire_run()
    for workers in ("0", "1", "2"):
        took, results = run("suites", workers)
        name = "in one process" if workers == "0" else f"with {workers} worker{'s' if workers != '1' else ''}"
        yield f"the default run {name}, {len(results)} cases", spell(took), f"{took / len(results) * 1e3:.1f} ms a case", "8 ms a case"


def timed(name: str, action: Callable[[], object], count: int, goal: str = "") -> tuple[str, str, str, str]:
    """Do it so many times and say how long it took."""
    times = []
    for _ in range(count):
        began = time.perf_counter()
        took = action()
        times.append(took if isinstance(took, float) else time.perf_counter() - began)
    times.sort()
    return name, spell(median(times)), spell(times[int(len(times) * 0.99)]), goal


def spell(seconds: float) -> str:
    """A time in the unit that suits it."""
    if seconds < 1e-3:
        return f"{seconds * 1e6:.0f} µs"
    return f"{seconds * 1e3:.1f} ms" if seconds < 1 else f"{seconds:.1f} s"


@contextmanager
def staged(linked: bool = False) -> Iterator[Stage]:
    """Target and peer, both CPython; or the target alone, with a link."""
    stage = Stage(find("cpython"), linked=linked)
    stage.begin()
    try:
        yield stage
    finally:
        stage.close()


def world() -> None:
    """A private world, made and ended."""
    open_world()[0].close()


def start() -> float:
    """Both agents of a stage, until they have said hello; without the end."""
    began = time.perf_counter()
    with staged():
        return time.perf_counter() - began


def exchange(stage: Stage) -> Callable[[], None]:
    """A datagram sent by one side and received by the other."""
    ours, theirs = stage.target.bound(UDP4), stage.peer.bound(UDP4)
    address = ours.address

    def once() -> None:
        theirs.sendto(b"x", address)
        ours.recv(1)

    return once


def park(stage: Stage) -> Callable[[], float]:
    """From the start of a recv to the news that it sleeps."""
    ours, theirs = stage.target.pair(UNIX_STREAM)

    def once() -> float:
        began = time.perf_counter()
        call = ours.start.recv(1)
        assert call.blocked()
        took = time.perf_counter() - began
        theirs.send(b"x")
        call.result()
        return took

    return once


def accept_blocks(stage: Stage, listener) -> None:
    """The whole body of the test of that name."""
    accepting = listener.start.accept()
    assert accepting.blocked()
    client = stage.peer.connect(listener)
    accepted, address = accepting.result()
    assert address == client.address
    accepted.close()
    client.close()


def bulk() -> float:
    """Megabytes a second from the target to the peer, poured and checked by the agents."""
    with staged() as stage:
        listener = stage.peer.listener(TCP4)
        ours = stage.target.connect(listener)
        theirs, _ = listener.accept()
        size = MEGABYTES * 1_000_000
        began = time.perf_counter()
        ours.start.pour(size)
        assert theirs.drain(size).good == size
        return MEGABYTES / (time.perf_counter() - began)


def refused(stage: Stage) -> Callable[[], None]:
    """A SYN to a port where nobody listens, and the reset that answers it."""
    from scapy.layers.inet import TCP

    from harness.wire import Wire
    wire = Wire(stage.world.link, 4)

    def once() -> None:
        wire.send(TCP(sport=7, dport=NOWHERE, flags="S", seq=7))
        wire.expect(TCP(flags="RA", ack=8))

    return once


def open_and_close(stage: Stage) -> None:
    """A connection in eleven events: socket, bind, listen, SYN, SYN-ACK, ACK, accept, close, FIN, FIN, ACK; judged by all invariants."""
    from harness.tcp_end import TcpEnd
    from harness.wire import Wire
    wire = Wire(stage.world.link, 4)
    listener = stage.target.listener(TCP4)
    far = TcpEnd(wire, listener.address.port)
    far.connect()
    ours, _ = listener.accept()
    ours.close()
    far.expect("FA")
    far.send(flags="FA")
    far.expect("A", ack=far.next)
    listener.close()
    assert not wire.violations()


def wire_run() -> Iterator[tuple[str, str, str, str]]:
    """The packet-level suites: a test's own body, and all of them with two workers."""
    took, results = run("suites/wire", "2")
    bodies = sorted(result.seconds for result in results)
    yield "a packet-level test's body", spell(median(bodies)), spell(bodies[int(len(bodies) * 0.99)]), "10 ms"
    yield f"the packet-level suites with 2 workers, {len(results)} cases", spell(took), f"{took / len(results) * 1e3:.1f} ms a case", "20 s"


def run(suites: str, workers: str) -> tuple[float, list[Result]]:
    """Run suites as a person would: how long it took with its start-up, and the results."""
    root = suites_folder().parent
    with tempfile.TemporaryDirectory() as folder:
        run_dir = Path(folder) / "run"
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", "pytest", str(root / suites), "-q", "-n", workers, "--run-dir", str(run_dir), "--no-pages"],
                       stdout=subprocess.DEVNULL, check=True, cwd=root)
        return time.perf_counter() - began, Run(run_dir / "run.jsonl").results


if __name__ == "__main__":
    main()
