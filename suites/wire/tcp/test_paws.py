"""Protection against wrapped sequence numbers: a segment whose timestamp is older than the last is dropped, and answered."""
import pytest

covers = pytest.mark.covers

MODULO = 1 << 32
OLD = 100_000
"""So much older is old, whatever a clock's tick is."""


def stamped(value: int, far) -> list:
    """Options with this timestamp and the echo that is due."""
    return [("NOP", None), ("NOP", None), ("Timestamp", (value % MODULO, far.recent))]


@covers("rfc7323:16")
def test_data_with_an_old_timestamp_is_not_delivered(stamping):
    ours, far = stamping

    far.send(b"old", seq=far.next, options=stamped(far.now - OLD, far))

    far.send(b"new")
    assert ours.recv(10) == b"new"


@covers("rfc7323:16")
def test_data_with_an_old_timestamp_is_answered(stamping):
    _, far = stamping

    far.send(b"old", seq=far.next, options=stamped(far.now - OLD, far))

    far.expect("A", ack=far.next)


@covers("rfc7323:16")
def test_data_with_an_old_timestamp_behind_a_gap_is_not_kept(stamping):
    ours, far = stamping
    far.send(b"old", seq=far.next + 3, options=stamped(far.now - OLD, far))
    far.expect("A", ack=far.next)

    far.send(b"new")

    far.expect("A", ack=far.next)
    assert far.silent()
    assert ours.readable() == 3


@covers("rfc7323:16")
def test_an_old_timestamp_is_not_echoed(stamping):
    ours, far = stamping
    now = far.now + 100
    far.send(b"new", options=stamped(now, far))
    assert ours.recv(10) == b"new"
    far.send(b"old", seq=far.next, options=stamped(now - OLD, far))

    ours.send(b"answer")

    assert dict(option[:2] for option in far.expect(data=b"answer").options)["Timestamp"][1] == now


@covers("rfc7323:16")
def test_a_fin_with_an_old_timestamp_is_not_taken(stamping):
    ours, far = stamping
    far.send(flags="FA", seq=far.next, options=stamped(far.now - OLD, far))

    far.send(b"new")

    assert ours.recv(10) == b"new"


@covers("rfc7323:5.2-equal")
def test_data_with_the_same_timestamp_is_delivered(stamping):
    ours, far = stamping
    now = far.now + 100
    far.send(b"one", options=stamped(now, far))

    far.send(b"two", options=stamped(now, far))

    far.expect("A", ack=far.next)
    assert ours.recv(10) == b"onetwo"


@covers("rfc7323:5.2-modular")
def test_a_timestamp_that_wrapped_is_newer(listening):
    listener, far = listening
    far.timestamps = True
    far.send(flags="S", options=stamped(MODULO - 50, far))
    far.expect("SA", ack=far.next)
    far.send(options=stamped(MODULO - 40, far))
    ours, _ = listener.accept()

    far.send(b"wrapped", options=stamped(10, far))

    assert ours.recv(10) == b"wrapped"


@covers("rfc7323:16")
def test_a_timestamp_from_before_the_wrap_is_old(listening, demanded):
    listener, far = listening
    far.timestamps = True
    far.send(flags="S", options=stamped(10, far))
    far.expect("SA", ack=far.next)
    demanded(far, "Timestamp")
    far.send(options=stamped(20, far))
    ours, _ = listener.accept()

    far.send(b"old", seq=far.next, options=stamped(MODULO - OLD, far))

    far.send(b"new", options=stamped(30, far))
    assert ours.recv(10) == b"new"


@covers("rfc7323:14")
def test_a_reset_with_an_old_timestamp_is_taken(stamping, told_of_reset):
    ours, far = stamping

    far.send(flags="R", options=stamped(far.now - OLD, far))

    assert told_of_reset(ours)


@covers("rfc7323:15")
def test_a_reset_echoes_the_timestamp_of_what_caused_it(stamping):
    ours, far = stamping
    ours.reset()
    far.expect("RA")
    now = far.now + 100

    far.send(b"too late", options=stamped(now, far))

    options = dict(option[:2] for option in far.expect("R", seq=far.received).options)
    assert options.get("Timestamp", (0, 0))[1] == now
