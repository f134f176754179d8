"""getaddrinfo turns numbers and nothing into addresses that sockets can use."""
import pytest

from harness.lines import Inet, Inet6

covers = pytest.mark.covers


def without_canonical_names(entries: list[dict]) -> list[dict]:
    """Entries as far as the text says what they are: whether there is a canonical name that nobody asked for, it leaves open."""
    return [{name: value for name, value in entry.items() if name != "canonical"} for entry in entries]


@covers("posix:getaddrinfo:numeric-v4")
@pytest.mark.parametrize("text", ["127.0.0.1", "192.0.2.255", "0.0.0.0", "255.255.255.255", "1.20.100.7"])
def test_a_dotted_quad_is_that_address(target, text):
    entries = target.getaddrinfo(text, 4711, "AF_UNSPEC", "SOCK_STREAM", 0, "AI_NUMERICHOST")

    assert without_canonical_names(entries) == [{"family": "AF_INET", "type": "SOCK_STREAM", "protocol": 6, "address": Inet(text, 4711)}]


@covers("posix:getaddrinfo:numeric-v4-short-forms")
@pytest.mark.parametrize(("text", "address"), [("127.1", "127.0.0.1"), ("1.2.772", "1.2.3.4"), ("0x7f.1", "127.0.0.1"),
                                               ("017700000001", "127.0.0.1"), ("3221226219", "192.0.2.235")])
def test_the_short_forms_of_an_ipv4_address_are_understood(target, text, address):
    entries = target.getaddrinfo(text, 4711, "AF_INET", "SOCK_STREAM", 0, "AI_NUMERICHOST")

    assert [entry["address"] for entry in entries] == [Inet(address, 4711)]


@covers("posix:getaddrinfo:numeric-v6")
@pytest.mark.parametrize(("text", "address"), [
    ("::1", "::1"), ("::", "::"), ("2001:db8::1", "2001:db8::1"), ("2001:0DB8:0:0:0:0:0:0001", "2001:db8::1"),
    ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"), ("102:304:506:708:90a:b0c:d0e:f10", "102:304:506:708:90a:b0c:d0e:f10"),
    ("::ffff:192.0.2.1", "::ffff:192.0.2.1"), ("::ffff:c000:201", "::ffff:192.0.2.1"), ("64:ff9b::192.0.2.33", "64:ff9b::c000:221")])
def test_any_form_of_an_ipv6_address_is_that_address(target, text, address):
    entries = target.getaddrinfo(text, 4711, "AF_UNSPEC", "SOCK_STREAM", 0, "AI_NUMERICHOST")

    assert without_canonical_names(entries) == [{"family": "AF_INET6", "type": "SOCK_STREAM", "protocol": 6, "address": Inet6(address, 4711)}]


@covers("linux:getaddrinfo:scope")
@pytest.mark.parametrize("scope", [1, 2, 300, 70000])
def test_the_scope_behind_an_address_is_kept(target, scope):
    entries = target.getaddrinfo(f"fe80::abcd%{scope}", 4711, "AF_UNSPEC", "SOCK_DGRAM", 0, "AI_NUMERICHOST")

    assert [entry["address"] for entry in entries] == [Inet6("fe80::abcd", 4711, 0, scope)]


@covers("linux:getaddrinfo:scope")
def test_the_scope_can_be_an_interface_s_name(target, private):
    entries = target.getaddrinfo("fe80::abcd%lo", 4711, "AF_UNSPEC", "SOCK_DGRAM", 0, "AI_NUMERICHOST")

    assert [entry["address"] for entry in entries] == [Inet6("fe80::abcd", 4711, 0, 1)]


@covers("posix:getaddrinfo:numeric-service")
@pytest.mark.parametrize("port", [0, 1, 80, 255, 256, 258, 1023, 8080, 32768, 65535])
@pytest.mark.parametrize("spell", [int, str])
def test_a_number_is_that_port(target, inet, spell, port):
    address = inet.address("192.0.2.7" if inet.family == "AF_INET" else "2001:db8::7", port)

    entries = target.getaddrinfo(address.host, spell(port), inet.family, inet.type)

    assert [entry["address"] for entry in entries] == [address]


@covers("posix:getaddrinfo:null-service-port-zero")
def test_without_a_service_only_the_address_is_told(target, inet):
    host = "192.0.2.7" if inet.family == "AF_INET" else "2001:db8::7"

    entries = target.getaddrinfo(host, None, inet.family, inet.type)

    assert [entry["address"].host for entry in entries] == [host]


@covers("posix:getaddrinfo:null-host-passive-any")
def test_no_host_is_the_loopback(target, inet):
    loopback = inet.address("127.0.0.1" if inet.family == "AF_INET" else "::1", 4711)

    entries = target.getaddrinfo(None, 4711, inet.family, inet.type)

    assert [entry["address"] for entry in entries] == [loopback]


@covers("posix:getaddrinfo:null-host-passive-any")
def test_no_host_and_passive_is_any_address(target, inet):
    entries = target.getaddrinfo(None, 4711, inet.family, inet.type, 0, "AI_PASSIVE")

    assert [entry["address"] for entry in entries] == [inet.wildcard(4711)]


@covers("linux:getaddrinfo:unspecified-family-gives-both")
def test_no_host_and_no_family_is_the_loopback_of_both(target):
    entries = target.getaddrinfo(None, 4711, "AF_UNSPEC", "SOCK_STREAM")

    assert {(entry["family"], entry["address"]) for entry in entries} == {
        ("AF_INET", Inet("127.0.0.1", 4711)), ("AF_INET6", Inet6("::1", 4711))}
    assert len(entries) == 2


@covers("posix:getaddrinfo:passive-ignored-with-host")
def test_passive_changes_nothing_when_a_host_is_given(target):
    entries = target.getaddrinfo("192.0.2.7", 4711, "AF_UNSPEC", "SOCK_STREAM", 0, "AI_PASSIVE")

    assert [entry["address"] for entry in entries] == [Inet("192.0.2.7", 4711)]


PROTOCOLS = {"SOCK_STREAM": 6, "SOCK_DGRAM": 17}


@covers("posix:getaddrinfo:socktype-filters")
@pytest.mark.parametrize("type", PROTOCOLS)
def test_every_entry_has_the_type_that_was_asked_for(target, type):
    entries = target.getaddrinfo(None, 4711, "AF_UNSPEC", type)

    assert entries
    assert {(entry["type"], entry["protocol"]) for entry in entries} == {(type, PROTOCOLS[type])}


@covers("posix:getaddrinfo:family-filters")
@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6"])
def test_every_entry_has_the_family_that_was_asked_for(target, family):
    entries = target.getaddrinfo(None, 4711, family)

    assert entries
    assert {entry["family"] for entry in entries} == {family}


@covers("posix:getaddrinfo:protocol-filters")
@pytest.mark.parametrize("type", PROTOCOLS)
def test_every_entry_has_the_protocol_that_was_asked_for(target, type):
    entries = target.getaddrinfo("192.0.2.7", 4711, "AF_UNSPEC", 0, PROTOCOLS[type])

    assert [(entry["type"], entry["protocol"]) for entry in entries] == [(type, PROTOCOLS[type])]


@covers("linux:getaddrinfo:unspecified-type-gives-all")
def test_without_a_type_an_address_comes_once_for_each(target):
    entries = target.getaddrinfo("192.0.2.7", 4711)

    assert {(entry["type"], entry["protocol"]) for entry in entries} >= {("SOCK_STREAM", 6), ("SOCK_DGRAM", 17)}
    assert len({entry["type"] for entry in entries}) == len(entries)
    assert {entry["address"] for entry in entries} == {Inet("192.0.2.7", 4711)}


@covers("posix:getaddrinfo:socktype-filters")
def test_an_entry_makes_a_socket_that_reaches_the_peer(target, peer, inet):
    theirs = peer.listener(inet) if inet.stream else peer.bound(inet)

    entries = target.getaddrinfo(theirs.address.host, str(theirs.address.port), inet.family, inet.type)

    assert len(entries) == 1
    entry = entries[0]
    sock = target.socket(entry["family"], entry["type"], entry["protocol"])
    sock.connect(entry["address"])
    assert sock.getpeername() == theirs.address


@covers("posix:getaddrinfo:null-host-passive-any")
def test_an_entry_makes_a_socket_that_the_peer_reaches(target, peer, inet):
    entries = target.getaddrinfo(None, 0, inet.family, inet.type, 0, "AI_PASSIVE")

    assert len(entries) == 1
    entry = entries[0]
    sock = target.socket(entry["family"], entry["type"], entry["protocol"])
    sock.bind(entry["address"])
    if inet.stream:
        sock.listen(8)

    client = peer.open(inet)
    client.connect(target.at(inet, sock.address.port))
    assert client.getpeername().port == sock.address.port


@covers("posix:getaddrinfo:v4mapped")
def test_an_ipv4_address_can_be_had_mapped(target):
    entries = target.getaddrinfo("192.0.2.7", 4711, "AF_INET6", "SOCK_STREAM", 0, "AI_NUMERICHOST", "AI_V4MAPPED")

    assert [(entry["family"], entry["address"]) for entry in entries] == [("AF_INET6", Inet6("::ffff:192.0.2.7", 4711))]


@covers("posix:getaddrinfo:v4mapped")
def test_an_ipv6_address_is_not_mapped(target):
    entries = target.getaddrinfo("2001:db8::7", 4711, "AF_INET6", "SOCK_STREAM", 0, "AI_NUMERICHOST", "AI_V4MAPPED")

    assert [entry["address"] for entry in entries] == [Inet6("2001:db8::7", 4711)]


@covers("posix:getaddrinfo:canonical-name")
@pytest.mark.parametrize("text", ["192.0.2.7", "2001:db8::7"])
def test_the_canonical_name_of_a_number_is_the_number(target, text):
    entries = target.getaddrinfo(text, 4711, "AF_UNSPEC", 0, 0, "AI_CANONNAME", "AI_NUMERICHOST")

    assert entries[0]["canonical"] == text


@covers("posix:getaddrinfo:concurrent-calls")
def test_each_of_many_calls_at_once_gets_its_own_answer(target):
    calls = [target.start.getaddrinfo(f"192.0.2.{number}", 1000 + number, "AF_INET", "SOCK_STREAM") for number in range(12)]

    answers = [call.result() for call in calls]

    assert [[entry["address"] for entry in entries] for entries in answers] == [
        [Inet(f"192.0.2.{number}", 1000 + number)] for number in range(12)]


@covers("posix:getaddrinfo:repeated-calls")
def test_the_same_call_has_the_same_answer_again(target):
    first = target.getaddrinfo(None, 4711)

    assert [target.getaddrinfo(None, 4711) for _ in range(3)] == [first, first, first]
