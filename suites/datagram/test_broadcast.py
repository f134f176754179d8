"""Broadcasts are sent only by those who asked for it, and reach every socket that is open to them."""
import pytest

from harness.lines import Inet

covers = pytest.mark.covers
pytestmark = pytest.mark.usefixtures("one_host")

BROADCAST = "127.255.255.255"
"""The broadcast address of the loopback network, which every world has."""


@pytest.fixture
def sender(target, udp4):
    """A socket of the target that may send broadcasts."""
    sock = target.open(udp4)
    sock.setsockopt("SO_BROADCAST", 1)
    return sock


@pytest.fixture
def two_on_a_port(peer, udp4):
    """Two wildcard sockets of the peer that share a port."""
    first, second = peer.open(udp4), peer.open(udp4)
    for sock in (first, second):
        sock.setsockopt("SO_REUSEADDR", 1)
    first.bind(udp4.wildcard())
    second.bind(first.address)
    return first, second


@covers("posix:sendto:broadcast-without-option-eacces", "posix:sendto:EACCES", "posix:sendmsg:EACCES")
def test_a_broadcast_without_the_option_fails(target, two_on_a_port, udp4, send_to, settle):
    receiver, _ = two_on_a_port

    assert send_to.fails(target.open(udp4), b"everybody", Inet(BROADCAST, receiver.address.port)) == "EACCES"

    settle()
    assert receiver.poll("POLLIN") == set()


@covers("posix:sendto:broadcast-without-option-eacces")
def test_a_broadcast_fails_once_the_option_is_off_again(sender, two_on_a_port, send_to):
    to = Inet(BROADCAST, two_on_a_port[0].address.port)
    send_to(sender, b"everybody", to)

    sender.setsockopt("SO_BROADCAST", 0)

    assert send_to.fails(sender, b"everybody again", to) == "EACCES"


@covers("posix:sendto:broadcast-with-option-delivered")
def test_a_broadcast_reaches_every_wildcard_socket_on_the_port_once(sender, two_on_a_port, send_to, settle):
    first, second = two_on_a_port

    assert send_to(sender, b"everybody", Inet(BROADCAST, first.address.port)) == 9

    assert [first.recv(100), second.recv(100)] == [b"everybody", b"everybody"]
    settle()
    assert [first.poll("POLLIN"), second.poll("POLLIN")] == [set(), set()]


@covers("posix:sendto:broadcast-with-option-delivered")
def test_a_broadcast_reaches_a_socket_that_is_bound_to_the_broadcast_address(sender, peer, udp4, send_to):
    receiver = peer.open(udp4)
    receiver.bind(Inet(BROADCAST, 0))

    send_to(sender, b"everybody", receiver.address)

    assert receiver.recv(100) == b"everybody"


@covers("posix:sendto:broadcast-with-option-delivered", "posix:recvfrom:reports-sender-address")
def test_a_broadcast_is_received_from_its_sender(target, peer, udp4, receive_from):
    ours, theirs = target.open(udp4), peer.bound(udp4)
    ours.bind(udp4.wildcard())
    theirs.setsockopt("SO_BROADCAST", 1)

    theirs.sendto(b"everybody", Inet(BROADCAST, ours.address.port))

    assert receive_from(ours, 100) == (b"everybody", theirs.address)


@covers("linux:sendto:broadcast-not-delivered-to-unicast-bound")
def test_a_broadcast_does_not_reach_a_socket_that_is_bound_to_one_address(sender, peer, udp4, send_to, settle):
    receiver = peer.bound(udp4)

    send_to(sender, b"everybody", Inet(BROADCAST, receiver.address.port))

    settle()
    assert receiver.poll("POLLIN") == set()


@covers("linux:sendto:broadcast-not-delivered-to-unicast-bound")
def test_a_socket_of_the_target_bound_to_one_address_gets_no_broadcast(target, peer, udp4, settle):
    ours, theirs = target.bound(udp4), peer.open(udp4)
    theirs.setsockopt("SO_BROADCAST", 1)

    theirs.sendto(b"everybody", Inet(BROADCAST, ours.address.port))

    settle()
    assert ours.poll("POLLIN") == set()


@covers("posix:sendto:broadcast-without-option-eacces")
def test_a_broadcast_that_failed_leaves_the_socket_usable(target, peer, udp4, send_to):
    ours, theirs = target.bound(udp4), peer.bound(udp4)
    assert send_to.fails(ours, b"everybody", Inet(BROADCAST, theirs.address.port)) == "EACCES"

    ours.sendto(b"you alone", theirs.address)

    assert theirs.recvfrom(100) == (b"you alone", ours.address)
