"""connect of a datagram socket sets whom it talks to, and whom it hears, and says nothing to anybody."""
import pytest

from harness.sockets import NOWHERE

covers = pytest.mark.covers


@covers("posix:connect:udp-sets-peer-no-traffic")
def test_connect_sets_the_peer(target, datagram_destination):
    client = target.open(datagram_destination.kind)

    client.connect(datagram_destination.address)

    assert client.getpeername() == datagram_destination.address


@covers("posix:connect:udp-sets-peer-no-traffic")
def test_connect_sends_nothing(target, datagram_destination):
    client = target.open(datagram_destination.kind)

    client.connect(datagram_destination.address)

    client.send(b"the first datagram")
    assert datagram_destination.recv(100) == b"the first datagram"
    assert not datagram_destination.poll("POLLIN")


@covers("posix:connect:udp-sets-peer-no-traffic")
def test_connect_to_where_nobody_listens_succeeds(target, peer, udp):
    client = target.open(udp)

    client.connect(peer.at(udp, NOWHERE))

    assert client.getpeername() == peer.at(udp, NOWHERE)
    assert client.getsockopt("SO_ERROR") == 0


@covers("posix:connect:udp-sets-peer-no-traffic")
def test_nonblocking_connect_of_a_datagram_socket_is_done_at_once(target, datagram_destination):
    client = target.nonblocking(datagram_destination.kind)

    client.connect(datagram_destination.address)

    client.send(b"at once")
    assert datagram_destination.recv(100) == b"at once"


@covers("posix:connect:reaches-the-address-given")
def test_a_connected_datagram_socket_sends_to_its_peer_only(target, peer, datagram):
    chosen, other = peer.bound(datagram), peer.bound(datagram)
    client = target.open(datagram)
    client.connect(chosen.address)

    client.send(b"for the chosen")
    client.sendto(b"for the other", other.address)

    assert chosen.recv(100) == b"for the chosen"
    assert other.recv(100) == b"for the other"
    assert not chosen.poll("POLLIN")


@covers("posix:connect:reaches-the-address-given")
def test_a_connected_udp_socket_tells_two_addresses_of_one_port_apart(one_host, target, peer, udp4):
    first, second = peer.bound(udp4), peer.open(udp4)
    second.bind(udp4.address("127.0.0.2", first.address.port))
    client = target.open(udp4)

    client.connect(second.address)

    client.send(b"for the second")
    assert second.recv(100) == b"for the second"
    assert not first.poll("POLLIN")


@covers("posix:connect:udp-hears-its-peer-only")
def test_a_connected_udp_socket_hears_its_peer_only(target, peer, udp):
    friend, stranger = peer.bound(udp), peer.bound(udp)
    client = target.bound(udp)
    client.connect(friend.address)

    stranger.sendto(b"from a stranger", client.address)
    friend.sendto(b"from the friend", client.address)

    assert client.recvfrom(100) == (b"from the friend", friend.address)
    assert not client.poll("POLLIN")


@covers("posix:connect:udp-hears-its-peer-only")
def test_a_connected_udp_socket_hears_only_that_address_of_a_port(one_host, target, peer, udp4):
    friend, stranger = peer.bound(udp4), peer.open(udp4)
    stranger.bind(udp4.address("127.0.0.2", friend.address.port))
    client = target.bound(udp4)
    client.connect(friend.address)

    stranger.sendto(b"from a stranger", client.address)
    friend.sendto(b"from the friend", client.address)

    assert client.recvfrom(100) == (b"from the friend", friend.address)
    assert not client.poll("POLLIN")


@covers("posix:connect:udp-hears-its-peer-only")
def test_a_stranger_is_told_that_a_connected_udp_socket_is_not_for_him(target, peer, udp):
    client = target.bound(udp)
    client.connect(peer.bound(udp).address)
    stranger = peer.open(udp)
    stranger.connect(client.address)

    stranger.send(b"anyone?")

    assert "POLLERR" in stranger.ready("POLLERR")
    assert stranger.getsockopt("SO_ERROR") == "ECONNREFUSED"


@covers("linux:connect:udp-keeps-what-is-queued")
def test_what_a_stranger_sent_before_connect_can_still_be_received(target, peer, udp):
    friend, stranger = peer.bound(udp), peer.bound(udp)
    client = target.bound(udp)
    stranger.sendto(b"before", client.address)
    assert "POLLIN" in client.ready("POLLIN")

    client.connect(friend.address)

    friend.sendto(b"after", client.address)
    assert client.recvfrom(100) == (b"before", stranger.address)
    assert client.recvfrom(100) == (b"after", friend.address)


@covers("posix:connect:udp-again-replaces-peer")
def test_connect_again_replaces_the_peer(target, peer, datagram):
    old, new = peer.bound(datagram), peer.bound(datagram)
    client = target.bound(datagram)
    client.connect(old.address)

    client.connect(new.address)

    assert client.getpeername() == new.address
    client.send(b"for the new one")
    assert new.recvfrom(100) == (b"for the new one", client.address)
    assert not old.poll("POLLIN")


@covers("posix:connect:udp-again-replaces-peer")
def test_connect_again_and_again_replaces_the_peer_each_time(target, peer, datagram):
    first, second = peer.bound(datagram), peer.bound(datagram)
    client = target.bound(datagram)
    client.connect(first.address)
    client.connect(second.address)

    client.connect(first.address)

    assert client.getpeername() == first.address
    client.send(b"back to the first")
    assert first.recv(100) == b"back to the first"
    assert not second.poll("POLLIN")


@covers("posix:connect:udp-again-replaces-peer", "posix:connect:udp-hears-its-peer-only")
def test_connect_again_replaces_whom_a_udp_socket_hears(target, peer, udp):
    old, new = peer.bound(udp), peer.bound(udp)
    client = target.bound(udp)
    client.connect(old.address)

    client.connect(new.address)

    old.sendto(b"from the old one", client.address)
    new.sendto(b"from the new one", client.address)
    assert client.recvfrom(100) == (b"from the new one", new.address)
    assert not client.poll("POLLIN")


@covers("posix:connect:udp-again-replaces-peer", "posix:connect:keeps-explicit-bind")
def test_connect_again_keeps_the_local_name(target, peer, datagram):
    client = target.bound(datagram)
    name = client.address
    client.connect(peer.bound(datagram).address)

    client.connect(peer.bound(datagram).address)

    assert client.address == name


@covers("posix:connect:udp-sets-peer-no-traffic")
def test_a_datagram_socket_connects_to_itself(target, datagram):
    sock = target.bound(datagram)

    sock.connect(sock.address)

    sock.send(b"to myself")
    assert sock.recvfrom(100) == (b"to myself", sock.address)


@covers("linux:connect:udp-port-zero")
def test_connect_of_udp_to_port_zero_sets_no_peer(target, udp):
    client = target.open(udp)

    client.connect(target.at(udp, 0))

    assert client.fails.getpeername() == "ENOTCONN"


@covers("linux:connect:udp-broadcast-needs-option")
def test_connect_of_udp_to_a_broadcast_address_is_refused(private, target, udp4):
    assert target.open(udp4).fails.connect(udp4.address("127.255.255.255", 9)) == "EACCES"


@covers("linux:connect:udp-broadcast-needs-option")
def test_connect_of_udp_to_a_broadcast_address_succeeds_with_the_option(private, target, udp4):
    client = target.open(udp4)
    client.setsockopt("SO_BROADCAST", 1)

    client.connect(udp4.address("127.255.255.255", 9))

    assert client.getpeername() == udp4.address("127.255.255.255", 9)


@covers("linux:connect:any-address-means-loopback")
def test_connect_of_udp_to_the_wildcard_address_means_loopback(one_host, target, udp_destination):
    client = target.open(udp_destination.kind)

    client.connect(client.kind.wildcard(udp_destination.address.port))

    assert client.getpeername() == udp_destination.address
    client.send(b"over loopback")
    assert udp_destination.recv(100) == b"over loopback"


@covers("linux:connect:udp-again-keeps-port")
def test_connect_again_keeps_the_port_that_the_first_chose(target, peer, udp):
    client = target.open(udp)
    client.connect(peer.bound(udp).address)
    name = client.address
    second = peer.bound(udp)

    client.connect(second.address)

    assert client.address == name
    client.send(b"from the same port")
    assert second.recvfrom(100) == (b"from the same port", name)
