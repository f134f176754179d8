"""Cables: what becomes of packets on the way, the pump that carries them, and stages on which target and peer are two hosts."""
import itertools
import socket
import time
from types import SimpleNamespace

import pytest
from scapy.layers.inet import ICMP, IP, TCP
from scapy.layers.inet6 import ICMPv6EchoRequest, IPv6

from harness import cable_pump
from harness.cable_pump import PLANS, End, Lane, Plan, Pump
from harness.link import pair
from harness.namespaces import LINKS, World
from harness.sockets import TCP4, TCP6, UDP4, UDP6
from harness.stage import Stage
from harness.targets import find

STRAIGHT = Plan()
PACKET = bytes([0x45]) + bytes(19) + b"what is carried"


def arrivals(plan: Plan, count: int = 1000, seed: int = 1) -> list[list[tuple[float, bytes]]]:
    """What arrives of so many packets, one sent each millisecond; each begins with a header and ends with its number."""
    lane = Lane(plan, seed)
    return [lane.arrivals(PACKET + number.to_bytes(2), number / 1000) for number in range(count)]


@pytest.fixture
def joined():
    """``joined(plan)`` is a pump and the sockets at both ends of its cable."""
    ends: list[socket.socket] = []

    def join(plan: Plan = STRAIGHT, seed: int = 1) -> tuple[Pump, socket.socket, socket.socket]:
        ends.extend([*pair(), *pair()])
        for end in ends:
            end.settimeout(5.0)
        near, inner, far, outer = ends
        return Pump(End(inner.fileno()), End(outer.fileno()), plan, seed), near, far

    yield join
    for end in ends:
        end.close()


def turn_until_idle(pump: Pump) -> None:
    """Carry everything there is, until nothing is on the way."""
    while pump.turn(0.0) or pump.near.due or pump.far.due:
        pass
    pump.turn(0.0)


# --------------------------------------------------------------------------- plans

def test_a_plan_without_faults_lets_everything_arrive_at_once_and_whole():
    assert arrivals(Plan(), 3) == [[(number / 1000, PACKET + number.to_bytes(2))] for number in range(3)]


def test_the_same_seed_does_the_same_and_another_does_not():
    assert arrivals(PLANS["lossy"], seed=7) == arrivals(PLANS["lossy"], seed=7)
    assert arrivals(PLANS["lossy"], seed=7) != arrivals(PLANS["lossy"], seed=8)


def test_a_part_of_the_packets_is_lost_and_another_comes_twice():
    counts = [len(one) for one in arrivals(Plan(loss=0.2, duplicate=0.1))]

    assert 150 <= counts.count(0) <= 250
    assert 50 <= counts.count(2) <= 110
    assert set(counts) == {0, 1, 2}


def test_jitter_delays_within_its_bounds_and_keeps_the_order():
    due = [one[0][0] for one in arrivals(Plan(delay=0.01, jitter=0.02))]

    assert due == sorted(due)
    assert all(0.01 <= time - number / 1000 <= 0.03 for number, time in enumerate(due))


def test_reordered_packets_let_others_pass():
    due = [one[0][0] for one in arrivals(Plan(delay=0.01, reorder=0.1))]

    late = [number for number in range(len(due) - 1) if due[number] > due[number + 1]]
    assert 50 <= len(late) <= 150


def test_corruption_turns_one_bit_behind_the_header():
    spoiled = [(PACKET + number.to_bytes(2), one[0][1]) for number, one in enumerate(arrivals(Plan(corrupt=1.0)))]

    assert all(whole[:20] == found[:20] for whole, found in spoiled)
    assert {(int.from_bytes(whole) ^ int.from_bytes(found)).bit_count() for whole, found in spoiled} == {1}


@pytest.mark.parametrize("version", [IP(), IPv6()], ids=["ipv4", "ipv6"])
def test_a_reset_arrives_whole_whatever_the_plan(version):
    reset, push = (bytes(version / TCP(flags=flags)) for flags in ("RA", "PA"))

    assert [raw for _, raw in Lane(Plan(loss=1.0, corrupt=1.0), 1).arrivals(reset, 0.0)] == [reset]
    assert Lane(Plan(loss=1.0), 1).arrivals(push, 0.0) == []
    assert Lane(Plan(corrupt=1.0), 1).arrivals(push, 0.0)[0][1] != push


# --------------------------------------------------------------------------- the pump

def test_packets_are_carried_both_ways_and_recorded(joined):
    pump, near, far = joined()
    near.send(PACKET)
    far.send(PACKET + b"!")

    turn_until_idle(pump)

    assert (far.recv(100), near.recv(100)) == (PACKET, PACKET + b"!")
    assert [(sender, raw) for _, sender, raw in pump.record] == [("target", PACKET), ("far", PACKET + b"!")]


def test_a_packet_that_is_lost_is_recorded_as_sent_but_does_not_arrive(joined):
    pump, near, far = joined(Plan(loss=1.0))
    near.send(PACKET)
    far.send(PACKET)

    turn_until_idle(pump)

    far.settimeout(0.0)
    with pytest.raises(BlockingIOError):
        far.recv(100)
    assert [(sender, raw) for _, sender, raw in pump.record] == [("target", PACKET)]


def test_a_packet_takes_as_long_as_the_way_is(joined):
    pump, near, far = joined(Plan(delay=0.05))
    near.send(PACKET)
    began = time.monotonic()

    turn_until_idle(pump)

    assert far.recv(100) == PACKET
    assert 0.05 <= time.monotonic() - began < 1.0


def test_a_packet_that_comes_due_while_the_pump_makes_up_its_mind_is_delivered(joined, monkeypatch):
    pump, _, far = joined()
    readings = itertools.count(9.9995, 0.001)
    monkeypatch.setattr(cable_pump, "time", SimpleNamespace(monotonic=lambda: next(readings)))
    pump.far.give(10.0, PACKET)

    pump.turn()     # which would wait for ever

    assert far.recv(100) == PACKET


def test_nothing_is_lost_while_the_far_end_reads_nothing(joined):
    pump, near, far = joined()
    near.settimeout(0.0)
    sent = 0
    for number in range(20000):
        try:
            near.send(PACKET + number.to_bytes(2))
            sent += 1
        except BlockingIOError:
            break
        if number % 100 == 0:
            pump.turn(0.0)

    found = []
    while len(found) < sent:
        pump.turn(0.0)
        found.append(int.from_bytes(far.recv(100)[-2:]))

    assert found == list(range(sent))


def test_the_pump_rests_when_one_end_has_gone(joined):
    pump, near, far = joined()
    near.close()
    far.send(PACKET)
    turn_until_idle(pump)
    began = time.monotonic()

    pump.turn(0.1)

    assert time.monotonic() - began >= 0.1


# --------------------------------------------------------------------------- the world of a peer

@pytest.mark.parametrize("kind", LINKS)
@pytest.mark.parametrize("header", [IP(src="192.0.2.1", dst="192.0.2.2") / ICMP(type=8), IPv6(src="2001:db8::1", dst="2001:db8::2") / ICMPv6EchoRequest()],
                         ids=["ipv4", "ipv6"])
def test_a_peers_device_takes_packets_and_hands_over_its_own(kind, header):
    world = World(links=(kind,), cable="far")
    try:
        if world.device is None:
            pytest.skip(world.no_link)
        end = End(world.device[1], world.device[2])
        end.give(0.0, bytes(header))

        assert end.deliver(time.monotonic()) == [bytes(header)]

        assert answer_to(header, end)[:1] == bytes(header)[:1]
    finally:
        world.close()


def answer_to(request, end: End) -> bytes:
    """The first packet from whom the request was sent to; others are passed over."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        raw = end.take()
        if raw and type(request)(raw).src == request.dst and type(request)(raw).dst == request.src:
            return raw
    raise AssertionError("no answer came")


# --------------------------------------------------------------------------- target and peer as two hosts

@pytest.fixture(params=["cpython", "netstack"])
def two_hosts(request):
    """``two_hosts(plan)`` is a stage with this kernel on both hosts, or with gVisor's network stack as the target's, where it can be compiled."""
    spec = find(request.param)
    if spec.missing:
        pytest.skip(f"needs {'; '.join(spec.missing)}")
    stages = []

    def begin(plan: Plan = STRAIGHT) -> Stage:
        stages.append(Stage(spec, plan=plan))
        stages[0].begin()
        return stages[0]

    yield begin
    for stage in stages:
        stage.close()


@pytest.mark.parametrize("kind", [TCP4, TCP6], ids=str)
@pytest.mark.parametrize("sides", [("target", "peer"), ("peer", "target")], ids="-".join)
def test_either_side_calls_the_other(two_hosts, kind, sides):
    stage = two_hosts()
    server, client = (getattr(stage, side) for side in sides)
    listener = server.listener(kind)

    calling = client.connect(listener)

    accepted, address = listener.accept()
    assert (accepted.address.host, address.host) == ((server.ipv4, client.ipv4) if kind is TCP4 else (server.ipv6, client.ipv6))
    calling.send(b"over the cable")
    assert accepted.recv(100) == b"over the cable"


@pytest.mark.parametrize("kind", [UDP4, UDP6], ids=str)
def test_datagrams_pass_both_ways_and_what_passed_is_recorded(two_hosts, kind):
    stage = two_hosts()
    ours, theirs = stage.target.bound(kind), stage.peer.bound(kind)
    ours.sendto(b"there", theirs.address)
    assert theirs.recvfrom(100) == (b"there", ours.address)
    theirs.sendto(b"and back", ours.address)
    assert ours.recvfrom(100) == (b"and back", theirs.address)

    assert [(one.sender, one.raw[-5:]) for one in stage.passed if one.raw.endswith((b"there", b" back"))] == [("target", b"there"), ("far", b" back")]


def test_the_record_begins_anew_with_each_test(two_hosts):
    stage = two_hosts()
    stage.peer.bound(UDP4).sendto(b"early", stage.target.bound(UDP4).address)
    stage.end(orderly=True)

    stage.begin()

    assert stage.passed == []


def test_the_servers_are_where_the_target_reaches_them(two_hosts):
    stage = two_hosts()
    client = stage.target.open(TCP6)

    client.connect(stage.services()["echo", "tcp6"])

    client.send(b"echo")
    assert client.recv(100) == b"echo"


def test_what_is_lost_reordered_duplicated_and_spoiled_on_the_way_arrives_whole(two_hosts):
    stage = two_hosts(Plan(delay=0.001, loss=0.02, duplicate=0.02, reorder=0.02, corrupt=0.02))
    listener = stage.target.listener(TCP4)
    client = stage.peer.connect(listener)
    accepted, _ = listener.accept()

    pouring = client.start.pour(200_000)
    drained = accepted.drain(200_000)

    assert (drained.count, drained.good) == (200_000, 200_000)
    assert pouring.result().stopped is None
