"""connect to a path finds the socket that is bound there, if it is of the same type and we may."""
import os

import pytest

from harness.lines import Unix
from harness.sockets import UNIX_DATAGRAM, UNIX_SEQPACKET, UNIX_STREAM

covers = pytest.mark.covers

OTHER_TYPE = [(UNIX_STREAM, UNIX_DATAGRAM), (UNIX_STREAM, UNIX_SEQPACKET), (UNIX_DATAGRAM, UNIX_STREAM),
              (UNIX_DATAGRAM, UNIX_SEQPACKET), (UNIX_SEQPACKET, UNIX_STREAM), (UNIX_SEQPACKET, UNIX_DATAGRAM)]
"""A client and a destination that do not fit."""


@covers("posix:connect:unix-missing-path-enoent", "posix:connect:ENOENT")
def test_connect_to_a_missing_path_fails(target, local, a_path):
    assert target.open(local).fails.connect(a_path) == "ENOENT"


@covers("posix:connect:unix-missing-path-enoent", "posix:connect:ENOENT")
def test_connect_below_a_missing_directory_fails(target, local):
    assert target.open(local).fails.connect(Unix(b"missing/s")) == "ENOENT"


@covers("posix:connect:unix-stale-path-econnrefused", "posix:connect:ECONNREFUSED")
def test_connect_to_the_path_of_a_closed_socket_is_refused(target, peer, any_local_destination):
    stale = any_local_destination.address
    any_local_destination.close()

    assert target.open(any_local_destination.kind).fails.connect(stale) == "ECONNREFUSED"


@covers("posix:connect:unix-regular-file-error")
def test_connect_to_a_regular_file_fails(target, directory, local):
    (directory / "file").write_bytes(b"")

    assert target.open(local).fails.connect(Unix(b"file")) in {"ECONNREFUSED", "ENOTSOCK"}


@covers("posix:connect:unix-regular-file-error")
def test_connect_to_a_directory_fails(target, local):
    assert target.open(local).fails.connect(Unix(b".")) in {"ECONNREFUSED", "ENOTSOCK"}


@covers("linux:connect:unix-regular-file-econnrefused")
def test_connect_to_a_regular_file_is_refused(target, directory, local):
    (directory / "file").write_bytes(b"")

    assert target.open(local).fails.connect(Unix(b"file")) == "ECONNREFUSED"


@covers("posix:connect:ENOTDIR")
def test_connect_below_a_regular_file_fails(target, directory, local):
    (directory / "file").write_bytes(b"")

    assert target.open(local).fails.connect(Unix(b"file/s")) == "ENOTDIR"


@covers("posix:connect:ELOOP")
def test_connect_through_a_link_to_itself_fails(target, directory, local):
    os.symlink("loop", directory / "loop")

    assert target.open(local).fails.connect(Unix(b"loop/s")) == "ELOOP"


@covers("posix:connect:ENAMETOOLONG")
def test_connect_through_a_link_to_too_long_a_name_fails(target, directory, local):
    os.symlink("n" * 300, directory / "long")

    assert target.open(local).fails.connect(Unix(b"long/s")) == "ENAMETOOLONG"


@covers("posix:connect:unix-follows-links")
def test_connect_through_a_link_reaches_the_socket(target, peer, directory, local_connection):
    server = peer.listener(local_connection)
    os.symlink(os.fsdecode(server.address.path), directory / "link")
    client = target.open(local_connection)

    client.connect(Unix(b"link"))

    assert client.getpeername() == server.address
    client.send(b"through the link")
    assert server.accept()[0].recv(100) == b"through the link"


@covers("posix:connect:unix-wrong-type-eprototype", "posix:connect:EPROTOTYPE")
@pytest.mark.parametrize(("kind", "other"), OTHER_TYPE, ids=str)
def test_connect_to_a_socket_of_another_type_fails(one_host, target, peer, kind, other):
    destination = peer.bound(other) if other is UNIX_DATAGRAM else peer.listener(other)

    assert target.open(kind).fails.connect(destination.address) == "EPROTOTYPE"


@covers("posix:connect:unix-no-permission-eacces", "posix:connect:EACCES")
def test_connect_to_a_socket_file_that_we_may_not_write_fails(unprivileged, directory, any_local_destination):
    os.chmod(directory / os.fsdecode(any_local_destination.address.path), 0o555)

    assert unprivileged.open(any_local_destination.kind).fails.connect(any_local_destination.address) == "EACCES"


@covers("posix:connect:unix-no-permission-eacces")
def test_connect_to_a_socket_file_that_we_may_write_succeeds(unprivileged, directory, any_local_destination):
    os.chmod(directory / os.fsdecode(any_local_destination.address.path), 0o222)
    client = unprivileged.open(any_local_destination.kind)

    client.connect(any_local_destination.address)

    assert client.getpeername() == any_local_destination.address


@covers("linux:connect:failed-leaves-socket-usable")
def test_connect_succeeds_after_one_to_a_missing_path(target, any_local_destination, a_path):
    client = target.open(any_local_destination.kind)
    client.fails.connect(a_path)

    client.connect(any_local_destination.address)

    assert client.getpeername() == any_local_destination.address


@covers("linux:connect:failed-keeps-datagram-peer")
def test_a_connect_that_fails_keeps_the_peer_of_a_local_datagram_socket(target, peer, unix_datagram, a_path):
    receiver = peer.bound(unix_datagram)
    client = target.open(unix_datagram)
    client.connect(receiver.address)

    assert client.fails.connect(a_path) == "ENOENT"

    assert client.getpeername() == receiver.address
    client.send(b"still connected")
    assert receiver.recv(100) == b"still connected"
