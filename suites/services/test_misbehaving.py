"""The target as a client of servers that misbehave: whatever they do, it gets a definite answer."""
import contextlib

import pytest

covers = pytest.mark.covers

TRIES = 20


@pytest.fixture
def tcp_client_of(target, server, tcp):
    """``tcp_client_of("resets")`` is a TCP socket of the target, connected to that server.

    A reset may come before ``connect`` has returned, which then reports it, as it may: another socket has better luck.
    """
    def connect(service):
        address = server(service, tcp)
        for _ in range(TRIES):
            sock = target.open(tcp)
            with contextlib.suppress(ConnectionResetError):
                sock.connect(address)
                return sock
        raise AssertionError(f"{TRIES} times the reset came before connect returned")

    return connect


@covers("posix:recv:reset-reported-once")
def test_a_server_that_resets_is_reported_once(tcp_client_of, choice):
    client = tcp_client_of("resets")

    assert client.fails.recv(100) == "ECONNRESET"

    receiving = client.start.recv(100)
    assert not receiving.blocked()
    then = receiving.answer.fields.get("error", "end of file")
    choice("posix:recv:reset-reported-once", then)
    assert then == "ENOTCONN" or receiving.result() == b""


@covers("posix:recv:eof-after-peer-close", "posix:recv:eof-is-sticky")
def test_a_server_that_closes_at_once_is_the_end_of_file(tcp_client_of):
    client = tcp_client_of("closes")

    assert client.recv(100) == b""

    assert client.recv(100) == b""


@covers("posix:listen:then-connect-succeeds")
def test_a_server_that_never_accepts_is_connected_all_the_same(tcp_client_of):
    client = tcp_client_of("never-accepts")

    assert client.send(b"into the queue") == 14

    assert client.start.recv(100).blocked()


@covers("posix:send:blocking-full-blocks-until-drain")
def test_a_server_that_never_reads_stops_the_sender(tcp_client_of):
    client = tcp_client_of("never-reads")

    sending = client.start.pour(1 << 30)

    assert sending.blocked()
    assert sending.holds(0.05)


@covers("posix:send:returns-bytes-accepted")
def test_a_server_that_reads_slowly_gets_it_all_the_same(tcp_client_of):
    client = tcp_client_of("reads-slowly")

    assert client.send(b"abc") == 3
    client.shutdown("SHUT_WR")

    assert client.recv(100) == b""


@covers("posix:shutdown:write-can-still-receive", "posix:poll:peer-half-close-no-pollhup")
def test_a_server_that_half_closes_can_still_be_sent_to(tcp_client_of):
    client = tcp_client_of("half-closes")
    assert client.recv(100) == b""

    assert client.send(b"still listening?") == 16

    assert client.poll("POLLOUT") == {"POLLOUT"}


@covers("posix:recv:returns-available-data", "posix:recv:stream-splits-message")
def test_a_server_that_sends_byte_by_byte_is_read_whole(tcp_client_of):
    client = tcp_client_of("byte-at-a-time")

    assert client.file_read() == b"Thank you for connecting\r\n"


@covers("linux:recv:reset-queued-data-first")
def test_what_a_server_sent_before_its_reset_comes_first(tcp_client_of):
    client = tcp_client_of("sends-then-resets")
    assert "POLLERR" in client.ready()

    assert client.recv(100) == b"Thank you for connecting\r\n"

    assert client.fails.recv(100) == "ECONNRESET"
