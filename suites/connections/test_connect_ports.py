"""connect takes a free local port, and fails when there is none."""
import struct

import pytest

covers = pytest.mark.covers

IP_LOCAL_PORT_RANGE = 51


@pytest.fixture
def confined(target):
    """``confined(sock, port)`` leaves a socket this one port to choose from."""

    def confine(sock, port):
        try:
            sock.setsockopt(IP_LOCAL_PORT_RANGE, struct.pack("=HH", port, port), level="IPPROTO_IP")
            sock.getsockopt(IP_LOCAL_PORT_RANGE, level="IPPROTO_IP")    # fails where the option is taken, and forgotten
        except OSError as refusal:
            pytest.skip(f"the range of ports cannot be narrowed: {refusal}")
        return sock

    return confine


@pytest.fixture
def taken(one_host, peer, inet, untouched_port):
    """A socket of the peer that has a port and lets nobody share it."""
    sock = peer.open(inet)
    sock.bind(peer.at(inet, untouched_port))
    return sock


@covers("posix:connect:ephemeral-exhaustion-error")
def test_connect_fails_when_every_port_is_taken(target, inet_destination, taken, confined):
    client = confined(target.open(inet_destination.kind), taken.address.port)

    assert client.fails.connect(inet_destination.address) in {"EADDRNOTAVAIL", "EAGAIN"}


@covers("linux:connect:tcp-ephemeral-exhaustion-eaddrnotavail", "posix:connect:EADDRNOTAVAIL")
def test_tcp_connect_without_a_free_port_says_no_address_is_available(one_host, target, peer, tcp_server, confined):
    taken = peer.bound(tcp_server.kind)
    client = confined(target.open(tcp_server.kind), taken.address.port)

    assert client.fails.connect(tcp_server.address) == "EADDRNOTAVAIL"


@covers("posix:connect:ephemeral-exhaustion-error", "linux:connect:failed-leaves-socket-usable")
def test_connect_succeeds_when_the_port_is_free_again(target, inet_destination, taken, confined):
    port = taken.address.port
    client = confined(target.open(inet_destination.kind), port)
    client.fails.connect(inet_destination.address)

    taken.close()

    client.connect(inet_destination.address)
    assert client.address == target.at(client.kind, port)


@covers("posix:connect:quad-already-in-use-eaddrnotavail", "posix:connect:EADDRINUSE")
def test_connect_makes_no_second_connection_between_the_same_ends(target, tcp_server):
    first, second = target.open(tcp_server.kind), target.open(tcp_server.kind)
    first.setsockopt("SO_REUSEADDR", 1)
    second.setsockopt("SO_REUSEADDR", 1)
    first.bind(target.anywhere(tcp_server.kind))
    second.bind(first.address)
    first.connect(tcp_server.address)

    assert second.fails.connect(tcp_server.address) in {"EADDRINUSE", "EADDRNOTAVAIL"}

    first.send(b"the first")
    assert tcp_server.accept()[0].recv(100) == b"the first"


@covers("posix:connect:one-port-to-several-peers")
def test_two_sockets_of_one_port_connect_to_different_peers(target, peer, tcp):
    servers = [peer.listener(tcp), peer.listener(tcp)]
    clients = [target.open(tcp), target.open(tcp)]
    for client in clients:
        client.setsockopt("SO_REUSEADDR", 1)
    clients[0].bind(target.anywhere(tcp))
    clients[1].bind(clients[0].address)

    clients[0].connect(servers[0].address)
    clients[1].connect(servers[1].address)

    assert [server.accept()[1] for server in servers] == [clients[0].address] * 2
