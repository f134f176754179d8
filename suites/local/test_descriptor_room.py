"""What becomes of descriptors that come when there is too little room for them, and where a read ends because of them."""
from socket import CMSG_SPACE

import pytest

covers = pytest.mark.covers

ROOM = CMSG_SPACE(4)        # for one descriptor


@pytest.fixture
def sent(peer, unix_stream, local_pair, rights):
    """Three descriptors on their way to the target, which nobody else holds: the receiving end, and the other ends of the three."""
    pairs = [peer.pair(unix_stream) for _ in range(3)]
    local_pair.theirs.sendmsg([b"three"], control=rights(*[moving for moving, _ in pairs]))
    for moving, _ in pairs:
        moving.close()
    return local_pair.ours, [staying for _, staying in pairs]


@covers("posix:unix:fd-passing-no-space-discards", "posix:recvmsg:control-truncated-ctrunc")
def test_without_room_the_data_comes_and_the_descriptors_are_closed(sent):
    receiver, staying = sent

    data, flags, _, control = receiver.recvmsg(10)

    assert (data, flags, control) == (b"three", {"MSG_CTRUNC"}, [])
    assert [sock.recv(10) for sock in staying] == [b"", b"", b""]


@covers("posix:unix:fd-passing-no-space-discards", "posix:recvmsg:control-truncated-ctrunc")
def test_with_room_for_a_header_only_the_descriptors_are_closed(sent):
    receiver, staying = sent

    data, flags, _, _ = receiver.recvmsg(10, control=CMSG_SPACE(0))

    assert (data, flags) == (b"three", {"MSG_CTRUNC"})
    assert [sock.recv(10) for sock in staying] == [b"", b"", b""]


@covers("linux:unix:fd-passing-partial-room", "posix:recvmsg:control-truncated-ctrunc")
def test_with_room_for_two_the_third_is_closed(sent, passed):
    receiver, staying = sent

    message = receiver.recvmsg(10, control=CMSG_SPACE(8))

    assert message[:2] == (b"three", {"MSG_CTRUNC"})
    for received, name in zip(passed(message, 2), (b"one", b"two"), strict=True):
        received.send(name)
    assert [sock.recv(10) for sock in staying] == [b"one", b"two", b""]


@covers("posix:recvmsg:control-truncated-ctrunc")
def test_with_room_for_all_nothing_is_closed_or_called_truncated(sent, passed):
    receiver, staying = sent

    message = receiver.recvmsg(10, control=CMSG_SPACE(12))

    assert message[:2] == (b"three", set())
    for received, name in zip(passed(message, 3), (b"one", b"two", b"three"), strict=True):
        received.send(name)
    assert [sock.recv(10) for sock in staying] == [b"one", b"two", b"three"]


@covers("linux:unix:fd-passing-plain-recv-closes")
@pytest.mark.parametrize("call", ["recv", "recvfrom", "recv_into", "recvfrom_into"])
def test_a_call_that_takes_no_control_messages_closes_the_descriptors(sent, call):
    receiver, staying = sent

    getattr(receiver, call)(10)

    assert [sock.recv(10) for sock in staying] == [b"", b"", b""]


@covers("linux:unix:fd-passing-no-descriptor-left")
def test_descriptors_that_the_process_has_no_number_for_are_closed(target, sent, passed):
    receiver, staying = sent
    target.spare(1)

    message = receiver.recvmsg(10, control=CMSG_SPACE(12))

    target.spare(None)
    assert message[:2] == (b"three", {"MSG_CTRUNC"})
    [received] = passed(message)
    received.send(b"the only one")
    assert [sock.recv(20) for sock in staying] == [b"the only one", b"", b""]


@covers("posix:unix:fd-passing-once-only")
def test_a_descriptor_comes_with_the_first_byte_and_not_again(peer, unix_stream, unix_stream_pair, rights, passed):
    ours, theirs = unix_stream_pair
    moving, staying = peer.pair(unix_stream)
    theirs.sendmsg([b"abc"], control=rights(moving))

    first, *others = [ours.recvmsg(1, control=ROOM) for _ in range(3)]

    assert [message.data for message in (first, *others)] == [b"a", b"b", b"c"]
    assert [message.control for message in others] == [[], []]
    passed(first)[0].send(b"once")
    assert staying.recv(10) == b"once"


@covers("posix:unix:fd-passing-once-only")
def test_a_descriptor_of_the_target_comes_with_the_first_byte_and_not_again(target, unix_stream, unix_stream_pair, rights, passed):
    ours, theirs = unix_stream_pair
    moving, staying = target.pair(unix_stream)

    ours.sendmsg([b"a", b"b", b"c"], control=rights(moving))

    first, *others = [theirs.recvmsg(1, control=ROOM) for _ in range(3)]
    assert [message.data for message in (first, *others)] == [b"a", b"b", b"c"]
    assert [message.control for message in others] == [[], []]
    passed(first)[0].send(b"once")
    assert staying.recv(10) == b"once"


@covers("posix:unix:fd-passing-no-space-discards")
def test_a_descriptor_that_found_no_room_does_not_come_later(peer, unix_stream, unix_stream_pair, rights):
    ours, theirs = unix_stream_pair
    moving, _ = peer.pair(unix_stream)
    theirs.sendmsg([b"abc"], control=rights(moving))

    assert ours.recv(1) == b"a"

    assert ours.recvmsg(10, control=ROOM)[:2] == (b"bc", set())
    theirs.send(b"def")
    assert ours.recvmsg(10, control=ROOM).control == []


@covers("linux:unix:fd-passing-truncated-message")
def test_a_descriptor_comes_though_its_message_is_cut(peer, unix_stream, local_message_pair, rights, passed):
    ours, theirs = local_message_pair
    moving, staying = peer.pair(unix_stream)
    theirs.sendmsg([b"longer than that"], control=rights(moving))

    message = ours.recvmsg(6, control=ROOM)

    assert message[:2] == (b"longer", {"MSG_TRUNC"})
    passed(message)[0].send(b"whole")
    assert staying.recv(10) == b"whole"


@covers("linux:unix:fd-passing-barrier-on-stream")
def test_a_read_ends_before_the_data_of_the_next_descriptor(peer, unix_stream, unix_stream_pair, rights, passed):
    ours, theirs = unix_stream_pair
    moving, staying = zip(*[peer.pair(unix_stream) for _ in range(2)], strict=True)
    theirs.sendmsg([b"first"], control=rights(moving[0]))
    theirs.sendmsg([b"second"], control=rights(moving[1]))

    messages = [ours.recvmsg(100, control=CMSG_SPACE(8)) for _ in range(2)]

    assert [message[:2] for message in messages] == [(b"first", set()), (b"second", set())]
    for message, name in zip(messages, (b"one", b"two"), strict=True):
        passed(message)[0].send(name)
    assert [sock.recv(10) for sock in staying] == [b"one", b"two"]


@covers("linux:unix:fd-passing-barrier-on-stream")
def test_a_read_goes_up_to_the_data_of_a_descriptor_and_no_further(peer, unix_stream, unix_stream_pair, rights, passed):
    ours, theirs = unix_stream_pair
    theirs.send(b"four")
    theirs.sendmsg([b"1"], control=rights(peer.open(unix_stream)))
    theirs.send(b"more")

    first, second = ours.recvmsg(20, control=ROOM), ours.recvmsg(20, control=ROOM)

    assert [first.data, second.data] == [b"four1", b"more"]
    assert passed(first)
    assert second.control == []


@covers("linux:unix:fd-passing-barrier-on-stream")
def test_a_read_of_what_the_target_sent_ends_before_its_next_descriptor(target, unix_stream, unix_stream_pair, rights, passed):
    ours, theirs = unix_stream_pair
    ours.sendmsg([b"fir", b"st"], control=rights(target.open(unix_stream)))
    ours.sendmsg([b"sec", b"ond"], control=rights(target.open(unix_stream)))

    messages = [theirs.recvmsg(100, control=CMSG_SPACE(8)) for _ in range(2)]

    assert [message.data for message in messages] == [b"first", b"second"]
    assert all(passed(message) for message in messages)
