"""How many hops packets may go, and of which class they are: what the host chooses itself, and what the application chooses."""
import pytest
from scapy.layers.inet import TCP, UDP

from harness.wire import NOT_LISTENING, ttl

covers = pytest.mark.covers
ipv4 = pytest.mark.parametrize("wire", [4], indirect=True, ids=["ipv4"])
ipv6 = pytest.mark.parametrize("wire", [6], indirect=True, ids=["ipv6"])

ENOUGH = 64
"""Hops that lead to every host. It is the default; a system may be set to more."""


def enough(header: tuple[int, int]) -> bool:
    """Whether hops and class of a packet are those of a host that was not asked for others."""
    hops, kind = header
    return hops >= ENOUGH and kind == 0


@pytest.fixture
def header(wire):
    """The hop limit, class and flow of a packet, whichever version it has."""
    return lambda packet: (packet.hlim, packet.tc) if wire.version == 6 else (packet.ttl, packet.tos)


@pytest.fixture
def hops_option(wire):
    return "IPV6_UNICAST_HOPS" if wire.version == 6 else "IP_TTL"


@pytest.fixture
def class_option(wire):
    return "IPV6_TCLASS" if wire.version == 6 else "IP_TOS"


@covers("linux:ip:default-ttl", "linux:ip:default-tos")
def test_a_datagram_has_hops_enough_and_class_0(talking, header):
    assert enough(header(talking.sent))


@covers("linux:ip:default-ttl", "linux:ip:default-tos")
def test_every_segment_of_a_connection_has_hops_enough_and_class_0(established, wire, header):
    ours, far = established
    far.send(b"hello")
    ours.send(b"hello")
    ours.shutdown("SHUT_WR")
    far.send(b"more", flags="FA")
    wire.expect(TCP(dport=far.port, ack=far.next))

    found = {header(one.packet) for one in wire.capture if one.sender == "target"}
    assert len(found) == 1
    assert enough(found.pop())


@covers("linux:ip:default-ttl", "linux:ip:default-tos")
def test_a_reset_by_the_application_has_hops_enough_and_class_0(established, wire, header):
    ours, far = established

    ours.reset()

    assert enough(header(wire.expect(TCP(flags="RA", dport=far.port))))


@covers("linux:ip:default-ttl", "linux:ip:default-tos")
def test_a_reset_of_a_closed_port_has_hops_enough_and_class_0(wire, header):
    wire.send(TCP(sport=4000, dport=NOT_LISTENING, flags="S"))

    assert enough(header(wire.expect(TCP(flags="RA", dport=4000))))


@covers("linux:ip:default-ttl", "linux:ip:default-tos")
def test_an_echo_reply_has_hops_enough_and_class_0(wire, icmp, header):
    wire.send(icmp.echo(id=1))

    assert enough(header(wire.expect(icmp.reply(id=1))))


@covers("linux:ip:default-ttl")
def test_an_icmp_error_has_hops_enough(wire, icmp, header):
    wire.send(UDP(sport=4000, dport=NOT_LISTENING))

    assert header(wire.expect(icmp.no_port()))[0] >= ENOUGH


@covers("linux:ip:one-default-ttl")
def test_packets_of_all_kinds_begin_with_the_same_hops(talking, listening, wire, icmp, choice):
    for packet in (icmp.echo(id=1), UDP(sport=4000, dport=NOT_LISTENING), TCP(sport=4000, dport=NOT_LISTENING, flags="S")):
        wire.send(packet)
    listening.far.send(flags="S")

    hops = {ttl(packet) for packet in [talking.sent, *wire.all_until_now()]}

    assert len(hops) == 1
    choice("linux:ip:one-default-ttl", f"{hops.pop()} hops")


@covers("rfc1122I:13", "rfc9293:MUST-49")
@pytest.mark.parametrize("hops", [1, 33, 255])
def test_the_application_chooses_the_hops_of_datagrams(talking, wire, header, hops_option, hops):
    talking.ours.setsockopt(hops_option, hops)

    talking.ours.send(b"again")

    assert header(wire.expect(UDP(dport=talking.port)))[0] == hops


@covers("rfc9293:MUST-49")
def test_the_application_chooses_the_hops_of_segments(established, wire, header, hops_option):
    ours, far = established
    ours.setsockopt(hops_option, 7)

    ours.send(b"hello")

    assert header(far.expect("A", data=b"hello").underlayer)[0] == 7


@covers("rfc9293:MUST-49", "rfc9293:MUST-48")
def test_the_application_chooses_hops_and_class_of_the_first_segment(target, wire, far, header, hops_option, class_option):
    ours = target.open(wire.tcp)
    ours.setsockopt(hops_option, 9)
    ours.setsockopt(class_option, 0x28)

    ours.start.connect(wire.tcp.address(wire.far, far.port))

    assert header(far.expect("S").underlayer) == (9, 0x28)


@ipv4
@covers("rfc1122I:11")
def test_no_datagram_leaves_with_no_hops_left(talking, wire, header, hops_option):
    attempt = talking.ours.start.setsockopt(hops_option, 0)
    assert not attempt.blocked()

    talking.ours.send(b"again")

    assert header(wire.expect(UDP(dport=talking.port)))[0] > 0


@covers("rfc1122I:10")
@pytest.mark.parametrize("value", [0x08, 0x48, 0xB8, 0xFC])
def test_the_application_chooses_the_class_of_datagrams(talking, wire, header, class_option, value):
    talking.ours.setsockopt(class_option, value)

    talking.ours.send(b"again")

    assert header(wire.expect(UDP(dport=talking.port)))[1] == value


@covers("rfc9293:MUST-48", "rfc9293:SHLD-22")
def test_the_class_is_on_data_acknowledgements_and_the_end(established, wire, header, class_option):
    ours, far = established
    ours.setsockopt(class_option, 0xB8)
    start = len(wire.capture)

    far.send(b"hello")
    ours.send(b"hello")
    ours.shutdown("SHUT_WR")
    far.send(b"more", flags="FA")
    wire.expect(TCP(dport=far.port, ack=far.next))

    assert {header(one.packet)[1] for one in wire.capture[start:] if one.sender == "target"} == {0xB8}


@covers("rfc9293:SHLD-21")
def test_the_class_can_be_changed_within_a_connection(established, wire, header, class_option):
    ours, far = established
    ours.setsockopt(class_option, 0x48)
    ours.send(b"first")
    wire.expect(TCP(dport=far.port) / b"first")
    ours.setsockopt(class_option, 0x28)

    far.send(ack=far.received + 5)
    ours.send(b"second")

    assert header(wire.expect(TCP(dport=far.port) / b"second"))[1] == 0x28


@covers("linux:ip:echo-reply-tos")
def test_an_echo_reply_is_of_the_class_of_the_request(wire, icmp, header):
    wire.send(wire.ip(**{"tc" if wire.version == 6 else "tos": 0x48}) / icmp.echo(id=1))

    assert header(wire.expect(icmp.reply(id=1)))[1] == 0x48


@ipv6
@covers("linux:ip:auto-flow-label")
def test_all_segments_of_a_connection_have_one_flow_label(established, wire):
    ours, far = established
    ours.send(b"hello")
    far.send(b"hello", ack=far.received + 5)
    wire.expect(TCP(dport=far.port, ack=far.next))

    labels = {one.packet.fl for one in wire.capture if one.sender == "target"}

    assert len(labels) == 1
    assert labels != {0}


@ipv6
@covers("linux:ip:auto-flow-label")
def test_datagrams_have_a_flow_label(talking):
    assert talking.sent.fl != 0


@ipv6
@covers("linux:ip:auto-flow-label")
def test_other_flows_have_other_flow_labels(wire, hearing):
    for port in range(4000, 4008):
        hearing.sendto(b"hello", wire.udp.address(wire.far, port))

    labels = {packet.fl for packet in wire.all_until_now(UDP(sport=hearing.address.port))}

    assert len(labels) > 4      # they may be the same by chance


@ipv6
@covers("linux:ip:flow-label-not-reflected")
def test_answers_do_not_bear_the_flow_label_of_what_they_answer(wire, icmp, listening):
    wire.send(wire.ip(fl=0xABCDE) / icmp.echo(id=1))
    wire.send(wire.ip(fl=0xABCDE) / TCP(sport=4000, dport=NOT_LISTENING, flags="S"))
    wire.send(wire.ip(fl=0xABCDE) / TCP(sport=4000, dport=listening.far.their_port, flags="S"))

    answers = wire.all_until_now()

    assert len(answers) == 3
    assert 0xABCDE not in {answer.fl for answer in answers}
