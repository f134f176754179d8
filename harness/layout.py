"""Where target and peer stand, and what joins them: one world, a link whose far end is ours, or two hosts and a cable."""
import socket
from dataclasses import dataclass

from harness import link as links
from harness.cable import Cable, CableEnd
from harness.cable_pump import Plan
from harness.link import NEAR_ADDRESSES, PEER_ADDRESSES
from harness.namespaces import World, open_world
from harness.targets import Target


class NoLink(Exception):
    """The machine does not offer the network device that the layout needs; the text says why."""


@dataclass
class Layout:
    """An open layout. ``world`` is the target's, ``peer_world`` the peer's, perhaps the same.

    ``near`` and ``far`` are given to the agents of target and peer, if these bring stacks of their own; whoever starts them closes them.
    ``addresses`` and ``peer_addresses`` are the two hosts', over IPv4 and IPv6.
    """

    world: World
    peer_world: World
    addresses: tuple[str, str]
    peer_addresses: tuple[str, str]
    why_not_private: str | None = None
    near: socket.socket | None = None
    far: socket.socket | None = None
    cable: Cable | None = None

    @property
    def worlds(self) -> list[World]:
        """The worlds, each once."""
        return [self.world] if self.world is self.peer_world else [self.world, self.peer_world]

    def close(self) -> None:
        """End all of it."""
        for world in self.worlds:
            world.close()
        for end in (self.near, self.far):
            if end:
                end.close()
        if self.cable:
            self.cable.close()


def open_layout(target: Target, peer: Target, linked: bool, plan: Plan | None, seed: int = 1) -> Layout:
    """The layout that a test needs: the far end of the target's link if it is ``linked``, else target and peer.

    These are one host, unless one brings a stack of its own or there is a plan for the packets between them. With the same ``seed`` that does the same
    again. Raises :class:`NoLink`.
    """
    if linked:
        return open_linked(target)
    if plan is None and not (target.brings_a_stack or peer.brings_a_stack):
        world, why_not = open_world()
        return Layout(world, world, (target.ipv4, target.ipv6), (peer.ipv4, peer.ipv6), why_not)
    return open_cabled(target, peer, plan or Plan(), seed)


def open_linked(target: Target) -> Layout:
    """The target alone, at a link whose far end is ours."""
    world, why_not = open_world(linked=not target.brings_a_stack)
    layout = Layout(world, world, both(NEAR_ADDRESSES), both(PEER_ADDRESSES), why_not)
    if target.brings_a_stack:
        ours, layout.near = links.pair()
        world.link = links.DescriptorLink(ours)
    if world.link is None:
        world.close()
        raise NoLink(why_not or world.no_link)
    return layout


def open_cabled(target: Target, peer: Target, plan: Plan, seed: int) -> Layout:
    """Two hosts, each a world with a device or a stack of its own, and a cable between them."""
    near_world = open_host("near") if not target.brings_a_stack else None
    try:
        far_world = open_host("far") if not peer.brings_a_stack else None
    except NoLink:
        near_world and near_world.close()
        raise
    world = near_world or far_world or open_world()[0]
    layout = Layout(world, far_world or world, both(NEAR_ADDRESSES), both(PEER_ADDRESSES))
    try:
        layout.near, near = end_of(near_world)
        layout.far, far = end_of(far_world)
        layout.cable = Cable(layout.peer_world, near, far, plan, seed)
    except BaseException:
        layout.close()
        raise
    return layout


def open_host(place: str) -> World:
    """A world with a device, at the near or at the far end of a cable."""
    world, why_not = open_world(cable=place)
    if world.device is None:
        world.close()
        raise NoLink(why_not or world.no_link)
    return world


def end_of(world: World | None) -> tuple[socket.socket | None, CableEnd]:
    """What an agent with a stack of its own is given, and the end of the cable: a host's device, or the other half of what was given."""
    if world:
        (_, *device), world.device = world.device, None     # the cable's from now on
        return None, CableEnd(*device)
    ours, theirs = links.pair()
    return theirs, CableEnd(ours.detach())


def both(addresses: dict[int, str]) -> tuple[str, str]:
    """Addresses by the version of IP, as a pair."""
    return addresses[4], addresses[6]
