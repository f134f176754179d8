"""What the agents of gevent and eventlet share: the words as they are, over the runtime's own socket module, a greenlet for each call."""
import select

import agent
import cooperative


class Readiness(object):
    """The system's poll and select: asked at once, and where there is time to wait, through ``in_thread``."""

    def __init__(self, in_thread):
        self.in_thread = in_thread

    def poll(self):
        return Poll(self.in_thread)

    def select(self, read, write, exceptional, timeout=None):
        found = select.select(read, write, exceptional, 0)
        if any(found) or timeout == 0:
            return found
        return self.in_thread(select.select, read, write, exceptional, timeout)


class Poll(object):

    def __init__(self, in_thread):
        self.asked, self.in_thread = select.poll(), in_thread
        self.register = self.asked.register

    def poll(self, timeout):
        found = self.asked.poll(0)
        return found if found or timeout == 0 else self.in_thread(self.asked.poll, timeout)


def serve(words, implementation, version, spawn, listen, rest):
    """Read lines, and let the loop rest after each.

    ``spawn(function, *arguments)`` starts a greenlet and returns what cancels it, ``listen(hear)`` a
    function that waits for so many seconds, or without end, until ``hear`` was called for what is on standard input;
    ``rest()`` waits until nothing is ready any more and returns whether that came.
    """
    def work(call, word, fields):
        tasks.ended(call, *agent.perform(words, word, fields))

    tasks = cooperative.Tasks(words, cooperative.own_line(), lambda *call: spawn(work, *call))
    tasks.hello(implementation, version)
    wait = listen(tasks.hear)
    while True:
        wait(tasks.attention)
        while tasks.turn(rest()):
            pass
