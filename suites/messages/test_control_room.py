"""Room for control messages: enough, too little, or none, beside a message that is complete all the same."""
import pytest

covers = pytest.mark.covers

ROOM = 512


@pytest.fixture
def talkative(udp_pair):
    """Two UDP sockets, of which the target's reports the interface and the hops left of every datagram, as the first one showed, and the peer's."""
    ours, theirs = udp_pair
    if ours.kind.family == "AF_INET":
        ours.setsockopt("IP_PKTINFO", 1)
        ours.setsockopt("IP_RECVTTL", 1)
    else:
        ours.setsockopt("IPV6_RECVPKTINFO", 1)
        ours.setsockopt("IPV6_RECVHOPLIMIT", 1)
    theirs.send(b"first")
    assert len(ours.recvmsg(100, control=ROOM).control) == 2
    return udp_pair


@covers("posix:recvmsg:no-control-length-zero")
def test_a_message_without_control_messages_brings_none(any_pair):
    ours, theirs = any_pair
    theirs.send(b"bare")

    data, flags, _, control = ours.recvmsg(100, control=ROOM)

    assert (data, flags - {"MSG_EOR"}, control) == (b"bare", set(), [])


@covers("posix:recvmsg:control-complete")
def test_with_enough_room_every_control_message_comes(talkative):
    ours, theirs = talkative
    theirs.send(b"with details")

    data, flags, _, control = ours.recvmsg(100, control=ROOM)

    assert (data, flags) == (b"with details", set())
    assert sorted(item["type"] for item in control) in (["IP_PKTINFO", "IP_TTL"], ["IPV6_HOPLIMIT", "IPV6_PKTINFO"])


@covers("posix:recvmsg:control-truncated-ctrunc")
@pytest.mark.parametrize("room", [0, 1, 12, 16])
def test_with_too_little_room_the_message_is_complete_and_flagged(talkative, room):
    ours, theirs = talkative
    theirs.send(b"with details")

    data, flags, address, _ = ours.recvmsg(100, control=room)

    assert (data, flags, address) == (b"with details", {"MSG_CTRUNC"}, theirs.address)


@covers("posix:recvmsg:control-truncated-ctrunc")
def test_with_room_for_one_control_message_the_first_is_whole_and_the_rest_flagged(talkative):
    ours, theirs = talkative
    theirs.send(b"all")
    everything = ours.recvmsg(100, control=ROOM).control
    theirs.send(b"some")

    data, flags, _, control = ours.recvmsg(100, control=40)

    assert (data, flags) == (b"some", {"MSG_CTRUNC"})
    assert control[0] == everything[0]


@covers("posix:recvmsg:control-truncated-ctrunc", "posix:recvmsg:msg-trunc-set-on-excess")
def test_data_and_control_messages_can_both_be_cut(talkative):
    ours, theirs = talkative
    theirs.send(b"with details")

    assert ours.recvmsg(4)[:2] == (b"with", {"MSG_TRUNC", "MSG_CTRUNC"})


@covers("posix:recvmsg:control-truncated-ctrunc")
def test_control_messages_that_were_cut_do_not_turn_up_later(talkative):
    ours, theirs = talkative
    theirs.send(b"cut")
    ours.recvmsg(100)
    ours.setsockopt("IP_PKTINFO" if ours.kind.family == "AF_INET" else "IPV6_RECVPKTINFO", 0)
    theirs.send(b"next")

    data, flags, _, control = ours.recvmsg(100, control=ROOM)

    assert (data, flags) == (b"next", set())
    assert [item["type"] for item in control] in (["IP_TTL"], ["IPV6_HOPLIMIT"])


@covers("posix:recvmsg:peek-then-read-same", "posix:recvmsg:control-complete")
def test_a_peek_shows_the_control_messages_and_leaves_them(talkative):
    ours, theirs = talkative
    theirs.send(b"with details")

    peeked = ours.recvmsg(100, "MSG_PEEK", control=ROOM)

    assert len(peeked.control) == 2
    assert ours.recvmsg(100, control=ROOM) == peeked


@covers("posix:recvmsg:control-complete")
def test_the_other_calls_receive_a_message_in_spite_of_its_control_messages(talkative, receive):
    ours, theirs = talkative
    theirs.send(b"with details")

    assert receive(ours, 100) == b"with details"
