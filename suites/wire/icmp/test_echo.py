"""Echo: each request is answered once, with what it carried."""
import pytest
from scapy.layers.inet import ICMP
from scapy.layers.inet6 import ICMPv6EchoReply

covers = pytest.mark.covers
ipv4 = pytest.mark.parametrize("wire", [4], indirect=True, ids=["ipv4"])
ipv6 = pytest.mark.parametrize("wire", [6], indirect=True, ids=["ipv6"])

DATA = bytes(range(1, 256)) * 257     # without zeros: whoever wipes a byte is to be seen
HOSTS = {4: ["1.0.0.1", "10.1.2.3", "100.64.0.9", "126.255.0.1", "128.0.0.1", "169.254.7.7", "172.16.4.4", "191.255.1.1", "192.168.1.1", "223.255.255.1"],
         6: ["2001::5", "2002:c000:203::1", "2400:cb00::1", "2a00:1450::1", "3fff::1", "64:ff9b::c000:203", "fc00::1", "fd12:3456::1"]}
"""Hosts of all classes and kinds of networks, private ones among them."""


@pytest.fixture
def data_of(wire):
    """What an echo reply carries behind its header."""
    return lambda reply: bytes(reply[ICMPv6EchoReply])[8:] if wire.version == 6 else bytes(reply[ICMP])[8:]


@covers("rfc1122I:24", "rfc4443:6")
@pytest.mark.parametrize("size", [0, 1, 7, 8, 9, 56, 100, 555, 1200])
def test_the_reply_carries_the_data_of_the_request(wire, icmp, data_of, size):
    wire.send(icmp.echo(id=1) / DATA[:size])

    assert data_of(wire.expect(icmp.reply(id=1))) == DATA[:size]


@covers("rfc1122I:24", "rfc4443:6")
@pytest.mark.parametrize(("number", "sequence"), [(0, 0), (0xFFFF, 0xFFFF), (1, 0x8000), (0x1234, 1)])
def test_the_reply_has_the_numbers_of_the_request(wire, icmp, number, sequence):
    wire.send(icmp.echo(id=number, seq=sequence))

    wire.expect(icmp.reply(id=number, seq=sequence, code=0))


@covers("rfc1122I:24", "rfc4443:6")
def test_the_reply_comes_from_where_the_request_went_and_goes_where_it_came_from(wire, icmp):
    wire.send(icmp.echo(id=1))

    wire.expect(wire.ip(src=wire.target, dst=wire.far) / icmp.reply(id=1))


@covers("rfc1122I:24", "rfc4443:6", "linux:icmp:echo-not-limited")
def test_each_of_many_requests_is_answered_once(wire, icmp):
    for number in range(40):
        wire.send(icmp.echo(id=3, seq=number))

    assert sorted(reply.payload.seq for reply in wire.all_until_now(icmp.reply(id=3))) == list(range(40))


@covers("linux:icmp:echo-at-once")
def test_requests_are_answered_in_order(wire, icmp):
    for number in range(40):
        wire.send(icmp.echo(id=3, seq=number))

    assert [reply.payload.seq for reply in wire.all_until_now(icmp.reply(id=3))] == list(range(40))


@covers("linux:icmp:echo-at-once")
def test_requests_are_answered_at_once(wire, icmp):
    for number in range(20):
        wire.send(icmp.echo(id=3, seq=number))
        wire.expect(icmp.reply(id=3, seq=number))

    times = [one.time for one in wire.capture]
    assert min(answer - question for question, answer in zip(times[::2], times[1::2], strict=True)) < 0.005


@covers("rfc1122I:24", "rfc4443:6")
def test_a_request_in_fragments_is_answered_in_full(wire, icmp, cut, data_of):
    piece = cut(icmp.echo(id=1) / DATA[:500])
    for first in range(0, piece.size, 400):
        wire.send(piece(first, min(first + 400, piece.size)))

    assert data_of(wire.expect(icmp.reply(id=1))) == DATA[:500]


@covers("rfc1122I:reassembly-limit")
@pytest.mark.parametrize("size", [1600, 5000, 65507])
def test_a_large_request_in_fragments_is_answered_in_full(wire, icmp, cut, whole, data_of, size):
    piece = cut(icmp.echo(id=1) / DATA[:size])
    for first in range(0, piece.size, 1400):
        wire.send(piece(first, min(first + 1400, piece.size)))

    (reply,) = whole(wire.all_until_now())
    assert data_of(reply) == DATA[:size]


@covers("rfc1122I:24", "rfc4443:7")
def test_a_request_with_a_wrong_checksum_is_not_answered(wire, icmp):
    wire.send(icmp.echo(id=1, **{"cksum" if wire.version == 6 else "chksum": 0x1234}))

    assert wire.silent()


@ipv6
@covers("rfc4443:7")
def test_a_request_whose_checksum_leaves_out_the_addresses_is_not_answered(wire, icmp):
    request = ICMP(bytes(icmp.echo(id=1, cksum=0)))
    del request.chksum

    wire.send(icmp.echo(id=1, cksum=ICMP(bytes(request)).chksum))

    assert wire.silent()


@covers("rfc1122I:24", "rfc4443:6")
@pytest.mark.parametrize("size", [4, 6])
def test_a_request_that_is_cut_off_is_not_answered(wire, icmp, size):
    packet = wire.ip() / icmp.echo(id=1)
    header = len(packet) - 8
    short = packet.__class__(bytes(packet)[:header + size])
    short.setfieldval("plen" if wire.version == 6 else "len", size if wire.version == 6 else header + size)
    if wire.version == 4:
        short.chksum = None

    wire.send(short)

    assert wire.silent()


@covers("rfc1122I:24", "rfc4443:6")
def test_a_reply_that_nobody_asked_for_is_not_answered(wire, icmp):
    wire.send(icmp.reply(id=1, seq=1))

    assert wire.silent()


@ipv4
@covers("rfc1122I:25", "linux:icmp:echo-ignore-broadcasts")
@pytest.mark.parametrize("address", ["255.255.255.255", "192.0.2.255", "224.0.0.1"])
def test_a_request_to_a_group_is_not_answered(wire, icmp, address, choice):
    wire.send(wire.ip(dst=address) / icmp.echo(id=1))

    choice("rfc1122I:25", "dropped")
    assert wire.silent()


@ipv6
@covers("linux:icmp:echo-to-all-nodes")
def test_a_request_to_all_nodes_is_answered_from_the_host_itself(wire, icmp):
    wire.send(wire.ip(dst="ff02::1") / icmp.echo(id=1))

    wire.expect(wire.ip(src=wire.target, dst=wire.far) / icmp.reply(id=1))


@covers("rfc1122I:4", "rfc1122I:18", "rfc4291:loopback")
def test_a_request_from_a_loopback_address_is_not_answered(wire, icmp):
    wire.send(wire.ip(src="::1" if wire.version == 6 else "127.0.0.1") / icmp.echo(id=1))

    assert wire.silent()


@covers("rfc1122I:24", "rfc4443:6")
def test_hosts_of_all_networks_are_answered(wire, icmp):
    for host in HOSTS[wire.version]:
        wire.send(wire.ip(src=host) / icmp.echo(id=1))

    assert [reply.dst for reply in wire.all_until_now(icmp.reply(id=1))] == HOSTS[wire.version]


@covers("rfc1122I:24", "rfc4443:6")
def test_the_reply_to_a_host_on_the_link_goes_there(wire, icmp):
    neighbour = "2001:db8::77" if wire.version == 6 else "192.0.2.77"

    wire.send(wire.ip(src=neighbour) / icmp.echo(id=1))

    wire.expect(wire.ip(src=wire.target, dst=neighbour) / icmp.reply(id=1))
