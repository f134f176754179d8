"""One run out of several: the shards of a whole, or runs of different targets."""
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from harness import results, shards, verdicts
from harness.results import BadRun, End, Header, Introduction, Plan, Result, Run
from reports import files, judging, runs


class Refused(BadRun):
    """Runs that do not go together: which, why, and what would let them."""


class Merged:
    """Several runs as one. Raises :class:`Refused` where they do not go together.

    ``different_suites`` lets them be of different versions of the tests, ``last_wins`` takes the last of several results of one test.
    """

    def __init__(self, parts: list[Run], *, different_suites: bool = False, last_wins: bool = False):
        self.parts = parts
        if not different_suites:
            agree(parts, "suite", "their tests are not the same; run them again on one version, or give --different-suites")
        agree(parts, "link", "they were run over different links; compare them instead, by harness diff")
        agree(parts, "level", "they were judged at different levels; run them with one --level")
        agree_in_shards(parts)
        self.results = joined(parts, last_wins)
        self.lacking = shards_that_lack(parts)
        self.header = self._header()
        self.plan = Plan(list(dict.fromkeys(node for part in parts for node in part.plan)))
        self.targets = self._introductions()
        self.end = self._end()

    def _header(self) -> Header:
        first = min((part.header for part in self.parts), key=lambda header: header.started)
        targets = sorted({name for part in self.parts for name in part.header.targets})
        return Header(
            first.format, first.harness, first.started, first.arguments, targets, first.level, first.machine,
            suite=first.suite if len({part.header.suite for part in self.parts}) == 1 else "",
            require=sorted({word for part in self.parts for word in part.header.require}), merged=[source(part) for part in self.parts], link=first.link)

    def _introductions(self) -> dict[str, Introduction]:
        return {name: introduction for part in reversed(self.parts) for name, introduction in part.targets.items()}

    def _end(self) -> End:
        ends = [part.end for part in self.parts if part.end]
        missing = [*dict.fromkeys(node for part in self.parts for node in runs.missing(part)), *self.lacking,
                   *(f"the end of {source(part)}, which was cut short" for part in self.parts if part.end is None)]
        missing = [node for node in missing if node not in {result.node for result in self.results}]
        stale = [] if missing else sorted(stale_of(self.parts))
        unmet = [result for part in self.parts for result in runs.unmet(part, set(part.header.require))]
        other_failures = any(end.other_failures for end in ends)
        status = verdicts.exit_status(
            next((end.status for end in ends if end.status in judging.OF_PYTEST), 0),
            [(result.verdict, result.standing) for result in self.results],
            missing=len(missing), unmet=len(unmet), stale=len(stale), other_failures=other_failures)
        whole = set.intersection(*(set(end.whole) for end in ends)) if ends else set()
        return End(
            max((end.ended for end in ends), default=self.header.started), status,
            dict(Counter(result.verdict.value for result in self.results)), missing, stale, sorted(whole),
            ends[0].collected if len({end.collected for end in ends}) == 1 else "", other_failures=other_failures)

    def write(self, folder: Path) -> None:
        """Record the run in a new folder, with the captures, whole or not at all; raises :class:`Refused` or OSError."""
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise Refused(f"{folder} is there already; give -o a new folder")
        files.make_folder(folder, self._fill)

    def _fill(self, folder: Path) -> None:
        lines = [self.header, self.plan, *self.targets.values(), *self.results, self.end]
        (folder / "run.jsonl").write_bytes(b"".join(map(results.encode, lines)))
        for part in self.parts:
            captures = part.path.parent / "captures"
            if captures.is_dir():
                shutil.copytree(captures, folder / "captures", dirs_exist_ok=True)


def source(part: Run) -> str:
    """What a part is called: the folder it is in, and its shard."""
    return f"{part.path.parent.name or part.path.name}" + (f" (shard {part.header.shard})" if part.header.shard else "")


def agree(parts: Iterable[Run], field: str, why: str) -> None:
    """Refuse runs that differ in a field of their headers; one that says nothing agrees with all."""
    first: Run | None = None
    for part in parts:
        value = getattr(part.header, field)
        if first and value and value != getattr(first.header, field):
            raise Refused(f"{first.path} and {part.path}: {why}")
        first = first or (part if value else None)


def agree_in_shards(parts: Iterable[Run]) -> None:
    """Refuse shards of different wholes."""
    for group in groups(parts).values():
        first = next((part for part in group if part.end and part.end.collected), None)
        for part in group:
            counts = {shards.parse(other.header.shard).count for other in (part, group[0])}
            if len(counts) > 1:
                raise Refused(f"{group[0].path} and {part.path}: one is shard {group[0].header.shard}, the other {part.header.shard}; "
                              "they are parts of different wholes")
            if part.end and part.end.collected and first and part.end.collected != first.end.collected:
                raise Refused(f"{first.path} and {part.path}: they are shards of different choices of tests; "
                              "run them with the same arguments")


def groups(parts: Iterable[Run]) -> dict[tuple[str, ...], list[Run]]:
    """The shards, by the targets that they judge."""
    found: dict[tuple[str, ...], list[Run]] = defaultdict(list)
    for part in parts:
        if part.header.shard:
            found[tuple(part.header.targets)].append(part)
    return found


def shards_that_lack(parts: Iterable[Run]) -> list[str]:
    """The shards that are not among the parts, in words."""
    lacking = []
    for targets, group in groups(parts).items():
        there = [shards.parse(part.header.shard) for part in group]
        lacking += [f"shard {number}/{there[0].count} of {', '.join(targets)}"
                    for number in range(1, there[0].count + 1) if number not in {shard.number for shard in there}]
    return lacking


def joined(parts: Iterable[Run], last_wins: bool) -> list[Result]:
    """All results, one for each test and target."""
    found: dict[tuple[str, str], Result] = {}
    places: dict[tuple[str, str], Run] = {}
    for part in parts:
        for result in part.results:
            key = result.test, result.target
            if key in found and places[key] is not part and not last_wins:
                raise Refused(f"{places[key].path} and {part.path}: both have {result.test} of {result.target}; "
                              "leave one out, or give --last-wins")
            found[key], places[key] = result, part
    return list(found.values())


def stale_of(parts: list[Run]) -> set[str]:
    """What baselines list and no test is: of shards, what none of them has."""
    found = {test for part in parts if part.end and not part.header.shard for test in part.end.stale}
    for group in groups(parts).values():
        ends = [part.end for part in group if part.end]
        for target in group[0].header.targets:
            found |= set.intersection(*(set(end.unmatched.get(target, ())) for end in ends)) if ends else set()
    return found
