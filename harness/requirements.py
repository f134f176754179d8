"""Requirements: one sentence of a specification each, and a look-up that refuses unknown ones. Pure but for reading files."""
import difflib
from enum import StrEnum
from pathlib import Path

import msgspec

from harness import tomlfiles
from harness.tomlfiles import BadFile


class Level(StrEnum):
    """How binding a requirement is. LINUX: documented by Linux alone."""

    MUST = "MUST"
    SHOULD = "SHOULD"
    MAY = "MAY"
    LINUX = "LINUX"


GATES = {Level.MAY: 1, Level.SHOULD: 2, Level.MUST: 3}
STRENGTH = (Level.MUST, Level.SHOULD, Level.LINUX, Level.MAY)
"""The levels, the strongest first."""


class Requirement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One requirement, as a line of ``suites/requirements/*.toml`` states it.

    ``observable`` is false, with a ``reason``, for what no socket and no packet can show.
    ``linux`` says where it is known that Linux does so too; then it gates Linux targets
    whatever its level. ``how`` tells how it can be seen, ``note`` who is known to differ.
    ``asleep`` is for what becomes of a system call that sleeps, or that has slept: where a loop of the
    target's own does the waiting, the system sees no such call.
    """

    id: str
    level: Level
    source: str
    summary: str
    observable: bool = True
    reason: str | None = None
    how: str | None = None
    note: str | None = None
    linux: str | None = None
    asleep: bool = False

    def passes_over(self, runtime: str, waits: str) -> tuple[str, str] | None:
        """What it speaks of that a target of this runtime, which waits so, does not have, and why; None if it concerns such a target."""
        if self.id.startswith("python:") and runtime != "python":
            return "what Python promises", f"its runtime is {runtime}"
        if self.asleep and waits == "loop":
            return "a system call that sleeps", "a loop of its own does the waiting"
        return None

    def gates(self, threshold: Level, kernel: str) -> bool:
        """Whether a deviation from this makes a run fail, at a ``--level`` and for a target on a kernel."""
        if kernel == "linux" and (self.level is Level.LINUX or self.linux):
            return True
        return GATES.get(self.level, 0) >= GATES[threshold]


def strongest(cited: list[Requirement]) -> str:
    """The level of a test: the strongest among what it cites."""
    return min((requirement.level for requirement in cited), key=STRENGTH.index)


def gates_from(cited: list[Requirement], kernel: str) -> str:
    """The ``--level`` from which on what these say gates, "never" for none; "" where it is the strongest's own."""
    gating = (level for level in (Level.MUST, Level.SHOULD, Level.MAY) if any(requirement.gates(level, kernel) for requirement in cited))
    found = next(gating, "never")
    return "" if found == strongest(cited) else found.lower()


def passed_over(cited: list[Requirement], kernel: str, runtime: str, waits: str) -> tuple[str, str] | None:
    """What a test of these asks for that no such target has, and why; None if it concerns such a target. What only Linux documents, and
    nothing stronger, is no other's to do."""
    lacking = (requirement.passes_over(runtime, waits) for requirement in cited)
    if strongest(cited) is Level.LINUX and kernel != "linux":
        return "what only Linux documents", f"its kernel is {kernel}"
    return next(filter(None, lacking), None)


class File(msgspec.Struct, forbid_unknown_fields=True):
    """The shape of a requirements file."""

    requirement: list[Requirement] = []


class UnknownRequirement(Exception):
    """A test cites an id that no file defines."""


class Requirements:
    """All requirements, by id."""

    def __init__(self, requirements: list[Requirement]):
        self._by_id = {requirement.id: requirement for requirement in requirements}

    def __getitem__(self, identifier: str) -> Requirement:
        """The requirement of that id; raises :class:`UnknownRequirement`, with the nearest id there is."""
        try:
            return self._by_id[identifier]
        except KeyError:
            near = difflib.get_close_matches(identifier, self._by_id, 1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise UnknownRequirement(f"no requirement has the id {identifier!r}{hint}") from None

    def __iter__(self):
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)


def load(folder: Path) -> Requirements:
    """Read every ``*.toml`` of a folder; raises :class:`~harness.tomlfiles.BadFile` on a bad or doubled entry."""
    found: dict[str, Path] = {}
    everything = []
    for path in sorted(folder.glob("*.toml")):
        for requirement in tomlfiles.read(path, File).requirement:
            if requirement.id in found:
                raise BadFile(f"{path}: {requirement.id!r} stands in {found[requirement.id].name} too; give one of them another id")
            if not requirement.observable and not requirement.reason:
                raise BadFile(f"{path}: {requirement.id!r} is not observable but says no reason; add one")
            found[requirement.id] = path
            everything.append(requirement)
    return Requirements(everything)
