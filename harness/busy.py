"""How long the machine kept us, and the agents, waiting for a processor. Pure but for reading the kernel's counts."""
import contextlib
import os
import threading
from collections.abc import Iterable

TOO_LONG = 0.02
"""Seconds within one test from which on what came late, or was late to be seen, may be no fault of the target."""

Delays = dict[tuple[int, int], float]
"""By process and thread: the seconds it has been ready to run and was not let, since it began."""


def delays(processes: Iterable[int] = ()) -> Delays:
    """What this thread and those of other processes have waited; nothing where the system does not say, or the process has ended."""
    found = {}
    for process in processes:
        with contextlib.suppress(OSError):
            threads = os.listdir(f"/proc/{process}/task")
            found |= {(process, int(thread)): delay_of(process, thread) for thread in threads}
    with contextlib.suppress(OSError):
        us = os.getpid(), threading.get_native_id()
        found[us] = delay_of(*us)
    return found


def delay_of(process: int, thread: int | str) -> float:
    """What one thread has waited."""
    descriptor = os.open(f"/proc/{process}/task/{thread}/schedstat", os.O_RDONLY | os.O_CLOEXEC)
    try:
        return int(os.read(descriptor, 100).split()[1]) / 1e9
    finally:
        os.close(descriptor)


def longest(before: Delays) -> float:
    """The seconds that the one which waited longest has waited since; of processes that were there before."""
    now = delays({process for process, _ in before} - {os.getpid()})
    return max((waited - before.get(key, 0.0) for key, waited in now.items()), default=0.0)
