"""The other questions of ICMP: time, address mask, information, and types that nobody knows."""
import time

import pytest
from scapy.layers.inet import ICMP
from scapy.layers.inet6 import ICMPv6Unknown
from scapy.packet import Raw

covers = pytest.mark.covers
ipv4 = pytest.mark.parametrize("wire", [4], indirect=True, ids=["ipv4"])
ipv6 = pytest.mark.parametrize("wire", [6], indirect=True, ids=["ipv6"])

DAY = 24 * 3600 * 1000


@ipv4
@covers("rfc1122I:timestamp")
def test_a_timestamp_request_is_answered_with_its_numbers_or_not_at_all(wire, choice):
    wire.send(ICMP(type=13, id=77, seq=3, ts_ori=12345, ts_rx=0, ts_tx=0))

    replies = wire.all_until_now(ICMP())
    choice("rfc1122I:timestamp", "answered" if replies else "not answered")
    assert all((one[ICMP].type, one[ICMP].id, one[ICMP].seq, one[ICMP].ts_ori) == (14, 77, 3, 12345) for one in replies)


@ipv4
@covers("linux:icmp:timestamp-reply")
def test_a_timestamp_reply_tells_the_milliseconds_since_midnight(wire):
    wire.send(ICMP(type=13, id=77, seq=3, ts_ori=12345, ts_rx=0, ts_tx=0))

    reply = wire.expect(wire.ip(src=wire.target, dst=wire.far) / ICMP(type=14, id=77, seq=3, ts_ori=12345))[ICMP]
    now = round(time.time() * 1000) % DAY
    assert reply.ts_tx >= reply.ts_rx
    assert min((now - reply.ts_rx) % DAY, (reply.ts_rx - now) % DAY) < 60_000


@ipv4
@covers("rfc1122I:27")
def test_a_request_for_the_address_mask_is_not_answered(wire):
    wire.send(ICMP(type=17, id=1))

    assert wire.silent()


@ipv4
@covers("rfc1122I:information")
def test_a_request_for_information_is_not_answered(wire):
    wire.send(ICMP(type=15, id=1))

    assert wire.silent()


@ipv4
@covers("rfc1122I:16")
@pytest.mark.parametrize("kind", [1, 2, 6, 7, 10, 19, 30, 41, 42, 200, 255])
def test_a_message_of_another_type_is_not_answered(wire, kind):
    wire.send(ICMP(type=kind) / b"what is this, please, and who knows?")

    assert wire.silent()


@ipv4
@covers("rfc1122I:16")
@pytest.mark.parametrize("kind", [0, 14, 16, 18])
def test_a_reply_that_nobody_asked_for_is_not_answered(wire, kind):
    wire.send(ICMP(type=kind, id=1) / bytes(12))

    assert wire.silent()


@ipv4
@covers("linux:icmp:no-probe")
@pytest.mark.parametrize("interface", [1, 2])
def test_a_question_about_an_interface_is_not_answered(wire, interface):
    wire.send(ICMP(type=42, unused=0x10001) / (b"\x20\0\0\0" + b"\0\x08\3\2" + interface.to_bytes(4)))

    assert wire.silent()


@ipv6
@covers("rfc4443:4")
@pytest.mark.parametrize("kind", [129, 139, 150, 200, 255])
def test_an_unknown_informational_message_is_not_answered(wire, kind):
    wire.send(ICMPv6Unknown(type=kind, msgbody=b"what is this?"))

    assert wire.silent()


@ipv6
@covers("rfc4443:4", "rfc4443:2")
@pytest.mark.parametrize("kind", [5, 100, 101, 127])
def test_an_unknown_error_is_not_answered(wire, kind):
    wire.send(ICMPv6Unknown(type=kind, msgbody=bytes(4) + bytes(wire.ip(src=wire.target, dst=wire.far, nh=17) / Raw(bytes(8)))))

    assert wire.silent()


@ipv6
@covers("rfc4443:4")
def test_an_unknown_error_is_passed_up(talking, wire):
    talking.ours.setsockopt("IPV6_RECVERR", 1)

    wire.send(ICMPv6Unknown(type=100, code=7, msgbody=bytes(4) + bytes(talking.sent)))
    assert "POLLERR" in talking.ours.ready("POLLERR")

    (report,) = talking.ours.recvmsg(100, "MSG_ERRQUEUE", control=512).control
    assert (report["value"]["type"], report["value"]["code"]) == (100, 7)


@ipv4
@covers("rfc1122I:timestamp", "rfc1122I:18")
@pytest.mark.parametrize("address", ["255.255.255.255", "192.0.2.255", "224.0.0.1"])
def test_a_timestamp_request_to_a_group_is_not_answered(wire, address):
    wire.send(wire.ip(dst=address) / ICMP(type=13, id=77))

    assert wire.silent()
