"""A stage: one target in one world, with its peer or on a link whose far end is ours, ready for one test after the other."""
import contextlib
import os

from harness.agent import Agent, AgentLost, Patience, Story
from harness.lines import Address
from harness.link import NEAR_ADDRESSES
from harness.namespaces import NoWorld, World, open_world
from harness.reference.programs import start_servers
from harness.reference.servers import PREFIX
from harness.sockets import Host
from harness.targets import Target, find

HELLO_SECONDS = 5.0
STARTS = 2
"""A target that failed to start so often in a row is not started again."""
HANGS_AND_DEATHS = 50
"""After so many of them a target is given up: what else it would do wrong is not worth the time."""


class Unavailable(Exception):
    """The machine does not offer what a test needs. ``feature`` is what ``--require`` calls it."""

    def __init__(self, feature: str, reason: str):
        self.feature = feature
        super().__init__(reason)


class Stage:
    """Starts the target's agent and the peer's, keeps them between tests, replaces them when they are in disorder.

    A ``linked`` one has no peer: whoever is at the far end of the target's link is played by the test.
    """

    def __init__(self, spec: Target, patience: float = 5.0, linked: bool = False):
        self.spec, self.linked = spec, linked
        self._peer = spec if spec.peer == spec.name else find(spec.peer)
        self.patience, self.story = Patience(patience), Story()
        self._patience, self._misses = patience, 0
        self.world: World | None = None
        self.why_not_private: str | None = None
        self.hello: dict = {}
        self.deaths, self._doomed = 0, False
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
        if self.patience.deadlines + self.deaths < HANGS_AND_DEATHS:
            return None
        return f"{self.spec.name} was given up after {HANGS_AND_DEATHS} hangs and deaths; mend it, or run fewer tests at a time"

    def begin(self, doomed: bool = False) -> None:
        """A test begins: both sides are there, or an exception tells why not. ``doomed``: the target is known to hang or die in it."""
        if self.world is None:
            self._open()
        self.patience.renew(doomed)
        self._doomed = doomed
        self.story.renew()
        self.wire = None

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
            self.world, self._agents, self._services = None, {}, {}

    # the two sides

    @property
    def target(self) -> Host:
        """The implementation under test."""
        if self.linked:
            return Host(self._agents["target"], NEAR_ADDRESSES[4], NEAR_ADDRESSES[6], self.spec.stream_protocol)
        return self._host("target", self.spec)

    @property
    def peer(self) -> Host:
        """The trusted other host."""
        return self._host("peer", self._peer)

    def unprivileged(self) -> Host:
        """A second agent of the target, without any capability, for calls that must be refused."""
        if "unprivileged" not in self._agents:
            self._agents["unprivileged"] = self._start(self.spec, "target", unprivileged=True)
            self._agents["unprivileged"].greet(HELLO_SECONDS)
        return self._host("unprivileged", self.spec)

    def _host(self, role: str, spec: Target) -> Host:
        return Host(self._agents[role], spec.ipv4, spec.ipv6, spec.stream_protocol)

    def services(self) -> dict[tuple[str, str], Address]:
        """The reference servers by service and kind, started when they are first asked for."""
        if not self._services:
            self._services = start_servers(self.world)
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
        self.world, self.why_not_private = open_world(self.linked)
        if self.linked and self.world.link is None:
            self._no_link = self.why_not_private or self.world.no_link
            self.close()
            raise self._unavailable()
        if self.world.link:
            self.world.link.patience, self.world.link.misses = self._patience, self._misses
            self.world.link.look_around = self.story.look_around
        try:
            self._agents["target"] = self._start(self.spec, "target")
            if not self.linked:
                self._agents["peer"] = self._start(self._peer, "peer")
            for agent in self.agents:      # all are starting up by now
                agent.greet(HELLO_SECONDS)
        except (AgentLost, NoWorld) as failure:
            self._failed_starts.append(failure)
            self.close()
            raise
        self._failed_starts.clear()
        self.hello = self._agents["target"].hello

    def _unavailable(self) -> Unavailable:
        return Unavailable("wire", f"needs a network device whose far end is ours: {self._no_link}")

    def _start(self, spec: Target, side: str, unprivileged: bool = False) -> Agent:
        process = self.world.spawn(spec.argv, os.environ | spec.environment, unprivileged)
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
