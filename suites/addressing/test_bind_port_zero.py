"""bind to port 0 picks a port that nobody has."""
import struct

import pytest

covers = pytest.mark.covers

IP_LOCAL_PORT_RANGE = 51


@covers("posix:bind:port-zero-assigns-ephemeral")
def test_bind_to_port_zero_gives_a_port(target, inet):
    sock = target.open(inet)

    sock.bind(target.at(inet, 0))

    assert sock.getsockname() == target.at(inet, sock.getsockname().port)
    assert sock.getsockname().port >= 1024


@covers("linux:bind:port-zero-default-range")
def test_bind_to_port_zero_gives_a_port_of_the_systems_range(private, target, inet):
    sock = target.open(inet)

    sock.bind(target.at(inet, 0))

    assert 32768 <= sock.getsockname().port <= 60999


@covers("posix:bind:port-zero-assigns-ephemeral")
def test_the_port_that_bind_chose_stays(target, inet):
    sock = target.open(inet)

    sock.bind(target.at(inet, 0))

    assert sock.getsockname() == sock.getsockname()


@covers("posix:bind:port-zero-assigns-ephemeral")
def test_a_udp_socket_is_found_at_the_port_that_bind_chose(target, peer, udp):
    sock = target.open(udp)

    sock.bind(target.at(udp, 0))

    peer.open(udp).sendto(b"found", sock.getsockname())
    assert sock.recv(100) == b"found"


@covers("posix:bind:port-zero-assigns-ephemeral")
def test_a_listener_is_found_at_the_port_that_bind_chose(target, peer, tcp):
    sock = target.open(tcp)

    sock.bind(target.at(tcp, 0))

    sock.listen(8)
    assert peer.connect(sock).getpeername() == sock.getsockname()


@covers("posix:bind:port-zero-assigns-ephemeral")
def test_the_port_that_bind_chose_is_held(one_host, target, peer, inet):
    sock = target.open(inet)

    sock.bind(target.at(inet, 0))

    assert peer.open(inet).fails.bind(sock.getsockname()) == "EADDRINUSE"


@covers("posix:bind:ephemeral-ports-distinct")
def test_ports_that_bind_chose_are_distinct(target, inet):
    socks = [target.open(inet) for _ in range(100)]

    for sock in socks:
        sock.bind(target.at(inet, 0))

    assert len({sock.getsockname().port for sock in socks}) == 100


@covers("posix:bind:concurrent-port-zero-unique")
def test_ports_chosen_at_the_same_time_are_distinct(target, inet):
    socks = [target.open(inet) for _ in range(20)]

    calls = [sock.start.bind(target.at(inet, 0)) for sock in socks]

    assert all(call.result() is None for call in calls)
    assert len({sock.getsockname() for sock in socks}) == 20


@covers("posix:bind:ephemeral-exhaustion-error")
def test_bind_to_port_zero_fails_when_every_port_is_taken(target, inet):
    taken, sock = target.bound(inet).address.port, target.open(inet)
    try:
        sock.setsockopt(IP_LOCAL_PORT_RANGE, struct.pack("=HH", taken, taken), level="IPPROTO_IP")
    except OSError as refusal:
        pytest.skip(f"the range of ports cannot be narrowed: {refusal}")

    assert sock.fails.bind(target.at(inet, 0)) == "EADDRINUSE"
