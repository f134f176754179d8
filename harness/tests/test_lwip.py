"""lwIP, as Debian builds it and from its source: the C agent on a stack in user space whose threads sleep on semaphores."""
import subprocess

import pytest
from scapy.layers.inet import TCP

from harness.agent import Unsupported
from harness.builds import CannotBuild
from harness.sockets import TCP4, UDP4, UDP6, UNIX_STREAM, Host
from harness.stage import Stage
from harness.targets import AGENTS, find
from harness.tests.test_cli import harness
from harness.wire import Wire

BOTH = ["lwip", "lwip-own"]


def found(name: str):
    """The target, made; skips where something is not here."""
    spec = find(name)
    if spec.missing:
        pytest.skip(f"{name} needs {'; '.join(spec.missing)}")
    try:
        spec.make()
    except CannotBuild as failure:
        if "LWIP_SOURCE" in str(failure):
            pytest.skip(str(failure))
        pytest.fail(str(failure))
    return spec


@pytest.fixture
def stage_of():
    """``stage_of(name)`` is a stage with that target on it whose link is in the test's hand."""
    stages = []

    def begin(name: str) -> Stage:
        stages.append(Stage(found(name), linked=True))
        stages[-1].begin()
        return stages[-1]

    yield begin
    for stage in stages:
        stage.close()


@pytest.fixture(params=BOTH)
def lwip(request, stage_of) -> Stage:
    """A stage, once with each of the two."""
    return stage_of(request.param)


@pytest.fixture
def host(lwip) -> Host:
    """A host to make sockets in."""
    return lwip.target


@pytest.mark.parametrize("name", BOTH)
def test_it_speaks_the_protocol(name):
    found(name)

    status, output, _ = harness("agent", "check", name)

    assert status == 0
    assert "The agent speaks the protocol." in output


@pytest.mark.parametrize("compiler", ["gcc", "clang"])
def test_the_port_compiles_without_a_warning(compiler, tmp_path):
    found("lwip")
    options = ["-std=c99", "-Wall", "-Wextra", "-Werror", "-O2", "-isystem", "/usr/include/lwip", f"-I{AGENTS}/c"]

    try:
        done = subprocess.run([compiler, *options, "-c", AGENTS / "lwip" / "lwip.c"], capture_output=True, text=True, cwd=tmp_path)
    except FileNotFoundError:
        pytest.skip(f"there is no {compiler} here")

    assert (done.returncode, done.stderr) == (0, "")


def test_it_answers_on_its_link_and_tells_when_a_call_sleeps(lwip):
    wire = Wire(lwip.world.link, 4)
    listener = lwip.target.listener(wire.tcp)
    accepting = listener.start.accept()
    assert accepting.blocked()

    wire.send(TCP(sport=7, dport=listener.address.port, flags="S", seq=7))
    answer = wire.expect(TCP(flags="SA", ack=8))
    assert accepting.still_blocked()
    wire.send(TCP(sport=7, dport=listener.address.port, flags="A", seq=8, ack=answer[TCP].seq + 1))

    assert accepting.result()[1] == wire.tcp.address(wire.far, 7)


@pytest.mark.parametrize("kind", [UDP4, UDP6], ids=str)
def test_what_is_there_already_is_received_without_sleep(host, kind):
    sock = host.bound(kind)
    for _ in range(50):
        sock.sendto(b"x", sock.address)
        assert "POLLIN" in sock.ready("POLLIN")
        assert not sock.start.recv(1).blocked()


@pytest.fixture
def two_hosts():
    """A stage with lwIP and its peer on a cable."""
    stage = Stage(found("lwip"))
    stage.begin()
    yield stage
    stage.close()


def test_no_datagram_is_sent_that_it_need_not_put_together(two_hosts):
    hearing, peer = two_hosts.target.bound(UDP4), two_hosts.peer.bound(UDP4)
    peer.sendto(bytes(14000 - 28), hearing.address)
    assert len(hearing.recv(20_000)) == 14000 - 28

    with pytest.raises(Unsupported, match="target does not offer reassembly: packets of more than 14000 bytes"):
        peer.sendto(bytes(14000 - 27), hearing.address)


def test_a_second_receive_on_a_socket_is_not_offered(host):
    sock = host.bound(UDP4)
    first = sock.start.recv(1)
    assert first.blocked()

    with pytest.raises(Unsupported, match="by two threads at once"):
        sock.recv(1)

    sock.sendto(b"x", sock.address)
    assert first.result() == b"x"


def test_a_poll_sleeps_until_something_comes(host):
    sock = host.bound(UDP4)
    polling = host.start.poll([(sock, {"POLLIN"})], None)
    assert polling.blocked()
    assert polling.still_blocked()

    sock.sendto(b"now", sock.address)

    assert polling.result() == [{"POLLIN"}]


def test_what_lwip_says_is_not_implemented_is_unsupported(host):
    sock = host.open(TCP4)

    for call in (lambda: host.pair(UNIX_STREAM), lambda: host.open(UNIX_STREAM), lambda: sock.recv(1, "MSG_OOB"), lambda: sock.dup(),
                 lambda: sock.getsockopt("SO_SNDBUF"), lambda: host.spare(1), lambda: sock.descriptor()):
        with pytest.raises(Unsupported):
            call()


def test_only_the_one_with_more_options_has_select(stage_of):
    sock = stage_of("lwip-own").target.bound(UDP4)
    assert sock.host.select([sock], [sock]) == ([], [sock], [])

    with pytest.raises(Unsupported):
        stage_of("lwip").target.select()


def test_a_stack_that_locks_up_is_said_to_sleep_and_other_lines_are_read(stage_of):
    host = stage_of("lwip").target
    sock = host.bound(UDP4)
    assert sock.start.recv(1).blocked()

    closing = sock.start.close()

    assert closing.blocked()
    assert closing.still_blocked()


def test_after_a_call_that_was_left_asleep_the_next_test_begins_in_order(lwip):
    assert lwip.target.bound(UDP4).start.recv(1).blocked()

    lwip.end(orderly=True)
    lwip.begin()

    left = lwip.target.agent.call("reset")
    assert (left["sockets"], left["calls"], left["descriptors"]) == (0, 0, 0)
