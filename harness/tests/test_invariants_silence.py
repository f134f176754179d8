"""What must hold on every capture: no false alarm, whatever the far side sends, and wherever a capture begins and ends."""
import random
import time

import pytest
from scapy.layers.inet import IP, TCP, UDP, IPOption_Router_Alert, fragment
from scapy.layers.inet6 import ICMPv6PacketTooBig, IPv6, IPv6ExtHdrDestOpt, IPv6ExtHdrFragment, fragment6
from scapy.packet import Raw

from harness.invariants import violations
from harness.tests.crafted import FAR, NEAR, SACKS, SCALE, STAMPS, Line, broken, ecn_agreed, icmp_error

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


def test_judging_a_capture_costs_little():
    line = Line()
    a_talk_from_open_to_close(line)
    capture, own = (line.capture * 2)[:15], frozenset(NEAR.values())

    def once():
        begin = time.perf_counter()
        violations(capture, own)
        return time.perf_counter() - begin

    assert min(once() for _ in range(50)) < 0.0015
