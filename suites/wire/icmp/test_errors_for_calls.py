"""ICMP errors about a connection that is being made."""
import pytest
from scapy.layers.inet import ICMP, TCP
from scapy.layers.inet6 import ICMPv6DestUnreach, ICMPv6ParamProblem, ICMPv6TimeExceeded

covers = pytest.mark.covers
ipv4 = pytest.mark.parametrize("wire", [4], indirect=True, ids=["ipv4"])
ipv6 = pytest.mark.parametrize("wire", [6], indirect=True, ids=["ipv6"])

ERRORS = {"ENETUNREACH": ICMP(type=3, code=0), "EHOSTUNREACH": ICMP(type=3, code=1), "ENOPROTOOPT": ICMP(type=3, code=2),
          "ECONNREFUSED": ICMP(type=3, code=3), "EHOSTDOWN": ICMP(type=3, code=7), "EPROTO": ICMP(type=12, code=0)}
ERRORS6 = {"ENETUNREACH": ICMPv6DestUnreach(code=0), "EACCES": ICMPv6DestUnreach(code=1), "EHOSTUNREACH": ICMPv6DestUnreach(code=3),
           "ECONNREFUSED": ICMPv6DestUnreach(code=4), "EPROTO": ICMPv6ParamProblem(code=0)}


@pytest.fixture
def call(target, wire, far):
    """A connection that the target is about to make, and the packet of its SYN."""
    ours = target.open(wire.tcp)
    connecting = ours.start.connect(wire.tcp.address(wire.far, far.port))
    return connecting, far.expect("S").underlayer.copy()


@covers("rfc9293:SHLD-26")
def test_a_call_to_a_host_that_says_port_unreachable_fails(wire, icmp, call):
    connecting, syn = call

    wire.send(icmp.no_port() / syn)

    assert connecting.error() == "ECONNREFUSED"


@ipv4
@covers("rfc9293:SHLD-26")
def test_a_call_to_a_host_that_says_protocol_unreachable_fails(wire, call):
    connecting, syn = call

    wire.send(ICMP(type=3, code=2) / syn)

    assert connecting.error() == "ENOPROTOOPT"


@covers("rfc9293:MUST-56")
@pytest.mark.parametrize("error", ["no host", "no hops left", "parameter problem"])
def test_a_soft_error_does_not_end_a_call(wire, icmp, far, call, error):
    connecting, syn = call
    message = {"no host": icmp.no_host, "no hops left": icmp.time_exceeded, "parameter problem": icmp.parameter_problem}[error]()

    wire.send(message / syn)
    wire.fence()
    far.send(flags="SA")

    far.expect("A", ack=far.next)
    connecting.result()


@covers("rfc9293:MUST-56")
def test_a_soft_error_does_not_end_a_connection_that_is_half_accepted(wire, icmp, listening):
    listener, far = listening
    far.send(flags="S")
    answer = far.expect("SA").underlayer

    wire.send(icmp.no_host() / answer)
    far.send()
    far.send(b"hello")

    far.expect("A", ack=far.next)
    assert listener.accept()[0].recv(100) == b"hello"


@covers("rfc9293:MUST-54", "rfc9293:MUST-56")
def test_a_connection_that_is_half_accepted_outlives_an_error_about_another_number(wire, icmp, listening):
    listener, far = listening
    far.send(flags="S")
    answer = far.expect("SA").underlayer.copy()
    answer[TCP].seq = (answer[TCP].seq + 1000) % (1 << 32)

    wire.send(icmp.no_host() / answer)
    far.send()
    far.send(b"hello")

    assert listener.accept()[0].recv(100) == b"hello"


@ipv4
@covers("linux:icmp:error-ends-call")
@pytest.mark.parametrize("errno", ERRORS)
def test_an_error_ends_a_call(wire, call, errno):
    connecting, syn = call

    wire.send(ERRORS[errno].copy() / syn)

    assert connecting.error() == errno


@ipv6
@covers("linux:icmp:error-ends-call")
@pytest.mark.parametrize("errno", ERRORS6)
def test_an_error_ends_a_call_over_ipv6(wire, call, errno):
    connecting, syn = call

    wire.send(ERRORS6[errno].copy() / syn)

    assert connecting.error() == errno


@ipv6
@covers("linux:icmp:error-ends-call")
def test_a_call_whose_packets_run_out_of_hops_fails(wire, call):
    connecting, syn = call

    wire.send(ICMPv6TimeExceeded(code=0) / syn)

    assert connecting.error() == "EHOSTUNREACH"


@covers("rfc1191:2", "rfc8201:1")
def test_a_call_of_which_a_packet_was_too_big_goes_on(wire, icmp, far, call):
    connecting, syn = call

    wire.send(icmp.too_big(1300) / syn)
    far.send(flags="SA")

    far.expect("A", ack=far.next)
    connecting.result()


@covers("rfc5927:sequence", "rfc9293:MUST-54")
@pytest.mark.parametrize("wrong", ["seq", "sport", "dport"])
def test_an_error_about_another_segment_does_not_end_a_call(wire, icmp, far, call, wrong):
    connecting, syn = call
    syn[TCP].setfieldval(wrong, syn[TCP].getfieldval(wrong) ^ 0x4000)

    wire.send(icmp.no_port() / syn)
    wire.fence()
    far.send(flags="SA")

    far.expect("A", ack=far.next)
    connecting.result()


@covers("rfc9293:MUST-54")
def test_an_error_with_a_wrong_checksum_does_not_end_a_call(wire, icmp, far, call):
    connecting, syn = call
    error = icmp.no_port()
    error.setfieldval("cksum" if wire.version == 6 else "chksum", 0x1234)

    wire.send(error / syn)
    wire.fence()
    far.send(flags="SA")

    far.expect("A", ack=far.next)
    connecting.result()


@covers("rfc9293:SHLD-26")
def test_an_answer_that_comes_after_a_call_has_failed_is_refused(wire, icmp, far, call):
    connecting, syn = call
    wire.send(icmp.no_port() / syn)
    assert connecting.error() == "ECONNREFUSED"

    far.send(flags="SA")

    far.expect("R|RA")
