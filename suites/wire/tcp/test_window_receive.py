"""The window that the target offers: how it closes, what comes when it is closed, and how it opens again."""
import pytest

covers = pytest.mark.covers
MODULO = 1 << 32


def edges(far, segments):
    """How far beyond our first byte the target lets us send, by each of these segments."""
    shift = far.their_scale if far.scale is not None else 0
    return [(segment.ack - far.first + (segment.window << shift)) % MODULO for segment in segments]


def read_all(ours):
    """Read all that the target holds."""
    while ours.readable():
        ours.recv(1 << 20)


@covers("rfc9293:SHLD-14")
@pytest.mark.parametrize("size", [1, 50, 500])
def test_the_right_edge_of_the_window_never_moves_back(meet, far, role, size):
    _, far = meet(far, role, SO_RCVBUF=4096)
    room = far.their_window

    for _ in range(min(60, room // size)):
        far.send(bytes(size))

    found = edges(far, far.all_until_now())
    assert found == sorted(found)


@covers("rfc9293:SHLD-14")
def test_the_right_edge_of_a_scaled_window_does_not_move_back_for_many_small_segments(meet, tcp_end, role):
    _, far = meet(tcp_end(scale=7), role)

    for _ in range(150):
        far.send(b"x")

    found = edges(far, far.all_until_now())
    assert found == sorted(found)


@covers("linux:setsockopt:tcp-window-clamp")
@pytest.mark.parametrize("clamp", [3000, 20000])
def test_the_first_window_is_no_larger_than_its_clamp(meet, far, role, clamp):
    _, far = meet(far, role, TCP_WINDOW_CLAMP=clamp)

    assert 0 < far.their_window <= clamp


@covers("rfc9293:SHLD-14", "rfc9293:MAY-8")
def test_the_window_of_a_target_that_does_not_read_closes_in_the_end(shut):
    _, far = shut

    far.send(b"x", seq=far.next)

    assert [segment.window for segment in far.all_until_now()] == [0]


@covers("rfc9293:3.8.6.1-answer-probes")
def test_a_probe_of_a_closed_window_is_answered_with_what_is_expected_next(shut):
    _, far = shut

    far.send(b"x", seq=far.next)

    assert [(segment.ack, segment.window) for segment in far.all_until_now()] == [(far.next, 0)]


@covers("rfc9293:3.8.6.1-answer-probes")
def test_each_probe_of_a_closed_window_is_answered(shut):
    _, far = shut

    for _ in range(5):
        far.send(b"x", seq=far.next)

    assert [(segment.ack, segment.window) for segment in far.all_until_now()] == [(far.next, 0)] * 5


@covers("rfc9293:3.4-delivery")
def test_data_beyond_a_closed_window_is_not_delivered(shut):
    ours, far = shut
    held = ours.readable()

    far.send(b"x", seq=far.next)
    far.expect("A", ack=far.next)

    assert ours.readable() == held


@covers("rfc9293:3.8.6.2.2-window-update")
def test_a_closed_window_opens_when_all_has_been_read(shut):
    ours, far = shut

    read_all(ours)

    assert far.expect("A", ack=far.next).window >= 536


@covers("rfc9293:3.8.6.2.2-window-update", "rfc9293:3.4-delivery")
def test_data_goes_on_after_the_window_has_opened(shut):
    ours, far = shut
    read_all(ours)
    far.expect("A", ack=far.next)

    far.send(b"again")

    assert ours.recv(100) == b"again"


@covers("rfc9293:MUST-39")
def test_reading_a_few_bytes_does_not_open_a_closed_window(shut):
    ours, far = shut

    for _ in range(5):
        ours.recv(10)

    assert far.silent()


@covers("rfc9293:MUST-39")
def test_a_probe_does_not_make_a_silly_window_of_a_few_bytes_read(shut):
    ours, far = shut
    for _ in range(5):
        ours.recv(10)

    far.send(b"x", seq=far.next)

    assert far.expect("A", data=b"", within=1).window == 0


@covers("rfc9293:MUST-39")
def test_a_window_opens_in_steps_of_a_segment_or_half_of_the_buffer(shut):
    ours, far = shut
    held, largest = ours.readable(), 1000 // 2      # of the segments we have sent: a buffer may grow meanwhile, which makes steps within steps

    while ours.recv(100) and ours.readable():
        pass

    found = [far.next - far.first, *edges(far, far.all_until_now())]
    assert [later - sooner for sooner, later in zip(found, found[1:], strict=False) if later - sooner < min(largest, held // 2)] == []


@covers("rfc9293:MUST-66")
def test_a_reset_is_heard_although_the_window_is_closed(shut):
    ours, far = shut

    far.reset()

    assert "POLLERR" in ours.ready("POLLERR")
    assert ours.getsockopt("SO_ERROR") == "ECONNRESET"


@covers("rfc9293:MUST-66")
def test_acknowledgements_are_heard_although_the_window_is_closed(shut):
    ours, far = shut
    ours.send(b"one")
    far.expect("A", data=b"one")
    ours.send(b"two")
    assert far.silent(data=True)

    far.send()

    far.expect("A", data=b"two")
