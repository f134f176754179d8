"""Datagrams that come in: whole, by their stated length, with the address they came from."""
import pytest
from scapy.layers.inet import UDP
from scapy.packet import Raw

covers = pytest.mark.covers


@pytest.fixture
def payload_of(wire):
    """``payload_of(UDP() / data)``: the bytes that stand behind the IP header, checksum and all."""
    return lambda packet: bytes((wire.ip() / packet).payload)


@pytest.fixture
def send_payload(wire):
    """``send_payload(raw)`` puts these bytes on the wire as the payload of an IP packet that is said to be UDP."""
    field = "nh" if wire.version == 6 else "proto"
    return lambda raw: wire.send(wire.ip(**{field: 17}) / Raw(raw))


@covers("rfc768:3")
@pytest.mark.parametrize("size", [1, 2, 3, 512, 1452])
def test_a_datagram_is_delivered_as_it_came(wire, hearing, udp_datagram, size):
    data = bytes(range(1, 256)) * 6

    wire.send(udp_datagram(data[:size]))

    assert hearing.recv(2000) == data[:size]


@covers("rfc768:empty")
def test_a_datagram_without_data_is_delivered(wire, hearing, udp_datagram):
    wire.send(udp_datagram(b""))

    assert "POLLIN" in hearing.ready("POLLIN")
    assert hearing.recvfrom(10) == (b"", wire.udp.address(wire.far, 4000))


@covers("rfc768:6")
def test_who_sent_a_datagram_is_told(wire, hearing, udp_datagram):
    wire.send(udp_datagram(b"hello", sport=4321))

    assert hearing.recvfrom(10) == (b"hello", wire.udp.address(wire.far, 4321))


@covers("rfc768:6")
@pytest.mark.parametrize("port", [1, 53, 1023, 5060, 65535])
def test_a_datagram_from_any_port_is_delivered(wire, hearing, udp_datagram, port):
    wire.send(udp_datagram(b"hello", sport=port))

    assert hearing.recvfrom(10) == (b"hello", wire.udp.address(wire.far, port))


@covers("rfc768:7")
def test_a_datagram_from_port_0_is_delivered(wire, hearing, udp_datagram):
    wire.send(udp_datagram(b"hello", sport=0))

    assert hearing.recvfrom(10) == (b"hello", wire.udp.address(wire.far, 0))


@covers("rfc768:6")
def test_an_answer_goes_back_where_the_question_came_from(wire, hearing, udp_datagram):
    wire.send(udp_datagram(b"question", sport=4321))
    _, asker = hearing.recvfrom(100)

    hearing.sendto(b"answer", asker)

    assert bytes(wire.expect(UDP(sport=hearing.address.port, dport=4321))[UDP].payload) == b"answer"


@covers("rfc768:ports")
def test_a_datagram_to_another_port_is_not_delivered(wire, hearing, udp_datagram, nothing_heard):
    wire.send(udp_datagram(dport=hearing.address.port ^ 1))

    assert nothing_heard()


@covers("rfc768:ports")
def test_a_connected_socket_hears_nobody_else(target, wire, talking):
    wire.send(UDP(sport=talking.port + 1, dport=talking.sent[UDP].sport) / b"another port")
    wire.send(wire.ip(src=wire.another_address()) / UDP(sport=talking.port, dport=talking.sent[UDP].sport) / b"another host")

    wire.send(UDP(sport=talking.port, dport=talking.sent[UDP].sport) / b"the peer")

    assert talking.ours.recv(100) == b"the peer"


@covers("rfc768:1")
@pytest.mark.parametrize("length", [1, 7])
def test_a_length_shorter_than_the_header_is_dropped(wire, udp_datagram, nothing_heard, length):
    wire.send(udp_datagram(b"hello", len=length))

    assert nothing_heard()


@covers("rfc768:1")
@pytest.mark.parametrize("length", [14, 100, 65535])
def test_a_length_beyond_the_packet_is_dropped(wire, udp_datagram, nothing_heard, length):
    wire.send(udp_datagram(b"hello", len=length))

    assert nothing_heard()


@covers("rfc768:1")
def test_a_datagram_that_lacks_its_last_byte_is_dropped(udp_datagram, payload_of, send_payload, nothing_heard):
    send_payload(payload_of(udp_datagram(b"hello"))[:-1])

    assert nothing_heard()


@covers("rfc768:1")
@pytest.mark.parametrize("size", [1, 4, 7])
def test_a_packet_shorter_than_the_header_is_dropped(udp_datagram, payload_of, send_payload, nothing_heard, size):
    send_payload(payload_of(udp_datagram(b"hello"))[:size])

    assert nothing_heard()


@covers("rfc768:2")
@pytest.mark.parametrize("rest", [1, 10])
def test_what_stands_behind_the_stated_length_is_not_delivered(hearing, udp_datagram, payload_of, send_payload, rest):
    send_payload(payload_of(udp_datagram(b"hello")) + b"x" * rest)
    send_payload(payload_of(udp_datagram(b"the next")))

    assert hearing.recv(100) in {b"hello", b"the next"}     # what is spoiled so may be dropped as a whole


@covers("rfc768:2", "rfc768:empty")
def test_a_stated_length_of_8_is_no_data(hearing, udp_datagram, payload_of, send_payload):
    send_payload(payload_of(udp_datagram(b"")) + b"padding")
    send_payload(payload_of(udp_datagram(b"the next")))

    assert "POLLIN" in hearing.ready("POLLIN")
    assert hearing.recv(100) in {b"", b"the next"}


@covers("rfc1122U:12", "rfc1122I:4")
@pytest.mark.parametrize("source", ["224.0.0.1", "239.1.2.3", "255.255.255.255", "192.0.2.255"])
def test_a_datagram_from_a_group_is_dropped(target, wire4, source):
    hearing = target.bound(wire4.udp)

    wire4.send(wire4.ip(src=source) / UDP(sport=4000, dport=hearing.address.port) / b"hello")

    wire4.fence()
    assert hearing.poll("POLLIN") == set()


@covers("rfc1122U:12")
def test_a_datagram_from_a_group_is_dropped_over_ipv6(target, wire6):
    hearing = target.bound(wire6.udp)

    wire6.send(wire6.ip(src="ff02::1") / UDP(sport=4000, dport=hearing.address.port) / b"hello")

    wire6.fence()
    assert hearing.poll("POLLIN") == set()
