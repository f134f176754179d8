"""A few packet-level tests for the engine's own tests to run; not collected unless it is named."""
import pytest

covers = pytest.mark.covers


@covers("rfc9293:MUST-12")
def test_data_and_the_end_of_it_are_received(established):
    ours, far = established
    far.send(b"hello")
    far.expect("A", ack=far.next)

    far.finish()

    assert ours.recv(10) == b"hello"
    assert ours.recv(10) == b""


@covers("rfc9293:MUST-12")
def test_what_is_sent_arrives(established):
    ours, far = established

    ours.send(b"good day")

    assert far.receive(8) == b"good day"
    assert far.silent()


@covers("rfc9293:MUST-12")
def test_the_far_side_hears_another_greeting(accepted):
    ours, far = accepted
    ours.send(b"good day")

    far.expect("A", data=b"good bye")
