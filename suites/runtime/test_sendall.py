"""sendall sends everything, however often it has to wait, or tells why it could not."""
import pytest

covers = pytest.mark.covers

PATTERN = b"".join(number.to_bytes(8, "big") for number in range(126_000))      # what drain compares with


@covers("python:sendall-sends-all")
@pytest.mark.parametrize("size", [1, 7, 4096, 65536, 65537, 300_001, 1_000_003])
def test_the_peer_gets_all_that_was_sent_and_nothing_more(stream_pair, size):
    ours, theirs = stream_pair

    sending = ours.start.sendall(PATTERN[:size])

    assert theirs.drain(size) == (size, size, False, None)
    assert sending.result() is None
    ours.close()
    assert theirs.recv(1) == b""


@covers("python:sendall-sends-all")
def test_nothing_is_sent_of_nothing(stream_pair):
    ours, theirs = stream_pair

    ours.sendall(b"")

    ours.send(b"next")
    assert theirs.recv(10) == b"next"


@covers("python:sendall-sends-all")
def test_one_call_after_the_other_keeps_the_order(stream_pair):
    ours, theirs = stream_pair

    for start in range(0, 10_000, 1000):
        ours.sendall(PATTERN[start:start + 1000])

    assert theirs.drain(10_000).good == 10_000


@covers("python:sendall-waits-for-room")
def test_sendall_goes_on_whenever_the_peer_makes_room(stream_cramped):
    ours, theirs = stream_cramped
    sending = ours.start.sendall(PATTERN[:400_000])
    assert sending.blocked()

    assert theirs.drain(100_000).good == 100_000
    assert not sending.ended()

    assert theirs.drain(300_000, offset=100_000).good == 300_000
    assert sending.result() is None


@covers("python:sendall-waits-for-room")
def test_sendall_with_a_timeout_goes_on_whenever_the_peer_makes_room(stream_cramped, bulk):
    ours, theirs = stream_cramped
    size = bulk(400_000)
    ours.settimeout(60)
    sending = ours.start.sendall(PATTERN[:size])
    assert sending.blocked()

    assert theirs.drain(size).good == size

    assert sending.result() is None


@covers("python:sendall-passes-flags")
def test_a_flag_of_sendall_reaches_the_peer(target, tcp_pair):
    ours, theirs = tcp_pair

    ours.sendall(b"!", "MSG_OOB")

    assert "POLLPRI" in theirs.ready("POLLPRI")
    assert theirs.recv(1, "MSG_OOB") == b"!"


@covers("python:sendall-one-message")
@pytest.mark.parametrize("size", [0, 1, 1400, 60_000])
def test_sendall_sends_one_message(message_pair, size):
    ours, theirs = message_pair

    ours.sendall(PATTERN[:size])
    ours.sendall(b"the next")

    assert theirs.recv(100_000) == PATTERN[:size]
    assert theirs.recv(100_000) == b"the next"


@covers("python:sendall-raises-error")
def test_sendall_fails_when_the_peer_has_reset(tcp_reset):
    assert tcp_reset.fails.sendall(b"to nobody") in {"ECONNRESET", "EPIPE"}


@covers("python:sendall-raises-error")
def test_sendall_that_waits_fails_when_the_peer_goes(stream_cramped):
    ours, theirs = stream_cramped
    sending = ours.start.sendall(PATTERN[:400_000])
    assert sending.blocked()

    theirs.close()

    assert sending.error() in {"ECONNRESET", "EPIPE"}


@covers("python:sendall-raises-error")
def test_sendall_after_the_end_was_sent_is_a_broken_pipe(stream_pair):
    ours, _ = stream_pair
    ours.shutdown("SHUT_WR")

    assert ours.fails.sendall(b"one more thing") == "EPIPE"


@covers("python:sendall-nonblocking")
def test_nonblocking_sendall_sends_what_there_is_room_for_and_fails(stream_cramped):
    ours, theirs = stream_cramped
    ours.setblocking(False)

    assert ours.fails.sendall(PATTERN[:400_000]) in {"EAGAIN", "EWOULDBLOCK"}

    ours.close()
    received = theirs.drain()
    assert 0 < received.count < 400_000
    assert received.good == received.count
