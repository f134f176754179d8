"""SO_PASSCRED: local messages bring who sent them."""
import pytest

covers = pytest.mark.covers

ROOM = 128


def credentials(value):
    """The control message that tells who a sender is."""
    return {"level": "SOL_SOCKET", "type": "SCM_CREDENTIALS", "value": value}


def identity(host, kind):
    """Process, user and group of a host's agent."""
    one, _ = host.pair(kind)
    return one.getsockopt("SO_PEERCRED")


@covers("linux:recvmsg:credentials")
def test_a_message_brings_the_credentials_of_its_sender(local_pair, peer):
    ours, theirs = local_pair
    ours.setsockopt("SO_PASSCRED", 1)
    theirs.send(b"it is me")

    assert ours.recvmsg(100, control=ROOM)[0::3] == (b"it is me", [credentials(identity(peer, theirs.kind))])


@covers("linux:recvmsg:credentials")
def test_what_is_sent_brings_the_credentials_of_the_sender(local_pair, target):
    ours, theirs = local_pair
    theirs.setsockopt("SO_PASSCRED", 1)

    ours.sendmsg([b"it ", b"is me"])

    assert theirs.recvmsg(100, control=ROOM)[0::3] == (b"it is me", [credentials(identity(target, ours.kind))])


@covers("linux:sendmsg:credentials")
def test_credentials_that_are_sent_with_a_message_arrive(local_pair, target):
    ours, theirs = local_pair
    theirs.setsockopt("SO_PASSCRED", 1)
    mine = identity(target, ours.kind)

    assert ours.sendmsg([b"it ", b"is me"], control=[credentials(mine)]) == 8

    assert theirs.recvmsg(100, control=ROOM)[0::3] == (b"it is me", [credentials(mine)])


@covers("linux:sendmsg:credentials")
def test_other_credentials_than_ones_own_are_refused(unprivileged, peer, local):
    ours, theirs = unprivileged.pair(local)
    mine = ours.getsockopt("SO_PEERCRED")

    assert ours.fails.sendmsg([b"not me"], control=[credentials(mine | {"uid": mine["uid"] + 1})]) == "EPERM"

    ours.send(b"next")
    assert theirs.recv(100) == b"next"


@covers("linux:sendmsg:credentials")
def test_credentials_of_a_process_that_does_not_exist_are_refused(local_pair, target):
    ours, theirs = local_pair
    mine = identity(target, ours.kind)

    assert ours.fails.sendmsg([b"nobody"], control=[credentials(mine | {"pid": 0x7FFFFFF0})]) == "ESRCH"

    ours.send(b"next")
    assert theirs.recv(100) == b"next"


@covers("linux:recvmsg:credentials", "posix:recvmsg:no-control-length-zero")
def test_credentials_are_told_only_to_who_asks(local_pair):
    ours, theirs = local_pair
    theirs.send(b"it is me")

    assert ours.recvmsg(100, control=ROOM)[0::3] == (b"it is me", [])


@covers("posix:recvmsg:control-truncated-ctrunc")
def test_credentials_without_room_are_flagged_and_the_message_is_complete(local_pair):
    ours, theirs = local_pair
    ours.setsockopt("SO_PASSCRED", 1)
    theirs.send(b"it is me")

    message = ours.recvmsg(100)

    assert (message.data, message.flags - {"MSG_EOR"}) == (b"it is me", {"MSG_CTRUNC"})
