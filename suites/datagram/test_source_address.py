"""What a datagram brings beside its data: the whole address of the socket that sent it, to which a reply can go."""
import pytest

from harness.lines import Inet

covers = pytest.mark.covers


@covers("posix:recvfrom:reports-sender-address", "posix:recvmsg:name-reported-unconnected", "posix:recvfrom:unix-dgram-bound-sender-path")
def test_a_datagram_comes_with_the_address_of_its_sender(datagram_socket, peer, receive_from):
    sender = peer.bound(datagram_socket.kind)
    sender.sendto(b"from me", datagram_socket.address)

    assert receive_from(datagram_socket, 100) == (b"from me", sender.address)


@covers("posix:recvfrom:reports-sender-address", "posix:recvmsg:name-reported-unconnected")
def test_each_datagram_comes_with_its_own_sender(datagram_socket, peer, receive_from):
    first, second, third = (peer.bound(datagram_socket.kind) for _ in range(3))
    for number, sender in enumerate((first, second, first, third)):
        sender.sendto(b"datagram %d" % number, datagram_socket.address)

    received = [receive_from(datagram_socket, 100) for _ in range(4)]

    assert received == [(b"datagram 0", first.address), (b"datagram 1", second.address),
                        (b"datagram 2", first.address), (b"datagram 3", third.address)]


@covers("posix:recvfrom:reports-sender-address")
def test_a_connected_socket_is_told_the_sender_too(datagram_pair, receive_from):
    ours, theirs = datagram_pair
    theirs.send(b"from your peer")

    assert receive_from(ours, 100) == (b"from your peer", theirs.address)


@covers("posix:recvfrom:reports-sender-address", "posix:sendto:one-call-one-datagram")
def test_what_is_sent_comes_from_the_address_of_the_sending_socket(target, peer, datagram, send_to):
    ours, other, theirs = target.bound(datagram), target.bound(datagram), peer.bound(datagram)

    send_to(ours, b"one", theirs.address)
    send_to(other, b"two", theirs.address)
    send_to(ours, b"three", theirs.address)

    assert [theirs.recvfrom(100) for _ in range(3)] == [(b"one", ours.address), (b"two", other.address), (b"three", ours.address)]


@covers("posix:recvfrom:reports-sender-address")
def test_what_is_sent_to_the_peer_comes_from_the_address_of_the_socket(datagram_pair, transmit):
    ours, theirs = datagram_pair
    theirs.connect(ours.address)

    transmit(ours, b"from me")

    assert theirs.recvfrom(100) == (b"from me", ours.address)


@covers("posix:recvfrom:address-allows-reply")
def test_the_address_received_serves_for_the_reply(datagram_socket, peer, receive_from):
    sender = peer.bound(datagram_socket.kind)
    sender.sendto(b"question", datagram_socket.address)
    _, address = receive_from(datagram_socket, 100)

    datagram_socket.sendto(b"answer", address)

    assert sender.recvfrom(100) == (b"answer", datagram_socket.address)


@covers("posix:recvfrom:address-allows-reply", "posix:sendto:unbound-binds-ephemeral")
def test_a_reply_reaches_a_sender_that_never_bound(udp_socket, peer):
    sender = peer.open(udp_socket.kind)
    sender.sendto(b"question", udp_socket.address)
    _, address = udp_socket.recvfrom(100)

    udp_socket.sendto(b"answer", address)

    assert sender.recvfrom(100) == (b"answer", udp_socket.address)
    assert address == peer.at(udp_socket.kind, sender.address.port)


@covers("posix:recvfrom:peek-keeps-address-and-data", "posix:recvmsg:peek-then-read-same")
def test_a_peek_and_the_receive_behind_it_tell_the_same(datagram_socket, peer, receive_from):
    first, second = peer.bound(datagram_socket.kind), peer.bound(datagram_socket.kind)
    first.sendto(b"peeked", datagram_socket.address)
    second.sendto(b"behind it", datagram_socket.address)

    assert receive_from(datagram_socket, 100, "MSG_PEEK") == (b"peeked", first.address)

    assert receive_from(datagram_socket, 100) == (b"peeked", first.address)
    assert receive_from(datagram_socket, 100) == (b"behind it", second.address)


@covers("posix:recvfrom:reports-sender-address", "posix:recvfrom:truncates-excess-lost")
def test_a_datagram_that_is_cut_keeps_its_address(datagram_socket, peer, receive_from):
    sender = peer.bound(datagram_socket.kind)
    sender.sendto(b"conformance", datagram_socket.address)

    assert receive_from(datagram_socket, 3) == (b"con", sender.address)


@covers("posix:recvfrom:reports-sender-address")
def test_a_datagram_keeps_the_address_of_a_sender_that_has_closed(datagram_socket, peer, receive_from):
    sender = peer.bound(datagram_socket.kind)
    address = sender.address
    sender.sendto(b"farewell", datagram_socket.address)
    sender.close()

    assert receive_from(datagram_socket, 100) == (b"farewell", address)


@covers("posix:recvfrom:reports-sender-address")
def test_a_sender_on_another_local_address_is_told_by_that_address(one_host, target, peer, udp4, receive_from):
    ours, sender = target.bound(udp4), peer.open(udp4)
    sender.bind(Inet("127.0.0.2", 0))
    sender.sendto(b"from next door", ours.address)

    assert receive_from(ours, 100) == (b"from next door", Inet("127.0.0.2", sender.address.port))


@covers("posix:recvfrom:reports-sender-address", "posix:recvfrom:address-allows-reply")
def test_a_socket_of_the_same_process_is_told_like_any_other(target, datagram, receive_from):
    ours, sender = target.bound(datagram), target.bound(datagram)
    sender.sendto(b"from inside", ours.address)

    assert receive_from(ours, 100) == (b"from inside", sender.address)


@covers("posix:recvfrom:reports-sender-address")
def test_a_datagram_to_oneself_comes_from_oneself(datagram_socket, send_to):
    send_to(datagram_socket, b"note to self", datagram_socket.address)

    assert datagram_socket.recvfrom(100) == (b"note to self", datagram_socket.address)
