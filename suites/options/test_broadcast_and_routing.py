"""SO_BROADCAST for who connects, and SO_DONTROUTE."""
import pytest

from harness.lines import Inet

covers = pytest.mark.covers
EVERYBODY = "127.255.255.255"     # of the loopback network


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
