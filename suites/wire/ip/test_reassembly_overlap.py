"""Fragments that overlap, or cannot belong together."""
import pytest
from scapy.layers.inet6 import IPv6ExtHdrDestOpt, PadN

covers = pytest.mark.covers
ipv4 = pytest.mark.parametrize("wire", [4], indirect=True, ids=["ipv4"])
ipv6 = pytest.mark.parametrize("wire", [6], indirect=True, ids=["ipv6"])

DATA = bytes(range(256)) * 8
OVERLAPS = {"with the one before": [(0, 1000), (992, 2056)], "with the one behind": [(992, 2056), (0, 1000)],
            "within another": [(0, 1400), (800, 904), (1400, 2056)], "around another": [(800, 904), (0, 1400), (1400, 2056)],
            "filling a gap too large": [(0, 800), (1200, 2056), (792, 1208)]}


@ipv6
@covers("rfc8200:7")
@pytest.mark.parametrize("pieces", OVERLAPS.values(), ids=OVERLAPS)
def test_a_packet_whose_fragments_overlap_is_dropped(wire, cut, udp_datagram, nothing_heard, pieces):
    piece = cut(udp_datagram(DATA))
    for first, last in pieces:
        wire.send(piece(first, last))

    assert nothing_heard()
    assert wire.silent()


@ipv6
@covers("rfc8200:7")
def test_what_comes_later_does_not_revive_a_packet_whose_fragments_overlap(wire, cut, udp_datagram, nothing_heard):
    piece = cut(udp_datagram(DATA))
    for first, last in [(0, 1000), (992, 1400), (1400, 2056), (1000, 1400)]:
        wire.send(piece(first, last))

    assert nothing_heard()
    assert wire.silent()


@ipv4
@covers("rfc791:4")
@pytest.mark.parametrize("pieces", OVERLAPS.values(), ids=OVERLAPS)
def test_a_datagram_whose_fragments_overlap_is_whole_or_dropped(wire, hearing, cut, udp_datagram, choice, pieces):
    piece = cut(udp_datagram(DATA))
    for first, last in pieces:
        wire.send(piece(first, last))
    wire.fence()

    delivered = "POLLIN" in hearing.poll("POLLIN")
    choice("rfc791:4", "overlapping fragments are put together" if delivered else "a datagram with overlapping fragments is dropped")

    assert not delivered or hearing.recv(65535) == DATA


@ipv4
@covers("rfc791:4")
def test_of_two_contents_of_one_place_a_datagram_has_one_or_is_dropped(wire, hearing, cut, udp_datagram, choice):
    old, new = DATA, DATA[:1000] + b"x" * 16 + DATA[1016:]
    piece = cut(udp_datagram(old, chksum=0))
    wire.send(piece(0, 1200))
    wire.send(piece(1000, 2056, content=bytes(8) + new))
    wire.fence()

    received = hearing.recv(65535) if hearing.poll("POLLIN") else None
    choice("rfc791:4", "dropped" if received is None else "the older copy" if received == old else "the newer copy")

    assert received in (None, old, new)


@covers("rfc791:4", "rfc8200:fragment-end")
def test_fragments_that_disagree_about_the_end_do_not_make_a_longer_datagram(wire, hearing, cut, udp_datagram):
    piece = cut(udp_datagram(DATA))
    wire.send(piece(1000, 1500, more=False))
    wire.send(piece(1504, 2056))
    wire.send(piece(0, 1000))
    wire.fence()

    assert not hearing.poll("POLLIN")


@ipv4
@covers("rfc791:4")
def test_a_fragment_that_would_reach_beyond_the_largest_datagram_is_dropped(wire, cut, udp_datagram, nothing_heard):
    piece = cut(udp_datagram(DATA))
    wire.send(piece(0, 1000))

    wire.send(piece(0, 1000, more=False, frag=8189))

    assert nothing_heard()
    assert wire.silent()


@ipv6
@covers("rfc8200:8")
def test_a_fragment_whose_length_is_no_multiple_of_eight_is_a_parameter_problem(wire, icmp, cut, udp_datagram):
    wire.send(cut(udp_datagram(DATA))(0, 1001, more=True))

    wire.expect(icmp.parameter_problem(code=0, ptr=4))


@ipv6
@covers("rfc8200:8")
def test_the_last_fragment_may_be_of_any_length(wire, hearing, cut, udp_datagram):
    piece = cut(udp_datagram(DATA[:1001]))
    wire.send(piece(0, 1000))
    wire.send(piece(1000, piece.size))

    assert hearing.recv(65535) == DATA[:1001]
    assert wire.silent()


@ipv6
@covers("rfc8200:9")
def test_a_fragment_that_would_reach_beyond_the_largest_packet_is_a_parameter_problem(wire, icmp, cut, udp_datagram):
    wire.send(cut(udp_datagram(DATA))(0, 1000, more=False, offset=8189))

    wire.expect(icmp.parameter_problem(code=0, ptr=42))


@ipv6
@covers("rfc8200:10")
def test_a_first_fragment_without_the_upper_header_is_a_parameter_problem(wire, icmp, cut, udp_datagram, nothing_heard):
    piece = cut(IPv6ExtHdrDestOpt(nh=17, options=[PadN(optdata=bytes(4))] * 4) / udp_datagram(DATA[:1000]))
    wire.send(piece(0, 32))

    wire.expect(icmp.parameter_problem(code=3, ptr=0))
    wire.send(piece(32, piece.size))
    assert nothing_heard()


@ipv6
@covers("rfc8200:12")
def test_a_lone_fragment_is_a_packet_of_its_own(wire, hearing, cut, udp_datagram):
    wire.send(cut(udp_datagram(b"atomic"))())

    assert hearing.recv(100) == b"atomic"


@ipv6
@covers("rfc8200:12")
def test_a_lone_fragment_does_not_disturb_others_of_its_id(wire, hearing, cut, udp_datagram):
    piece, lone = cut(udp_datagram(DATA)), cut(udp_datagram(b"atomic"))
    wire.send(piece(0, 1000, id=9))
    wire.send(lone(id=9))
    assert hearing.recv(100) == b"atomic"

    wire.send(piece(1000, id=9))

    assert hearing.recv(65535) == DATA


@ipv6
@covers("rfc8200:fragment-next-header")
def test_the_header_that_follows_is_told_by_the_first_fragment(wire, hearing, cut, udp_datagram):
    piece = cut(udp_datagram(DATA))
    wire.send(piece(1000, nh=59))
    wire.send(piece(0, 1000))

    assert hearing.recv(65535) == DATA


@ipv6
@covers("rfc8200:fragment-reserved")
def test_reserved_bits_of_the_fragment_header_are_ignored(wire, hearing, cut, udp_datagram):
    piece = cut(udp_datagram(DATA))
    wire.send(piece(0, 1000, res1=255, res2=3))
    wire.send(piece(1000, res1=255, res2=3))

    assert hearing.recv(65535) == DATA
