"""Resets that are meant, in every synchronized state, and those that may be forged."""
import pytest

covers = pytest.mark.covers

DELIVERING = ["ESTABLISHED", "FIN-WAIT-1", "FIN-WAIT-2"]
WITHOUT_TIME_WAIT = [*DELIVERING, "CLOSE-WAIT", "CLOSING", "LAST-ACK"]


@covers("rfc5961:1", "rfc9293:3.5.3-synchronized")
@pytest.mark.parametrize("state", WITHOUT_TIME_WAIT, indirect=True)
@pytest.mark.parametrize("flags", ["R", "RA"])
def test_a_reset_at_the_next_number_ends_the_connection(synchronized, flags):
    _, far, ack = synchronized
    far.send(flags=flags, ack=ack if "A" in flags else 0)

    far.send(ack=ack)

    far.expect("R|RA", data=b"", seq=ack)


@covers("rfc5961:1", "rfc9293:3.5.2-no-reset-for-reset")
def test_a_reset_is_not_answered(synchronized):
    _, far, _ = synchronized

    far.reset()

    assert far.silent()


@covers("rfc9293:MUST-12", "rfc9293:3.5.3-synchronized")
@pytest.mark.parametrize("state", DELIVERING, indirect=True)
def test_a_reset_is_told_to_whoever_waits_for_data(synchronized):
    ours, far, _ = synchronized
    receiving = ours.start.recv(10)
    assert receiving.blocked()

    far.reset()

    assert receiving.error() == "ECONNRESET"


@covers("rfc9293:MUST-12", "rfc9293:3.5.3-synchronized")
@pytest.mark.parametrize("state", ["CLOSE-WAIT"], indirect=True)
def test_a_reset_after_the_end_is_told_to_whoever_writes(synchronized):
    ours, far, _ = synchronized

    far.reset()

    assert ours.fails.send(b"anybody", "MSG_NOSIGNAL") in {"ECONNRESET", "EPIPE"}


@covers("rfc9293:SHLD-2")
@pytest.mark.parametrize("state", WITHOUT_TIME_WAIT, indirect=True)
def test_a_reset_may_carry_data(synchronized):
    _, far, ack = synchronized
    far.send(b"port closed by a person", flags="R", seq=far.next)

    far.send(ack=ack)

    far.expect("R|RA", data=b"", seq=ack)


@covers("rfc9293:SHLD-2")
@pytest.mark.parametrize("state", ["ESTABLISHED"], indirect=True)
def test_what_a_reset_carries_is_not_data(synchronized, told_of_reset):
    ours, far, _ = synchronized

    far.send(b"port closed by a person", flags="R")

    assert told_of_reset(ours)


@covers("rfc5961:2")
@pytest.mark.parametrize("state", WITHOUT_TIME_WAIT, indirect=True)
@pytest.mark.parametrize("offset", [1, 30000])
def test_a_reset_elsewhere_in_the_window_is_challenged(synchronized, offset):
    _, far, ack = synchronized

    far.send(flags="R", seq=far.after(offset))

    far.expect("A", data=b"", ack=far.next)
    assert far.silent()


@covers("rfc5961:2")
@pytest.mark.parametrize("state", DELIVERING, indirect=True)
def test_after_a_challenge_the_connection_lives(synchronized):
    ours, far, ack = synchronized
    far.send(flags="R", seq=far.after(1))
    far.expect("A", ack=far.next)

    far.send(b"still here", ack=ack)

    assert ours.recv(100) == b"still here"


@covers("rfc5961:2")
@pytest.mark.parametrize("state", WITHOUT_TIME_WAIT, indirect=True)
def test_a_reset_with_the_number_of_the_challenge_ends_the_connection(synchronized):
    _, far, ack = synchronized
    far.send(flags="R", seq=far.after(100))
    challenge = far.expect("A", ack=far.next)
    far.send(flags="R", seq=challenge.ack)

    far.send(ack=ack)

    far.expect("R|RA", seq=ack)


@covers("rfc5961:5")
@pytest.mark.parametrize("state", WITHOUT_TIME_WAIT, indirect=True)
@pytest.mark.parametrize("flags", ["S", "SA"])
@pytest.mark.parametrize("offset", [pytest.param(0, id="next"), pytest.param(1000, id="in-window"),
                                    pytest.param(-100000, id="old"), pytest.param(1 << 30, id="far-ahead")])
def test_a_syn_is_challenged_wherever_it_lies(synchronized, flags, offset):
    _, far, ack = synchronized

    far.send(flags=flags, seq=far.after(offset), ack=ack if "A" in flags else 0)

    far.expect("A", data=b"", ack=far.next)
    assert far.silent()


@covers("rfc5961:5")
@pytest.mark.parametrize("state", DELIVERING, indirect=True)
def test_after_a_syn_the_connection_lives(synchronized):
    ours, far, ack = synchronized
    far.send(flags="S", seq=far.next)
    far.expect("A", ack=far.next)

    far.send(b"still here", ack=ack)

    assert ours.recv(100) == b"still here"


@covers("rfc5961:6", "rfc9293:3.5.1-half-open")
@pytest.mark.parametrize("state", DELIVERING, indirect=True)
def test_a_peer_that_restarted_resets_by_the_answer_to_its_syn(synchronized, told_of_reset):
    ours, far, _ = synchronized
    far.send(flags="S", seq=far.after(1000000))
    challenge = far.expect("A", ack=far.next)

    far.send(flags="R", seq=challenge.ack)

    assert told_of_reset(ours)


@covers("rfc9293:3.5.1-half-open")
@pytest.mark.parametrize("state", ["ESTABLISHED"], indirect=True)
def test_a_peer_that_knows_nothing_resets_by_what_it_is_sent(synchronized, told_of_reset):
    ours, far, _ = synchronized
    ours.send(b"are you there")
    asked = far.expect("A", data=b"are you there")

    far.send(flags="R", seq=asked.ack)

    assert told_of_reset(ours)
