"""Recovery by selective acknowledgements: what is missing is sent again, in order, and what is held is not."""
import pytest

covers = pytest.mark.covers
passive = pytest.mark.parametrize("role", ["passive"])


@pytest.fixture
def selective():
    return True


@covers("rfc6675:1")
def test_segments_that_are_held_behind_a_gap_make_the_first_be_sent_again(flight):
    flight.acknowledge(0, (1, 2))
    flight.acknowledge(0, (1, 3))
    flight.acknowledge(0, (1, 4))

    assert 0 in flight.come()


@covers("rfc8985:1", "linux:tcp:rack")
@pytest.mark.waits
def test_time_shows_that_a_segment_is_lost_when_a_later_one_came(flight, choice):
    flight.acknowledge(0, (1, 2))

    flight.far.silent(for_=0.05)

    assert 0 in flight.come()
    choice("rfc8985:1", "takes segments for lost by time")


@covers("rfc6675:1")
def test_all_gaps_are_filled_in_order_and_nothing_else(flight):
    for last in (3, 4, 5):
        flight.acknowledge(0, (2, last))
    for last in (7, 8, 9, 10):
        flight.acknowledge(0, (6, last), (2, 5))
    came = flight.come()
    flight.acknowledge(1, (6, 10), (2, 5))
    flight.acknowledge(5, (6, 10))

    came += flight.come()

    assert [segment for segment in came if segment < 10] == [0, 1, 5]


@passive
@covers("rfc2018:6", "rfc6298:10")
@pytest.mark.waits(0.5)
def test_after_a_timeout_the_first_segment_is_sent_again_whatever_is_held(flight):
    for last in (2, 3, 4, 10):
        flight.acknowledge(0, (1, last))
    assert 0 in flight.come()

    flight.far.silent(for_=0.25)

    assert 0 in flight.come(after_a_timer=True)


@passive
@covers("rfc2018:7")
def test_what_was_held_and_is_never_acknowledged_is_sent_again(flight):
    for last in (2, 3, 4, 10):
        flight.acknowledge(0, (1, last))
    assert 0 in flight.come()

    flight.acknowledge(1)

    assert flight.comes(1)


@covers("rfc8985:1", "linux:tcp:tail-loss-probe")
def test_a_flight_that_nobody_acknowledges_is_probed_by_a_segment(meet, tcp_end, role, choice):
    ours, far = meet(tcp_end(mss=1000, sack=True), role)
    ours.send(bytes(3000))
    far.receive(3000, acknowledge=False)

    probe = next(far.segments(within=5)).packet["TCP"]

    choice("rfc8985:1", "probes the tail")
    assert probe.seq == (far.received - 1000) % (1 << 32)       # the retransmission timer would send the first segment
