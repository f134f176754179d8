"""Duplicates that the target tells of in the first SACK block, once each."""
import pytest
from scapy.layers.inet import TCP

covers = pytest.mark.covers

MODULO = 1 << 32


def blocks(segment: TCP, far) -> list[tuple[int, int]]:
    """The SACK blocks of a segment, counted from our first byte of data."""
    edges = dict(option[:2] for option in segment.options).get("SAck", ())
    edges = [(edge - far.first - 1) % MODULO for edge in edges]
    return list(zip(edges[::2], edges[1::2], strict=True))


@pytest.fixture
def delivered(permitting):
    """A connection in which a hundred bytes of ours were delivered."""
    ours, far = permitting
    far.send(b"x" * 100)
    far.expect("A", ack=far.next)
    return permitting


@covers("rfc2883:1")
def test_a_segment_that_comes_twice_is_told(delivered):
    _, far = delivered

    far.send(b"x" * 100, seq=far.next - 100)

    assert blocks(far.expect("A", ack=far.next), far) == [(0, 100)]


@covers("rfc2883:1")
def test_a_part_that_comes_twice_is_told(delivered):
    _, far = delivered

    far.send(b"x" * 30, seq=far.next - 70)

    assert blocks(far.expect("A", ack=far.next), far) == [(30, 60)]


@covers("rfc2883:1")
def test_only_what_is_double_of_a_segment_is_told(delivered):
    _, far = delivered

    far.send(b"x" * 100, seq=far.next - 50)

    assert blocks(far.expect("A", ack=far.next + 50), far) == [(50, 100)]


@covers("rfc2883:1")
def test_a_duplicate_is_told_before_what_is_held_behind_a_gap(delivered):
    _, far = delivered
    far.send(b"x" * 100, seq=far.next + 100)
    far.expect("A", ack=far.next)

    far.send(b"x" * 100, seq=far.next - 100)

    assert blocks(far.expect("A", ack=far.next), far) == [(0, 100), (200, 300)]


@covers("rfc2883:1")
def test_a_duplicate_behind_a_gap_is_told_before_its_block(delivered):
    _, far = delivered
    far.send(b"x" * 100, seq=far.next + 100)
    far.expect("A", ack=far.next)

    far.send(b"x" * 50, seq=far.next + 100)

    assert blocks(far.expect("A", ack=far.next), far) == [(200, 250), (200, 300)]


@covers("rfc2883:1")
def test_a_duplicate_is_told_once(delivered):
    _, far = delivered
    far.send(b"x" * 100, seq=far.next - 100)
    far.expect("A", ack=far.next)

    far.send(b"x" * 100, seq=far.next + 100)

    assert blocks(far.expect("A", ack=far.next), far) == [(200, 300)]


@covers("rfc2883:permitted-by-both")
def test_a_duplicate_is_not_told_unless_we_permitted_sack(established):
    _, far = established
    far.send(b"x" * 100)
    far.expect("A", ack=far.next)

    far.send(b"x" * 100, seq=far.next - 100)

    assert blocks(far.expect("A", ack=far.next), far) == []
