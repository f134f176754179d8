"""SO_BROADCAST and SO_DONTROUTE: what may be sent, and what arrives."""
import pytest

from harness.lines import Inet

covers = pytest.mark.covers
EVERYBODY = "127.255.255.255"     # of the loopback network


@covers("posix:sendto:broadcast-without-option-eacces", "posix:sendto:EACCES")
def test_a_broadcast_without_the_option_is_refused(target, udp4):
    assert target.open(udp4).fails.sendto(b"to all", Inet(EVERYBODY, 4000)) == "EACCES"


@covers("posix:sendto:broadcast-with-option-delivered")
def test_a_broadcast_with_the_option_reaches_every_receiver(target, peer, udp4):
    receivers = [peer.open(udp4), peer.open(udp4)]
    for receiver in receivers:
        receiver.setsockopt("SO_REUSEADDR", 1)
        receiver.bind(receivers[0].address if receiver is receivers[1] else udp4.wildcard())
    sock = target.open(udp4)
    sock.setsockopt("SO_BROADCAST", 1)

    sock.sendto(b"to all", Inet(EVERYBODY, receivers[0].address.port))

    assert [receiver.recv(20) for receiver in receivers] == [b"to all", b"to all"]


@covers("posix:sendto:broadcast-without-option-eacces")
def test_a_broadcast_is_refused_again_once_the_option_is_off(target, udp4):
    sock = target.open(udp4)
    sock.setsockopt("SO_BROADCAST", 1)

    sock.setsockopt("SO_BROADCAST", 0)

    assert sock.fails.sendto(b"to all", Inet(EVERYBODY, 4000)) == "EACCES"


@covers("linux:connect:udp-broadcast-needs-option")
def test_connecting_to_a_broadcast_address_takes_the_option(target, udp4):
    sock = target.open(udp4)
    assert sock.fails.connect(Inet(EVERYBODY, 4000)) == "EACCES"

    sock.setsockopt("SO_BROADCAST", 1)

    sock.connect(Inet(EVERYBODY, 4000))
    assert sock.getpeername() == Inet(EVERYBODY, 4000)


@covers("posix:setsockopt:dontroute-direct-network")
def test_without_routing_a_neighbour_is_reached(target, peer, inet4):
    receiver = peer.bound(inet4)
    if inet4.stream:
        receiver.listen(1)
    sock = target.open(inet4)
    sock.setsockopt("SO_DONTROUTE", 1)
    sock.connect(receiver.address)
    theirs = receiver.accept()[0] if inet4.stream else receiver

    sock.send(b"neighbour")

    assert theirs.recv(20) == b"neighbour"
