"""Options in the IPv4 header: those that are taken, recorded, refused, or a problem."""
import pytest
from scapy.layers.inet import ICMP, IP, TCP, UDP, IPOption, IPOption_EOL, IPOption_NOP, IPOption_RR

covers = pytest.mark.covers
pytestmark = pytest.mark.parametrize("wire", [4], indirect=True, ids=["ipv4"])

BEFORE = "198.51.100.7"
STAMPS = {"copy_flag": 0, "optclass": 2, "option": 4}
HARMLESS = {
    "no operation": [IPOption_NOP()] * 4,
    "end of options": [IPOption_EOL()],
    "unknown": [IPOption(copy_flag=1, option=25, value=b"ab")],
    "unknown, empty": [IPOption(copy_flag=0, option=30, value=b"")],
    "router alert": [IPOption(copy_flag=1, option=20, value=bytes(2))],
    "security": [IPOption(copy_flag=1, option=2, value=bytes(9))],
    "stream id": [IPOption(copy_flag=1, option=8, value=bytes(2))],
    "what follows the end": [IPOption_EOL(), IPOption(copy_flag=1, option=25, length=200, value=b"a")],
    "record route": [IPOption_RR(routers=["0.0.0.0"] * 3)],
    "record route without room": [IPOption_RR(routers=[BEFORE], pointer=8)],
    "timestamps": [IPOption(**STAMPS, value=b"\x05\x00" + bytes(8))],
    "as long as can be": [IPOption_NOP()] * 40,
}
MALFORMED = {
    "length 0": IPOption(copy_flag=1, option=25, length=0, value=b"ab"),
    "length 1": IPOption(copy_flag=1, option=25, length=1, value=b"ab"),
    "length beyond the header": IPOption(copy_flag=1, option=25, length=40, value=b"ab"),
    "record route that is too short": IPOption(copy_flag=0, option=7, value=b""),
    "record route that points into its head": IPOption_RR(routers=["0.0.0.0"], pointer=3),
    "record route that points into an address": IPOption_RR(routers=["0.0.0.0"], pointer=6),
    "timestamps that are too short": IPOption(**STAMPS, value=b"\x05"),
    "timestamps that point into their head": IPOption(**STAMPS, value=b"\x04\x00" + bytes(4)),
}


@covers("rfc1122I:14")
@pytest.mark.parametrize("options", HARMLESS.values(), ids=HARMLESS)
def test_options_do_not_hinder_a_datagram(wire, hearing, udp_datagram, options):
    wire.send(wire.ip(options=options) / udp_datagram())

    assert hearing.recv(100) == b"hello"
    assert wire.silent()


@covers("rfc1122I:14")
@pytest.mark.parametrize("options", HARMLESS.values(), ids=HARMLESS)
def test_options_do_not_hinder_an_echo_request(wire, icmp, options):
    wire.send(wire.ip(options=options) / icmp.echo(id=1) / b"hello")

    assert bytes(wire.expect(icmp.reply(id=1))).endswith(b"hello")


@covers("rfc1122I:parameter-problem")
@pytest.mark.parametrize("option", MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_option_is_a_parameter_problem(wire, udp_datagram, nothing_heard, option):
    wire.send(wire.ip(options=[option]) / udp_datagram())

    assert 20 <= wire.expect(ICMP(type=12, code=0)).ptr < 60
    assert nothing_heard()


@covers("rfc1122I:26")
def test_an_echo_reply_records_the_host_on_the_recorded_route(wire, icmp):
    wire.send(wire.ip(options=[IPOption_RR(routers=[BEFORE, "0.0.0.0", "0.0.0.0"], pointer=8)]) / icmp.echo(id=1))

    (route, *_) = wire.expect(icmp.reply(id=1)).getlayer(IP).options
    assert route.option == 7
    assert route.routers[:2] == [BEFORE, wire.target]
    assert route.pointer >= 12


@covers("rfc1122I:26")
def test_an_echo_reply_returns_a_recorded_route_that_is_full(wire, icmp):
    wire.send(wire.ip(options=[IPOption_RR(routers=[BEFORE], pointer=8)]) / icmp.echo(id=1))

    (route, *_) = wire.expect(icmp.reply(id=1)).getlayer(IP).options
    assert (route.option, route.routers, route.pointer) == (7, [BEFORE], 8)


@covers("rfc1122I:26")
def test_an_echo_reply_adds_its_time_to_timestamps(wire, icmp):
    wire.send(wire.ip(options=[IPOption(**STAMPS, value=b"\x09\x00" + b"\0\0\0\x07" + bytes(8))]) / icmp.echo(id=1))

    reply = bytes(wire.expect(icmp.reply(id=1)))
    assert reply[20:22] == b"\x44\x10"
    assert reply[22] > 9
    assert reply[24:28] == b"\0\0\0\x07"
    assert reply[28:32] != bytes(4)


@covers("rfc1122I:15")
def test_a_datagram_at_the_end_of_its_source_route_is_taken(wire, hearing, udp_datagram):
    # as bytes: of IPOption_LSRR scapy would take the last hop for the checksum
    route = IPOption(copy_flag=1, option=3, value=bytes([8, *map(int, BEFORE.split("."))]))

    wire.send(wire.ip(options=[route]) / udp_datagram())
    wire.fence()

    assert hearing.recv(100, "MSG_DONTWAIT") == b"hello"


@covers("linux:ip:source-route-refused")
@pytest.mark.parametrize("pointer", [4, 8])
@pytest.mark.parametrize("option", [3, 9], ids=["loose", "strict"])
def test_a_datagram_with_a_source_route_is_dropped(wire, udp_datagram, nothing_heard, option, pointer):
    route = IPOption(copy_flag=1, option=option, value=bytes([pointer, *map(int, BEFORE.split("."))]))

    wire.send(wire.ip(options=[route]) / udp_datagram())

    assert nothing_heard()
    assert wire.silent()


@covers("rfc1122I:15")
def test_a_datagram_is_sent_along_the_source_route_that_the_application_gives(talking, wire):
    first = wire.another_address()
    hop = bytes(map(int, first.split(".")))

    talking.ours.setsockopt("IP_OPTIONS", b"\x83\x07\x04" + hop + b"\x01")
    talking.ours.send(b"by that way")

    packet = wire.expect(UDP(dport=talking.port))
    assert packet.dst == first
    assert packet.options[0].routers == [wire.far]


@covers("rfc1122I:15")
def test_no_datagram_is_sent_with_two_source_routes(talking, wire):
    route = b"\x07\x04" + bytes([198, 18, 200, 1]) + b"\x01"

    attempt = talking.ours.start.setsockopt("IP_OPTIONS", b"\x83" + route + b"\x89" + route)
    assert not attempt.blocked()
    talking.ours.send(b"hello")

    packet = wire.expect(UDP(dport=talking.port) / b"hello")
    assert sum(option.option in (3, 9) for option in packet.options) <= 1


@pytest.fixture
def hears(established, wire):
    """``hears(options)``: a segment with these options in its IP header brings its data."""

    def send(options) -> bool:
        ours, far = established
        wire.send(wire.ip(options=options) / TCP(sport=far.port, dport=far.their_port, seq=far.next, ack=far.received, flags="PA") / b"hello")
        return ours.recv(100) == b"hello"

    return send


@covers("rfc9293:MUST-50")
@pytest.mark.parametrize("option", [25, 30], ids=["known to few", "known to nobody"])
@pytest.mark.parametrize("copied", [0, 1])
def test_a_segment_with_an_unknown_option_is_taken(hears, option, copied):
    assert hears([IPOption(copy_flag=copied, option=option, value=b"ab")])


@covers("rfc9293:MAY-10")
def test_a_segment_with_timestamps_is_taken(hears):
    assert hears([IPOption(**STAMPS, value=b"\x05\x00" + bytes(8))])


@covers("rfc9293:MAY-11")
def test_a_segment_with_a_recorded_route_is_taken(hears):
    assert hears([IPOption_RR(routers=["0.0.0.0"] * 3)])
