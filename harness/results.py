"""Results and runs: values <-> JSON lines. Pure but for reading and writing the file.

A run is one file, ``run.jsonl``: a header, the plan, a line for each target once it has
introduced itself, a line a result as it comes, and an end. Every page and table is
computed from it.
"""
import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from harness.verdicts import Standing, Verdict

FORMAT = 1


class Header(msgspec.Struct, tag="run", tag_field="kind"):
    """How a run began: the tool, the machine, what was asked for.

    ``suite`` is a fingerprint of the tests and requirements, "" where none was taken; ``shard``
    is "2/3" for the second of three parts; ``require`` is what the machine had to offer.
    ``merged`` names the runs that this one was made of. ``link`` is what joined target and peer.
    """

    format: int
    harness: str
    started: datetime.datetime
    arguments: list[str]
    targets: list[str]
    level: str
    machine: dict[str, str]
    suite: str = ""
    shard: str = ""
    require: list[str] = []
    merged: list[str] = []
    link: str = "loopback"


class Plan(msgspec.Struct, tag="plan", tag_field="kind"):
    """The tests that were collected: node ids, with the target's parameter."""

    tests: list[str]


class Introduction(msgspec.Struct, tag="target", tag_field="kind"):
    """What a target's agent said of itself, and the world it was in. ``kernel`` and ``runtime`` stand in the target's file."""

    target: str
    summary: str
    hello: dict[str, Any]
    world: str
    baseline: str
    kernel: str = ""
    runtime: str = ""


class Result(msgspec.Struct, tag="result", tag_field="kind", omit_defaults=True):
    """What one test said of one target.

    ``test`` is the node id without the target's parameter, ``node`` the whole of it.
    ``message`` is the first line of what happened, ``evidence`` the rest by title;
    ``lacks`` is what the machine did not offer, or the target, where the verdict is unsupported.
    ``why`` is the reason of the baseline's entry, ``listed`` its signature where the deviation's is
    another, ``link`` where more can be read. ``attempts`` is how often the test was run, more than once only while machine or link
    hindered it, or where the target died of the test before.
    ``gates_from`` is the ``--level`` from which on a deviation fails a run, "never" or, if it
    goes without saying, empty: it is ``level`` itself then.
    """

    test: str
    node: str
    target: str
    verdict: Verdict
    standing: Standing
    gates: bool
    level: str
    requirements: list[str]
    seconds: float
    signature: str | None = None
    message: str | None = None
    lacks: str | None = None
    why: str | None = None
    listed: str | None = None
    link: str | None = None
    attempts: int = 1
    choices: dict[str, str] = {}
    evidence: dict[str, str] = {}
    gates_from: str = ""


def properties(result: Result) -> list[tuple[str, str]]:
    """What a result says beyond passed and failed, as pairs for JUnit XML; ``requirement`` once for each that it cites."""
    return [*(("requirement", identifier) for identifier in result.requirements),
            ("level", str(result.level)), ("verdict", str(result.verdict)), ("standing", str(result.standing)), ("target", result.target)]


class End(msgspec.Struct, tag="end", tag_field="kind"):
    """How a run ended. A file without this line was cut short.

    ``missing`` was planned and not reported, ``stale`` are tests that a baseline lists and that
    no longer exist. ``whole`` are the files of which every test was collected, ``collected`` is a
    fingerprint of all tests that were, before a shard of them was taken. ``unmatched``, of a shard
    alone: what a target's baseline lists and this shard does not have. ``other_failures``: tests
    that are no conformance tests failed.
    """

    ended: datetime.datetime
    status: int
    counts: dict[str, int]
    missing: list[str] = []
    stale: list[str] = []
    whole: list[str] = []
    collected: str = ""
    unmatched: dict[str, list[str]] = {}
    other_failures: bool = False


Record = Header | Plan | Introduction | Result | End


class BadRun(Exception):
    """A run file that cannot be used: the place, what is wrong, and the cure."""


def encode(record: Record) -> bytes:
    """One record as one line."""
    return msgspec.json.encode(record) + b"\n"


def to_plain(record: Record) -> dict[str, Any]:
    """A record as plain values, which travel from a worker to the controller."""
    return msgspec.to_builtins(record)


def from_plain(plain: dict[str, Any], shape: type) -> Any:
    """The record behind plain values."""
    return msgspec.convert(plain, shape)


def records(path: Path) -> Iterator[Record]:
    """The records of a run file, in order; raises :class:`BadRun` with the line.

    A last line that was cut short by a kill is left out: what stands before it is whole.
    """
    decoder = msgspec.json.Decoder(Record)
    lines = read_lines(path)
    for number, line in enumerate(lines, 1):
        if not line:
            continue
        try:
            yield decoder.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            if number == len(lines) and number > 1:
                return
            raise BadRun(f"{path}, line {number}: is no record of a run ({error}); give a file that a run wrote") from error


def read_lines(path: Path) -> list[bytes]:
    """The lines of a run file, of a format that this harness knows; raises :class:`BadRun`."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadRun(f"{path}: cannot be read ({error.strerror}); give a run.jsonl or check the name") from error
    if not content.strip():
        raise BadRun(f"{path}: is empty; its run was ended before it began, so start it again")
    lines = content.split(b"\n")
    check_format(path, lines[0])
    return lines


class Beginning(msgspec.Struct):
    """What the first line of a run file has in every format, older or newer."""

    kind: str
    format: int


def check_format(path: Path, first: bytes) -> None:
    """Raise :class:`BadRun` unless a file of that first line can be read: what is newer may have records that are not known here."""
    try:
        beginning = msgspec.json.decode(first, type=Beginning)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadRun(f"{path}: is no run file (its first line: {error}); give a run.jsonl that a run wrote") from error
    if beginning.kind != "run":
        raise BadRun(f"{path}: has no header; give a run.jsonl that a run wrote")
    if beginning.format > FORMAT:
        raise BadRun(f"{path}: was written in format {beginning.format}, newer than {FORMAT}; use a newer harness")


class Run:
    """A run as it was recorded: header, plan, targets, results and, unless it was cut short, the end."""

    def __init__(self, path: Path):
        self.path = path
        self.header: Header | None = None
        self.plan: list[str] = []
        self.targets: dict[str, Introduction] = {}
        self.results: list[Result] = []
        self.end: End | None = None
        for record in records(path):
            self._add(record)
        if self.header is None:
            raise BadRun(f"{path}: has no header; give a run.jsonl that a run wrote")

    def _add(self, record: Record) -> None:
        match record:
            case Header() if self.header:
                raise BadRun(f"{self.path}: holds more than one run; keep them apart and join them with `harness merge`")
            case Header():
                self.header = record
            case Plan():
                self.plan = record.tests
            case Introduction():
                self.targets[record.target] = record
            case Result():
                self.results.append(record)
            case End():
                self.end = record
