"""What is not acknowledged is sent again: when, what, and what acknowledgements change about it."""
import time

import pytest
from scapy.layers.inet import IP
from scapy.packet import Raw

covers = pytest.mark.covers
passive = pytest.mark.parametrize("role", ["passive"])
ipv4 = pytest.mark.parametrize("wire", [4], indirect=True, ids=["ipv4"])
MODULO = 1 << 32


def repeated(far, data, within=15.0):
    """Take a segment that was taken before, once more; when it came."""
    far.expect("A", data=data, seq=(far.received - len(data)) % MODULO, within=within)
    return far.came


@passive
@covers("rfc9293:MUST-18")
@pytest.mark.waits
def test_what_is_not_acknowledged_is_sent_again(established):
    ours, far = established
    ours.send(b"lost")
    far.expect("A", data=b"lost")

    assert repeated(far, b"lost")


@covers("linux:tcp:rto-minimum")
@pytest.mark.waits
def test_what_is_not_acknowledged_is_sent_again_after_the_retransmission_timeout(established):
    ours, far = established
    ours.send(b"lost")
    far.expect("A", data=b"lost")
    sent = far.came

    assert 0.2 <= repeated(far, b"lost") - sent < 0.9


@ipv4
@covers("rfc6298:4")
@pytest.mark.waits
def test_the_retransmission_timeout_is_a_second_at_least(accepted):
    ours, far = accepted
    ours.send(b"lost")
    far.expect("A", data=b"lost")
    sent = far.came

    assert repeated(far, b"lost") - sent >= 1.0


@ipv4
@covers("rfc6298:11", "rfc9293:MUST-19")
@pytest.mark.waits(0.5)
def test_the_retransmission_timeout_is_doubled_each_time(accepted):
    ours, far = accepted
    ours.send(b"lost")
    far.expect("A", data=b"lost")
    times = [far.came]

    times += [repeated(far, b"lost"), repeated(far, b"lost")]

    assert times[2] - times[1] > 1.5 * (times[1] - times[0])


@ipv4
@covers("rfc6298:11", "rfc6298:5", "rfc9293:MUST-19")
@pytest.mark.waits(3.5)
def test_a_timeout_of_a_second_is_not_the_longest(unhurried, tcp_end):
    ours, far = unhurried(tcp_end())
    ours.send(b"lost")
    far.expect("A", data=b"lost")
    times = [far.came]

    times += [repeated(far, b"lost"), repeated(far, b"lost", within=10)]

    assert times[2] - times[1] > 1.5 * (times[1] - times[0])


@passive
@covers("rfc6298:10", "rfc5681:5", "rfc9293:MUST-19")
@pytest.mark.waits
def test_after_a_timeout_the_first_segment_alone_is_sent_again(reno):
    ours, far = reno
    ours.send(bytes(2900))      # which any congestion window lets go
    first = far.received
    far.receive(2900, acknowledge=False)

    again = next(far.segments(within=5)).packet["TCP"]

    assert again.seq == first
    assert len(again[Raw].load) <= 1460
    assert far.silent()


@passive
@covers("rfc6298:8")
@pytest.mark.waits(0.5)
def test_the_timer_is_off_when_all_is_acknowledged(established):
    ours, far = established
    ours.send(b"arrives")
    far.expect("A", data=b"arrives")

    far.send()

    assert far.silent(for_=0.3)


@ipv4
@covers("rfc6298:8", "linux:tcp:rto-minimum")
@pytest.mark.waits(0.5)
def test_the_timer_starts_again_when_new_data_is_acknowledged(wire, meet, tcp_end):
    ours, far = meet(tcp_end(mss=1000))
    ours.send(bytes(2000))
    far.receive(1000, acknowledge=False)
    first = far.received
    far.receive(1000, acknowledge=False)
    assert far.silent(for_=0.1)

    acknowledged = time.monotonic()
    far.send(ack=first)

    assert repeated(far, bytes(1000)) - acknowledged >= 0.2


@ipv4
@covers("rfc6298:2", "rfc6298:9", "rfc9293:MUST-18")
@pytest.mark.waits(0.5)
def test_the_first_round_trip_sets_the_timeout_to_three_times_its_time_at_least(listening, wire):
    listener, far = listening
    far.send(flags="S")
    far.expect("SA", ack=far.next)
    began = far.came
    assert far.silent(for_=0.15)
    trip = time.monotonic() - began
    far.send()
    ours, _ = listener.accept()

    ours.send(b"lost")
    far.expect("A", data=b"lost")
    sent = far.came

    assert repeated(far, b"lost") - sent > 2.9 * trip


@ipv4
@covers("rfc6298:3", "rfc6298:7", "rfc9293:MUST-18")
@pytest.mark.waits(0.5)
def test_later_round_trips_that_take_longer_raise_the_timeout(listening, wire):
    listener, far = listening
    far.send(flags="S")
    far.expect("SA", ack=far.next)
    began = far.came
    assert far.silent(for_=0.1)
    first = time.monotonic() - began
    far.send()
    ours, _ = listener.accept()
    ours.send(b"slow")
    far.expect("A", data=b"slow")
    began = far.came
    assert far.silent(for_=0.2)
    second = time.monotonic() - began
    far.send()

    ours.send(b"lost")
    far.expect("A", data=b"lost")
    sent = far.came

    smoothed = 7 / 8 * first + second / 8
    varies = 3 / 4 * first / 2 + (second - first) / 4
    assert repeated(far, b"lost") - sent > 0.95 * (smoothed + 4 * varies)


@ipv4
@covers("rfc6298:6", "rfc9293:MUST-18")
@pytest.mark.waits(0.5)
def test_the_acknowledgement_of_a_repeated_segment_does_not_lower_the_timeout(accepted):
    ours, far = accepted
    ours.send(b"lost")
    far.expect("A", data=b"lost")
    sent = far.came
    timeout = repeated(far, b"lost") - sent
    far.send()

    ours.send(b"next")
    far.expect("A", data=b"next")
    sent = far.came

    assert repeated(far, b"next") - sent > 1.5 * timeout


@ipv4
@covers("rfc9293:MAY-4")
@pytest.mark.waits
def test_the_identification_of_a_repeated_segment(accepted, wire, choice):
    ours, far = accepted
    ours.send(b"lost")
    far.expect("A", data=b"lost")

    repeated(far, b"lost")

    found = [one.packet[IP].id for one in wire.capture if one.sender == "target" and Raw in one.packet]
    choice("rfc9293:MAY-4", "the same again" if found[0] == found[1] else "another one")


@passive
@covers("rfc9293:MUST-18", "rfc9293:3.4-delivery")
@pytest.mark.waits
def test_what_is_repeated_later_is_joined_by_what_was_written_since_or_not(established):
    ours, far = established
    ours.send(b"lost")
    far.expect("A", data=b"lost")
    begin = (far.received - 4) % MODULO
    ours.send(b" and found")

    far.received = begin

    assert far.receive(14) == b"lost and found"


@pytest.mark.slow
@ipv4
@covers("rfc6298:12")
def test_a_lost_syn_makes_the_timeout_three_seconds(target, wire, far):
    ours = target.open(wire.tcp)
    connecting = ours.start.connect(wire.tcp.address(far.source, far.port))
    far.expect("S")
    syn = far.expect("S", within=10)
    far.agree(syn)
    far.send(flags="SA")
    connecting.result()

    ours.send(b"lost")
    far.expect("A", data=b"lost", within=0.1)
    sent = far.came

    assert 3.0 <= repeated(far, b"lost", within=10) - sent < 6.0


@pytest.mark.slow
@ipv4
@covers("rfc6298:5")
def test_the_timeout_may_have_an_upper_bound(accepted, choice):
    ours, far = accepted
    ours.send(b"lost")
    far.expect("A", data=b"lost")
    times = [far.came]
    while len(times) < 9:
        times.append(repeated(far, b"lost", within=80))

    gaps = [later - sooner for sooner, later in zip(times, times[1:], strict=False)]
    assert all(later > 1.5 * sooner or later >= 60 for sooner, later in zip(gaps, gaps[1:], strict=False))
    choice("rfc6298:5", f"none up to {max(gaps):.0f} s")


@covers("linux:tcp:orphan-retries")
@pytest.mark.waits(2)
def test_the_end_of_a_socket_that_is_closed_is_sent_again_time_and_again(accepted):
    ours, far = accepted
    ours.close()
    end = far.expect("FA")

    for _ in range(3):
        far.expect("FA", seq=end.seq, within=6)
