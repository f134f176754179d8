"""SO_PASSCRED and SO_PEERCRED as values."""
import pytest

covers = pytest.mark.covers


@covers("linux:setsockopt:passcred-sends-credentials")
def test_passcred_is_read_as_it_was_set_last(target, local):
    sock = target.open(local)
    read = [sock.getsockopt("SO_PASSCRED")]

    for value in (1, 0, 7):
        sock.setsockopt("SO_PASSCRED", value)
        read.append(sock.getsockopt("SO_PASSCRED"))

    assert read == [0, 1, 0, 1]


@covers("linux:setsockopt:passcred-sends-credentials")
def test_passcred_is_for_af_unix_alone(target, inet):
    assert target.open(inet).fails.setsockopt("SO_PASSCRED", 1) in {"EOPNOTSUPP", "ENOTSUP"}


@covers("linux:setsockopt:peercred-of-nobody")
def test_a_fresh_socket_knows_nobody(target, local):
    assert target.open(local).getsockopt("SO_PEERCRED") == {"pid": 0, "uid": 0xFFFFFFFF, "gid": 0xFFFFFFFF}


@covers("linux:setsockopt:peercred-of-connection")
def test_peercred_cannot_be_set(local_connection_pair):
    ours, _ = local_connection_pair
    before = ours.getsockopt("SO_PEERCRED")

    assert ours.fails.setsockopt("SO_PEERCRED", {"pid": 1, "uid": 2, "gid": 3}) == "ENOPROTOOPT"

    assert ours.getsockopt("SO_PEERCRED") == before
