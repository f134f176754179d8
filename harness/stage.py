"""A stage: one target in one world, with its peer or on a link whose far end is ours, ready for one test after the other."""
import contextlib
import os
import socket

from harness.agent import Agent, AgentLost, Patience, Story
from harness.builds import CannotBuild
from harness.cable import Cable
from harness.cable_pump import Plan
from harness.capture import Captured
from harness.layout import Layout, NoLink, open_layout
from harness.lines import Address
from harness.namespaces import NoWorld, World
from harness.reference.programs import start_servers
from harness.reference.servers import PREFIX
from harness.sockets import Host
from harness.targets import Target, find

HELLO_SECONDS = 5.0, 15.0
"""What an agent is given for its hello, one start after the other: the machine may have been busy. After the last it is not started again.

One that came with the second start only is given as long from then on: its stack may be slow to come up."""
HANGS_AND_DEATHS = 50
"""After so many of them a target is given up, unless they are rare: what else it would do wrong is not worth the time."""
RARE = 0.1
"""The part of all tests that may hang or die for ever."""
ANSWERED = 0.02
"""Seconds within which what was sent is answered, if it is, where nothing delays it on the way."""
HELD_BACK, SENT_AGAIN = 0.25, 1.0
"""Seconds that TCP may hold back an acknowledgement, and after which it has sent again what was lost once."""


class Unavailable(Exception):
    """The machine does not offer what a test needs. ``feature`` is what ``--require`` calls it."""

    def __init__(self, feature: str, reason: str):
        self.feature = feature
        super().__init__(reason)


class Stage:
    """Starts the target's agent and the peer's, keeps them between tests, replaces them when they are in disorder.

    A ``linked`` one has no peer: whoever is at the far end of the target's link is played by the test. With a ``plan`` for
    the packets between them, or if one brings a stack of its own, target and peer are two hosts joined by a cable.
    """

    def __init__(self, spec: Target, patience: float = 5.0, linked: bool = False, plan: Plan | None = None):
        self.spec, self.linked, self._plan = spec, linked, plan
        self._peer = spec if spec.peer == spec.name else find(spec.peer)
        self._sides = {"target": "server", "peer": "client"} if spec.pair else {}
        """What those are called of which both are judged."""
        self.patience, self.story = Patience(patience), Story()
        self._patience, self._misses = patience, 0
        self.layout: Layout | None = None
        self.why_not_private: str | None = None
        self.hello: dict = {}
        self.deaths, self._begun, self._doomed = 0, 0, False
        self.wire = None
        """What the test at hand holds of the link, if it is about packets."""
        self._agents: dict[str, Agent] = {}
        self._services: dict[tuple[str, str], Address] = {}
        self._failed_starts: list[Exception] = []
        self._starts_slowly = False
        self._no_link: str | None = None

    @property
    def world(self) -> World | None:
        """The world that the target is in, if one is open."""
        return self.layout and self.layout.world

    @property
    def surroundings(self) -> str:
        """Where it is, in words."""
        return "two hosts and a cable" if self.cable else "a private namespace"

    @property
    def loses(self) -> bool:
        """Whether a datagram between target and peer may be lost or late, or come twice."""
        return self._plan is not None and any(self._plan[2:])

    @property
    def _moment(self) -> float:
        """Seconds within which what was sent is answered, if it is."""
        if self._plan is None:
            return ANSWERED
        return HELD_BACK + 4 * (self._plan.delay + self._plan.jitter) + SENT_AGAIN * self.loses

    @property
    def cable(self) -> Cable | None:
        """What joins target and peer, if they are two hosts."""
        return self.layout and self.layout.cable

    # around a test

    @property
    def given_up(self) -> str | None:
        """Why the rest of the target's tests are left, once it has hung or died too often."""
        failed = self.patience.deadlines + self.deaths
        if failed < max(HANGS_AND_DEATHS, RARE * self._begun):
            return None
        return f"{self.spec.name} was given up after {failed} hangs and deaths; mend it, or run fewer tests at a time"

    def begin(self, doomed: bool = False) -> None:
        """A test begins: both sides are there, or an exception tells why not. ``doomed``: it is known to wait in vain."""
        self._begun += 1
        if self.world is None:
            self._open()
        self.patience.renew(doomed)
        self._doomed = doomed
        self.story.renew()
        self.wire = None
        if self.world.link:
            self.world.link.renew(doomed)
        if self.cable:
            with contextlib.suppress(OSError, NoWorld):     # a lost cable shows in what the test needs of it
                self.cable.renew()

    def end(self, orderly: bool) -> None:
        """A test ended. After anything but an orderly end, or if anything is left, the whole world is given up; the next test gets a new one."""
        if self.world is None:
            return
        self.deaths += any(agent.died for agent in self.agents if agent.side != "peer") and not self._doomed
        if not (orderly and self._tidy()):
            self.close()

    def close(self) -> None:
        """End the world and all in it."""
        if self.layout is not None:
            self._misses = self.world.link.misses if self.world.link else 0
            self.layout.close()
            for agent in self.agents:
                agent.forget()
            self.layout, self._agents, self._services = None, {}, {}

    # the two sides

    @property
    def target(self) -> Host:
        """The implementation under test."""
        return self._host("target", self.spec)

    @property
    def peer(self) -> Host:
        """The trusted other host."""
        return self._host("peer", self._peer)

    @property
    def passed(self) -> list[Captured]:
        """The packets that passed between target and peer in the test at hand, as far as they are known."""
        if self.wire:
            return self.wire.capture
        with contextlib.suppress(NoWorld, OSError):     # a lost pump takes its record with it
            return self.cable.passed() if self.cable else []
        return []

    @property
    def died_unheard(self) -> bool:
        """Whether an agent of the target's died in the test at hand before it answered anything: it may have died of the test before."""
        heard = {said.side for said in self.story.lines if said.direction == "<"}
        return any(agent.died and agent.side not in heard for agent in self.agents if agent.side != "peer")

    @property
    def spoiled(self) -> int:
        """How many packets between target and peer were lost, doubled, damaged or overtaken in the test at hand."""
        with contextlib.suppress(NoWorld, OSError):
            return self.cable.spoiled() if self.cable else 0
        return 0

    def unprivileged(self) -> Host:
        """A second agent of the target, without any capability, for calls that must be refused."""
        if self.spec.brings_a_stack:
            raise Unavailable("privilege", "a stack of its own asks nobody for privileges")
        if "unprivileged" not in self._agents:
            self._agents["unprivileged"] = self._start(self.spec, "target", self.world, self.layout.addresses, unprivileged=True)
            self._agents["unprivileged"].greet(HELLO_SECONDS[-1])
        return self._host("unprivileged", self.spec)

    def _host(self, role: str, spec: Target) -> Host:
        addresses = self.layout.peer_addresses if role == "peer" else self.layout.addresses
        other, at_other = ("target", self.spec) if role == "peer" else ("peer", self._peer)
        return Host(self._agents[role], *addresses, spec.stream_protocol, self._moment, self._sides.get(other, other), at_other.reassembles)

    def services(self) -> dict[tuple[str, str], Address]:
        """The reference servers by service and kind, started when they are first asked for."""
        if not self._services:
            self._services = start_servers(self.layout.peer_world, self.layout.peer_addresses)
        return self._services

    def need_the_kernel(self, family: str) -> None:
        """Raise :class:`Unavailable` where programs of this machine, on its kernel, neither reach the target's sockets of a family nor are reached by them."""
        if self.spec.link == "none" and family != "AF_UNIX":
            raise Unavailable("loopback", f"{self.spec.name}: who sends no packets is reached by his like only")

    @property
    def processes(self) -> list[int]:
        """The numbers of the agents' processes."""
        return [agent.process.pid for agent in self.agents]

    @property
    def agents(self) -> list[Agent]:
        """The agents that run, the target's first."""
        return list(self._agents.values())

    # within

    def _open(self) -> None:
        try:
            self._try_to_open()
        except AgentLost as lost:
            if lost.kind != "mute" or len(self._failed_starts) == len(HELLO_SECONDS):
                raise
            self._try_to_open()     # with more time

    def _try_to_open(self) -> None:
        for spec in (self.spec, self._peer):
            if spec.missing:
                raise Unavailable("target", f"target {spec.name} needs {'; '.join(spec.missing)}")
        if "none" in (links := {self.spec.link, self._peer.link}) and len(links) > 1 and not self.linked:
            raise Unavailable("target", f"{self.spec.name}: who sends no packets is reached by his like only")
        if self.spec.link == "none" and (self.linked or self._plan):
            self._no_link = f"target {self.spec.name} sends no packets"
        if self._no_link:
            raise self._unavailable()
        if len(self._failed_starts) == len(HELLO_SECONDS):
            raise self._failed_starts[-1]
        self._make()
        try:
            self.layout = open_layout(self.spec, self._peer, self.linked, self._plan, seed=2 * self._begun)
        except NoLink as reason:
            self._no_link = str(reason)
            raise self._unavailable() from None
        self.why_not_private = self.layout.why_not_private
        if self.world.link:
            self.world.link.patience, self.world.link.misses = self._patience, self._misses
            self.world.link.look_around = self.story.look_around
        try:
            self._agents["target"] = self._start(self.spec, "target", self.world, self.layout.addresses, self.layout.near)
            if not self.linked:
                self._agents["peer"] = self._start(self._peer, "peer", self.layout.peer_world, self.layout.peer_addresses, self.layout.far)
            for agent in self.agents:      # all are starting up by now
                agent.greet(HELLO_SECONDS[-1] if self._starts_slowly else HELLO_SECONDS[len(self._failed_starts)])
        except (AgentLost, NoWorld) as failure:
            if isinstance(failure, AgentLost) and (said := failure.agent.stderr.strip()):
                failure.args = (f"{failure}; the last that it said: {said.splitlines()[-1]}",)
            self._failed_starts.append(failure)
            self.close()
            raise
        self._starts_slowly = self._starts_slowly or bool(self._failed_starts)
        self._failed_starts.clear()
        self.hello = self._agents["target"].hello

    def _make(self) -> None:
        """Compile the agents, if need be."""
        try:
            for spec in (self.spec, self._peer):
                spec.make()
        except CannotBuild as failure:
            self._failed_starts.append(failure)
            raise

    def _unavailable(self) -> Unavailable:
        return Unavailable("wire", f"needs a network device whose far end is ours: {self._no_link}")

    def _start(self, spec: Target, side: str, world: World, addresses: tuple[str, str], link: socket.socket | None = None,
               unprivileged: bool = False) -> Agent:
        """Start an agent; ``link`` is its end of the link, which is closed here, if it brings a stack of its own."""
        with link or contextlib.nullcontext():
            process = world.spawn(spec.argv_at(addresses), os.environ | spec.environment, unprivileged, {"link": link.fileno()} if link else {})
        return Agent(process, self._sides.get(side, side), self.patience, self.story)

    def _tidy(self) -> bool:
        """Reset every agent; true if nothing is left of the test."""
        try:
            asked = [agent.start("reset") for agent in self.agents]
            left = [pending.fields() for pending in asked]
        except Exception:       # whatever it is, a new agent cures it, and the verdict has been given
            return False
        with contextlib.suppress(OSError):
            self._sweep()
        return all(answer["calls"] == 0 and answer["descriptors"] <= 0 for answer in left)

    def _sweep(self) -> None:
        """Remove what the test left in the directory."""
        for entry in os.scandir(self.world.directory):
            if entry.is_dir(follow_symlinks=False):
                return self.close()     # rare, and a new world is the surest broom
            if not entry.name.startswith(PREFIX):
                os.unlink(entry)
        return None

    def __repr__(self) -> str:
        return f"<stage of {self.spec.name} in {self.world or 'no world yet'}>"
