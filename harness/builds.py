"""Compiles the small programs and libraries that come with the harness, and the agents of targets: on demand, once for each content."""
import fcntl
import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

WARNINGS = ("-Wall", "-Wextra", "-Werror", "-O1")


class CannotBuild(Exception):
    """No compiler, or the source does not compile; says what to install or what the compiler said."""


def cache() -> Path:
    """Where built files are kept, for this user."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "socket-conformance-harness"


def place(stem: str, recipe: Iterable[str], inputs: Iterable[Path], suffix: str = "") -> Path:
    """Where the file is kept that this recipe makes of files with this very content."""
    digest = hashlib.sha256(repr(list(recipe)).encode())
    for path in inputs:
        digest.update(path.read_bytes())
    return cache() / f"{stem}-{digest.hexdigest()[:16]}{suffix}"


def build(source: Path, *options: str, suffix: str) -> Path:
    """Compile one C file, unless its very content has been compiled already; raises :class:`CannotBuild`."""
    built = place(source.stem, options, [source, *sorted(source.parent.glob("*.h"))], suffix)
    if not built.exists():
        compiler = shutil.which(os.environ.get("CC", "cc"))
        if compiler is None:
            raise CannotBuild(f"{source.name} needs a C compiler; install one (apt install gcc libc6-dev), or name it in CC")
        make(built, [compiler, *WARNINGS, *options, "-o", "{built}", str(source), "-ldl", "-lpthread"], str(source))
    return built


def make(built: Path, command: list[str], what: str) -> None:
    """Run a command that makes the file it is told in place of ``{built}``; raises :class:`CannotBuild`.

    It is made beside its final place and moved there in one step, by one process at a time: whoever had to wait finds it made.
    """
    built.parent.mkdir(parents=True, exist_ok=True)
    fresh = built.with_name(f"{built.name}.{os.getpid()}")
    with open(built.parent / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if built.exists():
            return
        try:
            done = subprocess.run([part.replace("{built}", str(fresh)) for part in command], capture_output=True, text=True, stdin=subprocess.DEVNULL)
            said = (done.stderr.strip() or done.stdout.strip()) or "nothing"
            if done.returncode:
                raise CannotBuild(f"{what} does not compile: {command[0]} ended with status {done.returncode} and said:\n{said}")
            if not fresh.exists():
                raise CannotBuild(f"{what} was not made: {command[0]} ended well, but left nothing at {{built}}; it said:\n{said}")
            fresh.replace(built)
        except OSError as error:
            raise CannotBuild(f"{what} cannot be built: {command[0]}: {error.strerror}; install it, and name it in `needs`") from error
        finally:
            remove(fresh)


def remove(path: Path) -> None:
    """Remove what a command has made, a file or a folder, if it is there."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
