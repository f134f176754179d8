"""IP_TTL, IP_TOS, IPV6_UNICAST_HOPS, IPV6_TCLASS: what is kept, and what the peer's packets show."""
import struct

import pytest

covers = pytest.mark.covers
IP_MINTTL, IP_PKTOPTIONS, IPV6_2292PKTOPTIONS, IPV6_MINHOPCOUNT = 21, 9, 6, 73     # Linux
LOW_DELAY, CLASS, CONGESTION_BITS = 0x10, 0xB8, 0x03


@covers("linux:setsockopt:ip-ttl-range")
def test_the_time_to_live_is_read_as_it_was_set(target, inet4):
    sock = target.open(inet4)
    read = []

    for value in (1, 255, 2, 64):
        sock.setsockopt("IP_TTL", value)
        read.append(sock.getsockopt("IP_TTL"))

    assert read == [1, 255, 2, 64]


@covers("linux:setsockopt:ip-ttl-range")
def test_a_time_to_live_out_of_range_is_refused_and_stays(target, inet4):
    sock = target.open(inet4)
    sock.setsockopt("IP_TTL", 42)

    errors = [sock.fails.setsockopt("IP_TTL", value) for value in (0, 256, -2)]

    assert errors == ["EINVAL"] * 3

    assert sock.getsockopt("IP_TTL") == 42


@covers("linux:setsockopt:ip-ttl-range")
def test_minus_one_restores_the_default_time_to_live(target, inet4):
    sock, default = target.open(inet4), target.open(inet4).getsockopt("IP_TTL")
    sock.setsockopt("IP_TTL", 42)

    sock.setsockopt("IP_TTL", -1)

    assert sock.getsockopt("IP_TTL") == default == 64


@covers("posix:setsockopt:ipv6-unicast-hops-range")
def test_the_hop_limit_is_read_as_it_was_set(target, inet6):
    sock = target.open(inet6)
    read = []

    for value in (0, 255, 1, 64):
        sock.setsockopt("IPV6_UNICAST_HOPS", value)
        read.append(sock.getsockopt("IPV6_UNICAST_HOPS"))

    assert read == [0, 255, 1, 64]


@covers("posix:setsockopt:ipv6-unicast-hops-range", "posix:setsockopt:EINVAL")
def test_a_hop_limit_out_of_range_is_refused_and_stays(target, inet6):
    sock = target.open(inet6)
    sock.setsockopt("IPV6_UNICAST_HOPS", 42)

    errors = [sock.fails.setsockopt("IPV6_UNICAST_HOPS", value) for value in (256, -2)]

    assert errors == ["EINVAL", "EINVAL"]

    assert sock.getsockopt("IPV6_UNICAST_HOPS") == 42


@covers("posix:setsockopt:ipv6-unicast-hops-range")
def test_minus_one_restores_the_default_hop_limit(target, inet6):
    sock, default = target.open(inet6), target.open(inet6).getsockopt("IPV6_UNICAST_HOPS")
    sock.setsockopt("IPV6_UNICAST_HOPS", 42)

    sock.setsockopt("IPV6_UNICAST_HOPS", -1)

    assert sock.getsockopt("IPV6_UNICAST_HOPS") == default


@covers("linux:setsockopt:ttl-on-the-wire")
def test_datagrams_carry_the_time_to_live(target, peer, udp4):
    receiver, sock = peer.bound(udp4), target.open(udp4)
    receiver.setsockopt("IP_RECVTTL", 1)
    seen = []

    for value in (64, 7, 255):
        sock.setsockopt("IP_TTL", value)
        sock.sendto(b"far", receiver.address)
        seen += receiver.recvmsg(10, control=64).control

    assert seen == [{"level": "IPPROTO_IP", "type": "IP_TTL", "value": value} for value in (64, 7, 255)]


@covers("linux:setsockopt:ttl-on-the-wire")
def test_datagrams_carry_the_hop_limit(target, peer, udp6):
    receiver, sock = peer.bound(udp6), target.open(udp6)
    receiver.setsockopt("IPV6_RECVHOPLIMIT", 1)
    seen = []

    for value in (64, 7, 255):
        sock.setsockopt("IPV6_UNICAST_HOPS", value)
        sock.sendto(b"far", receiver.address)
        seen += receiver.recvmsg(10, control=64).control

    assert seen == [{"level": "IPPROTO_IPV6", "type": "IPV6_HOPLIMIT", "value": value} for value in (64, 7, 255)]


@covers("linux:setsockopt:ttl-on-the-wire")
def test_segments_carry_the_time_to_live(target, peer, tcp4):
    listener, ours = peer.listener(tcp4), target.open(tcp4)
    ours.setsockopt("IP_TTL", 255)
    ours.connect(listener.address)
    theirs, _ = listener.accept()
    theirs.setsockopt(IP_MINTTL, 255, level="IPPROTO_IP")      # it drops what has less

    ours.send(b"near")

    assert theirs.recv(10) == b"near"


@covers("linux:setsockopt:ttl-on-the-wire")
def test_segments_carry_the_hop_limit(target, peer, tcp6):
    listener, ours = peer.listener(tcp6), target.open(tcp6)
    ours.setsockopt("IPV6_UNICAST_HOPS", 255)
    ours.connect(listener.address)
    theirs, _ = listener.accept()
    theirs.setsockopt(IPV6_MINHOPCOUNT, 255, level="IPPROTO_IPV6")

    ours.send(b"near")

    assert theirs.recv(10) == b"near"


@covers("linux:setsockopt:ttl-on-the-wire")
def test_segments_carry_the_time_to_live_that_is_set_later(target, peer, tcp4):
    listener, ours = peer.listener(tcp4), target.open(tcp4)
    ours.connect(listener.address)
    theirs, _ = listener.accept()
    theirs.setsockopt(IP_MINTTL, 200, level="IPPROTO_IP")

    ours.setsockopt("IP_TTL", 200)
    ours.send(b"nearer")

    assert theirs.recv(10) == b"nearer"


@covers("linux:setsockopt:ttl-on-the-wire")
def test_segments_carry_the_hop_limit_that_is_set_later(target, peer, tcp6):
    listener, ours = peer.listener(tcp6), target.open(tcp6)
    ours.connect(listener.address)
    theirs, _ = listener.accept()
    theirs.setsockopt(IPV6_MINHOPCOUNT, 200, level="IPPROTO_IPV6")

    ours.setsockopt("IPV6_UNICAST_HOPS", 200)
    ours.send(b"nearer")

    assert theirs.recv(10) == b"nearer"


@covers("linux:setsockopt:ip-tos-roundtrip")
def test_the_type_of_service_is_read_as_it_was_set(target, inet4):
    sock = target.open(inet4)
    read = [sock.getsockopt("IP_TOS")]

    for value in (LOW_DELAY, CLASS, 0):
        sock.setsockopt("IP_TOS", value)
        read.append(sock.getsockopt("IP_TOS"))

    assert read == [0, LOW_DELAY, CLASS, 0]


@covers("linux:setsockopt:ip-tos-roundtrip")
def test_the_traffic_class_is_read_as_it_was_set(target, inet6):
    sock = target.open(inet6)
    read = [sock.getsockopt("IPV6_TCLASS")]

    for value in (LOW_DELAY, CLASS, 0):
        sock.setsockopt("IPV6_TCLASS", value)
        read.append(sock.getsockopt("IPV6_TCLASS"))

    assert read == [0, LOW_DELAY, CLASS, 0]


@covers("linux:setsockopt:ip-tos-roundtrip")
def test_the_congestion_bits_of_udp_are_the_applications(target, udp4, udp6):
    four, six = target.open(udp4), target.open(udp6)

    four.setsockopt("IP_TOS", CLASS | CONGESTION_BITS)
    six.setsockopt("IPV6_TCLASS", CLASS | CONGESTION_BITS)

    assert four.getsockopt("IP_TOS") == six.getsockopt("IPV6_TCLASS") == CLASS | CONGESTION_BITS


@covers("linux:setsockopt:ip-tos-roundtrip")
def test_the_congestion_bits_of_tcp_are_its_own(target, tcp4, tcp6):
    four, six = target.open(tcp4), target.open(tcp6)

    four.setsockopt("IP_TOS", CLASS | CONGESTION_BITS)
    six.setsockopt("IPV6_TCLASS", CLASS | CONGESTION_BITS)

    assert four.getsockopt("IP_TOS") == six.getsockopt("IPV6_TCLASS") == CLASS


@covers("linux:setsockopt:ip-tos-roundtrip")
def test_a_traffic_class_out_of_range_is_refused_and_stays(target, inet6):
    sock = target.open(inet6)
    sock.setsockopt("IPV6_TCLASS", CLASS)

    assert sock.fails.setsockopt("IPV6_TCLASS", 256) == "EINVAL"

    assert sock.getsockopt("IPV6_TCLASS") == CLASS


@covers("linux:setsockopt:tos-on-the-wire")
def test_datagrams_carry_the_type_of_service(target, peer, udp4):
    receiver, sock = peer.bound(udp4), target.open(udp4)
    receiver.setsockopt("IP_RECVTOS", 1)
    seen = []

    for value in (CLASS, 0, LOW_DELAY):
        sock.setsockopt("IP_TOS", value)
        sock.sendto(b"urgent", receiver.address)
        seen += receiver.recvmsg(10, control=64).control

    assert seen == [{"level": "IPPROTO_IP", "type": "IP_TOS", "value": value} for value in (CLASS, 0, LOW_DELAY)]


@covers("linux:setsockopt:tos-on-the-wire")
def test_datagrams_carry_the_traffic_class(target, peer, udp6):
    receiver, sock = peer.bound(udp6), target.open(udp6)
    receiver.setsockopt("IPV6_RECVTCLASS", 1)
    seen = []

    for value in (CLASS, 0, LOW_DELAY):
        sock.setsockopt("IPV6_TCLASS", value)
        sock.sendto(b"urgent", receiver.address)
        seen += receiver.recvmsg(10, control=64).control

    assert seen == [{"level": "IPPROTO_IPV6", "type": "IPV6_TCLASS", "value": value} for value in (CLASS, 0, LOW_DELAY)]


@covers("linux:setsockopt:tos-on-the-wire")
def test_a_handshake_carries_the_type_of_service(target, peer, tcp4):
    listener, ours = peer.listener(tcp4), target.open(tcp4)
    listener.setsockopt("IP_RECVTOS", 1)
    ours.setsockopt("IP_TOS", LOW_DELAY)

    ours.connect(listener.address)

    seen = listener.accept()[0].getsockopt(IP_PKTOPTIONS, level="IPPROTO_IP", size=64)
    assert seen[16:20] == struct.pack("i", LOW_DELAY)       # behind the head of the control message


@covers("linux:setsockopt:tos-on-the-wire")
def test_a_handshake_carries_the_traffic_class(target, peer, tcp6):
    listener, ours = peer.listener(tcp6), target.open(tcp6)
    listener.setsockopt("IPV6_RECVTCLASS", 1)
    ours.setsockopt("IPV6_TCLASS", LOW_DELAY)

    ours.connect(listener.address)

    seen = listener.accept()[0].getsockopt(IPV6_2292PKTOPTIONS, level="IPPROTO_IPV6", size=64)
    assert seen[16:20] == struct.pack("i", LOW_DELAY)


@covers("linux:setsockopt:tos-sets-priority")
def test_the_type_of_service_chooses_the_priority(target, inet4):
    sock = target.open(inet4)
    before = sock.getsockopt("SO_PRIORITY")

    sock.setsockopt("IP_TOS", LOW_DELAY)

    assert before == 0 != sock.getsockopt("SO_PRIORITY")
