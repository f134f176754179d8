"""Source routes of IPv4, those that the user gives and those that come with segments."""
import pytest
from scapy.layers.inet import IP, TCP, IPOption_LSRR

covers = pytest.mark.covers

pytestmark = pytest.mark.parametrize("wire", [4], ids=["ipv4"], indirect=True)


def route(*stops, place=4):
    return IPOption_LSRR(pointer=place, routers=list(stops))


def travelled(*stops):
    """The option of a segment that has passed all its stops."""
    return route(*stops, place=4 + 4 * len(stops))


def sealed(wire, segment):
    """A segment with its checksum. With a route in the header scapy would take the last stop for the destination, even when it has been passed."""
    return IP(bytes(wire.ip() / segment))[TCP]


def stops_of(packet):
    """The addresses in the source route of a packet."""
    return [stop for option in packet.options if isinstance(option, IPOption_LSRR) for stop in option.routers]


@covers("rfc9293:MUST-51")
def test_a_call_takes_the_route_that_the_user_gave(target, wire, far):
    ours, stop = target.open(wire.tcp), wire.another_address()
    ours.setsockopt("IP_OPTIONS", bytes(route(stop)))

    ours.start.connect(wire.tcp.address(far.source, far.port))

    syn = wire.expect(TCP(dport=far.port, flags="S"))
    assert syn.dst == stop
    assert stops_of(syn) == [far.source]


@covers("rfc9293:MUST-52")
def test_the_route_that_the_user_gave_outlasts_one_that_comes(target, wire, far):
    ours, stop, other = target.open(wire.tcp), wire.another_address(), wire.another_address()
    ours.setsockopt("IP_OPTIONS", bytes(route(stop)))
    connecting = ours.start.connect(wire.tcp.address(far.source, far.port))
    syn = wire.expect(TCP(dport=far.port, flags="S"))[TCP]
    answer = TCP(sport=far.port, dport=syn.sport, flags="SA", seq=7, ack=syn.seq + 1 & 0xFFFFFFFF)
    wire.send(wire.ip() / answer)
    connecting.result()

    wire.send(wire.ip(options=[travelled(other)]) / sealed(wire, TCP(sport=far.port, dport=syn.sport, flags="A", seq=8, ack=answer.ack)))
    ours.send(b"by my own way")

    assert {sent.dst for sent in wire.all_until_now(TCP())} == {stop}


@covers("rfc9293:MUST-53")
def test_a_call_that_came_by_a_route_is_answered_along_it(wire, listening, choice):
    _, far = listening
    stop = wire.another_address()

    wire.send(wire.ip(options=[travelled(stop)]) / sealed(wire, TCP(sport=far.port, dport=far.their_port, flags="S", seq=7)))

    answers = wire.all_until_now(TCP())
    choice("rfc9293:MUST-53", "answered" if answers else "segments with source routes are dropped, as RFC 7126 has it")
    assert all(answer.dst == stop and stops_of(answer) == [far.source] for answer in answers)


@covers("linux:ip:source-route-refused")
def test_a_call_that_came_by_a_route_is_dropped_by_default(wire, listening):
    _, far = listening

    wire.send(wire.ip(options=[travelled(wire.another_address())]) / sealed(wire, TCP(sport=far.port, dport=far.their_port, flags="S", seq=7)))

    assert wire.silent(TCP())


@covers("rfc9293:SHLD-24")
def test_a_later_route_replaces_an_earlier_one(wire, listening, choice):
    listener, far = listening
    earlier, later = wire.another_address(), wire.another_address()
    wire.send(wire.ip(options=[travelled(earlier)]) / sealed(wire, TCP(sport=far.port, dport=far.their_port, flags="S", seq=7)))
    answers = wire.all_until_now(TCP())
    choice("rfc9293:SHLD-24", "answered" if answers else "segments with source routes are dropped, as RFC 7126 has it")

    for answer in answers:
        data = TCP(sport=far.port, dport=far.their_port, flags="PA", seq=8, ack=answer[TCP].seq + 1 & 0xFFFFFFFF) / b"hello"
        wire.send(wire.ip(options=[travelled(later)]) / sealed(wire, data))
        assert {sent.dst for sent in wire.all_until_now(TCP())} == {later}
