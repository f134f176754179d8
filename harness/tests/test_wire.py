"""The wire: links of both kinds, templates and patterns, the TCP end a test plays, captures, and what becomes of them."""
import os
import shutil
import time

import pytest
from scapy.layers.inet import ICMP, IP, TCP, UDP
from scapy.layers.inet6 import ICMPv6DestUnreach
from scapy.utils import rdpcap

from harness.agent import Story
from harness.capture import Captured, describe, ladder, pcapng
from harness.link import NEAR_ADDRESSES
from harness.namespaces import LINKS, World
from harness.stage import Stage, Unavailable
from harness.targets import find
from harness.tcp_end import TcpEnd
from harness.tests.conftest import ROOT
from harness.verdicts import Status, Verdict
from harness.wire import FenceLost, Wire, WireMismatch, difference, matches, name_of

SAMPLE = "harness/tests/wire_sample.py"


@pytest.fixture(params=LINKS)
def world(request):
    """A world with a link of each kind, and nobody in it but the kernel."""
    world = World(links=(request.param,))
    if world.link is None:
        world.close()
        pytest.skip(world.no_link)
    yield world
    world.close()


@pytest.fixture(params=[4, 6], ids=["ipv4", "ipv6"])
def wire(request, world):
    """A wire to the kernel of that world."""
    return Wire(world.link, request.param)


@pytest.fixture
def linked():
    """A linked stage with the reference target on it."""
    stage = Stage(find("cpython"), linked=True)
    stage.begin()
    yield stage
    stage.close()


# --------------------------------------------------------------------------- links

def test_a_packet_and_its_answer_are_seen_in_order_with_their_times(wire):
    before = time.monotonic()
    wire.send(TCP(sport=7, dport=9, flags="S", seq=7))

    answer = wire.expect(TCP(flags="RA", ack=8))

    sent, got = [one for one in wire.capture if TCP in one.packet]
    assert (sent.sender, got.sender) == ("far", "target")
    assert before - 0.01 <= sent.time <= got.time <= time.monotonic() + 0.01
    assert (answer.src, answer.dst) == (wire.target, wire.far)


def test_nothing_but_the_answer_comes(wire):
    wire.send(TCP(sport=7, dport=9, flags="S"))
    wire.expect(TCP())

    assert wire.silent(for_=0.2)
    assert len([one for one in wire.capture if TCP in one.packet]) == 2


def test_large_packets_keep_their_size(wire):
    wire.send(UDP(sport=7, dport=9) / bytes(1400))
    wire.fence()

    sent = next(one for one in wire.capture if one.sender == "far")
    assert len(sent.packet[UDP].payload) == 1400


def test_what_the_targets_device_carries_is_asked_of_it(wire):
    assert wire.mtu == 1500


def test_a_packet_that_no_cable_would_carry_is_refused(wire):
    with pytest.raises(ValueError, match="does not fit on the link, which carries 1500: send fragments"):
        wire.send(UDP(sport=7, dport=9) / bytes(1500))


def test_an_icmp_error_quotes_what_there_is_room_for(wire):
    quoted = wire.ip(src=wire.target, dst=wire.far) / UDP(sport=7, dport=9) / bytes(1400)
    error = ICMPv6DestUnreach(code=4) if wire.version == 6 else ICMP(type=3, code=3)
    wire.send(error / quoted / bytes(100))
    wire.fence()

    sent = next(one for one in wire.capture if one.sender == "far")
    assert len(sent.raw) == 1500
    assert sent.packet.getlayer(type(error)).chksum if wire.version == 4 else sent.packet[ICMPv6DestUnreach].cksum


def test_a_machine_that_allows_no_link_is_told_as_what_the_test_needs(monkeypatch):
    world = World()
    world.no_link = "no tun device (No such file or directory)"
    monkeypatch.setattr("harness.layout.open_world", lambda linked: (world, None))

    with pytest.raises(Unavailable, match="needs a network device whose far end is ours: no tun device") as found:
        Stage(find("cpython"), linked=True).begin()

    assert found.value.feature == "wire"


def test_a_world_leaves_no_descriptor_behind():
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(3):
        World(links=LINKS).close()

    assert len(os.listdir("/proc/self/fd")) == before


# --------------------------------------------------------------------------- templates

@pytest.mark.parametrize(("template", "expected"), [
    (TCP(flags="SA"), None),
    (IP(src="192.0.2.1") / TCP(dport=5), None),
    (TCP(flags="S"), "TCP flags is <Flag 18 (SA)> instead of <Flag 2 (S)>"),
    (UDP(), "there is no UDP"),
    (IP(ttl=1) / TCP(), "IP ttl is 64 instead of 1"),
])
def test_only_fields_that_are_set_must_match(template, expected):
    packet = IP(bytes(IP(src="192.0.2.1", dst="198.18.0.1") / TCP(sport=4, dport=5, flags="SA", seq=9)))

    assert difference(template, packet) == expected
    assert matches(template, packet) is (expected is None)


@pytest.mark.parametrize(("template", "name"), [
    (TCP(flags="SA"), "TCP SA"), (IP() / TCP(), "TCP"), (ICMP(type=3, code=3), "ICMP 3/3"), (UDP(), "UDP"), (IP(), "IP"),
])
def test_a_template_has_a_name_that_is_the_same_in_every_run(template, name):
    assert name_of(template) == name


def test_a_target_that_does_not_react_is_given_less_and_less_time(wire):
    given = []
    for _ in range(12):
        given.append(wire.patient())
        wire.missed("nothing", "nothing came")

    assert given == sorted(given, reverse=True)
    assert given[0] == 5
    assert given[-1] < 1
    assert wire.patient(0.2) == 0.2


def test_what_never_came_is_told_with_the_nearest(wire):
    wire.send(TCP(sport=7, dport=9, flags="S"))

    with pytest.raises(WireMismatch, match="no .* came within 1 s; the last that came, .* does not match: ") as found:
        wire.expect(TCP(flags="SA"), within=1)

    assert found.value.signature == "TCP SA never came"


# --------------------------------------------------------------------------- fences

def test_a_fence_works_without_echo(wire):
    stop_echo(wire)

    assert wire.silent()


def test_a_target_that_answers_nothing_proves_nothing(wire, monkeypatch):
    wire.link.patience = 0.05
    monkeypatch.setattr(wire.link, "write", lambda raw: None)

    with pytest.raises(FenceLost):
        wire.silent()


def stop_echo(wire):
    """Let echo requests go unanswered: those of this wire's fence never reach the target."""
    write = wire.link.write
    wire.link.write = lambda raw: None if raw[9 if wire.version == 4 else 6] in (1, 58) else write(raw)


# --------------------------------------------------------------------------- the end we play

@pytest.mark.parametrize("version", [4, 6])
def test_a_connection_is_opened_used_and_closed(linked, version):
    wire = Wire(linked.world.link, version)
    listener = linked.target.listener(wire.tcp)
    far = TcpEnd(wire, listener.address.port, scale=7, sack=True, timestamps=True)

    answer = far.connect()
    ours, _ = listener.accept()
    far.send(b"hello")
    ours.send(b"good day")

    assert {option[0] for option in answer.options} >= {"MSS", "WScale", "SAckOK", "Timestamp"}
    assert far.receive(8) == b"good day"
    assert ours.recv(10) == b"hello"
    far.finish()
    ours.close()
    far.expect("FA")
    far.send()
    assert not wire.violations()


def test_another_segment_than_the_expected_is_told_with_the_first_difference(linked):
    wire = Wire(linked.world.link, 4)
    listener = linked.target.listener(wire.tcp)
    far = TcpEnd(wire, listener.address.port)
    far.connect()
    ours, _ = listener.accept()
    ours.close()

    with pytest.raises(WireMismatch, match="came instead of a TCP segment A with data: flags are FA instead of A") as found:
        far.expect("A", data=b"x")

    assert found.value.signature == "TCP FA instead of TCP A: flags"


def test_a_connection_left_open_is_forgotten_when_the_wire_closes(linked):
    wire = Wire(linked.world.link, 4)
    listener = linked.target.listener(wire.tcp)
    far = TcpEnd(wire, listener.address.port)
    far.connect()
    ours, _ = listener.accept()

    wire.close()

    assert ours.fails.recv(10) == "ECONNRESET"


# --------------------------------------------------------------------------- captures

def crafted():
    """A capture of two packets, and one that cannot be dissected."""
    syn = bytes(IP(src="198.18.0.1", dst=NEAR_ADDRESSES[4]) / TCP(sport=5, dport=80, flags="S", seq=1000, options=[("MSS", 1460)]))
    answer = bytes(IP(src=NEAR_ADDRESSES[4], dst="198.18.0.1") / TCP(sport=80, dport=5, flags="SA", seq=7, ack=1001))
    return [Captured(1.0, "far", syn), Captured(1.001, "target", answer), Captured(1.002, "far", b"\x45")]


def story():
    """One call, told before the second packet."""
    told = Story()
    told.note("target", ">", "1 accept sock=1 watch=1")
    told.lines[0] = told.lines[0]._replace(time=1.0005)
    return told


def test_a_ladder_has_calls_and_packets_on_one_time_line():
    rungs = ladder(crafted()[:2], story())

    assert [rung.split()[0] for rung in rungs] == ["0.00", "0.50", "1.00"]
    assert "<── 5>80 S seq 0, win 8192, <MSS 1460>" in rungs[0]
    assert rungs[1].endswith("> accept sock=1")
    assert "──> 80>5 SA seq 0, ack 1, win 8192" in rungs[2]


def test_what_cannot_be_dissected_is_shown_all_the_same():
    assert describe(crafted()[2], {})


def test_a_file_has_every_packet_its_time_and_the_calls_before_it(tmp_path):
    (tmp_path / "x.pcapng").write_bytes(pcapng(crafted()[:2], story()))

    first, second = rdpcap(str(tmp_path / "x.pcapng"))

    assert bytes(first) == crafted()[0].raw
    assert float(second.time - first.time) == pytest.approx(0.001, abs=1e-5)
    assert second.comments == [b"> accept sock=1"]


# --------------------------------------------------------------------------- whole runs

def test_a_deviation_saves_its_capture_and_names_what_was_missed(suites):
    outcome = suites(SAMPLE)

    deviating = [result for result in outcome.results if result.verdict is Verdict.DEVIATES]
    assert outcome.status == Status.DEVIATES
    assert {result.test.split("::")[1] for result in deviating} == {
        f"test_the_far_side_hears_another_greeting[{version}]" for version in ("ipv4", "ipv6")}
    assert {result.signature for result in deviating} == {"TCP PA instead of TCP A: data"}
    for result in deviating:
        assert "PA seq 1..9" in result.evidence["packets"]
        assert len(rdpcap(str(outcome.folder / result.evidence["capture"]))) >= 4
    assert outcome.verdicts[Verdict.CONFORMS] == 8


@pytest.mark.skipif(not shutil.which("nft"), reason="needs nft (apt install nftables)")
def test_a_broken_invariant_is_a_deviation_with_its_own_clause(suites):
    outcome = suites(SAMPLE, "--target", "foil:window_zero", "-k", "not another")

    broken = [result for result in outcome.results if result.signature == "invariant rfc9293:SHLD-14"]
    assert outcome.status == Status.DEVIATES
    assert broken
    for result in broken:
        assert result.verdict is Verdict.DEVIATES
        assert (result.requirements, result.level, result.gates) == (["rfc9293:SHLD-14"], "SHOULD", True)
        assert "window ends at" in result.message


def test_many_workers_have_links_of_their_own(suites):
    outcome = suites(SAMPLE, "-n", "4", "-k", "not another")

    assert outcome.verdicts == {Verdict.CONFORMS: 8}
    assert suites.leaves_nothing()


@pytest.mark.parametrize("tampering", [
    "ip link set wire0 down",
    "ip route del default; ip -6 route del default",
    "ip link set wire0 mtu 70",
])
def test_a_world_that_the_target_ruins_is_judged_and_the_run_goes_on(suites, target_file, tampering):
    agent = ["sh", "-c", f"{tampering}; exec \"$0\" \"$@\"", "{python}", str(ROOT / "harness/agents/python/agent.py")]
    path = target_file("ruined", agent, baseline="cpython")

    outcome = suites(SAMPLE, "--target", path, "-k", "not another")

    assert outcome.status in (Status.DEVIATES, Status.INCONCLUSIVE), outcome.output
    assert outcome.run.results
    assert suites.leaves_nothing()


def test_a_target_is_judged_by_what_its_device_carries(suites, target_file):
    agent = ["sh", "-c", "ip link set wire0 mtu 1400 2>/dev/null; exec \"$0\" \"$@\"", "{python}", str(ROOT / "harness/agents/python/agent.py")]
    path = target_file("narrow", agent, baseline="cpython")

    outcome = suites("suites/wire/tcp/test_mss.py", "suites/wire/ip/test_path_mtu_udp.py", "--target", path, "-k", "announce or path")

    assert set(outcome.verdicts) == {Verdict.CONFORMS, Verdict.UNTESTED}, outcome.output
    assert outcome.status == Status.CONFORMS
