"""A connected datagram socket hears its peer and nobody else."""
import pytest

from harness.lines import Inet
from harness.sockets import WOULD_BLOCK

covers = pytest.mark.covers


@covers("posix:recvfrom:connected-filters-other-sources", "posix:recvfrom:filter-is-port-exact")
def test_a_connected_socket_receives_from_its_peer_only(udp_pair, peer, receive_from):
    ours, theirs = udp_pair
    stranger = peer.bound(ours.kind)
    stranger.sendto(b"let me in", ours.address)

    theirs.send(b"it is me")

    assert receive_from(ours, 100) == (b"it is me", theirs.address)


@covers("posix:recvfrom:connected-filters-other-sources")
def test_a_stranger_leaves_no_trace_at_a_connected_socket(udp_pair, peer, settle, receive):
    ours, _ = udp_pair
    peer.bound(ours.kind).sendto(b"let me in", ours.address)
    settle()

    assert ours.poll("POLLIN") == set()
    assert receive.fails(ours, 100, "MSG_DONTWAIT") in WOULD_BLOCK


@covers("posix:recvfrom:connected-filters-other-sources")
def test_a_stranger_does_not_wake_a_receive_of_a_connected_socket(udp_pair, peer, settle, receive):
    ours, theirs = udp_pair
    receiving = receive.start(ours, 100)
    assert receiving.blocked()

    peer.bound(ours.kind).sendto(b"let me in", ours.address)

    settle()
    assert receiving.still_blocked()
    theirs.send(b"it is me")
    assert receiving.result() == b"it is me"


@covers("posix:recvfrom:connected-filters-other-sources")
def test_the_same_port_of_another_address_is_a_stranger(one_host, target, peer, udp4):
    ours, theirs, stranger = target.bound(udp4), peer.bound(udp4), peer.open(udp4)
    stranger.bind(Inet("127.0.0.2", theirs.address.port))
    ours.connect(theirs.address)
    stranger.sendto(b"same port", ours.address)

    theirs.sendto(b"it is me", ours.address)

    assert ours.recvfrom(100) == (b"it is me", theirs.address)


@covers("posix:recvfrom:connected-filters-other-sources")
def test_an_unconnected_socket_receives_from_anybody(datagram_socket, peer):
    first, second = peer.bound(datagram_socket.kind), peer.bound(datagram_socket.kind)
    first.sendto(b"one", datagram_socket.address)
    second.sendto(b"two", datagram_socket.address)

    assert [datagram_socket.recv(100), datagram_socket.recv(100)] == [b"one", b"two"]


@covers("posix:recvfrom:connected-filters-other-sources")
def test_the_filter_follows_a_new_connection(udp_pair, peer):
    ours, theirs = udp_pair
    newer = peer.bound(ours.kind)
    ours.connect(newer.address)
    theirs.send(b"from the old peer")
    newer.sendto(b"from the new one", ours.address)

    assert ours.recvfrom(100) == (b"from the new one", newer.address)


@covers("linux:recvfrom:queued-before-connect-still-delivered")
def test_what_was_queued_before_the_connection_is_still_received_and_nothing_later(udp_socket, peer):
    early, theirs = peer.bound(udp_socket.kind), peer.bound(udp_socket.kind)
    early.sendto(b"early", udp_socket.address)
    assert "POLLIN" in udp_socket.ready("POLLIN")

    udp_socket.connect(theirs.address)

    early.sendto(b"too late", udp_socket.address)
    theirs.sendto(b"it is me", udp_socket.address)
    assert [udp_socket.recvfrom(100), udp_socket.recvfrom(100)] == [(b"early", early.address), (b"it is me", theirs.address)]


@covers("posix:unix:dgram-connect-filters-senders")
def test_a_connected_local_socket_receives_from_its_peer_only(target, peer, unix_datagram, send_to, choice):
    ours, theirs = target.open(unix_datagram), peer.bound(unix_datagram)
    theirs.connect(peer.bound(unix_datagram).address)
    sending = target.first([send_to.start(ours, b"let me in", theirs.address)])

    choice("posix:unix:dgram-connect-filters-senders", "refused" if sending.answer.word == "raised" else "dropped")

    assert theirs.poll("POLLIN") == set()


@covers("linux:sendto:unix-dgram-connected-elsewhere-eperm")
def test_a_send_to_a_local_socket_that_is_connected_elsewhere_fails(target, peer, unix_datagram, send_to):
    ours, theirs = target.open(unix_datagram), peer.bound(unix_datagram)
    theirs.connect(peer.bound(unix_datagram).address)

    assert send_to.fails(ours, b"let me in", theirs.address) == "EPERM"


@covers("posix:unix:dgram-connect-filters-senders")
def test_a_connected_local_socket_of_the_target_is_closed_to_strangers(target, peer, unix_datagram):
    ours, theirs, stranger = target.bound(unix_datagram), peer.bound(unix_datagram), peer.open(unix_datagram)
    ours.connect(theirs.address)

    assert stranger.fails.sendto(b"let me in", ours.address) == "EPERM"

    theirs.sendto(b"it is me", ours.address)
    assert ours.recvfrom(100) == (b"it is me", theirs.address)
