"""IPV6_V6ONLY: whether an IPv6 socket speaks IPv4 too."""
import pytest

from harness.lines import Inet6

covers = pytest.mark.covers


def wildcard_listener(target, tcp6, v6only):
    """A listener on all addresses of the machine, of IPv6 alone or of both."""
    sock = target.open(tcp6)
    sock.setsockopt("IPV6_V6ONLY", v6only)
    sock.bind(tcp6.wildcard())
    sock.listen(4)
    return sock


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

    assert sock.getsockopt("IPV6_V6ONLY") == 1


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


@covers("posix:setsockopt:v6only-off-takes-v4")
def test_without_v6only_an_ipv4_client_is_accepted(target, peer, tcp4, tcp6):
    listener = wildcard_listener(target, tcp6, 0)
    theirs = peer.open(tcp4)

    theirs.connect(peer.at(tcp4, listener.address.port))

    accepted, address = listener.accept()
    assert (address.host, address.port) == ("::ffff:127.0.0.1", theirs.address.port)
    accepted.send(b"hello")
    assert theirs.recv(10) == b"hello"


@covers("posix:setsockopt:v6only-on-refuses-v4")
def test_with_v6only_an_ipv4_client_is_refused(target, peer, tcp4, tcp6):
    listener = wildcard_listener(target, tcp6, 1)

    assert peer.open(tcp4).fails.connect(peer.at(tcp4, listener.address.port)) == "ECONNREFUSED"


@covers("posix:setsockopt:v6only-on-refuses-v4")
def test_with_v6only_an_ipv6_client_is_accepted(target, peer, tcp6):
    listener = wildcard_listener(target, tcp6, 1)
    theirs = peer.open(tcp6)

    theirs.connect(peer.at(tcp6, listener.address.port))

    assert listener.accept()[1] == theirs.address


@covers("posix:bind:v6only-leaves-v4-port-free")
def test_with_v6only_the_ipv4_port_stays_free(target, inet4, inet6):
    sock = target.open(inet6)
    sock.setsockopt("IPV6_V6ONLY", 1)
    sock.bind(inet6.wildcard())

    target.open(inet4).bind(inet4.wildcard(sock.address.port))

    assert sock.address == Inet6("::", sock.address.port)


@covers("posix:setsockopt:v6only-off-takes-v4")
def test_without_v6only_a_datagram_of_ipv4_arrives(target, peer, udp4, udp6):
    sock, theirs = target.open(udp6), peer.bound(udp4)
    sock.bind(udp6.wildcard())

    theirs.sendto(b"mapped", peer.at(udp4, sock.address.port))

    assert sock.recvfrom(10) == (b"mapped", Inet6("::ffff:127.0.0.1", theirs.address.port))


@covers("posix:setsockopt:v6only-on-refuses-v4")
def test_with_v6only_no_datagram_of_ipv4_arrives(target, peer, udp4, udp6):
    sock, four, six = target.open(udp6), peer.open(udp4), peer.open(udp6)
    sock.setsockopt("IPV6_V6ONLY", 1)
    sock.bind(udp6.wildcard())

    four.sendto(b"not for it", peer.at(udp4, sock.address.port))
    six.sendto(b"for it", peer.at(udp6, sock.address.port))

    assert sock.recv(20) == b"for it"


@covers("posix:connect:v6only-to-mapped-v4-fails")
def test_with_v6only_no_ipv4_address_is_reached(target, peer, tcp4, tcp6):
    listener, sock = peer.listener(tcp4), target.open(tcp6)
    mapped = Inet6("::ffff:127.0.0.1", listener.address.port)
    sock.setsockopt("IPV6_V6ONLY", 1)
    assert sock.fails.connect(mapped) == "ENETUNREACH"

    sock.setsockopt("IPV6_V6ONLY", 0)
    sock.connect(mapped)

    assert listener.accept()[1].port == sock.address.port
