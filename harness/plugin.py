"""Pytest's hooks for judging: options, parametrisation, lanes and shards, verdicts.

A worker turns what happened into a :class:`~harness.results.Result` and hangs it on the
report of the phase that decided; the controller (or the only process, without xdist)
records what arrives, in :mod:`harness.recorder`.
"""
import gc
import os
from pathlib import Path

import pytest

from harness import busy, classify, lanes, options, progress, recorder, results, shards, summary, unequal
from harness.agent import Unsupported
from harness.attempts import is_bad_news, run
from harness.judging import (
    CITED,
    DELAYS,
    FINDING,
    JUDGING,
    SPOILED,
    TOLERATED,
    UNHEARD,
    WAITED,
    Judging,
    is_conformance,
    judged_stage,
    left_out,
    waiting_seconds,
)
from harness.reporting import GIVEN_UP, LACKING, STANDINGS, WORDS, decides, dress, find, give_every_entry_a_line, in_a_line, introduce, make_result
from harness.requirements import UnknownRequirement, passed_over
from harness.stage import Unavailable
from harness.tomlfiles import BadFile
from harness.verdicts import Happening, Standing, Verdict

FIXTURES = tuple(f"fixtures.{name}" for name in (
    "hosts", "kinds", "sockets", "pairs", "states", "ways", "data", "servers", "clients",
    "interop", "wires", "agreements", "flights", "packets", "paths", "tcp_states"))
"""The files with names for test authors; loaded by name, since nothing here may import them."""
LANES = pytest.StashKey[lanes.Lanes]()
LANE = pytest.StashKey[lanes.Lane]()
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
    if lacking := passed_over(item.stash[CITED], stage.spec.kernel, stage.spec.runtime, stage.spec.waits):
        raise Unsupported("target", *lacking)
    if why := stage.given_up:
        raise classify.GivenUp(why)


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
    item.stash[UNHEARD] = (finding.signature or "").startswith("died") and stage.died_unheard
    if is_bad_news(report.conformance):     # while the agents are there to be asked
        item.stash[WAITED], item.stash[SPOILED] = busy.longest(item.stash[DELAYS]), stage.spoiled
    judging = item.config.stash[JUDGING]
    if stage.hello and result.lacks != "time" and stage.spec.name not in judging.introduced:
        judging.introduced.add(stage.spec.name)
        report.introduction = results.to_plain(introduce(stage))
    return report


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
