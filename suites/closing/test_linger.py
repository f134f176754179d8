"""SO_LINGER decides how long close takes, and what becomes of data that the peer has not got yet."""
import pytest

from harness.sockets import CLOSED

covers = pytest.mark.covers

MUCH = 1_000_000
MORE_THAN_FITS = 20_000
"""Bytes of which a cramped peer holds only a part: the rest is still unsent."""
ABORT = {"onoff": 1, "linger": 0}
MINUTE = {"onoff": 1, "linger": 60}


@covers("posix:close:linger-zero-sends-reset")
def test_linger_0_resets_the_connection(tcp_pair):
    ours, theirs = tcp_pair
    ours.setsockopt("SO_LINGER", ABORT)

    ours.close()

    assert theirs.fails.recv(10) == "ECONNRESET"


@covers("posix:close:linger-zero-sends-reset")
def test_linger_0_wakes_the_peers_blocked_recv(tcp_outgoing):
    ours, theirs = tcp_outgoing
    ours.setsockopt("SO_LINGER", ABORT)
    receiving = theirs.start.recv(10)
    assert receiving.blocked()

    ours.close()

    assert receiving.error() == "ECONNRESET"


@covers("posix:close:linger-zero-sends-reset")
def test_linger_0_resets_from_a_nonblocking_socket(tcp_pair):
    ours, theirs = tcp_pair
    ours.setblocking(False)
    ours.setsockopt("SO_LINGER", ABORT)

    ours.close()

    assert theirs.fails.recv(10) == "ECONNRESET"


@covers("posix:close:linger-zero-sends-reset")
def test_linger_0_resets_behind_the_peers_end_of_file(tcp_pair):
    ours, theirs = tcp_pair
    theirs.shutdown("SHUT_WR")
    assert ours.recv(10) == b""
    ours.setsockopt("SO_LINGER", ABORT)

    ours.close()

    assert theirs.fails.recv(10) == "ECONNRESET"


@covers("posix:close:linger-zero-sends-reset")
def test_linger_0_that_was_taken_back_does_not_reset(tcp_pair):
    ours, theirs = tcp_pair
    ours.setsockopt("SO_LINGER", ABORT)
    ours.setsockopt("SO_LINGER", {"onoff": 0, "linger": 0})

    ours.close()

    assert theirs.recv(10) == b""
    assert theirs.getsockopt("SO_ERROR") == 0


@covers("posix:close:linger-zero-sends-reset")
def test_linger_0_set_by_one_handle_holds_for_its_duplicate(tcp_pair):
    ours, theirs = tcp_pair
    duplicate = ours.dup()
    ours.setsockopt("SO_LINGER", ABORT)
    ours.close()

    duplicate.close()

    assert theirs.fails.recv(10) == "ECONNRESET"


@covers("posix:close:linger-zero-discards-unsent")
def test_linger_0_discards_what_was_not_sent_yet(tcp_cramped):
    ours, theirs = tcp_cramped
    sent = ours.pour(MUCH, "MSG_DONTWAIT").count
    assert sent > MORE_THAN_FITS
    ours.setsockopt("SO_LINGER", ABORT)

    ours.close()

    drained = theirs.drain()
    assert drained.stopped == "ECONNRESET"
    assert drained.good == drained.count < sent


@covers("linux:close:linger-zero-delivered-data-readable")
def test_linger_0_leaves_the_peer_what_it_holds_already(tcp_pair):
    ours, theirs = tcp_pair
    ours.send(b"arrived in time")
    assert "POLLIN" in theirs.ready("POLLIN")
    ours.setsockopt("SO_LINGER", ABORT)

    ours.close()

    assert theirs.recv(100) == b"arrived in time"
    assert theirs.fails.recv(100) == "ECONNRESET"


@covers("posix:close:linger-zero-no-time-wait")
def test_linger_0_leaves_the_port_free(target, tcp_outgoing):
    ours, theirs = tcp_outgoing
    address = ours.address
    ours.setsockopt("SO_LINGER", ABORT)

    ours.close()

    successor = target.open(theirs.kind)
    successor.bind(address)
    assert successor.address == address


@covers("posix:close:linger-positive-blocks-until-sent")
def test_close_lingers_until_the_peer_has_everything(tcp_cramped):
    ours, theirs = tcp_cramped
    sent = ours.pour(MUCH, "MSG_DONTWAIT").count
    assert sent > MORE_THAN_FITS
    ours.setsockopt("SO_LINGER", MINUTE)
    closing = ours.start.close()
    assert closing.blocked()

    drained = theirs.drain()

    closing.result()
    assert drained == (sent, sent, True, None)


@covers("posix:close:linger-positive-blocks-until-sent")
def test_close_lingers_on_while_the_peer_has_only_a_part(tcp_cramped):
    ours, theirs = tcp_cramped
    sent = ours.pour(MUCH, "MSG_DONTWAIT").count
    assert sent > MORE_THAN_FITS
    ours.setsockopt("SO_LINGER", MINUTE)
    closing = ours.start.close()
    assert closing.blocked()

    assert theirs.drain(10_000).good == 10_000

    assert closing.still_blocked()
    assert theirs.drain(offset=10_000) == (sent - 10_000, sent - 10_000, True, None)
    closing.result()


@covers("posix:close:linger-positive-blocks-until-sent")
def test_close_lingers_no_more_once_the_peer_has_reset(tcp_cramped):
    ours, theirs = tcp_cramped
    sent = ours.pour(MUCH, "MSG_DONTWAIT").count
    assert sent > MORE_THAN_FITS
    ours.setsockopt("SO_LINGER", MINUTE)
    closing = ours.start.close()
    assert closing.blocked()

    theirs.reset()

    closing.result()


@covers("posix:close:linger-positive-blocks-until-sent")
def test_close_lingers_although_the_peer_has_ended_its_direction(tcp_cramped):
    ours, theirs = tcp_cramped
    theirs.shutdown("SHUT_WR")
    assert ours.recv(10) == b""
    sent = ours.pour(MUCH, "MSG_DONTWAIT").count
    assert sent > MORE_THAN_FITS
    ours.setsockopt("SO_LINGER", MINUTE)
    closing = ours.start.close()
    assert closing.blocked()

    drained = theirs.drain()

    closing.result()
    assert drained == (sent, sent, True, None)


@covers("posix:close:linger-positive-nonblocking")
def test_close_of_a_nonblocking_socket_lingers_too(tcp_cramped):
    ours, theirs = tcp_cramped
    ours.setblocking(False)
    sent = ours.pour(MUCH).count
    assert sent > MORE_THAN_FITS
    ours.setsockopt("SO_LINGER", MINUTE)
    closing = ours.start.close()
    assert closing.blocked()

    drained = theirs.drain()

    closing.result()
    assert drained == (sent, sent, True, None)


@covers("posix:close:linger-positive-times-out")
@pytest.mark.waits(1)
def test_close_lingers_no_longer_than_it_was_told(tcp_cramped):
    ours, _ = tcp_cramped
    sent = ours.pour(MUCH, "MSG_DONTWAIT").count
    assert sent > MORE_THAN_FITS
    ours.setsockopt("SO_LINGER", {"onoff": 1, "linger": 1})

    closing = ours.start.close()

    closing.result()
    assert 0.95 <= closing.seconds < 2


@covers("linux:close:linger-timeout-keeps-sending")
@pytest.mark.waits(1)
def test_what_close_lingered_for_in_vain_is_sent_all_the_same(tcp_cramped):
    ours, theirs = tcp_cramped
    sent = ours.pour(MUCH, "MSG_DONTWAIT").count
    ours.setsockopt("SO_LINGER", {"onoff": 1, "linger": 1})

    ours.close()

    assert theirs.drain() == (sent, sent, True, None)


@covers("posix:close:linger-no-unsent-data-immediate")
def test_close_does_not_linger_when_everything_was_sent(any_pair):
    ours, theirs = any_pair
    ours.setsockopt("SO_LINGER", MINUTE)
    ours.send(b"already there")
    assert "POLLIN" in theirs.ready("POLLIN")

    ours.close()

    assert theirs.recv(100) == b"already there"


@covers("posix:close:linger-no-unsent-data-immediate")
def test_close_does_not_linger_on_a_connection_that_sent_nothing(connection_pair):
    ours, theirs = connection_pair
    ours.setsockopt("SO_LINGER", MINUTE)

    ours.close()

    assert theirs.recv(100) == b""


@covers("posix:close:linger-no-unsent-data-immediate")
def test_close_does_not_linger_without_a_connection(target, any_kind):
    sock = target.bound(any_kind)
    sock.setsockopt("SO_LINGER", MINUTE)

    sock.close()

    assert sock.fails.getsockname() == "EBADF"


@covers("posix:close:linger-no-unsent-data-immediate")
def test_close_of_a_listener_does_not_linger(connection_listener):
    connection_listener.setsockopt("SO_LINGER", MINUTE)

    connection_listener.close()

    assert connection_listener.fails.accept() in CLOSED


@covers("posix:close:duplicate-keeps-connection")
def test_close_of_one_of_two_handles_does_not_linger(tcp_cramped):
    ours, theirs = tcp_cramped
    duplicate = ours.dup()
    sent = ours.pour(MUCH, "MSG_DONTWAIT").count
    assert sent > MORE_THAN_FITS
    ours.setsockopt("SO_LINGER", MINUTE)

    ours.close()

    assert theirs.drain(sent) == (sent, sent, False, None)
    duplicate.send(b"one more")
    assert theirs.recv(100) == b"one more"


@covers("linux:close:linger-after-shutdown-write")
def test_linger_0_after_a_half_close_ends_the_connection(tcp_pair, choice):
    ours, theirs = tcp_pair
    ours.shutdown("SHUT_WR")
    ours.setsockopt("SO_LINGER", ABORT)

    ours.close()

    end = theirs.drain()
    assert end.eof or end.stopped == "ECONNRESET"
    choice("linux:close:linger-after-shutdown-write", "end of file" if end.eof else "reset")
    assert "POLLHUP" in theirs.ready()
    assert theirs.fails.send(b"anyone?") in {"EPIPE", "ECONNRESET"}


@covers("linux:close:linger-local-no-effect")
def test_linger_0_takes_nothing_from_a_local_reader(local_connection_pair):
    ours, theirs = local_connection_pair
    ours.send(b"parting words")
    ours.setsockopt("SO_LINGER", ABORT)

    ours.close()

    assert theirs.recv(100) == b"parting words"
    assert theirs.recv(100) == b""
