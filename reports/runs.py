"""Finds and reads runs: by the folder, by the file, or as ``latest``; and says of a run what is left open."""
from pathlib import Path

from harness.results import BadRun, Result, Run
from harness.verdicts import Verdict

LATEST = "latest"
HOME = Path(__file__).parent
"""Where runs are recorded, unless they were told to go elsewhere."""


def place(wanted: str) -> Path:
    """The run file that a person means; raises :class:`~harness.results.BadRun` where there is none."""
    path = Path(wanted)
    if wanted == LATEST and not path.exists():
        path = next((folder / LATEST for folder in (Path("reports"), HOME) if (folder / LATEST).exists()), HOME / LATEST)
        if not path.exists():
            raise BadRun("there is no latest run; record one with `pytest suites/`, or give the folder of a run")
    if not path.exists():
        raise BadRun(f"{path}: is not there; give the folder of a run, its run.jsonl, or `latest`")
    if path.is_dir() and not (path / "run.jsonl").exists():
        raise BadRun(f"{path}: is a folder without a run.jsonl; give the folder of a run")
    return path / "run.jsonl" if path.is_dir() else path


def load(wanted: str) -> Run:
    """The run that a person means; raises :class:`~harness.results.BadRun` with what is wrong, in one sentence."""
    return Run(place(wanted))


def missing(run: Run) -> list[str]:
    """The planned tests that were not reported, and what else a run lacks."""
    reported = {result.node for result in run.results}
    planned = [*run.plan, *(run.end.missing if run.end else ())]
    return [node for node in dict.fromkeys(planned) if node not in reported]


def is_complete(run: Run) -> bool:
    """Whether a run came to its end, with a report for every planned test."""
    return run.end is not None and not missing(run)


def unmet(run: Run, required: set[str]) -> list[Result]:
    """Untested cases that lack something that was asked for."""
    return [result for result in run.results
            if result.verdict is Verdict.UNTESTED and ("all" in required or result.lacks in required)]


def only(run: Run, target: str | None) -> str:
    """The target that a person means, the only one if none was named; raises :class:`~harness.results.BadRun`."""
    there = ", ".join(run.header.targets)
    if target is None and len(run.header.targets) != 1:
        raise BadRun(f"{run.path}: has the targets {there}; choose one with --target")
    if target is not None and target not in run.header.targets:
        raise BadRun(f"{run.path}: has no target {target!r}, only {there}")
    return target or run.header.targets[0]
