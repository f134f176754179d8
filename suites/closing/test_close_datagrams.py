"""close of datagram sockets: no end of file, nothing sent is lost, and who sends on is told."""
import pytest

covers = pytest.mark.covers


@pytest.fixture
def local_datagrams(target, peer, unix_datagram):
    """Two AF_UNIX datagram sockets; the target's is connected to the peer's, which is not connected."""
    ours, theirs = target.bound(unix_datagram), peer.bound(unix_datagram)
    ours.connect(theirs.address)
    return ours, theirs


@covers("linux:close:unix-dgram-peer-closed-send-econnrefused")
def test_a_send_to_a_closed_local_peer_is_refused_and_ends_the_association(local_datagrams):
    ours, theirs = local_datagrams
    theirs.close()

    assert ours.fails.send(b"anyone?") == "ECONNREFUSED"

    assert ours.fails.send(b"still?") == "ENOTCONN"
    assert ours.fails.getpeername() == "ENOTCONN"


@covers("linux:close:unix-dgram-peer-closed-send-econnrefused")
def test_a_socket_that_lost_its_local_peer_can_have_another(peer, local_datagrams):
    ours, theirs = local_datagrams
    theirs.close()
    assert ours.fails.send(b"anyone?") == "ECONNREFUSED"
    another = peer.bound(ours.kind)

    ours.connect(another.address)

    ours.send(b"to another")
    assert another.recvfrom(100) == (b"to another", ours.address)


@covers("linux:close:unix-dgram-peer-closed-send-econnrefused")
def test_our_close_is_told_to_who_sends_to_us(target, peer, unix_datagram):
    ours, theirs = target.bound(unix_datagram), peer.bound(unix_datagram)
    theirs.connect(ours.address)
    theirs.send(b"in time")

    ours.close()

    assert theirs.fails.send(b"anyone?") == "ECONNREFUSED"
    assert theirs.fails.send(b"still?") == "ENOTCONN"


@covers("linux:close:unix-dgram-peer-closed-send-econnrefused")
def test_close_of_one_of_two_handles_is_told_to_nobody(target, peer, unix_datagram):
    ours, theirs = target.bound(unix_datagram), peer.bound(unix_datagram)
    duplicate = ours.dup()
    theirs.connect(ours.address)

    ours.close()

    theirs.send(b"still there")
    assert duplicate.recv(100) == b"still there"


@covers("linux:close:unix-dgram-blocked-send-wakes")
def test_a_send_that_waits_for_room_is_told_that_its_receiver_closed(local_datagrams):
    ours, theirs = local_datagrams
    pouring = ours.start.pour(1 << 20, chunk=100)
    assert pouring.blocked()

    theirs.close()

    assert pouring.result().stopped == "ECONNREFUSED"


@covers("linux:close:unix-dgram-blocked-send-wakes")
def test_our_close_is_told_to_who_waits_for_room(target, peer, unix_datagram):
    ours, theirs = target.bound(unix_datagram), peer.bound(unix_datagram)
    theirs.connect(ours.address)
    pouring = theirs.start.pour(1 << 20, chunk=100)
    assert pouring.blocked()

    ours.close()

    assert pouring.result().stopped == "ECONNREFUSED"


@covers("posix:close:udp-close-is-refusal")
def test_our_close_is_told_to_a_connected_udp_sender(udp_pair):
    ours, theirs = udp_pair
    ours.close()

    theirs.send(b"anyone?")

    assert "POLLERR" in theirs.ready("POLLIN")
    assert theirs.fails.recv(100) == "ECONNREFUSED"


@covers("linux:close:unix-dgram-peer-closed-recv-no-eof")
def test_close_of_a_datagram_peer_is_no_end_of_file(datagram_pair):
    ours, theirs = datagram_pair
    ours.setblocking(False)

    theirs.close()

    assert ours.fails.recv(100) in {"EAGAIN", "EWOULDBLOCK"}


@covers("linux:close:unix-dgram-peer-closed-recv-no-eof")
def test_our_close_is_no_end_of_file_to_a_datagram_peer(datagram_pair):
    ours, theirs = datagram_pair
    receiving = theirs.start.recv(100)
    assert receiving.blocked()

    ours.close()

    assert receiving.still_blocked()


@covers("linux:close:unix-dgram-peer-closed-recv-no-eof")
def test_close_of_one_end_of_a_datagram_pair_is_no_end_of_file(target, unix_datagram):
    one, other = target.pair(unix_datagram)
    other.setblocking(False)

    one.close()

    assert other.fails.recv(100) in {"EAGAIN", "EWOULDBLOCK"}
    assert other.fails.send(b"anyone?") == "ECONNREFUSED"


@covers("posix:close:unix-dgram-queued-survive-sender-close")
def test_local_datagrams_outlive_their_sender(local_datagrams, fresh):
    ours, theirs = local_datagrams
    messages, address = [fresh(size) for size in (1, 4097, 60_000)], ours.address
    for message in messages:
        ours.send(message)

    ours.close()

    assert [theirs.recvfrom(100_000) for _ in messages] == [(message, address) for message in messages]


@covers("posix:close:unix-dgram-queued-survive-sender-close")
def test_we_can_read_local_datagrams_whose_sender_has_closed(target, peer, unix_datagram):
    ours, theirs = target.bound(unix_datagram), peer.bound(unix_datagram)
    address = theirs.address
    theirs.sendto(b"first", ours.address)
    theirs.sendto(b"", ours.address)
    theirs.sendto(b"third", ours.address)

    theirs.close()

    assert [ours.recvfrom(100) for _ in range(3)] == [(b"first", address), (b"", address), (b"third", address)]


@covers("posix:close:udp-sent-datagrams-still-arrive")
def test_udp_datagrams_arrive_although_their_sender_closes_at_once(target, peer, udp, fresh):
    ours, theirs = target.bound(udp), peer.bound(udp)
    messages, address = [fresh(size) for size in (1, 1473, 20_000)], ours.address
    for message in messages:
        ours.sendto(message, theirs.address)

    ours.close()

    assert [theirs.recvfrom(100_000) for _ in messages] == [(message, address) for message in messages]


@covers("posix:close:udp-sent-datagrams-still-arrive")
def test_close_sends_no_datagram_of_its_own(target, peer, datagram):
    ours, theirs, other = target.bound(datagram), peer.bound(datagram), peer.bound(datagram)
    ours.connect(theirs.address)
    ours.send(b"the last one")

    ours.close()

    assert theirs.recv(100) == b"the last one"
    other.sendto(b"of another", theirs.address)
    assert theirs.recvfrom(100) == (b"of another", other.address)
