"""SO_ERROR reports what happened to a socket behind its back, and reports it once."""
import pytest

from harness.sockets import NOWHERE, REFUSED

covers = pytest.mark.covers


@pytest.fixture
def refused(target, tcp):
    """A nonblocking connect that was refused; nobody has asked yet."""
    sock = target.nonblocking(tcp)
    sock.connect_ex(target.at(tcp, NOWHERE))
    sock.ready("POLLOUT")
    return sock


@pytest.fixture
def unreachable(target, udp):
    """A connected UDP socket whose first datagram found no receiver; nobody has asked yet."""
    sock = target.open(udp)
    sock.connect(target.at(udp, NOWHERE))
    sock.send(b"anyone?")
    sock.ready("POLLIN")
    return sock


@covers("posix:setsockopt:so-error-zero-without-error")
def test_a_fresh_socket_has_no_error(target, any_kind):
    assert target.open(any_kind).getsockopt("SO_ERROR") == 0


@covers("posix:setsockopt:so-error-zero-without-error")
def test_a_connected_socket_has_no_error(any_pair):
    assert any_pair.ours.getsockopt("SO_ERROR") == 0


@covers("posix:setsockopt:so-error-from-reset", "posix:setsockopt:so-error-clears-on-read")
def test_a_reset_is_reported_once(tcp_reset):
    assert tcp_reset.getsockopt("SO_ERROR") == "ECONNRESET"

    assert tcp_reset.getsockopt("SO_ERROR") == 0


@covers("posix:setsockopt:so-error-from-failed-connect", "posix:setsockopt:so-error-clears-on-read")
def test_a_refused_connect_in_the_background_is_reported_once(refused):
    assert refused.getsockopt("SO_ERROR") in REFUSED

    assert refused.getsockopt("SO_ERROR") == 0


@covers("posix:setsockopt:so-error-from-unreachable-port", "posix:setsockopt:so-error-clears-on-read")
def test_a_datagram_that_found_no_receiver_is_reported_once(unreachable):
    assert unreachable.getsockopt("SO_ERROR") == "ECONNREFUSED"

    assert unreachable.getsockopt("SO_ERROR") == 0


@covers("posix:setsockopt:so-error-clears-on-read")
def test_an_error_that_was_read_is_not_reported_by_a_later_send(unreachable, peer, udp):
    assert unreachable.getsockopt("SO_ERROR") == "ECONNREFUSED"
    receiver = peer.bound(udp)

    unreachable.connect(receiver.address)
    unreachable.send(b"again")

    assert receiver.recv(10) == b"again"


@covers("posix:recv:reset-reported-once")
def test_an_error_that_was_read_is_not_reported_by_a_later_recv(tcp_reset):
    assert tcp_reset.getsockopt("SO_ERROR") == "ECONNRESET"

    assert tcp_reset.recv(10) == b""


@covers("posix:setsockopt:so-error-consumed-by-io")
def test_an_error_that_recv_reported_is_gone(tcp_reset_read):
    assert tcp_reset_read.getsockopt("SO_ERROR") == 0


@covers("posix:setsockopt:so-error-consumed-by-io")
def test_an_error_that_send_reported_is_gone(unreachable):
    assert unreachable.fails.send(b"again") == "ECONNREFUSED"

    assert unreachable.getsockopt("SO_ERROR") == 0


@covers("posix:setsockopt:so-error-consumed-by-io")
def test_an_error_that_connect_reported_is_gone(target, tcp):
    sock = target.open(tcp)
    assert sock.fails.connect(target.at(tcp, NOWHERE)) in REFUSED

    assert sock.getsockopt("SO_ERROR") == 0


@covers("posix:setsockopt:so-error-zero-without-error")
def test_a_call_that_would_block_leaves_no_error(any_pair):
    ours, _ = any_pair
    assert ours.fails.recv(10, "MSG_DONTWAIT") in {"EAGAIN", "EWOULDBLOCK"}

    assert ours.getsockopt("SO_ERROR") == 0


@covers("posix:setsockopt:so-error-zero-without-error")
def test_an_end_of_file_is_no_error(connection_pair):
    ours, theirs = connection_pair
    theirs.close()
    ours.ready("POLLIN")

    assert ours.getsockopt("SO_ERROR") == 0


@covers("linux:setsockopt:so-error-unix-unread-data")
def test_an_af_unix_peer_that_closed_with_unread_data_is_reported_once(local_connection_pair):
    ours, theirs = local_connection_pair
    ours.send(b"never read")
    theirs.close()

    assert ours.getsockopt("SO_ERROR") == "ECONNRESET"

    assert ours.getsockopt("SO_ERROR") == 0


@covers("posix:setsockopt:own-value-of-each-socket")
def test_an_error_belongs_to_one_socket(tcp_reset, target, tcp):
    other = target.open(tcp)

    assert other.getsockopt("SO_ERROR") == 0
    assert tcp_reset.getsockopt("SO_ERROR") == "ECONNRESET"


@covers("posix:setsockopt:so-error-clears-on-read")
def test_an_error_is_shared_by_duplicates_and_reported_once(tcp_reset):
    duplicate = tcp_reset.dup()
    assert duplicate.getsockopt("SO_ERROR") == "ECONNRESET"

    assert tcp_reset.getsockopt("SO_ERROR") == 0
