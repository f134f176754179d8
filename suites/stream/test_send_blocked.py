"""What ends a send that waits for room."""
import contextlib
from typing import NamedTuple

import pytest

from harness.agent import Pending
from harness.sockets import Socket

covers = pytest.mark.covers


class Begun(NamedTuple):
    """A send that waits for room with a part of its data taken."""

    sending: Pending
    data: bytes
    ours: Socket
    theirs: Socket


@pytest.fixture
def begun(stream_cramped, push, fresh):
    """A send of more than there is room for, which waits."""
    ours, theirs = stream_cramped
    data = fresh(200_000)
    sending = push.start(ours, data)
    assert sending.blocked()
    return Begun(sending, data, ours, theirs)


@covers("posix:send:blocked-wakes-on-peer-close")
def test_a_blocked_send_ends_when_the_peer_closes(stream_full, push):
    ours, theirs, _ = stream_full
    sending = push.start(ours, b"patience")
    assert sending.blocked()

    theirs.close()

    assert sending.error() in {"ECONNRESET", "EPIPE"}


@covers("posix:send:blocked-wakes-on-peer-close")
def test_a_blocked_send_ends_when_the_peer_resets(stream_full, push):
    ours, theirs, _ = stream_full
    sending = push.start(ours, b"patience")
    assert sending.blocked()

    theirs.reset()

    assert sending.error() in {"ECONNRESET", "EPIPE"}


@covers("posix:send:blocked-partial-then-error")
def test_a_blocked_send_that_had_begun_returns_its_count_when_the_peer_closes(begun):
    begun.theirs.close()

    assert 0 < begun.sending.result() < len(begun.data)


@covers("posix:send:blocked-partial-then-error")
def test_the_send_after_one_that_was_cut_short_reports_the_error(begun, push):
    begun.theirs.close()
    begun.sending.result()

    assert push.fails(begun.ours, b"too late") in {"ECONNRESET", "EPIPE"}


@covers("linux:send:blocked-wakes-on-own-shut-wr")
def test_a_blocked_send_ends_when_its_own_side_is_shut_down(stream_full, push):
    ours, theirs, count = stream_full
    sending = push.start(ours, b"patience")
    assert sending.blocked()

    ours.shutdown("SHUT_WR")

    assert sending.error() == "EPIPE"
    assert theirs.drain() == (count, count, True, None)


@covers("linux:send:blocked-wakes-on-own-shut-wr", "posix:send:blocking-large-returns-full")
def test_a_blocked_send_that_had_begun_returns_its_count_when_its_own_side_is_shut_down(begun):
    begun.ours.shutdown("SHUT_WR")

    count = begun.sending.result()
    assert 0 < count < len(begun.data)
    assert begun.theirs.recv(200_000, "MSG_WAITALL") == begun.data[:count]


@covers("posix:send:blocked-interrupted-after-partial")
def test_a_signal_ends_a_send_that_had_begun_with_its_count(target, begun):
    target.signal(begun.sending)

    count = begun.sending.result()
    assert 0 < count < len(begun.data)
    begun.ours.close()
    assert begun.theirs.recv(200_000, "MSG_WAITALL") == begun.data[:count]


@covers("posix:send:blocked-interrupted-after-partial")
def test_after_a_signal_the_rest_can_follow(target, begun, push):
    target.signal(begun.sending)
    count = begun.sending.result()

    rest = push.start(begun.ours, begun.data[count:])

    assert begun.theirs.recv(200_000, "MSG_WAITALL") == begun.data
    assert count + rest.result() == len(begun.data)


@covers("posix:send:blocked-interrupted-eintr", "posix:send:EINTR")
def test_a_signal_before_anything_was_taken_neither_loses_nor_doubles(target, stream_full, push):
    ours, theirs, count = stream_full
    sending = push.start(ours, b"patience")
    assert sending.blocked()

    target.signal(sending)

    assert theirs.drain(count) == (count, count, False, None)
    taken = 0
    with contextlib.suppress(InterruptedError):     # a runtime may as well begin the call anew
        taken = sending.result()
    ours.close()
    assert theirs.file_read() == b"patience"[:taken]
