"""What a person reads of a run that is over: the summary as it was at its end, or single results with their evidence."""
import functools
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from harness.requirements import Requirements, UnknownRequirement
from harness.results import Introduction, Result
from reports.judging import Judgement


class Past:
    """A run that is over, as :mod:`harness.summary` wants it. ``requirements`` reads them, where they are, once a clause is asked for."""

    def __init__(self, judged: Judgement, requirements: Callable[[], Requirements | None]):
        self.results: list[Result] = judged.results
        self.introductions: dict[str, Introduction] = judged.run.targets
        self.missing, self.unmet, self.stale, self.status = judged.missing, judged.unmet, judged.stale, judged.status
        self.file: Path | None = judged.run.path
        self._requirements = functools.cache(requirements)
        self._levels = {identifier: result.level for result in judged.results for identifier in result.requirements}

    def clause(self, identifier: str) -> str:
        """A requirement's id with its level and source; with its test's level where it is not known here."""
        try:
            known = self._requirements()
            requirement = known[identifier] if known else None
        except UnknownRequirement:
            requirement = None
        if requirement is None:
            return f"{identifier} ({self._levels[identifier]})"
        return f"{identifier} ({requirement.level}, {requirement.source})"


def chosen(results: Iterable[Result], target: str | None, verdicts: Iterable[str], texts: Iterable[str]) -> list[Result]:
    """The results of a target, of one of the verdicts, whose test, signature or clause contains one of the texts.

    All of them where nothing is asked for.
    """
    verdicts, texts = set(verdicts), [text.lower() for text in texts]
    return [result for result in results
            if target in (None, result.target)
            and (not verdicts or result.verdict in verdicts)
            and (not texts or any(text in described(result) for text in texts))]


def described(result: Result) -> str:
    """What a text is searched in."""
    return " ".join([result.test, result.node, result.signature or "", *result.requirements]).lower()


def detailed(result: Result, past: Past, folder: Path) -> Iterator[str]:
    """A result with all its evidence."""
    yield f"{result.test}  [{result.target}]: {result.verdict}, {result.standing}"
    yield from (f"    {past.clause(identifier)}" for identifier in result.requirements)
    if result.signature or result.message:
        yield f"    {result.signature or 'not learned'}: {result.message}"
    if result.why:
        yield f"    the baseline says: {result.why}"
    yield from (f"    where the text allows several ({identifier}): {taken}" for identifier, taken in result.choices.items())
    for title, text in result.evidence.items():
        yield from ("", f"--- {title}", text if "\n" in text or not text.endswith(".pcapng") else str(folder / text))
    yield ""
