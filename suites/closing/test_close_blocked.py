"""close while another thread is in a call on the same socket."""
import pytest

covers = pytest.mark.covers


@covers("posix:close:while-recv-blocked")
def test_a_blocked_recv_survives_close_or_fails(connection_pair, choice):
    ours, theirs = connection_pair
    receiving = ours.start.recv(100)
    assert receiving.blocked()

    ours.close()

    if receiving.still_blocked():
        choice("posix:close:while-recv-blocked", "recv goes on")
        theirs.send(b"late")
        assert receiving.result() == b"late"
    else:
        choice("posix:close:while-recv-blocked", "recv fails")
        assert receiving.error() in {"EBADF", "ECONNABORTED", "EINTR", "ECONNRESET", "ENOTCONN"}


@covers("linux:close:while-recv-blocked-peer-not-notified")
def test_the_peer_sees_no_end_while_a_recv_is_blocked(connection_pair):
    ours, theirs = connection_pair
    receiving, watching = ours.start.recv(100), theirs.start.recv(100)
    assert receiving.blocked()
    assert watching.blocked()

    ours.close()

    assert receiving.still_blocked()
    assert watching.still_blocked()
    theirs.send(b"late")
    assert receiving.result() == b"late"
    assert watching.result() == b""


@covers("posix:concurrency:handle-number-reuse-safe")
def test_a_blocked_recv_gets_nothing_that_is_meant_for_a_newer_socket(peer, connection_listener):
    peer.connect(connection_listener)
    second = peer.connect(connection_listener)
    ours, _ = connection_listener.accept()
    receiving = ours.start.recv(100)
    assert receiving.blocked()
    ours.close()

    heir, _ = connection_listener.accept()

    second.send(b"for the newer one")
    assert heir.recv(100) == b"for the newer one"
    assert receiving.still_blocked() or receiving.error()


@covers("posix:concurrency:handle-number-reuse-safe", "posix:recv:blocks-until-data")
def test_a_newer_socket_receives_beside_a_blocked_recv_of_the_older(peer, connection_listener):
    peer.connect(connection_listener)
    second = peer.connect(connection_listener)
    ours, _ = connection_listener.accept()
    assert ours.start.recv(100).blocked()
    ours.close()
    heir, _ = connection_listener.accept()
    receiving = heir.start.recv(100)
    assert receiving.blocked()

    second.send(b"for the newer one")

    assert receiving.result() == b"for the newer one"


@covers("posix:close:while-send-blocked")
def test_a_blocked_send_survives_close_or_fails(stream_full, choice):
    ours, theirs, filled = stream_full
    pouring = ours.start.pour(100_000, offset=filled, chunk=100_000)
    assert pouring.blocked()

    ours.close()

    drained = theirs.drain()
    poured = pouring.result()
    choice("posix:close:while-send-blocked", f"send {'failed' if poured.stopped else 'went on'}")
    assert drained == (filled + poured.count, filled + poured.count, True, None)


@covers("linux:close:while-send-blocked-goes-on")
def test_a_blocked_send_is_finished_after_close(stream_full):
    ours, theirs, filled = stream_full
    pouring = ours.start.pour(100_000, offset=filled, chunk=100_000)
    assert pouring.blocked()

    ours.close()

    assert pouring.still_blocked()
    total = filled + 100_000
    assert theirs.drain() == (total, total, True, None)
    assert pouring.result() == (100_000, None)


@covers("posix:close:while-polled")
@pytest.mark.waits
def test_a_blocked_poll_ends_by_its_timeout(any_pair):
    ours, _ = any_pair
    polling = ours.start.poll("POLLIN", timeout=0.05)
    assert polling.blocked()

    ours.close()

    assert polling.result() <= {"POLLIN", "POLLHUP", "POLLERR", "POLLNVAL"}


@covers("posix:close:while-polled")
def test_a_poll_of_two_sockets_still_sees_the_one_that_is_open(target, any_pair, unix_datagram):
    ours, theirs = any_pair
    other = target.bound(unix_datagram)
    polling = target.start.poll([(other, ["POLLIN"]), (ours, ["POLLIN"])], timeout=10)
    assert polling.blocked()

    other.close()
    theirs.send(b"awaited")

    assert ours.recv(100) == b"awaited"
    polling.result()
