"""What the target does about a window of ours that is closed: it probes, patiently, until the window opens."""
import pytest

covers = pytest.mark.covers
ipv4 = pytest.mark.parametrize("wire", [4], indirect=True, ids=["ipv4"])


@pytest.fixture
def closed(tcp_end, meet, role):
    """An established connection whose far end, ours, keeps its window closed."""
    return meet(tcp_end(window=0), role)


@covers("rfc9293:3.8.6-within-the-window")
def test_nothing_is_sent_at_once_into_a_closed_window(closed):
    ours, far = closed

    ours.send(b"waits")

    assert far.silent()


@covers("rfc9293:MUST-36", "rfc9293:SHLD-29")
@pytest.mark.waits
def test_a_closed_window_is_probed_after_the_retransmission_timeout(closed):
    ours, far = closed
    sending = ours.start.send(b"waits")
    sending.result()

    next(far.segments(within=4))

    assert 0.19 < far.came - sending.ended_at < 2.0


@covers("rfc9293:MUST-36")
@pytest.mark.parametrize("role", ["passive"])
@pytest.mark.waits
def test_what_waited_for_the_window_is_sent_when_it_opens(closed):
    ours, far = closed
    ours.send(b"waits")
    next(far.segments(within=4))

    far.send(window=1000)

    far.expect("A", data=b"waits")


@ipv4
@covers("rfc9293:SHLD-30")
@pytest.mark.waits(0.5)
def test_the_time_between_probes_grows(wire, meet, tcp_end):
    ours, far = meet(tcp_end(window=0))
    sending = ours.start.send(b"waits")
    sending.result()
    times = [sending.ended_at]

    for _ in range(2):
        next(far.segments(within=10))
        times.append(far.came)
        far.send(window=0)

    assert times[2] - times[1] > 1.5 * (times[1] - times[0])


@covers("rfc9293:MUST-36")
def test_an_update_of_the_window_is_enough_to_go_on(closed):
    ours, far = closed
    ours.send(b"waits")

    far.send(window=1000)

    far.expect("A", data=b"waits")


@pytest.mark.slow
@ipv4
@covers("rfc9293:MUST-37")
def test_a_connection_stays_open_while_its_probes_are_answered(wire, meet, tcp_end):
    ours, far = meet(tcp_end(window=0))
    ours.setsockopt(44, 1000, level="IPPROTO_TCP")      # TCP_RTO_MAX_MS: a probe each second
    ours.send(b"waits")

    for _ in range(20):
        next(far.segments(within=10))
        far.send(window=0)
    far.send(window=1000)

    far.expect("A", data=b"waits")
