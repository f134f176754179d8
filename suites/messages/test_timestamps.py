"""SO_TIMESTAMP: every datagram brings the time at which it came."""
import time

import pytest

covers = pytest.mark.covers

ROOM = 128


def moment(message):
    """The time that a message came at, in seconds."""
    (item,) = message.control
    assert (item["level"], item["type"]) == ("SOL_SOCKET", "SCM_TIMESTAMP")
    return item["value"]["sec"] + item["value"]["usec"] / 1e6


@pytest.fixture
def timed(datagram_pair):
    """Two datagram sockets; the target's is told when datagrams came."""
    datagram_pair.ours.setsockopt("SO_TIMESTAMP", 1)
    return datagram_pair


@covers("linux:recvmsg:timestamp-reported")
def test_a_datagram_brings_the_time_it_came_at(timed):
    ours, theirs = timed
    before = time.time()
    theirs.send(b"when?")

    message = ours.recvmsg(100, control=ROOM)

    assert message.data == b"when?"
    assert before - 1 <= moment(message) <= time.time() + 1


@covers("linux:recvmsg:timestamp-reported")
def test_a_later_datagram_brings_a_later_time(timed):
    ours, theirs = timed
    theirs.send(b"first")
    first = ours.recvmsg(100, control=ROOM)
    theirs.send(b"second")

    second = ours.recvmsg(100, control=ROOM)

    assert (first.data, second.data) == (b"first", b"second")
    assert moment(first) < moment(second)


@covers("linux:recvmsg:timestamp-reported")
def test_without_the_option_no_time_is_told(datagram_pair):
    ours, theirs = datagram_pair
    theirs.send(b"when?")

    assert ours.recvmsg(100, control=ROOM)[0::3] == (b"when?", [])


@covers("linux:recvmsg:timestamp-reported")
def test_no_time_is_told_once_the_option_is_off(timed):
    ours, theirs = timed
    theirs.send(b"with")
    assert len(ours.recvmsg(100, control=ROOM).control) == 1

    ours.setsockopt("SO_TIMESTAMP", 0)

    theirs.send(b"without")
    assert ours.recvmsg(100, control=ROOM)[0::3] == (b"without", [])


@covers("linux:recvmsg:timestamp-reported")
def test_a_peek_and_the_receive_behind_it_tell_the_same_time(timed):
    ours, theirs = timed
    theirs.send(b"peeked")

    peeked = ours.recvmsg(100, "MSG_PEEK", control=ROOM)

    assert ours.recvmsg(100, control=ROOM) == peeked
