"""Values and lines: spelled, read, and refused; the agent's codec and ours agree."""
import importlib.util
import re

import pytest

from harness.check import GOLDEN, STANDS_FOR, steps
from harness.lines import Garbage, Inet, Inet6, Line, Unix, decode, encode
from harness.targets import AGENTS

SPELLINGS = [
    (0, "0"), (-1, "-1"), (65536, "65536"), (True, "1"), (None, "none"),
    ("ECONNREFUSED", "ECONNREFUSED"), ("", '""'), ("3.11.7", '"3.11.7"'), ("x86_64", '"x86_64"'), ("no such host", '"no%20such%20host"'),
    ('say "hi", [ok]', '"say%20%22hi%22%2C%20%5Bok%5D"'), ("naïve", '"na%C3%AFve"'),
    (b"", "x"), (b"hello", "x68656c6c6f"), (bytes([0, 255]), "x00ff"),
    (Inet("127.0.0.1", 80), "inet|127.0.0.1|80"), (Inet6("::1", 80), "inet6|::1|80|0|0"), (Inet6("fe80::1", 5, 1, 2), "inet6|fe80::1|5|1|2"),
    (Unix(b"s1"), "unix|s1"), (Unix(b""), "unix|"), (Unix(b"\0a|b,c"), "unix|%00a%7Cb%2Cc"), (Unix(b"\xff"), "unix|%FF"),
    (frozenset(), "{}"), (frozenset({"MSG_TRUNC", "MSG_CTRUNC", 64}), "{64,MSG_CTRUNC,MSG_TRUNC}"),
    ([], "[]"), ([1, b"", None], "[1,x,none]"), ([[1], [2, 3]], "[[1],[2,3]]"), ([frozenset({"POLLIN"}), frozenset()], "[{POLLIN},{}]"),
    ({"onoff": 1, "linger": -9}, "(onoff=1,linger=-9)"), ({}, "()"),
    ([{"level": "SOL_SOCKET", "socks": [3]}], "[(level=SOL_SOCKET,socks=[3])]"),
]


def agent_codec():
    """The Python agent's own codec, loaded from its file: it imports nothing of ours, nor we of it."""
    spec = importlib.util.spec_from_file_location("python_agent", AGENTS / "python" / "agent.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


AGENT = agent_codec()


@pytest.mark.parametrize(("value", "spelling"), SPELLINGS)
def test_a_value_has_one_spelling(value, spelling):
    assert encode(value) == spelling


@pytest.mark.parametrize(("value", "spelling"), SPELLINGS)
def test_a_spelling_is_read_back(value, spelling):
    assert decode(spelling) == value
    assert type(decode(spelling)) is type(value) or value is True


@pytest.mark.parametrize("spelling", [spelling for _, spelling in SPELLINGS])
def test_the_agent_reads_and_spells_alike(spelling):
    assert AGENT.encode(AGENT.decode(spelling)) == spelling


@pytest.mark.parametrize("spelling", ["", "12a", '"open', "x6", "xzz", "{A", "[1,2", "(a=1", "(a)", "[1]2", "inet|1.2.3.4", "inet6|::1|80", "nothing|1", "a b"])
def test_what_is_no_value_is_refused(spelling):
    with pytest.raises(ValueError):
        decode(spelling)


def test_a_line_is_read_back():
    line = Line(7, "recvmsg", {"sock": 3, "size": 2, "flags": frozenset({"MSG_PEEK"})})

    assert line.encode() == "7 recvmsg sock=3 size=2 flags={MSG_PEEK}"
    assert Line.decode(line.encode()) == line


@pytest.mark.parametrize("text", ["", "7", "seven recv", "7 recv sock", "7 recv sock=", "7 recv  sock=1", "\x00\xff", "7 recv sock=1 "])
def test_what_is_no_line_is_garbage(text):
    with pytest.raises(Garbage, match="not a line"):
        Line.decode(text)


def test_what_cannot_travel_is_refused():
    with pytest.raises(TypeError, match="float"):
        encode(1.5)


def golden_lines():
    """Every line of the golden conversation, with something in place of what the agent chooses."""
    for step in steps(GOLDEN.read_text()):
        for line in (step.said, *step.answers):
            yield STANDS_FOR.sub("7", line.removesuffix(" ...")).replace("address=7", "address=inet|127.0.0.1|80")


@pytest.mark.parametrize("text", list(golden_lines()))
def test_golden_lines_are_read_and_spelled_alike_by_both_codecs(text):
    assert Line.decode(text).encode() == text
    assert AGENT.encode_line(*AGENT.decode_line(text)) == text


def test_the_golden_conversation_has_every_kind_of_value():
    values = re.findall(r"=(\S)", GOLDEN.read_text())

    assert {"x", "{", "[", "(", '"'} <= set(values)
    assert {"inet|", "inet6|", "unix|"} <= set(re.findall(r"\w+\|", GOLDEN.read_text()))
