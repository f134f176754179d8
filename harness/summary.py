"""What a person sees when a run has ended, or looks at it again, in the words of the protocol. Pure."""
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Protocol

from harness.results import Introduction, Result
from harness.verdicts import Standing, Status, Verdict

SHOWN = 20
"""Rows of one list before the rest is counted only."""

ENDINGS = {
    Status.CONFORMS: "no unexpected deviation",
    Status.DEVIATES: "unexpected deviations",
    Status.INTERRUPTED: "interrupted",
    Status.STALE_BASELINE: "only the baseline is out of date",
    Status.INCONCLUSIVE: "inconclusive: not everything was learned",
    Status.INCOMPLETE: "incomplete: not every planned test was reported",
}


class Ended(Protocol):
    """A run that has ended, however it is known.

    ``missing`` was planned and not reported, ``unmet`` lacks what ``--require`` asks for, ``stale``
    is listed by a baseline and no longer exists; ``file`` is where it is recorded, if it is.
    """

    results: list[Result]
    introductions: dict[str, Introduction]
    missing: list[str]
    unmet: list[Result]
    stale: list[str]
    status: int | None
    file: Path | None

    def clause(self, identifier: str) -> str:
        """A requirement's id with its level and source, as a reader looks it up."""


def write(terminal, ended: Ended) -> None:
    """Write the summary of a run to pytest's terminal."""
    for name in sorted({result.target for result in ended.results}):
        rows = [result for result in ended.results if result.target == name]
        terminal.section(headline(name, ended), sep="-")
        for line in [*table(rows, area_of), "", *table(rows, level_of), "", *lists(rows, ended)]:
            terminal.write_line(line)
    for line in closing(ended):
        terminal.write_line(line)


def headline(name: str, ended: Ended) -> str:
    """A target, what its agent said of itself, and where it ran."""
    introduction = ended.introductions.get(name)
    if introduction is None:
        return f"{name} (its agent never introduced itself)"
    hello = introduction.hello
    return f"{name}: {hello.get('implementation')} {hello.get('version')} on {hello.get('system')}, in {introduction.world}"


def table(rows: list[Result], group_of: Callable[[Result], str]) -> list[str]:
    """Verdicts by group and in total, one line each."""
    groups: dict[str, Counter] = defaultdict(Counter)
    for result in rows:
        for group in (group_of(result), "total"):
            groups[group][result.verdict] += 1
            groups[group][result.verdict, result.standing] += 1
    width = max(map(len, groups))
    columns = [verdict for verdict in Verdict if groups["total"][verdict]]
    lines = [f"{'':{width}}  " + "  ".join(f"{column:>14}" for column in columns)]
    for group in sorted(groups, key=lambda group: (group == "total", group)):
        lines.append(f"{group:{width}}  " + "  ".join(f"{cell(groups[group], column):>14}" for column in columns))
    return lines


def cell(counts: Counter, verdict: Verdict) -> str:
    """A count; of deviations and of what was inconclusive, how many were known."""
    if not counts[verdict]:
        return "-"
    if known := counts[verdict, Standing.KNOWN]:
        return f"{counts[verdict]} ({known} known)"
    return str(counts[verdict])


def area_of(result: Result) -> str:
    """The folder of a test below suites/."""
    parts = result.test.split("::")[0].split("/")
    return "/".join(parts[1:-1]) or parts[0]


def level_of(result: Result) -> str:
    """The level of a test's strongest requirement."""
    return result.level or "none"


TITLES = (
    (Verdict.DEVIATES, Standing.UNEXPECTED, "deviates: mend it, or list it (harness baseline update)"),
    (Verdict.DEVIATES, Standing.CHANGED, "deviates otherwise than the baseline says: look again, and list what it does now "
     "(harness baseline update)"),
    (Verdict.DEVIATES, Standing.EXPIRED, "deviates, and its baseline entry has expired: mend it, or give the entry another date"),
    (Verdict.INCONCLUSIVE, Standing.EXPIRED, "inconclusive, and its baseline entry has expired: mend it, or give the entry another date"),
    (Verdict.UNSUPPORTED, Standing.UNEXPECTED, "newly unsupported: offer it, or list it under `unsupported` (harness baseline update)"),
    (Verdict.CONFORMS, Standing.STALE, "conforms, but the baseline lists it: remove the entry (harness baseline prune)"),
    (Verdict.DEVIATES, Standing.WARNS, "deviates below the level that gates"),
    (Verdict.UNSUPPORTED, Standing.WARNS, "newly unsupported below the level that gates"),
)
"""What needs eyes, the gravest first, and what to do about it."""


def lists(rows: list[Result], ended: Ended) -> list[str]:
    """What needs eyes: deviations with their clause and side, then what was not learned and why."""
    lines: list[str] = []
    for verdict, standing, title in TITLES:
        lines += listed(title, (result for result in rows if (result.verdict, result.standing) == (verdict, standing)), ended)
    lines += listed("inconclusive", (result for result in rows if result.verdict is Verdict.INCONCLUSIVE
                                     and result.standing is not Standing.KNOWN), ended)
    for verdict in (Verdict.UNSUPPORTED, Verdict.UNTESTED):
        reasons = Counter(result.message for result in rows if result.verdict is verdict)
        if reasons:
            lines.append(f"{verdict}:")
            lines += capped([f"  {count:4} x {reason}" for reason, count in reasons.most_common()])
    return lines


def listed(title: str, rows: Iterable[Result], ended: Ended) -> list[str]:
    """A titled list of tests: cases of one test that ended alike stand together."""
    groups: dict[tuple, list[Result]] = defaultdict(list)
    for result in rows:
        groups[result.test.split("[")[0], result.signature or result.lacks].append(result)
    lines = []
    for (test, _), cases in groups.items():
        clause = "; ".join(ended.clause(identifier) for identifier in cases[0].requirements) or "no clause"
        lines.append(f"  {test} {parameters(cases)}\n      {clause}\n      {happened(cases[0])}"
                     + "".join(f"\n      {words}" for words in listed_as(cases[0])))
    return [f"{title}:", *capped(lines)] if lines else []


def happened(result: Result) -> str:
    """What came of a test, in a line."""
    if result.verdict is Verdict.UNSUPPORTED:
        return result.message or ""
    return f"{result.signature or 'not learned'}: {result.message}"


def listed_as(result: Result) -> Iterator[str]:
    """What the baseline says of a test that needs eyes all the same."""
    if result.listed:
        yield f"was listed as {result.listed}: {result.why}"
    elif result.why:
        yield f"was listed: {result.why}"
    if result.link:
        yield f"see {result.link}"


def parameters(cases: list[Result]) -> str:
    """The cases of one test by their parameters: ``[tcp4 tcp6]``."""
    found = [result.test.partition("[")[2].removesuffix("]") for result in cases]
    return f"[{' '.join(found)}]" if any(found) else ""


def capped(lines: list[str]) -> list[str]:
    """The first lines, and how many more there are."""
    more = len(lines) - SHOWN
    return lines[:SHOWN] + ([f"  ... and {more} more, in the run file"] if more > 0 else [])


def closing(ended: Ended) -> list[str]:
    """How the run ended, and where it is recorded."""
    lines = []
    if ended.missing:
        lines.append(f"{len(ended.missing)} planned tests were not reported, the first: {ended.missing[0]}")
    if ended.unmet:
        lines.append(f"{len(ended.unmet)} cases lack what --require asks for")
    if again := [result.test for result in ended.results if result.attempts > 1]:
        lines += ["run again, since the machine was too busy, the link lost packets, or the target died of the test before:",
                  *capped([f"  {test}" for test in again])]
    for title in ended.stale:
        lines.append(f"the baseline lists {title}, {'but nothing deviates so' if '*' in title else 'which no longer exists'}: "
                     "remove the entry (harness baseline prune)")
    ending = ENDINGS.get(ended.status, "stopped by pytest")
    place = f", recorded in {ended.file}" if ended.file else ""
    return [*lines, f"{ending} (exit status {ended.status}){place}"]
