"""Segments that come out of order, twice, in parts or overlapping: what is delivered, and what is acknowledged."""
import pytest

covers = pytest.mark.covers
MODULO = 1 << 32


@covers("rfc9293:3.4-delivery", "rfc9293:SHLD-31")
def test_data_is_delivered_in_the_order_of_its_numbers(established, received):
    ours, far = established

    far.send(b"three", seq=far.after(6))
    far.send(b"two", seq=far.after(3))
    far.send(b"one")

    assert received(ours, 11) == b"onetwothree"


@covers("rfc9293:3.4-delivery")
def test_nothing_is_delivered_before_what_precedes_it(established):
    ours, far = established

    far.send(b"two", seq=far.after(3))

    far.expect("A", ack=far.next)
    assert ours.poll("POLLIN") == frozenset()


@covers("rfc5681:11", "rfc9293:MAY-13")
def test_a_segment_behind_a_gap_is_answered_at_once_with_what_is_missing(established):
    _, far = established

    far.send(b"two", seq=far.after(3))

    assert [segment.ack for segment in far.all_until_now()] == [far.next]


@covers("rfc5681:11")
def test_each_segment_behind_a_gap_is_answered(established):
    _, far = established

    for place in (3, 6, 9, 12):
        far.send(b"two", seq=far.after(place))

    assert [segment.ack for segment in far.all_until_now()] == [far.next] * 4


@covers("rfc5681:11", "rfc9293:SHLD-31")
def test_the_segment_that_fills_a_gap_is_answered_at_once_for_all(established):
    _, far = established
    far.send(b"two", seq=far.after(3))
    far.all_until_now()

    far.send(b"one")

    assert [segment.ack for segment in far.all_until_now()] == [far.after(3)]


@covers("rfc5681:11", "rfc9293:SHLD-31")
def test_a_segment_that_fills_the_first_of_two_gaps_is_acknowledged_up_to_the_second(established, received):
    ours, far = established
    far.send(b"two", seq=far.after(3))
    far.send(b"four", seq=far.after(9))
    far.all_until_now()

    far.send(b"one")

    assert [segment.ack for segment in far.all_until_now()] == [far.after(3)]
    assert received(ours, 6) == b"onetwo"


@covers("rfc9293:3.4-delivery", "rfc9293:3.10.7.4-old-data")
def test_a_duplicate_is_acknowledged_and_not_delivered_again(established):
    ours, far = established
    far.send(b"once")
    far.expect("A", ack=far.next)

    far.send(b"once", seq=far.after(-4))

    far.expect("A", ack=far.next)
    assert ours.recv(100) == b"once"
    assert ours.poll("POLLIN") == frozenset()


@covers("rfc9293:3.4-delivery")
def test_a_duplicate_behind_a_gap_is_not_delivered_twice(established, received):
    ours, far = established
    far.send(b"two", seq=far.after(3))
    far.send(b"two", seq=far.after(3))

    far.send(b"one")

    assert received(ours, 6) == b"onetwo"
    assert ours.poll("POLLIN") == frozenset()


@covers("rfc9293:3.4-delivery")
def test_of_a_segment_that_is_partly_old_the_new_part_is_delivered(established, received):
    ours, far = established
    far.send(b"abcd")

    far.send(b"cdef", seq=far.after(-2))

    assert received(ours, 6) == b"abcdef"
    far.next = far.after(2)
    far.expect("A", ack=far.next)


@covers("rfc9293:3.4-delivery")
def test_segments_that_overlap_behind_a_gap_are_delivered_once(established, received):
    ours, far = established
    far.send(b"cdef", seq=far.after(2))
    far.send(b"efgh", seq=far.after(4))

    far.send(b"ab")

    assert received(ours, 8) == b"abcdefgh"


@covers("rfc9293:3.4-delivery")
def test_a_segment_that_covers_others_behind_a_gap_is_delivered_once(established, received):
    ours, far = established
    far.send(b"cd", seq=far.after(2))
    far.send(b"fg", seq=far.after(5))
    far.send(b"bcdefgh", seq=far.after(1))

    far.send(b"a")

    assert received(ours, 8) == b"abcdefgh"
    far.next = far.after(7)
    far.expect("A", ack=far.next)


@covers("rfc9293:3.4-delivery")
def test_a_segment_that_fills_a_gap_and_more_is_delivered_once(established, received):
    ours, far = established
    far.send(b"def", seq=far.after(3))

    far.send(b"abcdefghi")

    assert received(ours, 9) == b"abcdefghi"


@covers("rfc9293:3.4-delivery")
def test_many_segments_in_reverse_are_put_in_order(established, received):
    ours, far = established
    pieces = [bytes([number]) * 50 for number in range(40)]

    for number in reversed(range(1, 40)):
        far.send(pieces[number], seq=far.after(50 * number))
    far.send(pieces[0])

    assert received(ours, 2000) == b"".join(pieces)


@covers("rfc9293:3.4-delivery")
def test_every_second_segment_first_and_then_the_others(established, received):
    ours, far = established
    pieces = [bytes([number]) * 50 for number in range(40)]

    for number in [*range(1, 40, 2), *range(0, 40, 2)]:
        far.send(pieces[number], seq=far.after(50 * number))

    assert received(ours, 2000) == b"".join(pieces)


@covers("rfc9293:3.4-delivery", "rfc9293:3.4-numbers-wrap")
def test_data_goes_on_when_our_numbers_wrap(tcp_end, meet, role, received):
    far = tcp_end()
    far.first = far.next = MODULO - 5
    ours, far = meet(far, role)

    far.send(b"abcdefgh")

    far.expect("A", ack=4)
    assert received(ours, 8) == b"abcdefgh"


@covers("rfc9293:3.4-delivery", "rfc9293:3.4-numbers-wrap")
def test_a_gap_is_filled_where_our_numbers_wrap(tcp_end, meet, role, received):
    far = tcp_end()
    far.first = far.next = MODULO - 5
    ours, far = meet(far, role)
    far.send(b"efgh", seq=0)
    far.expect("A", ack=MODULO - 4)

    far.send(b"abcd")

    far.expect("A", ack=4)
    assert received(ours, 8) == b"abcdefgh"


@covers("rfc9293:3.4-delivery")
def test_a_fin_behind_a_gap_is_the_end_only_when_the_gap_is_filled(established, received):
    ours, far = established
    far.send(b"two", flags="FA", seq=far.after(3))
    far.expect("A", ack=far.next)
    assert ours.poll("POLLIN") == frozenset()

    far.send(b"one")

    assert received(ours, 6) == b"onetwo"
    assert ours.recv(1) == b""


@covers("rfc5681:11")
def test_reactions_are_not_put_off(established, wire):
    _, far = established
    waits = []
    for number in range(20):
        far.send(b"late", seq=far.after(5 * number + 1))
        far.expect("A", ack=far.next)
        waits.append(far.came - [one.time for one in wire.capture if one.sender == "far"][-1])

    assert min(waits) < 0.005
