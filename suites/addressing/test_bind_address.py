"""bind gives a socket exactly the address it is told, and that is where it is found."""
import pytest

from harness.sockets import NOWHERE

covers = pytest.mark.covers

DOCUMENTATION = {"AF_INET": "203.0.113.1", "AF_INET6": "2001:db8:f::1"}
"""Addresses that nobody has (RFC 5737, RFC 3849)."""


@pytest.fixture
def free(target, peer, inet):
    """An address of the target with a port that nobody has."""
    holder = peer.bound(inet)
    port = holder.address.port
    holder.close()
    return target.at(inet, port)


@covers("posix:bind:explicit-port-reported")
def test_bind_gives_the_address_and_port(target, inet, free):
    sock = target.open(inet)

    sock.bind(free)

    assert sock.getsockname() == free


@covers("posix:bind:explicit-port-reported")
@pytest.mark.parametrize("port", [1, 80, 255, 256, 1024, 32767, 61000, 65535])
def test_bind_gives_any_port(private, target, inet, port):
    sock = target.open(inet)

    sock.bind(target.at(inet, port))

    assert sock.getsockname() == target.at(inet, port)


@covers("posix:bind:explicit-port-reported")
@pytest.mark.parametrize("port", [1, 80, 255, 256, 1024, 32767, 61000, 65535])
def test_a_udp_socket_is_found_at_the_port_it_was_bound_to(private, target, peer, udp, port):
    sock = target.open(udp)

    sock.bind(target.at(udp, port))

    peer.open(udp).sendto(b"found", target.at(udp, port))
    assert sock.recv(100) == b"found"


@covers("posix:bind:explicit-port-reported")
@pytest.mark.parametrize("port", [1, 80, 255, 256, 1024, 32767, 61000, 65535])
def test_a_listener_is_found_at_the_port_it_was_bound_to(private, target, peer, tcp, port):
    sock = target.open(tcp)

    sock.bind(target.at(tcp, port))

    sock.listen(8)
    client = peer.open(tcp)
    client.connect(target.at(tcp, port))
    assert sock.accept()[1] == client.address


@covers("posix:bind:explicit-port-reported")
@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "127.9.8.7", "127.255.255.254"])
def test_bind_gives_any_loopback_address(target, inet4, host):
    sock = target.open(inet4)

    sock.bind(inet4.address(host))

    assert sock.getsockname() == inet4.address(host, sock.getsockname().port)


@covers("posix:bind:explicit-port-reported")
def test_bind_gives_the_wildcard_address(target, inet):
    sock = target.open(inet)

    sock.bind(inet.wildcard())

    assert sock.getsockname() == inet.wildcard(sock.getsockname().port)
    assert sock.getsockname().port > 0


@covers("posix:bind:explicit-port-reported")
def test_bind_gives_a_path(target, local, a_path):
    sock = target.open(local)

    sock.bind(a_path)

    assert sock.getsockname() == a_path


@covers("posix:bind:name-is-the-source")
def test_datagrams_come_from_the_address_that_was_bound(target, datagram_destination):
    sock = target.open(datagram_destination.kind)
    name = target.anywhere(sock.kind)

    sock.bind(name)

    sock.sendto(b"whose?", datagram_destination.address)
    assert datagram_destination.recvfrom(100) == (b"whose?", sock.getsockname())


@covers("posix:bind:name-is-the-source")
@pytest.mark.parametrize("host", ["127.0.0.2", "127.9.8.7"])
def test_datagrams_come_from_an_address_that_is_not_the_usual_one(one_host, target, peer, udp4, host):
    receiver, sock = peer.bound(udp4), target.open(udp4)

    sock.bind(udp4.address(host))

    sock.sendto(b"whose?", receiver.address)
    assert receiver.recvfrom(100) == (b"whose?", udp4.address(host, sock.getsockname().port))


@covers("posix:bind:name-is-the-destination")
def test_each_of_several_sockets_gets_what_is_sent_to_it(target, peer, datagram):
    socks = [target.open(datagram) for _ in range(3)]

    for sock in socks:
        sock.bind(target.anywhere(datagram))

    sender = peer.open(datagram)
    for number, sock in enumerate(socks):
        sender.sendto(b"for number %d" % number, sock.getsockname())
    assert [sock.recv(100) for sock in socks] == [b"for number 0", b"for number 1", b"for number 2"]
    assert not any(sock.poll("POLLIN") for sock in socks)


@covers("posix:bind:name-is-the-destination")
def test_each_of_several_listeners_gets_who_connects_to_it(target, peer, connection):
    socks = [target.open(connection) for _ in range(3)]

    for sock in socks:
        sock.bind(target.anywhere(connection))

    for number, sock in enumerate(socks):
        sock.listen(8)
        peer.connect(sock).send(b"for number %d" % number)
    assert [sock.accept()[0].recv(100) for sock in socks] == [b"for number 0", b"for number 1", b"for number 2"]


@covers("posix:bind:does-not-listen")
def test_a_bound_socket_takes_no_connections(target, peer, connection):
    sock = target.open(connection)

    sock.bind(target.anywhere(connection))

    assert sock.getsockopt("SO_ACCEPTCONN") == 0
    assert peer.open(connection).fails.connect(sock.address) == "ECONNREFUSED"


@covers("posix:bind:leaves-options")
def test_bind_leaves_options_as_they_were(target, any_kind):
    sock = target.open(any_kind)
    sock.setsockopt("SO_REUSEADDR", 1)
    sock.setsockopt("SO_RCVTIMEO", 3.0)

    sock.bind(target.anywhere(any_kind))

    assert sock.getsockopt("SO_REUSEADDR")
    assert sock.getsockopt("SO_RCVTIMEO") == {"sec": 3, "usec": 0}
    assert sock.getsockopt("SO_ERROR") == 0


@covers("posix:bind:specific-address-only")
def test_a_udp_socket_is_found_at_no_other_address(one_host, target, peer, udp4):
    sock = target.open(udp4)
    sock.bind(udp4.address("127.0.0.1"))
    elsewhere = udp4.address("127.0.0.2", sock.address.port)
    sender = peer.open(udp4)

    sender.sendto(b"elsewhere", elsewhere)

    sender.sendto(b"here", sock.address)
    assert sock.recv(100) == b"here"
    assert not sock.poll("POLLIN")


@covers("posix:bind:specific-address-only")
def test_a_listener_is_found_at_no_other_address(one_host, target, peer, tcp4):
    sock = target.open(tcp4)
    sock.bind(tcp4.address("127.0.0.1"))
    sock.listen(8)

    client = peer.open(tcp4)

    assert client.fails.connect(tcp4.address("127.0.0.2", sock.address.port)) == "ECONNREFUSED"


@covers("posix:bind:wildcard-takes-every-address")
@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "127.9.8.7"])
def test_a_udp_socket_of_the_wildcard_address_is_found_at_every_address(one_host, target, peer, udp4, host):
    sock = target.open(udp4)
    sock.bind(udp4.wildcard())

    peer.open(udp4).sendto(b"found", udp4.address(host, sock.address.port))

    assert sock.recv(100) == b"found"


@covers("posix:bind:wildcard-takes-every-address")
@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "127.9.8.7"])
def test_a_listener_of_the_wildcard_address_is_found_at_every_address(one_host, target, peer, tcp4, host):
    sock = target.open(tcp4)
    sock.bind(tcp4.wildcard())
    sock.listen(8)
    client = peer.open(tcp4)

    client.connect(tcp4.address(host, sock.address.port))

    accepted, _ = sock.accept()
    assert accepted.getsockname() == client.getpeername() == tcp4.address(host, sock.address.port)


@covers("posix:bind:name-is-the-destination")
def test_the_more_specific_of_two_udp_sockets_gets_the_datagram(one_host, target, peer, udp4):
    first, second = target.open(udp4), target.open(udp4)
    first.bind(udp4.address("127.0.0.1"))
    second.bind(udp4.address("127.0.0.2", first.address.port))
    sender = peer.open(udp4)

    sender.sendto(b"for the second", second.address)
    sender.sendto(b"for the first", first.address)

    assert first.recv(100) == b"for the first"
    assert second.recv(100) == b"for the second"
    assert not first.poll("POLLIN")


@covers("posix:bind:nonlocal-eaddrnotavail", "posix:bind:EADDRNOTAVAIL")
def test_bind_to_an_address_that_nobody_has_fails(private, target, inet):
    assert target.open(inet).fails.bind(inet.address(DOCUMENTATION[inet.family])) == "EADDRNOTAVAIL"


@covers("posix:bind:nonlocal-eaddrnotavail")
def test_a_bind_that_failed_leaves_the_socket_without_a_name(private, target, inet):
    sock = target.open(inet)

    sock.fails.bind(inet.address(DOCUMENTATION[inet.family], NOWHERE))

    sock.bind(target.at(inet, 0))
    assert sock.getsockname() == target.at(inet, sock.getsockname().port)
    assert sock.getsockname().port not in (0, NOWHERE)


@covers("linux:bind:linklocal-needs-scope")
def test_bind_to_a_link_local_address_without_its_scope_fails(target, inet6):
    assert target.open(inet6).fails.bind(inet6.address("fe80::1")) == "EINVAL"


@covers("posix:bind:closed-handle-ebadf", "posix:bind:EBADF")
def test_bind_of_a_closed_socket_fails(target, any_kind):
    sock = target.open(any_kind)
    sock.close()

    assert sock.fails.bind(target.anywhere(any_kind)) == "EBADF"


@covers("posix:bind:privileged-port-eacces")
@pytest.mark.parametrize("port", [1, 80, 1023])
def test_bind_to_a_reserved_port_needs_privilege(private, unprivileged, inet, port):
    assert unprivileged.open(inet).fails.bind(unprivileged.at(inet, port)) == "EACCES"


@covers("posix:bind:privileged-port-eacces")
def test_bind_to_the_first_port_that_is_not_reserved_needs_no_privilege(private, unprivileged, inet):
    sock = unprivileged.open(inet)

    sock.bind(unprivileged.at(inet, 1024))

    assert sock.getsockname() == unprivileged.at(inet, 1024)
