"""What this machine allows, tried and not read from settings: some let a call pass and fail at the next."""
import os
import shutil
import sys
from typing import NamedTuple

from harness import targets
from harness.namespaces import LINKS, NoWorld, World
from harness.reference.programs import read_until

IPV6 = """
import socket
with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as sock:
    sock.bind(("::1", 0))
print("ok")
"""


LINK_NAMES = {"tun": "TUN device", "veth": "veth pair"}


class Trial(NamedTuple):
    """One thing that was tried: whether it works, what was found, what it is for, and how to get it."""

    name: str
    works: bool
    found: str
    purpose: str
    cure: str = ""


def everything() -> list[Trial]:
    """Try all, the most important first."""
    return [python(), namespace(), *inside(), *map(link, LINKS), compiler(), *programs()]


def python() -> Trial:
    """The interpreter the harness and the reference peer run on."""
    version = ".".join(map(str, sys.version_info[:3]))
    return Trial("Python", sys.version_info >= (3, 11), f"{version} at {sys.executable}", "everything", "install Python 3.11 or newer")


def namespace() -> Trial:
    """A private network namespace."""
    how = "as root" if os.getuid() == 0 else "inside a user namespace"
    try:
        world = World()
    except NoWorld as refusal:
        return Trial("private network namespace", False, str(refusal), "quiet, repeatable runs; packet-level suites",
                     "run as root, or allow user namespaces: sysctl -w kernel.unprivileged_userns_clone=1 user.max_user_namespaces=10000 "
                     "kernel.apparmor_restrict_unprivileged_userns=0 (those your system has)")
    world.close()
    lacks = "".join(f"; {name}: {why}" for name, why in world.lacks.items())
    return Trial("private network namespace", True, f"made {how}{lacks}", "quiet, repeatable runs; packet-level suites")


def inside() -> list[Trial]:
    """What can be had inside a namespace, or on the machine itself where there is none."""
    try:
        world = World()
    except NoWorld:
        world = World(private=False)
    try:
        return [
            Trial("IPv6", *attempt(world, IPV6), "every test over IPv6", "boot without ipv6.disable=1"),
        ]
    finally:
        world.close()


def link(kind: str) -> Trial:
    """A network device whose far end is ours; one kind is enough."""
    name, purpose = LINK_NAMES[kind], "packet-level suites" if kind == "tun" else "packet-level suites without TUN"
    try:
        world = World(links=(kind,))
    except NoWorld as refusal:
        return Trial(name, False, str(refusal), purpose)
    world.close()
    cure = "modprobe tun; allow this user to open /dev/net/tun" if kind == "tun" else "run as root, or allow user namespaces; modprobe veth"
    return Trial(name, world.link is not None, world.no_link or "works", purpose, cure)


def attempt(world: World, program: str) -> tuple[bool, str]:
    """Run a few lines of Python in a world: whether they came to their end, and what stopped them if not."""
    process = world.spawn([sys.executable, "-I", "-S", "-c", program], dict(os.environ))
    if read_until(process, lambda text: False).strip() == b"ok":
        return True, "works"
    complaint = os.read(process.stderr, 65536).decode(errors="replace").strip().splitlines()
    return False, complaint[-1] if complaint else "ended without a word"


def compiler() -> Trial:
    """A C compiler."""
    found = shutil.which(os.environ.get("CC", "cc"))
    return Trial("C compiler", bool(found), found or "none", "the C agent, and foils (targets that are wrong on purpose)", "apt install gcc libc6-dev")


def programs() -> list[Trial]:
    """What the targets need that come with the harness."""
    return [Trial(f"target {target.name}", not target.missing, "; ".join(target.missing) or "available", target.summary)
            for target in targets.everything()]
