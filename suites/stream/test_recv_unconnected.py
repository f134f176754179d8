"""Receiving where there is no connection."""
import pytest

from harness.sockets import NOWHERE, REFUSED, WOULD_BLOCK

covers = pytest.mark.covers


@covers("posix:recv:unconnected-enotconn", "posix:recv:ENOTCONN")
def test_recv_on_a_socket_that_never_connected_fails(target, connection):
    sock = target.open(connection)

    assert sock.fails.recv(20) == "ENOTCONN"


@covers("posix:recv:unconnected-enotconn", "posix:recv:ENOTCONN")
def test_recv_on_a_bound_socket_fails(target, connection):
    sock = target.bound(connection)

    assert sock.fails.recv(20) == "ENOTCONN"


@covers("posix:recv:unconnected-enotconn", "posix:recv:ENOTCONN")
def test_every_call_that_receives_fails_on_a_tcp_socket_that_never_connected(target, tcp, receive):
    sock = target.open(tcp)

    assert receive.fails(sock, 20) == "ENOTCONN"


@covers("posix:recv:unconnected-enotconn")
@pytest.mark.parametrize("flag", ["MSG_PEEK", "MSG_DONTWAIT", "MSG_WAITALL"])
def test_no_flag_makes_recv_work_on_a_tcp_socket_that_never_connected(target, tcp, flag):
    sock = target.open(tcp)

    assert sock.fails.recv(20, flag) == "ENOTCONN"


@covers("linux:recv:unix-stream-unconnected-einval")
def test_every_call_that_receives_fails_on_a_local_stream_that_never_connected(target, unix_stream, receive):
    sock = target.open(unix_stream)

    assert [receive.fails(sock, 20), receive.fails(sock, 20, "MSG_DONTWAIT")] == ["EINVAL", "EINVAL"]


@covers("linux:recv:unix-stream-unconnected-einval")
def test_every_call_that_receives_fails_on_a_local_listener(target, unix_stream, receive):
    listener = target.listener(unix_stream)

    assert receive.fails(listener, 20) == "EINVAL"


@covers("posix:recv:unconnected-enotconn")
def test_a_recv_that_failed_does_not_keep_a_socket_from_connecting(target, peer, connection):
    sock, server = target.open(connection), peer.listener(connection)
    sock.fails.recv(20)

    sock.connect(server.address)

    server.accept()[0].send(b"in time")
    assert sock.recv(20) == b"in time"


@covers("posix:recv:on-listener-enotconn", "posix:recv:ENOTCONN")
def test_recv_on_a_listener_fails(connection_listener):
    assert connection_listener.fails.recv(20) == "ENOTCONN"


@covers("posix:recv:on-listener-enotconn")
def test_every_call_that_receives_fails_on_a_tcp_listener(tcp_listener, receive):
    assert receive.fails(tcp_listener, 20) == "ENOTCONN"


@covers("posix:recv:on-listener-enotconn")
def test_recv_on_a_listener_with_a_client_waiting_fails_and_the_client_is_served(peer, connection_listener):
    client = peer.connect(connection_listener)
    client.send(b"anyone?")
    assert "POLLIN" in connection_listener.ready("POLLIN")

    assert connection_listener.fails.recv(20)

    accepted, _ = connection_listener.accept()
    assert accepted.recv(20) == b"anyone?"


@covers("linux:recv:while-connecting")
@pytest.mark.waits
def test_recv_while_connecting_fails_and_the_connect_goes_on(target, tcp, silent_server, receive):
    sock = target.nonblocking(tcp)
    assert sock.fails.connect(silent_server.address) == "EINPROGRESS"

    assert receive.fails(sock, 20) in WOULD_BLOCK | {"ENOTCONN"}

    silent_server.meet(sock).send(b"in time")
    assert "POLLIN" in sock.ready("POLLIN")
    assert sock.recv(20) == b"in time"


@covers("posix:recv:after-refused-connect-reports-once")
def test_recv_reports_that_a_connect_was_refused(target, tcp, receive):
    sock = target.nonblocking(tcp)
    assert sock.fails.connect(target.at(tcp, NOWHERE)) == "EINPROGRESS"
    assert sock.ready("POLLOUT")

    assert receive.fails(sock, 20) in REFUSED


@covers("posix:recv:after-refused-connect-reports-once")
def test_recv_reports_only_once_that_a_connect_was_refused(target, tcp, choice):
    sock = target.nonblocking(tcp)
    assert sock.fails.connect(target.at(tcp, NOWHERE)) == "EINPROGRESS"
    assert sock.ready("POLLOUT")
    sock.fails.recv(20)

    again = sock.start.recv(20)

    assert not again.blocked()
    taken = again.answer.fields.get("error", "returned nothing")
    assert taken in {"returned nothing", "ENOTCONN"}
    choice("posix:recv:after-refused-connect-reports-once", taken)


@covers("posix:recv:closed-handle-ebadf", "posix:recv:EBADF")
def test_recv_on_a_closed_socket_fails(any_pair):
    ours, theirs = any_pair
    theirs.send(b"too late")
    ours.close()

    assert ours.fails.recv(20) == "EBADF"


@covers("posix:recv:closed-handle-ebadf")
def test_every_call_that_receives_fails_on_a_closed_socket(stream_pair, receive):
    ours, _ = stream_pair
    ours.close()

    assert receive.fails(ours, 20) == "EBADF"
