"""However and wherever pytest is started, as whom, and beside what: the suites are found, run and judged alike."""
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from harness.tests.conftest import ROOT
from harness.verdicts import Status, Verdict

SAMPLE = "harness/tests/sample_suite.py"
NOBODY = 65534


# --------------------------------------------------------------------------- where and how

def test_a_file_a_folder_and_a_choice_of_names_are_all_ways_to_start(suites):
    assert suites(SAMPLE, "-k", "waits and tcp4").verdicts == {Verdict.CONFORMS: 1}
    assert suites("suites/services", "-k", "daytime").verdicts == {Verdict.CONFORMS: 3}
    assert suites(f"{SAMPLE}::test_a_reset_is_reported[cpython-tcp6]").verdicts == {Verdict.CONFORMS: 1}


def test_without_arguments_the_suites_and_the_engines_tests_are_collected(suites):
    outcome = suites("--collect-only", "-q", "-q")

    assert "suites/services/test_well_behaved.py" in outcome.output
    assert "harness/tests/test_lines.py" in outcome.output
    assert not outcome.folder.exists()


def test_the_engines_tests_make_no_run(suites):
    outcome = suites("harness/tests/test_verdicts.py", "-q")

    assert outcome.status == 0
    assert not outcome.folder.exists()


def test_it_starts_from_another_folder(suites, tmp_path):
    outcome = suites(str(ROOT / SAMPLE), cwd=tmp_path)

    assert outcome.status == Status.CONFORMS
    assert {result.test.split("::")[0] for result in outcome.results} == {SAMPLE}


def test_two_runs_at_once_do_not_meet(suites):
    runs = [suites.start(SAMPLE, "-n", "2") for _ in range(2)]
    outputs = [process.communicate(timeout=100)[0] for process, _ in runs]

    assert [process.returncode for process, _ in runs] == [0, 0], outputs
    assert suites.leaves_nothing()


def test_runs_have_folders_of_their_own_and_the_latest_has_a_name(suites):
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", SAMPLE]
    both = [subprocess.Popen(command, cwd=ROOT, env=suites.environment(), text=True, stdout=subprocess.PIPE) for _ in range(2)]
    recorded = [Path(re.search(r"recorded in (\S+)", process.communicate(timeout=100)[0])[1]) for process in both]

    try:
        assert len({path.parent for path in recorded}) == 2
        assert all(path.parent.parent == ROOT / "reports" / "runs" for path in recorded)
        assert (ROOT / "reports" / "latest" / "run.jsonl").exists()
    finally:
        for path in recorded:
            shutil.rmtree(path.parent)
        (ROOT / "reports" / "latest").unlink(missing_ok=True)


@pytest.mark.parametrize("seed", ["0", "1", "12345", "random"])
def test_workers_collect_alike_whatever_their_hash_seed(suites, monkeypatch, seed):
    monkeypatch.setenv("PYTHONHASHSEED", seed)

    outcome = suites(SAMPLE, "--target", "foil:nothing", "--target", "cpython", "-n", "2")

    assert outcome.status == Status.CONFORMS
    assert len(outcome.results) == 26


def test_the_order_of_targets_does_not_matter(suites):
    first, second = suites(SAMPLE, "--target", "foil:nothing", "--target", "cpython"), suites(SAMPLE, "--target", "cpython", "--target", "foil:nothing")

    assert first.run.plan == second.run.plan


def test_pypis_package_named_fixtures_may_be_installed_beside_it(suites, monkeypatch, tmp_path):
    site = tmp_path / "site"
    done = subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(site), "fixtures"], capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"PyPI cannot be reached: {done.stderr.strip().splitlines()[-1]}")
    monkeypatch.setenv("PYTHONPATH", str(site))

    assert (site / "fixtures" / "__init__.py").exists()
    assert suites(SAMPLE).status == Status.CONFORMS
    assert suites("services", "-k", "daytime", "-n", "2", cwd=ROOT / "suites").status == Status.CONFORMS


# --------------------------------------------------------------------------- as whom

@pytest.fixture
def open_folder():
    """A folder that every user may look into; pytest's own are its user's alone."""
    folder = Path(tempfile.mkdtemp(prefix="pytest-of-root-for-anybody-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def copy_for_anybody(open_folder):
    """A checkout that every user may read, and an interpreter that every user may start."""
    python = next((path for path in (f"/usr/bin/python3.{sys.version_info.minor}", sys.executable) if startable(path)), None)
    if python is None:
        pytest.skip("no interpreter of this version that another user may start (apt install python3)")
    folder = open_folder
    for name in ("harness", "fixtures", "suites", "reports"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "runs", "latest"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    site = folder / "site"
    shutil.copytree(Path(pytest.__file__).parent.parent, site, ignore=shutil.ignore_patterns("__pycache__", "torch*", "__editable__*"))
    return folder, python, f"{folder}:{site}"


def startable(path: str) -> bool:
    """Whether a user without any rights may start this interpreter."""
    return os.getuid() != 0 or subprocess.run(["setpriv", f"--reuid={NOBODY}", "--clear-groups", path, "-c", ""], capture_output=True).returncode == 0


def run_as(prefix, copy, *what):
    """The sample suite (or what else is given), run in the copy by way of ``prefix``: exit status and output."""
    folder, python, path = copy
    results = folder / "results"
    results.mkdir()
    results.chmod(0o777)
    environment = {"PYTHONPATH": path, "PATH": os.environ["PATH"], "HOME": str(results), "TMPDIR": str(results)}
    command = [*prefix, python, "-m", "pytest", "-p", "no:cacheprovider", "--run-dir", str(results / "run"), *(what or [SAMPLE])]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=100)
    assert not list(results.glob("harness-*"))
    return done.returncode, done.stdout + done.stderr


root_only = pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else; a plain user runs all the other tests as one")


@root_only
def test_a_plain_user_runs_it_in_a_user_namespace(copy_for_anybody):
    prefix = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    if subprocess.run([*prefix, "unshare", "-Urn", "true"], capture_output=True).returncode:
        pytest.skip("this system lets no plain user make a user namespace")

    status, output = run_as(prefix, copy_for_anybody)

    assert status == Status.CONFORMS, output
    assert "in a private namespace" in output


@root_only
def test_a_plain_user_holds_the_far_end_of_a_link(copy_for_anybody):
    prefix = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    if subprocess.run([*prefix, "unshare", "-Urn", "true"], capture_output=True).returncode:
        pytest.skip("this system lets no plain user make a user namespace")

    status, output = run_as(prefix, copy_for_anybody, "harness/tests/wire_sample.py", "-k", "not another")

    assert status == Status.CONFORMS, output
    assert "8 passed" in output


@root_only
def test_without_any_namespace_packet_level_tests_are_untested_and_say_why(copy_for_anybody):
    forbid = "ip link set lo up; echo 0 >/proc/sys/user/max_user_namespaces; echo 0 >/proc/sys/user/max_net_namespaces; exec \"$@\""

    status, output = run_as(["unshare", "-Urn", "sh", "-c", forbid, "sh"], copy_for_anybody, "harness/tests/wire_sample.py")

    assert status == Status.CONFORMS, output
    assert "10 x needs a network device whose far end is ours" in output


@root_only
def test_without_any_namespace_it_runs_on_the_machines_own_loopback_and_says_so(copy_for_anybody):
    # In a user namespace that may make no other namespaces; the network around it is a private one all the same.
    forbid = "ip link set lo up; echo 0 >/proc/sys/user/max_user_namespaces; echo 0 >/proc/sys/user/max_net_namespaces; exec \"$@\""

    status, output = run_as(["unshare", "-Urn", "sh", "-c", forbid, "sh"], copy_for_anybody)

    assert status == Status.CONFORMS, output
    assert "in the machine's own network" in output
    assert "unshare" in output
