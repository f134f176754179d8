"""Several threads receive from one socket: each byte and each message goes to one of them."""
import pytest

covers = pytest.mark.covers


@covers("posix:concurrency:two-readers-no-duplicate-bytes")
def test_every_byte_goes_to_one_of_two_readers(stream_pair):
    ours, theirs = stream_pair
    receiving = [ours.start.recv(3), ours.start.recv(5)]
    assert all(call.blocked() for call in receiving)

    theirs.send(bytes(range(256)))
    theirs.shutdown("SHUT_WR")

    received = []
    while (data := receiving[0].result()):
        received += data
        receiving = [receiving[1], ours.start.recv(4)]
    received += receiving[1].result()
    assert sorted(received) == list(range(256))


@covers("posix:concurrency:two-readers-no-duplicate-bytes")
def test_two_readers_together_get_as_many_bytes_as_were_sent(stream_pair, bulk):
    ours, theirs = stream_pair
    size = bulk(300_000)
    draining = [ours.start.drain(chunk=1000), ours.start.drain(chunk=1111)]
    assert all(call.blocked() for call in draining)

    theirs.pour(size)
    theirs.close()

    drained = [call.result() for call in draining]
    assert sum(one.count for one in drained) == size
    assert all(one.eof for one in drained)


@covers("posix:concurrency:two-readers-datagrams-once")
def test_every_message_goes_whole_to_one_of_two_readers(target, message_pair):
    ours, theirs = message_pair
    messages = {b"message %d of %d bytes" % (number, 100 * number) + b"." * 100 * number for number in range(20)}
    receiving, received = [ours.start.recv(4000), ours.start.recv(4000)], set()
    assert all(call.blocked() for call in receiving)

    for message in messages:
        theirs.send(message)
        first = target.first(receiving)
        received.add(first.result())
        receiving = [call for call in receiving if call is not first] + [ours.start.recv(4000)]

    assert received == messages


@covers("posix:concurrency:one-message-wakes-one-reader")
def test_one_message_wakes_one_of_three_readers(target, message_pair):
    ours, theirs = message_pair
    receiving = [ours.start.recv(100) for _ in range(3)]
    assert all(call.blocked() for call in receiving)

    theirs.send(b"for one")

    winner = target.first(receiving)
    losers = [call for call in receiving if call is not winner]
    assert winner.result() == b"for one"
    assert all(call.still_blocked() for call in losers)
    theirs.send(b"for another")
    theirs.send(b"for the third")
    assert {call.result() for call in losers} == {b"for another", b"for the third"}


@covers("posix:concurrency:one-message-wakes-one-reader")
def test_one_byte_wakes_one_of_two_readers(target, stream_pair):
    ours, theirs = stream_pair
    receiving = [ours.start.recv(100) for _ in range(2)]
    assert all(call.blocked() for call in receiving)

    theirs.send(b"1")

    winner = target.first(receiving)
    loser = next(call for call in receiving if call is not winner)
    assert winner.result() == b"1"
    assert loser.still_blocked()
    theirs.send(b"2")
    assert loser.result() == b"2"


@covers("posix:concurrency:peer-close-wakes-all-readers")
def test_the_end_of_file_wakes_all_readers(connection_pair):
    ours, theirs = connection_pair
    receiving = [ours.start.recv(100) for _ in range(3)]
    assert all(call.blocked() for call in receiving)

    theirs.close()

    assert [call.result() for call in receiving] == [b"", b"", b""]


@covers("posix:concurrency:peer-close-wakes-all-readers")
def test_the_peers_shutdown_wakes_all_readers(connection_outgoing):
    ours, theirs = connection_outgoing
    receiving = [ours.start.recv(100) for _ in range(3)]
    assert all(call.blocked() for call in receiving)

    theirs.shutdown("SHUT_WR")

    assert [call.result() for call in receiving] == [b"", b"", b""]


@covers("posix:concurrency:peer-close-wakes-all-readers", "linux:recv:blocked-wakes-on-own-shut-rd")
def test_the_own_shutdown_wakes_all_readers(any_pair):
    ours, _ = any_pair
    receiving = [ours.start.recv(100) for _ in range(3)]
    assert all(call.blocked() for call in receiving)

    ours.shutdown("SHUT_RD")

    assert [call.result() for call in receiving] == [b"", b"", b""]


@covers("linux:concurrency:reset-wakes-all-readers")
def test_a_reset_wakes_all_readers_and_is_reported_to_one(tcp_pair):
    ours, theirs = tcp_pair
    draining = [ours.start.drain() for _ in range(3)]
    assert all(call.blocked() for call in draining)

    theirs.reset()

    assert sorted(str(call.result().stopped) for call in draining) == ["ECONNRESET", "None", "None"]


@covers("posix:concurrency:one-message-wakes-one-reader")
def test_readers_by_two_handles_share_one_queue(target, any_pair):
    ours, theirs = any_pair
    duplicate = ours.dup()
    receiving = [ours.start.recv(100), duplicate.start.recv(100)]
    assert all(call.blocked() for call in receiving)

    theirs.send(b"for one")

    winner = target.first(receiving)
    loser = next(call for call in receiving if call is not winner)
    assert winner.result() == b"for one"
    assert loser.still_blocked()
    theirs.send(b"for the other")
    assert loser.result() == b"for the other"


@covers("posix:concurrency:data-wakes-all-polls")
def test_data_wakes_every_poll_that_waits_for_it(any_pair):
    ours, theirs = any_pair
    polling = [ours.start.poll("POLLIN", timeout=10) for _ in range(3)]
    assert all(call.blocked() for call in polling)

    theirs.send(b"for all to see")

    assert [call.result() for call in polling] == [{"POLLIN"}] * 3
    assert ours.recv(100) == b"for all to see"


@covers("posix:concurrency:data-wakes-all-polls")
def test_data_wakes_a_poll_and_a_select(target, any_pair):
    ours, theirs = any_pair
    polling, selecting = ours.start.poll("POLLIN", timeout=10), target.start.select(read=[ours], timeout=10)
    assert polling.blocked()
    assert selecting.blocked()

    theirs.send(b"for both to see")

    assert polling.result() == {"POLLIN"}
    assert selecting.result()[0] == [ours]


@covers("posix:concurrency:one-message-wakes-one-reader")
def test_a_peek_beside_a_recv_takes_nothing(any_pair):
    ours, theirs = any_pair
    peeking = ours.start.recv(100, "MSG_PEEK")
    assert peeking.blocked()

    theirs.send(b"seen and read")

    assert peeking.result() == b"seen and read"
    assert ours.recv(100) == b"seen and read"
