"""An agent that is wrong on purpose as a program: ``hostile.py MODE``. It is honest until its first ``recv``.

The modes are the functions below. It builds on the Python agent, so that everything
but the one fault is as it should be.
"""
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "agents", "python"))

import agent

GIGABYTE = 1 << 30


class Hostile(agent.Threads):
    """The Python agent, with a fault in how it takes a line or answers one."""

    damaged = False

    def serve(self, glass):
        """Look at the line before anybody else does."""
        line = self.read_line()
        if self.damaged and " socket " in line:
            os.abort()
        if " recv " in line and MODE in AT_RECV:
            AT_RECV[MODE](self, int(line.split()[0]))
        self.rest = line.encode() + b"\n" + self.rest
        return super().serve(glass)


# --------------------------------------------------------------------------- what happens at a recv

def dies(threads, call):
    """The process aborts, as it does when an assertion of a stack fails."""
    os.abort()


def exits(threads, call):
    """The process ends as if all were well."""
    os._exit(0)


def is_damaged(threads, call):
    """All is well, but the process will abort as soon as another socket is made."""
    threads.damaged = True


def hangs(threads, call):
    """Nothing is read or answered any more."""
    while True:
        time.sleep(60)


def closes_output(threads, call):
    """The answers' pipe is closed while the process runs on."""
    os.close(threads.out)
    hangs(threads, call)


def floods(threads, call):
    """A gigabyte comes instead of a line."""
    for _ in range(GIGABYTE >> 16):
        threads.write(b"a" * 65536)


def floods_lines(threads, call):
    """Lines come without end."""
    while True:
        threads.write(b"0 parked\n" * 1000)


def complains(threads, call):
    """A hundred megabytes of complaints go to standard error; that is no fault."""
    for _ in range(100 << 4):
        os.write(2, b"woe! " * 13107)


def babbles(threads, call):
    """What comes is no line of the protocol."""
    threads.write(b"Segmentation fault (core dumped)\n")


def stammers(threads, call):
    """The bytes are not even text."""
    threads.write(bytes(range(128, 256)) + b"\n")


def answers_twice(threads, call):
    """The same call is answered, and in the same breath answered again."""
    threads.write(2 * (b"%d returned data=x began=1 ended=2\n" % call))


def answers_anothers(threads, call):
    """A call that nobody made is answered."""
    threads.write(b"%d returned data=x began=1 ended=2\n" % (call + 1000))


def parks_twice(threads, call):
    """The call is said to be parked, again and again."""
    threads.write(b"%d parked\n%d parked\n" % (call, call))


def parks_falsely(threads, call):
    """Every call is said to have slept, which no test may build on."""
    threads.write(b"%d parked\n" % call)


def says_nothing_new(threads, call):
    """An answer that the protocol does not have."""
    threads.write(b"%d perhaps data=x\n" % call)


AT_RECV = {function.__name__: function for function in (
    dies, exits, is_damaged, hangs, closes_output, floods, floods_lines, complains, babbles, stammers, answers_twice, answers_anothers,
    parks_twice, parks_falsely, says_nothing_new)}


# --------------------------------------------------------------------------- what happens at the start

def never_greets(out):
    """No hello, ever."""
    while True:
        time.sleep(60)


def greets_wrongly(out):
    """Another version of the protocol."""
    os.write(out, b"0 hello protocol=99 parks=exact\n")


def knows_everything(out):
    """Every word is answered as if it were known."""
    os.write(out, b"0 hello protocol=1 parks=exact\n")
    while True:
        os.write(out, b"%d returned began=1 ended=2\n" % int(os.read(0, 65536).split()[0]))


def leaves_children(out):
    """Children that outlive everything they can: in a session of their own, deaf to all signals but one."""
    import signal
    for _ in range(3):
        if os.fork() == 0:
            os.setsid()
            for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
                signal.signal(number, signal.SIG_IGN)
            if os.fork() == 0:
                while True:
                    time.sleep(60)
            while True:
                time.sleep(60)


AT_START = {function.__name__: function for function in (never_greets, greets_wrongly, knows_everything, leaves_children)}


if __name__ == "__main__":
    MODE = sys.argv[1]
    line = os.dup(1)
    os.dup2(2, 1)
    if MODE in AT_START:
        AT_START[MODE](line)
    threads = Hostile(agent.Words(), line)
    threads.say(0, "hello", agent.hello("exact"))
    threads.run()
