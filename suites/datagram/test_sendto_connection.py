"""A stream socket sends to its connection; an address in the call neither redirects nor connects."""
import pytest

covers = pytest.mark.covers


@covers("posix:sendto:tcp-address-ignored", "posix:sendmsg:tcp-name-ignored")
def test_data_to_another_address_goes_to_the_connected_peer(target, tcp_pair, peer, send_to, settle, choice):
    ours, theirs = tcp_pair
    other = peer.listener(ours.kind)

    sending = target.first([send_to.start(ours, b"to the peer", other.address)])

    if sending.answer.word == "raised":
        choice("posix:sendto:tcp-address-ignored", "refused")
        assert sending.error() == "EISCONN"
        settle()
    else:
        choice("posix:sendto:tcp-address-ignored", "sent to the peer")
        assert sending.result() == 11
        assert theirs.recv(11, "MSG_WAITALL") == b"to the peer"
    assert other.poll("POLLIN") == set()


@covers("posix:sendto:tcp-address-ignored")
def test_a_stream_that_was_given_another_address_keeps_its_peer(target, tcp_pair, peer, send_to):
    ours, theirs = tcp_pair
    target.first([send_to.start(ours, b"one,", peer.bound(ours.kind).address)])

    ours.send(b"two")
    ours.shutdown("SHUT_WR")

    assert theirs.recv(10, "MSG_WAITALL") in {b"one,two", b"two"}
    assert ours.getpeername() == theirs.address


@covers("linux:sendto:unix-stream-connected-eisconn", "posix:sendto:EISCONN", "posix:sendmsg:EISCONN")
def test_a_connected_local_stream_refuses_an_address(target, peer, unix_stream, send_to):
    listener = peer.listener(unix_stream)
    ours = target.connect(listener)

    assert send_to.fails(ours, b"refused", listener.address) == "EISCONN"

    ours.send(b"accepted")
    assert listener.accept()[0].recv(100) == b"accepted"


@covers("posix:sendto:stream-unconnected-with-address")
def test_an_address_does_not_connect_a_socket(target, connection, peer, send_to, settle):
    listener = peer.listener(connection)

    assert send_to.fails(target.open(connection), b"connect me", listener.address) in {"ENOTCONN", "EPIPE", "EOPNOTSUPP", "ENOTSUP"}

    settle()
    assert listener.poll("POLLIN") == set()


@covers("posix:sendto:stream-unconnected-with-address", "posix:sendto:ENOTCONN")
def test_an_unconnected_socket_refuses_an_address_for_want_of_a_connection(target, connection, peer):
    listener = peer.listener(connection)

    assert target.open(connection).fails.sendto(b"connect me", listener.address) == "ENOTCONN"


@covers("linux:sendto:unconnected-stream-errors")
def test_an_unconnected_tcp_socket_refuses_an_address_with_epipe(target, peer, tcp, send_to):
    assert send_to.fails(target.open(tcp), b"connect me", peer.listener(tcp).address) == "EPIPE"


@covers("linux:sendto:unconnected-stream-errors")
def test_an_unconnected_local_stream_refuses_an_address_with_eopnotsupp(target, peer, unix_stream, send_to):
    assert send_to.fails(target.open(unix_stream), b"connect me", peer.listener(unix_stream).address) in {"EOPNOTSUPP", "ENOTSUP"}
