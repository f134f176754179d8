"""How a cell is marked: a symbol and words for each way in which a verdict stands to baseline and level. Pure."""
from dataclasses import dataclass

from harness.results import Result
from harness.verdicts import Standing, Verdict


@dataclass(frozen=True)
class Mark:
    """A symbol, the words it stands for, and its weight: of the cases of a test the heaviest marks the cell."""

    name: str
    symbol: str
    words: str
    weight: int

    @property
    def loud(self) -> bool:
        """Whether it asks for somebody's eyes."""
        return self.weight >= INCONCLUSIVE.weight


CONFORMS = Mark("conforms", "✓", "conforms", 0)
UNTESTED = Mark("untested", "–", "untested", 1)
UNSUPPORTED = Mark("unsupported", "u", "unsupported", 2)
KNOWN = Mark("known", "≠", "deviates, known", 3)
WARNS = Mark("warns", "△", "deviates, warns", 4)
INCONCLUSIVE = Mark("inconclusive", "?", "inconclusive", 5)
STALE = Mark("stale", "!", "conforms, though the baseline lists it", 6)
DEVIATES = Mark("deviates", "✗", "deviates", 7)
MARKS = [DEVIATES, STALE, INCONCLUSIVE, WARNS, KNOWN, UNSUPPORTED, UNTESTED, CONFORMS]
"""All of them, the heaviest first."""

DEVIATIONS = {Standing.KNOWN: KNOWN, Standing.WARNS: WARNS}
VERDICTS = {Verdict.CONFORMS: CONFORMS, Verdict.UNSUPPORTED: UNSUPPORTED, Verdict.UNTESTED: UNTESTED, Verdict.INCONCLUSIVE: INCONCLUSIVE}


def mark_of(result: Result) -> Mark:
    """The mark of one result."""
    if result.verdict is Verdict.DEVIATES:
        return DEVIATIONS.get(result.standing, DEVIATES)
    return STALE if result.standing is Standing.STALE else VERDICTS[result.verdict]
