"""Which tests cite which requirement: read from the suites' source, so that nothing need be imported or collected."""
import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from harness.invariants import CLAUSES
from harness.tomlfiles import BadFile

UNASKED = "suites/wire: every test, unasked"
"""Who judges an invariant."""


def suites_folder() -> Path:
    """The suites beside this package; raises :class:`~harness.tomlfiles.BadFile` where only the package is installed."""
    folder = Path(__file__).parent.parent / "suites"
    if not (folder / "requirements").is_dir():
        raise BadFile(f"{folder} is not there: the suites come with a checkout; clone the project and `pip install -e .` in it")
    return folder


class Coverage:
    """The tests of each requirement. Raises :class:`~harness.tomlfiles.BadFile` when a file cannot be read as Python."""

    def __init__(self, folder: Path):
        self._tests: dict[str, list[str]] = defaultdict(list)
        for path in sorted(folder.rglob("test_*.py")):
            for test, identifier in citations(path):
                self._tests[identifier].append(f"{path.relative_to(folder.parent)}::{test}")

    def tests(self, identifier: str) -> list[str]:
        """The tests that cite a requirement, without their parameters, and what judges it unasked."""
        return [*self._tests.get(identifier, ()), *([UNASKED] if identifier in CLAUSES else [])]


def citations(path: Path) -> Iterator[tuple[str, str]]:
    """Each test of a file with each requirement it cites."""
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except SyntaxError as error:
        raise BadFile(f"{path}, line {error.lineno}: is not Python ({error.msg})") from error
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef) and function.name.startswith("test_"):
            for decorator in function.decorator_list:
                yield from ((function.name, identifier) for identifier in cited(decorator, path))


def cited(decorator: ast.expr, path: Path) -> list[str]:
    """The ids in ``@covers("...", "...")``, none for any other decorator."""
    if not isinstance(decorator, ast.Call) or ast.unparse(decorator.func) not in ("covers", "pytest.mark.covers"):
        return []
    if not all(isinstance(argument, ast.Constant) for argument in decorator.args):
        raise BadFile(f"{path}, line {decorator.lineno}: @covers takes the ids themselves, not what computes them")
    return [argument.value for argument in decorator.args]
