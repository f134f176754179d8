"""Addresses that no connection can have: broadcast, multicast, and those that only one host knows."""
import pytest
from scapy.layers.inet import TCP

covers = pytest.mark.covers

GROUPS = ["255.255.255.255", "192.0.2.255", "224.0.0.1", "239.1.2.3", "ff02::1", "ff0e::1"]
"""Destinations that are not one host's."""
NOBODY = ["255.255.255.255", "224.0.0.1", "239.1.2.3", "127.0.0.1", "0.0.0.0", "ff02::1", "ff0e::1", "::1"]
"""Sources that no other host may have. That of a subnet's broadcast is not among them: Linux knows it only while rp_filter is on."""


def by_version(addresses):
    return [pytest.param(6 if ":" in address else 4, address, id=address) for address in addresses]


@pytest.fixture
def everywhere(target, wire):
    """A port on which the target listens at any of its addresses."""
    listener = target.open(wire.tcp)
    listener.bind(wire.tcp.wildcard())
    listener.listen(8)
    return listener.address.port


@covers("rfc9293:MUST-46")
@pytest.mark.parametrize(("wire", "group"), by_version(GROUPS), indirect=["wire"])
def test_a_call_to_a_group_is_refused(target, wire, group):
    ours = target.nonblocking(wire.tcp)

    assert ours.fails.connect(wire.tcp.address(group, 9)) not in {"EINPROGRESS", "EAGAIN"}


@covers("rfc9293:MUST-46")
@pytest.mark.parametrize(("wire", "group"), by_version(GROUPS), indirect=["wire"])
def test_a_call_to_a_group_sends_nothing(target, wire, group):
    ours = target.nonblocking(wire.tcp)

    ours.fails.connect(wire.tcp.address(group, 9))

    assert wire.silent(TCP())


@covers("rfc9293:MUST-57")
@pytest.mark.parametrize(("wire", "group"), by_version(GROUPS), indirect=["wire"])
@pytest.mark.parametrize("flags", ["S", "A"])
def test_a_segment_to_a_group_is_dropped(wire, everywhere, group, flags):
    wire.send(wire.ip(dst=group) / TCP(sport=4000, dport=everywhere, flags=flags))

    assert wire.silent(TCP())


@covers("rfc9293:MUST-57")
@pytest.mark.parametrize(("wire", "group"), by_version(GROUPS), indirect=["wire"])
@pytest.mark.parametrize("flags", ["S", "A"])
def test_a_segment_to_a_group_and_a_closed_port_is_dropped(wire, group, flags):
    wire.send(wire.ip(dst=group) / TCP(sport=4000, dport=1, flags=flags))

    assert wire.silent(TCP())


@covers("rfc9293:MUST-63")
@pytest.mark.parametrize(("wire", "nobody"), by_version(NOBODY), indirect=["wire"])
def test_a_syn_from_nobody_is_dropped(wire, everywhere, nobody):
    wire.send(wire.ip(src=nobody) / TCP(sport=4000, dport=everywhere, flags="S"))

    assert wire.silent(TCP())


@covers("rfc9293:MUST-63")
@pytest.mark.parametrize(("wire", "nobody"), by_version(NOBODY), indirect=["wire"])
def test_a_syn_from_nobody_to_a_closed_port_is_dropped(wire, nobody):
    wire.send(wire.ip(src=nobody) / TCP(sport=4000, dport=1, flags="S"))

    assert wire.silent(TCP())


@covers("rfc9293:3.10.7.2-syn")
def test_a_syn_from_somebody_is_answered(wire, everywhere, tcp_end):
    far = tcp_end(everywhere)

    far.send(flags="S")

    far.expect("SA", ack=far.next)
