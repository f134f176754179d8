"""How much the target sends before it knows the path: the initial window, slow start, and the start after a pause."""
import pytest
from scapy.packet import Raw

covers = pytest.mark.covers
passive = pytest.mark.parametrize("role", ["passive"])


@pytest.fixture
def warm() -> bool:
    """Here the first flight is what is looked at."""
    return False


@covers("rfc5681:1")
@pytest.mark.parametrize("mss", [500, 1000, 1400])
def test_the_first_flight_is_ten_segments_at_most(tcp_end, meet, role, mss):
    ours, far = meet(tcp_end(mss=mss), role)

    ours.send(bytes(30 * mss))

    assert len([segment for segment in far.all_until_now() if Raw in segment]) <= 10


@covers("linux:tcp:initial-window")
def test_the_first_flight_is_ten_segments(flight):
    assert flight.far.received == flight.number(10)
    assert flight.far.silent(for_=0.02)


@covers("rfc5681:3")
def test_the_acknowledgement_of_the_handshake_does_not_widen_the_first_flight(flight):
    flight.acknowledge(0)
    flight.acknowledge(0, window=64000)

    assert len(flight.come()) <= 2      # new segments for duplicates, at most


@covers("rfc5681:2", "rfc9293:MUST-19")
def test_an_acknowledgement_of_one_segment_lets_two_go_at_most(flight):
    came = 0
    for count in range(1, 11):
        flight.acknowledge(count)

        came += len(flight.come())
        assert came <= 2 * count


@covers("linux:tcp:slow-start")
def test_acknowledgements_of_all_segments_double_the_flight(flight):
    for count in range(1, 11):
        flight.acknowledge(count)

    assert len(flight.far.receive(20 * flight.size, acknowledge=False)) == 20 * flight.size


@covers("rfc5681:2", "rfc9406:growth")
def test_an_acknowledgement_of_all_segments_widens_the_flight_by_eight_at_most(flight, choice):
    count = flight.in_flight        # ten, unless the system lets fewer go

    flight.acknowledge(count)

    came = len(flight.come())
    choice("rfc9406:growth", f"{came - count} segments")
    assert came <= count + 8


@passive
@covers("rfc5681:9", "linux:tcp:slow-start-after-idle")
@pytest.mark.waits(0.5)
def test_after_a_pause_the_flight_is_no_larger_than_the_first(tcp_end, meet, role):
    ours, far = meet(tcp_end(mss=1000), role, TCP_CONGESTION=b"reno", SO_SNDBUF=1 << 18)
    ours.send(bytes(10000))
    far.receive(10000)
    assert far.silent(for_=0.3)

    ours.send(bytes(50000))

    assert len([segment for segment in far.all_until_now() if Raw in segment]) <= 10


@covers("rfc9293:MAY-18")
def test_which_congestion_control_is_the_default(established, choice):
    ours, _ = established

    name = ours.getsockopt("TCP_CONGESTION", size=16)

    choice("rfc9293:MAY-18", name.rstrip(b"\0").decode())


@covers("linux:tcp:congestion-default")
def test_a_connection_has_the_congestion_control_its_socket_had(target, established, wire):
    ours, _ = established

    fresh = target.open(wire.tcp)

    assert ours.getsockopt("TCP_CONGESTION", size=16) == fresh.getsockopt("TCP_CONGESTION", size=16)


@pytest.mark.slow
@pytest.mark.parametrize("wire", [4], indirect=True, ids=["ipv4"])
@covers("rfc5681:3")
def test_after_two_lost_syns_the_first_flight_is_one_segment(target, wire, tcp_end):
    far, ours = tcp_end(mss=1000), target.open(wire.tcp)
    ours.setsockopt("TCP_CONGESTION", b"reno")
    connecting = ours.start.connect(wire.tcp.address(far.source, far.port))
    for _ in range(3):
        syn = far.expect("S", within=10)
    far.agree(syn)
    far.send(flags="SA")
    connecting.result()

    ours.send(bytes(5000))

    assert len([segment for segment in far.all_until_now() if Raw in segment]) == 1
