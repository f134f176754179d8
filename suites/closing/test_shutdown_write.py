"""shutdown for writing: the peer reads to the end, and goes on sending."""
import pytest

covers = pytest.mark.covers

MUCH = 1_000_000
MORE_THAN_FITS = 20_000
"""Bytes of which a cramped peer holds only a part: the rest is still unsent."""


@covers("posix:shutdown:write-peer-reads-eof")
def test_the_peer_reads_everything_and_then_the_end_of_file(connection_pair):
    ours, theirs = connection_pair
    ours.send(b"parting words")

    ours.shutdown("SHUT_WR")

    assert theirs.recv(100) == b"parting words"
    assert theirs.recv(100) == b""
    assert theirs.recv(100) == b""


@covers("posix:shutdown:write-peer-reads-eof")
def test_the_end_of_file_wakes_the_peer(connection_outgoing):
    ours, theirs = connection_outgoing
    receiving = theirs.start.recv(100)
    assert receiving.blocked()

    ours.shutdown("SHUT_WR")

    assert receiving.result() == b""


@covers("posix:shutdown:write-peer-reads-eof")
def test_we_read_the_end_of_file_when_the_peer_shuts_down(connection_pair, receive):
    ours, theirs = connection_pair
    theirs.send(b"parting words")

    theirs.shutdown("SHUT_WR")

    assert receive(ours, 100) == b"parting words"
    assert receive(ours, 100) == b""
    assert receive(ours, 100) == b""


@covers("posix:shutdown:write-peer-reads-eof")
def test_one_end_of_a_pair_tells_the_other(target, local_connection):
    one, other = target.pair(local_connection)
    one.send(b"parting words")

    one.shutdown("SHUT_WR")

    assert other.recv(100) == b"parting words"
    assert other.recv(100) == b""
    other.send(b"reply")
    assert one.recv(100) == b"reply"


@covers("posix:shutdown:write-can-still-receive")
def test_what_the_peer_sends_later_is_received(connection_pair, receive):
    ours, theirs = connection_pair
    ours.shutdown("SHUT_WR")
    assert theirs.recv(100) == b""

    theirs.send(b"still here")

    assert receive(ours, 100) == b"still here"
    theirs.send(b"and still")
    assert receive(ours, 100) == b"and still"
    theirs.close()
    assert receive(ours, 100) == b""


@covers("posix:shutdown:write-can-still-receive")
def test_much_that_the_peer_sends_later_is_received(stream_outgoing):
    ours, theirs = stream_outgoing
    ours.shutdown("SHUT_WR")
    pouring = theirs.start.pour(MUCH)

    drained = ours.drain(MUCH)

    assert drained == (MUCH, MUCH, False, None)
    assert pouring.result() == (MUCH, None)


@covers("posix:shutdown:write-can-still-receive")
def test_a_blocked_recv_waits_on(connection_pair):
    ours, theirs = connection_pair
    receiving = ours.start.recv(100)
    assert receiving.blocked()

    ours.shutdown("SHUT_WR")

    assert theirs.recv(100) == b""
    assert receiving.still_blocked()
    theirs.send(b"awaited")
    assert receiving.result() == b"awaited"


@covers("posix:shutdown:write-can-still-receive")
def test_a_later_recv_waits_as_before(any_pair):
    ours, theirs = any_pair
    ours.shutdown("SHUT_WR")

    receiving = ours.start.recv(100)

    assert receiving.blocked()
    theirs.send(b"awaited")
    assert receiving.result() == b"awaited"


@covers("posix:shutdown:write-can-still-receive")
def test_a_nonblocking_recv_still_has_to_wait(connection_pair):
    ours, theirs = connection_pair
    ours.setblocking(False)

    ours.shutdown("SHUT_WR")

    assert ours.fails.recv(100) in {"EAGAIN", "EWOULDBLOCK"}
    assert theirs.recv(100) == b""


@covers("posix:shutdown:write-flushes-queued-data")
def test_what_is_still_unsent_comes_before_the_end_of_file(tcp_cramped):
    ours, theirs = tcp_cramped
    sent = ours.pour(MUCH, "MSG_DONTWAIT").count
    assert sent > MORE_THAN_FITS

    ours.shutdown("SHUT_WR")

    assert theirs.drain() == (sent, sent, True, None)
    theirs.send(b"got it all")
    assert ours.recv(100) == b"got it all"


@covers("posix:shutdown:write-flushes-queued-data")
@pytest.mark.parametrize("size", [1, 8193, 65_537])
def test_what_the_peer_has_not_read_comes_before_the_end_of_file(stream_pair, size):
    ours, theirs = stream_pair
    assert ours.pour(size).count == size

    ours.shutdown("SHUT_WR")

    assert theirs.drain() == (size, size, True, None)


@covers("posix:shutdown:write-with-unread-receive-data-no-reset")
def test_unread_data_is_no_reason_to_reset(connection_pair):
    ours, theirs = connection_pair
    theirs.send(b"unread so far")
    assert "POLLIN" in ours.ready("POLLIN")

    ours.shutdown("SHUT_WR")

    assert theirs.recv(100) == b""
    assert theirs.getsockopt("SO_ERROR") == 0
    assert ours.readable() == len(b"unread so far")
    assert ours.recv(100) == b"unread so far"


@covers("posix:shutdown:simultaneous-write-both-sides")
def test_both_sides_end_at_the_same_time_and_lose_nothing(connection_pair):
    ours, theirs = connection_pair
    ours.send(b"our last")
    theirs.send(b"their last")

    ours.shutdown("SHUT_WR")
    theirs.shutdown("SHUT_WR")

    assert theirs.recv(100) == b"our last"
    assert ours.recv(100) == b"their last"
    assert theirs.recv(100) == b""
    assert ours.recv(100) == b""
    ours.close()
    assert theirs.getsockopt("SO_ERROR") == 0


@covers("posix:shutdown:simultaneous-write-both-sides")
def test_both_sides_end_with_data_in_flight_and_lose_nothing(tcp_pair):
    ours, theirs = tcp_pair
    theirs.setsockopt("SO_SNDBUF", 200_000)
    assert ours.pour(100_000).count == 100_000
    assert theirs.pour(90_001).count == 90_001

    ours.shutdown("SHUT_WR")
    theirs.shutdown("SHUT_WR")

    assert theirs.drain() == (100_000, 100_000, True, None)
    assert ours.drain() == (90_001, 90_001, True, None)


@covers("posix:shutdown:write-twice-ok-until-closed")
def test_writing_can_be_shut_down_twice(connection_pair):
    ours, theirs = connection_pair
    ours.send(b"parting words")
    ours.shutdown("SHUT_WR")

    ours.shutdown("SHUT_WR")

    assert theirs.recv(100) == b"parting words"
    assert theirs.recv(100) == b""
    theirs.send(b"reply")
    assert ours.recv(100) == b"reply"


@covers("posix:shutdown:write-twice-ok-until-closed")
def test_a_third_shutdown_once_both_sides_have_closed_succeeds_or_is_too_late(tcp_pair, choice):
    ours, theirs = tcp_pair
    ours.shutdown("SHUT_WR")
    assert theirs.recv(100) == b""
    theirs.close()
    assert ours.recv(100) == b""

    again = ours.start.shutdown("SHUT_WR")

    assert not again.blocked()
    taken = "ENOTCONN" if again.answer.word == "raised" else "success"
    choice("posix:shutdown:write-twice-ok-until-closed", taken)
    assert taken == "success" or again.error() == "ENOTCONN"


@covers("posix:shutdown:affects-duplicated-handle")
def test_a_duplicate_is_shut_down_as_well(connection_pair):
    ours, theirs = connection_pair
    duplicate = ours.dup()

    ours.shutdown("SHUT_WR")

    assert duplicate.fails.send(b"too late") == "EPIPE"
    assert theirs.recv(100) == b""
    theirs.send(b"reply")
    assert duplicate.recv(100) == b"reply"


@covers("posix:shutdown:affects-duplicated-handle")
def test_the_copy_of_a_child_process_holds_nothing_up(target, connection_pair):
    ours, theirs = connection_pair
    child = target.fork(ours)

    ours.shutdown("SHUT_WR")

    assert theirs.recv(100) == b""
    target.reap(child)


@covers("posix:shutdown:write-keeps-names")
def test_the_names_stay_after_a_half_close(connection_pair):
    ours, theirs = connection_pair
    before = ours.address, ours.getpeername()

    ours.shutdown("SHUT_WR")

    assert theirs.recv(100) == b""
    assert (ours.address, ours.getpeername()) == before


@covers("posix:shutdown:write-can-still-receive", "posix:shutdown:one-connection-only")
def test_a_half_close_leaves_other_connections_alone(peer, connection_listener):
    first, second = peer.connect(connection_listener), peer.connect(connection_listener)
    ours, _ = connection_listener.accept()
    other, _ = connection_listener.accept()

    ours.shutdown("SHUT_WR")

    assert first.recv(100) == b""
    other.send(b"unharmed")
    assert second.recv(100) == b"unharmed"
    peer.connect(connection_listener)
    connection_listener.accept()
