"""sendto on a TCP connection does what send does, unless it refuses the address."""
import errno

import pytest

from harness.agent import Unsupported
from harness.sockets import WOULD_BLOCK

covers = pytest.mark.covers


@pytest.fixture(autouse=True)
def address_is_taken(target, peer, tcp) -> None:
    """An address on a connection is ignored, and not refused with EISCONN, as it may be, too."""
    listener = peer.listener(tcp)
    ours = target.connect(listener)
    try:
        ours.sendto(b"hello", listener.address)
    except OSError as error:
        if error.errno == errno.EISCONN:
            raise Unsupported("target", "sendto", "an address on a connection is refused (EISCONN)") from None
        raise
    ours.close()
    listener.close()


@covers("posix:send:returns-bytes-accepted", "posix:sendto:tcp-address-ignored")
@pytest.mark.parametrize("size", [1, 4096, 70_001])
def test_sendto_takes_all_of_it(tcp_pair, fresh, size):
    ours, theirs = tcp_pair
    data = fresh(size)
    receiving = theirs.start.recv(size, "MSG_WAITALL")

    count = ours.sendto(data, theirs.address)

    assert count == size
    assert receiving.result() == data


@covers("posix:send:blocking-large-returns-full")
def test_sendto_of_more_than_all_buffers_waits_and_takes_all(tcp_cramped, fresh):
    ours, theirs = tcp_cramped
    ours.setsockopt("SO_SNDBUF", 8192)
    data = fresh(200_000)
    sending = ours.start.sendto(data, theirs.address)
    assert sending.blocked()

    received = theirs.recv(200_000, "MSG_WAITALL")

    assert sending.result() == 200_000
    assert received == data


@covers("posix:send:dontwait-partial", "posix:sendto:tcp-address-ignored")
def test_a_sendto_that_must_not_wait_takes_a_part(tcp_cramped, fresh):
    ours, theirs = tcp_cramped
    ours.setsockopt("SO_SNDBUF", 8192)
    data = fresh(200_000)

    count = ours.sendto(data, theirs.address, "MSG_DONTWAIT")

    assert 0 < count < 200_000
    ours.close()
    assert theirs.recv(200_000, "MSG_WAITALL") == data[:count]


@covers("posix:send:nonblocking-full-eagain", "posix:sendto:EAGAIN")
def test_a_sendto_is_refused_by_a_full_stream(tcp_full):
    ours, theirs, count = tcp_full

    assert ours.fails.sendto(b"refused", theirs.address, "MSG_DONTWAIT") in WOULD_BLOCK

    ours.close()
    assert theirs.drain() == (count, count, True, None)


@covers("posix:send:oob-byte-delivered-out-of-band")
def test_the_last_byte_of_an_urgent_sendto_is_out_of_band(tcp_pair):
    ours, theirs = tcp_pair

    count = ours.sendto(b"abc!", theirs.address, "MSG_OOB")

    assert count == 4
    assert "POLLPRI" in theirs.ready("POLLPRI")
    assert [theirs.recv(1, "MSG_OOB"), theirs.recv(20)] == [b"!", b"abc"]


@covers("linux:send:shut-wr-raises-sigpipe")
def test_a_sendto_after_the_own_shutdown_raises_sigpipe(target, tcp_pair):
    ours, theirs = tcp_pair
    ours.shutdown("SHUT_WR")

    assert ours.fails.sendto(b"too late", theirs.address) == "EPIPE"

    assert target.signals() == {"SIGPIPE": 1, "SIGUSR1": 0}


@covers("posix:send:nosignal-suppresses-sigpipe", "posix:sendto:EPIPE")
def test_a_sendto_with_msg_nosignal_raises_no_sigpipe(target, tcp_pair):
    ours, theirs = tcp_pair
    ours.shutdown("SHUT_WR")

    assert ours.fails.sendto(b"too late", theirs.address, "MSG_NOSIGNAL") == "EPIPE"

    assert target.signals() == {"SIGPIPE": 0, "SIGUSR1": 0}


@covers("posix:send:ECONNRESET", "posix:sendto:ECONNRESET")
def test_a_sendto_after_a_reset_reports_it(tcp_reset, peer, tcp):
    assert tcp_reset.fails.sendto(b"too late", peer.at(tcp, 9)) in {"ECONNRESET", "EPIPE"}

    assert tcp_reset.fails.sendto(b"much too late", peer.at(tcp, 9)) == "EPIPE"
