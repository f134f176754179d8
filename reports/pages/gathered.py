"""Some runs, put together: tests, targets, and what each did in each."""
import functools
import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from harness import capture
from harness.results import Introduction, Result, Run
from harness.verdicts import Verdict
from reports import runs
from reports.pages.marks import CONFORMS, Mark, mark_of

LEVELS = ("MUST", "SHOULD", "LINUX", "MAY")


@dataclass
class Outcome:
    """Cases of one test that ended alike for a target: the same mark, the same signature."""

    mark: Mark
    signature: str | None
    results: list[Result]

    @functools.cached_property
    def shown(self) -> Result:
        """The case that stands for all: the first of those that say most."""
        return max(self.results, key=lambda result: len(result.evidence))

    @property
    def cases(self) -> list[str]:
        """The parameters of the cases; none for a test without."""
        return [case for case in map(case_of, self.results) if case]


@dataclass
class Cell:
    """What one target did in one test, case by case."""

    target: str
    results: list[Result] = field(default_factory=list)

    @functools.cached_property
    def mark(self) -> Mark:
        """The heaviest mark among the cases."""
        return mark_of(self.results[0]) if len(self.results) == 1 else max(map(mark_of, self.results), key=lambda mark: mark.weight)

    @functools.cached_property
    def marked(self) -> int:
        """How many cases have that mark."""
        return sum(mark_of(result) is self.mark for result in self.results)

    @functools.cached_property
    def outcomes(self) -> list[Outcome]:
        """The cases by how they ended, the heaviest first."""
        groups: dict[tuple, list[Result]] = defaultdict(list)
        for result in self.results:
            groups[mark_of(result), result.signature].append(result)
        found = [Outcome(mark, signature, results) for (mark, signature), results in groups.items()]
        return sorted(found, key=lambda outcome: (-outcome.mark.weight, outcome.signature or ""))

    @property
    def said(self) -> str:
        """The mark in words, and of how many cases it holds."""
        return self.mark.words + (f" in {self.marked} of {len(self.results)} cases" if self.marked < len(self.results) else "")


@dataclass
class Test:
    """One test function, and what the targets did in it."""

    name: str
    cells: dict[str, Cell] = field(default_factory=dict)

    @functools.cached_property
    def file(self) -> str:
        """The file it stands in."""
        return self.name.partition("::")[0]

    @functools.cached_property
    def function(self) -> str:
        """Its own name in the file."""
        return self.name.partition("::")[2] or self.name

    @functools.cached_property
    def area(self) -> str:
        """The folder of its file below ``suites``."""
        parts = self.file.split("/")
        return "/".join(parts[1:-1]) or parts[0]

    @functools.cached_property
    def results(self) -> list[Result]:
        """All results, target by target."""
        return [result for cell in self.cells.values() for result in cell.results]

    @functools.cached_property
    def mark(self) -> Mark:
        """The heaviest mark among the targets."""
        return max((cell.mark for cell in self.cells.values()), key=lambda mark: mark.weight)

    @functools.cached_property
    def requirements(self) -> list[str]:
        """What it cites, and what was broken in it, unasked."""
        return list(dict.fromkeys(identifier for result in self.results for identifier in result.requirements))

    @functools.cached_property
    def level(self) -> str:
        """The strongest level under which it was judged."""
        levels = {result.level for result in self.results}
        return next((level for level in LEVELS if level in levels), "")

    @functools.cached_property
    def differs(self) -> bool:
        """Whether the targets did not all end alike."""
        return len({cell.mark for cell in self.cells.values()}) > 1

    @functools.cached_property
    def tells(self) -> bool:
        """Whether something is worth a page: anything but conforming, not offered or not tried."""
        return any(result.verdict in (Verdict.DEVIATES, Verdict.INCONCLUSIVE) or mark_of(result).loud for result in self.results)


@dataclass(frozen=True)
class Change:
    """What is different in the later of two results of the same test and target; None stands for no result."""

    kind: str
    test: str
    target: str
    before: Result | None
    after: Result | None


CHANGES = {
    "broken": "no longer conforms",
    "changed": "deviates otherwise, or as another verdict",
    "newly unsupported": "is unsupported now",
    "fixed": "conforms now",
    "gone": "is no longer among the tests",
    "new": "was not among the tests",
}
"""The kinds of changes, in words."""


class Gathered:
    """Some runs as one picture. Of the results of the same test and target, the one of the run that began last counts."""

    def __init__(self, runs: list[Run]):
        self.runs = sorted(runs, key=lambda run: run.header.started)
        self.introductions: dict[str, Introduction] = {}
        self.latest: dict[tuple[str, str], Result] = {}
        self.changes: list[Change] = []
        for run in self.runs:
            self._take(run)
        self.targets = sorted({target for _, target in self.latest} | set(self.introductions)
                              | {target for run in self.runs for target in run.header.targets},
                              key=lambda target: (target.startswith("foil:"), target))
        self.tests = self._tests()

    def _take(self, run: Run) -> None:
        found = {(result.test, result.target): with_capture(result, run.path.parent) for result in run.results}
        for (test, target), result in found.items():
            if before := self.latest.get((test, target)):
                found[test, target] = with_evidence_of(result, before)
                if kind := changed(before, result):
                    self.changes.append(Change(kind, test, target, before, result))
        if is_whole(run):
            self._compare_plans(run, found)
        self.latest |= found
        self.introductions |= run.targets

    def _compare_plans(self, run: Run, found: dict[tuple[str, str], Result]) -> None:
        """What came and went, for targets that were judged before, in files that this run judged too."""
        again = {target for _, target in found} & {target for _, target in self.latest}
        files = {test.partition("::")[0] for test, _ in found}
        self.changes += [Change("new", test, target, None, result) for (test, target), result in found.items()
                         if target in again and (test, target) not in self.latest]
        self.changes += [Change("gone", test, target, result, None) for (test, target), result in self.latest.items()
                         if target in again and (test, target) not in found and test.partition("::")[0] in files]

    def _tests(self) -> list[Test]:
        tests: dict[str, Test] = {}
        for (name, target), result in self.latest.items():
            function = name.partition("[")[0]
            test = tests.get(function) or tests.setdefault(function, Test(function))
            cell = test.cells.get(target) or test.cells.setdefault(target, Cell(target))
            cell.results.append(result)
        for test in tests.values():
            test.cells = {target: test.cells[target] for target in self.targets if target in test.cells}
        return sorted(tests.values(), key=lambda test: test.file)

    @functools.cached_property
    def results_of(self) -> dict[str, list[Result]]:
        """The results that count, target by target."""
        found: dict[str, list[Result]] = {target: [] for target in self.targets}
        for (_, target), result in self.latest.items():
            found[target].append(result)
        return found

    @property
    def missing(self) -> list[str]:
        """Planned tests that never got a result."""
        nodes = {result.node for result in self.latest.values()}
        return [node for run in self.runs for node in run.plan if node not in nodes]


def read(wanted: list[str]) -> Gathered:
    """Read runs, each named by its folder, its file or as ``latest``; raises :class:`~harness.results.BadRun`."""
    return Gathered([runs.load(name) for name in wanted])


def case_of(result: Result) -> str:
    """The parameters of a case; "" for a test that has none."""
    return result.test.partition("[")[2].removesuffix("]")


def is_whole(run: Run) -> bool:
    """Whether a run judged whole files: none of its arguments chooses among their tests."""
    chosen = any("::" in argument or argument in ("-k", "--lf", "--ff", "-x", "-m", "--deselect", "--shard") for argument in run.header.arguments)
    return run.end is not None and not run.end.missing and not chosen


def changed(before: Result, after: Result) -> str | None:
    """The kind of change from one result to the next; None where both say the same."""
    one, other = mark_of(before), mark_of(after)
    if before.verdict is after.verdict and (after.signature == before.signature or after.verdict is not Verdict.DEVIATES):
        return None
    if after.verdict is Verdict.UNSUPPORTED:
        return "newly unsupported"
    if other is CONFORMS or after.verdict is Verdict.CONFORMS:
        return "fixed"
    return "broken" if one is CONFORMS else "changed"


def with_evidence_of(result: Result, before: Result) -> Result:
    """A result with the evidence of an earlier one that says the same, where it has none itself."""
    if result.evidence or not before.evidence or changed(before, result):
        return result
    return msgspec.structs.replace(result, evidence=before.evidence)


CAPTURE = re.compile(r"captures/[A-Za-z0-9_.-]+\.pcapng")


def with_capture(result: Result, folder: Path) -> Result:
    """A result whose capture is named by its full path; without it where the file is not there, or lies elsewhere."""
    if capture.FILE in result.evidence:
        name = result.evidence[capture.FILE]
        there = CAPTURE.fullmatch(name) and (folder / name).is_file()
        result.evidence[capture.FILE] = str(folder / name) if there else ""
    return result


