"""What a socket that is connecting makes of the answers that do not open the connection."""
import pytest

from harness.sockets import REFUSED

covers = pytest.mark.covers

WRONG = [pytest.param(0, id="of-nothing"), pytest.param(2, id="of-too-much"), pytest.param(-100000, id="old"), pytest.param(100000, id="far-ahead")]
"""Acknowledgements, counted from the SYN's own number; 1 would be right."""


@covers("rfc9293:3.5.2-unsynchronized")
@pytest.mark.parametrize("flags", ["A", "SA", "FA", "PA"])
@pytest.mark.parametrize("ack", WRONG)
def test_a_wrong_acknowledgement_is_answered_by_a_reset_with_its_number(syn_sent, flags, ack):
    _, far, connecting, syn = syn_sent
    wrong = (syn.seq + ack) % (1 << 32)

    far.send(flags=flags, seq=far.next, ack=wrong)

    far.expect("R", data=b"", seq=wrong)
    assert connecting.still_blocked()


@covers("rfc9293:3.5.1-half-open")
def test_after_a_wrong_acknowledgement_the_right_one_opens_the_connection(syn_sent):
    _, far, connecting, syn = syn_sent
    far.send(flags="SA", seq=far.next, ack=(syn.seq - 5) % (1 << 32))
    far.expect("R|RA", seq=(syn.seq - 5) % (1 << 32))

    far.send(flags="SA")

    assert connecting.result() is None


@covers("rfc5961:4", "rfc9293:3.5.3-syn-sent")
def test_a_reset_that_acknowledges_the_syn_refuses_the_call(syn_sent, choice):
    _, far, connecting, _ = syn_sent

    far.send(flags="RA")

    error = connecting.error()
    choice("rfc9293:3.5.3-syn-sent", error)
    assert error in REFUSED


@covers("rfc5961:4", "rfc9293:3.5.3-syn-sent")
@pytest.mark.parametrize("ack", WRONG)
def test_a_reset_that_acknowledges_something_else_is_ignored(syn_sent, ack):
    _, far, connecting, syn = syn_sent

    far.send(flags="RA", ack=(syn.seq + ack) % (1 << 32))

    assert {str(sent.flags) for sent in far.all_until_now()} <= {"S"}
    assert connecting.still_blocked()


@covers("rfc5961:4", "rfc9293:3.5.3-syn-sent")
@pytest.mark.parametrize("flags", ["R", "RS"])
def test_a_reset_without_acknowledgement_is_ignored(syn_sent, flags):
    _, far, connecting, _ = syn_sent

    far.send(flags=flags, seq=far.next)

    assert far.silent()
    assert connecting.still_blocked()


@covers("rfc5961:4", "rfc9293:3.5.3-syn-sent")
def test_after_a_reset_that_was_ignored_the_connection_opens(syn_sent):
    ours, far, connecting, _ = syn_sent
    far.send(flags="R", seq=far.next)

    far.send(flags="SA")

    connecting.result()
    far.send(b"open")
    assert ours.recv(100) == b"open"


@covers("rfc9293:3.5.2-closed", "rfc9293:3.5.3-syn-sent")
def test_after_a_refusal_the_connection_is_unknown(syn_sent):
    _, far, connecting, syn = syn_sent
    far.send(flags="RA")
    connecting.error()

    far.send(flags="SA")

    far.expect("R|RA", seq=(syn.seq + 1) % (1 << 32))


@covers("rfc9293:3.10.7.3-ack-alone")
def test_data_without_syn_is_dropped_and_comes_too_early(syn_sent):
    ours, far, connecting, _ = syn_sent
    far.send(b"too early", seq=far.after(1))
    assert far.silent()

    far.send(flags="SA")

    connecting.result()
    far.send(b"now")
    assert ours.recv(100) == b"now"
