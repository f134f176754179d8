"""SO_REUSEADDR and SO_REUSEPORT: which sockets may share a port."""
import pytest

covers = pytest.mark.covers


@pytest.fixture
def lately_closed(target, peer, tcp):
    """An address whose connection the target's side has just closed first, so that it is remembered for a while."""
    listener = target.open(tcp)
    listener.setsockopt("SO_REUSEADDR", 1)      # Linux wants it of who closed, too
    listener.bind(target.anywhere(tcp))
    listener.listen(1)
    address = listener.address
    theirs = peer.connect(listener)
    ours, _ = listener.accept()
    ours.close()
    assert theirs.recv(10) == b""
    theirs.close()
    listener.close()
    return address


@covers("linux:close:active-side-time-wait-blocks-rebind", "linux:setsockopt:reuseaddr-off")
def test_without_reuseaddr_a_port_lately_closed_is_in_use(target, tcp, lately_closed):
    assert target.open(tcp).fails.bind(lately_closed) == "EADDRINUSE"


@covers("posix:close:time-wait-reuseaddr-allows-rebind", "posix:setsockopt:reuseaddr-on")
def test_with_reuseaddr_a_port_lately_closed_serves_again(target, peer, tcp, lately_closed):
    listener = target.open(tcp)
    listener.setsockopt("SO_REUSEADDR", 1)

    listener.bind(lately_closed)

    listener.listen(1)
    theirs = peer.connect(listener)
    listener.accept()[0].send(b"again")
    assert theirs.recv(10) == b"again"


@covers("linux:setsockopt:reuseaddr-off")
def test_once_reuseaddr_is_off_again_a_port_lately_closed_is_in_use(target, tcp, lately_closed):
    sock = target.open(tcp)
    sock.setsockopt("SO_REUSEADDR", 1)
    sock.setsockopt("SO_REUSEADDR", 0)

    assert sock.fails.bind(lately_closed) == "EADDRINUSE"


@covers("linux:bind:reuseaddr-conflicts-with-listener")
def test_even_with_reuseaddr_a_port_that_is_listened_on_is_in_use(target, tcp):
    listener, second = target.open(tcp), target.open(tcp)
    for sock in (listener, second):
        sock.setsockopt("SO_REUSEADDR", 1)
    listener.bind(target.anywhere(tcp))
    listener.listen(1)

    assert second.fails.bind(listener.address) == "EADDRINUSE"


@covers("linux:bind:reuseaddr-udp-shares-port")
def test_with_reuseaddr_two_udp_sockets_share_a_port_and_the_later_receives(target, peer, udp):
    first, second = target.open(udp), target.open(udp)
    for sock in (first, second):
        sock.setsockopt("SO_REUSEADDR", 1)
    first.bind(target.anywhere(udp))

    second.bind(first.address)

    peer.open(udp).sendto(b"to the later", first.address)
    assert "POLLIN" in second.ready("POLLIN")
    assert second.recv(20) == b"to the later"


@covers("posix:bind:in-use-eaddrinuse")
def test_without_an_option_no_port_is_shared(target, inet):
    first = target.bound(inet)

    assert target.open(inet).fails.bind(first.address) == "EADDRINUSE"


@covers("linux:bind:reuseaddr-must-be-set-on-both")
def test_reuseaddr_of_one_udp_socket_alone_shares_no_port(target, udp):
    first, second = target.bound(udp), target.open(udp)
    second.setsockopt("SO_REUSEADDR", 1)

    assert second.fails.bind(first.address) == "EADDRINUSE"


@covers("linux:bind:reuseport-both-required")
def test_with_reuseport_two_listeners_share_a_port(target, peer, tcp):
    listeners = [target.open(tcp), target.open(tcp)]
    for sock in listeners:
        sock.setsockopt("SO_REUSEPORT", 1)
    listeners[0].bind(target.anywhere(tcp))

    listeners[1].bind(listeners[0].address)

    for sock in listeners:
        sock.listen(8)
    clients = [peer.connect(listeners[0]) for _ in range(4)]
    ready = target.poll([(sock, ["POLLIN"]) for sock in listeners], timeout=3)
    assert {"POLLIN"} in ready
    assert len(clients) == 4


@covers("linux:bind:reuseport-both-required")
def test_reuseport_of_one_socket_alone_shares_no_port(target, inet):
    first, second = target.bound(inet), target.open(inet)
    second.setsockopt("SO_REUSEPORT", 1)

    assert second.fails.bind(first.address) == "EADDRINUSE"


@covers("linux:setsockopt:reuseport-roundtrip")
def test_reuseport_reads_as_it_was_set_last(target, inet):
    sock = target.open(inet)
    read = [sock.getsockopt("SO_REUSEPORT")]

    for value in (1, 0, 7):
        sock.setsockopt("SO_REUSEPORT", value)
        read.append(sock.getsockopt("SO_REUSEPORT"))

    assert read == [0, 1, 0, 1]


@covers("linux:setsockopt:reuseport-roundtrip")
def test_af_unix_knows_no_reuseport(target, local):
    assert target.open(local).fails.setsockopt("SO_REUSEPORT", 1) in {"EOPNOTSUPP", "ENOTSUP"}
