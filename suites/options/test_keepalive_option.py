"""SO_KEEPALIVE: an idle connection is probed, as the peer's count of segments shows."""
import struct

import pytest

covers = pytest.mark.covers
SEGMENTS_IN = 140      # where struct tcp_info counts the segments that came


def segments(sock):
    """How many segments a TCP socket has received."""
    info = sock.getsockopt("TCP_INFO", size=192)
    return struct.unpack_from("I", info, SEGMENTS_IN)[0]


@covers("linux:setsockopt:keepalive-probes", "linux:setsockopt:keepalive-off-no-probes")
@pytest.mark.waits(1)
def test_an_idle_connection_is_probed_if_it_has_keepalive(target, peer, tcp):
    listener = target.listener(tcp)
    theirs = [peer.connect(listener) for _ in range(3)]
    ours = [listener.accept()[0] for _ in range(3)]
    for sock in ours:
        sock.setsockopt("TCP_KEEPIDLE", 1)
    before = [segments(sock) for sock in theirs]

    ours[0].setsockopt("SO_KEEPALIVE", 1)
    ours[1].setsockopt("SO_KEEPALIVE", 1)
    ours[1].setsockopt("SO_KEEPALIVE", 0)

    theirs[0].poll("POLLIN", timeout=1.2)
    probed, switched_off, never = (segments(sock) - count for sock, count in zip(theirs, before, strict=True))
    assert probed >= 1
    assert (switched_off, never) == (0, 0)
