"""Foils: targets that are wrong on purpose, each in one way, to show that the suites notice.

A preload foil is a C file that replaces one call of the C library under the Python
agent. Its first comment says what is wrong and which test must notice; ``nothing``
replaces nothing and must conform. Judge one with ``pytest suites/ --target foil:NAME``.
"""
import re
from pathlib import Path
from typing import NamedTuple

from harness.builds import build
from harness.targets import AGENTS, Target
from harness.tomlfiles import BadFile

PRELOAD = Path(__file__).parent / "preload"
PREFIX = "foil:"


class Foil(NamedTuple):
    """A foil's name, what is wrong with it, the tests that must notice, and whether only the peer can see it."""

    name: str
    fault: str
    noticed_by: list[str]
    only_peer: bool


def everything() -> list[Foil]:
    """All preload foils, as their first comments describe them."""
    return [describe(path) for path in sorted(PRELOAD.glob("*.c"))]


def describe(path: Path) -> Foil:
    """Read a foil's first comment; raises :class:`~harness.tomlfiles.BadFile` when it does not say who notices."""
    comment = path.read_text().partition("*/")[0].removeprefix("/*")
    text = " ".join(line.strip(" *") for line in comment.splitlines())
    fault, _, rest = text.partition("Noticed by:")
    tests = re.findall(r"\S+::\w+", rest)
    if not tests and path.stem != "nothing":
        raise BadFile(f"{path}: its first comment must say 'Noticed by:' and a test")
    return Foil(path.stem, fault.replace("Seen only at the peer.", "").strip(), tests, "Seen only at the peer." in fault)


def target(name: str) -> Target:
    """The target that a foil makes; raises BadFile when there is none of that name, CannotBuild without a compiler."""
    path = PRELOAD / f"{name}.c"
    if not path.exists():
        names = ", ".join(foil.name for foil in everything())
        raise BadFile(f"no foil is called {name!r}; there are {names}")
    library = build(path, "-shared", "-fPIC", suffix=".so")
    return Target(agent=["{python}", str(AGENTS / "python" / "agent.py")], summary=describe(path).fault, baseline="cpython",
                  env={"LD_PRELOAD": str(library)}, name=PREFIX + name, file=str(path))
