"""Clients that did something before they were accepted: sent, closed, gave up."""
import pytest

covers = pytest.mark.covers


@covers("posix:accept:early-data-available")
@pytest.mark.parametrize("size", [1, 7, 4096, 40_001])
def test_data_sent_before_accept_is_received_first(peer, connection_listener, size):
    early = bytes(range(1, 252)) * 160
    client = peer.connect(connection_listener)
    client.send(early[:size])

    accepted, _ = connection_listener.accept()

    received = accepted.recv(size)
    while len(received) < size:
        received += accepted.recv(size - len(received))
    assert received == early[:size]
    client.send(b"late")
    assert accepted.recv(10) == b"late"


@covers("posix:accept:early-data-available")
def test_more_data_than_fits_before_accept_arrives_whole(target, peer, stream):
    listener = target.listener(stream)
    pouring = peer.connect(listener).start.pour(1_000_001)
    assert "POLLIN" in listener.ready("POLLIN")

    accepted, _ = listener.accept()

    assert accepted.drain(1_000_001)[:2] == (1_000_001, 1_000_001)
    assert pouring.result().count == 1_000_001


@covers("posix:accept:early-data-available")
def test_records_sent_before_accept_stay_apart(target, peer, unix_seqpacket):
    listener = target.listener(unix_seqpacket)
    client = peer.connect(listener)
    client.send(b"one record")
    client.send(b"another")

    accepted, _ = listener.accept()

    assert accepted.recv(100) == b"one record"
    assert accepted.recv(100) == b"another"


@covers("posix:accept:after-client-fin-delivers-data")
def test_data_of_a_client_that_closed_before_accept_arrives_and_then_the_end(peer, connection_listener):
    client = peer.connect(connection_listener)
    client.send(b"a last word")
    client.close()

    accepted, _ = connection_listener.accept()

    assert accepted.recv(20) == b"a last word"
    assert accepted.recv(20) == b""


@covers("posix:accept:after-client-fin-delivers-data")
def test_much_data_of_a_client_that_closed_before_accept_arrives_and_then_the_end(target, peer, stream):
    listener = target.listener(stream)
    client = peer.connect(listener)
    client.pour(70_003)
    client.close()

    accepted, _ = listener.accept()

    assert accepted.drain() == (70_003, 70_003, True, None)


@covers("posix:accept:after-client-fin-delivers-data")
def test_a_client_that_closed_before_accept_without_a_word_leaves_the_end(peer, connection_listener):
    peer.connect(connection_listener).close()

    accepted, _ = connection_listener.accept()

    assert accepted.recv(20) == b""
    assert accepted.recv(20) == b""


@covers("posix:accept:after-client-fin-delivers-data")
def test_a_client_that_only_ended_its_sending_before_accept_is_still_answered(peer, connection_listener):
    client = peer.connect(connection_listener)
    client.send(b"question")
    client.shutdown("SHUT_WR")
    accepted, _ = connection_listener.accept()
    assert (accepted.recv(20), accepted.recv(20)) == (b"question", b"")

    accepted.send(b"answer")

    assert client.recv(20) == b"answer"


@covers("posix:accept:after-client-fin-delivers-data")
def test_a_client_behind_one_that_closed_is_served(peer, connection_listener):
    peer.connect(connection_listener).close()
    client = peer.connect(connection_listener)
    gone, _ = connection_listener.accept()

    accepted, _ = connection_listener.accept()

    client.send(b"my turn")
    assert accepted.recv(10) == b"my turn"
    assert gone.recv(10) == b""


@covers("linux:accept:unix-after-client-close")
def test_a_unix_client_that_closed_before_accept_is_accepted_and_cannot_be_answered(target, peer, local_connection):
    listener = target.listener(local_connection)
    client = peer.connect(listener)
    client.send(b"good bye")
    client.close()

    accepted, _ = listener.accept()

    assert accepted.recv(20) == b"good bye"
    assert accepted.recv(20) == b""
    assert accepted.fails.send(b"wait!", "MSG_NOSIGNAL") == "EPIPE"
