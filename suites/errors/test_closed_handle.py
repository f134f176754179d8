"""A closed handle is refused by every call, and no call reaches the socket that has its number now."""
import pytest

covers = pytest.mark.covers


@pytest.fixture
def closed(target, any_kind):
    """A handle of the target that is closed, and whose number a newer socket has."""
    sock = target.open(any_kind)
    sock.close()
    target.open(any_kind)
    return sock


@covers("posix:errors:ebadf-message-calls", "posix:sendto:EBADF")
def test_sendto_refuses_a_closed_handle(closed, peer, any_kind):
    receiver = peer.bound(any_kind)

    assert closed.fails.sendto(b"from nowhere", receiver.address) == "EBADF"


@covers("posix:errors:ebadf-message-calls", "posix:sendmsg:EBADF")
def test_sendmsg_refuses_a_closed_handle(closed):
    assert closed.fails.sendmsg([b"from ", b"nowhere"]) == "EBADF"


@covers("posix:errors:ebadf-message-calls", "posix:send:EBADF", "posix:send:closed-handle-ebadf")
def test_send_refuses_a_closed_handle(closed):
    assert closed.fails.send(b"from nowhere") == "EBADF"


@covers("posix:errors:ebadf-message-calls", "posix:recvfrom:EBADF", "posix:recvmsg:EBADF", "posix:recv:EBADF")
def test_every_receive_refuses_a_closed_handle(closed, receive):
    assert receive.fails(closed, 100) == "EBADF"


@covers("posix:recv:closed-handle-ebadf")
def test_a_handle_closed_with_data_queued_gives_none_of_it(any_pair):
    ours, theirs = any_pair
    theirs.send(b"never read")
    assert "POLLIN" in ours.ready("POLLIN")
    ours.close()

    assert ours.fails.recv(100) == "EBADF"


@covers("posix:errors:ebadf-message-calls", "posix:concurrency:handle-number-reuse-safe")
def test_a_send_by_a_closed_handle_does_not_reach_the_peer_of_a_newer_one(peer, connection_listener):
    first, second = peer.connect(connection_listener), peer.connect(connection_listener)
    ours, _ = connection_listener.accept()
    ours.close()
    newer, _ = connection_listener.accept()

    assert ours.fails.send(b"stray") == "EBADF"

    newer.send(b"meant")
    assert second.recv(100) == b"meant"
    assert first.recv(100) == b""


@covers("posix:errors:ebadf-message-calls", "posix:concurrency:handle-number-reuse-safe")
def test_a_recv_by_a_closed_handle_takes_nothing_from_a_newer_one(peer, connection_listener, receive):
    peer.connect(connection_listener)
    second = peer.connect(connection_listener)
    ours, _ = connection_listener.accept()
    ours.close()
    newer, _ = connection_listener.accept()
    second.send(b"for the newer one")
    assert "POLLIN" in newer.ready("POLLIN")

    assert receive.fails(ours, 100) == "EBADF"

    assert newer.recv(100) == b"for the newer one"


@covers("posix:errors:ebadf-message-calls")
def test_a_handle_that_let_its_descriptor_go_is_refused(connection_pair):
    ours, theirs = connection_pair
    heir, _ = ours.detach()

    assert ours.fails.send(b"from nowhere") == "EBADF"
    assert ours.fails.recv(100) == "EBADF"

    heir.send(b"by the heir")
    assert theirs.recv(100) == b"by the heir"
