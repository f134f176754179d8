"""A peer that is gone without a word is noticed in the end."""
import pytest

covers = pytest.mark.covers

TCP_REPAIR = 19
"""Linux: what is closed while this is on vanishes without a segment."""


@pytest.fixture
def tcp_half_open(tcp_pair):
    """The target's end of a TCP connection that its peer has forgotten."""
    ours, theirs = tcp_pair
    theirs.setsockopt(TCP_REPAIR, 1, level="IPPROTO_TCP")
    assert theirs.getsockopt(TCP_REPAIR, level="IPPROTO_TCP") == 1
    theirs.close()
    return ours


@covers("posix:errors:half-open-peer-vanished")
def test_a_send_wakes_who_waits_for_a_peer_that_forgot_the_connection(tcp_half_open):
    receiving = tcp_half_open.start.recv(100)
    assert receiving.blocked()

    tcp_half_open.send(b"anyone?")

    assert receiving.error() == "ECONNRESET"


@covers("posix:errors:half-open-peer-vanished")
def test_the_next_send_to_a_peer_that_forgot_the_connection_is_told(tcp_half_open, push):
    push(tcp_half_open, b"anyone?")

    assert "POLLERR" in tcp_half_open.ready()

    assert push.fails(tcp_half_open, b"still?") in {"ECONNRESET", "EPIPE"}
    assert push.fails(tcp_half_open, b"really?") == "EPIPE"


@covers("posix:errors:half-open-peer-vanished")
def test_much_sent_to_a_peer_that_forgot_the_connection_is_stopped(tcp_half_open):
    poured = tcp_half_open.pour(1 << 40)

    assert poured.stopped in {"ECONNRESET", "EPIPE"}


@covers("posix:errors:keepalive-detects-dead-peer")
@pytest.mark.waits(2)
def test_keepalive_notices_a_peer_that_answers_no_more(tcp_deaf):
    ours, _ = tcp_deaf
    for option in ("TCP_KEEPIDLE", "TCP_KEEPINTVL", "TCP_KEEPCNT", "SO_KEEPALIVE"):
        ours.setsockopt(option, 1)

    receiving = ours.start.recv(100)

    assert receiving.error() == "ETIMEDOUT"
    assert receiving.seconds >= 1
    assert ours.recv(100) == b""


@covers("posix:errors:keepalive-detects-dead-peer")
@pytest.mark.waits
def test_without_keepalive_nobody_notices(tcp_deaf):
    ours, _ = tcp_deaf
    for option in ("TCP_KEEPIDLE", "TCP_KEEPINTVL", "TCP_KEEPCNT"):
        ours.setsockopt(option, 1)

    receiving = ours.start.recv(100)

    assert receiving.holds(0.05)
