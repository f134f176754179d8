"""What goes in at one end comes out at the other: all of it, once, unchanged and in order."""
import pytest

covers = pytest.mark.covers


@covers("posix:send:order-preserved")
@pytest.mark.parametrize("chunk", [1, 13, 1000, 4096, 9973])
def test_many_sends_arrive_in_order(stream_pair, chunk):
    ours, theirs = stream_pair
    size = 300 * chunk
    pouring = ours.start.pour(size, chunk=chunk)

    drained = theirs.drain(size)

    assert drained == (size, size, False, None)
    assert pouring.result() == (size, None)
    ours.close()
    assert theirs.recv(10) == b""


@covers("posix:send:order-preserved", "posix:recv:stream-splits-message")
@pytest.mark.parametrize("chunk", [1, 13, 1000, 4096, 9973])
def test_many_receives_return_all_in_order(stream_pair, chunk):
    ours, theirs = stream_pair
    size = 300 * chunk
    pouring = theirs.start.pour(size)

    drained = ours.drain(size, chunk=chunk)

    assert drained == (size, size, False, None)
    assert pouring.result() == (size, None)
    theirs.close()
    assert ours.recv(10) == b""


@covers("posix:send:large-transfer-integrity")
def test_many_megabytes_arrive_unchanged(stream_pair, bulk):
    ours, theirs = stream_pair
    size = bulk(5_000_001)
    pouring = ours.start.pour(size, chunk=70_001)

    drained = theirs.drain(size, chunk=99_991)

    assert drained == (size, size, False, None)
    assert pouring.result() == (size, None)
    ours.close()
    assert theirs.recv(10) == b""


@covers("posix:send:large-transfer-integrity")
def test_many_megabytes_are_received_unchanged(stream_outgoing, bulk):
    ours, theirs = stream_outgoing
    size = bulk(5_000_001)
    pouring = theirs.start.pour(size, chunk=99_991)

    drained = ours.drain(size, chunk=70_001)

    assert drained == (size, size, False, None)
    assert pouring.result() == (size, None)
    theirs.close()
    assert ours.recv(10) == b""


@covers("posix:send:large-transfer-integrity")
@pytest.mark.slow
def test_a_hundred_megabytes_arrive_unchanged_in_both_directions(stream_pair, bulk):
    ours, theirs = stream_pair
    size = bulk(100_000_001)
    calls = [ours.start.pour(size, chunk=70_001), theirs.start.pour(size, chunk=99_991, offset=1 << 40)]

    drained = [theirs.start.drain(size, chunk=99_991), ours.start.drain(size, chunk=70_001, offset=1 << 40)]

    assert [call.result() for call in drained] == [(size, size, False, None)] * 2
    assert [call.result() for call in calls] == [(size, None)] * 2


@covers("posix:send:large-transfer-integrity", "posix:send:full-buffer-resumes-after-drain")
def test_a_slow_reader_gets_all_through_a_small_buffer(stream_cramped, bulk):
    ours, theirs = stream_cramped
    size = bulk(200_000)
    pouring = ours.start.pour(size, chunk=30_011)

    drained = theirs.drain(size, chunk=1499)

    assert drained == (size, size, False, None)
    assert pouring.result() == (size, None)


@covers("posix:send:full-duplex-no-deadlock")
def test_both_ends_send_megabytes_at_once(stream_pair, bulk):
    ours, theirs = stream_pair
    size = bulk(3_000_001)
    calls = [ours.start.pour(size), theirs.start.pour(size, offset=1 << 40)]

    drained = [theirs.start.drain(size), ours.start.drain(size, offset=1 << 40)]

    assert [call.result() for call in drained] == [(size, size, False, None)] * 2
    assert [call.result() for call in calls] == [(size, None)] * 2


@covers("posix:send:order-preserved")
def test_the_two_directions_do_not_mix(stream_pair):
    ours, theirs = stream_pair
    ours.send(b"from the target")

    theirs.send(b"from the peer")

    assert ours.recv(100) == b"from the peer"
    assert theirs.recv(100) == b"from the target"


@covers("posix:send:order-preserved")
def test_two_connections_do_not_mix(target, peer, stream):
    server = peer.listener(stream)
    ours = [target.connect(server), target.connect(server)]
    theirs = [server.accept()[0], server.accept()[0]]

    ours[1].send(b"over the second")
    ours[0].send(b"over the first")

    assert theirs[0].recv(100) == b"over the first"
    assert theirs[1].recv(100) == b"over the second"


@covers("posix:send:order-preserved")
def test_requests_and_answers_alternate(stream_outgoing, fresh):
    ours, theirs = stream_outgoing
    questions, answers = [fresh(size) for size in range(20, 50)], [fresh(size) for size in range(70, 100)]
    heard, got = [], []

    for question, answer in zip(questions, answers, strict=True):
        ours.send(question)
        heard.append(theirs.recv(1000))
        theirs.send(answer)
        got.append(ours.recv(1000))

    assert heard == questions
    assert got == answers
