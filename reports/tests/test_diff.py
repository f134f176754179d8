"""Two runs side by side: what became of each test, and never a total that hides it."""
import json

import pytest

from reports.tests.conftest import result

TEST = "suites/a.py::test_b[tcp4]"
OTHERWISE = {"signature": "raised EPIPE in target's recv"}


@pytest.mark.parametrize(("before", "after", "change", "status"), [
    (("conforms", {}), ("deviates", {}), "broken", 1),
    (("untested", {}), ("deviates", {}), "broken", 1),
    (("unsupported", {}), ("deviates", {}), "broken", 1),
    (("deviates", {}), ("deviates", OTHERWISE), "changed", 1),
    (("conforms", {}), ("unsupported", {}), "newly unsupported", 1),
    (("deviates", {}), ("unsupported", {}), "newly unsupported", 1),
    (("untested", {}), ("unsupported", {}), "newly unsupported", 1),
    (("conforms", {}), ("inconclusive", {}), "no longer learned", 1),
    (("unsupported", {}), ("untested", {}), "no longer learned", 1),
    (("deviates", {}), ("conforms", {}), "fixed", 0),
    (("unsupported", {}), ("conforms", {}), "newly learned", 0),
    (("inconclusive", {}), ("conforms", {}), "newly learned", 0),
    (("conforms", {}), None, "gone", 1),
    (None, ("conforms", {}), "new", 0),
    (None, ("deviates", {}), "new", 1),
    (("conforms", {}), ("conforms", {}), None, 0),
    (("deviates", {}), ("deviates", {"message": "in other words"}), None, 0),
    (("deviates", {}), ("deviates", {"standing": "known"}), None, 0),
    (("untested", {}), ("inconclusive", {}), None, 0),
])
def test_what_becomes_of_a_test(harness, record, before, after, change, status):
    def run(name, verdict):
        return record(name, [result("suites/a.py::test_other"), *([result(TEST, verdict[0], **verdict[1])] if verdict else [])])

    ended, output, _ = harness("diff", run("before", before), run("after", after), "--json")

    found = json.loads(output)
    assert [one["change"] for one in found["changes"]] == ([change] if change else [])
    assert all((one["test"], one["target"]) == (TEST, "mine") for one in found["changes"])
    assert ended == found["status"] == status


def test_what_broke_is_told_though_as_much_was_fixed(harness, record):
    one, two = "suites/a.py::test_one", "suites/a.py::test_two"

    status, output, _ = harness("diff", record("before", [result(one), result(two, "deviates")]), record("after", [result(one, "deviates"), result(two)]))

    assert status == 1
    assert output == f"""mine, before and after

broken (1):
  {one}  (mine)
      is  deviates: raised EINVAL in target's recv

fixed (1):
  {two}  (mine)
      was deviates: raised EINVAL in target's recv

1 broken, 1 fixed
"""


def test_what_a_killed_run_did_not_report_is_not_called_gone(harness, record):
    rows = [result(f"suites/a.py::test_{name}[tcp4]") for name in "abc"]
    after = record("after", rows[:1], missing=(rows[1].node,), cut_short=True)

    status, output, _ = harness("diff", record("before", rows), after, "--json")

    assert {one["test"]: one["change"] for one in json.loads(output)["changes"]} == {rows[1].test: "not reported", rows[2].test: "gone"}
    assert status == 1
    assert harness("diff", record("same", rows[:2]), after).status == 13


def test_two_implementations_are_set_against_each_other(harness, record):
    both = record("both", [result(TEST, target="a"), result(TEST, "deviates", target="b")])
    one, other = record("one", [result(TEST, target="a")]), record("other", [result(TEST, "deviates", target="b")])

    within, across = harness("diff", both, both, "--targets", "a", "b"), harness("diff", one, other)

    assert within == across
    assert within.status == 1 and "a -> b" in within.output and "1 broken" in within.output


def test_a_target_that_only_one_run_has_is_named_once(harness, record):
    status, output, _ = harness("diff", record("before", [result(TEST, target="a"), result(TEST, target="b")]), record("after", [result(TEST, target="a")]))

    assert status == 0
    assert "b is in one of the runs only" in output


def test_runs_without_a_common_target_are_refused_where_it_is_not_plain_what_to_compare(harness, record):
    before, after = record("before", [result(TEST, target="a"), result(TEST, target="b")]), record("after", [result(TEST, target="c")])

    status, _, complaints = harness("diff", before, after)

    assert status == 4
    assert "have no target in common; say with --targets which two to compare" in complaints


def test_cases_of_a_test_that_changed_alike_stand_together(harness, record):
    names = [f"suites/a.py::test_b[{case}]" for case in ("tcp4", "tcp6", "unix")]
    after = [result(names[0], "deviates"), result(names[1], "deviates"), result(names[2], "deviates", **OTHERWISE)]

    output = harness("diff", record("before", list(map(result, names))), record("after", after)).output

    assert "  suites/a.py::test_b [tcp4 tcp6]  (mine)\n      is  deviates: raised EINVAL in target's recv\n" in output
    assert "  suites/a.py::test_b [unix]  (mine)\n      is  deviates: raised EPIPE in target's recv\n" in output
    assert output.endswith("\n3 broken\n")


def test_what_must_be_known_to_read_it_is_said(harness, record):
    before, after = record("before", [result(TEST)], suite="one", cut_short=True), record("after", [result(TEST)], suite="two")

    output = harness("diff", before, after).output

    assert "the runs are of different versions of the tests\nthe earlier run is incomplete" in output
