"""accept on an empty queue waits for a client, and for nothing else."""
import pytest

covers = pytest.mark.covers


@covers("posix:accept:blocks-until-connection")
def test_accept_blocks_until_a_client_connects(peer, connection_listener):
    accepting = connection_listener.start.accept()
    assert accepting.blocked()

    client = peer.connect(connection_listener)

    accepted, _ = accepting.result()
    client.send(b"hello")
    assert accepted.recv(10) == b"hello"


@covers("posix:accept:blocks-until-connection")
def test_accept_blocks_again_once_the_queue_is_empty(peer, connection_listener):
    peer.connect(connection_listener)
    connection_listener.accept()
    accepting = connection_listener.start.accept()
    assert accepting.blocked()

    second = peer.connect(connection_listener)

    accepted, _ = accepting.result()
    second.send(b"second")
    assert accepted.recv(10) == b"second"


@covers("posix:accept:does-not-return-early")
@pytest.mark.waits
def test_accept_goes_on_waiting_while_no_client_comes(peer, connection_listener):
    accepting = connection_listener.start.accept()

    assert accepting.holds(0.05)

    client = peer.connect(connection_listener)
    accepted, _ = accepting.result()
    accepted.send(b"at last")
    assert client.recv(10) == b"at last"


@covers("posix:accept:nonblocking-empty-eagain", "posix:accept:EAGAIN")
def test_nonblocking_accept_on_an_empty_queue_fails_at_once(connection_listener):
    connection_listener.setblocking(False)

    assert connection_listener.fails.accept() in {"EAGAIN", "EWOULDBLOCK"}


@covers("posix:accept:nonblocking-empty-eagain", "posix:accept:EAGAIN")
def test_nonblocking_accept_fails_as_often_as_it_is_tried(connection_listener):
    connection_listener.setblocking(False)
    assert connection_listener.fails.accept() in {"EAGAIN", "EWOULDBLOCK"}

    assert connection_listener.fails.accept() in {"EAGAIN", "EWOULDBLOCK"}


@covers("posix:accept:nonblocking-with-queued-succeeds")
def test_nonblocking_accept_takes_a_client_that_waits(peer, connection_listener):
    connection_listener.setblocking(False)
    client = peer.connect(connection_listener)
    assert "POLLIN" in connection_listener.ready("POLLIN")

    accepted, _ = connection_listener.accept()

    accepted.send(b"hello")
    assert client.recv(10) == b"hello"


@covers("posix:accept:nonblocking-with-queued-succeeds")
def test_nonblocking_accept_takes_a_client_that_came_after_it_failed(peer, connection_listener):
    connection_listener.setblocking(False)
    assert connection_listener.fails.accept() in {"EAGAIN", "EWOULDBLOCK"}
    client = peer.connect(connection_listener)
    assert "POLLIN" in connection_listener.ready("POLLIN")

    accepted, _ = connection_listener.accept()

    client.send(b"came later")
    assert accepted.recv(20) == b"came later"


@covers("posix:accept:blocks-until-connection")
def test_accept_waits_again_in_a_listener_that_was_nonblocking(peer, connection_listener):
    connection_listener.setblocking(False)
    assert connection_listener.fails.accept() in {"EAGAIN", "EWOULDBLOCK"}
    connection_listener.setblocking(True)
    accepting = connection_listener.start.accept()
    assert accepting.blocked()

    client = peer.connect(connection_listener)

    accepted, _ = accepting.result()
    client.send(b"patience")
    assert accepted.recv(10) == b"patience"


@covers("posix:accept:restarted-after-signal")
def test_accept_goes_on_waiting_after_a_signal_whose_handler_restarts_calls(target, peer, connection_listener):
    accepting = connection_listener.start.accept()
    assert accepting.blocked()

    target.signal(accepting, restart=True)

    client = peer.connect(connection_listener)
    accepted, _ = accepting.result()
    assert target.signals()["SIGUSR1"] == 1
    client.send(b"after the signal")
    assert accepted.recv(20) == b"after the signal"
