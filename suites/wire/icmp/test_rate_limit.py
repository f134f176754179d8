"""How many errors a host sends to one other host in a time."""
import pytest
from scapy.layers.inet import UDP

from harness.wire import NOT_LISTENING

covers = pytest.mark.covers
ipv4 = pytest.mark.parametrize("wire", [4], indirect=True, ids=["ipv4"])
ipv6 = pytest.mark.parametrize("wire", [6], indirect=True, ids=["ipv6"])

ASTRAY = UDP(sport=4000, dport=NOT_LISTENING) / b"hello"
MANY = 500
BURST = 6
"""Errors that a host which was spared for long may get at once."""
INTERVAL = {4: 0.99, 6: 0.099}
"""Seconds after which it may get one more. (Over IPv6 it was one second in older kernels.)"""


@pytest.fixture
def errors(wire, icmp):
    """``errors()`` are the times of the errors that came up to now."""
    def times() -> list[float]:
        wire.fence()
        return [one.time for one in wire.capture if one.sender == "target"]

    return times


@pytest.fixture
def flood(wire):
    """``flood()`` sends many datagrams to a closed port at once, as bytes: how many errors a host may get in a second is its own affair."""
    def send() -> None:
        packet = bytes(wire.ip() / ASTRAY)
        for _ in range(MANY):
            wire.link.write(packet)

    return send


@ipv6
@covers("rfc4443:3", "linux:icmp:ratelimit")
def test_of_many_datagrams_to_closed_ports_not_all_are_answered(flood, errors):
    flood()

    assert 1 <= len(errors()) < MANY


@ipv4
@covers("linux:icmp:ratelimit")
def test_of_many_datagrams_to_closed_ports_not_all_are_answered_over_ipv4(flood, errors):
    flood()

    assert 1 <= len(errors()) < MANY


@covers("linux:icmp:ratelimit")
def test_a_host_gets_six_errors_at_once_and_then_few(wire, errors):
    for _ in range(30):
        wire.send(ASTRAY)

    times = errors()
    assert BURST <= len(times) <= BURST + (wire.capture[-1].time - times[0]) / INTERVAL[wire.version]


@ipv4
@covers("linux:icmp:ratelimit")
@pytest.mark.waits(0.5)
def test_half_a_second_later_a_host_gets_no_error_yet(wire, errors):
    for _ in range(10):
        wire.send(ASTRAY)
    assert wire.silent(ASTRAY, for_=0.6)
    for _ in range(10):
        wire.send(ASTRAY)

    times = errors()
    assert len(times) <= BURST + (wire.capture[-1].time - times[0]) / INTERVAL[4]


@covers("linux:icmp:ratelimit")
@pytest.mark.waits(1)
def test_a_second_later_a_host_gets_an_error_again(wire, icmp, errors):
    for _ in range(10):
        wire.send(ASTRAY)
    before = len(errors())
    assert wire.silent(ASTRAY, for_=1.05)

    wire.send(ASTRAY)

    assert len(errors()) == before + 1


@covers("linux:icmp:ratelimit")
def test_what_one_host_gets_does_not_count_for_another(wire, icmp):
    for _ in range(20):
        wire.send(ASTRAY)
    other = wire.another_address()

    wire.send(wire.ip(src=other) / ASTRAY)

    wire.expect(wire.ip(src=wire.target, dst=other) / icmp.no_port())
