"""The gate for a run that is over: the same verdicts, the same table, the same exit status as when it ran.

What a run recorded counts, unless another baseline, level or requirement of the machine is asked for.
"""
import datetime
from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from harness import baseline, verdicts
from harness.baseline import Baseline
from harness.results import Result, Run
from harness.verdicts import Standing
from reports import runs

LEVELS = ("must", "should", "may")
OF_PYTEST = (2, 3, 4, 5)
"""Exit statuses that are pytest's own."""


class Judgement(NamedTuple):
    """A run as it is judged now: its results with their standings, what it lacks, and the exit status."""

    run: Run
    results: list[Result]
    missing: list[str]
    unmet: list[Result]
    stale: list[str]
    status: int


def judge(run: Run, *, level: str | None = None, baselines: Mapping[str, Baseline] | None = None,
          require: set[str] | None = None, today: datetime.date | None = None) -> Judgement:
    """Judge a run that is over. ``baselines`` by target stand in for those it was judged by."""
    level, today = level or run.header.level, today or datetime.date.today()
    results = [rejudged(result, level, baselines, today, run.header.level) for result in run.results]
    unmet = runs.unmet(run, set(run.header.require) if require is None else require)
    stale = list(run.end.stale if run.end else ()) if baselines is None else without_test(run, baselines)
    missing = runs.missing(run)
    recorded = run.end.status if run.end else 0
    status = verdicts.exit_status(
        recorded if recorded in OF_PYTEST else 0, [(result.verdict, result.standing) for result in results],
        missing=len(missing) + (run.end is None), unmet=len(unmet), stale=len(stale),
        other_failures=run.end is not None and run.end.other_failures)
    return Judgement(run, results, missing, unmet, stale, status)


def rejudged(result: Result, level: str, baselines: Mapping[str, Baseline] | None, today: datetime.date, recorded_level: str) -> Result:
    """A result with the standing it has at a level and by a baseline."""
    gates = gates_at(result, level, recorded_level)
    if baselines is None:
        standing = relevelled(result.standing, gates)
        same = (standing, gates) == (result.standing, result.gates)
        return result if same else msgspec.structs.replace(result, standing=standing, gates=gates)
    known = baselines.get(result.target) or Baseline([])
    standing, entry = known.judge(result.test, result.verdict, result.signature, result.lacks, gates, today)
    nothing = {"why": None, "listed": None, "link": None}
    return msgspec.structs.replace(result, standing=standing, gates=gates, **nothing | baseline.told(entry, standing))


def relevelled(standing: Standing, gates: bool) -> Standing:
    """What becomes of a deviation that nobody listed, at another level."""
    if standing in (Standing.UNEXPECTED, Standing.WARNS):
        return Standing.UNEXPECTED if gates else Standing.WARNS
    return standing


def gates_at(result: Result, level: str, recorded_level: str) -> bool:
    """Whether a deviation of this test fails a run at a level."""
    if level == recorded_level:
        return result.gates
    begins = result.gates_from or result.level.lower()
    return begins in LEVELS and LEVELS.index(begins) <= LEVELS.index(level)


def without_test(run: Run, baselines: Mapping[str, Baseline]) -> list[str]:
    """What baselines list and no test is or, of a pattern, needs, in files of which the run had every test. A shard cannot know."""
    if run.end is None or run.header.shard:
        return []
    found: dict[str, None] = {}
    for target, known in baselines.items():
        rows = [result for result in run.results if result.target == target]
        entries = known.without_test({row.test for row in rows}, set(run.end.whole))
        if runs.is_complete(run):
            entries += known.in_vain([(row.test, row.verdict, row.signature) for row in rows], set(run.end.whole))
        found |= dict.fromkeys(entry.title for entry in entries)
    return list(found)
