"""Runs in the formats of others: what each verdict becomes there, and that nothing in a run breaks the format."""
import csv
import io
import json
from xml.etree import ElementTree

import pytest

from reports.tests.conftest import CLAUSE, result

ROWS = [
    result("suites/area/a.py::test_good"),
    result("suites/area/a.py::test_bad[tcp4]", "deviates", requirements=[CLAUSE, "posix:accept:EAGAIN"],
           evidence={"assertion": "a < b", "raw": "\x00\x1b[31m"}),
    result("suites/area/a.py::test_bad[tcp6]", "deviates"),
    result("suites/area/a.py::test_known", "deviates", "known", why="so it is"),
    result("suites/area/a.py::test_warns", "deviates", "warns", level="SHOULD"),
    result("suites/area/a.py::test_stale", standing="stale"),
    result("suites/area/a.py::test_unlearned", "inconclusive", message="it | broke\nin `two` lines"),
    result("suites/area/a.py::test_lacks", "unsupported", message="=SUM(A1:A9)"),
    result("suites/area/a.py::test_untested", "untested", lacks="ipv6", message="no IPv6"),
]
NAMES = [row.test.partition("::")[2] for row in ROWS]


@pytest.fixture
def export(harness, record):
    """``export("junit")`` is a run with a result of each kind, in that format."""
    return lambda kind: harness("export", record("run", ROWS, status=1), "--format", kind).output


def test_junit_tells_each_verdict_as_its_readers_expect(export):
    suite = ElementTree.fromstring(export("junit")).find("testsuite")

    found = {case.get("name"): [child.tag for child in case if child.tag != "properties"] for case in suite.findall("testcase")}
    assert found == dict(zip(NAMES, [[], ["failure"], ["failure"], ["skipped"], ["skipped"], ["failure"], ["error"], ["skipped"], ["skipped"]], strict=True))
    assert {name: suite.get(name) for name in ("name", "tests", "failures", "errors", "skipped")} == {
        "name": "mine", "tests": "9", "failures": "3", "errors": "1", "skipped": "4"}


def test_junit_has_the_requirements_as_properties(export):
    case = ElementTree.fromstring(export("junit")).findall(".//testcase")[1]

    found = [(one.get("name"), one.get("value")) for one in case.iter("property")]
    assert [value for name, value in found if name == "requirement"] == [CLAUSE, "posix:accept:EAGAIN"]
    assert {"level": "MUST", "verdict": "deviates", "standing": "unexpected", "target": "mine"}.items() <= dict(found).items()
    assert case.get("classname") == "suites.area.a"


def test_what_xml_cannot_say_is_spelled_out(export):
    assert "a < b" in ElementTree.fromstring(export("junit")).find(".//failure").text
    assert "\\x00\\x1b[31m" in ElementTree.fromstring(export("junit")).find(".//failure").text


def test_ctrf_counts_what_it_lists(export):
    report = json.loads(export("ctrf"))

    tests, summary = report["results"]["tests"], report["results"]["summary"]
    assert [test["status"] for test in tests] == ["passed", "failed", "failed", "skipped", "skipped", "failed", "other", "skipped", "skipped"]
    assert {kind: summary[kind] for kind in ("tests", "passed", "failed", "skipped", "pending", "other")} == {
        "tests": 9, "passed": 1, "failed": 3, "skipped": 4, "pending": 0, "other": 1}
    assert summary["stop"] - summary["start"] == 60_000
    assert (report["reportFormat"], report["results"]["tool"]["name"]) == ("CTRF", "socket-conformance-harness")
    assert tests[1]["tags"] == [CLAUSE, "posix:accept:EAGAIN"] and tests[1]["suite"] == ["mine", "area"] and tests[1]["duration"] == 250


def test_markdown_shows_what_needs_eyes_and_no_markup_of_others(export):
    text = export("markdown")

    assert text.startswith("## ❌ Socket conformance: unexpected deviations (exit status 1)\n")
    assert "| 2 | 4 (1 known) | 1 | 1 | 1 |" in text
    assert "`suites/area/a.py::test_bad` (2 cases) [mine]" in text
    assert "it \\| broke in \\`two\\` lines" in text
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    assert all(line.replace("\\|", "").count("|") == 4 for line in rows) and len(rows) == 4


def test_csv_has_a_row_a_result_and_no_formulas(export):
    rows = list(csv.DictReader(io.StringIO(export("csv"))))

    assert [row["test"] for row in rows] == [row.test for row in ROWS]
    assert rows[1]["requirements"] == f"{CLAUSE} posix:accept:EAGAIN"
    assert rows[7]["message"] == "'=SUM(A1:A9)"


def test_an_export_can_be_written_to_a_file(harness, record, tmp_path):
    run = record("run", ROWS[:1])

    assert harness("export", run, "--format", "csv", "-o", tmp_path / "out.csv") == (0, "", "")
    assert (tmp_path / "out.csv").read_text() == harness("export", run, "--format", "csv").output


# --------------------------------------------------------------------------- badges

@pytest.mark.parametrize(("rows", "more", "words", "colour"), [
    (ROWS[:1], {}, "1 conform, 0 deviate", "#1a7f37"),
    (ROWS[:2], {}, "1 of 2 deviate", "#b42318"),
    ([ROWS[0], ROWS[5]], {}, "2 conform, 0 deviate", "#8a6100"),
    ([ROWS[0], ROWS[6]], {}, "inconclusive", "#57606a"),
    (ROWS[:1], {"cut_short": True}, "incomplete", "#57606a"),
])
def test_a_badge_says_in_words_how_it_stands(harness, record, rows, more, words, colour):
    drawing = ElementTree.fromstring(harness("badge", record("run", rows[:2], **more), "--label", "a & <b>").output)

    assert drawing.get("aria-label") == f"a & <b>: {words}"
    assert [text.text for text in drawing.iter("{http://www.w3.org/2000/svg}text")] == ["a & <b>", words]
    assert colour in {shape.get("fill") for shape in drawing.iter("{http://www.w3.org/2000/svg}rect")}


# --------------------------------------------------------------------------- the conformance statement

def test_a_statement_answers_for_every_clause(harness, record):
    rows = [*ROWS[:1], result("suites/wire/tcp/a.py::test_x", requirements=["rfc9293:MUST-12"], choices={"rfc9293:MUST-12": "a reset"}),
            result("suites/a.py::test_b[tcp4]", "deviates", "known", requirements=["posix:recv:peek-does-not-consume"], why="so it is"),
            result("suites/a.py::test_b[tcp6]", requirements=["posix:recv:peek-does-not-consume"])]

    status, output, _ = harness("statement", record("run", rows), "--json")

    found = {one["id"]: one for one in json.loads(output)["clauses"]}
    peek = found["posix:recv:peek-does-not-consume"]
    assert status == 0
    assert (peek["answer"], peek["cases"]) == ("deviates", {"deviates": 1, "conforms": 1})
    assert peek["notes"] == ["suites/a.py::test_b (1 case): raised EINVAL in target's recv; accepted: so it is"]
    assert found[CLAUSE]["answer"] == "conforms"
    assert found["rfc9293:MUST-12"]["choices"] == ["a reset (suites/wire/tcp/a.py::test_x)"]
    assert found["rfc9293:MUST-9"]["answer"] == "not observable" and found["rfc9293:MUST-9"]["reason"]
    assert found["posix:recv:reset-econnreset"]["answer"] == "not run"
    assert found["rfc9293:MUST-2"]["answer"] == "conforms"      # judged in every packet-level test, unasked
    assert sum(json.loads(output)["counts"].values()) == len(found)


def test_a_statement_is_a_document(harness, record, tmp_path):
    killed = record("run", ROWS, missing=("suites/a.py::test_z[mine]",), cut_short=True)

    status, output, _ = harness("statement", killed, "-o", tmp_path / "statement.md")

    text = (tmp_path / "statement.md").read_text()
    assert (status, output) == (0, "")
    assert text.startswith("# Conformance statement: mine\n\nthe stack mine: mystack 1.2 on Some 3, in a private namespace.\n")
    assert "**Incomplete**: 1 planned tests were not reported" in text
    table = [line for line in text.splitlines() if line.startswith("| posix:accept")]
    assert table and all(line.replace("\\|", "").count("|") == 7 for line in table)
