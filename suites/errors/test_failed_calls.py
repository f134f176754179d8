"""A call that failed has changed nothing: the socket goes on as if it had not been made."""
import pytest

from harness.lines import Inet

covers = pytest.mark.covers
leaves_state = covers("posix:errors:call-failure-leaves-state")


@leaves_state
def test_a_socket_that_could_not_be_bound_takes_another_name(one_host, target, peer, any_kind):
    taken, sock = peer.bound(any_kind), target.open(any_kind)
    assert sock.fails.bind(taken.address) == "EADDRINUSE"
    wanted = target.anywhere(any_kind)

    sock.bind(wanted)

    assert sock.address != taken.address
    assert any_kind.inet or sock.address == wanted


@leaves_state
def test_a_socket_that_could_not_be_bound_can_still_be_found_under_its_next_name(one_host, target, peer, udp):
    taken, sock, sender = peer.bound(udp), target.open(udp), peer.open(udp)
    assert sock.fails.bind(taken.address) == "EADDRINUSE"
    sock.bind(target.anywhere(udp))

    sender.sendto(b"found", sock.address)

    assert sock.recv(100) == b"found"


@leaves_state
def test_a_second_bind_leaves_the_first_name(target, peer, datagram_socket):
    address, sender = datagram_socket.address, peer.open(datagram_socket.kind)

    assert datagram_socket.fails.bind(target.anywhere(datagram_socket.kind)) == "EINVAL"

    assert datagram_socket.address == address
    sender.sendto(b"found", address)
    assert datagram_socket.recv(100) == b"found"


@leaves_state
def test_listen_on_a_datagram_socket_leaves_it_receiving(datagram_pair):
    ours, theirs = datagram_pair

    assert ours.fails.listen(1) in {"EOPNOTSUPP", "ENOTSUP"}

    theirs.send(b"still received")
    assert ours.recv(100) == b"still received"


@leaves_state
def test_listen_on_a_connection_leaves_it_connected(connection_pair):
    ours, theirs = connection_pair

    assert ours.fails.listen(1) == "EINVAL"

    theirs.send(b"request")
    assert ours.recv(100) == b"request"
    ours.send(b"reply")
    assert theirs.recv(100) == b"reply"
    assert ours.getsockopt("SO_ACCEPTCONN") == 0


@leaves_state
def test_accept_on_a_connection_leaves_it_connected(connection_pair):
    ours, theirs = connection_pair
    theirs.send(b"request")

    assert ours.fails.accept() == "EINVAL"

    assert ours.recv(100) == b"request"
    ours.send(b"reply")
    assert theirs.recv(100) == b"reply"


@leaves_state
def test_accept_before_listen_does_not_keep_a_socket_from_listening(target, peer, connection):
    sock = target.bound(connection)
    assert sock.fails.accept() == "EINVAL"

    sock.listen(1)

    client = peer.connect(sock)
    accepted, _ = sock.accept()
    client.send(b"request")
    assert accepted.recv(100) == b"request"


@leaves_state
def test_a_second_connect_leaves_the_first_peer(peer, connection_outgoing):
    ours, theirs = connection_outgoing
    other = peer.listener(ours.kind)

    assert ours.fails.connect(other.address) == "EISCONN"

    ours.send(b"to the first")
    assert theirs.recv(100) == b"to the first"
    theirs.send(b"reply")
    assert ours.recv(100) == b"reply"
    assert not other.poll("POLLIN")


@leaves_state
def test_connect_on_a_listener_leaves_it_listening(peer, connection_listener):
    other = peer.listener(connection_listener.kind)

    connection_listener.fails.connect(other.address)

    client = peer.connect(connection_listener)
    accepted, _ = connection_listener.accept()
    client.send(b"request")
    assert accepted.recv(100) == b"request"
    assert not other.poll("POLLIN")


@leaves_state
def test_a_datagram_socket_that_could_not_be_connected_keeps_its_peer(local_pair, a_path):
    ours, theirs = local_pair

    assert ours.fails.connect(a_path) in {"ENOENT", "EISCONN"}

    ours.send(b"to the old peer")
    assert theirs.recv(100) == b"to the old peer"


@leaves_state
def test_a_udp_socket_that_could_not_be_connected_keeps_its_peer(one_host, target, peer, udp4):
    ours, theirs = target.bound(udp4), peer.bound(udp4)
    ours.connect(theirs.address)

    assert ours.fails.connect(Inet("255.255.255.255", 9)) in {"EACCES", "ENETUNREACH"}

    ours.send(b"to the old peer")
    assert theirs.recvfrom(100) == (b"to the old peer", ours.address)
    assert ours.getpeername() == theirs.address


@leaves_state
def test_a_send_before_connect_sends_nothing_later(target, connection_server):
    sock = target.open(connection_server.kind)
    assert sock.fails.send(b"too early") in {"ENOTCONN", "EPIPE"}

    sock.connect(connection_server.address)

    theirs, _ = connection_server.accept()
    sock.send(b"in time")
    assert theirs.recv(100) == b"in time"


@leaves_state
def test_a_recv_before_connect_takes_nothing_later(target, connection_server):
    sock = target.open(connection_server.kind)
    assert sock.fails.recv(100) in {"ENOTCONN", "EINVAL"}

    sock.connect(connection_server.address)

    theirs, _ = connection_server.accept()
    theirs.send(b"hello")
    assert sock.recv(100) == b"hello"


@leaves_state
def test_a_name_asked_too_early_is_known_after_connect(target, connection_server):
    sock = target.open(connection_server.kind)
    assert sock.fails.getpeername() == "ENOTCONN"

    sock.connect(connection_server.address)

    assert sock.getpeername() == connection_server.address


@leaves_state
def test_a_datagram_without_destination_goes_nowhere(target, peer, datagram):
    sock, receiver = target.bound(datagram), peer.bound(datagram)
    assert sock.fails.send(b"nowhere") in {"EDESTADDRREQ", "ENOTCONN"}

    sock.sendto(b"somewhere", receiver.address)

    assert receiver.recvfrom(100) == (b"somewhere", sock.address)


@leaves_state
def test_a_datagram_that_is_too_long_is_not_sent_in_part(udp_pair, transmit):
    ours, theirs = udp_pair
    assert transmit.fails(ours, bytes(65_600)) == "EMSGSIZE"

    transmit(ours, b"short enough")

    assert theirs.recv(100) == b"short enough"
    assert not theirs.poll("POLLIN")


@leaves_state
def test_a_record_that_is_too_long_is_not_sent_in_part(local_message_pair, transmit):
    ours, theirs = local_message_pair
    assert transmit.fails(ours, bytes(400_000)) == "EMSGSIZE"

    transmit(ours, b"short enough")

    assert theirs.recv(100) == b"short enough"
    assert not theirs.poll("POLLIN")


@leaves_state
def test_a_datagram_to_a_missing_path_does_not_keep_others_from_arriving(target, peer, unix_datagram, a_path, send_to):
    sock, receiver = target.bound(unix_datagram), peer.bound(unix_datagram)
    assert send_to.fails(sock, b"nowhere", a_path) == "ENOENT"

    send_to(sock, b"somewhere", receiver.address)

    assert receiver.recvfrom(100) == (b"somewhere", sock.address)


@leaves_state
def test_a_stream_send_that_would_block_has_sent_nothing(stream_full, push):
    ours, theirs, filled = stream_full
    ours.setblocking(False)
    assert push.fails(ours, b"not sent") in {"EAGAIN", "EWOULDBLOCK"}

    assert theirs.drain(filled) == (filled, filled, False, None)

    ours.setblocking(True)
    ours.shutdown("SHUT_WR")
    assert theirs.recv(100) == b""


@leaves_state
def test_a_recv_that_would_block_has_taken_nothing(any_pair, receive):
    ours, theirs = any_pair
    ours.setblocking(False)
    assert receive.fails(ours, 100) in {"EAGAIN", "EWOULDBLOCK"}
    theirs.send(b"all of it")
    assert "POLLIN" in ours.ready("POLLIN")

    assert receive(ours, 100) == b"all of it"

    assert receive.fails(ours, 100) in {"EAGAIN", "EWOULDBLOCK"}


@leaves_state
def test_a_recv_of_urgent_data_that_is_not_there_takes_no_other(tcp_pair):
    ours, theirs = tcp_pair
    theirs.send(b"not urgent")
    assert "POLLIN" in ours.ready("POLLIN")

    assert ours.fails.recv(1, "MSG_OOB") in {"EINVAL", "EAGAIN", "EWOULDBLOCK"}

    assert ours.recv(100) == b"not urgent"


@leaves_state
def test_sendmsg_with_too_many_buffers_sends_none_of_them(any_pair):
    ours, theirs = any_pair
    assert ours.fails.sendmsg([b"x"] * 1025) in {"EMSGSIZE", "EINVAL"}

    ours.sendmsg([b"just ", b"right"])

    assert theirs.recv(2000) == b"just right"


@leaves_state
def test_recvmsg_with_too_many_buffers_takes_nothing(any_pair):
    ours, theirs = any_pair
    theirs.send(b"still here")
    assert "POLLIN" in ours.ready("POLLIN")

    assert ours.fails.recvmsg_into([1] * 1025) in {"EMSGSIZE", "EINVAL"}

    assert ours.recv(100) == b"still here"


@leaves_state
def test_sendmsg_with_a_closed_descriptor_sends_no_data_either(target, local_pair, unix_stream):
    ours, theirs = local_pair
    closed = target.open(unix_stream)
    closed.close()
    rights = [{"level": "SOL_SOCKET", "type": "SCM_RIGHTS", "socks": [closed]}]
    assert ours.fails.sendmsg([b"with a descriptor"], control=rights) == "EBADF"

    ours.send(b"without")

    assert theirs.recv(100) == b"without"


@leaves_state
def test_an_option_set_in_vain_keeps_its_value(any_pair):
    ours, _ = any_pair
    ours.setsockopt("SO_RCVTIMEO", {"sec": 7, "usec": 500_000})

    assert ours.fails.setsockopt("SO_RCVTIMEO", {"sec": 3, "usec": 2_000_000}) == "EDOM"

    assert ours.getsockopt("SO_RCVTIMEO") == {"sec": 7, "usec": 500_000}


@leaves_state
def test_a_linger_time_set_in_vain_keeps_its_value(any_pair):
    ours, _ = any_pair
    ours.setsockopt("SO_LINGER", {"onoff": 1, "linger": 17})

    assert ours.fails.setsockopt("SO_LINGER", b"\0\0\0\0") == "EINVAL"

    assert ours.getsockopt("SO_LINGER") == {"onoff": 1, "linger": 17}


@leaves_state
def test_a_tcp_option_set_in_vain_keeps_its_value(tcp_pair):
    ours, _ = tcp_pair
    ours.setsockopt("TCP_KEEPIDLE", 77)

    assert ours.fails.setsockopt("TCP_KEEPIDLE", 0) == "EINVAL"

    assert ours.getsockopt("TCP_KEEPIDLE") == 77


@leaves_state
def test_an_unknown_option_changes_nothing(any_pair):
    ours, theirs = any_pair

    assert ours.fails.setsockopt(9999, 1, level="SOL_SOCKET") == "ENOPROTOOPT"
    assert ours.fails.getsockopt(9999, level="SOL_SOCKET") == "ENOPROTOOPT"

    ours.send(b"as before")
    assert theirs.recv(100) == b"as before"


@leaves_state
def test_a_lack_of_descriptors_is_over_when_one_is_free(target, connection_pair):
    ours, theirs = connection_pair
    target.spare(0)
    assert ours.fails.dup() == "EMFILE"

    target.spare(1)

    duplicate = ours.dup()
    duplicate.send(b"by the duplicate")
    assert theirs.recv(100) == b"by the duplicate"


@covers("posix:errors:invalid-flags-combination")
def test_urgent_receive_on_udp_is_refused_or_an_ordinary_one(udp_pair, choice):
    ours, theirs = udp_pair
    theirs.send(b"first")
    theirs.send(b"second")
    assert "POLLIN" in ours.ready("POLLIN")

    receiving = ours.start.recv(100, "MSG_OOB")

    assert not receiving.blocked()
    refused = receiving.answer.word == "raised"
    choice("posix:errors:invalid-flags-combination", "refused" if refused else "no effect")
    assert receiving.error() in {"EOPNOTSUPP", "ENOTSUP"} if refused else receiving.result() == b"first"
    assert [ours.recv(100) for _ in range(1 + refused)] == [b"first", b"second"][not refused:]
