"""The header of what comes in: a packet that contradicts itself is dropped and not answered, one that is odd but right is taken."""
import pytest
from scapy.layers.inet import IP, TCP
from scapy.packet import Padding

covers = pytest.mark.covers
ipv4 = pytest.mark.parametrize("wire", [4], indirect=True, ids=["ipv4"])
ipv6 = pytest.mark.parametrize("wire", [6], indirect=True, ids=["ipv6"])


@covers("rfc1122I:1", "rfc8200:version")
def test_a_packet_that_claims_the_other_version_is_dropped(wire, udp_datagram, nothing_heard):
    packet = bytearray(bytes(wire.ip() / udp_datagram()))
    packet[0] ^= 0x20

    wire.send(bytes(packet))

    assert nothing_heard()
    assert wire.silent()


@ipv4
@covers("rfc1122I:2")
@pytest.mark.parametrize("wrong", [1, 0x100, 0xFFFE])
def test_a_header_with_a_wrong_checksum_is_dropped(wire, udp_datagram, nothing_heard, wrong):
    right = IP(bytes(wire.ip() / udp_datagram())).chksum

    wire.send(wire.ip(chksum=(right + wrong) & 0xFFFF) / udp_datagram())

    assert nothing_heard()
    assert wire.silent()


@ipv4
@covers("rfc791:1")
@pytest.mark.parametrize("words", [0, 1, 4])
def test_a_header_shorter_than_five_words_is_dropped(wire, udp_datagram, nothing_heard, words):
    wire.send(wire.ip(ihl=words) / udp_datagram())

    assert nothing_heard()
    assert wire.silent()


@ipv4
@covers("rfc791:1")
def test_a_header_longer_than_its_packet_is_dropped(wire, udp_datagram, nothing_heard):
    wire.send(wire.ip(ihl=15) / udp_datagram(b""))

    assert nothing_heard()
    assert wire.silent()


@ipv4
@covers("rfc791:1")
@pytest.mark.parametrize("length", [0, 12, 19])
def test_a_total_length_shorter_than_the_header_is_dropped(wire, udp_datagram, nothing_heard, length):
    wire.send(wire.ip(len=length) / udp_datagram())

    assert nothing_heard()
    assert wire.silent()


@covers("rfc791:1", "rfc8200:length")
def test_a_packet_that_lacks_its_last_byte_is_dropped(wire, udp_datagram, nothing_heard):
    packet = bytes(wire.ip() / udp_datagram())

    wire.send(packet[:-1])

    assert nothing_heard()
    assert wire.silent()


@covers("rfc791:2", "rfc8200:length")
@pytest.mark.parametrize("size", [1, 6, 200])
def test_what_follows_the_packet_is_not_part_of_it(wire, hearing, udp_datagram, size):
    packet = wire.ip() / udp_datagram(b"the data")

    wire.send(packet.__class__(bytes(packet)) / Padding(b"x" * size))

    assert hearing.recv(1000) == b"the data"


@ipv4
@covers("rfc791:2")
def test_what_follows_a_segment_is_not_part_of_it(wire, accepted):
    ours, far = accepted
    segment = TCP(sport=far.port, dport=far.their_port, seq=far.next, ack=far.received, flags="A", window=far.window)

    wire.send(bytes(wire.ip() / segment) + b"padding")
    far.send(b"the data")

    assert ours.recv(1000) == b"the data"


@covers("rfc1122I:12", "rfc8200:1")
@pytest.mark.parametrize("left", [0, 1, 2, 255])
def test_a_packet_for_this_host_is_taken_however_few_hops_are_left(wire, hearing, udp_datagram, left):
    wire.send(wire.ip(**{"hlim" if wire.version == 6 else "ttl": left}) / udp_datagram())

    assert hearing.recv(100) == b"hello"


@ipv4
@covers("rfc6864:1")
@pytest.mark.parametrize("number", [0, 0x7FFF, 0x8000, 0xFFFF])
def test_the_identification_of_what_is_no_fragment_does_not_matter(wire, hearing, udp_datagram, number):
    wire.send(wire.ip(id=number, flags="DF") / udp_datagram())

    assert hearing.recv(100) == b"hello"


@ipv4
@covers("rfc791:reserved-flag")
def test_the_reserved_flag_does_not_hinder(wire, hearing, udp_datagram):
    wire.send(wire.ip(flags="evil") / udp_datagram())

    assert hearing.recv(100) == b"hello"


@ipv6
@covers("rfc8200:flow-label")
def test_a_flow_label_does_not_hinder(wire, hearing, udp_datagram):
    wire.send(wire.ip(fl=0xFFFFF, tc=0xFC) / udp_datagram())

    assert hearing.recv(100) == b"hello"


@covers("rfc1122I:12", "rfc8200:1")
def test_a_datagram_right_in_all_is_taken_and_draws_no_answer(wire, hearing, udp_datagram):
    wire.send(udp_datagram())

    assert hearing.recv(100) == b"hello"
    assert wire.silent()
