"""What ends a receive that waits."""
import contextlib

import pytest

from harness.sockets import WOULD_BLOCK

covers = pytest.mark.covers


@covers("posix:recv:blocked-wakes-on-peer-close")
def test_a_blocked_recv_ends_when_the_peer_closes(stream_pair, receive):
    ours, theirs = stream_pair
    receiving = receive.start(ours, 20)
    assert receiving.blocked()

    theirs.close()

    assert receiving.result() == b""


@covers("posix:recv:blocked-wakes-on-peer-close")
def test_a_blocked_recv_ends_when_the_peer_shuts_down_writing(connection_outgoing):
    ours, theirs = connection_outgoing
    receiving = ours.start.recv(20)
    assert receiving.blocked()

    theirs.shutdown("SHUT_WR")

    assert receiving.result() == b""


@covers("posix:recv:blocked-wakes-on-reset", "posix:recv:ECONNRESET")
def test_a_blocked_recv_ends_when_the_peer_resets(tcp_pair, receive):
    ours, theirs = tcp_pair
    receiving = receive.start(ours, 20)
    assert receiving.blocked()

    theirs.reset()

    assert receiving.error() == "ECONNRESET"


@covers("linux:recv:blocked-wakes-on-own-shut-rd")
def test_a_blocked_recv_ends_when_its_own_side_is_shut_down(stream_pair, receive):
    ours, _ = stream_pair
    receiving = receive.start(ours, 20)
    assert receiving.blocked()

    ours.shutdown("SHUT_RD")

    assert receiving.result() == b""


@covers("posix:recv:blocks-until-data")
def test_a_blocked_recv_goes_on_when_its_own_side_sends(any_pair):
    ours, theirs = any_pair
    receiving = ours.start.recv(20)
    assert receiving.blocked()

    ours.send(b"meanwhile")

    assert theirs.recv(20) == b"meanwhile"
    assert receiving.still_blocked()


@covers("posix:recv:interrupted-eintr", "posix:recv:EINTR")
def test_a_signal_loses_no_data(target, any_pair):
    ours, theirs = any_pair
    receiving = ours.start.recv(20)
    assert receiving.blocked()

    target.signal(receiving)

    theirs.send(b"in any case")
    received = b""
    with contextlib.suppress(InterruptedError):     # a runtime may as well begin the call anew
        received = receiving.result()
    assert received or ours.recv(20) == b"in any case"
    assert ours.fails.recv(20, "MSG_DONTWAIT") in WOULD_BLOCK


@covers("posix:recv:waitall-interrupted-partial")
def test_a_signal_lets_a_recv_that_waits_for_all_end_with_what_it_has_or_go_on(target, stream_pair, receive, choice):
    ours, theirs = stream_pair
    receiving = receive.start(ours, 20, "MSG_WAITALL")
    assert receiving.blocked()
    theirs.send(b"a part")
    assert receiving.holds(0.02)

    target.signal(receiving)

    goes_on = receiving.holds(0.02)
    choice("posix:recv:waitall-interrupted-partial", "waits for the rest" if goes_on else "returns what it has")
    theirs.send(b"and all the rest")
    if goes_on:
        assert receiving.result() == b"a partand all the rest"[:20]
    else:
        assert (receiving.result(), ours.recv(20)) == (b"a part", b"and all the rest")
