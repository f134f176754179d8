"""What does not fit into the buffer is dropped with its message, and nothing of it turns up in the next."""
import pytest

covers = pytest.mark.covers


@covers("posix:recvfrom:truncates-excess-lost", "posix:recv:seqpacket-excess-discarded")
def test_messages_are_cut_to_the_room_and_their_rest_is_lost(message_pair, receive):
    ours, theirs = message_pair
    for data in (b"conformance", b"of datagrams", b"is simple", b"next"):
        theirs.send(data)

    assert [receive(ours, room) for room in (10, 1, 5)] == [b"conformanc", b"o", b"is si"]

    assert receive(ours, 100) == b"next"


@covers("posix:recvfrom:truncates-excess-lost")
def test_a_message_that_just_fits_is_not_cut(message_pair, receive):
    ours, theirs = message_pair
    theirs.send(b"conformance")
    theirs.send(b"next")

    assert receive(ours, 11) == b"conformance"

    assert receive(ours, 4) == b"next"


@covers("posix:recvfrom:truncates-excess-lost")
@pytest.mark.parametrize("room", [1, 1472, 65506])
def test_a_large_message_is_cut_to_the_room(message_pair, fresh, room):
    ours, theirs = message_pair
    large, following = fresh(65507), fresh(100)
    theirs.send(large)
    assert "POLLIN" in ours.ready("POLLIN")

    assert ours.recv(room) == large[:room]

    theirs.send(following)
    assert ours.recv(70000) == following


@covers("posix:recvfrom:truncates-excess-lost")
def test_large_messages_are_cut_to_the_room_by_every_call(message_pair, receive, fresh):
    ours, theirs = message_pair
    messages = [fresh(20_000) for _ in range(4)]
    for data in messages:
        theirs.send(data)

    received = [receive(ours, room) for room in (1500, 4096, 19_999, 20_000)]

    assert received == [messages[0][:1500], messages[1][:4096], messages[2][:19_999], messages[3]]


@covers("posix:recvfrom:truncates-excess-lost", "posix:recvfrom:reports-sender-address", "linux:recv:zero-length-dgram-consumes")
def test_a_datagram_received_without_any_room_is_gone(datagram_socket, peer, receive_from):
    sender, other = peer.bound(datagram_socket.kind), peer.bound(datagram_socket.kind)
    sender.sendto(b"conformance", datagram_socket.address)
    other.sendto(b"next", datagram_socket.address)

    assert receive_from(datagram_socket, 0) == (b"", sender.address)

    assert receive_from(datagram_socket, 100) == (b"next", other.address)


@covers("posix:recvfrom:truncates-excess-lost", "posix:recvfrom:each-message-once")
def test_a_message_that_was_cut_leaves_an_empty_queue(message_pair, receive):
    ours, theirs = message_pair
    theirs.send(b"conformance")
    assert receive(ours, 4) == b"conf"

    assert receive.fails(ours, 100, "MSG_DONTWAIT") in {"EAGAIN", "EWOULDBLOCK"}


@covers("posix:recvfrom:truncates-excess-lost", "posix:recvfrom:peek-keeps-address-and-data")
def test_a_peek_with_little_room_cuts_nothing_off(message_pair, receive):
    ours, theirs = message_pair
    theirs.send(b"conformance")
    theirs.send(b"next")

    assert [receive(ours, room, "MSG_PEEK") for room in (3, 1, 8, 100)] == [b"con", b"c", b"conforma", b"conformance"]

    assert [receive(ours, 100), receive(ours, 100)] == [b"conformance", b"next"]


@covers("linux:recvfrom:trunc-flag-returns-real-length", "linux:recv:trunc-flag-returns-real-length")
def test_with_the_trunc_flag_the_count_is_the_length_of_the_message(message_pair, fresh):
    ours, theirs = message_pair
    for size in (11, 2000, 65507, 3):
        theirs.send(fresh(size))

    counts = [ours.recv_into(4, 0, "MSG_TRUNC")[0], ours.recvfrom_into(4, 0, "MSG_TRUNC")[0],
              ours.recvmsg_into([4], "MSG_TRUNC").count, ours.recvfrom_into(4, 0, "MSG_TRUNC")[0]]

    assert counts == [11, 2000, 65507, 3]


@covers("linux:recvfrom:trunc-flag-returns-real-length", "linux:recv:trunc-flag-returns-real-length")
def test_peeked_with_the_trunc_flag_a_message_tells_its_length_and_stays(message_pair):
    ours, theirs = message_pair
    theirs.send(b"conformance")

    assert ours.recvfrom_into(4, 0, "MSG_PEEK", "MSG_TRUNC")[:2] == (11, b"conf")
    assert ours.recv_into(2, 0, "MSG_PEEK", "MSG_TRUNC") == (11, b"co")

    assert ours.recv(100) == b"conformance"


@covers("python:recv-returns-what-came")
@pytest.mark.parametrize("call", ["recv", "recvfrom", "recvmsg"])
def test_with_the_trunc_flag_nothing_but_the_message_is_returned(message_pair, call):
    ours, theirs = message_pair
    theirs.send(b"conformance" * 100)

    got = getattr(ours, call)(4, "MSG_TRUNC")

    assert (got if call == "recv" else got[0]) == b"conf"
