"""What a shutdown, a close or a timeout does to accept."""
import pytest

covers = pytest.mark.covers


@covers("linux:accept:unblocked-by-shutdown-read", "posix:accept:EINVAL")
@pytest.mark.parametrize("how", ["SHUT_RD", "SHUT_RDWR"])
def test_shutdown_for_reading_ends_a_blocked_accept(connection_listener, how):
    accepting = connection_listener.start.accept()
    assert accepting.blocked()

    connection_listener.shutdown(how)

    assert accepting.error() == "EINVAL"


@covers("linux:accept:not-unblocked-by-shutdown-write")
def test_shutdown_for_writing_leaves_accept_to_the_next_client(peer, connection_listener):
    accepting = connection_listener.start.accept()
    assert accepting.blocked()

    connection_listener.shutdown("SHUT_WR")

    client = peer.connect(connection_listener)
    accepted, _ = accepting.result()
    client.send(b"not stopped")
    assert accepted.recv(20) == b"not stopped"


@covers("linux:accept:after-listener-shutdown-einval")
def test_accept_fails_after_shutdown_for_reading(connection_listener):
    connection_listener.shutdown("SHUT_RD")

    assert connection_listener.fails.accept() == "EINVAL"


@covers("linux:accept:after-listener-shutdown-einval")
def test_nonblocking_accept_fails_after_shutdown_of_tcp_as_a_blocking_one_does(tcp_listener):
    tcp_listener.setblocking(False)
    tcp_listener.shutdown("SHUT_RD")

    assert tcp_listener.fails.accept() == "EINVAL"


@covers("posix:accept:close-in-other-thread")
@pytest.mark.waits
def test_closing_the_listener_ends_a_blocked_accept_or_leaves_it_to_the_next_client(peer, connection_listener, choice):
    address = connection_listener.address
    client = peer.open(connection_listener.kind)
    accepting = connection_listener.start.accept()
    assert accepting.blocked()

    connection_listener.close()

    if accepting.holds(0.05):
        choice("posix:accept:close-in-other-thread", "stays blocked until a client comes")
        client.connect(address)
        accepted, _ = accepting.result()
        client.send(b"the last one")
        assert accepted.recv(20) == b"the last one"
    else:
        choice("posix:accept:close-in-other-thread", f"fails with {accepting.error()}")


@covers("linux:accept:survives-close-in-other-thread")
def test_a_blocked_accept_takes_a_client_after_its_listener_was_closed(peer, connection_listener):
    address = connection_listener.address
    accepting = connection_listener.start.accept()
    assert accepting.blocked()
    connection_listener.close()
    client = peer.open(connection_listener.kind)

    client.connect(address)

    accepted, _ = accepting.result()
    accepted.send(b"served")
    assert client.recv(20) == b"served"


@covers("linux:accept:receive-timeout")
@pytest.mark.waits
def test_accept_fails_when_the_receive_timeout_has_passed(connection_listener):
    connection_listener.setsockopt("SO_RCVTIMEO", 0.05)

    accepting = connection_listener.start.accept()

    assert accepting.error() in {"EAGAIN", "EWOULDBLOCK"}
    assert accepting.lasted(0.05)


@covers("linux:accept:receive-timeout")
@pytest.mark.waits
def test_the_receive_timeout_holds_for_every_accept(connection_listener):
    connection_listener.setsockopt("SO_RCVTIMEO", 0.03)
    assert connection_listener.fails.accept() in {"EAGAIN", "EWOULDBLOCK"}

    again = connection_listener.start.accept()

    assert again.error() in {"EAGAIN", "EWOULDBLOCK"}
    assert again.lasted(0.03)


@covers("linux:accept:receive-timeout")
def test_a_client_that_comes_before_the_receive_timeout_is_accepted(peer, connection_listener):
    connection_listener.setsockopt("SO_RCVTIMEO", 20.0)
    accepting = connection_listener.start.accept()
    assert accepting.holds(0.02)

    client = peer.connect(connection_listener)

    accepted, _ = accepting.result()
    client.send(b"in time")
    assert accepted.recv(10) == b"in time"


@covers("linux:accept:receive-timeout")
def test_accept_is_no_matter_of_the_send_timeout(peer, connection_listener):
    connection_listener.setsockopt("SO_SNDTIMEO", 0.01)

    accepting = connection_listener.start.accept()

    assert accepting.holds(0.04)
    peer.connect(connection_listener)
    assert accepting.result()


@covers("linux:accept:receive-timeout")
@pytest.mark.waits
def test_accept_waits_without_end_once_the_receive_timeout_is_zero_again(peer, connection_listener):
    connection_listener.setsockopt("SO_RCVTIMEO", 0.01)
    assert connection_listener.fails.accept() in {"EAGAIN", "EWOULDBLOCK"}
    connection_listener.setsockopt("SO_RCVTIMEO", 0.0)

    accepting = connection_listener.start.accept()

    assert accepting.holds(0.04)
    peer.connect(connection_listener)
    assert accepting.result()
