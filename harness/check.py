"""Holds the golden conversation with an agent and explains the first wrong answer."""
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from harness.agent import Agent

GOLDEN = Path(__file__).parent / "agents" / "golden.txt"
SECONDS = 5.0
STANDS_FOR = re.compile(r"<(\w+)>")
CLOCKED = ("returned", "raised")
SOCKETS = re.compile(r"socks?=\[?([<\w>,]+)")
CLOCK = re.compile(r" (began|ended)=\d+")


@dataclass
class Step:
    """One thing said to the agent, what it must answer, and what the step is about."""

    about: str
    said: str
    answers: list[str] = field(default_factory=list)


@dataclass
class Outcome:
    """How a step went: ``fault`` is empty when it went well; ``unsupported`` and ``left_out`` are well too."""

    step: Step
    said: str
    got: list[str]
    fault: str = ""
    unsupported: bool = False
    left_out: bool = False


def steps(text: str) -> list[Step]:
    """The steps of a golden conversation."""
    found: list[Step] = []
    about: list[str] = []
    for line in text.splitlines():
        if line.startswith("#"):
            about = [*about, line[1:].strip()] if about else [line[1:].strip()]
        elif line.startswith("> "):
            found.append(Step(" ".join(about), line[2:]))
        elif line.startswith("< "):
            found[-1].answers.append(line[2:])
        else:
            about = []
    return found


def walk(agent: Agent) -> Iterator[Outcome]:
    """Say one step after the other; ends after the first wrong answer.

    The agent has been greeted. Raises :class:`~harness.agent.AgentLost` as any call does.
    """
    known: dict[str, str] = {}
    opened: set[str] = set()
    lacking: set[str] = set()
    for step in steps(GOLDEN.read_text()):
        if step.about in lacking or any(name not in known for name in STANDS_FOR.findall(step.said)):
            yield Outcome(step, step.said, [], left_out=True)
            continue
        known["open"] = str(len(opened))
        if not lacking:     # what is left out may leave calls asleep
            known["sleeping"] = "0"
        said = STANDS_FOR.sub(lambda match: known[match[1]], step.said)
        got = agent.converse(said, len(step.answers), SECONDS)
        if (parked := f"{said.split()[0]} parked") in got and parked not in step.answers:
            got.remove(parked)      # any call may sleep
            got += agent.listen(len(step.answers) - len(got), SECONDS)
        outcome = judge(step, said, got, known)
        yield outcome
        if outcome.fault:
            return
        if outcome.unsupported:
            lacking.add(step.about)
            known.pop("sleeping", None)
        else:
            opened = still_open(opened, step)


def still_open(opened: set[str], step: Step) -> set[str]:
    """The sockets that are open after a step that went well."""
    word = step.said.split()[1]
    if word == "reset":
        return set()
    fresh = {name for answer in step.answers for group in SOCKETS.findall(answer) for name in STANDS_FOR.findall(group)}
    return opened - set(STANDS_FOR.findall(step.said)) if word == "close" else opened | fresh


def judge(step: Step, said: str, got: list[str], known: dict[str, str]) -> Outcome:
    """Compare what came with what had to come; learns what the placeholders stand for."""
    if any(line.split()[1:2] == ["unsupported"] for line in got) and "unsupported" not in step.answers[0]:
        return Outcome(step, said, got, unsupported=True)
    rest = list(got)
    for expected in step.answers:
        match = next((line for line in rest if fits(expected, line, known)), None)
        if match is None:
            return Outcome(step, said, got, fault=explain(expected, rest, known))
        rest.remove(match)
    if rest:
        return Outcome(step, said, got, fault=f"nothing more was due, but it said {rest[0]!r}")
    return Outcome(step, said, got)


def fits(expected: str, line: str, known: dict[str, str]) -> bool:
    """Whether an answer is the expected one; if so, remembers what new placeholders stand for."""
    number, word, *wanted = expected.split(" ")
    if line.split(" ")[:2] != [number, word] or (word in CLOCKED and len(CLOCK.findall(line)) != 2):
        return False
    open_ended, wanted = wanted[-1:] == ["..."], by_name(part for part in wanted if part != "...")
    got = by_name(CLOCK.sub("", line).split(" ")[2:])
    if not (wanted.keys() <= got.keys() if open_ended else wanted.keys() == got.keys()):
        return False
    learned = dict(known)
    for name, value in wanted.items():
        found = re.fullmatch(pattern(value, learned), got[name])
        if not found:
            return False
        learned |= found.groupdict()
    known |= learned
    return True


def by_name(parts: Iterable[str]) -> dict[str, str]:
    """The fields of a line, which may come in any order, unread."""
    return dict(part.split("=", 1) for part in parts if "=" in part)


def pattern(value: str, known: dict[str, str]) -> str:
    """The expression that an expected value stands for."""
    pieces, position = "", 0
    for match in STANDS_FOR.finditer(value):
        name = match[1]
        pieces += re.escape(value[position:match.start()])
        pieces += re.escape(known[name]) if name in known else rf"(?P<{name}>[^,\])]+)"
        position = match.end()
    return pieces + re.escape(value[position:])


def explain(expected: str, got: list[str], known: dict[str, str]) -> str:
    """Why no answer fits, in a sentence for whoever writes the agent."""
    wanted = STANDS_FOR.sub(lambda match: known.get(match[1], match[0]), expected)
    if not got:
        return f"no answer came within {SECONDS:g} s; due was {wanted!r}"
    if expected.split()[1] in CLOCKED and len(CLOCK.findall(got[0])) != 2:
        return f"the answer {got[0]!r} lacks began= or ended= (section 4); due was {wanted!r}"
    return f"due was {wanted!r}, but it said {CLOCK.sub('', got[0])!r}"
