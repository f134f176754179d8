"""Flags of send: what they do, and that they do nothing else."""
import pytest

covers = pytest.mark.covers

NOT_SUPPORTED = {"EOPNOTSUPP", "ENOTSUP"}     # one number on Linux, two names


@covers("posix:send:nosignal-suppresses-sigpipe")
def test_what_is_sent_with_msg_nosignal_arrives(any_pair, push):
    ours, theirs = any_pair

    assert push(ours, b"no signal", "MSG_NOSIGNAL") == 9

    assert theirs.recv(20) == b"no signal"


@covers("posix:send:dontwait-on-blocking-socket")
def test_what_is_sent_with_msg_dontwait_arrives(any_pair, push):
    ours, theirs = any_pair

    assert push(ours, b"do not wait", "MSG_DONTWAIT") == 11

    assert theirs.recv(20) == b"do not wait"


@covers("posix:send:dontwait-on-blocking-socket", "posix:send:nosignal-suppresses-sigpipe")
def test_what_is_sent_with_several_flags_arrives(any_pair, push):
    ours, theirs = any_pair

    assert push(ours, b"both of them", "MSG_DONTWAIT", "MSG_NOSIGNAL") == 12

    assert theirs.recv(20) == b"both of them"


@covers("linux:send:msg-more-holds-partial-segment")
def test_what_is_sent_with_msg_more_is_followed_by_the_rest(stream_pair, push):
    ours, theirs = stream_pair

    counts = [push(ours, b"first and ", "MSG_MORE"), push(ours, b"second")]

    assert counts == [10, 6]
    assert theirs.recv(16, "MSG_WAITALL") == b"first and second"


@covers("linux:send:msg-more-holds-partial-segment")
@pytest.mark.waits
def test_what_is_sent_with_msg_more_waits_for_the_rest_and_then_goes_alone(tcp_pair, push):
    ours, theirs = tcp_pair
    receiving = theirs.start.recv(20)
    assert receiving.blocked()

    sending = push.start(ours, b"more is to come", "MSG_MORE")

    assert receiving.result() == b"more is to come"
    assert sending.result() == 15
    assert receiving.ended_at - sending.began > 0.1


@covers("linux:send:msg-more-holds-partial-segment")
def test_what_is_sent_without_msg_more_does_not_wait(tcp_pair, push):
    ours, theirs = tcp_pair
    receiving = theirs.start.recv(20)
    assert receiving.blocked()
    held = push.start(ours, b"held ", "MSG_MORE")

    push(ours, b"and let go")

    assert receiving.result() == b"held and let go"
    assert held.result() == 5


@covers("linux:send:msg-more-holds-partial-segment")
def test_what_is_sent_with_msg_more_goes_out_with_the_end(stream_pair, push):
    ours, theirs = stream_pair
    push(ours, b"nothing more", "MSG_MORE")

    ours.shutdown("SHUT_WR")

    assert theirs.recv(12, "MSG_WAITALL") == b"nothing more"
    assert theirs.recv(10) == b""


@covers("linux:send:udp-msg-more-joins")
def test_datagrams_sent_with_msg_more_go_out_as_one(udp_pair, push):
    ours, theirs = udp_pair
    push(ours, b"one ", "MSG_MORE")

    push(ours, b"datagram")

    assert theirs.recv(100) == b"one datagram"


@covers("posix:send:oob-udp-eopnotsupp", "posix:send:EOPNOTSUPP")
def test_udp_has_no_out_of_band_data_to_send(udp_pair, push):
    ours, theirs = udp_pair

    assert push.fails(ours, b"urgent", "MSG_OOB") in NOT_SUPPORTED

    ours.send(b"ordinary")
    assert theirs.recv(20) == b"ordinary"


@covers("posix:send:unsupported-flag-eopnotsupp", "posix:send:EOPNOTSUPP")
def test_local_messages_cannot_be_sent_out_of_band(local_message_pair, push):
    ours, theirs = local_message_pair

    assert push.fails(ours, b"urgent", "MSG_OOB") in NOT_SUPPORTED

    ours.send(b"ordinary")
    assert theirs.recv(20) == b"ordinary"
