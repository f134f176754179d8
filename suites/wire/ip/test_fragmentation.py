"""Datagrams too large for the link: sent in fragments that make up the whole, or refused."""
import pytest
from scapy.layers.inet import IP, TCP, UDP
from scapy.layers.inet6 import IPv6ExtHdrFragment

from harness.wire import NOT_LISTENING

covers = pytest.mark.covers
ipv4 = pytest.mark.parametrize("wire", [4], indirect=True, ids=["ipv4"])
ipv6 = pytest.mark.parametrize("wire", [6], indirect=True, ids=["ipv6"])

DATA = bytes(range(256)) * 20
DONT, WANT = 0, 1


@pytest.fixture
def fragments(talking, wire):
    """What goes over the wire when the target sends so many bytes in one datagram."""

    def send(size: int) -> list:
        talking.ours.send(DATA[:size])
        return wire.all_until_now()

    return send


def header(wire):
    """How long the headers of IP and UDP are."""
    return 48 if wire.version == 6 else 28


@covers("rfc1122I:28", "rfc8200:4.5-send")
@pytest.mark.parametrize("size", [1481, 3000, 5120])
def test_fragments_make_up_the_datagram(fragments, whole, size):
    (packet,) = whole(fragments(size))

    assert bytes(packet[UDP].payload) == DATA[:size]


@covers("rfc1122I:28", "rfc8200:4.5-send")
def test_a_datagram_that_just_fits_is_not_cut(fragments, wire):
    (packet,) = fragments(wire.mtu - header(wire))

    assert len(packet) == wire.mtu
    assert IPv6ExtHdrFragment not in packet


@covers("rfc1122I:28", "rfc8200:4.5-send")
def test_a_datagram_of_one_byte_more_is_cut_in_two(fragments, wire):
    first, second = fragments(wire.mtu - header(wire) + 1)

    assert len(first) <= wire.mtu
    assert len(second) <= wire.mtu


@ipv4
@covers("rfc1122I:28")
def test_fragments_have_one_id_and_sizes_in_units_of_eight(fragments):
    packets = fragments(5120)

    assert len({packet.id for packet in packets}) == 1
    assert [packet.flags.MF for packet in packets] == [1] * (len(packets) - 1) + [0]
    assert all((packet.len - 20) % 8 == 0 for packet in packets[:-1])


@ipv6
@covers("rfc8200:4.5-send")
def test_fragments_have_one_id_and_sizes_in_units_of_eight_over_ipv6(fragments):
    packets = [packet[IPv6ExtHdrFragment] for packet in fragments(5120)]

    assert len({packet.id for packet in packets}) == 1
    assert [packet.m for packet in packets] == [1] * (len(packets) - 1) + [0]
    assert all(len(packet.payload) % 8 == 0 for packet in packets[:-1])


@covers("rfc6864:3", "rfc8200:fragment-id")
def test_datagrams_in_fragments_have_different_ids(fragments, wire):
    ids = [{packet[IPv6ExtHdrFragment if wire.version == 6 else IP].id for packet in fragments(3000)} for _ in range(20)]

    assert len(set.union(*ids)) == 20


@covers("rfc791:3", "rfc8200:4.5-send")
def test_a_socket_that_does_not_let_datagrams_be_cut_refuses_large_ones(talking, wire, never_cut):
    never_cut(talking.ours)

    assert talking.ours.fails.send(DATA[:wire.mtu - header(wire) + 1]) == "EMSGSIZE"
    assert wire.silent()


@covers("rfc791:3", "rfc8200:4.5-send")
def test_a_socket_that_does_not_let_datagrams_be_cut_sends_what_fits(talking, wire, never_cut):
    never_cut(talking.ours)

    talking.ours.send(DATA[:wire.mtu - header(wire)])

    assert len(wire.expect(UDP(dport=talking.port))) == wire.mtu


@ipv4
@covers("linux:ip:dont-fragment")
def test_a_datagram_that_fits_must_not_be_cut_on_its_way(talking):
    assert talking.sent.flags == "DF"


@ipv4
@covers("linux:ip:dont-fragment")
def test_a_datagram_of_a_socket_without_discovery_may_be_cut_on_its_way(talking, wire):
    talking.ours.setsockopt("IP_MTU_DISCOVER", DONT)
    talking.ours.send(b"again")

    assert wire.expect(UDP(dport=talking.port)).flags == 0


@ipv4
@covers("linux:ip:dont-fragment")
def test_fragments_may_be_cut_further(fragments):
    assert not any(packet.flags.DF for packet in fragments(3000))


@ipv4
@covers("rfc1191:1")
def test_no_segment_may_be_cut_on_its_way(established, wire):
    ours, far = established
    ours.setsockopt("IP_MTU_DISCOVER", WANT)        # nobody needs to look for the path's MTU
    ours.send(DATA)
    far.receive(len(DATA))
    ours.shutdown("SHUT_WR")
    far.send(b"hello")
    wire.expect(TCP(dport=far.port, ack=far.next))

    assert all(one.packet.flags.DF for one in wire.capture if one.sender == "target" and not one.packet[TCP].flags.S)


@ipv4
@covers("linux:ip:dont-fragment")
def test_no_segment_of_a_handshake_may_be_cut(established, wire):
    assert all(one.packet.flags.DF for one in wire.capture if one.sender == "target")


@ipv4
@covers("linux:ip:dont-fragment")
def test_no_refusal_may_be_cut(wire):
    wire.send(TCP(sport=4000, dport=NOT_LISTENING, flags="S"))

    assert wire.expect(TCP(flags="RA", dport=4000)).flags == "DF"


@ipv4
@covers("rfc6864:2", "rfc6864:3")
def test_segments_that_may_be_cut_have_different_ids_even_if_sent_again(accepted, wire):
    ours, far = accepted
    ours.setsockopt("IP_MTU_DISCOVER", DONT)
    start = len(wire.capture)
    for _ in range(5):
        ours.send(DATA[:wire.mtu - 40])
    far.all_until_now()
    for _ in range(3):
        far.send()
    far.expect("A", data=DATA[:wire.mtu - 40])

    segments = [one.packet for one in wire.capture[start:] if one.sender == "target"]

    assert not any(segment.flags.DF for segment in segments)
    assert len({segment.id for segment in segments}) == len(segments)


@ipv4
@covers("rfc6864:3")
def test_datagrams_that_may_be_cut_have_different_ids(target, wire):
    ours = target.open(wire.udp)
    ours.setsockopt("IP_MTU_DISCOVER", DONT)
    for _ in range(50):
        ours.sendto(b"hello", wire.udp.address(wire.far, 4000))

    packets = wire.all_until_now(UDP(dport=4000))

    assert len({packet.id for packet in packets}) == len(packets) == 50


@ipv4
@covers("rfc6864:1")
def test_datagrams_that_must_not_be_cut_are_all_taken_though_they_have_one_id(wire, hearing, udp_datagram):
    for data in (b"first", b"second", b"first"):
        wire.send(wire.ip(id=99, flags="DF") / udp_datagram(data))

    assert [hearing.recv(100) for _ in range(3)] == [b"first", b"second", b"first"]


@ipv4
@covers("rfc6864:1")
def test_the_id_of_a_datagram_that_must_not_be_cut_has_nothing_to_do_with_fragments(wire, hearing, cut, udp_datagram):
    piece = cut(udp_datagram(DATA[:2000]))
    wire.send(piece(0, 1000, id=99))
    wire.send(wire.ip(id=99, flags="DF") / udp_datagram(b"atomic"))
    wire.send(piece(1000, id=99))

    assert hearing.recv(65535) == b"atomic"
    assert hearing.recv(65535) == DATA[:2000]


@covers("linux:ip:mtu-option")
def test_the_path_is_taken_to_carry_what_the_link_carries(talking, wire, path_mtu):
    assert path_mtu(talking.ours) == wire.mtu
