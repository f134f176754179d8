"""Several runs as one: what goes together, what is refused, and that nothing is lost or half-written."""
import os
from pathlib import Path

import pytest

from reports import runs
from reports.tests.conftest import result

A, B, C = (result(f"suites/a.py::test_{name}") for name in "abc")


def shard(record, number, rows, count=2, **more):
    """A shard of two tests or more."""
    end = {"collected": "all"} | more.pop("end", {})
    return record(f"shard{number}", rows, shard=f"{number}/{count}", end=end, **more)


def test_shards_become_the_whole(harness, record, tmp_path):
    parts = shard(record, 1, [A]), shard(record, 2, [B, result("suites/a.py::test_d", "deviates", "known")])

    status, output, _ = harness("merge", *parts, "-o", tmp_path / "whole")

    run = runs.load(str(tmp_path / "whole"))
    assert status == run.end.status == 0
    assert {row.test for row in run.results} == {A.test, B.test, "suites/a.py::test_d"}
    assert sorted(run.plan) == sorted(row.node for row in run.results)
    assert (run.header.shard, run.header.merged, run.end.counts) == ("", ["shard1 (shard 1/2)", "shard2 (shard 2/2)"], {"conforms": 2, "deviates": 1})
    assert harness("gate", tmp_path / "whole").status == 0


def test_targets_stand_beside_each_other(harness, record, tmp_path):
    one, other = record("one", [A]), record("other", [result(A.test, "deviates", target="yours")])

    status, _, _ = harness("merge", one, other, "-o", tmp_path / "both")

    run = runs.load(str(tmp_path / "both"))
    assert status == 1
    assert run.header.targets == ["mine", "yours"] and set(run.targets) == {"mine", "yours"}


def test_a_shard_that_lacks_makes_the_whole_incomplete(harness, record, tmp_path):
    status, _, complaints = harness("merge", shard(record, 1, [A], 3), shard(record, 3, [B], 3), "-o", tmp_path / "whole")

    assert status == 13
    assert "shard 2/3 of mine is not there: the run is incomplete" in complaints
    assert harness("gate", tmp_path / "whole").status == 13
    assert "shard 2/3 of mine" in harness("gate", tmp_path / "whole").output


def test_what_is_incomplete_stays_so(harness, record, tmp_path):
    killed = record("killed", [A], missing=(B.node,), cut_short=True)

    assert harness("merge", killed, record("other", [result(A.test, target="yours")]), "-o", tmp_path / "both").status == 13
    assert harness("gate", tmp_path / "both").status == 13


def test_a_baselines_entry_is_stale_if_no_shard_has_its_test(harness, record, tmp_path):
    def parts(*unmatched):
        return [shard(record, number, rows, end={"unmatched": {"mine": list(entries)}})
                for number, (rows, entries) in enumerate(zip([[A], [B]], unmatched, strict=True), 1)]

    assert harness("merge", *parts([B.test], [A.test]), "-o", tmp_path / "fresh").status == 0
    assert harness("merge", *parts([B.test, "gone"], [A.test, "gone"]), "-o", tmp_path / "stale").status == 10
    assert runs.load(str(tmp_path / "stale")).end.stale == ["gone"]
    assert harness("gate", tmp_path / "stale").status == 10


@pytest.mark.parametrize(("first", "second", "complaint", "permission"), [
    (([A], {"suite": "one"}), ([B], {"suite": "two"}), "their tests are not the same", "--different-suites"),
    (([A], {}), ([A], {}), f"both have {A.test} of mine", "--last-wins"),
    (([A], {}), ([B], {"level": "may"}), "were judged at different levels", None),
    (([A], {"shard": "1/2"}), ([B], {"shard": "2/3"}), "parts of different wholes", None),
    (([A], {"shard": "1/2", "end": {"collected": "x"}}), ([B], {"shard": "2/2", "end": {"collected": "y"}}), "shards of different choices", None),
])
def test_what_does_not_go_together_is_refused_unless_told(harness, record, tmp_path, first, second, complaint, permission):
    parts = [record(f"part{number}", rows, **more) for number, (rows, more) in enumerate((first, second))]

    status, _, complaints = harness("merge", *parts, "-o", tmp_path / "out")

    assert status == 4
    assert complaint in complaints and complaints.count("\n") == 1
    assert not (tmp_path / "out").exists()
    if permission:
        assert harness("merge", *parts, "-o", tmp_path / "out", permission).status == 0


def test_the_last_of_two_results_wins_where_that_is_wanted(harness, record, tmp_path):
    again = record("again", [result(A.test, "deviates")])

    assert harness("merge", record("first", [A]), again, "-o", tmp_path / "out", "--last-wins").status == 1
    assert [row.verdict for row in runs.load(str(tmp_path / "out")).results] == ["deviates"]


def test_captures_come_along(harness, record, tmp_path):
    one, other = record("one", [A]), record("other", [result(A.test, target="yours")])
    for folder, name in ((one, "x"), (other, "y")):
        (Path(folder) / "captures").mkdir()
        (Path(folder) / "captures" / f"{name}.pcapng").write_bytes(name.encode())

    harness("merge", one, other, "-o", tmp_path / "out")

    assert sorted(path.name for path in (tmp_path / "out" / "captures").iterdir()) == ["x.pcapng", "y.pcapng"]


def test_what_is_there_already_is_not_written_over(harness, record, tmp_path):
    precious = record("precious", [C])

    status, _, complaints = harness("merge", record("one", [A]), "-o", precious)

    assert status == 4
    assert "is there already" in complaints
    assert runs.load(precious).results[0].test == C.test


@pytest.mark.parametrize("command", [["merge"], ["export", "--format", "csv"], ["badge"]], ids=" ".join)
def test_what_cannot_be_written_is_one_sentence_and_leaves_nothing(harness, record, tmp_path, command):
    status, _, complaints = harness(*command, record("one", [A]), "-o", "/proc/nowhere/x")

    assert status == 4
    assert "cannot be written" in complaints and complaints.count("\n") == 1


def test_nothing_is_half_written(harness, record, tmp_path, monkeypatch):
    def fails(*_):
        raise OSError(28, "No space left on device")
    monkeypatch.setattr(os, "replace", fails)

    assert harness("merge", record("one", [A]), "-o", tmp_path / "out").status == 4
    assert harness("badge", record("one", [A]), "-o", tmp_path / "badge.svg").status == 4
    assert sorted(os.listdir(tmp_path)) == ["one"]


def test_what_is_no_file_is_written_to_and_a_link_stays_one(harness, record, tmp_path):
    run = record("one", [A])
    (tmp_path / "link.svg").symlink_to("drawing.svg")

    assert harness("badge", run, "-o", "/dev/null").status == 0
    assert harness("badge", run, "-o", tmp_path / "link.svg").status == 0
    assert Path("/dev/null").is_char_device()
    assert (tmp_path / "link.svg").is_symlink() and (tmp_path / "drawing.svg").read_text().startswith("<svg")
