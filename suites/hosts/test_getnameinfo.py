"""getnameinfo turns an address into text: numbers if asked, names if there are any."""
import pytest

from harness.lines import Inet, Inet6
from harness.stage import Unavailable

covers = pytest.mark.covers

NUMBERS = ("NI_NUMERICHOST", "NI_NUMERICSERV")
RESOLVING = 2.0
"""Seconds in which a resolver that notices that it reaches nobody says so."""
HOSTS = [Inet("127.0.0.1", 0), Inet("192.0.2.255", 0), Inet("10.20.30.40", 0), Inet("0.0.0.0", 0), Inet("255.255.255.255", 0),
         Inet6("::1", 0), Inet6("::", 0), Inet6("2001:db8::7", 0), Inet6("102:304:506:708:90a:b0c:d0e:f10", 0),
         Inet6("::ffff:192.0.2.1", 0)]


@pytest.fixture
def shell(peer) -> None:
    """For tests about port 514, which has one service by TCP and another by UDP, on a machine that knows them."""
    address = Inet("192.0.2.7", 514)
    known = [peer.getnameinfo(address, "NI_NUMERICHOST", *flags)[1] for flags in ([], ["NI_DGRAM"])]
    if known != ["shell", "syslog"]:
        raise Unavailable("services", f"this machine does not know the two services of port 514: {known}")


@covers("posix:getnameinfo:numeric-roundtrip")
@pytest.mark.parametrize("address", HOSTS, ids=lambda address: address.host)
def test_an_address_comes_back_from_its_text(target, address):
    host, service = target.getnameinfo(address._replace(port=4711), *NUMBERS)

    entries = target.getaddrinfo(host, service, "AF_UNSPEC", "SOCK_STREAM", 0, "AI_NUMERICHOST", "AI_NUMERICSERV")
    assert [entry["address"] for entry in entries] == [address._replace(port=4711)]


@covers("posix:getnameinfo:numeric-text")
@pytest.mark.parametrize("address", HOSTS, ids=lambda address: address.host)
def test_an_address_is_told_in_numbers(target, address):
    assert target.getnameinfo(address._replace(port=4711), *NUMBERS) == (address.host, "4711")


@covers("posix:getnameinfo:numeric-text")
@pytest.mark.parametrize("port", [0, 1, 9, 80, 255, 256, 258, 514, 8080, 32768, 65535])
def test_a_port_is_told_in_digits(target, port):
    assert target.getnameinfo(Inet("192.0.2.7", port), *NUMBERS) == ("192.0.2.7", str(port))
    assert target.getnameinfo(Inet6("2001:db8::7", port), *NUMBERS) == ("2001:db8::7", str(port))


@covers("linux:getnameinfo:scope")
@pytest.mark.parametrize("scope", [300, 70000])
def test_a_scope_without_an_interface_is_told_by_its_number(target, scope):
    assert target.getnameinfo(Inet6("fe80::abcd", 4711, 0, scope), *NUMBERS) == (f"fe80::abcd%{scope}", "4711")


@covers("linux:getnameinfo:scope")
def test_a_scope_is_told_by_its_interface(target, private):
    assert target.getnameinfo(Inet6("fe80::abcd", 4711, 0, 1), *NUMBERS) == ("fe80::abcd%lo", "4711")


@covers("posix:getnameinfo:service-name")
def test_a_port_is_told_by_the_name_of_its_stream_service(target, shell):
    assert target.getnameinfo(Inet("192.0.2.7", 514), "NI_NUMERICHOST") == ("192.0.2.7", "shell")


@covers("posix:getnameinfo:service-name")
def test_a_port_is_told_by_the_name_of_its_datagram_service_if_asked(target, shell):
    assert target.getnameinfo(Inet("192.0.2.7", 514), "NI_NUMERICHOST", "NI_DGRAM") == ("192.0.2.7", "syslog")
    assert target.getnameinfo(Inet6("2001:db8::7", 514), "NI_NUMERICHOST", "NI_DGRAM") == ("2001:db8::7", "syslog")


@covers("posix:getnameinfo:unknown-service-in-digits")
def test_a_port_without_a_service_is_told_in_digits(target, peer):
    address = Inet("192.0.2.7", 65533)
    if peer.getnameinfo(address, "NI_NUMERICHOST") != ("192.0.2.7", "65533"):
        raise Unavailable("services", "this machine knows a service of port 65533")

    assert target.getnameinfo(address, "NI_NUMERICHOST") == ("192.0.2.7", "65533")


@covers("linux:getnameinfo:hosts-file")
def test_the_loopback_has_the_name_that_the_peer_finds(target, peer):
    try:
        known = peer.getnameinfo(Inet("127.0.0.1", 4711), "NI_NAMEREQD", "NI_NUMERICSERV")
    except OSError as unknown:
        raise Unavailable("localhost", f"this machine has no name for its loopback: {unknown}") from unknown

    assert target.getnameinfo(Inet("127.0.0.1", 4711), "NI_NAMEREQD", "NI_NUMERICSERV") == known
    assert target.getnameinfo(Inet("127.0.0.1", 4711), "NI_NUMERICSERV") == known


@covers("posix:getnameinfo:namereqd-fails-without-name", "posix:getnameinfo:EAI_NONAME")
@pytest.mark.parametrize("address", [Inet("192.0.2.7", 4711), Inet6("2001:db8::7", 4711)])
def test_an_address_without_a_name_has_none_to_give(target, private, address):
    asking = target.start.getnameinfo(address, "NI_NAMEREQD")
    if asking.holds(RESOLVING):
        raise Unavailable("resolver", "this resolver waits for a name server, and there is none here")

    assert asking.error() in {"EAI_NONAME", "EAI_AGAIN", "EAI_FAIL"}


@covers("linux:getnameinfo:name-required-and-numeric")
def test_a_name_that_is_required_cannot_be_a_number(target):
    assert target.fails.getnameinfo(Inet("192.0.2.7", 4711), "NI_NAMEREQD", "NI_NUMERICHOST") == "EAI_NONAME"


@covers("posix:getnameinfo:EAI_BADFLAGS")
def test_a_flag_that_does_not_exist_is_refused(target):
    assert target.fails.getnameinfo(Inet("192.0.2.7", 4711), *NUMBERS, 0x40000000) == "EAI_BADFLAGS"


@covers("posix:getnameinfo:concurrent-calls")
def test_each_of_many_calls_at_once_gets_its_own_answer(target):
    calls = [target.start.getnameinfo(Inet(f"192.0.2.{number}", 1000 + number), *NUMBERS) for number in range(12)]

    assert [call.result() for call in calls] == [(f"192.0.2.{number}", str(1000 + number)) for number in range(12)]
