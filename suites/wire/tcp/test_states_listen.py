"""What a listener makes of segments that open nothing."""
import pytest

covers = pytest.mark.covers


@covers("rfc9293:3.5.3-listen")
@pytest.mark.parametrize("flags", ["R", "RA", "RS"])
def test_a_listener_ignores_a_reset(listening, flags):
    listener, far = listening

    far.send(flags=flags, seq=far.next, ack=4711)

    assert far.silent()
    far.connect()
    assert listener.accept()[1].port == far.port


@covers("rfc9293:3.5.2-unsynchronized")
@pytest.mark.parametrize("flags", ["A", "SA", "FA", "PA"])
def test_a_listener_resets_who_acknowledges_what_it_never_sent(listening, flags):
    listener, far = listening

    far.send(flags=flags, seq=far.next, ack=4711)

    far.expect("R", data=b"", seq=4711)


@covers("rfc9293:3.5.2-unsynchronized")
def test_a_listener_resets_data_of_a_connection_that_is_gone(listening):
    listener, far = listening

    far.send(b"is anybody there", seq=far.next, ack=4711)

    far.expect("R", data=b"", seq=4711)
    assert "POLLIN" not in listener.poll("POLLIN")


@covers("rfc9293:3.5.2-unsynchronized")
def test_a_listener_that_has_reset_somebody_still_listens(listening):
    listener, far = listening
    far.send(seq=far.next, ack=4711)
    far.expect("R|RA", seq=4711)

    far.connect()

    assert listener.accept()[1].port == far.port


@covers("rfc9293:3.10.7.2-other")
@pytest.mark.parametrize("flags", ["", "F", "P", "FPU"])
def test_a_listener_drops_segments_without_syn_and_acknowledgement(listening, flags):
    listener, far = listening

    far.send(b"what is this", flags=flags, seq=far.next)

    assert far.silent()
    assert "POLLIN" not in listener.poll("POLLIN")
