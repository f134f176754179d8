"""Baselines: the known deviations of a target. Pure but for reading the file.

Exceptions only: whatever is not listed is expected to conform. An entry names a test,
the signature of its deviation, and why it is accepted.
"""
import datetime
from pathlib import Path

import msgspec

from harness import tomlfiles
from harness.verdicts import Standing, Verdict


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One known deviation.

    ``test`` is a node id without the target's parameter; without the part in brackets it
    stands for every case of the test. ``signature`` is compared with the deviation's own.
    From the day ``expires`` on, the entry no longer excuses anything.
    """

    test: str
    signature: str
    why: str
    since: datetime.date
    expires: datetime.date | None = None

    def matches(self, test: str) -> bool:
        """Whether the entry is about this test."""
        return test == self.test or ("[" not in self.test and test.split("[")[0] == self.test)


class File(msgspec.Struct, forbid_unknown_fields=True):
    """The shape of a baseline file. ``inherits`` names another one beside it, whose entries hold too, but for tests that this one lists."""

    inherits: str = ""
    deviation: list[Entry] = []


class Baseline:
    """The entries of one file, looked up by test."""

    def __init__(self, entries: list[Entry], name: str = "none"):
        self.entries, self.name = entries, name
        self._by_test: dict[str, Entry] = {entry.test: entry for entry in entries}

    def entry(self, test: str) -> Entry | None:
        """The entry about a test: the one for the very case before the one for all of them."""
        return self._by_test.get(test) or self._by_test.get(test.split("[")[0])

    def without_test(self, tests: set[str], whole_files: set[str]) -> list[Entry]:
        """Entries that match none of ``tests``, among those whose file was collected whole."""
        names = tests | {test.split("[")[0] for test in tests}
        return [entry for entry in self.entries if entry.test not in names and entry.test.split("::")[0] in whole_files]


def load(path: Path) -> Baseline:
    """Read a baseline; raises :class:`~harness.tomlfiles.BadFile`, also for a test that is listed twice."""
    file = tomlfiles.read(path, File)
    entries = file.deviation
    seen = set()
    for entry in entries:
        if entry.test in seen:
            raise tomlfiles.BadFile(f"{path}: {entry.test} is listed twice; keep one of the entries")
        seen.add(entry.test)
    if file.inherits:
        entries = [entry for entry in load(path.with_name(f"{file.inherits}.toml")).entries if entry.test not in seen] + entries
    return Baseline(entries, path.stem)


def standing(verdict: Verdict, signature: str | None, gates: bool, entry: Entry | None, today: datetime.date) -> Standing:
    """How a verdict stands to its baseline entry, if it has one."""
    if entry is None or verdict in (Verdict.UNTESTED, Verdict.INCONCLUSIVE, Verdict.UNSUPPORTED):
        if verdict is Verdict.DEVIATES:
            return Standing.UNEXPECTED if gates else Standing.WARNS
        return Standing.PLAIN
    if verdict is Verdict.CONFORMS:
        return Standing.STALE
    if signature != entry.signature:
        return Standing.CHANGED
    return Standing.EXPIRED if entry.expires and today >= entry.expires else Standing.KNOWN
