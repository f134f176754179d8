"""Which timestamp is echoed: that of the earliest segment not acknowledged yet, so that round trips are never taken for shorter than they are."""
import pytest

covers = pytest.mark.covers


def stamped(value: int, far) -> list:
    """Options with this timestamp and the echo that is due."""
    return [("NOP", None), ("NOP", None), ("Timestamp", (value % (1 << 32), far.recent))]


def echo(segment) -> int:
    """The timestamp that a segment echoes."""
    return dict(option[:2] for option in segment.options)["Timestamp"][1]


@covers("rfc7323:12")
def test_the_timestamp_of_a_segment_in_order_is_echoed(stamping):
    _, far = stamping
    now = far.now + 100

    far.send(b"data", options=stamped(now, far))

    assert echo(far.expect("A", ack=far.next)) == now


@covers("rfc7323:12")
def test_data_echoes_the_timestamp_that_came_last(stamping):
    ours, far = stamping
    now = far.now + 100
    far.send(b"question", options=stamped(now, far))
    assert ours.recv(100) == b"question"

    ours.send(b"answer")

    assert echo(far.expect(data=b"answer")) == now


@covers("rfc7323:12")
def test_an_acknowledgement_of_ours_is_echoed_too(stamping):
    ours, far = stamping
    ours.send(b"one")
    far.expect(data=b"one")
    now = far.now + 100
    far.send(options=stamped(now, far))

    ours.send(b"two")

    assert echo(far.expect(data=b"two")) == now


@covers("rfc7323:12")
def test_a_delayed_acknowledgement_echoes_the_earliest_timestamp(stamping):
    ours, far = stamping
    ours.setsockopt("TCP_QUICKACK", 0)
    now = far.now + 100

    far.send(b"one", options=stamped(now, far))
    far.send(b"two", options=stamped(now + 50, far))

    first = far.expect("A")
    assert echo(first) == now


@covers("rfc7323:12")
def test_a_segment_behind_a_gap_is_not_echoed(stamping):
    _, far = stamping
    now = far.now + 100
    far.send(b"one", options=stamped(now, far))
    far.expect("A", ack=far.next)

    far.send(b"three", seq=far.next + 3, options=stamped(now + 50, far))

    assert echo(far.expect("A", ack=far.next)) == now


@covers("rfc7323:12")
def test_the_segment_that_fills_a_gap_is_echoed(stamping):
    _, far = stamping
    now = far.now + 100
    far.send(b"three", seq=far.next + 3, options=stamped(now + 50, far))
    far.expect("A", ack=far.next)

    far.send(b"two", options=stamped(now + 20, far))

    assert echo(far.expect("A", ack=far.next + len(b"three"))) == now + 20


@covers("rfc7323:12")
def test_an_older_timestamp_behind_a_gap_is_not_echoed(stamping):
    _, far = stamping
    now = far.now + 100
    far.send(b"one", options=stamped(now, far))
    far.expect("A", ack=far.next)
    far.send(b"four", seq=far.next + 6, options=stamped(now + 80, far))
    far.expect("A", ack=far.next)

    far.send(b"three", seq=far.next + 3, options=stamped(now + 60, far))

    assert echo(far.expect("A", ack=far.next)) == now


@covers("rfc7323:14")
def test_a_reset_that_is_ignored_does_not_change_the_echo(stamping):
    ours, far = stamping
    now = far.now + 100
    far.send(b"one", options=stamped(now, far))
    assert ours.recv(10) == b"one"
    far.send(flags="R", seq=far.next + 100_000, options=stamped(now + 50, far))

    ours.send(b"answer")

    assert echo(far.expect(data=b"answer")) == now
