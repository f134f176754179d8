"""EPIPE: nobody can read what is sent, and on a stream a signal says so too."""
import pytest

covers = pytest.mark.covers


@covers("posix:errors:epipe-not-econnreset-after-own-shutdown", "posix:send:after-shut-wr-epipe", "posix:send:EPIPE")
def test_after_the_own_shutdown_every_send_is_a_broken_pipe(connection_pair, push):
    ours, theirs = connection_pair
    ours.shutdown("SHUT_WR")

    assert push.fails(ours, b"too late") == "EPIPE"
    assert push.fails(ours, b"later still") == "EPIPE"

    theirs.send(b"still received")
    assert ours.recv(100) == b"still received"
    assert theirs.recv(100) == b""


@covers("posix:errors:epipe-not-econnreset-after-own-shutdown", "posix:sendto:EPIPE")
def test_after_the_own_shutdown_sendto_is_a_broken_pipe(tcp_pair):
    """Or is refused for its address, which is an error too, and which comes first is open."""
    ours, theirs = tcp_pair
    ours.shutdown("SHUT_WR")

    assert ours.fails.sendto(b"too late", ours.getpeername()) in {"EPIPE", "EISCONN"}

    assert theirs.recv(100) == b""


@covers("posix:errors:epipe-not-econnreset-after-own-shutdown")
def test_after_the_own_shutdown_a_file_is_not_sent_either(stream_pair):
    ours, theirs = stream_pair
    ours.shutdown("SHUT_WR")

    assert ours.fails.sendfile(b"from a file") == "EPIPE"

    assert theirs.recv(100) == b""


@covers("posix:errors:epipe-not-econnreset-after-own-shutdown")
def test_a_nonblocking_send_after_the_own_shutdown_is_a_broken_pipe(connection_pair):
    ours, _ = connection_pair
    ours.setblocking(False)
    ours.shutdown("SHUT_WR")

    assert ours.fails.send(b"too late") == "EPIPE"
    assert ours.fails.send(b"later still", "MSG_DONTWAIT") == "EPIPE"


@covers("posix:errors:epipe-not-econnreset-after-own-shutdown")
def test_a_send_with_a_full_buffer_after_the_own_shutdown_is_a_broken_pipe(stream_full):
    ours, theirs, filled = stream_full
    ours.shutdown("SHUT_WR")

    assert ours.fails.send(b"too late") == "EPIPE"

    assert theirs.drain() == (filled, filled, True, None)


@covers("posix:send:epipe-raises-sigpipe")
def test_each_broken_pipe_of_a_stream_raises_one_signal(target, stream_pair, push):
    ours, _ = stream_pair
    ours.shutdown("SHUT_WR")
    target.signals()

    assert push.fails(ours, b"too late") == "EPIPE"

    assert target.signals()["SIGPIPE"] == 1
    assert push.fails(ours, b"later still") == "EPIPE"
    assert target.signals()["SIGPIPE"] == 1


@covers("posix:send:nosignal-suppresses-sigpipe")
def test_msg_nosignal_keeps_the_signal_back_and_not_the_error(target, stream_pair, push):
    ours, _ = stream_pair
    ours.shutdown("SHUT_WR")
    target.signals()

    assert push.fails(ours, b"too late", "MSG_NOSIGNAL") == "EPIPE"

    assert target.signals()["SIGPIPE"] == 0


@covers("posix:send:datagram-epipe-no-sigpipe")
def test_a_broken_pipe_of_a_datagram_socket_raises_no_signal(target, datagram_pair, transmit):
    ours, _ = datagram_pair
    ours.shutdown("SHUT_WR")
    target.signals()

    assert transmit.fails(ours, b"too late") == "EPIPE"

    assert target.signals()["SIGPIPE"] == 0


@covers("posix:send:after-peer-close-unix-immediate", "posix:send:EPIPE")
def test_a_send_to_a_local_peer_that_closed_is_a_broken_pipe_at_once(local_connection_pair, push):
    ours, theirs = local_connection_pair
    theirs.close()

    assert push.fails(ours, b"anyone?") == "EPIPE"

    assert push.fails(ours, b"still?") == "EPIPE"
    assert ours.recv(100) == b""


@covers("posix:send:epipe-raises-sigpipe")
def test_a_local_peer_that_closed_is_announced_by_a_signal(target, unix_stream, peer):
    listener = peer.listener(unix_stream)
    ours = target.connect(listener)
    listener.accept()[0].close()
    target.signals()

    assert ours.fails.send(b"anyone?") == "EPIPE"

    assert target.signals()["SIGPIPE"] == 1


@covers("posix:send:after-peer-close-eventually-epipe", "posix:send:epipe-raises-sigpipe")
def test_a_send_to_a_tcp_peer_that_closed_is_a_broken_pipe_once_it_has_answered(target, tcp_pair, push):
    ours, theirs = tcp_pair
    theirs.close()
    assert ours.recv(100) == b""
    target.first([ours.start.send(b"anyone?")])     # may fail: who knows already that the peer will not answer need not ask
    assert ours.ready() & {"POLLERR", "POLLHUP"}
    target.signals()

    assert push.fails(ours, b"still?") == "EPIPE"

    assert target.signals()["SIGPIPE"] == 1
    assert push.fails(ours, b"really?") == "EPIPE"


@covers("posix:send:blocked-wakes-on-peer-close")
def test_a_blocked_send_is_told_that_the_peer_closed(stream_full):
    ours, theirs, filled = stream_full
    pouring = ours.start.pour(1 << 24, offset=filled)
    assert pouring.blocked()

    theirs.close()

    assert pouring.result().stopped in {"ECONNRESET", "EPIPE"}
    assert ours.fails.send(b"anyone?") == "EPIPE"


@covers("posix:errors:no-sigpipe-on-recv")
def test_the_end_of_file_raises_no_signal(target, connection_pair, receive):
    ours, theirs = connection_pair
    target.signals()
    theirs.close()

    assert receive(ours, 100) == b""

    assert receive(ours, 100) == b""
    assert target.signals()["SIGPIPE"] == 0


@covers("posix:errors:no-sigpipe-on-recv")
def test_recv_after_the_own_shutdown_raises_no_signal(target, connection_pair):
    ours, _ = connection_pair
    target.signals()
    ours.shutdown("SHUT_RDWR")

    assert not ours.start.recv(100).blocked()

    assert target.signals()["SIGPIPE"] == 0
