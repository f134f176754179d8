"""A reset as receives see it: after the data, once, and by every call."""
import pytest

covers = pytest.mark.covers


@covers("posix:recv:reset-econnreset", "posix:recv:ECONNRESET")
def test_every_call_that_receives_reports_a_reset(tcp_reset, receive):
    assert receive.fails(tcp_reset, 20) == "ECONNRESET"


@covers("posix:recv:reset-econnreset")
def test_a_connection_of_ones_own_making_reports_a_reset(tcp_outgoing):
    ours, theirs = tcp_outgoing
    theirs.reset()
    assert ours.ready("POLLIN")     # readable, or an error: which, is not the subject

    assert ours.fails.recv(20) == "ECONNRESET"


@covers("posix:recv:reset-econnreset")
def test_nonblocking_recv_reports_a_reset(tcp_reset):
    tcp_reset.setblocking(False)

    assert tcp_reset.fails.recv(20) == "ECONNRESET"


@covers("posix:recv:reset-econnreset")
def test_a_recv_that_must_not_wait_reports_a_reset(tcp_reset, receive):
    assert receive.fails(tcp_reset, 20, "MSG_DONTWAIT") == "ECONNRESET"


@covers("posix:recv:reset-reported-once")
def test_a_reset_is_reported_once_and_then_the_end(tcp_reset, receive):
    assert receive.fails(tcp_reset, 20) == "ECONNRESET"

    received = [receive(tcp_reset, 20), receive(tcp_reset, 20)]

    assert received == [b"", b""]


@covers("linux:recv:reset-queued-data-first")
@pytest.mark.usefixtures("lossless")
def test_what_came_before_a_reset_is_received_before_it(tcp_pair, receive):
    ours, theirs = tcp_pair
    theirs.send(b"a last word")
    theirs.reset()
    assert "POLLHUP" in ours.ready()

    assert receive(ours, 20) == b"a last word"

    assert receive.fails(ours, 20) == "ECONNRESET"
    assert receive(ours, 20) == b""


@covers("linux:recv:reset-queued-data-first")
@pytest.mark.usefixtures("lossless")
def test_what_came_before_a_reset_is_received_in_parts(tcp_pair, receive):
    ours, theirs = tcp_pair
    theirs.send(b"a last word")
    theirs.reset()
    assert "POLLHUP" in ours.ready()

    assert [receive(ours, 6), receive(ours, 5)] == [b"a last", b" word"]

    assert receive.fails(ours, 20) == "ECONNRESET"


@covers("posix:recv:peek-does-not-consume-error")
def test_a_peek_reports_a_reset(tcp_reset, receive):
    assert receive.fails(tcp_reset, 20, "MSG_PEEK") == "ECONNRESET"


@covers("posix:recv:peek-does-not-consume-error")
def test_after_a_peek_reported_a_reset_recv_reports_it_or_the_end(tcp_reset, choice):
    tcp_reset.fails.recv(20, "MSG_PEEK")

    after = tcp_reset.start.recv(20)

    assert not after.blocked()
    taken = after.answer.fields.get("error", "the end of file")
    assert taken in {"ECONNRESET", "the end of file"}
    choice("posix:recv:peek-does-not-consume-error", taken)


@covers("posix:recv:waitall-short-on-reset", "posix:recv:ECONNRESET")
@pytest.mark.usefixtures("lossless")
def test_a_recv_that_waits_for_all_returns_what_came_before_a_reset(tcp_pair, receive):
    ours, theirs = tcp_pair
    receiving = receive.start(ours, 20, "MSG_WAITALL")
    assert receiving.blocked()
    theirs.send(b"a part")
    assert receiving.holds(0.02)

    theirs.reset()

    assert receiving.result() == b"a part"
    assert receive.fails(ours, 20) == "ECONNRESET"


@covers("posix:recv:waitall-short-on-reset")
def test_a_recv_that_waits_for_all_with_nothing_reports_a_reset(tcp_pair, receive):
    ours, theirs = tcp_pair
    receiving = receive.start(ours, 20, "MSG_WAITALL")
    assert receiving.blocked()

    theirs.reset()

    assert receiving.error() == "ECONNRESET"


@covers("linux:recv:unix-unread-econnreset")
def test_a_local_peer_that_closes_without_reading_resets(unix_stream_pair, receive):
    ours, theirs = unix_stream_pair
    ours.send(b"never read")
    theirs.send(b"a last word")
    theirs.close()

    assert receive(ours, 20) == b"a last word"

    assert receive.fails(ours, 20) == "ECONNRESET"
    assert [receive(ours, 20), receive(ours, 20)] == [b"", b""]
