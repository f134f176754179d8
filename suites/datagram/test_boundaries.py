"""A message arrives as it was sent: one call, one message, neither joined nor split, in order and once."""
import pytest

covers = pytest.mark.covers


@covers("posix:sendto:one-call-one-datagram", "posix:sendto:returns-full-length", "posix:send:seqpacket-one-record-per-call")
def test_each_send_makes_one_message(message_pair, transmit):
    ours, theirs = message_pair

    assert [transmit(ours, data) for data in (b"a", b"conformance", b"of datagrams")] == [1, 11, 12]

    assert [theirs.recv(100) for _ in range(3)] == [b"a", b"conformance", b"of datagrams"]


@covers("posix:recvfrom:does-not-merge-datagrams", "posix:recv:seqpacket-never-merges-records")
def test_each_receive_takes_one_message(message_pair, receive):
    ours, theirs = message_pair
    for data in (b"a", b"conformance", b"of datagrams", b"z"):
        theirs.send(data)

    received = [receive(ours, 100) for _ in range(4)]

    assert received == [b"a", b"conformance", b"of datagrams", b"z"]


@covers("posix:recvfrom:does-not-merge-datagrams", "posix:recvfrom:each-message-once")
def test_nothing_is_left_when_every_message_was_taken(message_pair, receive):
    ours, theirs = message_pair
    theirs.send(b"first")
    theirs.send(b"second one")
    assert receive(ours, 5) == b"first"
    assert "POLLIN" in ours.ready("POLLIN")
    assert receive(ours, 500) == b"second one"

    assert receive.fails(ours, 500, "MSG_DONTWAIT") in {"EAGAIN", "EWOULDBLOCK"}


@covers("posix:sendto:one-call-one-datagram", "posix:recvfrom:each-message-once")
def test_nothing_more_is_sent_than_the_message(message_pair, transmit):
    ours, theirs = message_pair
    transmit(ours, b"only this")

    assert theirs.recv(100) == b"only this"

    assert theirs.fails.recv(100, "MSG_DONTWAIT") in {"EAGAIN", "EWOULDBLOCK"}


@covers("posix:sendto:order-on-loopback", "linux:unix:dgram-is-ordered-and-reliable")
def test_a_hundred_messages_are_taken_in_order_and_once(message_pair, transmit):
    ours, theirs = message_pair
    numbered = [b"message %d" % number for number in range(100)]

    received = [(transmit(ours, data), theirs.recv(100)) for data in numbered]

    assert received == [(len(data), data) for data in numbered]


@covers("posix:sendto:order-on-loopback")
def test_udp_datagrams_that_queue_up_stay_in_order_and_none_is_lost(udp_pair, receive):
    ours, theirs = udp_pair
    numbered = [b"datagram %d" % number for number in range(60)]
    for data in numbered:
        theirs.send(data)

    received = [receive(ours, 100) for _ in numbered]

    assert received == numbered


@covers("posix:sendto:one-call-one-datagram", "posix:recvfrom:does-not-merge-datagrams")
def test_large_and_small_messages_keep_their_boundaries_in_the_queue(message_pair, receive, fresh):
    ours, theirs = message_pair
    messages = [fresh(size) for size in (9000, 1, 4097, 3, 1473, 20001, 2)]
    for data in messages:
        theirs.send(data)

    received = [receive(ours, 65536) for _ in messages]

    assert received == messages


@covers("posix:sendto:one-call-one-datagram")
def test_two_directions_do_not_mix(message_pair):
    ours, theirs = message_pair

    ours.send(b"from us")
    theirs.send(b"from them, longer")

    assert theirs.recv(100) == b"from us"
    assert ours.recv(100) == b"from them, longer"


@covers("posix:sendto:one-call-one-datagram")
def test_two_sockets_of_one_process_exchange_messages(message_pair_of_one, transmit):
    ours, other = message_pair_of_one

    transmit(ours, b"there")
    transmit(ours, b"and there again")
    transmit(other, b"back")

    assert [other.recv(100), other.recv(100)] == [b"there", b"and there again"]
    assert ours.recv(100) == b"back"


@covers("posix:sendto:one-call-one-datagram", "posix:recvfrom:does-not-merge-datagrams")
def test_the_side_that_connected_keeps_boundaries_too(message_outgoing):
    ours, theirs = message_outgoing
    theirs.send(b"to the one")
    theirs.send(b"that connected")

    assert [ours.recv(100), ours.recv(100)] == [b"to the one", b"that connected"]

    assert [ours.send(b"from"), ours.send(b"there")] == [4, 5]
    assert [theirs.recv(100), theirs.recv(100)] == [b"from", b"there"]


@covers("posix:sendto:one-call-one-datagram", "posix:recvfrom:does-not-merge-datagrams")
def test_both_ends_of_a_local_pair_keep_boundaries(target, local_message):
    one, other = target.pair(local_message)

    for sock, data in ((one, b"first"), (other, b"the other way"), (one, b"second")):
        sock.sendmsg([data[:2], data[2:]])

    assert [other.recv(100), other.recv(100), one.recv(100)] == [b"first", b"second", b"the other way"]
