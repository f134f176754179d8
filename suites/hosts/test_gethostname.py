"""gethostname tells the name the host has now."""
import os
import sys

import pytest

from harness.stage import Unavailable

covers = pytest.mark.covers

LONGEST = 255       # what POSIX wants every system to allow at least; Linux allows 64
SET = "import socket, sys; socket.sethostname(sys.argv[1])"


@pytest.fixture
def rename(stage, private, peer):
    """``rename(name)`` gives the host of both sides another name, for this test."""

    def to(name: str) -> None:
        process = stage.world.spawn([sys.executable, "-IS", "-c", SET, name], dict(os.environ))
        status = process.ended(20)
        process.release(kill=True)
        if status != 0:
            raise Unavailable("privilege", "the host cannot be renamed here")

    before = peer.uname()
    yield to
    to(before)


@covers("posix:gethostname:returns-nonempty-name", "posix:gethostname:length-limit")
def test_the_host_has_a_name_of_a_length_that_is_allowed(target):
    assert 1 <= len(target.gethostname()) <= LONGEST


@covers("posix:gethostname:matches-uname")
def test_the_name_is_that_of_uname(target):
    assert target.gethostname() == target.uname()


@covers("posix:gethostname:matches-uname")
def test_the_name_is_the_one_that_the_peer_on_the_same_host_sees(target, peer):
    assert target.gethostname() == peer.uname()


@covers("posix:gethostname:stable-over-calls")
def test_the_name_does_not_change_from_call_to_call(target, peer):
    assert [target.gethostname() for _ in range(5)] == 5 * [peer.uname()]


@covers("posix:gethostname:stable-over-calls")
def test_calls_at_the_same_time_all_get_the_name(target, peer):
    calls = [target.start.gethostname() for _ in range(8)]

    assert [call.result() for call in calls] == 8 * [peer.uname()]


@covers("linux:gethostname:sethostname-visible", "posix:gethostname:length-limit")
@pytest.mark.parametrize("length", [1, 2, 31, 32, 63, 64])
def test_a_new_name_of_the_host_is_told_whole(target, rename, length):
    name = "".join(chr(ord("a") + number % 26) for number in range(length))

    rename(name)

    assert target.gethostname() == name
    assert target.uname() == name


@covers("linux:gethostname:sethostname-visible")
def test_a_name_with_dots_and_digits_is_told_whole(target, rename):
    rename("Host-7.example.org")

    assert target.gethostname() == "Host-7.example.org"


@covers("linux:gethostname:sethostname-visible")
def test_a_name_that_changes_again_is_told_anew(target, rename):
    rename("before")
    assert target.gethostname() == "before"

    rename("afterwards")

    assert target.gethostname() == "afterwards"
