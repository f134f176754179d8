"""Whole runs: what happened becomes the right verdict, the right record and the right exit status, however pytest is started."""
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from harness import busy
from harness.recorder import split_node
from harness.verdicts import Standing, Status, Verdict
from reports import judging

SAMPLE = "harness/tests/sample_suite.py"
FOIL, SIGNATURE = "foil:accept_never_waits", "assertion after target's accept"
WAITS = f"{SAMPLE}::test_accept_waits"


# --------------------------------------------------------------------------- what happened -> verdict

CASES = {
    "conforms": ("", "assert target.gethostname()", Verdict.CONFORMS, None),
    "assertion in the body": ("", "assert target.gethostname() == 'nobody'", Verdict.DEVIATES, "assertion after target's gethostname returned"),
    "error in the body": ("", "target.socket('AF_INET', 'SOCK_STREAM').recv(1)", Verdict.DEVIATES, "raised ENOTCONN in target's recv"),
    "peer's error in the body": ("", "peer.socket('AF_INET', 'SOCK_STREAM').recv(1)", Verdict.DEVIATES, "raised ENOTCONN in peer's recv"),
    "no error where one is due": ("", "target.fails.gethostname()", Verdict.DEVIATES, "assertion after target's gethostname returned"),
    "parked at the deadline": ("", "target.agent.patience.seconds = 0.1; target.bound(udp4).recv(1)", Verdict.DEVIATES, "parked in target's recv"),
    "assertion in a given": ("assert target.gethostname() == 'nobody'", "", Verdict.INCONCLUSIVE, "assertion after target's gethostname returned"),
    "error in a given": ("target.socket('AF_INET', 'SOCK_STREAM').recv(1)", "", Verdict.INCONCLUSIVE, "raised ENOTCONN in target's recv"),
    "unsupported in a given": ("target.socket('AF_NOWHERE', 'SOCK_STREAM')", "", Verdict.UNSUPPORTED, None),
    "unsupported in the body": ("", "target.socket('AF_NOWHERE', 'SOCK_STREAM')", Verdict.UNSUPPORTED, None),
    "unsupported by the peer": ("", "peer.socket('AF_NOWHERE', 'SOCK_STREAM')", Verdict.UNTESTED, None),
    "the peer is lost": ("", "peer.agent.process.world.ask({'do': 'kill', 'pid': peer.agent.process.pid}); peer.gethostname()", Verdict.INCONCLUSIVE, None),
    "data of another shape": ("", "target.getaddrinfo('127.0.0.1', 80)[99]", Verdict.DEVIATES, "assertion after target's getaddrinfo returned"),
    "an exception of the test": ("", "undefined", Verdict.INCONCLUSIVE, None),
    "an exception of a fixture": ("undefined", "", Verdict.INCONCLUSIVE, None),
    "a skip": ("", "pytest.skip('not here')", Verdict.UNTESTED, None),
}


def test_what_happens_in_a_test_becomes_its_verdict(judge):
    names = list(CASES)
    code = "".join(f"""
@pytest.fixture
def given{number}(target, peer, udp4):
    {given or 'pass'}

@covers("posix:gethostname:returns-nonempty-name")
def test_{number}(target, peer, udp4, given{number}):
    {body or 'pass'}
""" for number, (given, body, _, _) in enumerate(CASES.values()))

    outcome = judge(code)

    found = {names[int(result.test.rpartition("_")[2])]: (result.verdict, result.signature) for result in outcome.results}
    assert found == {name: (verdict, signature) for name, (_, _, verdict, signature) in CASES.items()}
    assert outcome.status == Status.DEVIATES


def test_a_deviation_shows_without_running_it_again(judge):
    outcome = judge("""
@covers("posix:accept:blocks-until-connection")
def test_wrong(target, peer, tcp4):
    listener = target.listener(tcp4)
    accepting = listener.start.accept()
    peer.connect(listener)
    accepting.result()
    assert listener.fails.accept("SOCK_NONBLOCK") == "EAGAIN" and False

@covers("posix:accept:blocks-until-connection")
def test_of_two_sides(target, peer, udp4):
    theirs = peer.bound(udp4)
    target.open(udp4).sendto(b"what came", theirs.address)
    assert theirs.recv(100) == b"what went"
""")

    result = next(result for result in outcome.results if "two_sides" in result.test)
    assert "assert b'what came' == b'what went'" in result.message
    assert "sendto" in result.evidence["target's transcript"]
    assert "returned data=x7768617420" in result.evidence["peer's transcript"]
    assert "posix:accept:blocks-until-connection (MUST, POSIX.1-2024 XSH accept())" in outcome.output


def test_levels_gate_as_asked(judge):
    code = """
@covers("rfc5681:should-gate-nothing")
def test_x(target):
    assert not target.gethostname()
""".replace("rfc5681:should-gate-nothing", "rfc6298:3")

    level = next(result.level for result in judge(code).results)

    assert level in ("MUST", "SHOULD", "MAY")
    assert judge(code, "--level", "may").status == Status.DEVIATES


def test_choices_are_recorded(judge):
    outcome = judge("""
@covers("posix:gethostname:returns-nonempty-name")
def test_x(target, choice):
    choice("posix:gethostname:returns-nonempty-name", "the long one")
""")

    assert outcome.results[0].choices == {"posix:gethostname:returns-nonempty-name": "the long one"}


def test_a_slow_test_is_untested_unless_asked_for(judge):
    code = """
@pytest.mark.slow
@covers("posix:gethostname:returns-nonempty-name")
def test_x(target):
    assert target.gethostname()
"""

    assert judge(code).results[0].verdict is Verdict.UNTESTED
    assert judge(code, "--slow").results[0].verdict is Verdict.CONFORMS
    assert judge(code, "--require", "slow").status == Status.INCONCLUSIVE
    assert judge(code, "--require", "ipv6").status == Status.CONFORMS


# --------------------------------------------------------------------------- what stops a run before it begins

def test_an_unknown_requirement_stops_the_collection_with_file_and_line(judge):
    outcome = judge("""
@covers("posix:accept:wait")
def test_x(target):
    pass
""")

    assert outcome.status == 2
    assert "test_snippet.py:5: test_x: no requirement has the id 'posix:accept:wait'" in outcome.output


def test_a_test_of_a_target_that_cites_nothing_stops_the_collection(judge):
    outcome = judge("\ndef test_x(target):\n    pass\n")

    assert outcome.status == 2
    assert "cites no requirement" in outcome.output


@pytest.mark.parametrize(("arguments", "complaint"), [
    (["--target", "lwpi"], "no target is called 'lwpi'"),
    (["--target", "./gone.toml"], "cannot be read"),
    (["--target", "foil:gone"], "no foil is called 'gone'"),
    (["--baseline", "gone.toml"], "cannot be read"),
    (["--require", "luck"], "--require: luck"),
    (["--level", "most"], "--level"),
    (["--run-dir", "/proc/nowhere"], "cannot be recorded in /proc/nowhere"),
])
def test_a_bad_option_is_one_sentence_and_a_usage_error(suites, arguments, complaint):
    outcome = suites(SAMPLE, *arguments)

    assert outcome.status == 4
    assert complaint in outcome.output
    assert "Traceback" not in outcome.output


def test_a_folder_that_holds_a_run_is_not_written_over(suites, tmp_path):
    (tmp_path / "run1").mkdir()
    (tmp_path / "run1" / "run.jsonl").write_text("precious")

    outcome = suites(SAMPLE)

    assert outcome.status == 4
    assert (tmp_path / "run1" / "run.jsonl").read_text() == "precious"


# --------------------------------------------------------------------------- the record

@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_run_is_recorded_whole(suites, workers):
    run = suites(SAMPLE, "-n", workers).run

    assert run.header.targets == ["cpython"]
    assert sorted(run.plan) == sorted(result.node for result in run.results)
    assert len(run.results) == 13
    assert run.targets["cpython"].hello["implementation"] == "cpython"
    assert (run.end.status, run.end.counts) == (0, {"conforms": 13})


def test_two_targets_are_told_apart(suites):
    outcome = suites(WAITS, "--target", "foil:nothing", "--target", FOIL)

    verdicts = {(result.target, result.verdict) for result in outcome.results}
    assert verdicts == {("foil:nothing", Verdict.CONFORMS), (FOIL, Verdict.DEVIATES)}
    assert outcome.status == Status.DEVIATES
    assert len({result.test for result in outcome.results}) == 4


@pytest.mark.parametrize(("node", "expected"), [
    ("suites/a.py::test_b[cpython]", ("suites/a.py::test_b", "cpython")),
    ("suites/a.py::test_b[cpython-tcp4]", ("suites/a.py::test_b[tcp4]", "cpython")),
    ("suites/a.py::test_b[cpython-3.12-tcp4-x]", ("suites/a.py::test_b[tcp4-x]", "cpython-3.12")),
    ("suites/a.py::test_b[other]", ("suites/a.py::test_b[other]", "")),
    ("suites/a.py::test_b", ("suites/a.py::test_b", "")),
])
def test_a_tests_name_is_its_node_without_the_target(node, expected):
    assert split_node(node, ["cpython-3.12", "cpython"]) == expected


# --------------------------------------------------------------------------- baselines

@pytest.fixture
def with_baseline(suites, tmp_path):
    """``with_baseline(signature)`` judges a foil whose deviations a baseline lists with that signature."""

    def judge(signature, *arguments, test=WAITS, more="", target=FOIL):
        path = tmp_path / "listed.toml"
        path.write_text(f'[[deviation]]\ntest = "{test}"\nsignature = "{signature}"\nwhy = "it hurries"\nsince = 2026-01-01\n{more}')
        return suites(WAITS, "--target", target, "--baseline", str(path), *arguments)

    return judge


def test_a_listed_deviation_is_known(with_baseline):
    outcome = with_baseline(SIGNATURE)

    assert outcome.status == Status.CONFORMS
    assert {result.standing for result in outcome.results} == {Standing.KNOWN}
    assert {result.why for result in outcome.results} == {"it hurries"}


def test_another_signature_is_a_deviation_of_its_own(with_baseline):
    outcome = with_baseline("raised EINVAL in target's recv")

    assert outcome.status == Status.DEVIATES
    assert {result.standing for result in outcome.results} == {Standing.CHANGED}


def test_an_expired_entry_excuses_nothing(with_baseline):
    assert with_baseline(SIGNATURE, more="expires = 2026-02-01\n").status == Status.DEVIATES


def test_a_listed_test_that_conforms_is_stale(with_baseline):
    outcome = with_baseline(SIGNATURE, target="foil:nothing")

    assert outcome.status == Status.STALE_BASELINE
    assert "remove the entry" in outcome.output


def test_no_baseline_lists_nothing(suites):
    outcome = suites(WAITS, "--target", FOIL, "--baseline", "none")

    assert outcome.status == Status.DEVIATES


@pytest.mark.parametrize("workers", ["0", "2"])
def test_an_entry_without_a_test_is_stale_only_when_its_file_was_collected_whole(suites, tmp_path, workers):
    path = tmp_path / "listed.toml"
    path.write_text(f'[[deviation]]\ntest = "{SAMPLE}::test_gone"\nsignature = "s"\nwhy = "w"\nsince = 2026-01-01\n')
    options = ("--baseline", str(path), "-n", workers)

    assert suites(SAMPLE, *options).status == Status.STALE_BASELINE
    assert suites(WAITS, *options).status == Status.CONFORMS
    assert suites(SAMPLE, "-k", "waits", *options).status == Status.CONFORMS


# --------------------------------------------------------------------------- stopped half-way

@pytest.mark.parametrize("arguments", [["-n", "0"], ["-n", "2"], ["--maxfail", "3"], ["-x"], ["-x", "-n", "2"], ["--maxfail", "3", "-n", "2"]])
def test_a_deviation_is_status_1_however_the_run_is_made_and_stopped(suites, arguments):
    outcome = suites(SAMPLE, "--target", FOIL, *arguments)

    assert outcome.status == Status.DEVIATES
    assert outcome.run.end.status == Status.DEVIATES
    assert outcome.deviating()
    assert suites.leaves_nothing()


MANY = "suites/services"


def started(folder, count=3):
    """Wait until a run has recorded so many results."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if (folder / "run.jsonl").exists() and (folder / "run.jsonl").read_bytes().count(b'"kind":"result"') >= count:
            return
        os.sched_yield()
    pytest.fail("the run did not get going")


def workers_of(suites):
    """The processes of xdist's workers, without the lanes that they forked."""
    from harness.tests.conftest import MARK
    found = {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/environ", "rb") as environ, open(f"/proc/{pid}/cmdline", "rb") as command:
                if f"{MARK}={suites.mark}".encode() in environ.read().split(b"\0") and b"exec(eval(sys.stdin" in command.read():
                    found[int(pid)] = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    return [pid for pid, parent in found.items() if parent not in found]


def test_a_killed_worker_makes_one_test_inconclusive_and_leaves_nothing(suites):
    process, folder = suites.start(SAMPLE, MANY, "-n", "2")
    started(folder)

    os.kill(workers_of(suites)[0], signal.SIGKILL)
    output, _ = process.communicate(timeout=100)

    assert process.returncode in (Status.INCONCLUSIVE, Status.INCOMPLETE), output
    assert suites.leaves_nothing(), suites.survivors()


def test_a_killed_run_leaves_a_record_that_can_be_read_and_nothing_else(suites):
    from harness.results import Run
    process, folder = suites.start(SAMPLE, MANY)
    started(folder)

    process.kill()
    process.communicate(timeout=30)

    run = Run(folder / "run.jsonl")
    assert len(run.results) >= 3
    assert run.end is None
    assert judging.judge(run).status == Status.INCOMPLETE
    assert suites.leaves_nothing(), suites.survivors()


@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_persons_interrupt_is_status_2(suites, workers):
    process, folder = suites.start(SAMPLE, MANY, "-n", workers)
    started(folder)

    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=60)

    assert process.returncode == Status.INTERRUPTED, output
    assert suites.leaves_nothing(), suites.survivors()


# --------------------------------------------------------------------------- failures that are hard to show

@pytest.mark.timeout(30)
@pytest.mark.parametrize("options", [["-v"], ["-vv"]], ids=" ".join)
def test_a_run_that_is_told_to_say_more_is_not_held_up_by_large_data(judge, monkeypatch, options):
    monkeypatch.setenv("CI", "1")       # there pytest shows all of what differs

    outcome = judge("""
import random

@covers("posix:gethostname:returns-nonempty-name")
def test_x(target):
    data = random.Random(1).randbytes(1_000_000)
    assert data == data[::-1]
""", *options)

    assert [result.verdict for result in outcome.results] == [Verdict.DEVIATES]
    assert outcome.results[0].message.startswith("1,000,000 and 1,000,000 bytes differ first at 0: ")


@pytest.mark.timeout(60)
def test_a_test_interrupted_where_no_line_is_known_is_judged_all_the_same(judge):
    outcome = judge("""
def lost():
    raise AssertionError("somewhere")

units = len(lost.__code__.co_code) // 2     # each one gets an entry of the table that says: no line
lost.__code__ = lost.__code__.replace(co_linetable=bytes([0x80 | 15 << 3]) * units)

@covers("posix:gethostname:returns-nonempty-name")
def test_x(target):
    lost()
""")

    assert [result.message for result in outcome.results] == ["somewhere"]


# --------------------------------------------------------------------------- a busy machine

def test_a_test_that_the_machine_was_too_busy_for_is_run_again(judge):
    outcome = judge('''
from harness.stage import Unavailable
tries = []

@covers("posix:gethostname:returns-nonempty-name")
def test_in_time(target):
    tries.append(target.gethostname())
    if len(tries) < 3:
        raise Unavailable("time", "too late")

@covers("posix:gethostname:returns-nonempty-name")
def test_never_in_time(target):
    raise Unavailable("time", "too late")
''', "-vv")

    assert [result.verdict for result in outcome.results] == [Verdict.CONFORMS, Verdict.UNTESTED]
    assert outcome.results[1].lacks == "time"
    assert len(outcome.run.targets) == 1


CROWDED = """
import subprocess, sys
from harness import busy
tries = []

@covers("posix:gethostname:returns-nonempty-name")
def test_in_a_crowd(target):
    tries.append(target.gethostname())      # from here on we share one processor with the target, and the crowd does
    before, crowd = busy.delays(), [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(3)]
    while busy.longest(before) < 0.03:
        pass
    for one in crowd:
        one.kill()
        one.wait()
    assert len(tries) >= {enough}
"""


def test_who_was_kept_waiting_shows_also_if_it_was_another_process():
    processor = min(os.sched_getaffinity(0))
    pinned = f"import os; os.sched_setaffinity(0, [{processor}])\nwhile True: pass"
    crowd = [subprocess.Popen([sys.executable, "-c", pinned]) for _ in range(3)]
    try:
        before = busy.delays([crowd[0].pid])
        while busy.longest(before) < 0.03:
            pass
    finally:
        for one in crowd:
            one.kill()
            one.wait()


@pytest.mark.parametrize(("enough", "options", "verdict", "attempts"), [
    (3, [], Verdict.CONFORMS, 3),             # it was the crowd
    (9, [], Verdict.DEVIATES, 5),             # it was not
    (2, ["-o", "attempts=1"], Verdict.DEVIATES, 1),
])
def test_what_fails_in_a_crowd_is_tried_again_and_fails_in_the_end(judge, enough, options, verdict, attempts):
    outcome = judge(CROWDED.format(enough=enough), *options)

    assert [(result.verdict, result.attempts) for result in outcome.results] == [(verdict, attempts)]
    assert set(outcome.run.targets) == {"cpython"}
    assert ("run again, since the machine was too busy, " in outcome.output) is (attempts > 1)


RAINED_ON = """
tries = []

@covers("posix:send:blocking-large-returns-full")
def test_in_the_rain(target, peer, tcp4):
    listener = target.listener(tcp4)
    client = peer.connect(listener)
    client.pour(50_000)
    tries.append(listener.accept()[0].drain(50_000))
    assert len(tries) >= {enough}
"""


@pytest.mark.parametrize(("enough", "verdict", "attempts"), [
    (3, Verdict.CONFORMS, 3),       # it was the rain
    (9, Verdict.DEVIATES, 5),       # it was not
])
def test_what_fails_while_the_link_loses_packets_is_tried_again_and_fails_in_the_end(judge, enough, verdict, attempts):
    outcome = judge(RAINED_ON.format(enough=enough), "--link", "lossy")

    assert [(result.verdict, result.attempts) for result in outcome.results] == [(verdict, attempts)]
