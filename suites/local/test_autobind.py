"""Autobind (Linux): a socket that needs a name and was given none gets an abstract one."""
import re

import pytest

from harness.lines import Unix

covers = pytest.mark.covers

FORM = re.compile(rb"\0[0-9a-f]{5}")
NO_NAME = Unix(b"")


@covers("linux:unix:autobind-assigns-abstract-name")
def test_binding_to_no_name_gives_one_of_five_hexadecimal_digits(target, directory, local):
    sock = target.open(local)

    sock.bind(NO_NAME)

    assert FORM.fullmatch(sock.address.path)
    assert list(directory.iterdir()) == []


@covers("linux:unix:autobind-assigns-abstract-name")
def test_every_socket_gets_a_name_of_its_own(target, peer, local):
    socks = [side.open(local) for side in (target, peer, target, target, peer, target)]

    for sock in socks:
        sock.bind(NO_NAME)

    assert len({sock.address for sock in socks}) == 6


@covers("linux:unix:autobind-assigns-abstract-name")
def test_the_peer_reaches_the_name_that_was_given(target, peer, local_connection):
    listener = target.open(local_connection)
    listener.bind(NO_NAME)
    listener.listen(8)

    client = peer.connect(listener)

    assert client.getpeername() == listener.address
    client.send(b"hello")
    assert listener.accept()[0].recv(10) == b"hello"


@covers("linux:unix:autobind-assigns-abstract-name")
def test_the_peer_answers_to_the_name_that_was_given(target, peer, unix_datagram):
    sock, far = target.open(unix_datagram), peer.bound(unix_datagram)
    sock.bind(NO_NAME)

    sock.sendto(b"question", far.address)

    assert far.recvfrom(20) == (b"question", sock.address)
    far.sendto(b"answer", sock.address)
    assert sock.recv(20) == b"answer"


@covers("linux:unix:autobind-keeps-a-name")
def test_a_name_that_was_given_is_kept(target, local, a_path):
    sock = target.open(local)
    sock.bind(NO_NAME)
    given = sock.address

    sock.bind(NO_NAME)

    assert sock.address == given
    assert sock.fails.bind(a_path) == "EINVAL"


@covers("linux:unix:autobind-keeps-a-name")
def test_a_socket_with_a_path_is_given_no_other_name(target, local):
    sock = target.bound(local)
    path = sock.address

    sock.bind(NO_NAME)

    assert sock.address == path


@covers("linux:unix:passcred-autobinds")
def test_connecting_with_passcred_gives_a_name(target, peer, local_connection):
    listener, client = peer.listener(local_connection), target.open(local_connection)
    client.setsockopt("SO_PASSCRED", 1)
    assert client.address == NO_NAME

    client.connect(listener.address)

    assert FORM.fullmatch(client.address.path)
    assert listener.accept()[1] == client.address


@covers("linux:unix:passcred-autobinds")
def test_sending_with_passcred_gives_a_name(target, peer, unix_datagram):
    receiver, sender = peer.bound(unix_datagram), target.open(unix_datagram)
    sender.setsockopt("SO_PASSCRED", 1)

    sender.sendto(b"who am I", receiver.address)

    assert FORM.fullmatch(sender.address.path)
    assert receiver.recvfrom(20) == (b"who am I", sender.address)


@covers("linux:unix:passcred-autobinds")
def test_sending_without_passcred_gives_no_name(target, peer, unix_datagram):
    receiver, sender = peer.bound(unix_datagram), target.open(unix_datagram)

    sender.sendto(b"nobody", receiver.address)

    assert sender.address == NO_NAME
    data, address = receiver.recvfrom(20)
    assert (data, address or NO_NAME) == (b"nobody", NO_NAME)
