"""Multicast options: which joins are refused, and how far and through which interface a datagram goes."""
import pytest

from harness.lines import Inet, Inet6

covers = pytest.mark.covers
pytestmark = pytest.mark.usefixtures("one_host")
GROUP, OTHER_GROUP, GROUP6 = "224.0.7.21", "224.0.7.22", "ff02::7:21"
LOOPBACK = 1        # the number of the loopback interface of every namespace
MEMBERSHIP = {"multiaddr": GROUP, "interface": "127.0.0.1"}
OTHER_MEMBERSHIP = {"multiaddr": OTHER_GROUP, "interface": "127.0.0.1"}
MEMBERSHIP6 = {"multiaddr": GROUP6, "ifindex": LOOPBACK}
CHOOSE_LOOPBACK = bytes([127, 0, 0, 1])


@pytest.fixture
def sender(target, udp4):
    """A socket of the target that sends to groups over loopback."""
    sock = target.open(udp4)
    sock.setsockopt("IP_MULTICAST_IF", CHOOSE_LOOPBACK)
    return sock


@pytest.fixture
def sender6(target, udp6):
    """The same over IPv6."""
    sock = target.open(udp6)
    sock.setsockopt("IPV6_MULTICAST_IF", LOOPBACK)
    return sock


@pytest.fixture
def member(peer, udp4):
    """A socket of the peer that is a member of GROUP."""
    sock = peer.open(udp4)
    sock.bind(udp4.wildcard())
    sock.setsockopt("IP_ADD_MEMBERSHIP", MEMBERSHIP)
    return sock


@pytest.fixture
def member6(peer, udp6):
    """A socket of the peer that is a member of GROUP6."""
    sock = peer.open(udp6)
    sock.bind(udp6.wildcard())
    sock.setsockopt("IPV6_JOIN_GROUP", MEMBERSHIP6)
    return sock


@covers("linux:setsockopt:multicast-ttl-range")
def test_the_time_to_live_for_groups_is_read_as_it_was_set(target, udp4):
    sock = target.open(udp4)
    read = []

    for value in (0, 42, 255, 1):
        sock.setsockopt("IP_MULTICAST_TTL", value)
        read.append((sock.getsockopt("IP_MULTICAST_TTL"), sock.getsockopt("IP_TTL")))

    assert read == [(0, 64), (42, 64), (255, 64), (1, 64)]


@covers("linux:setsockopt:multicast-ttl-range")
def test_a_time_to_live_for_groups_out_of_range_is_refused_and_stays(target, udp4):
    sock = target.open(udp4)
    sock.setsockopt("IP_MULTICAST_TTL", 7)

    errors = [sock.fails.setsockopt("IP_MULTICAST_TTL", value) for value in (256, -2)]

    assert errors == ["EINVAL", "EINVAL"]

    assert sock.getsockopt("IP_MULTICAST_TTL") == 7


@covers("linux:setsockopt:multicast-ttl-range")
def test_the_time_to_live_for_groups_is_one_unless_chosen(target, udp4):
    sock = target.open(udp4)
    assert sock.getsockopt("IP_MULTICAST_TTL") == 1
    sock.setsockopt("IP_MULTICAST_TTL", 7)

    sock.setsockopt("IP_MULTICAST_TTL", -1)

    assert sock.getsockopt("IP_MULTICAST_TTL") == 1


@covers("posix:setsockopt:ipv6-multicast-hops-range")
def test_the_hop_limit_for_groups_is_read_as_it_was_set(target, udp6):
    sock = target.open(udp6)
    unicast = sock.getsockopt("IPV6_UNICAST_HOPS")
    read = []

    for value in (0, 42, 255, 1):
        sock.setsockopt("IPV6_MULTICAST_HOPS", value)
        read.append((sock.getsockopt("IPV6_MULTICAST_HOPS"), sock.getsockopt("IPV6_UNICAST_HOPS")))

    assert read == [(0, unicast), (42, unicast), (255, unicast), (1, unicast)]


@covers("posix:setsockopt:ipv6-multicast-hops-range")
def test_a_hop_limit_for_groups_out_of_range_is_refused_and_stays(target, udp6):
    sock = target.open(udp6)
    sock.setsockopt("IPV6_MULTICAST_HOPS", 7)

    errors = [sock.fails.setsockopt("IPV6_MULTICAST_HOPS", value) for value in (256, -2)]

    assert errors == ["EINVAL", "EINVAL"]

    assert sock.getsockopt("IPV6_MULTICAST_HOPS") == 7


@covers("posix:setsockopt:ipv6-multicast-hops-range")
def test_the_hop_limit_for_groups_is_one_unless_chosen(target, udp6):
    sock = target.open(udp6)
    assert sock.getsockopt("IPV6_MULTICAST_HOPS") == 1
    sock.setsockopt("IPV6_MULTICAST_HOPS", 7)

    sock.setsockopt("IPV6_MULTICAST_HOPS", -1)

    assert sock.getsockopt("IPV6_MULTICAST_HOPS") == 1


@covers("linux:setsockopt:multicast-ttl-on-the-wire")
def test_datagrams_to_a_group_carry_the_time_to_live_for_groups(sender, member):
    member.setsockopt("IP_RECVTTL", 1)
    sender.setsockopt("IP_TTL", 99)
    seen = []

    for value in (1, 42, 255):
        sender.setsockopt("IP_MULTICAST_TTL", value)
        sender.sendto(b"all of you", Inet(GROUP, member.address.port))
        seen += member.recvmsg(20, control=64).control

    assert [item["value"] for item in seen] == [1, 42, 255]


@covers("linux:setsockopt:multicast-ttl-on-the-wire")
def test_datagrams_to_an_ipv6_group_carry_the_hop_limit_for_groups(sender6, member6):
    member6.setsockopt("IPV6_RECVHOPLIMIT", 1)
    sender6.setsockopt("IPV6_UNICAST_HOPS", 99)
    seen = []

    for value in (1, 42, 255):
        sender6.setsockopt("IPV6_MULTICAST_HOPS", value)
        sender6.sendto(b"all of you", Inet6(GROUP6, member6.address.port))
        seen += member6.recvmsg(20, control=64).control

    assert [item["value"] for item in seen] == [1, 42, 255]


@covers("linux:setsockopt:multicast-join-validation")
def test_only_a_group_can_be_joined(target, udp4):
    membership = {"multiaddr": "127.0.0.1", "interface": "127.0.0.1"}

    assert target.open(udp4).fails.setsockopt("IP_ADD_MEMBERSHIP", membership) == "EINVAL"


@covers("linux:setsockopt:multicast-join-validation")
def test_a_group_is_joined_once(target, udp4):
    sock = target.open(udp4)
    sock.setsockopt("IP_ADD_MEMBERSHIP", MEMBERSHIP)

    assert sock.fails.setsockopt("IP_ADD_MEMBERSHIP", MEMBERSHIP) == "EADDRINUSE"


@covers("linux:setsockopt:multicast-join-validation")
def test_only_a_member_can_leave(target, udp4):
    sock = target.open(udp4)
    sock.setsockopt("IP_ADD_MEMBERSHIP", OTHER_MEMBERSHIP)

    assert sock.fails.setsockopt("IP_DROP_MEMBERSHIP", MEMBERSHIP) == "EADDRNOTAVAIL"


@covers("linux:setsockopt:multicast-join-validation")
def test_who_has_left_a_group_can_join_it_again(target, udp4):
    sock = target.open(udp4)
    sock.setsockopt("IP_ADD_MEMBERSHIP", MEMBERSHIP)

    sock.setsockopt("IP_DROP_MEMBERSHIP", MEMBERSHIP)

    sock.setsockopt("IP_ADD_MEMBERSHIP", MEMBERSHIP)


@covers("linux:setsockopt:multicast-join-validation")
def test_only_a_group_can_be_joined_over_ipv6(target, udp6):
    assert target.open(udp6).fails.setsockopt("IPV6_JOIN_GROUP", {"multiaddr": "::1", "ifindex": LOOPBACK}) == "EINVAL"


@covers("linux:setsockopt:multicast-join-validation")
def test_a_group_is_joined_once_over_ipv6(target, udp6):
    sock = target.open(udp6)
    sock.setsockopt("IPV6_JOIN_GROUP", MEMBERSHIP6)

    assert sock.fails.setsockopt("IPV6_JOIN_GROUP", MEMBERSHIP6) == "EADDRINUSE"


@covers("linux:setsockopt:multicast-join-validation")
def test_only_a_member_can_leave_over_ipv6(target, udp6):
    assert target.open(udp6).fails.setsockopt("IPV6_LEAVE_GROUP", MEMBERSHIP6) == "EADDRNOTAVAIL"


@covers("linux:setsockopt:multicast-join-limit", "posix:setsockopt:ENOBUFS")
def test_one_socket_joins_a_limited_number_of_groups(target, udp4):
    sock = target.open(udp4)
    for number in range(20):
        sock.setsockopt("IP_ADD_MEMBERSHIP", {"multiaddr": f"224.0.8.{number}", "interface": "127.0.0.1"})

    assert sock.fails.setsockopt("IP_ADD_MEMBERSHIP", MEMBERSHIP) == "ENOBUFS"


@covers("linux:setsockopt:multicast-join-on-stream-rejected")
def test_tcp_joins_no_group(target, tcp4):
    assert target.open(tcp4).fails.setsockopt("IP_ADD_MEMBERSHIP", MEMBERSHIP) == "EPROTO"


@covers("linux:setsockopt:multicast-join-on-stream-rejected")
def test_tcp_joins_no_ipv6_group(target, tcp6):
    assert target.open(tcp6).fails.setsockopt("IPV6_JOIN_GROUP", MEMBERSHIP6) == "EPROTO"


@covers("posix:setsockopt:multicast-loop-default")
def test_the_loop_is_on_unless_switched_off(target, udp4, udp6):
    assert target.open(udp4).getsockopt("IP_MULTICAST_LOOP") == 1
    assert target.open(udp6).getsockopt("IPV6_MULTICAST_LOOP") == 1


@covers("posix:setsockopt:multicast-loop-roundtrip")
def test_the_loop_is_read_as_it_was_set_last(target, udp4, udp6):
    four, six = target.open(udp4), target.open(udp6)
    read = []

    for value in (0, 1, 0):
        four.setsockopt("IP_MULTICAST_LOOP", value)
        six.setsockopt("IPV6_MULTICAST_LOOP", value)
        read.append((four.getsockopt("IP_MULTICAST_LOOP"), six.getsockopt("IPV6_MULTICAST_LOOP")))

    assert read == [(0, 0), (1, 1), (0, 0)]


@covers("linux:setsockopt:multicast-interface")
def test_the_interface_for_groups_is_read_as_it_was_set(target, udp4, udp6):
    four, six = target.open(udp4), target.open(udp6)
    assert (four.getsockopt("IP_MULTICAST_IF", size=4), six.getsockopt("IPV6_MULTICAST_IF")) == (bytes(4), 0)

    four.setsockopt("IP_MULTICAST_IF", CHOOSE_LOOPBACK)
    six.setsockopt("IPV6_MULTICAST_IF", LOOPBACK)

    assert (four.getsockopt("IP_MULTICAST_IF", size=4), six.getsockopt("IPV6_MULTICAST_IF")) == (CHOOSE_LOOPBACK, LOOPBACK)


@covers("linux:setsockopt:multicast-interface")
def test_an_interface_that_does_not_exist_is_refused(target, udp4, udp6):
    assert target.open(udp4).fails.setsockopt("IP_MULTICAST_IF", bytes([192, 0, 2, 1])) == "EADDRNOTAVAIL"
    assert target.open(udp6).fails.setsockopt("IPV6_MULTICAST_IF", 9999) == "ENODEV"


@covers("linux:setsockopt:multicast-interface")
def test_without_a_route_an_interface_must_be_chosen(private, target, udp4):
    sock = target.open(udp4)
    assert sock.fails.sendto(b"all of you", Inet(GROUP, 4000)) == "ENETUNREACH"

    sock.setsockopt("IP_MULTICAST_IF", CHOOSE_LOOPBACK)

    assert sock.sendto(b"all of you", Inet(GROUP, 4000)) == 10
