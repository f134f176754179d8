"""Credentials over AF_UNIX sockets (Linux): who sent this, and who is at the other end."""
from socket import CMSG_SPACE

import pytest

from harness.stage import Unavailable

covers = pytest.mark.covers

ROOM = CMSG_SPACE(12)       # for the credentials of one process


def credentials(value: dict) -> list[dict]:
    """The control message that tells them."""
    return [{"level": "SOL_SOCKET", "type": "SCM_CREDENTIALS", "value": value}]


@pytest.fixture
def of_target(target, unix_stream_pair) -> dict:
    """The target's process, user and group, as the peer's system tells them."""
    return unix_stream_pair.theirs.getsockopt("SO_PEERCRED") | {"pid": target.agent.process.pid}


@pytest.fixture
def of_peer(peer, unix_stream) -> dict:
    """The peer's process, user and group, as its own system tells them."""
    return peer.pair(unix_stream)[0].getsockopt("SO_PEERCRED")


@covers("linux:setsockopt:passcred-sends-credentials")
def test_the_target_learns_who_sent_a_plain_message(local_pair, of_peer):
    ours, theirs = local_pair
    ours.setsockopt("SO_PASSCRED", 1)
    theirs.send(b"it is me")

    data, flags, _, control = ours.recvmsg(20, control=ROOM)

    assert (data, flags, control) == (b"it is me", set(), credentials(of_peer))


@covers("linux:setsockopt:passcred-sends-credentials")
def test_the_peer_learns_who_sent_a_plain_message(local_pair, of_target):
    ours, theirs = local_pair
    theirs.setsockopt("SO_PASSCRED", 1)

    ours.send(b"it is me")

    assert theirs.recvmsg(20, control=ROOM).control == credentials(of_target)


@covers("linux:unix:no-credentials-unless-asked")
def test_credentials_do_not_come_unless_asked_for(local_pair, of_peer):
    ours, theirs = local_pair
    theirs.sendmsg([b"never mind"], control=credentials(of_peer))

    data, flags, _, control = ours.recvmsg(20, control=ROOM)

    assert (data, flags, control) == (b"never mind", set(), [])


@covers("linux:unix:no-credentials-unless-asked")
def test_credentials_no_longer_come_when_the_option_is_off_again(local_pair):
    ours, theirs = local_pair
    ours.setsockopt("SO_PASSCRED", 1)
    assert ours.getsockopt("SO_PASSCRED")
    ours.setsockopt("SO_PASSCRED", 0)
    assert ours.getsockopt("SO_PASSCRED") == 0
    theirs.send(b"never mind")

    assert ours.recvmsg(20, control=ROOM).control == []


@covers("linux:unix:credentials-explicit")
def test_the_target_can_tell_its_own_credentials(local_pair, of_target):
    ours, theirs = local_pair
    theirs.setsockopt("SO_PASSCRED", 1)

    assert ours.sendmsg([b"signed"], control=credentials(of_target)) == 6

    data, flags, _, control = theirs.recvmsg(20, control=ROOM)
    assert (data, flags, control) == (b"signed", set(), credentials(of_target))


@pytest.fixture
def privileged(peer, unix_stream, of_peer) -> dict:
    """A user and a group that a privileged process may claim to be."""
    other = {"uid": 1, "gid": 2}
    try:
        peer.pair(unix_stream)[0].sendmsg([b"x"], control=credentials(of_peer | other))
    except OSError as refusal:
        raise Unavailable("privilege", f"nobody may claim to be somebody else here: {refusal}") from refusal
    return other


@covers("linux:unix:credentials-explicit")
def test_the_peer_reads_what_a_privileged_target_claims_to_be(local_pair, of_target, privileged):
    ours, theirs = local_pair
    theirs.setsockopt("SO_PASSCRED", 1)

    ours.sendmsg([b"claim"], control=credentials(of_target | privileged))

    assert theirs.recvmsg(20, control=ROOM).control == credentials(of_target | privileged)


@covers("linux:unix:credentials-explicit")
def test_the_target_reads_what_a_privileged_peer_claims_to_be(local_pair, of_peer, privileged):
    ours, theirs = local_pair
    ours.setsockopt("SO_PASSCRED", 1)
    theirs.sendmsg([b"claim"], control=credentials(of_peer | privileged))

    assert ours.recvmsg(20, control=ROOM).control == credentials(of_peer | privileged)


@covers("linux:unix:credentials-explicit", "posix:recvmsg:control-truncated-ctrunc")
def test_credentials_without_room_are_dropped_and_the_data_comes(local_pair):
    ours, theirs = local_pair
    ours.setsockopt("SO_PASSCRED", 1)
    theirs.send(b"no room")

    data, flags, _, control = ours.recvmsg(20)

    assert (data, flags, control) == (b"no room", {"MSG_CTRUNC"}, [])


@covers("linux:unix:credentials-false-refused")
@pytest.mark.parametrize("field", ["pid", "uid", "gid"])
def test_an_unprivileged_sender_cannot_tell_another_s_credentials(unprivileged, local, field):
    ours, theirs = unprivileged.pair(local)
    own = ours.getsockopt("SO_PEERCRED")

    error = ours.fails.sendmsg([b"forged"], control=credentials(own | {field: 1}))

    assert error == "EPERM"
    assert theirs.poll("POLLIN") == set()


@covers("linux:unix:credentials-with-descriptors")
def test_credentials_and_descriptors_come_together(peer, unix_stream, local_pair, rights, passed, of_peer):
    ours, theirs = local_pair
    ours.setsockopt("SO_PASSCRED", 1)
    moving, staying = peer.pair(unix_stream)
    theirs.sendmsg([b"both"], control=rights(moving))

    message = ours.recvmsg(20, control=ROOM + CMSG_SPACE(4))

    assert message[:2] == (b"both", set())
    assert [item for item in message.control if "value" in item] == credentials(of_peer)
    passed(message)[0].send(b"passed")
    assert staying.recv(10) == b"passed"


@covers("linux:setsockopt:peercred-of-connection")
def test_the_target_learns_who_is_at_the_other_end_of_a_connection_it_took(local_connection_pair, of_peer):
    assert local_connection_pair.ours.getsockopt("SO_PEERCRED") == of_peer


@covers("linux:setsockopt:peercred-of-connection")
def test_the_target_learns_who_listens_where_it_connected(target, peer, local_connection, of_peer):
    client = target.connect(peer.listener(local_connection))

    assert client.getsockopt("SO_PEERCRED") == of_peer


@covers("linux:setsockopt:peercred-of-connection")
def test_both_ends_of_a_pair_of_the_target_name_the_target(local_pair_of_one, of_target):
    assert [end.getsockopt("SO_PEERCRED") for end in local_pair_of_one] == [of_target, of_target]
