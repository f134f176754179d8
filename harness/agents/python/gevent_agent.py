"""The gevent agent: the Python agent over gevent.socket, a greenlet for each call.

gevent's poll knows readable and writable only. Readiness is asked of the system, in a thread where there is time to
wait, as is due for what blocks; so what the sockets are in can be seen.
"""
import agent
import cooperative
import gevent
import gevent.exceptions
import gevent.socket
import green


def in_thread(function, *arguments):
    return gevent.get_hub().threadpool.apply(function, arguments)


class Words(cooperative.Cooperative, cooperative.Nonblocking, agent.Words):
    module = gevent.socket
    readiness = green.Readiness(in_thread)
    refusals = agent.Words.refusals + (gevent.exceptions.ConcurrentObjectUseError,)     # two greenlets may not wait for one socket
    pause = staticmethod(gevent.sleep)


def spawn(function, *arguments):
    greenlet = gevent.spawn(function, *arguments)
    return lambda: greenlet.kill(block=False)


def listen(hear):
    def wait(seconds):
        with gevent.Timeout(seconds, False):
            gevent.socket.wait_read(0)
            hear()
    return wait


def idle():
    gevent.idle()
    return True


def rest():
    return gevent.with_timeout(cooperative.IMPATIENCE, idle, timeout_value=False)


if __name__ == "__main__":
    gevent.get_hub().threadpool.apply(int)      # what its resolver works with is open from now on
    green.serve(Words(), "gevent", gevent.__version__, spawn, listen, rest)
