"""Whom an AF_UNIX datagram socket talks to: the peer it is connected to, and nobody else."""
import pytest

from harness.lines import Unix

covers = pytest.mark.covers


@pytest.fixture
def choosy(target, peer, unix_datagram):
    """The target's socket, connected to a friend of the peer's."""
    friend, sock = peer.bound(unix_datagram), target.bound(unix_datagram)
    sock.connect(friend.address)
    return sock, friend


@covers("posix:unix:dgram-connect-filters-senders")
def test_a_connected_socket_hears_its_peer_only(peer, unix_datagram, choosy):
    sock, friend = choosy
    stranger = peer.bound(unix_datagram)

    outcome = stranger.start.sendto(b"from a stranger", sock.address)
    assert not outcome.blocked()

    friend.sendto(b"from the friend", sock.address)
    assert sock.recvfrom(20) == (b"from the friend", friend.address)
    assert sock.poll("POLLIN") == set()


@covers("linux:unix:dgram-connect-refuses-strangers")
def test_a_stranger_of_the_target_is_refused(target, peer, unix_datagram):
    friend, sock, stranger = peer.bound(unix_datagram), peer.bound(unix_datagram), target.bound(unix_datagram)
    sock.connect(friend.address)

    assert stranger.fails.sendto(b"one", sock.address) == "EPERM"
    assert stranger.fails.sendmsg([b"two"], address=sock.address) == "EPERM"
    assert stranger.fails.connect(sock.address) == "EPERM"

    assert sock.poll("POLLIN") == set()


@covers("linux:unix:dgram-connect-refuses-strangers")
def test_the_friend_of_the_target_is_not_refused(target, peer, unix_datagram):
    friend, sock = target.bound(unix_datagram), peer.bound(unix_datagram)
    sock.connect(friend.address)

    friend.sendto(b"by sendto", sock.address)
    friend.connect(sock.address)
    friend.send(b"by connect")

    assert [sock.recvfrom(20), sock.recvfrom(20)] == [(b"by sendto", friend.address), (b"by connect", friend.address)]


@covers("posix:unix:dgram-queued-before-connect")
def test_what_was_queued_before_the_connect_can_still_be_read(target, peer, unix_datagram):
    friend, stranger, sock = peer.bound(unix_datagram), peer.bound(unix_datagram), target.bound(unix_datagram)
    stranger.sendto(b"early", sock.address)

    sock.connect(friend.address)

    assert sock.recvfrom(20) == (b"early", stranger.address)


@covers("linux:unix:dgram-reconnect-and-self")
def test_a_socket_can_be_connected_to_itself(target, unix_datagram):
    sock = target.bound(unix_datagram)

    sock.connect(sock.address)

    assert sock.getpeername() == sock.getsockname()
    assert sock.send(b"note to self") == 12
    assert sock.recvfrom(20) == (b"note to self", sock.address)


@covers("linux:unix:dgram-reconnect-and-self")
def test_sends_reach_the_latest_peer(peer, unix_datagram, choosy):
    sock, first = choosy
    second = peer.bound(unix_datagram)
    sock.send(b"to the first")

    sock.connect(second.address)

    assert sock.getpeername() == second.address
    sock.send(b"to the second")
    assert second.recvfrom(20) == (b"to the second", sock.address)
    assert first.recv(20) == b"to the first"
    assert first.poll("POLLIN") == set()


@covers("linux:unix:dgram-reconnect-and-self")
def test_a_reconnected_socket_hears_the_new_peer_and_no_longer_the_old(peer, unix_datagram, choosy):
    sock, first = choosy
    second = peer.bound(unix_datagram)

    sock.connect(second.address)

    assert first.fails.sendto(b"once a friend", sock.address) == "EPERM"
    second.sendto(b"the new one", sock.address)
    assert sock.recvfrom(20) == (b"the new one", second.address)


@covers("linux:unix:dgram-connected-sendto-elsewhere")
def test_a_connected_socket_can_send_elsewhere(peer, unix_datagram, choosy):
    sock, friend = choosy
    other = peer.bound(unix_datagram)

    sock.sendto(b"elsewhere", other.address)
    sock.sendmsg([b"else", b"where too"], address=other.address)
    sock.send(b"at home")

    assert [other.recvfrom(20), other.recv(20)] == [(b"elsewhere", sock.address), b"elsewhere too"]
    assert friend.recvfrom(20) == (b"at home", sock.address)


@covers("posix:unix:dgram-one-way-connect")
def test_connecting_one_end_leaves_the_other_free(target, peer, unix_datagram):
    receiver = target.bound(unix_datagram)
    connected, loose = peer.bound(unix_datagram), peer.bound(unix_datagram)
    connected.connect(receiver.address)

    connected.send(b"from one")
    loose.sendto(b"from another", receiver.address)

    assert [receiver.recvfrom(20), receiver.recvfrom(20)] == [(b"from one", connected.address), (b"from another", loose.address)]
    assert receiver.fails.getpeername() == "ENOTCONN"


@covers("linux:unix:dgram-no-destination-enotconn")
def test_a_socket_without_a_peer_cannot_send(target, unix_datagram):
    sock = target.bound(unix_datagram)

    assert sock.fails.send(b"to whom") == "ENOTCONN"
    assert sock.fails.sendmsg([b"to ", b"whom"]) == "ENOTCONN"


@covers("linux:sendto:unix-dgram-wrong-type-eprototype")
def test_a_datagram_to_a_stream_socket_fails(target, peer, unix_datagram, unix_stream):
    listener = peer.listener(unix_stream)
    sock = target.open(unix_datagram)

    assert sock.fails.sendto(b"misdirected", listener.address) == "EPROTOTYPE"
    assert sock.fails.sendmsg([b"misdirected"], address=listener.address) == "EPROTOTYPE"


@covers("posix:sendto:unix-dgram-stale-path-econnrefused")
def test_a_datagram_to_a_path_whose_socket_is_closed_is_refused(target, peer, unix_datagram):
    stale = peer.bound(unix_datagram)
    path = stale.address
    stale.close()

    assert target.open(unix_datagram).fails.sendto(b"too late", path) == "ECONNREFUSED"


@covers("linux:close:unix-dgram-peer-closed-send-econnrefused")
def test_a_peer_that_closed_is_told_once_and_forgotten(choosy):
    sock, friend = choosy
    friend.close()

    assert sock.fails.send(b"are you there") == "ECONNREFUSED"
    assert sock.fails.send(b"hello?") == "ENOTCONN"


@covers("linux:unix:dgram-send-after-peer-returns")
def test_a_socket_whose_peer_closed_can_be_connected_anew(peer, unix_datagram, choosy):
    sock, friend = choosy
    friend.close()
    assert sock.fails.send(b"are you there") == "ECONNREFUSED"
    other = peer.bound(unix_datagram)

    sock.connect(other.address)

    sock.send(b"hello")
    assert other.recvfrom(20) == (b"hello", sock.address)


@covers("linux:recvfrom:unix-dgram-unbound-sender-empty")
def test_an_unnamed_sender_is_heard_and_has_no_address(target, peer, unix_datagram):
    receiver = target.bound(unix_datagram)
    peer.open(unix_datagram).sendto(b"guess who", receiver.address)

    data, address = receiver.recvfrom(20)

    assert (data, address or Unix(b"")) == (b"guess who", Unix(b""))
