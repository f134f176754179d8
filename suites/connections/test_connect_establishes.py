"""connect makes one connection, to the listener it was told and to no other."""
import pytest

covers = pytest.mark.covers


@covers("posix:connect:blocking-establishes")
def test_connect_makes_a_connection_that_carries_data_both_ways(target, connection_server):
    client = target.open(connection_server.kind)

    client.connect(connection_server.address)

    served, _ = connection_server.accept()
    client.send(b"from the client")
    assert served.recv(100) == b"from the client"
    served.send(b"from the server")
    assert client.recv(100) == b"from the server"


@covers("posix:connect:blocking-establishes")
def test_connect_makes_a_connection_that_carries_message_after_message(target, connection_server):
    client = target.open(connection_server.kind)

    client.connect(connection_server.address)

    served, _ = connection_server.accept()
    for message in (b"first", b"second", b"third"):
        client.send(message)
        assert served.recv(100) == message
        served.send(b"answer to the " + message)
        assert client.recv(100) == b"answer to the " + message


@covers("posix:connect:makes-one-connection")
def test_connect_makes_only_one_connection(target, peer, connection_server):
    client = target.open(connection_server.kind)

    client.connect(connection_server.address)

    client.send(b"the one")
    assert connection_server.accept()[0].recv(100) == b"the one"
    peer.connect(connection_server).send(b"the next")
    assert connection_server.accept()[0].recv(100) == b"the next"


@covers("posix:connect:makes-one-connection")
def test_connect_again_and_again_makes_a_connection_each_time(target, connection_server):
    clients = [target.open(connection_server.kind) for _ in range(3)]

    for client in clients:
        client.connect(connection_server.address)

    served = [connection_server.accept()[0] for _ in clients]
    for number, client in enumerate(clients):
        client.send(b"client %d" % number)
    assert sorted(sock.recv(100) for sock in served) == [b"client 0", b"client 1", b"client 2"]


@covers("posix:connect:reaches-the-address-given")
def test_connect_reaches_the_listener_it_names(target, peer, connection):
    servers = [peer.listener(connection) for _ in range(3)]
    client = target.open(connection)

    client.connect(servers[1].address)

    assert "POLLIN" in servers[1].ready("POLLIN")
    assert not servers[0].poll("POLLIN")
    assert not servers[2].poll("POLLIN")


@covers("posix:connect:reaches-the-address-given")
def test_connect_of_a_second_socket_reaches_another_listener(target, peer, connection):
    first, second = peer.listener(connection), peer.listener(connection)
    target.open(connection).connect(first.address)
    first.accept()

    client = target.open(connection)
    client.connect(second.address)

    served, _ = second.accept()
    client.send(b"for the second")
    assert served.recv(100) == b"for the second"
    assert not first.poll("POLLIN")


@covers("posix:connect:reaches-the-address-given")
@pytest.mark.parametrize("port", [1, 80, 255, 256, 32767, 61000, 65535])
def test_connect_reaches_every_port(private, target, peer, tcp, port):
    server = peer.open(tcp)
    server.bind(peer.at(tcp, port))
    server.listen(8)
    client = target.open(tcp)

    client.connect(server.address)

    assert client.getpeername() == peer.at(tcp, port)
    client.send(b"arrived")
    assert server.accept()[0].recv(100) == b"arrived"


@covers("posix:connect:blocks-until-established")
@pytest.mark.waits
def test_connect_waits_until_the_connection_is_made(target, silent_server):
    client = target.open(silent_server.kind)
    connecting = client.start.connect(silent_server.address)
    assert connecting.blocked()

    theirs = silent_server.meet(client)

    assert connecting.result() is None
    client.send(b"at last")
    assert theirs.recv(100) == b"at last"


@covers("posix:connect:blocks-until-established")
@pytest.mark.waits(1)
def test_connect_waits_for_a_server_that_answers_late(target, silent_server):
    client = target.open(silent_server.kind)
    connecting = client.start.connect(silent_server.address)
    assert connecting.blocked()

    silent_server.hears(0)

    assert connecting.result() is None
    served, _ = silent_server.accept()
    served.send(b"at last")
    assert client.recv(100) == b"at last"


@covers("posix:connect:blocks-until-established")
def test_connect_of_one_socket_does_not_hold_up_another(target, peer, silent_server):
    connecting = target.open(silent_server.kind).start.connect(silent_server.address)
    assert connecting.blocked()
    server = peer.listener(silent_server.kind)

    target.open(server.kind).connect(server.address)

    server.accept()
    assert connecting.still_blocked()


@covers("linux:connect:unix-completes-without-accept")
def test_nonblocking_connect_of_a_local_socket_is_done_at_once(target, peer, local_connection):
    server = peer.listener(local_connection)
    client = target.nonblocking(local_connection)

    client.connect(server.address)

    client.send(b"before accept")
    assert server.accept()[0].recv(100) == b"before accept"


@covers("linux:connect:any-address-means-loopback")
def test_connect_to_the_wildcard_address_reaches_a_loopback_listener(one_host, target, tcp_server):
    client = target.open(tcp_server.kind)

    client.connect(tcp_server.kind.wildcard(tcp_server.address.port))

    assert client.getpeername() == tcp_server.address
    client.send(b"over loopback")
    assert tcp_server.accept()[0].recv(100) == b"over loopback"


@covers("posix:connect:loopback-address-range")
@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "127.1.2.3", "127.255.255.254"])
def test_connect_reaches_any_loopback_address(one_host, target, peer, tcp4, host):
    server = peer.open(tcp4)
    server.bind(tcp4.wildcard())
    server.listen(8)
    destination = tcp4.address(host, server.address.port)
    client = target.open(tcp4)

    client.connect(destination)

    served, _ = server.accept()
    assert client.getpeername() == destination
    assert served.getsockname() == destination


@covers("posix:connect:reaches-the-address-given")
def test_connect_tells_two_addresses_of_one_port_apart(one_host, target, peer, tcp4):
    first = peer.listener(tcp4)
    second = peer.open(tcp4)
    second.bind(tcp4.address("127.0.0.2", first.address.port))
    second.listen(8)

    target.open(tcp4).connect(second.address)

    assert second.accept()[0].getsockname() == second.address
    assert not first.poll("POLLIN")


@covers("linux:connect:self-simultaneous-open")
def test_connect_to_oneself_sends_to_oneself(target, tcp):
    sock = target.bound(tcp)

    sock.connect(sock.address)

    assert sock.getpeername() == sock.getsockname()
    sock.send(b"to myself")
    assert sock.recv(100) == b"to myself"


@covers("python:connect:ex-reports-by-value")
def test_connect_ex_returns_nothing_when_it_connects(target, connection_server):
    client = target.open(connection_server.kind)

    assert client.connect_ex(connection_server.address) == 0

    client.send(b"connected")
    assert connection_server.accept()[0].recv(100) == b"connected"


@covers("python:connect:ex-reports-by-value")
def test_connect_ex_returns_the_error(target, tcp_server):
    client = target.open(tcp_server.kind)
    client.connect(tcp_server.address)

    assert client.connect_ex(tcp_server.address) == "EISCONN"


@covers("posix:connect:leaves-mode-and-options")
def test_connect_leaves_no_error(target, any_destination):
    client = target.open(any_destination.kind)

    client.connect(any_destination.address)

    assert client.getsockopt("SO_ERROR") == 0


@covers("posix:connect:leaves-mode-and-options")
def test_connect_leaves_options_as_they_were(target, any_destination):
    client = target.open(any_destination.kind)
    client.setsockopt("SO_KEEPALIVE", 1)
    client.setsockopt("SO_LINGER", {"onoff": 1, "linger": 7})
    client.setsockopt("SO_RCVTIMEO", 3.0)
    client.setsockopt("SO_SNDTIMEO", 2.0)

    client.connect(any_destination.address)

    assert client.getsockopt("SO_KEEPALIVE")
    assert client.getsockopt("SO_LINGER") == {"onoff": 1, "linger": 7}
    assert client.getsockopt("SO_RCVTIMEO") == {"sec": 3, "usec": 0}
    assert client.getsockopt("SO_SNDTIMEO") == {"sec": 2, "usec": 0}


@covers("posix:connect:leaves-mode-and-options")
def test_connect_leaves_tcp_options_as_they_were(target, tcp_server):
    client = target.open(tcp_server.kind)
    client.setsockopt("TCP_NODELAY", 1)
    client.setsockopt("TCP_KEEPIDLE", 77)

    client.connect(tcp_server.address)

    assert client.getsockopt("TCP_NODELAY")
    assert client.getsockopt("TCP_KEEPIDLE") == 77


@covers("posix:connect:leaves-mode-and-options")
def test_connect_leaves_a_blocking_socket_blocking(target, connection_server):
    client = target.open(connection_server.kind)

    client.connect(connection_server.address)

    receiving = client.start.recv(100)
    assert receiving.blocked()
    connection_server.accept()[0].send(b"late")
    assert receiving.result() == b"late"
