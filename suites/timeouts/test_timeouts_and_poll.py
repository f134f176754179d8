"""SO_RCVTIMEO and SO_SNDTIMEO limit calls that move data, not poll and select."""
import pytest

covers = pytest.mark.covers


@covers("linux:timeout:poll-independent-of-rcvtimeo")
@pytest.mark.waits
def test_poll_waits_its_own_time(any_pair):
    ours, _ = any_pair
    ours.setsockopt("SO_RCVTIMEO", 0.02)

    polling = ours.start.poll("POLLIN", timeout=0.08)

    assert polling.result() == frozenset()
    assert polling.seconds >= 0.08


@covers("linux:timeout:poll-independent-of-rcvtimeo")
def test_poll_does_not_wait_for_the_time_of_the_socket(any_pair):
    ours, _ = any_pair
    ours.setsockopt("SO_RCVTIMEO", 600.0)

    assert ours.poll("POLLIN", timeout=0.02) == frozenset()


@covers("linux:timeout:poll-independent-of-rcvtimeo")
@pytest.mark.waits
def test_select_waits_its_own_time(any_pair, target):
    ours, _ = any_pair
    ours.setsockopt("SO_RCVTIMEO", 0.02)
    ours.setsockopt("SO_SNDTIMEO", 0.02)

    selecting = target.start.select(read=[ours], timeout=0.08)

    assert selecting.result() == ([], [], [])
    assert selecting.seconds >= 0.08


@covers("linux:timeout:poll-independent-of-rcvtimeo")
@pytest.mark.waits
def test_poll_for_room_waits_its_own_time(stream_full):
    ours = stream_full.ours
    ours.setsockopt("SO_SNDTIMEO", 0.02)

    polling = ours.start.poll("POLLOUT", timeout=0.08)

    assert polling.result() == frozenset()
    assert polling.seconds >= 0.08
