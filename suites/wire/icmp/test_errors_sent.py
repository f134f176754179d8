"""Errors that the host sends: for which packets, and what of them it quotes."""
import pytest
from scapy.layers.inet import ICMP, UDP
from scapy.layers.inet6 import ICMPv6DestUnreach
from scapy.packet import Raw

from harness.wire import NOT_LISTENING

covers = pytest.mark.covers
ipv4 = pytest.mark.parametrize("wire", [4], indirect=True, ids=["ipv4"])
ipv6 = pytest.mark.parametrize("wire", [6], indirect=True, ids=["ipv6"])

DATA = bytes(range(256)) * 8


@pytest.fixture
def astray(wire):
    """``astray(b"data")`` is a datagram to a port where nobody listens."""
    return lambda data=b"hello", **header: wire.ip(**header) / UDP(sport=4000, dport=NOT_LISTENING) / data


def quote(error) -> bytes:
    """What an error quotes."""
    return bytes(error[ICMPv6DestUnreach if ICMPv6DestUnreach in error else ICMP])[8:]


def quotes(error, packet: bytes) -> bool:
    """Whether an error quotes what it must of a short packet: over IPv4 its header and 8 bytes, over IPv6 all of it."""
    quoted, least = quote(error), 28 if packet[0] >> 4 == 4 else len(packet)
    return packet.startswith(quoted) and len(quoted) >= least


@covers("rfc1122U:1", "rfc4443:5")
def test_a_datagram_to_a_closed_port_is_answered_with_port_unreachable(wire, icmp, astray):
    wire.send(astray())

    wire.expect(wire.ip(src=wire.target, dst=wire.far) / icmp.no_port())


@covers("rfc1122U:1", "rfc4443:5")
def test_a_datagram_to_an_open_port_draws_no_error(wire, hearing, udp_datagram):
    wire.send(udp_datagram())

    assert wire.silent()
    assert hearing.recv(100) == b"hello"


@covers("rfc1122U:1", "rfc4443:5")
def test_a_datagram_to_a_port_that_was_closed_again_is_answered(wire, icmp, hearing, udp_datagram):
    late = udp_datagram(b"too late")
    hearing.close()

    wire.send(late)

    wire.expect(icmp.no_port())


@covers("rfc1122U:1", "rfc4443:5")
def test_a_datagram_to_a_socket_that_is_connected_to_another_host_is_answered(wire, icmp, talking):
    stranger = wire.another_address()

    wire.send(wire.ip(src=stranger) / UDP(sport=talking.port, dport=talking.sent[UDP].sport) / b"not from whom you think")

    wire.expect(wire.ip(src=wire.target, dst=stranger) / icmp.no_port())


@covers("rfc1122I:19", "rfc4443:1")
@pytest.mark.parametrize("size", [0, 1, 8, 100, 500])
def test_an_error_quotes_the_datagram_as_it_came(wire, icmp, astray, size):
    packet = bytes(astray(DATA[:size]))

    wire.send(packet)

    quoted = quote(wire.expect(icmp.no_port()))
    assert len(quoted) >= min(len(packet), 28)
    assert packet.startswith(quoted)


@ipv4
@covers("linux:icmp:quoted-bytes")
@pytest.mark.parametrize("size", [548 - 28, 548 - 27, 1400])
def test_an_error_has_up_to_576_bytes(wire, icmp, astray, size):
    packet = bytes(astray(DATA[:size]))

    wire.send(packet)

    assert quote(wire.expect(icmp.no_port())) == packet[:548]


@ipv6
@covers("rfc4443:1")
@pytest.mark.parametrize("size", [1, 1280 - 48 - 48, 1280 - 48 - 47, 1400])
def test_an_error_has_up_to_1280_bytes(wire, icmp, astray, size):
    packet = bytes(astray(DATA[:size]))

    wire.send(packet)

    assert quote(wire.expect(icmp.no_port())) == packet[:1280 - 48]


@covers("rfc1122I:19", "rfc4443:1")
def test_an_error_quotes_hops_and_class_as_they_came(wire, icmp, astray):
    packet = bytes(astray(**({"hlim": 3, "tc": 0x48, "fl": 77} if wire.version == 6 else {"ttl": 3, "tos": 0x48, "id": 77})))

    wire.send(packet)

    assert quotes(wire.expect(icmp.no_port()), packet)


@covers("rfc1122I:19", "rfc4443:1")
def test_an_error_about_a_datagram_that_came_in_fragments_quotes_it(wire, icmp, cut):
    piece = cut(UDP(sport=4000, dport=NOT_LISTENING) / DATA)
    for first in range(0, piece.size, 1400):
        wire.send(piece(first, min(first + 1400, piece.size)))

    assert bytes(UDP(sport=4000, dport=NOT_LISTENING))[:4] in quote(wire.expect(icmp.no_port()))[:60]


@ipv4
@covers("rfc1122I:21")
@pytest.mark.parametrize("number", [253, 254, 132, 255])
def test_an_unknown_protocol_is_answered_with_protocol_unreachable(wire, number):
    packet = bytes(wire.ip(proto=number) / Raw(b"nobody knows me"))

    wire.send(packet)

    assert quotes(wire.expect(wire.ip(src=wire.target, dst=wire.far) / ICMP(type=3, code=2)), packet)


@ipv4
@covers("rfc1122I:20")
@pytest.mark.parametrize("tos", [0, 0x48])
def test_an_error_is_of_class_0(wire, icmp, astray, tos):
    wire.send(astray(tos=tos))

    assert wire.expect(icmp.no_port()).tos == 0


@ipv6
@covers("linux:ip:default-tos")
@pytest.mark.parametrize("kind", [0, 0x48])
def test_an_error_is_of_class_0_over_ipv6(wire, icmp, astray, kind):
    wire.send(astray(tc=kind))

    assert wire.expect(icmp.no_port()).tc == 0


@ipv4
@covers("linux:icmp:error-tos")
@pytest.mark.parametrize("tos", [0, 0x08, 0x10])
def test_an_error_has_the_precedence_of_network_control(wire, icmp, astray, tos):
    wire.send(astray(tos=tos))

    assert wire.expect(icmp.no_port()).tos == tos | 0xC0


@ipv4
@covers("rfc1122I:19")
def test_an_error_has_nothing_in_its_unused_field(wire, icmp, astray):
    wire.send(astray())

    error = bytes(wire.expect(icmp.no_port())[ICMP])
    assert error[4] == error[6] == error[7] == 0


@covers("rfc1122I:19", "rfc4443:1")
def test_one_error_answers_one_datagram(wire, icmp, astray):
    packets = [bytes(astray(b"one")), bytes(astray(b"two"))]

    for packet in packets:
        wire.send(packet)

    errors = wire.all_until_now(icmp.no_port())
    assert 1 <= len(errors) <= 2        # they may be limited in number
    assert all(any(quotes(error, packet) for packet in packets) for error in errors)
