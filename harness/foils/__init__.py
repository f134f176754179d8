"""Foils: targets that are wrong on purpose, each in one way, to show that the suites notice.

A preload foil is a C file that replaces one call of the C library under the Python
agent; ``nothing`` replaces nothing and must conform. A tampered world is a script that
changes a setting, a route, or what becomes of some packets in the namespace of the target,
and then starts the Python agent. The first comment says what is wrong and which
test must notice. Judge one with ``pytest suites/ --target foil:NAME``.
"""
import itertools
import re
from pathlib import Path
from typing import NamedTuple

from harness.builds import build
from harness.targets import AGENTS, Target
from harness.tomlfiles import BadFile

HERE = Path(__file__).parent
PREFIX = "foil:"


class Foil(NamedTuple):
    """A foil's name, what is wrong with it, the tests that must notice, whether only the peer can see it, what it needs, and whether
    it is a tampered world.
    """

    name: str
    fault: str
    noticed_by: list[str]
    only_peer: bool
    needs: list[str]
    world: bool


def files() -> list[Path]:
    """The files of all foils: libraries to preload, and tampered worlds."""
    return sorted([*HERE.glob("preload/*.c"), *HERE.glob("worlds/*.sh")])


def everything() -> list[Foil]:
    """All foils, as their first comments describe them."""
    return [describe(path) for path in files()]


def comment(path: Path) -> str:
    """The first comment of a foil, in one line."""
    if path.suffix == ".c":
        lines = path.read_text().partition("*/")[0].removeprefix("/*").splitlines()
    else:
        lines = itertools.takewhile(lambda line: line.startswith("#"), path.read_text().splitlines())
    return " ".join(line.strip(" *#") for line in lines)


def describe(path: Path) -> Foil:
    """Read a foil's first comment; raises :class:`~harness.tomlfiles.BadFile` when it does not say who notices."""
    text, _, needs = comment(path).partition("Needs:")
    fault, _, rest = text.partition("Noticed by:")
    tests = re.findall(r"\S+::\w+", rest)
    if not tests and path.stem != "nothing":
        raise BadFile(f"{path}: its first comment must say 'Noticed by:' and a test")
    return Foil(path.stem, fault.replace("Seen only at the peer.", "").strip(), tests, "Seen only at the peer." in fault,
                [needs.strip()] if needs else [], path.suffix == ".sh")


def target(name: str) -> Target:
    """The target that a foil makes; raises BadFile when there is none of that name, CannotBuild without a compiler."""
    path = next((path for path in files() if path.stem == name), None)
    if path is None:
        names = ", ".join(foil.name for foil in everything())
        raise BadFile(f"no foil is called {name!r}; there are {names}")
    agent, env = ["{python}", str(AGENTS / "python" / "agent.py")], {}
    if path.suffix == ".c":
        env = {"LD_PRELOAD": str(build(path, "-shared", "-fPIC", suffix=".so"))}
    else:
        agent = ["sh", "-e", str(path), *agent]
    foil = describe(path)
    return Target(agent=agent, summary=foil.fault, baseline="cpython", needs=foil.needs, env=env, name=PREFIX + name, file=str(path))
