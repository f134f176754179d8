"""What a connection tells that its peer has reset."""
import pytest

covers = pytest.mark.covers


@covers("posix:recv:reset-econnreset", "posix:recv:ECONNRESET")
def test_recv_after_a_reset_reports_it(tcp_reset):
    assert tcp_reset.fails.recv(10) == "ECONNRESET"


@covers("posix:recv:blocked-wakes-on-reset")
def test_a_reset_wakes_a_blocked_recv(tcp_pair):
    ours, theirs = tcp_pair
    receiving = ours.start.recv(10)
    assert receiving.blocked()

    theirs.reset()

    assert receiving.error() == "ECONNRESET"


@covers("posix:setsockopt:so-error-from-reset", "posix:setsockopt:so-error-clears-on-read")
def test_so_error_reports_a_reset_once(tcp_reset):
    assert tcp_reset.getsockopt("SO_ERROR") == "ECONNRESET"

    assert tcp_reset.getsockopt("SO_ERROR") == 0
