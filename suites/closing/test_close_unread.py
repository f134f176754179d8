"""close with data that nobody has read tells the peer that it was lost."""
import pytest

covers = pytest.mark.covers


@covers("posix:close:with-unread-data-resets-tcp", "rfc9293:SHLD-3")
def test_close_with_unread_data_resets(tcp_pair):
    ours, theirs = tcp_pair
    theirs.send(b"never read")
    assert "POLLIN" in ours.ready("POLLIN")

    ours.close()

    assert theirs.fails.recv(100) == "ECONNRESET"
    assert theirs.recv(100) == b""


@covers("posix:close:with-unread-data-resets-tcp", "rfc9293:SHLD-3")
def test_close_with_some_data_read_and_some_not_resets(tcp_outgoing):
    ours, theirs = tcp_outgoing
    theirs.send(b"half of it")
    assert ours.recv(4) == b"half"

    ours.close()

    assert theirs.fails.recv(100) == "ECONNRESET"


@covers("posix:close:with-unread-data-resets-tcp", "rfc9293:SHLD-3")
def test_close_with_peeked_data_resets(tcp_pair):
    ours, theirs = tcp_pair
    theirs.send(b"only looked at")
    assert ours.recv(100, "MSG_PEEK") == b"only looked at"

    ours.close()

    assert theirs.fails.recv(100) == "ECONNRESET"


@covers("posix:close:with-unread-data-resets-tcp", "rfc9293:SHLD-3")
def test_close_of_a_nonblocking_socket_with_unread_data_resets(tcp_pair):
    ours, theirs = tcp_pair
    ours.setblocking(False)
    theirs.send(b"never read")
    assert "POLLIN" in ours.ready("POLLIN")

    ours.close()

    assert theirs.fails.recv(100) == "ECONNRESET"


@covers("posix:close:with-unread-data-resets-tcp", "rfc9293:SHLD-3")
def test_close_with_much_unread_data_ends_the_peers_blocked_send(tcp_pair):
    ours, theirs = tcp_pair
    pouring = theirs.start.pour(1 << 30)
    assert pouring.blocked()
    assert "POLLIN" in ours.ready("POLLIN")

    ours.close()

    assert pouring.result().stopped == "ECONNRESET"


@covers("linux:close:unix-with-unread-data-econnreset")
def test_close_with_much_unread_data_ends_a_local_peers_blocked_send(local_connection_pair):
    ours, theirs = local_connection_pair
    pouring = theirs.start.pour(1 << 30, chunk=8000)
    assert pouring.blocked()

    ours.close()

    assert pouring.result().stopped in {"EPIPE", "ECONNRESET"}


@covers("posix:close:with-unread-data-resets-tcp", "rfc9293:SHLD-3")
def test_close_with_unread_data_behind_the_peers_end_of_file_resets(tcp_pair):
    ours, theirs = tcp_pair
    theirs.send(b"never read")
    theirs.shutdown("SHUT_WR")
    assert "POLLRDHUP" in ours.ready("POLLRDHUP")

    ours.close()

    assert theirs.fails.recv(100) == "ECONNRESET"


@covers("linux:close:with-unread-data-own-data-first")
def test_the_peer_reads_what_it_holds_before_the_reset(tcp_pair):
    ours, theirs = tcp_pair
    theirs.send(b"never read")
    assert "POLLIN" in ours.ready("POLLIN")
    ours.send(b"own data")
    assert "POLLIN" in theirs.ready("POLLIN")

    ours.close()

    assert theirs.recv(100) == b"own data"
    assert theirs.fails.recv(100) == "ECONNRESET"


@covers("posix:close:data-after-close-resets-tcp", "rfc9293:SHLD-3")
def test_data_that_comes_after_close_is_answered_by_a_reset(tcp_pair):
    ours, theirs = tcp_pair
    ours.close()
    assert theirs.recv(100) == b""

    theirs.send(b"too late")

    assert "POLLERR" in theirs.ready()
    assert theirs.fails.send(b"later still") == "EPIPE"


@covers("linux:close:unix-with-unread-data-econnreset")
def test_close_of_an_unread_local_connection_is_reported_once(local_connection_pair):
    ours, theirs = local_connection_pair
    theirs.send(b"never read")

    ours.close()

    assert theirs.fails.recv(100) == "ECONNRESET"
    assert theirs.recv(100) == b""


@covers("linux:close:unix-with-unread-data-econnreset")
def test_close_with_unread_data_wakes_a_blocked_local_reader(local_connection_pair):
    ours, theirs = local_connection_pair
    theirs.send(b"never read")
    receiving = theirs.start.recv(100)
    assert receiving.blocked()

    ours.close()

    assert receiving.error() == "ECONNRESET"


@covers("linux:close:unix-with-unread-data-econnreset")
def test_close_of_a_local_connection_read_in_full_is_no_error(local_connection_pair):
    ours, theirs = local_connection_pair
    theirs.send(b"read in full")
    assert ours.recv(100) == b"read in full"

    ours.close()

    assert theirs.recv(100) == b""
    assert theirs.getsockopt("SO_ERROR") == 0


@covers("linux:close:unix-with-unread-data-econnreset")
def test_we_are_told_when_a_local_peer_closes_without_reading(local_connection_pair, receive):
    ours, theirs = local_connection_pair
    ours.send(b"never read")

    theirs.close()

    assert receive.fails(ours, 100) == "ECONNRESET"
    assert receive(ours, 100) == b""


@covers("posix:close:with-unread-data-resets-tcp")
def test_close_with_unread_data_leaves_other_connections_alone(target, peer, tcp_listener):
    reset, other = peer.connect(tcp_listener), peer.connect(tcp_listener)
    ours, _ = tcp_listener.accept()
    rest, _ = tcp_listener.accept()
    reset.send(b"never read")
    assert "POLLIN" in ours.ready("POLLIN")

    ours.close()

    assert reset.fails.recv(100) == "ECONNRESET"
    rest.send(b"unharmed")
    assert other.recv(100) == b"unharmed"
