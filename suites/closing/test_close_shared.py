"""close of one handle among several ends nothing; the last one does."""
import pytest

covers = pytest.mark.covers


@covers("posix:close:duplicate-keeps-connection")
def test_close_of_the_original_leaves_the_duplicate_connected(connection_pair):
    ours, theirs = connection_pair
    duplicate = ours.dup()
    receiving = theirs.start.recv(100)
    assert receiving.blocked()

    ours.close()

    assert receiving.still_blocked()
    duplicate.send(b"by the duplicate")
    assert receiving.result() == b"by the duplicate"
    theirs.send(b"reply")
    assert duplicate.recv(100) == b"reply"


@covers("posix:close:duplicate-keeps-connection")
def test_close_of_the_duplicate_leaves_the_original_connected(connection_pair):
    ours, theirs = connection_pair
    duplicate = ours.dup()
    receiving = theirs.start.recv(100)
    assert receiving.blocked()

    duplicate.close()

    assert receiving.still_blocked()
    ours.send(b"by the original")
    assert receiving.result() == b"by the original"
    theirs.send(b"reply")
    assert ours.recv(100) == b"reply"


@covers("posix:close:duplicate-keeps-connection")
def test_close_of_one_handle_leaves_unread_data_to_the_other(any_pair):
    ours, theirs = any_pair
    duplicate = ours.dup()
    theirs.send(b"unread so far")
    assert "POLLIN" in ours.ready("POLLIN")

    ours.close()

    assert duplicate.recv(100) == b"unread so far"
    theirs.send(b"and more")
    assert duplicate.recv(100) == b"and more"


@covers("posix:close:duplicate-keeps-connection")
def test_close_of_one_handle_does_not_wake_a_recv_by_the_other(any_pair):
    ours, theirs = any_pair
    duplicate = ours.dup()
    receiving = duplicate.start.recv(100)
    assert receiving.blocked()

    ours.close()

    assert receiving.still_blocked()
    theirs.send(b"awaited")
    assert receiving.result() == b"awaited"


@covers("posix:close:duplicate-keeps-connection")
def test_close_of_one_handle_leaves_the_name(target, peer, datagram):
    sock, sender = target.bound(datagram), peer.open(datagram)
    duplicate, address = sock.dup(), sock.address

    sock.close()

    assert duplicate.address == address
    sender.sendto(b"still known", address)
    assert duplicate.recv(100) == b"still known"


@covers("posix:close:duplicate-keeps-connection")
def test_close_of_one_handle_leaves_the_listener_listening(peer, connection_listener):
    duplicate, address = connection_listener.dup(), connection_listener.address
    waiting = peer.connect(connection_listener)

    connection_listener.close()

    accepted, _ = duplicate.accept()
    waiting.send(b"first")
    assert accepted.recv(100) == b"first"
    later = peer.open(waiting.kind)
    later.connect(address)
    accepted, _ = duplicate.accept()
    later.send(b"second")
    assert accepted.recv(100) == b"second"


@covers("posix:close:last-duplicate-ends-connection")
def test_close_of_the_last_handle_is_the_peers_end_of_file(connection_pair):
    ours, theirs = connection_pair
    duplicate = ours.dup()
    ours.close()
    duplicate.send(b"parting words")

    duplicate.close()

    assert theirs.recv(100) == b"parting words"
    assert theirs.recv(100) == b""


@covers("posix:close:last-duplicate-ends-connection")
def test_the_third_of_three_handles_ends_the_connection(connection_pair):
    ours, theirs = connection_pair
    second, third = ours.dup(), ours.dup()
    receiving = theirs.start.recv(100)
    assert receiving.blocked()
    second.close()
    ours.close()
    assert receiving.still_blocked()

    third.close()

    assert receiving.result() == b""


@covers("posix:close:last-duplicate-ends-connection")
def test_close_of_the_last_handle_with_unread_data_resets(tcp_pair):
    ours, theirs = tcp_pair
    duplicate = ours.dup()
    theirs.send(b"never read")
    assert "POLLIN" in ours.ready("POLLIN")
    ours.close()

    duplicate.close()

    assert theirs.fails.recv(100) == "ECONNRESET"


@covers("posix:close:duplicate-keeps-connection")
def test_a_handle_in_flight_keeps_the_connection(target, connection_pair, unix_stream):
    ours, theirs = connection_pair
    one, other = target.pair(unix_stream)
    receiving = theirs.start.recv(100)
    assert receiving.blocked()
    one.sendmsg([b"x"], control=[{"level": "SOL_SOCKET", "type": "SCM_RIGHTS", "socks": [ours]}])

    ours.close()

    assert receiving.still_blocked()
    arrived = other.recvmsg(1, control=100).control[0]["socks"][0]
    arrived.send(b"passed on")
    assert receiving.result() == b"passed on"


@covers("posix:close:last-duplicate-ends-connection")
def test_a_handle_lost_in_flight_ends_the_connection(target, connection_pair, unix_stream):
    ours, theirs = connection_pair
    one, other = target.pair(unix_stream)
    one.sendmsg([b"x"], control=[{"level": "SOL_SOCKET", "type": "SCM_RIGHTS", "socks": [ours]}])
    ours.close()
    receiving = theirs.start.recv(100)
    assert receiving.blocked()

    other.close()

    assert receiving.result() == b""


@covers("posix:close:shared-with-child-process")
def test_a_child_process_keeps_the_connection_that_its_parent_closed(target, connection_pair):
    ours, theirs = connection_pair
    child = target.fork(ours)
    receiving = theirs.start.recv(100)
    assert receiving.blocked()

    ours.close()

    assert receiving.still_blocked()
    target.reap(child)
    assert receiving.result() == b""


@covers("posix:close:shared-with-child-process")
def test_a_child_process_that_exits_leaves_the_connection_to_its_parent(target, connection_pair):
    ours, theirs = connection_pair
    child = target.fork(ours)
    receiving = theirs.start.recv(100)
    assert receiving.blocked()

    target.reap(child)

    assert receiving.still_blocked()
    ours.send(b"by the parent")
    assert receiving.result() == b"by the parent"


@covers("posix:close:shared-with-child-process")
def test_a_child_process_keeps_the_listener_that_its_parent_closed(target, peer, connection_listener):
    address = connection_listener.address
    child = target.fork(connection_listener)

    connection_listener.close()

    waiting, late = peer.open(connection_listener.kind), peer.open(connection_listener.kind)
    waiting.connect(address)
    target.reap(child)
    assert waiting.fails.recv(100) == "ECONNRESET"
    assert late.fails.connect(address) == "ECONNREFUSED"


@covers("posix:close:process-exit-closes-sockets")
def test_exit_of_the_last_process_with_a_connection_delivers_what_it_sent(target, stream_pair):
    ours, theirs = stream_pair
    child = target.fork(ours)
    ours.pour(100_003)
    ours.close()

    target.reap(child)

    assert theirs.drain() == (100_003, 100_003, True, None)


@covers("posix:close:process-exit-closes-sockets")
def test_exit_with_unread_data_resets(target, tcp_pair):
    ours, theirs = tcp_pair
    child = target.fork(ours)
    theirs.send(b"never read")
    assert "POLLIN" in ours.ready("POLLIN")
    ours.close()

    target.reap(child)

    assert theirs.fails.recv(100) == "ECONNRESET"


@covers("posix:close:process-exit-closes-sockets")
def test_a_killed_process_leaves_its_peers_the_end_of_file(target, outlived, connection_pair):
    ours, theirs = connection_pair
    ours.send(b"last words")
    receiving = theirs.start.recv(100)

    target.agent.kill()

    assert receiving.result() == b"last words"
    assert theirs.recv(100) == b""
