"""The harness command, as a person uses it."""
import json
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from harness import check, cures
from harness.targets import AGENTS, HERE

HARNESS = [str(Path(sys.executable).with_name("harness"))]
AGENT = str(AGENTS / "python" / "agent.py")


def harness(*arguments, source=b"", cwd=None, timeout=60):
    """Run the command: exit status, output, complaints."""
    done = subprocess.run([*HARNESS, *arguments], input=source, capture_output=True, cwd=cwd, timeout=timeout)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.fixture
def serving():
    """``serving("echo", ...)`` runs ``harness serve`` on a free port: what it said, and the process."""
    running = []

    def serve(*arguments):
        process = subprocess.Popen([*HARNESS, "serve", *arguments], stdout=subprocess.PIPE, text=True, bufsize=1)
        running.append(process)
        return process.stdout.readline().strip(), process

    yield serve
    for process in running:
        process.terminate()
        assert process.wait(timeout=10) == 0


def port_of(said: str) -> str:
    """The port in what a server says of itself."""
    return said.split(", ")[0].rpartition(":")[2]


# --------------------------------------------------------------------------- help and lists

@pytest.mark.parametrize("command", [[], ["doctor"], ["targets"], ["requirements"], ["agent"], ["agent", "check"], ["target"], ["target", "new"],
                                     ["serve"], ["talk"]], ids=" ".join)
def test_every_command_explains_itself(command):
    status, output, _ = harness(*command, "--help")

    assert status == 0
    assert output.startswith("Usage: harness")


def test_doctor_tries_what_the_machine_allows():
    status, output, _ = harness("doctor")

    assert status == 0
    for tried in ("Python", "private network", "IPv6", "TUN device", "veth pair", "C compiler", "target cpython"):
        assert tried in output


def test_targets_are_listed_for_people_and_for_programs():
    _, output, _ = harness("targets")
    _, listed, _ = harness("targets", "--json")

    assert "cpython" in output and "available" in output
    assert {target["name"]: target["available"] for target in json.loads(listed)}["cpython"]


NEEDS = {"musl": ["musl-gcc (apt install musl-tools)"], "trio": ["module:trio (pip install trio)"], "mptcp": ["/proc/mptcp (a kernel with MPTCP)"],
         "lwip": ["cc (apt install gcc libc6-dev)", "dpkg-source (apt install dpkg-dev; the source is fetched)"], "libc": ["cc (apt install gcc libc6-dev)"],
         "old": ["python3.9 (pyenv install 3.9)"], "bare": ["thing"]}


def test_a_missing_target_has_a_line_that_can_be_pasted():
    assert cures.lines(NEEDS) == [
        "apt install musl-tools    # musl: needs musl-gcc",
        "pip install trio          # trio: needs module:trio",
        "# mptcp: needs /proc/mptcp (a kernel with MPTCP)",
        "apt install gcc libc6-dev # lwip, libc: needs cc",
        "apt install dpkg-dev      # lwip: needs dpkg-source (the source is fetched)",
        "pyenv install 3.9         # old: needs python3.9",
        "# bare: needs thing",
    ]


def test_one_command_gets_all_that_commands_get():
    assert cures.at_once(need for needs in NEEDS.values() for need in needs) == (
        "apt install musl-tools gcc libc6-dev dpkg-dev && pip install trio && pyenv install 3.9")
    assert cures.at_once(["/proc/mptcp (a kernel with MPTCP)"]) == ""


@pytest.mark.parametrize("command", ["targets", "doctor"])
def test_the_command_that_installs_is_whole_at_any_width(command, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("PATH", str(tmp_path))       # where there is but one program
    (tmp_path / "true").symlink_to(shutil.which("true", path="/usr/bin:/bin"))

    status, output, _ = harness(command)

    assert status == 0
    assert [line for line in output.splitlines() if line.startswith("apt install dpkg-dev ")]
    assert output.splitlines()[-2] == "all at once:"
    assert output.splitlines()[-1].startswith("apt install gcc libc6-dev ")


def test_what_doctor_found_is_there_for_programs_too():
    status, output, _ = harness("doctor", "--json")

    assert status == 0
    assert json.loads(output)[0].keys() == {"name", "works", "found", "purpose", "cure"}
    assert (json.loads(output)[0]["name"], json.loads(output)[0]["works"]) == ("Python", True)


# --------------------------------------------------------------------------- requirements

def test_requirements_tell_which_tests_judge_them():
    status, output, _ = harness("requirements", "--json")

    found = {one["id"]: one for one in json.loads(output)}
    assert status == 0
    assert set(found["posix:accept:blocks-until-connection"]) == {"id", "level", "source", "summary", "observable", "reason", "tests"}
    assert found["posix:accept:blocks-until-connection"]["level"] == "MUST"
    assert any(test.startswith("suites/connections/") for test in found["posix:accept:blocks-until-connection"]["tests"])
    assert found["rfc9293:MUST-9"]["observable"] is False
    assert found["rfc9293:MUST-9"]["reason"]


def test_requirements_without_a_test_can_be_asked_for():
    _, output, _ = harness("requirements", "--json", "--uncovered")

    assert json.loads(output)
    assert all(one["tests"] == [] for one in json.loads(output))


def test_requirements_can_be_searched(tmp_path):
    status, output, summary = harness("requirements", "rfc9293:must-12", cwd=tmp_path)

    assert status == 0
    assert "rfc9293:MUST-12" in output
    assert summary.startswith(("1 requirement", "2 requirement"))


# --------------------------------------------------------------------------- agents

def test_a_right_agent_is_told_so():
    status, output, _ = harness("agent", "check", sys.executable, AGENT)

    assert status == 0
    assert "The agent speaks the protocol." in output
    assert "wrong" not in output


def test_an_agent_named_relative_to_here_is_found():
    status, output, _ = harness("agent", "check", sys.executable, "agent.py", cwd=AGENTS / "python")

    assert status == 0, output


@pytest.mark.parametrize(("mode", "complaint"), [
    ("answers_twice", "answered a call that is not in flight"),
    ("babbles", "Segmentation fault"),
    ("dies", "died: SIGABRT"),
    ("knows_everything", "levitate"),
    ("greets_wrongly", "hello"),
])
def test_a_wrong_agent_is_told_what_is_wrong_first(mode, complaint):
    status, output, complaints = harness("agent", "check", sys.executable, str(HERE / "foils" / "hostile.py"), mode)

    assert status == 1
    assert complaint in output + complaints
    assert "Traceback" not in complaints


def test_a_program_that_is_no_agent_is_told_so():
    status, _, complaints = harness("agent", "check", "/bin/false")

    assert status == 1
    assert "died: exit status 1 in hello; an agent says hello and then reads its standard input" in complaints


HELLO = 'print("0 hello protocol=1 parks=exact", flush=True)'
LACKS_ALL = "import sys\nfor line in sys.stdin: print(line.split()[0], 'unsupported why=x', flush=True)"


@pytest.mark.parametrize(("program", "complaint"), [
    ('print("starting ...", flush=True); input()', "'starting ...'; nothing may reach standard output before `0 hello protocol=1 ...`"),
    (HELLO.replace("exact", "exact agent=my-own") + "; input()", "agent=my-own is no value; a text that is not spelled like a name goes in quotes"),
    (HELLO.replace("exact", "exact agent=") + "; input()", 'agent has no value; an empty text is ""'),
    (HELLO.replace("exact", "exact  ") + "; input()", "'' is no field"),
    (HELLO.replace("exact", "exact\\r") + "; input()", "it ends with a carriage return"),
    (HELLO.replace("=1", "=2") + "; input()", "instead of a hello of protocol 1"),
    ('print("0 hello protocol=1", end="", flush=True); input()', "it began '0 hello protocol=1', and no newline came"),
    (HELLO + "; import os; os.close(1); input(); input()", "its output closed while it ran on"),
    (HELLO + "; import signal; signal.pause()", "no longer answers in levitate; it must read its line and answer"),
    (HELLO.replace("exact", "maybe") + "; " + LACKS_ALL, "the hello has to say parks=exact, or parks=quiet"),
])
def test_a_program_that_is_not_yet_an_agent_is_told_what_is_missing(program, complaint):
    status, output, complaints = harness("agent", "check", sys.executable, "-c", program)

    assert status == 1
    assert complaint in complaints
    assert "Traceback" not in complaints


def test_an_agent_that_lacks_everything_speaks_the_protocol_and_is_told_what_that_means():
    status, output, _ = harness("agent", "check", sys.executable, "-c", f"{HELLO}; {LACKS_ALL}")

    assert status == 0
    assert "The agent speaks the protocol.\nBut so far nothing can be judged" in output
    assert "But it has no reset" in output


def test_an_agent_that_is_not_there_is_told_from_one_that_is_wrong():
    status, _, complaints = harness("agent", "check", "surely-not-there")

    assert (status, complaints) == (4, "harness: surely-not-there cannot be started: No such file or directory\n")


@pytest.mark.parametrize(("expected", "got", "fault"), [
    ("3 returned count=2", "3 returned count=3 began=1 ended=2", ": count is 3 instead of 2"),
    ("3 returned count=2", "3 returned began=1 ended=2", ": the field count is missing"),
    ("3 returned count=2", "3 returned count=2 more=1 began=1 ended=2", ": no field more belongs there"),
    ("3 returned count=2", "4 returned count=2 began=1 ended=2", ": an answer begins with the number of its call"),
    ("3 returned count=2", "3 returned count=2 began=1", "lacks began= or ended="),
    ("3 returned count=2", "3 broken text=x", "due was '3 returned count=2', but it said '3 broken text=x'"),
    ("3 parked", "3 returned data=x began=1 ended=2", "due was '3 parked', but it said '3 returned data=x'"),
])
def test_a_wrong_answer_is_explained(expected, got, fault):
    outcome = check.judge(check.Step("", "3 send", [expected]), "3 send", [got], {})

    assert outcome.mark == "wrong"
    assert fault in outcome.fault


@pytest.mark.parametrize(("expected", "got", "mark"), [
    ("3 returned count=2", "3 raised error=EPIPE began=1 ended=2", "otherwise"),
    ("3 parked", "3 raised error=ENOTCONN began=1 ended=2", "otherwise"),
    ("3 raised error=EBADF ...", "3 raised error=ClosedChannelException began=1 ended=2", "otherwise"),
    ("3 raised error=EBADF ...", "3 returned address=none began=1 ended=2", "otherwise"),
    ("3 raised error=EBADF ...", "3 raised error=EBADF number=9 began=1 ended=2", "right"),
    ("3 returned count=2", "3 unsupported why=x", "unsupported"),
])
def test_another_end_of_a_call_is_the_stacks_business(expected, got, mark):
    assert check.judge(check.Step("", "3 send", [expected]), "3 send", [got], {}).mark == mark


class OnAnIsland:
    """An agent whose stack has no address to bind to, and whose reset leaves a call asleep."""

    tells_parked = True

    def __init__(self):
        self.said, self.opened = [], 0

    def converse(self, said, count, seconds):
        number, word = said.split()[:2]
        self.said.append(word)
        self.opened += (known := "family=AF_INET " in said)
        answers = {"socket": f"returned sock={self.opened}" if known else "unsupported why=x", "bind": "raised error=EADDRNOTAVAIL",
                   "close": "returned", "reset": f"returned sockets={self.opened - self.said.count('close')} calls=1 descriptors=0"}
        answer = answers.get(word, "unsupported why=x")
        return [f"{number} {answer}" + ("" if answer.startswith("unsupported") else " began=1 ended=2")]


def test_nothing_is_asked_that_builds_on_what_the_stack_refused_or_follows_a_reset_that_is_not_clean():
    agent = OnAnIsland()

    marks = [outcome.mark for outcome in check.walk(agent)]

    assert "wrong" not in marks
    assert marks[:3] == ["right", "otherwise", "left out"]
    assert marks[-3:] == ["right", "left out", "left out"]
    assert not {"recvfrom", "accept", "getsockname"} & set(agent.said)


def test_an_agent_that_cannot_tell_when_a_call_sleeps_need_not_say_parked():
    step = check.Step("", "3 recv sock=1", ["3 parked"])

    assert check.judge(step, "3 recv", [], {}, quiet=True).mark == "right"
    assert check.judge(step, "3 recv", ["3 returned data=x began=1 ended=2"], {}, quiet=True).mark == "wrong"


# --------------------------------------------------------------------------- the wire by hand

def test_a_script_plays_the_far_end_and_sees_calls_and_packets(tmp_path):
    script = tmp_path / "script"
    script.write_text('far.connect()\nours, _ = listener.accept()\nfar.send(b"hello")\nours.recv(10)\n')

    status, output, complaints = harness("wire", "listen", str(script))

    assert (status, complaints) == (0, "")
    assert "S seq 0, win 65535, <MSS 1460>" in output
    assert "< returned data=x68656c6c6f" in output
    assert "b'hello'" in output


def test_a_target_can_be_let_connect_over_ipv6():
    status, output, complaints = harness("wire", "connect", "-6", "-", source=b"far.accept()\nconnecting.result()\n")

    assert (status, complaints) == (0, "")
    assert "> connect sock=1 address=inet6|2001:db8:1::1" in output


def test_a_script_ends_at_the_first_line_that_fails():
    status, output, _ = harness("wire", "listen", "-", source=b"far.expect('S', within=0.05)\nprint('not reached')\n")

    assert status == 1
    assert "WireMismatch: no TCP segment S came within 0.05 s" in output
    assert "not reached" not in output


# --------------------------------------------------------------------------- serve and talk

def test_a_greeting_is_read_to_its_end_like_a_file(serving):
    said, _ = serving("greeting", "--port", "0")

    assert said.startswith("greeting on 127.0.0.1:")
    assert harness("talk", "127.0.0.1", port_of(said)) == (0, "Thank you for connecting\r\n", "")


def test_talk_sends_what_is_typed_and_prints_what_comes(serving):
    said, _ = serving("echo", "--port", "0")

    assert harness("talk", "127.0.0.1", port_of(said), source=b"one\ntwo\n") == (0, "one\ntwo\n", "")


def test_ipv6_udp_and_paths_work_alike(serving, tmp_path):
    over_ipv6, _ = serving("echo", "-6", "--port", "0")
    over_udp, _ = serving("echo", "--udp", "--port", "0")
    serving("greeting", "--unix", str(tmp_path / "s"))

    assert harness("talk", "-6", "::1", port_of(over_ipv6), source=b"six\n")[1] == "six\n"
    assert harness("talk", "--udp", "127.0.0.1", port_of(over_udp), source=b"datagram\n")[1] == "datagram\n"
    assert harness("talk", "--unix", str(tmp_path / "s"))[1] == "Thank you for connecting\r\n"


def test_a_server_takes_its_path_away_when_it_stops(serving, tmp_path):
    _, process = serving("echo", "--unix", str(tmp_path / "s"))

    process.send_signal(signal.SIGINT)

    assert process.wait(timeout=10) == 0
    assert not (tmp_path / "s").exists()


def test_a_taken_port_is_one_sentence_with_the_cure():
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = str(holder.getsockname()[1])

        assert harness("serve", "echo", "--port", port) == (
            1, "", f"harness: echo cannot listen on 127.0.0.1:{port}, TCP: Address already in use; choose another --port, or 0 for any free one\n")


def test_nobody_listening_is_one_sentence_with_the_cure():
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port = str(bound.getsockname()[1])

        assert harness("talk", "127.0.0.1", port) == (
            1, "", f"harness: nobody listens on 127.0.0.1:{port}, TCP; start a server with: harness serve echo --port {port}\n")


@pytest.mark.parametrize(("arguments", "complaint"), [
    (["serve", "greeting", "--udp"], "leave --udp out"),
    (["serve", "echo", "--host", "203.0.113.1"], "choose another --host"),
    (["serve", "echo", "--unix", "/proc/nowhere"], "--unix path"),
    (["talk", "--unix", "/nowhere/at/all"], "nobody listens on /nowhere/at/all"),
    (["talk", "no-such-host.invalid"], "check the address"),
])
def test_what_cannot_be_done_is_one_sentence(arguments, complaint):
    status, output, complaints = harness(*arguments)

    assert (status, output) == (1, "")
    assert complaint in complaints
    assert complaints.count("\n") == 1


def test_a_server_that_resets_is_told_to_whoever_talks(serving):
    said, _ = serving("resets", "--port", "0")

    status, _, complaints = harness("talk", "127.0.0.1", port_of(said))

    assert status == 1
    assert "reset the connection" in complaints
