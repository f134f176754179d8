"""Window scaling: agreed on by both ends or not at all, never in a SYN, and then in effect in both directions."""
import pytest
from scapy.layers.inet import TCP

from harness.tcp_end import payload

covers = pytest.mark.covers


def scale(segment: TCP) -> int | None:
    """The shift that a SYN or SYN-ACK offers."""
    return dict(option[:2] for option in segment.options).get("WScale")


def in_flight(ours, far) -> int:
    """How many bytes the target has out when it has more to send than it can hold, and we acknowledge nothing."""
    assert ours.start.pour(20_000_000).blocked()
    return len(payload(far.expect_data())) + len(far.take())


def flights(far, rounds: int = 30):
    """How many bytes come at a time, when we acknowledge all that came and then wait for more."""
    for _ in range(rounds):
        yield len(payload(far.expect_data())) + len(far.take())
        far.send()


@covers("rfc7323:4")
def test_a_syn_ack_offers_scaling_if_the_syn_did(listening):
    _, far = listening
    far.scale = 7

    far.send(flags="S")

    assert scale(far.expect("SA")) is not None


@covers("rfc7323:1")
def test_a_syn_ack_offers_no_scaling_if_the_syn_did_not(listening):
    _, far = listening

    far.send(flags="S")

    assert scale(far.expect("SA")) is None


@covers("rfc7323:2.3-at-most-14")
def test_a_syn_offers_no_shift_above_14(target, wire, far):
    target.open(wire.tcp).start.connect(wire.tcp.address(wire.far, far.port))

    assert (scale(far.expect("S")) or 0) <= 14


@covers("rfc7323:5", "rfc9293:REC-1")
def test_our_window_is_scaled_by_our_shift(tcp_end, agree, role):
    ours, far = agree(tcp_end(mss=500, window=100, scale=5), "WScale", role)
    far.send()
    ours.start.pour(100_000)

    data = far.receive(3000)

    assert len(data) >= 3000


@covers("rfc7323:5")
def test_no_more_is_sent_than_our_scaled_window_holds(tcp_end, agree, role):
    ours, far = agree(tcp_end(mss=500, window=50, scale=5), "WScale", role)
    far.send()

    assert 500 < in_flight(ours, far) <= 50 << 5


@covers("rfc9293:REC-1")
def test_more_than_65535_bytes_are_sent_into_a_scaled_window(unhurried, tcp_end):
    ours, far = unhurried(tcp_end(window=4000, scale=7), "WScale")

    ours.start.pour(4_000_000)

    assert any(flight > 65535 for flight in flights(far))


@covers("rfc7323:5")
def test_all_that_the_targets_scaled_window_offers_is_taken(tcp_end, agree, role):
    ours, far = agree(tcp_end(scale=7), "WScale", role)
    far.send(b"x")
    far.expect("A", ack=far.next)

    for _ in range(far.their_window // 1400):
        far.send(b"y" * 1400)

    far.expect("A", ack=far.next)


@covers("rfc7323:1")
def test_our_window_is_not_scaled_unless_the_target_may_scale(tcp_end, meet):
    ours, far = meet(tcp_end(mss=500, window=1000), "active")

    assert in_flight(ours, far) <= 1000


@covers("rfc7323:1")
def test_the_targets_window_is_not_scaled_unless_ours_may_be(established):
    _, far = established
    before = far.their_window

    far.send(b"x")

    assert far.expect("A", ack=far.next).window > before // 2


@covers("rfc7323:2")
def test_a_scale_on_data_is_ignored(tcp_end, meet, role):
    ours, far = meet(tcp_end(mss=500, window=1000), role)

    far.send(b"x", options=[("NOP", None), ("WScale", 14)])

    assert ours.recv(10) == b"x"
    assert in_flight(ours, far) <= 1000


@covers("rfc7323:2")
def test_a_scale_on_data_does_not_replace_the_one_that_was_agreed_on(tcp_end, agree, role):
    ours, far = agree(tcp_end(mss=500, window=50, scale=5), "WScale", role)

    far.send(b"x", options=[("NOP", None), ("WScale", 14)])

    assert ours.recv(10) == b"x"
    assert in_flight(ours, far) <= 50 << 5


@covers("rfc7323:3")
def test_the_window_of_a_syn_ack_of_ours_is_not_scaled(tcp_end, agree):
    ours, far = agree(tcp_end(mss=500, window=1000, scale=10), "WScale", "active")

    assert in_flight(ours, far) <= 1000


@covers("rfc7323:3")
def test_the_window_of_the_targets_syn_ack_is_not_scaled(listening):
    listener, far = listening
    far.scale = 7
    answer = far.connect()

    far.send(b"x")

    far.expect("A", ack=far.next)
    assert far.their_window < answer.window << max(1, far.their_scale)


@covers("rfc7323:6")
@pytest.mark.parametrize("shift", [14, 15, 255])
def test_a_shift_above_14_counts_as_14(tcp_end, agree, role, shift):
    ours, far = agree(tcp_end(window=4, scale=shift), "WScale", role)
    far.send()
    pouring = ours.start.pour(60_000)
    before = far.receive(50_000)
    far.window = 1
    far.receive(60_000 - len(before))
    pouring.result()

    assert 1000 < in_flight(ours, far) <= 1 << 14


@covers("rfc7323:7")
def test_data_at_the_edge_of_an_earlier_window_is_taken(tcp_end, agree, role):
    ours, far = agree(tcp_end(scale=7, sack=True), "SAckOK", role)
    far.send(b"x")
    far.expect("A", ack=far.next)
    edge = far.acked + far.their_window
    far.send(b"y")
    far.expect("A", ack=far.next)

    far.send(b"z", seq=edge - 1)

    assert dict(far.expect("A").options)["SAck"] == ((edge - 1) % (1 << 32), edge % (1 << 32))


@covers("linux:tcp:syn-window")
def test_a_syn_offers_whole_segments_close_to_65535_bytes(target, wire, far):
    target.open(wire.tcp).start.connect(wire.tcp.address(wire.far, far.port))

    syn = far.expect("S")

    assert 65535 - 2 * 1460 < syn.window <= 65535


@covers("linux:tcp:syn-window")
def test_a_syn_ack_offers_whole_segments_close_to_65535_bytes(listening):
    _, far = listening

    far.send(flags="S")

    assert 65535 - 2 * 1460 < far.expect("SA").window <= 65535
