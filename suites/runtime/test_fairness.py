"""One busy connection of a runtime does not keep the others waiting."""
import pytest

from fixtures.pairs import incoming

covers = pytest.mark.covers


@covers("python:concurrency-green-tasks-fair-progress")
def test_a_slow_connection_is_served_while_another_is_never_empty(target, peer, stream):
    busy, slow = incoming(target, peer, stream), incoming(target, peer, stream)
    pouring, draining = busy.theirs.start.pour(1 << 40), busy.ours.start.drain()

    for number in range(5):
        slow.theirs.send(b"question %d" % number)
        assert slow.ours.recv(20) == b"question %d" % number
        slow.ours.send(b"answer %d" % number)
        assert slow.theirs.recv(20) == b"answer %d" % number

    assert not draining.ended()
    busy.ours.shutdown("SHUT_RDWR")
    received = draining.result()
    assert received.good == received.count > 0
    assert pouring.result().stopped in {"EPIPE", "ECONNRESET"}
