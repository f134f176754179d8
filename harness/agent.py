"""Drive one agent: start calls, learn that they parked, collect their results.

An :class:`Agent` is a running program that speaks lines. Nothing here has a thread: a
:class:`Pending` that is waited for reads the agent's pipe itself, and whatever answer it
finds on the way goes to the call it belongs to.

The life of an agent, and what each step can raise:

    start        :class:`AgentLost` (no hello, wrong protocol, not honest about what it knows)
    a call       OSError and its like as the target raised it, :class:`Unsupported`, :class:`AgentBroken`
    a wait       :class:`StillParked`, :class:`StillRunning` at the deadline
    any time     :class:`AgentLost`: it ended, fell silent, or said what is no line of the protocol
"""
import contextlib
import errno
import os
import select
import signal
import socket
import time
from collections.abc import Callable
from typing import Any, NamedTuple

from harness.lines import LONGEST, Garbage, Line
from harness.namespaces import Process

__tracebackhide__ = True     # a failure shows the test, not how it reached the agent

PROTOCOL = 1
STDERR_KEPT = 64 << 10
"""Bytes of an agent's standard error that are kept: the last ones."""
SHOWN = 300
"""Characters of a line that the transcript shows."""
TICKS = 0.01
"""Seconds by which a kernel that counts in ticks may end a wait early: Linux with 250 a second was seen to do so by almost four milliseconds."""
GLANCE = 0.3
"""Seconds after which whoever waits for one agent looks at what the others have said."""
QUIET = 0.15
"""Seconds without an answer after which a call is taken to block, for agents that cannot tell."""


class AgentLost(Exception):
    """The agent is gone or cannot be trusted any more. ``kind``: died, mute or garbage."""

    def __init__(self, agent: "Agent", kind: str, detail: str, during: str | None = None):
        self.agent, self.kind, self.detail, self.during = agent, kind, detail, during
        super().__init__(f"{agent.side} {detail}" + (f" in {during}" if during else ""))


class AgentBroken(Exception):
    """The agent itself could not do what it was asked; nothing was learned about the implementation."""


class Unsupported(Exception):
    """An implementation does not offer this operation. ``side`` is whose it is, ``what`` the operation, and why."""

    def __init__(self, side: str, word: str, why: str):
        self.side, self.what = side, f"{word}: {why}"
        super().__init__(f"{side} does not offer {self.what}")

    @classmethod
    def of(cls, pending: "Pending") -> "Unsupported":
        """What was answered to this call."""
        return cls(pending.agent.side, pending.word, pending.answer.fields.get("why", "no reason given"))


class Overdue(Exception):
    """A call had not ended when the patience of the test was used up."""

    state = "overdue"

    def __init__(self, pending: "Pending"):
        self.pending = pending
        super().__init__(f"{pending.agent.side}: {pending.word} was still {self.state} when patience ran out: {pending.line.encode()[:SHOWN]}")


class StillParked(Overdue):
    """The call slept in the implementation at the deadline."""

    state = "parked"


class StillRunning(Overdue):
    """The call was busy at the deadline, which says nothing about where it would end."""

    state = "running"


class Unanswerable(AssertionError):
    """A call that had to fail returned, or one that had to block ended."""


class Patience:
    """How long the waits of one test may last together, in seconds; shared by the agents of one target.

    A deadline proves nothing, it only ends a wait. Each one that is reached makes it
    likelier that the next wait is in vain too, so a target that keeps us waiting is
    given less and less time; one that does so now and then is forgiven.
    """

    STEPS = ((2, 1.0), (5, 0.3), (15, 0.15))     # from this strain on, this many seconds
    FORGIVEN = 0.998
    """What is left of the strain after a test without a deadline."""
    DOOMED = 0.5
    """Seconds for a test that is known to wait in vain."""

    def __init__(self, seconds: float = 5.0):
        self.seconds, self.deadlines, self._spent, self._doomed = seconds, 0, 0.0, False
        self._most, self._strain, self._before = seconds, 0.0, 0

    def renew(self, doomed: bool = False) -> None:
        """A new test begins. One that is ``doomed``, known to wait in vain, is given little time, and costs later ones none."""
        if self.deadlines == self._before:
            self._strain *= self.FORGIVEN
        self._before, self._spent, self._doomed = self.deadlines, 0.0, doomed
        self.seconds = min([self._most, *(seconds for strain, seconds in self.STEPS if self._strain >= strain)])

    def spend(self, seconds: float) -> None:
        """So long was waited for an answer."""
        self._spent += seconds

    def left(self) -> float:
        """Seconds that the next wait may take."""
        seconds = min(self.seconds, self.DOOMED) if self._doomed else self.seconds
        return max(seconds - self._spent, 0.1 * seconds)

    @property
    def for_a_sign_of_life(self) -> float:
        """Seconds in which an agent that is in order says where a call is, or ends once its output has closed."""
        return min(3.0, 2 * (self.DOOMED if self._doomed else self.seconds))

    def reached(self) -> None:
        """A wait came to its deadline."""
        if self._doomed:
            return
        self.deadlines += 1
        self._strain += 1
        self.seconds = min([self.seconds, *(seconds for strain, seconds in self.STEPS if self._strain >= strain)])


class Said(NamedTuple):
    """One line between the harness and an agent: ``direction`` is ">" to the agent, "<" from it; ``time`` monotonic, in seconds."""

    side: str
    direction: str
    text: str
    time: float


class Story:
    """What the agents of one test said and were told, in order, the call that was started last, and those that are not offered."""

    def __init__(self) -> None:
        self.lines: list[Said] = []
        self.last: Pending | None = None
        self.lacking: list[Pending] = []
        self.agents: list[Agent] = []

    def look_around(self) -> None:
        """Read what any agent has said; raises :class:`Unsupported` if one lacks a call that was started: what is waited for may hang on it."""
        for agent in self.agents:
            with contextlib.suppress(AgentLost):
                agent.take_what_is_there()
        if self.lacking:
            raise Unsupported.of(self.lacking[0])

    def renew(self) -> None:
        """A new test begins."""
        self.lines, self.last, self.lacking = [], None, []
        self.agents = [agent for agent in self.agents if agent.lost is None]

    def note(self, side: str, direction: str, text: str) -> None:
        """A line was said."""
        self.lines.append(Said(side, direction, text, time.monotonic()))

    def transcript(self, side: str) -> list[str]:
        """The lines of one side. Those that begin with ``>`` replay when they are typed into the agent."""
        return [f"{direction} {shorten(text)}" for whose, direction, text, _ in self.lines if whose == side]


class Pending:
    """A call in flight: perhaps parked, then answered."""

    def __init__(self, agent: "Agent", line: Line, finish: Callable[[dict], Any] | None = None):
        self.agent, self.line, self.finish = agent, line, finish
        self.parked = False
        self.answer: Line | None = None

    @property
    def word(self) -> str:
        """The operation, such as ``recv``."""
        return self.line.word

    def blocked(self) -> bool:
        """Wait until the call either goes to sleep or ends; true if it went to sleep."""
        if self.agent.tells_parked:
            self.agent.wait(self, or_parked=True)
        else:
            self.agent.settle(self, QUIET)
        return not self._answered()

    def still_blocked(self) -> bool:
        """Whether the call sleeps. The agent looks again; an earlier ``parked`` does not count.

        A call that is awake may have been woken in vain, and is given time to fall asleep again.
        """
        self.agent.take_what_is_there()
        deadline, where = time.monotonic() + self.agent.patience.left(), "running"
        while self.answer is None and where != "parked" and time.monotonic() < deadline:
            where = self.agent.where(self)
        return not self._answered() and where == "parked"

    def holds(self, seconds: float) -> bool:
        """Wait for the call to end, but only so long; true if it sleeps on. For claims that it does not end by itself."""
        self.agent.settle(self, seconds)
        return self.still_blocked()

    def ended(self) -> bool:
        """Whether the answer has come; does not wait."""
        self.agent.take_what_is_there()
        return self._answered()

    def _answered(self) -> bool:
        """Whether there is an answer that tells something; raises :class:`Unsupported` where it tells that there is no such call."""
        if self.answer is not None and self.answer.word == "unsupported":
            self.fields()
        return self.answer is not None

    def result(self) -> Any:
        """Wait for the answer: its value, or what the call raised."""
        answer = self.fields()
        return self.finish(answer) if self.finish else answer

    def fields(self) -> dict[str, Any]:
        """Wait for the answer: its fields as they came."""
        if self.answer is None:
            self.agent.wait(self)
        match self.answer.word:
            case "returned":
                return self.answer.fields
            case "raised":
                self._demand_a_name()
                raise as_exception(self)
            case "unsupported":
                raise Unsupported.of(self)
        raise AgentBroken(f"{self.agent.side} could not {self.word}: {self.answer.fields.get('text')}")

    def error(self) -> str:
        """Wait for the answer, which must be an error: its name, such as ``ECONNRESET``."""
        self.agent.wait(self)
        if self.answer.word == "raised":
            self._demand_a_name()
            return self.answer.fields["error"]
        returned = self.fields()
        raise Unanswerable(f"{self.agent.side}: {self.word} had to fail, but returned {_shown(returned)}")

    def _demand_a_name(self) -> None:
        """Raises :class:`AgentBroken` for an error by its number that has a name here: which it was is not learned, since numbers differ between systems."""
        number = self.answer.fields["error"]
        if isinstance(number, int) and number in errno.errorcode:
            raise AgentBroken(f"the {self.agent.side}'s agent has no name for error {number} of {self.word} "
                              f"(on this system {errno.errorcode[number]}); give it one")

    @property
    def began(self) -> float:
        """When the call was made, in seconds of the agent's monotonic clock."""
        return self.answer.fields["began"] / 1e9

    @property
    def ended_at(self) -> float:
        """When the call came back, in seconds of the agent's monotonic clock."""
        return self.answer.fields["ended"] / 1e9

    @property
    def seconds(self) -> float:
        """How long the call took, by the agent's clock."""
        return self.ended_at - self.began

    def lasted(self, seconds: float) -> bool:
        """Whether the call took so long, but for ticks: kernels count socket timeouts in ticks, and on a busy machine the count lags."""
        return self.seconds >= seconds - TICKS

    def __repr__(self) -> str:
        return f"<{self.agent.side}'s {self.word}({_shown(self.line.fields)}): {self._state()}>"

    def _state(self) -> str:
        if self.answer is None:
            return "parked" if self.parked else "in flight"
        if self.answer.word == "raised":
            return f"raised {self.answer.fields['error']}"
        return f"{self.answer.word} {_shown(self.answer.fields)}"


def as_exception(pending: Pending) -> Exception:
    """What the implementation raised, as the exception Python would raise for it; a note names the side and the call."""
    fields = pending.answer.fields
    name, text = fields["error"], fields.get("text", "")
    if name.startswith("EAI_"):
        error: Exception = socket.gaierror(getattr(socket, name, 0), text)
    elif name == "TimeoutError":
        error = TimeoutError(text)
    elif (number := getattr(errno, str(name), fields.get("number"))) is not None:     # the name first: raw numbers differ between systems
        error = OSError(number, text)
    else:
        error = RuntimeRefusal(f"{name}: {text}")
    error.pending = pending
    error.add_note(f"{pending.agent.side} raised {name} in {pending.word}: {pending.line.encode()[:SHOWN]}")
    return error


class RuntimeRefusal(Exception):
    """The target's runtime refused a call by an error of its own (ValueError ...), which has no errno."""


def _shown(fields: dict[str, Any]) -> str:
    shown = {name: value for name, value in fields.items() if name not in ("began", "ended", "watch")}
    return (" ".join(f"{name}={value!r}" for name, value in shown.items()) or "nothing")[:SHOWN]


class Agent:
    """A running program that speaks lines.

    ``side`` is what it is called in messages: "target" or "peer". Raises
    :class:`AgentLost` when it does not introduce itself, or claims to know a word that
    nobody can know.
    """

    def __init__(self, process: Process, side: str, patience: Patience, story: Story):
        self.process, self.side, self.patience, self.story = process, side, patience, story
        self.hello: dict[str, Any] = {}
        self.lost: AgentLost | None = None
        self._greeting = Pending(self, Line(0, "hello"))
        self._pending = {0: self._greeting}     # from the start: who waits for another agent looks around, and may find the hello
        story.agents.append(self)
        self._rest, self._number, self._stderr = bytearray(), 0, b""
        self._poller = select.poll()
        for descriptor in (process.stdout, process.stderr):
            os.set_blocking(descriptor, False)
            self._poller.register(descriptor, select.POLLIN)
        os.set_blocking(process.stdin, False)

    def greet(self, seconds: float) -> None:
        """Wait for the agent's hello and try its honesty; raises :class:`AgentLost`."""
        greeting = self._greeting
        if not self._came(greeting, False, time.monotonic() + seconds):
            began = f"; it began {bytes(self._rest[:60]).decode('ascii', 'backslashreplace')!r}, and no newline came" if self._rest else ""
            raise self._lose("mute", f"said no hello within {seconds:g} s{began}")
        self.hello = greeting.answer.fields
        if self.hello.get("protocol") != PROTOCOL:
            raise self._lose("garbage", f"began with {greeting.answer.encode()[:SHOWN]!r} instead of a hello of protocol {PROTOCOL}")
        with contextlib.suppress(Unsupported):
            try:
                self.call("levitate")
            except Overdue:
                raise self._lose("mute", "said hello, but did not answer the first word (levitate) in time; let hello wait until the stack is up") from None
            raise self._lose("garbage", "answered a word that no agent knows (levitate); it must say unsupported")

    @property
    def tells_parked(self) -> bool:
        """Whether the agent knows when a call sleeps; else a quiet period stands in for it."""
        return self.hello.get("parks") == "exact"

    # calls

    def start(self, word: str, finish: Callable[[dict], Any] | None = None, **fields: Any) -> Pending:
        """Send one call; does not wait for its answer. With ``watch=1`` the agent is to say ``parked`` at once."""
        self._number += 1
        pending = Pending(self, Line(self._number, word, fields), finish)
        self._pending[self._number] = pending
        text = pending.line.encode()
        self.story.note(self.side, ">", text)
        if word not in ABOUT_CALLS:
            self.story.last = pending
        self._write(text.encode("ascii") + b"\n", word)
        return pending

    def call(self, word: str, **fields: Any) -> dict[str, Any]:
        """Make one call and wait for its answer's fields."""
        return self.start(word, **fields).fields()

    def converse(self, text: str, count: int, seconds: float) -> list[str]:
        """Say a line as it stands and return the next ``count`` lines it says, or fewer, after so long."""
        self._pending |= {number: Pending(self, Line(number, "")) for number in (int(text.split()[0]),) if number not in self._pending}
        self._write(text.encode("ascii") + b"\n", text.split()[1])
        return self.listen(count, seconds)

    def listen(self, count: int, seconds: float) -> list[str]:
        """The next ``count`` lines it says, or fewer, after so long."""
        heard = len(self.story.lines)
        deadline = time.monotonic() + seconds
        while len(self.story.lines) < heard + count and time.monotonic() < deadline:
            self._read_some(deadline - time.monotonic())
        return [said.text for said in self.story.lines[heard:]]

    def where(self, pending: Pending) -> str:
        """Where a call is right now: parked, running or ended; raises :class:`AgentLost` when the agent does not say."""
        asking = self.start("where", call=pending.line.call)
        if not self._came(asking, False, time.monotonic() + self.patience.for_a_sign_of_life):
            raise self._lose("mute", "no longer answers", during=pending.word)
        return asking.answer.fields.get("state", "running")

    # waiting

    def wait(self, pending: Pending, or_parked: bool = False) -> None:
        """Read until the answer (or the park) has come; at the deadline, ask where the call is and raise accordingly."""
        began = time.monotonic()
        deadline = began + self.patience.left()
        came = self._came(pending, or_parked, min(began + GLANCE, deadline))
        if not came:
            self.story.look_around()
            came = self._came(pending, or_parked, deadline)
        if came:
            self.patience.spend(time.monotonic() - began)
            return
        # One more time for a call that is busy, since the machine may be, too.
        if self.where(pending) == "running" and self._came(pending, or_parked, time.monotonic() + 2 * self.patience.left()):
            return
        if pending.answer is None:
            self.patience.reached()
            raise (StillParked if self.where(pending) == "parked" else StillRunning)(pending)

    def first(self, calls: list[Pending]) -> Pending:
        """Read until one of the calls has its answer; at the deadline, raise for the first of them."""
        deadline = time.monotonic() + self.patience.left()
        while not (ended := [call for call in calls if call.answer is not None]):
            if time.monotonic() > deadline:
                self.patience.reached()
                raise StillParked(calls[0])
            self._read_some(deadline - time.monotonic())
        return ended[0]

    def settle(self, pending: Pending, seconds: float) -> None:
        """Read until the answer has come, or for so long."""
        self._came(pending, False, time.monotonic() + seconds)

    def take_what_is_there(self) -> None:
        """Read the answers that have come already."""
        while self._read_some(0):
            pass

    def _came(self, pending: Pending, or_parked: bool, deadline: float) -> bool:
        while pending.answer is None and not (or_parked and pending.parked):
            left = deadline - time.monotonic()
            if left <= 0:
                return False
            self._read_some(left)
        return True

    def _read_some(self, seconds: float) -> bool:
        """Read what the agent has said, waiting so long for it to say something; whether it did."""
        if self.lost:
            raise self.lost
        ready = self._poller.poll(seconds * 1000)
        for descriptor, _ in ready:
            if descriptor == self.process.stdin:
                continue
            try:
                data = os.read(descriptor, 65536)
            except BlockingIOError:
                continue
            if descriptor == self.process.stdout:
                self._feed(data)
            elif descriptor == self.process.stderr:
                self._keep_stderr(data)
        return bool(ready)

    def _keep_stderr(self, data: bytes) -> None:
        self._stderr = (self._stderr + data)[-STDERR_KEPT:]
        if not data:
            self._poller.unregister(self.process.stderr)

    def _feed(self, data: bytes) -> None:
        if not data:
            raise self._find_end()
        self._rest += data
        if len(self._rest) > LONGEST:
            raise self._lose("garbage", f"sent a line of more than {LONGEST >> 20} MiB")
        if b"\n" in data:
            *lines, rest = bytes(self._rest).split(b"\n")
            self._rest = bytearray(rest)
            for line in lines:
                self._take(line)

    def _take(self, raw: bytes) -> None:
        text = raw.decode("ascii", "backslashreplace")
        self.story.note(self.side, "<", text)
        try:
            line = Line.decode(text)
        except Garbage as fault:
            raise self._lose("garbage", f"said what is {fault}") from None
        pending = self._pending.get(line.call)
        if pending is None:
            raise self._lose("garbage", f"answered a call that is not in flight: {text[:SHOWN]!r}")
        if line.word == "parked" and not pending.parked:
            pending.parked = True
            return
        if not is_answer(line):
            raise self._lose("garbage", f"gave no answer that the protocol has: {text[:SHOWN]!r}")
        pending.answer = line
        del self._pending[line.call]
        if line.word == "unsupported" and pending.word not in ABOUT_CALLS:
            self.story.lacking.append(pending)

    def _write(self, data: bytes, word: str) -> None:
        """Write a line; keeps reading meanwhile, so that a flood cannot wedge the two of us."""
        deadline = time.monotonic() + max(3.0, self.patience.seconds)
        while data:
            if self.lost:
                raise self.lost
            try:
                data = data[os.write(self.process.stdin, data):]
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise self._lose("mute", "no longer reads", during=word) from None
                self._wait_for_room()
            except BrokenPipeError:
                raise self._find_end() from None

    def _wait_for_room(self) -> None:
        self._poller.register(self.process.stdin, select.POLLOUT)
        try:
            self._read_some(0.1)
        finally:
            self._poller.unregister(self.process.stdin)

    # the end

    def _find_end(self) -> AgentLost:
        """Its output has closed: say how it ended, and in which call."""
        status = self.process.ended(self.patience.for_a_sign_of_life)
        if status is None:
            self.patience.reached()
        during = next((pending.word for pending in self._pending.values() if not pending.parked), None)
        return self._lose("died", f"died: {describe_status(status)}", during)

    def _lose(self, kind: str, detail: str, during: str | None = None) -> AgentLost:
        self.lost = AgentLost(self, kind, detail, during)
        if kind == "mute":
            self.patience.reached()
        return self.lost

    @property
    def died(self) -> bool:
        """Whether the program ended by itself."""
        return self.lost is not None and self.lost.kind == "died"

    @property
    def stderr(self) -> str:
        """The last of what the agent wrote to its standard error."""
        with contextlib.suppress(OSError):
            while self.process.open and (data := os.read(self.process.stderr, 65536)):
                self._stderr = (self._stderr + data)[-STDERR_KEPT:]
                if len(data) < 65536:
                    break
        return self._stderr.decode("utf-8", "backslashreplace")

    def kill(self) -> None:
        """End the agent and its process group; safe to call twice."""
        self.forget(kill=True)

    def forget(self, kill: bool = False) -> None:
        """Let go of an agent whose world has ended, or end it now."""
        if self.lost is None:
            self.lost = AgentLost(self, "died", "was ended by the harness")
        if self in self.story.agents:
            self.story.agents.remove(self)
        self.process.release(kill)

    def __repr__(self) -> str:
        return f"<agent of the {self.side}: {self.hello.get('agent', 'no hello yet')}, process {self.process.pid}>"


def is_answer(line: Line) -> bool:
    """Whether a line ends a call: only the very first may be a hello, and an error has a name."""
    if line.call == 0:
        return line.word == "hello"
    return line.word in ("returned", "unsupported", "broken") or (line.word == "raised" and "error" in line.fields)


ABOUT_CALLS = frozenset(("where", "reset", "signals", "levitate"))


def shorten(text: str) -> str:
    """A line as the transcript shows it."""
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}... ({len(text)} characters)"


def describe_status(status: int | None) -> str:
    """An exit status in words: a signal's name, or the number."""
    if status is None:
        return "its output closed while it ran on"
    if status < 0:
        try:
            return signal.Signals(-status).name
        except ValueError:
            return f"signal {-status}"
    return f"exit status {status}"
