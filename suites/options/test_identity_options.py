"""What a socket is can be read from it, and not be changed: type, family, protocol, whether it listens."""
import pytest

from fixtures.sockets import listens

covers = pytest.mark.covers
READONLY = ("SO_TYPE", "SO_ERROR", "SO_ACCEPTCONN", "SO_DOMAIN", "SO_PROTOCOL")


@covers("posix:setsockopt:so-type-value")
def test_a_fresh_socket_tells_its_type(target, any_kind):
    assert target.open(any_kind).getsockopt("SO_TYPE") == any_kind.type


@covers("posix:setsockopt:so-type-value")
def test_a_nonblocking_socket_tells_its_type_and_no_flags(target, any_kind):
    assert target.open(any_kind, "SOCK_NONBLOCK", "SOCK_CLOEXEC").getsockopt("SO_TYPE") == any_kind.type


@covers("posix:setsockopt:so-type-value")
def test_an_accepted_socket_tells_its_type(connection_pair, connection):
    assert connection_pair.ours.getsockopt("SO_TYPE") == connection.type


@covers("posix:setsockopt:so-type-value")
def test_both_ends_of_a_pair_tell_their_type(local_pair_of_one, local):
    assert [end.getsockopt("SO_TYPE") for end in local_pair_of_one] == [local.type, local.type]


@covers("posix:setsockopt:so-domain-protocol")
def test_a_fresh_socket_tells_its_family(target, any_kind):
    assert target.open(any_kind).getsockopt("SO_DOMAIN") == any_kind.family


@covers("posix:setsockopt:so-domain-protocol")
def test_an_accepted_socket_tells_its_family(connection_pair, connection):
    assert connection_pair.ours.getsockopt("SO_DOMAIN") == connection.family


@covers("posix:setsockopt:so-domain-protocol")
def test_both_ends_of_a_pair_tell_their_family(local_pair_of_one):
    assert [end.getsockopt("SO_DOMAIN") for end in local_pair_of_one] == ["AF_UNIX", "AF_UNIX"]


@covers("posix:setsockopt:so-domain-protocol")
def test_a_tcp_socket_made_with_protocol_zero_tells_tcp(target, tcp):
    assert target.socket(tcp.family, tcp.type).getsockopt("SO_PROTOCOL") == "IPPROTO_TCP"


@covers("posix:setsockopt:so-domain-protocol")
def test_an_accepted_tcp_socket_tells_tcp(tcp_pair):
    assert tcp_pair.ours.getsockopt("SO_PROTOCOL") == "IPPROTO_TCP"


@covers("posix:setsockopt:so-domain-protocol")
def test_a_udp_socket_made_with_protocol_zero_tells_udp(target, udp):
    assert target.open(udp).getsockopt("SO_PROTOCOL") == "IPPROTO_UDP"


@covers("linux:setsockopt:so-protocol-of-unix-zero")
def test_an_af_unix_socket_has_no_protocol(target, local):
    assert target.open(local).getsockopt("SO_PROTOCOL", size=4) == bytes(4)


@covers("posix:listen:sets-acceptconn")
def test_a_socket_that_does_not_listen_says_so(target, any_kind):
    assert not listens(target.bound(any_kind))


@covers("posix:listen:sets-acceptconn")
def test_a_socket_that_listens_says_so(connection_listener):
    assert connection_listener.getsockopt("SO_ACCEPTCONN")


@covers("posix:listen:accepted-socket-not-acceptconn")
def test_an_accepted_socket_does_not_listen(connection_pair):
    assert connection_pair.ours.getsockopt("SO_ACCEPTCONN") == 0


@covers("posix:setsockopt:readonly-cannot-be-set", "linux:setsockopt:readonly-enoprotoopt")
def test_what_a_socket_is_cannot_be_set(target, any_kind):
    sock = target.open(any_kind)
    before = {option: sock.getsockopt(option) for option in READONLY}

    errors = {option: sock.fails.setsockopt(option, 3) for option in READONLY}

    assert errors == dict.fromkeys(READONLY, "ENOPROTOOPT")
    assert {option: sock.getsockopt(option) for option in READONLY} == before
