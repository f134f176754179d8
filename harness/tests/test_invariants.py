"""What must hold on every capture: each rule notices what it is for, and nothing else ever alarms it."""
import random
import subprocess
import sys
import time

import pytest
from scapy.layers.inet import ICMP, IP, TCP, UDP, IPOption_Router_Alert, fragment
from scapy.layers.inet6 import (
    ICMPv6DestUnreach,
    ICMPv6EchoReply,
    ICMPv6PacketTooBig,
    IPv6,
    IPv6ExtHdrDestOpt,
    IPv6ExtHdrFragment,
    fragment6,
)
from scapy.packet import Raw
from scapy.utils import checksum

from harness import requirements
from harness.capture import Captured
from harness.invariants import CLAUSES, violations
from harness.tests.conftest import ROOT

NEAR, FAR = {4: "10.9.0.1", 6: "fd00::1"}, {4: "198.18.0.1", 6: "2001:db8:1::1"}
STAMPS, SCALE, SACKS = ("Timestamp", (100, 0)), ("WScale", 7), ("SAckOK", b"")


def broken(capture: list[Captured]) -> list[str]:
    """The clauses that a capture breaks, in the order of its packets."""
    return [one.clause for one in violations(capture, frozenset(NEAR.values()))]


class Line:
    """A capture that grows. Numbers of the target count from its SYN, those of the far side from the far SYN."""

    def __init__(self, version: int = 4, iss: int = 1000, irs: int = 5000):
        self.version, self.iss, self.irs = version, iss, irs
        self.capture: list[Captured] = []

    def put(self, sender: str, packet) -> None:
        """A packet of any sort."""
        self.capture.append(Captured(len(self.capture) / 1000, sender, bytes(packet)))

    def ip(self, sender: str, **fields):
        """A header from one side to the other."""
        source, destination = (NEAR, FAR) if sender == "target" else (FAR, NEAR)
        header = {"src": source[self.version], "dst": destination[self.version], **fields}
        return IPv6(**header) if self.version == 6 else IP(**header)

    def near(self, flags, seq, ack=None, data=b"", *options, window=1000, ecn=0, times=None, altered=None, **tcp) -> None:
        """A segment of the target's; ``altered`` are bytes to put into its TCP header, checksummed again."""
        self.put("target", self._segment("target", flags, seq, ack, data, options, window, ecn, times, altered, tcp))

    def far(self, flags, seq, ack=None, data=b"", *options, window=1000, ecn=0, times=None, altered=None, **tcp) -> None:
        """A segment of the far side's."""
        self.put("far", self._segment("far", flags, seq, ack, data, options, window, ecn, times, altered, tcp))

    def _segment(self, sender, flags, seq, ack, data, options, window, ecn, times, altered, tcp):
        own, other = (self.iss, self.irs) if sender == "target" else (self.irs, self.iss)
        ports = {"sport": 80, "dport": 4000} if sender == "target" else {"sport": 4000, "dport": 80}
        options = [*options, ("Timestamp", times)] if times else list(options)
        header = self.ip(sender, **({"tc": ecn} if self.version == 6 else {"tos": ecn}))
        packet = header / TCP(**{**ports, "flags": flags, "seq": (own + seq) % 2**32, "ack": 0 if ack is None else (other + ack) % 2**32,
                                 "window": window, "options": options, **tcp}) / Raw(data)
        return patched(bytes(packet), altered) if altered else packet

    def sack(self, *places):
        """A SACK option with blocks of what the far side sent."""
        return "SAck", tuple((self.irs + place) % 2**32 for place in places)

    def passive(self, *options, answer=None, **fields) -> "Line":
        """The far side opens."""
        times, theirs = ((100, 700), (700, 0)) if STAMPS in options else (None, None)
        options = [option for option in options if option != STAMPS]
        self.far("S", 0, None, b"", ("MSS", 1460), *options, times=theirs, **fields)
        self.near("SA", 0, 1, b"", ("MSS", 1460), *(options if answer is None else answer), times=times, **fields)
        self.far("A", 1, 1, times=(701, 100) if times else None)
        return self

    def active(self, *options) -> "Line":
        """The target opens."""
        self.near("S", 0, None, b"", ("MSS", 1460), *options)
        self.far("SA", 0, 1, b"", ("MSS", 1460), *options)
        self.near("A", 1, 1)
        return self


def patched(raw: bytes, altered: dict[int, bytes]) -> bytes:
    """An IPv4 packet with other bytes in its TCP header, and the checksum that fits."""
    changed = bytearray(raw)
    for at, new in {**altered, 16: b"\0\0"}.items():
        changed[20 + at:20 + at + len(new)] = new
    pseudo = raw[12:20] + b"\0\x06" + (len(raw) - 20).to_bytes(2)
    changed[36:38] = checksum(pseudo + bytes(changed[20:])).to_bytes(2)
    return bytes(changed)


# --------------------------------------------------------------------------- what is wrong is noticed

WRONG = []


def wrong(clause: str):
    """A story in which the target breaks that clause, and nothing else."""
    return lambda story: WRONG.append(pytest.param(clause, story, id=f"{clause}-{story.__name__}")) or story


@wrong("rfc791:lengths")
def bytes_beyond_the_total_length(line):
    line.put("target", bytes(line.ip("target") / UDP() / b"data") + b"more")


@wrong("rfc791:lengths")
def no_ip_at_all(line):
    line.put("target", b"\x45\0")


@wrong("rfc8200:lengths")
def bytes_beyond_the_payload_length(line):
    line.put("target", bytes(IPv6(src=NEAR[6], dst=FAR[6]) / UDP() / b"data") + b"more")


@wrong("rfc791:header-checksum")
def a_wrong_header_checksum(line):
    line.put("target", line.ip("target", chksum=1) / UDP() / b"data")


@wrong("rfc1122I:11")
def a_ttl_of_zero(line):
    line.put("target", line.ip("target", ttl=0) / UDP() / b"data")


@wrong("rfc9293:MUST-2")
def a_wrong_tcp_checksum(line):
    line.near("S", 0, chksum=7)


@wrong("rfc768:3")
def a_wrong_udp_checksum(line):
    line.put("target", line.ip("target") / UDP(chksum=7) / b"data")


@wrong("rfc8200:14")
def no_udp_checksum_over_ipv6(line):
    line.put("target", bytes(IPv6(src=NEAR[6], dst=FAR[6]) / UDP(chksum=0) / b"data"))


@wrong("rfc768:length")
def a_udp_length_without_the_header(line):
    line.put("target", line.ip("target") / UDP(len=4, chksum=0) / b"data")


@wrong("rfc792:checksum")
def a_wrong_icmp_checksum(line):
    line.put("target", line.ip("target") / ICMP(type=0, chksum=7))


@wrong("rfc4443:checksum")
def a_wrong_icmpv6_checksum(line):
    line.put("target", IPv6(src=NEAR[6], dst=FAR[6]) / ICMPv6EchoReply(cksum=7))


@wrong("rfc1122I:5")
def a_loopback_source(line):
    line.put("target", line.ip("target", src="127.0.0.1") / UDP())


@wrong("rfc1122I:own-source")
def a_stranger_as_source(line):
    line.put("target", line.ip("target", src="10.9.0.77") / UDP())


@wrong("rfc8200:own-source")
def an_ipv6_stranger_as_source(line):
    line.put("target", IPv6(src="fd00::77", dst=FAR[6]) / UDP())


@wrong("rfc4291:no-multicast-source")
def a_group_as_source(line):
    line.put("target", IPv6(src="ff02::1", dst=FAR[6]) / UDP())


@wrong("rfc791:fragments")
def a_fragment_of_odd_length(line):
    line.put("target", line.ip("target", flags="MF", proto=17) / Raw(b"x" * 11))


@wrong("rfc791:fragments")
def fragments_with_a_gap(line):
    first, _, last = fragment(line.ip("target", id=9) / UDP() / Raw(b"x" * 2000), 800)
    line.put("target", first)
    line.put("target", last)


@wrong("rfc8200:fragments")
def ipv6_fragments_with_a_gap(line):
    first, _, last = fragment6(IPv6(src=NEAR[6], dst=FAR[6]) / IPv6ExtHdrFragment() / UDP() / Raw(b"x" * 3000), 1300)
    line.put("target", first)
    line.put("target", last)


def icmp_error(line, about, quoted=None, kind=3, **fields):
    line.put("far", about)
    line.put("target", line.ip("target") / ICMP(type=kind, code=3, **fields) / Raw(bytes(about) if quoted is None else quoted))


@wrong("rfc6633:1")
def a_source_quench(line):
    icmp_error(line, line.ip("far") / UDP() / b"data", kind=4)


@wrong("rfc1122I:22")
def a_redirect(line):
    icmp_error(line, line.ip("far") / UDP() / b"data", kind=5)


@wrong("rfc1122I:17")
def an_error_about_an_error(line):
    icmp_error(line, line.ip("far") / ICMP(type=3, code=3) / Raw(bytes(line.ip("target") / UDP())))


@pytest.mark.parametrize("fields", [{"dst": "224.0.0.1"}, {"dst": "255.255.255.255"}, {"frag": 4}, {"src": "0.0.0.0"}, {"src": "224.0.0.5"}], ids=str)
def test_an_icmp_error_that_must_not_be_is_noticed(fields):
    line = Line()
    icmp_error(line, line.ip("far", **fields) / UDP() / b"data")

    assert broken(line.capture) == ["rfc1122I:18"]


@wrong("rfc1122I:19")
def too_short_a_quote(line):
    about = line.ip("far") / UDP() / b"data"
    icmp_error(line, about, bytes(about)[:24])


@wrong("rfc1122I:19")
def a_quote_with_its_identification_swapped(line):
    about = line.ip("far", id=0x1234) / UDP(dport=7) / b"data"
    icmp_error(line, about, bytes(about)[:4] + b"\x34\x12" + bytes(about)[6:])


@wrong("rfc4443:1")
def an_ipv6_quote_cut_short(line):
    about = IPv6(src=FAR[6], dst=NEAR[6]) / UDP() / Raw(b"x" * 500)
    line.put("far", about)
    line.put("target", IPv6(src=NEAR[6], dst=FAR[6]) / ICMPv6DestUnreach(code=4) / Raw(bytes(about)[:200]))


@wrong("rfc4443:1")
def too_large_an_ipv6_error(line):
    about = IPv6(src=FAR[6], dst=NEAR[6]) / UDP() / Raw(b"x" * 1400)
    line.put("far", about)
    line.put("target", IPv6(src=NEAR[6], dst=FAR[6]) / ICMPv6DestUnreach(code=4) / Raw(bytes(about)))


@wrong("rfc4443:1")
def an_ipv6_quote_of_other_bytes(line):
    about = IPv6(src=FAR[6], dst=NEAR[6]) / UDP() / Raw(b"x" * 50)
    line.put("far", about)
    line.put("target", IPv6(src=NEAR[6], dst=FAR[6]) / ICMPv6DestUnreach(code=4) / Raw(bytes(about)[:-1] + b"y"))


@wrong("rfc4443:2")
def an_ipv6_error_about_a_group(line):
    about = IPv6(src=FAR[6], dst="ff02::1") / UDP() / b"data"
    line.put("far", about)
    line.put("target", IPv6(src=NEAR[6], dst=FAR[6]) / ICMPv6DestUnreach(code=4) / Raw(bytes(about)))


@wrong("rfc4443:2")
def an_ipv6_error_about_an_error(line):
    about = IPv6(src=FAR[6], dst=NEAR[6]) / ICMPv6DestUnreach() / Raw(b"x" * 48)
    line.put("far", about)
    line.put("target", IPv6(src=NEAR[6], dst=FAR[6]) / ICMPv6DestUnreach(code=4) / Raw(bytes(about)))


@wrong("rfc9293:data-offset")
def a_data_offset_beyond_the_segment(line):
    line.near("S", 0, altered={12: b"\xf0"})


@wrong("rfc9293:MUST-68")
def an_option_without_length(line):
    line.near("S", 0, None, b"", ("MSS", 1460), altered={20: b"\x01\x01\x01\x02"})


@wrong("rfc9293:option-lengths")
def a_long_mss_option(line):
    line.near("S", 0, None, b"", ("MSS", 1460), ("MSS", 1460), altered={20: b"\x02\x06\0\0\0\0\x01\x01"})


@wrong("rfc9293:MUST-69")
def garbage_behind_the_options(line):
    line.near("S", 0, None, b"", ("MSS", 1460), altered={20: b"\0\0\0\x09"})


@wrong("rfc9293:MUST-65")
def mss_on_data(line):
    line.passive().near("PA", 1, 1, b"data", ("MSS", 1460))


@wrong("rfc7323:scale-in-syn")
def scale_on_data(line):
    line.passive().near("PA", 1, 1, b"data", ("WScale", 2))


@wrong("rfc2018:1")
def sack_permitted_on_data(line):
    line.passive().near("PA", 1, 1, b"data", SACKS)


@wrong("rfc7323:scale-limit")
def a_shift_of_fifteen(line):
    line.near("S", 0, None, b"", ("WScale", 15))


@wrong("rfc7323:11")
def an_echo_in_a_syn(line):
    line.near("S", 0, times=(100, 5))


@wrong("rfc9293:reserved-bits")
def a_reserved_bit(line):
    line.near("S", 0, reserved=4)


@wrong("rfc9293:sequence-without-gaps")
def a_gap_in_the_data(line):
    line.passive().near("PA", 2, 1, b"data")


@wrong("rfc9293:sequence-without-gaps")
def an_ack_from_the_future(line):
    line.passive().near("A", 700, 1)


@wrong("rfc9293:same-bytes-again")
def other_bytes_in_a_retransmission(line):
    line.passive().near("PA", 1, 1, b"data")
    line.near("PA", 1, 1, b"dada")


@wrong("rfc9293:nothing-after-fin")
def data_after_the_fin(line):
    line.passive().near("FA", 1, 1)
    line.near("PA", 2, 1, b"data")


@wrong("rfc9293:nothing-after-fin")
def a_fin_that_moves(line):
    line.passive().near("FPA", 1, 1, b"data")
    line.near("FA", 4, 1)


@wrong("rfc5681:13")
def data_beyond_the_window(line):
    line.passive(window=100)
    line.far("A", 1, 1, window=100)
    line.near("PA", 1, 1, b"x" * 1002)      # the far side's first ACK offered 1000


@wrong("rfc9293:ack-never-falls")
def an_ack_that_falls(line):
    line.passive().far("PA", 1, 1, b"data")
    line.near("A", 1, 5)
    line.near("A", 1, 3, window=2000)


@wrong("rfc9293:ack-only-what-came")
def an_ack_of_what_never_came(line):
    line.passive().far("PA", 1, 1, b"data")
    line.near("A", 1, 6)


@wrong("rfc9293:ack-only-what-came")
def a_syn_ack_that_counts_wrong(line):
    line.far("S", 0)
    line.near("SA", 0, 2)


@wrong("rfc9293:SHLD-14")
def a_window_that_shrinks(line):
    line.passive().far("PA", 1, 1, b"data")
    line.near("A", 1, 5, window=995)


@wrong("rfc9293:SHLD-14")
def a_scaled_window_that_shrinks_by_a_unit(line):
    line.passive(SCALE).near("A", 1, 1, window=20)
    line.near("A", 1, 1, window=19)


@wrong("rfc7323:scale-answers")
def a_scale_nobody_asked_for(line):
    line.passive(answer=[SCALE])


@wrong("rfc7323:timestamps-answer")
def timestamps_nobody_asked_for(line):
    line.passive(answer=[("Timestamp", (100, 0))])


@wrong("rfc7323:8")
def data_without_timestamps(line):
    line.passive(STAMPS).near("PA", 1, 1, b"data")


@wrong("rfc7323:timestamps-never-fall")
def a_clock_that_runs_backwards(line):
    line.passive(STAMPS).near("PA", 1, 1, b"data", times=(99, 701))


@wrong("rfc7323:12")
def an_echo_of_what_never_came(line):
    line.passive(STAMPS).near("PA", 1, 1, b"data", times=(110, 702))


@wrong("rfc7323:12")
def an_echo_of_the_later_of_two_segments(line):
    line.passive(STAMPS).far("PA", 1, 1, b"data", times=(710, 100))
    line.far("PA", 5, 1, b"more", times=(720, 100))
    line.near("A", 1, 9, times=(110, 720))


@wrong("rfc7323:12")
def an_echo_of_what_is_behind_a_gap(line):
    line.passive(STAMPS).far("PA", 5, 1, b"more", times=(720, 100))
    line.near("A", 1, 1, times=(110, 720))


@wrong("rfc7323:12")
def an_echo_that_stays_behind(line):
    line.passive(STAMPS).far("PA", 1, 1, b"data", times=(710, 100))
    line.near("A", 1, 5, times=(110, 701))


@wrong("rfc7323:12")
def an_echo_that_falls(line):
    line.passive(STAMPS).far("A", 1, 1, times=(710, 100))
    line.near("PA", 1, 1, b"data", times=(110, 710))
    line.near("PA", 5, 1, b"more", times=(110, 701))


@wrong("rfc2018:2")
def sack_without_permission(line):
    line.passive().far("PA", 5, 1, b"more")
    line.near("A", 1, 1, b"", line.sack(5, 9))


@pytest.mark.parametrize("blocks", [(5, 10), (4, 9), (9, 5), (5, 9, 0, 1), (20, 30)], ids=str)
def test_a_sack_block_of_what_is_not_held_is_noticed(blocks):
    line = Line().passive(SACKS)
    line.far("PA", 5, 1, b"more")
    line.near("A", 1, 1, b"", line.sack(*blocks))

    assert broken(line.capture) == ["rfc2018:blocks-held"]


@wrong("rfc3168:2")
def an_ecn_capable_syn(line):
    line.near("SEC", 0, ecn=2)


@wrong("rfc3168:8")
def an_ecn_capable_ack(line):
    ecn_agreed(line).near("A", 1, 1, ecn=2)


@wrong("rfc3168:9")
def an_ecn_capable_retransmission(line):
    ecn_agreed(line).near("PA", 1, 1, b"data", ecn=2)
    line.near("PA", 1, 1, b"data", ecn=2)


@wrong("rfc3168:7")
def cwr_on_a_retransmission(line):
    ecn_agreed(line).near("PA", 1, 1, b"data", ecn=2)
    line.near("PAC", 1, 1, b"data")


@wrong("rfc3168:3")
def ecn_capable_data_without_ecn(line):
    line.passive().near("PA", 1, 1, b"data", ecn=2)


@wrong("rfc3168:flags-when-agreed")
def ece_without_ecn(line):
    line.passive().near("AE", 1, 1)


@wrong("rfc3168:flags-when-agreed")
def ae_without_accecn(line):
    line.passive().near("AN", 1, 1)     # scapy calls it NS


@wrong("rfc9293:reset-numbers")
def a_refusal_that_acknowledges_nothing(line):
    line.far("S", 0)
    line.near("RA", -line.iss, 0)


@wrong("rfc9293:reset-numbers")
def a_refusal_with_a_number_of_its_own(line):
    line.far("S", 0)
    line.near("RA", 0, 1)


@wrong("rfc9293:reset-numbers")
def an_ack_refused_as_if_it_had_none(line):
    line.far("A", 7, 77)
    line.near("RA", -line.iss, 7)


@wrong("rfc9293:reset-numbers")
def a_reset_with_a_wrong_number_after_the_end(line):
    opened_and_aborted(line).far("PA", 1, 1, b"data")
    line.near("R", 700)


@wrong("rfc9293:reset-for-reset")
def a_reset_for_a_reset(line):
    line.far("S", 0)
    line.near("RA", -line.iss, 1)
    line.far("R", 1)
    line.near("RA", -line.iss, 1)


@wrong("rfc9293:nothing-after-reset")
def data_after_a_reset(line):
    opened_and_aborted(line).near("PA", 5, 1, b"more")


def ecn_agreed(line):
    line.far("SEC", 0)
    line.near("SAE", 0, 1)
    line.far("A", 1, 1)
    return line


def opened_and_aborted(line):
    line.passive().near("PA", 1, 1, b"data")
    line.near("RA", 5, 1)
    return line


@pytest.mark.parametrize(("clause", "story"), WRONG)
def test_what_is_wrong_is_noticed(clause, story):
    line = Line()
    story(line)

    assert broken(line.capture) == [clause]


def test_every_rule_is_seen_to_notice():
    seen_elsewhere = {"rfc1122I:18", "rfc2018:blocks-held"}

    assert {param.values[0] for param in WRONG} | seen_elsewhere == CLAUSES


def test_what_is_wrong_is_told_with_what_would_be_right():
    line = Line().passive()
    line.near("PA", 2, 1, b"data")

    found, = violations(line.capture, frozenset(NEAR.values()))

    assert found == ("rfc9293:sequence-without-gaps", 3, "its SEQ 1002 lies outside 1000..1001, what the target had sent or may send next")


# --------------------------------------------------------------------------- what is right is not

RIGHT = []


def right(story):
    """A story in which the target does what it should."""
    RIGHT.append(pytest.param(story, id=story.__name__))
    return story


@right
def a_talk_from_open_to_close(line):
    line.passive(STAMPS, SCALE, SACKS).far("PA", 1, 1, b"question", times=(710, 100))
    line.near("A", 1, 9, times=(110, 710), window=8)
    line.near("PA", 1, 9, b"answer", times=(111, 710), window=8)
    line.far("A", 9, 7, times=(712, 111))
    line.near("FA", 7, 9, times=(112, 712), window=8)
    line.far("FA", 9, 8, times=(713, 112))
    line.near("A", 8, 10, times=(113, 713), window=0)


@right
def the_target_opens(line):
    line.active(SACKS).near("PA", 1, 1, b"question")
    line.far("PA", 1, 9, b"answer")
    line.near("FA", 9, 7)
    line.far("FA", 7, 10)
    line.near("A", 10, 8)
    line.far("FA", 7, 10)       # its ACK was lost
    line.near("A", 10, 8)       # from TIME-WAIT


@right
def retransmissions_cut_otherwise(line):
    line.passive().near("PA", 1, 1, b"abcdef")
    line.near("PA", 7, 1, b"ghi")
    line.near("PA", 1, 1, b"abcdefghi")
    line.near("PA", 4, 1, b"defghijkl")
    line.near("FPA", 10, 1, b"jkl")
    line.near("FA", 13, 1)


@right
def probes_of_a_closed_window(line):
    line.passive().near("PA", 1, 1, b"x" * 1000)
    line.far("A", 1, 1001, window=0)
    line.near("A", 1000, 1)                     # as Linux asks
    line.near("PA", 1001, 1, b"y")              # as others do
    line.far("A", 1, 1001, window=0)
    line.near("PA", 1001, 1, b"y" * 10)         # "at least one octet"
    line.far("A", 1, 1001, window=10)
    line.near("PA", 1001, 1, b"y" * 10)


@right
def a_window_that_the_far_side_takes_back(line):
    line.passive().far("A", 1, 1, window=10)
    line.near("PA", 1, 1, b"x" * 1000)


@right
def keepalive_probes(line):
    line.passive().near("PA", 1, 1, b"data")
    line.far("A", 1, 5)
    line.near("A", 4, 1)
    line.near("A", 4, 1, b"\0")
    line.near("FA", 5, 1)
    line.near("A", 5, 1, b"\0")


@right
def the_same_ports_once_more(line):
    line.active().near("FA", 1, 1)
    line.far("FA", 1, 2)
    line.near("A", 2, 2)
    line.iss, line.irs = (line.iss + 0x50000000) % 2**32, (line.irs - 7000) % 2**32
    line.active().near("PA", 1, 1, b"data")
    line.near("RA", 5, 1)
    line.iss += 90000
    line.active().near("PA", 1, 1, b"data")


@right
def a_connection_reopened_by_the_far_side(line):
    line.active().near("FA", 1, 1)
    line.far("FA", 1, 2)
    line.near("A", 2, 2)
    line.iss, line.irs = (line.iss + 70000) % 2**32, (line.irs + 70000) % 2**32
    line.passive().near("PA", 1, 1, b"data")


@right
def both_open_at_once(line):
    line.near("S", 0)
    line.far("S", 0)
    line.near("SA", 0, 1)
    line.far("SA", 0, 1)
    line.near("A", 1, 1)
    line.near("PA", 1, 1, b"data")


@right
def a_syn_of_old_comes_first(line):
    line.far("S", -900)
    line.near("SA", 0, -899)
    line.far("R", -899)
    line.far("S", 0)
    line.iss += 4000
    line.near("SA", 0, 1)
    line.far("A", 1, 1)
    line.near("PA", 1, 1, b"data")


@right
def connections_refused(line):
    line.far("S", 0)
    line.far("A", 3, 9)
    line.near("RA", -line.iss, 1)
    line.near("R", 9)
    line.far("SF", 7, None, b"data")
    line.near("RA", -line.iss, 13)


@right
def segments_to_nowhere(line):
    line.far("A", 0, 77)
    line.near("R", 77)
    line.far("F", 0)
    line.near("RA", -line.iss, 1)


@right
def challenges(line):
    line.passive().near("PA", 1, 1, b"data")
    line.far("R", 10)
    line.near("A", 5, 1)
    line.far("S", 4)
    line.near("A", 5, 1)
    line.far("PA", 1, 4000, b"junk")
    line.near("A", 5, 1)
    line.far("R", 1)


@right
def a_reset_when_data_goes_unread(line):
    line.passive().far("PA", 1, 1, b"data")
    line.near("A", 1, 5)
    line.far("PA", 5, 1, b"data")
    line.near("RA", 1, 5)
    line.near("R", 1)
    line.far("PA", 9, 1, b"data")
    line.near("R", 1)


@right
def segments_out_of_order(line):
    line.passive(SACKS).far("PA", 5, 1, b"5678")
    line.near("A", 1, 1, b"", line.sack(5, 9))
    line.far("FPA", 9, 1, b"9abc")
    line.near("A", 1, 1, b"", line.sack(5, 14))
    line.far("PA", 5, 1, b"5678")
    line.near("A", 1, 1, b"", line.sack(5, 9, 5, 14))
    line.far("PA", 1, 1, b"1234")
    line.near("A", 1, 14)
    line.far("PA", 1, 1, b"1234")
    line.near("A", 1, 14, b"", line.sack(1, 5))


@right
def a_delayed_echo(line):
    line.passive(STAMPS).far("PA", 1, 1, b"data", times=(710, 100))
    line.far("PA", 5, 1, b"more", times=(720, 100))
    line.near("A", 1, 9, times=(110, 710))
    line.far("PA", 13, 1, b"late", times=(740, 110))
    line.near("A", 1, 9, times=(120, 710))
    line.far("PA", 9, 1, b"gap!", times=(735, 110))
    line.near("A", 1, 17, times=(130, 735))


@right
def timestamps_that_wrap(line):
    line.far("S", 0, times=(2**32 - 1, 0))
    line.near("SA", 0, 1, times=(2**32 - 2, 2**32 - 1))
    line.far("PA", 1, 1, b"data", times=(3, 2**32 - 2))
    line.near("A", 1, 5, times=(1, 3))


@right
def ecn_as_agreed(line):
    ecn_agreed(line).near("PA", 1, 1, b"data", ecn=2)
    line.far("AE", 1, 5)
    line.near("PAC", 5, 1, b"more", ecn=2)
    line.far("PA", 1, 9, b"marked", ecn=3)
    line.near("AE", 9, 7)
    line.near("PA", 5, 1 + 6, b"more")


@right
def accecn_has_other_rules(line):
    line.near("SECN", 0)
    line.far("SAC", 0, 1)
    line.near("AE", 1, 1, ecn=2)
    line.near("PAN", 1, 1, b"data", ecn=2)
    line.near("PAN", 1, 1, b"data", ecn=2)


@right
def a_window_rounded_to_its_scale(line):
    line.passive(SCALE, window=64100).near("A", 1, 1, window=500)       # 64000
    line.far("PA", 1, 1, b"data")
    line.near("A", 1, 5, window=500)


@right
def tcp_in_fragments(line):
    line.passive()
    fragments = fragment6 if line.version == 6 else fragment
    header = line.ip("far") / IPv6ExtHdrFragment() if line.version == 6 else line.ip("far")
    for one in fragments(header / TCP(sport=4000, dport=80, seq=line.irs + 1, ack=line.iss + 1, flags="PA") / Raw(b"x" * 2000), 1300):
        line.put("far", one)
    line.near("A", 1, 2001, window=3000)


@pytest.mark.parametrize("story", RIGHT)
@pytest.mark.parametrize("version", [4, 6])
@pytest.mark.parametrize(("iss", "irs"), [(1000, 5000), (2**32 - 3, 2**32 - 4)], ids=["low", "wraps"])
def test_what_is_right_raises_no_alarm(story, version, iss, irs):
    line = Line(version, iss, irs)
    story(line)

    assert broken(line.capture) == []


@pytest.mark.parametrize("story", RIGHT)
def test_a_part_of_what_is_right_raises_no_alarm(story):
    line = Line()
    story(line)

    assert [broken(line.capture[begin:end]) for begin in range(len(line.capture)) for end in range(begin, len(line.capture) + 1) if
            broken(line.capture[begin:end])] == []


def test_other_packets_of_a_host_raise_no_alarm():
    line, six = Line(), Line(6)
    about, group = line.ip("far", ttl=9) / UDP(dport=7) / b"data", IPv6(src=FAR[6], dst="ff02::1") / UDP() / Raw(b"x" * 1400)
    icmp_error(line, about, bytes(line.ip("far", ttl=8) / UDP(dport=7) / b"data"))
    icmp_error(line, about, bytes(about) + bytes(100) + b"\x20\0\xdf\xff", length=32)     # with extensions
    for one in fragment(line.ip("target", id=3) / UDP() / Raw(b"x" * 3000), 1000):
        line.put("target", one)
    line.put("target", line.ip("target") / UDP(chksum=0) / b"data")
    line.put("target", IP(src="0.0.0.0", dst="224.0.0.22", options=[IPOption_Router_Alert()], proto=2, ttl=1) / Raw(b"x" * 8))
    six.put("far", group)
    six.put("target", six.ip("target") / ICMPv6PacketTooBig() / Raw(bytes(group)[:1232]))
    six.put("target", IPv6(src="fe80::7", dst=FAR[6]) / IPv6ExtHdrDestOpt() / UDP() / b"odd")

    assert broken(line.capture + six.capture) == []


def garbage(line, chance: random.Random) -> bytes:
    """Something that no receiver takes in, made of a segment that it might."""
    line.far(chance.choice(["R", "A", "PA", "F", "RA", "FPA", "S"]), chance.choice([-5000, 9_000_000, chance.getrandbits(32)]), chance.getrandbits(32),
             bytes(chance.randrange(40)), window=chance.getrandbits(16), times=(chance.getrandbits(32), 0), chksum=chance.getrandbits(16) | 1)
    raw = bytearray(line.capture.pop().raw)
    match chance.randrange(4):
        case 0:
            raw[20 + chance.randrange(12, 20)] = chance.getrandbits(8)
        case 1:
            del raw[chance.randrange(len(raw)):]
        case 2:
            raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    return bytes(raw)


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("version", [4, 6])
def test_whatever_the_far_side_sends_a_target_that_does_right_is_not_alarmed_about(seed, version):
    chance = random.Random(seed)
    line = Line(version, chance.getrandbits(32), chance.getrandbits(32)).passive(STAMPS, SCALE, SACKS)
    sent, taken, recent, clock, edge = 1, 1, 701, 100, 2
    for _ in range(40):
        clock += 1
        match chance.randrange(4):
            case 0:
                data = chance.randbytes(chance.randrange(1, 50))
                line.far("PA", taken, sent, data, times=(600 + clock, clock - 1))
                taken, recent = taken + len(data), 600 + clock
                line.near("A", sent, taken, window=900, times=(clock, recent))
            case 1 if sent - edge < 900:
                line.near("PA", sent, taken, b"x" * 50, window=900, times=(clock, recent))
                sent += 50
            case _:
                line.put("far", garbage(line, chance))
                if chance.random() < 0.3:
                    line.near("A", sent, taken, window=900, times=(clock, recent))

    assert broken(line.capture) == []


@pytest.mark.parametrize("seed", range(40))
def test_garbage_from_the_target_is_no_fault_of_ours(seed):
    chance = random.Random(seed)
    line = Line().passive(STAMPS, SCALE, SACKS)
    for _ in range(30):
        line.put(chance.choice(["target", "far"]), garbage(line, chance))

    assert isinstance(broken(line.capture), list)


# --------------------------------------------------------------------------- what it rests on

def test_every_clause_is_a_requirement():
    known = requirements.load(ROOT / "suites" / "requirements")

    assert [clause for clause in CLAUSES if not known[clause].observable] == []


def test_importing_it_does_not_import_scapy():
    script = "import sys, harness.invariants; print('scapy' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True).stdout == "False\n"


def test_judging_a_capture_costs_little():
    line = Line()
    a_talk_from_open_to_close(line)
    capture, own = (line.capture * 2)[:15], frozenset(NEAR.values())

    def once():
        begin = time.perf_counter()
        violations(capture, own)
        return time.perf_counter() - begin

    assert min(once() for _ in range(50)) < 0.0015
