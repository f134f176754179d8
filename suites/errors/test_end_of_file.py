"""The end of file comes after all data, however the reader waits for it, and it stays."""
import pytest

covers = pytest.mark.covers

SIZE = 60_001


@covers("posix:errors:eof-never-precedes-data", "posix:recv:data-before-eof")
@pytest.mark.parametrize("chunk", [777, 65_536])
def test_a_reader_that_waits_gets_all_data_first(stream_pair, chunk):
    ours, theirs = stream_pair
    draining = ours.start.drain(chunk=chunk)
    assert draining.blocked()

    theirs.pour(SIZE)
    theirs.close()

    assert draining.result() == (SIZE, SIZE, True, None)


@covers("posix:errors:eof-never-precedes-data")
def test_a_reader_that_comes_late_gets_all_data_first(stream_outgoing):
    ours, theirs = stream_outgoing
    theirs.pour(SIZE)
    theirs.close()
    assert "POLLRDHUP" in ours.ready("POLLRDHUP")

    drained = ours.drain(chunk=4099)

    assert drained == (SIZE, SIZE, True, None)


@covers("posix:errors:eof-never-precedes-data")
def test_a_reader_that_polls_before_each_call_gets_all_data_first(stream_pair):
    ours, theirs = stream_pair
    ours.setblocking(False)
    theirs.pour(SIZE)
    theirs.close()

    received = b""
    while "POLLIN" in ours.ready("POLLIN") and (data := ours.recv(7000)):
        received += data

    assert len(received) == SIZE


@covers("posix:errors:eof-never-precedes-data")
def test_a_reader_that_asks_for_everything_gets_all_data_first(stream_pair):
    ours, theirs = stream_pair
    receiving = ours.start.recv(100_000, "MSG_WAITALL")
    assert receiving.blocked()

    theirs.pour(SIZE)
    theirs.close()

    assert len(receiving.result()) == SIZE
    assert ours.recv(100) == b""


@covers("posix:errors:eof-never-precedes-data")
def test_a_reader_like_a_file_gets_all_data(stream_pair):
    ours, theirs = stream_pair
    reading = ours.start.file_read()
    assert reading.blocked()

    theirs.pour(SIZE)
    theirs.close()

    assert len(reading.result()) == SIZE


@covers("posix:errors:eof-never-precedes-data")
def test_many_short_connections_all_deliver_before_they_end(target, peer, connection):
    listener = target.listener(connection)
    for number in range(8):
        client = peer.connect(listener)
        client.send(b"%d was here" % number)
        client.close()

    ours = [listener.accept()[0] for _ in range(8)]

    assert [sock.recv(100) for sock in ours] == [b"%d was here" % number for number in range(8)]
    assert [sock.recv(100) for sock in ours] == [b""] * 8


@covers("posix:recv:eof-is-sticky", "posix:recv:eof-after-peer-close")
def test_the_end_of_file_stays(connection_pair, receive):
    ours, theirs = connection_pair
    theirs.send(b"their last")
    theirs.close()

    assert receive(ours, 100) == b"their last"

    assert [receive(ours, 100) for _ in range(3)] == [b"", b"", b""]


@covers("posix:recv:eof-is-sticky", "posix:recv:peek-at-eof")
def test_a_peek_at_the_end_of_file_leaves_it_there(connection_pair):
    ours, theirs = connection_pair
    theirs.close()

    assert ours.recv(100, "MSG_PEEK") == b""

    assert ours.recv(100, "MSG_PEEK") == b""
    assert ours.recv(100) == b""


@covers("posix:recv:eof-on-nonblocking-not-eagain")
def test_a_nonblocking_recv_at_the_end_of_file_need_not_wait(connection_pair, receive):
    ours, theirs = connection_pair
    ours.setblocking(False)
    assert receive.fails(ours, 100) in {"EAGAIN", "EWOULDBLOCK"}
    theirs.close()
    assert "POLLIN" in ours.ready("POLLIN")

    assert receive(ours, 100) == b""

    assert receive(ours, 100) == b""
    assert ours.recv(100, "MSG_DONTWAIT") == b""


@covers("posix:recv:blocked-wakes-on-peer-close")
def test_the_end_of_file_wakes_a_blocked_recv(connection_pair, receive):
    ours, theirs = connection_pair
    receiving = receive.start(ours, 100)
    assert receiving.blocked()

    theirs.close()

    assert receiving.result() == b""


@covers("posix:recv:eof-after-peer-close")
def test_nothing_is_readable_at_the_end_of_file(stream_pair):
    ours, theirs = stream_pair
    theirs.send(b"their last")
    theirs.close()
    assert ours.recv(100) == b"their last"

    assert ours.recv(100) == b""

    assert ours.readable() == 0
    assert ours.getsockopt("SO_ERROR") == 0


@covers("posix:getpeername:after-peer-fin-still-works")
def test_the_peer_is_still_known_at_the_end_of_file(connection_outgoing):
    ours, theirs = connection_outgoing
    address = ours.getpeername()
    theirs.shutdown("SHUT_WR")

    assert ours.recv(100) == b""

    assert ours.getpeername() == address


@covers("posix:errors:eof-never-precedes-data")
def test_an_empty_datagram_is_no_end_of_file(datagram_pair, receive):
    ours, theirs = datagram_pair
    theirs.send(b"")
    theirs.send(b"behind it")

    assert receive(ours, 100) == b""

    assert receive(ours, 100) == b"behind it"
