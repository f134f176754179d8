"""SO_OOBINLINE: whether the urgent byte lies in the stream or beside it."""
import pytest

covers = pytest.mark.covers


@covers("posix:setsockopt:oobinline-off")
def test_the_urgent_byte_lies_beside_the_stream(tcp_pair):
    ours, theirs = tcp_pair
    theirs.send(b"abc")
    theirs.send(b"!", "MSG_OOB")
    theirs.send(b"def")
    assert "POLLPRI" in ours.ready("POLLPRI")

    assert ours.recv(1, "MSG_OOB") == b"!"

    assert ours.recv(6) == b"abc"
    assert ours.recv(10) == b"def"


@covers("posix:setsockopt:oobinline-on")
def test_with_the_option_the_urgent_byte_lies_in_the_stream(tcp_pair):
    ours, theirs = tcp_pair
    ours.setsockopt("SO_OOBINLINE", 1)
    theirs.send(b"abc")
    theirs.send(b"!", "MSG_OOB")
    theirs.send(b"def")
    assert "POLLPRI" in ours.ready("POLLPRI")

    assert ours.recv(3) == b"abc"
    assert ours.recv(4, "MSG_WAITALL") == b"!def"


@covers("posix:recv:oob-with-inline-einval")
def test_with_the_option_there_is_nothing_beside_the_stream(tcp_pair):
    ours, theirs = tcp_pair
    ours.setsockopt("SO_OOBINLINE", 1)
    theirs.send(b"!", "MSG_OOB")
    assert "POLLPRI" in ours.ready("POLLPRI")

    assert ours.fails.recv(1, "MSG_OOB") in {"EINVAL", "EAGAIN", "EWOULDBLOCK"}

    assert ours.recv(10) == b"!"


@covers("posix:setsockopt:oobinline-off")
def test_once_the_option_is_off_again_the_urgent_byte_lies_beside_the_stream(tcp_pair):
    ours, theirs = tcp_pair
    ours.setsockopt("SO_OOBINLINE", 1)
    ours.setsockopt("SO_OOBINLINE", 0)
    theirs.send(b"!", "MSG_OOB")
    assert "POLLPRI" in ours.ready("POLLPRI")

    assert ours.recv(1, "MSG_OOB") == b"!"

    theirs.send(b"next")
    assert ours.recv(10) == b"next"


@covers("posix:setsockopt:oobinline-off", "posix:setsockopt:own-value-of-each-socket")
def test_the_option_of_the_sender_does_not_matter(tcp_pair):
    ours, theirs = tcp_pair
    ours.setsockopt("SO_OOBINLINE", 1)

    ours.send(b"?", "MSG_OOB")

    assert "POLLPRI" in theirs.ready("POLLPRI")
    assert theirs.recv(1, "MSG_OOB") == b"?"
