"""Sending when one's own end is shut down, or the peer has gone."""
import pytest

covers = pytest.mark.covers


@covers("posix:send:after-shut-wr-epipe", "posix:send:EPIPE")
def test_send_after_shutting_down_writing_fails(connection_pair, push):
    ours, theirs = connection_pair
    ours.shutdown("SHUT_WR")

    assert push.fails(ours, b"too late") == "EPIPE"

    assert theirs.recv(20) == b""


@covers("posix:send:after-shut-wr-epipe")
def test_send_after_shutting_down_writing_fails_each_time(connection_pair):
    ours, theirs = connection_pair
    ours.shutdown("SHUT_WR")

    failures = [ours.fails.send(b"once"), ours.fails.send(b"twice"), ours.fails.send(b"thrice", "MSG_DONTWAIT")]

    assert failures == ["EPIPE", "EPIPE", "EPIPE"]
    assert theirs.recv(20) == b""


@covers("posix:send:after-shut-wr-epipe")
def test_send_after_shutting_down_both_directions_fails(connection_pair, push):
    ours, theirs = connection_pair
    ours.shutdown("SHUT_RDWR")

    assert push.fails(ours, b"too late") == "EPIPE"

    assert theirs.recv(20) == b""


@covers("posix:send:after-shut-wr-epipe")
def test_send_after_shutting_down_reading_arrives(connection_pair, push):
    ours, theirs = connection_pair
    ours.shutdown("SHUT_RD")

    push(ours, b"still sent")

    assert theirs.recv(20) == b"still sent"


@covers("posix:send:after-shut-wr-epipe")
def test_send_to_a_peer_that_only_shut_down_writing_arrives(connection_pair, push):
    ours, theirs = connection_pair
    theirs.shutdown("SHUT_WR")
    assert ours.recv(20) == b""

    counts = [push(ours, b"still"), push(ours, b" heard")]

    assert counts == [5, 6]
    assert theirs.recv(20) == b"still" if ours.kind.type == "SOCK_SEQPACKET" else theirs.recv(11, "MSG_WAITALL") == b"still heard"


@covers("posix:send:after-peer-close-eventually-epipe", "posix:send:EPIPE")
def test_send_after_the_peer_has_closed_fails_in_the_end(connection_pair, push):
    ours, theirs = connection_pair
    theirs.close()
    assert ours.recv(20) == b""
    ours.start.send(b"the first may be taken")
    assert ours.ready()

    assert push.fails(ours, b"too late") in {"EPIPE", "ECONNRESET"}

    assert push.fails(ours, b"again") == "EPIPE"


@covers("posix:send:after-peer-close-unix-immediate", "posix:send:EPIPE")
def test_the_first_send_after_a_local_peer_has_closed_fails(local_connection_pair, push):
    ours, theirs = local_connection_pair

    theirs.close()

    assert push.fails(ours, b"too late") == "EPIPE"


@covers("posix:send:after-peer-close-unix-immediate")
def test_every_send_after_a_local_peer_has_closed_fails(local_connection_pair):
    ours, theirs = local_connection_pair

    theirs.close()

    assert [ours.fails.send(b"once"), ours.fails.send(b"twice"), ours.fails.send(b"thrice")] == ["EPIPE"] * 3


@covers("posix:send:after-reset-econnreset-then-epipe", "posix:send:ECONNRESET")
def test_the_first_send_after_a_reset_reports_it(tcp_reset, push, choice):
    failure = push.fails(tcp_reset, b"too late")

    assert failure in {"ECONNRESET", "EPIPE"}
    choice("posix:send:after-reset-econnreset-then-epipe", failure)


@covers("linux:send:after-reset-econnreset")
def test_the_first_send_after_a_reset_says_econnreset(tcp_reset, push):
    assert push.fails(tcp_reset, b"too late") == "ECONNRESET"


@covers("posix:send:after-reset-econnreset-then-epipe", "posix:send:EPIPE")
def test_later_sends_after_a_reset_fail_with_epipe(tcp_reset, push):
    push.fails(tcp_reset, b"too late")

    assert push.fails(tcp_reset, b"much too late") == "EPIPE"

    assert tcp_reset.fails.send(b"far too late") == "EPIPE"


@covers("posix:recv:reset-reported-once")
def test_a_send_that_reported_a_reset_has_used_it_up(tcp_reset):
    tcp_reset.fails.send(b"too late")

    assert tcp_reset.recv(20) == b""

    assert tcp_reset.getsockopt("SO_ERROR") == 0
