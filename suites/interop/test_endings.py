"""Connections end: in one direction, in both, one after the other or at once, in order or by a reset."""
import pytest

covers = pytest.mark.covers
pytestmark = pytest.mark.interop


@covers("posix:shutdown:write-peer-reads-eof", "posix:shutdown:write-can-still-receive")
def test_an_end_that_has_said_all_hears_the_other_on(turned):
    turned.one.send(b"all I have")
    turned.one.shutdown("SHUT_WR")

    assert turned.other.recv(100) == b"all I have"
    assert turned.other.recv(100) == b""
    turned.other.send(b"thank you")
    assert turned.one.recv(100) == b"thank you"


@covers("posix:shutdown:write-flushes-queued-data")
def test_what_was_sent_before_the_end_arrives_before_the_end(turned):
    pouring = turned.one.start.pour(300_000)
    draining = turned.other.start.drain()
    pouring.result()

    turned.one.shutdown("SHUT_WR")

    drained = draining.result()
    assert (drained.good, drained.eof) == (300_000, True)


@covers("posix:close:tcp-sends-fin-when-nothing-unread")
def test_a_close_is_the_end_of_what_the_other_receives(turned):
    receiving = turned.other.start.recv(100)
    assert receiving.blocked()

    turned.one.close()

    assert receiving.result() == b""


@covers("posix:close:half-closed-then-close-delivers")
def test_what_was_sent_before_a_close_arrives(turned):
    turned.other.shutdown("SHUT_WR")
    assert turned.one.recv(100) == b""
    turned.one.pour(100_000)

    turned.one.close()

    drained = turned.other.drain()
    assert (drained.good, drained.eof) == (100_000, True)


@covers("posix:shutdown:simultaneous-write-both-sides", "rfc9293:3.6-simultaneous-close")
def test_ends_that_cross_are_heard_by_both(meeting):
    calls = [end.start.shutdown("SHUT_WR") for end in meeting]

    for call in calls:
        call.result()
    assert [end.recv(100) for end in meeting] == [b"", b""]


@covers("posix:close:linger-zero-sends-reset")
def test_a_close_without_lingering_resets_the_other_end(turned):
    receiving = turned.other.start.recv(100)
    assert receiving.blocked()
    turned.one.setsockopt("SO_LINGER", {"onoff": 1, "linger": 0})

    turned.one.close()

    assert receiving.error() == "ECONNRESET"


@covers("posix:close:with-unread-data-resets-tcp")
def test_a_close_with_data_unread_resets_the_other_end(turned):
    turned.other.send(b"who will read this?")
    assert "POLLIN" in turned.one.ready("POLLIN")

    turned.one.close()

    assert turned.other.fails.recv(100) == "ECONNRESET"


@covers("posix:close:data-after-close-resets-tcp")
def test_data_for_an_end_that_has_closed_is_answered_by_a_reset(turned):
    turned.one.close()
    assert turned.other.recv(100) == b""
    turned.other.send(b"too late")

    assert turned.other.ready("POLLERR", "POLLHUP") & {"POLLERR", "POLLHUP"}
    assert turned.other.fails.send(b"later still") in {"EPIPE", "ECONNRESET"}
