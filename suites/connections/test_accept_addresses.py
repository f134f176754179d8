"""accept tells who called, and the new socket knows both ends."""
import pytest

from harness.lines import Inet, Unix

covers = pytest.mark.covers


@pytest.fixture
def dual_listener(target, tcp6):
    """A listener of the target for both versions of IP."""
    sock = target.open(tcp6)
    sock.setsockopt("IPV6_V6ONLY", 0)
    sock.bind(tcp6.wildcard())
    sock.listen(8)
    return sock


@covers("posix:accept:peer-address-matches-client")
def test_accept_returns_the_address_of_the_client(peer, tcp_listener):
    client = peer.connect(tcp_listener)

    accepted, address = tcp_listener.accept()

    assert address == client.address
    assert accepted.getpeername() == client.address


@covers("posix:accept:peer-address-matches-client")
def test_each_accept_returns_the_address_of_its_own_client(peer, tcp_listener):
    clients = [peer.connect(tcp_listener) for _ in range(4)]

    accepted = [tcp_listener.accept() for _ in clients]

    assert {address for _, address in accepted} == {client.address for client in clients}
    assert all(sock.getpeername() == address for sock, address in accepted)


@covers("posix:accept:peer-address-matches-client")
def test_a_blocked_accept_returns_the_address_of_the_client_that_came(peer, tcp_listener):
    accepting = tcp_listener.start.accept()
    assert accepting.blocked()

    client = peer.connect(tcp_listener)

    _, address = accepting.result()
    assert address == client.address


@covers("posix:accept:peer-address-matches-client")
@pytest.mark.parametrize("host", ["127.0.0.2", "127.77.200.254"])
def test_accept_returns_the_very_host_the_client_called_from(one_host, target, peer, tcp4, host):
    listener = target.listener(tcp4)
    client = peer.open(tcp4)
    client.bind(Inet(host, 0))
    client.connect(listener.address)

    _, address = listener.accept()

    assert address == client.address
    assert address.host == host


@covers("posix:accept:peer-address-matches-client")
@pytest.mark.parametrize("port", [80, 256, 8080, 65535])
def test_accept_returns_the_very_port_the_client_called_from(private, peer, tcp_listener, port):
    client = peer.open(tcp_listener.kind)
    client.setsockopt("SO_REUSEADDR", 1)
    client.bind(peer.at(tcp_listener.kind, port))
    client.connect(tcp_listener.address)

    _, address = tcp_listener.accept()

    assert address == peer.at(tcp_listener.kind, port)


@covers("posix:accept:peer-address-matches-client")
def test_accept_returns_the_address_of_a_client_that_has_gone(peer, tcp_listener):
    client = peer.connect(tcp_listener)
    called_from = client.address
    client.close()

    _, address = tcp_listener.accept()

    assert address == called_from


@covers("posix:accept:local-name-is-specific")
def test_the_new_socket_has_the_address_the_client_called_and_the_port_of_the_listener(peer, tcp_wildcard_listener):
    called = tcp_wildcard_listener.host.at(tcp_wildcard_listener.kind, tcp_wildcard_listener.address.port)
    client = peer.open(tcp_wildcard_listener.kind)
    client.connect(called)

    accepted, _ = tcp_wildcard_listener.accept()

    assert accepted.address == called
    assert client.getpeername() == called


@covers("posix:accept:local-name-is-specific")
def test_two_clients_that_called_two_addresses_get_sockets_with_these_addresses(one_host, target, peer, tcp4):
    listener = target.open(tcp4)
    listener.bind(tcp4.wildcard())
    listener.listen(4)
    called = [Inet("127.0.0.1", listener.address.port), Inet("127.9.8.7", listener.address.port)]
    for address in called:
        peer.open(tcp4).connect(address)

    accepted = [listener.accept()[0] for _ in called]

    assert [sock.address for sock in accepted] == called


@covers("posix:accept:local-name-is-specific")
def test_accepting_leaves_the_listener_the_name_it_had(peer, tcp_wildcard_listener):
    before = tcp_wildcard_listener.address
    client = peer.open(tcp_wildcard_listener.kind)
    client.connect(tcp_wildcard_listener.host.at(tcp_wildcard_listener.kind, before.port))

    tcp_wildcard_listener.accept()

    assert tcp_wildcard_listener.address == before


@covers("posix:accept:local-name-is-listeners")
def test_the_new_socket_has_the_name_of_a_listener_with_a_name_of_its_own(peer, connection_listener):
    client = peer.connect(connection_listener)

    accepted, _ = connection_listener.accept()

    assert accepted.address == connection_listener.address
    assert client.getpeername() == connection_listener.address


@covers("posix:accept:v4-client-on-v6-listener-mapped")
def test_an_ipv4_client_of_an_ipv6_listener_has_a_mapped_address(dual_listener, peer, tcp4):
    client = peer.open(tcp4)
    client.connect(dual_listener.host.at(tcp4, dual_listener.address.port))

    accepted, address = dual_listener.accept()

    assert address == dual_listener.kind.address(f"::ffff:{peer.ipv4}", client.address.port)
    assert accepted.getpeername() == address
    assert accepted.address == dual_listener.kind.address(f"::ffff:{dual_listener.host.ipv4}", dual_listener.address.port)


@covers("posix:accept:v4-client-on-v6-listener-mapped")
def test_an_ipv4_client_and_an_ipv6_listener_exchange_data(dual_listener, peer, tcp4):
    client = peer.open(tcp4)
    client.connect(dual_listener.host.at(tcp4, dual_listener.address.port))
    accepted, _ = dual_listener.accept()

    accepted.send(b"from version 6")
    client.send(b"from version four")

    assert client.recv(30) == b"from version 6"
    assert accepted.recv(30) == b"from version four"


@covers("posix:accept:v4-client-on-v6-listener-mapped", "posix:accept:peer-address-matches-client")
def test_an_ipv6_client_after_an_ipv4_client_has_its_plain_address(dual_listener, peer, tcp4, tcp6):
    peer.open(tcp4).connect(dual_listener.host.at(tcp4, dual_listener.address.port))
    client = peer.open(tcp6)
    client.connect(dual_listener.host.at(tcp6, dual_listener.address.port))
    dual_listener.accept()

    _, address = dual_listener.accept()

    assert address == client.address
    assert address.host == peer.ipv6


@covers("posix:accept:named-unix-peer-address")
@pytest.mark.parametrize("length", [1, 2, 50, 107])
def test_accept_returns_the_path_of_a_client_that_has_one(target, peer, local_connection, length):
    listener = target.listener(local_connection)
    client = peer.open(local_connection)
    client.bind(Unix(b"c" * length))
    client.connect(listener.address)

    accepted, address = listener.accept()

    assert address == Unix(b"c" * length)
    assert accepted.getpeername() == Unix(b"c" * length)


@covers("posix:accept:named-unix-peer-address")
def test_each_accept_returns_the_path_of_its_own_client(target, peer, local_connection):
    listener = target.listener(local_connection)
    paths = [Unix(b"a-long-path-of-a-client"), Unix(b"short"), Unix(b"neither")]
    for path in paths:
        client = peer.open(local_connection)
        client.bind(path)
        client.connect(listener.address)

    addresses = [listener.accept()[1] for _ in paths]

    assert addresses == paths


@covers("posix:accept:named-unix-peer-address")
def test_accept_returns_the_path_of_a_client_that_has_gone(target, peer, local_connection, a_path):
    listener = target.listener(local_connection)
    client = peer.open(local_connection)
    client.bind(a_path)
    client.connect(listener.address)
    client.close()

    _, address = listener.accept()

    assert address == a_path


@covers("posix:accept:unnamed-unix-peer-address-empty")
def test_accept_returns_an_empty_address_for_a_client_without_a_name(target, peer, local_connection):
    listener = target.listener(local_connection)
    peer.connect(listener)

    _, address = listener.accept()

    assert address == Unix(b"")


@covers("posix:accept:unnamed-unix-peer-address-empty")
def test_a_client_without_a_name_is_not_called_by_the_name_of_the_one_before(target, peer, local_connection, a_path):
    listener = target.listener(local_connection)
    named = peer.open(local_connection)
    named.bind(a_path)
    named.connect(listener.address)
    peer.connect(listener)
    listener.accept()

    accepted, address = listener.accept()

    assert address == Unix(b"")
    assert accepted.getpeername() == Unix(b"")


@covers("linux:accept:abstract-peer-address")
@pytest.mark.parametrize("name", [b"\0a", b"\0with\0zeros\0in it", b"\0ends in zero\0", b"\0" + b"n" * 107],
                         ids=["short", "zeros", "trailing-zero", "longest"])
def test_accept_returns_the_whole_abstract_name_of_a_client(target, peer, local_connection, name):
    listener = target.listener(local_connection)
    client = peer.open(local_connection)
    client.bind(Unix(name))
    client.connect(listener.address)

    accepted, address = listener.accept()

    assert address == Unix(name)
    assert accepted.getpeername() == Unix(name)


@covers("linux:accept:abstract-peer-address")
def test_accept_returns_the_name_that_the_system_chose_for_a_client(target, peer, local_connection):
    listener = target.listener(local_connection)
    client = peer.open(local_connection)
    client.bind(Unix(b""))
    client.connect(listener.address)

    _, address = listener.accept()

    assert address == client.address
    assert address.path[:1] == b"\0"


@covers("posix:accept:local-name-is-listeners", "linux:accept:abstract-peer-address")
def test_the_new_socket_has_the_abstract_name_of_its_listener(target, peer, local_connection, a_name):
    listener = target.open(local_connection)
    listener.bind(a_name)
    listener.listen(4)
    client = peer.connect(listener)

    accepted, address = listener.accept()

    assert (accepted.address, client.getpeername(), address) == (a_name, a_name, Unix(b""))
