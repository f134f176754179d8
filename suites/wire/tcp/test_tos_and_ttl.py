"""Type of service and time to live of TCP segments: as they are by default, and as the application sets them."""
import pytest

from harness.wire import tos, ttl

covers = pytest.mark.covers

TOS = {4: "IP_TOS", 6: "IPV6_TCLASS"}
TTL = {4: "IP_TTL", 6: "IPV6_UNICAST_HOPS"}
ENOUGH = 64
"""Hops that lead to every host. It is the default; a system may be set to more."""
EF, AF11 = 0xB8, 0x28
"""Code points of RFC 3246 and RFC 2597, in place."""


# by default

@covers("linux:ip:default-ttl")
def test_a_syn_has_hops_enough(target, wire, far):
    target.open(wire.tcp).start.connect(wire.tcp.address(wire.far, far.port))

    assert ttl(far.expect("S").underlayer) >= ENOUGH


@covers("linux:ip:default-ttl")
def test_a_syn_ack_has_hops_enough(listening):
    _, far = listening

    far.send(flags="S")

    assert ttl(far.expect("SA").underlayer) >= ENOUGH


@covers("linux:ip:default-ttl")
def test_data_has_hops_enough(established):
    ours, far = established

    ours.send(b"data")

    assert ttl(far.expect(data=b"data").underlayer) >= ENOUGH


@covers("linux:ip:default-ttl")
def test_an_acknowledgement_has_hops_enough(established):
    _, far = established

    far.send(b"data")

    assert ttl(far.expect("A", ack=far.next).underlayer) >= ENOUGH


@covers("linux:ip:default-ttl")
def test_a_reset_to_nobody_has_hops_enough(tcp_end):
    far = tcp_end(1)

    far.send(flags="S")

    assert ttl(far.expect("RA", seq=0).underlayer) >= ENOUGH


@covers("linux:ip:default-tos")
def test_a_syn_is_of_no_special_service(target, wire, far):
    target.open(wire.tcp).start.connect(wire.tcp.address(wire.far, far.port))

    assert tos(far.expect("S").underlayer) == 0


@covers("linux:ip:default-tos")
def test_a_syn_ack_is_of_no_special_service(listening):
    _, far = listening
    far.header = {"tos": EF}

    far.send(flags="S")

    assert tos(far.expect("SA").underlayer) == 0


@covers("linux:ip:default-tos")
def test_data_is_of_no_special_service(established):
    ours, far = established

    ours.send(b"data")

    assert tos(far.expect(data=b"data").underlayer) == 0


@covers("linux:ip:default-tos")
def test_an_acknowledgement_is_of_no_special_service(established):
    _, far = established

    far.send(b"data")

    assert tos(far.expect("A", ack=far.next).underlayer) == 0


# as the application sets them

@covers("rfc9293:MUST-48")
def test_the_service_of_a_syn_is_set(target, wire, far):
    ours = target.open(wire.tcp)
    ours.setsockopt(TOS[wire.version], EF)

    ours.start.connect(wire.tcp.address(wire.far, far.port))

    assert tos(far.expect("S").underlayer) == EF


@covers("linux:tcp:listener-header")
def test_the_service_of_a_syn_ack_is_the_listeners(listening, wire):
    listener, far = listening
    listener.setsockopt(TOS[wire.version], EF)

    far.send(flags="S")

    assert tos(far.expect("SA").underlayer) == EF


@covers("rfc9293:MUST-48", "rfc9293:SHLD-21", "rfc9293:SHLD-22")
def test_the_service_of_data_is_set(established, wire):
    ours, far = established
    ours.setsockopt(TOS[wire.version], EF)

    ours.send(b"data")

    assert tos(far.expect(data=b"data").underlayer) == EF


@covers("rfc9293:SHLD-21")
def test_the_service_may_change_between_segments(established, wire):
    ours, far = established
    ours.setsockopt(TOS[wire.version], EF)
    ours.send(b"one")
    far.expect(data=b"one")
    far.send()
    ours.setsockopt(TOS[wire.version], AF11)

    ours.send(b"two")

    assert tos(far.expect(data=b"two").underlayer) == AF11


@covers("rfc9293:MUST-48", "rfc9293:SHLD-22")
def test_the_service_of_an_acknowledgement_is_set(established, wire):
    ours, far = established
    ours.setsockopt(TOS[wire.version], EF)

    far.send(b"data")

    assert tos(far.expect("A", ack=far.next).underlayer) == EF


@covers("rfc9293:MUST-48", "rfc9293:SHLD-22")
def test_the_service_of_a_fin_is_set(established, wire):
    ours, far = established
    ours.setsockopt(TOS[wire.version], EF)

    ours.close()

    assert tos(far.expect("FA").underlayer) == EF


@covers("linux:tcp:no-ecn-by-option")
def test_an_application_cannot_mark_segments(established, wire):
    ours, far = established
    ours.setsockopt(TOS[wire.version], EF | 3)

    ours.send(b"data")

    assert tos(far.expect(data=b"data").underlayer) == EF


@covers("rfc9293:MUST-49")
@pytest.mark.parametrize("hops", [1, 37, 255])
def test_the_hops_of_a_syn_are_set(target, wire, far, hops):
    ours = target.open(wire.tcp)
    ours.setsockopt(TTL[wire.version], hops)

    ours.start.connect(wire.tcp.address(wire.far, far.port))

    assert ttl(far.expect("S").underlayer) == hops


@covers("linux:tcp:listener-header")
def test_the_hops_of_a_syn_ack_are_the_listeners(listening, wire):
    listener, far = listening
    listener.setsockopt(TTL[wire.version], 37)

    far.send(flags="S")

    assert ttl(far.expect("SA").underlayer) == 37


@covers("rfc9293:MUST-49")
def test_the_hops_of_data_are_set(established, wire):
    ours, far = established
    ours.setsockopt(TTL[wire.version], 37)

    ours.send(b"data")

    assert ttl(far.expect(data=b"data").underlayer) == 37


@covers("rfc9293:MUST-49")
def test_the_hops_of_an_acknowledgement_are_set(established, wire):
    ours, far = established
    ours.setsockopt(TTL[wire.version], 37)

    far.send(b"data")

    assert ttl(far.expect("A", ack=far.next).underlayer) == 37


@covers("rfc9293:MUST-49")
def test_the_hops_of_a_fin_are_set(established, wire):
    ours, far = established
    ours.setsockopt(TTL[wire.version], 37)

    ours.close()

    assert ttl(far.expect("FA").underlayer) == 37


# as they come in

@covers("rfc1122I:12")
def test_a_segment_on_its_last_hop_is_taken(established):
    ours, far = established
    far.header = {"ttl": 1}

    far.send(b"data")

    assert ours.recv(10) == b"data"


@covers("linux:ip:default-tos")
def test_the_service_of_what_comes_in_changes_nothing(established):
    ours, far = established
    far.header = {"tos": EF}

    far.send(b"data")

    assert tos(far.expect("A", ack=far.next).underlayer) == 0
    assert ours.recv(10) == b"data"


@covers("rfc9293:MAY-9")
def test_the_service_of_a_segment_may_be_told(established, wire, choice):
    ours, far = established
    ours.setsockopt("IPV6_RECVTCLASS" if wire.version == 6 else "IP_RECVTOS", 1)
    far.header = {"tos": EF}

    far.send(b"data")

    told = [message["value"] for message in ours.recvmsg(10, control=100).control]
    choice("rfc9293:MAY-9", "told" if told else "not told")
    assert told in ([], [EF])
