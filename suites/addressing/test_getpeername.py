"""getpeername tells who is at the other end, and fails when nobody is."""
import pytest

from harness.lines import Unix

covers = pytest.mark.covers


@covers("posix:getpeername:connected-matches-peer")
def test_the_peer_of_an_accepted_socket_is_its_client(target, peer, connection_listener):
    client = peer.bound(connection_listener.kind)
    client.connect(connection_listener.address)

    accepted, _ = connection_listener.accept()

    assert accepted.getpeername() == client.getsockname()


@covers("posix:getpeername:connected-matches-peer")
@pytest.mark.usefixtures("lossless")
def test_the_peer_of_each_accepted_socket_is_its_own_client(target, peer, connection_listener):
    clients = [peer.bound(connection_listener.kind) for _ in range(3)]
    for client in clients:
        client.connect(connection_listener.address)

    accepted = [connection_listener.accept()[0] for _ in clients]

    assert [sock.getpeername() for sock in accepted] == [client.getsockname() for client in clients]


@covers("posix:getpeername:connected-matches-peer")
def test_the_peer_of_an_accepted_socket_has_the_address_that_it_came_from(one_host, target, peer, tcp4):
    listener, client = target.listener(tcp4), peer.open(tcp4)
    client.bind(tcp4.address("127.0.0.4"))
    client.connect(listener.address)

    accepted, _ = listener.accept()

    assert accepted.getpeername() == client.getsockname() == tcp4.address("127.0.0.4", client.address.port)


@covers("posix:getpeername:connected-matches-peer")
def test_the_peer_of_a_udp_socket_has_the_address_that_it_was_connected_to(target, udp4):
    sock = target.open(udp4)

    sock.connect(udp4.address("127.0.0.4", 40_004))

    assert sock.getpeername() == udp4.address("127.0.0.4", 40_004)


@covers("posix:getpeername:connected-matches-peer")
def test_the_peer_of_a_client_is_the_socket_that_was_accepted(connection_outgoing):
    ours, theirs = connection_outgoing

    assert ours.getpeername() == theirs.getsockname()


@covers("posix:getpeername:connected-matches-peer")
def test_the_peer_of_a_client_that_was_not_accepted_yet_is_the_listener(target, connection_server):
    client = target.open(connection_server.kind)

    client.connect(connection_server.address)

    assert client.getpeername() == connection_server.address


@covers("posix:getpeername:connected-matches-peer")
def test_the_peer_of_a_datagram_socket_is_whom_it_was_connected_to(datagram_pair):
    ours, theirs = datagram_pair

    assert ours.getpeername() == theirs.getsockname()


@covers("posix:getpeername:connected-matches-peer")
def test_the_peers_of_both_ends_are_each_other(any_pair):
    ours, theirs = any_pair

    assert ours.getpeername() == theirs.getsockname() or theirs.getsockname()[0] == b""
    assert theirs.getpeername() == ours.getsockname()


@covers("posix:getpeername:same-at-every-call")
def test_the_peer_is_the_same_at_every_call(any_pair):
    ours, _ = any_pair

    names = [ours.getpeername() for _ in range(4)]

    assert len(set(names)) == 1


@covers("posix:getpeername:same-at-every-call")
def test_the_peer_is_the_same_after_data_went_both_ways(any_pair):
    ours, theirs = any_pair
    name = ours.getpeername()

    ours.send(b"out")
    theirs.send(b"in")

    assert ours.recv(100) == b"in"
    assert ours.getpeername() == name


@covers("posix:getpeername:same-at-every-call")
def test_a_duplicate_has_the_same_peer(any_pair):
    ours, _ = any_pair

    assert ours.dup().getpeername() == ours.getpeername()


@covers("linux:getpeername:unnamed-unix-client")
def test_the_peer_of_an_accepted_socket_whose_client_has_no_name_has_no_path(peer, target, local_connection):
    listener = target.listener(local_connection)
    peer.connect(listener)

    accepted, _ = listener.accept()

    assert accepted.getpeername() == Unix(b"")


@covers("posix:getpeername:unconnected-enotconn", "posix:getpeername:ENOTCONN")
def test_a_fresh_socket_has_no_peer(target, any_kind):
    assert target.open(any_kind).fails.getpeername() == "ENOTCONN"


@covers("posix:getpeername:unconnected-enotconn", "posix:getpeername:ENOTCONN")
def test_a_bound_socket_has_no_peer(target, any_kind):
    assert target.bound(any_kind).fails.getpeername() == "ENOTCONN"


@covers("posix:getpeername:unconnected-enotconn", "posix:getpeername:ENOTCONN")
def test_a_listener_has_no_peer(connection_listener):
    assert connection_listener.fails.getpeername() == "ENOTCONN"


@covers("posix:getpeername:unconnected-enotconn")
def test_a_listener_that_took_a_connection_has_no_peer(peer, connection_listener):
    peer.connect(connection_listener)

    connection_listener.accept()

    assert connection_listener.fails.getpeername() == "ENOTCONN"


@covers("posix:getpeername:unconnected-enotconn")
def test_a_datagram_socket_that_has_received_has_no_peer(target, peer, datagram):
    ours, theirs = target.bound(datagram), peer.bound(datagram)
    theirs.sendto(b"hello", ours.address)

    assert ours.recv(100) == b"hello"

    assert ours.fails.getpeername() == "ENOTCONN"


@covers("posix:getpeername:unconnected-enotconn")
def test_a_datagram_socket_that_has_sent_has_no_peer(target, datagram_destination):
    sock = target.open(datagram_destination.kind)

    sock.sendto(b"hello", datagram_destination.address)

    assert sock.fails.getpeername() == "ENOTCONN"


@covers("posix:getpeername:connecting-enotconn", "posix:getpeername:ENOTCONN")
def test_a_connecting_socket_has_no_peer_yet(target, silent_server):
    client = target.nonblocking(silent_server.kind)
    client.connect_ex(silent_server.address)

    assert client.fails.getpeername() == "ENOTCONN"


@covers("posix:getpeername:connected-matches-peer")
@pytest.mark.waits
def test_a_connecting_socket_has_a_peer_when_the_connection_is_made(target, silent_server):
    client = target.nonblocking(silent_server.kind)
    client.connect_ex(silent_server.address)

    theirs = silent_server.meet(client)

    assert "POLLOUT" in client.ready("POLLOUT")
    assert client.getpeername() == theirs.getsockname()


@covers("posix:getpeername:after-peer-fin-still-works")
def test_the_peer_stays_when_it_has_closed(connection_pair):
    ours, theirs = connection_pair
    name = ours.getpeername()

    theirs.close()

    assert "POLLIN" in ours.ready("POLLIN")
    assert ours.getpeername() == name


@covers("posix:getpeername:after-peer-fin-still-works")
def test_the_peer_stays_when_it_has_shut_down_writing(connection_pair):
    ours, theirs = connection_pair
    name = ours.getpeername()

    theirs.shutdown("SHUT_WR")

    assert ours.recv(10) == b""
    assert ours.getpeername() == name


@covers("posix:getpeername:after-own-shutdown-of-one-direction")
@pytest.mark.parametrize("how", ["SHUT_RD", "SHUT_WR"])
def test_the_peer_stays_when_we_have_shut_down_one_direction(connection_pair, how):
    ours, _ = connection_pair
    name = ours.getpeername()

    ours.shutdown(how)

    assert ours.getpeername() == name


@covers("posix:getpeername:EINVAL")
def test_getpeername_after_shutdown_of_both_directions_fails(connection_pair):
    ours, _ = connection_pair

    ours.shutdown("SHUT_RDWR")

    assert ours.fails.getpeername() in {"EINVAL", "ENOTCONN"}


@covers("linux:getpeername:after-shutdown-until-peer-closes")
def test_the_peer_stays_after_shutdown_of_both_directions(connection_pair):
    ours, _ = connection_pair
    name = ours.getpeername()

    ours.shutdown("SHUT_RDWR")

    assert ours.getpeername() == name


@covers("posix:getpeername:after-reset-error", "posix:getpeername:ENOTCONN")
def test_a_socket_that_was_reset_has_no_peer(tcp_reset):
    assert tcp_reset.fails.getpeername() in {"ENOTCONN", "EINVAL"}


@covers("linux:getpeername:after-reset-enotconn")
def test_a_socket_that_was_reset_is_not_connected(tcp_reset):
    assert tcp_reset.fails.getpeername() == "ENOTCONN"


@covers("posix:getpeername:unix-pair-unnamed")
def test_the_ends_of_a_pair_have_peers(local_pair_of_one):
    one, other = local_pair_of_one

    assert one.getpeername() == Unix(b"")
    assert other.getpeername() == Unix(b"")


@covers("posix:getpeername:closed-handle-ebadf", "posix:getpeername:EBADF")
def test_getpeername_of_a_closed_socket_fails(any_pair):
    ours, _ = any_pair
    ours.close()

    assert ours.fails.getpeername() == "EBADF"
