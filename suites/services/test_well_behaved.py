"""The target as a client of the well-behaved reference servers, which are programs of their own."""
import re

import pytest

covers = pytest.mark.covers


@pytest.fixture
def client_of(target, server, stream):
    """``client_of("echo")`` is a socket of the target, connected to that server."""

    def connect(service):
        sock = target.open(stream)
        sock.connect(server(service, stream))
        return sock

    return connect


@covers("posix:connect:blocking-establishes", "posix:send:order-preserved")
def test_echo_returns_what_was_sent(client_of):
    client = client_of("echo")

    sending = client.start.pour(300_000)

    assert client.drain(300_000) == (300_000, 300_000, False, None)
    assert sending.result() == (300_000, None)


@covers("posix:shutdown:write-peer-reads-eof", "posix:shutdown:write-can-still-receive")
def test_echo_ends_after_the_client_has_shut_down_writing(client_of):
    client = client_of("echo")
    client.send(b"the last words")

    client.shutdown("SHUT_WR")

    assert client.recv(100, "MSG_WAITALL") == b"the last words"
    assert client.recv(100) == b""


@covers("posix:send:returns-bytes-accepted")
def test_discard_takes_everything_and_answers_nothing(client_of):
    client = client_of("discard")

    assert client.pour(1_000_000) == (1_000_000, None)

    client.shutdown("SHUT_WR")
    assert client.recv(100) == b""


@covers("posix:recv:stream-splits-message", "posix:send:order-preserved")
def test_chargen_sends_line_after_line(client_of):
    client = client_of("chargen")
    ring = bytes(range(32, 127)) * 2

    lines = [client.recv(74, "MSG_WAITALL") for _ in range(100)]

    assert lines == [ring[start % 95:start % 95 + 72] + b"\r\n" for start in range(100)]


@covers("posix:recv:data-before-eof", "posix:recv:eof-after-peer-close")
def test_daytime_is_a_line_and_then_the_end(client_of):
    client = client_of("daytime")

    text = client.recv(100, "MSG_WAITALL")

    assert re.fullmatch(rb"\w+, \w+ \d+, \d{4} \d\d:\d\d:\d\d-\w+\r\n", text)
    assert client.recv(100) == b""


@covers("posix:recv:data-before-eof", "posix:recv:eof-after-peer-close")
def test_greeting_reads_to_the_end_like_a_file(client_of):
    client = client_of("greeting")

    assert client.file_read() == b"Thank you for connecting\r\n"


@covers("posix:accept:returns-new-connected-socket", "posix:close:pending-send-data-delivered")
def test_a_client_reads_what_the_target_sent_before_it_closed(target, reader, stream):
    listener = target.listener(stream)
    client = reader(listener)

    accepted, _ = listener.accept()
    accepted.send(b"Thank you, whoever you are\r\n")
    accepted.close()

    assert client.output() == b"Thank you, whoever you are\r\n"


@covers("posix:recvfrom:reports-sender-address", "posix:sendto:one-call-one-datagram")
def test_echo_answers_a_datagram_from_where_it_was_sent(target, server, datagram):
    sock, address = target.bound(datagram), server("echo", datagram)

    sock.sendto(b"anybody there?", address)

    assert sock.recvfrom(100) == (b"anybody there?", address)


@covers("posix:sendto:zero-length-datagram", "posix:recvfrom:zero-length-datagram-returns-zero")
def test_echo_answers_an_empty_datagram(target, server, udp):
    sock, address = target.bound(udp), server("echo", udp)

    sock.sendto(b"", address)

    assert sock.recvfrom(100) == (b"", address)


@covers("posix:sendto:one-call-one-datagram")
def test_chargen_answers_with_a_line(target, server, datagram):
    sock = target.bound(datagram)

    sock.sendto(b"?", server("chargen", datagram))

    assert sock.recv(100) == bytes(range(32, 104)) + b"\r\n"
