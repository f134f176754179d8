"""The fixed part of the TCP header: checksum, window, reserved bits, urgent pointer, as sent and as received."""
import pytest
from scapy.layers.inet import TCP

from harness.tcp_end import payload

covers = pytest.mark.covers

PORTS = [1, 443, 1023, 5060, 65535]
"""Of all sorts: no number of the other end's is better than another."""


def checksum_is_right(segment: TCP) -> bool:
    """Whether a segment carries the checksum that scapy computes for it."""
    whole = segment.underlayer.copy()
    del whole[TCP].chksum
    return type(whole)(bytes(whole))[TCP].chksum == segment.chksum


def flights(far, rounds: int = 30):
    """How many bytes come at a time, when we acknowledge all that came and then wait for more."""
    for _ in range(rounds):
        yield len(payload(far.expect_data())) + len(far.take())
        far.send()


@covers("rfc9293:MUST-2")
@pytest.mark.parametrize("size", [1, 2, 535, 1000])
def test_data_goes_out_with_the_right_checksum(established, size):
    ours, far = established

    ours.send(b"\xfe" * size)

    assert checksum_is_right(far.expect(data=b"\xfe" * size))


@covers("rfc9293:MUST-2")
def test_a_syn_goes_out_with_the_right_checksum(target, wire, far):
    target.open(wire.tcp).start.connect(wire.tcp.address(wire.far, far.port))

    assert checksum_is_right(far.expect("S"))


@covers("rfc9293:MUST-2")
def test_a_syn_ack_goes_out_with_the_right_checksum(listening):
    _, far = listening

    far.send(flags="S")

    assert checksum_is_right(far.expect("SA"))


@covers("rfc9293:MUST-2")
def test_a_reset_goes_out_with_the_right_checksum(wire, tcp_end):
    far = tcp_end(1)

    far.send(flags="S")

    assert checksum_is_right(far.expect("RA", seq=0))


@covers("rfc9293:MUST-3")
def test_data_with_a_wrong_checksum_is_not_delivered(established):
    ours, far = established

    far.send(b"wrong", seq=far.next, spoil=True)

    assert far.silent()
    assert ours.readable() == 0


@covers("rfc9293:MUST-3")
def test_data_follows_on_what_had_a_wrong_checksum(established):
    ours, far = established
    far.send(b"wrong", seq=far.next, spoil=True)

    far.send(b"right")

    assert ours.recv(100) == b"right"


@covers("rfc9293:MUST-3")
def test_a_reset_with_a_wrong_checksum_is_nothing(established):
    ours, far = established

    far.send(flags="R", seq=far.next, spoil=True)

    far.send(b"still here")
    assert ours.recv(100) == b"still here"


@covers("rfc9293:MUST-3")
def test_a_syn_with_a_wrong_checksum_is_not_answered(listening):
    _, far = listening

    far.send(flags="S", spoil=True)

    assert far.silent()


@covers("rfc9293:MUST-1")
def test_a_window_above_32767_is_not_taken_for_negative(tcp_end, meet, role):
    ours, far = meet(tcp_end(window=40000), role)

    ours.send(b"data")

    far.expect(data=b"data")


@covers("rfc9293:MUST-1")
def test_more_than_32767_bytes_are_sent_into_a_window_that_large(unhurried, far):
    ours, far = unhurried(far)

    ours.start.pour(2_000_000)

    assert any(flight > 32767 for flight in flights(far))


@covers("rfc9293:MUST-1")
def test_no_more_is_sent_than_the_window_holds(tcp_end, meet, role):
    ours, far = meet(tcp_end(window=5000), role)

    ours.start.pour(100_000)

    assert max(flights(far, rounds=5)) <= 5000


@covers("rfc9293:3.1-reserved-ignored")
@pytest.mark.parametrize("bits", [1, 2, 4, 7])
def test_reserved_bits_of_data_are_ignored(established, bits):
    ours, far = established

    far.send(b"data", reserved=bits)

    assert ours.recv(100) == b"data"


@covers("rfc9293:3.1-reserved-ignored")
def test_reserved_bits_of_a_syn_are_ignored(listening):
    _, far = listening

    far.send(flags="S", reserved=7)

    far.expect("SA", ack=far.next)


@covers("rfc9293:3.1-reserved-zero")
def test_reserved_bits_are_sent_as_zero(established):
    ours, far = established

    ours.send(b"data")

    assert far.expect(data=b"data").reserved == 0


@covers("rfc9293:3.1-reserved-zero")
def test_reserved_bits_of_a_syn_are_sent_as_zero(target, wire, far):
    target.open(wire.tcp).start.connect(wire.tcp.address(wire.far, far.port))

    assert far.expect("S").reserved == 0


@covers("rfc9293:3.1-reserved-zero")
def test_reserved_bits_are_not_reflected(listening):
    _, far = listening

    far.send(flags="S", reserved=7)

    assert far.expect("SA").reserved == 0


@covers("rfc9293:3.1-urgent-pointer")
def test_an_urgent_pointer_without_urg_means_nothing(established):
    ours, far = established

    far.send(b"nothing urgent", urgptr=3)

    assert "POLLPRI" not in ours.ready("POLLIN", "POLLPRI")
    assert ours.recv(100) == b"nothing urgent"


@covers("rfc9293:3.1-ports")
def test_an_answer_goes_back_between_the_same_ports(listening):
    listener, far = listening

    far.send(flags="S")

    answer = far.expect("SA")
    assert (answer.sport, answer.dport) == (listener.address.port, far.port)


@covers("rfc9293:3.1-ports")
def test_a_connection_comes_from_the_port_that_its_socket_tells(connected):
    ours, far = connected

    assert ours.address.port == far.their_port


@covers("rfc9293:3.1-ports")
def test_connections_between_other_ports_are_others(established, tcp_end):
    ours, far = established
    another = tcp_end(far.their_port)

    another.send(b"for somebody else", seq=far.next, ack=far.received)

    far.send(b"for us")
    assert ours.recv(100) == b"for us"


@covers("rfc9293:3.1-any-port")
@pytest.mark.parametrize("port", PORTS)
def test_a_call_from_any_port_is_answered(listening, port):
    _, far = listening
    far.port = port

    far.send(flags="S")

    far.expect("SA", ack=far.next)


@covers("rfc9293:3.1-any-port")
@pytest.mark.parametrize("port", PORTS)
def test_a_call_to_any_port_is_made(target, wire, far, port):
    far.port = port

    target.open(wire.tcp).start.connect(wire.tcp.address(wire.far, port))

    far.expect("S")
