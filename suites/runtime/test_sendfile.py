"""sendfile sends a file, or the part of it that was asked for, and says how much and where it stopped."""
import pytest

covers = pytest.mark.covers

PATTERN = b"".join(number.to_bytes(8, "big") for number in range(126_000))      # what drain compares with


@covers("python:sendfile-whole")
@pytest.mark.parametrize("size", [1, 4095, 4096, 65537, 300_001, 1_000_003])
def test_a_file_arrives_whole(stream_pair, size):
    ours, theirs = stream_pair

    sending = ours.start.sendfile(PATTERN[:size])

    assert theirs.drain(size) == (size, size, False, None)
    assert sending.result() == (size, size)
    ours.close()
    assert theirs.recv(1) == b""


@covers("python:sendfile-whole")
def test_an_empty_file_sends_nothing(stream_pair):
    ours, theirs = stream_pair

    assert ours.sendfile(b"")[0] == 0

    ours.send(b"next")
    assert theirs.recv(10) == b"next"


@covers("python:sendfile-offset")
@pytest.mark.parametrize("offset", [1, 4096, 65537, 99_999])
def test_a_file_is_sent_from_the_offset_on(stream_pair, offset):
    ours, theirs = stream_pair

    sending = ours.start.sendfile(PATTERN[:100_000], offset)

    assert theirs.drain(100_000 - offset, offset=offset) == (100_000 - offset, 100_000 - offset, False, None)
    assert sending.result() == (100_000 - offset, 100_000)
    assert theirs.poll("POLLIN") == set()


@covers("python:sendfile-offset")
def test_nothing_is_sent_from_behind_the_end(stream_pair):
    ours, theirs = stream_pair

    assert ours.sendfile(b"short", 10)[0] == 0

    ours.send(b"next")
    assert theirs.recv(10) == b"next"


@covers("python:sendfile-count")
@pytest.mark.parametrize(("offset", "count"), [(0, 1), (0, 4096), (3, 5), (0, 65537), (70_000, 29_999), (70_000, 30_000)])
def test_no_more_is_sent_than_was_asked_for(stream_pair, offset, count):
    ours, theirs = stream_pair

    sending = ours.start.sendfile(PATTERN[:100_000], offset, count)

    assert theirs.drain(count, offset=offset) == (count, count, False, None)
    assert sending.result() == (count, offset + count)
    ours.close()
    assert theirs.recv(1) == b""


@covers("python:sendfile-count")
def test_no_more_is_sent_than_there_is(stream_pair):
    ours, theirs = stream_pair

    assert ours.sendfile(PATTERN[:1000], 100, 5000) == (900, 1000)

    assert theirs.drain(900, offset=100).good == 900
    assert theirs.poll("POLLIN") == set()


@covers("python:sendfile-whole")
def test_one_file_follows_the_other(stream_pair):
    ours, theirs = stream_pair

    ours.sendfile(b"the first file, ")
    ours.send(b"a word between, ")
    ours.sendfile(b"the second file")

    ours.close()
    assert theirs.file_read() == b"the first file, a word between, the second file"


@covers("python:sendfile-waits-for-room")
@pytest.mark.parametrize("timeout", [None, 60])
def test_sendfile_goes_on_whenever_the_peer_makes_room(stream_cramped, timeout):
    ours, theirs = stream_cramped
    ours.settimeout(timeout)
    sending = ours.start.sendfile(PATTERN[:400_000])
    assert sending.blocked()

    assert theirs.drain(400_000) == (400_000, 400_000, False, None)

    assert sending.result() == (400_000, 400_000)
    assert theirs.poll("POLLIN") == set()


@covers("python:sendfile-timeout")
@pytest.mark.waits
def test_sendfile_times_out_when_the_peer_makes_no_room(stream_cramped):
    ours, theirs = stream_cramped
    ours.settimeout(0.05)

    sending = ours.start.sendfile(PATTERN[:400_000])

    assert sending.error() == "TimeoutError"
    assert sending.seconds >= 0.05
    ours.close()
    received = theirs.drain()
    assert received.good == received.count > 0


@covers("python:sendfile-streams-only")
def test_sendfile_refuses_datagram_sockets(datagram_pair):
    ours, theirs = datagram_pair

    assert ours.fails.sendfile(b"no stream") == "ValueError"

    assert theirs.poll("POLLIN") == set()


@covers("python:sendfile-blocking-only")
def test_sendfile_refuses_nonblocking_sockets(stream_pair):
    ours, theirs = stream_pair
    ours.setblocking(False)

    assert ours.fails.sendfile(b"cannot wait") == "ValueError"

    assert theirs.poll("POLLIN") == set()


@covers("python:sendfile-raises-error")
def test_sendfile_to_a_peer_that_reset_fails(tcp_reset):
    assert tcp_reset.fails.sendfile(PATTERN[:10]) in {"ECONNRESET", "EPIPE"}


@covers("python:sendfile-raises-error")
def test_sendfile_after_the_end_was_sent_is_a_broken_pipe(stream_pair):
    ours, _ = stream_pair
    ours.shutdown("SHUT_WR")

    assert ours.fails.sendfile(PATTERN[:10]) == "EPIPE"
