"""The window that we offer: the target sends no more than it allows, all that it allows, and nothing silly."""
import time

import pytest
from scapy.packet import Raw

covers = pytest.mark.covers


TIMER = 0.1     # what comes so long after a segment of ours, or longer, a timer may have sent


def sizes(segments):
    return [len(segment[Raw].load) for segment in segments if Raw in segment]


def reactions(far):
    """How much data there is in each segment that has come, and whether it follows so soon on one of ours that no timer has sent it."""
    far.wire.fence()
    ours = [one.time for one in far.wire.capture if one.sender == "far"]
    return [(len(found.packet[Raw].load), found.time - max(sent for sent in ours if sent <= found.time) < TIMER)
            for found in far.segments() if Raw in found.packet]


@covers("rfc5681:13", "rfc9293:3.8.6-within-the-window")
@pytest.mark.parametrize("window", [1, 100, 2000, 5000])
def test_no_more_is_sent_than_the_window_allows(tcp_end, meet, role, window):
    ours, far = meet(tcp_end(window=window), role)

    ours.pour(10000, "MSG_DONTWAIT")

    assert sum(sizes(far.all_until_now())) <= window


@covers("rfc9293:3.8.6-within-the-window")
@pytest.mark.parametrize("window", [1000, 2000, 3000])       # which no congestion window holds back, RFC 5681's at the beginning neither
def test_all_is_sent_that_the_window_allows(tcp_end, meet, role, window):
    ours, far = meet(tcp_end(mss=1000, window=window), role)

    ours.send(bytes(12000))

    assert sum(sizes(far.all_until_now())) == window


@covers("rfc9293:3.8.6-within-the-window")
def test_an_acknowledgement_that_opens_the_window_lets_the_rest_go(tcp_end, meet, role):
    ours, far = meet(tcp_end(mss=1000, window=3000), role)
    ours.send(bytes(8000))
    assert len(far.receive(3000, acknowledge=False)) == 3000

    far.send(window=5000)

    assert len(far.receive(5000, acknowledge=False)) == 5000
    assert far.silent(data=True)


@covers("rfc9293:3.8.6-within-the-window", "rfc5681:13")
def test_an_acknowledgement_that_does_not_move_the_edge_lets_nothing_go(tcp_end, meet, role):
    ours, far = meet(tcp_end(mss=1000, window=3000), role)
    ours.send(bytes(8000))
    far.receive(3000, acknowledge=False)

    far.send(window=0)

    assert far.silent(data=True)


@covers("rfc9293:3.10.7.4-window-update")
def test_an_old_segment_does_not_change_the_window(tcp_end, meet, role):
    ours, far = meet(tcp_end(mss=1000, window=2000), role)
    far.send(b"older")
    far.send(b"newer")
    far.expect("A", ack=far.next)

    far.send(b"older", seq=far.after(-10), window=8000)
    ours.send(bytes(8000))

    assert sum(sizes(far.all_until_now())) <= 2000


def most_in_flight(far, enough):
    """How many bytes are under way at most while each segment is acknowledged, until it is enough or nothing more comes."""
    begin, acknowledged, most, until = far.received, 0, 0, time.monotonic() + 3
    while most <= enough and time.monotonic() < until:
        ends = [(one.seq + len(one[Raw].load) - begin) % (1 << 32) for one in far.all_until_now() if Raw in one]
        most = max([most] + [end - acknowledged for end in ends])
        for end in ends:
            far.send(ack=(begin + end) % (1 << 32))
        acknowledged = max([acknowledged, *ends])
    return most


@covers("rfc9293:MUST-1")
@pytest.mark.parametrize("window", [40000, 65535])
def test_a_window_with_its_highest_bit_set_is_a_large_one(tcp_end, meet, role, window):
    ours, far = meet(tcp_end(window=window), role, TCP_CONGESTION=b"reno", SO_SNDBUF=1 << 19)

    ours.pour(500000, "MSG_DONTWAIT")

    assert 32767 < most_in_flight(far, 32767) <= window


@covers("rfc9293:REC-1", "rfc7323:5")
def test_a_scaled_window_is_used_beyond_65535_bytes(tcp_end, meet, role):
    ours, far = meet(tcp_end(window=1000, scale=7), role, TCP_CONGESTION=b"reno", SO_SNDBUF=1 << 19)
    far.send()      # the window of a SYN is not scaled

    ours.pour(500000, "MSG_DONTWAIT")

    assert 65535 < most_in_flight(far, 65535) <= 128000


@covers("rfc9293:MUST-38")
def test_a_window_that_opens_by_a_few_bytes_at_a_time_draws_no_small_segments(tcp_end, meet, role):
    ours, far = meet(tcp_end(mss=1000, window=2000), role)
    ours.send(bytes(10000))
    far.receive(2000, acknowledge=False)

    for window in range(10, 310, 20):
        far.send(window=window)

    assert [size for size, soon in reactions(far) if soon and size < 1000] == []


@covers("rfc9293:MUST-38", "rfc9293:3.8.6-within-the-window")
def test_of_a_window_that_opens_bit_by_bit_full_segments_are_made(tcp_end, meet, role):
    ours, far = meet(tcp_end(mss=1000, window=2000), role)
    ours.send(bytes(10000))
    far.receive(2000, acknowledge=False)

    for window in range(200, 3200, 200):
        far.send(window=window)

    found = reactions(far)
    assert [size for size, soon in found if soon and size < 1000] == []
    assert 1000 in dict(found)


@covers("rfc9293:MUST-38", "rfc9293:3.8.6-within-the-window")
def test_a_window_with_room_for_all_that_is_left_is_used(tcp_end, meet, role):
    ours, far = meet(tcp_end(mss=1000, window=2000), role)
    ours.send(bytes(2010))
    far.receive(2000, acknowledge=False)

    far.send(window=10)

    far.expect("A", data=bytes(10))
