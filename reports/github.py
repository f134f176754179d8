"""What GitHub shows of a run there: a summary of the step, and annotations at the lines of tests."""
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from harness.results import Result
from harness.verdicts import FAILS, Standing, Verdict, needs_eyes
from reports import exports
from reports.judging import Judgement
from reports.show import Past

MOST = 10
"""Annotations that GitHub shows of one step."""
LARGEST = 1 << 20
"""Bytes of a step's summary that GitHub takes."""


def is_there(environment: Mapping[str, str]) -> bool:
    """Whether this runs as an action of GitHub's."""
    return environment.get("GITHUB_ACTIONS") == "true"


def summarize(judged: Judgement, past: Past, environment: Mapping[str, str]) -> str | None:
    """Append the summary to the step's; what is wrong with it in a sentence, or None."""
    if not (name := environment.get("GITHUB_STEP_SUMMARY")):
        return None
    text = exports.markdown(judged, past).encode()
    try:
        with open(name, "ab") as file:
            file.write(text[:max(0, LARGEST - file.tell())])
    except OSError as error:
        return f"the step's summary cannot be written to {name} ({error.strerror})"
    return None


def annotations(judged: Judgement, root: Path) -> Iterator[str]:
    """Commands that mark the tests that need eyes, the gravest first, at most ten; cases of one test are marked once."""
    marked = {}
    worth = [result for result in judged.results if needs_eyes(result.verdict, result.standing) or result.standing is Standing.WARNS]
    for result in sorted(worth, key=rank):
        marked.setdefault((result.target, result.test.split("[")[0], result.signature), result)
    for result in list(marked.values())[:MOST]:
        yield annotation(result, root)


def rank(result: Result) -> int:
    """How grave a result is that needs eyes: the lower, the graver."""
    order = (Standing.STALE, Standing.PLAIN, Standing.WARNS)
    return order.index(result.standing) + 1 if result.standing in order else 0


def annotation(result: Result, root: Path) -> str:
    """The command that marks one test."""
    kind = "error" if result.standing in FAILS or result.verdict is Verdict.INCONCLUSIVE else "warning"
    file = result.test.split("::")[0]
    title = f"{result.target}: {result.verdict} ({', '.join(result.requirements) or 'no clause'})"
    place = f"file={in_field(file)}" + (f",line={line}" if (line := line_of(result.test, root)) else "")
    return f"::{kind} {place},title={in_field(title)}::{in_text(exports.in_words(result))}"


def line_of(test: str, root: Path) -> int | None:
    """Where a test begins, if its file is here."""
    file, _, name = test.split("[")[0].partition("::")
    try:
        lines = (root / file).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    begins = re.compile(rf"\s*def {re.escape(name.rpartition('::')[2])}\(")
    return next((number for number, line in enumerate(lines, 1) if begins.match(line)), None)


def in_text(text: str) -> str:
    """Text as the value of a command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def in_field(text: str) -> str:
    """Text as a field of a command."""
    return in_text(text).replace(":", "%3A").replace(",", "%2C")
