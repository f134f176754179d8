"""A large transfer that a reset cuts short ends soon, and what has arrived is its beginning."""
import pytest

covers = pytest.mark.covers
cut_short = covers("posix:errors:reset-during-large-transfer")

PART = 300_007


@cut_short
def test_a_sender_is_told_that_its_receiver_reset(tcp_pair):
    ours, theirs = tcp_pair
    pouring = ours.start.pour(1 << 40)
    drained = theirs.drain(PART)

    theirs.reset()

    assert pouring.result().stopped in {"ECONNRESET", "EPIPE"}
    assert drained == (PART, PART, False, None)
    assert pouring.result().count >= PART


@cut_short
def test_a_sender_is_told_that_its_receiver_closed_without_reading(stream_pair):
    ours, theirs = stream_pair
    pouring = ours.start.pour(1 << 40)
    drained = theirs.drain(PART)

    theirs.close()

    assert pouring.result().stopped in {"ECONNRESET", "EPIPE"}
    assert drained == (PART, PART, False, None)


@cut_short
def test_our_reset_ends_the_peers_transfer(tcp_pair):
    ours, theirs = tcp_pair
    pouring = theirs.start.pour(1 << 40)
    drained = ours.drain(PART)

    ours.reset()

    assert pouring.result().stopped in {"ECONNRESET", "EPIPE"}
    assert drained == (PART, PART, False, None)


@cut_short
def test_a_receiver_reads_a_beginning_and_is_told_that_its_sender_reset(tcp_pair):
    ours, theirs = tcp_pair
    poured = theirs.pour(1 << 30, "MSG_DONTWAIT").count

    theirs.reset()

    drained = ours.drain()
    assert drained.stopped == "ECONNRESET"
    assert drained.good == drained.count <= poured


@cut_short
def test_a_receiver_that_waits_is_told_that_its_sender_reset(tcp_pair):
    ours, theirs = tcp_pair
    draining = ours.start.drain()
    theirs.pour(PART)

    theirs.reset()

    drained = draining.result()
    assert drained.stopped == "ECONNRESET"
    assert drained.good == drained.count <= PART
