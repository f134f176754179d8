"""The path a socket was bound to is its name, byte for byte, wherever a name is reported."""
import os

import pytest

from harness.lines import Unix

covers = pytest.mark.covers

LONGEST = 107      # bytes that fit in sun_path before the terminator, on Linux


@pytest.fixture(params=["short", "absolute", "longest", "not UTF-8", "odd bytes"])
def path(request, directory) -> Unix:
    """A path of some shape."""
    shapes = {"short": b"p", "absolute": os.fsencode(directory) + b"/absolute", "longest": bytes(ord("a") + n % 26 for n in range(LONGEST)),
              "not UTF-8": b"\xff\xfe\x80\xc3\xa9\xe9", "odd bytes": b" %41\n\t*\\'\"\x01\x7f "}
    return Unix(shapes[request.param])


@covers("posix:getsockname:unix-path-exact", "posix:unix:bind-longest-path-works", "posix:unix:non-utf8-path")
def test_a_socket_reports_the_path_it_was_bound_to(target, local, path, file_of):
    sock = target.open(local)

    sock.bind(path)

    assert sock.getsockname() == path
    assert file_of(path).is_socket()


@covers("posix:unix:bind-longest-path-works", "posix:unix:non-utf8-path", "posix:unix:name-reported-to-peers")
def test_the_peer_reaches_a_listener_by_its_path_and_learns_it(target, peer, local_connection, path):
    listener = target.open(local_connection)
    listener.bind(path)
    listener.listen(8)

    client = peer.open(local_connection)
    client.connect(path)

    assert client.getpeername() == path
    accepted, _ = listener.accept()
    assert accepted.getsockname() == path


@covers("posix:unix:bind-longest-path-works", "posix:unix:non-utf8-path", "posix:unix:name-reported-to-peers")
def test_the_target_reaches_a_listener_by_its_path_and_learns_it(target, peer, local_connection, path):
    listener = peer.open(local_connection)
    listener.bind(path)
    listener.listen(8)

    client = target.open(local_connection)
    client.connect(path)

    assert client.getpeername() == path
    accepted, _ = listener.accept()
    accepted.send(b"welcome")
    assert client.recv(10) == b"welcome"


@covers("posix:accept:named-unix-peer-address", "posix:unix:name-reported-to-peers")
def test_the_target_learns_the_path_of_a_client(target, peer, local_connection, path):
    listener = target.listener(local_connection)
    client = peer.open(local_connection)
    client.bind(path)
    client.connect(listener.address)

    accepted, address = listener.accept()

    assert address == path
    assert accepted.getpeername() == path


@covers("posix:unix:name-reported-to-peers")
def test_the_peer_learns_the_path_of_a_client(target, peer, local_connection, path):
    listener = peer.listener(local_connection)
    client = target.open(local_connection)
    client.bind(path)

    client.connect(listener.address)

    accepted, address = listener.accept()
    assert address == path
    assert accepted.getpeername() == path
    assert client.getsockname() == path


@covers("posix:recvfrom:unix-dgram-bound-sender-path", "posix:unix:name-reported-to-peers")
def test_the_target_learns_the_path_a_datagram_came_from(target, peer, unix_datagram, path):
    receiver, sender = target.bound(unix_datagram), peer.open(unix_datagram)
    sender.bind(path)
    sender.sendto(b"one", receiver.address)
    sender.sendto(b"another", receiver.address)

    assert receiver.recvfrom(20) == (b"one", path)
    assert receiver.recvmsg(20).address == path


@covers("posix:unix:bind-longest-path-works", "posix:unix:non-utf8-path", "posix:unix:name-reported-to-peers")
def test_the_peer_answers_a_datagram_by_the_path_it_came_from(target, peer, unix_datagram, path):
    receiver, sender = peer.bound(unix_datagram), target.open(unix_datagram)
    sender.bind(path)
    sender.sendto(b"question", receiver.address)

    assert receiver.recvfrom(20) == (b"question", path)

    receiver.sendto(b"answer", path)
    assert sender.recv(20) == b"answer"


@covers("posix:unix:bind-longest-path-works", "posix:unix:non-utf8-path")
def test_datagrams_of_the_target_reach_a_path(target, peer, unix_datagram, path):
    receiver = peer.open(unix_datagram)
    receiver.bind(path)
    sender = target.open(unix_datagram)

    sender.sendto(b"by sendto", path)
    sender.sendmsg([b"by ", b"sendmsg"], address=path)
    sender.connect(path)
    sender.send(b"by connect")

    assert sender.getpeername() == path
    assert [receiver.recv(20) for _ in range(3)] == [b"by sendto", b"by sendmsg", b"by connect"]


@covers("posix:unix:name-reported-to-peers", "posix:recvfrom:unix-dgram-bound-sender-path")
def test_each_datagram_tells_its_own_sender(target, peer, unix_datagram):
    receiver = target.bound(unix_datagram)
    long, short = Unix(b"a-long-name-of-a-sender"), Unix(b"brief")
    for path in (long, short):
        sender = peer.open(unix_datagram)
        sender.bind(path)
        sender.sendto(path.path, receiver.address)
    peer.open(unix_datagram).sendto(b"nameless", receiver.address)

    assert receiver.recvfrom(30) == (long.path, long)
    assert receiver.recvfrom(30) == (short.path, short)
    data, address = receiver.recvfrom(30)
    assert (data, address or Unix(b"")) == (b"nameless", Unix(b""))


@covers("linux:getsockname:unbound-unix-family-only")
def test_a_socket_that_was_never_bound_has_no_name(target, local):
    assert target.open(local).getsockname() == Unix(b"")


@covers("posix:accept:unnamed-unix-peer-address-empty", "linux:getsockname:unbound-unix-family-only")
def test_a_client_without_a_name_has_none_to_the_target(target, peer, local_connection):
    listener = target.listener(local_connection)
    peer.connect(listener)

    accepted, address = listener.accept()

    assert address in {None, Unix(b"")}
    assert accepted.getpeername() == Unix(b"")


@covers("linux:getsockname:unbound-unix-family-only")
def test_connecting_gives_a_client_of_the_target_no_name(target, peer, local_connection):
    listener = peer.listener(local_connection)

    client = target.connect(listener)

    accepted, address = listener.accept()
    assert client.getsockname() == Unix(b"")
    assert (address, accepted.getpeername()) == (Unix(b""), Unix(b""))


@covers("linux:unix:bind-after-connect")
def test_a_connected_client_can_still_take_a_name(target, peer, local_connection, path):
    listener = peer.listener(local_connection)
    client = target.connect(listener)

    client.bind(path)

    accepted, _ = listener.accept()
    assert client.getsockname() == path
    assert accepted.getpeername() == path
