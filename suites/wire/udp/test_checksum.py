"""The checksum of datagrams: right on all that is sent, and what is not right is dropped without a word."""
import pytest
from scapy.layers.inet import UDP

from harness.wire import spoiled

covers = pytest.mark.covers

SO_NO_CHECK = 11
"""The option's number, for which Python has no name."""


def checksum_is_right(packet) -> bool:
    """Whether a datagram carries the checksum that scapy computes for it."""
    again = packet.copy()
    del again[UDP].chksum
    return type(again)(bytes(again))[UDP].chksum == packet[UDP].chksum


@covers("rfc768:3", "rfc1122U:5", "rfc8200:14")
@pytest.mark.parametrize("size", [0, 1, 2, 3, 511, 1000, 1232])
def test_a_datagram_goes_out_with_the_right_checksum(wire, hearing, size):
    hearing.sendto(b"\xfe" * size, wire.udp.address(wire.far, 4000))

    assert checksum_is_right(wire.expect(UDP(dport=4000)))


@covers("rfc1122U:5", "rfc8200:14")
def test_there_is_a_checksum_by_default(talking):
    assert talking.sent[UDP].chksum != 0


@covers("rfc768:4", "rfc8200:14")
def test_a_checksum_of_zero_goes_out_as_ones(wire, talking):
    talking.ours.send(b"\0\0")
    of_zeros = wire.expect(UDP(dport=4000))[UDP].chksum

    talking.ours.send(of_zeros.to_bytes(2, "big"))      # data that makes up for the rest of the sum

    assert wire.expect(UDP(dport=4000))[UDP].chksum == 0xFFFF


@covers("rfc1122U:6")
def test_a_datagram_with_a_wrong_checksum_is_dropped(wire, udp_datagram, nothing_heard):
    wire.send(spoiled(wire.ip() / udp_datagram(b"hello")))

    assert nothing_heard()


@covers("rfc1122U:6")
def test_a_wrong_checksum_draws_no_answer(wire, udp_datagram):
    wire.send(spoiled(wire.ip() / udp_datagram(b"hello")))

    assert wire.silent()


@covers("rfc1122U:6")
def test_a_wrong_checksum_to_a_closed_port_draws_no_answer(wire):
    wire.send(spoiled(wire.ip() / UDP(sport=4000, dport=1) / b"hello"))

    assert wire.silent()


@covers("rfc768:3", "rfc1122U:6")
def test_a_checksum_that_leaves_out_the_addresses_is_wrong(wire, udp_datagram, nothing_heard):
    nowhere = "::" if wire.version == 6 else "0.0.0.0"
    without = wire.ip(src=nowhere, dst=nowhere) / udp_datagram(b"hello")

    wire.send(udp_datagram(b"hello", chksum=type(without)(bytes(without))[UDP].chksum))

    assert nothing_heard()


@covers("rfc768:5")
def test_over_ipv4_a_datagram_without_checksum_is_delivered(target, wire4):
    hearing = target.bound(wire4.udp)

    wire4.send(UDP(sport=4000, dport=hearing.address.port, chksum=0) / b"hello")

    assert hearing.recv(100) == b"hello"


@covers("rfc8200:14")
def test_over_ipv6_a_datagram_without_checksum_is_dropped(target, wire6):
    hearing = target.bound(wire6.udp)

    wire6.send(UDP(sport=4000, dport=hearing.address.port, chksum=0) / b"hello")

    wire6.fence()
    assert hearing.poll("POLLIN") == set()


@covers("rfc768:4")
def test_a_checksum_of_ones_is_right_where_the_sum_is_zero(wire, hearing, udp_datagram):
    probe = wire.ip() / udp_datagram(b"\0\0")
    data = type(probe)(bytes(probe))[UDP].chksum.to_bytes(2, "big")

    wire.send(udp_datagram(data, chksum=0xFFFF))

    assert hearing.recv(100) == data


@covers("rfc1122U:7")
def test_over_ipv4_checksums_can_be_switched_off(target, wire4):
    ours = target.open(wire4.udp)
    ours.setsockopt(SO_NO_CHECK, 1, "SOL_SOCKET")

    ours.sendto(b"hello", wire4.udp.address(wire4.far, 4000))

    assert wire4.expect(UDP(dport=4000))[UDP].chksum == 0


@covers("rfc8200:14")
def test_over_ipv6_checksums_cannot_be_switched_off_like_that(target, wire6):
    ours = target.open(wire6.udp)
    ours.setsockopt(SO_NO_CHECK, 1, "SOL_SOCKET")

    ours.sendto(b"hello", wire6.udp.address(wire6.far, 4000))

    assert checksum_is_right(wire6.expect(UDP(dport=4000)))
