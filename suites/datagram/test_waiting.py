"""A receive on an empty message queue waits for one message, or says at once that there is none."""
import pytest

from harness.sockets import WOULD_BLOCK

covers = pytest.mark.covers


@covers("posix:recvfrom:blocks-until-message")
def test_a_receive_blocks_until_a_message_comes(message_pair, receive):
    ours, theirs = message_pair
    receiving = receive.start(ours, 100)
    assert receiving.blocked()

    theirs.send(b"at last")

    assert receiving.result() == b"at last"


@covers("posix:recvfrom:blocks-until-message", "posix:recvfrom:reports-sender-address")
def test_a_receive_that_waited_tells_the_sender(datagram_socket, peer, receive_from):
    theirs = peer.bound(datagram_socket.kind)
    receiving = receive_from.start(datagram_socket, 100)
    assert receiving.blocked()

    theirs.sendto(b"at last", datagram_socket.address)

    assert receiving.result() == (b"at last", theirs.address)


@covers("posix:recvfrom:blocks-until-message")
def test_a_receive_blocks_again_when_the_queue_was_emptied(message_pair, receive):
    ours, theirs = message_pair
    theirs.send(b"first")
    assert receive(ours, 100) == b"first"

    receiving = receive.start(ours, 100)

    assert receiving.blocked()
    theirs.send(b"second")
    assert receiving.result() == b"second"


@covers("posix:recvfrom:EAGAIN", "posix:recvmsg:EAGAIN")
def test_a_nonblocking_receive_from_an_empty_queue_fails_at_once(message_pair, receive):
    ours, theirs = message_pair
    ours.setblocking(False)

    assert receive.fails(ours, 100) in WOULD_BLOCK

    theirs.send(b"now")
    assert "POLLIN" in ours.ready("POLLIN")
    assert receive(ours, 100) == b"now"


@covers("posix:recvfrom:EAGAIN", "posix:recvmsg:EAGAIN")
def test_a_receive_with_dontwait_fails_at_once_and_the_next_one_waits(message_pair, receive):
    ours, theirs = message_pair

    assert receive.fails(ours, 100, "MSG_DONTWAIT") in WOULD_BLOCK

    receiving = receive.start(ours, 100)
    assert receiving.blocked()
    theirs.send(b"at last")
    assert receiving.result() == b"at last"


@covers("posix:recvfrom:EAGAIN", "posix:recvmsg:EAGAIN")
def test_a_receive_with_dontwait_takes_what_is_there(message_pair, receive):
    ours, theirs = message_pair
    theirs.send(b"here")
    assert "POLLIN" in ours.ready("POLLIN")

    assert receive(ours, 100, "MSG_DONTWAIT") == b"here"


@covers("posix:recvfrom:unbound-socket-waits")
def test_a_nonblocking_receive_on_an_unbound_socket_says_that_nothing_is_there(target, udp, receive):
    ours = target.open(udp)
    ours.setblocking(False)

    assert receive.fails(ours, 100) in WOULD_BLOCK


@covers("posix:recvfrom:unbound-socket-waits")
def test_a_receive_on_an_unbound_socket_waits(target, datagram):
    assert target.open(datagram).start.recvfrom(100).blocked()


@covers("posix:recv:waitall-message-socket-returns-one", "posix:recvfrom:waitall-one-message")
def test_a_receive_that_wants_all_takes_one_message(message_pair, receive):
    ours, theirs = message_pair
    theirs.send(b"one")
    theirs.send(b"two!")

    assert receive(ours, 100, "MSG_WAITALL") == b"one"

    assert receive(ours, 100, "MSG_WAITALL") == b"two!"


@covers("posix:recvfrom:blocks-until-message", "posix:recv:peek-blocks-when-empty")
def test_a_peek_waits_for_a_message_and_leaves_it(message_pair, receive):
    ours, theirs = message_pair
    peeking = receive.start(ours, 100, "MSG_PEEK")
    assert peeking.blocked()

    theirs.send(b"at last")

    assert peeking.result() == b"at last"
    assert receive(ours, 100) == b"at last"


@covers("posix:recvfrom:blocks-until-message")
def test_a_message_ends_one_of_two_receives(target, message_pair):
    ours, theirs = message_pair
    receiving = [ours.start.recvfrom(100), ours.start.recvmsg(100)]
    assert all(call.blocked() for call in receiving)

    theirs.send(b"for one of you")

    winner = target.first(receiving)
    loser = next(call for call in receiving if call is not winner)
    assert winner.result()[0] == b"for one of you"
    assert loser.still_blocked()


@covers("python:recvfrom-negative-size-rejected")
def test_a_negative_size_is_refused_and_loses_nothing(datagram_pair):
    ours, theirs = datagram_pair
    theirs.send(b"not lost")
    assert "POLLIN" in ours.ready("POLLIN")

    assert ours.fails.recvfrom(-1) == "ValueError"
    assert ours.fails.recvmsg(-1) == "ValueError"

    assert ours.recv(100) == b"not lost"
