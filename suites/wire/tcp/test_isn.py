"""Where sequence numbers and ports begin: by the clock for one pair of ends, unguessable between pairs."""
import pytest

covers = pytest.mark.covers

LATER = range(1, 1 << 31)
"""How far a number may lie behind another one to be later."""


@pytest.fixture
def answered(listening):
    """``answered()``: the first sequence number with which a listener answers the same end, anew each time."""
    _, far = listening

    def call() -> int:
        far.send(flags="S", seq=far.first)
        first = far.expect("SA", ack=(far.first + 1) % (1 << 32)).seq
        far.send(flags="R", seq=(far.first + 1) % (1 << 32))
        return first

    return call


@pytest.fixture
def called(target, wire, far):
    """``called()``: the first sequence number with which the same port calls the same end, anew each time."""
    holder = target.bound(wire.tcp)
    address = holder.address
    holder.close()

    def call() -> int:
        ours = target.nonblocking(wire.tcp)
        ours.bind(address)
        ours.fails.connect(wire.tcp.address(far.source, far.port))
        first = far.expect("S").seq
        far.send(flags="RA", seq=0, ack=(first + 1) % (1 << 32))
        ours.close()
        return first

    return call


@covers("rfc9293:MUST-8", "rfc9293:SHLD-1")
def test_answers_to_the_same_end_begin_ever_later(answered):
    numbers = [answered() for _ in range(12)]

    assert all((after - before) % (1 << 32) in LATER for before, after in zip(numbers, numbers[1:], strict=False))


@covers("rfc9293:MUST-8", "rfc9293:SHLD-1")
def test_calls_to_the_same_end_begin_ever_later(called):
    numbers = [called() for _ in range(12)]

    assert all((after - before) % (1 << 32) in LATER for before, after in zip(numbers, numbers[1:], strict=False))


@covers("rfc9293:MUST-8")
@pytest.mark.waits(1.1)
def test_where_an_answer_begins_goes_on_with_the_clock(answered, listening):
    soon = min(-(answered() - answered()) % (1 << 32) for _ in range(5))
    before = answered()
    assert listening.far.silent(for_=1.1)       # a clock that ticks twice a second is one

    assert (answered() - before) % (1 << 32) > soon


@covers("rfc9293:SHLD-1", "rfc6528:1")
def test_answers_to_different_ends_begin_anywhere(target, wire, tcp_end):
    port = target.listener(wire.tcp, 100).address.port
    ends = [tcp_end(port) for _ in range(32)]

    for far in ends:
        far.send(flags="S")

    assert len({far.expect("SA").seq >> 24 for far in ends}) > 20


@covers("rfc9293:SHLD-1", "rfc6528:1")
def test_calls_to_different_ends_begin_anywhere(target, wire, tcp_end):
    ends = [tcp_end() for _ in range(32)]

    for far in ends:
        target.nonblocking(wire.tcp).fails.connect(wire.tcp.address(far.source, far.port))

    assert len({far.expect("S").seq >> 24 for far in ends}) > 20


@covers("rfc6056:1")
def test_calls_to_different_hosts_come_from_ports_that_do_not_follow_on_each_other(target, wire, tcp_end):
    ends = [tcp_end(source=wire.another_address()) for _ in range(32)]

    for far in ends:
        target.nonblocking(wire.tcp).fails.connect(wire.tcp.address(far.source, far.port))

    ports = [far.expect("S").sport for far in ends]
    assert max(ports) - min(ports) > 2000
    assert sum(abs(after - before) > 100 for before, after in zip(ports, ports[1:], strict=False)) > 15


@covers("linux:port-range")
def test_ports_that_the_system_chooses_lie_in_the_range_that_is_the_default(target, wire, tcp_end):
    ends = [tcp_end(source=wire.another_address()) for _ in range(32)]

    for far in ends:
        target.nonblocking(wire.tcp).fails.connect(wire.tcp.address(far.source, far.port))

    assert all(32768 <= far.expect("S").sport <= 60999 for far in ends)
