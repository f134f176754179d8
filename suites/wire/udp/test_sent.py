"""Datagrams that go out: ports, length, source address, and the fields of IP that the application may set."""
import pytest
from scapy.layers.inet import UDP

from harness.wire import tos, ttl

covers = pytest.mark.covers

ROUTER_ALERT = b"\x94\x04\x00\x00"
"""An option that any host may send and that changes nothing between two."""


@covers("rfc768:ports")
def test_a_datagram_has_the_ports_of_both_ends(wire, hearing):
    hearing.sendto(b"hello", wire.udp.address(wire.far, 4000))

    sent = wire.expect(UDP(dport=4000))

    assert (sent[UDP].sport, sent.dst) == (hearing.address.port, wire.far)


@covers("rfc768:ports")
@pytest.mark.parametrize("port", [1, 53, 1023, 5060, 65535])
def test_a_datagram_is_sent_to_any_port(wire, hearing, port):
    hearing.sendto(b"hello", wire.udp.address(wire.far, port))

    assert wire.expect(UDP(dport=port)).dst == wire.far


@covers("rfc768:length-sent")
@pytest.mark.parametrize("size", [0, 1, 1000, 1232])
def test_a_datagram_states_its_length(wire, hearing, size):
    hearing.sendto(b"x" * size, wire.udp.address(wire.far, 4000))

    sent = wire.expect(UDP(dport=4000))[UDP]

    assert (sent.len, bytes(sent.payload)) == (8 + size, b"x" * size)


@covers("rfc768:empty")
def test_a_datagram_without_data_is_sent(wire, hearing):
    assert hearing.sendto(b"", wire.udp.address(wire.far, 4000)) == 0

    assert wire.expect(UDP(dport=4000, len=8))


@covers("rfc768:one-packet-each")
def test_each_send_is_a_datagram_of_its_own(wire, talking):
    for data in (b"one", b"two", b"three"):
        talking.ours.send(data)

    assert [bytes(packet[UDP].payload) for packet in wire.all_until_now(UDP(dport=4000))] == [b"one", b"two", b"three"]


@covers("linux:udp:order")
def test_datagrams_leave_once_each_in_the_order_they_were_sent(wire, talking):
    for number in range(50):
        talking.ours.send(b"%d" % number)

    assert [int(bytes(packet[UDP].payload)) for packet in wire.all_until_now(UDP(dport=4000))] == list(range(50))


@covers("rfc1122U:10", "rfc1122U:13")
def test_a_socket_bound_to_an_address_sends_from_it(wire, hearing):
    hearing.sendto(b"hello", wire.udp.address(wire.far, 4000))

    assert wire.expect(UDP(dport=4000)).src == hearing.address.host


@covers("rfc1122U:10", "rfc1122U:13")
def test_a_socket_that_is_not_bound_sends_from_an_address_of_the_host(target, wire):
    target.open(wire.udp).sendto(b"hello", wire.udp.address(wire.far, 4000))

    assert wire.expect(UDP(dport=4000)).src == wire.target


@covers("rfc1122U:10", "rfc1122U:13")
def test_a_socket_bound_to_any_address_sends_from_one_of_the_host(target, wire):
    ours = target.open(wire.udp)
    ours.bind(wire.udp.wildcard())

    ours.sendto(b"hello", wire.udp.address(wire.far, 4000))

    assert wire.expect(UDP(dport=4000)).src == wire.target


@covers("rfc1122U:11")
def test_a_connected_socket_tells_the_address_it_sends_from(talking):
    assert talking.ours.getsockname().host == talking.sent.src


@covers("rfc1122U:14")
@pytest.mark.parametrize("hops", [1, 37, 255])
def test_the_hops_of_a_datagram_are_set(wire, hearing, hops):
    hearing.setsockopt("IPV6_UNICAST_HOPS" if wire.version == 6 else "IP_TTL", hops)

    hearing.sendto(b"hello", wire.udp.address(wire.far, 4000))

    assert ttl(wire.expect(UDP(dport=4000))) == hops


@covers("rfc1122U:14")
@pytest.mark.parametrize("value", [0xB8, 0x02, 0xFF])
def test_the_service_of_a_datagram_is_set(wire, hearing, value):
    hearing.setsockopt("IPV6_TCLASS" if wire.version == 6 else "IP_TOS", value)

    hearing.sendto(b"hello", wire.udp.address(wire.far, 4000))

    assert tos(wire.expect(UDP(dport=4000))) == value


@covers("linux:ip:default-ttl")
def test_a_datagram_has_hops_enough(talking):
    assert ttl(talking.sent) >= 64


@covers("linux:ip:default-tos")
def test_a_datagram_is_of_no_special_service(talking):
    assert tos(talking.sent) == 0


@covers("linux:ip:control-on-send")
def test_the_hops_of_one_datagram_are_given_with_it(wire, hearing):
    level, name = ("IPPROTO_IPV6", "IPV6_HOPLIMIT") if wire.version == 6 else ("IPPROTO_IP", "IP_TTL")

    hearing.sendmsg([b"hello"], control=[{"level": level, "type": name, "value": 37}], address=wire.udp.address(wire.far, 4000))

    assert ttl(wire.expect(UDP(dport=4000))) == 37


@covers("linux:ip:control-on-send")
def test_the_service_of_one_datagram_is_given_with_it(wire, hearing):
    level, name = ("IPPROTO_IPV6", "IPV6_TCLASS") if wire.version == 6 else ("IPPROTO_IP", "IP_TOS")

    hearing.sendmsg([b"hello"], control=[{"level": level, "type": name, "value": 0xB8}], address=wire.udp.address(wire.far, 4000))

    assert tos(wire.expect(UDP(dport=4000))) == 0xB8


@covers("rfc1122U:3", "rfc1122U:14")
def test_a_datagram_has_the_options_that_are_set(target, wire4):
    ours = target.open(wire4.udp)
    ours.setsockopt("IP_OPTIONS", ROUTER_ALERT)

    ours.sendto(b"hello", wire4.udp.address(wire4.far, 4000))

    sent = wire4.expect(UDP(dport=4000))
    assert bytes(sent)[20:4 * sent.ihl] == ROUTER_ALERT


@covers("rfc1122U:3")
def test_options_can_be_taken_away_again(target, wire4):
    ours = target.open(wire4.udp)
    ours.setsockopt("IP_OPTIONS", ROUTER_ALERT)
    ours.setsockopt("IP_OPTIONS", b"")

    ours.sendto(b"hello", wire4.udp.address(wire4.far, 4000))

    assert wire4.expect(UDP(dport=4000)).ihl == 5
