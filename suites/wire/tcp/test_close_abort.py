"""Abort, which sockets spell as close with SO_LINGER on and no time, in every state."""
import pytest

covers = pytest.mark.covers


@covers("rfc9293:3.10.5-abort")
def test_abort_resets_a_connection(established):
    ours, far = established

    ours.reset()

    far.expect("R|RA", data=b"", seq=far.received)
    assert far.silent()


@covers("rfc9293:3.10.5-abort")
@pytest.mark.parametrize("state", ["ESTABLISHED", "FIN-WAIT-1", "FIN-WAIT-2", "CLOSE-WAIT"], indirect=True)
def test_abort_resets_in_states_that_may_still_hear(synchronized):
    ours, far, _ = synchronized

    ours.reset()

    far.expect("R|RA", data=b"", seq=far.received)


@covers("rfc9293:3.10.5-abort-quiet")
@pytest.mark.parametrize("state", ["CLOSING", "LAST-ACK", "TIME-WAIT"], indirect=True)
def test_abort_is_quiet_when_both_sides_have_finished(synchronized):
    ours, far, _ = synchronized

    ours.reset()

    assert far.silent()


@covers("rfc9293:3.10.5-abort")
@pytest.mark.parametrize("state", ["ESTABLISHED", "FIN-WAIT-1", "FIN-WAIT-2", "CLOSE-WAIT"], indirect=True)
def test_after_an_abort_the_connection_is_unknown(synchronized):
    ours, far, _ = synchronized
    ours.reset()
    far.expect("R|RA")

    far.send()

    far.expect("R|RA", data=b"", seq=far.received)


@covers("rfc9293:3.10.5-abort")
def test_abort_drops_what_was_queued(established):
    ours, far = established
    far.send(window=0)
    ours.send(b"never sent")

    ours.reset()

    far.expect("R|RA", data=b"", seq=far.received)
    far.send()
    assert not any(sent.payload for sent in far.all_until_now())


@covers("rfc9293:3.10.5-abort-quiet")
def test_abort_while_connecting_sends_nothing(target, wire, far):
    ours = target.nonblocking(wire.tcp)
    assert ours.fails.connect(wire.tcp.address(far.source, far.port)) == "EINPROGRESS"
    syn = far.expect("S")

    ours.reset()

    assert far.silent()
    far.send(flags="SA")
    far.expect("R|RA", data=b"", seq=(syn.seq + 1) % (1 << 32))
