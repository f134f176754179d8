"""select: the sets that come back, how long it waits, and that it agrees with poll."""
import pytest

from harness.sockets import REFUSED

covers = pytest.mark.covers

NONE = ([], [], [])
LONG = 4.0
MANY = 70       # more than one word of bits


def both(host, sock):
    """What select and poll say of a socket: readable and writable by each."""
    read, write, _ = host.select([sock], [sock])
    events = sock.poll("POLLIN", "POLLOUT")
    return (bool(read), bool(write)), ("POLLIN" in events, "POLLOUT" in events)


@covers("posix:select:agrees-with-poll")
def test_idle_is_writable(any_pair, target):
    assert both(target, any_pair.ours) == ((False, True), (False, True))


@covers("posix:select:agrees-with-poll")
def test_with_data_it_is_readable_and_writable(any_pair, target):
    ours, theirs = any_pair
    theirs.send(b"readable")
    assert ours.ready("POLLIN") == {"POLLIN"}

    assert both(target, ours) == ((True, True), (True, True))


@covers("posix:select:agrees-with-poll")
def test_once_the_data_is_received_it_is_no_longer_readable(any_pair, target):
    ours, theirs = any_pair
    theirs.send(b"readable")
    assert target.select([ours], timeout=3) == ([ours], [], [])

    assert ours.recv(20) == b"readable"

    assert target.select([ours]) == NONE


@covers("posix:select:agrees-with-poll")
def test_at_the_end_of_file_it_is_readable(connection_pair, target):
    ours, theirs = connection_pair
    theirs.shutdown("SHUT_WR")
    assert "POLLIN" in ours.ready("POLLIN")

    assert both(target, ours) == ((True, True), (True, True))


@covers("posix:select:agrees-with-poll")
def test_full_is_neither(stream_full, target):
    assert both(target, stream_full.ours) == ((False, False), (False, False))


@covers("posix:select:agrees-with-poll")
def test_an_idle_listener_is_neither(connection_listener, target):
    assert both(target, connection_listener) == ((False, False), (False, False))


@covers("posix:select:agrees-with-poll")
def test_a_listener_with_a_client_is_readable(connection_listener, peer, target):
    peer.connect(connection_listener)
    assert "POLLIN" in connection_listener.ready("POLLIN")

    assert both(target, connection_listener) == ((True, False), (True, False))


@covers("posix:select:agrees-with-poll")
def test_after_a_reset_it_is_readable_and_writable(tcp_reset, target):
    assert both(target, tcp_reset) == ((True, True), (True, True))


@covers("posix:select:agrees-with-poll")
def test_an_empty_message_is_readable(message_pair, target):
    ours, theirs = message_pair

    theirs.send(b"")

    assert target.select([ours], timeout=3) == ([ours], [], [])


@covers("posix:select:pending-error-ready")
def test_with_a_pending_error_it_is_readable_and_writable(target, udp_refused):
    assert target.select([udp_refused], [udp_refused])[:2] == ([udp_refused], [udp_refused])

    assert udp_refused.getsockopt("SO_ERROR") == "ECONNREFUSED"
    assert target.select([udp_refused], [udp_refused])[:2] == ([], [udp_refused])


@covers("posix:select:connect-in-progress")
@pytest.mark.waits
def test_a_connect_in_progress_becomes_writable_when_it_succeeds(target, tcp, silent_server):
    sock = target.nonblocking(tcp)
    assert sock.fails.connect(silent_server.address) == "EINPROGRESS"
    selecting = target.start.select([sock], [sock], timeout=None)
    assert selecting.blocked()

    theirs = silent_server.meet(sock)

    assert selecting.result() == ([], [sock], [])
    theirs.send(b"through")
    assert sock.ready("POLLIN") == {"POLLIN"}


@covers("posix:select:connect-in-progress")
def test_a_refused_connect_becomes_writable(target, peer, tcp):
    listener = peer.listener(tcp)
    address = listener.address
    listener.close()
    sock = target.nonblocking(tcp)

    sock.connect_ex(address)

    assert target.select(write=[sock], timeout=3)[1] == [sock]
    assert sock.getsockopt("SO_ERROR") in REFUSED


@covers("posix:select:timeout-clears-sets")
@pytest.mark.waits
def test_when_the_time_is_over_all_sets_are_empty(stream_full, target):
    ours = stream_full.ours

    selecting = target.start.select([ours], [ours], [ours], timeout=0.05)

    assert selecting.result() == NONE
    assert selecting.seconds >= 0.05


@covers("posix:select:timeout-waits-at-least")
@pytest.mark.waits(1)
def test_select_waits_for_times_of_all_lengths(target, udp4):
    sock = target.bound(udp4)
    times = (0.0015, 0.1, 1.1)

    waiting = [target.start.select([sock], timeout=time) for time in times]

    assert [call.result() for call in waiting] == [NONE] * len(times)
    assert [time for call, time in zip(waiting, times, strict=True) if call.seconds < time] == []


@covers("posix:select:timeout-waits-at-least")
@pytest.mark.waits
def test_select_ends_soon_after_the_time(any_pair, target):
    def seconds():
        selecting = target.start.select([any_pair.ours], timeout=0.05)
        assert selecting.result() == NONE
        return selecting.seconds

    assert any(seconds() < 0.1 for _ in range(5))       # one in five tries: the machine may be busy


@covers("posix:select:timeout-zero-returns-immediately")
def test_with_no_time_select_does_not_wait(any_pair, target):
    selecting = target.start.select([any_pair.ours], timeout=0)

    assert selecting.result() == NONE
    assert selecting.seconds < LONG


@covers("posix:select:infinite-waits-for-event")
def test_without_limit_select_waits_for_data(any_pair, target):
    ours, theirs = any_pair
    selecting = target.start.select([ours], timeout=None)
    assert selecting.holds(0.03)

    theirs.send(b"at last")

    assert selecting.result() == ([ours], [], [])


@covers("posix:select:infinite-waits-for-event")
def test_without_limit_select_waits_for_room(stream_full, target):
    ours, theirs, count = stream_full
    selecting = target.start.select(write=[ours], timeout=None)
    theirs.send(b"not what it waits for")
    assert selecting.holds(0.03)

    assert theirs.drain(count)[:2] == (count, count)

    assert selecting.result() == ([], [ours], [])


@covers("posix:select:infinite-waits-for-event")
def test_data_ends_a_wait_before_its_time(any_pair, target):
    ours, theirs = any_pair
    selecting = target.start.select([ours], [], [ours], timeout=LONG)
    assert selecting.blocked()

    theirs.send(b"early")

    assert selecting.result() == ([ours], [], [])
    assert selecting.seconds < LONG


@covers("posix:select:infinite-waits-for-event")
def test_an_enormous_time_is_not_a_short_one(udp_pair, target):
    ours, theirs = udp_pair
    selecting = target.start.select([ours], timeout=5_000_000_000)      # more seconds than an int holds
    assert selecting.holds(0.03)

    theirs.send(b"early")

    assert selecting.result() == ([ours], [], [])


@covers("posix:select:only-requested-sets")
def test_hundreds_of_sockets_are_all_looked_at(target, peer, udp4):
    socks = [target.open(udp4) for _ in range(276)]
    socks[-1].bind(target.anywhere(udp4))
    peer.open(udp4).sendto(b"for the last", socks[-1].address)
    assert socks[-1].ready("POLLIN") == {"POLLIN"}

    assert target.select(socks, socks) == ([socks[-1]], socks, [])


@covers("posix:select:only-requested-sets")
def test_each_set_tells_of_those_in_it_alone(target, peer, datagram):
    socks, sender = [target.bound(datagram) for _ in range(4)], peer.open(datagram)
    for sock in socks[:2]:
        sender.sendto(b"for %d" % sock.number, sock.address)
        assert sock.ready("POLLIN") == {"POLLIN"}

    found = target.select(read=[socks[1], socks[2]], write=[socks[0], socks[2]], exceptional=[socks[3]])

    assert found == ([socks[1]], [socks[0], socks[2]], [])


@covers("posix:select:only-requested-sets")
def test_many_sockets_are_all_looked_at(target, peer, udp4):
    socks, sender = [target.bound(udp4) for _ in range(MANY)], peer.open(udp4)
    ready = [socks[0], socks[31], socks[32], socks[63], socks[64], socks[MANY - 1]]
    for number, sock in enumerate(ready):
        sender.sendto(b"for %d" % number, sock.address)
        assert sock.ready("POLLIN") == {"POLLIN"}

    assert target.select(socks, socks) == (ready, socks, [])


@covers("posix:select:only-requested-sets")
def test_the_last_of_many_sockets_ends_the_wait(target, peer, udp4):
    socks, sender = [target.bound(udp4) for _ in range(MANY)], peer.open(udp4)
    selecting = target.start.select(socks, timeout=None)
    assert selecting.blocked()

    sender.sendto(b"for the last", socks[-1].address)

    assert selecting.result() == ([socks[-1]], [], [])


@covers("posix:select:level-triggered")
def test_it_stays_readable_until_the_data_is_received(any_pair, target):
    ours, theirs = any_pair
    theirs.send(b"readable")
    assert target.select([ours], timeout=3) == ([ours], [], [])

    again = [target.select([ours]) for _ in range(3)]

    assert again == [([ours], [], [])] * 3
    assert ours.recv(20) == b"readable"


@covers("posix:select:negative-timeout-einval", "posix:select:EINVAL")
def test_a_negative_time_is_refused(target, udp_socket):
    assert target.fails.select([udp_socket], timeout=-1) in {"EINVAL", "ValueError"}      # CPython refuses by itself


@pytest.mark.parametrize("group", ["read", "write", "exceptional"])
@covers("posix:select:bad-descriptor-ebadf", "posix:select:EBADF")
def test_a_closed_handle_in_a_set_is_refused(target, any_kind, group):
    sock = target.open(any_kind)
    sock.close()

    assert target.fails.select(**{group: [sock]}, timeout=3) == "EBADF"
