"""SO_PASSCRED and SO_PEERCRED: who is at the other end."""
import pytest

covers = pytest.mark.covers


def process(host):
    """The number of the process that makes this host's calls."""
    return host.agent.process.pid


@covers("linux:setsockopt:passcred-sends-credentials")
def test_the_credentials_of_the_sender_come_with_a_message(local_pair, peer):
    ours, theirs = local_pair
    ours.setsockopt("SO_PASSCRED", 1)

    theirs.send(b"it is me")

    message = ours.recvmsg(20, control=64)
    assert message.data == b"it is me"
    sender = {"pid": process(peer), "uid": 0, "gid": 0}
    assert message.control == [{"level": "SOL_SOCKET", "type": "SCM_CREDENTIALS", "value": sender}]


@covers("linux:setsockopt:passcred-sends-credentials")
def test_without_the_option_no_credentials_come(local_pair):
    ours, theirs = local_pair
    ours.setsockopt("SO_PASSCRED", 1)
    ours.setsockopt("SO_PASSCRED", 0)

    theirs.send(b"it is me")

    assert ours.recvmsg(20, control=64).control == []


@covers("linux:setsockopt:passcred-sends-credentials")
def test_the_option_is_read_as_it_was_set_last(target, local):
    sock = target.open(local)
    read = [sock.getsockopt("SO_PASSCRED")]

    for value in (1, 0, 7):
        sock.setsockopt("SO_PASSCRED", value)
        read.append(sock.getsockopt("SO_PASSCRED"))

    assert read == [0, 1, 0, 1]


@covers("linux:setsockopt:passcred-sends-credentials")
def test_the_option_is_for_af_unix_alone(target, inet):
    assert target.open(inet).fails.setsockopt("SO_PASSCRED", 1) in {"EOPNOTSUPP", "ENOTSUP"}


@covers("linux:setsockopt:peercred-of-connection")
def test_an_accepted_socket_knows_who_connected(local_connection_pair, peer):
    assert local_connection_pair.ours.getsockopt("SO_PEERCRED") == {"pid": process(peer), "uid": 0, "gid": 0}


@covers("linux:setsockopt:peercred-of-connection")
def test_a_connected_socket_knows_who_listened(target, peer, local_connection):
    ours = target.connect(peer.listener(local_connection))

    assert ours.getsockopt("SO_PEERCRED") == {"pid": process(peer), "uid": 0, "gid": 0}


@covers("linux:setsockopt:peercred-of-connection")
def test_both_ends_of_a_pair_know_who_made_it(target, local_pair_of_one):
    assert [end.getsockopt("SO_PEERCRED")["pid"] for end in local_pair_of_one] == [process(target)] * 2


@covers("linux:setsockopt:peercred-of-nobody")
def test_a_fresh_socket_knows_nobody(target, local):
    assert target.open(local).getsockopt("SO_PEERCRED") == {"pid": 0, "uid": 0xFFFFFFFF, "gid": 0xFFFFFFFF}


@covers("linux:setsockopt:peercred-of-connection")
def test_the_option_cannot_be_set(local_connection_pair, peer):
    ours, _ = local_connection_pair

    assert ours.fails.setsockopt("SO_PEERCRED", {"pid": 1, "uid": 2, "gid": 3}) == "ENOPROTOOPT"

    assert ours.getsockopt("SO_PEERCRED")["pid"] == process(peer)
