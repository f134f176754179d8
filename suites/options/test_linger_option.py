"""SO_LINGER: its two fields, and what close makes of them, as the peer sees it."""
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
def test_close_with_zero_seconds_resets_the_peer(tcp_pair):
    ours, theirs = tcp_pair
    ours.setsockopt("SO_LINGER", {"onoff": 1, "linger": 0})

    ours.close()

    assert "POLLIN" in theirs.ready("POLLIN")
    assert theirs.fails.recv(10) == "ECONNRESET"


@covers("posix:setsockopt:linger-off-no-reset")
def test_close_with_lingering_off_again_does_not_reset_the_peer(tcp_pair):
    ours, theirs = tcp_pair
    ours.setsockopt("SO_LINGER", {"onoff": 1, "linger": 0})

    ours.setsockopt("SO_LINGER", {"onoff": 0, "linger": 0})
    ours.close()

    assert theirs.recv(10) == b""


@covers("posix:setsockopt:linger-positive-no-reset")
def test_close_with_some_seconds_does_not_reset_a_peer_that_reads(tcp_pair):
    ours, theirs = tcp_pair
    ours.setsockopt("SO_LINGER", {"onoff": 1, "linger": 3})
    ours.send(b"farewell")

    ours.close()

    assert (theirs.recv(20), theirs.recv(20)) == (b"farewell", b"")


@covers("posix:close:linger-positive-blocks-until-sent")
def test_close_lingers_until_the_peer_has_taken_everything(target, peer, tcp):
    listener, ours = peer.listener(tcp), target.open(tcp)
    listener.setsockopt("SO_RCVBUF", 5000)
    ours.setsockopt("SO_LINGER", {"onoff": 1, "linger": 20})
    ours.connect(listener.address)
    theirs, _ = listener.accept()
    count = ours.fill()

    closing = ours.start.close()
    assert closing.blocked()

    assert theirs.drain() == (count, count, True, None)
    closing.result()


@covers("posix:close:linger-off-returns-immediately")
def test_close_without_lingering_does_not_wait_for_a_peer_that_does_not_read(target, peer, tcp):
    listener, ours = peer.listener(tcp), target.open(tcp)
    listener.setsockopt("SO_RCVBUF", 5000)
    ours.connect(listener.address)
    theirs, _ = listener.accept()
    count = ours.fill()

    ours.close()

    assert theirs.drain() == (count, count, True, None)


@covers("posix:setsockopt:own-value-of-each-socket")
def test_only_the_socket_that_lingers_zero_seconds_resets(target, peer, tcp):
    listener = target.listener(tcp)
    clients = [peer.connect(listener), peer.connect(listener)]
    aborting, orderly = listener.accept()[0], listener.accept()[0]
    aborting.setsockopt("SO_LINGER", {"onoff": 1, "linger": 0})

    orderly.close()
    aborting.close()

    assert clients[1].recv(10) == b""
    assert clients[0].fails.recv(10) == "ECONNRESET"
