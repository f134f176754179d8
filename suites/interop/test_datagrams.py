"""Datagrams between two implementations: one each, whole, of any size, in pieces where the way is too narrow."""
import pytest

covers = pytest.mark.covers
pytestmark = pytest.mark.interop

SIZES = [0, 1, 8, 512, 1232, 1452, 1453, 1472, 1473, 2948, 9000, 16384, 65507]
"""Without data, as small as can be, what DNS uses, what fits into a packet over either IP and what does not, the largest over IPv4."""


@pytest.fixture(params=["server", "client"])
def sides(request, server_side, client_side, udp):
    """A bound socket of the one that sends, and one of the other that receives."""
    ends = [server_side.bound(udp), client_side.bound(udp)]
    return ends if request.param == "server" else ends[::-1]


@covers("posix:socket:message-boundaries-by-type")
@pytest.mark.parametrize("size", SIZES)
def test_a_datagram_of_any_size_arrives_whole(sides, fresh, size, choice):
    sender, receiver = sides
    data = fresh(size)
    if refusal := refused(sender.start.sendto(data, receiver.address)):
        choice("posix:socket:message-boundaries-by-type", f"{size} bytes are refused ({refusal})")
        assert size > 1232
        return
    choice("posix:socket:message-boundaries-by-type", f"{size} bytes are sent")

    assert receiver.recvfrom(70_000) == (data, sender.address)


@covers("posix:recvfrom:does-not-merge-datagrams")
def test_datagrams_come_one_by_one(sides):
    sender, receiver = sides
    for text in (b"one", b"", b"three"):
        sender.sendto(text, receiver.address)

    assert [receiver.recv(100) for _ in range(3)] == [b"one", b"", b"three"]


@covers("rfc768:ports")
def test_an_answer_to_where_a_datagram_came_from_arrives(sides):
    one, other = sides
    one.sendto(b"ping", other.address)
    _, address = other.recvfrom(100)

    other.sendto(b"pong", address)

    assert one.recvfrom(100) == (b"pong", other.address)


def refused(sending) -> str | None:
    """The error by which a stack refuses to send something as large; None if it did not."""
    try:
        sending.result()
    except OSError as error:
        return error.strerror
    return None
