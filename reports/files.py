"""Writes files whole or not at all."""
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path


def write_file(path: Path, content: bytes) -> None:
    """Write a file in one step: a reader sees the old one or the new one. What is no file, such as a pipe, is written to. Raises OSError."""
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    path = path.resolve()       # a link stays one
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with open(handle, "wb") as file:
            file.write(content)
        os.chmod(name, 0o666 & ~umask())
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def make_folder(path: Path, fill: Callable[[Path], None]) -> None:
    """Make a folder in one step, with what ``fill`` puts into it. Raises OSError, also where there is something in it already."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{path.name}-", dir=path.parent))
    try:
        fill(fresh)
        fresh.chmod(0o777 & ~umask())
        os.replace(fresh, path)
    except BaseException:
        shutil.rmtree(fresh)
        raise


def umask() -> int:
    """The permissions that new files of this process lack."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
