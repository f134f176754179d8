"""IPV6_V6ONLY as a value: off by default, kept, and fixed once a name is bound."""
import pytest

covers = pytest.mark.covers


@covers("posix:setsockopt:v6only-default-and-set")
def test_v6only_is_read_as_it_was_set(target, inet6):
    sock = target.open(inet6)

    sock.setsockopt("IPV6_V6ONLY", 1)
    assert sock.getsockopt("IPV6_V6ONLY") != 0

    sock.setsockopt("IPV6_V6ONLY", 0)
    assert sock.getsockopt("IPV6_V6ONLY") == 0


@covers("posix:setsockopt:v6only-default-and-set")
def test_v6only_is_kept_through_bind(target, inet6):
    sock = target.open(inet6)
    sock.setsockopt("IPV6_V6ONLY", 1)

    sock.bind(inet6.wildcard())

    assert sock.getsockopt("IPV6_V6ONLY")


@covers("linux:setsockopt:v6only-default-off")
def test_v6only_is_off_unless_set(target, inet6):
    assert target.open(inet6).getsockopt("IPV6_V6ONLY") == 0


@pytest.mark.parametrize("value", [0, 1])
@covers("linux:setsockopt:v6only-after-bind-einval")
def test_v6only_cannot_be_changed_once_a_name_is_bound(target, inet6, value):
    sock = target.open(inet6)
    sock.bind(inet6.wildcard())

    assert sock.fails.setsockopt("IPV6_V6ONLY", value) == "EINVAL"

    assert sock.getsockopt("IPV6_V6ONLY") == 0
