"""Nothing depends on which port the other end has: well-known or not, low or high, each is heard and answered and spoken to."""
import pytest
from scapy.layers.inet import TCP, UDP

from harness.wire import NOT_LISTENING

covers = pytest.mark.covers

PORTS = [20, 22, 25, 67, 80, 110, 123, 137, 143, 161, 389, 443, 500, 514, 853, 1080, 1900, 3306, 4500, 5353, 8080, *range(10007, 65535, 5003)]
"""Those that many people use, and some of all heights."""


@covers("rfc768:6")
def test_datagrams_from_all_ports_are_delivered(wire, hearing, udp_datagram):
    for port in PORTS:
        wire.send(udp_datagram(sport=port))
        wire.send(udp_datagram(b"the next"))

        assert hearing.recvfrom(10) == (b"hello", wire.udp.address(wire.far, port))

        assert hearing.recv(10) == b"the next"


@covers("rfc768:ports")
def test_datagrams_are_sent_to_all_ports(wire, hearing):
    for port in PORTS:
        hearing.sendto(b"hello", wire.udp.address(wire.far, port))

    assert [packet[UDP].dport for packet in wire.all_until_now(UDP(sport=hearing.address.port))] == PORTS


@covers("rfc9293:3.1-any-port", "rfc9293:3.5.2-closed")
def test_calls_from_all_ports_are_refused_where_nobody_listens(wire):
    for port in PORTS:
        wire.send(TCP(sport=port, dport=NOT_LISTENING, flags="S"))

    assert [packet[TCP].dport for packet in wire.all_until_now(TCP(sport=NOT_LISTENING, flags="RA"))] == PORTS


@covers("rfc9293:3.1-any-port")
def test_calls_from_all_ports_are_answered(wire, listening):
    port = listening.far.their_port
    for number in PORTS:
        wire.send(TCP(sport=number, dport=port, flags="S", seq=7))
        wire.send(TCP(sport=number, dport=port, flags="R", seq=8))     # the queue of a listener is short

    assert [packet[TCP].dport for packet in wire.all_until_now(TCP(sport=port, flags="SA", ack=8))] == PORTS
