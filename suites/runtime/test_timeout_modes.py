"""Blocking, nonblocking, with a timeout: what a socket is told and what it tells."""
import pytest

covers = pytest.mark.covers


@covers("python:timeout-fresh-none")
def test_a_fresh_socket_blocks_without_limit(target, any_kind):
    sock = target.open(any_kind)

    assert (sock.gettimeout(), sock.getblocking(), sock.descriptor()[1]) == (None, True, {"FD_CLOEXEC"})


@covers("python:settimeout-modes")
def test_setting_a_timeout_makes_the_descriptor_nonblocking(target, any_kind):
    sock = target.open(any_kind)

    sock.settimeout(1.5)

    assert (sock.gettimeout(), sock.getblocking()) == (1.5, True)
    assert "O_NONBLOCK" in sock.descriptor()[1]


@covers("python:settimeout-modes")
@pytest.mark.parametrize("seconds", [0.000001, 0.001, 0.25, 3.75, 86_400.0, 4_000_000.5])
def test_a_timeout_is_told_as_it_was_set(target, unix_stream, seconds):
    sock = target.open(unix_stream)

    sock.settimeout(seconds)

    assert sock.gettimeout() == seconds


@covers("python:settimeout-modes")
def test_a_timeout_of_zero_is_nonblocking(target, any_kind):
    sock = target.open(any_kind)

    sock.settimeout(0)

    assert (sock.gettimeout(), sock.getblocking()) == (0, False)
    assert "O_NONBLOCK" in sock.descriptor()[1]


@covers("python:settimeout-modes")
@pytest.mark.parametrize("before", [0, 1.5])
def test_no_timeout_is_blocking_again(target, any_kind, before):
    sock = target.open(any_kind)
    sock.settimeout(before)

    sock.settimeout(None)

    assert (sock.gettimeout(), sock.getblocking()) == (None, True)
    assert "O_NONBLOCK" not in sock.descriptor()[1]


@covers("python:setblocking-modes")
def test_setblocking_off_is_a_timeout_of_zero(target, any_kind):
    sock = target.open(any_kind)

    sock.setblocking(False)

    assert (sock.gettimeout(), sock.getblocking()) == (0, False)
    assert "O_NONBLOCK" in sock.descriptor()[1]


@covers("python:setblocking-modes")
@pytest.mark.parametrize("before", [0, 1.5])
def test_setblocking_on_is_no_timeout(target, any_kind, before):
    sock = target.open(any_kind)
    sock.settimeout(before)

    sock.setblocking(True)

    assert (sock.gettimeout(), sock.getblocking()) == (None, True)
    assert "O_NONBLOCK" not in sock.descriptor()[1]


@covers("python:setblocking-modes")
def test_the_mode_changes_as_often_as_it_is_set(any_pair):
    ours, theirs = any_pair
    for _ in range(3):
        ours.setblocking(False)
        assert ours.fails.recv(10) in {"EAGAIN", "EWOULDBLOCK"}
        ours.setblocking(True)
    receiving = ours.start.recv(10)
    assert receiving.blocked()

    theirs.send(b"at last")

    assert receiving.result() == b"at last"


@covers("python:accepted-socket-blocks")
@pytest.mark.parametrize("timeout", [None, 60])
def test_an_accepted_socket_blocks_whatever_the_listener_s_timeout(peer, connection_listener, timeout):
    connection_listener.settimeout(timeout)
    client = peer.connect(connection_listener)

    accepted, _ = connection_listener.accept()

    assert (accepted.gettimeout(), accepted.descriptor()[1]) == (None, {"FD_CLOEXEC"})
    receiving = accepted.start.recv(10)
    assert receiving.blocked()
    client.send(b"hello")
    assert receiving.result() == b"hello"


@covers("python:accepted-socket-of-nonblocking-listener")
def test_an_accepted_socket_of_a_nonblocking_listener_blocks(peer, connection_listener):
    connection_listener.setblocking(False)
    client = peer.connect(connection_listener)
    assert "POLLIN" in connection_listener.ready("POLLIN")

    accepted, _ = connection_listener.accept()

    assert (accepted.gettimeout(), accepted.descriptor()[1]) == (None, {"FD_CLOEXEC"})
    receiving = accepted.start.recv(10)
    assert receiving.blocked()
    client.send(b"hello")
    assert receiving.result() == b"hello"


@covers("python:timeout-of-one-socket")
def test_the_timeout_of_one_socket_is_not_the_timeout_of_another(any_pair, target):
    ours, theirs = any_pair
    other = target.open(ours.kind)

    other.settimeout(0.05)

    assert ours.gettimeout() is None
    receiving = ours.start.recv(10)
    assert receiving.blocked()
    theirs.send(b"no hurry")
    assert receiving.result() == b"no hurry"
