"""shutdown by one thread ends the calls in which others wait."""
import pytest

covers = pytest.mark.covers


@covers("linux:recv:blocked-wakes-on-own-shut-rd")
def test_shutdown_for_reading_wakes_a_blocked_recv(connection_pair, receive):
    ours, _ = connection_pair
    receiving = receive.start(ours, 100)
    assert receiving.blocked()

    ours.shutdown("SHUT_RD")

    assert receiving.result() == b""


@covers("linux:recv:blocked-wakes-on-own-shut-rd")
def test_shutdown_of_both_directions_wakes_a_blocked_recv(connection_pair):
    ours, _ = connection_pair
    receiving = ours.start.recv(100)
    assert receiving.blocked()

    ours.shutdown("SHUT_RDWR")

    assert receiving.result() == b""


@covers("linux:recv:blocked-wakes-on-own-shut-rd")
def test_shutdown_by_a_duplicate_wakes_a_blocked_recv(connection_pair):
    ours, _ = connection_pair
    duplicate = ours.dup()
    receiving = ours.start.recv(100)
    assert receiving.blocked()

    duplicate.shutdown("SHUT_RD")

    assert receiving.result() == b""


@covers("linux:recv:blocked-wakes-on-own-shut-rd")
def test_shutdown_for_reading_ends_a_waitall_short(stream_pair, arrived):
    ours, theirs = stream_pair
    theirs.send(b"a part")
    arrived(ours, 6)
    receiving = ours.start.recv(100, "MSG_WAITALL")
    assert receiving.blocked()

    ours.shutdown("SHUT_RD")

    assert receiving.result() == b"a part"


@covers("linux:send:blocked-wakes-on-own-shut-wr")
@pytest.mark.parametrize("how", ["SHUT_WR", "SHUT_RDWR"])
def test_shutdown_for_writing_wakes_a_blocked_send(stream_full, how):
    ours, theirs, filled = stream_full
    pouring = ours.start.pour(1 << 20, offset=filled)
    assert pouring.blocked()

    ours.shutdown(how)

    poured = pouring.result()
    assert poured.stopped == "EPIPE"
    assert theirs.drain() == (filled + poured.count, filled + poured.count, True, None)


@covers("linux:poll:blocked-wakes-on-shutdown")
def test_shutdown_of_both_directions_wakes_a_poll_for_nothing(connection_pair):
    ours, _ = connection_pair
    polling = ours.start.poll(timeout=10)
    assert polling.blocked()

    ours.shutdown("SHUT_RDWR")

    assert polling.result() == {"POLLHUP"}


@covers("linux:shutdown:read-wakes-poll")
def test_shutdown_for_reading_wakes_a_poll_for_data(any_pair):
    ours, _ = any_pair
    polling = ours.start.poll("POLLIN", timeout=10)
    assert polling.blocked()

    ours.shutdown("SHUT_RD")

    assert polling.result() == {"POLLIN"}


@covers("posix:poll:eof-reports-pollin")
def test_the_peers_shutdown_wakes_a_poll_for_data(connection_pair):
    ours, theirs = connection_pair
    polling = ours.start.poll("POLLIN", timeout=10)
    assert polling.blocked()

    theirs.shutdown("SHUT_WR")

    assert polling.result() == {"POLLIN"}


@covers("posix:poll:eof-reports-pollin", "posix:shutdown:write-peer-reads-eof")
def test_our_shutdown_wakes_the_peers_poll_for_data(connection_pair):
    ours, theirs = connection_pair
    polling = theirs.start.poll("POLLIN", timeout=10)
    assert polling.blocked()

    ours.shutdown("SHUT_WR")

    assert polling.result() == {"POLLIN"}


@covers("posix:shutdown:write-can-still-receive")
def test_shutdown_for_writing_leaves_a_poll_for_data_waiting(any_pair):
    ours, theirs = any_pair
    polling = ours.start.poll("POLLIN", timeout=10)
    assert polling.blocked()

    ours.shutdown("SHUT_WR")

    assert polling.still_blocked()
    theirs.send(b"awaited")
    assert polling.result() == {"POLLIN"}
