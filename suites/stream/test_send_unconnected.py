"""Sending where there is no connection."""
import pytest

from harness.sockets import WOULD_BLOCK

covers = pytest.mark.covers


@covers("posix:send:unconnected-stream-error")
def test_send_on_a_tcp_socket_that_never_connected_fails(target, tcp, push):
    sock = target.open(tcp)

    assert push.fails(sock, b"to nobody") in {"ENOTCONN", "EPIPE"}


@covers("posix:send:unconnected-stream-error")
def test_send_on_a_bound_tcp_socket_fails(target, tcp, push):
    sock = target.bound(tcp)

    assert push.fails(sock, b"to nobody") in {"ENOTCONN", "EPIPE"}


@covers("posix:send:unconnected-unix-enotconn", "posix:send:ENOTCONN")
def test_send_on_a_local_socket_that_never_connected_fails(target, local_connection, push):
    sock = target.open(local_connection)

    assert push.fails(sock, b"to nobody") == "ENOTCONN"


@covers("posix:send:unconnected-unix-enotconn")
def test_send_on_a_bound_local_socket_fails(target, local_connection, push):
    sock = target.bound(local_connection)

    assert push.fails(sock, b"to nobody") == "ENOTCONN"


@covers("posix:send:unconnected-stream-error")
def test_a_send_that_failed_does_not_keep_a_socket_from_connecting(target, peer, connection):
    sock, server = target.open(connection), peer.listener(connection)
    sock.fails.send(b"too early")

    sock.connect(server.address)

    sock.send(b"in time")
    assert server.accept()[0].recv(20) == b"in time"


@covers("posix:send:on-listener-error")
def test_send_on_a_listener_fails(connection_listener, push):
    assert push.fails(connection_listener, b"to whom") in {"ENOTCONN", "EPIPE"}


@covers("posix:send:on-listener-error")
def test_send_on_a_listener_with_a_client_waiting_fails_and_the_client_is_served(peer, connection_listener, push):
    client = peer.connect(connection_listener)
    assert "POLLIN" in connection_listener.ready("POLLIN")

    assert push.fails(connection_listener, b"to whom") in {"ENOTCONN", "EPIPE"}

    accepted, _ = connection_listener.accept()
    accepted.send(b"welcome")
    assert client.recv(20) == b"welcome"


@covers("linux:send:while-connecting-eagain")
@pytest.mark.waits
def test_send_while_connecting_fails_and_the_connect_goes_on(target, tcp, silent_server, push):
    sock = target.nonblocking(tcp)
    assert sock.fails.connect(silent_server.address) == "EINPROGRESS"

    assert push.fails(sock, b"too early") in WOULD_BLOCK | {"ENOTCONN"}

    other = silent_server.meet(sock)
    assert "POLLOUT" in sock.ready("POLLOUT")
    assert sock.send(b"in time") == 7
    assert other.recv(20) == b"in time"


@covers("posix:send:closed-handle-ebadf", "posix:send:EBADF")
def test_send_on_a_closed_socket_fails(any_pair):
    ours, theirs = any_pair
    ours.close()

    assert ours.fails.send(b"too late") == "EBADF"


@covers("posix:send:closed-handle-ebadf")
def test_sendmsg_on_a_closed_socket_fails(any_pair):
    ours, theirs = any_pair
    ours.close()

    assert ours.fails.sendmsg([b"too late"]) == "EBADF"


@covers("posix:send:EDESTADDRREQ")
def test_send_on_a_udp_socket_without_peer_fails(udp_socket, push):
    assert push.fails(udp_socket, b"to nobody") in {"EDESTADDRREQ", "ENOTCONN"}
