"""Datagrams whose fragments do not all come: given up after a time, which the sender is told only if the first fragment was there."""
import pytest

covers = pytest.mark.covers
ipv4 = pytest.mark.parametrize("wire", [4], indirect=True, ids=["ipv4"])
ipv6 = pytest.mark.parametrize("wire", [6], indirect=True, ids=["ipv6"])

DATA = bytes(range(256)) * 8
LONGEST = 130


@pytest.mark.slow
@pytest.mark.timeout(300)
@covers("rfc1122I:7", "rfc8200:11")
def test_only_who_sent_a_first_fragment_is_told_that_the_others_never_came(wire, icmp, cut, udp_datagram, nothing_heard):
    neither, middle = wire.another_address(), wire.another_address()
    wire.send(cut(udp_datagram(DATA), src=neither)(1000))
    wire.send(cut(udp_datagram(DATA), src=middle)(504, 1000))
    first = cut(udp_datagram(DATA))(0, 1000)
    wire.send(first)

    error = wire.expect(wire.ip(src=wire.target, dst=wire.far) / icmp.time_exceeded(1), within=LONGEST)

    assert bytes(error.payload.payload).startswith(bytes(first)[:48])
    assert nothing_heard()
    assert wire.silent()


@ipv4
@pytest.mark.slow
@pytest.mark.timeout(300)
@covers("rfc1122I:8")
def test_a_datagram_is_given_up_after_one_to_two_minutes(wire, icmp, cut, udp_datagram):
    wire.send(cut(udp_datagram(DATA))(0, 1000))

    wire.expect(icmp.time_exceeded(1), within=LONGEST)

    assert wire.capture[-1].time - wire.capture[0].time >= 60


@ipv4
@pytest.mark.slow
@pytest.mark.timeout(300)
@covers("linux:ip:ipfrag-time")
def test_a_datagram_is_given_up_after_30_seconds(wire, icmp, cut, udp_datagram):
    wire.send(cut(udp_datagram(DATA))(0, 1000))

    wire.expect(icmp.time_exceeded(1), within=LONGEST)

    assert 29.9 <= wire.capture[-1].time - wire.capture[0].time <= 55


@ipv6
@pytest.mark.slow
@pytest.mark.timeout(300)
@covers("rfc8200:11")
def test_a_packet_is_given_up_after_60_seconds(wire, icmp, cut, udp_datagram):
    wire.send(cut(udp_datagram(DATA))(0, 1000))

    wire.expect(icmp.time_exceeded(1), within=LONGEST)

    assert 59.9 <= wire.capture[-1].time - wire.capture[0].time <= 110


@covers("rfc1122I:7", "rfc8200:11")
@pytest.mark.waits(1)
def test_a_fragment_that_comes_later_completes_the_datagram(wire, hearing, cut, udp_datagram):
    piece = cut(udp_datagram(DATA))
    wire.send(piece(0, 1000))
    assert wire.silent(for_=1.2)

    wire.send(piece(1000))

    assert hearing.recv(65535) == DATA
