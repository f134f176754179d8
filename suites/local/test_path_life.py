"""A path leads to a socket for as long as its file is there; connections that were made do not depend on it."""
import os

import pytest

from harness.lines import Unix

covers = pytest.mark.covers


@covers("posix:unix:unlink-does-not-affect-connections")
def test_a_connection_goes_on_when_the_file_is_unlinked(target, peer, local_connection, file_of):
    listener = target.listener(local_connection)
    theirs = peer.connect(listener)
    ours, _ = listener.accept()

    file_of(listener.address).unlink()

    theirs.send(b"still here")
    assert ours.recv(20) == b"still here"
    ours.send(b"here too")
    assert theirs.recv(20) == b"here too"


@covers("posix:unix:unlink-does-not-affect-connections")
def test_a_client_that_waits_is_accepted_though_the_file_is_unlinked(target, peer, local_connection, file_of):
    listener = target.listener(local_connection)
    theirs = peer.connect(listener)

    file_of(listener.address).unlink()

    ours, _ = listener.accept()
    theirs.send(b"was in time")
    assert ours.recv(20) == b"was in time"


@covers("posix:unix:unlink-does-not-affect-connections", "posix:connect:ENOENT")
def test_no_client_finds_a_listener_whose_file_is_unlinked(target, peer, local_connection, file_of):
    listener = peer.listener(local_connection)
    path = listener.address

    file_of(path).unlink()

    assert target.open(local_connection).fails.connect(path) == "ENOENT"
    assert listener.address == path


@covers("posix:unix:unlink-does-not-affect-connections")
def test_connected_datagram_sockets_go_on_when_both_files_are_unlinked(target, peer, unix_datagram, file_of):
    ours, theirs = target.bound(unix_datagram), peer.bound(unix_datagram)
    ours.connect(theirs.address)
    theirs.connect(ours.address)

    file_of(ours.address).unlink()
    file_of(theirs.address).unlink()

    ours.send(b"there")
    assert theirs.recvfrom(20) == (b"there", ours.address)
    theirs.send(b"and back")
    assert ours.recvfrom(20) == (b"and back", theirs.address)


@covers("linux:unix:rename-listening-path")
def test_clients_reach_a_listener_by_the_new_name_of_its_file(target, peer, local_connection, a_path, file_of):
    listener = peer.listener(local_connection)
    old = listener.address

    file_of(old).rename(file_of(a_path))

    client = target.open(local_connection)
    client.connect(a_path)
    assert client.getpeername() == old
    accepted, _ = listener.accept()
    accepted.send(b"welcome")
    assert client.recv(20) == b"welcome"


@covers("linux:unix:rename-listening-path")
def test_a_renamed_listener_keeps_its_name_and_takes_clients(target, peer, local_connection, a_path, file_of):
    listener = target.listener(local_connection)
    old = listener.address

    file_of(old).rename(file_of(a_path))

    assert listener.getsockname() == old
    assert peer.open(local_connection).fails.connect(old) == "ENOENT"
    client = peer.open(local_connection)
    client.connect(a_path)
    accepted, _ = listener.accept()
    client.send(b"found you")
    assert accepted.recv(20) == b"found you"


@covers("posix:unix:rebind-after-unlink")
def test_a_path_that_was_unlinked_leads_to_the_next_who_binds_it(target, peer, local_connection, a_path, file_of):
    first, second = target.open(local_connection), target.open(local_connection)
    first.bind(a_path)
    first.listen(8)
    early = peer.connect(first)
    file_of(a_path).unlink()

    second.bind(a_path)
    second.listen(8)

    late = peer.connect(second)
    early.send(b"early")
    late.send(b"late")
    assert first.accept()[0].recv(10) == b"early"
    assert second.accept()[0].recv(10) == b"late"


@covers("posix:unix:rebind-after-unlink")
def test_the_first_owner_of_a_path_keeps_its_connections_only(target, peer, local_connection, a_path, file_of):
    first = target.open(local_connection)
    first.bind(a_path)
    first.listen(8)
    early = peer.connect(first)
    kept, _ = first.accept()
    file_of(a_path).unlink()
    second = target.open(local_connection)
    second.bind(a_path)
    second.listen(8)

    peer.connect(second)

    assert first.poll("POLLIN") == set()
    early.send(b"as ever")
    assert kept.recv(20) == b"as ever"


@covers("linux:unix:dgram-peer-fixed-at-connect")
def test_a_connected_datagram_socket_stays_with_the_socket_it_found(target, peer, unix_datagram, a_path, file_of):
    first, second = peer.open(unix_datagram), peer.open(unix_datagram)
    first.bind(a_path)
    sender = target.open(unix_datagram)
    sender.connect(a_path)
    file_of(a_path).unlink()
    second.bind(a_path)

    sender.send(b"for the first")
    target.open(unix_datagram).sendto(b"for the second", a_path)

    assert first.recv(20) == b"for the first"
    assert second.recv(20) == b"for the second"


@covers("posix:unix:relative-path", "posix:unix:absolute-path")
@pytest.mark.parametrize("form", ["relative", "absolute", "dotted"])
def test_the_peer_finds_a_listener_by_any_form_of_its_path(target, peer, local_connection, directory, form):
    path = {"relative": Unix(b"here"), "absolute": Unix(os.fsencode(directory) + b"/here"), "dotted": Unix(b"./here")}
    listener = target.open(local_connection)
    listener.bind(path[form])
    listener.listen(8)

    clients = {name: peer.open(local_connection) for name in path}
    for name, client in clients.items():
        client.connect(path[name])

    assert [client.getpeername() for client in clients.values()] == 3 * [path[form]]


@covers("posix:unix:relative-path", "posix:unix:absolute-path")
@pytest.mark.parametrize("form", ["relative", "absolute", "dotted"])
def test_the_target_finds_a_listener_by_any_form_of_its_path(target, peer, local_connection, directory, form):
    path = {"relative": Unix(b"here"), "absolute": Unix(os.fsencode(directory) + b"/here"), "dotted": Unix(b"./here")}
    listener = peer.open(local_connection)
    listener.bind(Unix(b"here"))
    listener.listen(8)

    client = target.open(local_connection)
    client.connect(path[form])

    assert client.getpeername() == Unix(b"here")
    accepted, _ = listener.accept()
    accepted.send(b"found")
    assert client.recv(10) == b"found"


@covers("posix:unix:relative-path", "posix:unix:absolute-path")
@pytest.mark.parametrize("form", ["relative", "absolute", "dotted"])
def test_a_datagram_finds_its_way_by_any_form_of_a_path(target, peer, unix_datagram, directory, form):
    path = {"relative": Unix(b"here"), "absolute": Unix(os.fsencode(directory) + b"/here"), "dotted": Unix(b"./here")}
    receiver = peer.open(unix_datagram)
    receiver.bind(Unix(b"here"))

    target.open(unix_datagram).sendto(b"a letter", path[form])

    assert receiver.recv(20) == b"a letter"


@covers("posix:unix:connect-through-symlink")
def test_connect_follows_a_symbolic_link(target, peer, directory, local_connection):
    listener = peer.listener(local_connection)
    (directory / "link").symlink_to(os.fsdecode(listener.address.path))

    client = target.open(local_connection)
    client.connect(Unix(b"link"))

    assert client.getpeername() == listener.address
    client.send(b"by the link")
    assert listener.accept()[0].recv(20) == b"by the link"


@covers("posix:unix:connect-through-symlink")
def test_a_datagram_follows_a_symbolic_link(target, peer, directory, unix_datagram):
    receiver = peer.bound(unix_datagram)
    (directory / "link").symlink_to(os.fsdecode(receiver.address.path))

    target.open(unix_datagram).sendto(b"by the link", Unix(b"link"))

    assert receiver.recv(20) == b"by the link"


@covers("posix:unix:bind-in-folder")
def test_the_folder_in_a_path_tells_one_listener_from_another(target, peer, local_connection, folder):
    listeners = [peer.open(local_connection), peer.open(local_connection)]
    for listener, path in zip(listeners, (b"name", b"folder/name"), strict=True):
        listener.bind(Unix(path))
        listener.listen(8)

    client = target.open(local_connection)
    client.connect(Unix(b"folder/name"))

    assert client.getpeername() == Unix(b"folder/name")
    client.send(b"into the folder")
    assert listeners[1].accept()[0].recv(20) == b"into the folder"


@covers("posix:unix:bind-in-folder")
def test_the_folder_in_a_path_tells_one_receiver_from_another(target, peer, unix_datagram, folder):
    outside, inside = peer.open(unix_datagram), peer.open(unix_datagram)
    outside.bind(Unix(b"name"))
    inside.bind(Unix(b"folder/name"))
    sender = target.open(unix_datagram)

    sender.sendto(b"by sendto", Unix(b"folder/name"))
    sender.sendmsg([b"by sendmsg"], address=Unix(b"folder/name"))

    assert [inside.recv(20), inside.recv(20)] == [b"by sendto", b"by sendmsg"]
    assert outside.poll("POLLIN") == set()
