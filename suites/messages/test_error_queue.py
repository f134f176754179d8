"""The queue of errors: what came back, for which datagram, and from where."""
import pytest

from harness.sockets import NOWHERE, WOULD_BLOCK

covers = pytest.mark.covers

ROOM = 512
ICMP = {"AF_INET": {"errno": "ECONNREFUSED", "origin": 2, "type": 3, "code": 3},
        "AF_INET6": {"errno": "ECONNREFUSED", "origin": 3, "type": 1, "code": 4}}
"""The extended error for a closed port: port unreachable, by ICMP of either version."""


def report(kind):
    """The option that turns the queue on, and its control message's name."""
    return "IP_RECVERR" if kind.family == "AF_INET" else "IPV6_RECVERR"


@pytest.fixture
def reporting(target, udp):
    """A bound UDP socket of the target that queues errors."""
    sock = target.bound(udp)
    sock.setsockopt(report(udp), 1)
    return sock


@covers("linux:recvmsg:errqueue-empty-eagain")
def test_an_empty_error_queue_is_reported_at_once(reporting):
    assert reporting.fails.recvmsg(100, "MSG_ERRQUEUE", control=ROOM) in WOULD_BLOCK


@covers("linux:recvmsg:errqueue-empty-eagain")
def test_a_queued_datagram_is_not_in_the_error_queue(reporting, peer):
    peer.bound(reporting.kind).sendto(b"no error", reporting.address)
    assert "POLLIN" in reporting.ready("POLLIN")

    assert reporting.fails.recvmsg(100, "MSG_ERRQUEUE", control=ROOM) in WOULD_BLOCK

    assert reporting.recv(100) == b"no error"


@covers("linux:recvmsg:errqueue-port-unreachable")
def test_the_error_queue_tells_which_datagram_was_refused_and_why(reporting, target, send_to):
    nowhere = target.at(reporting.kind, NOWHERE)
    send_to(reporting, b"anybody there?", nowhere)
    assert "POLLERR" in reporting.ready("POLLERR")

    message = reporting.recvmsg(100, "MSG_ERRQUEUE", control=ROOM)

    assert message[:3] == (b"anybody there?", {"MSG_ERRQUEUE"}, nowhere)
    (item,) = message.control
    assert (item["type"], item["value"] | ICMP[reporting.kind.family]) == (report(reporting.kind), item["value"])


@covers("linux:recvmsg:errqueue-port-unreachable")
def test_each_error_is_in_the_queue_once_and_in_order(reporting, target, settle):
    nowhere, elsewhere = target.at(reporting.kind, NOWHERE), target.at(reporting.kind, NOWHERE + 1)
    reporting.sendto(b"first", nowhere)
    assert "POLLERR" in reporting.ready("POLLERR")
    assert reporting.fails.sendto(b"never sent", nowhere) == "ECONNREFUSED"
    reporting.sendto(b"second", elsewhere)
    settle()

    messages = [reporting.recvmsg(100, "MSG_ERRQUEUE", control=ROOM) for _ in range(2)]

    assert [(message.data, message.address) for message in messages] == [(b"first", nowhere), (b"second", elsewhere)]
    assert reporting.fails.recvmsg(100, "MSG_ERRQUEUE", control=ROOM) in WOULD_BLOCK


@covers("linux:recvmsg:errqueue-unconnected-told")
def test_an_unconnected_socket_that_queues_errors_is_told_of_a_closed_port(reporting, target, receive):
    reporting.sendto(b"anybody there?", target.at(reporting.kind, NOWHERE))
    assert "POLLERR" in reporting.ready("POLLERR")

    assert receive.fails(reporting, 100) == "ECONNREFUSED"


@covers("linux:recvmsg:errqueue-port-unreachable")
@pytest.mark.waits
def test_a_socket_that_does_not_want_a_queue_has_none(target, udp):
    ours = target.bound(udp)
    ours.connect(target.at(udp, NOWHERE))
    ours.send(b"anybody there?")
    assert "POLLERR" in ours.ready("POLLERR")

    assert ours.fails.recvmsg(100, "MSG_ERRQUEUE", control=ROOM) in WOULD_BLOCK


@covers("linux:recvmsg:errqueue-port-unreachable")
def test_a_datagram_in_the_error_queue_can_be_cut(reporting, target):
    reporting.sendto(b"anybody there?", target.at(reporting.kind, NOWHERE))
    assert "POLLERR" in reporting.ready("POLLERR")

    assert reporting.recvmsg(7, "MSG_ERRQUEUE", control=ROOM)[:2] == (b"anybody", {"MSG_ERRQUEUE", "MSG_TRUNC"})
