"""The name of an AF_UNIX socket has the bytes it was given, whoever asks for it."""
import pytest

from harness.lines import Unix

covers = pytest.mark.covers

NAMES = {
    "letter": b"a",
    "spaces": b" two  words ",
    "newline": b"two\nlines",
    "not-ascii": "größe-名".encode(),
    "not-utf8": b"\xff\xfe\x80name",
    "dots": b"./../no..dot",
    "hundred": b"1" * 100,
    "longest": b"0123456789" * 10 + b"longest",
}
ABSTRACT = {
    "short": b"\0a",
    "nulls-inside": b"\0one\0two\0\0three",
    "null-at-the-end": b"\0name\0",
    "only-nulls": b"\0\0\0",
    "not-utf8": b"\0\xff\xfe\x80",
    "longest": b"\0" + b"0123456789" * 10 + b"longest",
}


@pytest.fixture(params=NAMES.values(), ids=NAMES.keys())
def a_name_of_bytes(request, directory) -> Unix:
    """Paths of all sorts, up to 107 bytes, which is as long as they can be with a null behind."""
    path = request.param
    return Unix(path.replace(b"./../no", b"./" + b"../" + directory.name.encode() + b"/no"))


@pytest.fixture(params=ABSTRACT.values(), ids=ABSTRACT.keys())
def abstract(request, private) -> Unix:
    """Abstract names of all sorts, up to 108 bytes."""
    return Unix(request.param)


@covers("posix:getsockname:unix-path-exact")
def test_getsockname_tells_the_path_that_was_bound(target, local, a_name_of_bytes):
    sock = target.open(local)

    sock.bind(a_name_of_bytes)

    assert sock.getsockname() == a_name_of_bytes


@covers("posix:getsockname:unix-path-exact")
def test_a_path_that_was_bound_is_found_by_others(target, peer, local_connection, a_name_of_bytes):
    listener = target.open(local_connection)

    listener.bind(a_name_of_bytes)

    listener.listen(8)
    client = peer.open(local_connection)
    client.connect(a_name_of_bytes)
    assert client.getpeername() == a_name_of_bytes


@covers("posix:connect:reaches-the-address-given", "posix:getpeername:unix-path-exact")
def test_getpeername_tells_the_path_that_was_connected_to(target, peer, local_connection, a_name_of_bytes):
    server = peer.open(local_connection)
    server.bind(a_name_of_bytes)
    server.listen(8)
    client = target.open(local_connection)

    client.connect(a_name_of_bytes)

    assert client.getpeername() == a_name_of_bytes


@covers("posix:bind:name-is-the-source")
def test_datagrams_come_from_the_path_that_was_bound(target, peer, unix_datagram, a_name_of_bytes):
    receiver, sock = peer.bound(unix_datagram), target.open(unix_datagram)

    sock.bind(a_name_of_bytes)

    sock.sendto(b"whose?", receiver.address)
    assert receiver.recvfrom(100) == (b"whose?", a_name_of_bytes)


@covers("posix:bind:name-is-the-source")
def test_a_server_sees_the_path_that_its_client_was_bound_to(target, peer, local_connection, a_name_of_bytes):
    server, client = peer.listener(local_connection), target.open(local_connection)
    client.bind(a_name_of_bytes)

    client.connect(server.address)

    accepted, address = server.accept()
    assert address == accepted.getpeername() == a_name_of_bytes


@covers("posix:getpeername:unix-path-exact")
def test_getpeername_tells_the_path_of_a_client(target, peer, local_connection, a_name_of_bytes):
    listener, client = target.listener(local_connection), peer.open(local_connection)
    client.bind(a_name_of_bytes)
    client.connect(listener.address)

    accepted, address = listener.accept()

    assert address == accepted.getpeername() == a_name_of_bytes


@covers("posix:getpeername:unix-path-exact")
def test_getpeername_tells_the_path_a_datagram_socket_was_connected_to(target, peer, unix_datagram, a_name_of_bytes):
    receiver, sock = peer.open(unix_datagram), target.open(unix_datagram)
    receiver.bind(a_name_of_bytes)

    sock.connect(a_name_of_bytes)

    assert sock.getpeername() == a_name_of_bytes


@covers("linux:getsockname:unix-abstract-exact")
def test_getsockname_tells_the_abstract_name_that_was_bound(target, local, abstract):
    sock = target.open(local)

    sock.bind(abstract)

    assert sock.getsockname() == abstract


@covers("linux:getsockname:unix-abstract-exact")
def test_getpeername_tells_the_abstract_name_that_was_connected_to(target, peer, local_connection, abstract):
    server, client = peer.open(local_connection), target.open(local_connection)
    server.bind(abstract)
    server.listen(8)

    client.connect(abstract)

    assert client.getpeername() == abstract


@covers("linux:getsockname:unix-abstract-exact")
def test_datagrams_come_from_the_abstract_name_that_was_bound(target, peer, unix_datagram, abstract):
    receiver, sock = peer.bound(unix_datagram), target.open(unix_datagram)

    sock.bind(abstract)

    sock.sendto(b"whose?", receiver.address)
    assert receiver.recvfrom(100) == (b"whose?", abstract)


@covers("linux:getsockname:unix-abstract-exact")
def test_an_abstract_name_is_not_the_path_of_the_same_bytes(target, peer, local_connection, a_path, private):
    listener = target.open(local_connection)

    listener.bind(Unix(b"\0" + a_path.path))

    listener.listen(8)
    assert peer.open(local_connection).fails.connect(a_path) == "ENOENT"
