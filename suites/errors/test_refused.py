"""What is left of a socket when a port refused it."""
import pytest

from harness.sockets import NOWHERE, REFUSED

covers = pytest.mark.covers


@pytest.fixture
def tcp_refused(target, peer, tcp):
    """A TCP socket of the target whose connect was refused."""
    sock = target.open(tcp)
    assert sock.fails.connect(peer.at(tcp, NOWHERE)) in REFUSED
    return sock


@covers("posix:errors:state-after-connect-refused")
def test_a_refused_socket_receives_nothing(tcp_refused, choice):
    receiving = tcp_refused.start.recv(100)

    assert not receiving.blocked()
    ended = receiving.answer.word == "returned"
    choice("posix:errors:state-after-connect-refused", "end of file" if ended else receiving.error())
    assert receiving.result() == b"" if ended else receiving.error() in {"ENOTCONN", "EPIPE"}


@covers("posix:errors:state-after-connect-refused")
def test_a_refused_socket_sends_nothing(tcp_refused, push):
    assert push.fails(tcp_refused, b"anyone?") in {"EPIPE", "ENOTCONN"}

    assert push.fails(tcp_refused, b"still?") in {"EPIPE", "ENOTCONN"}


@covers("posix:errors:state-after-connect-refused")
def test_a_refused_socket_has_no_peer_and_no_further_error(tcp_refused):
    assert tcp_refused.fails.getpeername() == "ENOTCONN"

    assert tcp_refused.getsockopt("SO_ERROR") == 0


@covers("linux:connect:retry-after-refused")
def test_a_refused_socket_can_connect_elsewhere(tcp_refused, peer):
    server = peer.listener(tcp_refused.kind)

    tcp_refused.connect(server.address)

    theirs, whence = server.accept()
    assert whence == tcp_refused.address
    tcp_refused.send(b"request")
    assert theirs.recv(100) == b"request"
    theirs.send(b"reply")
    assert tcp_refused.recv(100) == b"reply"


@covers("posix:errors:state-after-connect-refused")
def test_a_refused_nonblocking_connect_is_reported_once(target, peer, tcp):
    sock = target.nonblocking(tcp)
    sock.connect_ex(peer.at(tcp, NOWHERE))
    assert "POLLERR" in sock.ready("POLLOUT")

    assert sock.getsockopt("SO_ERROR") in REFUSED

    assert sock.getsockopt("SO_ERROR") == 0


@covers("posix:errors:datagram-errors-do-not-close")
def test_a_refused_datagram_is_reported_by_recv_once(udp_refused, receive):
    udp_refused.setblocking(False)

    assert receive.fails(udp_refused, 100) == "ECONNREFUSED"

    assert receive.fails(udp_refused, 100) in {"EAGAIN", "EWOULDBLOCK"}


@covers("posix:errors:datagram-errors-do-not-close")
def test_a_refused_datagram_is_reported_by_so_error_once(udp_refused):
    assert udp_refused.getsockopt("SO_ERROR") == "ECONNREFUSED"

    assert udp_refused.getsockopt("SO_ERROR") == 0
    assert not udp_refused.poll("POLLIN")


@covers("posix:errors:datagram-errors-do-not-close")
def test_a_refusal_reported_by_recv_is_known_to_so_error_no_more(udp_refused):
    assert udp_refused.fails.recv(100) == "ECONNREFUSED"

    assert udp_refused.getsockopt("SO_ERROR") == 0


@covers("posix:errors:datagram-errors-do-not-close")
def test_a_refusal_wakes_a_blocked_recv_of_a_datagram_socket(target, peer, udp):
    sock = target.bound(udp)
    sock.connect(peer.at(udp, NOWHERE))
    receiving = sock.start.recv(100)
    assert receiving.blocked()

    sock.send(b"anyone there?")

    assert receiving.error() == "ECONNREFUSED"


@covers("posix:errors:datagram-errors-do-not-close")
def test_a_refused_datagram_socket_works_once_its_peer_is_there(udp_pair, transmit, peer):
    ours, theirs = udp_pair
    address = theirs.address
    theirs.close()
    transmit(ours, b"anyone there?")
    assert "POLLERR" in ours.ready("POLLIN")
    assert ours.fails.recv(100) == "ECONNREFUSED"

    late = peer.open(ours.kind)
    late.bind(address)

    transmit(ours, b"now?")
    assert late.recvfrom(100) == (b"now?", ours.address)
    late.sendto(b"now.", ours.address)
    assert ours.recvfrom(100) == (b"now.", address)


@covers("posix:errors:datagram-errors-do-not-close")
def test_a_send_that_reports_the_refusal_does_not_keep_the_next_from_arriving(udp_pair, transmit, peer):
    ours, theirs = udp_pair
    address = theirs.address
    theirs.close()
    ours.send(b"anyone there?")
    assert "POLLERR" in ours.ready("POLLIN")
    late = peer.open(ours.kind)
    late.bind(address)

    assert transmit.fails(ours, b"lost") == "ECONNREFUSED"

    transmit(ours, b"now?")
    assert late.recv(100) == b"now?"


@covers("posix:errors:datagram-errors-do-not-close")
def test_a_refused_unconnected_datagram_socket_is_told_nothing(target, peer, udp):
    sock, receiver = target.bound(udp), peer.bound(udp)
    sock.sendto(b"anyone there?", peer.at(udp, NOWHERE))

    sock.sendto(b"somebody", receiver.address)

    assert receiver.recvfrom(100) == (b"somebody", sock.address)
    assert sock.getsockopt("SO_ERROR") == 0


@covers("posix:errors:datagram-errors-do-not-close")
def test_what_was_queued_before_a_refusal_is_read_after_it(udp_pair):
    ours, theirs = udp_pair
    theirs.send(b"sent in time")
    theirs.close()
    ours.send(b"anyone there?")
    assert "POLLERR" in ours.ready()

    assert ours.fails.recv(100) == "ECONNREFUSED"

    assert ours.recv(100) == b"sent in time"
