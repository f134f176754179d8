"""Connections whose path carries less than the link: ICMP says so, and segments become smaller, never larger, never tiny."""
import pytest
from scapy.layers.inet import IP, TCP
from scapy.packet import Raw

covers = pytest.mark.covers
pytestmark = pytest.mark.usefixtures("full_size")
ipv4 = pytest.mark.parametrize("wire", [4], indirect=True, ids=["ipv4"])
ipv6 = pytest.mark.parametrize("wire", [6], indirect=True, ids=["ipv6"])


@pytest.fixture
def again(sending):
    """``again(size)`` is the lost data once more, but only so much of it."""
    return lambda size: TCP(dport=sending.far.port, seq=sending.lost[TCP].seq) / Raw(sending.data[:size])


@covers("rfc1191:2", "rfc8201:1")
@pytest.mark.parametrize("mtu", [1280, 1300, 1492])
def test_what_was_too_big_is_sent_again_in_smaller_segments(sending, wire, icmp, again, room, mtu):
    wire.send(icmp.too_big(mtu) / sending.lost)

    wire.expect(again(room(mtu)))


@covers("rfc1191:2", "rfc8201:1")
def test_all_data_arrives_though_the_path_has_become_smaller(sending, wire, icmp):
    wire.send(icmp.too_big(1300) / sending.lost)

    assert sending.far.receive(len(sending.data)) == sending.data


@covers("rfc1191:2", "rfc8201:1")
def test_later_segments_are_no_larger_than_the_path_carries(sending, wire, icmp, largest, room):
    wire.send(icmp.too_big(1300) / sending.lost)

    assert largest() == room(1300)


@covers("rfc1191:2", "rfc8201:1")
def test_what_a_router_on_the_path_says_counts_as_well(sending, wire, icmp, again, room):
    wire.send(wire.ip(src=wire.another_address()) / icmp.too_big(1300) / sending.lost)

    wire.expect(again(room(1300)))


@covers("rfc1191:2", "rfc8201:1")
def test_the_path_can_become_smaller_again_and_again(sending, wire, icmp, again, room):
    wire.send(icmp.too_big(1400) / sending.lost)

    wire.send(icmp.too_big(1300) / wire.expect(again(room(1400))))

    wire.expect(again(room(1300)))


@covers("rfc1191:5", "rfc8201:3")
@pytest.mark.parametrize("mtu", [1301, 9000, 65535])
def test_a_larger_mtu_does_not_make_segments_larger(sending, wire, icmp, again, room, largest, mtu):
    wire.send(icmp.too_big(1300) / sending.lost)

    wire.send(icmp.too_big(mtu) / wire.expect(again(room(1300))))

    assert largest() <= room(1300)


@covers("rfc1191:5", "rfc8201:3")
@pytest.mark.parametrize("mtu", [1500, 9000, 65535])
def test_an_mtu_that_is_no_smaller_than_the_links_changes_nothing(sending, wire, icmp, room, largest, mtu):
    wire.send(icmp.too_big(mtu) / sending.lost)

    assert largest() == room(wire.mtu)


@covers("rfc1191:mss", "rfc8201:mss")
def test_a_new_connection_on_the_same_path_begins_with_smaller_segments(sending, wire, icmp, room, tcp_end, meet, role):
    wire.send(icmp.too_big(1300) / sending.lost)
    later = tcp_end()
    ours, _ = meet(later, role)

    ours.send(sending.data)

    later.expect("A", data=sending.data[:room(1300)])


@covers("rfc1191:mss", "rfc8201:mss")
def test_a_new_connection_on_another_path_begins_with_full_segments(sending, wire, icmp, room, tcp_end, meet, role):
    wire.send(icmp.too_big(1300) / sending.lost)
    later = tcp_end(source=wire.another_address())
    ours, _ = meet(later, role)

    ours.send(sending.data)

    later.expect("A", data=sending.data[:room(wire.mtu)])


@ipv4
@covers("rfc1191:3")
@pytest.mark.parametrize("mtu", [1, 40, 67])
def test_no_message_makes_segments_tiny(sending, wire, icmp, largest, mtu):
    wire.send(icmp.too_big(mtu) / sending.lost)

    assert largest() >= 68 - 40


@ipv4
@covers("linux:ip:min-pmtu")
@pytest.mark.parametrize("mtu", [40, 68, 551])
def test_no_message_makes_packets_smaller_than_552_bytes(sending, wire, icmp, again, mtu):
    wire.send(icmp.too_big(mtu) / sending.lost)

    wire.expect(IP(flags=0) / again(512))


@ipv4
@covers("rfc1191:2", "linux:ip:min-pmtu")
def test_an_mtu_of_552_bytes_is_obeyed(sending, wire, icmp, again):
    wire.send(icmp.too_big(552) / sending.lost)

    wire.expect(again(512))


@ipv4
@covers("rfc1191:4")
def test_a_message_without_an_mtu_makes_segments_smaller_or_lets_them_be_cut(sending, wire, icmp, largest, room):
    wire.send(icmp.too_big(0) / sending.lost)

    assert largest() < room(wire.mtu) or not wire.capture[-1].packet.flags.DF


@ipv6
@covers("rfc8201:2")
@pytest.mark.parametrize("mtu", [0, 68, 600, 1279])
def test_an_mtu_below_1280_does_not_make_segments_smaller_than_that(sending, wire, icmp, room, largest, mtu):
    wire.send(icmp.too_big(mtu) / sending.lost)

    assert largest() >= room(1280)


@ipv6
@covers("linux:ip:too-big-below-minimum")
@pytest.mark.parametrize("mtu", [0, 600, 1279])
def test_an_mtu_below_1280_changes_nothing(sending, wire, icmp, room, largest, mtu):
    wire.send(icmp.too_big(mtu) / sending.lost)

    assert largest() == room(wire.mtu)
