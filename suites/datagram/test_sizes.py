"""A message of any size that is taken arrives whole and unchanged; one that is too large fails and does not arrive at all."""
import pytest

covers = pytest.mark.covers

LARGEST = {"AF_INET": 65507, "AF_INET6": 65527}
"""The payload of the largest UDP datagram: 65535 bytes without the UDP header and, in version 4, the IP header."""
SIZES = (1, 2, 3, 7, 8, 9, 31, 63, 64, 65, 127, 128, 129, 255, 256, 257, 511, 512, 513, 1000, 1023, 1024, 1025, 1232, 1280, 1400, 1452,
         1460, 1472, 1473, 1500, 1501, 2047, 2048, 2049, 4095, 4096, 4097, 8191, 8192, 8193, 9001, 10000, 16383, 16384, 16385, 32767,
         32768, 32769, 50000, 65507)
IPV6_MTU = 24
"""Linux's option for the size above which a socket makes fragments; Python has no name for it."""
AWKWARD = [bytes(range(256)), b"\0", b"\0\0\0", b"zeros behind\0\0", b"\0zero before", b"zero in \0 between",
           b"line\r\n", b"\n", b"\xff" * 99]
"""Messages that are easily taken for something else, or cut."""
LISTED = (0, 1, 2, 511, 512, 513, 1471, 1472, 1473, 4096, 9000, 65507)


@covers("posix:sendto:payload-intact-all-sizes", "posix:sendto:returns-full-length")
@pytest.mark.parametrize("size", LISTED)
def test_a_message_arrives_unchanged_in_both_directions(message_pair, fresh, size):
    ours, theirs = message_pair
    there, back = fresh(size), fresh(size)

    assert ours.send(there) == size
    theirs.send(back)

    assert theirs.recv(70000) == there
    assert ours.recv(70000) == back


@covers("posix:sendto:payload-intact-all-sizes", "posix:sendto:returns-full-length")
def test_messages_of_growing_size_arrive_unchanged(message_pair, transmit, fresh):
    ours, theirs = message_pair
    messages = [fresh(size) for size in SIZES]

    arrived = [(transmit(ours, data), theirs.recv(70000)) for data in messages]

    assert arrived == [(len(data), data) for data in messages]


@covers("posix:sendto:payload-intact-all-sizes")
def test_messages_of_growing_size_are_received_unchanged(message_pair, receive, fresh):
    ours, theirs = message_pair
    messages = [fresh(size) for size in SIZES]

    received = [theirs.send(data) and receive(ours, len(data) + 1) for data in messages]

    assert received == messages


@covers("posix:sendto:payload-intact-all-sizes")
def test_bytes_of_any_value_at_any_end_arrive_unchanged(message_pair, transmit):
    ours, theirs = message_pair

    for data in AWKWARD:
        transmit(ours, data)

    assert [theirs.recv(300) for _ in AWKWARD] == AWKWARD


@covers("posix:sendto:payload-intact-all-sizes")
def test_bytes_of_any_value_at_any_end_are_received_unchanged(message_pair, receive):
    ours, theirs = message_pair
    for data in AWKWARD:
        theirs.send(data)

    received = [receive(ours, 300) for _ in AWKWARD]

    assert received == AWKWARD


@covers("posix:sendto:payload-intact-all-sizes", "posix:recv:huge-buffer-request-ok")
def test_a_room_of_a_mebibyte_takes_one_small_message(message_pair, receive):
    ours, theirs = message_pair
    theirs.send(b"small")
    theirs.send(b"and the next")

    assert receive(ours, 1 << 20) == b"small"

    assert receive(ours, 1 << 20) == b"and the next"


@covers("posix:sendto:payload-exactly-max-v4", "posix:sendto:payload-max-v6")
def test_the_largest_udp_datagram_arrives_whole(udp_pair, transmit, fresh):
    ours, theirs = udp_pair
    data = fresh(LARGEST[ours.kind.family])

    assert transmit(ours, data) == len(data)

    assert theirs.recv(70000) == data


@covers("posix:sendto:payload-exactly-max-v4", "posix:sendto:payload-max-v6")
def test_the_largest_udp_datagram_is_received_whole(udp_pair, receive, fresh):
    ours, theirs = udp_pair
    data = fresh(LARGEST[ours.kind.family])
    theirs.send(data)

    assert receive(ours, 70000) == data


@covers("posix:sendto:payload-over-max-v4-emsgsize", "posix:sendto:payload-max-v6", "posix:sendto:EMSGSIZE", "posix:sendmsg:EMSGSIZE",
        "posix:sendmsg:datagram-all-or-nothing")
@pytest.mark.parametrize("excess", [1, 30, 10000])
def test_a_udp_datagram_that_is_too_large_fails_and_nothing_of_it_arrives(udp_pair, transmit, fresh, excess):
    ours, theirs = udp_pair
    data = fresh(LARGEST[ours.kind.family] + excess)

    assert transmit.fails(ours, data) == "EMSGSIZE"

    ours.send(b"small again")
    assert theirs.recv(70000) == b"small again"


@covers("posix:sendto:EMSGSIZE", "posix:sendmsg:EMSGSIZE", "posix:sendto:payload-over-max-v4-emsgsize")
def test_a_udp_datagram_that_is_too_large_fails_without_a_connection_too(target, peer, udp, send_to, fresh):
    ours, theirs = target.open(udp), peer.bound(udp)

    assert send_to.fails(ours, fresh(LARGEST[udp.family] + 1), theirs.address) == "EMSGSIZE"

    send_to(ours, b"small again", theirs.address)
    assert theirs.recv(70000) == b"small again"


@covers("posix:sendto:larger-than-mtu-reassembled")
@pytest.mark.parametrize("size", [1233, 9000, 65527])
def test_a_datagram_above_the_mtu_arrives_whole(target, peer, udp6, transmit, fresh, size):
    ours, theirs = target.open(udp6), peer.bound(udp6)
    ours.setsockopt(IPV6_MTU, 1280, level="IPPROTO_IPV6")
    ours.connect(theirs.address)
    data = fresh(size)

    assert transmit(ours, data) == size

    assert theirs.recv(70000) == data


@covers("posix:sendto:larger-than-mtu-reassembled")
@pytest.mark.parametrize("size", [1232, 1233, 1300, 9000, 65527])
def test_a_datagram_that_comes_in_fragments_is_received_whole(target, peer, udp6, fresh, size):
    ours, theirs = target.bound(udp6), peer.open(udp6)
    theirs.setsockopt(IPV6_MTU, 1280, level="IPPROTO_IPV6")
    data = fresh(size)
    theirs.sendto(data, ours.address)
    theirs.sendto(b"next", ours.address)

    assert ours.recv(70000) == data

    assert ours.recv(70000) == b"next"
