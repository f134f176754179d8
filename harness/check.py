"""Holds the golden conversation with an agent and explains the first wrong answer."""
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from harness.agent import QUIET, Agent

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
    """How a step went: ``fault`` is empty when it went well; ``unsupported`` and ``left_out`` are well too.

    ``otherwise``: the answer is spelled as it must be, but the call failed where most stacks' succeed, or the other way round, or by another
    error. That may be the stack's own doing, which the suites judge; here it leaves out what builds on it.
    """

    step: Step
    said: str
    got: list[str]
    fault: str = ""
    unsupported: bool = False
    left_out: bool = False
    otherwise: bool = False

    @property
    def mark(self) -> str:
        """The outcome in a word or two."""
        return ("wrong" if self.fault else "unsupported" if self.unsupported else "left out" if self.left_out
                else "otherwise" if self.otherwise else "right")


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
        if step.about in lacking or known.get("sleeping", "0") != "0" or any(name not in known for name in STANDS_FOR.findall(step.said)):
            lacking.add(step.about)     # a later step of its paragraph could wait for what this one was to bring; an agent that is not clean is used no more
            yield Outcome(step, step.said, [], left_out=True)
            continue
        known["open"] = str(len(opened))
        if not lacking:     # what is left out may leave calls asleep
            known["sleeping"] = "0"
        said = STANDS_FOR.sub(lambda match: known[match[1]], step.said)
        outcome = judge(step, said, ask(agent, step, said), known, quiet=not agent.tells_parked)
        if outcome.fault and not outcome.got:
            outcome.fault += f"; {where(agent, said)}"
        yield outcome
        if outcome.fault:
            return
        if outcome.unsupported or outcome.otherwise:
            lacking.add(step.about)
            known.pop("sleeping", None)
        else:
            opened = still_open(opened, step)


def ask(agent: Agent, step: Step, said: str) -> list[str]:
    """Say a step's line: what the agent answers, without a ``parked`` that nobody asked for, since any call may sleep."""
    due = due_from(step, quiet=not agent.tells_parked)
    if len(due) < len(step.answers):
        return agent.converse(said, 1, 2 * QUIET)     # time enough to count as asleep
    got = agent.converse(said, len(due), SECONDS)
    if (parked := f"{said.split()[0]} parked") in got and parked not in due:
        got.remove(parked)
        got += agent.listen(len(due) - len(got), SECONDS)
    return got


def due_from(step: Step, quiet: bool) -> list[str]:
    """The answers that are due: an agent that cannot tell when a call sleeps does not say so."""
    return [answer for answer in step.answers if not (quiet and answer.endswith(" parked"))]


def where(agent: Agent, said: str) -> str:
    """What becomes of a call that was not answered, as the agent tells it."""
    call = said.split()[0]
    answer = next(iter(agent.converse(f"9{call} where call={call}", 1, SECONDS)), "")
    if "state=parked" in answer:
        return "the call sleeps, so what it waits for has not come: look at the steps before it"
    if "state=running" in answer:
        return "the call is busy"
    if "state=ended" in answer:
        return "the agent takes it for ended, so its answer was not written, or not flushed"
    return "nor does the agent say where the call is: it must read its line while calls sleep or are busy (section 5 of PROTOCOL.md)"


def still_open(opened: set[str], step: Step) -> set[str]:
    """The sockets that are open after a step that went well."""
    word = step.said.split()[1]
    if word == "reset":
        return set()
    fresh = {name for answer in step.answers for group in SOCKETS.findall(answer) for name in STANDS_FOR.findall(group)}
    return opened - set(STANDS_FOR.findall(step.said)) if word == "close" else opened | fresh


def judge(step: Step, said: str, got: list[str], known: dict[str, str], quiet: bool = False) -> Outcome:
    """Compare what came with what had to come; learns what the placeholders stand for."""
    due = due_from(step, quiet)
    if any(line.split()[1:2] == ["unsupported"] for line in got) and "unsupported" not in step.answers[0]:
        return Outcome(step, said, got, unsupported=True)
    rest = list(got)
    for expected in due:
        match = next((line for line in rest if fits(expected, line, known)), None)
        if match is None:
            otherwise = len(got) == 1 and is_otherwise(expected, got[0])
            return Outcome(step, said, got, otherwise=otherwise, fault="" if otherwise else explain(expected, rest, known))
        rest.remove(match)
    if rest and not due and rest[0].split()[1:2] == ["raised"]:
        return Outcome(step, said, got, otherwise=True)
    if rest:
        return Outcome(step, said, got, fault=f"nothing was due yet, but it said {rest[0]!r}" if not due else f"nothing more was due, but it said {rest[0]!r}")
    return Outcome(step, said, got)


def is_otherwise(expected: str, line: str) -> bool:
    """Whether an answer is a right one to the call, but tells another end of it than the one that was due."""
    number, word, *wanted = expected.split(" ")
    if line.split(" ")[0] != number or len(CLOCK.findall(line)) != 2:
        return False
    if line.split(" ")[1] == "raised":
        return word in ("returned", "parked") or (word == "raised" and by_name(wanted).get("error") != by_name(line.split(" ")).get("error"))
    return word == "raised"


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
    if got[0].split()[1:2] == expected.split()[1:2] and expected.split()[1] in CLOCKED and len(CLOCK.findall(got[0])) != 2:
        return f"the answer {got[0]!r} lacks began= or ended=, each an integer (section 4 of PROTOCOL.md); due was {wanted!r}"
    return f"due was {wanted!r}, but it said {CLOCK.sub('', got[0])!r}{difference(wanted, got[0])}"


def difference(wanted: str, line: str) -> str:
    """Where two answers part, field by field; empty where that says nothing."""
    due, came = wanted.split(" "), CLOCK.sub("", line).split(" ")
    if came[0] != due[0]:
        return ": an answer begins with the number of its call"
    if came[1] != due[1]:
        return ""
    fields, got = by_name(due[2:]), by_name(came[2:])
    if missing := [name for name in fields if name not in got]:
        return f": the field {missing[0]} is missing"
    if due[-1] != "..." and (added := [name for name in got if name not in fields]):
        return f": no field {added[0]} belongs there"
    parts = [name for name in fields if not STANDS_FOR.search(fields[name]) and fields[name] != got[name]]
    return f": {parts[0]} is {got[parts[0]]} instead of {fields[parts[0]]}" if parts else ""
