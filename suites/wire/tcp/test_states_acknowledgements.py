"""Acknowledgements that are missing, old, or of what was never sent."""
import pytest

covers = pytest.mark.covers

DELIVERING = ["ESTABLISHED", "FIN-WAIT-1", "FIN-WAIT-2"]
delivering = pytest.mark.parametrize("state", DELIVERING, indirect=True)
not_in_time_wait = pytest.mark.parametrize("state", [*DELIVERING, "CLOSE-WAIT", "CLOSING", "LAST-ACK"], indirect=True)


@covers("rfc9293:3.10.7.4-no-ack")
@not_in_time_wait
@pytest.mark.parametrize("flags", ["", "P", "F"])
def test_a_segment_without_acknowledgement_is_dropped(synchronized, flags):
    _, far, _ = synchronized

    far.send(b"nameless", flags=flags, seq=far.next)

    assert far.silent()


@covers("rfc9293:3.10.7.4-no-ack")
@delivering
@pytest.mark.parametrize("flags", ["", "P", "F"])
def test_data_without_acknowledgement_never_reaches_the_user(synchronized, flags):
    ours, far, ack = synchronized
    far.send(b"nameless", flags=flags, seq=far.next)

    far.send(b"named", ack=ack)

    assert ours.recv(100) == b"named"


@covers("rfc9293:3.10.7.4-ack-not-sent")
@pytest.mark.parametrize("state", [*DELIVERING, "CLOSE-WAIT", "CLOSING"], indirect=True)
@pytest.mark.parametrize("ahead", [1, 100000])
def test_an_acknowledgement_of_what_was_never_sent_is_answered_by_an_acknowledgement(synchronized, ahead):
    _, far, _ = synchronized

    far.send(ack=(far.received + ahead) % (1 << 32))

    far.expect("A", data=b"", ack=far.next)
    assert far.silent()


@covers("rfc9293:3.10.7.4-ack-not-sent")
@delivering
def test_data_that_acknowledges_what_was_never_sent_is_dropped(synchronized):
    ours, far, ack = synchronized
    far.send(b"early", seq=far.next, ack=(far.received + 1000) % (1 << 32))

    far.send(b"right", ack=ack)

    assert ours.recv(100) == b"right"


@covers("rfc9293:3.10.7.4-ack-old")
@pytest.mark.parametrize("state", ["ESTABLISHED", "CLOSE-WAIT"], indirect=True)
def test_an_old_acknowledgement_is_ignored(synchronized):
    ours, far, before = synchronized
    ours.send(b"first")
    far.receive(5)

    far.send(ack=before)

    assert far.silent()
    ours.send(b"second")
    assert far.receive(6) == b"second"


@covers("rfc9293:3.10.7.4-ack-old")
@pytest.mark.parametrize("state", ["ESTABLISHED"], indirect=True)
def test_data_with_an_old_acknowledgement_is_taken(synchronized):
    ours, far, before = synchronized
    ours.send(b"first")
    far.receive(5)

    far.send(b"answer", ack=before)

    assert ours.recv(100) == b"answer"


@covers("rfc9293:MAY-12", "rfc5961:7")
@pytest.mark.parametrize("state", ["ESTABLISHED"], indirect=True)
def test_data_with_an_impossibly_old_acknowledgement_is_taken_or_challenged(synchronized, choice):
    ours, far, ack = synchronized
    far.send(b"forged", seq=far.next, ack=(ack - (1 << 30)) % (1 << 32))
    answer = far.expect("A", data=b"")
    assert (answer.ack - far.next) % (1 << 32) in (0, 6)
    choice("rfc5961:7", "challenged" if answer.ack == far.next else "taken")

    far.send(b"meant!")

    assert ours.recv(100) == (b"meant!" if answer.ack == far.received or answer.ack != far.next else b"forged")
