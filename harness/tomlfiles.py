"""Reads the project's TOML files into typed values, and says in one sentence what is wrong with one."""
import difflib
import re
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
        raise BadFile(f"{path}: {in_words(str(error), shape)}") from error


IN_TOML = {"array": 'a list, ["..."]', "object": "a table", "str": 'a text, "..."', "int": "a number", "bool": "true or false", "null": "left out"}
"""What msgspec calls the kinds of values, and what a person writes."""


def in_words(error: str, shape: type) -> str:
    """What msgspec complains of, as a sentence about what is written in the file."""
    what, _, place = error.partition(" - at `$")
    where, each = re.fullmatch(r"([^\[]*)(\[.*)?", place.strip("`").lstrip(".")).groups()
    known = _fields(shape, where)
    inside = f" in {where}" if where else ""
    if unknown := re.search(r"unknown field `(.*)`", what):
        near = difflib.get_close_matches(unknown[1], known, 1)
        meant = f", perhaps meant as `{near[0]}`" if near else ""
        return f"unknown key `{unknown[1]}`{inside}{meant}; known there: {', '.join(known)}"
    if missing := re.search(r"missing required field `(.*)`", what):
        return f"the key `{missing[1]}` is missing{inside}; known there: {', '.join(known)}"
    if kinds := re.fullmatch(r"Expected `(.*)`, got `(.*)`", what):
        wanted = " or ".join(IN_TOML.get(kind, kind) for kind in kinds[1].split(" | "))
        return f"{'each value in ' if each else ''}`{where}` must be {wanted}, and {'one' if each else 'it'} is {IN_TOML.get(kinds[2], kinds[2]).split(',')[0]}"
    return f"{what}{f' at `{where}`' if where else ''}; known there: {', '.join(known)}"


NOT_WRITTEN = ("name", "file", "pair")
"""Fields that are made up, and that nobody writes."""


def _fields(shape: type, where: str = "") -> list[str]:
    """The keys a person can write: those of the shape, of the entries it is a list of, or of the table ``where`` in it."""
    fields = msgspec.structs.fields(shape)
    if len(fields) == 1 and isinstance(entry := getattr(fields[0].type, "__args__", (None,))[0], type):
        return [f"[[{fields[0].name}]]", *(field.name for field in msgspec.structs.fields(entry))]
    for field in fields:
        for kind in (field.type, *getattr(field.type, "__args__", ())):
            if field.name == where and isinstance(kind, type) and issubclass(kind, msgspec.Struct):
                return _fields(kind)
    return [field.name for field in fields if field.name not in NOT_WRITTEN]
