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


@covers("rfc9293:MUST-12")
def test_all_is_said_and_done(listening):
    listener, far = listening
    far.connect()
    ours, _ = listener.accept()
    far.send(b"hello")
    assert ours.recv(100) == b"hello"
    ours.send(b"good day")
    far.expect("A", data=b"good day", ack=far.next)
    far.send()
    ours.close()
    far.expect("FA", ack=far.next)
    far.send(flags="FA")
    far.expect("A", ack=far.next)
    assert far.silent()
