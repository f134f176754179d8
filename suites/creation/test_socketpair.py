"""socketpair makes two sockets that are connected to each other, and to nobody else."""
import pytest

from harness.lines import Unix

covers = pytest.mark.covers


@covers("posix:socketpair:connected-both-ways")
def test_what_one_end_sends_the_other_receives(target, local):
    one, other = target.pair(local)

    one.send(b"from one")
    other.send(b"from the other")

    assert other.recv(100) == b"from one"
    assert one.recv(100) == b"from the other"


@covers("posix:socketpair:connected-both-ways")
def test_what_an_end_sends_does_not_come_back_to_it(target, local):
    one, other = target.pair(local)

    one.send(b"away")

    assert one.poll("POLLIN") == set()
    assert other.poll("POLLIN") == {"POLLIN"}


@covers("posix:socketpair:connected-both-ways")
def test_pairs_are_connected_to_nobody_else(target, local):
    pairs = [target.pair(local) for _ in range(3)]

    for number, (one, other) in enumerate(pairs):
        one.send(b"to the other of %d" % number)
        other.send(b"to the one of %d" % number)

    for number, (one, other) in enumerate(pairs):
        assert one.recv(100) == b"to the one of %d" % number
        assert other.recv(100) == b"to the other of %d" % number


@covers("posix:socketpair:connected-both-ways")
@pytest.mark.parametrize("size", [1, 4097, 100_003])
def test_a_pair_carries_much_and_little(target, local_connection, size):
    one, other = target.pair(local_connection)
    one.setsockopt("SO_SNDBUF", 400_000)

    pouring = one.start.pour(size, chunk=size)

    drained = other.drain(size, chunk=size)
    assert pouring.result().count == size
    assert (drained.count, drained.good) == (size, size)


@covers("posix:socketpair:type")
def test_both_ends_of_a_pair_are_of_the_type_that_was_asked_for(target, local):
    pair = target.socketpair("AF_UNIX", local.type)

    assert [sock.getsockopt("SO_TYPE") for sock in pair] == [local.type] * 2
    assert [sock.getsockopt("SO_DOMAIN") for sock in pair] == ["AF_UNIX"] * 2


@covers("posix:socketpair:type")
def test_a_pair_keeps_boundaries_if_its_type_does(target, local_message):
    one, other = target.pair(local_message)

    one.send(b"first")
    one.send(b"second")
    one.send(b"third")
    other.send(b"the other way")

    assert [other.recv(100), other.recv(100), other.recv(100)] == [b"first", b"second", b"third"]
    assert one.recv(100) == b"the other way"


@covers("posix:socketpair:type")
def test_a_stream_pair_keeps_no_boundaries(target, unix_stream):
    one, other = target.pair(unix_stream)

    other.send(b"first")
    other.send(b"second")

    assert one.recv(100) == b"firstsecond"


@covers("posix:socketpair:type")
def test_both_ends_of_a_pair_can_send_and_are_not_readable(target, local):
    one, other = target.pair(local)

    assert [sock.poll("POLLIN", "POLLOUT", "POLLRDHUP") for sock in (one, other)] == [{"POLLOUT"}] * 2


@covers("linux:socketpair:ends-are-unnamed")
def test_the_ends_of_a_pair_have_no_name(target, local):
    one, other = target.pair(local)

    assert one.getsockname() == Unix(b"")
    assert other.getsockname() == Unix(b"")


@covers("posix:socketpair:two-distinct-handles")
def test_the_ends_of_a_pair_have_different_numbers(target, local):
    pairs = [target.pair(local) for _ in range(3)]

    assert len({sock.descriptor()[0] for pair in pairs for sock in pair}) == 6


@covers("posix:socketpair:two-distinct-handles")
def test_closing_one_end_ends_the_stream_of_the_other(target, local_connection):
    one, other = target.pair(local_connection)
    one.send(b"last words")

    one.close()

    assert other.recv(100) == b"last words"
    assert other.recv(100) == b""


@covers("posix:socketpair:two-distinct-handles")
def test_closing_one_end_of_a_datagram_pair_leaves_the_other_usable(target, unix_datagram):
    one, other = target.pair(unix_datagram)
    one.send(b"last words")

    one.close()

    assert other.recv(100) == b"last words"
    assert other.fails.send(b"anyone?") == "ECONNREFUSED"


@covers("posix:socketpair:two-distinct-handles")
def test_closing_the_other_end_ends_the_stream_of_the_first(target, local_connection):
    one, other = target.pair(local_connection)

    other.close()

    assert one.recv(100) == b""
    assert one.fails.send(b"anyone?") == "EPIPE"


@covers("posix:socketpair:flags-apply-to-both")
def test_both_ends_of_a_pair_can_be_made_nonblocking_and_close_on_exec(target, local):
    pair = target.pair(local, "SOCK_NONBLOCK", "SOCK_CLOEXEC")

    assert [sock.descriptor()[1] for sock in pair] == [{"O_NONBLOCK", "FD_CLOEXEC"}] * 2


@covers("posix:socketpair:flags-apply-to-both")
def test_both_ends_of_a_nonblocking_pair_do_not_wait(target, local):
    one, other = target.pair(local, "SOCK_NONBLOCK")

    assert one.fails.recv(10) in {"EAGAIN", "EWOULDBLOCK"}
    assert other.fails.recv(10) in {"EAGAIN", "EWOULDBLOCK"}


@covers("posix:socketpair:flags-apply-to-both")
def test_the_type_of_a_nonblocking_pair_is_without_the_flag(target, local):
    pair = target.pair(local, "SOCK_NONBLOCK")

    assert [sock.getsockopt("SO_TYPE") for sock in pair] == [local.type] * 2


@covers("posix:socketpair:flags-apply-to-both")
def test_both_ends_of_a_pair_made_without_flags_are_blocking(target, local):
    pair = target.pair(local)

    assert all("O_NONBLOCK" not in sock.descriptor()[1] for sock in pair)


@covers("posix:socketpair:flags-apply-to-both")
def test_the_first_end_of_a_pair_waits_for_data(target, local):
    one, other = target.pair(local)
    receiving = one.start.recv(10)
    assert receiving.blocked()

    other.send(b"late")

    assert receiving.result() == b"late"


@covers("posix:socketpair:flags-apply-to-both")
def test_the_second_end_of_a_pair_waits_for_data(target, local):
    one, other = target.pair(local)
    receiving = other.start.recv(10)
    assert receiving.blocked()

    one.send(b"late")

    assert receiving.result() == b"late"


@covers("linux:socketpair:credentials-are-the-callers")
def test_both_ends_of_a_pair_know_who_made_it(target, local_connection):
    one, other = target.pair(local_connection)

    assert one.getsockopt("SO_PEERCRED") == other.getsockopt("SO_PEERCRED")
    assert one.getsockopt("SO_PEERCRED")["pid"] > 1
    assert one.getsockopt("SO_PEERCRED")["pid"] == target.pair(local_connection)[0].getsockopt("SO_PEERCRED")["pid"]


@covers("posix:socketpair:inet-eopnotsupp", "posix:socketpair:EOPNOTSUPP")
def test_ip_sockets_make_no_pair(target, inet):
    assert target.fails.socketpair(inet.family, inet.type) in {"EOPNOTSUPP", "ENOTSUP", "EAFNOSUPPORT"}


@covers("linux:socketpair:inet-eopnotsupp")
def test_pairs_of_ip_sockets_are_not_supported(target, inet):
    assert target.fails.socketpair(inet.family, inet.type) in {"EOPNOTSUPP", "ENOTSUP"}


@covers("posix:socketpair:bad-type-error", "posix:socketpair:EPROTOTYPE")
@pytest.mark.parametrize("type", [0, 6, 75])
def test_a_pair_of_a_type_that_there_is_not_is_refused(target, type):
    assert target.fails.socketpair("AF_UNIX", type) in {"EPROTOTYPE", "EPROTONOSUPPORT", "EINVAL", "ESOCKTNOSUPPORT"}


@covers("posix:socketpair:EAFNOSUPPORT")
@pytest.mark.parametrize("family", [0, 77, 9999])
def test_a_pair_of_a_family_that_there_is_not_is_refused(target, family):
    assert target.fails.socketpair(family, "SOCK_STREAM") == "EAFNOSUPPORT"


@covers("posix:socketpair:EPROTONOSUPPORT")
def test_a_pair_of_a_protocol_that_there_is_not_is_refused(target, local):
    assert target.fails.socketpair("AF_UNIX", local.type, 77) == "EPROTONOSUPPORT"


@covers("posix:socketpair:failure-opens-nothing")
@pytest.mark.parametrize(("family", "type", "protocol"), [
    (9999, "SOCK_STREAM", 0), ("AF_INET", "SOCK_STREAM", 0), ("AF_INET6", "SOCK_DGRAM", 0),
    ("AF_UNIX", 75, 0), ("AF_UNIX", "SOCK_DGRAM", 77)])
def test_a_pair_that_was_refused_takes_no_numbers(target, family, type, protocol):
    first = target.socket("AF_UNIX", "SOCK_DGRAM")
    number, _ = first.descriptor()
    first.close()

    target.fails.socketpair(family, type, protocol)

    assert target.socket("AF_UNIX", "SOCK_DGRAM").descriptor()[0] == number
