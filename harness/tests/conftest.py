"""What the engine's tests share: a run of the suites as a process of its own, and proof that it leaves nothing behind."""
import os
import subprocess
import sys
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from harness.results import Result, Run
from harness.verdicts import Verdict

ROOT = Path(__file__).parent.parent.parent
MARK = "HARNESS_TEST_MARK"


@dataclass
class Outcome:
    """How a run of the suites ended: its exit status, what it printed, how long it took, and its run file."""

    status: int
    output: str
    seconds: float
    folder: Path

    @property
    def run(self) -> Run:
        """The run as it was recorded."""
        return Run(self.folder / "run.jsonl")

    @property
    def results(self) -> list[Result]:
        """The recorded results."""
        return self.run.results

    @property
    def verdicts(self) -> Counter:
        """How many results there are of each verdict."""
        return Counter(result.verdict for result in self.results)

    def deviating(self) -> set[str]:
        """The tests, without parameters, that deviate."""
        return {result.test.split("[")[0] for result in self.results if result.verdict is Verdict.DEVIATES}


class Suites:
    """Runs pytest on the suites, marked so that everything it starts can be found again."""

    def __init__(self, tmp_path: Path):
        self.tmp_path, self.count = tmp_path, 0
        self.mark = uuid.uuid4().hex
        self.world_folder = tmp_path / "worlds"
        self.world_folder.mkdir()

    def environment(self) -> dict[str, str]:
        """Ours, with the mark; a run inside a run of xdist must not take itself for a worker of it."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_"))}
        return inherited | {MARK: self.mark, "TMPDIR": str(self.world_folder)}

    def start(self, *arguments: str, cwd: Path = ROOT) -> tuple[subprocess.Popen, Path]:
        """Start a run; the process, and the folder it records in."""
        self.count += 1
        folder = self.tmp_path / f"run{self.count}"
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--run-dir", str(folder), "--no-pages", *arguments]
        process = subprocess.Popen(command, cwd=cwd, env=self.environment(), text=True, start_new_session=True,
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return process, folder

    def __call__(self, *arguments: str, cwd: Path = ROOT, timeout: float = 100) -> Outcome:
        """Run to the end."""
        began = time.monotonic()
        process, folder = self.start(*arguments, cwd=cwd)
        try:
            output, _ = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        return Outcome(process.returncode, output, time.monotonic() - began, folder)

    def survivors(self) -> list[str]:
        """Processes that carry the mark."""
        return list(marked(self.mark))

    def leaves_nothing(self, seconds: float = 10.0) -> bool:
        """Whether every process and every directory of the runs goes away, within a while after the last one ended."""
        deadline = time.monotonic() + seconds
        while self.survivors() or list(self.world_folder.glob("harness-*")):
            if time.monotonic() > deadline:
                return False
            os.sched_yield()
        return True


def marked(mark: str) -> Iterator[str]:
    """The command lines of processes that have the mark in their environment."""
    wanted = f"{MARK}={mark}".encode()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if wanted in (entry / "environ").read_bytes().split(b"\0"):
                    yield (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                pass        # it has gone meanwhile, or is not ours


@pytest.fixture
def suites(tmp_path) -> Suites:
    """``suites("suites/stream", "--target", "cpython")`` runs pytest and tells how it ended."""
    return Suites(tmp_path)


@pytest.fixture
def target_file(tmp_path):
    """``target_file("name", agent=[...])`` is the path of a target file."""

    def write(name: str, agent: list[str], **more: object) -> str:
        path = tmp_path / f"{name}.toml"
        env = "".join(f"{key} = {value!r}\n" for key, value in more.pop("env", {}).items())
        rest = "".join(f"{key} = {value!r}\n" for key, value in more.items())
        path.write_text(f"agent = {agent!r}\n{rest}[env]\n{env}")
        return str(path)

    return write


HEAD = """
import pytest
covers = pytest.mark.covers
"""


@pytest.fixture
def judge(suites, tmp_path):
    """``judge(code, ...)`` runs a test file of that code against CPython."""

    def judge(code, *arguments):
        path = tmp_path / "test_snippet.py"
        path.write_text(HEAD + code)
        return suites("-c", str(ROOT / "pyproject.toml"), "--rootdir", str(ROOT), str(path), *arguments)

    return judge
