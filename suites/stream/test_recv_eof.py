"""End of file: when it comes, that it stays, and that nothing else looks like it."""
import pytest

from harness.sockets import WOULD_BLOCK

covers = pytest.mark.covers


@covers("posix:recv:eof-after-peer-close")
def test_recv_after_the_peer_closed_returns_nothing(stream_pair, receive):
    ours, theirs = stream_pair

    theirs.close()

    assert receive(ours, 20) == b""


@covers("posix:recv:eof-after-peer-close", "posix:recv:eof-is-sticky", "posix:recv:data-before-eof")
def test_the_end_of_file_comes_after_all_data_and_stays(connection_pair):
    ours, theirs = connection_pair
    theirs.send(b"the last word")
    theirs.close()

    received = [ours.recv(20) for _ in range(4)]

    assert received == [b"the last word", b"", b"", b""]


@covers("posix:recv:eof-after-peer-close")
def test_recv_after_the_peer_shut_down_writing_returns_nothing(connection_outgoing):
    ours, theirs = connection_outgoing

    theirs.shutdown("SHUT_WR")

    assert ours.recv(20) == b""


@covers("posix:recv:eof-is-sticky")
def test_the_end_of_file_stays(stream_pair, receive):
    ours, theirs = stream_pair
    theirs.close()

    received = [receive(ours, 20) for _ in range(4)]

    assert received == [b""] * 4


@covers("posix:recv:eof-is-sticky")
def test_the_end_of_file_stays_when_one_sends(connection_pair):
    ours, theirs = connection_pair
    theirs.shutdown("SHUT_WR")
    assert ours.recv(20) == b""

    ours.send(b"a last word")

    assert theirs.recv(20) == b"a last word"
    assert ours.recv(20) == b""


@covers("posix:recv:data-before-eof")
def test_all_data_comes_before_the_end_of_file(stream_pair, receive):
    ours, theirs = stream_pair
    theirs.send(b"the last word")
    theirs.close()

    received = [receive(ours, 20) for _ in range(3)]

    assert received == [b"the last word", b"", b""]


@covers("posix:recv:data-before-eof")
def test_data_that_is_read_in_parts_comes_before_the_end_of_file(stream_pair, receive):
    ours, theirs = stream_pair
    theirs.send(b"abcdefg")
    theirs.close()

    received = [receive(ours, 3, "MSG_WAITALL") for _ in range(4)]

    assert received == [b"abc", b"def", b"g", b""]


@covers("posix:recv:data-before-eof")
def test_data_read_to_the_last_byte_leaves_the_end_of_file(stream_pair):
    ours, theirs = stream_pair
    theirs.send(b"exactly")
    theirs.close()

    received = [ours.recv(7, "MSG_WAITALL"), ours.recv(7), ours.recv(7)]

    assert received == [b"exactly", b"", b""]


@covers("posix:recv:data-before-eof")
@pytest.mark.parametrize("size", [65_536, 200_001])
def test_a_large_last_word_comes_whole_before_the_end_of_file(stream_pair, size):
    ours, theirs = stream_pair
    pouring = theirs.start.pour(size)
    drained = ours.start.drain()
    assert pouring.result() == (size, None)

    theirs.close()

    assert drained.result() == (size, size, True, None)


@covers("posix:recv:eof-on-nonblocking-not-eagain")
def test_nonblocking_recv_at_the_end_returns_nothing(stream_pair, receive):
    ours, theirs = stream_pair
    ours.setblocking(False)
    assert receive.fails(ours, 20) in WOULD_BLOCK
    theirs.close()
    assert "POLLIN" in ours.ready("POLLIN")

    received = [receive(ours, 20), receive(ours, 20)]

    assert received == [b"", b""]


@covers("posix:recv:eof-on-nonblocking-not-eagain")
def test_a_recv_that_must_not_wait_at_the_end_returns_nothing(connection_pair):
    ours, theirs = connection_pair
    theirs.close()
    assert "POLLIN" in ours.ready("POLLIN")

    assert ours.recv(20, "MSG_DONTWAIT") == b""


@covers("posix:recv:eof-after-peer-close", "posix:recv:blocks-until-data")
def test_a_quiet_connection_is_not_at_its_end(connection_pair):
    ours, theirs = connection_pair
    theirs.shutdown("SHUT_RD")

    assert ours.fails.recv(20, "MSG_DONTWAIT") in WOULD_BLOCK

    theirs.send(b"alive")
    assert ours.recv(20) == b"alive"


@covers("posix:recv:eof-after-peer-close")
def test_the_end_of_one_connection_is_not_that_of_another(target, peer, connection):
    server = peer.listener(connection)
    ours = [target.connect(server), target.connect(server)]
    theirs = [server.accept()[0], server.accept()[0]]
    theirs[0].close()
    assert ours[0].recv(20) == b""

    theirs[1].send(b"goes on")

    assert ours[1].recv(20) == b"goes on"
    assert ours[1].fails.recv(20, "MSG_DONTWAIT") in WOULD_BLOCK


@covers("posix:recv:blocked-wakes-on-peer-close", "posix:recv:eof-after-peer-close")
def test_the_peer_sees_the_end_when_the_target_closes(connection_pair):
    ours, theirs = connection_pair
    ours.send(b"a last word")

    ours.close()

    assert theirs.recv(20) == b"a last word"
    assert theirs.recv(20) == b""


@covers("posix:recv:eof-after-peer-close")
def test_a_pair_of_ones_own_sees_the_end(stream_pair_of_one):
    one, other = stream_pair_of_one
    other.send(b"a last word")
    other.close()

    received = [one.recv(11, "MSG_WAITALL"), one.recv(20), one.recv(20)]

    assert received == [b"a last word", b"", b""]
