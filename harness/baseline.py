"""Baselines: the known deviations of a target. Pure but for reading the file.

Exceptions only: whatever is not listed is expected to conform. An entry names a test (or
several that share a cause), the signature of its deviation, and why it is accepted. A
file may inherit another's: what the kernel does wrong under one runtime, it does under all.
"""
import collections
import datetime
import functools
import re
from pathlib import Path

import msgspec

from harness import tomlfiles
from harness.verdicts import Standing, Verdict

IN_VAIN = ("parked*", "running*", "mute*", "died*", "* never came", "assertion after *'s poll returned")
"""Signatures of tests that wait for what never comes."""


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One known deviation, or one cause of several.

    ``test`` is a node id without the target's parameter; without the part in brackets it
    stands for every case of the test. A ``*`` behind the file's name stands for any text: such an
    entry excuses what fits it, whether or not all of it deviates. ``test`` may be a list of these.
    ``signature`` is compared with the deviation's own; a ``*`` stands for any text there, too.
    ``inconclusive`` tells that nothing is learned from the test for that cause: it shows in a given, say.
    ``sometimes``: it is a matter of chance, so that a run in which the test conforms proves nothing.
    ``damages``: what the target did wrong has left it damaged, so that the next test gets a new one.
    From the day ``expires`` on, the entry no longer excuses anything. ``link`` is where more can be read: a report, a
    discussion. ``inherited``: it is another target's.
    """

    test: str | list[str]
    signature: str
    why: str
    since: datetime.date
    expires: datetime.date | None = None
    link: str | None = None
    inconclusive: bool = False
    sometimes: bool = False
    damages: bool = False
    inherited: bool = False

    @property
    def sweeping(self) -> bool:
        """Whether it stands for whatever tests fit a pattern."""
        return "*" in self.test

    @property
    def title(self) -> str:
        """What the entry is called: its test and, of a pattern, of which there may be several, its signature."""
        return f"{self.test} with {self.signature!r}" if self.sweeping else self.test

    @property
    def waits_in_vain(self) -> bool:
        """Whether the test waits for what never comes."""
        return not self.sometimes and any(fits(pattern, self.signature) for pattern in IN_VAIN)

    def matches(self, test: str) -> bool:
        """Whether the entry is about this test."""
        return fits(self.test, test) or ("[" not in self.test and fits(self.test, test.split("[")[0]))

    def excuses(self, verdict: Verdict, signature: str | None) -> bool:
        """Whether it is this way of failing that it knows of."""
        return verdict is (Verdict.INCONCLUSIVE if self.inconclusive else Verdict.DEVIATES) and fits(self.signature, signature or "")


def file_of(test: str) -> str:
    """The file that a test is in."""
    return test.split("::")[0]


def fits(pattern: str, text: str) -> bool:
    """Whether a text is the pattern's, in which a ``*`` stands for any text and everything else for itself."""
    return compiled(pattern).fullmatch(text) is not None if "*" in pattern else text == pattern


@functools.cache        # thousands of tests are asked about, and a file has hundreds of patterns
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern as a regular expression."""
    return re.compile(".*".join(map(re.escape, pattern.split("*"))))


class File(msgspec.Struct, forbid_unknown_fields=True):
    """The shape of a baseline file. ``inherits`` names another one beside it, whose entries hold where this one has none.

    ``unsupported`` pins what the target does not offer: a word of the protocol, or what it says of it, ``word: why``, in
    which a ``*`` stands for any text. Where it is given, whatever else turns out to be unsupported fails a run.
    """

    inherits: str = ""
    unsupported: list[str] | None = None
    deviation: list[Entry] = []


class Baseline:
    """The entries of one file, and of the one it inherits, looked up by test."""

    def __init__(self, entries: list[Entry], name: str = "none", unsupported: list[str] | None = None):
        self.entries, self.name, self.unsupported = entries, name, unsupported
        self._by_test: dict[str, Entry] = {entry.test: entry for entry in reversed(entries) if not entry.sweeping}
        self._sweeping: dict[str, list[Entry]] = collections.defaultdict(list)
        for entry in entries:
            if entry.sweeping:
                self._sweeping[file_of(entry.test)].append(entry)

    def entry(self, test: str, verdict: Verdict = Verdict.CONFORMS, signature: str | None = None) -> Entry | None:
        """The entry about a test: the one for the very case before the one for all of them, and a pattern that knows the failure behind both."""
        about = self.about(test)
        knowing = [entry for entry in about if entry.excuses(verdict, signature)]
        return next(iter(knowing or [entry for entry in about if not entry.sweeping]), None)

    def about(self, test: str) -> list[Entry]:
        """All entries about a test, whatever becomes of it."""
        named = [entry for name in dict.fromkeys((test, test.split("[")[0])) if (entry := self._by_test.get(name))]
        return named + [entry for entry in self._sweeping.get(file_of(test), []) if entry.matches(test)]

    def without_test(self, tests: set[str], whole_files: set[str]) -> list[Entry]:
        """Entries of its own that match none of ``tests``, among those whose file was collected whole."""
        names, by_file = tests | {test.split("[")[0] for test in tests}, collections.defaultdict(list)
        for test in tests:
            by_file[file_of(test)].append(test)
        return [entry for entry in self.own(whole_files) if entry.test not in names
                and not (entry.sweeping and any(map(entry.matches, by_file[file_of(entry.test)])))]

    def in_vain(self, results: list[tuple[str, Verdict, str | None]], whole_files: set[str]) -> list[Entry]:
        """Patterns of its own that none of the failures among ``results`` (test, verdict, signature) needed, among those whose file was run whole.

        One about a test that was not tested, here or over this link, may be needed elsewhere.
        """
        needed = set()
        for test, verdict, signature in results:
            if verdict in (Verdict.DEVIATES, Verdict.INCONCLUSIVE):
                needed.add(id(self.entry(test, verdict, signature)))
            elif verdict in (Verdict.UNTESTED, Verdict.UNSUPPORTED):
                needed.update(map(id, self.about(test)))
        return [entry for entry in self.own(whole_files) if entry.sweeping and not entry.sometimes and id(entry) not in needed]

    def allows_lack_of(self, what: str | None) -> bool:
        """Whether a target may lack this, a word of the protocol and why: it is pinned, or nothing is."""
        if self.unsupported is None or what is None:
            return True
        return any(fits(pinned, what) or fits(pinned, what.partition(":")[0]) for pinned in self.unsupported)

    def judge(self, test: str, verdict: Verdict, signature: str | None, lacks: str | None, gates: bool,
              today: datetime.date) -> tuple[Standing, Entry | None]:
        """How a verdict on a test stands to this baseline, and the entry that says so, if there is one."""
        entry = self.entry(test, verdict, signature)
        if verdict is Verdict.UNSUPPORTED and not self.allows_lack_of(lacks):
            return Standing.UNEXPECTED if gates else Standing.WARNS, None
        return standing(verdict, signature, gates, entry, today), entry

    def own(self, files: set[str]) -> list[Entry]:
        """The entries about tests of these files that are not another target's."""
        return [entry for entry in self.entries if not entry.inherited and file_of(entry.test) in files]


def load(path: Path, heirs: tuple[Path, ...] = ()) -> Baseline:
    """Read a baseline and what it inherits; raises :class:`~harness.tomlfiles.BadFile`, also for a test that is listed twice.

    ``heirs`` are the files that inherit from this one, of which it can be none.
    """
    if path in heirs:
        raise tomlfiles.BadFile(f"{path}: inherits from itself; take out one `inherits`")
    file = tomlfiles.read(path, File)
    entries = [entry for listed in file.deviation for entry in each(listed)]
    seen = set()
    for entry in entries:
        key = (entry.test, entry.signature) if entry.sweeping else entry.test
        if key in seen:
            raise tomlfiles.BadFile(f"{path}: {entry.test} is listed twice; keep one of the entries")
        if "*" in file_of(entry.test):
            raise tomlfiles.BadFile(f"{path}: {entry.test}: a * may stand behind the file's name only; list the files")
        seen.add(key)
    pinned = file.unsupported
    if file.inherits:
        others = load(path.with_name(f"{file.inherits}.toml"), (*heirs, path))
        entries += [msgspec.structs.replace(entry, inherited=True) for entry in others.entries]
        pinned = others.unsupported if pinned is None else pinned + (others.unsupported or [])
    return Baseline(entries, path.stem, pinned)


def each(listed: Entry) -> list[Entry]:
    """An entry for each test that an entry lists."""
    tests = [listed.test] if isinstance(listed.test, str) else listed.test
    return [msgspec.structs.replace(listed, test=test) for test in tests]


def standing(verdict: Verdict, signature: str | None, gates: bool, entry: Entry | None, today: datetime.date) -> Standing:
    """How a verdict stands to its baseline entry, if it has one."""
    if entry is None or verdict in (Verdict.UNTESTED, Verdict.UNSUPPORTED):
        if verdict is Verdict.DEVIATES:
            return Standing.UNEXPECTED if gates else Standing.WARNS
        return Standing.PLAIN
    if verdict is Verdict.CONFORMS:
        return Standing.PLAIN if entry.inherited or entry.sweeping or entry.sometimes else Standing.STALE
    if not entry.excuses(verdict, signature):
        return Standing.CHANGED if verdict is Verdict.DEVIATES else Standing.PLAIN
    return Standing.EXPIRED if entry.expires and today >= entry.expires else Standing.KNOWN


def told(entry: Entry | None, standing: Standing) -> dict[str, str | None]:
    """What a result says of the entry about its test: why, the signature that is listed where it is another, and the link."""
    if entry is None:
        return {}
    return {"why": entry.why, "listed": entry.signature if standing is Standing.CHANGED else None, "link": entry.link}
