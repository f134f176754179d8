"""AF_UNIX: the source of a message is the name its sender has, byte for byte, or none."""
import pytest

from harness.lines import Unix

covers = pytest.mark.covers

NO_NAME = (None, Unix(b""))
"""What a runtime may report for a sender without a name."""


@covers("linux:recvfrom:unix-dgram-unbound-sender-empty")
def test_a_sender_without_a_name_is_reported_without_one(target, peer, unix_datagram, receive_from):
    ours, sender = target.bound(unix_datagram), peer.open(unix_datagram)
    sender.sendto(b"anonymous", ours.address)

    data, address = receive_from(ours, 100)

    assert data == b"anonymous"
    assert address in NO_NAME


@covers("linux:recvfrom:unix-dgram-unbound-sender-empty")
def test_a_sender_without_a_name_does_not_get_that_of_the_one_before(target, peer, unix_datagram, receive_from):
    ours, named, unnamed = target.bound(unix_datagram), peer.bound(unix_datagram), peer.open(unix_datagram)
    named.sendto(b"named", ours.address)
    unnamed.sendto(b"unnamed", ours.address)
    assert receive_from(ours, 100) == (b"named", named.address)

    assert receive_from(ours, 100)[1] in NO_NAME


@covers("posix:recvfrom:unix-dgram-bound-sender-path")
@pytest.mark.parametrize("name", [b"p", b"with space %41", b"\xff\xfe.not-utf-8", b"n" * 50, b"long-" + b"x" * 102],
                         ids=["short", "special", "not-utf-8", "50-bytes", "107-bytes"])
def test_a_path_is_reported_as_it_was_bound(target, peer, unix_datagram, receive_from, name):
    ours, sender = target.bound(unix_datagram), peer.open(unix_datagram)
    sender.bind(Unix(name))
    sender.sendto(b"from a path", ours.address)

    assert receive_from(ours, 100) == (b"from a path", Unix(name))


@covers("posix:recvfrom:unix-dgram-bound-sender-path")
@pytest.mark.parametrize("name", [b"p", b"\xff\xfe.not-utf-8", b"long-" + b"x" * 102], ids=["short", "not-utf-8", "107-bytes"])
def test_a_message_from_a_path_is_seen_to_come_from_there(target, peer, unix_datagram, send_to, name):
    ours, theirs = target.open(unix_datagram), peer.bound(unix_datagram)
    ours.bind(Unix(name))

    send_to(ours, b"from a path", theirs.address)

    assert theirs.recvfrom(100) == (b"from a path", Unix(name))


@covers("linux:recvfrom:unix-abstract-sender-name")
@pytest.mark.parametrize("name", [b"a", b"with\0zeros\0", b"\xff" * 20, b"y" * 107], ids=["short", "zeros", "binary", "longest"])
def test_an_abstract_name_is_reported_whole(target, peer, unix_datagram, receive_from, name):
    ours, sender = target.bound(unix_datagram), peer.open(unix_datagram)
    sender.bind(Unix(b"\0" + name))
    sender.sendto(b"from nowhere", ours.address)

    assert receive_from(ours, 100) == (b"from nowhere", Unix(b"\0" + name))


@covers("linux:recvfrom:unix-abstract-sender-name")
@pytest.mark.parametrize("name", [b"a", b"with\0zeros\0", b"\xff" * 20, b"y" * 107], ids=["short", "zeros", "binary", "longest"])
def test_a_message_reaches_an_abstract_name(target, peer, unix_datagram, send_to, name):
    ours, theirs = target.open(unix_datagram), peer.open(unix_datagram)
    theirs.bind(Unix(b"\0" + name))

    send_to(ours, b"to nowhere", Unix(b"\0" + name))

    assert theirs.recv(100) == b"to nowhere"


@covers("linux:recvfrom:unix-stream-bound-sender")
def test_a_connection_tells_the_path_its_peer_is_bound_to(target, peer, local_connection, receive_from):
    listener, theirs = target.listener(local_connection), peer.bound(local_connection)
    theirs.connect(listener.address)
    ours, _ = listener.accept()
    theirs.send(b"from a path")

    assert receive_from(ours, 100) == (b"from a path", theirs.address)


@covers("linux:recvfrom:unix-stream-bound-sender")
def test_a_connection_tells_a_path_that_was_bound_after_connecting(local_connection_pair, peer, receive_from):
    ours, theirs = local_connection_pair
    theirs.bind(peer.anywhere(theirs.kind))
    theirs.send(b"named by now")

    assert receive_from(ours, 100) == (b"named by now", theirs.address)


@covers("linux:recvfrom:unix-stream-bound-sender")
def test_a_connection_with_a_peer_without_a_name_tells_none(local_connection_pair, receive_from):
    ours, theirs = local_connection_pair
    theirs.send(b"unnamed")

    data, address = receive_from(ours, 100)

    assert data == b"unnamed"
    assert address in NO_NAME


@covers("posix:recvfrom:stream-no-address", "posix:recvmsg:name-connected-stream")
def test_a_tcp_connection_tells_its_peer_or_nothing(tcp_pair, receive_from, choice):
    ours, theirs = tcp_pair
    theirs.send(b"over tcp")

    data, address = receive_from(ours, 100)

    choice("posix:recvfrom:stream-no-address", "no address" if address is None else "the peer's address")
    assert data == b"over tcp"
    assert address in (None, theirs.address)
