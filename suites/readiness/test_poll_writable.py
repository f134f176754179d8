"""POLLOUT: reported while a send would not wait, and only then."""
import pytest

from harness.sockets import REFUSED

covers = pytest.mark.covers

NOTHING = frozenset()
WOULD_BLOCK = {"EAGAIN", "EWOULDBLOCK"}


@covers("posix:poll:pollout-when-room")
def test_an_idle_socket_is_writable(any_pair):
    assert any_pair.ours.poll("POLLOUT") == {"POLLOUT"}


@covers("posix:poll:pollout-when-room")
def test_a_socket_stays_writable_after_a_little_was_sent(any_pair):
    any_pair.ours.send(b"a little")

    assert any_pair.ours.poll("POLLOUT") == {"POLLOUT"}


@covers("posix:poll:pollout-implies-nonblocking-send")
def test_a_writable_stream_takes_a_byte_without_waiting(stream_pair):
    ours, theirs = stream_pair
    assert ours.poll("POLLOUT") == {"POLLOUT"}

    assert ours.send(b"!", "MSG_DONTWAIT") == 1

    assert theirs.recv(10) == b"!"


@covers("posix:poll:no-pollout-when-full")
def test_a_full_stream_is_not_writable(stream_full):
    assert stream_full.ours.poll("POLLOUT") == NOTHING


@covers("posix:poll:no-pollout-when-full")
def test_a_full_stream_can_be_readable(stream_full):
    ours, theirs, _ = stream_full
    theirs.send(b"the other way")

    assert ours.ready("POLLIN", "POLLOUT") == {"POLLIN"}


@covers("posix:poll:pollout-returns-after-drain")
def test_poll_for_room_waits_until_the_peer_reads(stream_full):
    ours, theirs, count = stream_full
    polling = ours.start.poll("POLLOUT", timeout=None)
    assert polling.blocked()

    assert theirs.drain(count)[:2] == (count, count)

    assert polling.result() == {"POLLOUT"}
    assert ours.send(b"!", "MSG_DONTWAIT") == 1
    assert theirs.recv(10) == b"!"


@covers("posix:poll:pollout-returns-after-drain")
def test_poll_for_anything_waits_until_the_peer_reads(stream_full):
    ours, theirs, count = stream_full
    polling = ours.start.poll("POLLIN", "POLLOUT", "POLLPRI", timeout=None)
    assert polling.blocked()

    assert theirs.drain(count)[:2] == (count, count)

    assert polling.result() == {"POLLOUT"}


@covers("posix:poll:pollout-returns-after-drain")
def test_a_stream_that_was_full_and_drained_fills_again(stream_full):
    ours, theirs, count = stream_full
    assert theirs.drain(count)[:2] == (count, count)
    assert ours.ready("POLLOUT") == {"POLLOUT"}

    assert ours.fill() > 0

    assert ours.poll("POLLOUT") == NOTHING


@covers("posix:poll:pollout-returns-after-drain")
def test_a_full_queue_of_records_is_not_writable_until_they_are_read(seqpacket_pair):
    ours, theirs = seqpacket_pair
    ours.setsockopt("SO_SNDBUF", 8192)
    assert ours.pour(1 << 30, "MSG_DONTWAIT", chunk=1000).stopped in WOULD_BLOCK
    polling = ours.start.poll("POLLOUT", timeout=None)
    assert polling.blocked()

    theirs.drain(None, "MSG_DONTWAIT")

    assert polling.result() == {"POLLOUT"}


@covers("linux:poll:unix-dgram-write-readiness-of-peer")
def test_a_full_queue_of_the_peer_is_not_writable_until_it_reads(local_datagram_pair):
    ours, theirs = local_datagram_pair
    assert ours.pour(1 << 30, "MSG_DONTWAIT", chunk=100).stopped in WOULD_BLOCK
    polling = ours.start.poll("POLLOUT", timeout=None)
    assert polling.blocked()

    theirs.drain(None, "MSG_DONTWAIT")

    assert polling.result() == {"POLLOUT"}


@covers("posix:poll:udp-writable-when-idle")
def test_a_fresh_datagram_socket_is_writable_and_not_readable(target, datagram):
    assert target.open(datagram).poll("POLLIN", "POLLOUT") == {"POLLOUT"}


@covers("posix:poll:listener-never-writable")
def test_an_idle_listener_is_neither_readable_nor_writable(connection_listener):
    assert connection_listener.poll("POLLIN", "POLLOUT", "POLLPRI") == NOTHING


@covers("posix:poll:listener-never-writable")
def test_a_listener_with_a_client_is_readable_and_not_writable(connection_listener, peer):
    peer.connect(connection_listener)

    assert connection_listener.ready("POLLIN", "POLLOUT") == {"POLLIN"}


@covers("posix:poll:own-shutdown-write-writable")
def test_who_ended_writing_is_writable(connection_pair):
    ours, _ = connection_pair

    ours.shutdown("SHUT_WR")

    assert "POLLOUT" in ours.poll("POLLOUT")
    assert ours.fails.send(b"too late", "MSG_DONTWAIT", "MSG_NOSIGNAL") == "EPIPE"


@covers("posix:poll:normal-data-bands")
def test_writability_is_reported_under_its_other_name_too(any_pair):
    assert any_pair.ours.poll("POLLWRNORM") == {"POLLWRNORM"}


@covers("posix:connect:nonblocking-not-writable-while-pending")
def test_a_connect_in_progress_is_not_writable(target, tcp, silent_server):
    sock = target.nonblocking(tcp)
    assert sock.fails.connect(silent_server.address) == "EINPROGRESS"

    assert sock.poll("POLLIN", "POLLOUT") == NOTHING


@covers("posix:poll:connect-progress-transition")
@pytest.mark.waits
def test_poll_waits_until_a_connect_in_progress_succeeds(target, tcp, silent_server):
    sock = target.nonblocking(tcp)
    assert sock.fails.connect(silent_server.address) == "EINPROGRESS"
    polling = sock.start.poll("POLLOUT", timeout=None)
    assert polling.blocked()

    theirs = silent_server.meet(sock)

    assert polling.result() == {"POLLOUT"}
    assert sock.getsockopt("SO_ERROR") == 0
    sock.send(b"through")
    assert theirs.recv(10) == b"through"


@covers("posix:connect:nonblocking-completion-pollout")
def test_a_nonblocking_connect_that_succeeded_is_writable_without_error(target, peer, connection):
    listener, sock = peer.listener(connection), target.nonblocking(connection)

    assert sock.connect_ex(listener.address) in {0, "EINPROGRESS"}

    assert sock.ready("POLLIN", "POLLOUT") == {"POLLOUT"}
    assert sock.getsockopt("SO_ERROR") == 0
    assert sock.getpeername() == listener.address


@covers("posix:connect:nonblocking-failure-pollout-error")
def test_a_nonblocking_connect_that_was_refused_is_writable_with_an_error(target, peer, tcp):
    listener = peer.listener(tcp)
    address = listener.address
    listener.close()
    sock = target.nonblocking(tcp)

    sock.connect_ex(address)

    assert sock.ready("POLLOUT")        # the error may be told a moment earlier
    assert {"POLLOUT", "POLLERR"} <= sock.ready("POLLOUT")
    assert sock.getsockopt("SO_ERROR") in REFUSED


@covers("posix:poll:udp-writable-when-idle")
def test_a_udp_socket_stays_writable_whatever_the_receiver_does(udp_pair):
    ours, theirs = udp_pair
    theirs.setsockopt("SO_RCVBUF", 4096)

    for number in range(30):
        ours.send(b"%02d" % number + bytes(998))

    assert ours.ready("POLLOUT") == {"POLLOUT"}
    assert theirs.recv(2) == b"00"


@covers("linux:poll:unconnected-datagram-writable")
def test_an_unconnected_datagram_socket_is_writable_even_if_one_receiver_is_full(target, unix_datagram):
    sock, receiver = target.open(unix_datagram), target.bound(unix_datagram)
    connected = target.open(unix_datagram)
    connected.connect(receiver.address)
    assert connected.pour(1 << 30, "MSG_DONTWAIT", chunk=100).stopped in WOULD_BLOCK

    assert sock.poll("POLLOUT") == {"POLLOUT"}
    assert connected.poll("POLLOUT") == NOTHING
