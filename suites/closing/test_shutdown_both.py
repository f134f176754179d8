"""shutdown for both directions ends all talk; the socket remains until it is closed."""
import pytest

covers = pytest.mark.covers


@covers("posix:shutdown:both-disables-both", "posix:send:after-shut-wr-epipe")
def test_nothing_can_be_sent_any_more(connection_pair, push):
    ours, theirs = connection_pair

    ours.shutdown("SHUT_RDWR")

    assert push.fails(ours, b"too late") == "EPIPE"
    assert push.fails(ours, b"later still") == "EPIPE"
    assert theirs.recv(100) == b""


@covers("linux:shutdown:both-reads-eof")
def test_recv_returns_the_end_of_file_at_once(connection_pair, receive):
    ours, _ = connection_pair

    ours.shutdown("SHUT_RDWR")

    assert receive(ours, 100) == b""
    assert receive(ours, 100) == b""


@covers("posix:shutdown:both-disables-both", "posix:shutdown:write-peer-reads-eof")
def test_the_peer_reads_everything_and_then_the_end_of_file(connection_outgoing):
    ours, theirs = connection_outgoing
    receiving = theirs.start.recv(100)
    assert receiving.blocked()
    ours.send(b"parting words")
    assert receiving.result() == b"parting words"

    ours.shutdown("SHUT_RDWR")

    assert theirs.recv(100) == b""
    assert theirs.recv(100) == b""


@covers("posix:shutdown:both-disables-both")
def test_a_nonblocking_socket_is_shut_down_the_same_way(connection_pair):
    ours, theirs = connection_pair
    ours.setblocking(False)

    ours.shutdown("SHUT_RDWR")

    assert ours.fails.send(b"too late") == "EPIPE"
    assert theirs.recv(100) == b""


@covers("posix:shutdown:both-disables-both", "posix:shutdown:write-flushes-queued-data")
def test_what_is_still_unsent_comes_before_the_end_of_file(tcp_cramped):
    ours, theirs = tcp_cramped
    sent = ours.pour(1_000_000, "MSG_DONTWAIT").count
    assert sent > 20_000     # more than the peer holds

    ours.shutdown("SHUT_RDWR")

    assert theirs.drain() == (sent, sent, True, None)


@covers("linux:shutdown:both-unread-data-readable")
def test_unread_data_can_still_be_read(connection_pair, receive):
    ours, theirs = connection_pair
    theirs.send(b"already here")
    assert "POLLIN" in ours.ready("POLLIN")

    ours.shutdown("SHUT_RDWR")

    assert receive(ours, 100) == b"already here"
    assert receive(ours, 100) == b""


@covers("posix:shutdown:both-does-not-close-handle")
def test_the_handle_stays_valid(connection_pair, connection):
    ours, _ = connection_pair
    before = ours.descriptor(), ours.address

    ours.shutdown("SHUT_RDWR")

    assert (ours.descriptor(), ours.address) == before
    assert ours.getsockopt("SO_TYPE") == connection.type
    ours.close()


@covers("posix:shutdown:both-does-not-close-handle")
def test_the_descriptor_is_not_given_to_anybody_else(target, connection_pair, connection):
    ours, _ = connection_pair
    number, _ = ours.descriptor()

    ours.shutdown("SHUT_RDWR")

    assert target.open(connection).descriptor()[0] != number
    assert ours.getsockopt("SO_ERROR") == 0


@covers("posix:shutdown:read-then-write-equals-both")
def test_reading_and_then_writing_is_the_same(connection_pair):
    ours, theirs = connection_pair
    ours.send(b"parting words")

    ours.shutdown("SHUT_RD")
    ours.shutdown("SHUT_WR")

    assert theirs.recv(100) == b"parting words"
    assert theirs.recv(100) == b""
    assert ours.recv(100) == b""
    assert ours.fails.send(b"too late") == "EPIPE"


@covers("posix:shutdown:read-then-write-equals-both")
def test_writing_and_then_reading_is_the_same(connection_pair):
    ours, theirs = connection_pair
    ours.send(b"parting words")

    ours.shutdown("SHUT_WR")
    ours.shutdown("SHUT_RD")

    assert theirs.recv(100) == b"parting words"
    assert theirs.recv(100) == b""
    assert ours.recv(100) == b""
    assert ours.fails.send(b"too late") == "EPIPE"


@covers("linux:shutdown:both-later-data-resets")
def test_what_a_tcp_peer_sends_later_is_answered_by_a_reset(tcp_pair):
    ours, theirs = tcp_pair
    ours.shutdown("SHUT_RDWR")
    assert theirs.recv(100) == b""

    theirs.send(b"too late")

    assert "POLLERR" in theirs.ready()
    assert theirs.fails.send(b"later still") == "EPIPE"


@covers("linux:shutdown:read-unix-peer-send-epipe")
def test_a_local_peer_can_no_longer_send(local_connection_pair):
    ours, theirs = local_connection_pair

    ours.shutdown("SHUT_RDWR")

    assert theirs.fails.send(b"too late") == "EPIPE"
    assert theirs.recv(100) == b""


@covers("posix:shutdown:affects-duplicated-handle")
def test_a_duplicate_is_shut_down_as_well(connection_pair):
    ours, theirs = connection_pair
    duplicate = ours.dup()

    ours.shutdown("SHUT_RDWR")
    ours.close()

    assert duplicate.recv(100) == b""
    assert duplicate.fails.send(b"too late") == "EPIPE"
    assert theirs.recv(100) == b""


@covers("posix:poll:hup-when-both-directions-closed")
def test_both_sides_shut_down_is_a_hangup(connection_pair):
    ours, theirs = connection_pair
    theirs.shutdown("SHUT_WR")
    assert ours.recv(100) == b""

    ours.shutdown("SHUT_WR")

    assert "POLLHUP" in ours.ready()
    assert "POLLHUP" in theirs.ready()
