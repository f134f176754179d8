"""Segments outside the window, in every synchronized state: answered by an acknowledgement, else without effect."""
import pytest

covers = pytest.mark.covers

OUTSIDE = [pytest.param(-100000, id="old"), pytest.param(1 << 30, id="far-ahead")]
"""Where segments lie, counted from the next sequence number."""
LARGEST_TOLD, FAR_AHEAD = 65535, 1 << 30


def behind(far) -> int:
    """Where the window has surely ended. Where the largest is told that can be told without a scale, it may be larger in truth."""
    return far.their_window if far.their_window < LARGEST_TOLD else FAR_AHEAD


@covers("rfc9293:3.5.2-synchronized")
@pytest.mark.parametrize("offset", OUTSIDE)
def test_data_outside_the_window_is_answered_by_an_acknowledgement(synchronized, offset):
    _, far, ack = synchronized

    far.send(b"lost", seq=far.after(offset), ack=ack)

    far.expect("A", data=b"", ack=far.next)
    assert far.silent()


@covers("rfc9293:3.5.2-synchronized")
@pytest.mark.parametrize("offset", OUTSIDE)
def test_a_fin_outside_the_window_is_answered_by_an_acknowledgement(synchronized, offset):
    _, far, ack = synchronized

    far.send(flags="FA", seq=far.after(offset), ack=ack)

    far.expect("A", data=b"", ack=far.next)
    assert far.silent()


@covers("rfc9293:3.5.2-synchronized")
@pytest.mark.parametrize("offset", OUTSIDE)
def test_an_empty_segment_outside_the_window_is_answered_by_an_acknowledgement(synchronized, offset):
    _, far, ack = synchronized

    far.send(seq=far.after(offset), ack=ack)

    far.expect("A", data=b"", ack=far.next)
    assert far.silent()


@covers("rfc5961:3", "rfc9293:3.5.3-synchronized")
@pytest.mark.parametrize("offset", OUTSIDE)
def test_a_reset_outside_the_window_is_dropped_silently(synchronized, offset):
    _, far, ack = synchronized

    far.send(flags="R", seq=far.after(offset))

    assert far.silent()
    far.send(b"again", seq=far.after(-100000), ack=ack)
    far.expect("A", data=b"", ack=far.next)


@covers("rfc5961:3", "rfc9293:3.5.3-synchronized")
@pytest.mark.parametrize("state", ["ESTABLISHED", "FIN-WAIT-1", "FIN-WAIT-2"], indirect=True)
def test_a_reset_just_behind_the_window_is_dropped_silently(synchronized):
    _, far, _ = synchronized

    far.send(flags="R", seq=far.after(behind(far) + 1))

    assert far.silent()


@covers("rfc5961:3")
def test_a_reset_at_the_very_end_of_the_window_is_dropped_silently(accepted):
    _, far = accepted

    far.send(flags="R", seq=far.after(far.their_window))

    assert far.silent()


@covers("rfc9293:3.5.2-synchronized")
@pytest.mark.parametrize("state", ["ESTABLISHED", "FIN-WAIT-1", "FIN-WAIT-2"], indirect=True)
@pytest.mark.parametrize("offset", OUTSIDE)
def test_what_lay_outside_the_window_never_reaches_the_user(synchronized, offset):
    ours, far, ack = synchronized
    far.send(b"lost", flags="FPA", seq=far.after(offset), ack=ack)

    far.send(b"meant", ack=ack)

    assert ours.recv(100) == b"meant"
