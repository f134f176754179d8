"""Requirements as a tree of specifications, with what the runs say of each."""
import functools
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from harness.requirements import Requirement
from reports.pages.gathered import Gathered, Test
from reports.pages.marks import Mark, mark_of

DOCUMENTS = [
    (re.compile(r"(RFC \d+)[ ,]*([\d.]*).*"), None),
    (re.compile(r"(POSIX\.1-\d+)[ ,]*(XSH \S+|\S*).*"), None),
    (re.compile(r"(Python)( library reference)?[ ,]*(.*)"), "Python library reference"),
    (re.compile(r"()(?:Linux |observed on )?(.*(?:Linux|linux|\(\d\)|\.[ch]\b|sysctl|net\.).*)"), "Linux"),
]
"""How sources name a document and the place in it; what fits none is practice."""
STRANGE = "Not among the requirements at hand"


@dataclass
class Clause:
    """A requirement, the tests that cite it, and the results of each target under it."""

    id: str
    requirement: Requirement | None
    tests: list[Test] = field(default_factory=list)
    marks: dict[str, Counter] = field(default_factory=lambda: defaultdict(Counter))

    def mark(self, target: str) -> Mark | None:
        """The heaviest mark of a target; None where it was not judged."""
        return max(self.marks.get(target, ()), key=lambda mark: mark.weight, default=None)

    def share(self, target: str) -> str:
        """Of how many cases the mark holds, where it does not hold of all."""
        counted = self.marks[target]
        total, marked = sum(counted.values()), counted[self.mark(target)]
        return f"{marked}/{total}" if marked < total else ""

    @property
    def gap(self) -> str:
        """Why no target was judged by it; "" if some was."""
        if self.tests or self.requirement is None:
            return ""
        if not self.requirement.observable:
            return f"cannot be observed: {self.requirement.reason}"
        return "no test of these runs cites it"

    @property
    def section(self) -> str:
        """Where in its specification it stands."""
        return split(self.requirement.source)[1] if self.requirement else ""


@dataclass
class Specification:
    """A document and its requirements, in the order of its sections."""

    name: str
    clauses: list[Clause]

    @functools.cached_property
    def sections(self) -> dict[str, list[Clause]]:
        """The clauses by section, numbers in the order of numbers."""
        found: dict[str, list[Clause]] = defaultdict(list)
        for clause in self.clauses:
            found[clause.section].append(clause)
        return dict(sorted(found.items(), key=lambda item: natural(item[0])))

    @property
    def judged(self) -> int:
        """How many of the requirements some test cites."""
        return sum(bool(clause.tests) for clause in self.clauses)

    @property
    def observable(self) -> int:
        """How many could be judged at all."""
        return sum(clause.requirement is None or clause.requirement.observable for clause in self.clauses)

    def counts(self, target: str) -> Counter:
        """The marks of a target over all clauses."""
        return Counter(mark for clause in self.clauses if (mark := clause.mark(target)))


def clauses(known: dict[str, Requirement], gathered: Gathered) -> dict[str, Clause]:
    """Every requirement with what the runs say of it; those that only a run knows too."""
    found = {identifier: Clause(identifier, requirement) for identifier, requirement in known.items()}
    for test in gathered.tests:
        for identifier in test.requirements:
            found.setdefault(identifier, Clause(identifier, None)).tests.append(test)
        for result in test.results:
            for identifier in result.requirements:
                found[identifier].marks[result.target][mark_of(result)] += 1
    return found


def specifications(found: dict[str, Clause]) -> list[Specification]:
    """The documents there are."""
    groups: dict[str, list[Clause]] = defaultdict(list)
    for clause in found.values():
        groups[split(clause.requirement.source)[0] if clause.requirement else STRANGE].append(clause)
    return [Specification(name, groups[name]) for name in sorted(groups, key=natural)]


def split(source: str) -> tuple[str, str]:
    """The document that a source names, and the place in it."""
    for pattern, name in DOCUMENTS:
        if found := pattern.fullmatch(source):
            return name or found[1], found[found.re.groups].strip(" ,")
    return "Practice", source


def natural(text: str) -> list:
    """A key by which 3.10 comes after 3.9."""
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in re.split(r"(\d+)", text) if part]
