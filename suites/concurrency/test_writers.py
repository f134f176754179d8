"""Several threads send on one socket: nothing is lost, and what belongs together stays together."""
import pytest

from fixtures.pairs import undelayed

covers = pytest.mark.covers

LOW, HIGH = bytes(range(128)) * 400, bytes(range(128, 256)) * 400
"""Two streams of bytes that can be told apart when they are mixed."""


@covers("posix:concurrency:two-writers-stream-small-sends")
def test_two_writers_of_a_stream_lose_nothing_and_each_keeps_its_order(stream_cramped):
    ours, theirs = stream_cramped
    sending = [ours.start.sendall(LOW), ours.start.sendall(HIGH)]
    assert all(call.blocked() for call in sending)

    received = theirs.recv(len(LOW + HIGH), "MSG_WAITALL")

    assert [call.result() for call in sending] == [None, None]
    assert bytes(byte for byte in received if byte < 128) == LOW
    assert bytes(byte for byte in received if byte >= 128) == HIGH


@covers("posix:concurrency:two-writers-stream-small-sends")
def test_writers_by_two_handles_lose_nothing_and_each_keeps_its_order(stream_cramped):
    ours, theirs = stream_cramped
    duplicate = ours.dup()
    sending = [ours.start.sendall(LOW), duplicate.start.sendall(HIGH)]
    assert all(call.blocked() for call in sending)

    received = theirs.recv(len(LOW + HIGH), "MSG_WAITALL")

    assert [call.result() for call in sending] == [None, None]
    assert bytes(byte for byte in received if byte < 128) == LOW
    assert bytes(byte for byte in received if byte >= 128) == HIGH


@covers("posix:concurrency:two-writers-datagrams-atomic")
def test_messages_of_writers_that_wait_for_room_arrive_whole_and_once(local_message_pair):
    ours, theirs = local_message_pair
    ours.setsockopt("SO_SNDBUF", 8192)
    messages = [bytes([number]) * (3000 + number) for number in range(16)]
    sending = [ours.start.send(message) for message in messages]
    assert sending[-1].blocked()

    received = [theirs.recv(10_000) for _ in messages]

    assert sorted(received) == messages
    assert [call.result() for call in sending] == [len(message) for message in messages]


@covers("posix:concurrency:two-writers-datagrams-atomic")
def test_messages_by_two_handles_arrive_whole_and_once(message_pair):
    ours, theirs = message_pair
    duplicate = ours.dup()
    messages = [bytes([number]) * (700 + number) for number in range(8)]
    handles = [ours, duplicate] * 4

    sending = [sock.start.send(message) for sock, message in zip(handles, messages, strict=True)]

    assert sorted(theirs.recv(10_000) for _ in messages) == messages
    assert [call.result() for call in sending] == [len(message) for message in messages]


@covers("posix:concurrency:reader-and-writer-same-socket")
def test_a_blocked_recv_does_not_hold_up_a_send(any_pair):
    ours, theirs = any_pair
    receiving = ours.start.recv(100)
    assert receiving.blocked()

    ours.send(b"meanwhile")

    assert theirs.recv(100) == b"meanwhile"
    assert receiving.still_blocked()
    theirs.send(b"awaited")
    assert receiving.result() == b"awaited"


@covers("posix:concurrency:reader-and-writer-same-socket")
def test_a_blocked_send_does_not_hold_up_a_recv(stream_full):
    ours, theirs, filled = stream_full
    pouring = ours.start.pour(50_000, offset=filled)
    assert pouring.blocked()

    theirs.send(b"meanwhile")

    assert ours.recv(100) == b"meanwhile"
    assert pouring.still_blocked()
    assert theirs.drain(filled + 50_000).good == filled + 50_000
    assert pouring.result() == (50_000, None)


@covers("posix:concurrency:reader-and-writer-same-socket")
def test_a_blocked_poll_does_not_hold_up_a_recv(any_pair):
    ours, theirs = any_pair
    polling = ours.start.poll("POLLPRI", timeout=10)
    assert polling.blocked()

    theirs.send(b"not urgent")

    assert ours.recv(100) == b"not urgent"
    assert polling.still_blocked()


@covers("posix:concurrency:reader-and-writer-same-socket")
def test_a_blocked_accept_does_not_hold_up_a_client_that_was_accepted(peer, connection_listener):
    client = peer.connect(connection_listener)
    accepted, _ = connection_listener.accept()
    accepting = connection_listener.start.accept()
    assert accepting.blocked()

    client.send(b"request")

    assert accepted.recv(100) == b"request"
    accepted.send(b"reply")
    assert client.recv(100) == b"reply"
    assert accepting.still_blocked()


@covers("posix:concurrency:reader-and-writer-same-socket")
def test_a_blocked_recv_does_not_hold_up_options_and_names(connection_pair):
    ours, theirs = connection_pair
    address, whose = ours.address, ours.getpeername()
    receiving = ours.start.recv(100)
    assert receiving.blocked()

    ours.setsockopt("SO_KEEPALIVE", 1)

    assert ours.getsockopt("SO_KEEPALIVE")
    assert (ours.address, ours.getpeername()) == (address, whose)
    assert receiving.still_blocked()
    theirs.send(b"awaited")
    assert receiving.result() == b"awaited"


@covers("posix:concurrency:shutdown-races-send")
def test_a_sender_cut_off_by_shutdown_has_sent_exactly_what_it_was_told(stream_pair):
    ours, theirs = stream_pair
    pouring, draining = ours.start.pour(1 << 40, chunk=5000), theirs.start.drain()
    assert not draining.ended()

    ours.shutdown("SHUT_WR")

    poured = pouring.result()
    assert poured.stopped == "EPIPE"
    assert draining.result() == (poured.count, poured.count, True, None)


@covers("linux:send:blocked-wakes-on-own-shut-wr")
@pytest.mark.waits
def test_a_sender_that_waits_is_cut_off_by_shutdown_in_the_middle(stream_cramped):
    ours, theirs = stream_cramped
    pouring = ours.start.pour(10_000_000, chunk=10_000_000)
    assert pouring.blocked()
    drained = theirs.drain(20_000)

    ours.shutdown("SHUT_WR")

    poured = pouring.result()
    assert poured.stopped == "EPIPE"
    rest = poured.count - drained.count
    assert drained.good == 20_000
    assert theirs.drain(offset=20_000) == (rest, rest, True, None)


@covers("posix:concurrency:other-connections-progress", "python:concurrency-green-tasks-fair-progress")
def test_a_busy_connection_does_not_hold_up_another(peer, connection_listener):
    first, second = peer.connect(connection_listener), peer.connect(connection_listener)
    busy, _ = connection_listener.accept()
    calm, _ = connection_listener.accept()
    draining = busy.start.drain()
    pouring = first.start.pour(1 << 40, chunk=1000)

    for number in range(20):
        second.send(b"question %d" % number)
        assert calm.recv(100) == b"question %d" % number
        calm.send(b"answer %d" % number)
        assert second.recv(100) == b"answer %d" % number

    assert not draining.ended()
    first.shutdown("SHUT_WR")
    count = pouring.result().count
    assert draining.result() == (count, count, True, None)


@covers("posix:concurrency:echo-many-rounds-latency")
def test_no_round_of_many_stalls(connection_pair):
    ours, theirs = connection_pair

    for number in range(150):
        byte = bytes([number])
        receiving = ours.start.recv(10)
        theirs.send(byte)
        assert receiving.result() == byte
        ours.send(byte)
        assert theirs.recv(10) == byte


@covers("posix:concurrency:echo-many-rounds-latency")
def test_no_wakeup_is_lost_when_the_reader_sleeps_first(any_pair):
    ours, theirs = any_pair
    undelayed(theirs)

    for number in range(60):
        receiving = ours.start.recv(10)
        assert receiving.blocked()
        theirs.send(b"round %d" % number)
        assert receiving.result() == b"round %d" % number
