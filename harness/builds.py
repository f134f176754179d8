"""Compiles the small C programs and libraries that come with the harness: on demand, once for each content."""
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

WARNINGS = ("-Wall", "-Wextra", "-Werror", "-O1")


class CannotBuild(Exception):
    """No compiler, or the source does not compile; says what to install or what the compiler said."""


def cache() -> Path:
    """Where built files are kept, for this user."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "socket-conformance-harness"


def build(source: Path, *options: str, suffix: str) -> Path:
    """Compile one C file, unless its very content has been compiled already; raises :class:`CannotBuild`."""
    headers = b"".join(path.read_bytes() for path in sorted(source.parent.glob("*.h")))
    digest = hashlib.sha256(source.read_bytes() + headers + repr(options).encode()).hexdigest()[:16]
    built = cache() / f"{source.stem}-{digest}{suffix}"
    if not built.exists():
        compile_to(built, source, options)
    return built


def compile_to(built: Path, source: Path, options: tuple[str, ...]) -> None:
    """Compile beside the final place and move there in one step: two runs at once may both do it."""
    compiler = shutil.which(os.environ.get("CC", "cc"))
    if compiler is None:
        raise CannotBuild(f"{source.name} needs a C compiler; install one (apt install gcc libc6-dev), or name it in CC")
    built.parent.mkdir(parents=True, exist_ok=True)
    fresh = built.with_name(f"{built.name}.{os.getpid()}")
    try:
        done = subprocess.run([compiler, *WARNINGS, *options, "-o", fresh, source, "-ldl", "-lpthread"], capture_output=True, text=True)
        if done.returncode:
            raise CannotBuild(f"{source} does not compile:\n{done.stderr}")
        fresh.replace(built)
    finally:
        fresh.unlink(missing_ok=True)
