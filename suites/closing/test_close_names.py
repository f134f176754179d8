"""What becomes of a name when the socket that had it is closed."""
import os

import pytest

covers = pytest.mark.covers


@covers("posix:close:keeps-unix-path")
def test_the_file_of_a_closed_socket_remains(target, peer, local, directory):
    sock = target.bound(local)
    address = sock.address

    sock.close()

    assert (directory / os.fsdecode(address.path)).is_socket()
    assert peer.open(local).fails.connect(address) == "ECONNREFUSED"
    assert target.open(local).fails.bind(address) == "EADDRINUSE"


@covers("posix:close:keeps-unix-path")
def test_the_path_of_a_closed_socket_is_free_once_the_file_is_gone(target, local, directory):
    sock = target.bound(local)
    address = sock.address
    sock.close()

    os.unlink(directory / os.fsdecode(address.path))

    heir = target.open(local)
    heir.bind(address)
    assert heir.address == address


@covers("posix:close:keeps-unix-path")
def test_the_file_of_a_listener_remains_after_close(target, peer, local_connection, directory):
    listener = target.listener(local_connection)
    address = listener.address
    peer.connect(listener)

    listener.close()

    assert (directory / os.fsdecode(address.path)).is_socket()


@covers("linux:close:abstract-name-freed")
def test_the_abstract_name_of_a_closed_socket_is_free_at_once(target, peer, local, a_name):
    sock = target.open(local)
    sock.bind(a_name)
    assert peer.open(local).fails.bind(a_name) == "EADDRINUSE"

    sock.close()

    heir = peer.open(local)
    heir.bind(a_name)
    assert heir.address == a_name


@covers("linux:close:abstract-name-freed")
def test_an_abstract_name_stays_taken_until_the_last_handle_is_closed(target, peer, local, a_name):
    sock = target.open(local)
    sock.bind(a_name)
    duplicate = sock.dup()

    sock.close()

    assert peer.open(local).fails.bind(a_name) == "EADDRINUSE"
    duplicate.close()
    peer.open(local).bind(a_name)


@covers("posix:bind:released-port-rebindable")
def test_the_port_of_a_closed_socket_is_free_at_once(one_host, target, peer, inet):
    sock = target.bound(inet)
    address = sock.address
    assert peer.open(inet).fails.bind(address) == "EADDRINUSE"

    sock.close()

    heir = peer.open(inet)
    heir.bind(address)
    assert heir.address == address


@covers("posix:bind:released-listener-port-rebindable")
def test_the_port_of_a_closed_listener_is_free_at_once(target, peer, tcp_listener):
    address = tcp_listener.address

    tcp_listener.close()

    heir = target.open(tcp_listener.kind)
    heir.bind(address)
    heir.listen(1)
    client = peer.open(tcp_listener.kind)
    client.connect(address)
    assert heir.accept()[1] == client.address


@covers("posix:bind:released-port-rebindable")
def test_a_port_chosen_by_connect_is_free_after_close(one_host, target, peer, udp, udp_socket):
    sock = target.connect(udp_socket)
    address = sock.address

    sock.close()

    heir = peer.open(udp)
    heir.bind(address)
    assert heir.address == address


@covers("posix:close:udp-queued-datagrams-discarded")
def test_the_next_socket_of_a_port_gets_none_of_the_old_datagrams(target, peer, udp, settle):
    sock, sender = target.bound(udp), peer.open(udp)
    address = sock.address
    sender.sendto(b"for the old one", address)
    sender.sendto(b"for it as well", address)
    settle()
    assert "POLLIN" in sock.ready("POLLIN")
    sock.close()

    heir = target.open(udp)
    heir.bind(address)

    sender.sendto(b"for the new one", address)
    assert heir.recv(100) == b"for the new one"
    assert heir.fails.recv(100, "MSG_DONTWAIT") in {"EAGAIN", "EWOULDBLOCK"}


@covers("linux:close:active-side-time-wait-blocks-rebind", "rfc9293:MUST-13")
def test_the_port_of_the_side_that_closed_first_stays_taken(target, tcp_outgoing):
    ours, theirs = tcp_outgoing
    address = ours.address
    ours.close()
    assert theirs.recv(10) == b""
    theirs.close()

    binding = target.open(theirs.kind).fails.bind(address)

    assert binding == "EADDRINUSE"


@covers("linux:close:active-side-time-wait-blocks-rebind")
def test_the_port_of_a_server_that_closed_first_stays_taken(target, peer, tcp):
    listener = target.listener(tcp)
    address = listener.address
    client = peer.connect(listener)
    accepted, _ = listener.accept()
    listener.close()
    accepted.close()
    assert client.recv(10) == b""
    client.close()

    binding = target.open(tcp).fails.bind(address)

    assert binding == "EADDRINUSE"


@covers("posix:close:time-wait-reuseaddr-allows-rebind")
def test_a_server_that_closed_first_can_start_again_with_so_reuseaddr(target, peer, tcp):
    first, second = target.open(tcp), target.open(tcp)
    for listener in (first, second):
        listener.setsockopt("SO_REUSEADDR", 1)
    first.bind(target.anywhere(tcp))
    first.listen(1)
    address, client = first.address, peer.connect(first)
    accepted, _ = first.accept()
    first.close()
    accepted.close()
    assert client.recv(10) == b""
    client.close()

    second.bind(address)
    second.listen(1)

    again = peer.connect(second)
    assert second.accept()[1] == again.address


@covers("posix:close:passive-side-no-time-wait")
def test_the_port_of_the_side_that_closed_last_is_free_at_once(target, tcp_outgoing, settle):
    ours, theirs = tcp_outgoing
    address = ours.address
    theirs.shutdown("SHUT_WR")
    assert ours.recv(10) == b""
    ours.close()
    assert theirs.recv(10) == b""
    settle()        # the last acknowledgement has come

    heir = target.open(theirs.kind)
    heir.bind(address)

    assert heir.address == address


@covers("posix:close:time-wait-ignores-late-data")
def test_a_connection_between_the_same_ports_gets_nothing_of_the_old_one(target, peer, tcp_listener, choice):
    client = peer.connect(tcp_listener)
    accepted, _ = tcp_listener.accept()
    address = client.address
    client.send(b"of the old one")
    assert accepted.recv(100) == b"of the old one"
    accepted.close()
    assert client.recv(10) == b""
    client.setsockopt("SO_LINGER", {"onoff": 1, "linger": 60})  # so that close waits for the last acknowledgement
    client.close()

    again = peer.open(tcp_listener.kind)
    again.bind(address)
    again.setsockopt("SO_SNDTIMEO", 0.5)
    if error := again.connect_ex(tcp_listener.address):      # a stack may take new connections out of TIME-WAIT, and need not
        assert error in {"ECONNREFUSED", "EINPROGRESS"}
        choice("posix:close:time-wait-ignores-late-data", "takes no connection between ports that wait")
        return
    choice("posix:close:time-wait-ignores-late-data", "takes a new connection between ports that wait")

    accepted, whence = tcp_listener.accept()
    assert whence == address
    again.send(b"of the new one")
    assert accepted.recv(100) == b"of the new one"
    accepted.send(b"reply")
    assert again.recv(100) == b"reply"


@covers("linux:close:fin-wait2-does-not-keep-port-forever")
@pytest.mark.waits(1.5)
def test_a_connection_that_the_peer_never_closes_gives_its_port_back(target, peer, tcp4):
    listener = peer.listener(tcp4)
    ours, heir = target.connect(listener), target.open(tcp4)
    theirs, address = listener.accept()
    ours.setsockopt("TCP_LINGER2", 1)
    ours.close()
    assert theirs.recv(10) == b""

    assert not theirs.poll("POLLERR", timeout=1.3 + theirs.host.moment)

    heir.bind(address)
    assert heir.address == address
