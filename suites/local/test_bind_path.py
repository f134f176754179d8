"""Binding to a path makes one socket file, there and nowhere else."""
import os

import pytest

from harness.lines import Unix

covers = pytest.mark.covers


@covers("posix:unix:bind-creates-socket-file")
def test_bind_makes_a_socket_file_and_nothing_beside_it(target, directory, local, a_path, file_of):
    target.open(local).bind(a_path)

    assert file_of(a_path).is_socket()
    assert list(directory.iterdir()) == [file_of(a_path)]


@covers("posix:unix:bind-creates-socket-file")
def test_a_socket_that_is_not_bound_makes_no_file(target, directory, local):
    target.open(local)
    target.pair(local)

    assert list(directory.iterdir()) == []


@covers("linux:unix:socket-file-permissions")
def test_bind_gives_the_file_the_usual_owner_and_permissions(target, peer, local, file_of):
    usual = os.lstat(file_of(peer.bound(local).address))

    sock = target.bound(local)

    assert file_of(sock.address).exists()
    found = os.lstat(file_of(sock.address))
    assert (found.st_mode, found.st_uid, found.st_gid) == (usual.st_mode, usual.st_uid, usual.st_gid)


@covers("posix:unix:bind-in-folder")
def test_bind_makes_the_file_in_the_folder_that_the_path_names(target, directory, local, folder):
    target.open(local).bind(Unix(b"folder/inside"))

    assert list(directory.iterdir()) == [folder]
    assert [file.name for file in folder.iterdir()] == ["inside"]


@covers("linux:unix:socket-file-open-fails-enxio")
def test_a_socket_file_cannot_be_opened(target, local, file_of):
    sock = target.bound(local)

    with pytest.raises(OSError, match="No such device or address"):
        os.open(file_of(sock.address), os.O_RDWR)


@covers("posix:close:keeps-unix-path")
def test_the_file_outlives_its_socket(target, local, file_of):
    sock = target.bound(local)
    file, before = file_of(sock.address), os.lstat(file_of(sock.address))

    sock.close()

    assert file.exists()
    assert os.lstat(file) == before


@covers("posix:unix:bind-twice-einval", "posix:bind:EINVAL")
def test_a_second_bind_fails_and_makes_no_file(target, directory, local, a_path, file_of):
    sock = target.bound(local)
    first = sock.address

    assert sock.fails.bind(a_path) == "EINVAL"

    assert sock.address == first
    assert list(directory.iterdir()) == [file_of(first)]


@covers("posix:unix:bind-twice-einval", "posix:bind:EINVAL")
def test_a_second_bind_to_the_same_path_fails_too(target, local):
    sock = target.bound(local)

    assert sock.fails.bind(sock.address) in {"EINVAL", "EADDRINUSE"}


@covers("posix:unix:bind-twice-einval", "posix:bind:EINVAL")
def test_a_bound_socket_whose_file_is_gone_is_still_bound(target, directory, local, a_path, file_of):
    sock = target.bound(local)
    file_of(sock.address).unlink()

    assert sock.fails.bind(a_path) == "EINVAL"

    assert list(directory.iterdir()) == []
