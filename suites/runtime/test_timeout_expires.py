"""A timeout ends a call that waited for so long, with an error of its own, and nothing else is changed by it."""
import pytest

from harness.sockets import NOWHERE

covers = pytest.mark.covers

PATTERN = b"".join(number.to_bytes(8, "big") for number in range(50_000))       # what drain compares with


def data_of(result) -> bytes | tuple:
    """What any of the ways to receive returned, so that ``in`` finds the data."""
    return (result,) if isinstance(result, bytes) else result


@pytest.fixture(params=["recv", "recvfrom", "recvmsg", "recv_into", "recvfrom_into"])
def call(request) -> str:
    """A way to receive."""
    return request.param


@covers("python:timeout-settimeout-maps")
@pytest.mark.waits
def test_a_receive_times_out_when_nothing_comes(any_pair):
    ours, _ = any_pair
    ours.settimeout(0.05)

    receiving = ours.start.recv(10)

    assert receiving.error() == "TimeoutError"
    assert receiving.seconds >= 0.05


@covers("python:timeout-settimeout-maps")
@pytest.mark.waits
def test_every_way_to_receive_times_out(local_datagram_pair, call):
    ours, _ = local_datagram_pair
    ours.settimeout(0.05)

    receiving = getattr(ours.start, call)(10)

    assert receiving.error() == "TimeoutError"
    assert receiving.seconds >= 0.05


@covers("python:timeout-settimeout-maps")
@pytest.mark.waits(0.5)
def test_a_receive_waits_as_long_as_it_was_told(unix_stream_pair):
    ours, _ = unix_stream_pair
    ours.settimeout(0.3)

    receiving = ours.start.recv(10)
    assert receiving.blocked()

    assert receiving.error() == "TimeoutError"
    assert receiving.seconds >= 0.3


@covers("python:timeout-settimeout-maps")
@pytest.mark.waits
def test_a_receive_does_not_wait_twice_as_long_as_it_was_told(local_datagram_pair):
    ours, _ = local_datagram_pair
    ours.settimeout(0.2)

    def attempt() -> float:
        receiving = ours.start.recv(10)
        assert receiving.error() == "TimeoutError"
        return receiving.seconds

    assert any(attempt() < 0.4 for _ in range(5))      # once in time will do: a busy machine is late now and then


@covers("python:timeout-settimeout-maps")
def test_what_is_there_is_received_at_once(any_pair, call):
    ours, theirs = any_pair
    ours.settimeout(60)
    theirs.send(b"hello")

    assert b"hello" in data_of(getattr(ours, call)(5))


@covers("python:timeout-settimeout-maps")
def test_what_comes_in_time_is_received(any_pair):
    ours, theirs = any_pair
    ours.settimeout(60)
    receiving = ours.start.recv(10)
    assert receiving.blocked()

    theirs.send(b"in time")

    assert receiving.result() == b"in time"


@covers("python:timeout-settimeout-maps")
def test_what_finds_room_in_time_is_sent(stream_full, push):
    ours, theirs, count = stream_full
    ours.settimeout(60)
    sending = push.start(ours, b"in time")
    assert sending.blocked()

    assert theirs.drain(count).good == count

    assert sending.result() == 7
    assert theirs.recv(7, "MSG_WAITALL") == b"in time"


@covers("python:timeout-settimeout-maps")
@pytest.mark.waits
def test_a_socket_that_timed_out_can_be_used_as_before(any_pair):
    ours, theirs = any_pair
    ours.settimeout(0.05)
    assert ours.fails.recv(10) == "TimeoutError"

    theirs.send(b"never mind")

    assert "POLLIN" in ours.ready("POLLIN")
    assert ours.recv(20) == b"never mind"
    ours.send(b"all is well")
    assert theirs.recv(20) == b"all is well"


@covers("python:timeout-each-call-anew")
@pytest.mark.waits
def test_every_call_has_the_whole_timeout(udp_pair):
    ours, _ = udp_pair
    ours.settimeout(0.05)

    calls = []
    for _ in range(2):
        calls.append(ours.start.recv(10))
        assert calls[-1].error() == "TimeoutError"

    assert all(call.seconds >= 0.05 for call in calls)


@covers("python:timeout-settimeout-maps")
def test_the_end_of_the_stream_is_no_timeout(stream_pair):
    ours, theirs = stream_pair
    ours.settimeout(60)
    receiving = ours.start.recv(10)
    assert receiving.blocked()

    theirs.close()

    assert receiving.result() == b""


@covers("python:timeout-settimeout-maps")
def test_a_reset_is_no_timeout(tcp_pair):
    ours, theirs = tcp_pair
    ours.settimeout(60)
    receiving = ours.start.recv(10)
    assert receiving.blocked()

    theirs.reset()

    assert receiving.error() == "ECONNRESET"


@covers("python:timeout-zero-is-nonblocking")
def test_a_timeout_of_zero_fails_at_once_and_by_another_error(any_pair, call):
    ours, _ = any_pair
    ours.settimeout(0)

    assert getattr(ours.fails, call)(10) in {"EAGAIN", "EWOULDBLOCK"}


@covers("python:timeout-zero-is-nonblocking")
def test_a_timeout_of_zero_receives_what_is_there(any_pair):
    ours, theirs = any_pair
    ours.settimeout(0)
    theirs.send(b"hello")
    assert "POLLIN" in ours.ready("POLLIN")

    assert ours.recv(10) == b"hello"


@covers("python:timeout-settimeout-maps")
@pytest.mark.waits
def test_accept_times_out_when_nobody_comes(peer, connection_listener):
    connection_listener.settimeout(0.05)
    accepting = connection_listener.start.accept()

    assert accepting.error() == "TimeoutError"
    assert accepting.seconds >= 0.05

    client = peer.connect(connection_listener)
    connection_listener.settimeout(10)
    accepted, _ = connection_listener.accept()
    client.send(b"a little late")
    assert accepted.recv(20) == b"a little late"


@covers("python:timeout-settimeout-maps")
def test_accept_takes_who_comes_in_time(peer, connection_listener):
    connection_listener.settimeout(60)
    accepting = connection_listener.start.accept()
    assert accepting.blocked()

    client = peer.connect(connection_listener)

    accepted, _ = accepting.result()
    accepted.send(b"in time")
    assert client.recv(10) == b"in time"


@pytest.fixture
def silent(peer, tcp):
    """A listener of the peer's that answers nobody: the one client it has room for is there."""
    listener = peer.listener(tcp, 0)
    peer.connect(listener)
    return listener


@covers("python:timeout-settimeout-maps")
@pytest.mark.waits
def test_connect_times_out_when_nobody_answers(target, tcp, silent):
    sock = target.open(tcp)
    sock.settimeout(0.05)

    connecting = sock.start.connect(silent.address)

    assert connecting.error() == "TimeoutError"
    assert connecting.seconds >= 0.05


@covers("python:connect-ex-timeout")
@pytest.mark.waits
def test_connect_ex_returns_an_error_when_nobody_answers(target, tcp, silent):
    sock = target.open(tcp)
    sock.settimeout(0.05)

    connecting = sock.start.connect_ex(silent.address)

    assert connecting.result() in {"EAGAIN", "EWOULDBLOCK", "ETIMEDOUT"}
    assert connecting.seconds >= 0.05


@covers("python:timeout-settimeout-maps")
def test_connect_succeeds_in_time(target, peer, connection):
    listener, sock = peer.listener(connection), target.open(connection)
    sock.settimeout(60)

    sock.connect(listener.address)

    assert sock.getpeername() == listener.address
    accepted, _ = listener.accept()
    sock.send(b"in time")
    assert accepted.recv(10) == b"in time"


@covers("python:timeout-settimeout-maps")
def test_a_refusal_is_no_timeout(target, tcp):
    sock = target.open(tcp)
    sock.settimeout(60)

    assert sock.fails.connect(target.at(tcp, NOWHERE)) == "ECONNREFUSED"


@covers("python:timeout-settimeout-maps")
@pytest.mark.parametrize("call", ["send", "sendall", "sendmsg"])
@pytest.mark.waits
def test_a_send_times_out_when_there_is_no_room(stream_full, call):
    ours, theirs, count = stream_full
    ours.settimeout(0.05)

    sending = getattr(ours.start, call)([b"no room"] if call == "sendmsg" else b"no room")

    assert sending.error() == "TimeoutError"
    assert sending.seconds >= 0.05
    ours.close()
    assert theirs.drain() == (count, count, True, None)


@covers("python:timeout-settimeout-maps")
@pytest.mark.parametrize("call", ["send", "sendto", "sendmsg"])
@pytest.mark.waits
def test_a_datagram_times_out_when_the_queue_is_full(target, peer, unix_datagram, call):
    receiver, sender = peer.bound(unix_datagram), target.open(unix_datagram)
    sender.connect(receiver.address)
    queued = sender.pour(1_000_000, "MSG_DONTWAIT", chunk=8).count
    sender.settimeout(0.05)

    arguments = {"send": [b"no room"], "sendto": [b"no room", receiver.address], "sendmsg": [[b"no room"]]}
    sending = getattr(sender.start, call)(*arguments[call])

    assert sending.error() == "TimeoutError"
    assert sending.seconds >= 0.05
    assert receiver.drain(queued, chunk=8).good == queued
    assert receiver.poll("POLLIN") == set()


@covers("python:timeout-settimeout-maps")
def test_a_send_with_a_timeout_goes_on_when_there_is_room(stream_full):
    ours, theirs, count = stream_full
    ours.settimeout(60)
    sending = ours.start.send(PATTERN[count % 8:][:8])
    assert sending.blocked()

    received = theirs.drain(count)

    assert received.good == count
    assert sending.result() == 8
    assert theirs.recv(20) == PATTERN[count % 8:][:8]


@covers("python:timeout-settimeout-maps")
def test_what_is_sent_with_a_timeout_arrives(any_pair):
    ours, theirs = any_pair
    ours.settimeout(60)

    assert ours.send(b"one") == 3
    assert theirs.recv(10) == b"one"
    assert ours.sendmsg([b"t", b"wo"]) == 3
    assert theirs.recv(10) == b"two"


@covers("python:timeout-applies-to-whole-sendall")
@pytest.mark.waits
def test_the_timeout_of_sendall_is_for_all_of_it(stream_cramped):
    ours, theirs = stream_cramped
    ours.settimeout(0.2)

    sending = ours.start.sendall(PATTERN)
    for _ in range(100):
        if not sending.ended() and theirs.ready("POLLIN", timeout=0.01):
            theirs.recv(2000)
            sending.holds(0.01)

    assert sending.error() == "TimeoutError"
    assert sending.seconds >= 0.2


@covers("python:timeout-negative-refused")
def test_a_negative_timeout_is_refused(target, unix_stream):
    sock = target.open(unix_stream)

    assert sock.fails.settimeout(-1) == "ValueError"

    assert sock.gettimeout() is None
