"""The first files of a new target: a target file, and an agent to make one's own. They work as they are, and judge this system's own sockets."""
import re
from pathlib import Path

from harness.targets import AGENTS

SKELETONS = AGENTS / "skeletons"
FILES = {"c": {"{name}.toml": "port.toml", "{name}.c": "port.c"},
         "python": {"{name}.toml": "agent.toml", "{name}.py": "agent.py"}}
"""What is written for each kind of agent, and the skeleton it is made of."""
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")


class Refused(Exception):
    """Nothing was written; says why, and what to do."""


def new_target(name: str, kind: str, folder: Path) -> list[Path]:
    """Write the first files of a target into a folder: their paths, the target file first. Raises :class:`Refused`."""
    if not NAME.fullmatch(name):
        raise Refused(f"{name!r} cannot name a target; take letters, digits, '_', '-' and '.', a letter first")
    files = {folder / place.format(name=name): SKELETONS / skeleton for place, skeleton in FILES[kind].items()}
    for path in files:
        if path.exists():
            raise Refused(f"{path.name} is there already, and nothing was written; choose another name or another folder")
    for path, skeleton in files.items():
        with path.open("x") as file:
            file.write(skeleton.read_text().replace("@NAME@", name))
    return list(files)
