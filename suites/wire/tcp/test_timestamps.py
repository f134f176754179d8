"""Timestamps: agreed on by both ends or not at all, then on every segment, with the echo that lets round trips be measured."""
import pytest
from scapy.layers.inet import TCP

from harness.agent import Unsupported

covers = pytest.mark.covers

MODULO = 1 << 32


def stamp(segment: TCP) -> tuple[int, int] | None:
    """A segment's timestamp and the one it echoes; None if it has neither."""
    return dict(option[:2] for option in segment.options).get("Timestamp")


def due(segment: TCP) -> tuple[int, int]:
    """What a segment must have; who offers none in his SYN is not to be judged."""
    found = stamp(segment)
    if found is None and "S" in segment.flags:
        raise Unsupported("target", "Timestamp", f"the {segment.flags} of the target has no such option")
    assert found
    return found


def value(segment: TCP) -> int:
    """A segment's timestamp."""
    return due(segment)[0]


def echo(segment: TCP) -> int:
    """The timestamp that a segment echoes."""
    return due(segment)[1]


def stamped(value: int, far) -> list:
    """Options with this timestamp and the echo that is due."""
    return [("NOP", None), ("NOP", None), ("Timestamp", (value % MODULO, far.recent))]


@covers("rfc7323:11")
def test_a_syn_echoes_nothing(target, wire, far, demanded):
    target.open(wire.tcp).start.connect(wire.tcp.address(wire.far, far.port))

    syn = far.expect("S")

    demanded(far, "Timestamp")
    assert echo(syn) == 0


@covers("rfc7323:12")
def test_a_syn_ack_echoes_the_timestamp_of_the_syn(listening, demanded):
    _, far = listening

    far.send(flags="S", options=[("Timestamp", (0x12345678, 0)), ("NOP", None), ("NOP", None)])

    answer = far.expect("SA")
    demanded(far, "Timestamp")
    assert echo(answer) == 0x12345678


@covers("rfc7323:12")
def test_the_last_segment_of_a_handshake_echoes_the_timestamp_of_the_syn_ack(target, wire, far, demanded):
    target.open(wire.tcp).start.connect(wire.tcp.address(wire.far, far.port))
    syn = far.expect("S")
    demanded(far, "Timestamp")
    far.recent = value(syn)

    far.send(flags="SA", options=stamped(0x12345678, far))

    assert echo(far.expect("A")) == 0x12345678


@covers("rfc7323:8")
def test_data_has_timestamps_once_both_have_offered_them(stamping):
    ours, far = stamping

    ours.send(b"data")

    assert stamp(far.expect(data=b"data"))


@covers("rfc7323:8")
def test_an_acknowledgement_has_timestamps_once_both_have_offered_them(stamping):
    _, far = stamping

    far.send(b"data")

    assert stamp(far.expect("A", ack=far.next))


@covers("rfc7323:8")
def test_a_fin_has_timestamps_once_both_have_offered_them(stamping):
    ours, far = stamping

    ours.close()

    assert stamp(far.expect("FA"))


@covers("rfc7323:8")
@pytest.mark.waits
def test_a_repeated_segment_has_timestamps(tcp_end, agree):
    ours, far = agree(tcp_end(timestamps=True), "Timestamp")
    ours.send(b"data")
    first = far.expect(data=b"data")

    again = far.expect(data=b"data", seq=first.seq)

    assert value(again) != value(first)


@covers("rfc7323:8-not-negotiated")
def test_nothing_has_timestamps_if_we_offered_none(established):
    ours, far = established
    far.send(b"data")
    assert ours.recv(10) == b"data"

    ours.send(b"data")

    assert stamp(far.expect(data=b"data")) is None


@covers("rfc7323:10")
def test_timestamps_that_were_not_agreed_on_are_ignored(established):
    ours, far = established

    far.send(b"data", options=stamped(1000, far))

    assert ours.recv(10) == b"data"
    assert stamp(far.expect("A", ack=far.next)) is None


@covers("rfc7323:10")
def test_old_timestamps_that_were_not_agreed_on_are_ignored(established):
    ours, far = established
    far.send(b"one", options=stamped(1_000_000, far))
    assert ours.recv(10) == b"one"

    far.send(b"two", options=stamped(1, far))

    assert ours.recv(10) == b"two"


@covers("rfc9293:MUST-64")
@pytest.mark.parametrize("before", [0, 1, 2, 3])
def test_timestamps_are_read_at_any_offset(stamping, before):
    _, far = stamping
    now = far.now + 5

    far.send(b"data", options=[("NOP", None)] * before + [("Timestamp", (now, far.recent))])

    assert echo(far.expect("A", ack=far.next)) == now


@covers("rfc7323:3.2-missing-no-abort")
def test_a_segment_without_timestamps_does_not_end_the_connection(stamping):
    ours, far = stamping
    far.send(b"data", seq=far.next, options=[])

    far.send(b"data")

    assert ours.recv(10) == b"data"


@covers("rfc7323:9")
def test_a_segment_without_timestamps_is_dropped(stamping):
    ours, far = stamping

    far.send(b"data", seq=far.next, options=[])

    assert far.silent()
    assert ours.readable() == 0


@covers("rfc7323:8")
def test_a_reset_without_timestamps_is_taken(stamping, told_of_reset):
    ours, far = stamping

    far.send(flags="R", options=[])

    assert told_of_reset(ours)


@covers("rfc7323:8-not-negotiated")
def test_a_reset_to_nobody_has_no_timestamps_if_the_syn_had_none(wire, tcp_end):
    far = tcp_end(1)

    far.send(flags="S")

    assert stamp(far.expect("RA", seq=0)) is None


@covers("rfc7323:13")
@pytest.mark.waits
def test_a_clock_of_timestamps_ticks_at_most_once_a_millisecond(stamping, wire):
    ours, far = stamping
    ours.send(b"one")
    before, began = value(far.expect(data=b"one")), wire.capture[-1].time
    far.send()
    far.silent(for_=0.05)

    ours.send(b"two")

    after, ended = value(far.expect(data=b"two")), wire.capture[-1].time
    assert (after - before) % MODULO < 3000 * (ended - began) + 50      # a busy machine captures packets late


@covers("rfc7323:13")
@pytest.mark.waits(1)
def test_a_clock_of_timestamps_ticks_at_least_once_a_second(listening, demanded):
    _, far = listening
    far.timestamps = True
    far.send(flags="S")
    first = far.expect("SA")
    demanded(far, "Timestamp")

    again = far.expect("SA", seq=first.seq, within=10)

    assert 0 < (value(again) - value(first)) % MODULO < 1 << 31


@covers("rfc7323:18")
def test_hosts_see_clocks_that_begin_elsewhere(listening, tcp_end, wire, demanded):
    listener, far = listening
    other = tcp_end(listener.address.port, source=wire.another_address(), timestamps=True)
    far.timestamps = True

    far.send(flags="S")
    other.send(flags="S")

    answer, another = far.expect("SA"), other.expect("SA")
    demanded(far, "Timestamp")
    assert 1_000_000 < (value(answer) - value(another)) % MODULO < MODULO - 1_000_000
