"""Options that make a receive tell more: each tells while it is on, and nothing while it is off."""
import sys
import time

import pytest

covers = pytest.mark.covers
SO_RXQ_OVFL = 40        # Linux
LOOPBACK = 1


def told(receiver, sender, data):
    """Send to the receiver: the control messages that came along."""
    sender.sendto(data, receiver.address)
    message = receiver.recvmsg(40, control=256)
    assert message.data == data
    return message.control


def time_of_arrival(receiver, sender, data):
    """Send to the receiver: the time that came along, in seconds."""
    items = told(receiver, sender, data)
    assert [(item["level"], item["type"]) for item in items] == [("SOL_SOCKET", "SCM_TIMESTAMP")]
    return items[0]["value"]["sec"] + items[0]["value"]["usec"] / 1_000_000


@covers("linux:recvmsg:ttl-tos-reported")
def test_ttl_is_told_while_it_is_asked_for(target, peer, udp4):
    receiver, sender = target.bound(udp4), peer.open(udp4)
    sender.setsockopt("IP_TTL", 33)
    assert told(receiver, sender, b"before") == []

    receiver.setsockopt("IP_RECVTTL", 1)
    assert told(receiver, sender, b"while") == [{"level": "IPPROTO_IP", "type": "IP_TTL", "value": 33}]

    receiver.setsockopt("IP_RECVTTL", 0)
    assert told(receiver, sender, b"after") == []


@covers("linux:recvmsg:ttl-tos-reported")
def test_tos_is_told_while_it_is_asked_for(target, peer, udp4):
    receiver, sender = target.bound(udp4), peer.open(udp4)
    sender.setsockopt("IP_TOS", 0x28)
    assert told(receiver, sender, b"before") == []

    receiver.setsockopt("IP_RECVTOS", 1)
    assert told(receiver, sender, b"while") == [{"level": "IPPROTO_IP", "type": "IP_TOS", "value": 0x28}]

    receiver.setsockopt("IP_RECVTOS", 0)
    assert told(receiver, sender, b"after") == []


@covers("linux:recvmsg:ttl-tos-reported")
def test_the_hop_limit_is_told_while_it_is_asked_for(target, peer, udp6):
    receiver, sender = target.bound(udp6), peer.open(udp6)
    sender.setsockopt("IPV6_UNICAST_HOPS", 33)
    assert told(receiver, sender, b"before") == []

    receiver.setsockopt("IPV6_RECVHOPLIMIT", 1)
    assert told(receiver, sender, b"while") == [{"level": "IPPROTO_IPV6", "type": "IPV6_HOPLIMIT", "value": 33}]

    receiver.setsockopt("IPV6_RECVHOPLIMIT", 0)
    assert told(receiver, sender, b"after") == []


@covers("linux:recvmsg:ttl-tos-reported")
def test_the_traffic_class_is_told_while_it_is_asked_for(target, peer, udp6):
    receiver, sender = target.bound(udp6), peer.open(udp6)
    sender.setsockopt("IPV6_TCLASS", 0x28)
    assert told(receiver, sender, b"before") == []

    receiver.setsockopt("IPV6_RECVTCLASS", 1)
    assert told(receiver, sender, b"while") == [{"level": "IPPROTO_IPV6", "type": "IPV6_TCLASS", "value": 0x28}]

    receiver.setsockopt("IPV6_RECVTCLASS", 0)
    assert told(receiver, sender, b"after") == []


@covers("linux:recvmsg:pktinfo-destination")
def test_the_destination_is_told_while_it_is_asked_for(target, peer, udp4):
    receiver, sender = target.bound(udp4), peer.open(udp4)
    assert told(receiver, sender, b"before") == []

    receiver.setsockopt("IP_PKTINFO", 1)
    destination = {"ifindex": LOOPBACK, "spec_dst": "127.0.0.1", "addr": "127.0.0.1"}
    assert told(receiver, sender, b"while") == [{"level": "IPPROTO_IP", "type": "IP_PKTINFO", "value": destination}]

    receiver.setsockopt("IP_PKTINFO", 0)
    assert told(receiver, sender, b"after") == []


@covers("linux:recvmsg:pktinfo-destination")
def test_the_ipv6_destination_is_told_while_it_is_asked_for(target, peer, udp6):
    receiver, sender = target.bound(udp6), peer.open(udp6)
    assert told(receiver, sender, b"before") == []

    receiver.setsockopt("IPV6_RECVPKTINFO", 1)
    destination = {"ifindex": LOOPBACK, "addr": "::1"}
    assert told(receiver, sender, b"while") == [{"level": "IPPROTO_IPV6", "type": "IPV6_PKTINFO", "value": destination}]

    receiver.setsockopt("IPV6_RECVPKTINFO", 0)
    assert told(receiver, sender, b"after") == []


@covers("linux:recvmsg:timestamp-reported")
def test_the_time_of_arrival_is_told_while_it_is_asked_for(target, peer, datagram):
    receiver, sender = target.bound(datagram), peer.open(datagram)
    assert told(receiver, sender, b"before") == []

    receiver.setsockopt("SO_TIMESTAMP", 1)
    assert abs(time_of_arrival(receiver, sender, b"while") - time.time()) < 60

    receiver.setsockopt("SO_TIMESTAMP", 0)
    assert told(receiver, sender, b"after") == []


@covers("linux:recvmsg:timestamp-reported")
def test_later_datagrams_have_later_times_of_arrival(target, peer, datagram):
    receiver, sender = target.bound(datagram), peer.open(datagram)
    receiver.setsockopt("SO_TIMESTAMP", 1)

    times = [time_of_arrival(receiver, sender, data) for data in (b"first", b"second", b"third")]

    assert sorted(times) == times
    assert times[0] < times[2]


@covers("linux:setsockopt:rxq-ovfl-counts-drops")
def test_the_number_of_lost_datagrams_is_told(target, peer, udp):
    receiver, sender = target.bound(udp), peer.open(udp)
    receiver.setsockopt("SO_RCVBUF", 5000)
    receiver.setsockopt(SO_RXQ_OVFL, 1, level="SOL_SOCKET")
    for number in range(60):
        sender.sendto(b"%03d" % number + bytes(997), receiver.address)
    kept = receiver.drain(None, "MSG_DONTWAIT").count // 1000

    lost = told(receiver, sender, b"after the flood")

    assert [int.from_bytes(item["value"], sys.byteorder) for item in lost] == [60 - kept]
    assert kept < 60


@covers("linux:setsockopt:options-of-receipt-roundtrip")
@pytest.mark.parametrize("option", ["IP_RECVTTL", "IP_RECVTOS", "IP_PKTINFO", "IP_RECVERR", "IP_FREEBIND", "IP_MULTICAST_ALL"])
def test_an_ipv4_option_of_receipt_is_read_as_it_was_set_last(target, udp4, option):
    sock = target.open(udp4)
    read = []

    for value in (1, 0, 1):
        sock.setsockopt(option, value)
        read.append(sock.getsockopt(option))

    assert read == [1, 0, 1]


@covers("linux:setsockopt:options-of-receipt-roundtrip")
@pytest.mark.parametrize("option", ["IPV6_RECVHOPLIMIT", "IPV6_RECVTCLASS", "IPV6_RECVPKTINFO", "IPV6_RECVERR"])
def test_an_ipv6_option_of_receipt_is_read_as_it_was_set_last(target, udp6, option):
    sock = target.open(udp6)
    read = [sock.getsockopt(option)]

    for value in (1, 0, 1):
        sock.setsockopt(option, value)
        read.append(sock.getsockopt(option))

    assert read == [0, 1, 0, 1]


@covers("linux:setsockopt:recverr-queues-errors")
def test_an_unconnected_udp_socket_that_asks_for_errors_gets_them(target, udp4):
    sock, nobody = target.open(udp4), target.bound(udp4)
    address = nobody.address
    nobody.close()
    sock.setsockopt("IP_RECVERR", 1)

    sock.sendto(b"anyone?", address)

    assert "POLLERR" in sock.ready("POLLERR")
    message = sock.recvmsg(20, "MSG_ERRQUEUE", control=256)
    assert (message.data, message.address) == (b"anyone?", address)
    assert [item["value"]["errno"] for item in message.control] == ["ECONNREFUSED"]


@covers("linux:setsockopt:recverr-queues-errors")
def test_an_unconnected_udp_socket_that_does_not_ask_gets_none(target, udp4):
    sock, nobody = target.open(udp4), target.bound(udp4)
    address = nobody.address
    nobody.close()

    sock.sendto(b"anyone?", address)
    sock.sendto(b"anyone else?", address)

    assert sock.poll("POLLIN", timeout=0.03) == frozenset()
