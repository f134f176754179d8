"""A nonblocking connect goes on in the background, and tells when it is done and how it ended."""
import pytest

from harness.sockets import NOWHERE, REFUSED

covers = pytest.mark.covers


@pytest.fixture
def connecting(target, silent_server):
    """A nonblocking socket of the target that is connecting to a server that does not answer."""
    sock = target.nonblocking(silent_server.kind)
    assert sock.fails.connect(silent_server.address) == "EINPROGRESS"
    return sock


@pytest.fixture
def refused(target, peer, tcp):
    """A nonblocking socket of the target whose connect was refused, which nobody has told it yet."""
    sock = target.nonblocking(tcp)
    sock.connect_ex(peer.at(tcp, NOWHERE))
    assert sock.ready("POLLOUT")
    return sock


@covers("posix:connect:nonblocking-einprogress", "posix:connect:EINPROGRESS")
def test_nonblocking_connect_does_not_wait_for_an_answer(target, silent_server):
    client = target.nonblocking(silent_server.kind)

    assert client.fails.connect(silent_server.address) == "EINPROGRESS"


@covers("posix:connect:nonblocking-einprogress", "posix:connect:EINPROGRESS")
def test_connect_does_not_wait_when_the_socket_became_nonblocking(target, silent_server):
    client = target.open(silent_server.kind)
    client.setblocking(False)

    assert client.fails.connect(silent_server.address) == "EINPROGRESS"


@covers("posix:connect:blocks-until-established")
@pytest.mark.waits
def test_connect_waits_when_the_socket_became_blocking_again(target, silent_server):
    client = target.nonblocking(silent_server.kind)
    client.setblocking(True)
    connecting = client.start.connect(silent_server.address)
    assert connecting.blocked()

    silent_server.meet(client)

    assert connecting.result() is None


@covers("posix:connect:nonblocking-second-ealready", "posix:connect:EALREADY")
def test_connect_again_while_connecting_fails(connecting, silent_server):
    assert connecting.fails.connect(silent_server.address) == "EALREADY"
    assert connecting.fails.connect(silent_server.address) == "EALREADY"


@covers("posix:connect:nonblocking-second-ealready")
def test_connect_elsewhere_while_connecting_fails_and_goes_nowhere(connecting, peer, silent_server):
    other = peer.listener(silent_server.kind)

    assert connecting.fails.connect(other.address) == "EALREADY"

    peer.connect(other).send(b"the only one")
    assert other.accept()[0].recv(100) == b"the only one"


@covers("posix:connect:nonblocking-not-writable-while-pending")
def test_a_connecting_socket_is_not_ready(connecting):
    assert connecting.poll("POLLIN", "POLLOUT") == set()


@covers("posix:connect:nonblocking-not-writable-while-pending")
def test_select_finds_nothing_of_a_connecting_socket(target, connecting):
    assert target.select([connecting], [connecting], [connecting]) == ([], [], [])


@covers("posix:connect:nonblocking-not-writable-while-pending")
def test_a_connecting_socket_has_no_error(connecting):
    assert connecting.getsockopt("SO_ERROR") == 0


@covers("posix:connect:nonblocking-completion-pollout")
@pytest.mark.waits
def test_a_connection_that_is_made_wakes_poll(connecting, silent_server):
    polling = connecting.start.poll("POLLOUT", timeout=None)
    assert polling.blocked()

    silent_server.meet(connecting)

    assert polling.result() == {"POLLOUT"}


@covers("posix:connect:nonblocking-completion-pollout")
@pytest.mark.waits
def test_a_connection_that_is_made_wakes_select(target, connecting, silent_server):
    selecting = target.start.select(write=[connecting], timeout=None)
    assert selecting.blocked()

    silent_server.meet(connecting)

    assert selecting.result() == ([], [connecting], [])


@covers("posix:connect:nonblocking-completion-pollout")
def test_a_connection_that_is_made_leaves_no_error(target, tcp_server):
    client = target.nonblocking(tcp_server.kind)
    client.connect_ex(tcp_server.address)
    assert client.ready("POLLOUT") == {"POLLOUT"}

    assert client.getsockopt("SO_ERROR") == 0


@covers("posix:connect:nonblocking-completion-pollout")
def test_a_connection_made_in_the_background_carries_data_both_ways(target, tcp_server):
    client = target.nonblocking(tcp_server.kind)
    client.connect_ex(tcp_server.address)
    assert client.ready("POLLOUT") == {"POLLOUT"}

    client.send(b"from the client")

    served, address = tcp_server.accept()
    assert address == client.address
    assert served.recv(100) == b"from the client"
    served.send(b"from the server")
    assert client.ready("POLLIN") == {"POLLIN"}
    assert client.recv(100) == b"from the server"


@covers("posix:connect:nonblocking-completion-pollout", "posix:connect:makes-one-connection")
def test_a_connection_made_in_the_background_is_one(target, peer, tcp_server):
    client = target.nonblocking(tcp_server.kind)

    client.connect_ex(tcp_server.address)

    assert client.ready("POLLOUT") == {"POLLOUT"}
    assert tcp_server.accept()[1] == client.address
    peer.connect(tcp_server).send(b"the next")
    assert tcp_server.accept()[0].recv(100) == b"the next"


@covers("posix:connect:nonblocking-completion-pollout")
def test_a_connection_made_in_the_background_leaves_the_socket_nonblocking(target, tcp_server):
    client = target.nonblocking(tcp_server.kind)
    client.connect_ex(tcp_server.address)
    assert client.ready("POLLOUT") == {"POLLOUT"}

    assert client.fails.recv(10) in {"EAGAIN", "EWOULDBLOCK"}


@covers("posix:connect:after-nonblocking-success-eisconn")
def test_connect_again_after_it_was_done_says_connected(target, tcp_server):
    client = target.nonblocking(tcp_server.kind)
    client.connect_ex(tcp_server.address)
    assert client.ready("POLLOUT") == {"POLLOUT"}

    first, second = client.connect_ex(tcp_server.address), client.connect_ex(tcp_server.address)

    assert first in {0, "EISCONN"}
    assert second == "EISCONN"


@covers("linux:connect:after-nonblocking-success-zero-once")
def test_connect_again_after_it_was_done_returns_zero_once(target, tcp_server):
    client = target.nonblocking(tcp_server.kind)
    client.connect_ex(tcp_server.address)
    assert client.ready("POLLOUT") == {"POLLOUT"}

    assert client.connect_ex(tcp_server.address) == 0


@covers("posix:connect:after-nonblocking-success-eisconn")
def test_connect_again_after_it_was_done_does_not_disturb(target, tcp_server):
    client = target.nonblocking(tcp_server.kind)
    client.connect_ex(tcp_server.address)
    assert client.ready("POLLOUT") == {"POLLOUT"}

    client.connect_ex(tcp_server.address)

    client.send(b"undisturbed")
    assert tcp_server.accept()[0].recv(100) == b"undisturbed"
    assert not tcp_server.poll("POLLIN")


@covers("posix:connect:nonblocking-failure-pollout-error")
def test_a_refused_connect_wakes_poll(target, peer, tcp):
    client = target.nonblocking(tcp)

    client.connect_ex(peer.at(tcp, NOWHERE))

    assert client.ready("POLLOUT") & {"POLLOUT", "POLLERR", "POLLHUP"}


@covers("linux:connect:nonblocking-failure-poll-events")
def test_a_refused_connect_shows_poll_room_error_and_hangup(target, peer, tcp):
    client = target.nonblocking(tcp)

    client.connect_ex(peer.at(tcp, NOWHERE))

    assert client.ready("POLLOUT") == {"POLLOUT", "POLLERR", "POLLHUP"}


@covers("posix:connect:nonblocking-failure-pollout-error")
def test_select_finds_a_refused_connect_writable(target, refused):
    assert target.select(write=[refused], timeout=None) == ([], [refused], [])


@covers("posix:connect:nonblocking-failure-pollout-error", "posix:connect:ECONNREFUSED")
def test_so_error_tells_once_that_a_connect_was_refused(refused):
    assert refused.getsockopt("SO_ERROR") in REFUSED

    assert refused.getsockopt("SO_ERROR") == 0


@covers("linux:connect:pending-error-reported-by-connect")
def test_connect_tells_that_the_one_before_was_refused(refused, tcp_server):
    assert refused.fails.connect(tcp_server.address) == "ECONNREFUSED"

    assert refused.getsockopt("SO_ERROR") == 0
    assert refused.fails.getpeername() == "ENOTCONN"


@covers("linux:connect:failed-nonblocking-retry-econnaborted")
def test_connect_after_the_refusal_was_taken_fails_once(refused, tcp_server):
    refused.getsockopt("SO_ERROR")

    assert refused.fails.connect(tcp_server.address) == "ECONNABORTED"

    assert refused.fails.connect(tcp_server.address) == "EINPROGRESS"
    assert refused.ready("POLLOUT") == {"POLLOUT"}
    assert refused.getpeername() == tcp_server.address


@covers("linux:connect:failed-nonblocking-retry-econnaborted")
def test_connect_after_recv_took_the_refusal_fails_once(refused, tcp_server):
    assert refused.fails.recv(10) == "ECONNREFUSED"

    assert refused.fails.connect(tcp_server.address) == "ECONNABORTED"

    assert refused.fails.connect(tcp_server.address) == "EINPROGRESS"


@covers("posix:getpeername:unconnected-enotconn", "posix:getpeername:ENOTCONN")
def test_a_socket_refused_in_the_background_has_no_peer(refused):
    assert refused.fails.getpeername() == "ENOTCONN"


@covers("posix:connect:nonblocking-refused-local")
def test_nonblocking_connect_of_a_local_socket_is_refused_at_once(target, peer, local_connection):
    client = target.nonblocking(local_connection)

    assert client.fails.connect(peer.bound(local_connection).address) == "ECONNREFUSED"


@covers("posix:connect:close-during-handshake-clean")
def test_close_while_connecting_succeeds_and_connects_nobody(connecting, peer, silent_server):
    connecting.close()

    silent_server.hears(0)
    peer.connect(silent_server).send(b"the only one")
    assert silent_server.accept()[0].recv(100) == b"the only one"


@covers("posix:connect:close-during-handshake-clean")
def test_close_right_after_connect_leaves_the_server_no_live_connection(target, tcp_server):
    client = target.nonblocking(tcp_server.kind)
    client.connect_ex(tcp_server.address)

    client.close()

    if tcp_server.poll("POLLIN", timeout=0.05):
        served = tcp_server.accept()[0].drain()
        assert served.eof or served.stopped == "ECONNRESET"


@covers("linux:connect:send-timeout-einprogress")
@pytest.mark.waits
def test_connect_gives_up_waiting_after_the_send_timeout(target, silent_server):
    client = target.open(silent_server.kind)
    client.setsockopt("SO_SNDTIMEO", 0.05)
    connecting = client.start.connect(silent_server.address)

    assert connecting.error() == "EINPROGRESS"

    assert connecting.lasted(0.05)


@covers("linux:connect:send-timeout-einprogress")
@pytest.mark.waits
def test_a_connect_that_the_send_timeout_ended_goes_on(target, silent_server):
    client = target.open(silent_server.kind)
    client.setsockopt("SO_SNDTIMEO", 0.05)
    assert client.fails.connect(silent_server.address) == "EINPROGRESS"

    silent_server.meet(client)

    assert client.ready("POLLOUT") == {"POLLOUT"}
    assert client.getpeername() == silent_server.address


@covers("posix:connect:interrupted-continues-async")
@pytest.mark.waits
def test_a_connect_that_a_signal_interrupts_goes_on(target, silent_server):
    client = target.open(silent_server.kind)
    connecting = client.start.connect(silent_server.address)
    assert connecting.blocked()

    target.signal(connecting)

    assert connecting.holds(0.05) or connecting.error() == "EINTR"
    theirs = silent_server.meet(client)
    assert client.ready("POLLOUT") == {"POLLOUT"}
    assert client.getpeername() == theirs.getsockname()
    assert target.signals()["SIGUSR1"] == 1


@covers("posix:connect:times-out-etimedout", "posix:connect:ETIMEDOUT")
@pytest.mark.slow
def test_connect_to_a_server_that_never_answers_gives_up_by_itself(target, silent_server):
    connecting = target.open(silent_server.kind).start.connect(silent_server.address)

    connecting.holds(300)

    assert connecting.error() == "ETIMEDOUT"


@covers("linux:connect:user-timeout")
@pytest.mark.waits(1)
def test_connect_to_a_server_that_never_answers_times_out(target, silent_server):
    client = target.open(silent_server.kind)
    client.setsockopt("TCP_USER_TIMEOUT", 50)

    connecting = client.start.connect(silent_server.address)

    assert connecting.error() == "ETIMEDOUT"
    assert connecting.lasted(0.05)


@covers("python:timeout-settimeout-maps")
@pytest.mark.waits
def test_connect_gives_up_after_the_runtimes_timeout(target, silent_server):
    client = target.open(silent_server.kind)
    client.settimeout(0.05)
    connecting = client.start.connect(silent_server.address)

    assert connecting.error() == "TimeoutError"

    assert connecting.lasted(0.05)


@covers("python:timeout-settimeout-maps")
@pytest.mark.waits
def test_connect_with_a_timeout_waits_for_the_answer(target, silent_server):
    client = target.open(silent_server.kind)
    client.settimeout(10)
    connecting = client.start.connect(silent_server.address)
    assert connecting.blocked()

    theirs = silent_server.meet(client)

    assert connecting.result() is None
    theirs.send(b"answered")
    assert client.recv(100) == b"answered"
