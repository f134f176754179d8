"""A child process holds its own copies of the sockets it was born with."""
import pytest

covers = pytest.mark.covers


@covers("posix:close:shared-with-child-process", "python:fork-copies")
def test_a_connection_ends_when_the_child_s_copy_is_closed_too(target, connection_pair):
    ours, theirs = connection_pair
    child = target.fork(ours)
    ours.close()
    theirs.send(b"to the child")
    assert theirs.poll("POLLIN") == set()

    target.reap(child)

    assert "POLLIN" in theirs.ready("POLLIN")


@covers("posix:close:shared-with-child-process", "python:fork-copies")
def test_the_peer_reads_the_end_when_the_last_copy_is_closed(target, connection_pair):
    ours, theirs = connection_pair
    ours.send(b"last words")
    child = target.fork(ours)
    ours.close()
    assert theirs.recv(20) == b"last words"
    assert theirs.poll("POLLIN") == set()

    target.reap(child)

    assert theirs.recv(20) == b""


@covers("python:fork-copies", "posix:close:shared-with-child-process")
def test_a_connection_that_the_child_has_no_copy_of_ends_at_once(target, connection_pair):
    ours, theirs = connection_pair
    target.fork()

    ours.close()

    assert theirs.recv(20) == b""


@covers("python:fork-copies", "posix:close:shared-with-child-process")
def test_a_connection_goes_on_when_a_child_with_a_copy_ends(target, any_pair):
    ours, theirs = any_pair
    child = target.fork(ours)

    target.reap(child)

    ours.send(b"as before")
    assert theirs.recv(20) == b"as before"
    theirs.send(b"and back")
    assert ours.recv(20) == b"and back"


@covers("python:fork-copies", "posix:close:shared-with-child-process")
def test_a_connection_goes_on_when_a_child_closes_its_copy(target, any_pair):
    ours, theirs = any_pair
    child = target.fork()
    target.reap(child)

    ours.send(b"as before")
    assert theirs.recv(20) == b"as before"
    theirs.send(b"and back")
    assert ours.recv(20) == b"and back"


@covers("python:fork-copies", "posix:shutdown:affects-duplicated-handle")
def test_shutting_down_ends_the_stream_whoever_holds_a_copy(target, stream_pair):
    ours, theirs = stream_pair
    target.fork(ours)

    ours.shutdown("SHUT_WR")

    assert theirs.recv(20) == b""
    theirs.send(b"the other way")
    assert ours.recv(20) == b"the other way"


@covers("python:fork-copies", "posix:close:shared-with-child-process")
def test_a_listener_takes_clients_while_a_child_has_a_copy(target, peer, connection):
    listener = target.listener(connection)
    address = listener.address
    child = target.fork(listener)
    listener.close()

    client = peer.open(connection)
    client.connect(address)

    target.reap(child)
    assert peer.open(connection).fails.connect(address) == "ECONNREFUSED"


@covers("python:fork-copies", "posix:close:shared-with-child-process")
def test_a_port_is_taken_while_a_child_has_a_copy(target, udp):
    sock = target.bound(udp)
    address = sock.address
    child = target.fork(sock)
    sock.close()
    assert target.open(udp).fails.bind(address) == "EADDRINUSE"

    target.reap(child)

    target.open(udp).bind(address)
