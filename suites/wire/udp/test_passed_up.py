"""What the application is told of a datagram's IP header, if it asks."""
import pytest
from scapy.layers.inet import UDP, IPOption

covers = pytest.mark.covers

ROUTER_ALERT = b"\x94\x04\x00\x00"
"""An option that any host may send and that changes nothing between two."""
IP_RECVOPTS = 6
"""The option's number: that of its control messages as well."""


@pytest.fixture
def asked(wire, hearing):
    """``asked("TTL")``: the socket that is hearing, asked to tell of the hops a datagram has left; TOS and PKTINFO likewise."""
    names = {"TTL": "IPV6_RECVHOPLIMIT", "TOS": "IPV6_RECVTCLASS", "PKTINFO": "IPV6_RECVPKTINFO"} if wire.version == 6 else \
            {"TTL": "IP_RECVTTL", "TOS": "IP_RECVTOS", "PKTINFO": "IP_PKTINFO"}

    def ask(name):
        hearing.setsockopt(names[name], 1)
        return hearing

    return ask


def told(sock) -> list:
    """The values of the control messages that come with a datagram."""
    return [message["value"] for message in sock.recvmsg(100, control=200).control]


@covers("linux:ip:recvttl")
@pytest.mark.parametrize("hops", [1, 37, 255])
def test_the_hops_that_are_left_are_told(wire, asked, udp_datagram, hops):
    hearing = asked("TTL")

    wire.send(wire.ip(ttl=hops) / udp_datagram())

    assert told(hearing) == [hops]


@covers("rfc1122U:15")
@pytest.mark.parametrize("value", [0, 0x02, 0xB8, 0xFF])
def test_the_service_is_told(wire, asked, udp_datagram, value):
    hearing = asked("TOS")

    wire.send(wire.ip(tos=value) / udp_datagram())

    assert told(hearing) == [value]


@covers("rfc1122U:9")
def test_the_address_a_datagram_came_to_is_told(wire, asked, udp_datagram):
    hearing = asked("PKTINFO")

    wire.send(udp_datagram())

    assert told(hearing)[0]["addr"] == wire.target


@covers("rfc1122U:9")
@pytest.mark.parametrize("broadcast", ["255.255.255.255", "192.0.2.255"])
def test_the_broadcast_address_a_datagram_came_to_is_told(target, wire4, broadcast):
    hearing = target.open(wire4.udp)
    hearing.bind(wire4.udp.wildcard())
    hearing.setsockopt("IP_PKTINFO", 1)

    wire4.send(wire4.ip(dst=broadcast) / UDP(sport=4000, dport=hearing.address.port) / b"all")

    information, = told(hearing)
    assert information["addr"] == broadcast


@covers("rfc1122U:9")
def test_nothing_is_told_unless_asked(wire, hearing, udp_datagram):
    wire.send(udp_datagram())

    assert told(hearing) == []


@covers("rfc1122U:2")
def test_the_options_of_a_datagram_are_told(target, wire4):
    hearing = target.bound(wire4.udp)
    hearing.setsockopt(IP_RECVOPTS, 1, "IPPROTO_IP")

    wire4.send(wire4.ip(options=IPOption(ROUTER_ALERT)) / UDP(sport=4000, dport=hearing.address.port) / b"hello")

    message, = hearing.recvmsg(100, control=200).control
    assert (message["type"], message["value"]) == (IP_RECVOPTS, ROUTER_ALERT)


@covers("rfc3168:11")
@pytest.mark.parametrize("marked", [0, 1], ids=["first", "last"])
def test_a_mark_on_a_fragment_is_not_lost(wire, asked, udp_datagram, cut, choice, marked):
    hearing = asked("TOS")
    first, last = (cut(udp_datagram(b"x" * 100), tos=3 if number == marked else 2) for number in range(2))
    number = {"id": 77}

    wire.send(first(0, 48, **number))
    wire.send(last(48, **number))

    wire.fence()
    if "POLLIN" not in hearing.poll("POLLIN"):
        choice("rfc3168:11", "dropped the datagram")
        return
    choice("rfc3168:11", "marked the datagram")
    assert told(hearing) == [3]
