"""What listen refuses, and what is left as it was."""
import pytest

covers = pytest.mark.covers


@pytest.fixture
def two_on_one_port(target, tcp):
    """Two TCP sockets of the target with one name; neither listens."""
    first, second = target.open(tcp), target.open(tcp)
    for sock in (first, second):
        sock.setsockopt("SO_REUSEADDR", 1)
    first.bind(target.anywhere(tcp))
    second.bind(first.address)
    return first, second


@covers("posix:listen:datagram-eopnotsupp", "posix:listen:EOPNOTSUPP")
def test_a_datagram_socket_may_not_listen(target, datagram):
    assert target.open(datagram).fails.listen(5) in {"EOPNOTSUPP", "ENOTSUP"}


@covers("posix:listen:datagram-eopnotsupp", "posix:listen:EOPNOTSUPP")
def test_a_bound_datagram_socket_may_not_listen_and_still_receives(peer, datagram_socket):
    assert datagram_socket.fails.listen(5) in {"EOPNOTSUPP", "ENOTSUP"}

    peer.open(datagram_socket.kind).sendto(b"after all", datagram_socket.address)
    assert datagram_socket.recv(20) == b"after all"


@covers("posix:listen:connected-einval", "posix:listen:EINVAL")
def test_an_accepted_connection_may_not_listen_and_goes_on(connection_pair):
    ours, theirs = connection_pair

    assert ours.fails.listen(5) == "EINVAL"

    theirs.send(b"one way")
    ours.send(b"and the other")
    assert (ours.recv(20), theirs.recv(20)) == (b"one way", b"and the other")
    assert ours.getsockopt("SO_ACCEPTCONN") == 0


@covers("posix:listen:connected-einval", "posix:listen:EINVAL")
def test_a_connected_client_may_not_listen_and_goes_on(connection_outgoing):
    ours, theirs = connection_outgoing

    assert ours.fails.listen(5) == "EINVAL"

    ours.send(b"my question")
    theirs.send(b"your answer")
    assert (theirs.recv(20), ours.recv(20)) == (b"my question", b"your answer")
    assert ours.getsockopt("SO_ACCEPTCONN") == 0


@covers("posix:listen:connected-einval", "posix:listen:EINVAL")
def test_a_connected_client_with_a_name_of_its_own_may_not_listen(target, peer, connection):
    client = target.bound(connection)
    client.connect(peer.listener(connection).address)

    assert client.fails.listen(5) == "EINVAL"


@covers("posix:listen:connected-einval", "posix:listen:EINVAL")
def test_a_connection_whose_peer_has_closed_may_not_listen_and_keeps_its_data(connection_pair):
    ours, theirs = connection_pair
    theirs.send(b"the last word")
    theirs.close()

    assert ours.fails.listen(5) == "EINVAL"

    assert ours.recv(20) == b"the last word"
    assert ours.recv(20) == b""


@covers("posix:listen:connected-einval", "posix:listen:EINVAL")
def test_one_of_a_pair_may_not_listen_and_goes_on(target, local_connection):
    one, other = target.pair(local_connection)

    assert one.fails.listen(5) == "EINVAL"

    one.send(b"still a pair")
    assert other.recv(20) == b"still a pair"


@covers("posix:listen:while-connecting-einval")
def test_a_client_that_is_connecting_may_not_listen(target, peer, tcp):
    listener = peer.listener(tcp, 0)
    peer.connect(listener)
    client = target.open(tcp)
    client.setblocking(False)
    assert client.fails.connect(listener.address) == "EINPROGRESS"

    assert client.fails.listen(5) == "EINVAL"


@covers("linux:listen:on-port-held-by-other-listener")
def test_only_one_of_two_sockets_on_one_port_may_listen(target, two_on_one_port):
    first, second = two_on_one_port
    first.listen(5)

    assert second.fails.listen(5) == "EADDRINUSE"

    assert second.getsockopt("SO_ACCEPTCONN") == 0


@covers("linux:listen:on-port-held-by-other-listener")
def test_the_first_of_two_sockets_on_one_port_goes_on_listening(target, peer, two_on_one_port):
    first, second = two_on_one_port
    first.listen(5)
    assert second.fails.listen(5) == "EADDRINUSE"

    client = peer.connect(first)

    accepted, _ = first.accept()
    client.send(b"as before")
    assert accepted.recv(20) == b"as before"


@covers("linux:listen:on-port-held-by-other-listener")
def test_the_second_of_two_sockets_on_one_port_may_listen_once_the_first_is_closed(target, peer, two_on_one_port):
    first, second = two_on_one_port
    first.listen(5)
    first.close()

    second.listen(5)

    client = peer.connect(second)
    accepted, _ = second.accept()
    client.send(b"your turn")
    assert accepted.recv(20) == b"your turn"


@covers("posix:listen:closed-handle-ebadf", "posix:listen:EBADF")
def test_a_closed_socket_may_not_listen(target, connection):
    sock = target.bound(connection)
    sock.close()

    assert sock.fails.listen(5) == "EBADF"


@covers("posix:listen:closed-handle-ebadf", "posix:listen:EBADF")
def test_a_closed_listener_may_not_listen_again(connection_listener):
    connection_listener.close()

    assert connection_listener.fails.listen(5) == "EBADF"
