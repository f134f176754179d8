"""A badge: two words in a small picture (SVG), for a README. Pure."""
from xml.sax.saxutils import escape

from harness.verdicts import Status, Verdict
from reports.judging import Judgement

LABEL = "socket conformance"
WIDTH = 6.6
"""About so wide is a letter, in pixels; the picture says how long its words must be."""
COLOURS = {Status.CONFORMS: "#1a7f37", Status.DEVIATES: "#b42318", Status.STALE_BASELINE: "#8a6100"}
UNKNOWN = "#57606a"
"""Neither good nor bad: not everything was learned."""
DRAWING = """\
<svg xmlns="http://www.w3.org/2000/svg" width="{whole:g}" height="20" role="img" aria-label="{label}: {said}">
<title>{label}: {said}</title>
<clipPath id="round"><rect width="{whole:g}" height="20" rx="3"/></clipPath>
<g clip-path="url(#round)">
<rect width="{left:g}" height="20" fill="#24292f"/><rect x="{left:g}" width="{right:g}" height="20" fill="{colour}"/>
</g>
<g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11" text-anchor="middle">
<text x="{left_middle:g}" y="14" textLength="{left_text:g}">{label}</text>
<text x="{right_middle:g}" y="14" textLength="{right_text:g}">{said}</text>
</g></svg>
"""


def said(judged: Judgement) -> str:
    """The verdict on a run in a few words; the words, not the colour, say it."""
    conforming = sum(result.verdict is Verdict.CONFORMS for result in judged.results)
    deviating = sum(result.verdict is Verdict.DEVIATES for result in judged.results)
    match judged.status:
        case Status.CONFORMS | Status.STALE_BASELINE:
            return f"{conforming} conform, {deviating} deviate"
        case Status.DEVIATES:
            return f"{deviating} of {len(judged.results)} deviate"
        case Status.INCONCLUSIVE:
            return "inconclusive"
    return "incomplete"


def draw(judged: Judgement, label: str = LABEL) -> str:
    """The picture."""
    words = said(judged)
    left_text, right_text = len(label) * WIDTH, len(words) * WIDTH
    left, right = left_text + 12, right_text + 12
    return DRAWING.format(
        label=escape(label, {'"': "&quot;"}), said=escape(words), colour=COLOURS.get(judged.status, UNKNOWN),
        left=left, right=right, whole=left + right, left_middle=left / 2, right_middle=left + right / 2, left_text=left_text, right_text=right_text)
