"""bind to a name that another socket has fails; what only looks alike does not."""
import pytest

covers = pytest.mark.covers


@covers("posix:bind:in-use-eaddrinuse", "posix:bind:EADDRINUSE")
def test_bind_to_a_name_of_our_own_process_fails(target, any_kind):
    holder = target.bound(any_kind)

    assert target.open(any_kind).fails.bind(holder.address) == "EADDRINUSE"


@covers("posix:bind:in-use-eaddrinuse", "posix:bind:EADDRINUSE")
def test_bind_to_a_name_of_another_process_fails(one_host, target, peer, any_kind):
    holder = peer.bound(any_kind)

    assert target.open(any_kind).fails.bind(holder.address) == "EADDRINUSE"


@covers("posix:bind:in-use-eaddrinuse", "posix:bind:EADDRINUSE")
def test_another_process_cannot_have_our_name(one_host, target, peer, any_kind):
    holder = target.open(any_kind)

    holder.bind(target.anywhere(any_kind))

    assert peer.open(any_kind).fails.bind(holder.address) == "EADDRINUSE"


@covers("posix:bind:in-use-eaddrinuse")
def test_bind_to_a_name_in_use_fails_every_time(target, any_kind):
    holder, other = target.bound(any_kind), target.open(any_kind)

    assert other.fails.bind(holder.address) == "EADDRINUSE"
    assert other.fails.bind(holder.address) == "EADDRINUSE"


@covers("posix:bind:in-use-eaddrinuse")
def test_bind_to_the_name_of_a_listener_fails(target, connection_listener):
    assert target.open(connection_listener.kind).fails.bind(connection_listener.address) == "EADDRINUSE"


@covers("posix:bind:in-use-eaddrinuse")
def test_who_has_the_name_keeps_it(target, peer, datagram):
    holder = target.bound(datagram)

    target.open(datagram).fails.bind(holder.address)

    peer.open(datagram).sendto(b"for the holder", holder.address)
    assert holder.recv(100) == b"for the holder"


@covers("posix:bind:failed-leaves-socket-reusable")
def test_bind_succeeds_after_one_that_found_the_name_in_use(target, any_kind):
    holder, sock = target.bound(any_kind), target.open(any_kind)
    sock.fails.bind(holder.address)

    name = target.anywhere(any_kind)
    sock.bind(name)

    assert sock.getsockname() != holder.address
    assert sock.getsockname()[0] == name[0]


@covers("linux:bind:wildcard-conflicts-with-specific")
def test_the_wildcard_address_conflicts_with_a_specific_one(target, inet):
    holder = target.bound(inet)

    assert target.open(inet).fails.bind(inet.wildcard(holder.address.port)) == "EADDRINUSE"


@covers("linux:bind:wildcard-conflicts-with-specific")
def test_a_specific_address_conflicts_with_the_wildcard_address(target, inet):
    holder = target.open(inet)
    holder.bind(inet.wildcard())

    assert target.open(inet).fails.bind(target.at(inet, holder.address.port)) == "EADDRINUSE"


@covers("linux:bind:wildcard-conflicts-with-specific")
def test_the_wildcard_address_conflicts_with_itself(target, inet):
    holder = target.open(inet)
    holder.bind(inet.wildcard())

    assert target.open(inet).fails.bind(inet.wildcard(holder.address.port)) == "EADDRINUSE"


@covers("posix:bind:different-local-addresses-share-port")
def test_two_addresses_have_a_port_each(target, inet4):
    first, second = target.open(inet4), target.open(inet4)
    first.bind(inet4.address("127.0.0.1"))

    second.bind(inet4.address("127.0.0.2", first.address.port))

    assert second.getsockname() == inet4.address("127.0.0.2", first.address.port)


@covers("posix:bind:different-ports-share-address")
def test_two_ports_are_of_one_address(target, inet):
    first, second = target.bound(inet), target.open(inet)

    second.bind(target.at(inet, 0))

    assert second.getsockname() == target.at(inet, second.getsockname().port)
    assert second.getsockname() != first.getsockname()


@covers("posix:bind:tcp-and-udp-same-port-independent")
def test_udp_has_a_port_that_tcp_has(target, peer, tcp4, udp4):
    holder, sock = target.bound(tcp4), target.open(udp4)

    sock.bind(holder.address)

    peer.open(udp4).sendto(b"for udp", holder.address)
    assert sock.recv(100) == b"for udp"


@covers("posix:bind:tcp-and-udp-same-port-independent")
def test_tcp_has_a_port_that_udp_has(target, peer, tcp6, udp6):
    holder, sock = target.bound(udp6), target.open(tcp6)

    sock.bind(holder.address)

    sock.listen(8)
    client = peer.connect(sock)
    assert sock.accept()[1] == client.address


@covers("posix:bind:connected-ephemeral-port-reserved")
def test_bind_to_the_port_that_connect_chose_fails(target, inet_destination):
    client = target.open(inet_destination.kind)
    client.connect(inet_destination.address)

    assert target.open(client.kind).fails.bind(client.address) == "EADDRINUSE"


@covers("posix:bind:connected-ephemeral-port-reserved")
def test_another_process_cannot_bind_to_the_port_that_connect_chose(one_host, target, peer, inet_destination):
    client = target.open(inet_destination.kind)

    client.connect(inet_destination.address)

    assert peer.open(client.kind).fails.bind(client.address) == "EADDRINUSE"


@covers("posix:bind:released-port-rebindable")
def test_the_port_of_a_closed_udp_socket_can_be_bound_at_once(target, peer, udp):
    first, second = target.bound(udp), target.open(udp)
    name = first.address
    first.close()

    second.bind(name)

    peer.open(udp).sendto(b"for the second", name)
    assert second.recv(100) == b"for the second"


@covers("posix:bind:released-listener-port-rebindable")
def test_the_port_of_a_closed_listener_can_be_bound_at_once(target, peer, tcp):
    first, second = target.listener(tcp), target.open(tcp)
    name = first.address
    first.close()

    second.bind(name)

    second.listen(8)
    assert peer.connect(second).getpeername() == name


@covers("posix:bind:released-port-rebindable")
def test_another_process_can_bind_to_the_port_of_a_closed_socket(one_host, target, peer, inet):
    sock = target.bound(inet)
    name = sock.address

    sock.close()

    peer.open(inet).bind(name)
