"""Lanes: processes beside a worker for the tests that mostly wait, so that their waits overlap with all else.

A worker that has collected forks its lanes, before any target was started. The tests
marked ``waits`` are dealt out to the lanes of all workers by a rule that every worker
knows, and come last in the order of the run. A lane runs its share one by one, each in
the usual way, and appends the reports to a file; whichever worker is given such a test
takes its reports from there.

The lane holds a lock on one byte a test until the reports are written. So waiting for
them needs no polling, and when a lane dies, those who wait learn it at once and run the
test themselves. In the same way a worker that is done waits for the others, who may still
want what its lanes have found.
"""
import contextlib
import ctypes
import fcntl
import os
import pickle
import signal
import tempfile
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest

LOCKS = 1 << 40
"""Where in a lane's file the bytes begin that are locked; there is never anything there."""
USERS = "users"
"""The file that every worker locks which may want something of a lane."""
USUAL_SECONDS = 0.1
SLOW_SECONDS = 100.0


def seconds(item: pytest.Item) -> float:
    """How long a test waits, about, as its marker says; 0 for a test that does not."""
    if item.get_closest_marker("slow"):
        return SLOW_SECONDS
    mark = item.get_closest_marker("waits")
    return 0.0 if mark is None else float(mark.args[0]) if mark.args else USUAL_SECONDS


def of_worker(workerinput: dict | None, wanted: int) -> "Lanes":
    """The lanes as a worker of pytest-xdist sees them, or the only process (None); ``wanted`` is how many all workers have."""
    if workerinput is None:
        return Lanes(uuid.uuid4().hex, 0, 1, wanted)
    worker, workers = workerinput["workerid"].removeprefix("gw"), workerinput["workercount"]
    return Lanes(workerinput["testrunuid"], int(worker) if worker.isdigit() else workers, workers, -(-wanted // workers))


class Lanes:
    """The lanes of all workers of a run, as one of the workers sees them.

    ``run`` is a name that the workers of this run share and no other run has; ``worker`` is this one's number among
    ``workers``, each of which has ``count`` lanes. One that took the place of a crashed worker has a higher number, and no lanes.
    """

    def __init__(self, run: str, worker: int, workers: int, count: int):
        self.folder = Path(tempfile.gettempdir()) / f"harness-lanes-{run}"
        self.worker, self.workers, self.count = worker, workers, count
        self._places: dict[pytest.Item, tuple[str, int]] = {}
        self._files: dict[str, _Results] = {}
        self._children: dict[str, int] = {}
        self._users = None

    def begin(self, items: list[pytest.Item], work: Callable[["Lane"], None]) -> None:
        """Deal the tests out and fork this worker's lanes; ``work`` is what a lane does with itself."""
        self.folder.mkdir(exist_ok=True)
        self._users = open(self.folder / USERS, "ab+")
        fcntl.lockf(self._users, fcntl.LOCK_SH)
        shares: dict[str, list[pytest.Item]] = {}
        for number, item in enumerate(items):
            lane = f"{number % self.workers}-{number // self.workers % self.count}"
            share = shares.setdefault(lane, [])
            self._places[item] = lane, len(share)
            share.append(item)
        for lane, share in shares.items():
            if lane.startswith(f"{self.worker}-"):
                self._children[lane] = _fork(Lane(self.folder / lane, share), work)

    def has(self, item: pytest.Item) -> bool:
        """Whether a test was dealt out to a lane."""
        return item in self._places

    def reports(self, item: pytest.Item) -> list[dict] | None:
        """Wait for the reports of a test that was dealt out; None if its lane died before, and it must be run here."""
        name, number = self._places[item]
        if name not in self._files:
            self._files[name] = _Results(self.folder / name)
        return self._files[name].wait(number)

    def finish(self) -> None:
        """Wait until no worker wants anything of a lane any more."""
        if self._users:
            for step in (fcntl.LOCK_UN, fcntl.LOCK_EX, fcntl.LOCK_UN):      # nobody waits for one who waits, or has waited
                fcntl.lockf(self._users, step)

    def end(self) -> None:
        """End this worker's lanes, whatever they do."""
        for child in self._children.values():
            os.kill(child, signal.SIGTERM)
        for lane, child in self._children.items():
            os.waitpid(child, 0)
            _remove(self.folder / lane)     # it has done so itself, unless it was killed
        self._children.clear()


class Lane:
    """One lane: its share of the tests, and the file its reports go to. A process of its own has it."""

    def __init__(self, path: Path, items: list[pytest.Item]):
        self.items = items
        self._path = path
        self._file = None

    def open(self) -> None:
        """Make the file and lock a byte for each test; before this is done nobody may ask for reports."""
        self._file = open(self._path, "xb", buffering=0)
        fcntl.lockf(self._file, fcntl.LOCK_EX, len(self.items), LOCKS)

    def deliver(self, item: pytest.Item, reports: list[dict]) -> None:
        """The reports of the test that has just been run."""
        number = self.items.index(item)
        self._file.write(pickle.dumps((number, reports)))
        fcntl.lockf(self._file, fcntl.LOCK_UN, 1, LOCKS + number)

    def close(self) -> None:
        """Remove the file."""
        _remove(self._path)


def _remove(path: Path) -> None:
    """Remove a lane's file, and with the last of them what all share."""
    path.unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        if os.listdir(path.parent) == [USERS]:
            (path.parent / USERS).unlink()
        path.parent.rmdir()


class _Results:
    """The file of a lane, as those read it who wait for reports."""

    def __init__(self, path: Path):
        self._file = open(path, "rb") if path.exists() else None
        self._found: dict[int, list[dict]] = {}

    def wait(self, number: int) -> list[dict] | None:
        if self._file is None:
            return None
        fcntl.lockf(self._file, fcntl.LOCK_SH, 1, LOCKS + number)
        with contextlib.suppress(EOFError, pickle.UnpicklingError):     # the lane died, perhaps while it wrote
            while number not in self._found:
                found, reports = pickle.load(self._file)
                self._found[found] = reports
        return self._found.pop(number, None)


def _fork(lane: Lane, work: Callable[[Lane], None]) -> int:
    """Start a process that does a lane's work; returns when its reports may be asked for."""
    ready, told = os.pipe()
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        _live(lane, work, parent, told)
    os.close(told)
    os.read(ready, 1)
    os.close(ready)
    return child


def _live(lane: Lane, work: Callable[[Lane], None], parent: int, told: int) -> None:
    """The life of a lane; never returns. It ends when its worker says so or dies."""
    try:
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)      # PR_SET_PDEATHSIG
        lane.open()
        os.close(told)
        if os.getppid() == parent:
            work(lane)
            signal.pause()      # what was found must stay there until the end
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        try:
            lane.close()
        finally:
            os._exit(0)
