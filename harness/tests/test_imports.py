"""The rooms: imports point down, never up."""
import ast
from pathlib import Path

import pytest

from harness.tests.conftest import ROOT

# Each row may import from the rows below it, and from its own.
ORDER = [
    ["suites"],
    ["fixtures"],
    ["harness.plugin", "harness.cli", "harness.bench"],
    ["harness.attempts", "harness.reporting"],
    ["harness.judging"],
    ["reports"],
    ["harness.coverage", "harness.summary", "harness.trials", "harness.prompt"],
    ["harness.recorder", "harness.options", "harness.check", "harness.lanes", "harness.progress", "harness.scaffold"],
    ["harness.classify"],
    ["harness.stage"],
    ["harness.layout"],
    ["harness.cable"],
    ["harness.tcp_end"],
    ["harness.wire"],
    ["harness.sockets", "harness.reference"],
    ["harness.agent"],
    ["harness.foils"],
    ["harness.namespaces", "harness.targets", "harness.builds"],
    ["harness.invariants", "harness.link"],
    ["harness.capture"],
    ["harness.baseline", "harness.requirements", "harness.results"],
    ["harness.lines", "harness.verdicts", "harness.tomlfiles", "harness.cures", "harness.unequal", "harness.busy", "harness.shards",
     "harness.keeper", "harness.keeper_link", "harness.cable_pump"],
]
LATE = {("harness.targets", "harness.foils")}
"""Imports within a function, for what few runs need."""


def row(module: str) -> int | None:
    """The row of a module; None for what is not ours."""
    for number, names in enumerate(ORDER):
        if any(module == name or module.startswith(f"{name}.") for name in names):
            return number
    return None


def modules():
    """Our modules with their files; tests, agents and foils run as programs are on their own."""
    for folder in ("harness", "fixtures", "reports", "suites"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            if not name.startswith(("harness.tests", "reports.tests", "harness.agents", "harness.foils.hostile")) and name != "harness":
                yield pytest.param(name, path, id=name)


def imported(path: Path):
    """The modules a file imports, and whether it does so at its top."""
    tree = ast.parse(path.read_text())
    top = set(map(id, tree.body))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, id(node) in top) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield (full if row(full) is not None and row(node.module) is None else node.module), id(node) in top


@pytest.mark.parametrize(("name", "path"), list(modules()))
def test_imports_point_down(name, path):
    here = row(name.split(".")[0] if name.startswith(("suites", "fixtures", "reports")) else name)
    for module, at_top in imported(path):
        there = row(module)
        if there is not None and (at_top or (name, module) not in LATE):
            assert here is not None and there >= here, f"{name} imports {module}"


@pytest.mark.parametrize("path", sorted((ROOT / "harness" / "agents").rglob("*.py")), ids=lambda path: path.parent.name)
def test_agents_import_nothing_of_ours(path):
    assert not [module for module, _ in imported(path) if module.split(".")[0] in ("harness", "fixtures", "reports", "suites")]


@pytest.mark.parametrize("path", sorted((ROOT / "suites").rglob("test_*.py")), ids=lambda path: path.stem)
def test_suites_get_what_they_need_as_fixtures_but_for_plain_values(path):
    ours = {module for module, _ in imported(path) if module.split(".")[0] in ("harness", "reports", "fixtures")}

    # Addresses, constants, exceptions, what a segment carries, how a pair comes about: as fixtures they would be noise.
    assert ours <= {"harness.lines", "harness.sockets", "harness.stage", "harness.agent", "harness.wire", "harness.tcp_end",
                    "fixtures.sockets", "fixtures.pairs"}


def test_the_package_named_fixtures_is_empty():
    assert (ROOT / "fixtures" / "__init__.py").read_text() == ""


def test_no_fixture_hides_another():
    names = [name for path in sorted((ROOT / "fixtures").glob("*.py")) for name in fixture_names(path)]

    assert [name for name in names if names.count(name) > 1] == []


def fixture_names(path: Path):
    """The fixtures of a file: decorated functions, and what ``group``, ``single`` and ``ways`` make."""
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef) and any("fixture" in ast.unparse(decorator) for decorator in node.decorator_list):
            yield node.name
        elif isinstance(node, ast.Assign) and any(f"{maker}(" in ast.unparse(node.value) for maker in ("group", "single", "ways")):
            targets = node.targets[0].elts if isinstance(node.targets[0], ast.Tuple) else node.targets
            yield from (target.id for target in targets)
