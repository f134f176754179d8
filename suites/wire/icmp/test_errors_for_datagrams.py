"""ICMP errors about datagrams: which socket is told, and what."""
import pytest
from scapy.layers.inet import ICMP, UDP
from scapy.layers.inet6 import ICMPv6DestUnreach, ICMPv6ParamProblem, ICMPv6TimeExceeded
from scapy.packet import Raw

covers = pytest.mark.covers
ipv4 = pytest.mark.parametrize("wire", [4], indirect=True, ids=["ipv4"])
ipv6 = pytest.mark.parametrize("wire", [6], indirect=True, ids=["ipv6"])

NOTHING = {"EAGAIN", "EWOULDBLOCK"}
ERRORS = [(3, 0, "ENETUNREACH"), (3, 1, "EHOSTUNREACH"), (3, 2, "ENOPROTOOPT"), (3, 3, "ECONNREFUSED"), (3, 5, "ENOTSUP"), (3, 6, "ENETUNREACH"),
          (3, 7, "EHOSTDOWN"), (3, 8, "ENONET"), (3, 9, "ENETUNREACH"), (3, 10, "EHOSTUNREACH"), (3, 11, "ENETUNREACH"), (3, 12, "EHOSTUNREACH"),
          (3, 13, "EHOSTUNREACH"), (3, 14, "EHOSTUNREACH"), (3, 15, "EHOSTUNREACH"), (11, 0, "EHOSTUNREACH"), (11, 1, "EHOSTUNREACH"), (12, 0, "EPROTO")]
ERRORS6 = [(1, 0, "ENETUNREACH"), (1, 1, "EACCES"), (1, 2, "EHOSTUNREACH"), (1, 3, "EHOSTUNREACH"), (1, 4, "ECONNREFUSED"), (1, 5, "EACCES"),
           (1, 6, "EACCES"), (3, 0, "EHOSTUNREACH"), (3, 1, "EHOSTUNREACH"), (4, 0, "EPROTO"), (4, 1, "EPROTO")]
LAYERS6 = {1: ICMPv6DestUnreach, 3: ICMPv6TimeExceeded, 4: ICMPv6ParamProblem}


@pytest.fixture
def reporting(talking, wire):
    """A connected UDP socket that has asked for a queue of errors."""
    talking.ours.setsockopt("IPV6_RECVERR" if wire.version == 6 else "IP_RECVERR", 1)
    return talking


@covers("rfc1122U:4")
def test_a_connected_socket_is_told_once_that_nobody_listens(talking, wire, icmp):
    wire.send(icmp.no_port() / talking.sent)
    wire.fence()

    assert talking.ours.fails.recv(100, "MSG_DONTWAIT") == "ECONNREFUSED"
    assert talking.ours.fails.recv(100, "MSG_DONTWAIT") in NOTHING


@covers("rfc1122U:4")
def test_the_next_datagram_of_a_connected_socket_is_refused_but_not_the_one_after(talking, wire, icmp):
    wire.send(icmp.no_port() / talking.sent)
    wire.fence()

    assert talking.ours.fails.send(b"again") == "ECONNREFUSED"
    talking.ours.send(b"and again")
    wire.expect(UDP(dport=talking.port) / b"and again")


@covers("rfc1122U:4")
def test_an_error_wakes_who_waits_for_a_datagram(talking, wire, icmp):
    receiving = talking.ours.start.recv(100)
    assert receiving.blocked()

    wire.send(icmp.no_port() / talking.sent)

    assert receiving.error() == "ECONNREFUSED"


@covers("rfc1122U:4")
def test_an_error_that_a_router_sends_counts_as_well(talking, wire, icmp):
    wire.send(wire.ip(src=wire.another_address()) / icmp.no_port() / talking.sent)
    wire.fence()

    assert talking.ours.fails.recv(100, "MSG_DONTWAIT") == "ECONNREFUSED"


@covers("rfc1122U:4")
def test_eight_bytes_of_the_datagram_are_enough_of_a_quote(talking, wire, icmp):
    wire.send(icmp.no_port() / Raw(bytes(talking.sent)[:48 if wire.version == 6 else 28]))
    wire.fence()

    assert talking.ours.fails.recv(100, "MSG_DONTWAIT") == "ECONNREFUSED"


@covers("rfc1122I:match")
@pytest.mark.parametrize("field", ["sport", "dport"])
def test_an_error_about_a_datagram_between_other_ports_is_ignored(talking, wire, icmp, field):
    talking.sent[UDP].setfieldval(field, 1)

    wire.send(icmp.no_port() / talking.sent)
    wire.fence()

    assert talking.ours.fails.recv(100, "MSG_DONTWAIT") in NOTHING


@covers("rfc1122I:match")
@pytest.mark.parametrize("field", ["src", "dst"])
def test_an_error_about_a_datagram_between_other_hosts_is_ignored(talking, wire, icmp, field):
    talking.sent.setfieldval(field, wire.another_address())

    wire.send(icmp.no_port() / talking.sent)
    wire.fence()

    assert talking.ours.fails.recv(100, "MSG_DONTWAIT") in NOTHING


@covers("rfc1122I:damaged", "rfc4443:7")
def test_an_error_with_a_wrong_checksum_is_ignored(talking, wire, icmp):
    error = icmp.no_port()
    error.setfieldval("cksum" if wire.version == 6 else "chksum", 0x1234)

    wire.send(error / talking.sent)
    wire.fence()

    assert talking.ours.fails.recv(100, "MSG_DONTWAIT") in NOTHING


@covers("rfc1122I:damaged")
@pytest.mark.parametrize("less", [1, 7, 8, 20])
def test_an_error_that_quotes_less_than_eight_bytes_of_the_datagram_is_ignored(talking, wire, icmp, less):
    wire.send(icmp.no_port() / Raw(bytes(talking.sent)[:(48 if wire.version == 6 else 28) - less]))
    wire.fence()

    assert talking.ours.fails.recv(100, "MSG_DONTWAIT") in NOTHING


@covers("linux:icmp:soft-errors-of-datagrams")
def test_a_socket_that_does_not_ask_is_not_told_that_a_host_cannot_be_reached(talking, wire, icmp):
    wire.send(icmp.no_host() / talking.sent)
    wire.send(icmp.time_exceeded() / talking.sent)
    wire.fence()

    assert talking.ours.fails.recv(100, "MSG_DONTWAIT") in NOTHING


@covers("linux:icmp:soft-errors-of-datagrams")
def test_an_unconnected_socket_that_does_not_ask_is_told_nothing(target, wire, icmp):
    ours = target.open(wire.udp)
    ours.sendto(b"hello", wire.udp.address(wire.far, 4000))
    sent = wire.expect(UDP(dport=4000))

    wire.send(icmp.no_port() / sent)
    wire.fence()

    assert ours.fails.recv(100, "MSG_DONTWAIT") in NOTHING


@ipv4
@covers("rfc1122U:4", "linux:icmp:errno")
@pytest.mark.parametrize(("kind", "code", "errno"), ERRORS, ids=[f"{kind}-{code}" for kind, code, _ in ERRORS])
def test_a_socket_that_asks_is_told_of_every_error(reporting, wire, kind, code, errno):
    wire.send(ICMP(type=kind, code=code) / reporting.sent)
    wire.fence()

    (report,) = reporting.ours.recvmsg(100, "MSG_ERRQUEUE", control=512).control
    assert (report["value"]["type"], report["value"]["code"]) == (kind, code)
    assert report["value"]["errno"] in {errno, "EOPNOTSUPP" if errno == "ENOTSUP" else errno}


@ipv6
@covers("rfc1122U:4", "linux:icmp:errno")
@pytest.mark.parametrize(("kind", "code", "errno"), ERRORS6, ids=[f"{kind}-{code}" for kind, code, _ in ERRORS6])
def test_a_socket_that_asks_is_told_of_every_error_over_ipv6(reporting, wire, kind, code, errno):
    wire.send(LAYERS6[kind](code=code) / reporting.sent)
    wire.fence()

    (report,) = reporting.ours.recvmsg(100, "MSG_ERRQUEUE", control=512).control
    assert (report["value"]["type"], report["value"]["code"], report["value"]["errno"]) == (kind, code, errno)


@covers("rfc1122U:4")
def test_the_queue_of_errors_has_the_datagram_and_where_it_went(reporting, wire, icmp):
    wire.send(icmp.no_host() / reporting.sent)
    wire.fence()

    message = reporting.ours.recvmsg(100, "MSG_ERRQUEUE", control=512)

    assert message[:3] == (b"anybody there?", {"MSG_ERRQUEUE"}, wire.udp.address(wire.far, reporting.port))
