"""The C agent: it speaks the protocol, compiles without a warning, knows what sleeps, and takes any stack's calls."""
import shutil
import subprocess

import pytest

from harness import builds, scaffold, targets
from harness.agent import Unsupported
from harness.builds import CannotBuild
from harness.sockets import TCP4, UDP4, UNIX_STREAM, Host
from harness.stage import Stage
from harness.targets import AGENTS
from harness.tests.test_cli import harness

C = AGENTS / "c"


def found(name: str) -> targets.Target:
    """A target whose compiler is here."""
    target = targets.find(name)
    if target.missing:
        pytest.skip(f"{name} needs {'; '.join(target.missing)}")
    return target


@pytest.fixture
def stage_of():
    """``stage_of(target)`` is a stage that is ready for a test."""
    opened = []

    def open_stage(target: targets.Target) -> Stage:
        opened.append(Stage(target))
        opened[-1].begin()
        return opened[-1]

    yield open_stage
    for stage in opened:
        stage.close()


@pytest.fixture(params=["libc", "io-uring"])
def host(request, stage_of) -> Host:
    """A host to make sockets in, by the C library's calls and by requests of io_uring."""
    return stage_of(found(request.param)).target


@pytest.fixture
def libc(stage_of) -> Host:
    """A host to make sockets in, by the C library's calls."""
    return stage_of(found("libc")).target


@pytest.fixture
def uring(stage_of) -> Host:
    """A host to make sockets in, by requests of io_uring."""
    return stage_of(found("io-uring")).target


# --------------------------------------------------------------------------- as it comes

@pytest.mark.parametrize("name", ["libc", "musl"])
def test_it_speaks_the_protocol(name):
    found(name)

    status, output, _ = harness("agent", "check", name)

    assert status == 0
    assert "The agent speaks the protocol." in output
    assert [line.split("> ")[1].split()[1] for line in output.splitlines() if line.strip().startswith(("unsupported", "left out"))] == []


@pytest.mark.parametrize("compiler", ["gcc", "clang", "musl-gcc"])
def test_it_compiles_without_a_warning(compiler, tmp_path):
    if shutil.which(compiler) is None:
        pytest.skip(f"there is no {compiler} here")

    done = subprocess.run([compiler, "-std=c99", "-Wall", "-Wextra", "-pedantic", "-Werror", "-O2", "-c", C / "agent.c", C / "kernel.c"],
                          capture_output=True, text=True, cwd=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")


def test_what_c_does_not_have_is_unsupported(host):
    sock = host.bound(UDP4)

    for call in (lambda: sock.settimeout(1), lambda: sock.sendall(b"x"), lambda: sock.detach(), lambda: sock.file_read(),
                 lambda: host.open(TCP4).listen(), lambda: sock.recv(-1), lambda: sock.sendto(b"x", sock.address._replace(port=65536))):
        with pytest.raises(Unsupported):
            call()


def test_an_agent_that_lacks_whole_families_speaks_the_protocol_all_the_same(tmp_path):
    found("libc")
    _, port = scaffold.new_target("small", "c", tmp_path)
    choosy = "static int choose(int family, int type, int protocol)\n{\n    if (family != AF_INET)\n        agent_lacks(\"such family\");\n" \
             "    return socket(family, type, protocol);\n}\n\nconst struct port port"
    text = port.read_text().replace("const struct port port", choosy).replace(".socket = socket", ".socket = choose")
    port.write_text(text.replace("    .socketpair = socketpair,\n", ""))

    status, output, complaints = harness("agent", "check", "./small.toml", cwd=tmp_path)

    assert (status, complaints) == (0, "")
    assert sum(line.strip().startswith("unsupported  >") for line in output.splitlines()) == 2


def test_a_line_that_is_none_is_broken_and_the_next_is_understood(host):
    for wrong in ("recv", "recv sock", "recv sock=", "recv sock=1 data=x0", "recv sock=[1", "recv sock=(a)", 'recv a="', "recv  sock=1", "recv sock=1,2"):
        answer, = host.agent.converse(f"900 {wrong}", 1, 5.0)
        assert answer.startswith("900 broken text="), wrong

    assert host.open(UDP4).number == 1


def test_a_closed_socket_does_not_stand_for_whoever_has_its_number_now(host):
    near, far = host.pair(UNIX_STREAM)
    number, _ = near.descriptor()
    near.close()
    other, end = host.pair(UNIX_STREAM)
    assert number in {other.descriptor()[0], end.descriptor()[0]}

    assert [near.fails.send(b"x"), near.fails.close(), near.fails.recv(1)] == ["EBADF"] * 3

    other.send(b"still open")
    assert end.recv(20) == b"still open"


def test_a_closed_socket_does_not_stand_for_a_file_of_the_agents_own(host):
    gone = [host.open(UDP4) for _ in range(8)]
    for sock in gone:
        sock.close()
    sleeping = [host.bound(UDP4).start.recv(1) for _ in range(3)]      # each has a thread, which opens files
    assert all(call.blocked() for call in sleeping)

    assert {sock.fails.send(b"x") for sock in gone} | {sock.fails.close() for sock in gone} == {"EBADF"}

    assert all(call.still_blocked() for call in sleeping)


def test_a_long_line_travels_both_ways(libc):
    left, right = libc.pair(UNIX_STREAM)
    data = bytes(range(256)) * 12_000

    sending = left.start.send(data)

    assert right.recv(len(data), "MSG_WAITALL") == data
    assert sending.result() == len(data)


# --------------------------------------------------------------------------- what sleeps, and what wakes it

def test_many_calls_sleep_at_once_and_are_answered_in_any_order(host):
    pairs = [host.pair(UNIX_STREAM) for _ in range(20)]
    calls = [left.start.recv(10) for left, _ in pairs]
    assert all(call.blocked() and call.still_blocked() for call in calls)

    for number, (_, right) in reversed(list(enumerate(pairs))):
        right.send(b"%d" % number)

    assert [call.result() for call in calls] == [b"%d" % number for number in range(20)]


def test_a_call_without_a_watcher_parks_too(host):
    left, right = host.pair(UNIX_STREAM)

    call = host.agent.start("recv", sock=left.number, size=10)
    host.agent.wait(call, or_parked=True)

    assert call.parked
    right.send(b"now")
    assert call.fields()["data"] == b"now"


def test_calls_that_need_not_wait_are_not_taken_for_blocked(host):
    sock = host.bound(UDP4)
    address = sock.address

    for _ in range(2000):
        sock.sendto(b"x", address)
        assert not sock.start.recv(1).blocked()


def test_a_signal_ends_a_call_with_eintr_and_one_that_restarts_does_not(libc):
    left, right = libc.pair(UNIX_STREAM)
    first = left.start.recv(10)
    assert first.blocked()
    libc.signal(first)
    assert first.error() == "EINTR"

    second = left.start.recv(10)
    assert second.blocked()
    libc.signal(second, restart=True)
    assert second.still_blocked()
    right.send(b"later")
    assert second.result() == b"later"

    assert libc.signals() == {"SIGPIPE": 0, "SIGUSR1": 2}


def test_broken_pipes_are_counted_exactly(libc):
    left, right = libc.pair(UNIX_STREAM)
    right.close()

    assert [left.fails.send(b"x"), left.fails.send(b"x"), left.fails.send(b"x", "MSG_NOSIGNAL")] == ["EPIPE"] * 3

    assert [libc.signals()["SIGPIPE"], libc.signals()["SIGPIPE"]] == [2, 0]


def test_a_reset_wakes_what_sleeps_closes_everything_and_begins_anew(host):
    calls = [host.bound(UDP4).start.recv(10), host.listener(TCP4).start.accept(), host.start.poll([(host.bound(UDP4), {"POLLIN"})], None)]
    assert all(call.blocked() for call in calls)

    left = host.agent.call("reset")

    assert (left["sockets"], left["calls"], left["descriptors"]) == (3, 0, 0)
    assert host.open(UDP4).number == 1


def test_calls_that_sleep_take_none_of_the_last_descriptors(host):
    listener = host.listener(TCP4)
    client = host.open(TCP4)
    host.spare(1)

    accepting = listener.start.accept()
    assert accepting.blocked()
    client.connect(listener.address)

    accepting.result()
    assert host.fails.open(UDP4) == "EMFILE"


def test_a_child_holds_the_sockets_it_was_given_and_no_others(host):
    (kept, far), (other, end) = host.pair(UNIX_STREAM), host.pair(UNIX_STREAM)
    children = [host.fork(kept), host.fork(kept)]
    kept.close()
    other.close()

    assert end.recv(1) == b""
    assert far.start.recv(1).blocked()
    for child in children:
        host.reap(child)
    assert far.recv(1) == b""


# --------------------------------------------------------------------------- io_uring

@pytest.mark.parametrize("compiler", ["gcc", "clang"])
def test_the_port_of_io_uring_compiles_without_a_warning(compiler, tmp_path):
    found("io-uring")
    if shutil.which(compiler) is None:
        pytest.skip(f"there is no {compiler} here")

    done = subprocess.run([compiler, "-std=c99", "-Wall", "-Wextra", "-Werror", "-O2", f"-I{C}", "-c", AGENTS / "io_uring" / "io_uring.c"],
                          capture_output=True, text=True, cwd=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")


def test_io_uring_is_asked_for_what_it_has_and_says_what_it_has_not():
    found("io-uring")

    status, output, _ = harness("agent", "check", "io-uring")

    assert status == 0
    assert "The agent speaks the protocol." in output
    assert [line.split("> ")[1].split()[1] for line in output.splitlines() if line.strip().startswith("unsupported")] == ["select", "getnameinfo"]


def test_a_request_that_a_thread_of_the_kernel_performs_does_not_sleep_meanwhile():
    target = found("io-uring")
    target.make()
    steps = ("{} socket family=AF_INET type=SOCK_STREAM", "{} shutdown sock={sock} how=SHUT_RD watch=1", "{} close sock={sock} watch=1")
    lines = [step.format(3 * sock + number, sock=sock) for sock in range(1, 1001) for number, step in enumerate(steps)]

    done = subprocess.run([target.built], input="\n".join(lines) + "\n", capture_output=True, text=True)

    assert [line for line in done.stdout.splitlines() if "parked" in line] == []
    assert len(done.stdout.splitlines()) == 1 + 3000


def test_a_signal_interrupts_the_wait_and_not_the_request(uring):
    left, right = uring.pair(UNIX_STREAM)
    receiving = left.start.recv(10)
    assert receiving.blocked()

    uring.signal(receiving)
    assert uring.signals()["SIGUSR1"] == 1
    assert receiving.still_blocked()

    right.send(b"later")
    assert receiving.result() == b"later"


def test_a_request_asks_for_the_flag_and_not_for_the_mode(uring):
    left, right = uring.pair(UNIX_STREAM)
    left.setblocking(False)

    assert left.fails.recv(10, "MSG_DONTWAIT") == "EAGAIN"

    receiving = left.start.recv(10)
    assert receiving.blocked()
    right.send(b"now")
    assert receiving.result() == b"now"


def test_more_sockets_can_be_polled_than_the_ring_has_entries(uring):
    pairs = [uring.pair(UNIX_STREAM) for _ in range(100)]
    lefts = [(left, {"POLLIN"}) for left, _ in pairs]

    assert uring.poll(lefts, 0) == [set()] * 100
    polling = uring.start.poll(lefts, None)
    assert polling.blocked()
    pairs[70][1].send(b"x")

    assert polling.result() == [set()] * 70 + [{"POLLIN"}] + [set()] * 29
    gone = uring.open(UNIX_STREAM)
    gone.close()
    assert uring.poll([(pairs[69][0], {"POLLOUT"}), (gone, {"POLLIN"}), *lefts[70:72]], None) == [{"POLLOUT"}, {"POLLNVAL"}, {"POLLIN"}, set()]


def test_a_poll_that_is_over_leaves_no_request_behind(uring):
    left, right = uring.pair(UNIX_STREAM)

    for _ in range(50):
        assert uring.poll([(left, {"POLLIN"}), (right, {"POLLIN"})], 0.001) == [set(), set()]
    right.send(b"x")

    assert left.recv(10) == b"x"
    right.close()
    assert left.recv(10) == b""


# --------------------------------------------------------------------------- where nothing tells, and ports that tell themselves

def test_an_agent_that_cannot_look_says_so_and_is_judged_by_its_silence(stage_of, tmp_path):
    libc = found("libc")
    blind = tmp_path / "blind.toml"
    command = [*libc.build.command[:1], '-DTHREAD_FILES="/nowhere/"', *libc.build.command[1:]]
    blind.write_text(f'agent = ["{{built}}"]\nruntime = "c"\n[build]\ncommand = {command!r}\ninputs = {libc.build.inputs!r}\n')

    host = stage_of(targets.load(blind)).target

    assert host.agent.hello["parks"] == "quiet"
    left, right = host.pair(UNIX_STREAM)
    call = left.start.recv(10)
    assert call.blocked() and call.still_blocked()
    right.send(b"now")
    assert call.result() == b"now"


ANNOUNCING = """
static ssize_t receive(int number, void *buffer, size_t size, int flags)
{
    ssize_t count = recv(number, buffer, size, flags | MSG_DONTWAIT);
    if (count >= 0 || (flags & MSG_DONTWAIT))
        return count;
    agent_sleeps();
    count = recv(number, buffer, size, flags);
    agent_wakes();
    return count;
}

const struct port port"""


def test_a_port_can_tell_itself_what_sleeps(stage_of, tmp_path):
    found("libc")
    file, port = scaffold.new_target("telling", "c", tmp_path)
    text = port.read_text().replace("\nconst struct port port", ANNOUNCING).replace(".recv = recv,", ".recv = receive,")
    text = text.replace(".announces = 0", ".announces = 1").replace("    .dup = dup,\n", "")
    text = text.replace("return fcntl(", "if (command == F_GETFD)\n        agent_lacks(\"such flag\");\n    return fcntl(")
    port.write_text(text)

    host = stage_of(targets.load(file)).target

    left, right = host.pair(UNIX_STREAM)
    call = left.start.recv(10)
    assert call.blocked() and call.still_blocked()
    right.send(b"now")
    assert call.result() == b"now"
    right.send(b"already")
    assert not left.start.recv(10).blocked()
    with pytest.raises(Unsupported, match="there is no dup"):
        left.dup()
    with pytest.raises(Unsupported, match="there is no such flag"):
        left.descriptor()
    assert left.getblocking()


# --------------------------------------------------------------------------- a new target

@pytest.mark.parametrize("kind", ["c", "python"])
def test_a_new_target_works_as_it_is(kind, tmp_path):
    if kind == "c":
        found("libc")

    status, said, _ = harness("target", "new", "mine", "--agent", kind, cwd=tmp_path)
    checked, output, complaints = harness("agent", "check", "./mine.toml", cwd=tmp_path)

    assert status == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["mine.toml", {"c": "mine.c", "python": "mine.py"}[kind]])
    assert "harness agent check ./mine.toml" in said
    assert (checked, complaints) == (0, "")
    assert "'implementation': 'mine'" in output


def test_a_new_target_overwrites_nothing(tmp_path):
    (tmp_path / "mine.c").write_text("precious")

    status, _, complaints = harness("target", "new", "mine", cwd=tmp_path)

    assert status == 1
    assert "mine.c is there already, and nothing was written" in complaints
    assert [path.name for path in tmp_path.iterdir()] == ["mine.c"]
    assert (tmp_path / "mine.c").read_text() == "precious"


def test_a_name_that_is_none_is_refused(tmp_path):
    status, _, complaints = harness("target", "new", "../mine", cwd=tmp_path)

    assert (status, complaints.count("\n")) == (1, 1)
    assert "cannot name a target" in complaints


# --------------------------------------------------------------------------- building

@pytest.fixture
def built_from(tmp_path):
    """``built_from(command)`` is a target whose agent that command makes of the file ``source``."""

    def write(command: list[str], needs: list[str] = []) -> targets.Target:
        (tmp_path / "source").write_text("#!/bin/sh\n")
        path = tmp_path / "mine.toml"
        path.write_text(f'agent = ["{{built}}"]\nneeds = {needs!r}\n[build]\ncommand = {command!r}\ninputs = ["{{here}}/source"]\n')
        return targets.load(path)

    return write


def test_an_agent_is_built_once_for_each_content(built_from, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    target = built_from(["sh", "-c", f"echo built >> {tmp_path}/log; cp {{here}}/source {{built}}"])

    target.make()
    target.make()
    assert (tmp_path / "log").read_text() == "built\n"
    (tmp_path / "source").write_text("#!/bin/sh\n# changed\n")
    target.make()

    assert (tmp_path / "log").read_text() == "built\nbuilt\n"
    assert target.built.read_text() == "#!/bin/sh\n# changed\n"


def test_a_compiler_that_is_missing_is_named_with_the_cure(built_from, suites):
    target = built_from(["no-such-cc", "-o", "{built}"], ["no-such-cc (apt install it)"])
    status, _, complaints = harness("agent", "check", target.file)

    outcome = suites("suites/creation/test_socket.py", "-k", "tcp4", "--target", target.file)

    assert (status, complaints) == (4, "harness: target mine needs no-such-cc (apt install it)\n")
    assert (outcome.status, set(outcome.verdicts)) == (0, {"untested"})
    assert "target mine needs no-such-cc (apt install it)" in outcome.output


def test_what_does_not_compile_is_inconclusive_with_what_the_compiler_said(built_from, suites):
    target = built_from(["sh", "-c", "echo no such header >&2; exit 1", "{built}"])

    outcome = suites("suites/creation/test_socket.py", "-k", "tcp4", "--target", target.file)

    assert (outcome.status, set(outcome.verdicts)) == (12, {"inconclusive"})
    assert "the agent of mine does not compile: sh ended with status 1 and said: no such header" in outcome.output


@pytest.mark.parametrize(("text", "complaint"), [
    ('agent = ["./gone"]', "`agent` begins with ./gone, which cannot be started: there is no file"),
    ('agent = ["{python}"]\npeer = "nobody"', "`peer` is 'nobody': no target is called 'nobody'"),
])
def test_what_no_test_could_start_is_wrong_usage_in_one_sentence(suites, tmp_path, text, complaint):
    (tmp_path / "mine.toml").write_text(text)

    outcome = suites("suites/creation/test_socket.py", "-k", "tcp4", "--target", str(tmp_path / "mine.toml"))

    assert outcome.status == 4
    assert f"ERROR: {tmp_path / 'mine.toml'}: {complaint}" in outcome.output


@pytest.mark.parametrize(("command", "complaint"), [
    (["sh", "-c", "mkdir {built}; exit 3"], "sh ended with status 3 and said:\nnothing"),
    (["sh", "-c", ": {built}; echo done"], "sh ended well, but left nothing at {built}; it said:\ndone"),
    (["no-such-cc", "{built}"], "no-such-cc: No such file or directory; install it, and name it in `needs`"),
])
def test_an_agent_that_is_not_made_is_told_why(built_from, tmp_path, monkeypatch, command, complaint):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    with pytest.raises(builds.CannotBuild) as caught:
        built_from(command).make()

    assert complaint in str(caught.value)
    assert [path.name for path in (tmp_path / "cache" / "socket-conformance-harness").iterdir()] == ["lock"]


def test_what_is_built_may_be_a_folder(built_from, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    target = built_from(["sh", "-c", "mkdir {built}; cp {here}/source {built}"])

    target.make()

    assert (target.built / "source").exists()


def test_a_command_that_is_not_there_is_said(built_from):
    with pytest.raises(CannotBuild, match="the agent of mine cannot be built: no-such-cc: No such file or directory"):
        built_from(["no-such-cc", "{built}"]).make()


def test_a_header_that_is_missing_is_noticed():
    if shutil.which("cc") is None:
        pytest.skip("there is no C compiler here")

    assert targets.can_include("<stdio.h>")
    assert not targets.can_include("<surely/not_there.h>")
    assert builds.cache().name == "socket-conformance-harness"
