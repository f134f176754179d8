"""SO_REUSEADDR and SO_REUSEPORT let sockets share a port, when all of them agree."""
import pytest

covers = pytest.mark.covers


@pytest.fixture
def sharing(target, inet):
    """``sharing("SO_REUSEADDR")`` is a fresh socket with this option on."""

    def open(option):
        sock = target.open(inet)
        sock.setsockopt(option, 1)
        return sock

    return open


@pytest.fixture
def reuser(target):
    """``reuser(kind, option)`` is a fresh socket of a kind with this option on."""

    def open(kind, option):
        sock = target.open(kind)
        sock.setsockopt(option, 1)
        return sock

    return open


@covers("linux:bind:reuseaddr-two-nonlistening-tcp")
def test_reuseaddr_lets_two_tcp_sockets_have_a_port(target, tcp, reuser):
    first, second = reuser(tcp, "SO_REUSEADDR"), reuser(tcp, "SO_REUSEADDR")
    first.bind(target.at(tcp, 0))

    second.bind(first.address)

    assert second.getsockname() == first.getsockname()


@covers("linux:bind:reuseaddr-two-nonlistening-tcp")
def test_only_one_of_two_sockets_with_reuseaddr_can_listen(target, peer, tcp, reuser):
    first, second = reuser(tcp, "SO_REUSEADDR"), reuser(tcp, "SO_REUSEADDR")
    first.bind(target.at(tcp, 0))
    second.bind(first.address)
    first.listen(8)

    assert second.fails.listen(8) == "EADDRINUSE"

    client = peer.connect(first)
    assert first.accept()[1] == client.address


@covers("linux:bind:reuseaddr-conflicts-with-listener")
def test_reuseaddr_does_not_let_a_socket_have_the_port_of_a_listener(target, tcp, reuser):
    listener, second = reuser(tcp, "SO_REUSEADDR"), reuser(tcp, "SO_REUSEADDR")
    listener.bind(target.at(tcp, 0))
    listener.listen(8)

    assert second.fails.bind(listener.address) == "EADDRINUSE"


@covers("linux:bind:reuseaddr-udp-shares-port")
def test_a_datagram_reaches_one_of_two_udp_sockets_with_reuseaddr(target, peer, udp, reuser):
    socks = [reuser(udp, "SO_REUSEADDR"), reuser(udp, "SO_REUSEADDR")]
    socks[0].bind(target.at(udp, 0))
    socks[1].bind(socks[0].address)

    sender = peer.open(udp)
    sender.sendto(b"for one", socks[0].address)
    sender.sendto(b"for one again", socks[0].address)

    assert any("POLLIN" in ready for ready in target.poll([(sock, ["POLLIN"]) for sock in socks], timeout=3))
    winner = next(sock for sock in socks if sock.poll("POLLIN"))
    assert [winner.recv(100), winner.recv(100)] == [b"for one", b"for one again"]
    assert not any(sock.poll("POLLIN") for sock in socks)


@covers("linux:bind:reuseaddr-udp-last-bound-gets-it")
def test_a_datagram_reaches_the_socket_with_reuseaddr_that_was_bound_last(target, peer, udp, reuser):
    first, last = reuser(udp, "SO_REUSEADDR"), reuser(udp, "SO_REUSEADDR")
    first.bind(target.at(udp, 0))
    last.bind(first.address)

    peer.open(udp).sendto(b"for the last", first.address)

    assert last.recv(100) == b"for the last"


@covers("linux:bind:reuseaddr-must-be-set-on-both")
def test_reuseaddr_of_the_second_alone_does_not_do(target, inet, sharing):
    holder, second = target.bound(inet), sharing("SO_REUSEADDR")

    assert second.fails.bind(holder.address) == "EADDRINUSE"


@covers("linux:bind:reuseaddr-must-be-set-on-both")
def test_reuseaddr_of_the_first_alone_does_not_do(target, inet, sharing):
    first, second = sharing("SO_REUSEADDR"), target.open(inet)
    first.bind(target.at(inet, 0))

    assert second.fails.bind(first.address) == "EADDRINUSE"


@covers("linux:bind:reuseaddr-must-be-set-on-both")
def test_reuseaddr_that_was_taken_back_does_not_do(target, inet, sharing):
    first, second = sharing("SO_REUSEADDR"), sharing("SO_REUSEADDR")
    first.bind(target.at(inet, 0))
    second.setsockopt("SO_REUSEADDR", 0)

    assert second.fails.bind(first.address) == "EADDRINUSE"


@covers("linux:bind:reuseaddr-over-closed-connection")
def test_reuseaddr_lets_a_listener_have_the_port_of_connections_that_are_closing(target, peer, tcp, reuser):
    listener, again = reuser(tcp, "SO_REUSEADDR"), reuser(tcp, "SO_REUSEADDR")
    listener.bind(target.at(tcp, 0))
    listener.listen(8)
    name, client = listener.address, peer.connect(listener)
    accepted, _ = listener.accept()
    listener.close()
    accepted.close()
    assert client.recv(10) == b""

    again.bind(name)

    again.listen(8)
    second = peer.connect(again)
    assert again.accept()[1] == second.address


@covers("posix:bind:closing-connection-holds-port")
def test_without_reuseaddr_connections_that_are_closing_hold_their_port(target, peer, tcp):
    listener = target.listener(tcp)
    name, client = listener.address, peer.connect(listener)
    accepted, _ = listener.accept()
    listener.close()
    accepted.close()
    assert client.recv(10) == b""

    assert target.open(tcp).fails.bind(name) == "EADDRINUSE"


@covers("linux:bind:reuseport-both-required")
def test_reuseport_lets_two_sockets_have_a_port(target, inet, sharing):
    first, second = sharing("SO_REUSEPORT"), sharing("SO_REUSEPORT")
    first.bind(target.at(inet, 0))

    second.bind(first.address)

    assert second.getsockname() == first.getsockname()


@covers("linux:bind:reuseport-both-required")
def test_reuseport_lets_two_sockets_listen_at_a_port(target, tcp, reuser):
    first, second = reuser(tcp, "SO_REUSEPORT"), reuser(tcp, "SO_REUSEPORT")
    first.bind(target.at(tcp, 0))
    first.listen(8)

    second.bind(first.address)

    assert second.listen(8) is None


@covers("linux:bind:reuseport-both-required")
def test_reuseport_lets_a_socket_of_another_process_share_our_port(one_host, target, peer, inet, sharing):
    first, second = sharing("SO_REUSEPORT"), peer.open(inet)
    second.setsockopt("SO_REUSEPORT", 1)

    first.bind(target.at(inet, 0))

    second.bind(first.address)


@covers("linux:bind:reuseport-both-required")
def test_reuseport_of_the_second_alone_does_not_do(target, inet, sharing):
    holder, second = target.bound(inet), sharing("SO_REUSEPORT")

    assert second.fails.bind(holder.address) == "EADDRINUSE"


@covers("linux:bind:reuseport-both-required")
def test_reuseport_of_the_first_alone_does_not_do(target, inet, sharing):
    first, second = sharing("SO_REUSEPORT"), target.open(inet)
    first.bind(target.at(inet, 0))

    assert second.fails.bind(first.address) == "EADDRINUSE"


@covers("linux:bind:reuseport-not-inherited-by-port-history")
def test_a_port_that_was_shared_is_anybodys_when_all_have_closed(target, inet, sharing):
    first, second, plain = sharing("SO_REUSEPORT"), sharing("SO_REUSEPORT"), target.open(inet)
    first.bind(target.at(inet, 0))
    name = first.address
    second.bind(name)
    first.close()
    second.close()

    plain.bind(name)

    assert plain.getsockname() == name


@covers("linux:bind:reuseport-distributes-datagrams")
def test_reuseport_gives_each_datagram_to_one_of_the_sockets(target, peer, udp, reuser):
    socks = [reuser(udp, "SO_REUSEPORT"), reuser(udp, "SO_REUSEPORT")]
    socks[0].bind(target.at(udp, 0))
    socks[1].bind(socks[0].address)

    for number in range(48):
        peer.open(udp).sendto(b"number %d" % number, socks[0].address)

    got = [[], []]
    while sum(map(len, got)) < 48:
        ready = target.poll([(sock, ["POLLIN"]) for sock in socks], timeout=3)
        assert any(ready)
        for sock, mine, events in zip(socks, got, ready, strict=True):
            if events:
                mine.append(sock.recv(100))
    assert got[0]
    assert got[1]
    assert sorted(got[0] + got[1]) == sorted(b"number %d" % number for number in range(48))
    assert not any(target.poll([(sock, ["POLLIN"]) for sock in socks]))


@covers("linux:bind:reuseport-distributes-connections")
def test_reuseport_gives_each_connection_to_one_of_the_listeners(target, peer, tcp, reuser):
    listeners = [reuser(tcp, "SO_REUSEPORT"), reuser(tcp, "SO_REUSEPORT")]
    listeners[0].bind(target.at(tcp, 0))
    listeners[1].bind(listeners[0].address)
    for listener in listeners:
        listener.listen(64)

    clients = {peer.connect(listeners[0]).address for _ in range(32)}

    got = [set(), set()]
    while sum(map(len, got)) < 32:
        ready = target.poll([(sock, ["POLLIN"]) for sock in listeners], timeout=3)
        assert any(ready)
        for sock, mine, events in zip(listeners, got, ready, strict=True):
            if events:
                mine.add(sock.accept()[1])
    assert got[0]
    assert got[1]
    assert got[0] | got[1] == clients
