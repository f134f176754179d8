"""What the agents of cooperative runtimes share: one thread, one loop, a task for each call.

A runtime starts each call as a task of its own and turns its loop until nothing is
ready any more. What has not ended then is parked: that is exact. The protocol is in
../PROTOCOL.md; the words and the spelling of values come from agent.py beside this file.
"""
import collections
import functools
import os
import signal
import sys

import agent

sys.dont_write_bytecode = True


IMPATIENCE = 0.2
LOOK_AGAIN = 0.05       # seconds after which a loop that was busy is looked at again
NEVER_WAITS = frozenset(("MSG_DONTWAIT", "MSG_ERRQUEUE"))     # flags of calls that come back at once; runtimes wait for them as for any other
LONG = frozenset(("pour", "drain"))     # words that may be busy for a while
TIMED = {"SO_RCVTIMEO": frozenset("accept recv recv_into recvfrom recvfrom_into recvmsg recvmsg_into drain".split()),
         "SO_SNDTIMEO": frozenset("connect send sendall sendto sendmsg sendfile pour".split())}     # options that end a call, and which


class Tasks(object):
    """The calls in flight, and what is said of them.

    ``spawn(call, word, fields)`` starts a task and returns a function that cancels it; the task says
    what became of it by ``ended``. Whoever owns the loop feeds what it reads to ``hear``, lets the loop
    come to rest, and goes on letting it while ``turn`` is true. A loop that has not come to rest for
    ``IMPATIENCE`` seconds is busy: then nobody is said to park, and whoever waits for the next line waits for ``attention`` only.
    """

    def __init__(self, words, out, spawn):
        self.words, self.out, self.spawn = words, out, spawn
        self.lines, self.rest = collections.deque(), b""
        self.calls, self.said, self.hasty = {}, set(), {}
        self.resetting, self.rests = None, True
        self.counted = Signals()
        self.baseline = 0

    def hello(self, implementation, version):
        """Introduce the agent; what is open by now is the runtime's own."""
        self.baseline = agent.open_descriptors()
        self.say(0, "hello", agent.hello("exact", implementation, version))

    def hear(self):
        """Take what has come on standard input."""
        data = os.read(0, 65536)
        if not data:
            os._exit(0)         # whoever spoke to us is gone
        lines = (self.rest + data).split(b"\n")
        self.rest = lines.pop()
        self.lines.extend(line.decode("ascii", "replace") for line in lines)

    def turn(self, rests):
        """The loop is at rest, or busy: say which calls parked, and begin what comes next; false if there is nothing."""
        self.rests = rests
        self.refuse_to_wait()
        for call in self.calls:
            if rests and call not in self.said:
                self.said.add(call)
                self.write("%d parked\n" % call)
        if self.resetting is not None:
            self.finish_reset()
        elif not self.lines:
            return False
        else:
            self.serve(self.lines.popleft())
        return True

    @property
    def attention(self):
        """Seconds until the loop is worth a look, although nothing was heard: it was busy, and calls may have parked since. None: it may rest."""
        unsettled = not self.rests and any(call not in self.said for call in self.calls)
        return LOOK_AGAIN if unsettled else None

    def refuse_to_wait(self):
        """A call that was to come back at once, or after a time, and is about to wait without end: the runtime does not offer that."""
        for call, (word, reason) in list(self.hasty.items()):
            if self.rests or word not in LONG:
                cancel = self.calls[call]
                self.ended(call, "unsupported", {"why": "the runtime waits whatever %s says" % reason})
                cancel()

    def serve(self, text):
        call = 0
        try:
            call, word, fields = agent.decode_line(text)
            fields.pop("watch", None)
            if word in ("where", "reset", "signal", "signals"):
                getattr(self, word)(call, **fields)
            else:
                reasons = self.words.reasons_not_to_wait(word, fields)
                self.calls[call] = lambda: None     # the task may end before spawn returns
                if reasons:
                    self.hasty[call] = word, min(reasons)
                cancel = self.spawn(call, word, fields)
                if call in self.calls:
                    self.calls[call] = cancel
        except (agent.Malformed, UnicodeError, TypeError, KeyError) as fault:
            self.say(call, "broken", {"text": "%s: %s" % (type(fault).__name__, fault)})

    def ended(self, call, answer, fields):
        """A call has ended so."""
        if self.calls.pop(call, None):
            self.said.discard(call)
            self.hasty.pop(call, None)
            self.say(call, answer, fields)

    # words about calls

    def where(self, number, call):
        self.answer(number, {"state": "ended" if call not in self.calls else "parked" if self.rests else "running"})

    def reset(self, number):
        """Wake what sleeps; the rest waits until the loop has come to rest again."""
        self.resetting = number
        if self.calls:
            self.words.wake()

    def finish_reset(self):
        """Close everything, and give up the calls that sleep on: the answer tells of how many."""
        number, self.resetting = self.resetting, None
        left, self.calls, self.said, self.hasty = self.calls, {}, set(), {}
        for cancel in left.values():
            cancel()
        result = self.words.reset()
        self.counted.take()
        self.answer(number, dict(result, calls=len(left), descriptors=agent.open_descriptors() - self.baseline))

    def signal(self, number, call, name="SIGUSR1", restart=0):
        """All calls are made in one thread: it is interrupted where it waits for them, and goes on waiting whatever the handler was set with."""
        if call in self.calls:
            os.kill(os.getpid(), getattr(signal, name))
        self.answer(number, {"sent": int(call in self.calls)})

    def signals(self, number):
        self.answer(number, {"counts": self.counted.take()})

    # the line

    def answer(self, number, fields):
        now = agent.clock()
        self.say(number, "returned", dict(fields, began=now, ended=now))

    def say(self, call, word, fields):
        try:
            self.write(agent.encode_line(call, word, fields) + "\n")
        except agent.Malformed as fault:
            self.write(agent.encode_line(call, "broken", {"text": str(fault)}) + "\n")

    def write(self, text):
        line = text.encode("ascii")
        while line:
            line = line[os.write(self.out, line):]


class Signals(object):
    """Counts signals by handlers, which leaves the descriptor that is woken by signals to the runtime."""

    COUNTED = ("SIGPIPE", "SIGUSR1")

    def __init__(self):
        self.counts = {}
        for name in self.COUNTED:
            signal.signal(getattr(signal, name), lambda number, frame, name=name: self.count(name))

    def count(self, name):
        self.counts[name] = self.counts.get(name, 0) + 1

    def take(self):
        """How many of each came since this was asked last."""
        counts, self.counts = self.counts, {}
        return {name: counts.get(name, 0) for name in self.COUNTED}


class Cooperative(object):
    """For words of a runtime whose loop does the waiting."""

    def reasons_not_to_wait(self, word, fields):
        """What asks for this call to come back, although nothing of what it waits for has come."""
        return NEVER_WAITS.intersection(fields.get("flags", ()))


class Untimed(Cooperative):
    """... and which by its documentation has no timeouts of sockets, since whoever wants one gives it to the task: what options say of them ends no call."""

    def __init__(self):
        super().__init__()
        self.over = set()       # (socket, option) of timeouts below zero

    def reasons_not_to_wait(self, word, fields):
        options = [option for option, words in TIMED.items() if word in words and self.has_timeout(fields["sock"], option)]
        return super().reasons_not_to_wait(word, fields) | frozenset(options)

    def has_timeout(self, sock, option):
        try:
            return (sock, option) in self.over or any(self.getsockopt(sock, "SOL_SOCKET", option, "timeval")["value"].values())
        except OSError:
            return False

    def setsockopt(self, sock, level, name, value):
        """A time below zero is over at once, and is read as none."""
        super().setsockopt(sock, level, name, value)
        if name in TIMED and isinstance(value, dict):
            (self.over.add if value["sec"] < 0 else self.over.discard)((sock, name))

    def lingers(self, sock):
        """Whether a close may wait for the peer."""
        try:
            self.sockets[sock].getpeername()
            return all(self.getsockopt(sock, "SOL_SOCKET", "SO_LINGER", "linger")["value"].values())
        except OSError:
            return False


class Nonblocking(object):
    """For words over sockets whose descriptors a runtime makes nonblocking inside, whatever mode they are in for those who use them."""

    def descriptor(self, sock):
        told = super().descriptor(sock)
        return dict(told, flags=told["flags"] - {"O_NONBLOCK"}, kept=frozenset(["O_NONBLOCK"]))


def may_block(flags):
    """Refuse to make a socket that is to be nonblocking where a runtime has no such mode: all its calls wait."""
    if "SOCK_NONBLOCK" in flags:
        raise agent.Unsupported("the runtime's sockets have no mode in which calls do not wait")


async def perform(words, word, fields):
    """Make one call, which may be a coroutine -> the word and the fields of its answer."""
    began = agent.clock()
    try:
        result = agent.method_of(words, word)(**fields)
        if hasattr(result, "__await__"):
            result = await result
        return agent.returned(began, result)
    except Exception as error:
        return agent.failed(began, error, words)


async def patiently(in_thread, ask, fields, limit, time, found):
    """Ask at once, and where nothing is found and there is time to wait, in a thread."""
    answer = ask(**dict(fields, **{limit: 0}))
    if found(answer) or time == 0:
        return answer
    return await in_thread(functools.partial(ask, **dict(fields, **{limit: time})))


async def drained(receive, size, offset, chunk):
    """What `drain` answers; ``await receive(room)`` is the next data of the stream."""
    total = good = 0
    while size is None or total < size:
        try:
            data = await receive(chunk if size is None else min(chunk, size - total))
        except OSError as error:
            return {"count": total, "good": good, "eof": 0, "stopped": agent.error_name(error)}
        if not data:
            return {"count": total, "good": good, "eof": 1, "stopped": None}
        if good == total:
            good += agent.leading(data, agent.pattern(offset + total, len(data)))
        total += len(data)
    return {"count": total, "good": good, "eof": 0, "stopped": None}


def own_line():
    """The descriptor to answer on; a stray print goes to standard error instead."""
    out = os.dup(1)
    os.dup2(2, 1)
    return out
