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


STRENGTH = {Level.MAY: 1, Level.SHOULD: 2, Level.MUST: 3}


class Requirement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One requirement, as a line of ``suites/requirements/*.toml`` states it.

    ``observable`` is false, with a ``reason``, for what no socket and no packet can show.
    ``linux`` says where it is known that Linux does so too; then it gates Linux targets
    whatever its level. ``how`` tells how it can be seen, ``note`` who is known to differ.
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

    def concerns(self, runtime: str) -> bool:
        """Whether it speaks of a target of this runtime: what one runtime promises binds no other."""
        return not self.id.startswith("python:") or runtime == "python"

    def gates(self, threshold: Level, kernel: str) -> bool:
        """Whether a deviation from this makes a run fail, at a ``--level`` and for a target on a kernel."""
        if kernel == "linux" and (self.level is Level.LINUX or self.linux):
            return True
        return STRENGTH.get(self.level, 0) >= STRENGTH[threshold]


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
