"""close ends a connection in order: the peer reads the end of file, and what was opened is free again."""
import pytest

from harness.sockets import CLOSED, REFUSED

covers = pytest.mark.covers


@covers("posix:close:tcp-sends-fin-when-nothing-unread", "posix:recv:blocked-wakes-on-peer-close")
def test_close_ends_the_peers_blocked_recv(connection_pair):
    ours, theirs = connection_pair
    receiving = theirs.start.recv(10)
    assert receiving.blocked()

    ours.close()

    assert receiving.result() == b""


@covers("posix:close:tcp-sends-fin-when-nothing-unread", "posix:poll:eof-reports-pollin")
def test_close_wakes_the_peers_blocked_poll(connection_pair):
    ours, theirs = connection_pair
    polling = theirs.start.poll("POLLIN", timeout=10)
    assert polling.blocked()

    ours.close()

    assert "POLLIN" in polling.result()


@covers("posix:close:tcp-sends-fin-when-nothing-unread")
def test_close_of_a_connection_that_we_made_is_the_peers_end_of_file(connection_outgoing):
    ours, theirs = connection_outgoing
    ours.send(b"parting words")

    ours.close()

    assert theirs.recv(100) == b"parting words"
    assert theirs.recv(100) == b""
    assert theirs.recv(100) == b""


@covers("posix:close:tcp-sends-fin-when-nothing-unread")
def test_close_without_unread_data_leaves_the_peer_no_error(tcp_pair):
    ours, theirs = tcp_pair
    theirs.send(b"read in full")
    assert ours.recv(100) == b"read in full"

    ours.close()

    assert theirs.recv(100) == b""
    assert theirs.poll("POLLIN", "POLLOUT") == {"POLLIN", "POLLOUT"}
    assert theirs.getsockopt("SO_ERROR") == 0


@covers("posix:close:tcp-sends-fin-when-nothing-unread")
def test_close_behind_the_peers_end_of_file_ends_the_connection_without_error(tcp_pair):
    ours, theirs = tcp_pair
    theirs.shutdown("SHUT_WR")
    assert ours.recv(100) == b""
    ours.send(b"reply")

    ours.close()

    assert theirs.recv(100) == b"reply"
    assert theirs.recv(100) == b""
    assert theirs.getsockopt("SO_ERROR") == 0


@covers("posix:close:tcp-sends-fin-when-nothing-unread")
def test_close_after_shutdown_of_both_directions_adds_no_error(tcp_pair):
    ours, theirs = tcp_pair
    ours.shutdown("SHUT_RDWR")
    assert theirs.recv(100) == b""

    ours.close()

    assert theirs.poll("POLLIN", "POLLOUT") == {"POLLIN", "POLLOUT"}
    assert theirs.recv(100) == b""


@covers("posix:close:tcp-sends-fin-when-nothing-unread")
def test_close_of_one_end_of_a_pair_is_the_other_ends_end_of_file(target, local_connection):
    one, other = target.pair(local_connection)
    one.send(b"parting words")

    one.close()

    assert other.recv(100) == b"parting words"
    assert other.recv(100) == b""


@covers("posix:close:one-connection-only")
def test_close_of_one_connection_leaves_the_next_one_open(target, peer, connection_listener):
    first, second = peer.connect(connection_listener), peer.connect(connection_listener)
    ours, _ = connection_listener.accept()
    others, _ = connection_listener.accept()

    ours.close()

    assert first.recv(100) == b""
    others.send(b"still here")
    assert second.recv(100) == b"still here"
    second.send(b"me too")
    assert others.recv(100) == b"me too"


@covers("posix:close:one-connection-only")
def test_close_of_a_connection_leaves_its_listener_listening(peer, connection_listener):
    peer.connect(connection_listener)
    ours, _ = connection_listener.accept()

    ours.close()

    client = peer.connect(connection_listener)
    next_one, _ = connection_listener.accept()
    client.send(b"next")
    assert next_one.recv(100) == b"next"


@covers("posix:close:unconnected-immediate")
def test_close_of_a_fresh_socket_succeeds(target, any_kind):
    sock = target.open(any_kind)

    sock.close()

    assert sock.fails.getsockname() == "EBADF"


@covers("posix:close:unconnected-immediate")
def test_close_of_a_bound_socket_succeeds(target, any_kind):
    sock = target.bound(any_kind)

    sock.close()

    assert sock.fails.getsockname() == "EBADF"


@covers("posix:close:unconnected-immediate")
def test_close_of_an_idle_listener_succeeds(connection_listener):
    connection_listener.close()

    assert connection_listener.fails.accept() in CLOSED


@covers("posix:close:twice-ebadf", "posix:close:EBADF")
def test_closing_again_closes_nobody_elses_descriptor(target, any_kind):
    first, second = target.pair(any_kind) if not any_kind.inet else (target.open(any_kind), target.open(any_kind))
    first.close()
    heir = target.open(any_kind)

    again = first.start.close()

    assert not again.blocked()
    assert heir.getsockopt("SO_TYPE") == any_kind.type
    assert second.getsockopt("SO_TYPE") == any_kind.type


@covers("posix:close:frees-descriptor")
def test_close_frees_the_descriptor(target, any_kind):
    sock = target.open(any_kind)
    target.spare(0)
    assert target.fails.open(any_kind) == "EMFILE"

    sock.close()

    successor = target.open(any_kind)
    assert target.fails.open(any_kind) == "EMFILE"
    assert successor.getsockopt("SO_TYPE") == any_kind.type


@covers("posix:close:frees-descriptor")
def test_close_of_a_connection_frees_the_descriptor(target, connection_pair):
    ours, theirs = connection_pair
    target.spare(0)

    ours.close()

    successor = target.open(theirs.kind)
    assert successor.fails.getpeername() == "ENOTCONN"
    assert theirs.recv(100) == b""


@covers("posix:close:socket-in-error-state-succeeds")
def test_close_with_a_reset_unreported_succeeds(tcp_reset):
    tcp_reset.close()

    assert tcp_reset.fails.recv(10) in CLOSED


@covers("posix:close:socket-in-error-state-succeeds")
def test_close_with_a_reset_reported_succeeds(tcp_reset_read):
    tcp_reset_read.close()

    assert tcp_reset_read.fails.recv(10) in CLOSED


@covers("posix:close:socket-in-error-state-succeeds")
def test_close_after_a_refused_connect_succeeds(target, peer, tcp):
    sock = target.open(tcp)
    assert sock.fails.connect(peer.at(tcp, 1)) in REFUSED

    sock.close()

    assert sock.fails.recv(10) in CLOSED


@pytest.fixture
def refused(target, peer, tcp):
    """A TCP socket that was refused in the background, and has not told so yet."""
    sock = target.nonblocking(tcp)
    sock.connect_ex(peer.at(tcp, 1))
    assert "POLLERR" in sock.ready("POLLOUT")
    return sock


@covers("posix:close:socket-in-error-state-succeeds")
def test_close_with_a_refused_connect_unreported_succeeds(refused):
    refused.close()

    assert refused.fails.recv(10) in CLOSED


@covers("posix:close:socket-in-error-state-succeeds")
@pytest.mark.waits
def test_close_with_a_refused_datagram_unreported_succeeds(udp_refused):
    udp_refused.close()

    assert udp_refused.fails.recv(10) in CLOSED


@covers("posix:close:socket-in-error-state-succeeds")
def test_close_of_a_socket_that_the_peer_has_closed_succeeds(connection_pair):
    ours, theirs = connection_pair
    theirs.close()
    assert ours.recv(10) == b""

    ours.close()

    assert ours.fails.recv(10) in CLOSED
