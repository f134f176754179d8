"""SO_RCVTIMEO: a receive waits so long and no longer, and nothing is lost by it."""
import errno

import pytest

from fixtures.pairs import incoming

covers = pytest.mark.covers
pytestmark = pytest.mark.usefixtures("timeouts_can_be_set")

WOULD_BLOCK = {"EAGAIN", "EWOULDBLOCK"}
LONG = 4.0      # never waited for


@covers("posix:timeout:recv-expires-eagain", "posix:timeout:recvmsg-and-recvfrom-honour", "posix:recv:EAGAIN")
def test_a_receive_fails_when_the_time_is_over(any_pair, receive):
    ours, _ = any_pair
    ours.setsockopt("SO_RCVTIMEO", 0.02)

    receiving = receive.start(ours, 10)

    assert receiving.error() in WOULD_BLOCK
    assert receiving.lasted(0.02)


@covers("posix:timeout:recv-expires-eagain")
@pytest.mark.waits
def test_a_receive_fails_soon_after_the_time_is_over(any_pair):
    ours, _ = any_pair
    ours.setsockopt("SO_RCVTIMEO", 0.05)

    def seconds():
        receiving = ours.start.recv(10)
        assert receiving.error() in WOULD_BLOCK
        return receiving.seconds

    assert any(seconds() < 0.1 for _ in range(5))       # one in five tries: the machine may be busy


@covers("posix:timeout:recv-expires-eagain")
def test_a_peek_fails_when_the_time_is_over(any_pair):
    ours, _ = any_pair
    ours.setsockopt("SO_RCVTIMEO", 0.02)

    peeking = ours.start.recv(10, "MSG_PEEK")

    assert peeking.error() in WOULD_BLOCK
    assert peeking.lasted(0.02)


@covers("posix:timeout:accuracy-lower-bound")
@pytest.mark.waits
def test_no_receive_fails_before_its_time(target, peer, any_kind):
    times = (0.05, 0.1, 0.2)
    socks = [incoming(target, peer, any_kind).ours for _ in times]
    for sock, time in zip(socks, times, strict=True):
        sock.setsockopt("SO_RCVTIMEO", time)

    waiting = [sock.start.recv(10) for sock in socks]

    assert [call.error() in WOULD_BLOCK for call in waiting] == [True, True, True]
    assert [time for call, time in zip(waiting, times, strict=True) if not call.lasted(time)] == []


@covers("posix:timeout:accuracy-lower-bound")
@pytest.mark.waits(1)
def test_seconds_and_their_parts_both_count(target, peer, tcp4, udp4, unix_stream):
    socks = [incoming(target, peer, kind).ours for kind in (tcp4, udp4, unix_stream, udp4)]
    times = (1.1, 1.1, 1.1, 1.0)
    for sock, time in zip(socks, times, strict=True):
        sock.setsockopt("SO_RCVTIMEO", time)

    waiting = [sock.start.recv(10) for sock in socks]

    assert [call.error() in WOULD_BLOCK for call in waiting] == [True] * 4
    assert [time for call, time in zip(waiting, times, strict=True) if not call.lasted(time)] == []


@covers("posix:timeout:recv-data-before-expiry")
def test_data_that_comes_in_time_is_received_when_it_comes(any_pair, receive):
    ours, theirs = any_pair
    ours.setsockopt("SO_RCVTIMEO", LONG)
    receiving = receive.start(ours, 10)
    assert receiving.blocked()

    theirs.send(b"in time")

    assert receiving.result() == b"in time"
    assert receiving.seconds < LONG


@covers("posix:timeout:recv-data-already-queued")
def test_data_that_is_there_is_received_however_short_the_time(any_pair, receive):
    ours, theirs = any_pair
    theirs.send(b"there")
    assert "POLLIN" in ours.ready("POLLIN")

    ours.setsockopt("SO_RCVTIMEO", {"sec": 0, "usec": 1})

    assert receive(ours, 10) == b"there"


@covers("posix:timeout:recv-zero-means-forever")
def test_a_time_of_zero_is_no_limit(any_pair):
    ours, theirs = any_pair
    ours.setsockopt("SO_RCVTIMEO", 0.02)
    ours.setsockopt("SO_RCVTIMEO", 0.0)
    receiving = ours.start.recv(10)
    assert receiving.holds(0.04)

    theirs.send(b"late")

    assert receiving.result() == b"late"


@covers("posix:timeout:recv-last-value-counts")
@pytest.mark.waits
def test_a_longer_time_replaces_a_shorter_one(any_pair):
    ours, theirs = any_pair
    ours.setsockopt("SO_RCVTIMEO", 0.02)
    assert ours.fails.recv(10) in WOULD_BLOCK
    ours.setsockopt("SO_RCVTIMEO", LONG)
    receiving = ours.start.recv(10)
    assert receiving.holds(0.04)

    theirs.send(b"late")

    assert receiving.result() == b"late"


@covers("posix:timeout:recv-last-value-counts")
def test_a_shorter_time_replaces_a_longer_one(any_pair):
    ours, _ = any_pair
    ours.setsockopt("SO_RCVTIMEO", 600.0)

    ours.setsockopt("SO_RCVTIMEO", 0.02)

    assert ours.fails.recv(10) in WOULD_BLOCK


@covers("posix:timeout:recv-can-retry-after-expiry")
@pytest.mark.waits
def test_after_the_time_was_over_data_is_received_complete(any_pair, receive):
    ours, theirs = any_pair
    ours.setsockopt("SO_RCVTIMEO", 0.02)
    assert receive.fails(ours, 20) in WOULD_BLOCK
    assert receive.fails(ours, 20) in WOULD_BLOCK

    theirs.send(b"after the time")

    assert "POLLIN" in ours.ready("POLLIN")
    assert receive(ours, 20) == b"after the time"


@covers("posix:timeout:recv-can-retry-after-expiry")
@pytest.mark.waits
def test_each_receive_has_the_whole_time(any_pair):
    ours, _ = any_pair
    ours.setsockopt("SO_RCVTIMEO", 0.02)

    calls = []
    for _ in range(3):
        calls.append(ours.start.recv(10))
        assert calls[-1].error() in WOULD_BLOCK

    assert [call for call in calls if not call.lasted(0.02)] == []


@covers("posix:timeout:recv-expires-eagain")
def test_a_receive_fails_when_the_time_is_over_although_others_before_it_did_not(any_pair):
    ours, theirs = any_pair
    ours.setsockopt("SO_RCVTIMEO", 0.02)
    theirs.send(b"for the first")
    assert "POLLIN" in ours.ready("POLLIN")
    assert ours.recv(20) == b"for the first"

    receiving = ours.start.recv(20)

    assert receiving.error() in WOULD_BLOCK
    assert receiving.lasted(0.02)


@covers("posix:timeout:recv-expires-eagain")
def test_a_time_set_before_connecting_holds_afterwards(target, any_kind, any_destination):
    sock = target.open(any_kind)
    sock.setsockopt("SO_RCVTIMEO", 0.02)

    sock.connect(any_destination.address)

    assert sock.fails.recv(10) in WOULD_BLOCK


@covers("posix:timeout:recv-per-call-not-cumulative")
@pytest.mark.waits(1)
def test_the_times_of_several_receives_do_not_add_up(unix_stream_pair, peer):
    ours, theirs = unix_stream_pair
    ours.setsockopt("SO_RCVTIMEO", 0.6)

    for number in range(4):
        receiving = ours.start.recv(10)
        peer.select([theirs], timeout=0.2)      # nothing comes: it waits
        theirs.send(b"%d in time" % number)
        assert receiving.result() == b"%d in time" % number


@covers("posix:timeout:leaves-no-error")
def test_a_time_that_was_over_leaves_no_error_and_both_directions_work(any_pair):
    ours, theirs = any_pair
    ours.setsockopt("SO_RCVTIMEO", 0.02)
    assert ours.fails.recv(10) in WOULD_BLOCK

    assert ours.getsockopt("SO_ERROR") == 0

    ours.send(b"there")
    assert theirs.recv(10) == b"there"
    theirs.send(b"and back")
    assert "POLLIN" in ours.ready("POLLIN")
    assert ours.recv(10) == b"and back"


@covers("posix:timeout:eof-before-expiry")
def test_an_end_of_file_in_time_is_received_when_it_comes(connection_pair):
    ours, theirs = connection_pair
    ours.setsockopt("SO_RCVTIMEO", LONG)
    receiving = ours.start.recv(10)
    assert receiving.blocked()

    theirs.close()

    assert receiving.result() == b""
    assert receiving.seconds < LONG


@covers("posix:timeout:eof-before-expiry")
def test_a_reset_in_time_is_reported_when_it_comes(tcp_pair):
    ours, theirs = tcp_pair
    ours.setsockopt("SO_RCVTIMEO", LONG)
    receiving = ours.start.recv(10)
    assert receiving.blocked()

    theirs.reset()

    assert receiving.error() == "ECONNRESET"
    assert receiving.seconds < LONG


@covers("posix:timeout:nonblocking-overrides")
def test_a_nonblocking_receive_does_not_wait(any_pair, receive):
    ours, _ = any_pair
    ours.setsockopt("SO_RCVTIMEO", LONG)
    ours.setblocking(False)

    receiving = receive.start(ours, 10)

    assert receiving.error() in WOULD_BLOCK
    assert receiving.seconds < LONG


@covers("posix:timeout:nonblocking-overrides")
def test_a_receive_with_dontwait_does_not_wait(any_pair, receive):
    ours, _ = any_pair
    ours.setsockopt("SO_RCVTIMEO", LONG)

    receiving = receive.start(ours, 10, "MSG_DONTWAIT")

    assert receiving.error() in WOULD_BLOCK
    assert receiving.seconds < LONG


@covers("posix:setsockopt:own-value-of-each-socket")
def test_the_time_of_one_end_of_a_pair_is_not_that_of_the_other(local_pair_of_one):
    here, there = local_pair_of_one
    here.setsockopt("SO_RCVTIMEO", 0.02)
    receiving = there.start.recv(10)
    assert here.fails.recv(10) in WOULD_BLOCK

    assert receiving.still_blocked()
    here.send(b"free")
    assert receiving.result() == b"free"


@covers("posix:setsockopt:shared-by-duplicates")
def test_the_time_holds_for_a_duplicate(any_pair):
    ours, _ = any_pair
    duplicate = ours.dup()

    ours.setsockopt("SO_RCVTIMEO", 0.02)

    assert duplicate.fails.recv(10) in WOULD_BLOCK


@pytest.mark.parametrize("seconds", [10**9, 2**31 + 1, 2**32 + 1, 2**62], ids=["decades", "31-bits", "32-bits", "62-bits"])
@covers("posix:timeout:large-value-accepted", "posix:setsockopt:EDOM")
def test_an_enormous_time_is_refused_or_does_not_become_a_short_one(any_pair, choice, seconds):
    ours, theirs = any_pair
    try:
        ours.setsockopt("SO_RCVTIMEO", {"sec": seconds, "usec": 0})
        taken = "accepted"
    except OSError as refusal:
        taken = errno.errorcode[refusal.errno]
    choice("posix:timeout:large-value-accepted", taken)
    assert taken in {"accepted", "EDOM"}

    receiving = ours.start.recv(10)

    assert receiving.holds(0.02)
    theirs.send(b"at last")
    assert receiving.result() == b"at last"
