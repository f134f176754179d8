"""A prompt, or a script, in which a person plays the far end of a target's link with the words of the tests."""
import code
import contextlib
import sys
from collections.abc import Iterator

from scapy.layers.inet import ICMP, IP, TCP, UDP
from scapy.layers.inet6 import IPv6
from scapy.packet import Raw

from harness import capture
from harness.stage import Stage
from harness.targets import Target
from harness.tcp_end import TcpEnd
from harness.wire import Wire

BANNER = """\
{what}
  target    makes sockets: target.listener(wire.tcp), target.open(wire.udp) ...
  wire      the link: wire.send(UDP(dport=9) / b"x"), wire.expect(ICMP(type=3)), wire.fence(), wire.silent()
  far       our TCP end: {first}, far.send(b"data"), far.expect("A"), far.finish(), far.reset()
  {names}
  Layers of scapy: IP IPv6 TCP UDP ICMP Raw. More ends: TcpEnd(wire, port, scale=7, sack=True, timestamps=True).
After each line, the target's calls and what passed on the link since the last; milliseconds since the beginning. Ctrl-D ends."""


class Prompt(code.InteractiveConsole):
    """Python, line by line; after each, what happened since the last."""

    def __init__(self, names: dict, wire: Wire, stage: Stage, say=print):
        super().__init__(names)
        self._wire, self._stage, self._say = wire, stage, say
        self._shown, self.failed = 0, False

    def runcode(self, compiled) -> None:
        """Run one statement, and show what it led to."""
        super().runcode(compiled)
        self.show()

    def showtraceback(self) -> None:
        """What a line raised, in its own words: where in the harness it was raised helps nobody here."""
        error = sys.exc_info()[1]
        self.failed = True
        self._say(f"{type(error).__name__}: {error}")

    def showsyntaxerror(self, *given, **more) -> None:
        """A line that is no Python."""
        self.failed = True
        super().showsyntaxerror(*given, **more)

    def show(self) -> None:
        """The rungs that are new."""
        while self._wire.look():
            pass
        for agent in self._stage.agents:
            agent.take_what_is_there()
        rungs = capture.ladder(self._wire.capture, self._stage.story, shown=None)
        for rung in rungs[self._shown:]:
            self._say(rung)
        self._shown = len(rungs)


@contextlib.contextmanager
def opened(spec: Target, version: int, way: str, say=print) -> Iterator[tuple[Prompt, str]]:
    """The prompt with a target that listens or connects, and its banner; raises what a stage raises when it cannot begin."""
    stage = Stage(spec, linked=True)
    try:
        stage.begin()
        wire = Wire(stage.world.link, version)
        names = {"target": stage.target, "wire": wire, "TcpEnd": TcpEnd, "IP": IP, "IPv6": IPv6, "TCP": TCP, "UDP": UDP, "ICMP": ICMP, "Raw": Raw}
        if way == "listen":
            listener = stage.target.listener(wire.tcp)
            names |= {"listener": listener, "far": TcpEnd(wire, listener.address.port)}
            what, first, own = f"{spec.name} listens on {listener.address}.", "far.connect()", "listener  the target's socket: ours, _ = listener.accept()"
        else:
            ours, far = stage.target.open(wire.tcp), TcpEnd(wire)
            names |= {"ours": ours, "far": far, "connecting": ours.start.connect(wire.tcp.address(wire.far, far.port))}
            what, first = f"{spec.name} connects to {wire.far}, port {far.port}.", "far.accept()"
            own = "ours      the target's socket: connecting.result(), ours.recv(10) ..."
        yield Prompt(names, wire, stage, say), BANNER.format(what=what, first=first, names=own)
    finally:
        stage.close()


def broken(wire: Wire) -> list[str]:
    """The invariants that the target broke, a line each."""
    return [f"{one.clause}: {one.text}" for one in wire.violations()]
