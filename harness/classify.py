"""From an exception to what happened, with a signature and a first line. Pure.

A signature is kind, operation and names, never text that a Python or pytest release
might word differently: ``raised ECONNRESET in target's recv``.
"""
import struct
from pathlib import Path
from typing import NamedTuple

import pytest

from harness.agent import AgentBroken, AgentLost, Pending, StillParked, StillRunning, Story, Unsupported
from harness.namespaces import NoWorld
from harness.stage import Unavailable
from harness.verdicts import Happening

HERE = Path(__file__).parent
MESSAGE = 300
"""Characters of a message that are kept."""


class GivenUp(pytest.skip.Exception):
    """The target hung or died so often that the rest of its tests are left; pytest makes nothing of it that costs time."""


class Finding(NamedTuple):
    """What ended a phase: its kind, its signature, the first line to show, what lacked, the clause of an invariant."""

    happening: Happening
    signature: str | None = None
    message: str | None = None
    lacks: str | None = None
    clause: str | None = None


NOTHING = Finding(Happening.NOTHING)


def classify(error: BaseException | None, story: Story | None) -> Finding:
    """What an exception of a test means; ``story`` knows the call that was made last.

    Where a side lacks a call, whatever goes wrong in the test comes of that: of a call that was started and not waited for, too.
    """
    if isinstance(error, Exception) and story and story.lacking and not isinstance(error, AgentLost | Unavailable):
        error = Unsupported.of(story.lacking[0])
    match error:
        case None:
            return NOTHING
        case Unsupported():
            happening = Happening.UNAVAILABLE if error.side == "peer" else Happening.UNSUPPORTED
            return Finding(happening, None, str(error), "peer" if error.side == "peer" else error.what)
        case Unavailable():
            return Finding(Happening.UNAVAILABLE, None, str(error), error.feature)
        case GivenUp():
            return Finding(Happening.HARNESS, None, str(error))
        case pytest.skip.Exception():
            return Finding(Happening.UNAVAILABLE, None, str(error), "skip")
        case AgentLost():
            return _lost(error)
        case StillParked():
            return Finding(Happening.PARKED, f"parked in {_call(error.pending)}", str(error))
        case StillRunning():
            return Finding(Happening.RUNNING, f"running in {_call(error.pending)}", str(error))
        case AgentBroken():
            return Finding(Happening.AGENT_FAULT, None, str(error))
        case AssertionError() | pytest.fail.Exception():
            return Finding(Happening.ASSERTION, getattr(error, "signature", None) or _assertion(story), _in_one_line(error))
    if pending := getattr(error, "pending", None):
        name = pending.answer.fields["error"]
        return Finding(Happening.ERROR, f"raised {name} in {_call(pending)}", f"{_call(pending)} raised {name}")
    if _of_another_shape(error):
        return Finding(Happening.ASSERTION, _assertion(story), f"what came has another shape: {type(error).__name__}: {_in_one_line(error)}")
    if isinstance(error, NoWorld):
        return Finding(Happening.HARNESS, None, f"no world to test in: {error}")
    return Finding(Happening.HARNESS, None, f"{type(error).__name__}: {_in_one_line(error)}")


def broken(violations: list) -> Finding:
    """What the invariants found in a capture."""
    if not violations:
        return NOTHING
    first = violations[0]
    more = f" (and {len(violations) - 1} more)" if len(violations) > 1 else ""
    return Finding(Happening.INVARIANT, f"invariant {first.clause}", f"{first.text}{more}", clause=first.clause)


def _of_another_shape(error: BaseException) -> bool:
    """Whether a test could not take apart what a call returned: too few items, a field that is missing, bytes too short.

    Raised by the test's own lines, such an error speaks of the data; raised within the harness it is a fault of ours.
    """
    if not isinstance(error, (LookupError, ValueError, StopIteration, struct.error)) or error.__traceback__ is None:
        return False
    last = error.__traceback__
    while last.tb_next is not None:
        last = last.tb_next
    return not Path(last.tb_frame.f_code.co_filename).is_relative_to(HERE)


def _lost(error: AgentLost) -> Finding:
    if error.kind == "garbage":
        return Finding(Happening.AGENT_FAULT, None, str(error))
    if error.agent.side == "peer":
        return Finding(Happening.PEER_LOST, None, str(error))
    happening = Happening.TARGET_DIED if error.kind == "died" else Happening.TARGET_MUTE
    how = error.detail.removeprefix("died: ") if error.kind == "died" else "mute"
    return Finding(happening, f"{error.kind} {how} in {error.agent.side}'s {error.during or 'rest'}", str(error))


def _call(pending: Pending) -> str:
    return f"{pending.agent.side}'s {pending.word}"


def _assertion(story: Story | None) -> str:
    """A failed assertion is known by the call before it and how that ended."""
    last = story.last if story else None
    if last is None:
        return "assertion"
    if last.answer is None or "watch" in last.line.fields:
        return f"assertion after {_call(last)}"     # whether its answer has been read yet is a matter of time
    outcome = f"raised {last.answer.fields['error']}" if last.answer.word == "raised" else last.answer.word
    return f"assertion after {_call(last)} {outcome}"


def _in_one_line(error: BaseException) -> str:
    """The text of an exception, with pytest's explanation below an assertion drawn together."""
    text = " ".join(line.strip() for line in str(error).splitlines())
    return text[:MESSAGE] or type(error).__name__
