"""How long the machine kept us waiting for a processor. Pure but for reading the kernel's count."""
import functools
import os
import threading

TOO_LONG = 0.02
"""Seconds within one test from which on what came late, or was late to be seen, may be no fault of the target."""


@functools.cache
def _count(process: int, thread: int) -> int | None:
    """An open descriptor of the kernel's count for a thread; None where it has none."""
    try:
        return os.open(f"/proc/{process}/task/{thread}/schedstat", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None


def waited() -> float:
    """Seconds this thread has been ready to run and was not let, since it began; 0 where the system does not say."""
    count = _count(os.getpid(), threading.get_native_id())
    return 0.0 if count is None else int(os.pread(count, 100, 0).split()[1]) / 1e9
