"""What must hold on every capture: each rule notices what it is for, with the clause it is for."""
import subprocess
import sys

import pytest
from scapy.layers.inet import ICMP, UDP, fragment
from scapy.layers.inet6 import ICMPv6DestUnreach, ICMPv6EchoReply, IPv6, IPv6ExtHdrFragment, fragment6
from scapy.packet import Raw

from harness import requirements
from harness.invariants import CLAUSES, violations
from harness.tests.conftest import ROOT
from harness.tests.crafted import FAR, NEAR, SACKS, SCALE, STAMPS, Line, broken, ecn_agreed, icmp_error, opened_and_aborted

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


# --------------------------------------------------------------------------- what it rests on

def test_every_clause_is_a_requirement():
    known = requirements.load(ROOT / "suites" / "requirements")

    assert [clause for clause in CLAUSES if not known[clause].observable] == []


def test_importing_it_does_not_import_scapy():
    script = "import sys, harness.invariants; print('scapy' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True).stdout == "False\n"
