"""How many clients the queue of a listener holds, seen from the clients.

Whoever finds it full waits, or is told so: a send timeout limits how long.
"""
import sys

import pytest

covers = pytest.mark.covers

PENDING = {"EINPROGRESS", "EAGAIN", "EWOULDBLOCK"}
"""What a connect says whose time was over: TCP the first, AF_UNIX one of the others."""


@covers("posix:listen:backlog-n-holds-at-least-n")
@pytest.mark.parametrize("backlog", [1, 5, 300])
@pytest.mark.usefixtures("lossless")
def test_as_many_clients_connect_as_the_backlog_says(target, peer, connection, backlog):
    listener = target.listener(connection, backlog)

    clients = [peer.connect(listener) for _ in range(backlog)]

    clients[-1].send(b"the last of them")
    accepted = [listener.accept()[0] for _ in clients]
    assert accepted[-1].recv(20) == b"the last of them"


@covers("linux:listen:queue-holds-one-more")
@pytest.mark.parametrize("backlog", [0, 1, 2, 5, 16, 200])
@pytest.mark.usefixtures("lossless")
def test_the_queue_holds_one_client_more_than_the_backlog(target, peer, connection, backlog):
    listener = target.listener(connection, backlog)
    for _ in range(backlog + 1):
        peer.connect(listener)
    late = peer.open(connection)
    late.setsockopt("SO_SNDTIMEO", 0.04)

    assert late.connect_ex(listener.address) in PENDING


@covers("posix:listen:backlog-excess-not-established")
def test_only_so_many_clients_connect_if_nobody_accepts(target, peer, connection, choice):
    address = target.listener(connection, 2).address
    clients = [peer.open(connection) for _ in range(20)]
    for client in clients:
        client.setblocking(False)

    failed = {client for client in clients if client.connect_ex(address) not in {0, "EINPROGRESS"}}

    ready = peer.poll([(client, ["POLLOUT"]) for client in clients], timeout=0.05)
    connected = [client for client, events in zip(clients, ready, strict=True) if events == {"POLLOUT"} and client not in failed]
    assert len(connected) < 20
    choice("posix:listen:backlog-excess-not-established", f"{len(connected)} connected, backlog 2")


@covers("posix:listen:backlog-zero-accepts-one")
def test_a_client_of_a_listener_with_backlog_zero_is_accepted_or_held_off(target, peer, connection, choice):
    listener = target.listener(connection, 0)
    listener.setblocking(False)
    client = peer.open(connection)
    client.setsockopt("SO_SNDTIMEO", 0.5)

    outcome = client.connect_ex(listener.address)

    assert outcome in {0, "ECONNREFUSED"} | PENDING
    if outcome == 0:
        assert "POLLIN" in listener.ready("POLLIN")
        assert listener.accept()
    choice("posix:listen:backlog-zero-accepts-one", "one client connects" if outcome == 0 else f"connect says {outcome}")


@covers("linux:listen:queue-holds-one-more")
def test_a_client_of_a_listener_with_backlog_zero_is_served(target, peer, connection):
    listener = target.listener(connection, 0)
    client = peer.connect(listener)

    accepted, _ = listener.accept()

    client.send(b"the only one")
    assert accepted.recv(20) == b"the only one"


@covers("posix:listen:backlog-negative-acts-as-zero")
@pytest.mark.usefixtures("lossless")
def test_a_negative_backlog_lets_as_many_clients_in_as_zero(target, peer, connection):
    zero, negative = target.listener(connection, 0), target.listener(connection, -1)
    clients = [peer.open(connection) for _ in range(4)]
    for client, limit in zip(clients, (3.0, 3.0, 0.04, 0.04), strict=True):
        client.setsockopt("SO_SNDTIMEO", limit)

    outcomes = [clients[0].connect_ex(negative.address), clients[2].connect_ex(negative.address)]

    assert outcomes == [clients[1].connect_ex(zero.address), clients[3].connect_ex(zero.address)]


@covers("posix:listen:backlog-huge-clamped")
@pytest.mark.parametrize("backlog", [65_536, 1_000_000, 2**31 - 1])
def test_a_huge_backlog_is_taken(target, peer, connection, backlog):
    listener = target.listener(connection, backlog)
    clients = [peer.connect(listener) for _ in range(10)]

    accepted = [listener.accept()[0] for _ in clients]

    for number, client in enumerate(clients):
        client.send(b"%d" % number)
    assert {int(sock.recv(20)) for sock in accepted} == set(range(10))


@covers("posix:listen:backlog-somaxconn-supported")
def test_the_largest_backlog_that_has_a_name_is_taken(target, peer, connection):
    listener = target.listener(connection, "SOMAXCONN")
    clients = [peer.connect(listener) for _ in range(100)]

    accepted = [listener.accept()[0] for _ in clients]

    for number, client in enumerate(clients):
        client.send(b"%d" % number)
    assert {int(sock.recv(20)) for sock in accepted} == set(range(100))


@covers("linux:listen:tcp-info-tells-backlog")
@pytest.mark.parametrize("backlog", [0, 1, 77, 513, 4000])
def test_tcp_info_of_a_listener_tells_its_backlog_and_how_many_clients_wait(target, peer, tcp, backlog):
    listener = target.listener(tcp, backlog)
    peer.connect(listener)
    assert "POLLIN" in listener.ready("POLLIN")

    info = listener.getsockopt("TCP_INFO", size=32)

    waiting, limit = (int.from_bytes(info[at:at + 4], sys.byteorder) for at in (24, 28))
    assert (waiting, limit) == (1, backlog)


@covers("linux:listen:backlog-limit-is-somaxconn")
def test_a_backlog_beyond_the_limit_of_the_system_is_that_limit(private, target, tcp):
    large, huge = target.listener(tcp, 4097), target.listener(tcp, 1_000_000)

    limits = [sock.getsockopt("TCP_INFO", size=32)[28:32] for sock in (large, huge)]

    assert limits[0] == limits[1] == (4096).to_bytes(4, sys.byteorder)


@covers("linux:listen:unix-backlog-full-nonblocking-eagain")
def test_a_nonblocking_unix_client_is_told_at_once_that_the_queue_is_full(target, peer, local_connection):
    listener = target.listener(local_connection, 1)
    peer.connect(listener)
    peer.connect(listener)
    late = peer.open(local_connection)
    late.setblocking(False)

    assert late.fails.connect(listener.address) == "EAGAIN"


@covers("linux:listen:unix-backlog-full-blocks-until-accept")
def test_a_unix_client_waits_while_the_queue_is_full(target, peer, local_connection):
    listener = target.listener(local_connection, 1)
    peer.connect(listener).send(b"early")
    peer.connect(listener)
    late = peer.open(local_connection)
    connecting = late.start.connect(listener.address)
    assert connecting.blocked()

    early, _ = listener.accept()

    connecting.result()
    late.send(b"late")
    listener.accept()
    accepted, _ = listener.accept()
    assert (early.recv(10), accepted.recv(10)) == (b"early", b"late")


@covers("linux:listen:queue-holds-one-more")
@pytest.mark.usefixtures("lossless")
def test_each_accept_makes_room_for_one_client(target, peer, connection):
    listener = target.listener(connection, 1)
    for name in (b"first", b"second"):
        peer.connect(listener).send(name)
    listener.accept()

    third = peer.connect(listener)

    late = peer.open(connection)
    late.setsockopt("SO_SNDTIMEO", 0.04)
    assert late.connect_ex(listener.address) in PENDING
    third.send(b"third")
    accepted = [listener.accept()[0] for _ in range(2)]
    assert [sock.recv(10) for sock in accepted] == [b"second", b"third"]


@covers("linux:listen:queue-holds-one-more")
@pytest.mark.usefixtures("lossless")
def test_connections_that_were_accepted_take_no_room_in_the_queue(target, peer, connection):
    listener = target.listener(connection, 1)
    accepted = []

    for number in range(6):
        peer.connect(listener).send(b"client %d" % number)
        accepted.append(listener.accept()[0])

    assert [sock.recv(10) for sock in accepted] == [b"client %d" % number for number in range(6)]


@covers("linux:listen:queue-holds-one-more")
@pytest.mark.usefixtures("lossless")
def test_each_listener_has_a_queue_of_its_own_length(target, peer, connection):
    short, long = target.listener(connection, 0), target.listener(connection, 3)
    peer.connect(short)
    for _ in range(4):
        peer.connect(long)
    late = [peer.open(connection), peer.open(connection)]
    for client in late:
        client.setsockopt("SO_SNDTIMEO", 0.04)

    assert late[0].connect_ex(short.address) in PENDING
    assert late[1].connect_ex(long.address) in PENDING


@covers("posix:listen:backlog-drain-admits-pending")
@pytest.mark.waits(1)
@pytest.mark.usefixtures("lossless")
def test_a_tcp_client_that_found_the_queue_full_connects_when_there_is_room(target, peer, tcp):
    listener = target.listener(tcp, 1)
    peer.connect(listener)
    peer.connect(listener)
    late = peer.open(tcp)
    connecting = late.start.connect(listener.address)
    assert connecting.blocked()

    listener.accept()

    connecting.result()
    late.send(b"in the end")
    listener.accept()
    accepted, _ = listener.accept()
    assert accepted.recv(20) == b"in the end"
