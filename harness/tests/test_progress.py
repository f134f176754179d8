"""What is seen while a run goes, at a terminal and elsewhere; and what GitHub and JUnit XML are told."""
import os
import pty
import re
import subprocess
import sys
from collections import Counter
from xml.etree import ElementTree

import pytest

from harness import progress
from harness.tests.conftest import ROOT
from harness.verdicts import Standing, Status, Verdict

SAMPLE = "harness/tests/sample_suite.py"
FOIL = "foil:accept_never_waits"


@pytest.fixture
def at_a_terminal(suites, tmp_path, monkeypatch):
    """``at_a_terminal("-k", ...)`` runs the sample, or other tests, at a terminal, and returns what it shows."""

    def run(*arguments, tests=SAMPLE):
        ours, theirs = pty.openpty()
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--run-dir", str(tmp_path / "run"), tests, *arguments]
        environment = suites.environment() | {"TERM": "xterm", "COLUMNS": "120"}
        environment.pop("CI", None)
        with subprocess.Popen(command, cwd=ROOT, env=environment, stdin=theirs, stdout=theirs, stderr=theirs) as process:
            os.close(theirs)
            shown = b"".join(iter(lambda: read(ours), b""))
        os.close(ours)
        return process.returncode, shown.decode()

    return run


def read(terminal: int) -> bytes:
    """What a terminal shows next; nothing once nobody writes to it any more."""
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""


@pytest.mark.parametrize("way", [[], ["-n", "2"]], ids=["alone", "xdist"])
def test_at_a_terminal_verdicts_are_counted_while_the_run_goes(at_a_terminal, way):
    status, shown = at_a_terminal("--target", FOIL, *way)

    assert status == Status.DEVIATES
    assert re.search(r"\r\x1b\[K\d+ of 13  (\d+ conforms  )?(\d+ deviates  )?0:00:\d\d", shown)
    assert f"\r\x1b[Kunexpected: {SAMPLE}::test_accept_waits[tcp4] [{FOIL}]: assertion after target's accept" in shown
    assert "[100%]" in shown and "unexpected deviations (exit status 1)" in shown
    assert not re.search(r"[.D]{4}|sample_suite.py ", shown.split("FAILURES")[0])      # no letter a test besides, no name of a file


@pytest.mark.parametrize(("option", "sign"), [("-q", r"(\x1b\[32m\.\x1b\[0m){13}"), ("-v", "conforms")])
def test_who_asks_for_less_or_more_gets_pytests_own(at_a_terminal, option, sign):
    status, shown = at_a_terminal(option)

    assert status == Status.CONFORMS
    assert re.search(sign, shown)
    assert " of 13" not in shown


def test_ordinary_tests_look_as_ever(at_a_terminal):
    status, shown = at_a_terminal(tests="harness/tests/test_unequal.py")

    assert status == Status.CONFORMS
    assert re.search(r"test_unequal.py .*\x1b\[32m\.", shown)
    assert "\r\x1b[K" not in shown.split("test_unequal.py")[1]


def test_a_log_has_a_letter_a_test_and_nothing_is_drawn_over(suites):
    outcome = suites(SAMPLE)

    assert "." * 13 in outcome.output
    assert "\r" not in outcome.output and "\x1b" not in outcome.output


def test_the_line_is_shorter_than_the_terminal():
    counts = Counter({verdict: 1000 for verdict in Verdict} | {(Verdict.DEVIATES, Standing.KNOWN): 7})

    assert progress.line(counts, 15000, 3661, 200) == (
        "5000 of 15000  1000 conforms  1000 deviates (7 known)  1000 unsupported  1000 inconclusive  1000 untested  1:01:01")
    assert progress.line(counts, 15000, 3661, 40) == "5000 of 15000  1000 conforms  1000 devi"


# --------------------------------------------------------------------------- GitHub

def test_github_is_told_in_a_summary_and_at_most_ten_annotations(judge, monkeypatch, tmp_path):
    summary = tmp_path / "summary.md"
    summary.write_text("# what was there\n")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    wrong = "".join(f"""
@covers("posix:gethostname:returns-nonempty-name")
def test_wrong_{number}(target):
    assert target.gethostname() == "50% of\\nnobody: {number}"
""" for number in range(12))

    outcome = judge(wrong, "-n", "2")

    marked = [line for line in outcome.output.splitlines() if line.startswith("::")]
    assert len(marked) == 10
    assert all(line.startswith("::error file=") and "title=cpython%3A deviates (posix%3Agethostname%3Areturns-nonempty-name)::" in line for line in marked)
    assert all("50%25 of" in line for line in marked)
    assert summary.read_text().startswith("# what was there\n## ❌ Socket conformance: unexpected deviations (exit status 1)")
    assert summary.read_text().count("test_wrong_") == 12


def test_an_annotation_is_at_the_line_of_its_test(suites, monkeypatch):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    lines = (ROOT / SAMPLE).read_text().splitlines()

    outcome = suites(SAMPLE, "--target", FOIL)

    marked = [line for line in outcome.output.splitlines() if line.startswith("::")]
    assert len(marked) == 1
    assert f"file={SAMPLE},line={lines.index('def test_accept_waits(peer, connection_listener):') + 1}," in marked[0]


def test_nobody_else_is_told_in_githubs_way(suites, monkeypatch, tmp_path):
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))

    assert "::error" not in suites(SAMPLE, "--target", FOIL).output
    assert not (tmp_path / "summary.md").exists()


def test_a_summary_that_cannot_be_written_is_told_and_changes_nothing(suites, monkeypatch, tmp_path):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path))

    outcome = suites(SAMPLE)

    assert outcome.status == Status.CONFORMS
    assert f"the step's summary cannot be written to {tmp_path} (Is a directory)" in outcome.output


# --------------------------------------------------------------------------- JUnit XML

@pytest.mark.parametrize("way", [[], ["-n", "2"]], ids=["alone", "xdist"])
def test_pytests_own_junit_xml_has_the_requirements_as_properties(suites, tmp_path, way):
    suites(SAMPLE, "--target", FOIL, f"--junitxml={tmp_path / 'junit.xml'}", *way)

    cases = ElementTree.parse(tmp_path / "junit.xml").findall(".//testcase")
    found = {case.get("name"): [(one.get("name"), one.get("value")) for one in case.iter("property")] for case in cases}
    assert len(found) == 13
    assert found[f"test_accept_waits[{FOIL}-tcp4]"] == [
        ("requirement", "posix:accept:blocks-until-connection"), ("level", "MUST"), ("verdict", "deviates"), ("standing", "unexpected"), ("target", FOIL)]
    assert all(dict(properties)["verdict"] == "conforms" for name, properties in found.items() if "accept" not in name)
