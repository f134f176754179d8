"""With a window of zero nothing is taken, but acknowledgements and resets count."""
import pytest

covers = pytest.mark.covers


@covers("rfc9293:3.10.7.4-zero-window", "rfc9293:3.5.2-synchronized")
def test_data_is_not_taken_and_answered_by_an_acknowledgement(shut):
    _, far = shut

    far.send(b"no room", seq=far.next)

    answer = far.expect("A", data=b"", ack=far.next)
    assert answer.window == 0


@covers("rfc9293:3.10.7.4-zero-window")
def test_an_empty_segment_at_the_next_number_is_taken_quietly(shut):
    _, far = shut

    far.send()

    assert far.silent()


@covers("rfc9293:3.10.7.4-zero-window")
@pytest.mark.parametrize("wire", [4], ids=["ipv4"], indirect=True)
@pytest.mark.parametrize("role", ["passive"], indirect=True)
@pytest.mark.waits(0.5)
def test_an_acknowledgement_counts(shut):
    ours, far = shut
    ours.shutdown("SHUT_WR")
    far.expect("FA")

    far.send()

    far.silent(for_=0.3)        # long enough for an end that was not acknowledged to be sent again
    assert not any(sent.flags.F for sent in far.all_until_now())


@covers("rfc9293:MUST-66")
@pytest.mark.parametrize("flags", ["R", "RA"])
def test_a_reset_ends_the_connection(shut, flags):
    _, far = shut
    far.send(flags=flags)

    far.send()

    far.expect("R|RA", data=b"", seq=far.received)


@covers("rfc9293:MUST-66", "rfc5961:3")
def test_a_reset_behind_the_next_number_does_not_end_the_connection(shut):
    _, far = shut
    far.send(flags="R", seq=far.after(2))
    far.all_until_now()

    far.send()

    assert not any(sent.flags.R for sent in far.all_until_now())
