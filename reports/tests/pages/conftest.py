"""What the tests of pages share."""
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def root(tmp_path_factory):
    """A folder that holds so much of the suites as these tests are about: reading all of them takes a second."""
    folder = tmp_path_factory.mktemp("root")
    for name in ("requirements/accept.toml", "requirements/recv.toml", "connections/test_accept_blocking.py", "stream/test_peek.py"):
        (folder / "suites" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / "suites" / name, folder / "suites" / name)
    return folder
