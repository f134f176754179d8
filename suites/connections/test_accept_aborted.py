"""Clients that reset their connection before it was accepted."""
import contextlib
import errno

import pytest

covers = pytest.mark.covers


@covers("posix:accept:aborted-connection-not-fatal", "posix:accept:aborted-does-not-block-nonblocking-server",
        "posix:accept:ECONNABORTED")
def test_a_client_that_aborted_is_reported_by_accept_or_by_recv_or_is_forgotten(peer, tcp_listener, choice):
    tcp_listener.setblocking(False)
    client = peer.connect(tcp_listener)
    assert "POLLIN" in tcp_listener.ready("POLLIN")
    client.reset()

    try:
        accepted, _ = tcp_listener.accept()
        outcome = f"returned the socket, recv fails with {accepted.fails.recv(10)}"
    except OSError as error:
        outcome = f"fails with {errno.errorcode[error.errno]}"

    assert outcome in {"returned the socket, recv fails with ECONNRESET", "fails with ECONNABORTED", "fails with EAGAIN"}
    choice("posix:accept:aborted-connection-not-fatal", outcome)


@covers("linux:accept:aborted-connection-returned")
def test_a_connection_whose_client_aborted_is_returned_and_reports_it_once(peer, tcp_listener):
    client = peer.connect(tcp_listener)
    called_from = client.address
    client.reset()

    accepted, address = tcp_listener.accept()

    assert address == called_from
    assert accepted.fails.recv(10) == "ECONNRESET"
    assert accepted.recv(10) == b""


@covers("posix:accept:aborted-connection-not-fatal")
def test_the_listener_serves_the_client_that_comes_after_one_that_aborted(peer, tcp_listener):
    tcp_listener.setblocking(False)
    aborting = peer.connect(tcp_listener)
    assert "POLLIN" in tcp_listener.ready("POLLIN")
    aborting.reset()
    with contextlib.suppress(ConnectionAbortedError, BlockingIOError):
        tcp_listener.accept()
    tcp_listener.setblocking(True)
    client = peer.connect(tcp_listener)
    client.send(b"my turn")

    accepted, _ = tcp_listener.accept()

    assert accepted.recv(10) == b"my turn"


@covers("linux:accept:aborted-connection-returned")
@pytest.mark.usefixtures("lossless")
def test_a_client_that_aborted_keeps_its_place_in_the_queue(peer, tcp_listener):
    clients = [peer.connect(tcp_listener) for _ in range(3)]
    clients[0].send(b"before")
    clients[1].reset()
    clients[2].send(b"behind")

    before, aborted, behind = (tcp_listener.accept()[0] for _ in range(3))

    assert before.recv(10) == b"before"
    assert aborted.fails.recv(10) == "ECONNRESET"
    assert behind.recv(10) == b"behind"


@covers("linux:accept:after-data-then-reset-data-readable")
@pytest.mark.usefixtures("lossless")
def test_data_of_a_client_that_aborted_before_accept_is_read_before_the_error(peer, tcp_listener):
    client = peer.connect(tcp_listener)
    client.send(b"said in haste")
    client.reset()

    accepted, _ = tcp_listener.accept()

    assert accepted.recv(20) == b"said in haste"
    assert accepted.fails.recv(20) == "ECONNRESET"
    assert accepted.recv(20) == b""


@covers("posix:accept:aborted-connection-not-fatal")
def test_the_client_of_a_connection_that_is_closed_unserved_sees_the_end(peer, connection_listener):
    client = peer.connect(connection_listener)
    accepted, _ = connection_listener.accept()

    accepted.close()

    assert client.recv(10) == b""
