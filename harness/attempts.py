"""How often a test is run: again, where the machine was too busy for it, the link lost packets, or the target had died of what came before."""
import pytest
from _pytest.runner import runtestprotocol

from harness import busy
from harness.judging import DELAYS, JUDGING, SPOILED, UNHEARD, WAITED, judged_stage
from harness.verdicts import FAILS, Standing, Verdict

ATTEMPTS = 10
"""So often is a test run when it says itself that the machine was too busy for it: what it needs to see had gone by."""


def run(item: pytest.Item, nextitem: pytest.Item | None) -> list[pytest.TestReport]:
    """Run a conformance test, and once more where the machine was too busy, the link lost packets, or the target may have died of what came before."""
    for attempt in range(1, ATTEMPTS + 1):
        item.stash[DELAYS], item.stash[WAITED], item.stash[SPOILED] = busy.delays(judged_stage(item).processes), 0.0, 0
        item.stash[UNHEARD] = False
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
    """Whether the target died before a test could ask what it is about, perhaps of the test before: another attempt gets a new one."""
    return attempt < int(item.config.getini("attempts")) and any(
        found.get("signature", "").startswith("died") and found["standing"] != Standing.KNOWN
        and (found["verdict"] == Verdict.INCONCLUSIVE or item.stash[UNHEARD])
        for found in (report.conformance for report in reports if hasattr(report, "conformance")))


def is_bad_news(found: dict) -> bool:
    """Whether a result fails the run, other than by a death or a hang, which neither machine nor link makes up: what is lost is sent again in time."""
    hung = found.get("signature", "").startswith(("parked", "died", "mute"))       # what was running may have been on its way to sleep
    unlearned = found["verdict"] == Verdict.INCONCLUSIVE and found["standing"] != Standing.KNOWN
    return not hung and (found["standing"] in (*FAILS, Standing.STALE) or unlearned)
