"""Shards: every test in exactly one of them, whatever machine asks, and all of them together the very same run."""
import re
from collections import Counter

import pytest

from harness import shards
from harness.shards import Shard
from harness.tests.conftest import ROOT
from harness.verdicts import Status
from reports import judging, runs
from reports.merge import Merged

SAMPLE = "harness/tests/sample_suite.py"
FOIL = "foil:accept_never_waits"
NAMES = [f"suites/a.py::test_{number}[tcp4-{number}]" for number in range(3000)]


@pytest.mark.parametrize("count", [1, 2, 3, 7, 64])
def test_every_name_is_in_one_shard_and_shards_are_about_as_large(count):
    sizes = Counter(sum(Shard(number, count).has(name) * number for number in range(1, count + 1)) for name in NAMES)

    assert set(sizes) == set(range(1, count + 1))
    assert max(sizes.values()) < 1.7 * len(NAMES) / count


def test_a_name_is_in_the_same_shard_for_ever():
    assert [name for name in NAMES[:12] if Shard(2, 3).has(name)] == [NAMES[number] for number in (3, 4, 5)]


@pytest.mark.parametrize("text", ["0/2", "3/2", "1", "1/", "/2", "a/b", "1/0", "-1/2", "1/2/3", "1.5/2", "²/3"])
def test_what_is_no_part_of_a_whole_is_a_usage_error(text):
    with pytest.raises(ValueError, match="is no part of a whole"):
        shards.parse(text)


def test_a_wrong_shard_is_told_in_a_sentence(suites):
    outcome = suites(SAMPLE, "--shard", "3/2")

    assert outcome.status == 4
    assert "argument --shard: '3/2' is no part of a whole: give 1/3, 2/3 or 3/3 for one of three" in outcome.output
    assert "Traceback" not in outcome.output


def told(run):
    """What a run says, but for times, texts with addresses, and the order."""
    return sorted((result.test, result.target, result.node, result.verdict, result.standing, result.signature or "", result.gates, result.level,
                   tuple(result.requirements), result.why or "") for result in run.results)


def unordered(output):
    """The end of a summary, without its path and times."""
    return re.sub(r"recorded in \S+", "", output)


def test_shards_merge_to_the_very_same_run(suites, tmp_path, monkeypatch):
    listed = ((f"{SAMPLE}::test_accept_waits", "assertion after target's accept"), (f"{SAMPLE}::test_gone", "s"))
    path = tmp_path / "listed.toml"
    path.write_text("".join(f'[[deviation]]\ntest = "{test}"\nsignature = "{signature}"\nwhy = "w"\nsince = 2026-01-01\n' for test, signature in listed))
    options = ("--target", FOIL, "--target", "cpython", "--baseline", str(path))

    whole = suites(SAMPLE, *options, "-n", "2")
    parts = []
    for number, workers in ((1, "0"), (2, "2"), (3, "0")):
        monkeypatch.setenv("PYTHONHASHSEED", str(number))
        parts.append(suites(SAMPLE, *options, "-n", workers, "--shard", f"{number}/3"))
    merged = Merged([part.run for part in parts])
    merged.write(tmp_path / "merged")

    run = runs.load(str(tmp_path / "merged"))
    assert all(part.results for part in parts)
    assert sorted(run.plan) == sorted(whole.run.plan) and len(set(run.plan)) == len(run.plan)
    assert told(run) == told(whole.run)
    assert (run.end.status, run.end.counts, run.end.stale, run.end.whole, run.end.collected) == (
        whole.status, whole.run.end.counts, whole.run.end.stale, whole.run.end.whole, whole.run.end.collected)
    assert judging.judge(run).status == whole.status == Status.STALE_BASELINE


def test_a_shard_alone_says_nothing_about_entries_of_other_shards(suites, tmp_path):
    path = tmp_path / "listed.toml"
    path.write_text(f'[[deviation]]\ntest = "{SAMPLE}::test_gone"\nsignature = "s"\nwhy = "w"\nsince = 2026-01-01\n')

    outcome = suites(SAMPLE, "--baseline", str(path), "--shard", "1/2")

    assert outcome.status == Status.CONFORMS
    assert outcome.run.end.unmatched == {"cpython": [f"{SAMPLE}::test_gone"]}


def test_a_shard_without_tests_is_no_failure_but_a_choice_without_tests_is(suites):
    one, name = f"{SAMPLE}::test_a_reset_is_reported[cpython-tcp4]", f"{SAMPLE}::test_a_reset_is_reported[tcp4]"
    outcomes = [suites(one, "--shard", f"{number}/2", "-n", "0" if Shard(number, 2).has(name) else "2") for number in (1, 2)]

    assert [outcome.status for outcome in outcomes] == [0, 0]
    assert sorted(len(outcome.results) for outcome in outcomes) == [0, 1]
    assert Merged([outcome.run for outcome in outcomes]).end.status == 0
    assert suites(SAMPLE, "-k", "nothing_of_that_name", "--shard", "1/3").status == 5


def test_what_was_chosen_is_divided(suites):
    outcomes = [suites(SAMPLE, "-k", "arrives", "--shard", f"{number}/2") for number in (1, 2)]

    names = [result.test for outcome in outcomes for result in outcome.results]
    assert {name.split("[")[0] for name in names} == {f"{SAMPLE}::test_data_arrives"}
    assert len(names) == len(set(names)) == 7


def test_the_fingerprint_of_a_suite_is_of_its_tests_and_requirements_alone(tmp_path):
    def changed(name, text):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
        return shards.suite(tmp_path)

    assert shards.suite(tmp_path) == ""
    first = changed("suites/stream/test_a.py", "one")
    assert first == changed("suites/baselines/mine.toml", "x") == changed("README.md", "x") != ""
    assert len({first, changed("fixtures/a.py", "x"), changed("suites/requirements/a.toml", "x"), changed("suites/stream/test_a.py", "two")}) == 4
    assert shards.suite(ROOT) == shards.suite(ROOT)
