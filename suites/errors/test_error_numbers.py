"""Every error has a number that the platform knows."""
import errno

import pytest

from harness.sockets import NOWHERE

covers = pytest.mark.covers


def known(call) -> bool:
    """Whether a call failed with a number above 0 that has the error's name."""
    name, number = call.error(), call.answer.fields["number"]
    return number > 0 and getattr(errno, name, None) == number


@covers("posix:errors:error-numbers-not-zero")
def test_the_number_of_a_call_that_would_block(any_pair):
    assert known(any_pair.ours.start.recv(10, "MSG_DONTWAIT"))


@covers("posix:errors:error-numbers-not-zero")
def test_the_number_of_a_name_that_nobody_has(target, any_kind):
    assert known(target.open(any_kind).start.getpeername())


@covers("posix:errors:error-numbers-not-zero")
def test_the_number_of_a_name_that_is_taken(target, peer, any_kind):
    assert known(target.open(any_kind).start.bind(peer.bound(any_kind).address))


@covers("posix:errors:error-numbers-not-zero")
def test_the_number_of_a_refused_connect(target, peer, tcp):
    assert known(target.open(tcp).start.connect(peer.at(tcp, NOWHERE)))


@covers("posix:errors:error-numbers-not-zero")
def test_the_number_of_a_reset(tcp_reset):
    assert known(tcp_reset.start.recv(10))


@covers("posix:errors:error-numbers-not-zero")
def test_the_number_of_a_broken_pipe(connection_pair):
    connection_pair.ours.shutdown("SHUT_WR")

    assert known(connection_pair.ours.start.send(b"too late"))


@covers("posix:errors:error-numbers-not-zero")
def test_the_number_of_a_closed_handle(target, any_kind):
    sock = target.open(any_kind)
    sock.close()

    assert known(sock.start.getsockname())


@covers("posix:errors:error-numbers-not-zero")
def test_the_number_of_an_accept_where_nobody_listens(target, connection):
    assert known(target.bound(connection).start.accept())


@covers("posix:errors:error-numbers-not-zero")
def test_the_number_of_an_unknown_option(target, any_kind):
    assert known(target.open(any_kind).start.getsockopt(9999, level="SOL_SOCKET"))
