"""Selective acknowledgements that the target sends: only when both permitted them, and then what it holds behind each gap."""
import pytest
from scapy.layers.inet import TCP

covers = pytest.mark.covers

MODULO = 1 << 32
SIZE = 100
"""Bytes of a piece."""


def blocks(segment: TCP, far) -> list[tuple[int, int]]:
    """The SACK blocks of a segment, counted from the next byte that is due from us."""
    edges = dict(option[:2] for option in segment.options).get("SAck", ())
    edges = [(edge - far.next) % MODULO for edge in edges]
    return list(zip(edges[::2], edges[1::2], strict=True))


def piece(far, number: int, count: int = 1) -> None:
    """Send pieces of our data that are not due yet; piece 0 would be."""
    far.send(b"x" * SIZE * count, seq=far.next + number * SIZE)


def at(*numbers: int) -> list[tuple[int, int]]:
    """The blocks that hold single pieces."""
    return [(number * SIZE, (number + 1) * SIZE) for number in numbers]


@covers("rfc2018:2", "rfc2018:permitted-by-both")
def test_there_are_no_blocks_unless_we_permitted_them(established):
    _, far = established

    piece(far, 1)

    assert blocks(far.expect("A", ack=far.next), far) == []


@covers("rfc2018:3")
def test_a_segment_behind_a_gap_is_told_in_a_block(permitting):
    _, far = permitting

    piece(far, 1)

    assert blocks(far.expect("A", ack=far.next), far) == at(1)


@covers("rfc2018:3")
def test_every_segment_behind_a_gap_is_told(permitting):
    _, far = permitting
    piece(far, 1)
    far.expect("A", ack=far.next)

    piece(far, 2)

    assert blocks(far.expect("A", ack=far.next), far) == [(SIZE, 3 * SIZE)]


@covers("rfc2018:4")
def test_a_block_grows_to_the_left_as_well(permitting):
    _, far = permitting
    piece(far, 2)
    far.expect("A", ack=far.next)

    piece(far, 1)

    assert blocks(far.expect("A", ack=far.next), far) == [(SIZE, 3 * SIZE)]


@covers("rfc2018:4")
def test_blocks_that_meet_are_one(permitting):
    _, far = permitting
    for number in (1, 3):
        piece(far, number)
        far.expect("A", ack=far.next)

    piece(far, 2)

    assert blocks(far.expect("A", ack=far.next), far) == [(SIZE, 4 * SIZE)]


@covers("rfc2018:4", "rfc2018:5")
def test_the_first_block_holds_the_newest_segment(permitting):
    _, far = permitting
    piece(far, 1)
    far.expect("A", ack=far.next)

    piece(far, 3)

    assert blocks(far.expect("A", ack=far.next), far) == at(3, 1)


@covers("rfc2018:4", "rfc2018:5")
def test_the_newest_segment_comes_first_though_it_is_not_the_last(permitting):
    _, far = permitting
    for number in (1, 5):
        piece(far, number)
        far.expect("A", ack=far.next)

    piece(far, 3)

    assert blocks(far.expect("A", ack=far.next), far) == at(3, 5, 1)


@covers("rfc2018:4")
def test_an_older_block_that_grows_comes_first_again(permitting):
    _, far = permitting
    for number in (1, 4):
        piece(far, number)
        far.expect("A", ack=far.next)

    piece(far, 2)

    assert blocks(far.expect("A", ack=far.next), far) == [(SIZE, 3 * SIZE), *at(4)]


@covers("rfc2018:5")
def test_four_blocks_fit(permitting):
    _, far = permitting
    for number in (1, 3, 5):
        piece(far, number)
        far.expect("A", ack=far.next)

    piece(far, 7)

    assert blocks(far.expect("A", ack=far.next), far) == at(7, 5, 3, 1)


@covers("rfc2018:5")
def test_of_five_blocks_the_oldest_is_left_out(permitting):
    _, far = permitting
    for number in (1, 3, 5, 7):
        piece(far, number)
        far.expect("A", ack=far.next)

    piece(far, 9)

    assert blocks(far.expect("A", ack=far.next), far) == at(9, 7, 5, 3)


@covers("rfc2018:5")
def test_beside_timestamps_three_blocks_fit(tcp_end, agree, role):
    _, far = agree(tcp_end(sack=True, timestamps=True), "SAckOK", role)
    for number in (1, 3, 5):
        piece(far, number)
        far.expect("A", ack=far.next)

    piece(far, 7)

    assert blocks(far.expect("A", ack=far.next), far) == at(7, 5, 3)


@covers("rfc2018:3")
def test_what_fills_one_of_two_gaps_leaves_the_block_behind_the_other(permitting):
    _, far = permitting
    for number in (1, 3):
        piece(far, number)
        far.expect("A", ack=far.next)

    piece(far, 0)

    answer = far.expect("A", ack=far.next + 2 * SIZE)
    assert blocks(answer, far) == at(3)


@covers("rfc2018:3")
def test_once_all_gaps_are_filled_there_are_no_blocks(permitting):
    _, far = permitting
    piece(far, 1)
    far.expect("A", ack=far.next)

    piece(far, 0)

    assert blocks(far.expect("A", ack=far.next + 2 * SIZE), far) == []


@covers("rfc2018:3")
def test_data_of_the_target_tells_of_the_gap_too(permitting):
    ours, far = permitting
    piece(far, 1)
    far.expect("A", ack=far.next)

    ours.send(b"data")

    assert blocks(far.expect(data=b"data"), far) == at(1)


@covers("rfc2018:3")
def test_a_fin_behind_a_gap_is_told(permitting):
    _, far = permitting

    far.send(b"x" * SIZE, "FA", seq=far.next + SIZE)

    assert blocks(far.expect("A", ack=far.next), far) in (at(1), [(SIZE, 2 * SIZE + 1)])
