"""Pairs and links: both sides judged, and hosts that are late, lossy or far from each other."""
import pytest

from harness import targets
from harness.tomlfiles import BadFile
from harness.verdicts import Status

ENDINGS = "suites/interop/test_endings.py"
HALF_CLOSE = f"{ENDINGS}::test_an_end_that_has_said_all_hears_the_other_on"


def test_a_pair_runs_what_is_about_pairs_and_nothing_else(suites):
    outcome = suites(ENDINGS, "suites/stream/test_recv_eof.py", "--pair", "cpython:cpython")

    assert outcome.status == Status.CONFORMS, outcome.output
    assert {result.target for result in outcome.results} == {"cpython:cpython"}
    assert {result.test.split("::")[0] for result in outcome.results} == {ENDINGS}


@pytest.mark.parametrize("pair", ["foil:shutdown_write_is_both:cpython", "cpython:foil:shutdown_write_is_both"])
def test_a_fault_of_either_side_is_one_of_the_pair(suites, pair):
    outcome = suites(HALF_CLOSE, "--pair", pair, "-o", "patience=0.5", "-o", "attempts=1")

    assert outcome.status == Status.DEVIATES, outcome.output
    side = "server" if pair.startswith("foil") else "client"
    assert {result.test.split("[")[1][:6] for result in outcome.results if result.signature} == {side}


def test_all_pairs_of_the_targets_that_are_named_are_judged(suites):
    outcome = suites(HALF_CLOSE, "--pair", "all", "--target", "cpython", "--target", "foil:nothing")

    assert outcome.status == Status.CONFORMS, outcome.output
    assert sorted(outcome.run.targets) == ["cpython:cpython", "cpython:foil:nothing", "foil:nothing:cpython", "foil:nothing:foil:nothing"]


@pytest.mark.parametrize(("text", "complaint"), [("cpython", "is no pair"), ("foil:nothing", "is no pair"), ("cpython:nobody", "no target is called 'nobody'")])
def test_what_is_no_pair_is_one_sentence(text, complaint):
    with pytest.raises(BadFile, match=complaint):
        targets.find_pair(text)


@pytest.mark.parametrize("link", ["lan", "wan", "continents", "lossy"])
def test_what_is_sent_arrives_over_any_link(suites, link):
    outcome = suites("suites/interop/test_streams.py", "-k", "small_writes or both_directions", "--link", link, timeout=200)

    assert outcome.status == Status.CONFORMS, outcome.output
    assert outcome.run.targets["cpython"].world == "two hosts and a cable"
    assert outcome.run.header.link == link


def test_what_only_one_host_can_do_is_untested_on_two(suites):
    outcome = suites("suites/local/test_descriptors.py", "-k", "fifty", "--link", "lan")

    assert {result.lacks for result in outcome.results} == {"loopback"}
