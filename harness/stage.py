"""A stage: one target in one world, with its peer or on a link whose far end is ours, ready for one test after the other."""
import contextlib
import os
import socket

from harness import link as links
from harness.agent import Agent, AgentLost, Patience, Story
from harness.builds import CannotBuild
from harness.cable import Cable
from harness.cable_pump import Plan
from harness.capture import Captured
from harness.lines import Address
from harness.link import NEAR_ADDRESSES, PEER_ADDRESSES
from harness.namespaces import NoWorld, World, open_world
from harness.reference.programs import start_servers
from harness.reference.servers import PREFIX
from harness.sockets import Host
from harness.targets import Target, find

HELLO_SECONDS = 5.0
STARTS = 2
"""A target that failed to start so often in a row is not started again."""
HANGS_AND_DEATHS = 50
"""After so many of them a target is given up, unless they are rare: what else it would do wrong is not worth the time."""
RARE = 0.1
"""The part of all tests that may hang or die for ever."""


class Unavailable(Exception):
    """The machine does not offer what a test needs. ``feature`` is what ``--require`` calls it."""

    def __init__(self, feature: str, reason: str):
        self.feature = feature
        super().__init__(reason)


class Stage:
    """Starts the target's agent and the peer's, keeps them between tests, replaces them when they are in disorder.

    A ``linked`` one has no peer: whoever is at the far end of the target's link is played by the test. On any other a target with
    a stack of its own is joined with its peer by a cable, and ``plan`` is what becomes of packets on the way.
    """

    def __init__(self, spec: Target, patience: float = 5.0, linked: bool = False, plan: Plan = Plan()):
        self.spec, self.linked, self._plan = spec, linked, plan
        self._peer = spec if spec.peer == spec.name else find(spec.peer)
        self.patience, self.story = Patience(patience), Story()
        self._patience, self._misses = patience, 0
        self.world: World | None = None
        self.cable: Cable | None = None
        self.why_not_private: str | None = None
        self.hello: dict = {}
        self.deaths, self._begun, self._doomed = 0, 0, False
        self.wire = None
        """What the test at hand holds of the link, if it is about packets."""
        self._agents: dict[str, Agent] = {}
        self._services: dict[tuple[str, str], Address] = {}
        self._failed_starts: list[Exception] = []
        self._no_link: str | None = None

    # around a test

    @property
    def given_up(self) -> str | None:
        """Why the rest of the target's tests are left, once it has hung or died too often."""
        failed = self.patience.deadlines + self.deaths
        if failed < max(HANGS_AND_DEATHS, RARE * self._begun):
            return None
        return f"{self.spec.name} was given up after {failed} hangs and deaths; mend it, or run fewer tests at a time"

    def begin(self, doomed: bool = False) -> None:
        """A test begins: both sides are there, or an exception tells why not. ``doomed``: the target is known to hang or die in it."""
        self._begun += 1
        if self.world is None:
            self._open()
        self.patience.renew(doomed)
        self._doomed = doomed
        self.story.renew()
        self.wire = None
        if self.cable:
            with contextlib.suppress(OSError):
                self.cable.renew()

    def end(self, orderly: bool) -> None:
        """A test ended. After anything but an orderly end the whole world is given up; the next test gets a new one."""
        if self.world is None:
            return
        self.deaths += self._agents["target"].died and not self._doomed
        if not (orderly and self._tidy()):
            self.close()

    def close(self) -> None:
        """End the world and all in it."""
        if self.world is not None:
            self._misses = self.world.link.misses if self.world.link else 0
            self.world.close()
            for agent in self.agents:
                agent.forget()
            if self.cable:
                self.cable.close()
            self.world, self.cable, self._agents, self._services = None, None, {}, {}

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
    def _peer_addresses(self) -> tuple[str, str]:
        """Where the target reaches the peer, over IPv4 and IPv6."""
        return (PEER_ADDRESSES[4], PEER_ADDRESSES[6]) if self.cable else (self._peer.ipv4, self._peer.ipv6)

    @property
    def passed(self) -> list[Captured]:
        """The packets that passed between target and peer in the test at hand, as far as they are known."""
        if self.wire:
            return self.wire.capture
        with contextlib.suppress(NoWorld, OSError):     # a lost pump takes its record with it
            return self.cable.passed() if self.cable else []
        return []

    def unprivileged(self) -> Host:
        """A second agent of the target, without any capability, for calls that must be refused."""
        if self.spec.link == "descriptor":
            raise Unavailable("privilege", "a stack of its own asks nobody for privileges")
        if "unprivileged" not in self._agents:
            self._agents["unprivileged"] = self._start(self.spec, "target", unprivileged=True)
            self._agents["unprivileged"].greet(HELLO_SECONDS)
        return self._host("unprivileged", self.spec)

    def _host(self, role: str, spec: Target) -> Host:
        ipv4, ipv6 = self._peer_addresses if role == "peer" else self._addresses(spec)
        return Host(self._agents[role], ipv4, ipv6, spec.stream_protocol)

    def _addresses(self, spec: Target) -> tuple[str, str]:
        """Where the target is reached, over IPv4 and IPv6."""
        return (NEAR_ADDRESSES[4], NEAR_ADDRESSES[6]) if self.linked or self.cable else (spec.ipv4, spec.ipv6)

    def services(self) -> dict[tuple[str, str], Address]:
        """The reference servers by service and kind, started when they are first asked for."""
        if not self._services:
            self._services = start_servers(self.world, self._peer_addresses)
        return self._services

    @property
    def agents(self) -> list[Agent]:
        """The agents that run, the target's first."""
        return list(self._agents.values())

    # within

    def _open(self) -> None:
        if self.spec.missing:
            raise Unavailable("target", f"target {self.spec.name} needs {'; '.join(self.spec.missing)}")
        if self.linked and self.spec.link == "none":
            self._no_link = f"target {self.spec.name} sends no packets"
        if self._no_link:
            raise self._unavailable()
        if len(self._failed_starts) >= STARTS:
            raise self._failed_starts[-1]
        self._make()
        near = self._enter()
        if near is None and (self.linked and self.world.link is None or self._cabled and self.world.device is None):
            self._no_link = self.why_not_private or self.world.no_link
            self.close()
            raise self._unavailable()
        if self.world.link:
            self.world.link.patience, self.world.link.misses = self._patience, self._misses
            self.world.link.look_around = self.story.look_around
        try:
            self._agents["target"] = self._start(self.spec, "target", near=near)
            if not self.linked:
                self._agents["peer"] = self._start(self._peer, "peer")
            for agent in self.agents:      # all are starting up by now
                agent.greet(HELLO_SECONDS)
        except (AgentLost, NoWorld) as failure:
            if isinstance(failure, AgentLost) and (said := failure.agent.stderr.strip()):
                failure.args = (f"{failure}; the last that it said: {said.splitlines()[-1]}",)
            self._failed_starts.append(failure)
            self.close()
            raise
        self._failed_starts.clear()
        self.hello = self._agents["target"].hello

    def _make(self) -> None:
        """Compile the target's agent, if need be."""
        try:
            self.spec.make()
        except CannotBuild as failure:
            self._failed_starts.append(failure)
            raise

    def _unavailable(self) -> Unavailable:
        return Unavailable("wire", f"needs a network device whose far end is ours: {self._no_link}")

    @property
    def _cabled(self) -> bool:
        """Whether target and peer are two hosts, joined by a cable."""
        return self.spec.link == "descriptor" and not self.linked

    def _enter(self) -> socket.socket | None:
        """Open the world. What a target with a stack of its own is given of its link is returned; the other end becomes ours, or a cable's."""
        if self._cabled:
            self.world, self.why_not_private = open_world(cable=True)
            return self._plug() if self.world.device else None
        self.world, self.why_not_private = open_world(self.linked and self.spec.link == "kernel")
        if self.spec.link == "kernel":
            return None
        ours, near = links.pair()
        self.world.link = links.DescriptorLink(ours)
        return near

    def _plug(self) -> socket.socket:
        """Join the target's link with the peer's device."""
        far, near = links.pair()
        with far:
            self.cable = Cable(self.world, far, self._plan)
        return near

    def _start(self, spec: Target, side: str, unprivileged: bool = False, near: socket.socket | None = None) -> Agent:
        """Start an agent; ``near`` is its end of the link, if it brings a stack of its own."""
        with near or contextlib.nullcontext():
            process = self.world.spawn(spec.argv, os.environ | spec.environment, unprivileged, {"link": near.fileno()} if near else {})
        return Agent(process, side, self.patience, self.story)

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
