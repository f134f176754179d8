"""Control messages that cannot be: sendmsg refuses them with the whole message."""
import pytest

covers = pytest.mark.covers


@covers("posix:sendmsg:ancillary-unknown-type")
def test_an_unknown_control_message_is_refused_or_ignored(any_pair, target, choice):
    ours, theirs = any_pair
    unknown = {"level": "SOL_SOCKET", "type": 9999, "value": b"\1\2\3\4"}
    sending = target.first([ours.start.sendmsg([b"with ", b"an unknown"], control=[unknown])])

    if sending.answer.word == "raised":
        choice("posix:sendmsg:ancillary-unknown-type", "refused")
        assert sending.error() == "EINVAL"
    else:
        choice("posix:sendmsg:ancillary-unknown-type", "ignored")
        assert theirs.recv(15, "MSG_WAITALL") == b"with an unknown"


@covers("linux:sendmsg:ancillary-unknown-type-einval")
def test_a_message_with_an_unknown_control_message_is_not_sent(any_pair):
    ours, theirs = any_pair
    unknown = {"level": "SOL_SOCKET", "type": 9999, "value": b"\1\2\3\4"}

    assert ours.fails.sendmsg([b"with ", b"an unknown"], control=[unknown]) == "EINVAL"

    ours.send(b"next")
    assert theirs.recv(4, "MSG_WAITALL") == b"next"


@covers("linux:sendmsg:ancillary-bad-payload-einval")
@pytest.mark.parametrize("value", [b"", b"\1", b"\1\2\3"], ids=["0-bytes", "1-byte", "3-bytes"])
def test_a_hop_limit_that_is_no_integer_is_refused(udp_pair, value):
    ours, theirs = udp_pair
    level, name = ("IPPROTO_IP", "IP_TTL") if ours.kind.family == "AF_INET" else ("IPPROTO_IPV6", "IPV6_HOPLIMIT")

    assert ours.fails.sendmsg([b"how ", b"far?"], control=[{"level": level, "type": name, "value": value}]) == "EINVAL"

    ours.send(b"next")
    assert theirs.recv(100) == b"next"


@covers("linux:sendmsg:ancillary-bad-payload-einval")
@pytest.mark.parametrize("value", [256, -2], ids=["256", "-2"])
def test_a_hop_limit_out_of_range_is_refused(udp_pair, value):
    ours, theirs = udp_pair
    level, name = ("IPPROTO_IP", "IP_TTL") if ours.kind.family == "AF_INET" else ("IPPROTO_IPV6", "IPV6_HOPLIMIT")

    assert ours.fails.sendmsg([b"how ", b"far?"], control=[{"level": level, "type": name, "value": value}]) == "EINVAL"

    ours.send(b"next")
    assert theirs.recv(100) == b"next"


@covers("linux:sendmsg:ancillary-other-level-ignored")
def test_a_control_message_for_another_protocol_is_ignored(udp_pair):
    ours, theirs = udp_pair

    assert ours.sendmsg([b"for ", b"tcp"], control=[{"level": "IPPROTO_TCP", "type": 1, "value": 1}]) == 7

    assert theirs.recv(100) == b"for tcp"
