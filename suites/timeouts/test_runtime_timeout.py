"""The timeout that a runtime offers for each socket: every call keeps it, and the socket stays usable."""
import pytest

covers = pytest.mark.covers

EXPIRED = "TimeoutError"
LONG = 4.0


@covers("python:timeout-settimeout-maps")
def test_a_fresh_socket_has_no_timeout(target, any_kind):
    sock = target.open(any_kind)

    assert (sock.gettimeout(), sock.getblocking()) == (None, True)


@covers("python:timeout-settimeout-maps")
def test_the_timeout_is_read_as_it_was_set(target, any_kind):
    sock = target.open(any_kind)
    read = []

    for seconds in (1.5, 0.0, 0.25, None):
        sock.settimeout(seconds)
        read.append(sock.gettimeout())

    assert read == [1.5, 0.0, 0.25, None]


@covers("python:timeout-settimeout-maps")
def test_a_receive_fails_when_the_time_is_over(any_pair, receive):
    ours, _ = any_pair
    ours.settimeout(0.02)

    receiving = receive.start(ours, 10)

    assert receiving.error() == EXPIRED
    assert receiving.seconds >= 0.02


@covers("python:timeout-settimeout-maps")
def test_data_that_comes_in_time_is_received_when_it_comes(any_pair, receive):
    ours, theirs = any_pair
    ours.settimeout(LONG)
    receiving = receive.start(ours, 10)
    assert receiving.blocked()

    theirs.send(b"in time")

    assert receiving.result() == b"in time"
    assert receiving.seconds < LONG


@covers("python:timeout-settimeout-maps")
def test_data_that_is_there_is_received_however_short_the_time(any_pair, receive):
    ours, theirs = any_pair
    theirs.send(b"there")
    assert "POLLIN" in ours.ready("POLLIN")

    ours.settimeout(0.000001)

    assert receive(ours, 10) == b"there"


@covers("python:timeout-settimeout-maps")
def test_after_the_time_was_over_data_is_received_complete(any_pair):
    ours, theirs = any_pair
    ours.settimeout(0.02)
    assert ours.fails.recv(20) == EXPIRED
    assert ours.fails.recv(20) == EXPIRED

    theirs.send(b"after the time")
    assert "POLLIN" in ours.ready("POLLIN")

    assert ours.recv(20) == b"after the time"


@covers("python:timeout-settimeout-maps")
def test_accept_fails_when_the_time_is_over_and_works_later(connection_listener, peer):
    connection_listener.settimeout(0.02)
    accepting = connection_listener.start.accept()
    assert accepting.error() == EXPIRED
    assert accepting.seconds >= 0.02

    theirs = peer.connect(connection_listener)
    assert "POLLIN" in connection_listener.ready("POLLIN")

    connection_listener.accept()[0].send(b"after all")
    assert theirs.recv(10) == b"after all"


@covers("python:timeout-settimeout-maps")
def test_an_accepted_socket_has_no_timeout_of_its_listener(connection_listener, peer):
    connection_listener.settimeout(LONG)
    peer.connect(connection_listener)

    accepted, _ = connection_listener.accept()

    assert accepted.gettimeout() is None
    assert accepted.start.recv(10).blocked()


@covers("python:timeout-settimeout-maps")
def test_connect_fails_when_the_time_is_over(target, tcp, silent_server):
    sock = target.open(tcp)
    sock.settimeout(0.05)

    connecting = sock.start.connect(silent_server.address)

    assert connecting.error() == EXPIRED
    assert connecting.seconds >= 0.05


@covers("python:timeout-settimeout-maps")
def test_connect_in_time_succeeds(target, peer, connection):
    sock, listener = target.open(connection), peer.listener(connection)
    sock.settimeout(LONG)

    sock.connect(listener.address)

    listener.accept()[0].send(b"welcome")
    assert sock.recv(10) == b"welcome"


@covers("python:timeout-settimeout-maps")
def test_connect_that_is_refused_says_so_and_not_that_time_is_over(target, peer, tcp):
    listener = peer.listener(tcp)
    address = listener.address
    listener.close()
    sock = target.open(tcp)
    sock.settimeout(LONG)

    assert sock.fails.connect(address) == "ECONNREFUSED"


@covers("python:timeout-settimeout-maps")
def test_a_send_without_room_fails_when_the_time_is_over(stream_full, push):
    ours = stream_full.ours
    ours.settimeout(0.02)

    sending = push.start(ours, b"no room for this")

    assert sending.error() == EXPIRED
    assert sending.seconds >= 0.02


@covers("python:timeout-settimeout-maps")
def test_the_stream_is_intact_after_a_send_ran_out_of_time(stream_full):
    ours, theirs, count = stream_full
    ours.settimeout(0.02)
    assert ours.fails.send(b"no room for this") == EXPIRED
    ours.settimeout(None)

    pouring = ours.start.pour(1000, offset=count)

    assert theirs.drain(count + 1000) == (count + 1000, count + 1000, False, None)
    assert pouring.result() == (1000, None)


@covers("python:timeout-settimeout-maps")
def test_without_timeout_again_a_receive_waits_without_limit(any_pair):
    ours, theirs = any_pair
    ours.settimeout(0.02)
    ours.settimeout(None)
    receiving = ours.start.recv(10)
    assert receiving.holds(0.04)

    theirs.send(b"late")

    assert receiving.result() == b"late"


@covers("python:timeout-zero-is-nonblocking")
def test_a_timeout_of_zero_is_nonblocking_mode(any_pair, receive):
    ours, _ = any_pair
    ours.settimeout(0.0)

    assert receive.fails(ours, 10) in {"EAGAIN", "EWOULDBLOCK"}

    assert ours.getblocking() is False


@covers("python:timeout-zero-is-nonblocking")
def test_blocking_mode_is_no_timeout(target, any_kind):
    sock = target.open(any_kind)
    sock.settimeout(1.5)

    sock.setblocking(True)

    assert sock.gettimeout() is None


@covers("python:timeout-applies-to-whole-sendall")
def test_the_timeout_of_sendall_is_for_all_of_it(stream_cramped, peer):
    ours, theirs = stream_cramped
    ours.settimeout(0.3)
    sending = ours.start.sendall(b"s" * 1_000_000)

    for _ in range(40):
        if sending.ended():
            break
        theirs.recv(2000, "MSG_DONTWAIT") if theirs.poll("POLLIN") else None
        peer.select([], timeout=0.05)       # a slow reader

    assert sending.error() == EXPIRED
    assert 0.3 <= sending.seconds < 1.8
