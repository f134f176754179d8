"""A window that is taken back: the connection goes on, old data is repeated, new data waits."""
import pytest

covers = pytest.mark.covers
MODULO = 1 << 32
passive = pytest.mark.parametrize("role", ["passive"])
"""For what waits for a timer."""


@pytest.fixture
def flight(tcp_end, meet, role):
    """An established connection with 3000 of 8000 bytes in flight, as far as our window and any congestion window allow; the number of their first."""
    ours, far = meet(tcp_end(mss=1000, window=3000), role)
    ours.send(bytes(range(200)) * 40)
    begin = far.received
    assert len(far.receive(3000, acknowledge=False)) == 3000
    return ours, far, begin


@covers("rfc9293:MUST-34")
def test_a_window_that_shrinks_and_grows_again_does_no_harm(flight):
    ours, far, begin = flight
    far.send(ack=begin, window=1000)

    far.send(window=4000)

    assert far.receive(5000) == bytes(range(200)) * 25
    ours.send(b"all is well")
    far.expect("A", data=b"all is well")


@covers("rfc9293:SHLD-15")
def test_no_new_data_is_sent_into_a_window_that_has_shrunk(flight):
    _, far, begin = flight
    far.send(ack=begin, window=2000)

    far.send(ack=(begin + 1000) % MODULO, window=1500)

    assert far.silent(data=True)


@passive
@covers("rfc9293:SHLD-16", "rfc9293:SHLD-15")
@pytest.mark.waits
def test_old_data_is_repeated_within_a_window_that_has_shrunk(flight):
    _, far, begin = flight

    far.send(ack=begin, window=2000)

    assert far.expect("A", data=bytes(range(200)) * 5, seq=begin)


@passive
@covers("rfc9293:MUST-35", "rfc9293:MAY-7")
@pytest.mark.waits
def test_a_window_that_shrank_to_nothing_is_probed(flight, choice):
    _, far, begin = flight

    far.send(ack=begin, window=0)

    probe = next(far.segments(within=3)).packet["TCP"]
    choice("rfc9293:MAY-7", "repeats data beyond the window" if len(probe.payload) > 1 else "probes without that data")


@passive
@covers("rfc9293:MUST-35", "rfc9293:SHLD-17")
@pytest.mark.waits
def test_data_that_waited_beyond_a_window_comes_when_it_opens(flight):
    _, far, begin = flight
    far.send(ack=begin, window=0)
    assert next(far.segments(within=3))

    far.send(ack=(begin + 3000) % MODULO, window=4000)

    assert far.receive(4000) == bytes(range(200)) * 20


@pytest.mark.slow
@passive
@covers("rfc9293:SHLD-17")
def test_data_beyond_a_window_does_not_time_the_connection_out_while_probes_are_answered(flight):
    _, far, begin = flight
    far.send(ack=begin, window=0)

    for _ in range(5):
        next(far.segments(within=30))
        far.send(ack=begin, window=0)
    far.send(ack=(begin + 3000) % MODULO, window=4000)

    assert far.receive(4000) == bytes(range(200)) * 20
