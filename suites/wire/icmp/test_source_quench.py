"""Messages that once asked hosts to send less, or elsewhere: ignored."""
import pytest
from scapy.layers.inet import ICMP, TCP
from scapy.layers.inet6 import ICMPv6ND_Redirect

from harness.tcp_end import payload

covers = pytest.mark.covers
ipv4 = pytest.mark.parametrize("wire", [4], indirect=True, ids=["ipv4"])
ipv6 = pytest.mark.parametrize("wire", [6], indirect=True, ids=["ipv6"])

DATA = bytes(range(256)) * 80
QUENCH = ICMP(type=4, code=0)


def flight(met) -> int:
    """How many segments the target sends at once when it has much to send."""
    met.ours.send(DATA)
    return len({segment.seq for segment in met.far.all_until_now() if payload(segment)})


def last(wire):
    """The last packet that the target sent."""
    return next(one.packet for one in reversed(wire.capture) if one.sender == "target")


@pytest.fixture
def quenched(established, wire):
    """A connection about whose first segment a source quench came."""
    ours, far = established
    ours.send(b"first")
    wire.send(QUENCH / wire.expect(TCP(dport=far.port) / b"first"))
    far.received += len(b"first")
    far.send()
    return established


@ipv4
@covers("rfc6633:2", "rfc9293:MUST-55")
def test_a_source_quench_does_not_end_a_connection(quenched, wire):
    quenched.ours.send(b"second")

    wire.expect(TCP(dport=quenched.far.port) / b"second")
    quenched.far.send(b"hello")
    assert quenched.ours.recv(100) == b"hello"


@ipv4
@covers("rfc6633:2", "rfc9293:MUST-55")
def test_a_source_quench_does_not_slow_a_connection_down(established, wire, tcp_end, meet, role):
    wire.send(QUENCH / last(wire))

    assert flight(established) == flight(meet(tcp_end(), role))


@ipv4
@covers("rfc6633:2", "rfc9293:MUST-55")
def test_a_source_quench_does_not_end_a_call(target, wire, far):
    connecting = target.open(wire.tcp).start.connect(wire.tcp.address(wire.far, far.port))
    wire.send(QUENCH / far.expect("S").underlayer)
    wire.fence()

    far.send(flags="SA")

    connecting.result()


@ipv4
@covers("rfc6633:3")
def test_a_source_quench_is_no_error_of_a_datagram_socket(talking, wire):
    wire.send(QUENCH / talking.sent)
    wire.fence()

    talking.ours.send(b"again")
    assert talking.ours.fails.recv(100, "MSG_DONTWAIT") in {"EAGAIN", "EWOULDBLOCK"}


@ipv4
@covers("rfc6633:1")
def test_a_host_that_cannot_keep_up_sends_no_source_quench(wire, hearing, udp_datagram):
    packet = bytes(wire.ip() / udp_datagram(bytes(1400)))
    for _ in range(200):
        wire.send(packet)

    assert wire.silent()


@ipv4
@covers("rfc1122I:23")
@pytest.mark.parametrize("code", [0, 1])
def test_a_redirect_from_who_is_no_gateway_changes_nothing(established, wire, code):
    ours, far = established
    sent = last(wire)

    wire.send(ICMP(type=5, code=code, gw="192.0.2.99") / sent)

    ours.send(b"second")
    assert far.expect("A", data=b"second").underlayer.ttl == sent.ttl
    assert wire.silent(ICMP())


@ipv6
@covers("rfc4861:redirect")
def test_a_redirect_from_off_the_link_changes_nothing(established, wire):
    ours, far = established

    wire.send(wire.ip(hlim=255) / ICMPv6ND_Redirect(tgt="2001:db8::99", dst=wire.far))

    ours.send(b"second")
    far.expect("A", data=b"second")
