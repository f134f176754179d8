"""From what ended a test to its result, and to what pytest shows of it."""
import contextlib
import datetime
import types

import pytest

from harness import baseline, capture, classify, recorder
from harness.agent import Unsupported
from harness.judging import CHOICES, CITED, JUDGING, is_conformance
from harness.requirements import STRENGTH, Requirements, gates_from, strongest
from harness.results import Introduction, Result
from harness.stage import Stage
from harness.verdicts import FAILS, Phase, Standing, Verdict, judge


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


def gravest_first(violations: list, known: Requirements) -> list:
    """What was broken, the strongest clauses first: the first stands for all."""
    return sorted(violations, key=lambda violation: STRENGTH.index(known[violation.clause].level))


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
