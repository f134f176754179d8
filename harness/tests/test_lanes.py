"""Lanes: tests that mostly wait run beside the others, with the same verdicts, and whatever becomes of a lane."""
import os
import signal
import time

import pytest

from harness.tests.conftest import ROOT
from harness.verdicts import Status, Verdict

WAITING = """
import os

@covers("posix:gethostname:returns-nonempty-name")
@pytest.mark.waits
@pytest.mark.parametrize("number", range(8))
def test_waiting(target, choice, number):
    choice("posix:gethostname:returns-nonempty-name", str(os.getpid()))
    {body}

@covers("posix:gethostname:returns-nonempty-name")
@pytest.mark.parametrize("number", range(4))
def test_working(target, choice, number):
    choice("posix:gethostname:returns-nonempty-name", str(os.getpid()))
"""
FOREVER = WAITING.format(body="""
    target.socketpair("AF_UNIX", "SOCK_STREAM")[0].recv(1)""")
AREAS = ("suites/timeouts", "suites/wire/tcp/test_window_probes.py")


def processes(outcome, name):
    """In which processes the cases of a test ran."""
    return {result.choices["posix:gethostname:returns-nonempty-name"] for result in outcome.results if f"::{name}" in result.test}


@pytest.mark.parametrize(("options", "lanes"), [(["--lanes", "3"], 3), (["-n", "2", "--lanes", "4"], 4), ([], 6)])
def test_what_waits_runs_beside_all_else(suites, judge, options, lanes):
    outcome = judge(WAITING.format(body="pass"), *options)

    assert outcome.status == Status.CONFORMS, outcome.output
    assert outcome.verdicts == {Verdict.CONFORMS: 12}
    assert len(processes(outcome, "test_waiting")) == lanes
    assert not processes(outcome, "test_waiting") & processes(outcome, "test_working")
    assert suites.leaves_nothing(), suites.survivors()


def test_what_is_listed_to_wait_in_vain_runs_beside_all_else(judge, tmp_path):
    code = FOREVER.replace("@pytest.mark.waits\n", "")
    file = judge(code, "-k", "working").results[0].test.split("::")[0]
    listed = tmp_path / "listed.toml"
    listed.write_text(f"""[[deviation]]\ntest = "{file}::test_waiting[*"\nsignature = "parked in target's recv"\nwhy = "because"\nsince = 2026-01-01\n""")

    outcome = judge(code, "--baseline", str(listed))

    assert outcome.status == Status.CONFORMS, outcome.output
    assert outcome.verdicts == {Verdict.CONFORMS: 4, Verdict.DEVIATES: 8}
    assert len(processes(outcome, "test_waiting")) == 6
    assert not processes(outcome, "test_waiting") & processes(outcome, "test_working")


@pytest.mark.parametrize("options", [["--lanes", "0"], ["-s"], ["-k", "test_waiting and (cpython-1 or cpython-2)"]], ids=" ".join)
def test_there_are_no_lanes_where_nobody_wants_them_or_little_waits(judge, options):
    outcome = judge(WAITING.format(body="pass"), *options)

    assert outcome.status == Status.CONFORMS, outcome.output
    assert len(processes(outcome, "test_")) == 1


@pytest.mark.parametrize("workers", ["0", "2"])
def test_what_a_lane_finds_is_reported_as_ever(judge, workers):
    outcome = judge(WAITING.format(body="""print("words of a test")
    assert number != 3, "three is wrong" """), "-n", workers)

    wrong = [result for result in outcome.results if result.verdict is Verdict.DEVIATES]
    assert outcome.status == Status.DEVIATES
    assert outcome.verdicts == {Verdict.CONFORMS: 11, Verdict.DEVIATES: 1}
    assert "three is wrong" in wrong[0].evidence["assertion"]
    assert outcome.output.count("Captured stdout call") == 1     # with the failure, and not with the others


@pytest.mark.parametrize("workers", ["0", "2"])
def test_what_a_lane_did_not_come_to_before_it_died_is_run_by_the_worker(judge, suites, tmp_path, workers):
    outcome = judge(WAITING.format(body=f"""
    if number == 3 and not os.path.exists({str(tmp_path / "tried")!r}):
        open({str(tmp_path / "tried")!r}, "w").close()
        os.kill(os.getpid(), 9)"""), "-n", workers, "--lanes", "2")

    assert outcome.status == Status.CONFORMS, outcome.output
    assert outcome.verdicts == {Verdict.CONFORMS: 12}
    assert len(processes(outcome, "test_waiting")) >= 2
    assert suites.leaves_nothing(), suites.survivors()


def test_verdicts_are_the_same_with_lanes_and_without(suites):
    beside, without = suites(*AREAS, "-n", "2"), suites(*AREAS, "-n", "2", "--lanes", "0")

    assert beside.status == without.status == Status.CONFORMS, beside.output
    assert {result.test: (result.verdict, result.choices) for result in beside.results} \
        == {result.test: (result.verdict, result.choices) for result in without.results}


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT], ids=lambda number: number.name)
@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_run_that_is_stopped_leaves_no_lane(suites, tmp_path, workers, number):
    path = tmp_path / "test_snippet.py"
    path.write_text("import pytest\ncovers = pytest.mark.covers\n" + FOREVER)
    process, folder = suites.start("-c", str(ROOT / "pyproject.toml"), "--rootdir", str(ROOT), str(path), "-n", workers, "-o", "patience=60")
    deadline = time.monotonic() + 30
    while not (folder / "run.jsonl").exists() or (folder / "run.jsonl").read_bytes().count(b'"kind":"result"') < 4:
        assert time.monotonic() < deadline, "the run did not get going"
        os.sched_yield()

    process.send_signal(number)
    process.communicate(timeout=60)

    assert suites.leaves_nothing(), suites.survivors()


def test_the_first_failure_ends_lanes_too(suites, judge):
    outcome = judge(WAITING.format(body="assert number"), "-x")

    assert outcome.status == Status.DEVIATES
    assert suites.leaves_nothing(), suites.survivors()
