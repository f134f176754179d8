"""Messages that claim a smaller path without knowing the connection, or are damaged: not believed."""
import pytest
from scapy.layers.inet import ICMP, TCP
from scapy.packet import Raw

covers = pytest.mark.covers
pytestmark = pytest.mark.usefixtures("full_size")
WRONG = {"sequence number ahead": {"seq": 1 << 20}, "sequence number behind": {"seq": -5000}, "source port": {"sport": 1}, "destination port": {"dport": 1}}


@pytest.fixture
def about(sending):
    """``about(seq=1)`` is the lost packet, with other numbers in its TCP header: those given are added."""

    def change(**numbers):
        copy = sending.lost.copy()
        for name, more in numbers.items():
            copy[TCP].setfieldval(name, (copy[TCP].getfieldval(name) + more) % (1 << 32 if name == "seq" else 1 << 16))
        return copy

    return change


@covers("rfc5927:sequence", "rfc8201:4")
@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_message_about_a_segment_that_is_not_on_its_way_is_ignored(wire, icmp, about, largest, room, wrong):
    wire.send(icmp.too_big(1300) / about(**wrong))

    assert largest() == room(wire.mtu)


@covers("rfc5927:sequence", "rfc8201:4")
def test_a_message_about_data_that_was_acknowledged_is_ignored(sending, wire, icmp, largest, room):
    sending.far.send(ack=sending.far.received + room(wire.mtu))

    wire.send(icmp.too_big(1300) / sending.lost)

    assert largest() == room(wire.mtu)


@covers("rfc1122I:match", "rfc8201:4")
@pytest.mark.parametrize("field", ["src", "dst"])
def test_a_message_about_a_packet_between_other_hosts_is_ignored(wire, icmp, about, largest, room, field):
    packet = about()
    packet.setfieldval(field, wire.another_address())

    wire.send(icmp.too_big(1300) / packet)

    assert largest() == room(wire.mtu)


@covers("rfc1122I:damaged", "rfc4443:7")
def test_a_message_with_a_wrong_checksum_is_ignored(sending, wire, icmp, largest, room):
    message = wire.ip() / icmp.too_big(1300) / sending.lost
    message.payload.setfieldval("chksum" if ICMP in message else "cksum", 0x1234)

    wire.send(message)

    assert largest() == room(wire.mtu)


@covers("rfc1122I:damaged")
@pytest.mark.parametrize("size", [0, 7, 19])
def test_a_message_that_does_not_quote_a_whole_header_is_ignored(sending, wire, icmp, largest, room, size):
    wire.send(icmp.too_big(1300) / Raw(bytes(sending.lost)[:size]))

    assert largest() == room(wire.mtu)


@covers("rfc1191:2", "rfc8201:1")
def test_eight_bytes_of_the_segment_are_enough_of_a_quote(sending, wire, icmp, largest, room):
    wire.send(icmp.too_big(1300) / Raw(bytes(sending.lost)[:48 if wire.version == 6 else 28]))

    assert largest() == room(1300)


@covers("rfc1191:2", "rfc8201:1")
def test_another_error_says_nothing_of_what_the_path_carries(sending, wire, icmp, largest, room):
    wire.send(icmp.time_exceeded() / sending.lost)
    wire.send(icmp.no_host() / sending.lost)

    assert largest() == room(wire.mtu)
