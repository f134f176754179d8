"""Targets: what is judged, and how its agent is started. Read from ``targets/*.toml`` or any file of that form."""
import ctypes
import errno
import functools
import importlib.util
import ipaddress
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Literal

import msgspec

from harness import builds, tomlfiles
from harness.link import NEAR_ADDRESSES
from harness.tomlfiles import BadFile

HERE = Path(__file__).parent
FOLDER = HERE / "targets"
AGENTS = HERE / "agents"


FILLED_IN = ("python", "agents", "here", "built", "link", "ipv4", "ipv6")


class Build(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a target's agent is made, where it must be compiled.

    ``command`` is run without a shell, and leaves the program at ``{built}``. ``inputs``
    are the files whose contents decide whether that was done already; names may have
    wildcards in their last part.
    """

    command: list[str]
    inputs: list[str]


class Target(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An implementation under test, as its file describes it.

    ``agent`` is an argument list; ``{python}``, ``{agents}`` and ``{here}`` (the folder of
    the target's own file) are filled in, in ``env`` too, and ``{built}`` is the program
    that ``build`` makes on demand, once for each content. ``python`` names the interpreter that
    ``{python}`` stands for, this one if it is not given. ``link`` is "kernel" for what
    uses the sockets of the system it runs on, "none" for what does so and sends no packets, "descriptor" for what brings a stack of its
    own: its ``agent`` has ``{link}``, the number of a descriptor that carries one IP packet
    a read and a write, and ``{ipv4}`` and ``{ipv6}``, the addresses that become its own (in
    networks of 24 and 64 bits, beyond which every route leads to the link too). ``kernel`` names that system: requirements
    that only Linux documents gate targets with ``kernel = "linux"``. ``runtime`` names
    whose promises it is held to besides: what Python's documentation promises concerns
    targets with ``runtime = "python"``. ``waits`` is "loop" where a loop of its own waits for
    all that its calls wait for: what becomes of a system call that sleeps is nothing it has. ``stream_protocol`` is
    the protocol of its TCP-like sockets where it is not the family's default. ``peer``
    names the target whose agent is the trusted other host; cpython, unless the target can be reached
    by its like only. ``baseline`` names
    the list of known deviations, the target's own name if it is not given. ``needs`` is
    what must be there, each with what to say when it is missing: a program
    ("pypy3 (apt install pypy3)"), a header that the C compiler must find ("<liburing.h> (apt install liburing-dev)"),
    a module of the interpreter ("module:trio (pip install trio)"), a library to
    preload ("library:libsocket_wrapper.so (apt install libsocket-wrapper)"), a system call by its number, which the kernel must
    have and allow ("syscall:425 (a kernel with io_uring)"), or a file ("/proc/sys/net/mptcp (a kernel with MPTCP)").
    ``reassembles`` is the largest packet that it puts together from fragments, where that is not the largest there is: RFC 1122
    leaves it to a host. ``pair``: its peer is judged as well.
    """

    agent: list[str]
    summary: str = ""
    python: str = ""
    link: Literal["kernel", "descriptor", "none"] = "kernel"
    kernel: str = "linux"
    runtime: str = "python"
    waits: Literal["system", "loop"] = "system"
    stream_protocol: str | int = 0
    reassembles: int | None = None
    peer: str = "cpython"
    ipv4: str = "127.0.0.1"
    ipv6: str = "::1"
    baseline: str = ""
    needs: list[str] = []
    env: dict[str, str] = {}
    build: Build | None = None
    name: str = ""
    file: str = ""
    pair: bool = False

    @property
    def brings_a_stack(self) -> bool:
        """Whether it is given a link instead of using the sockets of the system it runs on."""
        return self.link == "descriptor"

    @property
    def argv(self) -> list[str]:
        """The agent's argument list, as for the target's own place."""
        return self.argv_at((NEAR_ADDRESSES[4], NEAR_ADDRESSES[6]))

    def argv_at(self, addresses: tuple[str, str]) -> list[str]:
        """The agent's argument list with the addresses that become its own, filled in but for ``{link}``.

        A program named by a relative path is meant from the file's folder.
        """
        ipv4, ipv6 = addresses
        program, *arguments = [self._fill(part).replace("{ipv4}", ipv4).replace("{ipv6}", ipv6) for part in self.agent]
        return [str(Path(self.file).parent / program) if "/" in program else program, *arguments]

    @property
    def environment(self) -> dict[str, str]:
        """What the target's file adds to the environment, filled in."""
        return {name: self._fill(value) for name, value in self.env.items()}

    @property
    def missing(self) -> list[str]:
        """What is not installed, as its file says it; empty if the target can be started."""
        return [need for need in self.needs if not self._has(need.split()[0])]

    @property
    def interpreter(self) -> str:
        """The interpreter that ``{python}`` stands for; its bare name where it is not installed."""
        return program(self.python) or self.python if self.python else sys.executable

    def _has(self, need: str) -> bool:
        kind, _, name = need.rpartition(":")
        if kind == "module":
            return can_import(self.interpreter, name)
        if kind == "library":
            return can_preload(name)
        if kind == "syscall":
            return may_call(int(name))
        if name.startswith("<"):
            return can_include(name)
        return Path(name).exists() if "/" in name else bool(program(name))

    def make(self) -> None:
        """Compile the agent, unless that was done already; raises :class:`~harness.builds.CannotBuild`."""
        if self.build and not self.built.exists():
            builds.make(self.built, [self._fill_in_paths(part) for part in self.build.command], f"the agent of {self.name}")

    def check_program(self) -> None:
        """Raises :class:`~harness.tomlfiles.BadFile` when the program that `agent` begins with cannot be started, or not with what it preloads.

        The loader goes on without a library that is not there, and then something else than the target would be judged.
        """
        for library in re.split("[ :]", self._fill_in_paths(self.env.get("LD_PRELOAD", ""))):
            if "/" in library and "{" not in library and not Path(library).exists():
                raise BadFile(f"{self.file}: LD_PRELOAD in `env` names {library}, which is not there; make it, and name it in `needs`")
        if "{built}" in self.agent[0]:
            if self.built.exists() and not os.access(self.built, os.X_OK):
                raise BadFile(f"{self.file}: what `build` makes is no program that can be run; "
                              "let `command` make it executable, or begin `agent` with what runs it")
            return
        if why := why_not_runnable(self.argv[0], self.env.get("PATH")):
            named = self.agent[0] if self.agent[0] != "{python}" else f"{{python}}, here {self.argv[0]}"
            raise BadFile(f"{self.file}: `agent` begins with {named}, which cannot be started: {why}")

    @property
    def built(self) -> Path:
        """Where the compiled agent is, or will be; raises :class:`~harness.tomlfiles.BadFile` when an input is not there."""
        return builds.place(self.name, self.build.command, self._inputs())

    def _inputs(self) -> list[Path]:
        paths = [Path(self._fill_in_paths(name)) for name in self.build.inputs]
        found = [sorted(file for file in path.parent.glob(path.name) if file.is_file()) for path in paths]
        for path, files in zip(paths, found, strict=True):
            if not files and path.is_dir():
                raise BadFile(f"{self.file}: {path}, which `inputs` names, is a folder; name the files in it: {path}/*")
            if not files:
                raise BadFile(f"{self.file}: there is no {path}, which `inputs` names")
        return [file for files in found for file in files]

    def _fill(self, text: str) -> str:
        text = self._fill_in_paths(text)
        return text.replace("{built}", str(self.built)) if "{built}" in text else text

    def _fill_in_paths(self, text: str) -> str:
        for name, value in (("{python}", self.interpreter), ("{agents}", str(AGENTS)), ("{here}", str(Path(self.file).parent))):
            text = text.replace(name, value)
        return text


def why_not_runnable(name: str, path: str | None = None) -> str:
    """Why a program cannot be started, and the cure; empty if nothing speaks against it."""
    if "/" not in name:
        return "" if shutil.which(name, path=path) else "no such program is in PATH; install it, give its path, and name it in `needs`"
    file = Path(name)
    if not file.is_file():
        return f"there is no file {file}; a path is meant from the folder of the target's file"
    if not os.access(file, os.X_OK):
        return f"the file may not be executed; chmod +x {file}, or begin `agent` with what runs it"
    first, *_ = file.open("rb").readline(500).decode("ascii", "replace").splitlines() or [""]
    runs = first[2:].split()
    if first.startswith("#!") and runs and not Path(runs[0]).exists():
        return f"its first line names {runs[0]}, which is not there"
    return ""


@functools.cache
def can_include(header: str) -> bool:
    """Whether the C compiler finds a header, which is named with its angle brackets."""
    compiler = shutil.which(os.environ.get("CC", "cc"))
    if compiler is None:
        return False
    return subprocess.run([compiler, "-E", "-x", "c", "-"], input=f"#include {header}\n", text=True, capture_output=True).returncode == 0


def program(name: str) -> str | None:
    """Where a program is installed: in PATH, or else among the versions that pyenv keeps, the newest first.

    pyenv's shims in PATH are passed over: they are there for every version it keeps, and refuse those not chosen.
    """
    root = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    versions = sorted(root.glob("versions/*/bin"), key=lambda folder: [int(part) for part in re.findall(r"\d+", folder.parent.name)])
    folders = [folder for folder in os.get_exec_path() if Path(folder) != root / "shims"]
    return shutil.which(name, path=os.pathsep.join([*folders, *map(str, reversed(versions))]))


@functools.cache
def can_import(interpreter: str, module: str) -> bool:
    """Whether that interpreter finds a module of that name."""
    if interpreter == sys.executable:
        return importlib.util.find_spec(module) is not None
    look = "import importlib.util, sys; sys.exit(importlib.util.find_spec(sys.argv[1]) is None)"
    try:
        return subprocess.run([interpreter, "-c", look, module], stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


@functools.cache
def can_preload(library: str) -> bool:
    """Whether the loader finds a library of that name; it only complains where it does not."""
    tried = subprocess.run(["true"], env=os.environ | {"LD_PRELOAD": library}, capture_output=True)
    return not tried.stderr


@functools.cache
def may_call(number: int) -> bool:
    """Whether the kernel has that system call and does not forbid it to us. What it says of arguments that are all 0 does not matter."""
    library = ctypes.CDLL(None, use_errno=True)
    return library.syscall(number, *[ctypes.c_long(0)] * 6) >= 0 or ctypes.get_errno() not in {errno.ENOSYS, errno.EPERM}


def load(path: Path) -> Target:
    """Read one target file; raises :class:`~harness.tomlfiles.BadFile`."""
    target = tomlfiles.read(path, Target)
    check_lists(path, target)
    made = [*target.build.command, *target.build.inputs] if target.build else []
    for text in [*target.agent, *target.env.values(), *made]:
        for field in _placeholders(text):
            if field not in FILLED_IN:
                raise BadFile(f"{path}: {{{field}}} in {text!r} means nothing; there are {', '.join(f'{{{name}}}' for name in FILLED_IN)}")
            if field == "built" and not target.build:
                raise BadFile(f"{path}: {{built}} in {text!r} is what the table `build` makes, and there is none")
    if target.brings_a_stack != any("{link}" in text for text in target.agent):
        raise BadFile(f'{path}: `link = "descriptor"` and {{link}} in `agent` go together')
    name = path.stem
    return msgspec.structs.replace(target, name=name, file=str(path.absolute()), baseline=target.baseline or name)


def check_lists(path: Path, target: Target) -> None:
    """Raises :class:`~harness.tomlfiles.BadFile` when something is empty that must not be, or cannot be what it has to be."""
    if not target.agent or not target.agent[0]:
        raise BadFile(f"{path}: `agent` is empty; give the argument list that starts the agent")
    if not all(need.strip() for need in target.needs):
        raise BadFile(f'{path}: `needs` has an empty text; give what is needed and how to get it, such as "cc (apt install gcc)"')
    if target.build and not any("{built}" in part for part in target.build.command):
        raise BadFile(f"{path}: `command` in `build` does not say {{built}}, the place where it has to leave the program")
    for name, address, version in (("ipv4", target.ipv4, 4), ("ipv6", target.ipv6, 6)):
        if not is_address(address, version):
            raise BadFile(f"{path}: `{name}` is {address!r}, which is no address of IPv{version}")


def is_address(text: str, version: int) -> bool:
    """Whether it is an address of that version of IP, in digits."""
    try:
        return ipaddress.ip_address(text).version == version
    except ValueError:
        return False


def _placeholders(text: str) -> list[str]:
    return [part.split("}")[0] for part in text.split("{")[1:] if part.split("}")[0].isidentifier()]


def find(wanted: str) -> Target:
    """The target of that name, or in that file; raises :class:`~harness.tomlfiles.BadFile` with the names there are."""
    if wanted.startswith("foil:"):
        from harness import foils  # which builds on this module, and which few runs need
        return foils.target(wanted.removeprefix("foil:"))
    if wanted.endswith(".toml") or "/" in wanted:
        return load(Path(wanted))
    path = FOLDER / f"{wanted}.toml"
    if not path.exists():
        names = ", ".join(target.name for target in everything())
        raise BadFile(f"no target is called {wanted!r}; there are {names}, or give a file such as ./{wanted}.toml")
    return load(path)


def find_pair(wanted: str) -> Target:
    """Two targets, ``SERVER:CLIENT``, of which both are judged; raises :class:`~harness.tomlfiles.BadFile` when it is no such text, or as :func:`find`."""
    places = [number for number, letter in enumerate(wanted) if letter == ":" and wanted[:number] != "foil"]
    for place in places:
        if not wanted[:place].endswith(":foil"):
            return as_pair(wanted[:place], wanted[place + 1:])
    raise BadFile(f"--pair {wanted}: is no pair; give a server and a client, such as cpython:libc, or all")


def as_pair(server: str, client: str) -> Target:
    """Two targets as one, of which the peer is judged as well."""
    one, other = find(server), find(client)
    kernel = one.kernel if one.kernel == other.kernel else f"{one.kernel} and {other.kernel}"
    return msgspec.structs.replace(one, name=f"{one.name}:{other.name}", peer=client, kernel=kernel, pair=True,
                                   baseline=f"{one.name}-as-server+{other.name}-as-client",
                                   summary=f"{one.name} as server, {other.name} as client")


def everything() -> list[Target]:
    """All targets that come with the harness."""
    return [load(path) for path in sorted(FOLDER.glob("*.toml"))]
