"""Stacks in user space: links that are descriptors, and the targets behind them."""
import os
import threading
import time

import pytest
from scapy.layers.inet import TCP, UDP

from harness.builds import CannotBuild
from harness.link import DescriptorLink, pair
from harness.stage import Stage, Unavailable
from harness.targets import find
from harness.wire import Wire

MIRROR = """
import os, sys, threading
sys.path.insert(0, os.path.join(sys.argv[2], "python"))
import agent

def mirror(link):
    while packet := os.read(link, 65536):
        os.write(link, packet[:12] + packet[16:20] + packet[12:16] + packet[20:])

threading.Thread(target=mirror, args=(int(sys.argv[1]),), daemon=True).start()
agent.main()
"""
"""An agent whose stack sends back every IPv4 packet to whoever it came from."""


@pytest.fixture
def ends():
    """A link as the harness holds it, and the socket that a target is given."""
    ours, near = pair()
    link = DescriptorLink(ours)
    yield link, near
    link.close()
    near.close()


@pytest.fixture
def mirror(tmp_path):
    """A stage with the mirror on it."""
    (tmp_path / "mirror.py").write_text(MIRROR)
    (tmp_path / "mirror.toml").write_text('agent = ["{python}", "{here}/mirror.py", "{link}", "{agents}"]\nlink = "descriptor"')
    stage = Stage(find(str(tmp_path / "mirror.toml")), linked=True)
    stage.begin()
    yield stage
    stage.close()


@pytest.fixture
def netstack():
    """A stage with gVisor's network stack on it, where it can be compiled."""
    spec = find("netstack")
    if spec.missing:
        pytest.skip(f"needs {'; '.join(spec.missing)}")
    stage = Stage(spec, linked=True)
    try:
        stage.begin()
    except CannotBuild as failure:
        pytest.fail(str(failure))
    yield stage
    stage.close()


# --------------------------------------------------------------------------- the link

def test_what_passes_in_both_directions_is_seen_in_order_with_its_time(ends):
    link, near = ends
    before = time.monotonic()
    near.send(b"first, of the target")
    link.write(b"second, ours")
    near.send(b"third, of the target")

    found = [link.read(1.0) for _ in range(3)]

    assert [(one.sender, one.raw) for one in found] == [("target", b"first, of the target"), ("far", b"second, ours"), ("target", b"third, of the target")]
    assert before - 0.01 <= found[0].time <= found[1].time <= found[2].time <= time.monotonic() + 0.01
    assert near.recv(100) == b"second, ours"


def test_a_packet_has_the_time_it_was_written_at_however_late_it_is_read(ends):
    link, near = ends
    near.send(b"early")
    written = time.monotonic()

    assert not threading.Event().wait(0.1)

    assert abs(link.read(1.0).time - written) < 0.05


def test_a_link_waits_as_long_as_it_is_told_and_no_longer(ends):
    link, _ = ends
    began = time.monotonic()

    assert link.read(0.1) is None

    assert 0.1 <= time.monotonic() - began < 2.0


def test_what_is_sent_to_a_target_that_has_gone_is_lost_and_nothing_comes(ends):
    link, near = ends
    near.close()

    link.write(b"anybody there?")
    began = time.monotonic()

    assert link.read(0.0).raw == b"anybody there?"
    assert link.read(0.1) is None
    assert time.monotonic() - began >= 0.1


def test_a_target_that_reads_nothing_holds_nobody_up_for_long(ends):
    link, _ = ends
    link.patience = 0.05
    began = time.monotonic()

    for _ in range(9000):
        link.write(bytes(1500))
        if time.monotonic() - began > 0.05:
            break

    assert time.monotonic() - began < 5.0


# --------------------------------------------------------------------------- the targets

def test_a_target_is_given_its_end_of_the_link_and_a_test_holds_the_other(mirror):
    wire = Wire(mirror.world.link, 4)

    wire.send(UDP(sport=7, dport=9) / b"who am I?")

    back = wire.expect(UDP(sport=7, dport=9))
    assert (back.src, back.dst, bytes(back[UDP].payload)) == (wire.target, wire.far, b"who am I?")


def test_a_stack_of_its_own_has_no_unprivileged_twin(mirror):
    with pytest.raises(Unavailable) as found:
        mirror.unprivileged()

    assert found.value.feature == "privilege"


def test_a_descriptor_target_leaves_no_descriptor_behind(mirror):
    mirror.close()
    before = len(os.listdir("/proc/self/fd"))

    for _ in range(3):
        mirror.begin()
        mirror.close()

    assert len(os.listdir("/proc/self/fd")) == before


def test_netstack_answers_on_its_link_and_tells_when_a_call_sleeps(netstack):
    wire = Wire(netstack.world.link, 4)
    listener = netstack.target.listener(wire.tcp)
    accepting = listener.start.accept()
    assert accepting.blocked()

    wire.send(TCP(sport=7, dport=listener.address.port, flags="S", seq=7))
    answer = wire.expect(TCP(flags="SA", ack=8))
    assert accepting.still_blocked()
    wire.send(TCP(sport=7, dport=listener.address.port, flags="A", seq=8, ack=answer[TCP].seq + 1))

    assert accepting.result()[1] == wire.tcp.address(wire.far, 7)


def test_netstack_goes_on_in_order_after_a_call_that_was_left_asleep(netstack):
    listener = netstack.target.listener(Wire(netstack.world.link, 6).tcp)
    assert listener.start.accept().blocked()

    netstack.end(orderly=True)
    netstack.begin()

    assert netstack.target.agent.call("reset") | {"began": 0, "ended": 0} == {"sockets": 0, "calls": 0, "descriptors": 0, "began": 0, "ended": 0}
