"""shutdown while a connect is in progress, as Linux does it: the attempt is given up."""
import pytest

covers = pytest.mark.covers


@covers("linux:shutdown:connecting-socket")
@pytest.mark.parametrize("how", ["SHUT_RD", "SHUT_WR", "SHUT_RDWR"])
def test_shutdown_gives_up_a_connect_in_progress(target, silent_server, how):
    sock = target.nonblocking(silent_server.kind)
    assert sock.connect_ex(silent_server.address) == "EINPROGRESS"
    assert not sock.poll("POLLIN", "POLLOUT")

    sock.shutdown(how)

    assert "POLLHUP" in sock.ready()
    assert sock.fails.getpeername() == "ENOTCONN"


@covers("linux:shutdown:connecting-socket")
def test_shutdown_wakes_a_blocked_connect(target, silent_server):
    sock = target.open(silent_server.kind)
    connecting = sock.start.connect(silent_server.address)
    assert connecting.blocked()

    sock.shutdown("SHUT_RDWR")

    assert connecting.error() in {"ECONNABORTED", "ECONNREFUSED", "ECONNRESET", "ENOTCONN"}
