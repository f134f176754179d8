"""What the tests of reports share: runs made by hand, and the command."""
import datetime
import functools
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest
from click.testing import CliRunner

from harness import results
from harness.results import End, Header, Introduction, Plan, Result
from harness.verdicts import Standing, Verdict
from reports import commands

BEGAN = datetime.datetime(2026, 6, 1, 12, 0, tzinfo=datetime.UTC)
HELLO = {"implementation": "mystack", "version": "1.2", "system": "Some 3"}
CLAUSE = "posix:accept:blocks-until-connection"


def node(test: str, target: str) -> str:
    """A test's name with its target, as pytest has it."""
    base, bracket, inside = test.partition("[")
    return f"{base}[{target}-{inside}" if bracket else f"{base}[{target}]"


def result(test: str, verdict: str = "conforms", standing: str | None = None, target: str = "mine", **more) -> Result:
    """One result; a deviation is unexpected unless it is said to stand otherwise."""
    deviates = verdict == "deviates"
    more = {"signature": "raised EINVAL in target's recv", "message": "target's recv raised EINVAL"} | more if deviates else more
    fields = {"gates": standing != "warns", "level": "MUST", "requirements": [CLAUSE], "seconds": 0.25} | more
    return Result(test=test, node=node(test, target), target=target, verdict=Verdict(verdict),
                  standing=Standing(standing or ("unexpected" if deviates else "plain")), **fields)


class Written(NamedTuple):
    """What a run file is made of; any part may be replaced or left out before it is written."""

    header: Header
    plan: Plan | None
    introductions: list[Introduction]
    results: list[Result]
    end: End | None

    def write(self, folder: Path) -> Path:
        """Write the file into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        records = [self.header, self.plan, *self.introductions, *self.results, self.end]
        (folder / "run.jsonl").write_bytes(b"".join(results.encode(record) for record in records if record))
        return folder


def written(rows: list[Result], status: int = 0, missing: tuple[str, ...] = (), end: dict | None = None, **header) -> Written:
    """The parts of a run of these results."""
    targets = header.pop("targets", None) or sorted({row.target for row in rows}) or ["mine"]
    fields = {"arguments": ["suites/"], "level": "must", "machine": {"system": "Some 3", "machine": "m68k", "python": "3.11"}, "suite": "abc"}
    head = Header(results.FORMAT, "0.1.0", BEGAN, targets=targets, **fields | header)
    counts = {verdict.value: sum(row.verdict is verdict for row in rows) for verdict in Verdict}
    files = sorted({row.test.split("::")[0] for row in rows})
    ending = End(BEGAN + datetime.timedelta(minutes=1), status, {verdict: count for verdict, count in counts.items() if count}, list(missing), whole=files)
    ending = msgspec.structs.replace(ending, **end or {})
    introductions = [Introduction(name, f"the stack {name}", HELLO, "a private namespace", name, "", "c") for name in targets]
    return Written(head, Plan([*(row.node for row in rows), *missing]), introductions, rows, ending)


@pytest.fixture
def record(tmp_path):
    """``record("name", [result(...)], ...)`` writes a run; its folder, as a command wants it."""

    def record(name: str, rows: list[Result], *arguments, cut_short: bool = False, **more) -> str:
        made = written(rows, *arguments, **more)
        return str((made._replace(end=None) if cut_short else made).write(tmp_path / name))

    return record


class Done(NamedTuple):
    """How a command ended."""

    status: int
    output: str
    complaints: str


REQUIREMENTS = functools.cache(commands.known_requirements)
"""Read once for all tests, which takes half a second."""


@pytest.fixture
def harness(monkeypatch):
    """``harness("show", folder)`` runs the command."""
    from harness.cli import main
    monkeypatch.setattr(commands, "known_requirements", REQUIREMENTS)

    def run(*arguments: str) -> Done:
        done = CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)
        return Done(done.exit_code, done.stdout, done.stderr)

    return run
