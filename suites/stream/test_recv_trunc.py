"""MSG_TRUNC on a receive: the true length of a message, and TCP data thrown away (Linux)."""
import pytest

from harness.sockets import WOULD_BLOCK

covers = pytest.mark.covers


@covers("linux:recv:trunc-flag-returns-real-length")
def test_the_true_length_of_a_message_is_returned(message_pair):
    ours, theirs = message_pair
    theirs.send(b"conformance")
    theirs.send(b"next")

    count, buffer = ours.recv_into(4, 0, "MSG_TRUNC")

    assert count == 11
    assert buffer == b"conf"
    assert ours.recv(20) == b"next"


@covers("linux:recv:trunc-flag-returns-real-length")
def test_the_length_of_a_message_that_fits_is_returned(message_pair):
    ours, theirs = message_pair
    theirs.send(b"fits")

    count, buffer = ours.recv_into(8, 0, "MSG_TRUNC")

    assert count == 4
    assert buffer == b"fits\xaa\xaa\xaa\xaa"


@covers("linux:recv:trunc-flag-returns-real-length")
def test_a_peek_returns_the_true_length_too(message_pair):
    ours, theirs = message_pair
    theirs.send(b"conformance")

    count, buffer = ours.recv_into(4, 0, "MSG_TRUNC", "MSG_PEEK")

    assert count == 11
    assert buffer == b"conf"
    assert ours.recv(20) == b"conformance"


@covers("linux:recv:trunc-peek-zero-gives-size")
def test_the_length_of_a_message_can_be_asked_for(message_pair):
    ours, theirs = message_pair
    theirs.send(b"conformance")
    theirs.send(b"next")

    lengths = [ours.recvmsg_into([], "MSG_PEEK", "MSG_TRUNC").count, ours.recvfrom_into(0, 0, "MSG_PEEK", "MSG_TRUNC")[0]]

    assert lengths == [11, 11]
    assert [ours.recv(20), ours.recv(20)] == [b"conformance", b"next"]


@covers("linux:recv:trunc-tcp-discards")
def test_tcp_data_is_thrown_away(tcp_pair, arrived):
    ours, theirs = tcp_pair
    theirs.send(b"conformance")
    arrived(ours, 11)

    count, buffer = ours.recv_into(3, 0, "MSG_TRUNC")

    assert count == 3
    assert buffer == b"\xaa\xaa\xaa"
    assert ours.recv(20) == b"formance"


@covers("linux:recv:trunc-tcp-discards")
def test_no_more_tcp_data_is_thrown_away_than_there_is(tcp_pair):
    ours, theirs = tcp_pair
    theirs.send(b"short")
    assert "POLLIN" in ours.ready("POLLIN")

    count, _ = ours.recv_into(100, 0, "MSG_TRUNC")

    assert count == 5
    assert ours.fails.recv(20, "MSG_DONTWAIT") in WOULD_BLOCK
    theirs.send(b"next")
    assert ours.recv(20) == b"next"


@covers("linux:recv:trunc-tcp-discards")
def test_a_peek_throws_no_tcp_data_away(tcp_pair, arrived):
    ours, theirs = tcp_pair
    theirs.send(b"conformance")
    arrived(ours, 11)

    count, buffer = ours.recv_into(20, 0, "MSG_TRUNC", "MSG_PEEK")

    assert count == 11
    assert buffer == b"\xaa" * 20
    assert ours.recv(20) == b"conformance"


@covers("linux:recv:unix-stream-trunc-ignored")
def test_the_flag_does_nothing_on_a_local_stream(unix_stream_pair):
    ours, theirs = unix_stream_pair
    theirs.send(b"conformance")

    count, buffer = ours.recv_into(4, 0, "MSG_TRUNC")

    assert count == 4
    assert buffer == b"conf"
    assert ours.recv(20) == b"ormance"
