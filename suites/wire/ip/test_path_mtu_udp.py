"""Datagrams whose path carries less than the link: the socket is told, and datagrams are cut or refused from then on."""
import pytest
from scapy.layers.inet import IP, UDP
from scapy.layers.inet6 import IPv6ExtHdrFragment

covers = pytest.mark.covers
pytestmark = pytest.mark.usefixtures("full_size")
ipv4 = pytest.mark.parametrize("wire", [4], indirect=True, ids=["ipv4"])
ipv6 = pytest.mark.parametrize("wire", [6], indirect=True, ids=["ipv6"])

DATA = bytes(range(256)) * 6
WANT = 1


def may_be_cut(packet) -> bool:
    """Whether routers may cut a packet: RFC 1191 3 lets a host cease to set DF in the place of sending less."""
    return packet.version == 4 and not packet.flags.DF


@pytest.fixture
def large(talking, wire, discovering):
    """A connected UDP socket has sent a datagram that fills a packet of the link: the packet."""
    talking.ours.send(DATA[:1440])
    packet = wire.expect(UDP(dport=talking.port)).copy()
    discovering(packet)
    return packet


@pytest.fixture
def fitting(wire):
    """``fitting(mtu)`` is how much data there is in a datagram that fills a packet of that size."""
    return lambda mtu: mtu - (48 if wire.version == 6 else 28)


@covers("linux:ip:mtu-option", "rfc8201:1")
def test_a_connected_socket_knows_what_its_path_carries(talking, wire, icmp, large, path_mtu):
    wire.send(icmp.too_big(1300) / large)
    wire.fence()

    assert path_mtu(talking.ours) == 1300


@covers("rfc1191:keeps", "rfc8201:keeps")
@pytest.mark.waits(1.2)
def test_what_a_path_carries_is_still_known_a_while_later(talking, wire, icmp, large, path_mtu):
    wire.send(icmp.too_big(1300) / large)

    wire.silent(for_=1.2)

    assert path_mtu(talking.ours) <= 1300


@covers("rfc1122U:4", "linux:icmp:too-big-emsgsize")
def test_a_connected_socket_is_told_once_that_a_datagram_was_too_big(talking, wire, icmp, never_cut):
    never_cut(talking.ours)
    talking.ours.send(DATA[:1440])
    wire.send(icmp.too_big(1300) / wire.expect(UDP(dport=talking.port, len=1448)))
    wire.fence()

    assert talking.ours.fails.recv(100, "MSG_DONTWAIT") == "EMSGSIZE"
    assert talking.ours.fails.recv(100, "MSG_DONTWAIT") in {"EAGAIN", "EWOULDBLOCK"}


@covers("rfc791:3", "rfc8201:1")
def test_a_datagram_that_may_not_be_cut_is_refused_if_the_path_does_not_carry_it(talking, wire, icmp, large, never_cut, fitting):
    never_cut(talking.ours)
    wire.send(icmp.too_big(1300) / large)
    wire.fence()
    talking.ours.getsockopt("SO_ERROR")

    assert talking.ours.fails.send(DATA[:fitting(1300) + 1]) == "EMSGSIZE"
    assert wire.silent()


@covers("rfc791:3", "rfc8201:1")
def test_a_datagram_that_may_not_be_cut_is_sent_if_the_path_carries_it(talking, wire, icmp, large, never_cut, fitting):
    never_cut(talking.ours)
    wire.send(icmp.too_big(1300) / large)
    wire.fence()
    talking.ours.getsockopt("SO_ERROR")

    talking.ours.send(DATA[:fitting(1300)])

    assert len(wire.expect(UDP(dport=talking.port))) == 1300


@covers("rfc1191:2", "rfc8201:1")
def test_a_datagram_that_may_be_cut_is_sent_in_fragments_that_the_path_carries(talking, wire, icmp, large, whole):
    if wire.version == 4:
        talking.ours.setsockopt("IP_MTU_DISCOVER", WANT)        # over IPv4 nobody needs to look for the path's MTU
    wire.send(icmp.too_big(1300) / large)
    wire.fence()
    talking.ours.getsockopt("SO_ERROR")

    talking.ours.send(DATA[:1440])

    packets = wire.all_until_now()
    assert all(len(packet) <= 1300 or may_be_cut(packet) for packet in packets)
    assert bytes(whole(packets)[0][UDP].payload) == DATA[:1440]


@covers("rfc1191:5", "rfc8201:3")
@pytest.mark.parametrize("mtu", [1301, 1500, 9000])
def test_a_larger_mtu_does_not_count(talking, wire, icmp, large, path_mtu, mtu):
    wire.send(icmp.too_big(1300) / large)
    wire.send(icmp.too_big(mtu) / large)
    wire.fence()

    assert path_mtu(talking.ours) == 1300


@ipv4
@covers("rfc1191:3", "linux:ip:min-pmtu")
@pytest.mark.parametrize("mtu", [0, 40, 68, 551])
def test_the_path_is_never_taken_to_carry_less_than_552_bytes(talking, wire, icmp, large, path_mtu, mtu):
    wire.send(icmp.too_big(mtu) / large)
    wire.fence()

    assert path_mtu(talking.ours) == 552


@ipv4
@covers("linux:ip:min-pmtu")
def test_packets_may_be_cut_on_a_path_that_carries_less_than_552_bytes(talking, wire, icmp, large):
    wire.send(icmp.too_big(500) / large)
    wire.fence()
    talking.ours.getsockopt("SO_ERROR")

    talking.ours.send(b"small")

    assert wire.expect(IP()).flags == 0


@ipv6
@covers("rfc8201:2")
@pytest.mark.parametrize("mtu", [0, 600, 1279])
def test_the_path_is_never_taken_to_carry_less_than_1280_bytes(talking, wire, icmp, large, path_mtu, mtu):
    wire.send(icmp.too_big(mtu) / large)
    wire.fence()

    assert path_mtu(talking.ours) >= 1280


@ipv6
@covers("rfc8021:atomic")
def test_an_mtu_below_1280_does_not_bring_fragment_headers_about(talking, wire, icmp, large):
    wire.send(icmp.too_big(1000) / large)
    wire.fence()
    talking.ours.getsockopt("SO_ERROR")

    talking.ours.send(b"small")

    assert IPv6ExtHdrFragment not in wire.all_until_now()[0]


@covers("rfc1122I:match", "rfc8201:4")
@pytest.mark.parametrize("field", ["sport", "dport"])
def test_a_message_about_a_datagram_of_no_socket_is_ignored(talking, wire, icmp, large, path_mtu, field):
    large[UDP].setfieldval(field, 1)

    wire.send(icmp.too_big(1300) / large)
    wire.fence()

    assert path_mtu(talking.ours) == wire.mtu


@ipv4
@covers("linux:ip:dont-fragment")
def test_a_socket_without_discovery_is_not_told(talking, wire, icmp, large):
    talking.ours.setsockopt("IP_MTU_DISCOVER", 0)

    wire.send(icmp.too_big(1300) / large)
    wire.fence()

    assert talking.ours.getsockopt("SO_ERROR") in (0, "0")


@covers("rfc1191:other-host", "rfc8201:other-host")
def test_the_path_to_another_host_is_another_path(talking, target, wire, icmp, large, path_mtu):
    wire.send(icmp.too_big(1300) / large)
    wire.fence()
    other = target.open(wire.udp)
    other.connect(wire.udp.address(wire.another_address(), 4000))

    assert path_mtu(other) == wire.mtu
