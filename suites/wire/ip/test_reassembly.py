"""Datagrams that come in fragments: put together whatever the order, and never into what was not sent."""
import pytest
from scapy.layers.inet import TCP

covers = pytest.mark.covers

DATA = bytes(range(256)) * 12
"""Larger than one packet of the link."""
ORDERS = {"in order": [0, 1, 2, 3, 4], "in reverse": [4, 3, 2, 1, 0], "first last": [1, 2, 3, 4, 0], "last first": [4, 0, 1, 2, 3],
          "from the middle": [2, 1, 3, 0, 4], "odd ones first": [1, 3, 0, 2, 4]}


@pytest.fixture
def five(cut, udp_datagram):
    """A datagram in five fragments."""
    piece = cut(udp_datagram(DATA))
    return [piece(first, min(first + 624, piece.size)) for first in range(0, piece.size, 624)]


@covers("rfc1122I:6", "rfc8200:13")
@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
def test_fragments_are_put_together_in_whatever_order_they_come(wire, hearing, five, order):
    for number in order:
        wire.send(five[number])

    assert hearing.recv(65535) == DATA


@covers("rfc1122I:6", "rfc791:4")
def test_a_datagram_in_fragments_is_delivered_once(wire, hearing, five, nothing_heard):
    for fragment in five:
        wire.send(fragment)

    assert hearing.recv(65535) == DATA
    assert nothing_heard()


@covers("rfc791:4", "rfc8200:duplicates")
@pytest.mark.parametrize("order", [[0, 0, 1, 2, 3, 4], [4, 4, 3, 2, 1, 0], [0, 2, 2, 1, 3, 2, 4], [0, 1, 2, 3, 0, 1, 2, 3, 4]], ids=str)
def test_the_same_fragment_twice_does_no_harm(wire, hearing, five, order, nothing_heard, choice):
    for number in order:
        wire.send(five[number])

    if wire.version == 4:
        assert hearing.recv(65535) == DATA
        return
    wire.fence()
    received = hearing.poll("POLLIN")
    choice("rfc8200:duplicates", "the datagram was delivered" if received else "the datagram was dropped")
    assert not received or hearing.recv(65535) == DATA


@covers("linux:ip:duplicate-fragments")
def test_an_exact_duplicate_is_passed_over(wire, hearing, five):
    for number in [0, 0, 1, 3, 3, 2, 4]:
        wire.send(five[number])

    assert hearing.recv(65535) == DATA


@covers("rfc1122I:6", "rfc8200:13")
@pytest.mark.parametrize("missing", range(5))
def test_a_datagram_that_lacks_a_fragment_is_not_delivered(wire, five, nothing_heard, missing):
    for number, fragment in enumerate(five):
        if number != missing:
            wire.send(fragment)

    assert nothing_heard()
    assert wire.silent()


@covers("rfc791:4")
def test_fragments_of_several_datagrams_are_not_mixed(wire, hearing, cut, udp_datagram):
    pieces = [cut(udp_datagram(bytes([number]) * 1000)) for number in range(1, 9)]
    for first in (504, 0):
        for piece in pieces:
            wire.send(piece(first, 504 if first == 0 else piece.size))

    assert [hearing.recv(65535) for _ in pieces] == [bytes([number]) * 1000 for number in range(1, 9)]


@covers("rfc791:4")
def test_fragments_of_different_hosts_are_not_mixed(wire, hearing, cut, udp_datagram, nothing_heard):
    mine, theirs = cut(udp_datagram(b"a" * 1000)), cut(udp_datagram(b"b" * 1000), src=wire.another_address())
    wire.send(mine(0, 504, id=77))

    wire.send(theirs(504, id=77))
    assert nothing_heard()

    wire.send(mine(504, id=77))
    assert hearing.recv(65535) == b"a" * 1000


@covers("rfc1122I:6", "rfc8200:13")
def test_fragments_of_eight_bytes_are_put_together(wire, hearing, cut, udp_datagram):
    piece = cut(udp_datagram(DATA[:500]))
    for first in range(0, piece.size, 8):
        wire.send(piece(first, min(first + 8, piece.size)))

    assert hearing.recv(65535) == DATA[:500]


@covers("rfc1122I:6", "rfc8200:13")
def test_a_datagram_as_large_as_every_host_must_take_is_put_together(wire, hearing, cut, udp_datagram):
    size = 576 - 28 if wire.version == 4 else 1500 - 48
    piece = cut(udp_datagram(DATA[:size]))
    for first in range(0, piece.size, 400):
        wire.send(piece(first, min(first + 400, piece.size)))

    assert hearing.recv(65535) == DATA[:size]


@covers("rfc1122I:reassembly-limit")
@pytest.mark.parametrize("size", [576, 1500, 9000, 65507])
def test_a_datagram_as_large_as_can_be_is_put_together(wire, hearing, cut, udp_datagram, size):
    data = (DATA * 22)[:size]
    piece = cut(udp_datagram(data))
    for first in range(0, piece.size, 1400):
        wire.send(piece(first, min(first + 1400, piece.size)))

    assert hearing.recv(65535) == data


@covers("rfc791:4")
def test_a_datagram_with_a_wrong_checksum_is_not_delivered_though_all_fragments_come(wire, cut, udp_datagram, nothing_heard):
    piece = cut(udp_datagram(DATA, chksum=0x1234))
    for first in (0, 1400, 2800):
        wire.send(piece(first, min(first + 1400, piece.size)))

    assert nothing_heard()
    assert wire.silent()


@covers("rfc791:4", "rfc9293:3.1-fragments")
def test_a_segment_in_fragments_is_taken(wire, accepted, cut):
    ours, far = accepted
    segment = TCP(sport=far.port, dport=far.their_port, seq=far.next, ack=far.received, flags="PA", window=far.window) / DATA[:1000]
    piece = cut(segment)

    wire.send(piece(512))
    wire.send(piece(0, 512))

    far.next += 1000
    far.expect("A", ack=far.next)
    assert ours.recv(1000) == DATA[:1000]


@covers("rfc791:4")
def test_the_id_of_a_datagram_can_be_used_again_once_it_is_complete(wire, hearing, cut, udp_datagram):
    for data in (b"first" * 100, b"second" * 100):
        piece = cut(udp_datagram(data))
        wire.send(piece(0, 256, id=5))
        wire.send(piece(256, id=5))
        assert hearing.recv(65535) == data
