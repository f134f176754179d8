"""Run files that are not as they should be: one sentence, status 4, and nothing lost of what can be read."""
import json
from pathlib import Path

import pytest

from harness import results
from harness.results import Run
from reports import runs
from reports.tests.conftest import result, written

ONE = [result("suites/a.py::test_b[tcp4]")]
HEADER = b'{"kind":"run","format":1,"harness":"0.1.0","started":"2026-06-01T12:00:00Z","arguments":[],"targets":["mine"],"level":"must","machine":{}}\n'
READERS = (["show"], ["gate"], ["statement"], ["badge"], ["export", "--format", "csv"])


@pytest.mark.parametrize(("content", "complaint"), [
    (b"", "is empty"),
    (b"\n\n", "is empty"),
    (b"hello\n", "is no run file"),
    (b"\x7fELF\x00\x01\xff\xfe", "is no run file"),
    (b"\xff\xfe{\x00", "is no run file"),
    (b"[" * 100_000, "is no run file"),
    (b"{}\n", "is no run file"),
    (b'{"kind":"result"}\n', "is no run file"),
    (b'{"kind":"run","format":"one"}\n', "is no run file"),
    (b'{"kind":"end","format":1}\n', "has no header"),
    (b'{"kind":"run","format":1}\n', "line 1: is no record of a run"),
    (HEADER.replace(b'"format":1', b'"format":2') + b'{"kind":"novelty"}\n', "was written in format 2, newer than 1; use a newer harness"),
    (HEADER + b'{"kind":"novelty"}\n' + HEADER, "line 2: is no record of a run"),
    (HEADER + b'{"kind":"pl\n' + b'{"kind":"plan","tests":[]}\n', "line 2: is no record of a run"),
    (HEADER + b'{"kind":"plan","tests":[1]}\n\n', "line 2: is no record of a run"),
    (HEADER + HEADER, "holds more than one run"),
    (HEADER[:40], "is no run file"),
])
@pytest.mark.parametrize("command", READERS, ids=" ".join)
def test_a_bad_file_is_one_sentence_and_status_4(harness, tmp_path, command, content, complaint):
    (tmp_path / "run.jsonl").write_bytes(content)

    status, output, complaints = harness(*command, tmp_path)

    assert (status, output) == (4, "")
    assert complaint in complaints
    assert complaints.startswith(f"harness: {tmp_path}") and complaints.count("\n") == 1


@pytest.mark.parametrize(("make", "complaint"), [
    (lambda path: None, "is not there"),
    (lambda path: path.mkdir(), "is a folder without a run.jsonl"),
    (lambda path: (path / "run.jsonl").mkdir(parents=True), "cannot be read (Is a directory)"),
    (lambda path: path.symlink_to(path), "is not there"),
])
@pytest.mark.parametrize("command", READERS, ids=" ".join)
def test_what_is_no_run_at_all_is_one_sentence_and_status_4(harness, tmp_path, command, make, complaint):
    make(tmp_path / "it")

    status, _, complaints = harness(*command, tmp_path / "it")

    assert status == 4
    assert complaint in complaints and complaints.count("\n") == 1


def test_a_run_is_named_by_its_folder_or_its_file(record):
    folder = record("one", ONE)

    assert runs.place(folder) == runs.place(f"{folder}/run.jsonl") == Path(folder) / "run.jsonl"


def test_latest_is_the_last_run_recorded_here(record, monkeypatch, tmp_path):
    record("reports/runs/one", ONE)
    (tmp_path / "reports" / "latest").symlink_to("runs/one")
    monkeypatch.chdir(tmp_path)

    assert runs.load("latest").results[0].test == ONE[0].test


def test_a_file_cut_anywhere_is_read_up_to_there_or_refused_in_a_sentence(tmp_path):
    whole = (written(ONE).write(tmp_path / "whole") / "run.jsonl").read_bytes()
    lines = whole.splitlines(keepends=True)
    cut = tmp_path / "run.jsonl"

    for length in range(len(lines[0]), len(whole)):
        cut.write_bytes(whole[:length])
        run = Run(cut)

        assert [len(run.plan) > 0, len(run.targets) > 0, len(run.results) > 0, run.end is not None] == sorted(
            [len(run.plan) > 0, len(run.targets) > 0, len(run.results) > 0, run.end is not None], reverse=True)
        assert length < len(whole) - 1 and run.end is None or run.end is not None


def test_a_file_of_the_first_harness_is_read_as_ever(tmp_path):
    old = {"kind": "result", "test": "t", "node": "t[mine]", "target": "mine", "verdict": "conforms", "standing": "plain", "gates": True,
           "level": "MUST", "requirements": [], "seconds": 0.1}
    end = {"kind": "end", "ended": "2026-06-01T12:00:01Z", "status": 0, "counts": {"conforms": 1}}
    (tmp_path / "run.jsonl").write_bytes(HEADER + "\n".join(map(json.dumps, (old, end))).encode())

    run = runs.load(str(tmp_path))

    assert (run.header.suite, run.header.shard, run.end.other_failures) == ("", "", False)
    assert runs.is_complete(run)


def test_what_a_later_version_adds_to_a_record_does_no_harm(tmp_path):
    (tmp_path / "run.jsonl").write_bytes(HEADER.replace(b'"level"', b'"colour":"red","level"') + results.encode(ONE[0]))

    assert len(runs.load(str(tmp_path)).results) == 1


def test_a_target_that_a_run_does_not_have_is_named_with_those_it_has(harness, record):
    status, _, complaints = harness("statement", record("one", ONE), "--target", "other")

    assert status == 4
    assert "has no target 'other', only mine" in complaints


def test_of_several_targets_one_must_be_chosen_for_a_statement(harness, record):
    both = record("both", [*ONE, result("suites/a.py::test_b[tcp4]", target="other")])

    status, _, complaints = harness("statement", both)

    assert status == 4
    assert "has the targets mine, other; choose one with --target" in complaints
