"""SO_RXQ_OVFL: a datagram tells how many before it found no room."""
import sys

import pytest

covers = pytest.mark.covers

SO_RXQ_OVFL = 40
"""Linux's number of the option and of its control message; Python has no name for it."""


@pytest.fixture
def flooded(udp_pair, settle):
    """Two UDP sockets, of which the target's counts drops and was sent 40 datagrams that it has not all room for."""
    ours, theirs = udp_pair
    ours.setsockopt(SO_RXQ_OVFL, 1, level="SOL_SOCKET")
    ours.setsockopt("SO_RCVBUF", 4096)
    theirs.pour(40_000, chunk=1000)
    settle()
    return udp_pair


def drops(message):
    """The count that a message brings."""
    (item,) = message.control
    assert item["type"] == SO_RXQ_OVFL
    return int.from_bytes(item["value"], sys.byteorder)


@covers("linux:recvmsg:drops-counted")
def test_a_datagram_tells_how_many_were_dropped_before_it(flooded):
    ours, theirs = flooded
    kept = 0
    while "POLLIN" in ours.poll("POLLIN"):
        kept += len(ours.recv(2000)) // 1000
    theirs.send(b"how many?")

    message = ours.recvmsg(100, control=100)

    assert message.data == b"how many?"
    assert drops(message) == 40 - kept


@covers("linux:recvmsg:drops-counted")
def test_a_datagram_before_which_none_was_dropped_tells_none(flooded):
    ours, _ = flooded

    assert ours.recvmsg(2000, control=100).control == []
