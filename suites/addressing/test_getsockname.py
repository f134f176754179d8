"""getsockname tells a socket's own name, whatever has happened to it."""
import pytest

from harness.lines import Unix

covers = pytest.mark.covers

SCOPE = 1
"""The index of the loopback interface."""


@covers("linux:socket:starts-unbound", "posix:getsockname:unbound-unspecified-value")
def test_a_fresh_ip_socket_has_the_wildcard_address_and_no_port(target, inet):
    sock = target.open(inet)

    assert sock.getsockname() == inet.wildcard(0)


@covers("linux:getsockname:unbound-unix-family-only")
def test_a_fresh_local_socket_has_no_name(target, local):
    sock = target.open(local)

    assert sock.getsockname() == Unix(b"")


@covers("posix:getsockname:same-at-every-call")
def test_the_name_is_the_same_at_every_call(target, any_kind):
    sock = target.bound(any_kind)

    names = [sock.getsockname() for _ in range(4)]

    assert len(set(names)) == 1


@covers("posix:getsockname:own-name")
def test_each_socket_has_its_own_name(target, any_kind):
    socks = [target.bound(any_kind) for _ in range(3)]

    names = [sock.getsockname() for sock in socks]

    assert len(set(names)) == 3
    assert [sock.getsockname() for sock in reversed(socks)] == names[::-1]


@covers("posix:getsockname:own-name")
def test_a_listener_keeps_its_name(target, connection):
    sock = target.bound(connection)
    name = sock.getsockname()

    sock.listen(8)

    assert sock.getsockname() == name


@covers("posix:getsockname:own-name")
def test_a_listener_that_took_a_connection_keeps_its_name(peer, connection_listener):
    name = connection_listener.getsockname()
    peer.connect(connection_listener)

    connection_listener.accept()

    assert connection_listener.getsockname() == name


@covers("posix:getsockname:own-name")
def test_an_accepted_socket_has_the_name_its_client_connected_to(peer, connection_listener):
    client = peer.connect(connection_listener)

    accepted, _ = connection_listener.accept()

    assert accepted.getsockname() == client.getpeername() == connection_listener.address


@covers("posix:getsockname:own-name")
def test_an_accepted_socket_of_a_wildcard_listener_has_the_name_its_client_connected_to(one_host, target, peer, tcp4):
    listener = target.open(tcp4)
    listener.bind(tcp4.wildcard())
    listener.listen(8)
    client = peer.open(tcp4)
    client.connect(tcp4.address("127.0.0.2", listener.address.port))

    accepted, _ = listener.accept()

    assert accepted.getsockname() == tcp4.address("127.0.0.2", listener.address.port)


@covers("posix:getsockname:own-name")
def test_a_duplicate_has_the_same_name(target, any_kind):
    sock = target.bound(any_kind)

    assert sock.dup().getsockname() == sock.getsockname()


@covers("posix:getsockname:after-implicit-bind")
def test_a_udp_socket_that_has_sent_has_a_name(target, udp_destination):
    sock = target.open(udp_destination.kind)

    sock.sendto(b"whose?", udp_destination.address)

    _, seen = udp_destination.recvfrom(100)
    assert sock.getsockname().port == seen.port > 0


@covers("posix:getsockname:after-implicit-bind")
def test_a_udp_socket_that_has_sent_keeps_its_port(target, udp_destination):
    sock = target.open(udp_destination.kind)
    sock.sendto(b"first", udp_destination.address)
    name = sock.getsockname()

    sock.sendto(b"second", udp_destination.address)

    first, second = udp_destination.recvfrom(100), udp_destination.recvfrom(100)
    assert first[1] == second[1]
    assert sock.getsockname() == name


@covers("linux:getsockname:after-implicit-bind-wildcard")
def test_a_udp_socket_that_has_sent_has_the_wildcard_address(target, udp_destination):
    sock = target.open(udp_destination.kind)

    sock.sendto(b"whose?", udp_destination.address)

    assert sock.getsockname() == sock.kind.wildcard(sock.getsockname().port)


@covers("posix:getsockname:stable-after-disconnect-by-peer")
def test_the_name_stays_when_the_peer_has_closed(connection_pair):
    ours, theirs = connection_pair
    name = ours.getsockname()

    theirs.close()

    assert "POLLIN" in ours.ready("POLLIN")
    assert ours.getsockname() == name


@covers("posix:getsockname:stable-after-disconnect-by-peer")
def test_the_name_stays_when_the_peer_has_reset(tcp_pair):
    ours, theirs = tcp_pair
    name = ours.getsockname()

    theirs.reset()

    assert "POLLIN" in ours.ready("POLLIN")
    assert ours.getsockname() == name


@covers("posix:getsockname:stable-after-disconnect-by-peer")
def test_the_name_stays_when_a_reset_was_reported(tcp_reset, told_of_reset):
    name = tcp_reset.getsockname()

    assert told_of_reset(tcp_reset)

    assert tcp_reset.getsockname() == name
    assert name.port > 0


@covers("posix:getsockname:after-shutdown", "posix:getsockname:EINVAL")
def test_the_name_stays_after_shutdown(connection_pair):
    ours, _ = connection_pair
    name = ours.getsockname()

    ours.shutdown("SHUT_RDWR")

    assert ours.getsockname() == name


@covers("posix:getsockname:v6-scope-id-roundtrip")
def test_a_link_local_name_has_its_scope(one_host, target, udp6):
    sock = target.open(udp6)

    sock.bind(udp6.address("ff02::1:2")._replace(scope=SCOPE))

    assert sock.getsockname() == udp6.address("ff02::1:2", sock.getsockname().port)._replace(scope=SCOPE)


@covers("posix:getsockname:v6-scope-id-roundtrip")
def test_a_link_local_peer_has_its_scope(one_host, target, udp6):
    sock = target.open(udp6)

    sock.connect(udp6.address("ff02::1:2", 9)._replace(scope=SCOPE))

    assert sock.getpeername() == udp6.address("ff02::1:2", 9)._replace(scope=SCOPE)


@covers("linux:getsockname:scope-of-link-local-only")
def test_a_name_that_is_not_link_local_has_no_scope(target, inet6):
    sock = target.open(inet6)

    sock.bind(target.at(inet6, 0)._replace(scope=SCOPE))

    assert sock.getsockname() == target.at(inet6, sock.getsockname().port)


@covers("posix:getsockname:closed-handle-ebadf", "posix:getsockname:EBADF")
def test_getsockname_of_a_closed_socket_fails(target, any_kind):
    sock = target.bound(any_kind)
    sock.close()

    assert sock.fails.getsockname() == "EBADF"
