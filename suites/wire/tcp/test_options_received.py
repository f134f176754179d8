"""Options that come in: known ones wherever they stand, unknown and malformed ones without harm."""
import pytest

from harness.tcp_end import payload

covers = pytest.mark.covers

MSS_600 = b"\x02\x04\x02\x58"
"""The option itself, as bytes."""
EOL, NOP = b"\x00", b"\x01"
UNKNOWN = [77, 253, 254]
"""Kinds that nobody uses, and those set aside for experiments."""
MALFORMED = {"length-0": b"\xfd\x00\x00\x00", "length-1": b"\xfd\x01\x00\x00", "past-the-end": b"\xfd\x28\x00\x00",
             "no-length": b"\x01\x01\x01\xfd", "mss-length-0": b"\x02\x00\x05\xb4", "mss-too-short": b"\x02\x03\x05\x00"}


def first_segment(listener, far, options: bytes) -> int:
    """How long the first segment of much data is, in a connection whose SYN carried these options."""
    far.send(flags="S", options=options)
    far.expect("SA", ack=far.next)
    far.send()
    ours, _ = listener.accept()
    ours.start.pour(3000)
    return len(payload(far.expect_data()))


@covers("rfc9293:MUST-4")
def test_the_mss_of_a_syn_is_obeyed(listening):
    listener, far = listening

    assert first_segment(listener, far, MSS_600) == 600


@covers("rfc9293:MUST-4")
def test_an_mss_behind_padding_is_obeyed(listening):
    listener, far = listening

    assert first_segment(listener, far, 4 * NOP + MSS_600) == 600


@covers("rfc9293:MUST-4")
def test_what_stands_behind_the_end_of_the_options_is_none(listening):
    listener, far = listening

    assert first_segment(listener, far, MSS_600 + EOL + b"\x02\x04\x00\x64" + 3 * EOL) == 600


@covers("rfc9293:MUST-64")
@pytest.mark.parametrize("before", [1, 2, 3])
def test_an_mss_is_found_at_any_offset(listening, before):
    listener, far = listening

    assert first_segment(listener, far, before * NOP + MSS_600 + (4 - before) * EOL) == 600


@covers("rfc9293:MUST-6")
@pytest.mark.parametrize("kind", UNKNOWN)
def test_an_unknown_option_of_a_syn_is_passed_over(listening, kind):
    listener, far = listening

    assert first_segment(listener, far, bytes([kind, 4, 2, 4]) + MSS_600) == 600


@covers("rfc9293:MUST-6")
def test_an_unknown_option_without_content_is_passed_over(listening):
    listener, far = listening

    assert first_segment(listener, far, b"\xfd\x02" + MSS_600 + 2 * EOL) == 600


@covers("rfc9293:MUST-6", "rfc9293:MUST-5")
@pytest.mark.parametrize("kind", UNKNOWN)
def test_data_behind_an_unknown_option_is_delivered(established, kind):
    ours, far = established

    far.send(b"data", options=bytes([kind, 6, 1, 2, 3, 4, 1, 1]))

    assert ours.recv(100) == b"data"


@covers("rfc9293:MUST-6")
def test_an_unknown_option_of_a_syn_ack_is_passed_over(target, wire, far):
    ours = target.open(wire.tcp)
    connecting = ours.start.connect(wire.tcp.address(wire.far, far.port))
    far.expect("S")

    far.send(flags="SA", options=b"\xfd\x04\x02\x04" + MSS_600)

    far.expect("A", ack=far.next)
    connecting.result()
    ours.start.pour(3000)
    assert len(payload(far.expect_data())) == 600


@covers("rfc5482:1")
def test_a_user_timeout_option_does_no_harm(listening):
    listener, far = listening

    assert first_segment(listener, far, b"\x1c\x04\x80\x05" + MSS_600) == 600


@covers("rfc9293:MUST-5")
def test_data_behind_the_most_options_is_delivered(established):
    ours, far = established

    far.send(b"data", options=40 * NOP)

    assert ours.recv(100) == b"data"


@covers("rfc9293:MUST-5")
def test_an_acknowledgement_with_options_is_taken(tcp_end, meet, role):
    ours, far = meet(tcp_end(window=2000), role)
    ours.start.pour(20_000)
    far.receive(1000, acknowledge=False)

    far.send(options=b"\xfd\x04\x02\x04")

    far.expect_data()


@covers("rfc9293:MUST-5")
def test_a_fin_with_options_is_taken(established):
    ours, far = established

    far.send(flags="FA", options=b"\xfd\x04\x02\x04")

    assert ours.recv(100) == b""


@covers("rfc9293:MUST-5")
def test_a_reset_with_options_is_taken(established, told_of_reset):
    ours, far = established

    far.send(flags="R", options=b"\xfd\x04\x02\x04")

    assert told_of_reset(ours)


@covers("linux:tcp:mss-in-syn-only")
def test_an_mss_on_data_changes_nothing(established):
    ours, far = established
    far.send(b"data", options=MSS_600)
    assert ours.recv(100) == b"data"

    ours.start.pour(3000)

    assert len(payload(far.expect_data())) > 600


@covers("rfc9293:MUST-7")
@pytest.mark.parametrize("options", MALFORMED.values(), ids=MALFORMED)
def test_after_a_malformed_option_of_a_syn_others_may_connect(listening, tcp_end, options):
    listener, far = listening
    far.send(flags="S", options=options)

    tcp_end(far.their_port).connect()

    assert listener.accept()


@covers("rfc9293:MUST-7")
@pytest.mark.parametrize("options", MALFORMED.values(), ids=MALFORMED)
def test_after_a_malformed_option_of_data_the_target_lives(accepted, target, wire, tcp_end, options):
    _, far = accepted
    far.send(b"data", options=options)

    listener = target.listener(wire.tcp)

    tcp_end(listener.address.port).connect()


@covers("rfc9293:MUST-7")
@pytest.mark.parametrize("options", MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_option_of_a_syn_ack_is_survived(target, wire, tcp_end, far, options):
    target.open(wire.tcp).start.connect(wire.tcp.address(wire.far, far.port))
    far.expect("S")
    far.send(flags="SA", options=options)

    listener = target.listener(wire.tcp)

    tcp_end(listener.address.port).connect()
