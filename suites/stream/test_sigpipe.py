"""When a failed send raises SIGPIPE, and when it does not."""
import pytest

covers = pytest.mark.covers

ONE, NONE = {"SIGPIPE": 1, "SIGUSR1": 0}, {"SIGPIPE": 0, "SIGUSR1": 0}


@covers("posix:send:epipe-raises-sigpipe")
def test_a_send_on_a_connection_that_is_gone_raises_sigpipe(target, stream_gone, push):
    assert push.fails(stream_gone, b"too late") == "EPIPE"

    assert target.signals() == ONE


@covers("posix:send:epipe-raises-sigpipe")
def test_every_send_on_a_connection_that_is_gone_raises_sigpipe(target, stream_gone):
    stream_gone.fails.send(b"too late")
    assert target.signals() == ONE

    stream_gone.fails.send(b"much too late")

    assert target.signals() == ONE


@covers("posix:send:epipe-raises-sigpipe")
def test_a_send_after_a_reset_was_reported_raises_sigpipe(target, tcp_reset_read, push):
    assert push.fails(tcp_reset_read, b"too late") == "EPIPE"

    assert target.signals() == ONE


@covers("posix:send:nosignal-suppresses-sigpipe")
def test_msg_nosignal_keeps_sigpipe_away(target, stream_gone, push):
    assert push.fails(stream_gone, b"too late", "MSG_NOSIGNAL") == "EPIPE"

    assert target.signals() == NONE


@covers("posix:send:epipe-raises-sigpipe", "posix:send:nosignal-suppresses-sigpipe")
def test_msg_nosignal_holds_for_one_call_only(target, stream_gone, push):
    push.fails(stream_gone, b"too late", "MSG_NOSIGNAL")

    push.fails(stream_gone, b"much too late")

    assert target.signals() == ONE


@covers("posix:send:nosignal-suppresses-sigpipe")
def test_msg_nosignal_keeps_sigpipe_away_after_the_own_shutdown(target, stream_pair, push):
    ours, theirs = stream_pair
    ours.shutdown("SHUT_WR")

    assert push.fails(ours, b"too late", "MSG_NOSIGNAL") == "EPIPE"

    assert target.signals() == NONE


@covers("linux:send:shut-wr-raises-sigpipe")
def test_a_send_after_the_own_shutdown_raises_sigpipe(target, stream_pair, push):
    ours, theirs = stream_pair
    ours.shutdown("SHUT_WR")

    push.fails(ours, b"too late")

    assert target.signals() == ONE


@covers("posix:send:datagram-epipe-no-sigpipe")
def test_a_datagram_that_cannot_be_sent_raises_no_sigpipe(target, datagram_pair, push):
    ours, theirs = datagram_pair
    ours.shutdown("SHUT_WR")

    assert push.fails(ours, b"too late") == "EPIPE"

    assert target.signals() == NONE


@covers("posix:send:sigpipe-only-with-epipe")
def test_a_send_that_succeeds_raises_no_sigpipe(target, connection_pair, push):
    ours, theirs = connection_pair

    push(ours, b"in time")

    assert theirs.recv(20) == b"in time"
    assert target.signals() == NONE


@covers("posix:send:sigpipe-only-with-epipe")
def test_a_refusal_of_a_full_stream_raises_no_sigpipe(target, stream_full, push):
    push.fails(stream_full.ours, b"refused", "MSG_DONTWAIT")

    assert target.signals() == NONE


@covers("posix:send:sigpipe-only-with-epipe")
def test_a_send_on_a_local_socket_that_never_connected_raises_no_sigpipe(target, local_connection, push):
    sock = target.open(local_connection)

    assert push.fails(sock, b"to nobody") == "ENOTCONN"

    assert target.signals() == NONE


@covers("posix:send:sigpipe-only-with-epipe")
def test_a_send_that_reports_a_reset_raises_sigpipe_only_if_it_says_epipe(target, tcp_reset, push):
    failure = push.fails(tcp_reset, b"too late")

    assert target.signals() == (ONE if failure == "EPIPE" else NONE)
