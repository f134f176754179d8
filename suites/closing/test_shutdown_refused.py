"""shutdown that cannot be done says why, and does nothing."""
import pytest

from harness.sockets import REFUSED

covers = pytest.mark.covers

every_direction = pytest.mark.parametrize("how", ["SHUT_RD", "SHUT_WR", "SHUT_RDWR"])


@covers("posix:shutdown:unconnected-enotconn", "posix:shutdown:ENOTCONN")
@every_direction
def test_a_fresh_socket_is_not_connected(target, inet, how):
    sock = target.open(inet)

    assert sock.fails.shutdown(how) == "ENOTCONN"


@covers("posix:shutdown:unconnected-enotconn", "posix:shutdown:ENOTCONN")
@every_direction
def test_a_bound_socket_is_not_connected(target, inet, how):
    sock = target.bound(inet)

    assert sock.fails.shutdown(how) == "ENOTCONN"


@covers("posix:shutdown:unconnected-enotconn", "posix:shutdown:ENOTCONN")
@every_direction
def test_a_socket_whose_connect_was_refused_is_not_connected(target, peer, tcp, how):
    sock = target.open(tcp)
    assert sock.fails.connect(peer.at(tcp, 1)) in REFUSED

    assert sock.fails.shutdown(how) == "ENOTCONN"


@covers("posix:shutdown:after-reset-enotconn", "posix:shutdown:ENOTCONN")
@every_direction
def test_a_reset_connection_is_not_connected(tcp_reset, how):
    assert tcp_reset.fails.shutdown(how) == "ENOTCONN"

    assert tcp_reset.getsockopt("SO_ERROR") == "ECONNRESET"


@covers("posix:shutdown:after-reset-enotconn", "posix:shutdown:ENOTCONN")
@every_direction
def test_a_connection_whose_reset_was_reported_is_not_connected(tcp_reset_read, how):
    assert tcp_reset_read.fails.shutdown(how) == "ENOTCONN"


@covers("posix:shutdown:invalid-how-einval", "posix:shutdown:EINVAL")
@pytest.mark.parametrize("how", [-1, 3])
def test_an_unknown_direction_is_refused_and_shuts_nothing(any_pair, how):
    ours, theirs = any_pair

    assert ours.fails.shutdown(how) == "EINVAL"

    ours.send(b"still sending")
    assert theirs.recv(100) == b"still sending"
    theirs.send(b"still receiving")
    assert ours.recv(100) == b"still receiving"


@covers("posix:shutdown:closed-handle-ebadf", "posix:shutdown:EBADF")
def test_a_closed_handle_is_refused(target, any_kind):
    sock = target.open(any_kind)
    sock.close()

    assert sock.fails.shutdown("SHUT_RD") == "EBADF"
    assert sock.fails.shutdown("SHUT_WR") == "EBADF"


@covers("posix:shutdown:closed-handle-ebadf", "posix:shutdown:EBADF")
def test_a_closed_handle_shuts_down_no_duplicate(connection_pair):
    ours, theirs = connection_pair
    duplicate = ours.dup()
    ours.close()

    assert ours.fails.shutdown("SHUT_RDWR") == "EBADF"

    duplicate.send(b"unharmed")
    assert theirs.recv(100) == b"unharmed"


@covers("posix:shutdown:refused-leaves-state")
@pytest.mark.parametrize("how", ["SHUT_WR", "SHUT_RDWR"])
def test_a_socket_that_could_not_be_shut_down_can_be_connected(target, tcp_server, how, choice):
    sock = target.open(tcp_server.kind)
    assert sock.fails.shutdown(how) == "ENOTCONN"

    sock.connect(tcp_server.address)

    tcp_server.accept()
    sending = sock.start.send(b"request")
    assert not sending.blocked()
    taken = sending.answer.fields.get("error", "open")
    choice("posix:shutdown:refused-leaves-state", taken)
    assert taken in {"open", "EPIPE"}
