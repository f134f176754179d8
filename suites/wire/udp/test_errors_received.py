"""ICMP errors about datagrams, and what the application hears of them."""
import pytest
from scapy.layers.inet import ICMP, UDP

from harness.sockets import WOULD_BLOCK

covers = pytest.mark.covers


@pytest.fixture
def queue(wire):
    """``queue(sock)`` is a socket that keeps a queue of errors (Linux)."""

    def switch(sock):
        sock.setsockopt("IPV6_RECVERR" if wire.version == 6 else "IP_RECVERR", 1)
        return sock

    return switch


@covers("rfc1122U:4")
def test_a_connected_socket_is_told_by_recv_that_nobody_listens(wire, icmp, talking):
    wire.send(icmp.no_port() / talking.sent)

    assert talking.ours.fails.recv(10) == "ECONNREFUSED"


@covers("rfc1122U:4")
def test_a_connected_socket_is_told_by_send_that_nobody_listens(wire, icmp, talking):
    wire.send(icmp.no_port() / talking.sent)

    assert talking.ours.fails.send(b"again") == "ECONNREFUSED"


@covers("rfc1122U:4")
def test_a_receive_that_waits_is_told_that_nobody_listens(wire, icmp, talking):
    receiving = talking.ours.start.recv(10)
    assert receiving.blocked()

    wire.send(icmp.no_port() / talking.sent)

    assert receiving.error() == "ECONNREFUSED"


@covers("rfc1122U:4")
def test_an_error_is_told_once(wire, icmp, talking):
    wire.send(icmp.no_port() / talking.sent)
    assert talking.ours.fails.recv(10) == "ECONNREFUSED"

    assert talking.ours.send(b"again") == 5


@covers("rfc1122U:4")
def test_a_pending_error_is_read_as_an_option(wire, icmp, talking):
    wire.send(icmp.no_port() / talking.sent)

    assert "POLLERR" in talking.ours.ready("POLLERR")
    assert talking.ours.getsockopt("SO_ERROR") == "ECONNREFUSED"


@covers("rfc1122U:4")
def test_after_an_error_datagrams_are_heard(wire, icmp, talking):
    wire.send(icmp.no_port() / talking.sent)
    assert talking.ours.fails.recv(10) == "ECONNREFUSED"

    wire.send(UDP(sport=talking.port, dport=talking.sent[UDP].sport) / b"here I am")

    assert talking.ours.recv(100) == b"here I am"


@covers("linux:udp:error-unconnected")
def test_a_socket_that_is_not_connected_is_not_told(wire, icmp, hearing, nothing_heard):
    hearing.sendto(b"anybody?", wire.udp.address(wire.far, 4000))

    wire.send(icmp.no_port() / wire.expect(UDP(dport=4000)))

    assert nothing_heard()


@covers("linux:udp:recverr")
def test_a_queue_of_errors_tells_which_datagram_went_where(wire, icmp, hearing, queue):
    queue(hearing).sendto(b"anybody?", wire.udp.address(wire.far, 4000))

    wire.send(icmp.no_port() / wire.expect(UDP(dport=4000)))

    assert "POLLERR" in hearing.ready("POLLERR")
    message = hearing.recvmsg(100, "MSG_ERRQUEUE", control=500)
    assert (message.data, message.address, message.flags) == (b"anybody?", wire.udp.address(wire.far, 4000), {"MSG_ERRQUEUE"})


@covers("linux:udp:recverr", "rfc1122U:4")
def test_a_queue_of_errors_tells_what_came(wire, icmp, hearing, queue):
    queue(hearing).sendto(b"anybody?", wire.udp.address(wire.far, 4000))

    wire.send(icmp.no_port() / wire.expect(UDP(dport=4000)))

    assert "POLLERR" in hearing.ready("POLLERR")
    error = hearing.recvmsg(100, "MSG_ERRQUEUE", control=500).control[0]["value"]
    assert error["errno"] == "ECONNREFUSED"
    assert (error["origin"], error["type"], error["code"]) == ((3, 1, 4) if wire.version == 6 else (2, 3, 3))


@covers("linux:udp:recverr", "rfc1122U:4")
def test_a_socket_with_a_queue_is_told_of_soft_errors(wire, icmp, talking, queue):
    queue(talking.ours)

    wire.send(icmp.no_host() / talking.sent)

    assert talking.ours.fails.recv(10) == "EHOSTUNREACH"


@covers("linux:udp:recverr", "rfc1122U:4")
def test_a_socket_with_a_queue_is_told_that_hops_ran_out(wire, icmp, talking, queue):
    queue(talking.ours)

    wire.send(icmp.time_exceeded() / talking.sent)

    assert talking.ours.fails.recv(10) == "EHOSTUNREACH"


@covers("rfc1122U:4-right-socket")
@pytest.mark.parametrize("field", ["sport", "dport"])
def test_an_error_about_another_datagram_is_not_told(wire, icmp, talking, field):
    other = talking.sent.copy()
    other[UDP].setfieldval(field, other[UDP].getfieldval(field) ^ 1)
    del other[UDP].chksum

    wire.send(icmp.no_port() / other)

    wire.fence()
    assert talking.ours.fails.recv(10, "MSG_DONTWAIT") in WOULD_BLOCK


@covers("rfc1122U:4-right-socket")
def test_an_error_about_a_datagram_to_another_host_is_not_told(wire, icmp, talking):
    other = talking.sent.copy()
    other.dst = wire.another_address()

    wire.send(icmp.no_port() / other)

    wire.fence()
    assert talking.ours.fails.recv(10, "MSG_DONTWAIT") in WOULD_BLOCK


@covers("rfc1122U:4")
def test_an_error_from_a_router_counts_as_well(wire, icmp, talking):
    wire.send(wire.ip(src=wire.another_address()) / icmp.no_port() / talking.sent)

    assert talking.ours.fails.recv(10) == "ECONNREFUSED"


@covers("rfc1122U:4")
def test_eight_bytes_of_the_datagram_are_enough_of_a_quote(target, wire4):
    ours = target.open(wire4.udp)
    ours.connect(wire4.udp.address(wire4.far, 4000))
    ours.send(b"anybody there?")
    sent = wire4.expect(UDP(dport=4000))

    wire4.send(ICMP(type=3, code=3) / bytes(sent)[:28])

    assert ours.fails.recv(10) == "ECONNREFUSED"


@covers("rfc6633:3")
def test_source_quench_is_not_told(target, wire4):
    ours = target.open(wire4.udp)
    ours.connect(wire4.udp.address(wire4.far, 4000))
    ours.send(b"anybody there?")
    sent = wire4.expect(UDP(dport=4000))

    wire4.send(ICMP(type=4) / sent)

    wire4.fence()
    assert ours.fails.recv(10, "MSG_DONTWAIT") in WOULD_BLOCK
    assert ours.send(b"again") == 5
