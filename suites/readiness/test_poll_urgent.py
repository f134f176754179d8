"""POLLPRI and the exceptional conditions of select: an urgent byte is there to be read."""
import pytest

covers = pytest.mark.covers

NOTHING = frozenset()


@covers("posix:poll:oob-reports-pollpri")
def test_an_urgent_byte_is_told_until_it_is_read(tcp_pair):
    ours, theirs = tcp_pair
    assert ours.poll("POLLPRI") == NOTHING

    theirs.send(b"!", "MSG_OOB")

    assert ours.ready("POLLPRI") == {"POLLPRI"}
    assert ours.poll("POLLPRI") == {"POLLPRI"}
    assert ours.recv(1, "MSG_OOB") == b"!"
    assert ours.poll("POLLPRI") == NOTHING


@covers("posix:poll:oob-reports-pollpri")
def test_an_urgent_byte_wakes_who_polls_for_it(tcp_pair):
    ours, theirs = tcp_pair
    polling = ours.start.poll("POLLPRI", timeout=None)
    theirs.send(b"not urgent")
    assert polling.holds(0.03)

    theirs.send(b"!", "MSG_OOB")

    assert polling.result() == {"POLLPRI"}


@covers("posix:poll:only-requested-events")
def test_an_urgent_byte_is_not_told_to_who_asks_for_room(tcp_pair):
    ours, theirs = tcp_pair
    theirs.send(b"!", "MSG_OOB")
    assert ours.ready("POLLPRI") == {"POLLPRI"}

    assert ours.poll("POLLOUT") == {"POLLOUT"}


@covers("posix:poll:oob-reports-pollpri")
def test_an_urgent_byte_alone_is_nothing_normal_to_read(tcp_pair):
    ours, theirs = tcp_pair
    theirs.send(b"!", "MSG_OOB")
    assert ours.ready("POLLPRI") == {"POLLPRI"}

    assert ours.poll("POLLIN", "POLLPRI") == {"POLLPRI"}


@covers("posix:poll:oob-inline-readable")
def test_an_urgent_byte_in_the_stream_is_something_to_read(tcp_pair):
    ours, theirs = tcp_pair
    ours.setsockopt("SO_OOBINLINE", 1)

    theirs.send(b"!", "MSG_OOB")

    assert "POLLIN" in ours.ready("POLLIN")
    assert ours.recv(10, "MSG_DONTWAIT") == b"!"
    assert ours.poll("POLLIN") == NOTHING


@covers("posix:poll:oob-reports-pollpri")
def test_normal_data_is_nothing_urgent(any_pair):
    ours, theirs = any_pair

    theirs.send(b"normal")

    assert ours.ready("POLLIN", "POLLPRI") == {"POLLIN"}


@covers("posix:select:exceptional-on-oob")
def test_select_finds_an_urgent_byte_exceptional_until_it_is_read(tcp_pair, target):
    ours, theirs = tcp_pair
    assert target.select(exceptional=[ours]) == ([], [], [])

    theirs.send(b"!", "MSG_OOB")

    assert target.select(exceptional=[ours], timeout=3) == ([], [], [ours])
    assert ours.recv(1, "MSG_OOB") == b"!"
    assert target.select(exceptional=[ours]) == ([], [], [])


@covers("posix:select:exceptional-on-oob")
def test_an_urgent_byte_ends_a_wait_in_select(tcp_pair, target):
    ours, theirs = tcp_pair
    selecting = target.start.select(exceptional=[ours], timeout=None)
    theirs.send(b"not urgent")
    assert selecting.holds(0.03)

    theirs.send(b"!", "MSG_OOB")

    assert selecting.result() == ([], [], [ours])


@covers("posix:select:exceptional-on-oob")
def test_nothing_else_is_exceptional(any_pair, target):
    ours, theirs = any_pair
    theirs.send(b"normal")
    assert ours.ready("POLLIN") == {"POLLIN"}

    assert target.select([ours], [ours], [ours]) == ([ours], [ours], [])
