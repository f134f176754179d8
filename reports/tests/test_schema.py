"""The schema of run files: it is right about those that are written, and notices what is wrong."""
import json
from pathlib import Path

import pytest

from reports.tests.conftest import result, written

ROWS = [result("suites/a.py::test_b[tcp4]"),
        result("suites/a.py::test_b[tcp6]", "deviates", evidence={"assertion": "a"}, choices={"a": "b"}, gates_from="never"),
        result("suites/a.py::test_c", "untested", lacks="ipv6", message="m", attempts=3)]


@pytest.fixture
def validator(harness):
    """What judges a line by the schema that the command prints."""
    jsonschema = pytest.importorskip("jsonschema", reason="no jsonschema (pip install -e '.[test]')")
    schema = json.loads(harness("schema", "run").output)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def lines(folder: Path) -> list[dict]:
    """The records of a run as plain JSON."""
    return [json.loads(line) for line in (folder / "run.jsonl").read_bytes().splitlines()]


def test_every_line_of_a_run_is_as_the_schema_says(validator, tmp_path):
    records = lines(written(ROWS).write(tmp_path))

    assert {record["kind"] for record in records} == {"run", "plan", "target", "result", "end"}
    assert [list(validator.iter_errors(record)) for record in records] == [[]] * len(records)


@pytest.mark.parametrize("spoil", [
    lambda record: record.pop("kind"),
    lambda record: record.update(kind="novelty"),
    lambda record: record.update(verdict="perhaps"),
    lambda record: record.pop("test"),
    lambda record: record.update(seconds="long"),
])
def test_what_is_no_record_is_noticed(validator, tmp_path, spoil):
    record = next(record for record in lines(written(ROWS).write(tmp_path)) if record["kind"] == "result")
    spoil(record)

    assert list(validator.iter_errors(record))


def test_the_page_on_the_format_names_every_record_and_verdict(harness):
    page = (Path(__file__).parent.parent / "FORMAT.md").read_text()
    schema = json.loads(harness("schema", "run").output)

    assert all(f"| `{kind}` |" in page for kind in schema["discriminator"]["mapping"])
    for kind in ("Verdict", "Standing"):
        assert all(f"`{value}`" in page for value in schema["$defs"][kind]["enum"])
