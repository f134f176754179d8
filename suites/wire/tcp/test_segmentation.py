"""How the target cuts what it sends into segments: by the MSS it was told, and where PSH stands."""
import pytest
from scapy.packet import Raw

covers = pytest.mark.covers
SMALL = pytest.mark.parametrize("mss", [100, 500, 1000])


def sizes(segments):
    return [len(segment[Raw].load) for segment in segments if Raw in segment]


@SMALL
@covers("rfc9293:MUST-14", "rfc9293:MUST-16")
def test_no_segment_is_larger_than_the_mss_we_told(tcp_end, meet, role, mss):
    ours, far = meet(tcp_end(mss=mss), role)

    ours.send(bytes(3 * mss + 1))

    assert max(sizes(far.all_until_now())) <= mss


@SMALL
@covers("rfc9293:SHLD-28")
def test_a_bulk_write_makes_segments_as_large_as_the_mss(tcp_end, meet, role, mss):
    ours, far = meet(tcp_end(mss=mss), role)

    ours.send(bytes(3 * mss + 1))

    assert sizes(far.all_until_now()) == [mss, mss, mss, 1]


@covers("rfc9293:MUST-15")
def test_without_an_mss_option_it_is_the_default(wire, tcp_end, meet, role):
    ours, far = meet(tcp_end(mss=None), role)

    ours.send(bytes(4000))

    assert max(sizes(far.all_until_now())) <= (1220 if wire.version == 6 else 536)


@covers("rfc9293:MUST-16")
def test_the_mtu_of_the_link_bounds_what_a_larger_mss_would_allow(wire, tcp_end, meet, role):
    ours, far = meet(tcp_end(mss=8960), role)

    ours.send(bytes(9000))

    assert max(sizes(far.all_until_now())) <= wire.mtu - len(wire.ip()) - 20


@covers("rfc9293:SHLD-28")
def test_full_segments_fill_the_mtu_of_the_link(wire, tcp_end, meet, role):
    ours, far = meet(tcp_end(mss=8960), role)

    ours.send(bytes(4000))

    assert sizes(far.all_until_now())[0] == wire.mtu - len(wire.ip()) - 20


@covers("rfc6691:2", "rfc9293:MUST-16")
def test_options_take_their_room_from_the_data(tcp_end, meet, role):
    ours, far = meet(tcp_end(mss=1000, timestamps=True), role)

    ours.send(bytes(2000))

    found = [segment for segment in far.all_until_now() if Raw in segment]
    assert max(4 * segment.dataofs - 20 + len(segment[Raw].load) for segment in found) <= 1000


@covers("rfc9293:MUST-61")
def test_the_last_segment_of_what_was_written_has_psh(established):
    ours, far = established
    ours.setsockopt("TCP_NODELAY", 1)

    ours.send(bytes(3000))       # no more than any stack sends at once

    assert far.all_until_now()[-1].flags.P


@covers("linux:tcp:no-push-without-data")
def test_an_acknowledgement_without_data_has_no_psh(established):
    _, far = established

    far.send(b"data")

    assert not far.expect("A", data=b"", ack=far.next).flags.P


@covers("rfc9293:MUST-60")
def test_a_single_byte_goes_out_without_being_asked_for(established):
    ours, far = established

    ours.send(b"x")

    far.expect("A", data=b"x")


@covers("rfc9293:SHLD-27", "rfc9293:SHLD-28")
def test_writes_that_had_to_wait_leave_in_full_segments(tcp_end, meet, role):
    ours, far = meet(tcp_end(mss=1000, window=0), role)
    for _ in range(4):
        ours.send(bytes(500))

    far.send(window=10000)

    assert sizes(far.all_until_now()) == [1000, 1000]


@covers("rfc9293:MAY-16", "linux:setsockopt:tcp-cork-holds-then-flushes")
def test_a_cork_holds_back_what_fills_no_segment(tcp_end, meet, role):
    ours, far = meet(tcp_end(mss=1000), role, TCP_NODELAY=1)
    ours.setsockopt("TCP_CORK", 1)
    ours.send(bytes(1500))
    assert sizes(far.all_until_now()) == [1000]

    ours.setsockopt("TCP_CORK", 0)

    assert sizes(far.all_until_now()) == [500]


@covers("rfc9293:MAY-16", "linux:send:msg-more-holds-partial-segment")
def test_more_to_come_holds_back_what_fills_no_segment(established):
    ours, far = established
    ours.setsockopt("TCP_NODELAY", 1)
    ours.send(b"the first half, ", "MSG_MORE")
    assert far.silent(data=True)

    ours.send(b"the second half")

    far.expect("A", data=b"the first half, the second half")


@pytest.mark.parametrize("wire", [4], indirect=True, ids=["ipv4"])
@covers("linux:tcp:cork-ceiling")
@pytest.mark.waits
def test_a_cork_holds_data_back_for_a_fifth_of_a_second_at_most(far, meet):
    ours, far = meet(far, TCP_CORK=1)
    sending = ours.start.send(b"little")
    sending.result()
    assert far.silent(data=True)

    far.expect("A", data=b"little")

    assert 0.19 < far.came - sending.ended_at < 1.0
