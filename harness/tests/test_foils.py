"""The controls: what changes nothing conforms; each foil is noticed by the test that must notice, however the run is made."""
import itertools
from pathlib import Path

import pytest

from harness import foils
from harness.verdicts import Status, Verdict

FOILS = [foil for foil in foils.everything() if foil.name not in ("nothing", "never_wakes", "recvfrom_aborts")]
PRELOADED = [foil for foil in FOILS if not foil.world]
SOME = PRELOADED[::max(1, len(PRELOADED) // 20)]
QUICK = ("-o", "patience=0.5", "-o", "attempts=1", "--evidence", "none")


def test_there_are_foils_enough_and_many_that_only_the_peer_can_see():
    assert len(PRELOADED) >= 20
    assert len([foil for foil in FOILS if foil.only_peer]) >= 6
    assert len(FOILS) - len(PRELOADED) >= 20


def batches():
    """Foils that the same file must notice, some at a time: one run judges them all, which costs a quarter of a run each."""
    for file, group in itertools.groupby(sorted(FOILS, key=file_of), file_of):
        for number, batch in enumerate(chunks(list(group), 10)):
            yield pytest.param(batch, id=f"{Path(file).stem}-{number}")


def chunks(items, size):
    """The items, so many at a time."""
    return [items[start:start + size] for start in range(0, len(items), size)]


def file_of(foil):
    """The file that must notice a foil."""
    return foil.noticed_by[0].split("::")[0]


@pytest.mark.timeout(600)
@pytest.mark.parametrize("batch", list(batches()))
def test_foils_are_noticed_by_the_tests_that_must_notice(suites, batch):
    tests = sorted({test for foil in batch for test in foil.noticed_by})
    targets = [option for foil in batch for option in ("--target", f"foil:{foil.name}")]

    outcome = suites(*tests, *targets, *QUICK, timeout=500)

    deviating = {(result.target, result.test.split("[")[0]) for result in outcome.results if result.verdict is Verdict.DEVIATES}
    impossible = [foil for foil in batch if foil.world and f"foil:{foil.name}" not in outcome.run.targets]
    by_chance = [foil for foil in batch if foil not in impossible and not {(f"foil:{foil.name}", test) for test in foil.noticed_by} <= deviating]
    assert [foil.name for foil in by_chance if not noticed_alone(suites, foil)] == []
    if impossible:
        pytest.skip(f"this machine does not allow such worlds ({', '.join(foil.name for foil in impossible)}); they want nft and tc, "
                    "and a kernel that has what these use (apt install nftables iproute2)")
    assert outcome.status == Status.DEVIATES, outcome.output


def noticed_alone(suites, foil):
    """Whether a foil is noticed when nothing runs beside it. Some faults show by chance only: races, and what is lost now and then."""
    outcome = suites(*foil.noticed_by, "--target", f"foil:{foil.name}", *QUICK)
    return outcome.status == Status.DEVIATES and set(foil.noticed_by) <= outcome.deviating()


@pytest.mark.parametrize("mode", [["-n", "2"], ["--maxfail", "3"]], ids=" ".join)
@pytest.mark.parametrize("foil", SOME, ids=lambda foil: foil.name)
def test_a_foil_is_noticed_however_the_run_is_made(suites, foil, mode):
    outcome = suites(*foil.noticed_by, "--target", f"foil:{foil.name}", *QUICK, *mode)

    assert outcome.status == Status.DEVIATES, outcome.output
    assert outcome.deviating() & set(foil.noticed_by)


@pytest.mark.timeout(1500)
def test_a_library_that_changes_nothing_has_the_same_verdicts(suites):
    areas = [f"suites/{area}" for area in ("connections", "stream", "closing", "datagram", "services")]
    outcome = suites(*areas, "--target", "cpython", "--target", "foil:nothing", "-n", "2", timeout=1400)

    verdicts = {name: {result.test: (result.verdict, result.standing) for result in outcome.results if result.target == name}
                for name in ("cpython", "foil:nothing")}
    assert outcome.status == Status.CONFORMS, outcome.output
    assert verdicts["cpython"] == verdicts["foil:nothing"]


FEW = ("suites/services", "suites/datagram/test_boundaries.py", "suites/datagram/test_waiting.py", "suites/connections/test_accept_blocking.py")


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("name", "how"), [("recvfrom_aborts", "died SIGABRT in target's recvfrom"), ("never_wakes", "parked in target's recv")])
def test_a_target_that_aborts_or_never_wakes_is_judged_within_a_minute(suites, name, how):
    outcome = suites(*FEW, "--target", f"foil:{name}", "-n", "2", timeout=200)

    assert outcome.status == Status.DEVIATES
    assert how in {result.signature for result in outcome.results}
    assert outcome.verdicts[Verdict.CONFORMS] > 100
    assert outcome.seconds < 60
    assert suites.leaves_nothing()
