"""The flags that recvmsg returns say what happened to the message, and nothing else."""
import pytest

covers = pytest.mark.covers


def flags_of(message):
    """The flags returned, without the mark behind a record, which some systems report and some do not."""
    return message.flags - {"MSG_EOR"}


@covers("posix:recvmsg:msg-trunc-set-on-excess", "linux:recvmsg:zero-buffer-reports-trunc")
@pytest.mark.parametrize("room", [0, 1, 10])
def test_a_message_that_was_cut_is_flagged(message_pair, room):
    ours, theirs = message_pair
    theirs.send(b"conformance")

    message = ours.recvmsg(room)

    assert (message.data, flags_of(message)) == (b"conformance"[:room], {"MSG_TRUNC"})


@covers("posix:recvmsg:msg-trunc-clear-on-fit")
@pytest.mark.parametrize("room", [11, 12, 1000])
def test_a_message_that_fits_is_not_flagged(message_pair, room):
    ours, theirs = message_pair
    theirs.send(b"conformance")

    message = ours.recvmsg(room)

    assert (message.data, flags_of(message)) == (b"conformance", set())


@covers("posix:recvmsg:msg-trunc-set-on-excess", "posix:recvmsg:msg-trunc-clear-on-fit")
@pytest.mark.parametrize(("size", "room"), [(65507, 65506), (65507, 1), (9000, 8999), (1473, 1472)])
def test_a_large_message_is_flagged_when_a_byte_is_missing_and_only_then(message_pair, fresh, size, room):
    ours, theirs = message_pair
    data = fresh(size)
    theirs.send(data)
    cut = ours.recvmsg(room)
    theirs.send(data)

    whole = ours.recvmsg(size)

    assert (cut.data, flags_of(cut)) == (data[:room], {"MSG_TRUNC"})
    assert (whole.data, flags_of(whole)) == (data, set())


@covers("posix:recvmsg:msg-trunc-clear-on-fit")
def test_the_flag_of_one_message_does_not_stay_for_the_next(message_pair):
    ours, theirs = message_pair
    for data in (b"conformance", b"fits", b"too long again", b""):
        theirs.send(data)

    flags = [flags_of(ours.recvmsg(4)) for _ in range(4)]

    assert flags == [{"MSG_TRUNC"}, set(), {"MSG_TRUNC"}, set()]


@covers("linux:recvmsg:zero-buffer-reports-trunc")
def test_a_message_peeked_without_room_stays(message_pair):
    ours, theirs = message_pair
    theirs.send(b"conformance")
    theirs.send(b"next")

    assert flags_of(ours.recvmsg(0, "MSG_PEEK")) == {"MSG_TRUNC"}

    assert [ours.recv(100), ours.recv(100)] == [b"conformance", b"next"]


@covers("linux:recvmsg:zero-buffer-reports-trunc")
def test_a_message_received_without_room_is_gone(message_pair):
    ours, theirs = message_pair
    theirs.send(b"conformance")
    theirs.send(b"next")

    message = ours.recvmsg(0)

    assert (message.data, flags_of(message)) == (b"", {"MSG_TRUNC"})
    assert ours.recv(100) == b"next"


@covers("posix:recvmsg:msg-trunc-clear-on-fit")
def test_an_empty_message_received_without_room_is_not_flagged(message_pair):
    ours, theirs = message_pair
    theirs.send(b"")

    message = ours.recvmsg(0)

    assert (message.data, flags_of(message)) == (b"", set())


@covers("posix:recvmsg:dgram-peek-truncated")
def test_a_message_peeked_with_little_room_is_flagged_and_whole_afterwards(message_pair):
    ours, theirs = message_pair
    theirs.send(b"conformance")

    peeked = ours.recvmsg(4, "MSG_PEEK")

    assert (peeked.data, flags_of(peeked)) == (b"conf", {"MSG_TRUNC"})
    message = ours.recvmsg(100)
    assert (message.data, flags_of(message)) == (b"conformance", set())


@covers("posix:recvmsg:peek-then-read-same")
def test_a_peek_and_the_receive_behind_it_return_the_same(any_pair, arrived):
    ours, theirs = any_pair
    theirs.send(b"conformance")
    arrived(ours, 11)

    assert ours.recvmsg(100, "MSG_PEEK", control=100) == ours.recvmsg(100, control=100)


@covers("posix:recvmsg:stream-never-msg-trunc")
def test_a_stream_flags_nothing_when_more_is_there(stream_pair, arrived):
    ours, theirs = stream_pair
    theirs.send(b"conformance")
    arrived(ours, 11)

    messages = [ours.recvmsg(room) for room in (4, 1, 6)]

    assert [message[:2] for message in messages] == [(b"conf", set()), (b"o", set()), (b"rmance", set())]


@covers("posix:recvmsg:eof-clean-flags")
def test_the_end_brings_no_flags_and_no_control_messages(connection_pair):
    ours, theirs = connection_pair
    theirs.close()

    message = ours.recvmsg(100, control=100)

    assert (message.data, flags_of(message), message.control) == (b"", set(), [])


@covers("posix:recvmsg:oob-flag-reported")
def test_an_urgent_byte_is_flagged(tcp_pair):
    ours, theirs = tcp_pair
    theirs.send(b"!", "MSG_OOB")
    assert "POLLPRI" in ours.ready("POLLPRI")

    assert ours.recvmsg(10, "MSG_OOB")[:2] == (b"!", {"MSG_OOB"})


@covers("posix:recvmsg:oob-flag-reported")
def test_what_lies_before_an_urgent_byte_is_not_flagged(tcp_pair):
    ours, theirs = tcp_pair
    theirs.send(b"before")
    theirs.send(b"!", "MSG_OOB")
    assert "POLLPRI" in ours.ready("POLLPRI")

    assert ours.recvmsg(10)[:2] == (b"before", set())


@covers("linux:recvfrom:trunc-flag-returns-real-length")
def test_with_the_trunc_flag_the_count_is_the_length_and_the_flag_is_set(message_pair):
    ours, theirs = message_pair
    theirs.send(b"conformance")
    theirs.send(b"next")

    got = ours.recvmsg_into([2, 2], "MSG_TRUNC")

    assert (got.count, got.buffers, got.flags) == (11, [b"co", b"nf"], {"MSG_TRUNC"})
    assert ours.recvmsg_into([4], "MSG_TRUNC")[:2] == (4, [b"next"])


@covers("posix:recvmsg:flags-input-ignored")
@pytest.mark.parametrize("flag", ["MSG_DONTWAIT", "MSG_WAITALL", "MSG_NOSIGNAL"])
def test_a_flag_of_the_call_is_not_returned(message_pair, flag):
    ours, theirs = message_pair
    theirs.send(b"conformance")
    assert "POLLIN" in ours.ready("POLLIN")

    message = ours.recvmsg(100, flag)

    assert (message.data, flags_of(message)) == (b"conformance", set())


@covers("posix:sendmsg:urgent-data", "posix:send:oob-byte-delivered-out-of-band")
def test_the_last_byte_of_an_urgent_message_is_urgent(tcp_pair, push):
    ours, theirs = tcp_pair

    assert push(ours, b"take care!", "MSG_OOB") == 10

    assert "POLLPRI" in theirs.ready("POLLPRI")
    assert theirs.recv(10, "MSG_OOB") == b"!"
    assert theirs.recv(9, "MSG_WAITALL") == b"take care"
