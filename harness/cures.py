"""How to get what targets need: from what their files say, commands that can be pasted. Pure."""
from collections.abc import Iterable
from typing import NamedTuple

INSTALLERS = ("apt", "apt-get", "dnf", "pip", "pyenv", "cargo", "make", "npm", "brew")
"""What a cure begins with that is a command; any other is told as it stands."""
JOINED = ("apt install ", "pip install ")
"""Commands that can install several things at once."""


class Cure(NamedTuple):
    """What is missing, and how to get it: the command, empty where it is none, and what else was said."""

    need: str
    command: str
    words: str


def of(need: str) -> Cure:
    """The cure in a need: a name, and in brackets how to get it, a command or words, or both with a semicolon between."""
    name, _, rest = need.partition(" (")
    command, _, words = rest.removesuffix(")").partition("; ")
    return Cure(name, command, words) if command.split(" ")[0] in INSTALLERS else Cure(name, "", rest.removesuffix(")"))


def lines(missing: dict[str, list[str]]) -> list[str]:
    """A line for each thing that is missing: the command, and behind it which targets want it. ``missing``: what each target lacks."""
    cures: dict[Cure, list[str]] = {}
    for target, needs in missing.items():
        for need in needs:
            cures.setdefault(of(need), []).append(target)
    width = max((len(cure.command) for cure in cures), default=0)
    return [f"{cure.command or '#':{width if cure.command else 1}} {'# ' if cure.command else ''}{', '.join(targets)}: needs {cure.need}"
            f"{f' ({cure.words})' if cure.words else ''}"
            for cure, targets in cures.items()]


def at_once(needs: Iterable[str]) -> str:
    """One command that gets all that a command gets; empty if there is none."""
    commands = list(dict.fromkeys(of(need).command for need in needs))
    joined = [start + " ".join(dict.fromkeys(" ".join(command.removeprefix(start) for command in commands if command.startswith(start)).split(" ")))
              for start in JOINED if any(command.startswith(start) for command in commands)]
    return " && ".join([*joined, *(command for command in commands if command and not command.startswith(JOINED))])
