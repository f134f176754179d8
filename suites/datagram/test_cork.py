"""MSG_MORE and UDP_CORK: several calls make one datagram, when the last of them says so. UDP_SEGMENT: one call makes several."""
import sys

import pytest

covers = pytest.mark.covers

UDP_CORK, UDP_SEGMENT = 1, 103
"""Linux's numbers; Python has no names for them."""


@covers("linux:sendto:msg-more-one-datagram")
def test_calls_with_more_to_come_make_one_datagram_with_the_last(udp_pair, transmit):
    ours, theirs = udp_pair

    counts = [transmit(ours, b"one ", "MSG_MORE"), transmit(ours, b"datagram ", "MSG_MORE"), transmit(ours, b"in all")]

    assert counts == [4, 9, 6]
    ours.send(b"next")
    assert [theirs.recv(100), theirs.recv(100)] == [b"one datagram in all", b"next"]


@covers("linux:sendto:msg-more-one-datagram")
def test_a_call_with_more_to_come_sends_nothing_yet(udp_pair, transmit, settle):
    ours, theirs = udp_pair

    transmit(ours, b"not yet", "MSG_MORE")

    settle()
    assert theirs.poll("POLLIN") == set()


@covers("linux:sendto:msg-more-one-datagram")
def test_more_to_come_serves_datagrams_to_an_address(target, peer, udp, send_to):
    ours, theirs = target.bound(udp), peer.bound(udp)
    send_to(ours, b"to be ", theirs.address, "MSG_MORE")

    send_to(ours, b"continued", theirs.address)

    assert theirs.recvfrom(100) == (b"to be continued", ours.address)


@covers("linux:sendto:udp-cork-one-datagram")
def test_a_corked_socket_sends_one_datagram_when_the_cork_is_drawn(udp_pair, transmit, settle):
    ours, theirs = udp_pair
    ours.setsockopt(UDP_CORK, 1, level="IPPROTO_UDP")
    transmit(ours, b"held ")
    transmit(ours, b"back")
    settle()
    assert theirs.poll("POLLIN") == set()

    ours.setsockopt(UDP_CORK, 0, level="IPPROTO_UDP")

    assert theirs.recv(100) == b"held back"


@covers("linux:sendto:udp-segment")
def test_a_segmented_call_sends_datagrams_of_the_size_and_the_rest(udp_pair, transmit, fresh):
    ours, theirs = udp_pair
    ours.setsockopt(UDP_SEGMENT, 1000, level="IPPROTO_UDP")
    data = fresh(2500)

    assert transmit(ours, data) == 2500

    assert [theirs.recv(3000) for _ in range(3)] == [data[:1000], data[1000:2000], data[2000:]]


@covers("linux:sendto:udp-segment")
def test_a_control_message_segments_one_call_only(udp_pair, fresh):
    ours, theirs = udp_pair
    data, whole = fresh(900), fresh(900)
    size = {"level": "IPPROTO_UDP", "type": UDP_SEGMENT, "value": (400).to_bytes(2, sys.byteorder)}

    assert ours.sendmsg([data], control=[size]) == 900
    ours.sendmsg([whole])

    assert [theirs.recv(3000) for _ in range(4)] == [data[:400], data[400:800], data[800:], whole]
