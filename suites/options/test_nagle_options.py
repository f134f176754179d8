"""TCP_NODELAY and TCP_CORK: into how many segments small sends are put, counted at the peer."""
import struct

import pytest

covers = pytest.mark.covers
DATA_SEGMENTS_IN = 152      # where struct tcp_info counts the segments with data that came
TRIES = 5                   # of what a busy machine can spoil, by being late


def data_segments(sock):
    """How many segments with data a TCP socket has received."""
    return struct.unpack_from("I", sock.getsockopt("TCP_INFO", size=192), DATA_SEGMENTS_IN)[0]


def segments_of_three_sends(ours, theirs):
    """Send three bytes in three calls to a peer that delays its acknowledgements: how many segments came."""
    theirs.setsockopt("TCP_QUICKACK", 0)
    before = data_segments(theirs)
    for piece in (b"x", b"y", b"z"):
        ours.send(piece)
    assert theirs.recv(3, "MSG_WAITALL") == b"xyz"
    theirs.setsockopt("TCP_QUICKACK", 1)
    return data_segments(theirs) - before


@covers("posix:setsockopt:tcp-nodelay-roundtrip")
def test_nodelay_is_off_and_reads_as_it_was_set_last(target, tcp):
    sock = target.open(tcp)
    assert sock.getsockopt("TCP_NODELAY") == 0

    sock.setsockopt("TCP_NODELAY", 1)
    assert sock.getsockopt("TCP_NODELAY") != 0

    sock.setsockopt("TCP_NODELAY", 0)
    assert sock.getsockopt("TCP_NODELAY") == 0


@covers("posix:setsockopt:tcp-nodelay-no-delay")
@pytest.mark.usefixtures("lossless")
def test_with_nodelay_every_small_send_is_a_segment(tcp_pair):
    ours, theirs = tcp_pair

    ours.setsockopt("TCP_NODELAY", 1)

    assert any(segments_of_three_sends(ours, theirs) >= 3 for _ in range(TRIES))        # what waits for a processor may be joined


@covers("posix:setsockopt:tcp-nodelay-off-waits")
def test_without_nodelay_small_sends_wait_for_the_acknowledgement(tcp_pair):
    assert any(segments_of_three_sends(*tcp_pair) < 3 for _ in range(TRIES))


@covers("posix:setsockopt:tcp-nodelay-off-waits")
def test_once_nodelay_is_off_again_small_sends_wait_for_the_acknowledgement(tcp_pair):
    tcp_pair.ours.setsockopt("TCP_NODELAY", 1)
    tcp_pair.ours.setsockopt("TCP_NODELAY", 0)

    assert any(segments_of_three_sends(*tcp_pair) < 3 for _ in range(TRIES))


@covers("posix:setsockopt:tcp-nodelay-no-delay")
@pytest.mark.usefixtures("lossless")
def test_nodelay_set_before_connecting_holds_afterwards(target, peer, tcp):
    ours, listener = target.open(tcp), peer.listener(tcp)
    ours.setsockopt("TCP_NODELAY", 1)

    ours.connect(listener.address)

    theirs, _ = listener.accept()
    assert any(segments_of_three_sends(ours, theirs) >= 3 for _ in range(TRIES))


@covers("linux:setsockopt:tcp-quickack")
def test_with_quick_acknowledgements_off_the_small_sends_of_the_peer_wait(tcp_pair):
    ours, theirs = tcp_pair

    def segments():
        ours.setsockopt("TCP_QUICKACK", 0)
        before = data_segments(ours)
        for piece in (b"x", b"y", b"z"):
            theirs.send(piece)
        assert [ours.recv(1) for _ in range(3)] == [b"x", b"y", b"z"]
        return data_segments(ours) - before

    assert any(segments() < 3 for _ in range(TRIES))


@covers("linux:setsockopt:tcp-cork-holds-then-flushes")
@pytest.mark.waits
def test_a_cork_holds_small_sends_until_it_is_drawn(tcp_pair):
    ours, theirs = tcp_pair

    def held_and_flushed():
        ours.setsockopt("TCP_CORK", 1)
        before = data_segments(theirs)
        ours.send(b"one ")
        ours.send(b"two")
        held = not theirs.poll("POLLIN", timeout=0.05)
        ours.setsockopt("TCP_CORK", 0)
        assert theirs.recv(7, "MSG_WAITALL") == b"one two"
        return held and data_segments(theirs) - before == 1

    assert any(held_and_flushed() for _ in range(TRIES))


@covers("linux:setsockopt:tcp-cork-holds-then-flushes")
@pytest.mark.waits
def test_a_cork_that_nobody_draws_gives_way(tcp_pair):
    ours, theirs = tcp_pair
    ours.setsockopt("TCP_CORK", 1)

    ours.send(b"in the end")

    assert theirs.recv(20) == b"in the end"


@covers("linux:setsockopt:tcp-cork-holds-then-flushes")
@pytest.mark.waits
def test_a_cork_lets_full_segments_pass(tcp_pair):
    ours, theirs = tcp_pair
    ours.setsockopt("TCP_MAXSEG", 1000)
    ours.setsockopt("TCP_CORK", 1)

    pouring = ours.start.pour(200_001)

    assert theirs.drain(200_001)[:2] == (200_001, 200_001)
    assert pouring.result().count == 200_001


@covers("linux:setsockopt:tcp-cork-roundtrip")
def test_a_cork_is_off_and_reads_as_it_was_set_last(target, tcp):
    sock = target.open(tcp)
    read = [sock.getsockopt("TCP_CORK")]

    for value in (1, 0, 7):
        sock.setsockopt("TCP_CORK", value)
        read.append(sock.getsockopt("TCP_CORK"))

    assert read == [0, 1, 0, 1]
    assert sock.getsockopt("TCP_NODELAY") == 0
