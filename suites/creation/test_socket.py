"""socket makes a socket of the kind that was asked for, and every one is its own."""
import pytest

from fixtures.sockets import listens

covers = pytest.mark.covers

TYPES = ["SOCK_STREAM", "SOCK_DGRAM"]


@covers("posix:socket:returns-usable-handle")
def test_a_socket_is_of_the_type_that_was_asked_for(target, any_kind):
    sock = target.socket(any_kind.family, any_kind.type)

    assert sock.getsockopt("SO_TYPE") == any_kind.type


@covers("linux:socket:unix-seqpacket-create")
def test_a_local_seqpacket_socket_can_be_made(target, unix_seqpacket):
    sock = target.socket("AF_UNIX", "SOCK_SEQPACKET")

    assert sock.getsockopt("SO_TYPE") == "SOCK_SEQPACKET"


@covers("linux:socket:reports-family-and-protocol")
@pytest.mark.parametrize(("family", "type", "protocol"), [
    ("AF_INET", "SOCK_STREAM", "IPPROTO_TCP"), ("AF_INET", "SOCK_DGRAM", "IPPROTO_UDP"),
    ("AF_INET6", "SOCK_STREAM", "IPPROTO_TCP"), ("AF_INET6", "SOCK_DGRAM", "IPPROTO_UDP")])
def test_an_ip_socket_is_of_the_family_that_was_asked_for_and_its_usual_protocol(target, family, type, protocol):
    sock = target.socket(family, type)

    assert sock.getsockopt("SO_DOMAIN") == family
    assert sock.getsockopt("SO_PROTOCOL") == protocol


@covers("linux:socket:reports-family-and-protocol")
def test_a_local_socket_is_of_the_family_that_was_asked_for(target, local):
    sock = target.socket("AF_UNIX", local.type)

    assert sock.getsockopt("SO_DOMAIN") == "AF_UNIX"


@covers("posix:socket:message-boundaries-by-type")
def test_a_socket_keeps_boundaries_if_its_type_does(target, peer, message):
    receiver = peer.bound(message) if message.type == "SOCK_DGRAM" else peer.listener(message)
    sock = target.socket(message.family, message.type)
    sock.connect(receiver.address)

    sock.send(b"first")
    sock.send(b"second")

    reader = receiver if message.type == "SOCK_DGRAM" else receiver.accept()[0]
    assert [reader.recv(100), reader.recv(100)] == [b"first", b"second"]


@covers("posix:socket:message-boundaries-by-type")
def test_a_stream_socket_keeps_no_boundaries(target, peer, stream):
    listener = peer.listener(stream)
    sock = target.socket(stream.family, stream.type)
    sock.connect(listener.address)

    sock.send(b"first")
    sock.send(b"second")
    sock.shutdown("SHUT_WR")

    accepted, _ = listener.accept()
    assert accepted.recv(3) == b"fir"
    assert accepted.recv(8, "MSG_WAITALL") == b"stsecond"


@covers("posix:socket:explicit-protocol-matches-default")
@pytest.mark.parametrize("protocol", ["IPPROTO_TCP", 6, 0])
def test_a_stream_socket_made_with_its_protocol_is_tcp(target, peer, tcp, protocol):
    sock = target.socket(tcp.family, "SOCK_STREAM", protocol)
    server = peer.listener(tcp)

    sock.connect(server.address)

    assert sock.getsockopt("SO_PROTOCOL") == "IPPROTO_TCP"
    sock.send(b"over tcp")
    assert server.accept()[0].recv(100) == b"over tcp"


@covers("posix:socket:explicit-protocol-matches-default")
@pytest.mark.parametrize("protocol", ["IPPROTO_UDP", 17, 0])
def test_a_datagram_socket_made_with_its_protocol_is_udp(target, peer, udp, protocol):
    sock = target.socket(udp.family, "SOCK_DGRAM", protocol)
    receiver = peer.bound(udp)

    sock.sendto(b"over udp", receiver.address)

    assert sock.getsockopt("SO_PROTOCOL") == "IPPROTO_UDP"
    assert receiver.recv(100) == b"over udp"


@covers("linux:socket:unix-protocol-pf-unix-accepted")
def test_a_local_socket_can_be_made_with_the_family_as_protocol(target, peer, local):
    sock = target.socket("AF_UNIX", local.type, 1)
    destination = peer.bound(local) if local.type == "SOCK_DGRAM" else peer.listener(local)

    sock.connect(destination.address)

    assert sock.getpeername() == destination.address


@covers("posix:socket:starts-blocking")
def test_a_fresh_socket_is_blocking(target, any_kind):
    sock = target.open(any_kind)

    assert "O_NONBLOCK" not in sock.descriptor()[1]
    assert sock.getblocking()


@covers("posix:socket:starts-blocking")
def test_a_fresh_datagram_socket_waits_for_data(target, peer, datagram):
    sock = target.open(datagram)
    sock.bind(target.anywhere(datagram))
    receiving = sock.start.recv(100)
    assert receiving.blocked()

    peer.open(datagram).sendto(b"late", sock.address)

    assert receiving.result() == b"late"


@covers("posix:socket:starts-blocking")
def test_a_fresh_listener_waits_for_a_client(target, peer, connection):
    sock = target.open(connection)
    sock.bind(target.anywhere(connection))
    sock.listen(8)
    accepting = sock.start.accept()
    assert accepting.blocked()

    peer.connect(sock).send(b"late")

    assert accepting.result()[0].recv(100) == b"late"


@covers("posix:socket:nonblock-flag")
def test_a_socket_made_nonblocking_is(target, any_kind):
    sock = target.open(any_kind, "SOCK_NONBLOCK")

    assert "O_NONBLOCK" in sock.descriptor()[1]
    assert not sock.getblocking()


@covers("posix:socket:nonblock-flag")
def test_the_type_of_a_socket_made_nonblocking_is_without_the_flag(target, any_kind):
    sock = target.open(any_kind, "SOCK_NONBLOCK", "SOCK_CLOEXEC")

    assert sock.getsockopt("SO_TYPE") == any_kind.type


@covers("posix:socket:nonblock-flag")
def test_a_datagram_socket_made_nonblocking_does_not_wait(target, datagram):
    sock = target.bound(datagram, "SOCK_NONBLOCK")

    assert sock.fails.recv(100) in {"EAGAIN", "EWOULDBLOCK"}


@covers("posix:socket:nonblock-flag")
def test_a_listener_made_nonblocking_does_not_wait(target, connection):
    sock = target.bound(connection, "SOCK_NONBLOCK")
    sock.listen(8)

    assert sock.fails.accept() in {"EAGAIN", "EWOULDBLOCK"}


@covers("posix:socket:nonblock-flag")
def test_a_socket_made_nonblocking_makes_no_other_so(target, any_kind):
    target.open(any_kind, "SOCK_NONBLOCK")

    assert "O_NONBLOCK" not in target.open(any_kind).descriptor()[1]


@covers("posix:socket:cloexec-flag")
def test_a_socket_made_close_on_exec_is(target, any_kind):
    socks = [target.open(any_kind, "SOCK_CLOEXEC") for _ in range(3)]

    assert [sock.descriptor()[1] for sock in socks] == [{"FD_CLOEXEC"}] * 3


@covers("posix:socket:cloexec-flag", "posix:socket:nonblock-flag")
def test_a_socket_can_be_made_nonblocking_and_close_on_exec(target, any_kind):
    sock = target.open(any_kind, "SOCK_NONBLOCK", "SOCK_CLOEXEC")

    assert sock.descriptor()[1] == {"O_NONBLOCK", "FD_CLOEXEC"}


@covers("posix:socket:fresh-no-pending-error")
def test_a_fresh_socket_has_no_error(target, any_kind):
    assert target.open(any_kind).getsockopt("SO_ERROR") == 0


@covers("posix:socket:fresh-has-nothing")
def test_a_fresh_datagram_socket_has_nothing_to_read(target, datagram):
    sock = target.open(datagram)

    assert sock.poll("POLLIN") == set()
    assert sock.fails.recv(100, "MSG_DONTWAIT") in {"EAGAIN", "EWOULDBLOCK"}


@covers("posix:socket:fresh-has-nothing")
def test_a_fresh_socket_does_not_listen(target, any_kind):
    sock = target.open(any_kind)

    assert not listens(sock)


@covers("posix:socket:each-is-its-own")
def test_each_socket_has_its_own_number(target, any_kind):
    socks = [target.open(any_kind) for _ in range(5)]

    assert len({sock.descriptor()[0] for sock in socks}) == 5


@covers("posix:socket:each-is-its-own")
def test_what_is_done_to_one_socket_is_not_done_to_another(target, any_kind):
    first, second = target.open(any_kind), target.open(any_kind)

    first.bind(target.anywhere(any_kind))
    first.setsockopt("SO_KEEPALIVE", 1)

    assert second.getsockopt("SO_KEEPALIVE") == 0
    second.bind(target.anywhere(any_kind))
    assert second.getsockname() != first.getsockname()


@covers("posix:socket:many-open-simultaneously")
def test_hundreds_of_sockets_work_side_by_side(target, peer, udp):
    receiver = peer.bound(udp)
    socks = [target.bound(udp) for _ in range(200)]
    names = [sock.address for sock in socks]

    for number, sock in enumerate(socks):
        sock.sendto(b"from number %d" % number, receiver.address)

    assert [receiver.recvfrom(100) for _ in socks] == [(b"from number %d" % number, name) for number, name in enumerate(names)]
    assert len(set(names)) == 200
