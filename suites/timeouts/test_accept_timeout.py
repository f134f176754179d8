"""SO_RCVTIMEO of a listener and SO_SNDTIMEO of who connects: accept and connect wait so long and no longer."""
import pytest

covers = pytest.mark.covers

WOULD_BLOCK = {"EAGAIN", "EWOULDBLOCK"}
LONG = 4.0


@covers("linux:accept:receive-timeout")
@pytest.mark.waits
def test_accept_fails_when_the_time_is_over(connection_listener):
    connection_listener.setsockopt("SO_RCVTIMEO", 0.05)

    accepting = connection_listener.start.accept()

    assert accepting.error() in WOULD_BLOCK
    assert accepting.lasted(0.05)


@covers("linux:accept:receive-timeout")
def test_accept_takes_a_client_that_comes_in_time(connection_listener, peer):
    connection_listener.setsockopt("SO_RCVTIMEO", LONG)
    accepting = connection_listener.start.accept()
    assert accepting.blocked()

    theirs = peer.connect(connection_listener)

    accepted, _ = accepting.result()
    accepted.send(b"in time")
    assert theirs.recv(10) == b"in time"


@covers("linux:accept:receive-timeout")
def test_accept_takes_a_client_that_comes_after_the_time_was_over(connection_listener, peer):
    connection_listener.setsockopt("SO_RCVTIMEO", 0.02)
    assert connection_listener.fails.accept() in WOULD_BLOCK
    theirs = peer.connect(connection_listener)
    assert "POLLIN" in connection_listener.ready("POLLIN")

    accepted, _ = connection_listener.accept()

    accepted.send(b"after all")
    assert theirs.recv(10) == b"after all"


@covers("linux:accept:receive-timeout")
def test_accept_is_not_limited_by_the_send_timeout(connection_listener, peer):
    connection_listener.setsockopt("SO_SNDTIMEO", 0.02)
    accepting = connection_listener.start.accept()
    assert accepting.holds(0.04)

    theirs = peer.connect(connection_listener)

    accepting.result()[0].send(b"late")
    assert theirs.recv(10) == b"late"


@covers("linux:connect:send-timeout-einprogress")
@pytest.mark.waits
def test_connect_goes_on_in_the_background_when_the_time_is_over(target, tcp, silent_server):
    sock = target.open(tcp)
    sock.setsockopt("SO_SNDTIMEO", 0.05)

    connecting = sock.start.connect(silent_server.address)

    assert connecting.error() == "EINPROGRESS"
    assert connecting.lasted(0.05)


@covers("linux:connect:send-timeout-einprogress")
def test_connect_is_not_limited_by_the_receive_timeout(target, tcp, silent_server):
    sock = target.open(tcp)
    sock.setsockopt("SO_RCVTIMEO", 0.02)

    connecting = sock.start.connect(silent_server.address)

    assert connecting.holds(0.04)


@covers("linux:connect:send-timeout-einprogress")
def test_connect_in_time_is_not_disturbed(target, peer, connection):
    sock, listener = target.open(connection), peer.listener(connection)
    sock.setsockopt("SO_SNDTIMEO", 10.0)

    sock.connect(listener.address)

    listener.accept()[0].send(b"welcome")
    assert sock.recv(10) == b"welcome"


@covers("linux:timeout:unix-connect-full-backlog")
@pytest.mark.waits
def test_connect_to_a_full_af_unix_listener_fails_when_the_time_is_over(target, peer, local_connection):
    listener = peer.listener(local_connection, backlog=0)
    queued = peer.connect(listener)
    sock = target.open(local_connection)
    sock.setsockopt("SO_SNDTIMEO", 0.05)

    connecting = sock.start.connect(listener.address)

    assert connecting.error() in WOULD_BLOCK
    assert connecting.lasted(0.05)
    listener.accept()[0].send(b"first")
    assert queued.recv(10) == b"first"
    sock.connect(listener.address)
