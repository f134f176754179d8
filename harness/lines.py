"""One message <-> one line of text. Pure: no process, no network.

    7 recvmsg sock=3 size=2                    (harness to agent)
    7 parked                                   (agent to harness: the call went to sleep)
    7 returned data=x6869 flags={MSG_TRUNC}

The spelling of every kind of value is in ``agents/PROTOCOL.md``. In Python they are:
integers ``int``, names and text ``str``, bytes ``bytes``, sets of names ``frozenset``,
lists ``list``, records ``dict``, addresses :class:`Inet`, :class:`Inet6` and
:class:`Unix`, and ``none`` is ``None``.
"""
import re
from binascii import hexlify, unhexlify
from typing import Any, NamedTuple
from urllib.parse import quote_from_bytes, unquote_to_bytes

LONGEST = 16 << 20
"""Bytes in the longest line that is still one; what is longer is garbage."""


class Garbage(ValueError):
    """Text that is no line of the protocol."""


class Inet(NamedTuple):
    """An IPv4 address and port."""

    host: str
    port: int

    def __repr__(self) -> str:
        return f"{self.host}:{self.port}"


class Inet6(NamedTuple):
    """An IPv6 address and port, with flow label and scope (the interface's index, for link-local addresses)."""

    host: str
    port: int
    flow: int = 0
    scope: int = 0

    def __repr__(self) -> str:
        scope = f"%{self.scope}" if self.scope else ""
        return f"[{self.host}{scope}]:{self.port}"


class Unix(NamedTuple):
    """An AF_UNIX name: a path, an abstract name (first byte zero), or empty for a socket without a name."""

    path: bytes

    def __repr__(self) -> str:
        name = self.path.decode("utf-8", "backslashreplace")
        return f"unix:{name!r}" if self.path else "unix:(no name)"


Address = Inet | Inet6 | Unix
NAME = re.compile(r"(?!x)[A-Za-z_][A-Za-z0-9_]*")
SAFE = "/:@+"       # beside letters, digits and _.-~, which are never escaped
CLOSING = {"{": "}", "[": "]", "(": ")"}


class Line(NamedTuple):
    """A message: the number of the call it belongs to, a word, and fields."""

    call: int
    word: str
    fields: dict[str, Any] = {}

    def encode(self) -> str:
        """The line's text, without the newline."""
        if not self.fields:
            return f"{self.call} {self.word}"
        return f"{self.call} {self.word} {_encode_fields(self.fields, ' ')}"

    @classmethod
    def decode(cls, text: str) -> "Line":
        """Read one line; raises :class:`Garbage` when it is none."""
        parts = text.split(" ")
        part = ""
        try:
            fields = {}
            for part in parts[2:]:
                name, _, value = part.partition("=")
                fields[name] = int(value) if value.isdecimal() else decode(value)
            return cls(int(parts[0]), parts[1], fields)
        except (ValueError, IndexError) as fault:
            raise Garbage(f"not a line of the protocol: {text[:200]!r}{why_not(parts, part)}") from fault


def why_not(parts: list[str], part: str) -> str:
    """What is wrong with a line that has these parts and was read as far as ``part``; empty where it is no line at all."""
    if not parts[0].isdecimal() or len(parts) < 2:
        return ""
    if parts[-1].endswith("\r"):
        return " (it ends with a carriage return; a newline alone ends a line)"
    name, equals, value = part.partition("=")
    if not equals:
        return f" ({part[:50]!r} is no field; a field is name=value, and parts are separated by one space)"
    if not value:
        return f" ({name} has no value; an empty text is \"\", no bytes are x)"
    return f" ({name}={value[:50]} is no value; a text that is not spelled like a name goes in quotes, its other bytes as %XX)"


def encode(value: Any) -> str:
    """The spelling of one value; raises TypeError for what has none."""
    match value:
        case int():
            return str(int(value))
        case None:
            return "none"
        case str():
            return value if NAME.fullmatch(value) else f'"{quote_from_bytes(value.encode("utf-8", "surrogateescape"), SAFE)}"'
        case bytes() | bytearray() | memoryview():
            return "x" + hexlify(value).decode()
        case Inet() | Inet6():
            return "|".join([type(value).__name__.lower(), *map(str, value)])
        case Unix():
            return "unix|" + quote_from_bytes(value.path, SAFE)
        case set() | frozenset():
            return "{" + ",".join(sorted(map(encode, value))) + "}"
        case list() | tuple():
            return "[" + ",".join(map(encode, value)) + "]"
        case dict():
            return "(" + _encode_fields(value, ",") + ")"
    raise TypeError(f"a {type(value).__name__} cannot travel in a line")


def _encode_fields(fields: dict[str, Any], separator: str) -> str:
    return separator.join([f"{name}={encode(value)}" for name, value in fields.items()])


def decode(text: str) -> Any:
    """The value behind one spelling; raises ValueError when there is none."""
    first = text[:1]
    if first == "x":
        return unhexlify(text[1:])
    if first == '"':
        if len(text) < 2 or text[-1] != '"':
            raise ValueError(f"text without its closing quote: {text}")
        return unquote_to_bytes(text[1:-1]).decode("utf-8", "surrogateescape")
    if first in CLOSING:
        value, rest = _decode_group(text)
        if rest:
            raise ValueError(f"something behind a value: {rest}")
        return value
    if text == "none":
        return None
    if NAME.fullmatch(text):
        return text
    if "|" in text:
        return _decode_address(*text.split("|"))
    return int(text)


def _decode_address(tag: str, *parts: str) -> Address:
    match tag, len(parts):
        case "inet", 2:
            return Inet(parts[0], int(parts[1]))
        case "inet6", 4:
            return Inet6(parts[0], *map(int, parts[1:]))
        case "unix", 1:
            return Unix(unquote_to_bytes(parts[0]))
    raise ValueError(f"no address has this form: {'|'.join([tag, *parts])}")


def _decode_group(text: str) -> tuple[Any, str]:
    """A set, list or record at the start of ``text``, and what is left behind it."""
    closing, items, rest = CLOSING[text[0]], [], text[1:]
    while not rest.startswith(closing):
        name = None
        if closing == ")":
            name, rest = rest.split("=", 1)
        value, rest = _decode_item(rest)
        items.append((name, value))
        rest = rest.removeprefix(",")
    if closing == ")":
        return dict(items), rest[1:]
    values = [value for _, value in items]
    return (frozenset(values) if closing == "}" else values), rest[1:]


def _decode_item(text: str) -> tuple[Any, str]:
    if text[:1] in CLOSING:
        return _decode_group(text)
    atom = re.match(r"[^,)\]}]+", text)
    if atom is None:
        raise ValueError(f"a value is missing before {text!r}")
    return decode(atom[0]), text[atom.end():]
