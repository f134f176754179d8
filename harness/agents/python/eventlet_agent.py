"""The eventlet agent: the Python agent over eventlet.green.socket, a greenlet for each call.

eventlet has no poll. Readiness is asked of the system, in a thread where there is time to wait, as is due for what blocks.
"""
import time

import agent
import cooperative
import eventlet
import eventlet.event
import eventlet.green.socket
import eventlet.hubs
import eventlet.semaphore
import eventlet.tpool
import green


class Words(cooperative.Cooperative, cooperative.Nonblocking, agent.Words):
    module = eventlet.green.socket
    readiness = green.Readiness(eventlet.tpool.execute)
    refusals = agent.Words.refusals + (RuntimeError,)       # "Second simultaneous read": two greenlets may not wait for one socket
    pause = staticmethod(eventlet.sleep)

    def recvfrom(self, sock, size, flags=()):
        """Where it takes a reset for the end of the stream it returns no pair, but the data alone."""
        found = self.sockets[sock].recvfrom(size, agent.flags_of(flags))
        data, address = found if found else (found, None)
        return {"data": data, "address": agent.foreign(self.sockets[sock], address)}

    def recvfrom_into(self, sock, size, count=0, flags=()):
        room = bytearray(agent.FILLER * size)
        found = self.sockets[sock].recvfrom_into(room, count, agent.flags_of(flags))
        taken, address = found if found else (found, None)
        return {"count": taken, "buffer": room, "address": agent.foreign(self.sockets[sock], address)}

    def getnameinfo(self, address, flags=()):
        if address[0] == "inet6":
            raise agent.Unsupported("its getnameinfo takes IPv4 only, as it says of itself")
        return super().getnameinfo(address, flags)


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
    return lambda seconds: heard.acquire(timeout=seconds)


if __name__ == "__main__":
    eventlet.hubs.use_hub("poll")
    eventlet.tpool.execute(int)         # what its threads answer by is open from now on
    green.serve(Words(), "eventlet", eventlet.__version__, spawn, listen, Rest(eventlet.hubs.get_hub()))
