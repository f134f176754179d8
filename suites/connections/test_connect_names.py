"""connect gives a socket that has no name one; a name it has, it keeps."""
import pytest

from harness.lines import Unix

covers = pytest.mark.covers


@covers("posix:connect:binds-local-address")
def test_connect_names_an_unbound_socket(target, inet_destination):
    client = target.open(inet_destination.kind)

    client.connect(inet_destination.address)

    assert client.address.port > 0
    assert client.kind.type == "SOCK_DGRAM" or client.address == target.at(client.kind, client.address.port)


@covers("rfc1122U:11")
def test_connect_names_an_unbound_datagram_socket_by_an_address_of_the_host(target, udp_destination):
    client = target.open(udp_destination.kind)

    client.connect(udp_destination.address)

    assert client.address == target.at(client.kind, client.address.port)


@covers("posix:connect:binds-local-address")
def test_the_name_that_connect_gave_is_where_the_server_sees_it(target, tcp_server):
    client = target.open(tcp_server.kind)

    client.connect(tcp_server.address)

    served, address = tcp_server.accept()
    assert address == client.address
    assert served.getpeername() == client.address


@covers("rfc1122U:11")
def test_the_name_that_connect_gave_is_where_datagrams_come_from(target, udp_destination):
    client = target.open(udp_destination.kind)

    client.connect(udp_destination.address)

    client.send(b"whose?")
    assert udp_destination.recvfrom(100) == (b"whose?", client.address)


@covers("posix:connect:binds-local-address")
def test_connect_gives_each_client_a_name_of_its_own(target, tcp_server):
    clients = [target.open(tcp_server.kind) for _ in range(8)]

    for client in clients:
        client.connect(tcp_server.address)

    seen = [tcp_server.accept()[1] for _ in clients]
    assert len(set(seen)) == 8
    assert [client.address for client in clients] == seen


@covers("posix:connect:keeps-explicit-bind")
def test_connect_keeps_the_name_that_bind_gave(target, any_destination):
    client = target.bound(any_destination.kind)
    name = client.address

    client.connect(any_destination.address)

    assert client.address == name


@covers("posix:connect:keeps-explicit-bind")
def test_the_server_sees_the_name_that_bind_gave(target, connection_server):
    client = target.bound(connection_server.kind)
    name = client.address

    client.connect(connection_server.address)

    served, address = connection_server.accept()
    assert address == name
    assert served.getpeername() == name


@covers("posix:connect:keeps-explicit-bind")
def test_datagrams_of_a_connected_socket_come_from_the_name_that_bind_gave(target, datagram_destination):
    client = target.bound(datagram_destination.kind)
    name = client.address

    client.connect(datagram_destination.address)

    client.send(b"whose?")
    assert datagram_destination.recvfrom(100) == (b"whose?", name)


@covers("posix:connect:keeps-explicit-bind")
def test_connect_keeps_an_address_that_is_not_the_usual_one(one_host, target, inet4_destination):
    client = target.open(inet4_destination.kind)
    client.bind(client.kind.address("127.0.0.2"))
    name = client.address

    client.connect(inet4_destination.address)

    assert client.address == name
    assert client.getpeername() == inet4_destination.address


@covers("posix:connect:keeps-explicit-bind")
def test_the_server_sees_an_address_that_is_not_the_usual_one(one_host, target, peer, tcp4):
    server = peer.listener(tcp4)
    client = target.open(tcp4)
    client.bind(tcp4.address("127.0.0.2"))
    name = client.address

    client.connect(server.address)

    assert server.accept()[1] == name


@covers("posix:connect:keeps-explicit-bind")
def test_datagrams_come_from_an_address_that_is_not_the_usual_one(one_host, target, peer, udp4):
    receiver = peer.bound(udp4)
    client = target.open(udp4)
    client.bind(udp4.address("127.0.0.2"))
    name = client.address

    client.connect(receiver.address)

    client.send(b"from elsewhere")
    assert receiver.recvfrom(100) == (b"from elsewhere", name)


@covers("posix:connect:wildcard-bound-becomes-specific")
def test_connect_makes_a_wildcard_name_specific(target, inet_destination):
    client = target.open(inet_destination.kind)
    client.bind(client.kind.wildcard())
    port = client.address.port

    client.connect(inet_destination.address)

    assert client.address == target.at(client.kind, port)


@covers("posix:connect:wildcard-bound-becomes-specific")
def test_connect_takes_the_address_that_leads_to_the_destination(one_host, target, peer, tcp4):
    server = peer.open(tcp4)
    server.bind(tcp4.wildcard())
    server.listen(8)
    client = target.open(tcp4)
    client.bind(tcp4.wildcard())

    client.connect(tcp4.address("127.0.0.3", server.address.port))

    served, address = server.accept()
    assert client.address == address
    assert served.getsockname() == client.getpeername() == tcp4.address("127.0.0.3", server.address.port)


@covers("linux:connect:unix-stays-unnamed")
def test_connect_gives_a_local_socket_no_name(target, peer, local_connection):
    server = peer.listener(local_connection)
    client = target.open(local_connection)

    client.connect(server.address)

    assert client.address == Unix(b"")
    assert server.accept()[0].getpeername() == Unix(b"")
