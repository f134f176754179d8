"""SO_RCVTIMEO and SO_SNDTIMEO as values: what is kept, rounded and refused."""
import pytest

from harness.sockets import timeval

covers = pytest.mark.covers
timeout_option = pytest.mark.parametrize("option", ["SO_RCVTIMEO", "SO_SNDTIMEO"])
NEVER = {"sec": 0, "usec": 0}
FINEST_CLOCK = 0.01


def seconds(value):
    """A timeout option's value in seconds."""
    return value["sec"] + value["usec"] / 1_000_000


@covers("posix:setsockopt:rcvtimeo-roundtrip", "posix:setsockopt:sndtimeo-roundtrip")
@timeout_option
def test_a_fresh_socket_waits_without_limit(target, any_kind, option):
    assert target.open(any_kind).getsockopt(option) == NEVER


@covers("posix:setsockopt:rcvtimeo-roundtrip")
@pytest.mark.usefixtures("timeouts_can_be_set")
def test_the_receive_timeout_is_read_as_it_was_set(target, any_kind):
    sock = target.open(any_kind)

    sock.setsockopt("SO_RCVTIMEO", 1.5)

    assert 1.5 <= seconds(sock.getsockopt("SO_RCVTIMEO")) <= 1.5 + FINEST_CLOCK


@covers("posix:setsockopt:sndtimeo-roundtrip")
@pytest.mark.usefixtures("timeouts_can_be_set")
def test_the_send_timeout_is_read_as_it_was_set(target, any_kind):
    sock = target.open(any_kind)

    sock.setsockopt("SO_SNDTIMEO", 1.5)

    assert 1.5 <= seconds(sock.getsockopt("SO_SNDTIMEO")) <= 1.5 + FINEST_CLOCK


@timeout_option
@covers("linux:setsockopt:timeouts-can-be-set")
def test_linux_keeps_timeouts_to_its_clock(target, any_kind, option):
    sock = target.open(any_kind)
    excess = {}

    for value in (0.02, 0.5, 1.0, 61.25, 86400.0):
        sock.setsockopt(option, value)
        excess[value] = round(seconds(sock.getsockopt(option)) - value, 6)

    assert [value for value, more in excess.items() if not 0 <= more <= FINEST_CLOCK] == []


@timeout_option
@covers("posix:timeout:recv-zero-means-forever")
@pytest.mark.usefixtures("timeouts_can_be_set")
def test_zero_takes_the_limit_away_again(target, any_kind, option):
    sock = target.open(any_kind)
    sock.setsockopt(option, 1.5)

    sock.setsockopt(option, 0.0)

    assert sock.getsockopt(option) == NEVER


@covers("linux:setsockopt:timeouts-can-be-set")
def test_the_two_timeouts_are_two(target, any_kind):
    sock = target.open(any_kind)

    sock.setsockopt("SO_RCVTIMEO", 1.5)
    assert sock.getsockopt("SO_SNDTIMEO") == NEVER

    sock.setsockopt("SO_SNDTIMEO", 2.5)
    assert (sock.getsockopt("SO_RCVTIMEO"), sock.getsockopt("SO_SNDTIMEO")) == (timeval(1.5), timeval(2.5))


@timeout_option
@covers("posix:setsockopt:timeout-tiny-rounds-up")
@pytest.mark.usefixtures("timeouts_can_be_set")
def test_a_microsecond_is_rounded_up_not_to_zero(target, any_kind, option):
    sock = target.open(any_kind)

    sock.setsockopt(option, {"sec": 0, "usec": 1})

    assert 0.000001 <= seconds(sock.getsockopt(option)) <= FINEST_CLOCK


@timeout_option
@covers("linux:setsockopt:timeout-invalid-microseconds-edom")
def test_microseconds_that_are_no_part_of_a_second_are_refused(target, any_kind, option):
    sock = target.open(any_kind)
    sock.setsockopt(option, 1.5)

    errors = [sock.fails.setsockopt(option, {"sec": 1, "usec": usec}) for usec in (1_000_000, -1)]

    assert errors == ["EDOM", "EDOM"]

    assert sock.getsockopt(option) == timeval(1.5)


@timeout_option
@covers("linux:setsockopt:short-value-einval")
def test_half_a_timeout_is_refused(target, any_kind, option):
    sock = target.open(any_kind)
    sock.setsockopt(option, 1.5)

    assert sock.fails.setsockopt(option, bytes(8)) == "EINVAL"

    assert sock.getsockopt(option) == timeval(1.5)


@timeout_option
@covers("linux:setsockopt:timeout-negative-seconds")
def test_negative_seconds_are_taken_and_read_as_zero(target, any_kind, option):
    sock = target.open(any_kind)

    sock.setsockopt(option, {"sec": -5, "usec": 0})

    assert sock.getsockopt(option) == NEVER


@covers("linux:setsockopt:timeout-negative-seconds")
def test_with_negative_seconds_recv_fails_at_once(any_pair):
    ours, theirs = any_pair
    ours.setsockopt("SO_RCVTIMEO", {"sec": -5, "usec": 0})

    assert ours.fails.recv(10) in {"EAGAIN", "EWOULDBLOCK"}

    theirs.send(b"late")
    assert "POLLIN" in ours.ready("POLLIN")
    assert ours.recv(10) == b"late"
