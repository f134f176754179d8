"""Names, levels and sizes of options: what setsockopt and getsockopt take, cut and refuse."""
import errno
import sys

import pytest

covers = pytest.mark.covers
NOT_SUPPORTED = {"EOPNOTSUPP", "ENOTSUP"}     # one number on Linux, two names
REFUSED = {"ENOPROTOOPT", "EINVAL"} | NOT_SUPPORTED
UNKNOWN, NO_LEVEL = 9999, 12345


def as_int(value):
    """A C int as it lies in memory."""
    return value.to_bytes(4, sys.byteorder)


@covers("posix:setsockopt:unknown-name-enoprotoopt", "posix:getsockopt:ENOPROTOOPT")
def test_an_unknown_option_cannot_be_read(target, any_kind):
    assert target.open(any_kind).fails.getsockopt(UNKNOWN, level="SOL_SOCKET") in {"ENOPROTOOPT", "EINVAL"}


@covers("posix:setsockopt:unknown-name-enoprotoopt", "posix:setsockopt:ENOPROTOOPT")
def test_an_unknown_option_cannot_be_set(target, any_kind):
    assert target.open(any_kind).fails.setsockopt(UNKNOWN, 1, level="SOL_SOCKET") in {"ENOPROTOOPT", "EINVAL"}


@covers("linux:setsockopt:unknown-name-is-enoprotoopt")
def test_linux_calls_an_unknown_socket_option_enoprotoopt(target, any_kind):
    sock = target.open(any_kind)

    assert sock.fails.getsockopt(UNKNOWN, level="SOL_SOCKET") == "ENOPROTOOPT"
    assert sock.fails.setsockopt(UNKNOWN, 1, level="SOL_SOCKET") == "ENOPROTOOPT"


@covers("linux:setsockopt:unknown-name-is-enoprotoopt")
def test_linux_calls_an_unknown_tcp_option_enoprotoopt(target, tcp):
    sock = target.open(tcp)

    assert sock.fails.getsockopt(UNKNOWN, level="IPPROTO_TCP") == "ENOPROTOOPT"
    assert sock.fails.setsockopt(UNKNOWN, 1, level="IPPROTO_TCP") == "ENOPROTOOPT"


@covers("linux:setsockopt:unknown-name-is-enoprotoopt")
def test_linux_calls_an_unknown_ipv4_option_enoprotoopt(target, inet4):
    sock = target.open(inet4)

    assert sock.fails.getsockopt(UNKNOWN, level="IPPROTO_IP") == "ENOPROTOOPT"
    assert sock.fails.setsockopt(UNKNOWN, 1, level="IPPROTO_IP") == "ENOPROTOOPT"


@covers("linux:setsockopt:unknown-name-is-enoprotoopt")
def test_linux_calls_an_unknown_ipv6_option_enoprotoopt(target, inet6):
    sock = target.open(inet6)

    assert sock.fails.getsockopt(UNKNOWN, level="IPPROTO_IPV6") == "ENOPROTOOPT"
    assert sock.fails.setsockopt(UNKNOWN, 1, level="IPPROTO_IPV6") == "ENOPROTOOPT"


@covers("posix:setsockopt:unknown-level-error")
def test_no_option_of_an_unknown_level_can_be_read(target, any_kind):
    assert target.open(any_kind).fails.getsockopt(1, level=NO_LEVEL) in REFUSED


@covers("posix:setsockopt:unknown-level-error")
def test_no_option_of_an_unknown_level_can_be_set(target, any_kind):
    assert target.open(any_kind).fails.setsockopt(1, 1, level=NO_LEVEL) in REFUSED


@covers("linux:setsockopt:unknown-level-is-eopnotsupp")
def test_linux_calls_an_unknown_level_of_an_ipv4_socket_eopnotsupp_to_read(target, inet4):
    sock = target.open(inet4)

    assert sock.fails.getsockopt(1, level=NO_LEVEL) in NOT_SUPPORTED
    assert sock.fails.setsockopt(1, 1, level=NO_LEVEL) == "ENOPROTOOPT"


@covers("linux:setsockopt:unknown-level-is-eopnotsupp")
def test_linux_calls_an_unknown_level_of_an_ipv6_socket_enoprotoopt(target, inet6):
    sock = target.open(inet6)

    assert sock.fails.getsockopt(1, level=NO_LEVEL) == "ENOPROTOOPT"
    assert sock.fails.setsockopt(1, 1, level=NO_LEVEL) == "ENOPROTOOPT"


@covers("linux:setsockopt:unknown-level-is-eopnotsupp")
def test_linux_calls_an_unknown_level_of_an_af_unix_socket_eopnotsupp(target, local):
    sock = target.open(local)

    assert sock.fails.getsockopt(1, level=NO_LEVEL) in NOT_SUPPORTED
    assert sock.fails.setsockopt(1, 1, level=NO_LEVEL) in NOT_SUPPORTED


@covers("posix:setsockopt:tcp-level-on-udp-rejected")
def test_a_tcp_option_of_a_udp_socket_cannot_be_read(target, udp):
    assert target.open(udp).fails.getsockopt("TCP_NODELAY") in REFUSED


@covers("posix:setsockopt:tcp-level-on-udp-rejected")
def test_a_tcp_option_of_a_udp_socket_cannot_be_set(target, udp):
    assert target.open(udp).fails.setsockopt("TCP_NODELAY", 1) in REFUSED


@covers("linux:setsockopt:tcp-level-on-unix-rejected")
def test_a_tcp_option_of_an_af_unix_socket_is_refused(target, local):
    sock = target.open(local)

    assert sock.fails.getsockopt("TCP_NODELAY") in NOT_SUPPORTED
    assert sock.fails.setsockopt("TCP_NODELAY", 1) in NOT_SUPPORTED


@covers("posix:setsockopt:v6-level-on-v4-socket-rejected")
def test_an_ipv6_option_of_an_ipv4_socket_cannot_be_set(target, inet4):
    assert target.open(inet4).fails.setsockopt("IPV6_UNICAST_HOPS", 9) in {"ENOPROTOOPT", "EINVAL"}


@covers("linux:setsockopt:v6-level-on-v4-socket-cannot-be-read")
def test_an_ipv6_option_of_an_ipv4_socket_cannot_be_read(target, inet4):
    assert target.open(inet4).fails.getsockopt("IPV6_UNICAST_HOPS") in NOT_SUPPORTED


@covers("linux:setsockopt:short-value-einval")
def test_a_value_shorter_than_its_type_is_refused(target, any_kind):
    sock = target.open(any_kind)

    errors = [sock.fails.setsockopt("SO_KEEPALIVE", b"\x01" * size) for size in (0, 1, 3)]

    assert errors == ["EINVAL"] * 3

    assert sock.getsockopt("SO_KEEPALIVE") == 0


@covers("linux:setsockopt:short-value-einval")
def test_a_tcp_value_shorter_than_its_type_is_refused(target, tcp):
    sock = target.open(tcp)

    assert sock.fails.setsockopt("TCP_NODELAY", b"\x01\x01\x01") == "EINVAL"

    assert sock.getsockopt("TCP_NODELAY") == 0


@covers("posix:setsockopt:long-value-accepted")
def test_of_a_value_longer_than_its_type_the_beginning_counts_or_it_is_refused(target, any_kind, choice):
    sock = target.open(any_kind)

    refusal = None
    try:
        sock.setsockopt("SO_RCVLOWAT", as_int(7) + b"\xff" * 4)
    except OSError as error:
        refusal = errno.errorcode[error.errno]

    choice("posix:setsockopt:long-value-accepted", refusal or "used the beginning")
    assert refusal == "EINVAL" or sock.getsockopt("SO_RCVLOWAT") == 7


@covers("linux:setsockopt:long-value-leading-part")
def test_linux_takes_the_beginning_of_a_value_longer_than_its_type(target, any_kind):
    sock = target.open(any_kind)

    sock.setsockopt("SO_RCVLOWAT", as_int(7) + b"\xff" * 4)

    assert sock.getsockopt("SO_RCVLOWAT") == 7


@covers("posix:setsockopt:get-truncates-silently")
def test_a_value_is_cut_to_a_shorter_buffer(target, any_kind):
    sock = target.open(any_kind)
    sock.setsockopt("SO_RCVLOWAT", 0x0304)

    cut = [sock.getsockopt("SO_RCVLOWAT", size=size) for size in (1, 2, 3)]

    assert cut == [as_int(0x0304)[:size] for size in (1, 2, 3)]


@covers("posix:setsockopt:get-truncates-silently")
def test_a_structure_is_cut_to_a_shorter_buffer(target, any_kind):
    sock = target.open(any_kind)
    sock.setsockopt("SO_LINGER", {"onoff": 1, "linger": 0x0102})

    cut = [sock.getsockopt("SO_LINGER", size=size) for size in (1, 4, 5, 7)]

    assert cut == [(as_int(1) + as_int(0x0102))[:size] for size in (1, 4, 5, 7)]


@covers("posix:setsockopt:get-reports-actual-length")
def test_of_a_longer_buffer_only_the_value_is_filled(target, any_kind):
    sock = target.open(any_kind)
    sock.setsockopt("SO_RCVLOWAT", 0x0506)

    filled = [sock.getsockopt("SO_RCVLOWAT", size=size) for size in (4, 5, 8, 64)]

    assert filled == [as_int(0x0506)] * 4


@covers("posix:setsockopt:get-reports-actual-length")
def test_a_structure_has_the_length_of_its_fields(target, any_kind):
    assert len(target.open(any_kind).getsockopt("SO_LINGER", size=64)) == 8


@covers("posix:setsockopt:closed-handle-ebadf", "posix:getsockopt:EBADF")
def test_no_option_of_a_closed_handle_can_be_read(target, any_kind):
    sock = target.open(any_kind)
    sock.close()

    assert sock.fails.getsockopt("SO_TYPE") == "EBADF"


@covers("posix:setsockopt:closed-handle-ebadf", "posix:setsockopt:EBADF")
def test_no_option_of_a_closed_handle_can_be_set(target, any_kind):
    sock = target.open(any_kind)
    sock.close()

    assert sock.fails.setsockopt("SO_KEEPALIVE", 1) == "EBADF"


@covers("posix:setsockopt:set-on-closed-connection")
def test_an_option_can_be_set_after_a_reset(tcp_reset):
    tcp_reset.setsockopt("SO_KEEPALIVE", 1)

    assert tcp_reset.getsockopt("SO_KEEPALIVE")
    assert tcp_reset.getsockopt("SO_ERROR") == "ECONNRESET"
