"""Opening from the caller's side: the SYN, and what a call makes of the answers."""
import pytest
from scapy.layers.inet import TCP

covers = pytest.mark.covers


@covers("rfc9293:3.5-handshake")
def test_connect_sends_a_syn_without_acknowledgement_and_waits(target, wire, far):
    ours = target.open(wire.tcp)

    connecting = ours.start.connect(wire.tcp.address(far.source, far.port))

    far.expect("S", data=b"", ack=0)
    assert connecting.blocked()


@covers("rfc9293:3.5-handshake")
def test_a_syn_ack_is_acknowledged_and_ends_the_call(syn_sent):
    ours, far, connecting, syn = syn_sent
    far.send(flags="SA")

    far.expect("A", data=b"", seq=syn.seq + 1 & 0xFFFFFFFF, ack=far.next)

    assert connecting.result() is None


@covers("rfc9293:3.10.7.3-ack-alone")
def test_an_acknowledgement_alone_does_not_open_a_connection(syn_sent):
    ours, far, connecting, _ = syn_sent

    far.send()

    assert far.silent()
    assert connecting.still_blocked()


@covers("rfc9293:3.10.7.3-ack-alone")
def test_a_fin_alone_does_not_open_a_connection(syn_sent):
    ours, far, connecting, _ = syn_sent

    far.send(flags="FA")

    assert far.silent()
    assert connecting.still_blocked()


@covers("rfc9293:3.10.7.2-data")
def test_data_on_the_syn_ack_reaches_the_user_once(syn_sent, choice):
    ours, far, connecting, _ = syn_sent
    far.send(b"early", flags="SA")
    answer = far.expect("A")
    assert answer.ack in ((far.first + 1) % (1 << 32), far.next)
    choice("rfc9293:3.10.7.2-data", "acknowledged at once" if answer.ack == far.next else "to be sent again")

    far.send(b"early", seq=(far.first + 1) % (1 << 32))
    far.send(b" and late")

    connecting.result()
    far.expect("A", ack=far.next)
    assert ours.recv(100) == b"early and late"


@covers("rfc9293:MUST-44")
def test_the_system_chooses_the_address_on_the_way_to_the_other_host(target, wire, far):
    ours = target.open(wire.tcp)

    ours.start.connect(wire.tcp.address(far.source, far.port))

    wire.expect(wire.ip(src=wire.target, dst=far.source) / TCP(dport=far.port, flags="S"))
    assert ours.address.host == wire.target


@covers("rfc9293:MUST-43")
def test_a_bound_socket_calls_from_its_address_and_port(target, wire, far):
    ours = target.bound(wire.tcp)

    ours.start.connect(wire.tcp.address(far.source, far.port))

    wire.expect(wire.ip(src=wire.target, dst=far.source) / TCP(sport=ours.address.port, dport=far.port, flags="S"))


@covers("rfc9293:MUST-45")
def test_all_segments_of_a_connection_come_from_one_address(established, wire):
    ours, far = established
    ours.send(b"hello")
    far.receive(5)
    ours.shutdown("SHUT_WR")
    far.expect("FA")

    assert {found.packet.src for found in wire.capture if far.is_ours(found)} == {wire.target}


@covers("rfc9293:MUST-42")
def test_a_port_that_calls_from_syn_sent_can_be_listened_on(target, wire, far, tcp_end):
    ours, listener = target.open(wire.tcp), target.open(wire.tcp)
    for sock in (ours, listener):
        sock.setsockopt("SO_REUSEADDR", 1)
    ours.bind(target.at(wire.tcp, 0))
    ours.start.connect(wire.tcp.address(far.source, far.port))
    far.expect("S")

    listener.bind(ours.address)
    listener.listen(8)

    caller = tcp_end(listener.address.port)
    caller.connect()
    assert listener.accept()[1].port == caller.port


@covers("rfc9293:MUST-42")
def test_a_port_that_is_in_syn_received_can_be_listened_on(target, wire, far, tcp_end):
    ours, listener = target.open(wire.tcp), target.open(wire.tcp)
    for sock in (ours, listener):
        sock.setsockopt("SO_REUSEADDR", 1)
    ours.bind(target.at(wire.tcp, 0))
    ours.start.connect(wire.tcp.address(far.source, far.port))
    far.expect("S")
    far.send(flags="S")
    far.expect("SA")

    listener.bind(ours.address)
    listener.listen(8)

    caller = tcp_end(listener.address.port)
    caller.connect()
    assert listener.accept()[1].port == caller.port
