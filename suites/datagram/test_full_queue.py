"""A local message that finds no room waits for it, or fails at once where it must not wait; nothing is lost or cut."""
import pytest

from harness.sockets import WOULD_BLOCK

covers = pytest.mark.covers


@pytest.fixture
def full_receiver(target, peer, unix_datagram):
    """A socket of the target, and the peer's that it is connected to, whose queue is full of messages of one byte."""
    ours, theirs = target.open(unix_datagram), peer.bound(unix_datagram)
    ours.connect(theirs.address)
    count = ours.pour(10_000, "MSG_DONTWAIT", chunk=1).count
    return ours, theirs, count


@pytest.fixture
def full_pair(local_message_pair):
    """Two local sockets, of which the target's has sent all that its send buffer allows, and how many messages that are."""
    ours, theirs = local_message_pair
    return ours, theirs, ours.fill() // 65536


@covers("linux:sendto:unix-dgram-blocks-when-full")
def test_a_send_into_a_full_queue_blocks_until_one_message_is_read(full_receiver, transmit):
    ours, theirs, count = full_receiver
    sending = transmit.start(ours, b"waited")
    assert sending.blocked()

    theirs.recv(10)

    assert sending.result() == 6
    assert [len(theirs.recv(10)) for _ in range(count - 1)] == [1] * (count - 1)
    assert theirs.recv(10) == b"waited"


@covers("linux:sendto:unix-dgram-full-nonblocking-eagain", "posix:sendto:EAGAIN", "posix:sendmsg:EAGAIN")
def test_a_nonblocking_send_into_a_full_queue_fails_at_once(full_receiver, transmit):
    ours, theirs, count = full_receiver
    ours.setblocking(False)

    assert transmit.fails(ours, b"refused") in WOULD_BLOCK

    theirs.drain(count)
    ours.send(b"taken")
    assert theirs.recv(10) == b"taken"


@covers("linux:sendto:unix-dgram-full-nonblocking-eagain", "posix:sendto:EAGAIN", "posix:sendmsg:EAGAIN")
def test_a_send_with_dontwait_into_a_full_queue_fails_at_once_and_the_next_waits(full_receiver, transmit):
    ours, theirs, _ = full_receiver

    assert transmit.fails(ours, b"refused", "MSG_DONTWAIT") in WOULD_BLOCK

    sending = transmit.start(ours, b"waited")
    assert sending.blocked()
    theirs.recv(10)
    assert sending.result() == 6


@covers("linux:sendto:unix-dgram-blocks-when-full")
def test_a_send_to_an_address_waits_for_the_receiver_too(full_receiver, target, unix_datagram, send_to):
    _, theirs, count = full_receiver
    another = target.open(unix_datagram)
    sending = send_to.start(another, b"by address", theirs.address)
    assert sending.blocked()

    theirs.recv(10)

    assert sending.result() == 10
    theirs.drain(count - 1)
    assert theirs.recv(20) == b"by address"


@covers("linux:sendto:unix-dgram-blocks-when-full")
def test_a_full_queue_does_not_hinder_messages_to_others(full_receiver, peer, unix_datagram, send_to):
    ours, _, _ = full_receiver
    other = peer.bound(unix_datagram)

    assert send_to(ours, b"elsewhere", other.address) == 9

    assert other.recv(20) == b"elsewhere"


@covers("linux:sendto:unix-dgram-blocks-when-full")
def test_what_fits_into_the_queue_is_sent_without_waiting(target, peer, unix_datagram):
    ours, theirs = target.open(unix_datagram), peer.bound(unix_datagram)

    assert [ours.sendto(b"%d" % number, theirs.address) for number in range(10)] == [1] * 10

    assert [theirs.recv(10) for _ in range(10)] == [b"%d" % number for number in range(10)]


@covers("linux:sendto:unix-dgram-blocks-when-full", "posix:sendto:blocks-without-room")
def test_a_send_with_a_full_buffer_blocks_until_the_peer_reads(full_pair, transmit):
    ours, theirs, count = full_pair
    sending = transmit.start(ours, b"waited")
    assert sending.blocked()

    assert [len(theirs.recv(100_000)) for _ in range(count)] == [65536] * count

    assert sending.result() == 6
    assert theirs.recv(100_000) == b"waited"


@covers("posix:sendto:EAGAIN", "posix:sendmsg:EAGAIN")
def test_a_nonblocking_send_with_a_full_buffer_fails_at_once(full_pair, transmit):
    ours, _, _ = full_pair
    ours.setblocking(False)

    assert transmit.fails(ours, b"refused") in WOULD_BLOCK


@covers("posix:sendto:EAGAIN", "posix:sendmsg:EAGAIN")
def test_a_send_with_dontwait_with_a_full_buffer_fails_at_once(full_pair, transmit):
    ours, _, _ = full_pair

    assert transmit.fails(ours, b"refused", "MSG_DONTWAIT") in WOULD_BLOCK

    assert "O_NONBLOCK" not in ours.descriptor()[1]


@covers("linux:sendto:unix-dgram-waiting-send-ends-with-receiver")
def test_a_send_that_waits_fails_when_the_receiver_closes(full_receiver, transmit):
    ours, theirs, _ = full_receiver
    sending = transmit.start(ours, b"too late")
    assert sending.blocked()

    theirs.close()

    assert sending.error() == "ECONNREFUSED"
