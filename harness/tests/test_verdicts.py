"""The table of verdicts, a row a test, and the exit statuses."""
import pytest

from harness.verdicts import Happening, Phase, Standing, Status, Verdict, exit_status, judge

BODY, GIVEN, CLEANUP = Phase.BODY, Phase.GIVEN, Phase.CLEANUP


@pytest.mark.parametrize(("happening", "in_given", "in_body"), [
    (Happening.NOTHING, Verdict.CONFORMS, Verdict.CONFORMS),
    (Happening.ASSERTION, Verdict.INCONCLUSIVE, Verdict.DEVIATES),
    (Happening.ERROR, Verdict.INCONCLUSIVE, Verdict.DEVIATES),
    (Happening.PARKED, Verdict.INCONCLUSIVE, Verdict.DEVIATES),
    (Happening.TARGET_DIED, Verdict.INCONCLUSIVE, Verdict.DEVIATES),
    (Happening.TARGET_MUTE, Verdict.INCONCLUSIVE, Verdict.DEVIATES),
    (Happening.UNSUPPORTED, Verdict.UNSUPPORTED, Verdict.UNSUPPORTED),
    (Happening.PEER_LOST, Verdict.INCONCLUSIVE, Verdict.INCONCLUSIVE),
    (Happening.AGENT_FAULT, Verdict.INCONCLUSIVE, Verdict.INCONCLUSIVE),
    (Happening.HARNESS, Verdict.INCONCLUSIVE, Verdict.INCONCLUSIVE),
    (Happening.RUNNING, Verdict.INCONCLUSIVE, Verdict.INCONCLUSIVE),
    (Happening.WORKER_CRASHED, Verdict.INCONCLUSIVE, Verdict.INCONCLUSIVE),
    (Happening.UNAVAILABLE, Verdict.UNTESTED, Verdict.UNTESTED),
    (Happening.INVARIANT, Verdict.DEVIATES, Verdict.DEVIATES),
])
def test_the_verdict_follows_what_happened_and_the_phase(happening, in_given, in_body):
    assert judge(GIVEN, happening) is in_given
    assert judge(BODY, happening) is in_body


def test_the_table_has_a_row_for_everything_that_can_happen():
    rows = test_the_verdict_follows_what_happened_and_the_phase.pytestmark[0].args[1]

    assert {row[0] for row in rows} == set(Happening)


@pytest.mark.parametrize("happening", [Happening.ASSERTION, Happening.ERROR, Happening.TARGET_DIED])
def test_cleaning_up_never_speaks_against_the_target(happening):
    assert judge(CLEANUP, happening) is Verdict.INCONCLUSIVE


GOOD = (Verdict.CONFORMS, Standing.PLAIN)
BAD = (Verdict.DEVIATES, Standing.UNEXPECTED)
KNOWN = (Verdict.DEVIATES, Standing.KNOWN)
WARNS = (Verdict.DEVIATES, Standing.WARNS)
CHANGED = (Verdict.DEVIATES, Standing.CHANGED)
EXPIRED = (Verdict.DEVIATES, Standing.EXPIRED)
STALE = (Verdict.CONFORMS, Standing.STALE)
UNCLEAR = (Verdict.INCONCLUSIVE, Standing.PLAIN)
UNTESTED = (Verdict.UNTESTED, Standing.PLAIN)
UNSUPPORTED = (Verdict.UNSUPPORTED, Standing.PLAIN)


@pytest.mark.parametrize(("outcomes", "more", "status"), [
    ([GOOD, KNOWN, WARNS, UNTESTED, UNSUPPORTED], {}, Status.CONFORMS),
    ([GOOD, BAD], {}, Status.DEVIATES),
    ([CHANGED], {}, Status.DEVIATES),
    ([EXPIRED], {}, Status.DEVIATES),
    ([GOOD, UNCLEAR], {}, Status.INCONCLUSIVE),
    ([GOOD, UNTESTED], {"unmet": 1}, Status.INCONCLUSIVE),
    ([GOOD], {"missing": 1}, Status.INCOMPLETE),
    ([GOOD, STALE], {}, Status.STALE_BASELINE),
    ([GOOD], {"stale": 1}, Status.STALE_BASELINE),
    ([GOOD], {"other_failures": True}, Status.DEVIATES),
    # the first that applies
    ([BAD, UNCLEAR, STALE], {"missing": 2, "unmet": 1}, Status.DEVIATES),
    ([UNCLEAR, STALE], {"missing": 2}, Status.INCOMPLETE),
    ([UNCLEAR, STALE], {}, Status.INCONCLUSIVE),
])
def test_the_exit_status_is_the_first_that_applies(outcomes, more, status):
    assert exit_status(0, outcomes, **more) == status
    assert exit_status(1, outcomes, **more) == status


@pytest.mark.parametrize("pytests_own", [2, 3, 4])
def test_pytests_own_statuses_come_first(pytests_own):
    assert exit_status(pytests_own, [BAD]) == pytests_own


def test_a_run_without_tests_is_pytests_own_status():
    assert exit_status(5, []) == 5
