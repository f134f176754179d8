"""What the calls that send and receive messages answer where they cannot: on closed, unconnected, reset and shut sockets."""
import pytest

from fixtures.pairs import incoming
from fixtures.sockets import hears

covers = pytest.mark.covers

NOT_SUPPORTED = {"EOPNOTSUPP", "ENOTSUP"}
"""Two names that have one number on Linux, as POSIX permits."""


@pytest.fixture
def deaf(target, peer, tcp4):
    """A TCP connection whose peer has ceased to hear anything."""
    pair = incoming(target, peer, tcp4)
    hears(pair.theirs, 255)
    return pair


@covers("posix:sendto:EBADF", "posix:sendmsg:EBADF", "posix:errors:ebadf-message-calls")
def test_a_closed_socket_sends_nothing(target, datagram_pair, send_to):
    ours, theirs = datagram_pair
    ours.close()

    assert send_to.fails(ours, b"too late", theirs.address) == "EBADF"


@covers("posix:recvfrom:EBADF", "posix:recvmsg:EBADF", "posix:errors:ebadf-message-calls")
def test_a_closed_socket_receives_nothing(any_pair, receive):
    ours, theirs = any_pair
    theirs.send(b"too late")
    ours.close()

    assert receive.fails(ours, 100) == "EBADF"


@covers("posix:sendmsg:EBADF", "posix:errors:ebadf-message-calls")
def test_a_closed_connection_sends_nothing(connection_pair):
    ours, theirs = connection_pair
    ours.close()

    assert ours.fails.sendmsg([b"too ", b"late"]) == "EBADF"

    assert theirs.recv(100) == b""


@covers("posix:recvfrom:ENOTCONN", "posix:recvmsg:ENOTCONN")
def test_a_tcp_socket_without_connection_receives_nothing(target, tcp, receive):
    assert receive.fails(target.open(tcp), 100) == "ENOTCONN"


@covers("posix:recvfrom:ENOTCONN", "posix:recvmsg:ENOTCONN")
def test_a_tcp_listener_receives_nothing(tcp_listener, receive):
    assert receive.fails(tcp_listener, 100) == "ENOTCONN"


@covers("posix:recvfrom:ENOTCONN")
def test_a_local_stream_without_connection_receives_nothing(target, unix_stream):
    assert target.open(unix_stream).fails.recvfrom(100) == "ENOTCONN"


@covers("linux:recvfrom:unix-stream-unconnected-einval")
def test_a_local_stream_without_connection_answers_einval(target, unix_stream, receive):
    assert receive.fails(target.open(unix_stream), 100) == "EINVAL"
    assert receive.fails(target.listener(unix_stream), 100) == "EINVAL"


@covers("posix:recvfrom:ECONNRESET", "posix:recvmsg:ECONNRESET")
def test_a_receive_reports_a_reset(tcp_reset, receive):
    assert receive.fails(tcp_reset, 100) == "ECONNRESET"


@covers("posix:recv:reset-reported-once")
def test_a_receive_reports_a_reset_once(tcp_reset, receive):
    assert receive.fails(tcp_reset, 100) == "ECONNRESET"

    assert receive(tcp_reset, 100) == b""


@covers("posix:sendto:ECONNRESET", "posix:sendmsg:ECONNRESET")
def test_a_send_reports_a_reset_and_then_a_broken_pipe(tcp_reset, peer, send_to):
    anywhere = peer.anywhere(tcp_reset.kind)

    assert send_to.fails(tcp_reset, b"too late", anywhere) == "ECONNRESET"

    assert send_to.fails(tcp_reset, b"later still", anywhere) == "EPIPE"


@covers("posix:sendto:EPIPE", "posix:sendmsg:EPIPE", "posix:send:epipe-raises-sigpipe")
def test_a_tcp_connection_that_was_reset_raises_sigpipe_at_the_second_send(tcp_reset, target, peer, send_to):
    anywhere = peer.anywhere(tcp_reset.kind)
    assert send_to.fails(tcp_reset, b"too late", anywhere) == "ECONNRESET"
    assert target.signals()["SIGPIPE"] == 0

    assert send_to.fails(tcp_reset, b"later still", anywhere) == "EPIPE"

    assert target.signals()["SIGPIPE"] == 1


@covers("posix:sendto:EPIPE", "posix:sendmsg:EPIPE", "posix:send:nosignal-suppresses-sigpipe")
def test_with_nosignal_a_shut_connection_raises_none(tcp_pair, target, peer, send_to):
    ours, _ = tcp_pair
    ours.shutdown("SHUT_WR")

    assert send_to.fails(ours, b"too late", peer.anywhere(ours.kind), "MSG_NOSIGNAL") in {"EPIPE", "EISCONN"}

    assert target.signals()["SIGPIPE"] == 0


@covers("posix:recvfrom:EINVAL", "posix:recvmsg:EINVAL")
def test_an_urgent_byte_that_is_not_there_cannot_be_received(tcp_pair, receive):
    ours, theirs = tcp_pair
    theirs.send(b"not urgent")
    assert "POLLIN" in ours.ready("POLLIN")

    assert receive.fails(ours, 100, "MSG_OOB") in {"EINVAL", "EAGAIN", "EWOULDBLOCK"}

    assert ours.recv(100) == b"not urgent"


@covers("posix:recvfrom:EOPNOTSUPP", "posix:recvmsg:EOPNOTSUPP")
def test_a_local_message_socket_receives_nothing_urgent(local_message_pair, receive):
    ours, theirs = local_message_pair
    theirs.send(b"not urgent")

    assert receive.fails(ours, 100, "MSG_OOB") in NOT_SUPPORTED

    assert receive(ours, 100) == b"not urgent"


@covers("posix:recvfrom:EOPNOTSUPP")
def test_a_udp_socket_receives_nothing_urgent(udp_pair):
    ours, theirs = udp_pair
    theirs.send(b"not urgent")

    assert ours.fails.recvfrom(100, "MSG_OOB") in NOT_SUPPORTED | {"EINVAL"}    # there is nothing urgent, either


@covers("posix:sendto:EOPNOTSUPP", "posix:sendmsg:EOPNOTSUPP")
def test_a_local_message_socket_sends_nothing_urgent(local_message_pair, transmit):
    ours, theirs = local_message_pair

    assert transmit.fails(ours, b"urgent", "MSG_OOB") in NOT_SUPPORTED

    transmit(ours, b"not urgent")
    assert theirs.recv(100) == b"not urgent"


@covers("posix:sendto:EOPNOTSUPP", "posix:sendmsg:EOPNOTSUPP", "posix:send:oob-udp-eopnotsupp")
def test_a_udp_socket_of_version_4_sends_nothing_urgent(target, peer, udp4, send_to):
    ours, theirs = target.open(udp4), peer.bound(udp4)

    assert send_to.fails(ours, b"urgent", theirs.address, "MSG_OOB") in NOT_SUPPORTED

    send_to(ours, b"not urgent", theirs.address)
    assert theirs.recv(100) == b"not urgent"


@covers("posix:sendto:EOPNOTSUPP")
def test_a_udp_socket_of_version_6_sends_nothing_urgent(target, peer, udp6):
    ours, theirs = target.open(udp6), peer.bound(udp6)

    assert ours.fails.sendto(b"urgent", theirs.address, "MSG_OOB") in NOT_SUPPORTED


@covers("posix:recvmsg:EAGAIN")
def test_a_receive_that_finds_nothing_leaves_everything_to_the_next(any_pair):
    ours, theirs = any_pair
    assert ours.fails.recvmsg(100, "MSG_DONTWAIT", control=100) in {"EAGAIN", "EWOULDBLOCK"}

    theirs.send(b"now")

    assert ours.recvmsg(100, control=100)[0::3] == (b"now", [])


@covers("posix:recvfrom:ETIMEDOUT", "posix:recvmsg:ETIMEDOUT")
@pytest.mark.waits(0.5)
def test_a_connection_whose_peer_stopped_answering_times_out(deaf, receive_from):
    ours, _ = deaf
    ours.setsockopt("TCP_USER_TIMEOUT", 50)
    receiving = receive_from.start(ours, 100)
    assert receiving.blocked()

    ours.send(b"are you there?")

    assert receiving.error() == "ETIMEDOUT"
