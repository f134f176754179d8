"""What the agents of gevent and eventlet share: the words as they are, over the runtime's own socket module, a greenlet for each call."""
import agent
import cooperative


def serve(words, implementation, version, spawn, listen, rest):
    """Read lines, and let the loop rest after each.

    ``spawn(function, *arguments)`` starts a greenlet and returns what cancels it, ``listen(hear)`` a
    function that waits until ``hear`` was called for what is on standard input; ``rest()`` waits until nothing is ready any more and
    returns whether that came.
    """
    def work(call, word, fields):
        tasks.ended(call, *agent.perform(words, word, fields))

    tasks = cooperative.Tasks(words, cooperative.own_line(), lambda *call: spawn(work, *call))
    tasks.hello(implementation, version)
    wait = listen(tasks.hear)
    while True:
        wait()
        while tasks.turn(rest()):
            pass
