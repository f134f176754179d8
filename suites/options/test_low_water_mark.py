"""SO_RCVLOWAT: how much must have come before a receive returns and poll reports it."""
import pytest

covers = pytest.mark.covers


@covers("posix:setsockopt:rcvlowat-default-one")
def test_the_low_water_mark_of_a_fresh_socket_is_one(target, any_kind):
    assert target.open(any_kind).getsockopt("SO_RCVLOWAT") == 1


@covers("linux:setsockopt:rcvlowat-roundtrip")
def test_the_low_water_mark_is_read_as_it_was_set(target, any_kind):
    sock = target.open(any_kind)
    read = []

    for mark in (2, 1000, 4097, 1):
        sock.setsockopt("SO_RCVLOWAT", mark)
        read.append(sock.getsockopt("SO_RCVLOWAT"))

    assert read == [2, 1000, 4097, 1]


@covers("linux:setsockopt:rcvlowat-zero-is-one")
def test_a_low_water_mark_of_zero_becomes_one(target, any_kind):
    sock = target.open(any_kind)
    sock.setsockopt("SO_RCVLOWAT", 5)

    sock.setsockopt("SO_RCVLOWAT", 0)

    assert sock.getsockopt("SO_RCVLOWAT") == 1


@covers("posix:recv:lowat-delays-wakeup")
def test_recv_waits_for_as_much_as_the_mark(stream_pair):
    ours, theirs = stream_pair
    ours.setsockopt("SO_RCVLOWAT", 6)
    receiving = ours.start.recv(10)
    assert receiving.blocked()
    theirs.send(b"12345")
    assert receiving.holds(0.03)

    theirs.send(b"6")

    assert receiving.result() == b"123456"


@covers("posix:recv:lowat-delays-wakeup")
def test_recv_of_less_than_the_mark_takes_what_is_there(stream_pair):
    ours, theirs = stream_pair
    theirs.send(b"12345")
    assert "POLLIN" in ours.ready("POLLIN")
    ours.setsockopt("SO_RCVLOWAT", 6)

    assert ours.recv(3) == b"123"


@covers("posix:recv:lowat-delays-wakeup")
def test_a_waiting_recv_of_less_than_the_mark_does_not_wait_for_it(unix_stream_pair):
    ours, theirs = unix_stream_pair
    ours.setsockopt("SO_RCVLOWAT", 6)
    receiving = ours.start.recv(3)
    assert receiving.blocked()

    theirs.send(b"12345")

    assert receiving.result() == b"123"


@covers("posix:recv:lowat-delays-wakeup")
def test_a_mark_that_was_lowered_delays_no_more(stream_pair):
    ours, theirs = stream_pair
    ours.setsockopt("SO_RCVLOWAT", 6)
    theirs.send(b"12345")

    ours.setsockopt("SO_RCVLOWAT", 2)

    assert ours.recv(10) == b"12345"


@covers("linux:setsockopt:rcvlowat-eof")
def test_the_end_of_file_does_not_wait_for_the_mark(stream_pair):
    ours, theirs = stream_pair
    ours.setsockopt("SO_RCVLOWAT", 6)
    receiving = ours.start.recv(10)
    assert receiving.blocked()
    theirs.send(b"12345")
    assert receiving.holds(0.03)

    theirs.shutdown("SHUT_WR")

    assert receiving.result() == b"12345"
    assert ours.recv(10) == b""


@covers("posix:poll:rcvlowat-threshold")
def test_poll_reports_no_less_than_the_mark(stream_pair):
    ours, theirs = stream_pair
    ours.setsockopt("SO_RCVLOWAT", 6)
    polling = ours.start.poll("POLLIN", timeout=None)
    theirs.send(b"12345")
    assert polling.holds(0.03)

    theirs.send(b"6")

    assert polling.result() == {"POLLIN"}
    assert ours.recv(10) == b"123456"


@covers("posix:setsockopt:own-value-of-each-socket")
def test_the_mark_of_one_socket_does_not_delay_another(target, peer, stream):
    listener = target.listener(stream)
    clients = [peer.connect(listener), peer.connect(listener)]
    marked, plain = listener.accept()[0], listener.accept()[0]
    marked.setsockopt("SO_RCVLOWAT", 6)

    clients[0].send(b"one")
    clients[1].send(b"two")

    assert plain.recv(10) == b"two"


@covers("posix:setsockopt:sndlowat-set", "linux:setsockopt:sndlowat-one")
def test_the_low_water_mark_for_sending_is_one_and_stays_so(target, any_kind):
    sock = target.open(any_kind)
    assert sock.getsockopt("SO_SNDLOWAT") == 1

    assert sock.fails.setsockopt("SO_SNDLOWAT", 5) == "ENOPROTOOPT"

    assert sock.getsockopt("SO_SNDLOWAT") == 1
