"""listen makes a bound socket take connections, and changes nothing else about it."""
import pytest

covers = pytest.mark.covers


@covers("posix:listen:then-connect-succeeds")
def test_a_client_connects_once_the_socket_listens(target, peer, stream):
    sock = target.bound(stream)
    sock.listen(5)

    client = peer.connect(sock)

    assert client.getpeername() == sock.address
    accepted, _ = sock.accept()
    client.send(b"came through")
    assert accepted.recv(20) == b"came through"


@covers("linux:listen:unix-seqpacket")
def test_a_client_connects_once_the_seqpacket_socket_listens(target, peer, unix_seqpacket):
    sock = target.bound(unix_seqpacket)
    sock.listen(5)

    client = peer.connect(sock)

    accepted, _ = sock.accept()
    client.send(b"a record")
    client.send(b"and one more")
    assert accepted.recv(20) == b"a record"


@covers("posix:listen:then-connect-succeeds")
def test_no_client_connects_before_the_socket_listens(target, peer, connection):
    sock = target.bound(connection)
    client = peer.open(connection)
    assert client.connect_ex(sock.address) == "ECONNREFUSED"

    sock.listen(5)

    assert peer.open(connection).connect_ex(sock.address) == 0


@covers("posix:listen:then-connect-succeeds")
def test_two_sockets_listen_at_the_same_time(target, peer, connection):
    one, other = target.bound(connection), target.bound(connection)
    one.listen(5)
    other.listen(5)

    peer.connect(one).send(b"for one")
    peer.connect(other).send(b"for the other")

    assert one.accept()[0].recv(20) == b"for one"
    assert other.accept()[0].recv(20) == b"for the other"


@covers("posix:listen:then-connect-succeeds")
def test_a_client_that_is_queued_can_send_already(target, peer, connection):
    sock = target.listener(connection)
    client = peer.connect(sock)

    assert client.send(b"before accept") == len(b"before accept")

    accepted, _ = sock.accept()
    assert accepted.recv(20) == b"before accept"


@covers("posix:listen:then-connect-succeeds")
def test_a_queued_client_hears_nothing_before_it_is_accepted(target, peer, connection):
    sock = target.listener(connection)

    client = peer.connect(sock)

    assert not client.poll("POLLIN", "POLLPRI", "POLLRDHUP", timeout=0.02)


@covers("posix:listen:either-handle")
def test_a_socket_listens_when_another_handle_of_it_was_told_to(target, peer, connection):
    sock = target.bound(connection)
    copy = sock.dup()

    copy.listen(5)

    copy.close()
    client = peer.connect(sock)
    accepted, _ = sock.accept()
    client.send(b"one and the same")
    assert accepted.recv(20) == b"one and the same"


@covers("posix:listen:default-backlog")
def test_clients_connect_to_a_socket_that_listens_without_a_backlog_given(target, peer, connection):
    sock = target.bound(connection)
    sock.listen()

    clients = [peer.connect(sock) for _ in range(3)]

    for client, words in zip(clients, [b"a", b"b", b"c"], strict=True):
        client.send(words)
    assert sorted(sock.accept()[0].recv(20) for _ in clients) == [b"a", b"b", b"c"]


@covers("posix:listen:sets-acceptconn")
def test_a_socket_says_that_it_listens_once_it_does(target, connection):
    sock = target.bound(connection)
    assert sock.getsockopt("SO_ACCEPTCONN") == 0

    sock.listen(5)

    assert sock.getsockopt("SO_ACCEPTCONN") != 0


@covers("posix:listen:preserves-local-name")
def test_the_name_of_a_socket_stays_when_it_begins_to_listen(target, connection):
    sock = target.bound(connection)
    before = sock.address

    sock.listen(5)

    assert sock.address == before


@covers("posix:listen:preserves-local-name")
def test_a_socket_bound_to_all_addresses_is_reached_at_each_of_them(one_host, target, peer, tcp4):
    sock = target.open(tcp4)
    sock.bind(tcp4.wildcard())
    sock.listen(5)
    clients = [peer.open(tcp4), peer.open(tcp4)]

    clients[0].connect(tcp4.address("127.0.0.1", sock.address.port))
    clients[1].connect(tcp4.address("127.3.2.1", sock.address.port))

    accepted = [sock.accept()[0] for _ in clients]
    clients[1].send(b"from the second")
    assert accepted[1].recv(20) == b"from the second"


@covers("posix:listen:preserves-local-name")
def test_a_socket_bound_to_one_address_is_reached_at_no_other(one_host, target, peer, tcp4):
    listener = target.listener(tcp4)

    client = peer.open(tcp4)

    assert client.connect_ex(tcp4.address("127.3.2.1", listener.address.port)) == "ECONNREFUSED"


@covers("posix:listen:keeps-mode-and-options")
def test_a_nonblocking_socket_stays_so_when_it_begins_to_listen(target, connection):
    sock = target.bound(connection)
    sock.setblocking(False)

    sock.listen(5)

    assert sock.fails.accept() in {"EAGAIN", "EWOULDBLOCK"}
    assert "O_NONBLOCK" in sock.descriptor()[1]


@covers("posix:listen:keeps-mode-and-options")
@pytest.mark.parametrize(("option", "value"), [("SO_KEEPALIVE", 1), ("SO_LINGER", {"onoff": 1, "linger": 5}), ("SO_REUSEADDR", 1),
                                               ("SO_RCVTIMEO", {"sec": 2, "usec": 500_000}), ("SO_SNDTIMEO", {"sec": 7, "usec": 0})])
def test_the_options_of_a_socket_stay_when_it_begins_to_listen(target, connection, option, value):
    sock = target.bound(connection)
    sock.setsockopt(option, value)
    before = sock.getsockopt(option)

    sock.listen(5)

    assert sock.getsockopt(option) == before
    assert before


@covers("posix:listen:keeps-mode-and-options")
@pytest.mark.parametrize("option", ["SO_RCVBUF", "SO_SNDBUF"])
def test_the_buffer_sizes_of_a_socket_stay_when_it_begins_to_listen(target, connection, option):
    sock = target.bound(connection)
    sock.setsockopt(option, 30_000)
    before = sock.getsockopt(option)

    sock.listen(5)

    assert sock.getsockopt(option) == before


@pytest.fixture(params=[("TCP_NODELAY", 1), ("TCP_KEEPIDLE", 123), ("TCP_USER_TIMEOUT", 9000), ("TCP_DEFER_ACCEPT", 1)],
                ids=lambda pair: f"{pair[0]}-{pair[1]}")
def with_an_option(target, tcp, request):
    """A bound TCP socket with an option of TCP, the option's name, and its value, which can be read."""
    option, value = request.param
    sock = target.bound(tcp)
    sock.setsockopt(option, value)
    assert sock.getsockopt(option) == value
    return sock, option, value


@covers("posix:listen:keeps-mode-and-options")
def test_the_tcp_options_of_a_socket_stay_when_it_begins_to_listen(with_an_option):
    sock, option, value = with_an_option

    sock.listen(5)

    assert sock.getsockopt(option) == value


@covers("posix:listen:concurrent-with-connect-never-hangs")
def test_clients_that_connect_while_the_socket_begins_to_listen_are_refused_or_served(target, peer, connection):
    sock = target.bound(connection)
    address = sock.address
    clients = [peer.open(connection) for _ in range(6)]

    connecting = [client.start.connect_ex(address) for client in clients[:3]]
    listening = sock.start.listen(8)
    connecting += [client.start.connect_ex(address) for client in clients[3:]]

    outcomes = [call.result() for call in connecting]
    listening.result()
    assert set(outcomes) <= {0, "ECONNREFUSED"}
    connected = [client for client, outcome in zip(clients, outcomes, strict=True) if outcome == 0]
    for number in range(len(connected)):
        sock.accept()[0].send(b"welcome %d" % number)
    assert {client.recv(20) for client in connected} == {b"welcome %d" % number for number in range(len(connected))}
