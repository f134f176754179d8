"""Which tests cite which requirement: asked of pytest, which collects them."""
import io
from collections import defaultdict
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest



class NoSuites(Exception):
    """The suites are not there, or cannot be collected."""


def suites_folder() -> Path:
    """The suites beside this package; raises :class:`NoSuites` where only the package is installed."""
    folder = Path(__file__).parent.parent / "suites"
    if not (folder / "requirements").is_dir():
        raise NoSuites(f"{folder} is not there: the suites come with a checkout; clone the project and `pip install -e .` in it")
    return folder


class Coverage:
    """The tests of each requirement. Raises :class:`NoSuites` when a suite cannot be collected, with pytest's words."""

    def __init__(self, folder: Path):
        self._tests: dict[str, dict[str, None]] = defaultdict(dict)
        said = io.StringIO()
        with redirect_stdout(said), redirect_stderr(said):
            status = pytest.main(["--collect-only", "-q", "-q", "-p", "no:cacheprovider", "--rootdir", str(folder.parent),
                                  "-c", str(folder.parent / "pyproject.toml"), str(folder)], plugins=[self])
        if status not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            raise NoSuites(f"the suites cannot be collected:\n{said.getvalue()}")

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Note what each test cites."""
        for item in session.items:
            for mark in item.iter_markers("covers"):
                for identifier in mark.args:
                    self._tests[identifier][item.nodeid.split("[")[0]] = None

    def tests(self, identifier: str) -> list[str]:
        """The tests that cite a requirement, without their parameters."""
        return list(self._tests.get(identifier, ()))
