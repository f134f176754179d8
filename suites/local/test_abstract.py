"""Abstract names (Linux): bytes behind a null byte, exact to the last, and no files."""
import pytest

from harness.lines import Unix

covers = pytest.mark.covers


@pytest.fixture(params=["plain", "one byte", "longest", "nulls within", "null at the end", "like a path", "not UTF-8", "only null"])
def name(request) -> Unix:
    """An abstract name of some shape."""
    shapes = {"plain": b"\0plain", "one byte": b"\0n", "longest": b"\0" + bytes(ord("A") + n % 26 for n in range(107)),
              "nulls within": b"\0a\0\0b", "null at the end": b"\0end\0", "like a path": b"\0./like/a/path",
              "not UTF-8": b"\0\xff\xfe\x80", "only null": b"\0"}
    return Unix(shapes[request.param])


@covers("linux:unix:abstract-bind-connect", "linux:unix:abstract-name-exact-length")
def test_a_socket_reports_the_abstract_name_it_was_bound_to(target, directory, local, name):
    sock = target.open(local)

    sock.bind(name)

    assert sock.getsockname() == name
    assert list(directory.iterdir()) == []


@covers("linux:unix:abstract-bind-connect", "linux:unix:abstract-name-exact-length")
def test_the_peer_reaches_a_listener_by_its_abstract_name(target, peer, local_connection, name):
    listener = target.open(local_connection)
    listener.bind(name)
    listener.listen(8)

    client = peer.open(local_connection)
    client.connect(name)

    assert client.getpeername() == name
    accepted, _ = listener.accept()
    assert accepted.getsockname() == name
    client.send(b"in the dark")
    assert accepted.recv(20) == b"in the dark"


@covers("linux:unix:abstract-bind-connect", "linux:unix:abstract-name-exact-length")
def test_the_target_reaches_a_listener_by_its_abstract_name(target, peer, local_connection, name):
    listener = peer.open(local_connection)
    listener.bind(name)
    listener.listen(8)

    client = target.open(local_connection)
    client.connect(name)

    assert client.getpeername() == name
    accepted, _ = listener.accept()
    accepted.send(b"welcome")
    assert client.recv(10) == b"welcome"


@covers("linux:unix:abstract-name-reported-to-peers")
def test_the_target_learns_the_abstract_name_of_a_client(target, peer, local_connection, name):
    listener = target.listener(local_connection)
    client = peer.open(local_connection)
    client.bind(name)
    client.connect(listener.address)

    accepted, address = listener.accept()

    assert address == name
    assert accepted.getpeername() == name


@covers("linux:unix:abstract-name-reported-to-peers")
def test_the_peer_learns_the_abstract_name_of_a_client(target, peer, local_connection, name):
    listener = peer.listener(local_connection)
    client = target.open(local_connection)
    client.bind(name)

    client.connect(listener.address)

    accepted, address = listener.accept()
    assert address == name
    assert accepted.getpeername() == name


@covers("linux:unix:abstract-name-reported-to-peers")
def test_the_target_answers_a_datagram_by_the_abstract_name_it_came_from(target, peer, unix_datagram, name):
    receiver, sender = target.bound(unix_datagram), peer.open(unix_datagram)
    sender.bind(name)
    sender.sendto(b"one", receiver.address)
    sender.sendto(b"another", receiver.address)

    assert receiver.recvfrom(20) == (b"one", name)
    assert receiver.recvmsg(20).address == name

    receiver.sendto(b"answer", name)
    receiver.sendmsg([b"and ", b"more"], address=name)
    assert [sender.recv(20), sender.recv(20)] == [b"answer", b"and more"]


@covers("linux:unix:abstract-name-reported-to-peers")
def test_the_peer_answers_a_datagram_by_the_abstract_name_it_came_from(target, peer, unix_datagram, name):
    receiver, sender = peer.bound(unix_datagram), target.open(unix_datagram)
    sender.bind(name)
    sender.sendto(b"question", receiver.address)

    assert receiver.recvfrom(20) == (b"question", name)

    receiver.sendto(b"answer", name)
    assert sender.recv(20) == b"answer"


@covers("linux:unix:abstract-in-use-eaddrinuse", "posix:bind:EADDRINUSE")
def test_an_abstract_name_that_the_peer_has_cannot_be_bound(target, peer, local, name):
    peer.open(local).bind(name)

    sock = target.open(local)

    assert sock.fails.bind(name) == "EADDRINUSE"
    assert sock.address == Unix(b"")


@covers("linux:unix:abstract-in-use-eaddrinuse", "posix:bind:EADDRINUSE")
def test_an_abstract_name_that_the_target_has_cannot_be_bound(target, peer, local, a_name):
    target.open(local).bind(a_name)

    assert target.open(local).fails.bind(a_name) == "EADDRINUSE"
    assert peer.open(local).fails.bind(a_name) == "EADDRINUSE"


@covers("linux:unix:abstract-name-exact-length")
def test_names_that_differ_by_a_null_at_the_end_are_two(target, peer, local_connection, a_name):
    names = [a_name, Unix(a_name.path + b"\0"), Unix(a_name.path + b"\0\0"), Unix(a_name.path[:-1])]
    listeners = [target.open(local_connection) for _ in names]

    for listener, name in zip(listeners, names, strict=True):
        listener.bind(name)
        listener.listen(8)

    clients = [peer.connect(listener) for listener in listeners]
    for client, data in zip(clients, (b"none", b"one", b"two", b"less"), strict=True):
        client.send(data)
    assert [listener.accept()[0].recv(10) for listener in listeners] == [b"none", b"one", b"two", b"less"]


@covers("linux:unix:abstract-name-exact-length", "posix:connect:ECONNREFUSED")
@pytest.mark.parametrize("other", ["one null more", "one byte less", "as a path"])
def test_only_the_exact_name_reaches_the_listener(target, peer, local_connection, a_name, other):
    listener = peer.open(local_connection)
    listener.bind(a_name)
    listener.listen(8)
    near = {"one null more": a_name.path + b"\0", "one byte less": a_name.path[:-1], "as a path": a_name.path[1:]}

    error = target.open(local_connection).fails.connect(Unix(near[other]))

    assert error in {"ECONNREFUSED", "ENOENT"}
    assert listener.poll("POLLIN") == set()


@covers("linux:unix:abstract-unknown-econnrefused", "posix:connect:ECONNREFUSED")
def test_connect_to_an_abstract_name_that_nobody_has_is_refused(target, local, a_name):
    assert target.open(local).fails.connect(a_name) == "ECONNREFUSED"


@covers("linux:unix:abstract-unknown-econnrefused")
def test_a_datagram_to_an_abstract_name_that_nobody_has_is_refused(target, unix_datagram, a_name):
    sock = target.open(unix_datagram)

    assert sock.fails.sendto(b"lost", a_name) == "ECONNREFUSED"
    assert sock.fails.sendmsg([b"lost"], address=a_name) == "ECONNREFUSED"


@covers("linux:close:abstract-name-freed")
def test_an_abstract_name_is_free_when_its_socket_is_closed(target, peer, local, a_name):
    sock = target.open(local)
    sock.bind(a_name)

    sock.close()

    assert peer.open(local).fails.connect(a_name) == "ECONNREFUSED"
    peer.open(local).bind(a_name)


@covers("linux:unix:abstract-not-a-path")
def test_an_abstract_name_and_a_path_of_the_same_text_are_two(target, peer, local_connection):
    listeners = [target.open(local_connection), target.open(local_connection)]
    for listener, name in zip(listeners, (Unix(b"\0text"), Unix(b"text")), strict=True):
        listener.bind(name)
        listener.listen(8)

    first, second = [peer.connect(listener) for listener in listeners]

    first.send(b"abstract")
    second.send(b"path")
    assert [listener.accept()[0].recv(10) for listener in listeners] == [b"abstract", b"path"]
