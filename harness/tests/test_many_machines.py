"""One run on several machines, of which network namespaces stand in the place here; and an agent that is on another one."""
import os
import shutil
import signal
import subprocess
import sys

import pytest

from harness.targets import AGENTS
from harness.verdicts import Status, Verdict

SAMPLE = "harness/tests/sample_suite.py"
WHERE = """
import os

@covers("posix:gethostname:returns-nonempty-name")
@pytest.mark.parametrize("number", range(8))
def test_somewhere(target, choice, number):
    choice("posix:gethostname:returns-nonempty-name", os.readlink("/proc/self/ns/net"))
    assert target.gethostname()
"""


@pytest.fixture
def unshare():
    """The command that begins a private network namespace, as this user may."""
    command = ["unshare", "-n"] if os.geteuid() == 0 else ["unshare", "-Urn"]
    if shutil.which("unshare") is None or subprocess.run([*command, "true"], capture_output=True).returncode:
        pytest.skip("no network namespace can be made with unshare (apt install util-linux, and see harness doctor)")
    return command


def test_one_run_spreads_over_machines(suites, judge, unshare):
    gateway = f"popen//python={' '.join(unshare)} {sys.executable}"

    outcome = judge(WHERE, "--dist", "load", "--tx", gateway, "--tx", gateway)

    places = {result.choices["posix:gethostname:returns-nonempty-name"] for result in outcome.results}
    assert outcome.status == Status.CONFORMS, outcome.output
    assert outcome.verdicts == {Verdict.CONFORMS: 8}
    assert len(places) == 2 and os.readlink("/proc/self/ns/net") not in places
    assert suites.leaves_nothing(), suites.survivors()


def test_two_machines_find_what_one_finds(suites, unshare):
    gateway = f"2*popen//python={' '.join(unshare)} {sys.executable}"

    def told(outcome):
        return sorted((result.test, result.verdict, result.standing, result.signature or "") for result in outcome.results)

    options = (SAMPLE, "--target", "foil:accept_never_waits")
    one, two = suites(*options), suites(*options, "--dist", "load", "--tx", gateway)

    assert one.status == two.status == Status.DEVIATES, two.output
    assert told(one) == told(two)


@pytest.fixture
def board(unshare, tmp_path):
    """Another machine: how a program is started there, in a folder of its own, which is not ours."""
    if os.geteuid():
        pytest.skip("only root enters a namespace of others from within one of the harness's (run the tests as root)")
    with subprocess.Popen([*unshare, "sh", "-c", "ip link set lo up && echo up && exec cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        if holder.stdout.readline() != b"up\n":
            pytest.skip("no program ip (apt install iproute2)")
        (tmp_path / "home").mkdir()
        yield ["nsenter", "-n", "-t", str(holder.pid), "--", "sh", "-c", f'cd {tmp_path / "home"} && exec "$@"', "sh"]
        holder.send_signal(signal.SIGKILL)


def test_an_agent_may_be_on_another_machine(suites, target_file, board):
    """Target and peer meet there: this machine only has the pipes."""
    agent = [*board, sys.executable, str(AGENTS / "python" / "agent.py")]

    outcome = suites(SAMPLE, "--target", target_file("board", agent, link="none", peer="board"))

    assert outcome.status == Status.CONFORMS, outcome.output
    assert outcome.verdicts == {Verdict.CONFORMS: 13}
    assert suites.leaves_nothing(), suites.survivors()


def test_a_machine_that_cannot_be_reached_is_no_deviation(suites, target_file):
    agent = ["sh", "-c", "echo 'ssh: connect to host board port 22: No route to host' >&2; exit 255"]

    outcome = suites(SAMPLE, "--target", target_file("board", agent, link="none", peer="board"))

    assert outcome.status == Status.INCONCLUSIVE, outcome.output
    assert set(outcome.verdicts) == {Verdict.INCONCLUSIVE}
    assert "No route to host" in outcome.output
