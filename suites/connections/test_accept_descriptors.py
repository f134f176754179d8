"""The descriptor of an accepted connection."""
import pytest

covers = pytest.mark.covers


@covers("posix:accept:close-on-exec-as-asked")
def test_connections_are_closed_on_exec_if_their_listener_is(peer, connection_listener):
    peer.connect(connection_listener)
    peer.connect(connection_listener)

    accepted = [connection_listener.accept()[0] for _ in range(2)]

    closing = ["FD_CLOEXEC" in sock.descriptor()[1] for sock in (connection_listener, *accepted)]
    assert len(set(closing)) == 1


@covers("linux:accept:new-socket-blocking-mode-linux")
def test_the_file_status_of_a_listener_is_not_inherited(target, peer, connection_listener):
    fresh = target.open(connection_listener.kind).descriptor()[1]
    connection_listener.setblocking(False)
    peer.connect(connection_listener)
    assert "POLLIN" in connection_listener.ready("POLLIN")

    accepted, _ = connection_listener.accept()

    assert accepted.descriptor()[1] == fresh


@covers("posix:accept:lowest-descriptor")
def test_descriptors_ascend_while_none_is_freed(target, peer, connection_listener):
    kind = connection_listener.kind
    peer.connect(connection_listener)
    before = target.open(kind)

    accepted, _ = connection_listener.accept()

    assert before.descriptor()[0] < accepted.descriptor()[0] < target.open(kind).descriptor()[0]
