"""Explicit congestion notification: agreed on in the handshake, marks passed back until they are answered, and never on what may not be marked."""
import pytest
from scapy.layers.inet import TCP

from harness.tcp_end import payload
from harness.wire import tos

covers = pytest.mark.covers

NOT_ECT, ECT_1, ECT_0, CE = range(4)


def ecn(segment: TCP) -> int:
    """The codepoint of the packet that carried a segment."""
    return tos(segment.underlayer) & 3


def marked(far, codepoint: int):
    """The far end, whose packets have this codepoint from now on."""
    far.header = {"tos": codepoint}
    return far


# the handshake

@covers("linux:tcp:ecn-passive")
def test_a_syn_does_not_ask_for_ecn(target, wire, far):
    target.open(wire.tcp).start.connect(wire.tcp.address(wire.far, far.port))

    assert not set("EC") & set(str(far.expect("S").flags))


@covers("rfc3168:1")
def test_a_syn_asks_with_both_flags_or_none(target, wire, far, choice):
    target.open(wire.tcp).start.connect(wire.tcp.address(wire.far, far.port))

    asked = set("EC") & set(str(far.expect("S").flags))

    choice("rfc3168:1", "asked" if asked else "did not ask")
    assert asked in (set("EC"), set())


@covers("rfc3168:1", "rfc3168:3", "rfc3168:4")
def test_who_asked_for_ecn_and_is_granted_it_uses_it(target, wire, far):
    ours = target.open(wire.tcp)
    ours.start.connect(wire.tcp.address(wire.far, far.port))
    asked = set("EC") <= set(str(far.expect("S").flags))
    far.send(flags="SAE" if asked else "SA")
    far.expect("A", ack=far.next)

    ours.send(b"data")

    assert ecn(far.expect(data=b"data")) == (ECT_0 if asked else NOT_ECT)


@covers("rfc9293:SHLD-8")
def test_a_syn_that_asks_for_ecn_is_granted_it(listening):
    _, far = listening

    far.send(flags="SEC")

    far.expect("SAE", ack=far.next)


@covers("rfc3168:1")
def test_a_syn_that_does_not_ask_for_ecn_is_granted_none(listening):
    _, far = listening

    far.send(flags="S")

    far.expect("SA", ack=far.next)


@covers("rfc3168:1")
@pytest.mark.parametrize("flags", ["SE", "SC"])
def test_a_syn_with_one_of_the_two_flags_is_granted_none(listening, flags):
    _, far = listening

    far.send(flags=flags)

    far.expect("SA", ack=far.next)


@covers("rfc3168:2")
def test_a_syn_cannot_be_marked(target, wire, far):
    target.open(wire.tcp).start.connect(wire.tcp.address(wire.far, far.port))

    assert ecn(far.expect("S")) == NOT_ECT


@covers("rfc3168:2")
def test_a_syn_ack_cannot_be_marked(listening):
    _, far = listening

    far.send(flags="SEC")

    assert ecn(far.expect("SA|SAE")) == NOT_ECT


@covers("rfc3168:12", "rfc3168:3")
def test_a_syn_ack_that_reflects_both_flags_grants_nothing(target, wire, far):
    ours = target.open(wire.tcp)
    ours.start.connect(wire.tcp.address(wire.far, far.port))
    far.expect("S")
    far.send(flags="SAEC")
    far.expect("A", ack=far.next)

    ours.send(b"data")

    assert ecn(far.expect(data=b"data")) == NOT_ECT


@covers("rfc3168:3", "rfc3168:12")
def test_a_syn_ack_that_grants_what_was_not_asked_for_changes_nothing(target, wire, far):
    ours = target.open(wire.tcp)
    ours.start.connect(wire.tcp.address(wire.far, far.port))
    asked = set("EC") <= set(str(far.expect("S").flags))
    far.send(flags="SA" if asked else "SAE")
    far.expect("A", ack=far.next)

    ours.send(b"data")

    assert ecn(far.expect(data=b"data")) == NOT_ECT


@covers("rfc3168:3")
def test_data_cannot_be_marked_unless_both_agreed(established):
    ours, far = established

    ours.send(b"data")

    assert ecn(far.expect(data=b"data")) == NOT_ECT


@covers("rfc3168:5-not-negotiated")
def test_marks_are_not_passed_back_unless_both_agreed(established):
    _, far = established

    marked(far, CE).send(b"data")

    far.expect("A", ack=far.next)


# who receives

@covers("rfc3168:5")
def test_a_mark_is_passed_back(congestible):
    _, far = congestible

    marked(far, CE).send(b"data")

    far.expect("AE", ack=far.next)


@covers("rfc3168:5")
def test_a_mark_is_passed_back_until_it_is_answered(congestible):
    _, far = congestible
    marked(far, CE).send(b"one")
    far.expect("AE", ack=far.next)

    for number in range(3):
        marked(far, ECT_0).send(b"%d" % number)
        far.expect("AE", ack=far.next)


@covers("rfc3168:5")
def test_data_passes_a_mark_back_as_well(congestible):
    ours, far = congestible
    marked(far, CE).send(b"one")
    assert ours.recv(10) == b"one"

    ours.send(b"answer")

    far.expect("AE", data=b"answer")


@covers("rfc3168:5")
def test_a_mark_is_not_passed_back_once_it_is_answered(congestible):
    _, far = congestible
    marked(far, CE).send(b"one")
    far.expect("AE", ack=far.next)

    marked(far, ECT_0).send(b"two", "PAC")

    far.expect("A", ack=far.next)


@covers("rfc3168:5")
def test_a_second_mark_is_passed_back_again(congestible):
    _, far = congestible
    marked(far, CE).send(b"one")
    far.expect("AE", ack=far.next)
    marked(far, ECT_0).send(b"two", "PAC")
    far.expect("A", ack=far.next)

    marked(far, CE).send(b"three")

    far.expect("AE", ack=far.next)


@covers("rfc3168:5")
@pytest.mark.parametrize("codepoint", [ECT_0, ECT_1], ids=["ect0", "ect1"])
def test_what_could_be_marked_and_is_not_means_nothing(congestible, codepoint):
    _, far = congestible

    marked(far, codepoint).send(b"data")

    far.expect("A", ack=far.next)


# who sends

@covers("rfc3168:4")
def test_data_can_be_marked_once_both_agreed(congestible):
    ours, far = congestible

    ours.send(b"data")

    assert ecn(far.expect(data=b"data")) == ECT_0


@covers("rfc3168:8")
def test_a_pure_acknowledgement_cannot_be_marked(congestible):
    _, far = congestible

    marked(far, ECT_0).send(b"data")

    assert ecn(far.expect("A", ack=far.next)) == NOT_ECT


@covers("rfc3168:6")
def test_the_first_new_data_tells_that_a_mark_was_heard(congestible):
    ours, far = congestible
    ours.send(b"one")
    far.expect(data=b"one")

    far.send(flags="AE")
    ours.send(b"two")

    far.expect("AC", data=b"two")


@covers("rfc3168:6")
def test_that_a_mark_was_heard_is_told_once(congestible):
    ours, far = congestible
    ours.send(b"one")
    far.expect(data=b"one")
    far.send(flags="AE")
    ours.send(b"two")
    far.expect("AC", data=b"two")
    far.send()

    ours.send(b"three")

    far.expect("A", data=b"three")


@covers("rfc3168:6")
def test_a_mark_that_was_heard_halves_what_is_sent_at_a_time(congestible):
    ours, far = congestible
    assert ours.start.pour(20_000_000).blocked()
    before = len(payload(far.expect_data())) + len(far.take())
    far.send(flags="AE")

    after = len(payload(far.expect_data())) + len(far.take())

    assert after <= before // 2 + 2 * far.mss


@covers("rfc3168:6")
def test_data_of_one_window_halves_once(congestible):
    ours, far = congestible
    assert ours.start.pour(20_000_000).blocked()
    begin = far.received
    before = len(payload(far.expect_data())) + len(far.take())
    for number in range(1, before // far.mss):
        far.send(flags="AE", ack=begin + number * far.mss)

    told = [segment for segment in far.all_until_now() if segment.flags.C]

    assert len(told) <= 1


@covers("rfc3168:9", "rfc3168:7")
@pytest.mark.waits
def test_a_repeated_segment_cannot_be_marked(congestible):
    ours, far = congestible
    ours.send(b"data")
    first = far.expect(data=b"data")

    again = far.expect("A", data=b"data", seq=first.seq)

    assert ecn(again) == NOT_ECT


@covers("rfc3168:10")
@pytest.mark.waits
def test_a_probe_of_a_closed_window_cannot_be_marked(congestible):
    ours, far = congestible
    ours.send(b"one")
    far.expect(data=b"one")
    far.window = 0
    far.send()
    ours.send(b"two")

    probe = next(far.segments(within=5)).packet[TCP]

    assert ecn(probe) == NOT_ECT
    assert not probe.flags.C
