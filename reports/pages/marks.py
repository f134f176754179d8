"""How a cell is marked: a symbol and words for each way in which a verdict stands to baseline and level. Pure."""
import functools
from dataclasses import dataclass

from markupsafe import Markup

from harness.results import Result
from harness.verdicts import Standing, Verdict


@dataclass(frozen=True, eq=False)
class Mark:
    """A symbol, the words it stands for, and its weight: of the cases of a test the heaviest marks the cell."""

    name: str
    symbol: str
    words: str
    weight: int

    @functools.cached_property
    def glyph(self) -> Markup:
        """The symbol on a page. Who cannot see it hears the words that stand beside it."""
        return Markup(f'<b class="mark {self.name}" aria-hidden="true">{self.symbol}</b>')

    @functools.cached_property
    def worded(self) -> Markup:
        """Symbol and words on a page."""
        return Markup(f'<span class="verdict {self.name}">{self.glyph} {self.words}</span>')

    @property
    def loud(self) -> bool:
        """Whether it asks for somebody's eyes."""
        return self.weight >= INCONCLUSIVE.weight


CONFORMS = Mark("conforms", "✓", "conforms", 0)
UNTESTED = Mark("untested", "–", "untested", 1)
UNSUPPORTED = Mark("unsupported", "u", "unsupported", 2)
UNLEARNED = Mark("unlearned", "(?)", "inconclusive, known", 3)
KNOWN = Mark("known", "≠", "deviates, known", 4)
WARNS = Mark("warns", "△", "deviates, warns", 5)
INCONCLUSIVE = Mark("inconclusive", "?", "inconclusive", 6)
STALE = Mark("stale", "!", "conforms, though the baseline lists it", 7)
DEVIATES = Mark("deviates", "✗", "deviates", 8)
MARKS = [DEVIATES, STALE, INCONCLUSIVE, WARNS, KNOWN, UNLEARNED, UNSUPPORTED, UNTESTED, CONFORMS]
"""All of them, the heaviest first."""

DEVIATIONS = {Standing.KNOWN: KNOWN, Standing.WARNS: WARNS}
VERDICTS = {Verdict.CONFORMS: CONFORMS, Verdict.UNSUPPORTED: UNSUPPORTED, Verdict.UNTESTED: UNTESTED, Verdict.INCONCLUSIVE: INCONCLUSIVE}


def mark_of(result: Result) -> Mark:
    """The mark of one result."""
    if result.verdict is Verdict.DEVIATES:
        return DEVIATIONS.get(result.standing, DEVIATES)
    if result.verdict is Verdict.INCONCLUSIVE and result.standing is Standing.KNOWN:
        return UNLEARNED
    return STALE if result.standing is Standing.STALE else VERDICTS[result.verdict]
