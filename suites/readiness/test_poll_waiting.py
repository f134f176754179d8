"""How long poll waits: not at all, so long, or until something happens."""
import pytest

covers = pytest.mark.covers

NOTHING = frozenset()
LONG = 4.0      # never waited for


@covers("posix:poll:timeout-zero-returns-immediately")
def test_with_no_time_poll_does_not_wait(any_pair):
    polling = any_pair.ours.start.poll("POLLIN", "POLLPRI", timeout=0)

    assert polling.result() == NOTHING
    assert polling.seconds < LONG


@covers("posix:poll:timeout-waits-at-least")
@pytest.mark.waits
def test_poll_waits_for_the_whole_time(any_pair):
    polling = any_pair.ours.start.poll("POLLIN", "POLLPRI", timeout=0.05)

    assert polling.result() == NOTHING
    assert polling.seconds >= 0.05


@covers("posix:poll:timeout-waits-at-least")
@pytest.mark.waits
def test_poll_waits_for_the_whole_time_on_a_listener(connection_listener):
    polling = connection_listener.start.poll("POLLIN", timeout=0.05)

    assert polling.result() == NOTHING
    assert polling.seconds >= 0.05


@covers("posix:poll:timeout-waits-at-least")
@pytest.mark.waits(1)
def test_poll_waits_for_times_of_all_lengths(target, udp4):
    sock = target.bound(udp4)
    times = (0.001, 0.007, 0.1, 0.3, 1.1)

    waiting = [sock.start.poll("POLLIN", timeout=time) for time in times]

    assert [call.result() for call in waiting] == [NOTHING] * len(times)
    assert [time for call, time in zip(waiting, times, strict=True) if call.seconds < time] == []


@covers("posix:poll:timeout-ends-soon")
@pytest.mark.waits
def test_poll_ends_soon_after_the_time(any_pair):
    def seconds():
        polling = any_pair.ours.start.poll("POLLIN", timeout=0.05)
        assert polling.result() == NOTHING
        return polling.seconds

    assert any(seconds() < 0.1 for _ in range(5))       # one in five tries: the machine may be busy


@covers("posix:poll:infinite-waits-for-event")
def test_without_limit_poll_waits_for_data(any_pair):
    ours, theirs = any_pair
    polling = ours.start.poll("POLLIN", timeout=None)
    assert polling.holds(0.03)

    theirs.send(b"at last")

    assert polling.result() == {"POLLIN"}
    assert ours.recv(10) == b"at last"


@covers("posix:poll:infinite-waits-for-event")
def test_without_limit_poll_waits_for_a_client(connection_listener, peer):
    polling = connection_listener.start.poll("POLLIN", timeout=None)
    assert polling.holds(0.03)

    theirs = peer.connect(connection_listener)

    assert polling.result() == {"POLLIN"}
    connection_listener.accept()[0].send(b"welcome")
    assert theirs.recv(10) == b"welcome"


@covers("posix:poll:infinite-waits-for-event")
def test_without_limit_poll_waits_for_the_end_of_file(connection_pair):
    ours, theirs = connection_pair
    polling = ours.start.poll("POLLIN", timeout=None)
    assert polling.blocked()

    theirs.shutdown("SHUT_WR")

    assert "POLLIN" in polling.result()


@covers("posix:poll:infinite-waits-for-event")
def test_without_limit_poll_waits_for_a_reset(tcp_pair):
    ours, theirs = tcp_pair
    polling = ours.start.poll(timeout=None)
    assert polling.blocked()

    theirs.reset()

    assert polling.result() & {"POLLERR", "POLLHUP"}


@covers("posix:poll:event-ends-wait")
def test_data_ends_a_wait_before_its_time(any_pair):
    ours, theirs = any_pair
    polling = ours.start.poll("POLLIN", timeout=LONG)
    assert polling.blocked()

    theirs.send(b"early")

    assert polling.result() == {"POLLIN"}
    assert polling.seconds < LONG


@covers("posix:poll:event-ends-wait")
def test_an_enormous_time_is_not_a_short_one(udp_pair):
    ours, theirs = udp_pair
    polling = ours.start.poll("POLLIN", timeout=2_000_000)      # as many milliseconds as an int holds
    assert polling.holds(0.03)

    theirs.send(b"early")

    assert polling.result() == {"POLLIN"}


@covers("posix:poll:event-ends-wait")
def test_what_is_ready_already_is_not_waited_for(any_pair):
    ours, theirs = any_pair
    theirs.send(b"there")
    assert ours.ready("POLLIN") == {"POLLIN"}

    polling = ours.start.poll("POLLIN", timeout=LONG)

    assert polling.result() == {"POLLIN"}
    assert polling.seconds < LONG


@covers("posix:poll:only-requested-events")
def test_data_does_not_end_a_wait_for_room(stream_full):
    ours, theirs, count = stream_full
    polling = ours.start.poll("POLLOUT", timeout=None)
    theirs.send(b"not what it waits for")
    assert polling.holds(0.03)

    assert theirs.drain(count)[:2] == (count, count)

    assert polling.result() == {"POLLOUT"}


@covers("posix:poll:not-affected-by-nonblocking")
def test_poll_on_a_nonblocking_socket_waits_all_the_same(any_pair):
    ours, theirs = any_pair
    ours.setblocking(False)
    polling = ours.start.poll("POLLIN", timeout=LONG)
    assert polling.blocked()

    theirs.send(b"for both")

    assert polling.result() == {"POLLIN"}


@covers("posix:poll:several-waiters")
def test_data_wakes_everybody_who_polls_for_it(any_pair):
    ours, theirs = any_pair
    waiting = [ours.start.poll("POLLIN", timeout=None) for _ in range(3)]
    assert [polling.blocked() for polling in waiting] == [True] * 3

    theirs.send(b"for all")

    assert [polling.result() for polling in waiting] == [{"POLLIN"}] * 3


@covers("posix:poll:timeout-waits-at-least")
@pytest.mark.waits
def test_with_no_socket_at_all_poll_waits_for_the_whole_time(target):
    polling = target.start.poll([], timeout=0.05)

    assert polling.result() == []
    assert polling.seconds >= 0.05


@covers("linux:poll:blocked-wakes-on-shutdown")
def test_a_full_shutdown_ends_a_wait_for_nothing_in_particular(connection_pair):
    ours, _ = connection_pair
    polling = ours.start.poll(timeout=None)
    assert polling.blocked()

    ours.shutdown("SHUT_RDWR")

    assert "POLLHUP" in polling.result()
