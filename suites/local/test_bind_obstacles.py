"""A path where something is cannot be bound, and what is there is left alone."""
import os

import pytest

from harness.lines import Unix

covers = pytest.mark.covers

TAKEN = Unix(b"taken")


def contents(directory) -> dict:
    """The files in a directory, and what they are."""
    return {file: os.lstat(file) for file in directory.iterdir()}


@pytest.fixture(params=["empty file", "file", "folder", "live socket", "stale socket", "socket of another type"])
def obstacle(request, peer, directory, local):
    """A file of some sort at the path ``taken``."""
    file = directory / "taken"
    match request.param:
        case "empty file":
            file.touch()
        case "file":
            file.write_bytes(b"contents")
        case "folder":
            file.mkdir()
        case "live socket":
            peer.open(local).bind(TAKEN)
        case "stale socket":
            stale = peer.open(local)
            stale.bind(TAKEN)
            stale.close()
        case "socket of another type":
            peer.socket("AF_UNIX", "SOCK_DGRAM" if local.type == "SOCK_STREAM" else "SOCK_STREAM").bind(TAKEN)
    yield file
    if file.is_dir():
        file.rmdir()


@pytest.fixture(params=["to nothing", "to a file", "to a socket", "to itself"])
def link(request, peer, directory):
    """A symbolic link at the path ``taken``."""
    file = directory / "taken"
    if request.param == "to a file":
        (directory / "far").write_bytes(b"contents")
    if request.param == "to a socket":
        peer.socket("AF_UNIX", "SOCK_STREAM").bind(Unix(b"far"))
    file.symlink_to("taken" if request.param == "to itself" else "far")
    return file


@covers("posix:unix:bind-existing-path-eaddrinuse", "posix:bind:EADDRINUSE")
def test_bind_where_something_is_fails_and_leaves_it_alone(target, directory, local, obstacle):
    before = contents(directory)

    assert target.open(local).fails.bind(TAKEN) == "EADDRINUSE"

    assert contents(directory) == before


@covers("posix:unix:bind-symlink-eaddrinuse", "posix:bind:EADDRINUSE")
def test_bind_does_not_follow_a_symbolic_link(target, directory, local, link):
    before = contents(directory)

    assert target.open(local).fails.bind(TAKEN) == "EADDRINUSE"

    assert contents(directory) == before


@covers("posix:unix:bind-existing-path-eaddrinuse")
def test_a_live_socket_goes_on_when_another_fails_to_take_its_path(target, peer, local_connection, a_path):
    listener = peer.open(local_connection)
    listener.bind(a_path)
    listener.listen(8)

    assert target.open(local_connection).fails.bind(a_path) == "EADDRINUSE"

    assert target.connect(listener).getpeername() == a_path


@covers("posix:unix:failed-bind-leaves-socket-unnamed", "posix:bind:failed-leaves-socket-reusable")
def test_a_socket_whose_bind_failed_has_no_name_and_can_have_another(target, directory, local, a_path):
    (directory / "taken").touch()
    sock = target.open(local)
    assert sock.fails.bind(TAKEN) == "EADDRINUSE"
    assert sock.address == Unix(b"")

    sock.bind(a_path)

    assert sock.address == a_path


@covers("posix:unix:rebind-after-unlink", "posix:unix:bind-existing-path-eaddrinuse")
def test_a_stale_path_can_be_bound_once_it_is_unlinked(target, local, a_path, file_of):
    stale = target.open(local)
    stale.bind(a_path)
    stale.close()
    assert target.open(local).fails.bind(a_path) == "EADDRINUSE"

    file_of(a_path).unlink()

    target.open(local).bind(a_path)
    assert file_of(a_path).is_socket()
