"""Extension headers of IPv6: passed through, refused, or a problem."""
import pytest
from scapy.layers.inet import TCP, UDP
from scapy.layers.inet6 import (
    HBHOptUnknown,
    ICMPv6ParamProblem,
    IPv6,
    IPv6ExtHdrDestOpt,
    IPv6ExtHdrFragment,
    IPv6ExtHdrHopByHop,
    IPv6ExtHdrRouting,
    Pad1,
    PadN,
    RouterAlert,
)
from scapy.packet import Raw

covers = pytest.mark.covers
pytestmark = pytest.mark.parametrize("wire", [6], indirect=True, ids=["ipv6"])

PADDED = [PadN(optdata=bytes(4))]
GROUP = "ff02::1"
HEADERS = {"hop-by-hop": IPv6ExtHdrHopByHop, "destination options": IPv6ExtHdrDestOpt}
PASSED = {
    "hop-by-hop": [IPv6ExtHdrHopByHop(options=PADDED)],
    "router alert": [IPv6ExtHdrHopByHop(options=[RouterAlert(value=1)])],
    "single pads": [IPv6ExtHdrHopByHop(options=[Pad1()] * 6)],
    "destination options": [IPv6ExtHdrDestOpt(options=PADDED)],
    "destination options twice": [IPv6ExtHdrDestOpt(options=PADDED), IPv6ExtHdrDestOpt(options=PADDED)],
    "routing, at its end": [IPv6ExtHdrRouting(type=0, segleft=0, addresses=["2001:db8:1::9"])],
    "unknown routing, at its end": [IPv6ExtHdrRouting(type=200, segleft=0, addresses=["2001:db8:1::9"])],
    "routing before destination options": [IPv6ExtHdrRouting(type=0, segleft=0, addresses=["2001:db8:1::9"]), IPv6ExtHdrDestOpt(options=PADDED)],
    "destination options before routing": [IPv6ExtHdrDestOpt(options=PADDED), IPv6ExtHdrRouting(type=0, segleft=0, addresses=["2001:db8:1::9"])],
    "lone fragment": [IPv6ExtHdrFragment(id=5)],
    "lone fragment before destination options": [IPv6ExtHdrFragment(id=6), IPv6ExtHdrDestOpt(options=PADDED)],
    "all": [IPv6ExtHdrHopByHop(options=PADDED), IPv6ExtHdrDestOpt(options=PADDED), IPv6ExtHdrRouting(type=0, segleft=0, addresses=[]),
            IPv6ExtHdrFragment(id=7), IPv6ExtHdrDestOpt(options=PADDED)],
}


def joined(*layers):
    """Layers one within the other."""
    packet, *inner = [layer.copy() for layer in layers]
    for layer in inner:
        packet = packet / layer
    return packet


@covers("rfc8200:4")
@pytest.mark.parametrize("headers", PASSED.values(), ids=PASSED)
def test_a_datagram_behind_extension_headers_is_taken(wire, hearing, udp_datagram, headers):
    wire.send(joined(wire.ip(), *headers, udp_datagram()))

    assert hearing.recv(100) == b"hello"
    assert wire.silent()


@covers("rfc8200:4")
@pytest.mark.parametrize("headers", PASSED.values(), ids=PASSED)
def test_an_echo_request_behind_extension_headers_is_answered(wire, icmp, headers):
    wire.send(joined(wire.ip(), *headers, icmp.echo(id=1, data=b"hello")))

    reply = wire.expect(icmp.reply(id=1, data=b"hello"))
    assert reply[IPv6].nh == 58


@covers("rfc8200:16", "rfc8200:4")
@pytest.mark.parametrize("headers", PASSED.values(), ids=PASSED)
def test_a_call_behind_extension_headers_is_answered_without_any(wire, listening, headers):
    wire.send(joined(wire.ip(), *headers, TCP(sport=listening.far.port, dport=listening.far.their_port, flags="S")))

    listening.far.expect("SA")
    assert wire.capture[-1].packet.nh == 6


@covers("rfc8200:2")
@pytest.mark.parametrize("number", [253, 254, 143])
def test_an_unknown_next_header_is_a_parameter_problem(wire, number):
    wire.send(wire.ip(nh=number) / Raw(b"nobody knows me"))

    wire.expect(ICMPv6ParamProblem(code=1, ptr=6))


@covers("rfc8200:2")
def test_an_unknown_header_behind_others_is_a_parameter_problem_at_its_place(wire):
    wire.send(wire.ip() / IPv6ExtHdrHopByHop(options=PADDED) / IPv6ExtHdrDestOpt(nh=253, options=PADDED) / Raw(b"nobody knows me"))

    wire.expect(ICMPv6ParamProblem(code=1, ptr=48))


@covers("rfc8200:3")
def test_hop_by_hop_options_anywhere_but_first_are_a_parameter_problem(wire, udp_datagram, nothing_heard):
    wire.send(wire.ip() / IPv6ExtHdrDestOpt(options=PADDED) / IPv6ExtHdrHopByHop(options=PADDED) / udp_datagram())

    wire.expect(ICMPv6ParamProblem(code=1, ptr=40))
    assert nothing_heard()


@covers("rfc8200:no-next-header")
def test_a_packet_without_next_header_is_passed_over(wire):
    wire.send(wire.ip(nh=59) / Raw(b"what is this"))

    assert wire.silent()


@covers("rfc8200:5")
@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
@pytest.mark.parametrize("destination", ["2001:db8::1", GROUP])
def test_an_option_that_may_be_skipped_is_skipped(wire, target, header, destination):
    ours = target.open(wire.udp)
    ours.bind(wire.udp.wildcard())

    wire.send(wire.ip(dst=destination) / header(options=[HBHOptUnknown(otype=0x1E, optdata=b"skip")]) / UDP(dport=ours.address.port) / b"hello")

    assert ours.recv(100) == b"hello"
    assert wire.silent()


@covers("rfc8200:5")
@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
@pytest.mark.parametrize("kind", [0x40 | 0x1E, 0x80 | 0x1E, 0xC0 | 0x1E], ids=["drop", "report", "report but to groups"])
def test_a_datagram_with_an_unknown_option_that_may_not_be_skipped_is_dropped(wire, udp_datagram, nothing_heard, header, kind):
    wire.send(wire.ip() / header(options=[HBHOptUnknown(otype=kind, optdata=b"drop")]) / udp_datagram())

    assert nothing_heard()


@covers("rfc8200:5")
@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
@pytest.mark.parametrize("destination", ["2001:db8::1", GROUP])
def test_an_option_that_says_drop_is_not_reported(wire, udp_datagram, header, destination):
    wire.send(wire.ip(dst=destination) / header(options=[HBHOptUnknown(otype=0x40 | 0x1E, optdata=b"drop")]) / udp_datagram())

    assert wire.silent()


@covers("rfc8200:5")
@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
@pytest.mark.parametrize("destination", ["2001:db8::1", GROUP])
def test_an_option_that_says_report_is_reported(wire, udp_datagram, header, destination):
    wire.send(wire.ip(dst=destination) / header(options=[HBHOptUnknown(otype=0x80 | 0x1E, optdata=b"tell")]) / udp_datagram())

    wire.expect(ICMPv6ParamProblem(code=2, ptr=42))


@covers("rfc8200:5")
@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_an_option_that_says_report_but_to_groups_is_reported(wire, udp_datagram, header):
    wire.send(wire.ip() / header(options=[Pad1(), Pad1(), HBHOptUnknown(otype=0xC0 | 0x1E, optdata=b"ab")]) / udp_datagram())

    wire.expect(ICMPv6ParamProblem(code=2, ptr=44))


@covers("rfc8200:5")
@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_an_option_that_says_report_but_to_groups_is_not_reported_to_a_group(wire, udp_datagram, header):
    wire.send(wire.ip(dst=GROUP) / header(options=[HBHOptUnknown(otype=0xC0 | 0x1E, optdata=b"tell")]) / udp_datagram())

    assert wire.silent()


@covers("rfc8200:6", "rfc5095:0")
@pytest.mark.parametrize("kind", [0, 200])
def test_a_route_that_goes_on_is_a_parameter_problem(wire, udp_datagram, nothing_heard, kind):
    wire.send(wire.ip() / IPv6ExtHdrRouting(type=kind, segleft=1, addresses=["2001:db8:1::9"]) / udp_datagram())

    wire.expect(ICMPv6ParamProblem(code=0, ptr=42))
    assert nothing_heard()
    assert wire.silent()


@covers("linux:ip:many-options")
@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_a_datagram_with_more_than_eight_options_in_a_header_is_dropped(wire, hearing, udp_datagram, nothing_heard, header):
    eight = [HBHOptUnknown(otype=0x1E, optdata=b"skip")] * 8
    wire.send(wire.ip() / header(options=eight) / udp_datagram(b"eight"))
    wire.send(wire.ip() / header(options=[*eight, eight[0]]) / udp_datagram(b"nine"))

    assert hearing.recv(100) == b"eight"
    assert nothing_heard()
