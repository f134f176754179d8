"""What comes from targets is hostile text: it is made visible here before it reaches a page. Pure."""
import functools
import hashlib
import re

from markupsafe import Markup, escape

UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]")
"""Control characters, marks that turn the direction of writing around, and what no file in UTF-8 may hold."""
LONGEST = 1000
"""Characters of a line that are shown."""
HEAD, TAIL = 120, 60
"""Lines of a long text that are shown, from its beginning and its end."""


def visible(value: object) -> object:
    """A value for a page: in a text, what cannot be seen is spelled out. What is markup already stays as it is."""
    if type(value) is str and UNSEEN.search(value):
        return UNSEEN.sub(spelled, value)
    return value


def spelled(found: re.Match) -> str:
    """An unseen character as Python writes it."""
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def markup(text: str) -> Markup:
    """A text as markup that shows it."""
    return escape(visible(text))


def cut(text: str) -> str:
    """A text of which the long lines, and the many lines in its middle, are left out, and says so."""
    lines = [line if len(line) <= LONGEST else f"{line[:LONGEST]} ... {len(line) - LONGEST} more characters, in the run file"
             for line in text.split("\n")]
    if len(lines) > HEAD + TAIL + 1:
        lines[HEAD:-TAIL] = [f"... {len(lines) - HEAD - TAIL} more lines, in the run file ..."]
    return "\n".join(lines)


def words(function: str) -> str:
    """The name of a test as the sentence that it is."""
    return function.removeprefix("test_").replace("_", " ").strip() or function


SAFE = re.compile(r"[^A-Za-z0-9_.-]+")


def file_name(text: str) -> str:
    """A name that any file system takes, and that leads nowhere else. Different texts may have the same."""
    safe = SAFE.sub("-", text).strip("-.") or "unnamed"
    if len(safe) <= 120:
        return safe
    return f"{safe[:100]}-{hashlib.sha256(text.encode(errors='backslashreplace')).hexdigest()[:8]}"


@functools.cache
def anchor(*parts: str) -> str:
    """The name of a place on a page: without spaces, and the same in every report."""
    return "@".join(re.sub(r"\s+", "-", str(visible(part))) for part in parts)


@functools.cache
def level_badge(level: str) -> Markup:
    """A level on a page."""
    return Markup('<span class="level {}">{}</span>').format(level.lower(), level or "no level")
