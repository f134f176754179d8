"""From what happened to verdict, and from verdicts to exit status. Pure: one table, one test a row."""
from collections import Counter
from collections.abc import Iterable
from enum import IntEnum, StrEnum


class Verdict(StrEnum):
    """What a test says of a target. UNTESTED says nothing: the machine did not offer what the test needs."""

    CONFORMS = "conforms"
    DEVIATES = "deviates"
    UNSUPPORTED = "unsupported"
    INCONCLUSIVE = "inconclusive"
    UNTESTED = "untested"


class Phase(StrEnum):
    """Where in a test it happened: in a given (its fixtures), in its own body, or while cleaning up."""

    GIVEN = "given"
    BODY = "body"
    CLEANUP = "cleanup"


class Happening(StrEnum):
    """What ended a phase."""

    NOTHING = "nothing"
    ASSERTION = "assertion"
    ERROR = "error"                     # an agent's call raised what the test did not expect
    PARKED = "parked"                   # a call was found asleep at the deadline
    TARGET_DIED = "target died"
    TARGET_MUTE = "target mute"         # it no longer answers
    UNSUPPORTED = "unsupported"
    PEER_LOST = "peer lost"
    AGENT_FAULT = "agent fault"         # garbage, or an agent that could not do its part
    HARNESS = "harness"                 # a namespace that cannot be made, an exception of ours
    RUNNING = "running"                 # a call was found busy at the deadline
    WORKER_CRASHED = "worker crashed"
    UNAVAILABLE = "unavailable"         # the machine lacks privilege, IPv6, TUN, a compiler ...
    INVARIANT = "invariant"             # broken on the capture


DEVIATES_IN_BODY = frozenset((Happening.ASSERTION, Happening.ERROR, Happening.PARKED, Happening.TARGET_DIED, Happening.TARGET_MUTE))


def judge(phase: Phase, happening: Happening) -> Verdict:
    """The verdict on one test. It follows the phase, not the side.

    Cleaning up is the harness's business: what goes wrong there says nothing of the
    target, but an agent that is in disorder then is replaced.
    """
    match happening:
        case Happening.NOTHING:
            return Verdict.CONFORMS
        case Happening.UNSUPPORTED:
            return Verdict.UNSUPPORTED
        case Happening.UNAVAILABLE:
            return Verdict.UNTESTED
        case Happening.INVARIANT:
            return Verdict.DEVIATES
    if phase is Phase.BODY and happening in DEVIATES_IN_BODY:
        return Verdict.DEVIATES
    return Verdict.INCONCLUSIVE


class Standing(StrEnum):
    """How a verdict stands to the target's baseline and to the level that gates."""

    PLAIN = "plain"                 # not a deviation, and none was listed
    UNEXPECTED = "unexpected"       # a deviation that nobody listed, at or above the level
    WARNS = "warns"                 # a deviation that nobody listed, below the level
    KNOWN = "known"                 # listed, and with the listed signature
    CHANGED = "changed"             # listed, but it deviates in another way
    EXPIRED = "expired"             # listed, but the entry's time is over
    STALE = "stale"                 # listed, but it conforms


class Status(IntEnum):
    """Exit statuses of a run."""

    CONFORMS = 0
    DEVIATES = 1
    INTERRUPTED = 2
    STALE_BASELINE = 10
    INCONCLUSIVE = 12
    INCOMPLETE = 13


FAILS = frozenset((Standing.UNEXPECTED, Standing.CHANGED, Standing.EXPIRED))


FEATURES = ("target", "ipv6", "namespace", "wire", "privilege", "time", "slow")
"""What a machine must offer if ``--require`` says so, besides ``all``."""


def required(words: str) -> set[str]:
    """What ``--require`` asks for, separated by commas; raises ValueError for what is none of the features."""
    found = {word for word in words.split(",") if word}
    if unknown := found - {*FEATURES, "all"}:
        raise ValueError(f"{', '.join(sorted(unknown))} is nothing this knows; there are {', '.join(FEATURES)} and all")
    return found


def needs_eyes(verdict: str, standing: str) -> bool:
    """Whether a person must look at a result before the gate opens."""
    return standing in FAILS or standing == Standing.STALE or (verdict == Verdict.INCONCLUSIVE and standing != Standing.KNOWN)


def exit_status(pytest_status: int, outcomes: Iterable[tuple[Verdict, Standing]], *, missing: int = 0,
                unmet: int = 0, stale: int = 0, other_failures: bool = False) -> int:
    """The exit status of a run: the first that applies.

    ``missing`` tests were planned and not reported, ``unmet`` are untested although
    ``--require`` asked for them, ``stale`` baseline entries match nothing.
    ``other_failures``: tests that are no conformance tests failed.
    """
    counted = Counter(outcomes)
    if pytest_status in (2, 3, 4) or (pytest_status == 5 and not counted and not missing):
        return pytest_status
    if other_failures or any(standing in FAILS for _, standing in counted):
        return Status.DEVIATES
    if missing:
        return Status.INCOMPLETE
    if unmet or any(verdict is Verdict.INCONCLUSIVE and standing is not Standing.KNOWN for verdict, standing in counted):
        return Status.INCONCLUSIVE
    if stale or any(standing is Standing.STALE for _, standing in counted):
        return Status.STALE_BASELINE
    return Status.CONFORMS
