"""socket refuses what there is not, with the reason, and makes nothing."""
import pytest

covers = pytest.mark.covers

FAMILIES = ["AF_INET", "AF_INET6", "AF_UNIX"]
REFUSED_TYPE = {"EPROTOTYPE", "EPROTONOSUPPORT", "EINVAL", "ESOCKTNOSUPPORT"}


@pytest.fixture
def next_number(target):
    """The number that the next socket of the target gets."""
    sock = target.socket("AF_INET", "SOCK_DGRAM")
    number, _ = sock.descriptor()
    sock.close()
    return number


@covers("posix:socket:unsupported-family-eafnosupport", "posix:socket:EAFNOSUPPORT")
@pytest.mark.parametrize("family", [0, 77, 9999])
@pytest.mark.parametrize("type", ["SOCK_STREAM", "SOCK_DGRAM"])
def test_a_family_that_there_is_not_is_refused(target, family, type):
    assert target.fails.socket(family, type) == "EAFNOSUPPORT"


@covers("posix:socket:invalid-type-error")
@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("type", [0, 9, 75])
def test_a_type_that_there_is_not_is_refused(target, family, type):
    assert target.fails.socket(family, type) in REFUSED_TYPE


@covers("linux:socket:invalid-type-einval")
@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("type", [11, 15, 75])
def test_a_type_beyond_all_types_is_invalid(target, family, type):
    assert target.fails.socket(family, type) == "EINVAL"


@covers("linux:socket:unknown-type-esocktnosupport")
@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("type", [0, "SOCK_RDM", 6, 9])
def test_a_type_that_the_family_does_not_have_is_not_supported(target, family, type):
    assert target.fails.socket(family, type) == "ESOCKTNOSUPPORT"


@covers("posix:socket:type-protocol-mismatch-error", "posix:socket:EPROTOTYPE")
@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6"])
@pytest.mark.parametrize(("type", "protocol"), [("SOCK_STREAM", "IPPROTO_UDP"), ("SOCK_DGRAM", "IPPROTO_TCP")])
def test_a_protocol_of_another_type_is_refused(target, family, type, protocol):
    assert target.fails.socket(family, type, protocol) in {"EPROTONOSUPPORT", "EPROTOTYPE"}


@covers("linux:socket:type-protocol-mismatch-eprotonosupport")
@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6"])
@pytest.mark.parametrize(("type", "protocol"), [("SOCK_STREAM", "IPPROTO_UDP"), ("SOCK_DGRAM", "IPPROTO_TCP")])
def test_a_protocol_of_another_type_is_not_supported(target, family, type, protocol):
    assert target.fails.socket(family, type, protocol) == "EPROTONOSUPPORT"


@covers("posix:socket:unknown-protocol-error", "posix:socket:EPROTONOSUPPORT")
@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("type", ["SOCK_STREAM", "SOCK_DGRAM"])
@pytest.mark.parametrize("protocol", [77, 254])
def test_a_protocol_that_the_family_does_not_have_is_refused(target, family, type, protocol):
    assert target.fails.socket(family, type, protocol) == "EPROTONOSUPPORT"


@covers("posix:socket:inet-seqpacket-unsupported")
@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6"])
def test_seqpacket_over_ip_is_refused(target, family):
    assert target.fails.socket(family, "SOCK_SEQPACKET") in {"ESOCKTNOSUPPORT", "EPROTOTYPE", "EPROTONOSUPPORT"}


@covers("posix:socket:raw-unprivileged-refused", "posix:socket:EACCES")
@pytest.mark.parametrize(("family", "protocol"), [("AF_INET", "IPPROTO_ICMP"), ("AF_INET", "IPPROTO_UDP"), ("AF_INET6", "IPPROTO_UDP")])
def test_a_raw_socket_needs_privilege(unprivileged, family, protocol):
    assert unprivileged.fails.socket(family, "SOCK_RAW", protocol) in {"EPERM", "EACCES", "EPROTONOSUPPORT"}


@covers("linux:socket:raw-unprivileged-eperm")
@pytest.mark.parametrize(("family", "protocol"), [("AF_INET", "IPPROTO_ICMP"), ("AF_INET", "IPPROTO_UDP"), ("AF_INET6", "IPPROTO_UDP")])
def test_a_raw_socket_is_not_permitted_without_privilege(unprivileged, family, protocol):
    assert unprivileged.fails.socket(family, "SOCK_RAW", protocol) == "EPERM"


@covers("posix:socket:failure-opens-nothing")
@pytest.mark.parametrize(("family", "type", "protocol"), [
    (9999, "SOCK_STREAM", 0), ("AF_INET", 75, 0), ("AF_UNIX", 0, 0),
    ("AF_INET6", "SOCK_STREAM", "IPPROTO_UDP"), ("AF_UNIX", "SOCK_DGRAM", 77)])
def test_a_socket_that_was_refused_takes_no_number(target, next_number, family, type, protocol):
    target.fails.socket(family, type, protocol)

    assert target.socket("AF_INET", "SOCK_DGRAM").descriptor()[0] == next_number
