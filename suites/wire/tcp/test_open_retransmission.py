"""SYN and SYN-ACK that nobody answers: sent again, ever more rarely, and given up."""
from itertools import pairwise

import pytest

covers = pytest.mark.covers

over_ipv4 = pytest.mark.parametrize("wire", [4], ids=["ipv4"], indirect=True)


@pytest.fixture
def times(wire):
    """``times(far)``: when the target sent each of its segments to that end."""
    return lambda far: [found.time for found in wire.capture if found.sender == "target" and far.is_ours(found)]


@covers("rfc9293:MUST-22", "rfc9293:3.8.1-control", "rfc6298:1")
@over_ipv4
@pytest.mark.waits(1)
def test_a_syn_that_is_not_answered_is_sent_again_after_a_second(syn_sent, times):
    _, far, connecting, syn = syn_sent

    far.expect("S", seq=syn.seq, within=6)

    first, second = times(far)[:2]
    assert second - first > 0.95
    assert connecting.still_blocked()


@covers("rfc9293:3.8.1-control", "rfc6298:1", "rfc6298:11")
@over_ipv4
@pytest.mark.waits(3)
def test_a_syn_ack_that_is_not_answered_is_sent_again_ever_more_rarely(syn_received, times):
    _, far = syn_received
    for _ in range(2):
        far.expect("SA", seq=far.their_first, ack=far.next, within=20)

    gaps = [after - before for before, after in pairwise(times(far))]
    assert gaps[0] > 0.95
    assert all(later > 1.5 * earlier for earlier, later in pairwise(gaps))


@covers("linux:connect:syn-retries")
def test_a_syn_is_sent_again_six_times_by_default(target, wire):
    ours = target.open(wire.tcp)

    assert ours.getsockopt("TCP_SYNCNT") == 6


@pytest.mark.slow
@covers("rfc9293:MUST-22", "rfc6298:11")
def test_a_syn_is_sent_again_ever_more_rarely(syn_sent, times):
    _, far, _, syn = syn_sent
    for _ in range(3):
        far.expect("S", seq=syn.seq, within=20)

    gaps = [after - before for before, after in pairwise(times(far))]
    assert all(later > 1.5 * earlier for earlier, later in pairwise(gaps))


@pytest.mark.slow
@covers("linux:listen:synack-retries")
@over_ipv4
def test_a_syn_ack_that_is_not_answered_is_sent_again_five_times_and_given_up(syn_received):
    _, far = syn_received
    for _ in range(5):
        far.expect("SA", seq=far.their_first, within=40)
    assert far.silent(for_=40)

    far.send()

    far.expect("R|RA", seq=far.received)


@pytest.mark.slow
@covers("rfc9293:MUST-21", "rfc9293:MUST-22")
def test_a_call_is_given_up_sooner_when_its_syn_may_be_sent_less_often(target, wire, far):
    ours = target.open(wire.tcp)
    ours.setsockopt("TCP_SYNCNT", 1)

    connecting = ours.start.connect(wire.tcp.address(far.source, far.port))

    assert not connecting.holds(30)
    assert connecting.error() == "ETIMEDOUT"


@pytest.mark.slow
@covers("rfc9293:MUST-21", "rfc9293:MUST-22")
def test_a_call_is_given_up_when_the_users_time_is_over(target, wire, far):
    ours = target.open(wire.tcp)
    ours.setsockopt("TCP_USER_TIMEOUT", 500)

    connecting = ours.start.connect(wire.tcp.address(far.source, far.port))

    assert not connecting.holds(30)
    assert connecting.error() == "ETIMEDOUT"


@pytest.mark.slow
@covers("linux:connect:syn-timeouts")
@over_ipv4
def test_a_syn_is_sent_again_each_second_and_then_ever_more_rarely(syn_sent, times):
    _, far, _, syn = syn_sent
    for _ in range(6):
        far.expect("S", seq=syn.seq, within=20)

    gaps = [round(after - before) for before, after in pairwise(times(far))]
    assert gaps == [1, 1, 1, 1, 1, 2]


@pytest.mark.slow
@pytest.mark.timeout(300)
@covers("rfc9293:MUST-23")
@over_ipv4
def test_a_call_is_not_given_up_within_three_minutes(syn_sent):
    assert syn_sent.connecting.holds(181)
