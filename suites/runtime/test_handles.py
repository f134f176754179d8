"""What becomes of a socket when its object is closed, detached or duplicated."""
import pytest

from harness.sockets import Kind

covers = pytest.mark.covers


@covers("python:close-twice", "posix:close:twice-ebadf")
def test_closing_a_second_time_does_nothing(any_pair):
    ours, _ = any_pair
    ours.close()

    assert ours.close() is None


@covers("python:close-twice", "posix:close:twice-ebadf")
def test_closing_a_second_time_does_not_close_who_has_the_number_now(target, any_pair, unix_stream):
    ours, _ = any_pair
    number, _ = ours.descriptor()
    ours.close()
    near, far = target.pair(unix_stream)
    assert number in {near.descriptor()[0], far.descriptor()[0]}

    ours.close()

    near.send(b"still open")
    assert far.recv(20) == b"still open"


@covers("python:closed-socket-ebadf")
def test_a_closed_socket_refuses_every_call(any_pair):
    ours, theirs = any_pair
    address = theirs.address
    ours.close()

    fails = ours.fails
    errors = [fails.send(b"x"), fails.sendmsg([b"x"]), fails.recv(1), fails.recvfrom(1), fails.recvmsg(1), fails.recv_into(1),
              fails.getsockname(), fails.getpeername(), fails.getsockopt("SO_TYPE"), fails.setsockopt("SO_KEEPALIVE", 1),
              fails.shutdown("SHUT_WR"), fails.connect(address), fails.listen(), fails.accept(), fails.setblocking(False), fails.dup()]

    assert set(errors) == {"EBADF"}


@covers("python:detach-keeps-socket")
def test_a_detached_socket_lives_on_under_its_number(any_pair):
    ours, theirs = any_pair
    number, flags = ours.descriptor()

    freed, told = ours.detach()

    assert told == number
    assert freed.descriptor() == (number, flags)
    freed.send(b"as before")
    assert theirs.recv(20) == b"as before"
    theirs.send(b"and back")
    assert freed.recv(20) == b"and back"


@covers("python:detach-empties-object")
def test_the_object_that_was_detached_is_closed(any_pair):
    ours, _ = any_pair

    ours.detach()

    assert [ours.fails.send(b"x"), ours.fails.recv(1), ours.fails.getsockname()] == ["EBADF", "EBADF", "EBADF"]


@covers("python:detach-empties-object")
def test_closing_the_object_that_was_detached_does_nothing(any_pair):
    ours, theirs = any_pair
    freed, _ = ours.detach()

    ours.close()

    freed.send(b"still here")
    assert theirs.recv(20) == b"still here"


@covers("python:detach-keeps-socket")
def test_a_socket_taken_up_by_its_number_knows_its_kind_and_names(any_pair):
    ours, theirs = any_pair
    names = ours.getsockname(), ours.getpeername()

    freed, _ = ours.detach()

    kind: Kind = ours.kind
    assert [freed.getsockopt(name) for name in ("SO_DOMAIN", "SO_TYPE")] == [kind.family, kind.type]
    assert (freed.getsockname(), freed.getpeername()) == names


@covers("python:detach-keeps-socket")
def test_a_detached_listener_goes_on_accepting(peer, connection_listener):
    client = peer.connect(connection_listener)

    freed, _ = connection_listener.detach()

    accepted, _ = freed.accept()
    client.send(b"hello")
    assert accepted.recv(10) == b"hello"


@covers("python:dup-same-socket")
def test_a_duplicate_is_another_number_for_the_same_socket(any_pair):
    ours, theirs = any_pair
    names = ours.getsockname(), ours.getpeername()

    other = ours.dup()

    assert other.descriptor()[0] != ours.descriptor()[0]
    assert (other.getsockname(), other.getpeername()) == names
    other.send(b"by the duplicate")
    assert theirs.recv(20) == b"by the duplicate"
    ours.send(b"by the original")
    assert theirs.recv(20) == b"by the original"
    theirs.send(b"to both")
    assert other.recv(20) == b"to both"
    assert ours.poll("POLLIN") == set()


@covers("python:dup-same-socket")
def test_an_option_set_on_a_duplicate_is_the_original_s_too(any_pair):
    ours, _ = any_pair
    other = ours.dup()

    other.setsockopt("SO_SNDBUF", 12_345)
    ours.setsockopt("SO_KEEPALIVE", 1)

    assert ours.getsockopt("SO_SNDBUF") == other.getsockopt("SO_SNDBUF")
    assert other.getsockopt("SO_KEEPALIVE")


@covers("python:dup-same-socket", "posix:close:duplicate-keeps-connection", "posix:close:last-duplicate-ends-connection")
@pytest.mark.parametrize("first", ["original", "duplicate"])
def test_a_connection_ends_when_original_and_duplicate_are_closed(connection_pair, first):
    ours, theirs = connection_pair
    handles = [ours, ours.dup()] if first == "original" else [ours.dup(), ours]
    handles[0].close()
    handles[1].send(b"not yet")
    assert theirs.recv(20) == b"not yet"
    assert theirs.poll("POLLIN") == set()

    handles[1].close()

    assert theirs.recv(20) == b""


@covers("python:dup-same-socket")
def test_a_duplicate_of_a_listener_accepts(peer, connection_listener):
    other = connection_listener.dup()
    connection_listener.close()

    client = peer.open(connection_listener.kind)
    client.connect(other.address)

    accepted, _ = other.accept()
    accepted.send(b"hello")
    assert client.recv(10) == b"hello"


@covers("python:dup-timeout")
@pytest.mark.waits
def test_a_duplicate_has_the_timeout_of_its_original(any_pair):
    ours, _ = any_pair
    ours.settimeout(0.05)

    other = ours.dup()

    assert other.gettimeout() == 0.05
    receiving = other.start.recv(1)
    assert receiving.error() == "TimeoutError"
    assert receiving.seconds >= 0.05


@covers("python:not-inheritable")
def test_no_socket_that_was_made_is_inherited_by_programs(target, peer, any_kind):
    made = [target.open(any_kind), target.open(any_kind).dup()]
    if not any_kind.inet:
        made += target.pair(any_kind)

    assert [sock.descriptor()[1] for sock in made] == [{"FD_CLOEXEC"}] * len(made)


@covers("python:not-inheritable")
def test_no_socket_that_was_accepted_is_inherited_by_programs(peer, connection_listener):
    peer.connect(connection_listener)
    accepted, _ = connection_listener.accept()

    assert accepted.descriptor()[1] == {"FD_CLOEXEC"}
