"""connect to where nobody listens is refused, and leaves nothing behind."""
import pytest

from harness.sockets import NOWHERE, REFUSED

covers = pytest.mark.covers


@covers("posix:connect:refused-no-listener", "posix:connect:ECONNREFUSED")
def test_connect_to_a_port_without_a_socket_is_refused(target, peer, tcp, choice):
    client = target.open(tcp)

    error = client.fails.connect(peer.at(tcp, NOWHERE))

    choice("posix:connect:ECONNREFUSED", error)
    assert error in REFUSED


@covers("linux:connect:refused-econnrefused")
def test_a_refusal_is_told_as_one(target, peer, tcp):
    assert target.open(tcp).fails.connect(peer.at(tcp, NOWHERE)) == "ECONNREFUSED"


@covers("posix:connect:refused-bound-not-listening", "posix:connect:ECONNREFUSED")
def test_connect_to_a_socket_that_does_not_listen_is_refused(target, peer, connection):
    bound = peer.bound(connection)

    assert target.open(connection).fails.connect(bound.address) in REFUSED


@covers("posix:connect:refused-no-listener", "posix:connect:ECONNREFUSED")
def test_connect_after_the_listener_closed_is_refused(target, connection_server):
    name = connection_server.address
    connection_server.close()

    assert target.open(connection_server.kind).fails.connect(name) in REFUSED


@covers("posix:connect:refused-no-listener", "posix:connect:ECONNREFUSED")
def test_one_socket_is_refused_after_the_other(target, peer, tcp):
    target.open(tcp).fails.connect(peer.at(tcp, NOWHERE))

    assert target.open(tcp).fails.connect(peer.at(tcp, NOWHERE)) in REFUSED


@covers("linux:connect:retry-after-refused")
def test_connect_is_refused_every_time(target, peer, tcp):
    client = target.open(tcp)
    client.fails.connect(peer.at(tcp, NOWHERE))

    assert client.fails.connect(peer.at(tcp, NOWHERE)) in REFUSED


@covers("posix:connect:refused-bound-not-listening")
def test_a_refused_connect_is_not_queued_for_a_later_listener(target, peer, connection):
    server = peer.bound(connection)
    target.open(connection).fails.connect(server.address)

    server.listen(8)

    peer.connect(server).send(b"the only one")
    assert server.accept()[0].recv(100) == b"the only one"


@covers("posix:connect:refused-reported-once")
def test_a_refusal_that_connect_reported_is_not_reported_again(target, peer, connection):
    client = target.open(connection)

    assert client.fails.connect(peer.bound(connection).address) in REFUSED

    assert client.getsockopt("SO_ERROR") == 0


@covers("posix:getpeername:unconnected-enotconn")
def test_a_refused_socket_has_no_peer(target, peer, connection):
    client = target.open(connection)

    client.fails.connect(peer.bound(connection).address)

    assert client.fails.getpeername() == "ENOTCONN"


@covers("linux:connect:retry-after-refused")
def test_a_refused_socket_connects_to_a_live_listener(target, peer, connection):
    refuser, server = peer.bound(connection), peer.listener(connection)
    client = target.open(connection)
    client.fails.connect(refuser.address)

    client.connect(server.address)

    assert client.getpeername() == server.address
    client.send(b"second attempt")
    assert server.accept()[0].recv(100) == b"second attempt"


@covers("posix:connect:refused-releases-local-port")
def test_a_refused_socket_leaves_its_port_when_it_closes(target, peer, tcp):
    refused = target.bound(tcp)
    name = refused.address
    refused.fails.connect(peer.at(tcp, NOWHERE))
    refused.close()

    target.open(tcp).bind(name)


@covers("posix:connect:refused-releases-local-port")
def test_the_port_that_a_refused_connect_chose_can_be_bound_after_close(target, peer, tcp):
    refused = target.open(tcp)
    refused.fails.connect(peer.at(tcp, NOWHERE))
    port = refused.address.port
    refused.close()

    target.open(tcp).bind(target.at(tcp, port))


@covers("python:connect:ex-reports-by-value", "posix:connect:refused-no-listener")
def test_connect_ex_returns_the_refusal(target, peer, connection):
    assert target.open(connection).connect_ex(peer.bound(connection).address) == "ECONNREFUSED"


@covers("posix:connect:refused-no-listener")
def test_a_socket_with_a_timeout_is_told_of_the_refusal(target, peer, tcp):
    client = target.open(tcp)
    client.settimeout(10)

    assert client.fails.connect(peer.at(tcp, NOWHERE)) == "ECONNREFUSED"


@covers("posix:connect:closed-handle-ebadf", "posix:connect:EBADF")
def test_connect_of_a_closed_socket_fails(target, any_destination):
    client = target.open(any_destination.kind)
    client.close()

    assert client.fails.connect(any_destination.address) == "EBADF"


@covers("posix:connect:closed-handle-ebadf")
def test_connect_of_a_closed_socket_reaches_nobody(target, peer, connection_server):
    client = target.open(connection_server.kind)
    client.close()

    client.fails.connect(connection_server.address)

    peer.connect(connection_server).send(b"the only one")
    assert connection_server.accept()[0].recv(100) == b"the only one"


@covers("linux:connect:port-zero-tcp")
def test_connect_to_port_zero_fails(target, tcp):
    assert target.open(tcp).fails.connect(target.at(tcp, 0)) in {"ECONNREFUSED", "EADDRNOTAVAIL"}
