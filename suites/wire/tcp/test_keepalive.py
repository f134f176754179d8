"""Keep-alive: that it is off unless asked for, when probes are sent, what they look like, and what silence does."""
import pytest
from scapy.packet import Raw

covers = pytest.mark.covers
passive = pytest.mark.parametrize("role", ["passive"])
ipv4 = pytest.mark.parametrize("wire", [4], indirect=True, ids=["ipv4"])


def keep_alive(ours, idle=1, interval=1, count=9):
    """Have the target probe a connection that is idle for a second, and each second from then on."""
    for name, value in (("SO_KEEPALIVE", 1), ("TCP_KEEPIDLE", idle), ("TCP_KEEPINTVL", interval), ("TCP_KEEPCNT", count)):
        ours.setsockopt(name, value)


@covers("rfc9293:MUST-25")
def test_keep_alive_is_off_unless_asked_for(established):
    ours, _ = established

    assert ours.getsockopt("SO_KEEPALIVE") == 0


@covers("rfc9293:MUST-28")
def test_the_default_idle_time_is_two_hours_or_more(established):
    ours, _ = established

    assert ours.getsockopt("TCP_KEEPIDLE") >= 7200


@covers("linux:tcp:keepalive-defaults")
def test_by_default_nine_probes_are_sent_75_seconds_apart(established):
    ours, _ = established

    assert (ours.getsockopt("TCP_KEEPCNT"), ours.getsockopt("TCP_KEEPINTVL")) == (9, 75)


@passive
@covers("rfc9293:MUST-24", "rfc9293:MUST-27", "rfc9293:SHLD-12", "rfc9293:MAY-5", "rfc9293:MAY-6")
@pytest.mark.waits(1)
def test_an_idle_connection_is_probed_with_an_old_number_when_its_time_has_come(meet, tcp_end, role, choice):
    ours, far = meet(tcp_end(), role)
    _, other = meet(tcp_end(), role)
    far.send(b"traffic")
    far.expect("A", ack=far.next)
    began = far.came
    keep_alive(ours)

    probe = next(far.segments(within=6)).packet["TCP"]

    assert far.came - began >= 0.99
    assert probe.seq == (far.received - 1) % (1 << 32)
    assert other.silent()
    choice("rfc9293:MAY-6", f"{len(probe[Raw].load) if Raw in probe else 0} bytes in a probe")


@ipv4
@covers("rfc9293:MUST-26")
@pytest.mark.waits(1.5)
def test_traffic_puts_a_probe_off(wire, accepted):
    ours, far = accepted
    keep_alive(ours)
    assert far.silent(for_=0.6)
    far.send(b"traffic")
    far.expect("A", ack=far.next)
    began = far.came

    next(far.segments(within=6))

    assert far.came - began >= 0.99


@ipv4
@covers("rfc9293:MUST-29", "linux:setsockopt:keepalive-probes")
@pytest.mark.waits(2)
def test_a_probe_that_is_not_answered_does_not_end_the_connection(wire, accepted):
    ours, far = accepted
    keep_alive(ours)
    next(far.segments(within=6))

    next(far.segments(within=6))

    far.send()
    far.send(b"alive")
    assert ours.recv(10) == b"alive"


@pytest.mark.slow
@ipv4
@covers("rfc9293:MUST-26")
def test_no_probe_is_sent_while_data_is_outstanding(wire, accepted):
    ours, far = accepted
    keep_alive(ours)
    ours.send(b"outstanding")
    far.expect("A", data=b"outstanding")

    seen = [found.packet["TCP"] for found in far.segments(within=3)]

    assert {bytes(segment.payload) for segment in seen} == {b"outstanding"}


@pytest.mark.slow
@ipv4
@covers("linux:setsockopt:keepalive-probes")
def test_a_number_of_probes_that_are_not_answered_ends_the_connection(wire, accepted):
    ours, far = accepted
    keep_alive(ours, count=2)
    waiting = ours.start.recv(10)
    assert waiting.blocked()

    first = next(far.segments(within=6)).time
    assert waiting.error() == "ETIMEDOUT"

    assert waiting.ended_at - first >= 1.9
