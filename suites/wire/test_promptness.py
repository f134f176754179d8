"""What is not held back for a reason leaves at once: before the answer to a packet that arrives later, which a fence is."""
from itertools import pairwise

import pytest
from scapy.layers.inet import ICMP, TCP, UDP
from scapy.layers.inet6 import ICMPv6EchoReply, ICMPv6EchoRequest

covers = pytest.mark.covers

CLOSED = 1


@covers("linux:wire:reacts-in-order-of-arrival")
def test_a_syn_is_answered_at_once(wire, listening):
    _, far = listening
    far.send(flags="S")

    wire.fence()

    far.expect("SA", within=0)


@covers("linux:wire:reacts-in-order-of-arrival")
def test_a_syn_to_a_closed_port_is_refused_at_once(wire):
    wire.send(TCP(sport=1025, dport=CLOSED, flags="S", seq=7))

    wire.fence()

    wire.expect(TCP(sport=CLOSED, flags="RA", ack=8), within=0)


@covers("linux:wire:reacts-in-order-of-arrival", "rfc5681:8")
def test_a_segment_out_of_order_is_acknowledged_at_once(wire, established):
    _, far = established
    far.send(b"later", seq=far.after(10))

    wire.fence()

    far.expect("A", ack=far.next, within=0)


@covers("linux:wire:reacts-in-order-of-arrival")
def test_an_echo_request_is_answered_at_once(wire):
    request, reply = (ICMPv6EchoRequest(id=9), ICMPv6EchoReply(id=9)) if wire.version == 6 else (ICMP(type=8, id=9), ICMP(type=0, id=9))
    wire.send(request)
    wire.send(TCP(sport=1026, dport=CLOSED, flags="S", seq=7))

    first = next(one.packet for _, one in wire.unread(0, wire.patient()) if one.packet.haslayer(type(reply)) or one.packet.haslayer(TCP))

    assert first.haslayer(type(reply))


@covers("linux:wire:reacts-in-order-of-arrival")
def test_a_datagram_to_a_closed_port_is_refused_at_once(wire, icmp):
    wire.send(UDP(sport=1027, dport=CLOSED))

    wire.fence()

    wire.expect(icmp.no_port(), within=0)


@covers("linux:wire:reacts-in-order-of-arrival")
def test_an_unknown_protocol_is_refused_at_once(wire, icmp):
    wire.send(wire.ip(**{"nh" if wire.version == 6 else "proto": 253}) / b"what is this?")

    wire.fence()

    wire.expect(icmp.parameter_problem(1, 6) if wire.version == 6 else icmp.unreachable(2), within=0)


@covers("linux:wire:reacts-in-order-of-arrival")
def test_a_segment_of_no_connection_is_refused_at_once(wire):
    wire.send(TCP(sport=1028, dport=CLOSED, flags="A", ack=7))

    wire.fence()

    wire.expect(TCP(sport=CLOSED, seq=7), within=0)


@covers("linux:wire:reacts-in-order-of-arrival", "rfc9293:SHLD-3")
def test_data_after_close_is_reset_at_once(wire, established):
    ours, far = established
    ours.close()
    far.expect("FA")
    far.send(b"too late")

    wire.fence()

    far.expect("R|RA", within=0)


@covers("linux:wire:sends-within-the-call")
def test_connect_sends_its_syn_at_once(target, wire, far):
    ours = target.open(wire.tcp)
    assert ours.start.connect(wire.tcp.address(far.source, far.port)).blocked()

    wire.fence()

    far.expect("S", within=0)


@covers("linux:wire:sends-within-the-call")
def test_send_sends_at_once(wire, established):
    ours, far = established
    ours.send(b"good day")

    wire.fence()

    far.expect("A", data=b"good day", within=0)


@covers("linux:wire:sends-within-the-call")
def test_close_sends_its_fin_at_once(wire, established):
    ours, far = established
    ours.close()

    wire.fence()

    far.expect("FA", within=0)


@covers("linux:wire:sends-within-the-call")
def test_shutdown_sends_its_fin_at_once(wire, established):
    ours, far = established
    ours.shutdown("SHUT_WR")

    wire.fence()

    far.expect("FA", within=0)


@covers("linux:wire:sends-within-the-call")
def test_reading_all_of_a_closed_window_tells_that_it_is_open_at_once(wire, shut):
    ours, far = shut
    assert ours.recv(100000)

    wire.fence()

    assert far.expect("A", ack=far.next, within=0).window > 0


@covers("linux:wire:sends-within-the-call")
def test_an_abort_sends_its_reset_at_once(wire, established):
    ours, far = established
    ours.setsockopt("SO_LINGER", {"onoff": 1, "linger": 0})
    ours.close()

    wire.fence()

    far.expect("R|RA", within=0)


@covers("linux:wire:sends-within-the-call")
def test_a_datagram_is_sent_at_once(target, wire):
    target.bound(wire.udp).sendto(b"good day", wire.udp.address(wire.far, 9))

    wire.fence()

    assert wire.expect(UDP(dport=9), within=0)[UDP].load == b"good day"


@covers("linux:wire:sends-within-the-call")
def test_large_datagrams_leave_one_right_behind_the_other(wire, talking):
    for _ in range(10):
        talking.ours.send(bytes(1400))

    wire.fence()

    times = [found.time for found in wire.capture if found.sender == "target" and len(found.raw) > 1400]
    assert min(after - before for before, after in pairwise(times)) < 0.003     # a busy machine puts off some, not all


@pytest.fixture
def equipped(tcp_end, meet, role):
    """A connection with all options: its segments are longer, and others, than those without any."""
    return meet(tcp_end(scale=7, sack=True, timestamps=True), role)


@covers("linux:wire:reacts-in-order-of-arrival", "rfc5681:8")
def test_a_segment_out_of_order_is_acknowledged_at_once_with_all_options(wire, equipped):
    _, far = equipped
    far.send(b"later", seq=far.after(10))

    wire.fence()

    far.expect("A", ack=far.next, within=0)


@covers("linux:wire:sends-within-the-call")
def test_data_and_end_are_sent_at_once_with_all_options(wire, equipped):
    ours, far = equipped
    ours.send(b"good day")
    ours.close()

    wire.fence()

    far.expect("A|FA", data=b"good day", within=0)
    far.expect("FA", within=0)


@covers("linux:wire:sends-within-the-call")
def test_each_segment_of_a_connection_is_sent_once(wire, established):
    ours, far = established
    ours.send(b"good day")
    far.expect("A", data=b"good day")
    far.send(b"and to you")
    far.expect("A", ack=far.next)
    assert ours.recv(100) == b"and to you"
    ours.close()
    far.expect("FA")
    far.finish()

    wire.fence()

    sent = [bytes(one.packet[TCP]) for one in wire.capture if one.sender == "target" and far.is_ours(one) and not far.is_again(one)]
    assert len(sent) == len(set(sent))


@covers("linux:wire:reacts-in-order-of-arrival")
def test_a_call_is_refused_once(wire):
    wire.send(TCP(sport=1029, dport=CLOSED, flags="S"))

    assert len(wire.all_until_now(TCP(sport=CLOSED))) == 1


@covers("linux:wire:sends-within-the-call")
def test_everything_is_sent_once(wire, established):
    ours, far = established
    ours.send(b"good day")
    far.expect("A", data=b"good day")

    far.send()
    ours.close()
    far.expect("FA")

    assert far.silent()
