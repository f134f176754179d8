"""The maximum segment size: what is announced, what is obeyed, and what options take from it."""
import pytest
from scapy.layers.inet import TCP

from harness.tcp_end import payload

covers = pytest.mark.covers

STAMPS = 12
"""Bytes that timestamps take of every segment, with padding."""


def headers(wire) -> int:
    """Bytes of an IP header and a TCP header without options."""
    return 60 if wire.version == 6 else 40


def announced(segment: TCP) -> int | None:
    """The MSS that a SYN or SYN-ACK announces."""
    return dict(option[:2] for option in segment.options).get("MSS")


def largest(ours, far) -> int:
    """The size of the first segment when there is much to send."""
    ours.start.pour(10_000)
    return len(payload(far.expect_data()))


@covers("rfc9293:MUST-14", "rfc9293:SHLD-5", "rfc9293:MUST-67", "rfc6691:1")
def test_a_syn_announces_what_the_link_carries_but_for_fixed_headers(target, wire, far):
    target.open(wire.tcp).start.connect(wire.tcp.address(wire.far, far.port))

    assert announced(far.expect("S")) == wire.mtu - headers(wire)


@covers("rfc9293:MUST-14", "rfc9293:SHLD-5", "rfc9293:MUST-67", "rfc6691:1")
def test_a_syn_ack_announces_what_the_link_carries_but_for_fixed_headers(listening, wire):
    _, far = listening

    far.send(flags="S")

    assert announced(far.expect("SA")) == wire.mtu - headers(wire)


@covers("rfc6691:1", "rfc9293:MUST-67")
def test_options_take_nothing_from_the_announced_mss(listening, tcp_end, wire):
    listener, _ = listening
    far = tcp_end(listener.address.port, scale=7, sack=True, timestamps=True)

    far.send(flags="S")

    assert announced(far.expect("SA")) == wire.mtu - headers(wire)


@covers("rfc8200:15")
def test_over_ipv6_the_announced_mss_leaves_room_for_the_larger_header(target, wire6):
    target.open(wire6.tcp).start.connect(wire6.tcp.address(wire6.far, 80))

    assert announced(wire6.expect(TCP(dport=80))[TCP]) == wire6.mtu - 60


@covers("rfc9293:3.7.1-independent")
@pytest.mark.parametrize("mss", [100, 600, 9000])
def test_what_is_announced_does_not_depend_on_the_other(listening, tcp_end, wire, mss):
    listener, _ = listening
    far = tcp_end(listener.address.port, mss=mss)

    far.send(flags="S")

    assert announced(far.expect("SA")) == wire.mtu - headers(wire)


@covers("rfc9293:MUST-14", "rfc9293:MUST-16")
@pytest.mark.parametrize("mss", [100, 536, 1001])
def test_segments_are_no_larger_than_the_other_end_takes(tcp_end, meet, role, mss):
    ours, far = meet(tcp_end(mss=mss), role)

    ours.start.pour(20_000)

    first = far.expect_data()
    assert max(len(payload(one)) for one in [first, *far.all_until_now()]) <= mss


@covers("rfc9293:SHLD-28")
@pytest.mark.parametrize("mss", [100, 536, 1001])
def test_segments_are_as_large_as_the_other_end_takes(tcp_end, meet, role, mss):
    ours, far = meet(tcp_end(mss=mss), role)

    assert largest(ours, far) == mss


@covers("rfc9293:MUST-16")
def test_segments_are_no_larger_than_the_link_takes(tcp_end, meet, wire, role):
    ours, far = meet(tcp_end(mss=9000), role)

    assert largest(ours, far) <= wire.mtu - headers(wire)


@covers("rfc9293:SHLD-28")
def test_segments_are_as_large_as_the_link_takes(tcp_end, meet, wire, role):
    ours, far = meet(tcp_end(mss=9000), role)

    assert largest(ours, far) == wire.mtu - headers(wire)


@covers("rfc9293:MUST-15")
def test_without_an_mss_segments_have_at_most_the_default(tcp_end, meet, wire, role):
    ours, far = meet(tcp_end(mss=None), role)

    assert largest(ours, far) <= (1220 if wire.version == 6 else 536)


@covers("rfc9293:SHLD-28")
def test_without_an_mss_segments_have_the_default_at_least(tcp_end, meet, role):
    ours, far = meet(tcp_end(mss=None), role)

    assert largest(ours, far) >= 536


@covers("rfc6691:2", "rfc9293:MUST-16")
@pytest.mark.parametrize("mss", [600, 1440])
def test_timestamps_are_taken_from_segments(tcp_end, agree, role, mss):
    ours, far = agree(tcp_end(mss=mss, timestamps=True), "Timestamp", role)

    assert largest(ours, far) <= mss - STAMPS


@covers("rfc9293:SHLD-28")
def test_nothing_but_timestamps_is_taken_from_segments(tcp_end, agree, wire, role):
    ours, far = agree(tcp_end(scale=7, sack=True, timestamps=True), "Timestamp", role)

    assert largest(ours, far) == wire.mtu - headers(wire) - STAMPS


@covers("rfc6691:2", "rfc9293:MUST-16")
def test_sack_blocks_are_taken_from_segments(tcp_end, agree, wire, role):
    ours, far = agree(tcp_end(mss=600, sack=True), "SAckOK", role)
    far.send(b"gap", seq=far.next + 10)
    far.expect("A")

    ours.start.pour(10_000)

    data = far.expect_data()
    assert len(payload(data)) + 4 * data.dataofs - 20 <= 600


@covers("linux:tcp:maxseg")
def test_tcp_maxseg_is_announced(target, wire, far):
    ours = target.open(wire.tcp)
    ours.setsockopt("TCP_MAXSEG", 700)

    ours.start.connect(wire.tcp.address(wire.far, far.port))

    assert announced(far.expect("S")) == 700


@covers("linux:tcp:maxseg")
def test_tcp_maxseg_of_a_listener_is_announced(listening):
    listener, far = listening
    listener.setsockopt("TCP_MAXSEG", 700)

    far.send(flags="S")

    assert announced(far.expect("SA")) == 700


@covers("linux:tcp:maxseg")
def test_tcp_maxseg_bounds_segments(target, wire, far):
    ours = target.open(wire.tcp)
    ours.setsockopt("TCP_MAXSEG", 700)
    ours.start.connect(wire.tcp.address(wire.far, far.port))
    far.accept()

    assert largest(ours, far) == 700


@covers("linux:tcp:least-mss")
@pytest.mark.parametrize("mss", [1, 47])
def test_an_mss_below_48_counts_as_48(tcp_end, meet, role, mss):
    ours, far = meet(tcp_end(mss=mss), role)

    assert largest(ours, far) == 48


@covers("rfc9293:MAY-3")
def test_the_default_may_be_announced_as_well(target, wire, far, choice):
    ours = target.open(wire.tcp)
    ours.setsockopt("TCP_MAXSEG", default := 1220 if wire.version == 6 else 536)

    ours.start.connect(wire.tcp.address(wire.far, far.port))

    found = announced(far.expect("S"))
    choice("rfc9293:MAY-3", "announced" if found else "left out")
    assert found in {None, default}
