"""shutdown of a listener, as Linux does it: for reading it stops listening, for writing nothing happens."""
import errno

import pytest

covers = pytest.mark.covers


def name_or_error(sock):
    """What a socket is called; once it is shut down, getsockname may fail."""
    try:
        return sock.address
    except OSError as refusal:
        return errno.errorcode[refusal.errno]


@covers("linux:shutdown:listener-read-stops-listening")
@pytest.mark.parametrize("how", ["SHUT_RD", "SHUT_RDWR"])
def test_a_listener_shut_down_for_reading_refuses_clients(peer, tcp_listener, how):
    address = tcp_listener.address

    tcp_listener.shutdown(how)

    assert peer.open(tcp_listener.kind).fails.connect(address) == "ECONNREFUSED"


@covers("linux:shutdown:listener-read-stops-listening", "linux:accept:after-listener-shutdown-einval")
@pytest.mark.parametrize("how", ["SHUT_RD", "SHUT_RDWR"])
def test_a_listener_shut_down_for_reading_is_a_listener_no_more(connection_listener, how):
    assert connection_listener.getsockopt("SO_ACCEPTCONN")

    connection_listener.shutdown(how)

    assert connection_listener.fails.accept() == "EINVAL"
    assert connection_listener.fails.accept() == "EINVAL"


@covers("linux:shutdown:listener-read-stops-listening")
def test_so_acceptconn_tells_that_a_tcp_listener_was_shut_down(tcp_listener):
    tcp_listener.shutdown("SHUT_RD")

    assert tcp_listener.getsockopt("SO_ACCEPTCONN") == 0


@covers("linux:shutdown:listener-read-stops-listening", "linux:accept:unblocked-by-shutdown-read")
def test_shutdown_for_reading_wakes_a_blocked_accept(connection_listener):
    accepting = connection_listener.start.accept()
    assert accepting.blocked()

    connection_listener.shutdown("SHUT_RD")

    assert accepting.error() == "EINVAL"


@covers("linux:shutdown:listener-write-no-effect")
def test_a_listener_shut_down_for_writing_takes_clients(peer, connection_listener):
    connection_listener.shutdown("SHUT_WR")

    client = peer.connect(connection_listener)
    accepted, _ = connection_listener.accept()
    accepted.send(b"hello")
    assert client.recv(100) == b"hello"
    client.send(b"hello yourself")
    assert accepted.recv(100) == b"hello yourself"


@covers("linux:shutdown:listener-write-no-effect", "linux:accept:not-unblocked-by-shutdown-write")
def test_shutdown_for_writing_leaves_a_blocked_accept_waiting(peer, connection_listener):
    accepting = connection_listener.start.accept()
    assert accepting.blocked()

    connection_listener.shutdown("SHUT_WR")

    assert accepting.still_blocked()
    client = peer.connect(connection_listener)
    accepted, _ = accepting.result()
    accepted.send(b"hello")
    assert client.recv(100) == b"hello"


@covers("linux:shutdown:listener-resets-queued")
def test_a_client_in_the_queue_is_reset(peer, tcp_listener):
    first, second = peer.connect(tcp_listener), peer.connect(tcp_listener)
    receiving = first.start.recv(100)
    assert receiving.blocked()

    tcp_listener.shutdown("SHUT_RD")

    assert receiving.error() == "ECONNRESET"
    assert second.fails.recv(100) == "ECONNRESET"


@covers("posix:shutdown:one-connection-only")
def test_an_accepted_connection_outlives_the_shutdown_of_its_listener(peer, connection_listener):
    client = peer.connect(connection_listener)
    accepted, _ = connection_listener.accept()

    connection_listener.shutdown("SHUT_RDWR")

    accepted.send(b"unharmed")
    assert client.recv(100) == b"unharmed"
    client.send(b"me too")
    assert accepted.recv(100) == b"me too"


@covers("posix:shutdown:both-does-not-close-handle")
def test_a_listener_that_was_shut_down_keeps_its_name(connection_listener):
    address = connection_listener.address

    connection_listener.shutdown("SHUT_RDWR")

    assert name_or_error(connection_listener) in [address, "EINVAL", "ENOTCONN"]
    connection_listener.close()


@covers("linux:listen:after-shutdown-read-restarts")
def test_a_listener_that_was_shut_down_can_listen_again(peer, tcp_listener):
    tcp_listener.shutdown("SHUT_RD")

    tcp_listener.listen(1)

    client = peer.connect(tcp_listener)
    assert tcp_listener.accept()[1] == client.address
