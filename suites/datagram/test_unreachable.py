"""Nobody at the destination port: who is connected is told, once; who is not connected hears nothing of it."""
import pytest

from harness.sockets import NOWHERE, WOULD_BLOCK

covers = pytest.mark.covers


@pytest.fixture
def refused(target, udp):
    """A connected UDP socket of the target that has sent to a port where nobody listens, and has not been told yet."""
    sock = target.bound(udp)
    sock.connect(target.at(udp, NOWHERE))
    sock.send(b"anybody?")
    sock.ready("POLLERR")
    return sock


@covers("posix:sendto:closed-port-error-not-on-first-send")
def test_the_first_datagram_to_a_closed_port_is_sent(target, udp, send_to):
    assert send_to(target.open(udp), b"anybody?", target.at(udp, NOWHERE)) == 8


@covers("posix:sendto:closed-port-error-not-on-first-send")
def test_the_first_datagram_to_a_closed_peer_port_is_sent(target, udp, transmit):
    ours = target.open(udp)
    ours.connect(target.at(udp, NOWHERE))

    assert transmit(ours, b"anybody?") == 8


@covers("posix:sendto:connected-port-unreachable-econnrefused")
def test_a_connected_socket_learns_of_the_closed_port_by_poll(target, udp):
    ours = target.bound(udp)
    ours.connect(target.at(udp, NOWHERE))
    assert ours.poll("POLLIN") == set()

    ours.send(b"anybody?")

    assert "POLLERR" in ours.ready("POLLIN")


@covers("posix:sendto:connected-port-unreachable-econnrefused", "posix:sendto:port-unreachable-reported-once")
def test_the_next_send_reports_the_closed_port_and_the_one_after_does_not(refused, transmit):
    assert transmit.fails(refused, b"still nobody?") == "ECONNREFUSED"

    assert transmit(refused, b"and now?") == 8


@covers("posix:sendto:connected-port-unreachable-econnrefused", "posix:sendto:port-unreachable-reported-once")
def test_the_next_receive_reports_the_closed_port_and_the_one_after_does_not(refused, receive):
    assert receive.fails(refused, 100) == "ECONNREFUSED"

    assert receive.fails(refused, 100, "MSG_DONTWAIT") in WOULD_BLOCK


@covers("posix:sendto:port-unreachable-reported-once", "posix:setsockopt:so-error-clears-on-read")
def test_so_error_reports_the_closed_port_instead_of_the_next_call(refused, transmit):
    assert refused.getsockopt("SO_ERROR") == "ECONNREFUSED"

    assert refused.getsockopt("SO_ERROR") == 0
    assert transmit(refused, b"and now?") == 8


@covers("posix:sendto:port-unreachable-reported-once")
def test_every_refusal_is_reported_anew(refused):
    assert refused.fails.recv(100) == "ECONNREFUSED"

    refused.send(b"anybody now?")

    assert "POLLERR" in refused.ready("POLLERR")
    assert refused.fails.recv(100) == "ECONNREFUSED"


@covers("posix:sendto:connected-port-unreachable-econnrefused")
def test_what_is_queued_is_received_beside_the_refusal(target, peer, udp):
    ours, theirs = target.bound(udp), peer.bound(udp)
    theirs.sendto(b"queued", ours.address)
    assert "POLLIN" in ours.ready("POLLIN")
    ours.connect(target.at(udp, NOWHERE))
    ours.send(b"anybody?")
    assert "POLLERR" in ours.ready("POLLERR")

    assert ours.fails.recv(100) == "ECONNREFUSED"

    assert ours.recv(100) == b"queued"


@covers("posix:sendto:connected-port-unreachable-econnrefused")
def test_a_peer_that_closed_its_socket_is_a_closed_port(udp_pair):
    ours, theirs = udp_pair
    theirs.close()

    ours.send(b"are you there?")

    assert "POLLERR" in ours.ready("POLLERR")
    assert ours.fails.recv(100) == "ECONNREFUSED"


@covers("posix:sendto:port-unreachable-reported-once", "posix:errors:datagram-errors-do-not-close")
def test_a_refused_socket_sends_and_receives_again(refused, peer, transmit):
    assert refused.fails.recv(100) == "ECONNREFUSED"
    theirs = peer.bound(refused.kind)
    refused.connect(theirs.address)

    assert transmit(refused, b"here again") == 10

    assert theirs.recvfrom(100) == (b"here again", refused.address)
    theirs.sendto(b"welcome", refused.address)
    assert refused.recv(100) == b"welcome"


@covers("linux:recvfrom:blocked-wakes-on-icmp-error")
def test_a_receive_that_waits_ends_with_the_refusal(target, udp, receive):
    ours = target.bound(udp)
    ours.connect(target.at(udp, NOWHERE))
    receiving = receive.start(ours, 100)
    assert receiving.blocked()

    ours.send(b"anybody?")

    assert receiving.error() == "ECONNREFUSED"


@covers("linux:sendto:unconnected-port-unreachable-ignored")
def test_an_unconnected_socket_is_not_told_when_it_receives(target, udp, send_to, settle, receive):
    ours = target.bound(udp)
    send_to(ours, b"anybody?", target.at(udp, NOWHERE))
    settle()

    assert ours.poll("POLLIN") == set()
    assert receive.fails(ours, 100, "MSG_DONTWAIT") in WOULD_BLOCK


@covers("linux:sendto:unconnected-port-unreachable-ignored")
def test_an_unconnected_socket_is_not_told_when_it_sends(target, peer, udp, send_to, settle):
    ours, theirs = target.bound(udp), peer.bound(udp)
    send_to(ours, b"anybody?", target.at(udp, NOWHERE))
    settle()

    assert send_to(ours, b"somebody", theirs.address) == 8

    assert theirs.recvfrom(100) == (b"somebody", ours.address)


@covers("linux:sendto:unconnected-port-unreachable-ignored")
def test_an_unconnected_socket_still_receives_from_others(target, peer, udp, settle, receive):
    ours, theirs = target.bound(udp), peer.bound(udp)
    ours.sendto(b"anybody?", target.at(udp, NOWHERE))
    settle()
    theirs.sendto(b"somebody", ours.address)

    assert receive(ours, 100) == b"somebody"


@covers("linux:sendto:peer-closed-unix-datagram")
def test_a_local_peer_that_closed_refuses_the_next_message(local_datagram_pair, transmit):
    ours, theirs = local_datagram_pair
    theirs.close()

    assert transmit.fails(ours, b"are you there?") == "ECONNREFUSED"


@covers("linux:sendto:peer-closed-unix-datagram")
def test_a_local_peer_that_refused_once_is_no_peer_any_more(local_datagram_pair):
    ours, theirs = local_datagram_pair
    theirs.close()
    assert ours.fails.send(b"are you there?") == "ECONNREFUSED"

    assert ours.fails.send(b"anybody?") == "ENOTCONN"
