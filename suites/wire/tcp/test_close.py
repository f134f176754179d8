"""How connections end: what goes over the wire, and what the target's socket says of it."""
import pytest

covers = pytest.mark.covers


@covers("rfc9293:MUST-12")
def test_an_orderly_end_is_told_from_a_reset(established):
    ours, far = established
    far.finish()

    assert ours.recv(10) == b""


@covers("rfc9293:MUST-12")
def test_a_reset_is_told_from_an_orderly_end(established):
    ours, far = established
    far.reset()

    assert ours.fails.recv(10) == "ECONNRESET"


@covers("rfc9293:3.6-local-close")
def test_close_sends_fin_and_waits_for_the_other_side(established):
    ours, far = established

    ours.close()

    far.expect("FA", data=b"", ack=far.next)
    far.send()
    assert far.silent()


@covers("rfc9293:3.6-local-close")
def test_the_side_that_closed_acknowledges_the_others_end(established):
    ours, far = established
    ours.close()
    far.expect("FA")
    far.send()

    far.send(flags="FA")

    far.expect("A", data=b"", ack=far.next)
    assert far.silent()


@covers("rfc9293:3.6-local-close")
def test_fin_and_its_acknowledgement_may_come_together(established):
    ours, far = established
    ours.close()
    far.expect("FA")

    far.send(flags="FA")

    far.expect("A", data=b"", ack=far.next)
    assert far.silent()


@covers("rfc9293:3.6-remote-close")
def test_the_side_that_was_told_the_end_says_its_own_when_it_closes(established):
    ours, far = established
    far.finish()
    assert far.silent()

    ours.close()

    far.expect("FA", data=b"", ack=far.next)
    far.send()
    assert far.silent()


@covers("rfc9293:3.6-remote-close", "rfc9293:3.10.7.4-fin-acked")
def test_after_both_ends_are_acknowledged_the_side_that_closed_last_forgets(established):
    ours, far = established
    far.finish()
    ours.close()
    far.expect("FA")
    far.send()

    far.send()

    far.expect("R|RA", data=b"", seq=far.received)


@covers("rfc9293:3.6-simultaneous-close")
def test_ends_that_cross_are_both_acknowledged(established):
    ours, far = established
    ours.close()
    before = far.expect("FA").seq

    far.send(flags="FA", ack=before)

    far.expect("A", data=b"", ack=far.next)
    far.send()
    assert far.silent()


@covers("rfc9293:3.6-simultaneous-close", "rfc9293:3.10.7.4-fin")
def test_after_ends_that_crossed_the_connection_is_remembered(established):
    ours, far = established
    ours.close()
    before = far.expect("FA").seq
    far.send(flags="FA", ack=before)
    far.expect("A", ack=far.next)
    far.send()

    far.send(flags="FA", seq=far.after(-1))

    far.expect("A", data=b"", ack=far.next)


@covers("rfc9293:3.10.4-close-behind-data")
def test_close_sends_what_was_written_and_then_fin(established):
    ours, far = established
    ours.send(b"all of it")

    ours.close()

    last = far.expect("A|FA", data=b"all of it")
    assert last.flags.F or far.expect("FA", data=b"")


@covers("rfc9293:3.10.4-close-behind-data")
def test_close_holds_fin_back_while_a_closed_window_keeps_the_data(established):
    ours, far = established
    far.send(window=0)
    ours.send(b"later")

    ours.close()

    assert far.silent()
    far.send()
    assert far.receive(5) == b"later"


@covers("rfc9293:3.6-half-close")
def test_who_has_shut_down_writing_sends_fin_and_goes_on_receiving(established):
    ours, far = established
    ours.shutdown("SHUT_WR")
    far.expect("FA")
    far.send()

    far.send(b"still here")

    assert ours.recv(100) == b"still here"
    far.expect("A", data=b"", ack=far.next)


@covers("rfc9293:3.6-half-close")
def test_who_has_shut_down_writing_receives_before_fin_is_acknowledged(established):
    ours, far = established
    ours.shutdown("SHUT_WR")
    before = far.expect("FA").seq

    far.send(b"on the way", ack=before)

    assert ours.recv(100) == b"on the way"
    far.expect("A", data=b"", ack=far.next)


@covers("rfc9293:3.6-half-close")
def test_who_was_told_the_end_goes_on_sending(established):
    ours, far = established
    far.finish()

    ours.send(b"one thing more")

    assert far.receive(14) == b"one thing more"


@covers("rfc9293:3.6-half-close", "rfc9293:3.10.7.4-fin")
def test_the_end_is_told_after_the_data_before_it(established):
    ours, far = established

    far.send(b"last words", flags="FPA")

    far.expect("A", data=b"", ack=far.next)
    assert ours.recv(100) == b"last words"
    assert ours.recv(100) == b""


@covers("rfc9293:3.6-half-close")
def test_shutting_down_reading_sends_nothing(established):
    ours, far = established

    ours.shutdown("SHUT_RD")

    assert far.silent()


@covers("rfc9293:3.10.4-close-unopened")
def test_close_while_connecting_sends_nothing(target, wire, far):
    ours = target.nonblocking(wire.tcp)
    assert ours.fails.connect(wire.tcp.address(far.source, far.port)) == "EINPROGRESS"
    syn = far.expect("S")
    ours.close()
    assert far.silent()

    far.send(flags="SA")

    far.expect("R|RA", data=b"", seq=(syn.seq + 1) % (1 << 32))


@covers("rfc9293:3.10.4-close-unopened")
def test_a_closed_listener_refuses(listening):
    listener, far = listening
    listener.close()

    far.send(flags="S")

    far.expect("RA", seq=0, ack=far.next)


@covers("linux:close:resets-unaccepted")
def test_a_closed_listener_resets_who_was_not_accepted(listening):
    listener, far = listening
    far.connect()

    listener.close()

    far.expect("R|RA", seq=far.received)


@covers("linux:close:lingers")
def test_a_lingering_close_waits_until_fin_is_acknowledged(established):
    ours, far = established
    ours.setsockopt("SO_LINGER", {"onoff": 1, "linger": 20})
    ours.send(b"last words")
    far.expect("A", data=b"last words")

    closing = ours.start.close()
    far.expect("FA")
    assert closing.blocked()

    far.send()
    closing.result()
