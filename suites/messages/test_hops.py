"""Hop limit and traffic class of single datagrams: reported to who asks, and chosen for one datagram only."""
import pytest

covers = pytest.mark.covers

ROOM = 256


class Header:
    """What hop limit and traffic class are called in one version of IP."""

    def __init__(self, kind):
        inet = kind.family == "AF_INET"
        self.level = "IPPROTO_IP" if inet else "IPPROTO_IPV6"
        self.hops_option, self.hops = ("IP_TTL", "IP_TTL") if inet else ("IPV6_UNICAST_HOPS", "IPV6_HOPLIMIT")
        self.report_hops = "IP_RECVTTL" if inet else "IPV6_RECVHOPLIMIT"
        self.class_option = self.traffic_class = "IP_TOS" if inet else "IPV6_TCLASS"
        self.report_class = "IP_RECVTOS" if inet else "IPV6_RECVTCLASS"

    def said(self, name, value):
        """A control message."""
        return {"level": self.level, "type": name, "value": value}


@pytest.fixture
def header(udp):
    """The names in the version of IP that is tested."""
    return Header(udp)


@covers("linux:recvmsg:ttl-tos-reported")
def test_the_hops_left_of_each_datagram_are_reported(udp_pair, header):
    ours, theirs = udp_pair
    ours.setsockopt(header.report_hops, 1)
    for hops in (64, 33, 1, 255):
        theirs.setsockopt(header.hops_option, hops)
        theirs.send(b"with %d" % hops)

    received = [ours.recvmsg(100, control=ROOM) for _ in range(4)]

    assert [(message.data, message.control) for message in received] == [
        (b"with %d" % hops, [header.said(header.hops, hops)]) for hops in (64, 33, 1, 255)]


@covers("linux:recvmsg:ttl-tos-reported")
def test_the_traffic_class_of_each_datagram_is_reported(udp_pair, header):
    ours, theirs = udp_pair
    ours.setsockopt(header.report_class, 1)
    for value in (0x48, 0, 0xB8):
        theirs.setsockopt(header.class_option, value)
        theirs.send(b"in class %d" % value)

    received = [ours.recvmsg(100, control=ROOM) for _ in range(3)]

    assert [(message.data, message.control) for message in received] == [
        (b"in class %d" % value, [header.said(header.traffic_class, value)]) for value in (0x48, 0, 0xB8)]


@covers("linux:recvmsg:ttl-tos-reported")
def test_nothing_is_reported_to_who_does_not_ask(udp_pair):
    ours, theirs = udp_pair
    theirs.send(b"bare")

    assert ours.recvmsg(100, control=ROOM) == (b"bare", set(), theirs.address, [])


@covers("linux:recvmsg:ttl-tos-reported")
def test_nothing_is_reported_any_more_when_it_was_switched_off(udp_pair, header):
    ours, theirs = udp_pair
    ours.setsockopt(header.report_hops, 1)
    theirs.send(b"with")
    assert len(ours.recvmsg(100, control=ROOM).control) == 1

    ours.setsockopt(header.report_hops, 0)

    theirs.send(b"without")
    assert ours.recvmsg(100, control=ROOM)[0::3] == (b"without", [])


@covers("linux:sendmsg:ttl-tos-per-packet")
def test_the_hop_limit_is_chosen_for_one_datagram_only(udp_pair, header):
    ours, theirs = udp_pair
    theirs.setsockopt(header.report_hops, 1)
    ours.setsockopt(header.hops_option, 50)

    ours.sendmsg([b"seven"], control=[header.said(header.hops, 7)])
    ours.sendmsg([b"nine"], control=[header.said(header.hops, 9)])
    ours.sendmsg([b"fifty"])

    assert [theirs.recvmsg(100, control=ROOM)[0::3] for _ in range(3)] == [
        (data, [header.said(header.hops, hops)]) for data, hops in ((b"seven", 7), (b"nine", 9), (b"fifty", 50))]
    assert ours.getsockopt(header.hops_option) == 50


@covers("linux:sendmsg:ttl-tos-per-packet")
def test_the_traffic_class_is_chosen_for_one_datagram_only(udp_pair, header):
    ours, theirs = udp_pair
    theirs.setsockopt(header.report_class, 1)

    ours.sendmsg([b"marked"], control=[header.said(header.traffic_class, 0x28)])
    ours.sendmsg([b"plain"])

    assert [theirs.recvmsg(100, control=ROOM)[0::3] for _ in range(2)] == [
        (b"marked", [header.said(header.traffic_class, 0x28)]), (b"plain", [header.said(header.traffic_class, 0)])]


@covers("linux:sendmsg:ttl-tos-per-packet")
def test_hop_limit_and_traffic_class_are_chosen_together(udp_pair, header):
    ours, theirs = udp_pair
    theirs.setsockopt(header.report_hops, 1)
    theirs.setsockopt(header.report_class, 1)
    chosen = [header.said(header.hops, 12), header.said(header.traffic_class, 0x68)]

    assert ours.sendmsg([b"both"], control=chosen) == 4

    message = theirs.recvmsg(100, control=ROOM)
    assert (message.data, sorted(message.control, key=str)) == (b"both", sorted(chosen, key=str))


@covers("linux:sendmsg:ttl-tos-per-packet")
def test_what_is_chosen_holds_for_a_datagram_to_an_address(target, peer, udp, header):
    ours, theirs = target.bound(udp), peer.bound(udp)
    theirs.setsockopt(header.report_hops, 1)

    ours.sendmsg([b"to ", b"you"], control=[header.said(header.hops, 3)], address=theirs.address)

    assert theirs.recvmsg(100, control=ROOM) == (b"to you", set(), ours.address, [header.said(header.hops, 3)])


@covers("linux:sendmsg:ttl-tos-per-packet", "linux:recvmsg:ttl-tos-reported")
def test_the_hop_limit_of_the_socket_travels_with_every_call(udp_pair, header, transmit):
    ours, theirs = udp_pair
    theirs.setsockopt(header.report_hops, 1)
    ours.setsockopt(header.hops_option, 77)

    transmit(ours, b"by option")

    assert theirs.recvmsg(100, control=ROOM)[0::3] == (b"by option", [header.said(header.hops, 77)])
