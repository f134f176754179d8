"""The engine and the Python agent together: calls, parks, answers in any order, and what a reset leaves."""
import os
import select
import subprocess
import sys
import time

import pytest

from harness import stage
from harness.agent import Agent, AgentBroken, AgentLost, Patience, Pending, StillParked, Unanswerable, Unsupported
from harness.lines import Inet, Line, Unix
from harness.namespaces import World, open_world
from harness.sockets import TCP4, UDP4, UNIX_STREAM, Host
from harness.stage import Stage
from harness.targets import find


@pytest.fixture
def scene():
    """CPython and its peer."""
    scene = Stage(find("cpython"))
    scene.begin()
    yield scene
    scene.close()


@pytest.fixture
def host(scene) -> Host:
    """A host to make sockets in."""
    return scene.target


# --------------------------------------------------------------------------- calls

def test_a_call_returns_what_the_socket_did(host):
    sock = host.bound(UDP4)

    assert sock.sendto(b"to myself", sock.address) == 9
    assert sock.recvfrom(100) == (b"to myself", sock.address)


def test_an_error_is_raised_as_python_would_and_names_the_side(host):
    with pytest.raises(ConnectionRefusedError) as caught:
        host.open(TCP4).connect(Inet("127.0.0.1", 1))

    assert caught.value.__notes__ == ["target raised ECONNREFUSED in connect: 3 connect sock=1 address=inet|127.0.0.1|1"]


def test_an_error_that_is_due_is_returned_by_name(host):
    assert host.open(TCP4).fails.connect(Inet("127.0.0.1", 1)) == "ECONNREFUSED"


def test_a_call_that_had_to_fail_and_did_not_says_what_it_returned(host):
    with pytest.raises(Unanswerable, match=r"getsockname had to fail, but returned address=127\.0\.0\.1:\d+"):
        host.bound(UDP4).fails.getsockname()


def test_an_unknown_constant_is_unsupported(host):
    with pytest.raises(Unsupported, match="target does not offer socket: no AF_NOWHERE"):
        host.socket("AF_NOWHERE", "SOCK_STREAM")


def test_a_call_that_is_unsupported_is_neither_blocked_nor_ended(host):
    listener = host.listener(TCP4)

    for ask in (lambda call: call.blocked(), lambda call: call.still_blocked(), lambda call: call.holds(1.0), lambda call: call.error()):
        with pytest.raises(Unsupported, match="target does not offer accept: the runtime has no accept4"):
            ask(listener.start.accept("SOCK_CLOEXEC"))


def test_nobody_waits_in_vain_for_what_an_unsupported_call_would_have_done(scene):
    waiting = scene.peer.bound(UDP4)
    scene.target.listener(TCP4).start.accept("SOCK_CLOEXEC")

    began = time.monotonic()
    with pytest.raises(Unsupported, match="target does not offer accept"):
        waiting.recv(10)

    assert time.monotonic() - began < 3.0


def test_who_looks_around_may_find_the_hello_of_an_agent_that_is_greeted_later(scene):
    newcomer = Agent(scene.world.spawn(find("cpython").argv, dict(os.environ)), "peer", Patience(), scene.story)
    assert select.select([newcomer.process.stdout], [], [], 10)[0]

    scene.story.look_around()

    newcomer.greet(5.0)
    assert newcomer.hello["agent"] == "python"


def test_what_the_agent_cannot_read_is_no_fault_of_the_target(host):
    with pytest.raises(AgentBroken):
        host.agent.call("recv", sock=99, size=1)


def test_an_error_that_the_agent_has_no_name_for_is_no_fault_of_the_target(host):
    """Which error it was is not learned: numbers differ between systems. One that has no name here either is the target's own."""
    nameless, odd = (Pending(host.agent, Line(1, "connect")) for _ in range(2))
    nameless.answer = Line(1, "raised", {"error": 20, "number": 20})
    odd.answer = Line(1, "raised", {"error": 524, "number": 524})

    for ask in (nameless.error, nameless.result):
        with pytest.raises(AgentBroken, match=r"no name for error 20 of connect \(on this system ENOTDIR\); give it one"):
            ask()
    assert odd.error() == 524


def test_an_error_is_known_by_its_name_whatever_its_number(host):
    for more in ({}, {"number": 10061}):
        refused = Pending(host.agent, Line(1, "connect"))
        refused.answer = Line(1, "raised", {"error": "ECONNREFUSED", **more})
        with pytest.raises(ConnectionRefusedError):
            refused.result()


def test_an_agent_that_is_slow_to_say_hello_is_given_longer_from_then_on(tmp_path, monkeypatch):
    monkeypatch.setattr(stage, "HELLO_SECONDS", (0.2, 15.0))
    log, path = tmp_path / "log", tmp_path / "slow.toml"
    path.write_text(f"""agent = ["sh", "-c", "echo started >> {log}; sleep 1; exec {{python}} {{agents}}/python/agent.py"]\n""")
    scene = Stage(find(str(path)))

    scene.begin()
    assert log.read_text() == "started\n" * 2
    scene.close()
    scene.begin()

    assert log.read_text() == "started\n" * 3
    assert scene.target.open(UDP4).number == 1
    scene.close()


def test_a_long_line_travels_both_ways(host):
    left, right = host.pair(UNIX_STREAM)
    data = bytes(range(256)) * 12_000

    sending = left.start.sendall(data)

    assert right.recv(len(data), "MSG_WAITALL") == data
    sending.result()


def test_many_calls_in_flight_are_answered_in_any_order(host):
    pairs = [host.pair(UNIX_STREAM) for _ in range(20)]
    calls = [left.start.recv(10) for left, _ in pairs]
    assert all(call.blocked() for call in calls)

    for number, (_, right) in reversed(list(enumerate(pairs))):
        right.send(b"%d" % number)

    assert [call.result() for call in calls] == [b"%d" % number for number in range(20)]


# --------------------------------------------------------------------------- parked

def test_a_call_that_waits_is_parked_and_then_returns(host):
    left, right = host.pair(UNIX_STREAM)
    call = left.start.recv(10)

    assert call.blocked()
    assert call.still_blocked()
    right.send(b"now")
    assert call.result() == b"now"
    assert not call.still_blocked()


def test_a_call_that_need_not_wait_is_not_blocked(host):
    left, right = host.pair(UNIX_STREAM)
    right.send(b"already")

    call = left.start.recv(10)

    assert not call.blocked()
    assert call.result() == b"already"


def test_a_call_without_a_watcher_parks_too(host):
    left, right = host.pair(UNIX_STREAM)

    call = host.agent.start("recv", sock=left.number, size=10)
    host.agent.wait(call, or_parked=True)

    assert call.parked
    right.send(b"now")
    assert call.fields()["data"] == b"now"


def test_calls_that_do_not_wait_are_never_taken_for_blocked_under_stress(host):
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(8)]
    makers = [subprocess.Popen([sys.executable, "-c", "import subprocess\nwhile subprocess.call(['unshare', '-n', 'true']) == 0: pass"],
                               stderr=subprocess.DEVNULL)]
    try:
        sock = host.bound(UDP4)
        address = sock.address
        for _ in range(10_000):
            sock.sendto(b"x", address)
            assert not sock.start.recv(1).blocked()
    finally:
        for process in busy + makers:
            process.kill()
            process.wait()


# --------------------------------------------------------------------------- deadlines

@pytest.fixture
def impatient(host):
    """A host whose patience ends soon."""
    host.agent.patience.seconds = 0.05
    return host


def test_a_call_that_sleeps_at_the_deadline_is_still_parked(impatient):
    with pytest.raises(StillParked, match="target: recv was still parked"):
        impatient.bound(UDP4).recv(10)


def test_patience_shrinks_with_each_deadline():
    patience = Patience()

    seen = []
    for _ in range(20):
        patience.reached()
        seen.append(patience.seconds)

    assert seen[0] == 5.0
    assert seen == sorted(seen, reverse=True)
    assert seen[-1] <= 0.2


def test_the_waits_of_a_test_share_their_time():
    patience = Patience(5.0)
    patience.spend(3.0)

    assert patience.left() == 2.0
    patience.renew()
    assert patience.left() == 5.0


# --------------------------------------------------------------------------- reset and the end

def test_a_reset_wakes_what_sleeps_and_closes_everything(host):
    calls = [host.bound(UDP4).start.recv(10), host.listener(TCP4).start.accept(), host.start.poll([(host.bound(UDP4), {"POLLIN"})], None)]
    assert all(call.blocked() for call in calls)

    left = host.agent.call("reset")

    assert (left["sockets"], left["calls"], left["descriptors"]) == (3, 0, 0)


def test_numbers_and_limits_begin_anew_after_a_reset(host):
    host.spare(0)
    assert host.fails.open(UDP4) == "EMFILE"

    host.agent.call("reset")

    assert host.open(UDP4).number == 1


def test_an_orderly_test_keeps_the_agents(scene):
    before = [agent.process.pid for agent in scene.agents]
    scene.target.bound(UDP4)

    scene.end(orderly=True)
    scene.begin()

    assert [agent.process.pid for agent in scene.agents] == before


def test_a_disorderly_test_gets_new_ones(scene):
    before = [agent.process.pid for agent in scene.agents]

    scene.end(orderly=False)
    scene.begin()

    assert not set(before) & {agent.process.pid for agent in scene.agents}


def test_what_a_test_left_in_the_directory_is_removed(scene):
    scene.target.open(UNIX_STREAM).bind(Unix(b"left over"))
    (scene.world.directory / "folder").mkdir()

    scene.end(orderly=True)
    scene.begin()

    assert not list(scene.world.directory.iterdir())


def test_a_killed_agent_is_lost_with_its_signal(host):
    call = host.bound(UDP4).start.recv(10)
    assert call.blocked()

    host.agent.process.world.ask({"do": "kill", "pid": host.agent.process.pid})

    with pytest.raises(AgentLost, match="target died"):
        call.result()


def test_signals_are_counted_exactly(host):
    left, right = host.pair(UNIX_STREAM)
    right.close()

    assert [left.fails.send(b"x"), left.fails.send(b"x"), left.fails.send(b"x", "MSG_NOSIGNAL")] == ["EPIPE"] * 3

    assert host.signals()["SIGPIPE"] == 2
    assert host.signals()["SIGPIPE"] == 0


def test_an_unprivileged_agent_is_refused_what_needs_a_privilege(scene):
    assert scene.unprivileged().open(TCP4).fails.bind(Inet("127.0.0.1", 80)) == "EACCES"


# --------------------------------------------------------------------------- worlds

def test_stages_that_come_and_go_leave_no_descriptor_here():
    def once():
        scene = Stage(find("cpython"))
        scene.begin()
        scene.target.connect(scene.peer.listener(TCP4))
        scene.close()

    once()
    before = sorted(os.listdir("/proc/self/fd"))
    for _ in range(3):
        once()

    assert sorted(os.listdir("/proc/self/fd")) == before


def test_a_world_is_private_quiet_and_gone_when_it_is_closed():
    world, refusal = open_world()
    assert refusal is None
    directory = world.directory

    process = world.spawn([sys.executable, "-c", "import socket; print([name for _, name in socket.if_nameindex()])"], {})
    with open(process.stdout, closefd=False) as output:
        assert output.read() == "['lo']\n"
    world.close()

    assert not directory.exists()


def test_a_program_that_cannot_be_started_is_said():
    world, _ = open_world()
    try:
        with pytest.raises(Exception, match="no-such-program cannot be started: No such file or directory"):
            world.spawn(["no-such-program"], {})
    finally:
        world.close()


def test_the_environment_of_a_target_reaches_its_program_alone(monkeypatch):
    monkeypatch.setenv("LD_PRELOAD", "")
    world = World()
    try:
        process = world.spawn([sys.executable, "-c", "import os; print(os.environ['ONLY_HERE'])"], {"ONLY_HERE": "yes"})
        with open(process.stdout, closefd=False) as output:
            assert output.read() == "yes\n"
        with open(f"/proc/{world._keeper.pid}/environ") as environ:
            assert "ONLY_HERE" not in environ.read()
    finally:
        world.close()


def test_a_story_keeps_both_transcripts(scene):
    scene.target.connect(scene.peer.listener(TCP4))

    assert [line.split()[2] for line in scene.story.transcript("target") if line.startswith(">")] == ["socket", "connect"]
    assert [line.split()[2] for line in scene.story.transcript("peer") if line.startswith(">")] == ["socket", "bind", "listen", "getsockname"]
