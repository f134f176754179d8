"""Urgent data that the target receives over TCP."""
import pytest

covers = pytest.mark.covers

NOTHING_URGENT = {"EINVAL", "EAGAIN", "EWOULDBLOCK"}


@covers("posix:recv:oob-returns-urgent-byte")
def test_the_urgent_byte_is_received_beside_the_stream(tcp_pair, receive):
    ours, theirs = tcp_pair
    theirs.send(b"abc!", "MSG_OOB")
    assert "POLLPRI" in ours.ready("POLLPRI")

    assert receive(ours, 2, "MSG_OOB") == b"!"

    assert receive(ours, 20) == b"abc"
    theirs.send(b"behind")
    assert receive(ours, 20) == b"behind"


@covers("posix:recv:oob-returns-urgent-byte")
def test_an_urgent_byte_that_is_never_asked_for_is_not_in_the_stream(tcp_outgoing, receive):
    ours, theirs = tcp_outgoing
    theirs.send(b"abc!", "MSG_OOB")
    theirs.send(b"def")
    assert "POLLPRI" in ours.ready("POLLPRI")

    received = [receive(ours, 3, "MSG_WAITALL"), receive(ours, 3, "MSG_WAITALL")]

    assert received == [b"abc", b"def"]


@covers("posix:recv:oob-returns-urgent-byte")
def test_the_urgent_byte_can_be_received_when_the_stream_was_read(tcp_pair):
    ours, theirs = tcp_pair
    theirs.send(b"abc!", "MSG_OOB")
    assert "POLLPRI" in ours.ready("POLLPRI")
    assert ours.recv(20) == b"abc"

    assert ours.recv(1, "MSG_OOB") == b"!"


@covers("posix:recv:oob-returns-urgent-byte")
def test_an_urgent_byte_alone_is_received(tcp_pair):
    ours, theirs = tcp_pair
    theirs.send(b"\0", "MSG_OOB")
    assert "POLLPRI" in ours.ready("POLLPRI")

    assert ours.recv(10, "MSG_OOB") == b"\0"


@covers("posix:recv:oob-returns-urgent-byte")
def test_urgent_bytes_one_after_the_other_are_received(tcp_pair):
    ours, theirs = tcp_pair
    received = []

    for byte in (b"1", b"2", b"3"):
        theirs.send(byte, "MSG_OOB")
        assert "POLLPRI" in ours.ready("POLLPRI")
        received.append(ours.recv(1, "MSG_OOB"))

    assert received == [b"1", b"2", b"3"]


@covers("posix:recv:oob-none-einval", "posix:recv:EINVAL")
def test_without_an_urgent_byte_there_is_nothing_to_receive(tcp_pair, receive):
    ours, _ = tcp_pair

    assert receive.fails(ours, 2, "MSG_OOB") in NOTHING_URGENT


@covers("posix:recv:oob-none-einval")
def test_ordinary_data_is_not_urgent(tcp_pair, receive):
    ours, theirs = tcp_pair
    theirs.send(b"ordinary")
    assert "POLLIN" in ours.ready("POLLIN")

    assert receive.fails(ours, 2, "MSG_OOB") in NOTHING_URGENT

    assert receive(ours, 20) == b"ordinary"


@covers("linux:recv:oob-none-einval")
def test_without_an_urgent_byte_linux_says_einval(tcp_pair, receive):
    ours, _ = tcp_pair

    failures = [receive.fails(ours, 2, "MSG_OOB"), receive.fails(ours, 2, "MSG_OOB", "MSG_DONTWAIT")]

    assert failures == ["EINVAL", "EINVAL"]


@covers("posix:recv:oob-second-read-einval", "posix:recv:EINVAL")
def test_an_urgent_byte_is_received_once(tcp_pair, receive):
    ours, theirs = tcp_pair
    theirs.send(b"abc!", "MSG_OOB")
    assert "POLLPRI" in ours.ready("POLLPRI")
    assert receive(ours, 2, "MSG_OOB") == b"!"

    assert receive.fails(ours, 2, "MSG_OOB") in NOTHING_URGENT

    assert receive(ours, 20) == b"abc"


@covers("posix:recv:oob-peek-keeps-byte")
def test_an_urgent_byte_that_was_peeked_is_still_there(tcp_pair, receive):
    ours, theirs = tcp_pair
    theirs.send(b"abc!", "MSG_OOB")
    assert "POLLPRI" in ours.ready("POLLPRI")

    peeked = [receive(ours, 2, "MSG_OOB", "MSG_PEEK"), receive(ours, 2, "MSG_OOB", "MSG_PEEK")]

    assert peeked == [b"!", b"!"]
    assert receive(ours, 2, "MSG_OOB") == b"!"
    assert receive.fails(ours, 2, "MSG_OOB") in NOTHING_URGENT


@covers("posix:recv:oob-peek-keeps-byte", "posix:recv:peek-does-not-consume")
def test_a_peek_at_the_stream_does_not_take_the_urgent_byte(tcp_pair, receive):
    ours, theirs = tcp_pair
    theirs.send(b"abc!", "MSG_OOB")
    assert "POLLPRI" in ours.ready("POLLPRI")

    assert receive(ours, 20, "MSG_PEEK") == b"abc"

    assert receive(ours, 2, "MSG_OOB") == b"!"
    assert receive(ours, 20) == b"abc"


@covers("posix:recv:oob-latest-replaces-earlier")
def test_the_later_of_two_urgent_bytes_is_received(tcp_pair, arrived, receive):
    ours, theirs = tcp_pair
    theirs.send(b"abc?", "MSG_OOB")
    theirs.send(b"def!", "MSG_OOB")
    theirs.send(b".")
    arrived(ours, 7)

    assert receive(ours, 2, "MSG_OOB") == b"!"

    assert receive(ours, 7, "MSG_WAITALL") == b"abc?def"
    assert receive(ours, 20) == b"."


@covers("posix:recv:oob-with-inline-einval", "posix:recv:EINVAL")
def test_an_urgent_byte_inline_is_received_with_the_stream(tcp_pair, receive):
    ours, theirs = tcp_pair
    ours.setsockopt("SO_OOBINLINE", 1)
    theirs.send(b"abc!", "MSG_OOB")
    theirs.send(b"def")
    assert "POLLPRI" in ours.ready("POLLPRI")

    assert receive.fails(ours, 2, "MSG_OOB") in NOTHING_URGENT

    assert [receive(ours, 3), receive(ours, 4, "MSG_WAITALL")] == [b"abc", b"!def"]


@covers("posix:recv:oob-returns-urgent-byte", "posix:recv:data-before-eof")
def test_an_urgent_byte_before_the_end_is_received(tcp_pair):
    ours, theirs = tcp_pair
    theirs.send(b"abc!", "MSG_OOB")
    theirs.close()
    assert "POLLPRI" in ours.ready("POLLPRI")

    assert ours.recv(1, "MSG_OOB") == b"!"

    assert [ours.recv(20), ours.recv(20)] == [b"abc", b""]


@covers("posix:recv:oob-unix-message-sockets-eopnotsupp", "posix:recv:EOPNOTSUPP")
def test_local_messages_are_never_urgent(local_message_pair):
    ours, theirs = local_message_pair
    theirs.send(b"ordinary")

    assert ours.fails.recv(20, "MSG_OOB") in {"EOPNOTSUPP", "ENOTSUP", "EINVAL"}

    assert ours.recv(20) == b"ordinary"


@covers("linux:recv:oob-unix-message-sockets-eopnotsupp")
def test_linux_names_the_flag_that_local_messages_do_not_support(local_message_pair, receive):
    ours, _ = local_message_pair

    assert receive.fails(ours, 20, "MSG_OOB") in {"EOPNOTSUPP", "ENOTSUP"}
