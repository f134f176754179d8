"""Reads the project's TOML files into typed values, and says in one sentence what is wrong with one."""
import tomllib
from pathlib import Path
from typing import TypeVar

import msgspec

T = TypeVar("T")


class BadFile(Exception):
    """A file that a person wrote cannot be used: the place, what is wrong, and the cure, in one sentence."""


def read(path: Path, shape: type[T]) -> T:
    """Read a TOML file as ``shape``; raises :class:`BadFile`."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise BadFile(f"{path}: cannot be read ({error.strerror}); check the name") from error
    except UnicodeDecodeError as error:
        raise BadFile(f"{path}: is not UTF-8 text (byte {error.start}); save it as UTF-8") from error
    try:
        return msgspec.convert(tomllib.loads(text), shape)
    except tomllib.TOMLDecodeError as error:
        raise BadFile(f"{path}: is not TOML: {error}") from error
    except msgspec.ValidationError as error:
        raise BadFile(f"{path}: {error}; known there: {', '.join(_fields(shape))}") from error


def _fields(shape: type) -> list[str]:
    """The fields a person can write: those of the shape, or of the entries it is a list of."""
    fields = msgspec.structs.fields(shape)
    if len(fields) == 1 and isinstance(entry := getattr(fields[0].type, "__args__", (None,))[0], type):
        return [f"[[{fields[0].name}]]", *(field.name for field in msgspec.structs.fields(entry))]
    return [field.name for field in fields if field.name not in ("name", "file")]
