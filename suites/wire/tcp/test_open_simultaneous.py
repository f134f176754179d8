"""Both sides call at once: RFC 9293, figure 7."""
import pytest

covers = pytest.mark.covers


@pytest.fixture
def far(tcp_end):
    return tcp_end(scale=7, sack=True, timestamps=True)


@covers("rfc9293:MUST-10")
def test_a_syn_in_answer_to_a_syn_draws_syn_and_ack(syn_sent):
    ours, far, _, syn = syn_sent

    far.send(flags="S")

    far.expect("SA", seq=syn.seq, ack=far.next)


@covers("rfc9293:MUST-10")
def test_syns_that_cross_open_a_connection(syn_sent):
    ours, far, connecting, syn = syn_sent
    far.send(flags="S")
    far.expect("SA", seq=syn.seq, ack=far.next)

    far.send(flags="SA", seq=far.first)
    far.send()      # which is what a stack answers that takes the other's second SYN for old

    connecting.result()
    far.send(b"to you")
    assert ours.recv(100) == b"to you"


@covers("rfc9293:MUST-10")
def test_after_syns_that_cross_an_acknowledgement_opens_the_connection(syn_sent):
    ours, far, connecting, syn = syn_sent
    far.send(flags="S")
    far.expect("SA", seq=syn.seq, ack=far.next)

    far.send()

    connecting.result()
    ours.send(b"to me")
    assert far.receive(5) == b"to me"


@covers("rfc9293:MUST-10")
def test_a_syn_alone_does_not_end_the_call(syn_sent):
    ours, far, connecting, syn = syn_sent
    far.send(flags="S")

    far.expect("SA", seq=syn.seq, ack=far.next)

    assert connecting.still_blocked()


@covers("rfc9293:MUST-10", "rfc7323:1")
def test_windows_stay_unscaled_when_only_one_of_two_syns_that_cross_offers_it(syn_sent):
    ours, far, connecting, syn = syn_sent
    far.scale = None
    far.send(flags="S")
    far.expect("SA", seq=syn.seq, ack=far.next)

    far.send(flags="SA", seq=far.first)

    assert far.expect("A").window >= syn.window


@covers("rfc9293:MUST-11")
def test_a_reset_after_syns_that_crossed_fails_the_call(syn_sent, choice):
    ours, far, connecting, syn = syn_sent
    far.send(flags="S")
    far.expect("SA", seq=syn.seq, ack=far.next)

    far.send(flags="R")

    error = connecting.error()
    assert error in {"ECONNREFUSED", "ECONNRESET"}
    choice("rfc9293:MUST-11", error)
