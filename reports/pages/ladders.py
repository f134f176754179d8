"""What was called and what passed, as a ladder of rungs; and where two ladders first differ. Pure.

A ladder is read from the evidence of a result: from its packets where it has any, else from the
transcripts of both sides, whose clock is the same.
"""
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

TARGET, LINK, FAR = "target", "link", "far"
"""The lanes: the target's calls, the packets, and the calls of the peer."""


@dataclass
class Rung:
    """One step: a call, its answer, "parked", or a packet; at ``time``, in milliseconds since the first, where that is known.

    ``key`` says the same of two ladders when the steps mean the same, ``fine`` also when nothing else differs;
    a rung without a key says nothing that could differ. ``until`` is the number of the rung that answers a call.
    """

    lane: str
    kind: str
    text: str
    time: float | None = None
    key: str = ""
    fine: str = ""
    until: int | None = None


@dataclass
class Ladder:
    """Rungs in the order of time, and who is at the other side: "peer", or "client" where two targets are judged by each other."""

    rungs: list[Rung] = field(default_factory=list)
    far: str = "peer"

    @property
    def packets(self) -> bool:
        """Whether packets are among them."""
        return any(rung.lane == LINK for rung in self.rungs)

    def lane(self, name: str) -> list[tuple[int, Rung]]:
        """The rungs of a lane that can be compared, with their numbers."""
        return [(number, rung) for number, rung in enumerate(self.rungs) if rung.lane == name and rung.key]


def ladder(evidence: dict[str, str]) -> Ladder | None:
    """The ladder of a result's evidence; None where nothing of the kind was recorded."""
    far = "client" if "server's transcript" in evidence else "peer"
    if packets := evidence.get("packets"):
        return Ladder(paired(list(from_packets(packets))), far)
    near = "server" if far == "client" else "target"
    said = [rung for lane, side in ((TARGET, near), (FAR, far)) for rung in from_transcript(lane, evidence.get(f"{side}'s transcript", ""))]
    return Ladder(in_order(said), far) if said else None


# --------------------------------------------------------------------------- reading

LINE = re.compile(r"\s*(\d+(?:\.\d+)?)  ((?:server |client )?[<>] )?(.*)")
ARROWS = ("──>", "<──")
SEGMENT = re.compile(r"\d+>\d+ (\S+) (seq .*)")
GAP = re.compile(r"\s*\.\.\. \d+ more \.\.\.")


def from_packets(text: str) -> Iterator[Rung]:
    """The rungs of a ladder that was recorded as text."""
    names = Names()
    for line in text.split("\n"):
        if not (found := LINE.fullmatch(line)):
            if GAP.fullmatch(line):
                yield Rung(LINK, "gap", line.strip())
            continue
        time, direction, said = float(found[1]), found[2], found[3]
        if direction and is_asking(direction, said):
            continue
        if direction:
            yield call(FAR if direction.startswith("client") else TARGET, direction[-2], said, names, time)
        elif (arrow := said.strip()[:3]) in ARROWS:
            yield packet(arrow, said.strip()[3:].strip(), time)


def packet(arrow: str, said: str, time: float) -> Rung:
    """A packet. What differs between stacks without meaning anything is left out of its key: ports, windows, options, PSH."""
    kind = "sent" if arrow == "──>" else "came"
    if segment := SEGMENT.fullmatch(said):
        flags, rest = segment[1].rstrip(","), segment[2]
        numbers = ", ".join(part for part in rest.split(", ") if part.startswith(("seq", "ack")))
        fine = re.sub(r"Timestamp \(?\d+,? \d+\)?", "Timestamp", rest)
        return Rung(LINK, kind, f"{flags} {rest}", time, f"{kind} {flags.replace('P', '') or flags} {numbers}", f"{kind} {flags} {fine}")
    key = f"{kind} {re.sub(VARYING, '*', said)}"
    return Rung(LINK, kind, said, time, key, key)


VARYING = re.compile(r"\d+\.\d+\.\d+\.\d+|[0-9a-f]*:[0-9a-f:]{3,}|\b\d{4,}\b")
"""What no two runs have in common: addresses, ports, large numbers."""


def from_transcript(lane: str, text: str) -> Iterator[Rung]:
    """The rungs of one side, with the agent's own time in nanoseconds where a call has been answered."""
    names, rungs, calls = Names(), [], {}
    for line in text.split("\n"):
        direction, _, rest = line.partition(" ")
        number, _, said = rest.partition(" ")
        if direction not in ("<", ">") or not number.isdecimal() or is_asking(direction, said):
            continue
        rung = call(lane, direction, said, names)
        if direction == ">":
            calls[number] = rung
        else:
            moment(rung, said, calls.get(number), len(rungs))
        rungs.append(rung)
    yield from rungs


def moment(answer: Rung, said: str, asked: Rung | None, number: int) -> None:
    """Note when a call began and ended, as its answer tells."""
    for word in said.split(" "):
        name, _, value = word.partition("=")
        if value.isdecimal() and len(value) < 30:
            if name == "ended":
                answer.time = int(value) / 1e6
            elif name == "began" and asked:
                asked.time = int(value) / 1e6


def call(lane: str, direction: str, said: str, names: "Names", time: float | None = None) -> Rung:
    """A call or an answer, as code has it."""
    word, *fields = [part for part in said.split(" ") if not part.startswith(("began=", "ended=", "watch="))]
    if direction == ">":
        key = f"{word} {' '.join(map(names.common, fields))}"
        return Rung(lane, "call", f"{word}({', '.join(map(readable, fields))})", time, key, key)
    if word == "parked":
        return Rung(lane, "parked", "… sleeps", time)
    if word == "raised":
        said = " ".join(field.partition("=")[2] for field in fields if field.startswith("error="))
        return Rung(lane, "raised", f"raised {said}", time, f"raised {said}", f"raised {said}")
    if fields and fields[0].startswith("state="):
        return Rung(lane, "parked", STATES.get(fields[0], "… goes on"), time)
    key = f"{word} {' '.join(map(names.common, fields))}"
    return Rung(lane, "answer", " ".join([word, *map(readable, fields)]), time, key, key)


STATES = {"state=parked": "… still sleeps"}
"""What the agent answers when it is asked where a call is; asking is the harness's business, and no rung."""


def is_asking(direction: str, said: str) -> bool:
    """Whether a line asks where a call is."""
    return direction.endswith((">", "> ")) and said.startswith("where ")


class Names:
    """Addresses go by the order in which they were first heard of, since ports differ from run to run."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def common(self, part: str) -> str:
        """A field, spelled as it would be in any run."""
        return ADDRESS.sub(lambda found: f"address{self._known.setdefault(found[0], len(self._known))}", part)


ADDRESS = re.compile(r"inet6?\|[^\s,\])]*")
DATA = re.compile(r"(?<![A-Za-z0-9])x((?:[0-9a-f]{2})+)(?![0-9a-z])")
SHOWN = 24


PLAIN = ("family=", "type=", "address=", "how=", "data=", "count=", "flags={")
"""Fields whose value says by itself what it is."""


def readable(part: str) -> str:
    """A field as a person writes it: bytes as text where they are text, addresses with their port."""
    if part.startswith(PLAIN):
        part = part.partition("=")[2]
    return DATA.sub(quoted, ADDRESS.sub(place, part))


def place(found: re.Match) -> str:
    """Host and port of an address."""
    family, host, port, *_ = [*found[0].split("|"), "", ""]
    return f"{host}:{port}" if family == "inet" else f"[{host}]:{port}"


def quoted(found: re.Match) -> str:
    """Bytes as text in quotes, or by their beginning and number."""
    content = bytes.fromhex(found[1])
    if all(32 <= byte < 127 for byte in content) and len(content) <= SHOWN:
        return f'"{content.decode()}"'
    return found[0] if len(content) <= 8 else f"x{found[1][:12]}… {len(content)} bytes"


# --------------------------------------------------------------------------- in order

def in_order(rungs: list[Rung]) -> list[Rung]:
    """Rungs of several lanes by their time. One without a time follows the one before it in its lane."""
    before: dict[str, float] = {}
    keyed = []
    for rung in rungs:
        at = rung.time if rung.time is not None else before.get(rung.lane, 0.0)
        before[rung.lane] = at = max(at, before.get(rung.lane, 0.0))
        keyed.append((at, rung))
    keyed.sort(key=lambda pair: pair[0])
    start = next((at for at, _ in keyed if at), 0.0)
    for _, rung in keyed:
        rung.time = rung.time - start if rung.time is not None else None
    return paired([rung for _, rung in keyed])


def paired(rungs: list[Rung]) -> list[Rung]:
    """Let each call know its answer: the next one of its lane, unless another call came between."""
    open_call: dict[str, Rung | None] = {}
    for number, rung in enumerate(rungs):
        if rung.kind == "call":
            open_call[rung.lane] = rung
        elif rung.kind in ("answer", "raised") and (asked := open_call.get(rung.lane)):
            asked.until, open_call[rung.lane] = number, None
    return rungs


# --------------------------------------------------------------------------- compared

@dataclass(frozen=True)
class Difference:
    """Where two ladders first differ: the numbers of the rungs, and what stands there; None where one has nothing more."""

    lane: str
    ours: int | None
    theirs: int | None


def difference(ours: Ladder, theirs: Ladder) -> Difference | None:
    """The first difference that means something, else the first at all; None where none can be seen.

    Lanes are compared one by one, since a packet and the answer of the call that sent it come in any order.
    """
    for fine in (False, True):
        found = [one for lane in (TARGET, LINK, FAR) if (one := lane_difference(ours, theirs, lane, fine))]
        if found:
            return min(found, key=lambda one: (one.ours is None, position(one, ours, theirs)))
    return None


def ending(found: Difference, ladder: Ladder) -> str:
    """What a ladder that ends first comes to: a call that never returned, or nothing more."""
    calls = [rung for rung in ladder.rungs if rung.lane == found.lane and rung.kind in ("call", "answer", "raised")]
    return f"{calls[-1].text} never returned" if calls and calls[-1].kind == "call" else "nothing more"


def position(found: Difference, ours: Ladder, theirs: Ladder) -> int:
    """How far down a difference is."""
    return found.ours if found.ours is not None else found.theirs or 0


def lane_difference(ours: Ladder, theirs: Ladder, lane: str, fine: bool) -> Difference | None:
    """The first rungs of a lane that differ."""
    one, other = ours.lane(lane), theirs.lane(lane)
    for (here, ours_rung), (there, theirs_rung) in zip(one, other, strict=False):
        if (ours_rung.fine != theirs_rung.fine) if fine else (ours_rung.key != theirs_rung.key):
            return Difference(lane, here, there)
    if len(one) == len(other):
        return None
    shorter = min(len(one), len(other))
    return Difference(lane, one[shorter][0] if shorter < len(one) else None, other[shorter][0] if shorter < len(other) else None)
