"""Worlds: private network namespaces, the processes in them, and the directory they stand in.

A :class:`World` is what one target and its peer live in. It is kept by a process of its
own (:mod:`harness.keeper`), so that whatever happens to a target, or to us, everything
in it goes away together.
"""
import marshal
import os
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from harness.link import DeviceLink, Link

KEEPER = Path(__file__).with_name("keeper.py")
LARGEST = 1 << 18
START_SECONDS = 20.0
LINKS = ("tun", "veth")
"""Kinds of links, the better one first: a TUN device needs no frames around its packets, but not everybody may open it."""


class NoWorld(Exception):
    """The machine refused to make a namespace, or the keeper was lost."""


@dataclass
class Process:
    """A program running in a world: its number and our ends of its three pipes."""

    world: "World"
    pid: int
    stdin: int
    stdout: int
    stderr: int
    open: bool = field(default=True, repr=False)

    def ended(self, seconds: float) -> int | None:
        """The exit status (negative for a signal), waiting ``seconds`` for it; None if it has none yet."""
        return self.world.ask({"do": "ended", "pid": self.pid, "seconds": seconds})["status"]

    def release(self, kill: bool) -> None:
        """Close the pipes and, unless its world has ended already, kill it with its process group."""
        if not self.open:
            return
        self.open = False
        for descriptor in (self.stdin, self.stdout, self.stderr):
            os.close(descriptor)
        if kill:
            self.world.ask({"do": "kill", "pid": self.pid})


class World:
    """One private namespace (or, with ``private=False``, the machine's own) and the processes in it.

    ``directory`` is where every process of the world stands; ``lacks`` names the settings
    that could not be had. With ``links`` (kinds to try: "tun", "veth") there is a ``link``,
    or ``no_link`` says why there is none. With ``cable`` ("near" for the target's end,
    "far" for the peer's) ``device`` is its kind, the descriptor that carries its packets, and the hardware
    address that frames to it need.
    Raises :class:`NoWorld` when the machine does not allow it.
    """

    def __init__(self, private: bool = True, cpu: int | None = None, links: tuple[str, ...] = (), cable: str = ""):
        self.private = private
        self.link: Link | None = None
        self.device: tuple[str, int, bytes] | None = None
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._keeper = subprocess.Popen([sys.executable, "-I", "-S", str(KEEPER)],
                                            stdin=theirs, stdout=subprocess.DEVNULL, start_new_session=True)
        self._control = ours
        self._control.settimeout(START_SECONDS)
        try:
            answer = self.ask({"private": private, "cpu": cpu, "link": links, "cable": cable})
        except NoWorld:
            self.close()
            raise
        if "link" in answer and cable:
            self.device = answer["link"], self._handed[0], answer["hardware"]
        elif "link" in answer:
            self.link = DeviceLink(*self._handed, answer["link"], answer["hardware"])
        self.no_link: str | None = answer.get("no_link")
        self.directory = Path(answer["directory"])
        self.lacks: dict[str, str] = answer["lacks"]

    def ask(self, request: dict, descriptors: list[int] = []) -> dict:
        """One request to the keeper and its answer; raises :class:`NoWorld` with the reason it gives."""
        try:
            socket.send_fds(self._control, [marshal.dumps(request)], descriptors)
            data, self._handed, _, _ = socket.recv_fds(self._control, LARGEST, 2)
            answer = marshal.loads(data)
        except (OSError, EOFError) as error:
            raise NoWorld(f"the keeper of a namespace was lost ({error or 'no answer'})") from error
        if "error" in answer:
            raise NoWorld(answer["error"])
        return answer

    def spawn(self, argv: list[str], env: dict[str, str], unprivileged: bool = False, keep: dict[str, int] = {}) -> Process:
        """Start a program in this world; ``env`` reaches it and nothing before it.

        ``keep`` are descriptors it inherits, by name: ``{name}`` in an argument becomes the number that it has there.
        """
        pipes = [os.pipe() for _ in range(3)]
        (child_in, stdin), (stdout, child_out), (stderr, child_err) = pipes
        request = {"do": "spawn", "argv": argv, "env": env, "unprivileged": unprivileged, "keep": list(keep)}
        try:
            pid = self.ask(request, [child_in, child_out, child_err, *keep.values()])["pid"]
        except NoWorld:
            for descriptor in (stdin, stdout, stderr):
                os.close(descriptor)
            raise
        finally:
            for descriptor in (child_in, child_out, child_err):
                os.close(descriptor)
        return Process(self, pid, stdin, stdout, stderr)

    def close(self) -> None:
        """End the world: every process in it is killed, its directory removed, the namespace gone."""
        if self.link:
            self.link.close()
        if self.device:
            os.close(self.device[1])
            self.device = None
        self._control.close()
        try:
            self._keeper.wait(START_SECONDS)
        except subprocess.TimeoutExpired:
            self._keeper.kill()
            self._keeper.wait()

    def __repr__(self) -> str:
        where = "a private namespace" if self.private else "the machine's own network"
        return f"<world of keeper {self._keeper.pid} in {where}>"


def processor() -> int | None:
    """The processor this worker and its agents share, or None where the system has no say in it.

    Harness and agents take turns, so one processor serves them best: waking a process on
    another one costs more than the call it is woken for. Workers and runs spread out.
    """
    if not hasattr(os, "sched_getaffinity"):
        return None
    allowed = sorted(os.sched_getaffinity(0))
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    run = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
    return allowed[(int(worker) + run) % len(allowed)]


def open_world(linked: bool = False, cable: str = "") -> tuple[World, str | None]:
    """A private world where the machine allows one, else its own network and the reason why; with a device for a target, or for a host at one end of a cable.

    The calling process moves to the world's processor.
    """
    cpu = processor()
    if cpu is not None:
        os.sched_setaffinity(0, [cpu])
    try:
        return World(private=True, cpu=cpu, links=LINKS if linked or cable else (), cable=cable), None
    except NoWorld as refusal:
        return World(private=False, cpu=cpu), str(refusal)
