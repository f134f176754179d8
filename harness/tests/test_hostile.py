"""Targets that are hostile as programs: each ends in the right verdict within a bounded time, and leaves nothing behind."""
import pytest

from harness.targets import HERE
from harness.verdicts import Status, Verdict

DATA = "harness/tests/sample_suite.py::test_data_arrives"


@pytest.fixture
def judge(suites, target_file):
    """``judge("dies")`` runs a few tests against the hostile agent in that mode."""

    def judge(mode, *arguments):
        path = target_file(mode, ["{python}", str(HERE / "foils" / "hostile.py"), mode], baseline="cpython")
        outcome = suites(DATA, "--target", path, *arguments)
        assert suites.leaves_nothing(), suites.survivors()
        assert len(outcome.results) == 7
        return outcome

    return judge


@pytest.mark.parametrize(("mode", "signature"), [
    ("dies", "died SIGABRT in target's recv"),
    ("exits", "died exit status 0 in target's recv"),
])
def test_a_target_that_ends_in_a_call_deviates(judge, mode, signature):
    outcome = judge(mode)

    assert outcome.status == Status.DEVIATES
    assert {(result.verdict, result.signature) for result in outcome.results} == {(Verdict.DEVIATES, signature)}
    assert outcome.seconds < 20


def test_a_target_that_dies_of_the_test_before_is_started_again(judge):
    outcome = judge("is_damaged")

    assert outcome.status == Status.CONFORMS
    assert [result.attempts for result in outcome.results].count(2) == 6


@pytest.mark.parametrize("mode", ["hangs", "closes_output"])
def test_a_target_that_falls_silent_in_a_call_deviates(judge, mode):
    outcome = judge(mode)

    assert outcome.status == Status.DEVIATES
    assert outcome.verdicts == {Verdict.DEVIATES: 7}
    assert outcome.seconds < 75


@pytest.mark.parametrize("mode", ["floods", "floods_lines", "babbles", "stammers", "answers_twice", "answers_anothers", "parks_twice", "says_nothing_new"])
def test_an_agent_that_breaks_the_protocol_is_inconclusive(judge, mode):
    outcome = judge(mode)

    assert outcome.status == Status.INCONCLUSIVE
    assert outcome.verdicts == {Verdict.INCONCLUSIVE: 7}
    assert outcome.seconds < 40


@pytest.mark.parametrize("mode", ["never_greets", "greets_wrongly", "knows_everything"])
def test_an_agent_that_cannot_be_trusted_from_the_start_is_inconclusive(judge, mode):
    outcome = judge(mode)

    assert outcome.status == Status.INCONCLUSIVE
    assert outcome.verdicts == {Verdict.INCONCLUSIVE: 7}
    assert outcome.seconds < 30


@pytest.mark.parametrize("mode", ["complains", "parks_falsely", "leaves_children"])
def test_what_says_nothing_of_the_implementation_is_no_deviation(judge, mode):
    outcome = judge(mode)

    assert outcome.status == Status.CONFORMS
    assert outcome.verdicts == {Verdict.CONFORMS: 7}


def test_the_evidence_of_a_death_has_the_last_words(judge):
    result = judge("dies").results[0]

    assert "> " in result.evidence["target's transcript"]
    assert "recv" in result.evidence["target's transcript"].splitlines()[-1]
    assert result.message == "target died: SIGABRT in recv"


@pytest.mark.timeout(300)
def test_a_target_that_dies_in_every_test_is_given_up_in_the_end(suites, target_file):
    path = target_file("dies", ["{python}", str(HERE / "foils" / "hostile.py"), "dies"], baseline="cpython")
    outcome = suites("suites/stream/test_recv_counts.py", "--target", path, "--evidence", "none", timeout=280)

    given_up = [result for result in outcome.results if "was given up after 50 hangs and deaths" in (result.message or "")]
    assert outcome.status == Status.DEVIATES
    assert given_up
    assert {result.verdict for result in given_up} == {Verdict.INCONCLUSIVE}
