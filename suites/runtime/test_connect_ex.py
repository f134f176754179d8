"""connect_ex returns what connect would raise, and 0 when there is nothing to raise."""
import pytest

from harness.sockets import NOWHERE, fresh_path

covers = pytest.mark.covers


@covers("python:connect-ex-returns-zero")
def test_it_returns_zero_when_the_connection_is_there(target, peer, connection):
    listener, sock = peer.listener(connection), target.open(connection)

    assert sock.connect_ex(listener.address) == 0

    accepted, _ = listener.accept()
    sock.send(b"connected")
    assert accepted.recv(20) == b"connected"


@covers("python:connect-ex-returns-zero")
def test_it_sets_the_peer_of_a_datagram_socket(target, peer, datagram):
    sock, theirs = target.bound(datagram), peer.bound(datagram)

    assert sock.connect_ex(theirs.address) == 0

    assert sock.getpeername() == theirs.address
    sock.send(b"to you")
    assert theirs.recvfrom(20) == (b"to you", sock.address)


@covers("python:connect-ex-returns-error")
def test_it_returns_the_refusal(target, tcp):
    assert target.open(tcp).connect_ex(target.at(tcp, NOWHERE)) == "ECONNREFUSED"


@covers("python:connect-ex-returns-error")
def test_it_returns_that_there_is_no_such_path(target, local):
    assert target.open(local).connect_ex(fresh_path()) == "ENOENT"


@covers("python:connect-ex-returns-error")
def test_it_returns_that_the_socket_is_connected(peer, tcp_pair):
    other = peer.listener(tcp_pair.ours.kind)

    assert tcp_pair.ours.connect_ex(other.address) == "EISCONN"


@covers("python:connect-ex-returns-error")
def test_it_returns_that_the_socket_is_closed(target, peer, connection):
    listener, sock = peer.listener(connection), target.open(connection)
    sock.close()

    assert sock.connect_ex(listener.address) == "EBADF"


@covers("python:connect-ex-in-progress")
def test_without_blocking_it_returns_that_it_goes_on(target, peer, tcp):
    listener, sock = peer.listener(tcp), target.open(tcp)
    sock.setblocking(False)

    assert sock.connect_ex(listener.address) == "EINPROGRESS"

    assert "POLLOUT" in sock.ready("POLLOUT")
    assert sock.getsockopt("SO_ERROR") == 0
    assert sock.getpeername() == listener.address


@covers("python:connect-ex-in-progress")
def test_it_returns_success_or_connected_once_it_is_there(target, peer, tcp):
    listener, sock = peer.listener(tcp), target.open(tcp)
    sock.setblocking(False)
    sock.connect_ex(listener.address)
    assert "POLLOUT" in sock.ready("POLLOUT")

    assert sock.connect_ex(listener.address) in {0, "EISCONN"}
    assert sock.connect_ex(listener.address) == "EISCONN"


@covers("python:connect-ex-timeout")
def test_with_a_timeout_it_returns_the_refusal_too(target, tcp):
    sock = target.open(tcp)
    sock.settimeout(60)

    assert sock.connect_ex(target.at(tcp, NOWHERE)) == "ECONNREFUSED"


@covers("python:connect-ex-timeout")
def test_with_a_timeout_it_returns_zero_when_the_connection_is_there(target, peer, connection):
    listener, sock = peer.listener(connection), target.open(connection)
    sock.settimeout(60)

    assert sock.connect_ex(listener.address) == 0

    assert listener.accept()[0].send(b"hello") == 5
    assert sock.recv(10) == b"hello"
