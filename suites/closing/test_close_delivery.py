"""What was sent before close reaches the peer, however much it is and however late it reads."""
import pytest

covers = pytest.mark.covers

MUCH = 1_000_000
MORE_THAN_FITS = 20_000
"""Bytes of which a cramped peer holds only a part: the rest is still unsent."""


@covers("posix:close:pending-send-data-delivered")
@pytest.mark.parametrize("size", [1, 4097, 65537, 131_071])
def test_what_was_sent_is_read_before_the_end_of_file(stream_pair, size):
    ours, theirs = stream_pair
    assert ours.pour(size).count == size

    ours.close()

    assert theirs.drain() == (size, size, True, None)


@covers("posix:close:pending-send-data-delivered", "posix:close:linger-off-returns-immediately")
def test_close_returns_at_once_and_unsent_data_is_still_delivered(tcp_cramped):
    ours, theirs = tcp_cramped
    sent = ours.pour(MUCH, "MSG_DONTWAIT").count
    assert sent > MORE_THAN_FITS

    ours.close()

    assert theirs.drain() == (sent, sent, True, None)


@covers("posix:close:linger-off-returns-immediately")
def test_a_linger_time_without_linger_means_nothing(tcp_cramped):
    ours, theirs = tcp_cramped
    ours.setsockopt("SO_LINGER", {"onoff": 0, "linger": 60})
    sent = ours.pour(MUCH, "MSG_DONTWAIT").count
    assert sent > MORE_THAN_FITS

    ours.close()

    assert theirs.drain() == (sent, sent, True, None)


@covers("posix:close:nonblocking-same-as-blocking")
def test_a_nonblocking_socket_delivers_the_same(tcp_cramped):
    ours, theirs = tcp_cramped
    ours.setblocking(False)
    sent = ours.pour(MUCH).count
    assert sent > MORE_THAN_FITS

    ours.close()

    assert theirs.drain() == (sent, sent, True, None)


@covers("posix:close:nonblocking-same-as-blocking")
def test_a_nonblocking_socket_ends_in_order(connection_pair):
    ours, theirs = connection_pair
    ours.setblocking(False)
    ours.send(b"parting words")

    ours.close()

    assert theirs.recv(100) == b"parting words"
    assert theirs.recv(100) == b""


@covers("posix:close:half-closed-then-close-delivers")
def test_a_large_reply_to_a_half_closed_peer_arrives_whole(tcp_cramped):
    ours, theirs = tcp_cramped
    theirs.send(b"request")
    theirs.shutdown("SHUT_WR")
    assert ours.recv(100) == b"request"
    assert ours.recv(100) == b""
    sent = ours.pour(MUCH, "MSG_DONTWAIT").count
    assert sent > MORE_THAN_FITS

    ours.close()

    assert theirs.drain() == (sent, sent, True, None)


@covers("posix:close:half-closed-then-close-delivers")
def test_a_large_reply_is_read_whole_after_the_own_half_close(stream_pair):
    ours, theirs = stream_pair
    ours.shutdown("SHUT_WR")
    assert theirs.recv(100) == b""
    pouring = theirs.start.pour(MUCH)

    drained = ours.drain(MUCH)

    assert pouring.result() == (MUCH, None)
    theirs.close()
    assert drained == (MUCH, MUCH, False, None)
    assert ours.recv(100) == b""


@covers("posix:close:half-closed-then-close-delivers", "posix:recv:data-before-eof")
def test_what_the_peer_sent_before_it_closed_is_all_read(stream_pair):
    ours, theirs = stream_pair
    theirs.setsockopt("SO_SNDBUF", 200_000)
    assert theirs.pour(100_001).count == 100_001

    theirs.close()

    assert ours.drain() == (100_001, 100_001, True, None)


@covers("posix:close:pending-send-data-delivered")
def test_records_sent_before_close_are_all_read(message_pair, fresh):
    ours, theirs = message_pair
    messages = [fresh(size) for size in (1, 1000, 8191)]
    for message in messages:
        ours.send(message)

    ours.close()

    assert [theirs.recv(10_000) for _ in messages] == messages


@covers("posix:close:pending-send-data-delivered")
def test_a_seqpacket_peer_reads_all_records_and_then_the_end(target, unix_seqpacket, peer):
    listener = target.listener(unix_seqpacket)
    theirs = peer.connect(listener)
    ours, _ = listener.accept()
    ours.send(b"first record")
    ours.send(b"second")

    ours.close()

    assert theirs.recv(100) == b"first record"
    assert theirs.recv(100) == b"second"
    assert theirs.recv(100) == b""


@covers("posix:close:pending-send-data-delivered")
def test_what_shutdown_left_unsent_survives_close(tcp_cramped):
    ours, theirs = tcp_cramped
    sent = ours.pour(MUCH, "MSG_DONTWAIT").count
    assert sent > MORE_THAN_FITS
    ours.shutdown("SHUT_WR")

    ours.close()

    assert theirs.drain() == (sent, sent, True, None)
