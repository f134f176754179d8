"""MSG_WAITALL waits for all that was asked for, or for what prevents it."""
import pytest

from harness.sockets import WOULD_BLOCK

covers = pytest.mark.covers


@covers("posix:recv:waitall-waits-for-full-count")
def test_recv_waits_for_all_parts(stream_pair, receive):
    ours, theirs = stream_pair
    receiving = receive.start(ours, 12, "MSG_WAITALL")
    theirs.send(b"one, ")
    assert receiving.holds(0.02)
    theirs.send(b"two, ")
    assert receiving.still_blocked()

    theirs.send(b"three")

    assert receiving.result() == b"one, two, th"
    assert ours.recv(10) == b"ree"


@covers("posix:recv:waitall-waits-for-full-count")
def test_recv_waits_for_the_last_byte(stream_outgoing, arrived, fresh):
    ours, theirs = stream_outgoing
    data = fresh(5000)
    theirs.send(data[:4999])
    arrived(ours, 4999)
    receiving = ours.start.recv(5000, "MSG_WAITALL")
    assert receiving.blocked()

    theirs.send(data[4999:])

    assert receiving.result() == data


@covers("posix:recv:waitall-waits-for-full-count")
def test_recv_does_not_wait_when_all_is_there(stream_pair, arrived, receive):
    ours, theirs = stream_pair
    theirs.send(b"all and more")
    arrived(ours, 12)

    assert receive(ours, 3, "MSG_WAITALL") == b"all"

    assert receive(ours, 20) == b" and more"


@covers("posix:recv:waitall-waits-for-full-count")
def test_recv_waits_for_all_again(stream_pair):
    ours, theirs = stream_pair
    theirs.send(b"first")
    assert ours.recv(5, "MSG_WAITALL") == b"first"
    receiving = ours.start.recv(6, "MSG_WAITALL")
    theirs.send(b"seco")
    assert receiving.holds(0.02)

    theirs.send(b"nd")

    assert receiving.result() == b"second"


@covers("posix:recv:waitall-waits-for-full-count")
def test_recv_without_the_flag_does_not_wait_for_all(stream_pair):
    ours, theirs = stream_pair
    receiving = ours.start.recv(10)
    assert receiving.blocked()

    theirs.send(b"a part")

    assert receiving.result() == b"a part"


@covers("posix:recv:waitall-waits-for-full-count")
def test_recv_waits_for_more_than_the_buffers_hold(stream_pair, fresh, receive):
    ours, theirs = stream_pair
    data = fresh(200_000)
    receiving = receive.start(ours, 200_000, "MSG_WAITALL")

    theirs.send(data)

    assert receiving.result() == data


@covers("posix:recv:waitall-short-on-eof")
def test_recv_returns_what_came_before_the_end(stream_pair, receive):
    ours, theirs = stream_pair
    receiving = receive.start(ours, 20, "MSG_WAITALL")
    theirs.send(b"a part")
    assert receiving.holds(0.02)

    theirs.close()

    assert receiving.result() == b"a part"
    assert receive(ours, 20, "MSG_WAITALL") == b""
    assert receive(ours, 20) == b""


@covers("posix:recv:waitall-short-on-eof")
def test_recv_of_what_came_before_an_end_long_past_does_not_wait(stream_pair, arrived):
    ours, theirs = stream_pair
    theirs.send(b"a part")
    theirs.shutdown("SHUT_WR")
    arrived(ours, 6)

    received = [ours.recv(20, "MSG_WAITALL"), ours.recv(20, "MSG_WAITALL")]

    assert received == [b"a part", b""]


@covers("posix:recv:waitall-message-socket-returns-one")
def test_recv_of_a_message_waits_for_no_other(message_pair, receive):
    ours, theirs = message_pair
    theirs.send(b"short")

    assert receive(ours, 20, "MSG_WAITALL") == b"short"

    theirs.send(b"another")
    assert receive(ours, 20) == b"another"


@covers("posix:recv:waitall-message-socket-returns-one")
def test_recv_of_messages_returns_them_one_by_one(message_pair):
    ours, theirs = message_pair
    theirs.send(b"first")
    theirs.send(b"second")
    assert "POLLIN" in ours.ready("POLLIN")

    received = [ours.recv(20, "MSG_WAITALL"), ours.recv(20, "MSG_WAITALL")]

    assert received == [b"first", b"second"]


@covers("posix:recv:waitall-message-socket-returns-one", "posix:recv:blocks-until-data")
def test_recv_of_a_message_waits_for_the_first(message_pair):
    ours, theirs = message_pair
    receiving = ours.start.recv(20, "MSG_WAITALL")
    assert receiving.blocked()

    theirs.send(b"at last")

    assert receiving.result() == b"at last"


@covers("posix:recv:waitall-dontwait-partial")
def test_recv_that_must_not_wait_returns_what_is_there(stream_pair, arrived, receive):
    ours, theirs = stream_pair
    theirs.send(b"a part")
    arrived(ours, 6)

    assert receive(ours, 20, "MSG_WAITALL", "MSG_DONTWAIT") == b"a part"

    assert receive.fails(ours, 20, "MSG_WAITALL", "MSG_DONTWAIT") in WOULD_BLOCK


@covers("posix:recv:waitall-on-nonblocking-partial")
def test_nonblocking_recv_returns_what_is_there(stream_pair, arrived, receive):
    ours, theirs = stream_pair
    ours.setblocking(False)
    theirs.send(b"a part")
    arrived(ours, 6)

    assert receive(ours, 20, "MSG_WAITALL") == b"a part"

    assert receive.fails(ours, 20, "MSG_WAITALL") in WOULD_BLOCK


@covers("linux:recv:waitall-receive-timeout-partial")
@pytest.mark.waits
def test_recv_returns_what_is_there_when_its_time_is_over(stream_pair, arrived, receive):
    ours, theirs = stream_pair
    ours.setsockopt("SO_RCVTIMEO", 0.05)
    theirs.send(b"a part")
    arrived(ours, 6)

    receiving = receive.start(ours, 20, "MSG_WAITALL")

    assert receiving.result() == b"a part"
    assert receiving.lasted(0.05)
    assert ours.fails.recv(20) in WOULD_BLOCK


@covers("posix:recv:waitall-with-peek")
@pytest.mark.waits
def test_a_peek_at_all_returns_what_is_there_in_the_end(stream_pair, arrived, receive, choice):
    ours, theirs = stream_pair
    ours.setsockopt("SO_RCVTIMEO", 0.05)
    theirs.send(b"a part")
    arrived(ours, 6)

    peeking = receive.start(ours, 20, "MSG_WAITALL", "MSG_PEEK")

    assert peeking.result() == b"a part"
    choice("posix:recv:waitall-with-peek", "waited" if peeking.lasted(0.05) else "returned at once")
    assert receive(ours, 20) == b"a part"


@covers("linux:recv:tcp-waitall-with-peek-waits")
def test_a_peek_at_all_of_a_tcp_stream_waits_for_it(tcp_pair, receive):
    ours, theirs = tcp_pair
    peeking = receive.start(ours, 12, "MSG_WAITALL", "MSG_PEEK")
    theirs.send(b"conform")
    assert peeking.holds(0.02)

    theirs.send(b"ance, too")

    assert peeking.result() == b"conformance,"
    assert ours.recv(16, "MSG_WAITALL") == b"conformance, too"
