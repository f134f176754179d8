"""The runtime refuses arguments that make no sense, and nothing is lost by it."""
import pytest

from harness.lines import Inet, Inet6

covers = pytest.mark.covers


@covers("python:negative-size-refused", "python:recvfrom-negative-size-rejected")
@pytest.mark.parametrize("call", ["recv", "recvfrom", "recvmsg"])
def test_a_negative_size_is_refused_and_nothing_is_lost(any_pair, call):
    ours, theirs = any_pair
    theirs.send(b"still here")
    assert "POLLIN" in ours.ready("POLLIN")

    assert getattr(ours.fails, call)(-1) == "ValueError"

    assert ours.recv(20) == b"still here"


@covers("python:negative-size-refused")
@pytest.mark.parametrize("count", [-1, 9])
@pytest.mark.parametrize("call", ["recv_into", "recvfrom_into"])
def test_a_count_that_the_buffer_cannot_hold_is_refused(any_pair, call, count):
    ours, theirs = any_pair
    theirs.send(b"still here")
    assert "POLLIN" in ours.ready("POLLIN")

    assert getattr(ours.fails, call)(8, count) == "ValueError"

    assert ours.recv(20) == b"still here"


OUT_OF_RANGE = {"OverflowError", "EAI_SERVICE"}
"""What the socket module says of such a port, and what a resolver says, by which uvloop looks at addresses."""


@covers("python:port-out-of-range-refused")
@pytest.mark.parametrize("port", [-1, 65536, 100_000])
def test_a_port_that_cannot_be_is_refused(target, port):
    for address, family in ((Inet("127.0.0.1", port), "AF_INET"), (Inet6("::1", port), "AF_INET6")):
        sock = target.socket(family, "SOCK_DGRAM")

        assert sock.fails.bind(address) in OUT_OF_RANGE
        assert sock.fails.connect(address) in OUT_OF_RANGE
        assert sock.fails.sendto(b"x", address) in OUT_OF_RANGE
        assert sock.address.port == 0


@covers("python:listen-default-backlog")
def test_listen_without_a_backlog_leaves_room_for_some_clients(target, peer, connection):
    listener = target.bound(connection)
    listener.listen()

    clients = [peer.connect(listener) for _ in range(4)]

    for client, data in zip(clients, (b"1", b"2", b"3", b"4"), strict=True):
        client.send(data)
    assert [listener.accept()[0].recv(1) for _ in clients] == [b"1", b"2", b"3", b"4"]


@covers("python:listen-negative-backlog")
def test_a_negative_backlog_is_as_good_as_none(target, peer, connection):
    listener = target.bound(connection)

    listener.listen(-5)

    client = peer.connect(listener)
    client.send(b"hello")
    assert listener.accept()[0].recv(10) == b"hello"
