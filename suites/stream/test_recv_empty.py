"""A receive with nothing to receive waits, unless it must not."""
import pytest

from harness.sockets import WOULD_BLOCK

covers = pytest.mark.covers


@covers("posix:recv:blocks-until-data")
def test_recv_waits_until_data_comes(any_pair):
    ours, theirs = any_pair
    receiving = ours.start.recv(20)
    assert receiving.blocked()

    theirs.send(b"at last")

    assert receiving.result() == b"at last"


@covers("posix:recv:blocks-until-data")
def test_every_call_that_receives_waits_until_data_comes(stream_pair, receive):
    ours, theirs = stream_pair
    receiving = receive.start(ours, 20)
    assert receiving.blocked()

    theirs.send(b"at last")

    assert receiving.result() == b"at last"


@covers("posix:recv:blocks-until-data")
@pytest.mark.waits
def test_recv_does_not_end_by_itself(any_pair):
    ours, theirs = any_pair

    receiving = ours.start.recv(20)

    assert receiving.holds(0.05)


@covers("posix:recv:blocks-until-data")
def test_recv_waits_again_when_all_was_read(any_pair):
    ours, theirs = any_pair
    theirs.send(b"first")
    assert ours.recv(20) == b"first"

    receiving = ours.start.recv(20)

    assert receiving.blocked()
    theirs.send(b"second")
    assert receiving.result() == b"second"


@covers("posix:recv:blocks-until-data")
def test_recv_waits_on_a_connection_of_ones_own_making(connection_outgoing):
    ours, theirs = connection_outgoing
    receiving = ours.start.recv(20)
    assert receiving.blocked()

    theirs.send(b"an answer")

    assert receiving.result() == b"an answer"


@covers("posix:recv:blocks-until-data")
def test_what_one_sends_oneself_is_not_received(any_pair):
    ours, theirs = any_pair
    ours.send(b"to the peer")

    receiving = ours.start.recv(20)

    assert receiving.blocked()
    theirs.send(b"from it")
    assert receiving.result() == b"from it"


@covers("posix:recv:nonblocking-empty-eagain", "posix:recv:EAGAIN")
def test_nonblocking_recv_of_nothing_fails(any_pair):
    ours, _ = any_pair
    ours.setblocking(False)

    assert ours.fails.recv(20) in WOULD_BLOCK


@covers("posix:recv:nonblocking-empty-eagain")
def test_nonblocking_recv_fails_each_time_and_then_returns_data(any_pair):
    ours, theirs = any_pair
    ours.setblocking(False)
    assert {ours.fails.recv(20), ours.fails.recv(20)} <= WOULD_BLOCK
    theirs.send(b"now")
    assert "POLLIN" in ours.ready("POLLIN")

    assert ours.recv(20) == b"now"

    assert ours.fails.recv(20) in WOULD_BLOCK


@covers("posix:recv:nonblocking-empty-eagain")
def test_no_call_that_receives_waits_on_a_nonblocking_socket(stream_pair, receive):
    ours, theirs = stream_pair
    ours.setblocking(False)

    assert {receive.fails(ours, 20), receive.fails(ours, 20)} <= WOULD_BLOCK

    theirs.send(b"now")
    assert "POLLIN" in ours.ready("POLLIN")
    assert receive(ours, 20) == b"now"


@covers("posix:recv:dontwait-on-blocking-socket", "posix:recv:EAGAIN")
def test_no_call_that_receives_waits_with_msg_dontwait(stream_pair, receive):
    ours, theirs = stream_pair

    assert {receive.fails(ours, 20, "MSG_DONTWAIT"), receive.fails(ours, 20, "MSG_DONTWAIT")} <= WOULD_BLOCK

    theirs.send(b"now")
    assert "POLLIN" in ours.ready("POLLIN")
    assert receive(ours, 20, "MSG_DONTWAIT") == b"now"


@covers("posix:recv:dontwait-on-blocking-socket")
def test_no_call_with_msg_dontwait_keeps_the_next_from_waiting(stream_pair, receive):
    ours, _ = stream_pair
    receive.fails(ours, 20, "MSG_DONTWAIT")

    assert receive.start(ours, 20).blocked()


@covers("posix:recv:dontwait-on-blocking-socket", "posix:recv:EAGAIN")
def test_a_recv_that_must_not_wait_fails(any_pair):
    ours, _ = any_pair

    assert ours.fails.recv(20, "MSG_DONTWAIT") in WOULD_BLOCK


@covers("posix:recv:dontwait-on-blocking-socket")
def test_a_recv_that_must_not_wait_leaves_the_socket_blocking(any_pair):
    ours, theirs = any_pair
    ours.fails.recv(20, "MSG_DONTWAIT")

    receiving = ours.start.recv(20)

    assert receiving.blocked()
    theirs.send(b"worth it")
    assert receiving.result() == b"worth it"


@covers("posix:recv:dontwait-on-blocking-socket")
def test_a_recv_that_must_not_wait_returns_what_is_there(any_pair):
    ours, theirs = any_pair
    theirs.send(b"at hand")
    assert "POLLIN" in ours.ready("POLLIN")

    assert ours.recv(20, "MSG_DONTWAIT") == b"at hand"


@covers("posix:recv:dontwait-on-blocking-socket")
def test_a_nonblocking_socket_takes_msg_dontwait_too(any_pair):
    ours, theirs = any_pair
    ours.setblocking(False)
    theirs.send(b"at hand")
    assert "POLLIN" in ours.ready("POLLIN")

    assert ours.recv(20, "MSG_DONTWAIT") == b"at hand"

    assert ours.fails.recv(20, "MSG_DONTWAIT") in WOULD_BLOCK


@covers("posix:recv:nonblocking-empty-eagain")
def test_a_refused_recv_does_not_disturb_the_connection(connection_pair):
    ours, theirs = connection_pair
    ours.fails.recv(20, "MSG_DONTWAIT")

    ours.send(b"still there?")

    assert theirs.recv(20) == b"still there?"
