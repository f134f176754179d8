"""The agents of cooperative runtimes: parked is exact, and what a runtime lacks is unsupported. Those not installed are skipped."""
import pytest

from harness.agent import Unsupported
from harness.sockets import UDP4, UNIX_DATAGRAM
from harness.stage import Stage
from harness.targets import find

NAMES = ("asyncio", "uvloop", "trio", "gevent", "eventlet")


@pytest.fixture(params=NAMES)
def target(request):
    """One of these runtimes, in a world of its own."""
    spec = find(request.param)
    if spec.missing:
        pytest.skip(f"{spec.name} needs {'; '.join(spec.missing)}")
    stage = Stage(spec)
    stage.begin()
    yield stage.target
    stage.close()


@pytest.fixture
def pair(target):
    """Two connected local streams of the target."""
    return target.socketpair("AF_UNIX", "SOCK_STREAM")


def test_a_call_that_waits_is_parked_and_ends_when_what_it_waited_for_comes(pair):
    ours, theirs = pair

    receiving = ours.start.recv(10)
    assert receiving.blocked()
    assert receiving.still_blocked()
    theirs.shutdown("SHUT_WR")

    assert receiving.result() == b""


def test_a_call_that_need_not_wait_never_parks(pair):
    ours, theirs = pair
    theirs.shutdown("SHUT_WR")

    receiving = ours.start.recv(10)

    assert not receiving.blocked()
    assert not receiving.parked


def test_a_call_that_was_not_to_wait_and_waits_is_not_offered_and_leaves_nothing_behind(target, pair):
    with pytest.raises(Unsupported):
        pair[0].recv(10, "MSG_DONTWAIT")

    assert target.agent.call("reset")["calls"] == 0


def test_what_flags_a_runtime_keeps_to_itself_is_not_told(target, pair):
    try:
        _, flags = pair[0].descriptor()
    except Unsupported:
        pytest.skip("this runtime tells nothing of descriptors")

    assert flags == {"FD_CLOEXEC"}
    with pytest.raises(Unsupported):
        assert "O_NONBLOCK" in flags


def test_calls_park_beside_each_other(target, pair):
    listener = target.socket("AF_UNIX", "SOCK_STREAM")
    listener.bind(target.anywhere(UNIX_DATAGRAM))
    listener.listen()

    calls = [listener.start.accept(), pair[0].start.recv(1), pair[1].start.recv(1)]

    assert all(call.blocked() for call in calls)


def test_poll_is_answered_at_once_or_parks(pair):
    ours, theirs = pair
    assert ours.ready("POLLIN", timeout=0) == set()

    polling = ours.start.poll("POLLIN", timeout=None)
    assert polling.blocked()
    theirs.shutdown("SHUT_WR")

    assert polling.result() == {"POLLIN"}


def test_reset_gives_up_what_sleeps_and_tells_of_it(target):
    receiving = target.bound(UDP4).start.recv(1)
    assert receiving.blocked()

    answer = target.agent.call("reset")

    assert (answer["sockets"], answer["descriptors"]) == (1, 0)
    assert target.agent.call("reset")["calls"] == 0


def test_a_signal_that_interrupts_a_call_is_counted(target, pair):
    receiving = pair[0].start.recv(1)
    assert receiving.blocked()

    target.signal(receiving)

    assert target.signals()["SIGUSR1"] == 1


def test_what_asyncio_cannot_express_is_unsupported():
    stage = Stage(find("asyncio"))
    stage.begin()
    sock = stage.target.open(UDP4)

    for call in (lambda: sock.send(b"x"), lambda: sock.recv(1, "MSG_PEEK"), lambda: sock.setblocking(True)):
        with pytest.raises(Unsupported):
            call()
    stage.close()
