"""The eventlet agent: the Python agent over eventlet.green.socket, a greenlet for each call.

eventlet has no poll; it leaves that to a thread, as everything that blocks.
"""
import select
import time
import warnings

warnings.simplefilter("ignore")     # it tells of its own end

import agent
import cooperative
import eventlet
import eventlet.event
import eventlet.green.select
import eventlet.green.socket
import eventlet.hubs
import eventlet.semaphore
import eventlet.tpool
import green


class Poll(object):
    """The system's poll: asked at once, and in a thread where there is time to wait."""

    def __init__(self):
        self.asked = select.poll()
        self.register = self.asked.register

    def poll(self, timeout):
        found = self.asked.poll(0)
        return found if found or timeout == 0 else eventlet.tpool.execute(self.asked.poll, timeout)


class Readiness(object):
    poll = Poll
    select = staticmethod(eventlet.green.select.select)


class Words(agent.Words):
    module = eventlet.green.socket
    readiness = Readiness
    errors = agent.Words.errors + (RuntimeError,)       # "Second simultaneous read ..."


class Rest(object):
    """Tells when the hub would sleep: then nothing is ready any more."""

    def __init__(self, hub):
        self.hub, self.poll, self.waiting = hub, hub.do_poll, None
        hub.do_poll = self.look

    def look(self, seconds):
        found = self.poll(0)
        busy = found or seconds <= 0
        if self.waiting is not None and (not busy or time.monotonic() > self.until):
            waiting, self.waiting = self.waiting, None
            waiting.send(not busy)
            return found
        return found if busy else self.poll(seconds)

    def __call__(self):
        waiting = self.waiting = eventlet.event.Event()
        self.until = time.monotonic() + cooperative.IMPATIENCE
        return waiting.wait()


def spawn(function, *arguments):
    return eventlet.spawn(function, *arguments).kill


def listen(hear):
    """The hub listens all the time: without anything to listen to it would sleep blindly."""
    heard, hub = eventlet.semaphore.Semaphore(0), eventlet.hubs.get_hub()

    def ready(number):
        hear()
        heard.release()

    hub.add(hub.READ, 0, ready, ready, ready)
    return heard.acquire


if __name__ == "__main__":
    eventlet.hubs.use_hub("poll")
    eventlet.tpool.execute(int)         # what its threads answer by is open from now on
    green.serve(Words(), "eventlet", eventlet.__version__, spawn, listen, Rest(eventlet.hubs.get_hub()))
