"""What a test does in words: the docstrings and the source of the suites, where they are at hand.

Files are read line by line rather than parsed: parsing all of the suites takes seconds.
"""
import functools
import re
from dataclasses import dataclass
from pathlib import Path

DEFINITION = re.compile(r"def (test_\w+)\(")
DOCSTRING = re.compile(r'"""(.*?)"""', re.DOTALL)
OPENING = re.compile(r'\A(?:\s*#[^\n]*\n)*\s*"""(.*?)"""', re.DOTALL)
BODY = re.compile(r'\)(?:\s*->[^:\n]+)?:\s*\n\s+"""(.*?)"""', re.DOTALL)


@dataclass(frozen=True)
class Words:
    """A file of tests: what it is about, and the source of each of its tests."""

    about: str = ""
    sources: dict[str, str] | None = None

    def source(self, function: str) -> str:
        """The source of a test with its decorators; "" where it is not at hand."""
        return (self.sources or {}).get(function, "")

    def doc(self, function: str) -> str:
        """A test's docstring; "" for most, whose name says it all."""
        found = BODY.search(self.source(function))
        return " ".join(found[1].split()) if found else ""


@functools.cache
def words_of(root: Path, file: str) -> Words:
    """The words of one file of tests, named from the root of the project, as results name it."""
    if ".." in Path(file).parts or not file.endswith(".py"):
        return Words()
    try:
        text = (root / file).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return Words()
    about = OPENING.match(text)
    return Words(" ".join(about[1].split()) if about else "", dict(functions(text.split("\n"))))


def functions(lines: list[str]):
    """Each test with its source: from its first decorator to the last line that is indented."""
    for number, line in enumerate(lines):
        if not (found := DEFINITION.match(line)):
            continue
        begin, end = number, number + 1
        while begin and lines[begin - 1] and not lines[begin - 1].startswith(("def ", "class ", " ", "\"")):
            begin -= 1
        while end < len(lines) and (not lines[end] or lines[end][0] in " )"):
            end += 1
        yield found[1], "\n".join(lines[begin:end]).rstrip()
