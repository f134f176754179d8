"""shutdown for reading: recv has nothing to wait for any more; sending goes on."""
import pytest

covers = pytest.mark.covers


@covers("posix:shutdown:read-local-eof")
def test_recv_returns_the_end_of_file_at_once(connection_pair, receive):
    ours, _ = connection_pair

    ours.shutdown("SHUT_RD")

    assert receive(ours, 100) == b""
    assert receive(ours, 100) == b""


@covers("posix:shutdown:read-local-eof")
def test_a_nonblocking_recv_returns_the_end_of_file(connection_outgoing, receive):
    ours, _ = connection_outgoing
    ours.setblocking(False)

    ours.shutdown("SHUT_RD")

    assert receive(ours, 100) == b""


@covers("posix:shutdown:read-local-eof")
def test_a_connected_datagram_socket_has_nothing_to_wait_for_either(datagram_pair, receive):
    ours, _ = datagram_pair

    ours.shutdown("SHUT_RD")

    assert receive(ours, 100) == b""


@covers("linux:shutdown:read-queued-data-still-readable")
def test_queued_data_is_read_before_the_end_of_file(connection_pair):
    ours, theirs = connection_pair
    theirs.send(b"already here")
    assert "POLLIN" in ours.ready("POLLIN")

    ours.shutdown("SHUT_RD")

    assert ours.recv(100) == b"already here"
    assert ours.recv(100) == b""


@covers("linux:shutdown:read-queued-data-still-readable")
def test_queued_data_is_read_in_pieces_before_the_end_of_file(stream_pair, receive):
    ours, theirs = stream_pair
    theirs.send(b"already here")
    assert "POLLIN" in ours.ready("POLLIN")

    ours.shutdown("SHUT_RD")

    assert receive(ours, 7) == b"already"
    assert ours.readable() == 5
    assert receive(ours, 100) == b" here"
    assert receive(ours, 100) == b""


@covers("posix:shutdown:read-can-still-send")
def test_what_we_send_still_arrives(connection_pair, push):
    ours, theirs = connection_pair
    ours.shutdown("SHUT_RD")

    push(ours, b"still sending")

    assert theirs.recv(100) == b"still sending"
    push(ours, b"and again")
    assert theirs.recv(100) == b"and again"
    ours.shutdown("SHUT_WR")
    assert theirs.recv(100) == b""


@covers("posix:shutdown:read-can-still-send")
def test_much_that_we_send_still_arrives(stream_pair):
    ours, theirs = stream_pair
    ours.shutdown("SHUT_RD")
    pouring = ours.start.pour(500_001)

    drained = theirs.drain(500_001)

    assert drained == (500_001, 500_001, False, None)
    assert pouring.result() == (500_001, None)


@covers("linux:shutdown:read-tcp-silent-on-wire")
def test_the_peer_notices_nothing(tcp_pair):
    ours, theirs = tcp_pair
    receiving = theirs.start.recv(100)
    assert receiving.blocked()

    ours.shutdown("SHUT_RD")

    assert receiving.still_blocked()
    ours.send(b"nothing happened")
    assert receiving.result() == b"nothing happened"
    assert theirs.poll("POLLIN", "POLLOUT", "POLLRDHUP") == {"POLLOUT"}


@covers("linux:shutdown:read-tcp-silent-on-wire")
def test_the_peer_notices_nothing_even_if_data_is_unread(tcp_pair):
    ours, theirs = tcp_pair
    theirs.send(b"unread")
    assert "POLLIN" in ours.ready("POLLIN")
    receiving = theirs.start.recv(100)
    assert receiving.blocked()

    ours.shutdown("SHUT_RD")

    assert receiving.still_blocked()
    ours.send(b"nothing happened")
    assert receiving.result() == b"nothing happened"


@pytest.fixture
def tcp_later_data(tcp_pair):
    """The target's end of a TCP connection, shut down for reading before its peer sent ``later`` and closed."""
    ours, theirs = tcp_pair
    ours.shutdown("SHUT_RD")
    theirs.send(b"later")
    theirs.setsockopt("SO_LINGER", {"onoff": 1, "linger": 60})  # so that close waits until all has arrived
    theirs.close()
    return ours


@covers("posix:shutdown:read-tcp-later-data")
def test_later_data_of_a_tcp_peer_is_taken_or_dropped(tcp_later_data, choice):
    received = tcp_later_data.recv(100)

    choice("posix:shutdown:read-tcp-later-data", "data" if received else "end of file")
    assert received in {b"later", b""}


@covers("linux:shutdown:read-tcp-later-data-readable")
def test_later_data_of_a_tcp_peer_can_be_read(tcp_later_data):
    assert tcp_later_data.recv(100) == b"later"

    assert tcp_later_data.recv(100) == b""


@covers("linux:shutdown:read-unix-peer-send-epipe")
def test_a_local_peer_can_no_longer_send(local_pair):
    ours, theirs = local_pair

    ours.shutdown("SHUT_RD")

    assert theirs.fails.send(b"too late") == "EPIPE"
    ours.send(b"still sending")
    assert theirs.recv(100) == b"still sending"


@covers("linux:shutdown:read-unix-peer-send-epipe")
def test_we_can_no_longer_send_to_a_local_peer_that_stopped_reading(local_pair, push):
    ours, theirs = local_pair
    theirs.send(b"their last")

    theirs.shutdown("SHUT_RD")

    assert push.fails(ours, b"too late") == "EPIPE"
    assert push.fails(ours, b"later still") == "EPIPE"
    assert ours.recv(100) == b"their last"


@covers("posix:shutdown:affects-duplicated-handle")
def test_a_duplicate_reads_the_end_of_file_as_well(connection_pair):
    ours, _ = connection_pair
    duplicate = ours.dup()

    duplicate.shutdown("SHUT_RD")

    assert ours.recv(100) == b""


@covers("posix:shutdown:read-twice")
def test_reading_can_be_shut_down_twice(connection_pair):
    ours, theirs = connection_pair
    ours.shutdown("SHUT_RD")

    ours.shutdown("SHUT_RD")

    assert ours.recv(100) == b""
    ours.send(b"still sending")
    assert theirs.recv(100) == b"still sending"


@covers("posix:shutdown:read-local-eof")
def test_peek_and_waitall_return_the_end_of_file_too(stream_pair):
    ours, _ = stream_pair

    ours.shutdown("SHUT_RD")

    assert ours.recv(100, "MSG_PEEK") == b""
    assert ours.recv(100, "MSG_WAITALL") == b""
    assert ours.recv(100, "MSG_DONTWAIT") == b""
    assert ours.readable() == 0
