"""A datagram to a group reaches its members, each once, and nobody else."""
import pytest

from harness.lines import Inet, Inet6

covers = pytest.mark.covers
pytestmark = pytest.mark.usefixtures("one_host")

GROUP4, GROUP6 = "239.1.2.3", "ff15::1234"
OTHER4, OTHER6 = "239.1.2.4", "ff15::4321"
LOOPBACK = 1
"""The index of the loopback interface in a fresh namespace."""


class Groups:
    """What joining, leaving and sending to a group is in one version of IP."""

    def __init__(self, kind):
        self.kind, self.inet = kind, kind.family == "AF_INET"
        self.group, self.other = (GROUP4, OTHER4) if self.inet else (GROUP6, OTHER6)

    def at(self, port, group=None):
        """The address of a port of the group."""
        return Inet(group or self.group, port) if self.inet else Inet6(group or self.group, port)

    def member(self, host, port=0):
        """A socket of a host on a wildcard address that has joined the group."""
        sock = host.open(self.kind)
        sock.setsockopt("SO_REUSEADDR", 1)
        sock.bind(self.kind.wildcard(port))
        self.join(sock)
        return sock

    def join(self, sock):
        """Join the group on the loopback interface."""
        sock.setsockopt("IP_ADD_MEMBERSHIP" if self.inet else "IPV6_JOIN_GROUP", self._request())

    def leave(self, sock):
        """Leave the group."""
        sock.setsockopt("IP_DROP_MEMBERSHIP" if self.inet else "IPV6_LEAVE_GROUP", self._request())

    def sender(self, host):
        """A socket of a host that sends to groups over the loopback interface."""
        sock = host.open(self.kind)
        if self.inet:
            sock.setsockopt("IP_MULTICAST_IF", {"multiaddr": "0.0.0.0", "address": "127.0.0.1", "ifindex": 0})
        else:
            sock.setsockopt("IPV6_MULTICAST_IF", LOOPBACK)
        return sock

    def option(self, name):
        """IP_MULTICAST_... or IPV6_MULTICAST_..."""
        return ("IP_" if self.inet else "IPV6_") + name

    def _request(self):
        if self.inet:
            return {"multiaddr": self.group, "interface": "127.0.0.1"}
        return {"multiaddr": self.group, "ifindex": LOOPBACK}


@pytest.fixture
def groups(private, udp):
    """Joining, leaving and sending in the version of IP that is tested."""
    return Groups(udp)


@covers("posix:sendto:multicast-loopback-to-member")
def test_a_datagram_to_a_group_reaches_a_member(target, peer, groups, send_to):
    member = groups.member(peer)

    assert send_to(groups.sender(target), b"all of you", groups.at(member.address.port)) == 10

    assert member.recv(100) == b"all of you"


@covers("posix:sendto:multicast-loopback-to-member", "posix:recvfrom:reports-sender-address")
def test_a_member_of_the_target_receives_what_is_sent_to_the_group(target, peer, groups, receive_from):
    member, sender = groups.member(target), groups.sender(peer)

    sender.sendto(b"all of you", groups.at(member.address.port))

    assert receive_from(member, 100) == (b"all of you", peer.at(groups.kind, sender.address.port))


@covers("posix:sendto:multicast-all-members-get-copy")
def test_each_of_two_members_on_a_port_gets_one_copy(target, peer, groups, settle, send_to):
    first = groups.member(peer)
    second = groups.member(peer, first.address.port)

    send_to(groups.sender(target), b"all of you", groups.at(first.address.port))

    assert [first.recv(100), second.recv(100)] == [b"all of you", b"all of you"]
    settle()
    assert [first.poll("POLLIN"), second.poll("POLLIN")] == [set(), set()]


@covers("posix:sendto:multicast-all-members-get-copy")
def test_members_of_target_and_peer_get_a_copy_each(target, peer, groups):
    ours = groups.member(target)
    theirs = groups.member(peer, ours.address.port)

    groups.sender(target).sendto(b"all of you", groups.at(ours.address.port))

    assert [ours.recv(100), theirs.recv(100)] == [b"all of you", b"all of you"]


@covers("posix:sendto:multicast-not-delivered-to-nonmember")
def test_a_datagram_to_a_group_does_not_reach_who_never_joined(target, peer, groups, settle):
    outsider = target.open(groups.kind)
    outsider.bind(groups.at(0))

    groups.sender(peer).sendto(b"members only", groups.at(outsider.address.port))

    settle()
    assert outsider.poll("POLLIN") == set()


@covers("posix:sendto:multicast-after-leave-stops")
def test_who_left_the_group_receives_no_more(target, peer, groups, settle):
    member, sender = groups.member(target), groups.sender(peer)
    sender.sendto(b"before", groups.at(member.address.port))
    assert member.recv(100) == b"before"

    groups.leave(member)

    sender.sendto(b"after", groups.at(member.address.port))
    settle()
    assert member.poll("POLLIN") == set()


@covers("posix:sendto:multicast-after-leave-stops")
def test_who_joins_again_receives_again(target, peer, groups):
    member, sender = groups.member(target), groups.sender(peer)
    groups.leave(member)

    groups.join(member)

    sender.sendto(b"once more", groups.at(member.address.port))
    assert member.recv(100) == b"once more"


@covers("posix:sendto:multicast-loopback-to-member")
def test_a_datagram_to_another_group_does_not_arrive(target, peer, groups, settle):
    member = groups.member(target)

    groups.sender(peer).sendto(b"for others", groups.at(member.address.port, groups.other))

    settle()
    assert member.poll("POLLIN") == set()


@covers("posix:sendto:multicast-default-ttl-one")
def test_a_fresh_socket_sends_to_groups_with_ttl_one_and_looping(target, groups):
    sock = target.open(groups.kind)

    assert sock.getsockopt("IP_MULTICAST_TTL" if groups.inet else "IPV6_MULTICAST_HOPS") == 1
    assert sock.getsockopt(groups.option("MULTICAST_LOOP")) == 1


@covers("posix:sendto:multicast-default-ttl-one")
@pytest.mark.parametrize("hops", [None, 5, 200])
def test_a_datagram_to_a_group_goes_one_hop_or_as_far_as_it_was_told(target, peer, groups, hops):
    member, sender = groups.member(peer), groups.sender(target)
    member.setsockopt("IP_RECVTTL" if groups.inet else "IPV6_RECVHOPLIMIT", 1)
    if hops:
        sender.setsockopt("IP_MULTICAST_TTL" if groups.inet else "IPV6_MULTICAST_HOPS", hops)

    sender.sendto(b"so far", groups.at(member.address.port))

    assert [item["value"] for item in member.recvmsg(100, control=100).control] == [hops or 1]


@covers("posix:sendto:multicast-interface-selects-source")
def test_a_datagram_to_a_group_comes_from_the_address_of_its_interface(target, peer, groups, send_to):
    member, sender = groups.member(peer), groups.sender(target)

    send_to(sender, b"from loopback", groups.at(member.address.port))

    assert member.recvfrom(100) == (b"from loopback", target.at(groups.kind, sender.address.port))


@covers("posix:sendto:multicast-interface-selects-source")
def test_the_interface_for_groups_is_chosen_by_any_of_its_addresses(target, peer, groups, udp4):
    member, sender = Groups(udp4).member(peer), target.open(udp4)
    sender.setsockopt("IP_MULTICAST_IF", {"multiaddr": "0.0.0.0", "address": "127.0.0.9", "ifindex": LOOPBACK})

    sender.sendto(b"from .9", Inet(GROUP4, member.address.port))

    assert member.recvfrom(100) == (b"from .9", Inet("127.0.0.9", sender.address.port))


@covers("linux:sendto:multicast-all-off")
def test_a_wildcard_socket_gets_what_others_joined_only_if_it_wants_all(target, peer, private, udp4, settle):
    member, ours = Groups(udp4).member(peer), target.open(udp4)
    ours.setsockopt("SO_REUSEADDR", 1)
    ours.bind(member.address)
    sender = Groups(udp4).sender(peer)
    sender.sendto(b"joined by another", Inet(GROUP4, member.address.port))
    assert ours.recv(100) == b"joined by another"

    ours.setsockopt("IP_MULTICAST_ALL", 0)

    sender.sendto(b"not for all", Inet(GROUP4, member.address.port))
    settle()
    assert ours.poll("POLLIN") == set()
