"""AF_UNIX datagrams to names where no datagram socket is: the error says why, nothing is sent, and the socket stays usable."""
import os

import pytest

from harness.lines import Unix

covers = pytest.mark.covers


@pytest.fixture
def ours(target, unix_datagram):
    """A bound AF_UNIX datagram socket of the target."""
    return target.bound(unix_datagram)


@pytest.fixture
def unprivileged_socket(unprivileged, unix_datagram):
    """A socket of the target without privileges."""
    return unprivileged.open(unix_datagram)


@covers("posix:sendto:unix-dgram-missing-path-enoent", "posix:sendto:ENOENT", "posix:sendmsg:ENOENT")
def test_a_datagram_to_a_missing_path_fails(ours, a_path, send_to):
    assert send_to.fails(ours, b"anybody?", a_path) == "ENOENT"


@covers("posix:sendto:unix-dgram-missing-path-enoent", "posix:sendto:ENOENT")
def test_a_datagram_to_a_missing_directory_fails(ours, send_to):
    assert send_to.fails(ours, b"anybody?", Unix(b"no-such-directory/socket")) == "ENOENT"


@covers("posix:sendto:unix-dgram-missing-path-enoent")
def test_a_socket_that_failed_so_sends_to_others(ours, peer, a_path, send_to):
    theirs = peer.bound(ours.kind)
    assert send_to.fails(ours, b"anybody?", a_path) == "ENOENT"

    send_to(ours, b"somebody", theirs.address)

    assert theirs.recvfrom(100) == (b"somebody", ours.address)


@covers("posix:sendto:unix-dgram-stale-path-econnrefused")
def test_a_datagram_to_a_path_whose_owner_closed_fails(ours, peer, send_to):
    gone = peer.bound(ours.kind)
    address = gone.address
    gone.close()

    assert send_to.fails(ours, b"anybody?", address) == "ECONNREFUSED"


@covers("linux:sendto:unix-dgram-not-a-socket-econnrefused")
def test_a_datagram_to_a_path_that_is_no_socket_fails(ours, directory, a_path, send_to):
    (directory / os.fsdecode(a_path.path)).write_bytes(b"a file")

    assert send_to.fails(ours, b"anybody?", a_path) == "ECONNREFUSED"


@covers("linux:sendto:unix-dgram-missing-abstract-econnrefused")
def test_a_datagram_to_an_abstract_name_that_nobody_has_fails(ours, a_name, send_to):
    assert send_to.fails(ours, b"anybody?", a_name) == "ECONNREFUSED"


@covers("linux:sendto:unix-dgram-wrong-type-eprototype")
def test_a_datagram_to_a_stream_socket_fails(ours, peer, local_connection, send_to):
    listener = peer.listener(local_connection)

    assert send_to.fails(ours, b"anybody?", listener.address) == "EPROTOTYPE"

    assert listener.poll("POLLIN") == set()


@covers("posix:sendto:ELOOP", "posix:sendmsg:ELOOP")
def test_a_datagram_to_a_link_to_itself_fails(ours, directory, a_path, send_to):
    (directory / os.fsdecode(a_path.path)).symlink_to(os.fsdecode(a_path.path))

    assert send_to.fails(ours, b"anybody?", a_path) == "ELOOP"


@covers("posix:sendto:ENOTDIR", "posix:sendmsg:ENOTDIR")
def test_a_datagram_below_a_file_fails(ours, directory, a_path, send_to):
    (directory / os.fsdecode(a_path.path)).write_bytes(b"a file")

    assert send_to.fails(ours, b"anybody?", Unix(a_path.path + b"/socket")) == "ENOTDIR"


@covers("posix:sendto:ENOTDIR", "posix:sendmsg:ENOTDIR")
def test_a_datagram_to_a_socket_with_a_slash_behind_its_path_fails(ours, peer, send_to):
    theirs = peer.bound(ours.kind)

    assert send_to.fails(ours, b"anybody?", Unix(theirs.address.path + b"/")) == "ENOTDIR"

    assert theirs.poll("POLLIN") == set()


@covers("posix:sendto:ENAMETOOLONG", "posix:sendmsg:ENAMETOOLONG")
def test_a_datagram_over_a_link_to_a_name_that_is_too_long_fails(ours, directory, a_path, send_to):
    (directory / os.fsdecode(a_path.path)).symlink_to("x" * 300)

    assert send_to.fails(ours, b"anybody?", a_path) == "ENAMETOOLONG"


@covers("posix:sendto:path-resolved-at-each-call")
def test_a_datagram_over_a_link_reaches_the_socket_behind_it(ours, peer, directory, a_path, send_to):
    theirs = peer.bound(ours.kind)
    (directory / os.fsdecode(a_path.path)).symlink_to(os.fsdecode(theirs.address.path))

    send_to(ours, b"over a link", a_path)

    assert theirs.recvfrom(100) == (b"over a link", ours.address)


@covers("posix:sendto:EACCES", "posix:sendmsg:EACCES")
def test_a_datagram_to_a_socket_that_may_not_be_written_fails(unprivileged_socket, peer, directory, send_to):
    theirs = peer.bound(unprivileged_socket.kind)
    (directory / os.fsdecode(theirs.address.path)).chmod(0o444)

    assert send_to.fails(unprivileged_socket, b"let me in", theirs.address) == "EACCES"

    assert theirs.poll("POLLIN") == set()


@covers("posix:sendto:EACCES", "posix:sendmsg:EACCES")
def test_a_datagram_into_a_directory_that_may_not_be_searched_fails(unprivileged_socket, peer, directory, send_to):
    theirs = peer.open(unprivileged_socket.kind)
    (directory / "closed").mkdir()
    theirs.bind(Unix(b"closed/socket"))
    (directory / "closed").chmod(0o600)

    assert send_to.fails(unprivileged_socket, b"let me in", theirs.address) == "EACCES"


@covers("posix:sendto:path-resolved-at-each-call")
def test_a_datagram_to_a_socket_that_may_be_written_arrives(unprivileged_socket, peer, directory, send_to):
    theirs = peer.bound(unprivileged_socket.kind)
    (directory / os.fsdecode(theirs.address.path)).chmod(0o222)

    send_to(unprivileged_socket, b"let me in", theirs.address)

    assert theirs.recv(100) == b"let me in"


@covers("posix:sendto:path-resolved-at-each-call")
def test_a_datagram_to_a_renamed_path_arrives(ours, peer, directory, a_path, send_to):
    theirs = peer.bound(ours.kind)
    (directory / os.fsdecode(theirs.address.path)).rename(directory / os.fsdecode(a_path.path))

    send_to(ours, b"under its new name", a_path)

    assert theirs.recv(100) == b"under its new name"
