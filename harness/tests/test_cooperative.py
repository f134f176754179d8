"""The agents of cooperative runtimes: parked is exact, and what a runtime lacks is unsupported. Those not installed are skipped."""
import pytest

from harness.agent import Unsupported
from harness.sockets import TCP4, UDP4, UNIX_DATAGRAM
from harness.stage import Stage
from harness.targets import find

NAMES = ("asyncio", "uvloop", "trio", "gevent", "eventlet")


def stage_of(name):
    spec = find(name)
    if spec.missing:
        pytest.skip(f"{spec.name} needs {'; '.join(spec.missing)}")
    return Stage(spec)


@pytest.fixture(params=NAMES)
def target(request):
    """One of these runtimes, in a world of its own."""
    stage = stage_of(request.param)
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


@pytest.mark.parametrize("name", ["asyncio", "uvloop", "trio"])
def test_a_time_after_which_a_call_was_to_end_is_not_offered_where_a_runtime_has_no_timeouts_of_sockets(name):
    stage = stage_of(name)
    stage.begin()
    ours, theirs = stage.target.socketpair("AF_UNIX", "SOCK_STREAM")
    ours.setsockopt("SO_RCVTIMEO", 30.0)

    with pytest.raises(Unsupported):
        ours.recv(10)

    theirs.shutdown("SHUT_WR")
    assert ours.recv(10) == b""
    stage.close()


@pytest.mark.parametrize("name", ["asyncio", "uvloop", "trio"])
def test_a_time_below_zero_is_not_offered_either(name):
    stage = stage_of(name)
    stage.begin()
    ours, theirs = stage.target.socketpair("AF_UNIX", "SOCK_STREAM")
    ours.setsockopt("SO_RCVTIMEO", {"sec": -5, "usec": 0})

    with pytest.raises(Unsupported):
        ours.recv(10)

    ours.setsockopt("SO_RCVTIMEO", {"sec": 0, "usec": 0})
    assert ours.start.recv(10).blocked()
    stage.close()


def test_a_close_that_lingers_is_not_offered_by_trio():
    stage = stage_of("trio")
    stage.begin()
    ours = stage.target.open(TCP4)
    ours.connect(stage.peer.listener(TCP4).address)
    ours.setsockopt("SO_LINGER", {"onoff": 1, "linger": 60})

    with pytest.raises(Unsupported):
        ours.close()

    ours.reset()
    stage.close()


def test_a_close_that_lingers_leaves_asyncio_to_its_other_calls():
    stage = Stage(find("asyncio"))
    stage.begin()
    listener = stage.peer.listener(TCP4)
    listener.setsockopt("SO_RCVBUF", 4096)
    ours = stage.target.open(TCP4)
    ours.setsockopt("SO_SNDBUF", 4096)
    ours.connect(listener.address)
    theirs, _ = listener.accept()
    assert ours.start.sendall(b"x" * 100_000).blocked()
    ours.setsockopt("SO_LINGER", {"onoff": 1, "linger": 60})

    closing = ours.start.close()

    assert closing.blocked()
    theirs.drain()
    closing.result()
    stage.close()


def test_what_flags_a_runtime_keeps_to_itself_is_not_told(target, pair):
    try:
        _, flags = pair[0].descriptor()
    except Unsupported:
        pytest.skip("this runtime tells nothing of descriptors")

    assert flags == {"FD_CLOEXEC"}
    with pytest.raises(Unsupported):
        assert "O_NONBLOCK" in flags


def test_a_call_that_parks_after_it_kept_the_loop_busy_is_parked(pair):
    pouring = pair[0].start.pour(20_000_000, chunk=20_000_000)      # whose bytes take longer to make than the agent looks on

    try:
        assert pouring.blocked()
    except Unsupported:
        pytest.skip("this runtime has no send")


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
