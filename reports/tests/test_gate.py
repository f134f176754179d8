"""The gate of a run that is over: the table of exit statuses, row by row, and by another baseline or level."""
import pytest

from harness.verdicts import Status
from reports.tests.conftest import result

TEST = "suites/a.py::test_b[tcp4]"
GOOD, BAD = result("suites/a.py::test_good"), result(TEST, "deviates")
UNLEARNED = result("suites/a.py::test_c", "inconclusive", message="the worker that ran it crashed")
UNTESTED = result("suites/a.py::test_d", "untested", lacks="ipv6", message="no IPv6")
STALE = result("suites/a.py::test_e", standing="stale")


@pytest.mark.parametrize(("rows", "more", "status"), [
    ([GOOD], {}, Status.CONFORMS),
    ([GOOD, result(TEST, "deviates", "known"), result(TEST, "unsupported")], {}, Status.CONFORMS),
    ([GOOD, result(TEST, "deviates", "warns")], {}, Status.CONFORMS),
    ([BAD, UNLEARNED, STALE], {"missing": ("x",)}, Status.DEVIATES),
    ([result(TEST, "deviates", "changed")], {}, Status.DEVIATES),
    ([result(TEST, "deviates", "expired")], {}, Status.DEVIATES),
    ([GOOD], {"end": {"other_failures": True}}, Status.DEVIATES),
    ([GOOD, UNLEARNED, STALE], {"missing": ("suites/a.py::test_z[mine]",)}, Status.INCOMPLETE),
    ([GOOD, UNLEARNED], {"cut_short": True}, Status.INCOMPLETE),
    ([GOOD, BAD], {"cut_short": True}, Status.DEVIATES),
    ([], {"cut_short": True}, Status.INCOMPLETE),
    ([GOOD, UNLEARNED, STALE], {}, Status.INCONCLUSIVE),
    ([GOOD, UNTESTED], {}, Status.CONFORMS),
    ([GOOD, UNTESTED], {"require": ["ipv6"]}, Status.INCONCLUSIVE),
    ([GOOD, UNTESTED], {"require": ["all"]}, Status.INCONCLUSIVE),
    ([GOOD, UNTESTED], {"require": ["wire"]}, Status.CONFORMS),
    ([GOOD, STALE], {}, Status.STALE_BASELINE),
    ([GOOD], {"end": {"stale": ["suites/a.py::test_gone"]}}, Status.STALE_BASELINE),
    ([GOOD, BAD], {"status": 2}, 2),
    ([GOOD, BAD], {"status": 3}, 3),
    ([], {"status": 5}, 5),
])
def test_the_first_status_that_applies(harness, record, rows, more, status):
    assert harness("gate", record("one", rows, **more)).status == status


def test_what_needs_eyes_is_told(harness, record):
    output = harness("gate", record("one", [GOOD, BAD, UNLEARNED], missing=("suites/a.py::test_z[mine]",))).output

    assert "mystack 1.2 on Some 3" in output
    assert "suites/a.py::test_b [tcp4]" in output and "posix:accept:blocks-until-connection (MUST, POSIX.1-2024 XSH accept())" in output
    assert "the worker that ran it crashed" in output
    assert "1 planned tests were not reported, the first: suites/a.py::test_z[mine]" in output
    assert output.splitlines()[-1].startswith("unexpected deviations (exit status 1)")


# --------------------------------------------------------------------------- by another baseline, level or requirement of the machine

def baseline(tmp_path, *entries):
    """A baseline file of entries (test, signature, more)."""
    path = tmp_path / "listed.toml"
    path.write_text("".join(f'[[deviation]]\ntest = "{test}"\nsignature = "{signature}"\nwhy = "w"\nsince = 2026-01-01\n{more}\n'
                            for test, signature, more in entries))
    return path


@pytest.mark.parametrize(("entries", "status"), [
    ([], Status.DEVIATES),
    ([(TEST, BAD.signature, "")], Status.CONFORMS),
    ([(TEST, "raised EPIPE in target's recv", "")], Status.DEVIATES),
    ([(TEST, BAD.signature, "expires = 2026-01-02")], Status.DEVIATES),
    ([(TEST, BAD.signature, ""), (GOOD.test, "s", "")], Status.STALE_BASELINE),
    ([(TEST, BAD.signature, ""), ("suites/a.py::test_gone", "s", "")], Status.STALE_BASELINE),
    ([(TEST, BAD.signature, ""), ("suites/elsewhere.py::test_gone", "s", "")], Status.CONFORMS),
])
def test_another_baseline_is_judged_by_as_if_it_had_been_there(harness, record, tmp_path, entries, status):
    assert harness("gate", record("one", [GOOD, BAD]), "--baseline", baseline(tmp_path, *entries)).status == status


def test_without_a_baseline_nothing_is_known(harness, record):
    run = record("one", [result(TEST, "deviates", "known", why="so it is"), STALE])

    assert harness("gate", run).status == Status.STALE_BASELINE
    assert harness("gate", run, "--baseline", "none").status == Status.DEVIATES


def test_a_shard_does_not_take_what_other_shards_have_for_gone(harness, record, tmp_path):
    listed = baseline(tmp_path, (TEST, BAD.signature, ""), ("suites/a.py::test_elsewhere", "s", ""))

    assert harness("gate", record("one", [GOOD, BAD], shard="1/2"), "--baseline", listed).status == Status.CONFORMS


@pytest.mark.parametrize(("level", "gates_from", "statuses"), [
    ("MUST", "", (1, 1, 1)),
    ("SHOULD", "", (0, 1, 1)),
    ("SHOULD", "must", (1, 1, 1)),
    ("MAY", "", (0, 0, 1)),
    ("LINUX", "must", (1, 1, 1)),
    ("LINUX", "never", (0, 0, 0)),
])
def test_another_level_gates_as_if_it_had_been_asked_for(harness, record, level, gates_from, statuses):
    gates = statuses[0] == 1
    run = record("one", [result(TEST, "deviates", "unexpected" if gates else "warns", level=level, gates_from=gates_from, gates=gates)])

    assert tuple(harness("gate", run, "--level", asked).status for asked in ("must", "should", "may")) == statuses
    assert harness("gate", run).status == statuses[0]


def test_a_level_does_not_turn_what_is_known_into_news(harness, record):
    assert harness("gate", record("one", [result(TEST, "deviates", "known", level="MAY", gates=False)]), "--level", "may").status == Status.CONFORMS


def test_what_the_machine_must_offer_can_be_asked_for_later(harness, record):
    run = record("one", [GOOD, UNTESTED], require=["ipv6"])

    assert harness("gate", run, "--require", "").status == Status.CONFORMS
    assert harness("gate", run, "--require", "wire,ipv6").status == Status.INCONCLUSIVE
    assert harness("gate", run, "--require", "luck").complaints == (
        "harness: --require: luck is nothing this knows; there are target, ipv6, namespace, wire, privilege, time, slow and all\n")


def test_a_baseline_that_is_not_there_is_one_sentence(harness, record):
    status, _, complaints = harness("gate", record("one", [GOOD]), "--baseline", "gone.toml")

    assert status == 4
    assert "gone.toml: cannot be read" in complaints and complaints.count("\n") == 1


# --------------------------------------------------------------------------- show

def test_a_run_is_shown_as_at_its_end(harness, record):
    status, output, _ = harness("show", record("one", [GOOD, BAD, UNTESTED]))

    assert status == 0
    assert "--- mine: mystack 1.2 on Some 3, in a private namespace ---" in output
    assert "1 x no IPv6" in output and "raised EINVAL in target's recv" in output


def test_single_results_are_shown_with_all_their_evidence(harness, record):
    run = record("one", [GOOD, result(TEST, "deviates", evidence={"target's transcript": "> 1 recv\n< 1 raised", "capture": "captures/x.pcapng"})])

    by_text, by_verdict = harness("show", run, "TEST_B"), harness("show", run, "--verdict", "deviates")

    assert by_text == by_verdict
    assert "> 1 recv\n< 1 raised" in by_text.output and f"{run}/captures/x.pcapng" in by_text.output
    assert "test_good" not in by_text.output
    assert by_text.complaints == "1 of 2 results\n"


def test_a_clause_that_is_not_known_here_is_shown_with_its_level(harness, record):
    assert "posix:gone (MAY)" in harness("show", record("one", [result(TEST, "deviates", requirements=["posix:gone"], level="MAY")])).output
