"""ICMP errors about segments of a connection that stands: none ends it, and what is not about it does not concern it."""
import pytest
from scapy.layers.inet import ICMP, TCP
from scapy.layers.inet6 import ICMPv6DestUnreach, ICMPv6ParamProblem, ICMPv6TimeExceeded

from harness.sockets import WOULD_BLOCK

covers = pytest.mark.covers
ipv4 = pytest.mark.parametrize("wire", [4], indirect=True, ids=["ipv4"])
ipv6 = pytest.mark.parametrize("wire", [6], indirect=True, ids=["ipv6"])

SOFT = {"no network": ICMP(type=3, code=0), "no host": ICMP(type=3, code=1), "source route failed": ICMP(type=3, code=5),
        "no hops left": ICMP(type=11, code=0), "fragments missing": ICMP(type=11, code=1), "parameter problem": ICMP(type=12, code=0, ptr=9)}
SOFT6 = {"no route": ICMPv6DestUnreach(code=0), "no host": ICMPv6DestUnreach(code=3), "no hops left": ICMPv6TimeExceeded(code=0),
         "fragments missing": ICMPv6TimeExceeded(code=1), "wrong field": ICMPv6ParamProblem(code=0), "unknown header": ICMPv6ParamProblem(code=1),
         "unknown option": ICMPv6ParamProblem(code=2)}
HARD = {"no protocol": ICMP(type=3, code=2), "no port": ICMP(type=3, code=3)}
HARD6 = {"forbidden": ICMPv6DestUnreach(code=1), "no port": ICMPv6DestUnreach(code=4)}


@pytest.fixture
def goes_on(established, wire):
    """``goes_on()``: the connection carries data in both directions."""

    def look() -> bool:
        ours, far = established
        far.received += 4
        far.send(b"to you")
        assert ours.recv(100) == b"to you"
        ours.send(b"to me")
        return wire.expect(TCP(dport=far.port) / b"to me") is not None

    return look


@pytest.fixture
def lost(established, wire):
    """The packet of a segment with four bytes that the target has sent, and that was not acknowledged."""
    ours, far = established
    ours.send(b"lost")
    return wire.expect(TCP(dport=far.port, seq=far.received) / b"lost").copy()


@pytest.fixture
def asking(established, wire):
    """The target's socket, which has asked to be told of errors."""
    established.ours.setsockopt("IPV6_RECVERR" if wire.version == 6 else "IP_RECVERR", 1)
    return established.ours


@pytest.fixture
def queue_of(wire):
    """``queue_of(sock, error)`` is what the socket's queue of errors has once that has come."""

    def look(sock, error) -> list:
        sock.setsockopt("IPV6_RECVERR" if wire.version == 6 else "IP_RECVERR", 1)
        wire.send(error)
        wire.fence()
        return sock.recvmsg(100, "MSG_ERRQUEUE", "MSG_DONTWAIT", control=512).control

    return look


@ipv4
@covers("rfc9293:MUST-56")
@pytest.mark.parametrize("error", SOFT.values(), ids=SOFT)
def test_a_soft_error_does_not_end_a_connection(wire, lost, goes_on, error):
    wire.send(error.copy() / lost)

    assert goes_on()


@ipv6
@covers("rfc9293:MUST-56")
@pytest.mark.parametrize("error", SOFT6.values(), ids=SOFT6)
def test_a_soft_error_does_not_end_a_connection_over_ipv6(wire, lost, goes_on, error):
    wire.send(error.copy() / lost)

    assert goes_on()


@ipv4
@covers("linux:icmp:hard-errors-do-not-abort")
@pytest.mark.parametrize("error", HARD.values(), ids=HARD)
def test_a_hard_error_does_not_end_a_connection(wire, lost, goes_on, error):
    wire.send(error.copy() / lost)

    assert goes_on()


@ipv6
@covers("linux:icmp:hard-errors-do-not-abort")
@pytest.mark.parametrize("error", HARD6.values(), ids=HARD6)
def test_a_hard_error_does_not_end_a_connection_over_ipv6(wire, lost, goes_on, error):
    wire.send(error.copy() / lost)

    assert goes_on()


@covers("rfc9293:SHLD-26")
def test_a_hard_error_ends_a_connection_or_does_not(established, wire, icmp, lost, goes_on, choice):
    wire.send(icmp.no_port() / lost)
    wire.fence()

    ended = bool(established.ours.poll("POLLIN") & {"POLLERR", "POLLHUP"})
    choice("rfc9293:SHLD-26", "a synchronized connection is aborted" if ended else "a synchronized connection goes on")
    assert ended or goes_on()


@covers("rfc5927:sequence", "rfc9293:MUST-54")
@pytest.mark.parametrize("distance", [-5000, 5, 100000])
def test_an_error_about_a_segment_that_is_not_on_its_way_is_ignored(established, wire, icmp, lost, goes_on, distance):
    lost[TCP].seq = (lost[TCP].seq + distance) % (1 << 32)

    wire.send(icmp.no_port() / lost)

    assert not established.ours.poll("POLLERR") & {"POLLERR", "POLLHUP"}
    assert goes_on()


@covers("rfc9293:SHLD-25", "linux:icmp:recverr-tcp")
def test_a_socket_that_asks_for_errors_is_told_of_a_soft_one_and_goes_on(asking, wire, icmp, lost, goes_on):
    wire.send(icmp.no_host() / lost)
    wire.fence()

    assert asking.fails.recv(100, "MSG_DONTWAIT") == "EHOSTUNREACH"
    assert goes_on()


@covers("rfc9293:MUST-47")
def test_a_soft_error_can_be_heard_of(established, wire, icmp, lost, queue_of, choice):
    wire.send(icmp.no_host() / lost)
    wire.fence()

    told = established.ours.getsockopt("SO_ERROR")
    choice("rfc9293:MUST-47", "as an option" if told else "by the queue of errors")
    if not told:
        assert queue_of(established.ours, icmp.no_host() / lost)


@covers("rfc9293:SHLD-20")
def test_whoever_no_longer_asks_is_not_told_of_a_soft_error(asking, wire, icmp, lost, goes_on):
    asking.setsockopt("IPV6_RECVERR" if wire.version == 6 else "IP_RECVERR", 0)

    wire.send(icmp.no_host() / lost)
    wire.fence()

    assert "POLLERR" not in asking.poll("POLLIN")
    assert asking.fails.recv(100, "MSG_DONTWAIT") in WOULD_BLOCK
    assert goes_on()


@covers("linux:icmp:soft-error-at-timeout")
@pytest.mark.waits(0.5)
def test_a_connection_that_times_out_reports_the_error_that_came_before(accepted, wire, icmp):
    ours, far = accepted
    ours.setsockopt("TCP_USER_TIMEOUT", 300)
    ours.send(b"lost")
    wire.send(icmp.no_host() / wire.expect(TCP(dport=far.port, seq=far.received) / b"lost"))

    assert ours.fails.recv(100) == "EHOSTUNREACH"


@covers("rfc9293:MUST-54")
def test_an_error_about_one_connection_does_not_concern_another(target, wire, icmp, tcp_end, established, lost, goes_on):
    other = target.open(wire.tcp)
    later = tcp_end()
    connecting = other.start.connect(wire.tcp.address(wire.far, later.port))
    syn = later.expect("S").underlayer

    wire.send(icmp.no_port() / syn)

    assert connecting.still_blocked() or connecting.error() == "ECONNREFUSED"      # that it ends is not what is judged here
    assert goes_on()
