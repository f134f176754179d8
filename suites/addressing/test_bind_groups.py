"""A UDP socket bound to a multicast or broadcast address gets what is sent to that address, and nothing else."""
import pytest

covers = pytest.mark.covers

GROUP, OTHER_GROUP = "239.1.2.3", "239.1.2.4"


@pytest.fixture
def caster(peer, udp4):
    """A UDP socket of the peer that may send to groups and broadcast addresses, over loopback."""
    sock = peer.open(udp4)
    sock.setsockopt("IP_MULTICAST_IF", {"multiaddr": "0.0.0.0", "interface": "127.0.0.1"})
    sock.setsockopt("SO_BROADCAST", 1)
    return sock


@covers("linux:bind:multicast-address-udp")
def test_a_socket_bound_to_a_group_gets_nothing_that_is_sent_to_the_host(one_host, private, target, udp4, caster):
    sock = target.open(udp4)
    sock.bind(udp4.address(GROUP))
    sock.setsockopt("IP_ADD_MEMBERSHIP", {"multiaddr": GROUP, "interface": "127.0.0.1"})

    caster.sendto(b"for the host", target.at(udp4, sock.address.port))
    caster.sendto(b"for the group", sock.address)

    assert sock.recv(100) == b"for the group"
    assert not sock.poll("POLLIN")


@covers("linux:bind:multicast-address-udp")
def test_a_socket_bound_to_a_group_gets_nothing_that_is_sent_to_another_group(one_host, private, target, udp4, caster):
    sock = target.open(udp4)
    sock.bind(udp4.address(GROUP))
    for group in (GROUP, OTHER_GROUP):
        sock.setsockopt("IP_ADD_MEMBERSHIP", {"multiaddr": group, "interface": "127.0.0.1"})

    caster.sendto(b"for the other group", udp4.address(OTHER_GROUP, sock.address.port))
    caster.sendto(b"for the group", sock.address)

    assert sock.recv(100) == b"for the group"
    assert not sock.poll("POLLIN")


@covers("linux:bind:multicast-address-udp")
def test_a_socket_bound_to_a_group_has_its_name(target, udp4):
    sock = target.open(udp4)

    sock.bind(udp4.address(GROUP))

    assert sock.getsockname() == udp4.address(GROUP, sock.getsockname().port)


@covers("linux:bind:broadcast-address-udp")
def test_a_socket_bound_to_the_broadcast_address_gets_nothing_that_is_sent_to_the_host(one_host, private, target, udp4, caster):
    sock = target.open(udp4)
    sock.bind(udp4.address("127.255.255.255"))

    caster.sendto(b"for the host", target.at(udp4, sock.address.port))
    caster.sendto(b"for all", sock.address)

    assert sock.recv(100) == b"for all"
    assert not sock.poll("POLLIN")


@covers("linux:bind:broadcast-address-udp")
def test_a_socket_bound_to_the_limited_broadcast_address_gets_nothing_that_is_sent_to_the_host(private, target, peer, udp4):
    sock = target.open(udp4)
    sock.bind(udp4.address("255.255.255.255"))
    sender = peer.open(udp4)
    sender.connect(target.at(udp4, sock.address.port))

    sender.send(b"for the host")

    assert "POLLERR" in sender.ready("POLLERR")
    assert sender.getsockopt("SO_ERROR") == "ECONNREFUSED"
    assert sock.getsockname() == udp4.address("255.255.255.255", sock.getsockname().port)
    assert not sock.poll("POLLIN")
