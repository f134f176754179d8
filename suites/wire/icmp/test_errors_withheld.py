"""Packets that draw no error: those to groups, from nobody, errors themselves, fragments, and too many."""
import pytest
from scapy.layers.inet import ICMP, UDP
from scapy.layers.inet6 import HBHOptUnknown, ICMPv6DestUnreach, ICMPv6ParamProblem, IPv6, IPv6ExtHdrDestOpt
from scapy.packet import Raw

from harness.wire import NOT_LISTENING

covers = pytest.mark.covers
ipv4 = pytest.mark.parametrize("wire", [4], indirect=True, ids=["ipv4"])
ipv6 = pytest.mark.parametrize("wire", [6], indirect=True, ids=["ipv6"])

ASTRAY = UDP(sport=4000, dport=NOT_LISTENING) / b"hello"


@ipv4
@covers("rfc1122I:18")
@pytest.mark.parametrize("address", ["255.255.255.255", "192.0.2.255", "224.0.0.1", "239.1.2.3"])
def test_a_datagram_to_a_group_draws_no_error(wire, address):
    wire.send(wire.ip(dst=address) / ASTRAY)

    assert wire.silent()


@ipv4
@covers("rfc1122I:18")
@pytest.mark.parametrize("address", ["255.255.255.255", "192.0.2.255", "224.0.0.1"])
def test_an_unknown_protocol_to_a_group_draws_no_error(wire, address):
    wire.send(wire.ip(dst=address, proto=253) / Raw(b"nobody knows me"))

    assert wire.silent()


@ipv6
@covers("rfc4443:2")
@pytest.mark.parametrize("address", ["ff02::1", "ff0e::5"])
def test_a_datagram_to_a_group_draws_no_error_over_ipv6(wire, address):
    wire.send(wire.ip(dst=address) / ASTRAY)
    wire.send(wire.ip(dst=address, nh=253) / Raw(b"nobody knows me"))

    assert wire.silent()


@ipv6
@covers("rfc4443:2")
@pytest.mark.parametrize("source", ["::", "ff02::1", "::1"])
def test_a_datagram_from_no_single_host_draws_no_error(wire, source):
    wire.send(wire.ip(src=source) / ASTRAY)

    assert wire.silent()


@ipv4
@covers("rfc1122I:18")
@pytest.mark.parametrize("source", ["255.255.255.255", "224.0.0.1", "127.0.0.1", "0.0.0.0"])
def test_a_datagram_from_no_single_host_draws_no_error_over_ipv4(wire, source):
    wire.send(wire.ip(src=source) / ASTRAY)

    assert wire.silent()


@ipv4
@covers("rfc1122I:18")
def test_a_later_fragment_draws_no_error(wire, cut):
    piece = cut(Raw(bytes(1000)), proto=253)
    wire.send(piece(504))

    assert wire.silent()


@ipv4
@covers("rfc1122I:18")
def test_what_fragments_make_up_draws_one_error(wire, cut):
    piece = cut(Raw(bytes(1000)), proto=253)
    wire.send(piece(504))
    wire.send(piece(0, 504))

    errors = wire.all_until_now(ICMP())
    assert [(error[ICMP].type, error[ICMP].code) for error in errors] == [(3, 2)]


@covers("rfc1122I:17", "rfc4443:2")
@pytest.mark.parametrize("about", ["a datagram that was never sent", "a protocol that nobody knows", "too little to tell"])
def test_an_error_draws_no_error(wire, icmp, about):
    header = wire.ip(src=wire.target, dst=wire.far)
    quoted = {"a datagram that was never sent": header / ASTRAY, "a protocol that nobody knows": header / Raw(b"12345678"),
              "too little to tell": Raw(b"E")}[about]

    for error in (icmp.no_port(), icmp.time_exceeded(), icmp.parameter_problem(), icmp.too_big(1300)):
        wire.send(error / quoted)

    assert wire.silent()


@ipv6
@covers("rfc4443:2")
def test_an_error_behind_an_unknown_option_draws_no_error(wire):
    quoted = IPv6(src=wire.target, dst=wire.far) / ASTRAY

    wire.send(wire.ip() / IPv6ExtHdrDestOpt(options=[HBHOptUnknown(otype=0x9E, optdata=b"tell")]) / ICMPv6DestUnreach(code=4) / quoted)

    assert wire.silent(ICMPv6ParamProblem())


@covers("rfc1122I:16", "rfc4443:2")
def test_an_echo_reply_to_a_group_draws_nothing(wire, icmp):
    wire.send(wire.ip(dst="ff02::1" if wire.version == 6 else "224.0.0.1") / icmp.reply(id=1))

    assert wire.silent()
