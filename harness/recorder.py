"""The controller's side of a run: receives results, writes the run file, knows the exit status."""
import base64
import datetime
import os
import platform
import re
from collections import Counter
from importlib import metadata
from pathlib import Path

import pytest

from harness import capture, results, shards
from harness.results import End, Header, Introduction, Plan, Result
from harness.verdicts import Standing, Verdict, exit_status, required


def split_node(node: str, names: list[str]) -> tuple[str, str]:
    """A node id -> the test's name without the target's parameter, and the target ("" for an ordinary test).

    The target is the first parameter, since the plugin's is the first to parametrise.
    """
    base, bracket, inside = node.partition("[")
    for name in names:
        if inside == f"{name}]":
            return base, name
        if inside.startswith(f"{name}-"):
            return f"{base}[{inside.removeprefix(f'{name}-')}", name
    return node, ""


class Recorder:
    """Registered as a plugin where reports arrive. Writes each result the moment it comes."""

    def __init__(self, config: pytest.Config, judging):
        self.config, self.judging = config, judging
        self.names = sorted(judging.targets, key=len, reverse=True)
        self.results: list[Result] = []
        self.introductions: dict[str, Introduction] = {}
        self.folder: Path | None = None
        self.status: int | None = None
        try:
            self.required = required(config.getoption("--require"))
        except ValueError as unknown:
            raise pytest.UsageError(f"--require: {unknown}") from None
        self.level = config.getoption("--level")
        self._planned: dict[str, None] = {}
        self._reported: set[str] = set()
        self._whole: set[str] | None = None
        self._collected = ""
        self.shard = shards.parse(config.getoption("--shard"))
        self._file = None
        self._other_failures = self._by_person = self._collect_errors = False

    # what arrives

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        if not hasattr(session.config, "workerinput") and (session.items or self.shard):
            self._plan([item.nodeid for item in session.items])
            self._whole, self._collected = whole_files(session.config, session.items), session.config.stash.get(shards.COLLECTED, "")

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, node, ids: list[str]) -> None:
        self._plan(ids)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node, error) -> None:
        output = getattr(node, "workeroutput", {})
        if "whole" in output:
            self._whole, self._collected = set(output["whole"]), output["collected"]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if plain := getattr(report, "introduction", None):
            self._introduce(results.from_plain(plain, Introduction))
        if plain := getattr(report, "conformance", None):
            self._record(results.from_plain(plain, Result))
        elif report.when == "???" and split_node(report.nodeid, self.names)[1]:
            self._record(self._crashed(report))
        elif report.failed:
            self._other_failures = True
        self._reported.add(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self._collect_errors |= report.failed

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo) -> None:
        # pytest and xdist stop by subclasses of their own, xdist even for --maxfail; a person's is the plain exception.
        self._by_person |= type(excinfo.value) is KeyboardInterrupt or isinstance(excinfo.value, pytest.exit.Exception)

    # what is written

    def _plan(self, ids: list[str]) -> None:
        if self._planned or self._file:
            return
        self._planned = dict.fromkeys(ids)
        tests = [node for node in ids if split_node(node, self.names)[1]]
        if (tests or self.shard) and not self.config.getoption("collectonly"):
            self._open()
            self._write(Plan(tests))

    def _open(self) -> None:
        self.folder = run_folder(self.config)
        self._file = open(self.folder / "run.jsonl", "ab", buffering=0)
        machine = {"system": f"{platform.system()} {platform.release()}", "machine": platform.machine(),
                   "python": platform.python_version()}
        arguments = [str(argument) for argument in self.config.invocation_params.args]
        self._write(Header(results.FORMAT, metadata.version("socket-conformance-harness"), now(), arguments,
                           sorted(self.names), self.level, machine, suite=shards.suite(Path(self.config.rootpath)),
                           shard=str(self.shard or ""), require=sorted(self.required), link=self.config.getoption("--link")))

    def _write(self, record: results.Record) -> None:
        if self._file:
            self._file.write(results.encode(record))

    def _introduce(self, introduction: Introduction) -> None:
        if introduction.target not in self.introductions:
            self.introductions[introduction.target] = introduction
            self._write(introduction)

    def _record(self, result: Result) -> None:
        if capture.FILE in result.evidence:
            result.evidence[capture.FILE] = self._save(result.node, base64.b64decode(result.evidence[capture.FILE]))
        self.results.append(result)
        self._write(result)

    def _save(self, node: str, content: bytes) -> str:
        """Save what passed on the link in a test; the file's name, from the folder of the run."""
        name = f"captures/{re.sub('[^A-Za-z0-9_.]+', '-', node.removeprefix('suites/')).strip('-')}.pcapng"
        if self.folder:
            (self.folder / name).parent.mkdir(exist_ok=True)
            (self.folder / name).write_bytes(content)
        return name

    def _crashed(self, report: pytest.TestReport) -> Result:
        test, target = split_node(report.nodeid, self.names)
        return Result(test, report.nodeid, target, Verdict.INCONCLUSIVE, Standing.PLAIN, False, "", [], 0.0,
                      message="the worker that ran it crashed", evidence={"assertion": str(report.longrepr)})

    def clause(self, identifier: str) -> str:
        """A requirement's id with its level and source, as a reader looks it up."""
        requirement = self.judging.requirements[identifier]
        return f"{identifier} ({requirement.level}, {requirement.source})"

    # the end

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        if not self.results and not self._file:
            return
        pytest_status = int(exitstatus)
        if pytest_status == 2 and not self._by_person and not self._collect_errors:
            pytest_status = 1
        if pytest_status == 5 and self.shard and self._collected:
            pytest_status = 0       # so small a whole has shards that are empty
        self.status = exit_status(
            pytest_status, [(result.verdict, result.standing) for result in self.results],
            missing=len(self.missing), unmet=len(self.unmet), stale=len(self.stale),
            other_failures=self._other_failures)
        session.exitstatus = self.status
        counts = Counter(result.verdict.value for result in self.results)
        self._write(End(now(), self.status, dict(counts), self.missing, self.stale,
                        sorted(self._whole or ()), self._collected, self.unmatched if self.shard else {}, self._other_failures))
        if self._file:
            self._file.close()

    @property
    def planned(self) -> int:
        """How many tests there are."""
        return len(self._planned)

    @property
    def missing(self) -> list[str]:
        """Planned tests that were never reported."""
        return [node for node in self._planned if node not in self._reported]

    @property
    def unmet(self) -> list[Result]:
        """Untested cases that lack something ``--require`` asked for."""
        return [result for result in self.results if result.verdict is Verdict.UNTESTED
                and ("all" in self.required or result.lacks in self.required)]

    @property
    def stale(self) -> list[str]:
        """Baseline entries that match no test, of files that were collected whole. A shard cannot know: the test may be in another."""
        return [] if self.shard else list(dict.fromkeys(test for tests in self.unmatched.values() for test in tests))

    @property
    def unmatched(self) -> dict[str, list[str]]:
        """What each target's baseline lists, of files that were collected whole, and no planned test is, or, of a pattern, needed."""
        found = {}
        for name, target in self.judging.targets.items() if self._whole is not None else ():
            listed, tests = self.judging.baseline(target), {split_node(node, [name])[0] for node in self._planned}
            entries = listed.without_test(tests, self._whole)
            if name in self.introductions and not self.missing:
                results = [(result.test, result.verdict, result.signature) for result in self.results if result.target == name]
                entries += [entry for entry in listed.in_vain(results, self._whole) if entry not in entries]
            found[name] = [entry.title for entry in entries]
        return {target: titles for target, titles in found.items() if titles}

    @property
    def file(self) -> Path | None:
        """Where the run is recorded, if it is."""
        return self.folder and self.folder / "run.jsonl"


def whole_files(config: pytest.Config, items: list[pytest.Item]) -> set[str]:
    """The files of which every test was collected: nothing deselected, no single test named."""
    chosen = config.stash.get(DESELECTED, False) or config.getoption("lf", False)     # which leaves tests out of files without a word
    if chosen or any("::" in str(argument) for argument in config.args):
        return set()
    return config.stash.get(COLLECTED_FILES, None) or files_of(items)


def files_of(items: list[pytest.Item]) -> set[str]:
    """The files that tests are in."""
    return {item.nodeid.split("::")[0] for item in items}


DESELECTED = pytest.StashKey[bool]()
COLLECTED_FILES = pytest.StashKey[set[str]]()
"""The files of all shards together, where a shard was taken."""


def run_folder(config: pytest.Config) -> Path:
    """Make the folder of this run, and let ``reports/latest`` point to it; raises UsageError where that is impossible."""
    wanted = config.getoption("--run-dir")
    runs = Path(config.rootpath) / "reports" / "runs"
    folder = Path(wanted) if wanted else runs / f"{now():%Y%m%dT%H%M%S}-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=bool(wanted))
        if (folder / "run.jsonl").exists():
            raise pytest.UsageError(f"{folder} holds a run already; give --run-dir another folder")
        if not wanted:
            point_to(folder, runs.parent / "latest")
    except OSError as error:
        raise pytest.UsageError(f"the run cannot be recorded in {folder} ({error.strerror}); give --run-dir a folder you may write to") from None
    return folder


def point_to(folder: Path, link: Path) -> None:
    """Let ``link`` point to a folder, in one step: a reader sees the old run or the new one."""
    fresh = link.with_name(f".latest-{os.getpid()}")
    fresh.symlink_to(os.path.relpath(folder, link.parent))
    fresh.replace(link)


def now() -> datetime.datetime:
    """The time of day, with its zone."""
    return datetime.datetime.now(datetime.UTC)
