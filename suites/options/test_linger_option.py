"""SO_LINGER: its two fields, of each socket its own."""
import pytest

covers = pytest.mark.covers


@covers("posix:setsockopt:linger-roundtrip")
def test_a_fresh_socket_does_not_linger(target, any_kind):
    assert target.open(any_kind).getsockopt("SO_LINGER") == {"onoff": 0, "linger": 0}


@covers("posix:setsockopt:linger-roundtrip")
def test_both_fields_are_read_as_they_were_set(target, any_kind):
    sock = target.open(any_kind)

    sock.setsockopt("SO_LINGER", {"onoff": 1, "linger": 9})

    assert sock.getsockopt("SO_LINGER") == {"onoff": 1, "linger": 9}


@covers("posix:setsockopt:linger-roundtrip")
def test_the_time_is_kept_in_seconds(target, any_kind):
    sock = target.open(any_kind)
    read = []

    for linger in (1, 100, 0, 32767):
        sock.setsockopt("SO_LINGER", {"onoff": 1, "linger": linger})
        read.append(sock.getsockopt("SO_LINGER")["linger"])

    assert read == [1, 100, 0, 32767]


@covers("posix:setsockopt:linger-roundtrip")
def test_lingering_can_be_switched_off_again(target, any_kind):
    sock = target.open(any_kind)
    sock.setsockopt("SO_LINGER", {"onoff": 1, "linger": 9})

    sock.setsockopt("SO_LINGER", {"onoff": 0, "linger": 9})

    assert sock.getsockopt("SO_LINGER")["onoff"] == 0


@covers("linux:setsockopt:linger-short-value-einval")
def test_the_first_field_alone_is_refused(target, any_kind):
    sock = target.open(any_kind)
    sock.setsockopt("SO_LINGER", {"onoff": 1, "linger": 9})

    assert sock.fails.setsockopt("SO_LINGER", 0) == "EINVAL"

    assert sock.getsockopt("SO_LINGER") == {"onoff": 1, "linger": 9}


@covers("posix:close:linger-zero-sends-reset")
def test_only_the_socket_that_lingers_zero_seconds_resets(target, peer, tcp):
    listener = target.listener(tcp)
    clients = [peer.connect(listener), peer.connect(listener)]
    aborting, orderly = listener.accept()[0], listener.accept()[0]
    aborting.setsockopt("SO_LINGER", {"onoff": 1, "linger": 0})

    orderly.close()
    aborting.close()

    assert clients[1].recv(10) == b""
    assert clients[0].fails.recv(10) == "ECONNRESET"
