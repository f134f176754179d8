"""Urgent data that the target sends over TCP, as the peer gets it."""
import pytest

from harness.sockets import WOULD_BLOCK

covers = pytest.mark.covers


@covers("posix:send:oob-byte-delivered-out-of-band")
def test_the_last_byte_of_an_urgent_send_is_out_of_band(tcp_pair, push):
    ours, theirs = tcp_pair

    count = push(ours, b"abc!", "MSG_OOB")

    assert count == 4
    assert "POLLPRI" in theirs.ready("POLLPRI")
    assert theirs.recv(1, "MSG_OOB") == b"!"
    assert theirs.recv(20) == b"abc"


@covers("posix:send:oob-byte-delivered-out-of-band")
def test_a_single_urgent_byte_is_out_of_band(tcp_outgoing, push):
    ours, theirs = tcp_outgoing

    count = push(ours, b"!", "MSG_OOB")

    assert count == 1
    assert "POLLPRI" in theirs.ready("POLLPRI")
    assert theirs.recv(1, "MSG_OOB") == b"!"
    assert theirs.fails.recv(20, "MSG_DONTWAIT") in WOULD_BLOCK


@covers("posix:send:oob-byte-delivered-out-of-band")
def test_an_urgent_byte_lies_between_what_was_sent_before_and_behind(tcp_pair, push):
    ours, theirs = tcp_pair
    ours.send(b"before")

    push(ours, b"!", "MSG_OOB")

    ours.send(b"behind")
    assert "POLLPRI" in theirs.ready("POLLPRI")
    assert theirs.recv(6, "MSG_WAITALL") == b"before"
    assert theirs.atmark()
    assert theirs.recv(1, "MSG_OOB") == b"!"
    assert theirs.recv(6, "MSG_WAITALL") == b"behind"


@covers("posix:send:oob-byte-delivered-out-of-band")
def test_a_large_urgent_send_is_urgent_in_its_last_byte(tcp_pair, fresh, push):
    ours, theirs = tcp_pair
    data = fresh(5000)

    count = push(ours, data + b"!", "MSG_OOB")

    assert count == 5001
    assert theirs.recv(5000, "MSG_WAITALL") == data
    assert theirs.recv(1, "MSG_OOB") == b"!"


@covers("posix:send:oob-byte-delivered-out-of-band")
def test_a_send_without_the_flag_is_not_urgent(tcp_pair):
    ours, theirs = tcp_pair

    ours.send(b"ordinary")

    assert theirs.recv(8, "MSG_WAITALL") == b"ordinary"
    assert theirs.poll("POLLPRI") == set()
    assert theirs.fails.recv(1, "MSG_OOB") == "EINVAL"


@covers("posix:send:oob-byte-delivered-out-of-band")
def test_the_next_urgent_byte_takes_the_place_of_one_that_was_read(tcp_pair, push):
    ours, theirs = tcp_pair
    push(ours, b"one?", "MSG_OOB")
    assert "POLLPRI" in theirs.ready("POLLPRI")
    assert theirs.recv(1, "MSG_OOB") == b"?"
    assert theirs.recv(20) == b"one"

    push(ours, b"two!", "MSG_OOB")

    assert "POLLPRI" in theirs.ready("POLLPRI")
    assert theirs.recv(1, "MSG_OOB") == b"!"
    assert theirs.recv(20) == b"two"


@covers("posix:send:oob-byte-delivered-out-of-band")
def test_a_peer_that_takes_urgent_data_inline_gets_all_in_order(tcp_pair, push):
    ours, theirs = tcp_pair
    theirs.setsockopt("SO_OOBINLINE", 1)
    ours.send(b"before")

    push(ours, b"abc!", "MSG_OOB")

    ours.send(b"behind")
    assert theirs.recv(9, "MSG_WAITALL") == b"beforeabc"
    assert theirs.recv(7, "MSG_WAITALL") == b"!behind"


@covers("posix:send:oob-blocked-by-full-buffer")
def test_an_urgent_byte_is_taken_by_a_full_stream_or_refused(tcp_full, choice):
    ours, theirs, count = tcp_full
    ours.setblocking(False)

    sending = ours.start.send(b"!", "MSG_OOB")

    assert not sending.blocked()
    taken = sending.answer.fields.get("error", "taken")
    assert taken in WOULD_BLOCK | {"taken"}
    choice("posix:send:oob-blocked-by-full-buffer", taken)
    assert theirs.drain(count) == (count, count, False, None)


@covers("linux:send:oob-full-eagain")
def test_an_urgent_byte_is_refused_by_a_full_stream_and_not_sent(tcp_full):
    ours, theirs, count = tcp_full

    assert ours.fails.send(b"!", "MSG_OOB", "MSG_DONTWAIT") in WOULD_BLOCK

    ours.close()
    assert theirs.drain() == (count, count, True, None)
    assert theirs.poll("POLLPRI") == set()


@covers("posix:send:after-shut-wr-epipe")
def test_an_urgent_send_after_shutting_down_writing_fails(tcp_pair, push):
    ours, theirs = tcp_pair
    ours.shutdown("SHUT_WR")

    assert push.fails(ours, b"!", "MSG_OOB") == "EPIPE"

    assert theirs.recv(20) == b""
