"""Options that go out: which stand on a SYN and on a SYN-ACK, and how they are laid out."""
import pytest
from scapy.layers.inet import TCP

covers = pytest.mark.covers

EVERYTHING = {"scale": 7, "sack": True, "timestamps": True}
"""What an end of ours can offer beside its MSS."""


def options(segment: TCP) -> bytes:
    """The options of a segment, as they stand."""
    return bytes(segment)[20:4 * segment.dataofs]


def kinds(segment: TCP) -> set[str]:
    """What options a segment has, apart from padding."""
    return {option[0] for option in segment.options} - {"NOP", "EOL"}


def well_formed(raw: bytes) -> bool:
    """Whether options are a list of kinds with lengths, and nothing but zeros behind its end."""
    while raw and raw[0]:
        size = 1 if raw[0] == 1 else raw[1] if len(raw) > 1 else 0
        if size == 0 or (size == 1 and raw[0] != 1) or size > len(raw):
            return False
        raw = raw[size:]
    return not any(raw)


@pytest.fixture
def conversation(tcp_end, meet, role, wire):
    """All that a target sent in a connection with every option: handshake, data both ways, a gap, the end."""
    ours, far = meet(tcp_end(**EVERYTHING), role)
    ours.send(b"data")
    far.expect(data=b"data")
    far.send(b"gap", seq=far.next + 3)
    far.expect("A")
    far.send(b"data")
    far.send(flags="FA")
    ours.close()
    return [found.packet[TCP] for found in wire.capture if found.sender == "target" and far.is_ours(found)] + far.all_until_now()


@pytest.fixture
def syn(target, wire, tcp_end) -> TCP:
    """The SYN of a target that connects."""
    far = tcp_end()
    target.open(wire.tcp).start.connect(wire.tcp.address(wire.far, far.port))
    return far.expect("S")


@covers("rfc9293:MUST-68", "rfc9293:MUST-69")
def test_all_options_have_lengths_and_padding_is_zero(conversation):
    assert all(well_formed(options(segment)) for segment in conversation)


@covers("rfc9293:MUST-65")
def test_no_mss_stands_on_anything_but_a_syn(conversation):
    assert [segment for segment in conversation if "MSS" in kinds(segment) and not segment.flags.S] == []


@covers("rfc2018:1")
def test_sack_is_permitted_on_nothing_but_a_syn(conversation):
    assert [segment for segment in conversation if "SAckOK" in kinds(segment) and not segment.flags.S] == []


@covers("rfc7323:2-sent")
def test_no_scale_stands_on_anything_but_a_syn(conversation):
    assert [segment for segment in conversation if "WScale" in kinds(segment) and not segment.flags.S] == []


@covers("linux:tcp:syn-options")
def test_a_syn_offers_all_options_by_default(syn):
    assert kinds(syn) >= {"MSS", "SAckOK", "Timestamp", "WScale"}     # Multipath TCP has one of its own


@covers("linux:tcp:syn-options")
def test_a_syn_ack_grants_all_options_by_default(listening):
    listener, far = listening
    far.scale, far.sack, far.timestamps = 7, True, True

    far.send(flags="S")

    assert kinds(far.expect("SA")) == {"MSS", "SAckOK", "Timestamp", "WScale"}


@covers("rfc9293:3.2-offered-options-only", "rfc7323:1", "rfc7323:8-not-negotiated", "rfc2018:permitted-by-both")
def test_a_syn_ack_grants_nothing_that_was_not_offered(listening):
    _, far = listening

    far.send(flags="S")

    assert kinds(far.expect("SA")) <= {"MSS"}


@covers("linux:tcp:syn-options")
@pytest.mark.parametrize("offered", EVERYTHING, ids=str)
def test_an_option_is_granted_alone(listening, offered):
    _, far = listening
    setattr(far, offered, EVERYTHING[offered])

    far.send(flags="S")

    assert kinds(far.expect("SA")) == {"MSS", {"scale": "WScale", "sack": "SAckOK", "timestamps": "Timestamp"}[offered]}


@covers("linux:tcp:segment-options")
def test_data_carries_nothing_but_timestamps(tcp_end, meet, role):
    ours, far = meet(tcp_end(**EVERYTHING), role)

    ours.send(b"data")

    assert kinds(far.expect(data=b"data")) == {"Timestamp"}


@covers("rfc7323:8-not-negotiated")
def test_data_carries_no_option_that_was_not_granted(established):
    ours, far = established

    ours.send(b"data")

    assert kinds(far.expect(data=b"data")) == set()
