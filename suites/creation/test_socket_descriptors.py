"""A new socket takes the lowest number that is free, and there must be one."""
import pytest

covers = pytest.mark.covers


@covers("posix:socket:lowest-free-descriptor")
def test_a_socket_takes_the_lowest_free_number(target, any_kind):
    socks = [target.open(any_kind) for _ in range(4)]
    freed, _ = socks[1].descriptor()
    socks[1].close()

    sock = target.open(any_kind)

    assert sock.descriptor()[0] == freed


@covers("posix:socket:lowest-free-descriptor")
def test_sockets_take_the_lower_of_two_free_numbers_first(target, any_kind):
    socks = [target.open(any_kind) for _ in range(5)]
    lower, higher = socks[1].descriptor()[0], socks[3].descriptor()[0]
    socks[3].close()
    socks[1].close()

    first, second = target.open(any_kind), target.open(any_kind)

    assert (first.descriptor()[0], second.descriptor()[0]) == (lower, higher)


@covers("posix:socket:lowest-free-descriptor")
def test_a_socket_takes_the_number_that_a_duplicate_had(target, any_kind):
    duplicate = target.open(any_kind).dup()
    lowest, _ = duplicate.descriptor()
    duplicate.close()

    sock = target.open(any_kind)

    assert sock.descriptor()[0] == lowest


@covers("posix:socketpair:lowest-free-descriptors")
def test_a_pair_takes_the_two_lowest_free_numbers(target, local):
    socks = [target.open(local) for _ in range(5)]
    freed = {socks[1].descriptor()[0], socks[3].descriptor()[0]}
    socks[3].close()
    socks[1].close()

    pair = target.pair(local)

    assert {sock.descriptor()[0] for sock in pair} == freed


@covers("posix:socket:descriptor-exhaustion-emfile", "posix:socket:EMFILE")
def test_without_a_free_number_no_socket_can_be_made(target, any_kind):
    target.spare(0)

    assert target.fails.socket(any_kind.family, any_kind.type) == "EMFILE"


@covers("posix:socket:descriptor-exhaustion-emfile")
def test_a_socket_can_be_made_again_when_a_number_is_free_again(target, any_kind):
    sock = target.open(any_kind)
    target.spare(0)
    target.fails.socket(any_kind.family, any_kind.type)

    sock.close()

    assert target.open(any_kind).getsockopt("SO_TYPE") == any_kind.type


@covers("posix:socket:descriptor-exhaustion-emfile")
def test_the_last_free_number_makes_one_socket(target, any_kind):
    target.spare(1)

    sock = target.open(any_kind)

    assert sock.getsockopt("SO_TYPE") == any_kind.type
    assert target.fails.socket(any_kind.family, any_kind.type) == "EMFILE"


@covers("posix:socketpair:EMFILE")
def test_without_a_free_number_no_pair_can_be_made(target, local):
    target.spare(0)

    assert target.fails.socketpair(local.family, local.type) == "EMFILE"


@covers("posix:socketpair:emfile-opens-nothing", "posix:socketpair:EMFILE")
def test_with_one_free_number_no_pair_can_be_made(target, local):
    target.spare(1)

    assert target.fails.socketpair(local.family, local.type) == "EMFILE"


@covers("posix:socketpair:emfile-opens-nothing")
def test_a_pair_that_could_not_be_made_leaves_the_last_number_free(target, local):
    target.spare(1)
    target.fails.socketpair(local.family, local.type)

    assert target.open(local).getsockopt("SO_TYPE") == local.type


@covers("posix:socketpair:emfile-opens-nothing")
def test_two_free_numbers_make_a_pair(target, local):
    target.spare(2)

    one, other = target.pair(local)

    one.send(b"a pair")
    assert other.recv(100) == b"a pair"
