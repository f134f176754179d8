"""Options of Linux about names, devices and marks."""
import struct
import sys

import pytest

from harness.lines import Inet

covers = pytest.mark.covers
IP_FREEBIND, IP_BIND_ADDRESS_NO_PORT, IP_LOCAL_PORT_RANGE, IP_MTU, IPV6_MTU = 15, 24, 51, 14, 24
SO_BINDTODEVICE, SO_MARK, SO_RCVMARK = 25, 36, 75
FOREIGN = "192.0.2.33"      # set aside for documentation: nobody's


@covers("linux:setsockopt:freebind")
def test_with_freebind_a_foreign_address_can_be_bound(target, inet4):
    sock = target.open(inet4)
    assert sock.fails.bind(Inet(FOREIGN, 4000)) == "EADDRNOTAVAIL"

    sock.setsockopt(IP_FREEBIND, 1, level="IPPROTO_IP")

    sock.bind(Inet(FOREIGN, 4000))
    assert sock.address == Inet(FOREIGN, 4000)


@covers("linux:setsockopt:bind-address-no-port")
def test_the_port_may_be_chosen_when_connecting(target, peer, inet4):
    there = peer.listener(inet4) if inet4.stream else peer.bound(inet4)
    sock = target.open(inet4)
    sock.setsockopt(IP_BIND_ADDRESS_NO_PORT, 1, level="IPPROTO_IP")

    sock.bind(target.at(inet4, 0))
    assert sock.address.port == 0

    sock.connect(there.address)
    assert sock.address.port != 0


@covers("linux:setsockopt:local-port-range")
def test_the_ports_to_choose_from_may_be_limited(target, inet4):
    socks = [target.open(inet4) for _ in range(3)]
    for sock in socks:
        sock.setsockopt(IP_LOCAL_PORT_RANGE, struct.pack("HH", 50000, 50499), level="IPPROTO_IP")

    for sock in socks:
        sock.bind(target.anywhere(inet4))

    assert [sock.address.port for sock in socks if not 50000 <= sock.address.port <= 50499] == []


@covers("linux:setsockopt:bindtodevice")
def test_a_socket_bound_to_a_device_names_it_and_works(one_host, target, peer, udp):
    sock = target.bound(udp)
    assert sock.getsockopt(SO_BINDTODEVICE, level="SOL_SOCKET", size=16) == b""

    sock.setsockopt(SO_BINDTODEVICE, b"lo\0", level="SOL_SOCKET")

    assert sock.getsockopt(SO_BINDTODEVICE, level="SOL_SOCKET", size=16) == b"lo\0"
    peer.open(udp).sendto(b"over lo", sock.address)
    assert sock.recv(10) == b"over lo"


@covers("linux:setsockopt:bindtodevice")
def test_a_device_that_does_not_exist_is_refused(target, inet):
    assert target.open(inet).fails.setsockopt(SO_BINDTODEVICE, b"nosuch\0", level="SOL_SOCKET") == "ENODEV"


@covers("linux:setsockopt:path-mtu")
def test_a_connected_socket_knows_the_mtu_of_its_path(one_host, target, peer, udp4, udp6):
    four, six = target.open(udp4), target.open(udp6)
    four.connect(peer.bound(udp4).address)
    six.connect(peer.bound(udp6).address)

    assert four.getsockopt(IP_MTU, level="IPPROTO_IP") >= 65535
    assert six.getsockopt(IPV6_MTU, level="IPPROTO_IPV6") >= 65535


@covers("linux:setsockopt:path-mtu")
def test_an_unconnected_socket_knows_no_mtu(target, udp4, udp6):
    assert target.open(udp4).fails.getsockopt(IP_MTU, level="IPPROTO_IP") == "ENOTCONN"
    assert target.open(udp6).fails.getsockopt(IPV6_MTU, level="IPPROTO_IPV6") == "ENOTCONN"


@covers("linux:setsockopt:mtu-discover")
def test_path_mtu_discovery_is_read_as_it_was_set(target, inet4):
    sock = target.open(inet4)
    read = []

    for value in (0, 2, 1, 3):
        sock.setsockopt("IP_MTU_DISCOVER", value)
        read.append(sock.getsockopt("IP_MTU_DISCOVER"))

    assert read == [0, 2, 1, 3]


@covers("linux:setsockopt:mtu-discover")
def test_a_way_to_discover_the_mtu_that_does_not_exist_is_refused(target, inet4):
    sock = target.open(inet4)
    sock.setsockopt("IP_MTU_DISCOVER", 2)

    assert sock.fails.setsockopt("IP_MTU_DISCOVER", 99) == "EINVAL"

    assert sock.getsockopt("IP_MTU_DISCOVER") == 2


@covers("linux:setsockopt:priority-roundtrip")
def test_a_priority_is_read_as_it_was_set(target, any_kind):
    sock = target.open(any_kind)
    read = [sock.getsockopt("SO_PRIORITY")]

    for value in (1, 6, 3, 0):
        sock.setsockopt("SO_PRIORITY", value)
        read.append(sock.getsockopt("SO_PRIORITY"))

    assert read == [0, 1, 6, 3, 0]


@covers("linux:setsockopt:priority-roundtrip")
def test_a_high_priority_takes_privilege(unprivileged, any_kind):
    assert unprivileged.open(any_kind).fails.setsockopt("SO_PRIORITY", 7) == "EPERM"


@covers("linux:setsockopt:mark-on-the-wire")
def test_a_datagram_carries_the_mark(one_host, target, peer, udp):
    sock, receiver = target.open(udp), peer.bound(udp)
    receiver.setsockopt(SO_RCVMARK, 1, level="SOL_SOCKET")

    sock.setsockopt(SO_MARK, 77, level="SOL_SOCKET")
    sock.sendto(b"marked", receiver.address)

    assert sock.getsockopt(SO_MARK, level="SOL_SOCKET") == 77
    marks = receiver.recvmsg(10, control=64).control
    assert [int.from_bytes(item["value"], sys.byteorder) for item in marks] == [77]
