"""Opening from the listener's side: what a SYN is answered with, and what completes the handshake."""
import pytest
from scapy.layers.inet import TCP

covers = pytest.mark.covers

FAST_OPEN = 34


def grants_cookie(segment):
    return any(option[0] in ("TFO", FAST_OPEN) for option in segment.options)


@covers("rfc9293:3.10.7.2-syn", "rfc9293:3.5-handshake")
def test_a_listener_answers_a_syn_with_syn_and_ack(listening):
    _, far = listening

    far.send(flags="S")

    far.expect("SA", data=b"", ack=far.next)


@covers("rfc9293:3.10.7.2-syn")
@pytest.mark.parametrize("first", [0, 0x7FFFFFFF, 0xFFFFFFFF])
def test_a_syn_may_have_any_sequence_number(listening, first):
    _, far = listening

    far.next = first
    far.send(flags="S")

    far.expect("SA", ack=(first + 1) % (1 << 32))


@covers("rfc9293:3.5-handshake")
def test_the_third_segment_opens_the_connection_without_an_answer(syn_received):
    listener, far = syn_received

    far.send()

    ours, client = listener.accept()
    assert (client.host, client.port) == (far.source, far.port)
    assert ours.getpeername() == client
    assert far.silent()


@covers("rfc9293:3.5-handshake")
def test_the_third_segment_may_offer_no_window(syn_received):
    listener, far = syn_received

    far.send(window=0)

    _, client = listener.accept()
    assert client.port == far.port


@covers("rfc9293:3.5-handshake")
def test_nothing_is_accepted_before_the_third_segment(syn_received):
    listener, far = syn_received

    far.wire.fence()

    assert "POLLIN" not in listener.poll("POLLIN")


@covers("rfc9293:3.10.7.4-syn-received")
def test_data_may_come_with_the_third_segment(syn_received):
    listener, far = syn_received

    far.send(b"at once")

    ours, _ = listener.accept()
    assert ours.recv(100) == b"at once"
    far.expect("A", ack=far.next)


@covers("rfc9293:3.10.7.4-syn-received")
def test_a_fin_may_come_with_the_third_segment(syn_received):
    listener, far = syn_received

    far.send(b"all", flags="FA")

    far.expect("A", ack=far.next)
    ours, _ = listener.accept()
    assert ours.recv(100) == b"all"
    assert ours.recv(100) == b""


@covers("rfc9293:3.10.7.2-data")
def test_data_on_the_syn_reaches_the_user_once(listening, choice):
    listener, far = listening
    far.send(b"early", flags="S")
    answer = far.expect("SA")
    assert answer.ack in ((far.first + 1) % (1 << 32), far.next)
    choice("rfc9293:3.10.7.2-data", "acknowledged at once" if answer.ack == far.next else "to be sent again")

    far.send(b"early", seq=(far.first + 1) % (1 << 32))
    far.send(b" and late")

    ours, _ = listener.accept()
    far.expect("A", ack=far.next)
    assert ours.recv(100) == b"early and late"


@covers("rfc7413:1")
def test_a_syn_that_asks_for_a_cookie_is_answered_like_any_other(listening, choice):
    listener, far = listening
    listener.setsockopt("TCP_FASTOPEN", 5)

    far.send(flags="S", options=[("MSS", 1460), (FAST_OPEN, b"")])

    answer = far.expect("SA", ack=far.next)
    choice("rfc7413:1", "a cookie" if grants_cookie(answer) else "no cookie")


@covers("linux:tcp:no-fast-open")
def test_a_listener_grants_no_cookie_by_default(listening):
    listener, far = listening
    listener.setsockopt("TCP_FASTOPEN", 5)

    far.send(flags="S", options=[("MSS", 1460), (FAST_OPEN, b"")])

    assert not grants_cookie(far.expect("SA"))


@covers("linux:tcp:defer-accept")
def test_a_listener_that_defers_gives_out_no_connection_without_data(listening):
    listener, far = listening
    listener.setsockopt("TCP_DEFER_ACCEPT", 5)

    far.connect()

    assert far.silent()
    assert "POLLIN" not in listener.poll("POLLIN")


@covers("linux:tcp:defer-accept")
def test_a_listener_that_defers_gives_out_a_connection_with_its_data(listening):
    listener, far = listening
    listener.setsockopt("TCP_DEFER_ACCEPT", 5)
    far.connect()

    far.send(b"my request")

    ours, _ = listener.accept()
    assert ours.recv(100, "MSG_DONTWAIT") == b"my request"


@covers("rfc9293:3.10.7.2-syn")
def test_each_syn_is_answered_on_its_own(listening, tcp_end):
    listener, far = listening
    other = tcp_end(far.their_port)
    far.send(flags="S")
    other.send(flags="S")

    far.expect("SA", ack=far.next)
    other.expect("SA", ack=other.next)


@covers("rfc9293:MUST-41")
def test_a_second_listener_leaves_connections_and_listeners_alone(established, target, wire, tcp_end):
    ours, far = established
    first, second = target.listener(wire.tcp), target.listener(wire.tcp)
    clients = [tcp_end(listener.address.port) for listener in (first, second)]

    for client in clients:
        client.connect()

    far.send(b"as before")
    assert ours.recv(100) == b"as before"
    assert [listener.accept()[1].port for listener in (first, second)] == [client.port for client in clients]


@covers("rfc9293:MUST-43")
def test_a_listener_answers_only_at_the_address_it_is_bound_to(target, wire, tcp_end):
    listener = target.open(wire.tcp)
    listener.bind(wire.tcp.address("127.0.0.1" if wire.version == 4 else "::1"))
    listener.listen(8)
    far = tcp_end(listener.address.port)

    far.send(flags="S")

    far.expect("RA", seq=0, ack=far.next)


@covers("rfc9293:MUST-43")
def test_a_listener_at_any_address_answers_with_the_one_that_was_called(target, wire, tcp_end):
    listener = target.open(wire.tcp)
    listener.bind(wire.tcp.wildcard())
    listener.listen(8)
    far = tcp_end(listener.address.port)

    far.send(flags="S")

    wire.expect(wire.ip(src=wire.target, dst=far.source) / TCP(dport=far.port, flags="SA"))


@covers("linux:tcp:answers-at-once")
def test_answers_leave_at_once(listening, wire, tcp_end):
    _, far = listening
    for _ in range(20):
        far.send(flags="S", seq=far.first)
        far.expect("SA")
        far.send(flags="R", seq=far.after(1))

    times = [found.time for found in wire.capture if found.packet[TCP].flags.S]
    assert min(answer - question for question, answer in zip(times[::2], times[1::2], strict=True)) < 0.001
