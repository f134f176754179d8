"""What becomes of a connection that a listener has answered and that is not yet acknowledged."""
import pytest

covers = pytest.mark.covers


@covers("rfc9293:3.5.2-unsynchronized")
@pytest.mark.parametrize("ack", [pytest.param(-1, id="of-too-little"), pytest.param(1, id="of-too-much"), pytest.param(100000, id="far-ahead")])
@pytest.mark.parametrize("data", [b"", b"hello"])
def test_a_wrong_acknowledgement_is_answered_by_a_reset_with_its_number(syn_received, ack, data):
    listener, far = syn_received
    wrong = (far.received + ack) % (1 << 32)

    far.send(data, seq=far.next, ack=wrong)

    far.expect("R", data=b"", seq=wrong)
    assert "POLLIN" not in listener.poll("POLLIN")


@covers("rfc9293:3.5.2-unsynchronized")
def test_after_a_wrong_acknowledgement_the_right_one_opens_the_connection(syn_received):
    listener, far = syn_received
    far.send(seq=far.next, ack=(far.received + 1) % (1 << 32))

    far.send()

    assert listener.accept()[1].port == far.port


@covers("rfc9293:MUST-11", "rfc9293:3.5.3-listen")
def test_a_reset_returns_to_listening(syn_received):
    listener, far = syn_received
    far.reset()

    far.send()

    far.expect("R|RA", seq=far.received)
    assert "POLLIN" not in listener.poll("POLLIN")


@covers("rfc9293:MUST-11")
def test_after_a_reset_the_listener_takes_the_next_call_of_the_same_end(syn_received):
    listener, far = syn_received
    far.reset()
    far.next = far.after(100000)

    far.connect()

    assert listener.accept()[1].port == far.port


@covers("rfc9293:3.5-old-duplicate-syn")
def test_an_old_duplicate_syn_that_was_reset_does_not_spoil_the_new_one(listening):
    listener, far = listening
    far.send(flags="S", seq=far.after(-10))
    answer = far.expect("SA", ack=far.after(-9))
    far.send(flags="R", seq=answer.ack)

    far.connect()

    ours, _ = listener.accept()
    far.send(b"new")
    assert ours.recv(100) == b"new"


@covers("rfc9293:3.5.3-synchronized")
def test_a_reset_outside_the_window_is_ignored(syn_received):
    listener, far = syn_received
    far.send(flags="R", seq=far.after(-100000))

    far.send()

    assert listener.accept()[1].port == far.port


@covers("rfc9293:3.5.2-synchronized")
@pytest.mark.parametrize("offset", [-100000, 1 << 30])
def test_data_outside_the_window_is_answered_by_an_acknowledgement(syn_received, offset):
    listener, far = syn_received

    far.send(b"lost", seq=far.after(offset))

    far.expect("A", data=b"", ack=far.next)
    assert "POLLIN" not in listener.poll("POLLIN")


@covers("rfc9293:3.5.2-synchronized")
def test_a_repeated_syn_is_answered_again(syn_received, choice):
    _, far = syn_received

    far.send(flags="S", seq=far.first)

    answer = far.expect("SA|A", ack=far.next)
    choice("rfc9293:3.5.2-synchronized", "SYN and ACK" if answer.flags.S else "ACK")


@covers("rfc9293:3.10.7.4-syn-received-syn")
def test_another_syn_in_the_window_returns_to_listening(syn_received):
    listener, far = syn_received
    far.send(flags="S", seq=far.after(10))
    far.all_until_now()

    far.send()

    far.expect("R|RA", seq=far.received)
    assert "POLLIN" not in listener.poll("POLLIN")


@covers("rfc9293:3.5.2-synchronized")
def test_another_syn_outside_the_window_is_answered_by_an_acknowledgement(syn_received):
    _, far = syn_received

    far.send(flags="S", seq=far.after(-100000))

    far.expect("A", data=b"", ack=far.next)


@covers("rfc9293:3.10.7.4-no-ack")
@pytest.mark.parametrize("flags", ["", "F", "P"])
def test_a_segment_without_acknowledgement_is_dropped(syn_received, flags):
    listener, far = syn_received

    far.send(b"nameless", flags=flags, seq=far.next)

    assert far.silent()
    assert "POLLIN" not in listener.poll("POLLIN")


@covers("rfc9293:3.10.4-close-unopened")
def test_a_closed_listener_forgets_who_was_about_to_come(syn_received):
    listener, far = syn_received
    listener.close()
    far.all_until_now()

    far.send()

    far.expect("R|RA", seq=far.received)
