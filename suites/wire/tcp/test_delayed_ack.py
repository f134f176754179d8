"""When the target acknowledges data: in time, often enough, and not more often than it gets segments."""
import pytest

covers = pytest.mark.covers


@pytest.fixture
def lazy(meet, far, role):
    """An established connection on which acknowledgements may be delayed."""
    met = meet(far, role)
    met.ours.setsockopt("TCP_QUICKACK", 0)
    return met


@covers("rfc9293:MUST-40", "rfc5681:10")
def test_a_lone_segment_is_acknowledged_within_half_a_second(lazy, wire):
    _, far = lazy
    far.send(b"lone")

    far.expect("A", ack=far.next)

    assert far.came - wire.capture[-2].time < 0.5


@covers("rfc9293:SHLD-18")
def test_a_lone_segment_is_not_acknowledged_at_once(lazy, wire):
    _, far = lazy

    far.send(b"lone")

    far.expect("A", ack=far.next)
    assert far.came - wire.capture[-2].time > 0.01


@covers("linux:tcp:quickack")
def test_with_quickack_a_lone_segment_is_acknowledged_at_once(lazy):
    ours, far = lazy
    ours.setsockopt("TCP_QUICKACK", 1)

    far.send(b"lone")

    assert [segment.ack for segment in far.all_until_now()] == [far.next]


@covers("linux:tcp:quickack-first")
def test_the_first_segments_of_a_connection_are_acknowledged_at_once(established):
    _, far = established
    for _ in range(4):
        far.send(bytes(100))

        assert [segment.ack for segment in far.all_until_now()] == [far.next]


@covers("rfc9293:SHLD-19")
def test_every_second_full_segment_is_acknowledged_at_once(lazy, wire):
    ours, far = lazy
    full = wire.mtu - (40 if wire.version == 4 else 60)
    for _ in range(5):
        far.send(bytes(full))
        far.send(bytes(full))

        assert {segment.ack for segment in far.all_until_now()} & {far.next, far.after(-full)}

        assert ours.drain(2 * full).count == 2 * full


@covers("rfc5681:12")
def test_there_are_no_more_acknowledgements_than_segments(established):
    _, far = established

    for _ in range(30):
        far.send(bytes(1000))

    assert len(far.all_until_now()) <= 30


@covers("rfc9293:SHLD-18")
def test_the_answer_carries_the_acknowledgement(lazy):
    ours, far = lazy
    far.send(b"question")
    assert ours.recv(100) == b"question"

    ours.send(b"answer")

    far.expect("A", data=b"answer", ack=far.next)


@covers("rfc9293:MUST-59")
def test_all_that_waited_for_a_gap_to_fill_is_acknowledged_together(established):
    _, far = established
    first = far.next
    for place in (300, 200, 100):
        far.send(bytes(100), seq=(first + place) % 2**32)
    far.all_until_now()

    far.send(bytes(100))

    assert next(far.segments(within=3)).packet["TCP"].ack == (first + 400) % 2**32


@covers("rfc5681:11")
def test_all_that_waited_for_a_gap_to_fill_is_acknowledged_at_once(established):
    ours, far = established
    first = far.next
    for place in (300, 200, 100):
        far.send(bytes(100), seq=(first + place) % 2**32)
    far.all_until_now()

    far.send(bytes(100))

    assert [segment.ack for segment in far.all_until_now()] == [(first + 400) % 2**32]
