"""Whose packets are taken: those for this host, from a source that can be a single other host."""
import pytest
from scapy.layers.inet import TCP, UDP

from harness.sockets import TCP6, UDP6
from harness.wire import NOT_LISTENING

covers = pytest.mark.covers
ipv4 = pytest.mark.parametrize("wire", [4], indirect=True, ids=["ipv4"])
ipv6 = pytest.mark.parametrize("wire", [6], indirect=True, ids=["ipv6"])

FOREIGN = ["192.0.2.2", "203.0.113.9", "10.0.0.1", "127.0.0.1", "127.1.2.3", "240.0.0.1"]
FOREIGN6 = ["2001:db8::2", "2001:db8:5::1", "::1", "fe80::1", "::"]
GROUPS = ["224.0.1.200", "239.1.2.3", "255.255.255.255", "192.0.2.255"]
NO_SINGLE_HOST = ["255.255.255.255", "224.0.0.1", "239.1.2.3", "127.0.0.1", "0.0.0.0", "0.1.2.3", "192.0.2.255"]
NO_SINGLE_HOST6 = ["::1", "ff02::1", "ff0e::5"]


@pytest.fixture
def everywhere(target, wire):
    """A UDP socket of the target that is bound to no address."""
    sock = target.open(wire.udp)
    sock.bind(wire.udp.wildcard())
    return sock


@pytest.fixture
def unheard(wire, everywhere):
    """``unheard()``: that socket has got nothing."""

    def look() -> bool:
        wire.fence()
        return everywhere.fails.recv(100, "MSG_DONTWAIT") in {"EAGAIN", "EWOULDBLOCK"}

    return look


@ipv4
@covers("rfc1122I:3", "rfc1122I:22")
@pytest.mark.parametrize("address", FOREIGN)
def test_a_datagram_for_another_host_is_dropped(wire, everywhere, unheard, address):
    wire.send(wire.ip(dst=address) / UDP(sport=4000, dport=everywhere.address.port) / b"not yours")

    assert unheard()
    assert wire.silent()


@ipv6
@covers("rfc8200:destination", "rfc4291:loopback")
@pytest.mark.parametrize("address", FOREIGN6)
def test_a_datagram_for_another_host_is_dropped_over_ipv6(wire, everywhere, unheard, address):
    wire.send(wire.ip(dst=address) / UDP(sport=4000, dport=everywhere.address.port) / b"not yours")

    assert unheard()
    assert wire.silent()


@ipv4
@covers("rfc1122I:3")
@pytest.mark.parametrize("address", FOREIGN)
def test_a_call_to_another_host_is_not_answered(wire, target, address):
    listener = target.open(wire.tcp)
    listener.bind(wire.tcp.wildcard())
    listener.listen(8)

    wire.send(wire.ip(dst=address) / TCP(sport=4000, dport=listener.address.port, flags="S"))

    assert wire.silent()


@ipv4
@covers("rfc9293:MUST-57")
@pytest.mark.parametrize("address", GROUPS)
@pytest.mark.parametrize("flags", ["S", "A"])
def test_a_segment_to_a_group_is_not_answered(wire, target, address, flags):
    listener = target.open(wire.tcp)
    listener.bind(wire.tcp.wildcard())
    listener.listen(8)

    wire.send(wire.ip(dst=address) / TCP(sport=4000, dport=listener.address.port, flags=flags))
    wire.send(wire.ip(dst=address) / TCP(sport=4000, dport=NOT_LISTENING, flags=flags))

    assert wire.silent()


@ipv6
@covers("rfc9293:MUST-57")
@pytest.mark.parametrize("address", ["ff02::1", "ff01::1", "ff0e::5"])
@pytest.mark.parametrize("flags", ["S", "A"])
def test_a_segment_to_a_group_is_not_answered_over_ipv6(wire, target, address, flags):
    listener = target.open(wire.tcp)
    listener.bind(wire.tcp.wildcard())
    listener.listen(8)

    wire.send(wire.ip(dst=address) / TCP(sport=4000, dport=listener.address.port, flags=flags))
    wire.send(wire.ip(dst=address) / TCP(sport=4000, dport=NOT_LISTENING, flags=flags))

    assert wire.silent()


@ipv4
@covers("rfc1122I:4")
@pytest.mark.parametrize("source", NO_SINGLE_HOST)
def test_a_datagram_from_no_single_host_is_dropped(wire, everywhere, unheard, source):
    wire.send(wire.ip(src=source) / UDP(sport=4000, dport=everywhere.address.port) / b"from nobody")

    assert unheard()
    assert wire.silent()


@ipv4
@covers("rfc1122I:4", "rfc9293:MUST-63")
@pytest.mark.parametrize("source", NO_SINGLE_HOST)
def test_a_call_from_no_single_host_is_not_answered(wire, listening, source):
    wire.send(wire.ip(src=source) / TCP(sport=4000, dport=listening.far.their_port, flags="S"))

    assert wire.silent()


@ipv4
@covers("rfc1122I:18", "rfc9293:MUST-63")
@pytest.mark.parametrize("source", NO_SINGLE_HOST)
def test_a_call_from_no_single_host_to_a_closed_port_is_not_answered(wire, source):
    wire.send(wire.ip(src=source) / TCP(sport=4000, dport=NOT_LISTENING, flags="S"))
    wire.send(wire.ip(src=source) / UDP(sport=4000, dport=NOT_LISTENING))

    assert wire.silent()


@ipv6
@covers("rfc4291:multicast-source", "rfc4291:loopback")
@pytest.mark.parametrize("source", NO_SINGLE_HOST6)
def test_a_datagram_from_no_single_host_is_dropped_over_ipv6(wire, everywhere, unheard, source):
    wire.send(wire.ip(src=source) / UDP(sport=4000, dport=everywhere.address.port) / b"from nobody")

    assert unheard()
    assert wire.silent()


@ipv6
@covers("rfc4291:multicast-source", "rfc9293:MUST-63")
@pytest.mark.parametrize("source", NO_SINGLE_HOST6)
def test_a_call_from_no_single_host_is_not_answered_over_ipv6(wire, listening, source):
    wire.send(wire.ip(src=source) / TCP(sport=4000, dport=listening.far.their_port, flags="S"))
    wire.send(wire.ip(src=source) / TCP(sport=4000, dport=NOT_LISTENING, flags="S"))

    assert wire.silent()


@ipv6
@covers("rfc4291:unspecified")
def test_a_call_from_the_unspecified_address_is_not_answered(wire, listening):
    wire.send(wire.ip(src="::") / TCP(sport=4000, dport=listening.far.their_port, flags="S"))

    assert wire.silent()


@ipv4
@covers("linux:ip:own-address-as-source")
def test_a_datagram_that_claims_to_come_from_this_host_is_dropped(wire, udp_datagram, nothing_heard):
    wire.send(wire.ip(src=wire.target) / udp_datagram())

    assert nothing_heard()
    assert wire.silent()


@ipv4
@covers("rfc1122I:29")
@pytest.mark.parametrize("address", ["255.255.255.255", "192.0.2.255"])
def test_a_broadcast_datagram_is_taken(wire, everywhere, address):
    wire.send(wire.ip(dst=address) / UDP(sport=4000, dport=everywhere.address.port) / b"to all")

    assert everywhere.recvfrom(100) == (b"to all", wire.udp.address(wire.far, 4000))


@ipv6
@covers("rfc4291:all-nodes")
def test_a_datagram_to_all_nodes_of_the_link_is_taken(wire, everywhere):
    wire.send(wire.ip(dst="ff02::1") / UDP(sport=4000, dport=everywhere.address.port) / b"to all")

    assert everywhere.recv(100) == b"to all"


@ipv6
@covers("rfc4291:interface-local")
def test_a_datagram_to_a_group_within_the_host_does_not_come_from_the_link(wire, everywhere, unheard):
    wire.send(wire.ip(dst="ff01::1") / UDP(sport=4000, dport=everywhere.address.port) / b"to all")

    assert unheard()
    assert wire.silent()


@ipv4
@covers("rfc1122I:multicast")
def test_a_datagram_to_a_group_that_nobody_joined_is_dropped(wire, everywhere, unheard):
    wire.send(wire.ip(dst="239.1.2.3") / UDP(sport=4000, dport=everywhere.address.port) / b"to members")

    assert unheard()
    assert wire.silent()


@covers("rfc1122I:5", "rfc4291:loopback")
def test_what_a_loopback_address_sends_stays_within_the_host(target, wire):
    ours = target.open(wire.udp)
    ours.bind(wire.udp.address("::1" if wire.version == 6 else "127.0.0.1"))

    attempt = ours.start.sendto(b"hello", wire.udp.address(wire.far, 4000))
    assert not attempt.blocked()

    assert wire.silent()


@covers("rfc9293:MUST-44")
def test_packets_come_from_the_address_of_the_host(target, wire):
    ours = target.open(wire.udp)
    ours.sendto(b"hello", wire.udp.address(wire.far, 4000))

    assert wire.expect(UDP(dport=4000)).src == wire.target


@covers("posix:bind:EADDRNOTAVAIL")
@pytest.mark.parametrize("kind", ["tcp", "udp"])
def test_an_address_of_another_host_cannot_be_taken(target, wire, kind):
    kind = getattr(wire, kind)

    assert target.open(kind).fails.bind(kind.address(wire.far, 0)) == "EADDRNOTAVAIL"


@covers("rfc3493:v6only-off")
def test_a_socket_of_ipv6_at_any_address_hears_datagrams_over_ipv4(target, wire4):
    ours = target.open(UDP6)
    ours.bind(UDP6.wildcard())

    wire4.send(UDP(sport=4000, dport=ours.address.port) / b"hello")

    data, sender = ours.recvfrom(100)
    assert (data, sender.host) == (b"hello", f"::ffff:{wire4.far}")


@covers("rfc3493:v6only-off")
def test_a_listener_of_ipv6_at_any_address_answers_over_ipv4(target, wire4):
    listener = target.open(TCP6)
    listener.bind(TCP6.wildcard())
    listener.listen(8)

    wire4.send(TCP(sport=4000, dport=listener.address.port, flags="S", seq=7))

    wire4.expect(TCP(dport=4000, flags="SA", ack=8))
