"""A message of no bytes is a message: it is sent, queued, seen by poll and taken like any other, and is no end of file."""
import pytest

covers = pytest.mark.covers


@covers("posix:sendto:zero-length-datagram", "posix:send:seqpacket-zero-length-record")
def test_an_empty_message_that_is_sent_arrives_in_its_place(message_pair, transmit):
    ours, theirs = message_pair

    assert [transmit(ours, data) for data in (b"before", b"", b"", b"after")] == [6, 0, 0, 5]

    assert [theirs.recv(10) for _ in range(4)] == [b"before", b"", b"", b"after"]


@covers("posix:recvfrom:zero-length-datagram-returns-zero", "posix:send:seqpacket-zero-length-record")
def test_an_empty_message_is_received_in_its_place(message_pair, receive):
    ours, theirs = message_pair
    for data in (b"before", b"", b"", b"after"):
        theirs.send(data)

    received = [receive(ours, 10) for _ in range(4)]

    assert received == [b"before", b"", b"", b"after"]


@covers("posix:recvfrom:zero-length-datagram-returns-zero", "posix:recvfrom:reports-sender-address")
def test_an_empty_datagram_tells_who_sent_it(datagram_socket, peer, receive_from):
    sender = peer.bound(datagram_socket.kind)
    sender.sendto(b"", datagram_socket.address)

    assert receive_from(datagram_socket, 10) == (b"", sender.address)


@covers("posix:sendto:zero-length-datagram")
def test_an_empty_datagram_can_be_sent_to_an_address(target, peer, datagram, send_to):
    ours, theirs = target.bound(datagram), peer.bound(datagram)

    assert send_to(ours, b"", theirs.address) == 0

    assert theirs.recvfrom(10) == (b"", ours.address)


@covers("posix:recvfrom:zero-datagram-polls-readable")
def test_an_empty_message_makes_its_socket_readable(message_pair):
    ours, theirs = message_pair
    assert "POLLIN" not in ours.poll("POLLIN")

    theirs.send(b"")

    assert ours.ready("POLLIN") == {"POLLIN"}


@covers("posix:recvfrom:blocked-ended-by-zero-datagram", "posix:recvfrom:zero-length-datagram-returns-zero")
def test_an_empty_message_ends_a_receive_that_waits(message_pair, receive):
    ours, theirs = message_pair
    receiving = receive.start(ours, 10)
    assert receiving.blocked()

    theirs.send(b"")

    assert receiving.result() == b""


@covers("posix:recvfrom:zero-length-datagram-returns-zero")
def test_an_empty_message_is_gone_when_it_was_taken(message_pair, receive):
    ours, theirs = message_pair
    theirs.send(b"")
    assert "POLLIN" in ours.ready("POLLIN")
    assert receive(ours, 10) == b""

    assert ours.poll("POLLIN") == set()
    assert receive.fails(ours, 10, "MSG_DONTWAIT") in {"EAGAIN", "EWOULDBLOCK"}


@covers("posix:recvfrom:zero-length-datagram-returns-zero", "posix:recvfrom:peek-keeps-address-and-data")
def test_a_peek_leaves_an_empty_message_where_it_is(message_pair, receive):
    ours, theirs = message_pair
    theirs.send(b"")
    theirs.send(b"behind it")

    assert receive(ours, 10, "MSG_PEEK") == b""

    assert [receive(ours, 10), receive(ours, 10)] == [b"", b"behind it"]


@covers("posix:recvfrom:zero-length-datagram-returns-zero")
def test_a_nonblocking_receive_takes_an_empty_message(message_pair, receive):
    ours, theirs = message_pair
    ours.setblocking(False)
    theirs.send(b"")
    assert "POLLIN" in ours.ready("POLLIN")

    assert receive(ours, 10) == b""
