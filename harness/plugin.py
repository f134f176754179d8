"""The only file that knows pytest's hooks: options, parametrisation, verdicts, evidence.

A worker turns what happened into a :class:`~harness.results.Result` and hangs it on the
report of the phase that decided; the controller (or the only process, without xdist)
records what arrives, in :mod:`harness.recorder`.
"""
import contextlib
import datetime
import gc
import os
import types
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol

from harness import baseline, busy, capture, classify, lanes, options, progress, recorder, requirements, results, shards, summary, unequal
from harness.agent import Patience, Unsupported
from harness.baseline import Baseline, Entry
from harness.cable_pump import PLANS
from harness.requirements import Level, Requirement, Requirements, UnknownRequirement
from harness.results import Introduction, Result
from harness.stage import Stage, Unavailable
from harness.targets import Target
from harness.tomlfiles import BadFile
from harness.verdicts import DEVIATES_IN_BODY, FAILS, Happening, Phase, Standing, Verdict, judge

FIXTURES = tuple(f"fixtures.{name}" for name in (
    "hosts", "kinds", "sockets", "pairs", "states", "ways", "data", "servers", "clients",
    "interop", "wires", "agreements", "flights", "packets", "paths", "tcp_states"))
"""The files with names for test authors; loaded by name, since nothing here may import them."""


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
LANES = pytest.StashKey[lanes.Lanes]()
LANE = pytest.StashKey[lanes.Lane]()
FINDING = pytest.StashKey[classify.Finding]()
CHOICES = pytest.StashKey[dict[str, str]]()
DOOMED = pytest.StashKey[bool]()
TOLERATED = pytest.StashKey[bool]()
DELAYS = pytest.StashKey[busy.Delays]()
WAITED = pytest.StashKey[float]()
SPOILED = pytest.StashKey[int]()
CITED = pytest.StashKey[list[Requirement]]()


def stage_of(request: pytest.FixtureRequest) -> Stage:
    """The stage of the target this test is parametrised with."""
    return request.config.stash[JUDGING].stage(request.param, request.node.fixturenames)


def is_doomed(item: pytest.Function) -> bool:
    """Whether the baseline says that the test waits in vain: the target hangs in it, or dies, or never does what has to come.
    One that must wait for longer than the doomed may is none."""
    if DOOMED not in item.stash:        # which is asked several times, of thousands of tests
        item.stash[DOOMED] = any(entry.waits_in_vain for entry in listed(item)) and lanes.seconds(item) < Patience.DOOMED
    return item.stash[DOOMED]


def listed(item: pytest.Function) -> list[Entry]:
    """What the baseline says about a test."""
    judging, name = item.config.stash[JUDGING], item.callspec.params["stage"]
    return judging.baseline(judging.targets[name]).about(recorder.split_node(item.nodeid, [name])[0])


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


# --------------------------------------------------------------------------- options and set-up

ORDERLY = (Happening.NOTHING, Happening.UNSUPPORTED, Happening.UNAVAILABLE)
FEW = 4
"""So few tests that wait are not worth a process."""


def pytest_addoption(parser: pytest.Parser) -> None:
    options.add(parser)


@pytest.hookimpl(trylast=True)      # after pytest has put the root folder on the path
def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "covers(*ids): the requirements this test judges")
    config.addinivalue_line("markers", "interop: both sides are judged; what --pair runs")
    config.addinivalue_line("markers", "slow: takes minutes; runs with --slow")
    config.addinivalue_line("markers", "waits(seconds=0.1): does little but wait; runs beside other tests, the longest first")
    try:
        config.stash[JUDGING] = judging = Judging(config)
        for target in judging.targets.values():
            judging.baseline(target)
        if not hasattr(config, "workerinput"):
            config.pluginmanager.register(found := recorder.Recorder(config, judging), "conformance-recorder")
            if progress.wanted(config):
                config.pluginmanager.register(progress.Progress(config, found), "conformance-progress")
    except BadFile as fault:
        raise pytest.UsageError(str(fault)) from None
    for name in FIXTURES:
        config.pluginmanager.import_plugin(name)


@pytest.hookimpl(tryfirst=True)      # the target is the first parameter in every test id
def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test of a target becomes one test a target; an unknown requirement stops the collection."""
    definition, judging = metafunc.definition, metafunc.config.stash[JUDGING]
    place = f"{definition.path}:{definition.obj.__code__.co_firstlineno}"
    try:
        for mark in definition.iter_markers("covers"):
            for identifier in mark.args:
                _ = judging.requirements[identifier]
    except (UnknownRequirement, BadFile) as fault:
        raise pytest.Collector.CollectError(f"{place}: {definition.name}: {fault}") from None
    if "stage" not in metafunc.fixturenames:
        return
    if definition.get_closest_marker("covers") is None:
        raise pytest.Collector.CollectError(f"{place}: {definition.name} judges a target but cites no requirement; add @covers(...)")
    metafunc.parametrize("stage", sorted(judging.targets), indirect=True)


def pytest_itemcollected(item: pytest.Item) -> None:
    judging = item.config.stash[JUDGING]
    item.stash[CITED] = [judging.requirements[identifier] for mark in item.iter_markers("covers") for identifier in mark.args]


ATTEMPTS = 10
"""So often is a test run when it says itself that the machine was too busy for it: what it needs to see had gone by."""


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Run a conformance test, or take what a lane found when it ran it."""
    if not is_conformance(item):
        return None
    if lane := item.config.stash.get(LANE, None):
        lane.deliver(item, [item.ihook.pytest_report_to_serializable(config=item.config, report=report) for report in run(item, nextitem)])
        return True
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    for report in from_lane(item, nextitem) or run(item, nextitem):
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def run(item: pytest.Item, nextitem: pytest.Item | None) -> list[pytest.TestReport]:
    """Run a conformance test, and once more where the machine was too busy, the link lost packets, or the target may have died of what came before."""
    for attempt in range(1, ATTEMPTS + 1):
        item.stash[DELAYS], item.stash[WAITED], item.stash[SPOILED] = busy.delays(judged_stage(item).processes), 0.0, 0
        item._report_sections.clear()       # what an earlier attempt printed
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
        if not (was_hindered(item, reports, attempt) or died_before(item, reports, attempt)):
            break
        item.config.stash[JUDGING].introduced.clear()       # these reports, one of which may introduce the target, are thrown away
    return reports


def was_hindered(item: pytest.Item, reports: list[pytest.TestReport], attempt: int) -> bool:
    """Whether machine or link may be to blame for what a test found, so that it is worth another attempt."""
    for found in (report.conformance for report in reports if hasattr(report, "conformance")):
        found["attempts"] = attempt
        if found.get("lacks") == "time":
            return True
        hindered = item.stash[WAITED] > busy.TOO_LONG or item.stash[SPOILED]
        if hindered and attempt < int(item.config.getini("attempts")) and is_bad_news(found):
            return True
    return False


def died_before(item: pytest.Item, reports: list[pytest.TestReport], attempt: int) -> bool:
    """Whether the target was dead before a test could ask what it is about, perhaps of the test before: another attempt gets a new one."""
    return attempt < int(item.config.getini("attempts")) and any(
        found["verdict"] == Verdict.INCONCLUSIVE and found["standing"] != Standing.KNOWN and found.get("signature", "").startswith("died")
        for found in (report.conformance for report in reports if hasattr(report, "conformance")))


def is_bad_news(found: dict) -> bool:
    """Whether a result fails the run, other than by a death or a hang, which neither machine nor link makes up: what is lost is sent again in time."""
    hung = found.get("signature", "").startswith(("parked", "died", "mute"))       # what was running may have been on its way to sleep
    unlearned = found["verdict"] == Verdict.INCONCLUSIVE and found["standing"] != Standing.KNOWN
    return not hung and (found["standing"] in (*FAILS, Standing.STALE) or unlearned)


def from_lane(item: pytest.Item, nextitem: pytest.Item | None) -> list[pytest.TestReport] | None:
    """The reports of a test that a lane has run; None for any other."""
    found = item.config.stash[LANES]
    if not found.has(item):
        return None
    if cancel := getattr(item.config.hook, "pytest_timeout_cancel_timer", None):
        cancel(item=item)       # the lane has a timer of its own, and may be busy with other tests for long
    reports = found.reports(item)
    item.session._setupstate.teardown_exact(nextitem)           # it was not set up here, but was what came before
    return reports and [item.ihook.pytest_report_from_serializable(config=item.config, data=report) for report in reports]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if left_out(item):
        raise Unavailable("slow", "takes minutes; give --slow")
    if not is_conformance(item):
        return
    stage = judged_stage(item)
    if not all(cited.concerns(stage.spec.runtime) for cited in item.stash[CITED]):
        raise Unsupported("target", "what Python promises", f"its runtime is {stage.spec.runtime}")
    if strongest(item.stash[CITED]) == Level.LINUX and stage.spec.kernel != "linux":
        raise Unsupported("target", "what only Linux documents", f"its kernel is {stage.spec.kernel}")
    if why := stage.given_up:
        raise classify.GivenUp(why)


def left_out(item: pytest.Item) -> bool:
    """Whether a test takes minutes that nobody asked for."""
    return item.get_closest_marker("slow") is not None and not item.config.getoption("--slow")


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Thousands of tests are objects that stay to the end: looking through them for garbage again and again costs a third of the collection."""
    gc.disable()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is not about pairs is left out where pairs are judged; a shard is taken of what was chosen otherwise. What runs in lanes comes last,
    when most of it has been done."""
    if config.getoption("--pair") and (others := [item for item in items if is_conformance(item) and not item.get_closest_marker("interop")]):
        items[:] = [item for item in items if item not in set(others)]
        config.hook.pytest_deselected(items=others)
    config.stash[shards.COLLECTED] = shards.fingerprint([item.nodeid for item in items])
    if shard := shards.parse(config.getoption("--shard")):
        take(shard, config, items)
    if lanes_wanted(config):
        items.sort(key=lambda item: waiting_seconds(item) > 0)


def take(shard: shards.Shard, config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the tests of other shards out. Files count as whole all the same: the other shards have the rest."""
    names = sorted(config.stash[JUDGING].targets, key=len, reverse=True)
    ours = {item.nodeid for item in items if shard.has(recorder.split_node(item.nodeid, names)[0])}
    others = [item for item in items if item.nodeid not in ours]
    config.stash[recorder.COLLECTED_FILES] = recorder.files_of(items)
    if others:
        chosen_before = config.stash.get(recorder.DESELECTED, False)
        config.hook.pytest_deselected(items=others)
        config.stash[recorder.DESELECTED] = chosen_before
    items[:] = [item for item in items if item.nodeid in ours]


@pytest.hookimpl(tryfirst=True)     # a worker that says what it collected may be asked for any of it
def pytest_collection_finish(session: pytest.Session) -> None:
    gc.freeze()
    gc.enable()
    config = session.config
    config.stash[LANES] = beside = lanes.of_worker(getattr(config, "workerinput", None), wanted := lanes_wanted(config))
    waiting = [item for item in session.items if waiting_seconds(item)]
    if wanted and len(waiting) > FEW:
        beside.begin(sorted(waiting, key=waiting_seconds, reverse=True), in_lane)


def lanes_wanted(config: pytest.Config) -> int:
    """How many lanes all workers have together. None where a person watches a test, or nothing runs."""
    wanted = config.getoption("--lanes")
    if config.getoption("usepdb") or config.getoption("capture") == "no" or config.getoption("collectonly"):
        return 0
    return wanted if wanted is not None else options.SLOW_LANES if config.getoption("--slow") else options.USUAL_LANES


def in_lane(lane: lanes.Lane) -> None:
    """What a lane does: run its tests as any worker does, with a captured output of its own."""
    config = lane.items[0].config
    config.stash[LANE] = lane
    os.environ.pop("PYTEST_XDIST_WORKER", None)     # a lane chooses a processor of its own
    capturing = config.pluginmanager.getplugin("capturemanager")
    capturing.read_global_capture()
    capturing.stop_global_capturing()
    capturing.start_global_capturing()
    try:
        for item, nextitem in zip(lane.items, [*lane.items[1:], None], strict=True):
            config.hook.pytest_runtest_protocol(item=item, nextitem=nextitem)
    finally:
        close_stages(config)


def close_stages(config: pytest.Config) -> None:
    """End all agents of this process."""
    for stage in config.stash[JUDGING].stages.values():
        stage.close()


def pytest_deselected(items: list[pytest.Item]) -> None:
    items[0].config.stash[recorder.DESELECTED] = True


@pytest.hookimpl(trylast=True)       # after pytest has torn down what an interrupted test left standing
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["whole"] = sorted(recorder.whole_files(session.config, session.items))
        session.config.workeroutput["collected"] = session.config.stash.get(shards.COLLECTED, "")
    if found := session.config.stash.get(LANES, None):
        if exitstatus != pytest.ExitCode.INTERRUPTED:
            found.finish()
        found.end()
    close_stages(session.config)


@pytest.hookimpl(tryfirst=True)
def pytest_assertrepr_compare(op: str, left: object, right: object) -> None:
    """Raises, instead of an answer: pytest asks everybody, and its own answer is what takes minutes."""
    if op == "==" and (why := unequal.explain(left, right)):
        __tracebackhide__ = True
        raise AssertionError(why)


# --------------------------------------------------------------------------- from report to result

@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo):
    if call.excinfo:
        give_every_entry_a_line(call.excinfo.tb)
    if not decides(item, call):
        return (yield)
    stage = judged_stage(item)
    item.stash[FINDING] = finding = find(item, call, stage)
    if finding.happening in (Happening.UNSUPPORTED, Happening.UNAVAILABLE) and item.config.getoption("--evidence") != "all":
        call.excinfo = in_a_line(finding.message, call.excinfo)
    report = yield
    result = make_result(item, call, finding, stage, report)
    item.stash[TOLERATED] = result.standing in (Standing.KNOWN, Standing.WARNS)
    dress(report, result)
    if getattr(item.config.option, "xmlpath", None):
        item.user_properties[:] = results.properties(result)       # which JUnit XML takes from the last report
    report.conformance = results.to_plain(result)
    if is_bad_news(report.conformance):     # while the agents are there to be asked
        item.stash[WAITED], item.stash[SPOILED] = busy.longest(item.stash[DELAYS]), stage.spoiled
    judging = item.config.stash[JUDGING]
    if stage.hello and result.lacks != "time" and stage.spec.name not in judging.introduced:
        judging.introduced.add(stage.spec.name)
        report.introduction = results.to_plain(introduce(stage))
    return report


def decides(item: pytest.Item, call: pytest.CallInfo) -> bool:
    """Whether a phase ends a conformance test, so that there is a verdict."""
    if not is_conformance(item) or isinstance(call.excinfo and call.excinfo.value, pytest.exit.Exception):
        return False
    return call.when == "call" or (call.when == "setup" and call.excinfo is not None)


def find(item: pytest.Function, call: pytest.CallInfo, stage: Stage) -> classify.Finding:
    """What ended a test."""
    finding = classify.classify(call.excinfo.value if call.excinfo else None, stage.story)
    if call.excinfo:
        with contextlib.suppress(Unsupported):
            stage.story.look_around()       # what was started and not waited for may have been answered so
        if stage.story.lacking:
            finding = classify.classify(call.excinfo.value, stage.story)
    if call.when == "call" and stage.wire and finding is classify.NOTHING:
        finding = classify.broken(gravest_first(stage.wire.violations(), item.config.stash[JUDGING].requirements))
    return finding


def in_a_line(message: str, error: pytest.ExceptionInfo) -> pytest.ExceptionInfo:
    """An exception that stands for one of which only the message is wanted: pytest's picture of the code takes longer than most tests."""
    return pytest.ExceptionInfo.from_exception(pytest.skip.Exception(message).with_traceback(error.tb))


def give_every_entry_a_line(entry: types.TracebackType) -> None:
    """A test that its timeout interrupts may stand at an instruction without a line, which pytest cannot show."""
    while below := entry.tb_next:
        if below.tb_lineno is None:
            below = types.TracebackType(below.tb_next, below.tb_frame, below.tb_lasti, below.tb_frame.f_code.co_firstlineno)
            entry.tb_next = below
        entry = below


def is_conformance(item: pytest.Item) -> bool:
    """Whether a test judges a target; all others are ordinary tests."""
    return "stage" in getattr(getattr(item, "callspec", None), "params", {})


def judged_stage(item: pytest.Function) -> Stage:
    """The stage of the target that a conformance test judges."""
    return item.config.stash[JUDGING].stage(item.callspec.params["stage"], item.fixturenames)


def make_result(item: pytest.Function, call: pytest.CallInfo, finding: classify.Finding, stage: Stage, report: pytest.TestReport) -> Result:
    """Everything a test says of its target."""
    judging, cited = item.config.stash[JUDGING], item.stash[CITED]
    if finding.clause:      # what was broken is not what the test is about
        cited = [judging.requirements[finding.clause]]
    verdict = judge(Phase.GIVEN if call.when == "setup" else Phase.BODY, finding.happening)
    gating = [requirement for requirement in cited if requirement.gates(judging.level, stage.spec.kernel)]
    test = recorder.split_node(item.nodeid, [stage.spec.name])[0]
    standing, entry = judging.baseline(stage.spec).judge(
        test, verdict, finding.signature, finding.lacks, bool(gating), datetime.date.today())
    return Result(
        test=test, node=item.nodeid, target=stage.spec.name, verdict=verdict, standing=standing, gates=bool(gating),
        level=strongest(cited), requirements=[requirement.id for requirement in cited], seconds=round(call.duration, 6),
        signature=finding.signature, message=finding.message, lacks=finding.lacks,
        **baseline.told(entry, standing), choices=item.stash.get(CHOICES, {}),
        evidence=evidence(item, verdict, stage, report), gates_from=gates_from(cited, stage.spec.kernel))


def gates_from(cited: list[Requirement], kernel: str) -> str:
    """The ``--level`` from which on what these say gates, "never" for none; "" where it is the strongest's own."""
    gating = (level for level in (Level.MUST, Level.SHOULD, Level.MAY) if any(requirement.gates(level, kernel) for requirement in cited))
    found = next(gating, "never")
    return "" if found == strongest(cited) else found.lower()


STRENGTH = (Level.MUST, Level.SHOULD, Level.LINUX, Level.MAY)


def strongest(cited: list[Requirement]) -> str:
    """The level of a test: the strongest among what it cites."""
    return min((requirement.level for requirement in cited), key=STRENGTH.index)


def gravest_first(violations: list, known: Requirements) -> list:
    """What was broken, the strongest clauses first: the first stands for all."""
    return sorted(violations, key=lambda violation: STRENGTH.index(known[violation.clause].level))


def evidence(item: pytest.Item, verdict: Verdict, stage: Stage, report: pytest.TestReport) -> dict[str, str]:
    """What a reader needs to understand without running it again: the assertion, both transcripts, stderr."""
    wanted = item.config.getoption("--evidence")
    if wanted == "none" or (wanted == "failures" and verdict not in (Verdict.DEVIATES, Verdict.INCONCLUSIVE)):
        return {}
    found = {"assertion": str(report.longrepr)} if report.longrepr else {}
    for agent in stage.agents:
        found.setdefault(f"{agent.side}'s transcript", "\n".join(stage.story.transcript(agent.side)))
        if agent.stderr:
            found[f"{agent.side}'s standard error"] = agent.stderr
    if passed := stage.passed:
        found |= capture.evidence(passed, stage.story)
    return found


def dress(report: pytest.TestReport, result: Result) -> None:
    """Give the report pytest's outcome for the verdict, and the evidence."""
    place = (str(report.location[0]), report.location[1] or 0)
    match result.verdict:
        case Verdict.INCONCLUSIVE if report.outcome == "skipped" and result.standing is not Standing.KNOWN:
            report.longrepr = (*place, result.message)
        case Verdict.UNSUPPORTED if result.standing in FAILS:
            report.outcome, report.longrepr = "failed", f"{result.message}, which the baseline's `unsupported` does not list"
        case Verdict.UNSUPPORTED | Verdict.UNTESTED:
            report.outcome, report.longrepr = "skipped", (*place, f"{result.verdict}: {result.message}")
        case Verdict.DEVIATES | Verdict.INCONCLUSIVE if result.standing in (Standing.KNOWN, Standing.WARNS):
            report.outcome, report.wasxfail = "skipped", result.why or f"below the level that gates: {result.signature}"
        case Verdict.CONFORMS if result.standing is Standing.STALE:
            report.outcome, report.longrepr = "failed", f"{result.test} conforms, but the baseline lists it as deviating: remove the entry"
        case Verdict.DEVIATES | Verdict.INCONCLUSIVE:
            report.outcome = "failed"
            report.sections += [(title, text) for title, text in result.evidence.items() if title not in ("assertion", capture.FILE)]


def introduce(stage: Stage) -> Introduction:
    """What the target's agent said of itself, and where it ran."""
    world = f"the machine's own network ({stage.why_not_private})" if stage.why_not_private else stage.surroundings
    return Introduction(stage.spec.name, stage.spec.summary, stage.hello, world, stage.spec.baseline, stage.spec.kernel, stage.spec.runtime)


WORDS = {
    Verdict.CONFORMS: ("passed", ".", "conforms"),
    Verdict.DEVIATES: ("failed", "D", ("DEVIATES", {"red": True})),
    Verdict.UNSUPPORTED: ("skipped", "u", ("unsupported", {"yellow": True})),
    Verdict.UNTESTED: ("skipped", "-", ("untested", {"yellow": True})),
    Verdict.INCONCLUSIVE: ("failed", "?", ("INCONCLUSIVE", {"red": True})),
}
STANDINGS = {
    Standing.KNOWN: ("xfailed", "d", ("deviates, known", {"yellow": True})),
    Standing.WARNS: ("xfailed", "w", ("deviates, warns", {"yellow": True})),
    Standing.STALE: ("failed", "S", ("CONFORMS, STALE", {"red": True})),
}


LACKING = ("failed", "U", ("UNSUPPORTED, NEWLY", {"red": True}))
GIVEN_UP = ("given up", "?", ("INCONCLUSIVE", {"yellow": True}))
"""Not among pytest's failures, each of which it shows in full: there may be thousands."""


@pytest.hookimpl(tryfirst=True)
def pytest_report_teststatus(report: pytest.TestReport, config: pytest.Config):
    if (plain := getattr(report, "conformance", None)) is None:
        return None
    if plain["verdict"] == Verdict.UNSUPPORTED:
        kind, letter, word = LACKING if report.failed else WORDS[Verdict.UNSUPPORTED]
    else:
        kind, letter, word = STANDINGS.get(plain["standing"]) or WORDS[plain["verdict"]]
    if plain["verdict"] == Verdict.INCONCLUSIVE and report.outcome == "skipped" and plain["standing"] != Standing.KNOWN:
        kind, letter, word = GIVEN_UP
    return kind, "" if config.pluginmanager.has_plugin("conformance-progress") else letter, word


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    found = config.pluginmanager.get_plugin("conformance-recorder")
    if found and found.results:
        summary.write(terminalreporter, found)
        if os.environ.get("GITHUB_ACTIONS") == "true" and found.file:
            tell_github(found.file, config, terminalreporter)
        if found.folder and not config.getoption("--no-pages"):
            terminalreporter.write_line(make_pages(found.folder, Path(config.rootpath)))


def tell_github(file: Path, config: pytest.Config, terminal: pytest.TerminalReporter) -> None:
    """The summary of the step, and annotations, where a run is an action of GitHub's."""
    from reports import github, judging, show
    judged = judging.judge(results.Run(file))
    past = show.Past(judged, lambda: config.stash[JUDGING].requirements)
    if trouble := github.summarize(judged, past, os.environ):
        terminal.write_line(trouble)
    for annotation in github.annotations(judged, Path(config.rootpath)):
        terminal.write_line(annotation)


def make_pages(folder: Path, root: Path) -> str:
    """Make pages of a run that is over, in its own folder; a line that says where, or why not. Whatever happens here is no verdict."""
    from reports.pages import site  # which imports jinja2: only at the end, and only where results are recorded
    try:
        site.report([str(folder)], folder / "report", root)
    except Exception as fault:
        return f"its pages could not be made ({type(fault).__name__}: {fault}); try: harness report {folder}"
    return f"as pages: {folder / 'report' / 'index.html'}"
