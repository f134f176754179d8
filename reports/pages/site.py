"""The pages of a report: which there are, what is on them, and how they come into a folder as one."""
import contextlib
import datetime
import functools
import gc
import itertools
import os
import shlex
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import jinja2
from markupsafe import Markup

from harness import baseline, capture, requirements
from harness.baseline import Baseline, Entry
from harness.requirements import Requirement
from harness.results import Result
from harness.tomlfiles import BadFile
from harness.verdicts import Standing, Verdict
from reports.pages import gathered, ladders, marks, specifications
from reports.pages.drawing import drawing
from reports.pages.gathered import CHANGES, LEVELS, Cell, Gathered, Outcome, Test, case_of
from reports.pages.ladders import TARGET, Ladder
from reports.pages.marks import Mark, mark_of
from reports.pages.text import anchor, cut, file_name, level_badge, markup, visible, words
from reports.pages.wording import Words, words_of

HERE = Path(__file__).parent
GENERATOR = "socket-conformance-harness report"
"""What the first page says of itself: a folder without it is nobody's report, and is not overwritten."""
REFERENCES = 4
"""Conforming targets beside which a deviation is shown."""
OUTCOMES = 6
"""Ways in which the cases of one test ended for one target that are shown in full."""
EYES = 80
"""Rows of the first page's list of what needs eyes."""


class CannotWrite(Exception):
    """A report cannot be put where it was asked for: the place, why, and the cure."""


@dataclass
class Beside:
    """A deviation beside a target that conforms: two drawings, and in words where they first differ."""

    target: str
    ours: Markup
    theirs: Markup
    words: str


@dataclass
class Shown:
    """One way in which cases of a test ended for a target, with all there is to see of it."""

    outcome: Outcome
    result: Result
    beside: list[Beside]
    alone: Markup | None
    hint: str
    texts: list[tuple[str, str]]
    capture: str
    repeat: str


@dataclass
class Known:
    """Entries of a target's baseline that have one reason and fare alike, and what these runs say of them."""

    entry: Entry
    age: int
    state: str
    patterns: list[str]
    results: list[Result]


@dataclass
class Eyes:
    """What needs somebody's eyes: cases of one test that ended alike, perhaps for several targets."""

    mark: Mark
    standing: str
    test: Test
    signature: str | None
    message: str | None
    targets: dict[str, int]


class Site:
    """A report on gathered runs. ``root`` is the folder that holds the suites; what is not there is left out, and said."""

    def __init__(self, picture: Gathered, root: Path, today: datetime.date):
        self.gathered, self.root, self.today = picture, root, today
        self.known = known_requirements(root / "suites" / "requirements")
        self.clauses = specifications.clauses(self.known, picture)
        self.specifications = specifications.specifications(self.clauses)
        self.final = Path()
        self.captures: dict[str, Path] = {}
        self._places: dict[str, str] = {}
        self._taken: set[str] = set()
        self._ladders: dict[int, Ladder | None] = {}
        self.environment = self._environment()

    def _environment(self) -> jinja2.Environment:
        found = jinja2.Environment(
            loader=jinja2.FileSystemLoader(HERE / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True,
            undefined=jinja2.StrictUndefined, finalize=visible,
            auto_reload=False)
        found.globals |= {"site": self, "gathered": self.gathered, "targets": self.gathered.targets, "MARKS": marks.MARKS, "LEVELS": LEVELS,
                          "CONFORMS": marks.CONFORMS, "CHANGES": CHANGES, "generator": GENERATOR, "pairs": bool(self.pairs)}
        found.filters |= {"words": words, "anchor": anchor, "case": case_of, "mark": mark_of, "place": self.place, "cut": cut,
                          "by_function": by_function, "level": level_badge}
        return found

    # --------------------------------------------------------------------------- where things are

    def place(self, name: str) -> str:
        """The page of a file of tests, of a test (``file::function``), of a target (``@name``) or of a document (``§name``)."""
        if name not in self._places:
            self._places[name] = self._free(self._wanted(name))
        return self._places[name]

    def _wanted(self, name: str) -> str:
        if name.startswith("@"):
            return f"targets/{file_name(name[1:])}"
        if name.startswith("§"):
            return f"requirements/{file_name(name[1:].lower())}"
        file, _, function = name.partition("::")
        parts = [file_name(part) for part in file.removeprefix("suites/").removesuffix(".py").split("/")]
        return "/".join(["tests", *parts, *([file_name(function)] if function else [])])

    def _free(self, wanted: str) -> str:
        """A name that no other page has, also where capitals do not count."""
        name, number = wanted, 1
        while name.lower() in self._taken:
            number += 1
            name = f"{wanted}-{number}"
        self._taken.add(name.lower())
        return f"{name}.html"

    def page_of(self, test: Test, target: str = "", case: str = "") -> str:
        """Where a test, or what a target did in it, is shown: on its own page if it has one."""
        if test.tells:
            return self.place(test.name) + (f"#{anchor(target, case) if case else anchor(target)}" if target else "")
        return f"{self.place(test.file)}#{anchor(test.function, target) if target else anchor(test.function)}"

    def clause_page(self, identifier: str) -> str:
        """Where a requirement stands."""
        return f"{self.place('§' + self._document(identifier))}#{anchor(identifier)}"

    @functools.cache     # noqa: B019  (one site a report)
    def _document(self, identifier: str) -> str:
        requirement = self.clauses[identifier].requirement
        return specifications.split(requirement.source)[0] if requirement else specifications.STRANGE

    # --------------------------------------------------------------------------- the pages

    def pages(self) -> Iterator[tuple[str, str, dict]]:
        """Every page: its name, its template, and what is on it besides the runs."""
        yield "index.html", "overview.html", {"eyes": self.eyes, "shown": EYES}
        yield "matrix.html", "matrix.html", {}
        yield "requirements.html", "requirements.html", {}
        for specification in self.specifications:
            yield self.place(f"§{specification.name}"), "specification.html", {"specification": specification}
        yield "choices.html", "choices.html", {"choices": self.choices}
        if self.pairs:
            yield "pairs.html", "pairs.html", {}
        if len(self.gathered.runs) > 1:
            yield "changes.html", "changes.html", {"changes": self.changes}
        for target in self.gathered.targets:
            yield self.place(f"@{target}"), "target.html", self._target(target)
        for file, tests in self.files.items():
            yield self.place(file), "file.html", {"file": file, "tests": tests, "source": self.source(file)}
        for test in self.gathered.tests:
            if test.tells:
                yield self.place(test.name), "test.html", {"test": test, "source": self.source(test.file)}

    @functools.cached_property
    def files(self) -> dict[str, list[Test]]:
        """The tests by file."""
        found: dict[str, list[Test]] = defaultdict(list)
        for test in self.gathered.tests:
            found[test.file].append(test)
        return found

    @functools.cached_property
    def areas(self) -> dict[str, dict[str, list[Test]]]:
        """The tests by area and file."""
        found: dict[str, dict[str, list[Test]]] = defaultdict(dict)
        for file, tests in self.files.items():
            found[tests[0].area][file] = tests
        return dict(sorted(found.items()))

    def source(self, file: str) -> Words:
        """The words of a file of tests."""
        return words_of(self.root, file)

    def counts(self, target: str, area: str | None = None, level: str | None = None) -> Counter:
        """The marks of a target's cases, in an area, under a level."""
        return self._counted[target, area, level]

    @functools.cached_property
    def _counted(self) -> dict[tuple, Counter]:
        found: dict[tuple, Counter] = defaultdict(Counter)
        for test in self.gathered.tests:
            for result in test.results:
                mark = mark_of(result)
                for key in ((None, None), (test.area, None), (None, result.level)):
                    found[result.target, *key][mark] += 1
        return found

    @functools.cached_property
    def levels(self) -> list[str]:
        """The levels that occur."""
        found = {result.level for results in self.gathered.results_of.values() for result in results}
        return [level for level in LEVELS if level in found]

    # --------------------------------------------------------------------------- cells, of which there are many

    @functools.cached_property
    def _names(self) -> dict[str, tuple[Markup, Markup]]:
        """Each target's name as it is shown, and as a part of an address."""
        return {target: (markup(target), markup(anchor(target))) for target in self.gathered.targets}

    def row(self, test: Test) -> Markup:
        """The cells of a test in the matrix. A conforming one has no link: there are too many of them."""
        return Markup("".join([self._matrix_cell(test, test.cells.get(target)) for target in self.gathered.targets]))

    def _matrix_cell(self, test: Test, cell: Cell | None) -> str:
        if cell is None:
            return "<td></td>"
        if cell.mark is marks.CONFORMS:
            return "<td class=conforms>✓</td>"
        total = len(cell.results)
        share = f"<small>{cell.marked}/{total}</small>" if cell.marked < total else ""
        return (f'<td class={cell.mark.name}><a href="{markup(self.page_of(test, cell.target))}" title="{self._names[cell.target][0]}: {cell.said}">'
                f"{cell.mark.symbol}{share}</a></td>")

    def chips(self, test: Test, root: str) -> Markup:
        """What the targets did in a test, in a few words each."""
        place = markup(anchor(test.function))
        return Markup("".join([self._chip(test, cell, place, root) for cell in test.cells.values()]))

    def _chip(self, test: Test, cell: Cell, place: Markup, root: str) -> str:
        name, address = self._names[cell.target]
        mark, total = cell.mark, len(cell.results)
        if mark.weight and test.tells:
            name = f'<a href="{root}{markup(self.page_of(test, cell.target))}">{name}</a>'
        cases = f" <small>{total} cases</small>" if total > 1 and cell.marked == total else ""
        message = cell.outcomes[0].results[0].message if mark.weight and not test.tells else None
        return f'<li id="{place}@{address}" class={mark.name}>{name} {mark.glyph} {cell.said}{cases}{f": {markup(message)}" if message else ""}</li>'

    # --------------------------------------------------------------------------- the first page

    @functools.cached_property
    def eyes(self) -> list[Eyes]:
        """What needs somebody's eyes, the gravest first."""
        found: dict[tuple, Eyes] = {}
        for test in self.gathered.tests:
            for cell in test.cells.values() if test.tells else ():
                for outcome in cell.outcomes if cell.mark.loud else ():
                    if outcome.mark.loud:
                        first = outcome.results[0]
                        row = found.setdefault((test.name, outcome.mark, first.standing, outcome.signature), Eyes(
                            outcome.mark, first.standing.value, test, outcome.signature, first.message, {}))
                        row.targets[cell.target] = len(outcome.results)
        return sorted(found.values(), key=lambda row: (-row.mark.weight, LEVELS.index(row.test.level) if row.test.level in LEVELS else 9))

    # --------------------------------------------------------------------------- choices, pairs, changes

    @functools.cached_property
    def choices(self) -> dict[str, dict[str, dict[str, list[Result]]]]:
        """Where the text is silent: requirement, then behaviour, then target, with the cases. Where targets differ comes first, and what most do."""
        found: dict[str, dict[str, dict[str, list[Result]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
        for target, results in self.gathered.results_of.items():
            for result in results:
                for identifier, behaviour in result.choices.items():
                    found[identifier][behaviour][target].append(result)
        return {identifier: dict(sorted(behaviours.items(), key=lambda item: (-len(item[1]), item[0])))
                for identifier, behaviours in sorted(found.items(), key=lambda item: (len(item[1]) == 1, item[0]))}

    @functools.cached_property
    def pairs(self) -> dict[str, tuple[str, str]]:
        """Targets that are a pair, server and client: ``A:B``. A foil's own name has a colon and is none."""
        return {target: pair for target in self.gathered.targets if (pair := pair_of(target))}

    @property
    def changes(self) -> dict[str, list]:
        """The changes by kind."""
        return {kind: rows for kind in CHANGES if (rows := [change for change in self.gathered.changes if change.kind == kind])}

    def test_named(self, name: str) -> Test | None:
        """The test that a case belongs to, if it is still there."""
        return self._by_name.get(name.partition("[")[0])

    @functools.cached_property
    def _by_name(self) -> dict[str, Test]:
        return {test.name: test for test in self.gathered.tests}

    # --------------------------------------------------------------------------- a target

    def _target(self, target: str) -> dict:
        results = self.gathered.results_of[target]
        groups: dict[tuple, list[Result]] = defaultdict(list)
        for result in results:
            if result.verdict is Verdict.DEVIATES:
                groups[mark_of(result), result.signature].append(result)
        ordered = sorted(groups.items(), key=lambda item: (-item[0][0].weight, -len(item[1]), item[0][1] or ""))
        reasons = {verdict: Counter(result.message or "no reason was given" for result in results if result.verdict is verdict).most_common()
                   for verdict in (Verdict.INCONCLUSIVE, Verdict.UNSUPPORTED, Verdict.UNTESTED)}
        return {"target": target, "introduction": self.gathered.introductions.get(target), "groups": ordered, "reasons": reasons,
                "baseline": self.baseline(target)}

    def baseline(self, target: str) -> tuple[str, list[Known]]:
        """What is said of a target's baseline, and its entries."""
        introduction = self.gathered.introductions.get(target)
        if introduction is None:
            return "Its agent never introduced itself, so its baseline is not known.", []
        if any(argument.startswith("--baseline") for run in self.gathered.runs for argument in run.header.arguments):
            return "The run was given a --baseline of its own; what it excused is marked with its reason.", []
        folder = self.root / "suites" / "baselines"     # a pair has a file for each side
        paths = [path for name in introduction.baseline.split("+") if (path := folder / f"{file_name(name)}.toml").is_file()]
        if not paths:
            return "None of its deviations is listed as known.", []
        try:
            entries = [entry for path in paths for entry in baseline.load(path).entries]
        except BadFile as fault:
            return f"Its baseline cannot be read: {fault}", []
        said = f"Known deviations, from suites/baselines/{' and '.join(path.name for path in paths)}"
        return said + INHERITS[any(entry.inherited for entry in entries)], self._known(Baseline(entries), target)

    def _known(self, listed: Baseline, target: str) -> list[Known]:
        """The entries of a baseline, those that ask for something to be done first."""
        excused: dict[int, list[Result]] = defaultdict(list)
        for result in self.gathered.results_of[target]:
            if mark_of(result).weight > marks.UNSUPPORTED.weight and (entry := listed.entry(result.test, result.verdict, result.signature)):
                excused[id(entry)].append(result)
        rows: dict[tuple, Known] = {}
        for entry in listed.entries:
            state = self._state(entry, excused[id(entry)], target)
            row = rows.setdefault((state, entry.why, entry.signature), Known(entry, (self.today - entry.since).days, state, [], []))
            row.patterns.append(entry.test)
            row.results += excused[id(entry)]
        return sorted(rows.values(), key=lambda row: STATES.index(row.state))

    def _state(self, entry: Entry, about: list[Result], target: str) -> str:
        """How an entry fares in these runs."""
        standings = {result.standing for result in about}
        found = next((state for standing, state in STANDINGS if standing in standings), None)
        judged = any(target in test.cells for test in self.files.get(entry.test.partition("::")[0], ()))
        return found or ("excuses nothing" if judged else "not in these runs")

    # --------------------------------------------------------------------------- what a target did in a test

    def shown(self, test: Test, cell: Cell) -> list[Shown]:
        """The outcomes of a cell that have something to see."""
        return [self._shown(test, outcome) for outcome in cell.outcomes[:OUTCOMES] if outcome.mark.weight > marks.UNSUPPORTED.weight]

    def _shown(self, test: Test, outcome: Outcome) -> Shown:
        result = outcome.shown
        ours = ladders.ladder(result.evidence)
        others = conforming(test, result)
        recorded = ((other, ladder) for other in others if (ladder := self._ladder(other))) if ours else iter(())
        beside = [self._beside(result, ours, other, theirs) for other, theirs in itertools.islice(recorded, REFERENCES)]
        alone = drawing(ours, result.target, None) if ours and not beside else None
        texts = [(title, cut(text)) for title, text in result.evidence.items() if title not in (capture.FILE,)]
        return Shown(outcome, result, beside, alone, self._hint(result, ours, others) if not beside else "", texts,
                     self._capture(result), self.command([result]))

    def _ladder(self, result: Result) -> Ladder | None:
        """The ladder of a conforming result, beside which several others may be put."""
        if id(result) not in self._ladders:
            self._ladders[id(result)] = ladders.ladder(result.evidence)
        return self._ladders[id(result)]

    def _beside(self, result: Result, ours: Ladder, other: Result, theirs: Ladder) -> Beside:
        found = ladders.difference(ours, theirs)
        here, there = (drawing(ladder, title, number, found.lane if found else "", ladders.ending(found, ladder) if found else "")
                       for ladder, title, number in ((ours, result.target, found and found.ours), (theirs, other.target, found and found.theirs)))
        return Beside(other.target, here, there, difference_in_words(found, result, ours, other, theirs))

    def _hint(self, result: Result, ours: Ladder | None, others: list[Result]) -> str:
        if not ours and not result.evidence:
            return f"No transcript was recorded. {record_it([result])}"
        if not others:
            return "No other target of these runs conforms in this case, so there is none to put beside."
        names = ", ".join(other.target for other in others[:REFERENCES])
        return f"What {names} did was not recorded, since it conforms. {record_it([result, others[0]])}"

    def command(self, results: list[Result], *more: str) -> str:
        """The command that judges these again."""
        names = list(dict.fromkeys(self._argument(result.target) for result in results))
        nodes = list(dict.fromkeys(result.node for result in results))
        return shlex.join(["pytest", *nodes, *(part for name in names for part in ("--pair" if pair_of(name) else "--target", name)), *more])

    def _argument(self, target: str) -> str:
        """How the target was named on the command line: its name, or its file."""
        given = [argument.removeprefix("--target=") for run in self.gathered.runs for argument in run.header.arguments]
        return next((argument for argument in given if argument.endswith(".toml") and Path(argument).stem == target), target)

    def _capture(self, result: Result) -> str:
        """Where a result's capture is, from the root of the report; "" if there is none."""
        path = result.evidence.get(capture.FILE)
        if not path:
            return ""
        folder = Path(path).parent.parent
        if self.final.parent == folder.absolute():
            return f"../captures/{Path(path).name}"
        name, number = f"captures/{Path(path).name}", 1
        while self.captures.get(name, Path(path)) != Path(path):
            number += 1
            name = f"captures/{number}-{Path(path).name}"
        self.captures[name] = Path(path)
        return name

    def again(self, result: Result, test: Test) -> str:
        """The command that records a deviation beside a target that conforms."""
        return self.command([result, *conforming(test, result)[:1]], "--evidence", "all")

    # --------------------------------------------------------------------------- writing

    def write(self, folder: Path) -> int:
        """Write the report into a folder, all of it or nothing; returns the number of pages. Raises :class:`CannotWrite`."""
        self.final = folder.absolute()
        refuse_what_is_no_report(folder)
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
            try:
                count = self._fill(fresh)
                fresh.chmod(0o777 & ~umask())
                exchange(fresh, folder)
            finally:
                shutil.rmtree(fresh, ignore_errors=True)
        except OSError as error:
            raise CannotWrite(f"{folder}: the report cannot be written ({error.strerror}); give -o a folder you may write to") from None
        return count

    def _fill(self, folder: Path) -> int:
        count, made = 0, set()
        for name, template, context in self.pages():
            root = "../" * name.count("/")
            text = self.environment.get_template(template).render(context | {"root": root, "page": name})
            path = folder / name
            if path.parent not in made:
                path.parent.mkdir(parents=True, exist_ok=True)
                made.add(path.parent)
            path.write_bytes(text.encode("utf-8", "backslashreplace"))
            count += 1
        for name in ("report.css", "report.js"):
            shutil.copyfile(HERE / name, folder / name)
        for name, path in self.captures.items():
            (folder / "captures").mkdir(exist_ok=True)
            with contextlib.suppress(FileNotFoundError):
                shutil.copyfile(path, folder / name)
        return count


STANDINGS = ((Standing.CHANGED, "deviates otherwise"), (Standing.EXPIRED, "expired"), (Standing.STALE, "conforms: remove it"), (Standing.KNOWN, "holds"))
INHERITS = {True: " and what it inherits.", False: "."}
STATES = [*(state for _, state in STANDINGS), "excuses nothing", "not in these runs"]


def known_requirements(folder: Path) -> dict[str, Requirement]:
    """The requirements by id; none where the suites are not at hand. Raises :class:`~harness.tomlfiles.BadFile`."""
    return {one.id: one for one in requirements.load(folder)} if folder.is_dir() else {}


def conforming(test: Test, result: Result) -> list[Result]:
    """The same case of other targets that conform in it, foils last."""
    found = [other for cell in test.cells.values() if cell.target != result.target for other in cell.results
             if other.test == result.test and other.verdict is Verdict.CONFORMS]
    return sorted(found, key=lambda other: (not other.evidence, other.target.startswith("foil:"), other.target))


def record_it(results: list[Result]) -> str:
    """How what is not there can be had."""
    return "Record it with the command below, and give both runs to `harness report`." if len(results) > 1 else "Record it with `--evidence failures`."


def difference_in_words(found: ladders.Difference | None, result: Result, ours: Ladder, other: Result, theirs: Ladder) -> str:
    """Where two ladders first differ, as a sentence."""
    if found is None:
        return "Step by step both did the same; what differs is in the time it took, or in what a step does not show."
    here, there = (ladders.ending(found, ladder) if number is None else ladder.rungs[number].text
                   for number, ladder in ((found.ours, ours), (found.theirs, theirs)))
    what = {TARGET: "in the target's calls", ladders.LINK: "on the link"}.get(found.lane, f"at the {ours.far}")
    return f"The first difference is {what}. {result.target}: {here}. {other.target}: {there}."


def pair_of(target: str) -> tuple[str, str] | None:
    """Server and client, where a target is a pair of two."""
    parts = target.replace("foil:", "foil\0").split(":")
    return (parts[0].replace("\0", ":"), parts[1].replace("\0", ":")) if len(parts) == 2 and all(parts) else None


def refuse_what_is_no_report(folder: Path) -> None:
    """Raises :class:`CannotWrite` where something else is that would be lost."""
    try:
        if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
            return
        first = folder / "index.html"
        if folder.is_dir() and first.is_file() and GENERATOR in first.read_text(errors="replace")[:2000]:
            return
    except OSError as error:
        raise CannotWrite(f"{folder}: cannot be looked into ({error.strerror}); give -o another folder") from None
    raise CannotWrite(f"{folder}: is there, and is no report; give -o another folder")


def exchange(fresh: Path, folder: Path) -> None:
    """Put a new folder in the place of an old one: a reader finds one or the other."""
    old = fresh.with_name(f"{fresh.name}-old")
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def by_function(results: list[Result]) -> list[tuple[str, list[Result]]]:
    """Results by test function, in their order."""
    found: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        found[result.test.partition("[")[0]].append(result)
    return list(found.items())


def umask() -> int:
    """The mask that new files get."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def report(runs: list[str], folder: Path, root: Path) -> int:
    """Make a report on runs in a folder; returns the number of pages. Raises BadRun, BadFile, :class:`CannotWrite`."""
    collecting = gc.isenabled()
    gc.disable()        # a hundred thousand results stay to the end: looking through them for garbage costs a quarter of the time
    try:
        return Site(gathered.read(runs), root, datetime.date.today()).write(folder)
    finally:
        if collecting:
            gc.enable()
