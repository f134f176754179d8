"""The table of exit statuses, with and without xdist, however a run is cut down or stopped; and the stored run is judged the same."""
import datetime
import itertools

import pytest

from harness.requirements import Level, Requirement, gates_from, strongest
from harness.results import Result
from harness.verdicts import Standing, Status, Verdict
from reports import baselines, judging, runs

COVERS = '@covers("posix:gethostname:returns-nonempty-name")\n'
GOOD = "\n" + COVERS + "@pytest.mark.parametrize('number', range(4))\ndef test_good(target, number):\n    assert target.gethostname()\n"
BAD = "\n" + COVERS + "def test_bad(target):\n    assert not target.gethostname()\n"
UNLEARNED = "\n" + COVERS + "def test_unlearned(target):\n    undefined\n"
ORDINARY = "\ndef test_ordinary():\n    assert False\n"
DIES = "\n" + COVERS + "def test_dies(target):\n    import os\n    os.kill(os.getpid(), 9)\n"

WAYS = [[], ["-n", "2"]]
"""How a run is made: in one process, and by workers."""


@pytest.mark.parametrize("way", WAYS, ids=["alone", "xdist"])
@pytest.mark.parametrize(("code", "options", "status"), [
    (BAD + GOOD + UNLEARNED, ["-x"], Status.DEVIATES),
    (UNLEARNED + GOOD, ["--maxfail", "1"], Status.INCOMPLETE),
    (UNLEARNED + GOOD, [], Status.INCONCLUSIVE),
    (GOOD + ORDINARY, [], Status.DEVIATES),
], ids=["deviates", "incomplete", "inconclusive", "ordinary"])
def test_a_run_and_its_record_have_the_same_status(judge, way, code, options, status):
    outcome = judge(code, *options, *way)

    if status is Status.INCOMPLETE and way:     # workers may have reported all before they were stopped
        assert outcome.status in (Status.INCOMPLETE, Status.INCONCLUSIVE)
    else:
        assert outcome.status == status, outcome.output
    assert judging.judge(runs.load(str(outcome.folder))).status == outcome.run.end.status == outcome.status


def test_a_worker_that_dies_leaves_one_test_unlearned_and_the_rest_judged(judge):
    outcome = judge(DIES + GOOD, "-n", "2")

    assert outcome.status == Status.INCONCLUSIVE, outcome.output
    assert len(outcome.results) == 5
    assert judging.judge(runs.load(str(outcome.folder))).status == Status.INCONCLUSIVE


def test_a_worker_that_dies_hides_no_deviation(judge):
    assert judge(DIES + GOOD + BAD, "-n", "2").status == Status.DEVIATES


@pytest.fixture
def stale(tmp_path):
    """The option for a baseline that lists a test which is not there, of the file that ``judge`` runs, and the cache's place."""
    path = tmp_path / "listed.toml"       # a file outside the project has no name in pytest's ids
    path.write_text('[[deviation]]\ntest = "::test_gone"\nsignature = "s"\nwhy = "w"\nsince = 2026-01-01\n')
    return ["--baseline", str(path), "-p", "cacheprovider", "-o", f"cache_dir={tmp_path}/cache"]


def test_an_entry_is_stale_only_where_all_of_its_file_was_asked_for(judge, stale):
    first = judge(GOOD + UNLEARNED, *stale)
    again = judge(GOOD + UNLEARNED.replace("undefined", "pass"), *stale, "--lf")

    assert (first.status, first.run.end.stale != []) == (Status.INCONCLUSIVE, True)
    assert (again.status, again.run.end.stale, len(again.results)) == (Status.CONFORMS, [], 1)
    assert judge(GOOD, *stale, "-k", "good").status == Status.STALE_BASELINE     # which leaves nothing out
    assert judge(GOOD, *stale, "-k", "cpython-1 or cpython-2").status == Status.CONFORMS
    assert judge(GOOD, *stale, "--deselect", "nothing").status == Status.STALE_BASELINE


def test_what_the_last_run_failed_in_is_judged_alone(judge, stale):
    judge(GOOD + BAD, *stale)

    outcome = judge(GOOD + BAD, *stale, "--lf", "-n", "2")

    assert outcome.status == Status.DEVIATES
    assert [result.test.rpartition("::")[2] for result in outcome.results] == ["test_bad"]
    assert judging.judge(outcome.run).status == Status.DEVIATES


# --------------------------------------------------------------------------- baselines, live

@pytest.mark.parametrize(("pinned", "status"), [
    ("", Status.CONFORMS), ("unsupported = []", Status.DEVIATES), ("unsupported = ['socket']", Status.CONFORMS)])
def test_what_is_newly_unsupported_fails_where_that_is_pinned(judge, tmp_path, pinned, status):
    (tmp_path / "listed.toml").write_text(pinned)

    outcome = judge(f"\n{COVERS}def test_lacking(target):\n    target.socket('AF_NOWHERE', 'SOCK_STREAM')\n",
                    "--baseline", str(tmp_path / "listed.toml"))

    assert outcome.status == status == judging.judge(outcome.run).status, outcome.output
    assert outcome.results[0].lacks.startswith("socket: ")
    assert ("newly unsupported: offer it, or list it" in outcome.output) is (status == Status.DEVIATES)


def test_a_baseline_made_of_a_run_lets_the_next_one_pass(suites, tmp_path):
    sample, foil, path = "harness/tests/sample_suite.py", "foil:accept_never_waits", tmp_path / "listed.toml"
    first = suites(sample, "--target", foil, "--baseline", "none")

    change = baselines.Change(path, first.run, foil, datetime.date(2026, 1, 1))
    change.add("it never waits", "https://bugs.example/1", None)
    path.write_text(change.after)
    again = suites(sample, "--target", foil, "--baseline", str(path), "-n", "2")

    assert (first.status, again.status) == (Status.DEVIATES, Status.CONFORMS), again.output
    assert {(result.why, result.link) for result in again.results if result.why} == {("it never waits", "https://bugs.example/1")}
    assert path.read_text().count("[[deviation]]") == 1         # all cases of one test deviate alike


def test_one_line_tells_each_case_and_what_to_do(judge, tmp_path):
    listed = {"test_changed": "raised EPIPE in target's recv", "test_expired": "assertion after target's gethostname returned",
              "test_stale": "s", "test_gone": "s"}
    (tmp_path / "listed.toml").write_text("".join(
        f'[[deviation]]\ntest = "::{test}"\nsignature = "{signature}"\nwhy = "so it is"\nsince = 2026-01-01\nlink = "https://bugs.example/{test}"\n'
        + ("expires = 2026-01-02\n" if test == "test_expired" else "") for test, signature in listed.items()))
    code = "".join(f"\n{COVERS}def {name}(target):\n    assert {wrong}target.gethostname()\n"
                   for name, wrong in (("test_new", "not "), ("test_changed", "not "), ("test_expired", "not "), ("test_stale", "")))

    output = judge(code, "--baseline", str(tmp_path / "listed.toml")).output

    for line in ("deviates: mend it, or list it (harness baseline update):",
                 "deviates otherwise than the baseline says: look again, and list what it does now (harness baseline update):",
                 "      was listed as raised EPIPE in target's recv: so it is",
                 "      see https://bugs.example/test_changed",
                 "deviates, and its baseline entry has expired: mend it, or give the entry another date:",
                 "conforms, but the baseline lists it: remove the entry (harness baseline prune):",
                 "the baseline lists ::test_gone, which no longer exists: remove the entry (harness baseline prune)"):
        assert line in output.splitlines()


# --------------------------------------------------------------------------- levels

CITED = [Requirement("a", level, "b", "c", linux=linux) for level in Level for linux in (None, "recv(2)")]


@pytest.mark.parametrize("kernel", ["linux", "none"])
def test_a_stored_result_knows_from_which_level_on_it_gates(kernel):
    for cited in (list(some) for size in (1, 2) for some in itertools.combinations(CITED, size)):
        at = {level.lower(): any(one.gates(level, kernel) for one in cited) for level in (Level.MUST, Level.SHOULD, Level.MAY)}
        for recorded, asked in itertools.product(at, at):
            result = Result("t", "t[x]", "x", Verdict.DEVIATES, Standing.PLAIN, at[recorded], strongest(cited), [], 0.0,
                            gates_from=gates_from(cited, kernel))

            assert judging.gates_at(result, asked, recorded) is at[asked], cited
