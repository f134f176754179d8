"""The mark that urgent data leaves in a TCP stream: where receives stop, and what sockatmark says."""
import pytest

covers = pytest.mark.covers


@covers("posix:recv:stops-at-oob-mark")
def test_recv_stops_at_the_mark_and_then_goes_beyond(tcp_pair, arrived, receive):
    ours, theirs = tcp_pair
    theirs.send(b"before!", "MSG_OOB")
    theirs.send(b"behind")
    assert "POLLPRI" in ours.ready("POLLPRI")

    received = [receive(ours, 100), receive(ours, 100)]

    assert received == [b"before", b"behind"]


@covers("posix:recv:stops-at-oob-mark")
def test_recv_stops_at_the_mark_when_the_urgent_byte_was_read(tcp_pair, receive):
    ours, theirs = tcp_pair
    theirs.send(b"before!", "MSG_OOB")
    theirs.send(b"behind")
    assert "POLLPRI" in ours.ready("POLLPRI")
    assert ours.recv(1, "MSG_OOB") == b"!"

    received = [receive(ours, 100), receive(ours, 100)]

    assert received == [b"before", b"behind"]


@covers("posix:recv:stops-at-oob-mark")
def test_recv_stops_at_the_mark_when_urgent_data_is_inline(tcp_pair, receive):
    ours, theirs = tcp_pair
    ours.setsockopt("SO_OOBINLINE", 1)
    theirs.send(b"before!", "MSG_OOB")
    theirs.send(b"behind")
    assert "POLLPRI" in ours.ready("POLLPRI")

    received = [receive(ours, 100), receive(ours, 7, "MSG_WAITALL")]

    assert received == [b"before", b"!behind"]


@covers("posix:recv:stops-at-oob-mark")
def test_a_peek_stops_at_the_mark(tcp_pair, receive):
    ours, theirs = tcp_pair
    theirs.send(b"before!", "MSG_OOB")
    theirs.send(b"behind")
    assert "POLLPRI" in ours.ready("POLLPRI")

    assert receive(ours, 100, "MSG_PEEK") == b"before"

    assert [receive(ours, 100), receive(ours, 100)] == [b"before", b"behind"]


@covers("posix:recv:sockatmark-true-only-at-mark")
def test_sockatmark_is_true_at_the_mark_only(tcp_pair):
    ours, theirs = tcp_pair
    theirs.send(b"before!", "MSG_OOB")
    theirs.send(b"behind")
    assert "POLLPRI" in ours.ready("POLLPRI")
    marks = [ours.atmark()]

    ours.recv(3)
    marks.append(ours.atmark())
    ours.recv(3)
    marks.append(ours.atmark())
    ours.recv(2)
    marks.append(ours.atmark())
    ours.recv(20)
    marks.append(ours.atmark())

    assert marks == [False, False, True, False, False]


@covers("posix:recv:sockatmark-true-only-at-mark")
def test_sockatmark_is_true_at_the_mark_when_urgent_data_is_inline(tcp_pair):
    ours, theirs = tcp_pair
    ours.setsockopt("SO_OOBINLINE", 1)
    theirs.send(b"before!", "MSG_OOB")
    assert "POLLPRI" in ours.ready("POLLPRI")
    marks = [ours.atmark()]

    assert ours.recv(100) == b"before"
    marks.append(ours.atmark())
    assert ours.recv(100) == b"!"
    marks.append(ours.atmark())

    assert marks == [False, True, False]


@covers("posix:recv:sockatmark-true-only-at-mark")
def test_sockatmark_is_true_when_the_urgent_byte_comes_first(tcp_pair):
    ours, theirs = tcp_pair
    theirs.send(b"!", "MSG_OOB")

    assert "POLLPRI" in ours.ready("POLLPRI")

    assert ours.atmark()


@covers("posix:recv:sockatmark-true-only-at-mark")
def test_sockatmark_does_not_move_the_mark(tcp_pair):
    ours, theirs = tcp_pair
    theirs.send(b"before!", "MSG_OOB")
    assert "POLLPRI" in ours.ready("POLLPRI")
    assert ours.recv(100) == b"before"

    marks = [ours.atmark(), ours.atmark()]

    assert marks == [True, True]
    assert ours.recv(1, "MSG_OOB") == b"!"


@covers("posix:recv:sockatmark-true-only-at-mark")
def test_sockatmark_is_false_without_urgent_data(stream_pair):
    ours, theirs = stream_pair
    marks = [ours.atmark()]

    theirs.send(b"ordinary")
    assert "POLLIN" in ours.ready("POLLIN")
    marks.append(ours.atmark())
    ours.recv(20)
    marks.append(ours.atmark())

    assert marks == [False, False, False]


@covers("posix:recv:sockatmark-true-only-at-mark")
def test_the_sender_of_urgent_data_has_no_mark(tcp_pair):
    ours, theirs = tcp_pair

    ours.send(b"!", "MSG_OOB")

    assert "POLLPRI" in theirs.ready("POLLPRI")
    assert [ours.atmark(), theirs.atmark()] == [False, True]
