"""Urgent data over AF_UNIX streams (Linux)."""
import pytest

from harness.sockets import WOULD_BLOCK

covers = pytest.mark.covers


@covers("linux:recv:oob-unix-stream")
def test_the_last_byte_of_an_urgent_send_is_out_of_band(unix_stream_pair, push):
    ours, theirs = unix_stream_pair

    count = push(ours, b"abc!", "MSG_OOB")

    assert count == 4
    assert "POLLPRI" in theirs.poll("POLLPRI")
    assert theirs.recv(1, "MSG_OOB") == b"!"
    assert theirs.recv(20) == b"abc"


@covers("linux:recv:oob-unix-stream")
def test_an_urgent_byte_lies_between_what_was_sent_before_and_behind(unix_stream_pair, push):
    ours, theirs = unix_stream_pair
    ours.send(b"before")

    push(ours, b"!", "MSG_OOB")

    ours.send(b"behind")
    assert [theirs.recv(100), theirs.atmark(), theirs.recv(1, "MSG_OOB"), theirs.recv(100)] == [b"before", True, b"!", b"behind"]


@covers("linux:recv:oob-unix-stream")
def test_a_send_without_the_flag_is_not_urgent(unix_stream_pair):
    ours, theirs = unix_stream_pair

    ours.send(b"ordinary")

    assert theirs.poll("POLLPRI") == set()
    assert theirs.fails.recv(1, "MSG_OOB") == "EINVAL"
    assert theirs.recv(20) == b"ordinary"


@covers("linux:recv:oob-unix-stream")
def test_the_urgent_byte_is_received_beside_the_stream(unix_stream_pair, receive):
    ours, theirs = unix_stream_pair
    theirs.send(b"abc!", "MSG_OOB")
    theirs.send(b"def")

    assert receive(ours, 2, "MSG_OOB") == b"!"

    assert [receive(ours, 20), receive(ours, 20)] == [b"abc", b"def"]


@covers("linux:recv:oob-unix-stream")
def test_an_urgent_byte_that_is_never_asked_for_is_not_in_the_stream(unix_stream_pair, receive):
    ours, theirs = unix_stream_pair
    theirs.send(b"abc!", "MSG_OOB")
    theirs.send(b"def")

    received = [receive(ours, 20), receive(ours, 20)]

    assert received == [b"abc", b"def"]


@covers("linux:recv:oob-unix-stream")
def test_an_urgent_byte_is_received_once(unix_stream_pair, receive):
    ours, theirs = unix_stream_pair
    theirs.send(b"abc!", "MSG_OOB")
    assert receive(ours, 2, "MSG_OOB") == b"!"

    assert receive.fails(ours, 2, "MSG_OOB") == "EINVAL"

    assert receive(ours, 20) == b"abc"
    assert receive.fails(ours, 20, "MSG_DONTWAIT") in WOULD_BLOCK


@covers("linux:recv:oob-unix-stream")
def test_an_urgent_byte_that_was_peeked_is_still_there(unix_stream_pair, receive):
    ours, theirs = unix_stream_pair
    theirs.send(b"abc!", "MSG_OOB")

    assert receive(ours, 2, "MSG_OOB", "MSG_PEEK") == b"!"

    assert receive(ours, 2, "MSG_OOB") == b"!"


@covers("linux:recv:oob-unix-stream")
def test_without_an_urgent_byte_there_is_nothing_to_receive(unix_stream_pair, receive):
    ours, theirs = unix_stream_pair
    theirs.send(b"ordinary")

    assert receive.fails(ours, 2, "MSG_OOB") == "EINVAL"

    assert receive(ours, 20) == b"ordinary"


@covers("linux:recv:oob-unix-stream")
def test_the_later_of_two_urgent_bytes_is_received(unix_stream_pair):
    ours, theirs = unix_stream_pair
    theirs.send(b"abc?", "MSG_OOB")
    theirs.send(b"def!", "MSG_OOB")

    assert ours.recv(1, "MSG_OOB") == b"!"

    assert ours.recv(20) == b"abc?def"


@covers("linux:recv:oob-unix-stream")
def test_an_urgent_byte_inline_is_received_with_the_stream(unix_stream_pair):
    ours, theirs = unix_stream_pair
    ours.setsockopt("SO_OOBINLINE", 1)
    theirs.send(b"abc!", "MSG_OOB")
    theirs.send(b"def")

    assert ours.fails.recv(1, "MSG_OOB") == "EINVAL"

    assert [ours.recv(20), ours.recv(20)] == [b"abc", b"!def"]


@covers("linux:recv:oob-unix-stream")
def test_sockatmark_is_true_at_the_mark_only(unix_stream_pair):
    ours, theirs = unix_stream_pair
    theirs.send(b"before!", "MSG_OOB")
    theirs.send(b"behind")
    marks = [ours.atmark()]

    ours.recv(100)
    marks.append(ours.atmark())
    ours.recv(100)
    marks.append(ours.atmark())

    assert marks == [False, True, False]
