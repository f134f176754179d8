"""What a worker knows of the conformance tests it runs: the targets and their stages, the requirements, the baselines, and what has been found."""
from pathlib import Path

import pytest

from harness import busy, classify, lanes, options, recorder, requirements
from harness.agent import Patience
from harness.baseline import Baseline, Entry
from harness.cable_pump import PLANS
from harness.requirements import Level, Requirement, Requirements
from harness.stage import Stage
from harness.targets import Target
from harness.verdicts import DEVIATES_IN_BODY, Happening


class Judging:
    """What a worker needs to judge: the targets, the requirements, the baselines, and the stages it has opened."""

    def __init__(self, config: pytest.Config):
        self.targets = {target.name: target for target in options.chosen(config)}
        self.level = Level(config.getoption("--level").upper())
        self.root = Path(config.rootpath)
        self.plan = PLANS.get(config.getoption("--link"))
        self.patience = options.patience(config) * options.SLACK.get(config.getoption("--link"), 1)
        self._requirements: Requirements | None = None
        self._baseline = config.getoption("--baseline")
        self._baselines: dict[str, Baseline] = {}
        self.stages: dict[tuple[str, bool], Stage] = {}
        self.introduced: set[str] = set()

    @property
    def requirements(self) -> Requirements:
        """Read when the first test cites one, so that a run without conformance tests does not pay for it."""
        if self._requirements is None:
            self._requirements = requirements.load(self.root / "suites" / "requirements")
        return self._requirements

    def baseline(self, target: Target) -> Baseline:
        """The known deviations of a target; none is written down for most."""
        if target.name not in self._baselines:
            self._baselines[target.name] = options.find_baseline(self._baseline, target, self.root / "suites" / "baselines")
        return self._baselines[target.name]

    def stage(self, name: str, fixturenames: list[str]) -> Stage:
        """The stage of a target, kept from test to test. Tests that hold the far end of its link have a stage of their own."""
        key = name, "target_link" in fixturenames
        if key not in self.stages:
            self.stages[key] = Stage(self.targets[name], self.patience, linked=key[1], plan=self.plan)
        return self.stages[key]


JUDGING = pytest.StashKey[Judging]()
FINDING = pytest.StashKey[classify.Finding]()
CHOICES = pytest.StashKey[dict[str, str]]()
DOOMED = pytest.StashKey[bool]()
TOLERATED = pytest.StashKey[bool]()
DELAYS = pytest.StashKey[busy.Delays]()
WAITED = pytest.StashKey[float]()
SPOILED = pytest.StashKey[int]()
UNHEARD = pytest.StashKey[bool]()
CITED = pytest.StashKey[list[Requirement]]()
ORDERLY = (Happening.NOTHING, Happening.UNSUPPORTED, Happening.UNAVAILABLE)


def is_conformance(item: pytest.Item) -> bool:
    """Whether a test judges a target; all others are ordinary tests."""
    return "stage" in getattr(getattr(item, "callspec", None), "params", {})


def judged_stage(item: pytest.Function) -> Stage:
    """The stage of the target that a conformance test judges."""
    return item.config.stash[JUDGING].stage(item.callspec.params["stage"], item.fixturenames)


def stage_of(request: pytest.FixtureRequest) -> Stage:
    """The stage of the target this test is parametrised with."""
    return request.config.stash[JUDGING].stage(request.param, request.node.fixturenames)


def listed(item: pytest.Function) -> list[Entry]:
    """What the baseline says about a test."""
    judging, name = item.config.stash[JUDGING], item.callspec.params["stage"]
    return judging.baseline(judging.targets[name]).about(recorder.split_node(item.nodeid, [name])[0])


def is_doomed(item: pytest.Function) -> bool:
    """Whether the baseline says that the test waits in vain: the target hangs in it, or dies, or never does what has to come.
    One that must wait for longer than the doomed may is none."""
    if DOOMED not in item.stash:        # which is asked several times, of thousands of tests
        item.stash[DOOMED] = any(entry.waits_in_vain for entry in listed(item)) and lanes.seconds(item) < Patience.DOOMED
    return item.stash[DOOMED]


def left_out(item: pytest.Item) -> bool:
    """Whether a test takes minutes that nobody asked for."""
    return item.get_closest_marker("slow") is not None and not item.config.getoption("--slow")


def waiting_seconds(item: pytest.Function) -> float:
    """How long a conformance test does little but wait, about; 0 for one that does more than that, and for any other."""
    if not is_conformance(item) or left_out(item):
        return 0.0
    return lanes.seconds(item) or (Patience.DOOMED if is_doomed(item) else 0.0)


def left_nothing(item: pytest.Item) -> bool:
    """Whether a test ended so that the next one may have the same agents, if they say that all is cleared away: orderly, or in a way that fails no run
    and does the target no damage."""
    finding = item.stash.get(FINDING, None)
    if finding is None or finding.happening in ORDERLY:
        return finding is not None
    return finding.happening in DEVIATES_IN_BODY and item.stash[TOLERATED] and not any(entry.damages for entry in listed(item))
