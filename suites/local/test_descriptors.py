"""Descriptors passed over AF_UNIX sockets: a new number for the same open socket, whoever sends and whoever receives."""
from socket import CMSG_SPACE

import pytest

covers = pytest.mark.covers

ROOM = CMSG_SPACE(4)        # for one descriptor


@covers("posix:unix:fd-passing-duplicates-description")
def test_a_descriptor_of_the_target_works_at_the_peer(target, peer, unix_stream, local_pair, rights, passed):
    ours, theirs = local_pair
    moving, staying = target.pair(unix_stream)

    assert ours.sendmsg([b"take ", b"this"], control=rights(moving)) == 9

    message = theirs.recvmsg(20, control=ROOM)
    assert message[:2] == (b"take this", set())
    [received] = passed(message)
    received.send(b"from the peer")
    assert staying.recv(20) == b"from the peer"
    staying.send(b"from the target")
    assert received.recv(20) == b"from the target"


@covers("posix:unix:fd-passing-duplicates-description")
def test_a_descriptor_of_the_peer_works_at_the_target(peer, unix_stream, local_pair, rights, passed):
    ours, theirs = local_pair
    moving, staying = peer.pair(unix_stream)
    theirs.sendmsg([b"take this"], control=rights(moving))

    message = ours.recvmsg(20, control=ROOM)

    assert message[:2] == (b"take this", set())
    [received] = passed(message)
    received.send(b"from the target")
    assert staying.recv(20) == b"from the target"
    staying.send(b"from the peer")
    assert received.recv(20) == b"from the peer"


@covers("posix:unix:fd-passing-duplicates-description")
def test_a_descriptor_comes_with_what_a_blocked_call_waited_for(peer, unix_stream, local_pair, rights, passed):
    ours, theirs = local_pair
    moving, staying = peer.pair(unix_stream)
    receiving = ours.start.recvmsg(20, control=ROOM)
    assert receiving.blocked()

    theirs.sendmsg([b"late"], control=rights(moving))

    message = receiving.result()
    assert message[:2] == (b"late", set())
    passed(message)[0].send(b"in use")
    assert staying.recv(10) == b"in use"


@covers("posix:unix:fd-passing-duplicates-description")
def test_what_is_received_is_a_new_number_for_the_same_open_socket(target, unix_stream, local_pair_of_one, rights, passed):
    sender, receiver = local_pair_of_one
    moving, _ = target.pair(unix_stream)
    sender.sendmsg([b"x"], control=rights(moving))

    message = receiver.recvmsg(10, control=ROOM)

    [received] = passed(message)
    moving.setblocking(False)
    moving.setsockopt("SO_SNDBUF", 12_345)
    assert received.descriptor()[0] != moving.descriptor()[0]
    assert "O_NONBLOCK" in received.descriptor()[1]
    assert received.getsockopt("SO_SNDBUF") == moving.getsockopt("SO_SNDBUF")


@covers("posix:unix:fd-passing-to-address")
def test_a_descriptor_can_go_to_an_address(target, peer, unix_datagram, unix_stream, rights, passed):
    sender, receiver = target.bound(unix_datagram), peer.bound(unix_datagram)
    moving, staying = target.pair(unix_stream)

    assert sender.sendmsg([b"take this"], control=rights(moving), address=receiver.address) == 9

    message = receiver.recvmsg(20, control=ROOM)
    assert message[:3] == (b"take this", set(), sender.address)
    passed(message)[0].send(b"arrived")
    assert staying.recv(10) == b"arrived"


@covers("posix:unix:fd-passing-to-address")
def test_a_descriptor_comes_with_the_address_of_its_sender(target, peer, unix_datagram, unix_stream, rights, passed):
    sender, receiver = peer.bound(unix_datagram), target.bound(unix_datagram)
    moving, staying = peer.pair(unix_stream)
    sender.sendmsg([b"take this"], control=rights(moving), address=receiver.address)

    message = receiver.recvmsg(20, control=ROOM)

    assert message[:3] == (b"take this", set(), sender.address)
    passed(message)[0].send(b"arrived")
    assert staying.recv(10) == b"arrived"


@covers("posix:unix:fd-passing-any-socket")
def test_a_socket_of_any_kind_can_be_passed(target, peer, any_pair, unix_stream, rights, passed):
    sender, receiver = target.pair(unix_stream)
    sender.sendmsg([b"x"], control=rights(any_pair.ours))

    message = receiver.recvmsg(10, control=ROOM)

    [received] = passed(message)
    assert received.send(b"passed on") == 9
    assert any_pair.theirs.recv(20) == b"passed on"


@covers("posix:unix:fd-passing-any-socket")
def test_a_listener_that_the_target_passed_takes_clients_at_the_peer(target, peer, connection, unix_stream_pair, rights, passed):
    listener = target.listener(connection)
    unix_stream_pair.ours.sendmsg([b"x"], control=rights(listener))
    message = unix_stream_pair.theirs.recvmsg(10, control=ROOM)
    client = peer.open(connection)
    client.connect(listener.address)

    listener.close()

    accepted, _ = passed(message)[0].accept()
    client.send(b"to whom it may concern")
    assert accepted.recv(30) == b"to whom it may concern"


@covers("posix:unix:fd-passing-any-socket")
def test_a_listener_that_the_peer_passed_takes_clients_at_the_target(peer, connection, unix_stream_pair, rights, passed):
    listener = peer.listener(connection)
    unix_stream_pair.theirs.sendmsg([b"x"], control=rights(listener))
    client = peer.connect(listener)

    message = unix_stream_pair.ours.recvmsg(10, control=ROOM)

    accepted, _ = passed(message)[0].accept()
    accepted.send(b"from the target")
    assert client.recv(30) == b"from the target"


@covers("posix:unix:fd-passing-sender-keeps-own")
def test_the_target_keeps_what_it_passed(target, unix_stream, local_pair, rights):
    ours, theirs = local_pair
    moving, staying = target.pair(unix_stream)
    ours.sendmsg([b"x"], control=rights(moving))
    theirs.recvmsg(10, control=ROOM)

    moving.send(b"as before")

    assert staying.recv(20) == b"as before"


@covers("posix:unix:fd-passing-duplicates-description", "posix:unix:fd-passing-survives-in-flight")
@pytest.mark.parametrize("when", ["before it is received", "after it was received"])
def test_a_descriptor_of_the_target_works_when_the_target_has_closed_its_own(target, unix_stream, local_pair, rights, when, passed):
    ours, theirs = local_pair
    moving, staying = target.pair(unix_stream)
    ours.sendmsg([b"x"], control=rights(moving))
    if when == "before it is received":
        moving.close()

    message = theirs.recvmsg(10, control=ROOM)
    if when == "after it was received":
        moving.close()

    passed(message)[0].send(b"alive")
    assert staying.recv(10) == b"alive"


@covers("posix:unix:fd-passing-survives-in-flight")
def test_a_descriptor_works_at_the_target_when_all_of_the_sender_is_closed(peer, unix_stream, local_pair, rights, passed):
    ours, theirs = local_pair
    moving, staying = peer.pair(unix_stream)
    theirs.sendmsg([b"x"], control=rights(moving))
    moving.close()
    theirs.close()

    message = ours.recvmsg(10, control=ROOM)

    passed(message)[0].send(b"alive")
    assert staying.recv(10) == b"alive"


@covers("posix:unix:fd-passing-duplicates-description")
def test_the_connection_ends_when_the_last_copy_is_closed(peer, unix_stream, local_pair, rights, passed):
    ours, theirs = local_pair
    moving, staying = peer.pair(unix_stream)
    theirs.sendmsg([b"x"], control=rights(moving))
    message = ours.recvmsg(10, control=ROOM)
    moving.close()
    assert staying.poll("POLLIN") == set()

    passed(message)[0].close()

    assert staying.recv(10) == b""


@covers("posix:unix:fd-passing-several-in-order")
def test_several_descriptors_of_the_target_arrive_in_order(target, unix_stream, local_pair, rights, passed):
    ours, theirs = local_pair
    pairs = [target.pair(unix_stream) for _ in range(3)]

    ours.sendmsg([b"three"], control=rights(*[moving for moving, _ in pairs]))

    message = theirs.recvmsg(10, control=CMSG_SPACE(12))
    assert message[:2] == (b"three", set())
    for received, name in zip(passed(message, 3), (b"one", b"two", b"three"), strict=True):
        received.send(name)
    assert [staying.recv(10) for _, staying in pairs] == [b"one", b"two", b"three"]


@covers("posix:unix:fd-passing-several-in-order")
def test_several_descriptors_reach_the_target_in_order(peer, unix_stream, local_pair, rights, passed):
    ours, theirs = local_pair
    pairs = [peer.pair(unix_stream) for _ in range(3)]
    theirs.sendmsg([b"three"], control=rights(*[moving for moving, _ in pairs]))

    message = ours.recvmsg(10, control=CMSG_SPACE(12))

    assert message[:2] == (b"three", set())
    for received, name in zip(passed(message, 3), (b"one", b"two", b"three"), strict=True):
        received.send(name)
    assert [staying.recv(10) for _, staying in pairs] == [b"one", b"two", b"three"]


@covers("posix:unix:fd-passing-several-in-order")
def test_each_message_brings_its_own_descriptors(peer, unix_stream, local_pair, rights, passed):
    ours, theirs = local_pair
    pairs = [peer.pair(unix_stream) for _ in range(3)]
    theirs.sendmsg([b"first"], control=rights(pairs[0][0]))
    theirs.sendmsg([b"second"], control=rights(pairs[1][0], pairs[2][0]))

    first, second = ours.recvmsg(20, control=CMSG_SPACE(8)), ours.recvmsg(20, control=CMSG_SPACE(8))

    assert (first.data, second.data) == (b"first", b"second")
    for received, name in zip(passed(first) + passed(second, 2), (b"one", b"two", b"three"), strict=True):
        received.send(name)
    assert [staying.recv(10) for _, staying in pairs] == [b"one", b"two", b"three"]


@covers("linux:unix:fd-passing-limit")
def test_two_hundred_and_fifty_three_descriptors_can_be_passed_at_once(target, unix_stream, local_pair, rights, passed):
    ours, theirs = local_pair
    (first, near), (second, far) = target.pair(unix_stream), target.pair(unix_stream)

    ours.sendmsg([b"many"], control=rights(*[first] * 100, *[second] * 153))

    message = theirs.recvmsg(10, control=CMSG_SPACE(4 * 253))
    assert message[:2] == (b"many", set())
    received = passed(message, 253)
    for number in (0, 99, 100, 252):
        received[number].send(b"%d " % number)
    assert [near.recv(20), far.recv(20)] == [b"0 99 ", b"100 252 "]


@covers("linux:unix:fd-passing-limit")
def test_more_descriptors_than_the_limit_are_refused_and_nothing_is_sent(target, unix_stream, local_pair, rights):
    ours, theirs = local_pair
    moving, _ = target.pair(unix_stream)

    assert ours.fails.sendmsg([b"too many"], control=rights(*[moving] * 254)) == "EINVAL"

    assert theirs.poll("POLLIN") == set()


@covers("linux:unix:fd-passing-bad-descriptor-ebadf", "posix:sendmsg:EBADF")
def test_a_descriptor_that_is_closed_cannot_be_passed_and_nothing_is_sent(target, unix_stream, local_pair, rights):
    ours, theirs = local_pair
    good, closed = target.pair(unix_stream)
    closed.close()

    assert ours.fails.sendmsg([b"nothing"], control=rights(closed)) == "EBADF"
    assert ours.fails.sendmsg([b"nothing either"], control=rights(good, closed)) == "EBADF"

    assert theirs.poll("POLLIN") == set()


@covers("posix:unix:fd-passing-cloexec-flag")
def test_a_descriptor_is_closed_on_exec_if_the_receiver_asks_for_it(peer, unix_stream, local_pair, rights, passed):
    ours, theirs = local_pair
    theirs.sendmsg([b"x"], control=rights(*peer.pair(unix_stream)))

    message = ours.recvmsg(10, "MSG_CMSG_CLOEXEC", control=CMSG_SPACE(8))

    assert [received.descriptor()[1] for received in passed(message, 2)] == [{"FD_CLOEXEC"}, {"FD_CLOEXEC"}]


@covers("posix:unix:fd-passing-cloexec-flag")
def test_a_descriptor_is_not_closed_on_exec_unless_the_receiver_asks_for_it(peer, unix_stream, local_pair, rights, passed):
    ours, theirs = local_pair
    theirs.sendmsg([b"x"], control=rights(*peer.pair(unix_stream)))

    message = ours.recvmsg(10, control=CMSG_SPACE(8))

    assert [received.descriptor()[1] for received in passed(message, 2)] == [set(), set()]


@covers("linux:unix:fd-passing-peek")
def test_peeking_gives_a_descriptor_and_leaves_one_for_the_read(peer, unix_stream, local_pair, rights, passed):
    ours, theirs = local_pair
    moving, staying = peer.pair(unix_stream)
    theirs.sendmsg([b"look"], control=rights(moving))

    peeked = ours.recvmsg(10, "MSG_PEEK", control=ROOM)
    taken = ours.recvmsg(10, control=ROOM)

    assert (peeked.data, taken.data) == (b"look", b"look")
    passed(peeked)[0].send(b"peeked ")
    passed(taken)[0].send(b"taken")
    assert staying.recv(20) == b"peeked taken"


@covers("linux:unix:fd-passing-without-data")
def test_a_message_of_the_target_without_data_can_bring_a_descriptor(target, unix_stream, local_message_pair, rights, passed):
    ours, theirs = local_message_pair
    moving, staying = target.pair(unix_stream)

    assert ours.sendmsg([], control=rights(moving)) == 0

    message = theirs.recvmsg(10, control=ROOM)
    assert message[:2] == (b"", set())
    passed(message)[0].send(b"no words")
    assert staying.recv(10) == b"no words"


@covers("linux:unix:fd-passing-without-data")
def test_a_message_without_data_can_bring_the_target_a_descriptor(peer, unix_stream, local_message_pair, rights, passed):
    ours, theirs = local_message_pair
    moving, staying = peer.pair(unix_stream)
    theirs.sendmsg([], control=rights(moving))

    message = ours.recvmsg(10, control=ROOM)

    assert message[:2] == (b"", set())
    passed(message)[0].send(b"no words")
    assert staying.recv(10) == b"no words"


@covers("posix:unix:fd-passing-with-large-data")
def test_much_data_of_the_target_arrives_whole_beside_a_descriptor(target, unix_stream, unix_stream_pair, rights, passed):
    ours, theirs = unix_stream_pair
    moving, staying = target.pair(unix_stream)
    payload = bytes(range(251)) * 280

    sending = ours.start.sendmsg([payload[:1], payload[1:40_000], payload[40_000:]], control=rights(moving))

    message = theirs.recvmsg(1, control=ROOM)
    data = message.data
    while len(data) < len(payload) and (more := theirs.recv(65536)):
        data += more
    assert sending.result() == len(payload)
    assert data == payload
    passed(message)[0].send(b"beside")
    assert staying.recv(10) == b"beside"


@covers("posix:recvmsg:no-control-length-zero")
def test_a_message_without_descriptors_brings_none(local_pair):
    ours, theirs = local_pair
    theirs.send(b"just words")

    data, flags, _, control = ours.recvmsg(20, control=CMSG_SPACE(40))

    assert (data, flags, control) == (b"just words", set(), [])


@covers("posix:recvmsg:EAGAIN")
def test_room_for_descriptors_makes_no_call_wait_that_must_not(local_pair):
    assert local_pair.ours.fails.recvmsg(20, "MSG_DONTWAIT", control=ROOM) in {"EAGAIN", "EWOULDBLOCK"}


@covers("linux:unix:fd-passing-unread-closed")
def test_closing_a_socket_closes_the_descriptors_that_wait_in_it(peer, unix_stream, local_pair, rights):
    ours, theirs = local_pair
    moving, staying = peer.pair(unix_stream)
    theirs.sendmsg([b"unread"], control=rights(moving))
    moving.close()
    assert staying.poll("POLLIN") == set()

    ours.close()

    assert "POLLIN" in staying.ready("POLLIN")
    assert staying.recv(10) == b""
