"""What a person sees while a run goes: one line at a terminal, with how many tests gave which verdict, in the place of a letter a test."""
import datetime
import os
import shutil
import time
from collections import Counter

import pytest

from harness.verdicts import Standing, Verdict, needs_eyes

EVERY = 0.1
"""Seconds between two drawings."""
SHOWN = 10
"""Results that need eyes are told the moment they come; more of them are counted only."""
CLEAR = "\r\x1b[K"


def wanted(config: pytest.Config) -> bool:
    """Whether somebody looks on: at a terminal, where neither more nor less was asked for."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or not reporter.isatty() or os.environ.get("TERM") == "dumb" or "CI" in os.environ:
        return False
    options = config.option
    return options.verbose == 0 and options.capture != "no" and not (options.usepdb or options.setupshow or options.collectonly)


class Progress:
    """Registered as a plugin where reports arrive. Nothing is drawn until a conformance test has reported."""

    def __init__(self, config: pytest.Config, recorder):
        self._recorder, self._file = recorder, config.get_terminal_writer()._file
        self._reporter = config.pluginmanager.get_plugin("terminalreporter")
        self._counts: Counter = Counter()
        self._told, self._drawn, self._began = 0, 0.0, time.monotonic()

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        if any("stage" in getattr(getattr(item, "callspec", None), "params", ()) for item in session.items):
            self._reporter.showfspath = False       # names of files would stand in the line

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if plain := getattr(report, "conformance", None):
            self._count(plain)

    @pytest.hookimpl(wrapper=True, trylast=True)      # gone before pytest writes that all is done
    def pytest_runtestloop(self):
        result = yield
        if self._drawn:
            self._write(CLEAR)
        return result

    def _count(self, plain: dict) -> None:
        verdict, standing = Verdict(plain["verdict"]), Standing(plain["standing"])
        self._counts[verdict] += 1
        self._counts[verdict, standing] += 1
        if needs_eyes(verdict, standing):
            self._tell(plain)
        if time.monotonic() - self._drawn >= EVERY:
            self._drawn = time.monotonic()
            self._write(CLEAR + line(self._counts, self._recorder.planned, self._drawn - self._began, shutil.get_terminal_size().columns))

    def _tell(self, plain: dict) -> None:
        self._told += 1
        if self._told <= SHOWN:
            self._write(f"{CLEAR}{plain['standing'] if plain['standing'] != Standing.PLAIN else plain['verdict']}: "
                        f"{plain['test']} [{plain['target']}]: {plain.get('signature') or plain.get('message')}\n")

    def _write(self, text: str) -> None:
        self._file.write(text)
        self._file.flush()


def line(counts: Counter, planned: int, seconds: float, width: int) -> str:
    """How far the run is, and what it found, in a line that is shorter than the terminal."""
    done = sum(counts[verdict] for verdict in Verdict)
    parts = [f"{done} of {planned}", *(f"{counts[verdict]} {verdict}{known(counts, verdict)}" for verdict in Verdict if counts[verdict])]
    return f"{'  '.join([*parts, str(datetime.timedelta(seconds=int(seconds)))])}"[:max(0, width - 1)]


def known(counts: Counter, verdict: Verdict) -> str:
    """How many of them the baseline lists."""
    return f" ({counts[verdict, Standing.KNOWN]} known)" if counts[verdict, Standing.KNOWN] else ""
