"""Duplicate acknowledgements: when the target takes a segment for lost, what it sends again, and how it slows down."""
import pytest

covers = pytest.mark.covers
AT_ONCE = 0.1
"""Seconds within which no retransmission timer runs out."""


@covers("rfc5681:6")
@pytest.mark.parametrize("count", [1, 2])
def test_one_or_two_duplicates_do_not_make_a_segment_be_sent_again(flight, count):
    for _ in range(count):
        flight.acknowledge(0)

    assert 0 not in flight.come()


@covers("rfc5681:6", "rfc9293:MUST-19")
def test_the_third_duplicate_makes_the_first_segment_be_sent_again(flight):
    for _ in range(2):
        flight.acknowledge(0)
    flight.come()

    flight.acknowledge(0)

    assert 0 in flight.come()


@covers("rfc5681:6")
def test_a_segment_is_sent_again_once_however_many_duplicates_come(flight):
    for _ in range(9):
        flight.acknowledge(0)

    assert flight.come().count(0) == 1


@covers("rfc5681:6")
def test_acknowledgements_that_change_the_window_are_no_duplicates(flight):
    for window in (65100, 65200, 65300, 65400, 65500):
        flight.acknowledge(0, window=window)

    assert 0 not in flight.come()


@covers("rfc5681:6")
def test_segments_with_data_are_no_duplicate_acknowledgements(flight):
    for _ in range(5):
        flight.far.send(b"data", ack=flight.number(0))

    assert 0 not in flight.come()


@covers("rfc5681:8")
def test_the_first_two_duplicates_let_one_new_segment_go_each_at_most(flight):
    for _ in range(2):
        flight.acknowledge(0)

    assert flight.come() in ([], [10], [10, 11])


@covers("rfc5681:8", "linux:tcp:limited-transmit")
def test_each_of_the_first_two_duplicates_lets_a_new_segment_go(flight):
    for _ in range(2):
        flight.acknowledge(0)

        assert flight.far.receive(flight.size, within=AT_ONCE, acknowledge=False)


@covers("rfc5681:7", "rfc9293:MUST-19")
def test_recovery_ends_with_half_the_flight_at_most(flight):
    for _ in range(9):
        flight.acknowledge(0)
    sent = max(flight.come()) + 1

    flight.acknowledge(sent)

    assert len(flight.come()) <= 5 + 2     # that acknowledgement may widen it again


@covers("rfc5681:7", "rfc5681:13")
def test_during_recovery_each_duplicate_lets_one_segment_go_at_most(flight):
    came = 0
    for count in range(1, 10):
        flight.acknowledge(0)
        came += len(flight.come())

        assert came <= count + 1


@covers("rfc6582:1")
def test_a_partial_acknowledgement_makes_the_next_missing_segment_be_sent_again(flight):
    for _ in range(8):
        flight.acknowledge(0)
    assert 0 in flight.come()

    flight.acknowledge(4)

    assert 4 in flight.come()


@covers("rfc6582:1")
def test_what_is_missing_is_repeated_one_after_the_other(flight):
    for _ in range(9):
        flight.acknowledge(0)
    again = flight.come()

    for count in (3, 5, 8):
        flight.acknowledge(count)
        again += flight.come()

    assert [segment for segment in again if segment < 10] == [0, 3, 5, 8]


@covers("rfc5681:4", "rfc9293:MUST-19")
def test_after_recovery_the_flight_grows_by_one_segment_in_a_round_trip(flight):
    for _ in range(9):
        flight.acknowledge(0)
    sent = max(flight.come()) + 1
    flight.acknowledge(sent)
    flights = [len(flight.come())]

    for _ in range(4):
        acknowledged, sent = sent, sent + flights[-1]
        for count in range(acknowledged + 1, sent + 1):
            flight.acknowledge(count)
        flights.append(len(flight.come()))

    assert flights[-1] <= 5 + 4 + 1
    assert max(later - sooner for sooner, later in zip(flights[1:], flights[2:], strict=False)) <= 2
