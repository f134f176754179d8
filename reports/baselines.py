"""Brings a baseline's file up to date with a run, keeping its comments and its order; and looks through such files for faults."""
import ast
import datetime
import difflib
import re
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

import tomlkit
from tomlkit.items import Array

from harness import baseline, tomlfiles
from harness.baseline import Baseline, Entry
from harness.results import Result, Run
from harness.verdicts import Standing, Verdict, needs_eyes
from reports import judging, runs

NEW = '# Known deviations of {target}: what the clause says, and why it is accepted here.\n'


class Refused(Exception):
    """A run that no baseline can be brought up to date with, or a change that cannot be made: why, and what to do."""


def fit(run: Run, target: str) -> None:
    """Raise :class:`Refused` unless a run tells enough of a target."""
    if run.end is None or run.end.status in judging.OF_PYTEST:
        raise Refused(f"{run.path}: the run was cut short; run it to its end")
    if lacking := runs.missing(run):
        raise Refused(f"{run.path}: {len(lacking)} planned tests were not reported, the first: {lacking[0]}; run it to its end")
    if run.header.shard:
        raise Refused(f"{run.path}: is shard {run.header.shard} of a run; merge all of them first (harness merge)")
    if left_out := {file_of(result.test) for result in run.results if result.target == target} - set(run.end.whole):
        raise Refused(f"{run.path}: of {min(left_out)} only some tests were run; run whole files or folders, without -k, --lf and the like")


def file_of(test: str) -> str:
    """The file that a test is in."""
    return test.split("::")[0]


class Change:
    """What becomes of one file.

    Only what is told by the run is touched: entries about files that were run, and not those of
    files that this one inherits. ``lines`` say what was done, ``left`` what a person has to do.
    Raises :class:`Refused` where the run learned too little.
    """

    def __init__(self, path: Path, run: Run, target: str, today: datetime.date):
        self.path, self.today, self._whole = path, today, set(run.end.whole)
        self.before = path.read_text(encoding="utf-8") if path.exists() else NEW.format(target=target)
        self.known = baseline.load(path) if path.exists() else Baseline([], path.stem)
        judged = judging.judge(run, baselines={target: self.known}, today=today)
        self.rows = [result for result in judged.results if result.target == target]
        unlearned = [row for row in self.rows if row.verdict is Verdict.INCONCLUSIVE and needs_eyes(row.verdict, row.standing)]
        if unlearned:
            raise Refused(f"{run.path}: {len(unlearned)} tests are inconclusive, the first: {unlearned[0].test} ({unlearned[0].message}); "
                          "mend that and run again")
        self.lines: list[str] = []
        self._text = Text(self.before)
        self._entries = [baseline.each(entry) for entry in tomlfiles.read(path, baseline.File).deviation] if path.exists() else []
        if len(self._entries) != len(self._text.blocks):
            raise Refused(f"{path}: has entries that do not begin with a line [[deviation]]; give each of them one")
        self._fresh: list[Result] = []

    @property
    def after(self) -> str:
        """The file as it is to be."""
        return str(self._text)

    @property
    def diff(self) -> str:
        """The change, line by line."""
        name = self.path.name
        return "".join(difflib.unified_diff(self.before.splitlines(True), self.after.splitlines(True), name, name))

    @property
    def left(self) -> list[str]:
        """What only a person can decide, a line each."""
        expired = Counter(row.test.split("[")[0] for row in self.rows if row.standing is Standing.EXPIRED)
        return [f"{test}: its entry has expired ({count} cases); mend the target, or give the entry another date"
                for test, count in expired.items()]

    # what goes, and what changes

    def settle(self, renew: bool) -> None:
        """Take out what conforms, what no longer exists, and patterns that excuse nothing; ``renew`` what deviates otherwise now, too."""
        for block, entries in zip(self._text.blocks, self._entries, strict=True):
            rows = [row for entry in entries for row in self._about(entry)]
            changed = [row for row in rows if row.standing is Standing.CHANGED] if renew else []
            if len({row.signature for row in changed}) == 1 and not any(row.standing is Standing.KNOWN for row in rows):
                self._resign(block, entries, changed)
                changed = []
            for entry in entries:
                self._settle(block, entry, [row for row in changed if row in self._about(entry)])

    def _resign(self, block: "Block", entries: list[Entry], changed: list[Result]) -> None:
        """Give an entry the one signature that its tests have now."""
        tests = ", ".join(entry.test for entry in entries)
        self.lines.append(f"~ {tests}: {block.fields['signature']!r} is {changed[0].signature!r} now")
        block.fields["signature"] = changed[0].signature
        if changed[0].verdict is Verdict.DEVIATES:
            block.fields.pop("inconclusive", None)

    def _settle(self, block: "Block", entry: Entry, changed: list[Result]) -> None:
        """Let an entry be about what it still excuses, or go."""
        about = self._about(entry)
        kept = [row for row in about if row.standing is not Standing.STALE and row not in changed]
        self._fresh += changed
        why = "conforms" if len(kept) + len(changed) < len(about) else "deviates otherwise"
        if entry in self._useless:
            self._drop(block, entry, "nothing deviates so" if entry.sweeping else "no such test")
        elif len(kept) == len(about):
            return
        elif kept:
            block.replace(entry.test, [row.test for row in kept])
            self.lines.append(f"~ {entry.test}: is about {len(kept)} of its {len(about)} cases now, the rest {why}")
        else:
            self._drop(block, entry, why)

    def _drop(self, block: "Block", entry: Entry, why: str) -> None:
        block.replace(entry.test, [])
        self.lines.append(f"- {entry.title}: {why}")

    @cached_property
    def _useless(self) -> list[Entry]:
        results = [(row.test, row.verdict, row.signature) for row in self.rows]
        return self.known.without_test({row.test for row in self.rows}, self._whole) + self.known.in_vain(results, self._whole)

    @cached_property
    def _owners(self) -> dict[tuple[str, str], list[Result]]:
        """The results that each entry of the file is the one about."""
        found: dict[tuple[str, str], list[Result]] = defaultdict(list)
        for row in self.rows:
            entry = self.known.entry(row.test, row.verdict, row.signature)
            if entry and not entry.inherited:
                found[entry.test, entry.signature].append(row)
        return found

    def _about(self, entry: Entry) -> list[Result]:
        return self._owners.get((entry.test, entry.signature), [])

    # what comes

    def add(self, why: str | None, link: str | None, expires: datetime.date | None) -> None:
        """Take in what nobody listed, and what deviates otherwise than was listed; raises :class:`Refused` where that needs a reason."""
        fresh = [*self._fresh, *filter(self._is_news, self.rows)]
        if fresh and not (why or "").strip():
            raise Refused(f"{len(fresh)} deviations are new, the first: {fresh[0].test} ({fresh[0].signature}); say with --why "
                          "for what reason they are accepted, or mend them")
        for (test, signature), rows in grouped(fresh).items():
            tests = self._named(test, rows)
            fields = {"test": listing(tests), "signature": signature, "why": why, "since": self.today, "expires": expires, "link": link}
            self._text.append({name: value for name, value in fields.items() if value is not None})
            self.lines.append(f"+ {tests[0]}" + (f" and {len(tests) - 1} more" if len(tests) > 1 else "") + f": {signature}")

    def _is_news(self, row: Result) -> bool:
        """Whether a deviation is listed nowhere, or only with another signature in a file that this one inherits."""
        if row.verdict is not Verdict.DEVIATES or row.standing not in (Standing.UNEXPECTED, Standing.CHANGED):
            return False
        entry = self.known.entry(row.test, row.verdict, row.signature)
        return entry is None or entry.inherited

    def _named(self, base: str, rows: list[Result]) -> list[str]:
        """How an entry names these cases of a test: by the test alone if they are all there are, and no entry is about any of them."""
        cases = [row for row in self.rows if row.test.split("[")[0] == base]
        taken = any(entry.test.split("[")[0] == base for entry in self.known.entries if not entry.inherited and not entry.sweeping)
        return [base] if len(cases) == len(rows) and not taken else [row.test for row in rows]

    def pin(self) -> None:
        """List what is unsupported; raises :class:`Refused` for a run that was recorded before that was known."""
        lacking = [row for row in self.rows if row.verdict is Verdict.UNSUPPORTED]
        if any(row.lacks is None for row in lacking):
            raise Refused("the run does not say what is unsupported; record it again")
        added = sorted({row.lacks for row in lacking if self.known.unsupported is None or not self.known.allows_lack_of(row.lacks)})
        self.lines += [f"+ unsupported: {what}" for what in added]
        self._text.pin(added)

    def check(self) -> None:
        """Raise :class:`~harness.tomlfiles.BadFile` unless the file as it is to be can be read, beside those that it inherits."""
        with tempfile.TemporaryDirectory() as folder:
            for other in self.path.parent.glob("*.toml"):
                shutil.copy(other, folder)
            place = Path(folder) / self.path.name
            place.write_text(self.after, encoding="utf-8")
            baseline.load(place)


# --------------------------------------------------------------------------- the text of a file

BEGINS = re.compile(r"^[ \t]*\[\[[ \t]*deviation[ \t]*\]\][^\n]*\n?", re.MULTILINE)


class Text:
    """The text of a file: what comes before the first entry, and a block for each."""

    def __init__(self, text: str):
        places = [match.span() for match in BEGINS.finditer(text)]
        ends = [start for start, _ in places[1:]] + [len(text)] * bool(places)
        self.head = text[:places[0][0]] if places else text
        self.blocks = [Block(text[start:begin], text[begin:end]) for (start, begin), end in zip(places, ends, strict=True)]

    def __str__(self) -> str:
        return (self.head + "".join(map(str, self.blocks))).rstrip("\n") + "\n"

    def append(self, fields: dict[str, object]) -> None:
        """A new entry, behind all others."""
        table = tomlkit.document()
        for name, value in fields.items():
            table.add(name, value)
        if self.blocks:
            self.blocks[-1].end_with_blank_line()
        else:
            self.head = self.head.rstrip("\n") + "\n\n"
        self.blocks.append(Block("[[deviation]]\n", tomlkit.dumps(table)))

    def pin(self, added: list[str]) -> None:
        """Add to the list of what is unsupported, or begin it."""
        head = tomlkit.parse(self.head)
        if "unsupported" in head:
            head["unsupported"].extend(added)
            self.head = tomlkit.dumps(head)
            return
        begun = tomlkit.document()
        begun.add("unsupported", listing(added, always=True))
        self.head = self.head.rstrip("\n") + "\n" * bool(self.head.strip()) + tomlkit.dumps(begun) + "\n"


class Block:
    """One entry as it stands in a file, with the comments behind it."""

    def __init__(self, begin: str, text: str):
        self.begin, self.fields, self.gone = begin, tomlkit.parse(text), False

    def __str__(self) -> str:
        return self.begin + tomlkit.dumps(self.fields) if not self.gone else self._behind() if "#" in self._behind() else ""

    def _behind(self) -> str:
        """What stands behind the last field: it may be about what follows."""
        behind = []
        for key, item in reversed(self.fields.body):
            if key is not None:
                break
            behind.insert(0, item.as_string())
        return "".join(behind).lstrip("\n")

    def replace(self, test: str, cases: list[str]) -> None:
        """Put cases in the place of a test; an entry that is about none any more goes."""
        tests = self.fields["test"]
        if isinstance(tests, Array) and not cases and len(tests) > 1:
            tests.remove(test)
            return
        listed = [tests] if isinstance(tests, str) else list(tests)
        at = listed.index(test)
        listed[at:at + 1] = cases
        if listed:
            self.fields["test"] = listing([str(one) for one in listed])
        self.gone = not listed

    def end_with_blank_line(self) -> None:
        """Leave a blank line before what follows."""
        text = tomlkit.dumps(self.fields)
        self.fields = tomlkit.parse(text.rstrip("\n") + "\n\n")


def grouped(rows: Iterable[Result]) -> dict[tuple[str, str], list[Result]]:
    """Results by test, without its parameters, and signature."""
    found: dict[tuple[str, str], list[Result]] = defaultdict(list)
    for row in rows:
        found[row.test.split("[")[0], row.signature or ""].append(row)
    return dict(sorted(found.items()))


def listing(texts: list[str], always: bool = False) -> str | Array:
    """One text, or a list of them with a line for each."""
    if len(texts) == 1 and not always:
        return texts[0]
    array = tomlkit.array()
    array.extend(texts)
    return array.multiline(True)


# --------------------------------------------------------------------------- lint

def faults(path: Path, root: Path, today: datetime.date) -> Iterator[str]:
    """What is wrong in a file, a line each, with what to do; a file that cannot be read raises :class:`~harness.tomlfiles.BadFile`."""
    file, known = tomlfiles.read(path, baseline.File), baseline.load(path)
    inherited = {(entry.test, entry.signature) for entry in known.entries if entry.inherited}
    text = path.read_text(encoding="utf-8").splitlines()
    for listed in file.deviation:
        for entry in baseline.each(listed):
            for fault in faults_of(entry, inherited, root, today):
                yield f"{path}, line {line_of(entry.test, text)}: {entry.test} {fault}"


def faults_of(entry: Entry, inherited: set[tuple[str, str]], root: Path, today: datetime.date) -> Iterator[str]:
    """What is wrong with one entry."""
    if not entry.why.strip():
        yield "says no reason; add why it is accepted"
    if not entry.signature.strip():
        yield "has no signature; add the one that the summary prints"
    if entry.since > today:
        yield f"was listed on {entry.since}, which is to come; correct the date"
    if entry.expires and entry.expires <= today:
        yield f"has expired on {entry.expires}; mend the target, or give the entry another date"
    if entry.link and not entry.link.startswith(("https://", "http://")):
        yield f"has the link {entry.link!r}, which leads nowhere; give an address that begins with https://"
    if (entry.test, entry.signature) in inherited:
        yield "is inherited with the same signature; remove the entry"
    if not exists(entry.test, root):
        yield "is the name of no test; remove the entry, or correct the name"


def exists(test: str, root: Path) -> bool:
    """Whether there is a test of that name, as far as the source tells; a pattern is taken to fit one, if its file is there."""
    file, _, name = test.partition("::")
    if not (root / file).is_file():
        return False
    name = name.split("[")[0].rpartition("::")[2]
    tree = ast.parse((root / file).read_text(encoding="utf-8"))
    return "*" in name or any(isinstance(node, ast.FunctionDef) and node.name == name for node in ast.walk(tree))


def line_of(test: str, lines: list[str]) -> int:
    """Where a test stands in a file."""
    return next((number for number, line in enumerate(lines, 1) if f'"{test}"' in line or f"'{test}'" in line), 1)


def place_of(run: Run, target: str, folder: Path) -> Path:
    """The file of the baseline that a target was judged by."""
    introduction = run.targets.get(target)
    return folder / f"{introduction.baseline if introduction else target}.toml"
