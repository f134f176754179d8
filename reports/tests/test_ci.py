"""The recipes for continuous integration: they parse, and every command in them is one that there is, with options that it has."""
import configparser
import re
import shlex
import tomllib
from pathlib import Path

import click
import pytest

from harness.cli import main
from reports.tests.conftest import result

PAGE = (Path(__file__).parent.parent / "CI.md").read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    """The blocks of code of one kind."""
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)


def lines() -> list[str]:
    """Every command of the page that starts pytest or harness."""
    return sorted({match[1].strip() for match in re.finditer(r"(?:^ *|`|\$ |- |run: )((?:pytest|harness) [^`\n]*)", PAGE, re.MULTILINE)})


def test_the_recipes_are_well_formed():
    yaml = pytest.importorskip("yaml", reason="no PyYAML (pip install -e '.[test]')")
    github, gitlab = map(yaml.safe_load, blocks("yaml"))
    tox = configparser.ConfigParser()
    tox.read_string(blocks("ini")[0])

    steps = [step["run"] for job in github["jobs"].values() for step in job["steps"] if "run" in step]
    assert "harness merge run-1 run-2 run-3 -o whole" in steps
    assert all(isinstance(line, str) for job in gitlab.values() for line in job["script"])
    assert "pytest suites/" in tox["testenv:conformance"]["commands"]
    assert tomllib.loads(blocks("toml")[0])["link"] == "none"


def test_there_are_commands_of_each_kind():
    found = lines()

    assert sum(line.startswith("pytest") for line in found) >= 5
    assert {line.split()[1] for line in found if line.startswith("harness")} >= {"merge", "export", "badge", "diff", "gate"}


@pytest.mark.parametrize("line", lines())
def test_a_command_has_the_options_that_are_given(line, pytestconfig):
    words = shlex.split(re.sub(r"\$\{\{.*?\}\}|\$\w+|\{\w+\}", "1", line.split(" >> ")[0]))
    if words[0] == "pytest":
        pytestconfig._parser.parse(words[1:])           # which ends with a usage error for what it does not know
    else:
        assert parsed(main.commands[words[1]], words[2:])


def parsed(command: click.Command, arguments: list[str]) -> bool:
    """Whether a command takes these arguments."""
    with command.make_context(command.name, list(arguments)) as context:
        return context.command is command


def test_a_target_on_another_machine_is_described_as_target_files_are(tmp_path):
    from harness import targets
    (tmp_path / "board.toml").write_text(blocks("toml")[0])

    assert targets.load(tmp_path / "board.toml").argv[:3] == ["ssh", "-T", "board"]


def test_every_command_of_ours_does_what_the_recipe_wants(harness, record, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for number in (1, 2, 3):
        record(f"run-{number}", [result(f"suites/a.py::test_{number}")], shard=f"{number}/3", end={"collected": "all"})
    for name in ("run", "main", "accepted", "tmp/run"):
        record(name, [result("suites/a.py::test_1")])
    (tmp_path / "ours.toml").write_text("")
    ours = sorted((line.split(" >> ")[0] for line in lines() if line.startswith("harness")), key=lambda line: "merge" not in line)

    ended = {line: harness(*line.replace("{env_tmp_dir}", "tmp").split()[1:]) for line in ours}

    assert {line: done.status for line, done in ended.items()} == dict.fromkeys(ours, 0)
    assert {"junit.xml", "ctrf.json", "conformance.svg", "whole"} <= {path.name for path in tmp_path.iterdir()}
