"""getaddrinfo with names: of hosts, of services, and what it says when there is none."""
import pytest

from harness.lines import Inet
from harness.stage import Unavailable

covers = pytest.mark.covers

RESOLVING = 2.0
"""Seconds in which a resolver that notices that it reaches nobody says so."""


@pytest.fixture
def localhost(peer) -> str:
    """The name localhost, on a machine that knows it."""
    try:
        peer.getaddrinfo("localhost", 80)
    except OSError as unknown:
        raise Unavailable("localhost", f"this machine does not know localhost: {unknown}") from unknown
    return "localhost"


@pytest.fixture
def services(peer) -> None:
    """For tests that need names of services, on a machine that knows them."""
    try:
        peer.getaddrinfo(None, "http", "AF_INET", "SOCK_STREAM")
        peer.getaddrinfo(None, "tftp", "AF_INET", "SOCK_DGRAM")
    except OSError as unknown:
        raise Unavailable("services", f"this machine does not know the names of services: {unknown}") from unknown


def is_loopback(address) -> bool:
    """Whether an address is the machine's own."""
    return address.host.startswith("127.") if isinstance(address, Inet) else address.host == "::1"


def addresses(entries: list[dict]) -> list:
    """The addresses of entries in their order, each once: how many types each comes with differs between libraries."""
    return list(dict.fromkeys(entry["address"] for entry in entries))


@covers("posix:getaddrinfo:localhost-is-loopback")
def test_localhost_is_the_loopback_and_nothing_else(target, localhost):
    entries = target.getaddrinfo(localhost, 4711)

    assert entries
    assert all(is_loopback(entry["address"]) for entry in entries)
    assert {entry["address"].port for entry in entries} == {4711}


@covers("linux:getaddrinfo:hosts-file")
def test_localhost_has_the_addresses_that_the_peer_finds(target, peer, localhost):
    assert addresses(target.getaddrinfo(localhost, 4711)) == addresses(peer.getaddrinfo(localhost, 4711))


@covers("linux:getaddrinfo:hosts-file", "posix:getaddrinfo:v4mapped")
def test_localhost_has_the_mapped_addresses_that_the_peer_finds(target, peer, localhost):
    arguments = (localhost, 4711, "AF_INET6", "SOCK_STREAM", 0, "AI_V4MAPPED")

    assert addresses(target.getaddrinfo(*arguments)) == addresses(peer.getaddrinfo(*arguments))


@covers("linux:getaddrinfo:order")
@pytest.mark.parametrize("flags", [[], ["AI_PASSIVE"]])
def test_entries_come_in_the_order_that_the_peer_finds(target, peer, flags):
    arguments = (None, 4711, "AF_UNSPEC", 0, 0, *flags)

    assert addresses(target.getaddrinfo(*arguments)) == addresses(peer.getaddrinfo(*arguments))


@covers("posix:getaddrinfo:canonical-name")
def test_a_name_has_a_canonical_name_if_it_is_asked_for(target, localhost):
    entries = target.getaddrinfo(localhost, 4711, "AF_UNSPEC", 0, 0, "AI_CANONNAME")

    assert entries[0]["canonical"]


@covers("posix:getaddrinfo:non-numeric-with-numerichost-noname", "posix:getaddrinfo:EAI_NONAME")
@pytest.mark.parametrize("name", ["localhost", "host.example", "1.2.3.4.5", "256.1.1.1", ":::", "12345::", "fe80::1%no-such-interface"])
def test_a_name_is_no_number(target, name):
    assert target.fails.getaddrinfo(name, 4711, "AF_UNSPEC", "SOCK_STREAM", 0, "AI_NUMERICHOST") == "EAI_NONAME"


@covers("posix:getaddrinfo:EAI_NONAME", "posix:getaddrinfo:unknown-name-fails")
def test_a_name_that_nobody_has_is_not_found(target, private):
    asking = target.start.getaddrinfo("no-such-host.invalid", 4711, "AF_INET", "SOCK_STREAM")
    if asking.holds(RESOLVING):
        raise Unavailable("resolver", "this resolver waits for a name server, and there is none here")

    assert asking.error() in {"EAI_NONAME", "EAI_AGAIN", "EAI_FAIL", "EAI_NODATA"}


@covers("posix:getaddrinfo:both-null-noname", "posix:getaddrinfo:EAI_NONAME")
@pytest.mark.parametrize("flags", [[], ["AI_PASSIVE"]])
def test_neither_host_nor_service_is_nothing(target, flags):
    assert target.fails.getaddrinfo(None, None, "AF_UNSPEC", "SOCK_STREAM", 0, *flags) == "EAI_NONAME"


@covers("posix:getaddrinfo:address-of-another-family")
@pytest.mark.parametrize(("text", "family"), [("192.0.2.7", "AF_INET6"), ("2001:db8::7", "AF_INET")])
def test_a_number_of_another_family_is_refused(target, text, family):
    error = target.fails.getaddrinfo(text, 4711, family, "SOCK_STREAM", 0, "AI_NUMERICHOST")

    assert error in {"EAI_NONAME", "EAI_ADDRFAMILY", "EAI_FAMILY"}


@covers("posix:getaddrinfo:bad-family-eai-family", "posix:getaddrinfo:EAI_FAMILY")
@pytest.mark.parametrize("family", [9999, "AF_UNIX"])
def test_a_family_that_has_no_hosts_is_refused(target, family):
    assert target.fails.getaddrinfo("192.0.2.7", 4711, family, "SOCK_STREAM") == "EAI_FAMILY"


@covers("posix:getaddrinfo:EAI_SOCKTYPE")
def test_a_type_that_does_not_exist_is_refused(target):
    # without a service: it would not be recognised for that type either (EAI_SERVICE), and of two errors either may be told
    assert target.fails.getaddrinfo("192.0.2.7", None, "AF_INET", 99) == "EAI_SOCKTYPE"


@covers("posix:getaddrinfo:type-and-protocol-disagree")
@pytest.mark.parametrize(("type", "protocol"), [("SOCK_STREAM", "IPPROTO_UDP"), ("SOCK_DGRAM", "IPPROTO_TCP")])
def test_a_type_that_the_protocol_does_not_have_is_refused(target, type, protocol, choice):
    error = target.fails.getaddrinfo("192.0.2.7", 4711, "AF_INET", type, protocol)

    assert error in {"EAI_SOCKTYPE", "EAI_SERVICE", "EAI_NONAME"}
    choice("posix:getaddrinfo:type-and-protocol-disagree", error)


@covers("posix:getaddrinfo:EAI_BADFLAGS")
def test_a_flag_that_does_not_exist_is_refused(target):
    assert target.fails.getaddrinfo("192.0.2.7", 4711, "AF_INET", "SOCK_STREAM", 0, 0x40000000) == "EAI_BADFLAGS"


@covers("posix:getaddrinfo:canonical-name-of-nothing")
def test_a_canonical_name_of_no_host_is_refused_or_not_looked_for(target, choice):
    resolving = target.start.getaddrinfo(None, 4711, "AF_INET", "SOCK_STREAM", 0, "AI_CANONNAME")

    assert not resolving.blocked()
    taken = resolving.answer.fields.get("error", "resolved")
    assert taken in {"EAI_BADFLAGS", "EAI_NONAME", "resolved"}
    choice("posix:getaddrinfo:canonical-name-of-nothing", taken)


@covers("posix:getaddrinfo:service-name")
@pytest.mark.parametrize(("name", "type", "port"), [("http", "SOCK_STREAM", 80), ("smtp", "SOCK_STREAM", 25), ("tftp", "SOCK_DGRAM", 69)])
def test_the_name_of_a_service_is_its_port(target, services, name, type, port):
    entries = target.getaddrinfo("192.0.2.7", name, "AF_UNSPEC", type)

    assert [(entry["type"], entry["address"]) for entry in entries] == [(type, Inet("192.0.2.7", port))]


@covers("linux:getaddrinfo:service-name-any-type")
def test_a_service_that_only_one_type_has_comes_with_that_type(target, peer, services):
    entries = target.getaddrinfo("192.0.2.7", "tftp")

    assert {(entry["type"], entry["protocol"], entry["address"].port) for entry in entries} == {("SOCK_DGRAM", 17, 69)}


@covers("posix:getaddrinfo:EAI_SERVICE")
def test_a_service_that_only_another_type_has_is_not_found(target, services):
    assert target.fails.getaddrinfo("192.0.2.7", "tftp", "AF_INET", "SOCK_STREAM") == "EAI_SERVICE"


@covers("posix:getaddrinfo:EAI_SERVICE")
@pytest.mark.parametrize("name", ["no-such-service", "80x"])
def test_a_service_that_nobody_knows_is_not_found(target, name):
    assert target.fails.getaddrinfo("192.0.2.7", name, "AF_INET", "SOCK_STREAM") == "EAI_SERVICE"


@covers("posix:getaddrinfo:numericserv-refuses-names", "posix:getaddrinfo:EAI_NONAME")
def test_the_name_of_a_service_is_no_number(target):
    assert target.fails.getaddrinfo("192.0.2.7", "http", "AF_INET", "SOCK_STREAM", 0, "AI_NUMERICSERV") == "EAI_NONAME"


@covers("posix:getaddrinfo:numericserv-refuses-names")
def test_a_number_is_a_number(target):
    entries = target.getaddrinfo("192.0.2.7", "4711", "AF_INET", "SOCK_STREAM", 0, "AI_NUMERICSERV")

    assert [entry["address"] for entry in entries] == [Inet("192.0.2.7", 4711)]
