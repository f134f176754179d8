"""Segments to a port where nobody listens, and to no connection: RFC 9293, 3.5.2, group 1."""
import pytest
from scapy.layers.inet import TCP

covers = pytest.mark.covers


@pytest.fixture
def closed(target, wire, tcp_end):
    """An end of ours that speaks to a port which nothing of the target uses."""
    ours = target.bound(wire.tcp)
    port = ours.address.port
    ours.close()
    return tcp_end(port)


@covers("rfc9293:3.5.2-closed")
def test_a_syn_is_refused(closed):
    closed.send(flags="S")

    closed.expect("RA", data=b"", seq=0, ack=closed.next)


@covers("rfc9293:3.5.2-closed")
def test_a_syn_with_data_is_refused_and_all_of_it_acknowledged(closed):
    closed.send(b"hello", flags="S")

    closed.expect("RA", data=b"", seq=0, ack=closed.next)


@covers("rfc9293:3.5.2-closed")
@pytest.mark.parametrize("flags", ["F", "P", "U", ""])
def test_a_segment_without_acknowledgement_is_refused_and_all_of_it_acknowledged(closed, flags):
    closed.send(b"hello", flags=flags)

    closed.expect("RA", data=b"", seq=0, ack=closed.next)


@covers("rfc9293:3.5.2-closed")
@pytest.mark.parametrize("flags", ["A", "SA", "FA", "FPUA"])
@pytest.mark.parametrize("ack", [0, 1, 0xFFFFFFFF])
def test_a_segment_with_acknowledgement_is_refused_at_that_number(closed, flags, ack):
    closed.send(flags=flags, ack=ack)

    closed.expect("R", data=b"", seq=ack)


@covers("rfc9293:3.5.2-closed")
def test_data_with_acknowledgement_is_refused_at_that_number(closed):
    closed.send(b"hello", ack=4711)

    closed.expect("R", data=b"", seq=4711)


@covers("rfc9293:3.5.2-no-reset-for-reset")
@pytest.mark.parametrize("flags", ["R", "RA", "RS", "RSA", "RFA"])
def test_a_reset_is_not_answered(closed, flags):
    closed.send(flags=flags, ack=4711)

    assert closed.silent()


@covers("rfc9293:3.5.2-closed")
def test_the_refusal_goes_back_the_way_the_segment_came(closed, wire):
    closed.send(flags="S")

    wire.expect(wire.ip(src=wire.target, dst=closed.source) / TCP(sport=closed.their_port, dport=closed.port, flags="RA"))


@covers("rfc9293:3.5.2-closed")
def test_every_segment_is_refused(closed):
    for _ in range(20):
        closed.send(flags="S")

        closed.expect("RA", seq=0, ack=closed.next)


@covers("rfc9293:3.5.2-closed")
def test_a_port_that_is_bound_but_not_listening_refuses(target, wire, tcp_end):
    far = tcp_end(target.bound(wire.tcp).address.port)

    far.send(flags="S")

    far.expect("RA", seq=0, ack=far.next)


@covers("rfc9293:3.5.2-closed")
def test_another_end_does_not_share_in_a_connection(established, tcp_end):
    ours, far = established
    stranger = tcp_end(far.their_port)

    stranger.send(b"intruding", seq=far.next, ack=far.received)

    stranger.expect("R|RA", seq=far.received)
    far.send(b"fine")
    assert ours.recv(100) == b"fine"
