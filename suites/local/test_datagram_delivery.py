"""AF_UNIX datagrams arrive, all of them, whole and in order; a full queue makes the sender wait."""
import pytest

covers = pytest.mark.covers


@covers("linux:unix:dgram-is-ordered-and-reliable")
def test_thousands_of_datagrams_of_the_target_arrive_in_order(target, peer, unix_datagram):
    receiver, sender = peer.bound(unix_datagram), target.open(unix_datagram)
    sender.connect(receiver.address)

    sending = sender.start.pour(200_000, chunk=100)
    assert sending.blocked()
    received = receiver.drain(200_000, chunk=100)

    assert sending.result() == (200_000, None)
    assert (received.count, received.good) == (200_000, 200_000)


@covers("linux:unix:dgram-is-ordered-and-reliable")
def test_thousands_of_datagrams_reach_the_target_in_order(target, peer, unix_datagram):
    receiver, sender = target.bound(unix_datagram), peer.open(unix_datagram)
    sender.connect(receiver.address)

    sending = sender.start.pour(200_000, chunk=100)
    assert sending.blocked()
    received = receiver.drain(200_000, chunk=100)

    assert (received.count, received.good) == (200_000, 200_000)
    assert sending.result() == (200_000, None)


@covers("linux:unix:dgram-is-ordered-and-reliable")
def test_the_order_of_each_of_two_senders_is_kept(target, peer, unix_datagram):
    receiver, (first, second) = target.bound(unix_datagram), (peer.open(unix_datagram), peer.open(unix_datagram))
    for number in range(4):
        first.sendto(b"first %d" % number, receiver.address)
        second.sendto(b"second %d" % number, receiver.address)

    received = [receiver.recv(20) for _ in range(8)]

    assert [data for data in received if data.startswith(b"first")] == [b"first %d" % number for number in range(4)]
    assert [data for data in received if data.startswith(b"second")] == [b"second %d" % number for number in range(4)]


SIZES = [1, 2, 255, 256, 1000, 4095, 4096, 4097, 32767, 65507, 65508, 65535, 65536, 65537, 100_001, 200_000]


@covers("posix:unix:dgram-max-size")
@pytest.mark.parametrize("size", SIZES)
def test_a_datagram_of_the_target_arrives_whole(target, peer, unix_datagram, size):
    receiver, sender = peer.bound(unix_datagram), target.open(unix_datagram)
    sender.connect(receiver.address)

    assert sender.start.pour(size, offset=size, chunk=size).result() == (size, None)

    assert receiver.drain(size, offset=size, chunk=size) == (size, size, False, None)
    assert receiver.poll("POLLIN") == set()


@covers("posix:unix:dgram-max-size")
@pytest.mark.parametrize("size", SIZES)
def test_a_datagram_reaches_the_target_whole(target, peer, unix_datagram, size):
    receiver, sender = target.bound(unix_datagram), peer.open(unix_datagram)
    sender.connect(receiver.address)

    sender.pour(size, offset=size, chunk=size)

    assert receiver.drain(size, "MSG_DONTWAIT", offset=size, chunk=size) == (size, size, False, None)
    assert receiver.poll("POLLIN") == set()


@covers("posix:unix:dgram-empty")
def test_an_empty_datagram_of_the_target_arrives_between_others(target, peer, unix_datagram):
    receiver, sender = peer.bound(unix_datagram), target.bound(unix_datagram)
    sender.connect(receiver.address)

    assert [sender.send(data) for data in (b"before", b"", b"after")] == [6, 0, 5]

    assert [receiver.recvfrom(10) for _ in range(3)] == [(data, sender.address) for data in (b"before", b"", b"after")]


@covers("posix:unix:dgram-empty")
def test_an_empty_datagram_reaches_the_target_between_others(target, peer, unix_datagram):
    receiver, sender = target.bound(unix_datagram), peer.bound(unix_datagram)
    for data in (b"before", b"", b"after"):
        sender.sendto(data, receiver.address)

    assert [receiver.recvfrom(10) for _ in range(3)] == [(data, sender.address) for data in (b"before", b"", b"after")]


@covers("linux:unix:dgram-sndbuf-limits-size", "posix:send:EMSGSIZE", "posix:sendto:EMSGSIZE", "posix:sendmsg:EMSGSIZE")
def test_a_datagram_may_be_as_large_as_the_send_buffer_less_its_overhead(target, peer, unix_datagram):
    receiver, sender = peer.bound(unix_datagram), target.open(unix_datagram)
    sender.connect(receiver.address)
    sender.setsockopt("SO_SNDBUF", 10_000)
    limit = sender.getsockopt("SO_SNDBUF") - 32

    assert sender.fails.send(bytes(limit + 1)) == "EMSGSIZE"
    assert sender.fails.sendto(bytes(limit + 1), receiver.address) == "EMSGSIZE"
    assert sender.fails.sendmsg([bytes(limit), b"1"]) == "EMSGSIZE"
    assert sender.start.pour(limit, chunk=limit).result() == (limit, None)

    assert receiver.drain(limit, chunk=limit).good == limit
    assert receiver.poll("POLLIN") == set()


@covers("linux:sendto:unix-dgram-blocks-when-full")
def test_a_full_queue_makes_the_target_wait_until_one_is_read(target, peer, unix_datagram):
    receiver, sender = peer.bound(unix_datagram), target.open(unix_datagram)
    sender.connect(receiver.address)
    sender.setblocking(False)
    queued = sender.pour(1_000_000, chunk=10)
    assert queued.stopped in {"EAGAIN", "EWOULDBLOCK"}
    sender.setblocking(True)

    sending = sender.start.send(b"the last")
    assert sending.blocked()
    receiver.recv(10)

    assert sending.result() == 8
    assert receiver.drain(queued.count - 10, offset=10, chunk=10).good == queued.count - 10
    assert receiver.recv(20) == b"the last"


@covers("linux:unix:dgram-blocked-sender-wakes-on-close")
def test_a_sender_that_waits_is_refused_when_the_receiver_closes(target, peer, unix_datagram):
    receiver, sender = peer.bound(unix_datagram), target.open(unix_datagram)
    sender.connect(receiver.address)
    sender.pour(1_000_000, "MSG_DONTWAIT", chunk=10)
    sending = sender.start.send(b"never")
    assert sending.blocked()

    receiver.close()

    assert sending.error() == "ECONNREFUSED"


@covers("linux:unix:dgram-full-queue-is-the-receivers")
def test_a_receiver_that_does_not_read_holds_up_nobody_else(target, peer, unix_datagram):
    stuck, quick, sender = peer.bound(unix_datagram), peer.bound(unix_datagram), target.open(unix_datagram)
    sender.setblocking(False)
    sender.connect(stuck.address)
    assert sender.pour(1_000_000, chunk=10).stopped in {"EAGAIN", "EWOULDBLOCK"}

    sender.connect(quick.address)

    assert sender.send(b"no queue here") == 13
    assert quick.recv(20) == b"no queue here"
