"""Challenge acknowledgements: throttled on one connection, and not a means to learn of others."""
import pytest
from scapy.layers.inet import TCP

covers = pytest.mark.covers


@covers("rfc5961:8")
@pytest.mark.parametrize("flags", ["S", "R"])
def test_challenges_on_one_connection_are_throttled(established, flags):
    _, far = established

    for _ in range(20):
        far.send(flags=flags, seq=far.after(1000))

    assert 0 < len(far.all_until_now()) < 20


@covers("rfc5961:8", "linux:tcp:invalid-ratelimit")
def test_acknowledgements_of_empty_segments_outside_the_window_are_throttled(established):
    _, far = established

    for _ in range(20):
        far.send(seq=far.after(-100000))

    assert 0 < len(far.all_until_now()) < 20


@covers("linux:tcp:invalid-ratelimit")
@pytest.mark.waits(0.6)
def test_half_a_second_later_an_empty_segment_outside_the_window_is_acknowledged_again(established):
    _, far = established
    far.send(seq=far.after(-100000))
    far.expect("A", ack=far.next)
    assert far.silent(for_=0.6)

    far.send(seq=far.after(-100000))

    far.expect("A", ack=far.next)


@covers("linux:tcp:invalid-ratelimit")
def test_data_outside_the_window_is_always_acknowledged(established):
    _, far = established

    for _ in range(20):
        far.send(b"again", seq=far.after(-100000))

    assert len(far.all_until_now()) == 20


@covers("linux:tcp:challenge-ack-limit")
@pytest.mark.parametrize("wire", [4], ids=["ipv4"], indirect=True)
@pytest.mark.waits(0.5)
def test_challenges_on_one_connection_do_not_use_up_those_of_others(target, wire):
    there, ports = target.listener(wire.tcp, 1000).address.port, range(20000, 20300)
    for port in ports:
        wire.send(TCP(sport=port, dport=there, flags="S", seq=0))
        answer = wire.expect(TCP(dport=port, flags="SA"))[TCP]
        wire.send(TCP(sport=port, dport=there, flags="A", seq=1, ack=answer.seq + 1 & 0xFFFFFFFF))

    for port in ports:
        wire.send(TCP(sport=port, dport=there, flags="R", seq=1000))

    assert [answer[TCP].dport for answer in wire.all_until_now(TCP(flags="A", ack=1))] == list(ports)
