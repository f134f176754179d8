"""Options do not disturb each other, and stay as they are whatever becomes of the socket."""
import pytest

from harness.sockets import timeval

covers = pytest.mark.covers

SETTINGS = {"SO_KEEPALIVE": 1, "SO_OOBINLINE": 1, "SO_REUSEADDR": 1, "SO_DONTROUTE": 1, "SO_BROADCAST": 1,
            "SO_LINGER": {"onoff": 1, "linger": 9}, "SO_RCVTIMEO": timeval(1.5), "SO_SNDTIMEO": timeval(2.5),
            "SO_RCVLOWAT": 3, "SO_RCVBUF": 20000, "SO_SNDBUF": 30000, "SO_PRIORITY": 5}
OTHERS = {"SO_KEEPALIVE": 0, "SO_OOBINLINE": 0, "SO_REUSEADDR": 0, "SO_DONTROUTE": 0, "SO_BROADCAST": 0,
          "SO_LINGER": {"onoff": 1, "linger": 8}, "SO_RCVTIMEO": timeval(3.5), "SO_SNDTIMEO": timeval(4.5),
          "SO_RCVLOWAT": 4, "SO_RCVBUF": 40000, "SO_SNDBUF": 50000, "SO_PRIORITY": 6}
DOUBLED = ("SO_RCVBUF", "SO_SNDBUF")


def settled(sock):
    """Give a socket all the settings."""
    for option, value in SETTINGS.items():
        sock.setsockopt(option, value)
    return sock


def everything(sock):
    """All of a socket's settings."""
    return {option: sock.getsockopt(option) for option in SETTINGS}


def as_read(settings):
    """What Linux reports for these settings."""
    return {option: value * 2 if option in DOUBLED else value for option, value in settings.items()}


@covers("linux:setsockopt:independent")
def test_all_options_are_read_as_they_were_set(target, any_kind):
    sock = settled(target.open(any_kind))

    assert everything(sock) == as_read(SETTINGS)


@covers("linux:setsockopt:independent")
def test_one_option_that_changes_leaves_the_others(target, any_kind):
    sock = settled(target.open(any_kind))
    seen = {}

    for option in SETTINGS:
        sock.setsockopt(option, OTHERS[option])
        seen[option] = everything(sock)
        sock.setsockopt(option, SETTINGS[option])

    assert seen == {option: as_read(SETTINGS | {option: OTHERS[option]}) for option in SETTINGS}


@covers("linux:setsockopt:kept-through-states")
def test_options_stay_when_a_name_is_bound(target, any_kind):
    sock = settled(target.open(any_kind))

    sock.bind(target.anywhere(any_kind))

    assert everything(sock) == as_read(SETTINGS)


@covers("linux:setsockopt:kept-through-states")
def test_options_stay_when_the_socket_begins_to_listen(target, connection):
    sock = settled(target.bound(connection))

    sock.listen(3)

    assert everything(sock) == as_read(SETTINGS)


@covers("linux:setsockopt:kept-through-states")
def test_options_stay_when_the_socket_connects(target, peer, connection):
    sock = settled(target.open(connection))

    sock.connect(peer.listener(connection).address)

    assert everything(sock) == as_read(SETTINGS)


@covers("linux:setsockopt:kept-through-states")
def test_options_stay_when_a_datagram_socket_connects(target, peer, datagram):
    sock = settled(target.bound(datagram))

    sock.connect(peer.bound(datagram).address)

    assert everything(sock) == as_read(SETTINGS)


@covers("linux:setsockopt:kept-through-states")
def test_options_stay_while_data_moves(any_pair):
    ours, theirs = any_pair
    settled(ours)

    ours.send(b"there")
    assert theirs.recv(10) == b"there"
    theirs.send(b"and back")
    assert ours.recv(10) == b"and back"

    assert everything(ours) == as_read(SETTINGS)


@covers("linux:setsockopt:kept-through-states")
def test_options_stay_when_one_direction_ends(connection_pair):
    settled(connection_pair.ours)

    connection_pair.ours.shutdown("SHUT_WR")

    assert everything(connection_pair.ours) == as_read(SETTINGS)


@covers("linux:setsockopt:kept-through-states")
def test_options_stay_when_the_mode_changes(target, any_kind):
    sock = settled(target.open(any_kind))

    sock.setblocking(False)

    assert everything(sock) == as_read(SETTINGS)
