"""What became of each test from one run to another. Never totals alone: what broke and what was fixed do not cancel out. Pure."""
from collections import defaultdict
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any, NamedTuple

from harness.results import BadRun, Result, Run
from harness.summary import parameters
from harness.verdicts import Status, Verdict
from reports import runs


class Change(StrEnum):
    """What became of a test."""

    BROKEN = "broken"                               # it conformed, or nothing was known, and deviates
    CHANGED = "changed"                             # it deviates in another way
    UNSUPPORTED = "newly unsupported"
    UNLEARNED = "no longer learned"                 # there was a verdict, and now it is inconclusive or untested
    GONE = "gone"                                   # it no longer exists
    UNREPORTED = "not reported"                     # it was planned, and the run ended before
    FIXED = "fixed"                                 # it deviated and conforms
    LEARNED = "newly learned"                       # it conforms, and there was no verdict before, or it was unsupported
    NEW = "new"                                     # it did not exist


WORSE = (Change.BROKEN, Change.CHANGED, Change.UNSUPPORTED, Change.UNLEARNED, Change.GONE)
KNOWN = (Verdict.CONFORMS, Verdict.DEVIATES, Verdict.UNSUPPORTED)
"""Verdicts that say something of the target."""


class Changed(NamedTuple):
    """One test that is not as it was: its results before and after, None where there is none."""

    change: Change
    test: str
    target: str
    before: Result | None
    after: Result | None

    @property
    def is_worse(self) -> bool:
        """Whether somebody must look at it. What is new is, if it deviates."""
        return self.change in WORSE or (self.change is Change.NEW and self.after.verdict is Verdict.DEVIATES)


class Comparison(NamedTuple):
    """Two runs, side by side: the pairs of targets that were compared, what changed, and what must be known to read that."""

    pairs: list[tuple[str, str]]
    changes: list[Changed]
    remarks: list[str]
    incomplete: bool

    @property
    def status(self) -> int:
        """1 where anything is worse, 13 where the later run is incomplete, else 0."""
        if any(changed.is_worse for changed in self.changes):
            return Status.DEVIATES
        return Status.INCOMPLETE if self.incomplete else Status.CONFORMS


def compare(before: Run, after: Run, targets: tuple[str, str] | None = None) -> Comparison:
    """What became of each test; ``targets`` are two to set against each other, else each is set against itself.

    Raises :class:`~harness.results.BadRun` where the runs have no target in common and it is not plain which to compare.
    """
    pairs = pair_up(before, after, targets)
    changes = [changed for old, new in pairs for changed in changes_of(before, old, after, new)]
    order = list(Change)
    changes.sort(key=lambda changed: (order.index(changed.change), changed.target, changed.test))
    return Comparison(pairs, changes, list(remarks(before, after, pairs if not targets else None)), not runs.is_complete(after))


def remarks(before: Run, after: Run, pairs: list[tuple[str, str]] | None) -> Iterator[str]:
    """What must be known to read a comparison: which targets have no other, and where the runs do not quite fit together."""
    seen = {name for pair in pairs for name in pair} if pairs else set(before.header.targets) | set(after.header.targets)
    for name in sorted((set(before.header.targets) ^ set(after.header.targets)) - seen):
        yield f"{name} is in one of the runs only"
    if before.header.suite and after.header.suite and before.header.suite != after.header.suite:
        yield "the runs are of different versions of the tests"
    if not runs.is_complete(before):
        yield "the earlier run is incomplete: what is called new may be what it did not report"
    if not runs.is_complete(after):
        yield "the later run is incomplete: what it did not report may have changed too"


def pair_up(before: Run, after: Run, targets: tuple[str, str] | None) -> list[tuple[str, str]]:
    """Which target is set against which."""
    if targets:
        return [(runs.only(before, targets[0]), runs.only(after, targets[1]))]
    common = [name for name in before.header.targets if name in after.header.targets]
    if common:
        return [(name, name) for name in common]
    if len(before.header.targets) == len(after.header.targets) == 1:
        return [(before.header.targets[0], after.header.targets[0])]
    raise BadRun(f"{before.path} and {after.path} have no target in common; say with --targets which two to compare")


def changes_of(before: Run, old: str, after: Run, new: str) -> Iterator[Changed]:
    """What became of each test of a target."""
    was = {result.test: result for result in before.results if result.target == old}
    now = {result.test: result for result in after.results if result.target == new}
    unreported = {without(node, new) for node in runs.missing(after)}
    for test in was | now:
        change = change_of(was.get(test), now.get(test), test in unreported)
        if change:
            yield Changed(change, test, new, was.get(test), now.get(test))


def without(node: str, target: str) -> str:
    """The name of a planned test without its target."""
    return node.replace(f"[{target}]", "", 1) if f"[{target}]" in node else node.replace(f"[{target}-", "[", 1)


def change_of(was: Result | None, now: Result | None, unreported: bool) -> Change | None:
    """What became of a test; None if it is as it was."""
    if now is None:
        return Change.UNREPORTED if unreported else Change.GONE
    if was is None:
        return Change.NEW
    if (was.verdict, was.signature) == (now.verdict, now.signature):
        return None
    match was.verdict, now.verdict:
        case Verdict.DEVIATES, Verdict.DEVIATES:
            return Change.CHANGED
        case Verdict.DEVIATES, Verdict.CONFORMS:
            return Change.FIXED
        case _, Verdict.DEVIATES:
            return Change.BROKEN
        case _, Verdict.UNSUPPORTED:
            return Change.UNSUPPORTED if was.verdict is not Verdict.UNSUPPORTED else None
        case _, Verdict.CONFORMS:
            return Change.LEARNED if was.verdict is not Verdict.CONFORMS else None
    return Change.UNLEARNED if was.verdict in KNOWN else None


def lines(comparison: Comparison) -> Iterator[str]:
    """The comparison for people: what changed by kind, the worst first, then how many there are of each kind."""
    for old, new in comparison.pairs:
        yield f"{new}, before and after" if old == new else f"{old} -> {new}"
    for change in Change:
        found = [changed for changed in comparison.changes if changed.change is change]
        if found:
            yield f"\n{change} ({len(found)}):"
        for cases in alike(found):
            yield from described(cases)
    yield "\n" + (", ".join(f"{count} {change}" for change, count in counts(comparison).items()) or "nothing changed")
    yield from comparison.remarks


def alike(found: Iterable[Changed]) -> Iterable[list[Changed]]:
    """The changes of one test whose cases were and are alike stand together."""
    groups: dict[tuple, list[Changed]] = defaultdict(list)
    for changed in found:
        groups[changed.target, changed.test.split("[")[0], told("was", changed.before), told("is", changed.after)].append(changed)
    return groups.values()


def described(cases: list[Changed]) -> Iterator[str]:
    """What changed alike in some cases of a test: what was and what is."""
    first = cases[0]
    yield f"  {first.test.split('[')[0]} {parameters([case.after or case.before for case in cases])}".rstrip() + f"  ({first.target})"
    for word, result in (("was", first.before), ("is", first.after)):
        if result and (result.verdict is not Verdict.CONFORMS or first.change is Change.NEW):
            yield f"      {told(word, result)}"


def told(word: str, result: Result | None) -> str:
    """A result in a line."""
    if result is None:
        return ""
    return f"{word:3} {result.verdict}" + (f": {result.signature or result.message}" if result.signature or result.message else "")


def counts(comparison: Comparison) -> dict[str, int]:
    """How many changes there are of each kind."""
    found = {change.value: sum(changed.change is change for changed in comparison.changes) for change in Change}
    return {change: count for change, count in found.items() if count}


def plain(comparison: Comparison) -> dict[str, Any]:
    """The comparison for programs."""
    return {"targets": [list(pair) for pair in comparison.pairs], "remarks": comparison.remarks, "incomplete": comparison.incomplete,
            "status": int(comparison.status), "counts": counts(comparison),
            "changes": [{"change": changed.change.value, "worse": changed.is_worse, "test": changed.test, "target": changed.target,
                         "before": brief(changed.before), "after": brief(changed.after)} for changed in comparison.changes]}


def brief(result: Result | None) -> dict[str, Any] | None:
    """A result for programs, without its evidence."""
    return result and {"verdict": result.verdict.value, "standing": result.standing.value,
                       "signature": result.signature, "message": result.message}
