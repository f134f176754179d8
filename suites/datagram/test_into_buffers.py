"""A message received into a buffer fills its beginning and leaves the rest of it alone."""
import pytest

covers = pytest.mark.covers

UNTOUCHED = b"\xaa"
"""What receive buffers hold before the call."""


@covers("posix:recvfrom:rest-of-buffer-untouched")
@pytest.mark.parametrize("size", [0, 1, 11, 1473])
def test_recv_into_a_larger_buffer_leaves_the_rest_alone(message_pair, fresh, size):
    ours, theirs = message_pair
    data = fresh(size)
    theirs.send(data)

    assert ours.recv_into(2000) == (size, data + UNTOUCHED * (2000 - size))


@covers("posix:recvfrom:rest-of-buffer-untouched", "posix:recvfrom:reports-sender-address")
@pytest.mark.parametrize("size", [0, 1, 11, 1473])
def test_recvfrom_into_a_larger_buffer_leaves_the_rest_alone(datagram_pair, fresh, size):
    ours, theirs = datagram_pair
    data = fresh(size)
    theirs.send(data)

    assert ours.recvfrom_into(2000) == (size, data + UNTOUCHED * (2000 - size), theirs.address)


@covers("posix:recvfrom:rest-of-buffer-untouched", "posix:recvfrom:truncates-excess-lost")
def test_a_count_smaller_than_the_buffer_is_the_room(message_pair):
    ours, theirs = message_pair
    for data in (b"conformance", b"of datagrams", b"next"):
        theirs.send(data)

    assert ours.recv_into(20, 4) == (4, b"conf" + UNTOUCHED * 16)
    assert ours.recvfrom_into(20, 2)[:2] == (2, b"of" + UNTOUCHED * 18)

    assert ours.recv(100) == b"next"


@covers("posix:recvfrom:rest-of-buffer-untouched")
def test_a_receive_that_fails_leaves_the_buffer_to_the_next(message_pair):
    ours, theirs = message_pair
    assert ours.fails.recv_into(20, 0, "MSG_DONTWAIT") in {"EAGAIN", "EWOULDBLOCK"}
    theirs.send(b"arrived")

    assert ours.recv_into(9) == (7, b"arrived" + UNTOUCHED * 2)
