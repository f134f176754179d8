"""Nothing depends on how large a packet is: of all sizes that the link carries, each is taken, answered and sent, and at once."""
import pytest
from scapy.layers.inet import UDP

covers = pytest.mark.covers

HEADERS = 60
"""Bytes of the longest headers without options."""
DATA = bytes(range(1, 256)) * 6


@pytest.fixture
def sizes(wire) -> range:
    """Odd and even ones, close to each other: no kind of size lies between two."""
    return range(1, wire.mtu - HEADERS + 1, 83)


@covers("rfc768:length-sent", "rfc768:one-packet-each")
def test_a_datagram_of_any_size_is_sent(wire, talking, sizes):
    for size in sizes:
        talking.ours.send(DATA[:size])

    assert [len(packet[UDP].payload) for packet in wire.all_until_now(UDP(dport=talking.port))] == list(sizes)


@covers("rfc768:3")
def test_a_datagram_of_any_size_is_delivered(wire, hearing, udp_datagram, sizes):
    for size in sizes:
        wire.send(udp_datagram(DATA[:size]))
        wire.send(udp_datagram(b"the next"))

        assert hearing.recv(2000) == DATA[:size]

        assert hearing.recv(10) == b"the next"


@covers("rfc9293:MUST-60")
def test_a_segment_of_any_size_is_sent(accepted, sizes):
    ours, far = accepted
    ours.setsockopt("TCP_NODELAY", 1)

    for size in sizes:
        ours.send(DATA[:size])
        assert far.take() == DATA[:size]

        far.send()


@covers("rfc9293:3.4-delivery")
def test_a_segment_of_any_size_is_taken(accepted, sizes):
    ours, far = accepted
    for size in sizes:
        far.send(DATA[:size])

        assert ours.recv(2000) == DATA[:size]


@covers("rfc1122I:24", "rfc4443:6")
def test_an_echo_request_of_any_size_is_answered(wire, icmp, sizes):
    for size in sizes:
        wire.send(icmp.echo(id=1, seq=size) / DATA[:size])

    replies = wire.all_until_now(icmp.reply(id=1))
    assert sorted(len(reply.payload) - 8 for reply in replies) == list(sizes)
