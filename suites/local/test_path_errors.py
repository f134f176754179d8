"""What is wrong with a path is told by the error: for bind, for connect, and for datagrams sent there."""
import contextlib

import pytest

from harness.agent import RuntimeRefusal
from harness.lines import Unix

covers = pytest.mark.covers


@pytest.fixture
def loop(directory):
    """A path that runs through two symbolic links which point to each other."""
    (directory / "this").symlink_to("that")
    (directory / "that").symlink_to("this")
    return Unix(b"this/s")


@pytest.fixture
def below_a_file(directory):
    """A path whose folder is a regular file."""
    (directory / "file").touch()
    return Unix(b"file/s")


MISSING = Unix(b"missing/s")


@covers("posix:unix:bind-missing-directory-enoent", "posix:bind:ENOENT")
def test_bind_in_a_folder_that_is_missing_fails(target, directory, local):
    assert target.open(local).fails.bind(MISSING) == "ENOENT"

    assert list(directory.iterdir()) == []


@covers("posix:unix:bind-prefix-not-directory-enotdir", "posix:bind:ENOTDIR")
def test_bind_below_a_file_fails(target, local, below_a_file):
    assert target.open(local).fails.bind(below_a_file) == "ENOTDIR"


@covers("posix:unix:bind-prefix-not-directory-enotdir", "posix:bind:ENOTDIR")
def test_bind_below_a_socket_fails(target, local):
    sock = target.bound(local)

    assert target.open(local).fails.bind(Unix(sock.address.path + b"/s")) == "ENOTDIR"


@covers("posix:unix:bind-symlink-loop-eloop", "posix:bind:ELOOP")
def test_bind_through_a_loop_of_links_fails(target, local, loop):
    assert target.open(local).fails.bind(loop) == "ELOOP"


@covers("posix:unix:bind-trailing-slash-error", "posix:bind:ENOENT/ENOTDIR")
def test_bind_to_a_name_with_a_slash_behind_it_fails(target, directory, local):
    assert target.open(local).fails.bind(Unix(b"name/")) in {"ENOENT", "ENOTDIR"}

    assert list(directory.iterdir()) == []


@covers("posix:unix:bind-readonly-directory-eacces", "posix:bind:EACCES")
def test_bind_in_a_folder_that_may_not_be_written_fails(unprivileged, local, folder):
    folder.chmod(0o500)

    assert unprivileged.open(local).fails.bind(Unix(b"folder/s")) == "EACCES"

    assert list(folder.iterdir()) == []


@covers("posix:unix:bind-readonly-directory-eacces", "posix:bind:EACCES")
def test_bind_in_a_folder_that_may_not_be_searched_fails(unprivileged, local, folder):
    folder.chmod(0o600)

    assert unprivileged.open(local).fails.bind(Unix(b"folder/s")) == "EACCES"


@covers("posix:unix:bind-readonly-directory-eacces")
def test_bind_in_a_folder_that_may_be_written_succeeds(unprivileged, local, folder):
    folder.chmod(0o300)

    unprivileged.open(local).bind(Unix(b"folder/s"))

    assert (folder / "s").is_socket()


@covers("posix:unix:bind-path-too-long", "posix:bind:ENAMETOOLONG")
@pytest.mark.parametrize("length", [108, 109, 200])
def test_a_path_that_is_too_long_is_never_cut(target, directory, local, length):
    path = Unix(b"n" * length)

    with contextlib.suppress(OSError, RuntimeRefusal):
        target.open(local).bind(path)

    assert [file.name for file in directory.iterdir()] in ([], ["n" * length])


@covers("posix:connect:unix-missing-path-enoent", "posix:connect:ENOENT")
@pytest.mark.parametrize("path", [b"name", b"missing/s", b"name/"])
def test_connect_to_a_path_that_is_missing_fails(target, local, path):
    assert target.open(local).fails.connect(Unix(path)) == "ENOENT"


@covers("posix:connect:ENOTDIR")
def test_connect_below_a_file_fails(target, local, below_a_file):
    assert target.open(local).fails.connect(below_a_file) == "ENOTDIR"


@covers("posix:unix:bind-symlink-loop-eloop", "posix:connect:ELOOP")
def test_connect_through_a_loop_of_links_fails(target, local, loop):
    assert target.open(local).fails.connect(loop) == "ELOOP"


@covers("posix:connect:unix-stale-path-econnrefused", "posix:connect:ECONNREFUSED")
def test_connect_to_a_path_whose_socket_is_closed_is_refused(target, peer, local):
    stale = peer.bound(local)
    path = stale.address
    stale.close()

    assert target.open(local).fails.connect(path) == "ECONNREFUSED"


@covers("posix:connect:ECONNREFUSED")
def test_connect_to_a_socket_that_does_not_listen_is_refused(target, peer, local_connection):
    bound = peer.bound(local_connection)

    assert target.open(local_connection).fails.connect(bound.address) == "ECONNREFUSED"


@covers("posix:connect:unix-regular-file-error")
def test_connect_to_a_file_that_is_no_socket_fails(target, directory, local):
    (directory / "file").write_bytes(b"contents")

    assert target.open(local).fails.connect(Unix(b"file")) in {"ECONNREFUSED", "ENOTSOCK"}


@covers("posix:connect:unix-regular-file-error")
def test_connect_to_a_folder_fails(target, local, folder):
    assert target.open(local).fails.connect(Unix(b"folder")) in {"ECONNREFUSED", "ENOTSOCK"}


@covers("posix:connect:unix-wrong-type-eprototype", "posix:connect:EPROTOTYPE")
def test_connect_to_a_socket_of_another_type_fails(target, peer, local):
    other = peer.socket("AF_UNIX", "SOCK_STREAM" if local.type != "SOCK_STREAM" else "SOCK_SEQPACKET")
    other.bind(Unix(b"other"))
    other.listen(1)

    assert target.open(local).fails.connect(other.address) == "EPROTOTYPE"


@covers("posix:connect:unix-no-permission-eacces", "posix:connect:EACCES")
def test_connect_to_a_socket_that_may_not_be_written_fails(unprivileged, peer, local, file_of):
    sock = peer.bound(local)
    file_of(sock.address).chmod(0o555)

    assert unprivileged.open(local).fails.connect(sock.address) == "EACCES"


@covers("posix:connect:unix-no-permission-eacces", "posix:connect:EACCES")
def test_connect_through_a_folder_that_may_not_be_searched_fails(unprivileged, peer, local, folder):
    sock = peer.open(local)
    sock.bind(Unix(b"folder/s"))
    folder.chmod(0o600)

    assert unprivileged.open(local).fails.connect(sock.address) == "EACCES"


@covers("linux:unix:write-permission-suffices")
def test_write_permission_is_all_that_connect_needs(unprivileged, peer, local_connection, file_of):
    listener = peer.listener(local_connection)
    file_of(listener.address).chmod(0o222)

    client = unprivileged.connect(listener)

    assert client.getpeername() == listener.address


@covers("posix:sendto:unix-dgram-missing-path-enoent", "posix:sendto:ENOENT")
def test_a_datagram_to_a_missing_path_fails(target, unix_datagram):
    assert target.open(unix_datagram).fails.sendto(b"lost", Unix(b"name")) == "ENOENT"


@covers("posix:sendto:ENOTDIR")
def test_a_datagram_to_a_path_below_a_file_fails(target, unix_datagram, below_a_file):
    assert target.open(unix_datagram).fails.sendto(b"lost", below_a_file) == "ENOTDIR"


@covers("posix:sendto:ELOOP")
def test_a_datagram_through_a_loop_of_links_fails(target, unix_datagram, loop):
    assert target.open(unix_datagram).fails.sendto(b"lost", loop) == "ELOOP"


@covers("posix:sendto:EACCES")
def test_a_datagram_to_a_socket_that_may_not_be_written_fails(unprivileged, peer, unix_datagram, file_of):
    sock = peer.bound(unix_datagram)
    file_of(sock.address).chmod(0o555)

    assert unprivileged.open(unix_datagram).fails.sendto(b"lost", sock.address) == "EACCES"

    assert sock.poll("POLLIN") == set()


@covers("posix:sendmsg:ENOENT")
def test_a_message_to_a_missing_path_fails(target, unix_datagram):
    assert target.open(unix_datagram).fails.sendmsg([b"lo", b"st"], address=Unix(b"name")) == "ENOENT"


@covers("posix:sendmsg:ENOTDIR")
def test_a_message_to_a_path_below_a_file_fails(target, unix_datagram, below_a_file):
    assert target.open(unix_datagram).fails.sendmsg([b"lo", b"st"], address=below_a_file) == "ENOTDIR"


@covers("posix:sendmsg:ELOOP")
def test_a_message_through_a_loop_of_links_fails(target, unix_datagram, loop):
    assert target.open(unix_datagram).fails.sendmsg([b"lo", b"st"], address=loop) == "ELOOP"


@covers("posix:unix:failed-connect-leaves-socket-usable")
def test_a_socket_whose_connect_failed_can_connect_elsewhere(target, peer, local_connection):
    listener = peer.listener(local_connection)
    sock = target.open(local_connection)
    assert sock.fails.connect(MISSING) == "ENOENT"

    sock.connect(listener.address)

    accepted, _ = listener.accept()
    accepted.send(b"at last")
    assert sock.recv(20) == b"at last"
