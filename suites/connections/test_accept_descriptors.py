"""The descriptor of an accepted connection."""
import pytest

covers = pytest.mark.covers


@covers("posix:accept:close-on-exec-as-asked")
def test_a_connection_is_closed_on_exec_if_the_listener_is(peer, connection_listener):
    peer.connect(connection_listener)

    accepted, _ = connection_listener.accept()

    listeners_flags, accepted_flags = connection_listener.descriptor()[1], accepted.descriptor()[1]
    assert ("FD_CLOEXEC" in accepted_flags) == ("FD_CLOEXEC" in listeners_flags)


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
