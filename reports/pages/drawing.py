"""Ladders as SVG. Text in it is escaped here, colours come from the page's style."""
from dataclasses import dataclass, replace

from markupsafe import Markup

from reports.pages.ladders import FAR, LINK, TARGET, Ladder, Rung
from reports.pages.text import markup

WIDTH, STEP, TOP = 660, 19, 30
TIME, CALLS, SPINE, RIGHT = 46, 56, 338, 366
LETTER = 7.3
"""The width of a letter at the size of the page's style."""
AROUND, BEGINNING = 24, 12
"""Rungs that are drawn around the one that is marked, and from the beginning, of a long ladder."""


def drawing(ladder: Ladder, title: str, mark: int | None, lane: str = "", end: str = "nothing more") -> Markup:
    """A ladder, with one rung marked as the first that differs. ``mark`` None and a ``lane``: it ends so."""
    shown = list(chosen(ladder.rungs, mark))
    ended = [(None, Rung(lane, "nothing", end))] if lane and mark is None else []
    height = TOP + STEP * (len(shown) + len(ended)) + 8
    rows = {number: index for index, (number, _) in enumerate(shown) if number is not None}
    frame = Frame.around(ladder)
    parts = [f'<svg class="ladder" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{markup(label(ladder, title, mark, bool(ended)))}">',
             heads(title, frame, height)]
    for index, (number, rung) in enumerate([*shown, *ended]):
        y = TOP + STEP * index + 14
        if rung.kind == "nothing" or (number is not None and number == mark):
            parts.append(f'<rect class="first" x="0" y="{y - 14}" width="{WIDTH}" height="{STEP}" /><text class="flag" x="2" y="{y}">◆</text>')
        until = len(shown) if rung.kind == "call" and rung.until is None else rows.get(rung.until, index)
        parts.append(row(rung, y, until - index, frame))
    return Markup("".join([*parts, "</svg>"]))


@dataclass(frozen=True)
class Frame:
    """Who is at the far side, and where the two lines down stand. Where nobody is there, the calls have all the room."""

    far: str
    near_line: int
    far_line: int

    @classmethod
    def around(cls, ladder: Ladder) -> "Frame":
        """The frame that a ladder needs."""
        if ladder.packets:
            return cls("the far end" if ladder.far == "peer" else ladder.far, SPINE, WIDTH - 8)
        if any(rung.lane == FAR for rung in ladder.rungs):
            return cls(ladder.far, SPINE, RIGHT)
        return cls("", WIDTH - 8, WIDTH - 8)


def label(ladder: Ladder, title: str, mark: int | None, ended: bool) -> str:
    """A ladder in a sentence, for who cannot see it; the transcript below has it all."""
    where = f"the first difference is step {mark + 1}: {ladder.rungs[mark].text}" if mark is not None \
        else "it ends where the other goes on" if ended else "no difference is marked"
    return f"Ladder of {title}, {len(ladder.rungs)} steps; {where}"


def heads(title: str, frame: Frame, height: int) -> str:
    """Who stands where, and the lines down."""
    near, far = frame.near_line, frame.far_line
    return (f'<text class="who" x="{CALLS}" y="16">{markup(fitting(title, near - CALLS))}</text>'
            f'<text class="who" x="{WIDTH - 4}" y="16" text-anchor="end">{markup(frame.far)}</text>'
            f'<path class="spine" d="M{near} 22V{height - 4}M{far} 22V{height - 4}" />')


def chosen(rungs: list[Rung], mark: int | None):
    """The rungs that are drawn, with their numbers; of a long ladder the beginning, and those around the mark."""
    middle = mark if mark is not None else len(rungs) - 1
    begin, end = max(0, middle - AROUND), middle + AROUND + 1
    if begin <= BEGINNING + 1:
        begin = 0
    head = list(enumerate(rungs))[:BEGINNING] if begin else []
    yield from head
    if begin:
        yield None, Rung(LINK, "gap", f"… {begin - len(head)} steps more …")
    yield from list(enumerate(rungs))[begin:end]
    if end < len(rungs):
        yield None, Rung(LINK, "gap", f"… {len(rungs) - end} steps more …")


def row(rung: Rung, y: int, rows: int, frame: Frame) -> str:
    """One rung. A call is in flight for so many ``rows``."""
    time = f'<text class="time" x="{TIME}" y="{y}">{rung.time:.2f}</text>' if rung.time is not None and rung.time < 1e7 else ""
    if rung.kind == "nothing":
        return said(rung, "nothing", {FAR: RIGHT + 12, LINK: SPINE + 16}.get(rung.lane, CALLS), y, SPINE - CALLS)
    if rung.kind == "gap":
        return said(rung, "gap", CALLS, y, WIDTH - CALLS)
    if rung.lane == LINK:
        return time + arrow(rung, y)
    if rung.lane == FAR and frame.far_line > RIGHT:     # the packets have the room of its calls
        return time + said(replace(rung, text=f"{frame.far}: {rung.text}"), rung.kind, SPINE + 16, y, WIDTH - SPINE - 32)
    left = rung.lane == TARGET
    x, room = (CALLS, frame.near_line - CALLS - 8) if left else (frame.far_line + 12, WIDTH - frame.far_line - 12)
    bar = in_flight(frame.near_line if left else frame.far_line, y, rows) if rows > 0 else ""
    return time + bar + said(rung, rung.kind, x, y, room)


def in_flight(x: int, y: int, rows: int) -> str:
    """A call that is in flight, from here down to its answer."""
    return f'<rect class="flight" x="{x - 3}" y="{y - 8}" width="6" height="{rows * STEP}" />'


def arrow(rung: Rung, y: int) -> str:
    """A packet on its way."""
    left, right = SPINE + 4, WIDTH - 12
    head = f"M{right - 7} {y - 1}l7 4l-7 4" if rung.kind == "sent" else f"M{left + 7} {y - 1}l-7 4l7 4"
    return f'<path class="arrow {rung.kind}" d="M{left} {y + 3}H{right}{head}" />' + said(rung, "packet", left + 12, y - 1, right - left - 16)


def said(rung: Rung, kind: str, x: int, y: int, room: int) -> str:
    """The text of a rung, cut to the room there is, with the whole of it beneath the pointer."""
    shown = fitting(rung.text, room)
    whole = f"<title>{markup(rung.text[:400])}</title>" if shown != rung.text else ""
    return f'<text class="{kind}" x="{x}" y="{y}">{markup(shown)}{whole}</text>'


def fitting(text: str, room: int) -> str:
    """As much of a text as fits."""
    most = int(room / LETTER)
    return text if len(text) <= most else f"{text[:most - 1]}…"
