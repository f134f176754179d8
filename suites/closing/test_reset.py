"""What a connection tells that its peer has reset."""
import pytest

covers = pytest.mark.covers


@covers("posix:recv:reset-reported-once")
def test_recv_after_a_reset_reports_it_once(tcp_reset, receive):
    assert receive.fails(tcp_reset, 10) == "ECONNRESET"

    assert receive(tcp_reset, 10) == b""
    assert receive(tcp_reset, 10) == b""


@covers("posix:recv:reset-econnreset", "posix:recv:ECONNRESET")
def test_a_nonblocking_recv_after_a_reset_reports_it(tcp_reset):
    tcp_reset.setblocking(False)

    assert tcp_reset.fails.recv(10) == "ECONNRESET"


@covers("posix:recv:reset-econnreset", "posix:recv:ECONNRESET")
def test_a_reset_of_a_connection_that_we_made_is_reported(tcp_outgoing):
    ours, theirs = tcp_outgoing

    theirs.reset()

    assert ours.fails.recv(10) == "ECONNRESET"


@covers("posix:recv:blocked-wakes-on-reset")
def test_a_reset_wakes_a_blocked_recv(tcp_pair, receive):
    ours, theirs = tcp_pair
    receiving = receive.start(ours, 10)
    assert receiving.blocked()

    theirs.reset()

    assert receiving.error() == "ECONNRESET"


@covers("posix:recv:waitall-short-on-reset")
@pytest.mark.usefixtures("lossless")
def test_a_reset_ends_a_waitall_short(tcp_pair):
    ours, theirs = tcp_pair
    theirs.send(b"a part")
    receiving = ours.start.recv(100, "MSG_WAITALL")
    assert receiving.blocked()

    theirs.reset()

    assert receiving.result() == b"a part"
    assert ours.fails.recv(100) == "ECONNRESET"


@covers("linux:recv:reset-queued-data-first")
def test_queued_data_is_read_before_the_reset_is_reported(tcp_pair, receive):
    ours, theirs = tcp_pair
    theirs.send(b"in time")
    assert "POLLIN" in ours.ready("POLLIN")
    theirs.reset()
    assert "POLLERR" in ours.ready()

    assert receive(ours, 100) == b"in time"

    assert receive.fails(ours, 100) == "ECONNRESET"


@covers("linux:recv:reset-queued-data-first")
def test_queued_data_is_read_in_pieces_before_the_reset_is_reported(tcp_pair):
    ours, theirs = tcp_pair
    theirs.send(b"in time")
    assert "POLLIN" in ours.ready("POLLIN")
    theirs.reset()
    assert "POLLERR" in ours.ready()

    assert ours.recv(2) == b"in"

    assert ours.readable() == len(b" time")
    assert ours.recv(100) == b" time"
    assert ours.fails.recv(100) == "ECONNRESET"


@covers("posix:recv:peek-does-not-consume-error")
def test_a_peek_reports_the_reset_too(tcp_reset):
    assert tcp_reset.fails.recv(10, "MSG_PEEK") == "ECONNRESET"


@covers("posix:send:after-reset-econnreset-then-epipe", "posix:send:ECONNRESET", "posix:send:EPIPE")
def test_the_first_send_after_a_reset_reports_it_and_the_next_a_broken_pipe(tcp_reset, push):
    assert push.fails(tcp_reset, b"anyone?") in {"ECONNRESET", "EPIPE"}

    assert push.fails(tcp_reset, b"still?") == "EPIPE"
    assert push.fails(tcp_reset, b"really?") == "EPIPE"


@covers("linux:reset:first-send-econnreset")
def test_the_first_send_after_a_reset_fails_with_econnreset(tcp_reset, push):
    assert push.fails(tcp_reset, b"anyone?") == "ECONNRESET"

    assert tcp_reset.recv(10) == b""


@covers("posix:send:epipe-raises-sigpipe")
def test_only_the_broken_pipe_comes_with_a_signal(target, tcp_reset):
    target.signals()
    first = tcp_reset.fails.send(b"anyone?")
    assert first in {"ECONNRESET", "EPIPE"}
    assert target.signals()["SIGPIPE"] == (first == "EPIPE")

    assert tcp_reset.fails.send(b"still?") == "EPIPE"

    assert target.signals()["SIGPIPE"] == 1


@covers("posix:errors:no-sigpipe-on-recv")
def test_recv_of_a_reset_raises_no_signal(target, tcp_reset, receive):
    target.signals()

    assert not receive.start(tcp_reset, 10).blocked()
    assert not receive.start(tcp_reset, 10).blocked()

    assert target.signals()["SIGPIPE"] == 0


@covers("posix:send:after-reset-econnreset-then-epipe")
def test_a_send_after_a_reset_that_was_read_is_a_broken_pipe(tcp_reset_read, push):
    assert push.fails(tcp_reset_read, b"anyone?") == "EPIPE"


@covers("posix:send:after-reset-econnreset-then-epipe")
def test_a_reset_wakes_a_blocked_send(tcp_pair):
    ours, theirs = tcp_pair
    pouring = ours.start.pour(1 << 30)
    assert pouring.blocked()

    theirs.reset()

    assert pouring.result().stopped in {"ECONNRESET", "EPIPE"}
    assert ours.fails.send(b"anyone?") == "EPIPE"


@covers("posix:setsockopt:so-error-from-reset", "posix:setsockopt:so-error-clears-on-read")
def test_so_error_reports_a_reset_once(tcp_reset):
    assert tcp_reset.getsockopt("SO_ERROR") == "ECONNRESET"

    assert tcp_reset.getsockopt("SO_ERROR") == 0


@covers("posix:recv:reset-reported-once")
def test_a_reset_that_so_error_reported_is_not_reported_by_recv(tcp_reset):
    assert tcp_reset.getsockopt("SO_ERROR") == "ECONNRESET"

    assert tcp_reset.recv(10) == b""


@covers("posix:setsockopt:so-error-consumed-by-io")
def test_a_reset_that_recv_reported_is_not_reported_by_so_error(tcp_reset_read):
    assert tcp_reset_read.getsockopt("SO_ERROR") == 0


@covers("posix:setsockopt:so-error-consumed-by-io")
def test_a_reset_that_send_reported_is_not_reported_by_so_error(tcp_reset):
    assert tcp_reset.fails.send(b"anyone?") == "ECONNRESET"

    assert tcp_reset.getsockopt("SO_ERROR") == 0


@covers("posix:poll:err-hup-reported-unasked")
def test_poll_reports_an_error_or_a_hangup_unasked(tcp_reset):
    assert tcp_reset.poll() & {"POLLERR", "POLLHUP"}


@covers("posix:poll:reset-reports-err-and-hup")
def test_poll_reports_a_reset_unasked(tcp_reset):
    assert tcp_reset.poll() == {"POLLERR", "POLLHUP"}

    assert tcp_reset.poll() == {"POLLERR", "POLLHUP"}


@covers("posix:poll:reset-reports-err-and-hup")
def test_a_reset_wakes_a_blocked_poll(tcp_pair):
    ours, theirs = tcp_pair
    polling = ours.start.poll("POLLIN", timeout=10)
    assert polling.blocked()

    theirs.reset()

    assert {"POLLIN", "POLLERR", "POLLHUP"} <= polling.result()


@covers("posix:getpeername:after-reset-error")
def test_a_reset_connection_has_no_peer(tcp_reset):
    assert tcp_reset.fails.getpeername() in {"ENOTCONN", "EINVAL"}


@covers("posix:getsockname:stable-after-disconnect-by-peer")
def test_a_reset_connection_keeps_its_own_name(tcp_pair):
    ours, theirs = tcp_pair
    address = ours.address
    theirs.reset()
    assert "POLLERR" in ours.ready()

    assert ours.address == address


@covers("posix:reset:one-connection-only")
@pytest.mark.usefixtures("lossless")
def test_a_reset_leaves_other_connections_alone(peer, tcp_listener, told_of_reset):
    first, second = peer.connect(tcp_listener), peer.connect(tcp_listener)
    ours, _ = tcp_listener.accept()
    other, _ = tcp_listener.accept()
    receiving = other.start.recv(100)
    assert receiving.blocked()

    first.reset()

    assert told_of_reset(ours)
    assert receiving.still_blocked()
    second.send(b"unharmed")
    assert receiving.result() == b"unharmed"


@covers("posix:recv:reset-econnreset")
@pytest.mark.usefixtures("lossless")
def test_a_reset_behind_an_orderly_half_close_leaves_no_doubt_about_the_end(tcp_pair):
    ours, theirs = tcp_pair
    theirs.send(b"their last")
    theirs.shutdown("SHUT_WR")
    theirs.reset()
    assert ours.ready()

    drained = ours.recv(100)

    assert drained == b"their last"
    assert ours.fails.send(b"anyone?") in {"EPIPE", "ECONNRESET"}
    assert not ours.start.recv(100).blocked()
