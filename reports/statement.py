"""A conformance statement: what a run says of one target, clause by clause, with the clauses that nobody judged. Pure."""
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any, NamedTuple

from harness.coverage import UNASKED
from harness.invariants import CLAUSES
from harness.requirements import Requirement
from harness.results import Result
from harness.verdicts import Verdict
from reports.exports import cell
from reports.judging import Judgement

WIRE = "suites/wire/"
"""Where packets are judged, whatever a test is about."""


class Answer(StrEnum):
    """What can be said of a target and a clause; the gravest first."""

    DEVIATES = "deviates"
    INCONCLUSIVE = "inconclusive"
    CONFORMS = "conforms"
    UNSUPPORTED = "unsupported"
    UNTESTED = "untested"
    NOT_RUN = "not run"
    NO_TEST = "no test"
    NOT_OBSERVABLE = "not observable"


class Clause(NamedTuple):
    """One requirement and what the run says of it; ``notes`` are the deviations, with why they are accepted, if they are."""

    requirement: Requirement
    answer: Answer
    cases: dict[Verdict, int]
    tests: list[str]
    notes: list[str]
    choices: list[str]


def clauses(judged: Judgement, target: str, requirements: Iterable[Requirement], tests_of: dict[str, list[str]]) -> list[Clause]:
    """Every requirement with its answer; ``tests_of`` are the tests that cite one, whether they ran or not."""
    rows = [result for result in judged.results if result.target == target]
    by_clause: dict[str, list[Result]] = defaultdict(list)
    for result in rows:
        for identifier in result.requirements:
            by_clause[identifier].append(result)
    watched = sum(result.test.startswith(WIRE) and result.verdict in (Verdict.CONFORMS, Verdict.DEVIATES) for result in rows)
    return [clause(requirement, by_clause[requirement.id], tests_of.get(requirement.id, []), watched) for requirement in requirements]


def clause(requirement: Requirement, results: list[Result], tests: list[str], watched: int) -> Clause:
    """What the results that cite a requirement say of it; ``watched`` tests looked at every packet, for what is judged unasked."""
    cases = Counter(result.verdict for result in results)
    if requirement.id in CLAUSES:
        cases[Verdict.CONFORMS] += watched - min(watched, cases[Verdict.DEVIATES])
    cases += Counter()      # without what there is none of
    choices = sorted({f"{result.choices[requirement.id]} ({base(result)})" for result in results if requirement.id in result.choices})
    named = sorted({base(result) for result in results})
    return Clause(requirement, answer(requirement, cases, tests), dict(cases), named, notes(results), choices)


def base(result: Result) -> str:
    """A test without its parameters."""
    return result.test.split("[")[0]


def answer(requirement: Requirement, cases: Counter, tests: list[str]) -> Answer:
    """The gravest thing that was found."""
    for verdict in (Verdict.DEVIATES, Verdict.INCONCLUSIVE, Verdict.CONFORMS, Verdict.UNSUPPORTED, Verdict.UNTESTED):
        if cases[verdict]:
            return Answer(verdict.value)
    if not requirement.observable:
        return Answer.NOT_OBSERVABLE
    return Answer.NOT_RUN if tests and tests != [UNASKED] else Answer.NO_TEST


def notes(results: list[Result]) -> list[str]:
    """Each way in which tests deviated or taught nothing, with how many cases, and why that is accepted, if it is."""
    found = Counter((base(result), result.signature or result.message or "", result.why or "") for result in results
                    if result.verdict in (Verdict.DEVIATES, Verdict.INCONCLUSIVE))
    return [f"{test} ({count} case{'s' if count > 1 else ''}): {signature}" + (f"; accepted: {why}" if why else "")
            for (test, signature, why), count in found.items()]


def sources(found: Iterable[Clause]) -> dict[str, list[Clause]]:
    """The clauses by specification: the part of their ids before the first colon."""
    by_source: dict[str, list[Clause]] = defaultdict(list)
    for one in found:
        by_source[one.requirement.id.partition(":")[0]].append(one)
    return dict(sorted(by_source.items()))


# --------------------------------------------------------------------------- for people and for programs

def markdown(judged: Judgement, target: str, found: list[Clause]) -> str:
    """The statement as a document."""
    sections = (line for name, part in sources(found).items() for line in section(name, part))
    return "\n".join([*head(judged, target, found), *sections]) + "\n"


def head(judged: Judgement, target: str, found: list[Clause]) -> Iterator[str]:
    """Who was judged, when and where, and what came of it in numbers."""
    run, introduction = judged.run, judged.run.targets.get(target)
    hello = introduction.hello if introduction else {}
    yield from (f"# Conformance statement: {target}", "")
    if introduction:
        what = f"{hello.get('implementation')} {hello.get('version')} on {hello.get('system')}"
        yield f"{introduction.summary}: {what}, in {introduction.world}."
    machine = run.header.machine.get("system")
    yield f"Judged {run.header.started:%Y-%m-%d} on {machine} by version {run.header.harness} of the harness; exit status {judged.status}."
    if run.end is None or judged.missing:
        yield f"\n**Incomplete**: {len(judged.missing)} planned tests were not reported, so clauses may lack deviations."
    yield "\n| specification | " + " | ".join(Answer) + " |"
    yield "|---|" + "---:|" * len(Answer)
    for name, part in [*sources(found).items(), ("all", found)]:
        counts = Counter(one.answer for one in part)
        yield f"| {name} | " + " | ".join(str(counts[kind] or "") for kind in Answer) + " |"


def section(name: str, part: list[Clause]) -> Iterator[str]:
    """The clauses of one specification."""
    yield from ("", f"## {name}", "", "| clause | level | source | what it says | | |", "|---|---|---|---|---|---|")
    for one in part:
        cases = ", ".join(f"{count} {verdict}" for verdict, count in one.cases.items())
        requirement = one.requirement
        remarks = [*one.notes, *(f"choice: {choice}" for choice in one.choices), *([requirement.reason] if requirement.reason else [])]
        what = " | ".join(map(cell, (requirement.id, requirement.level, requirement.source, requirement.summary)))
        yield f"| {what} | **{one.answer}**" + (f"<br>{cases}" if cases else "") + f" | {'<br>'.join(map(cell, remarks))} |"


def plain(judged: Judgement, target: str, found: list[Clause]) -> dict[str, Any]:
    """The statement for programs."""
    complete = not judged.missing and judged.run.end is not None
    return {"target": target, "started": judged.run.header.started.isoformat(), "status": int(judged.status), "complete": complete,
            "counts": {kind.value: count for kind, count in Counter(one.answer for one in found).items()},
            "clauses": list(map(plain_clause, found))}


def plain_clause(one: Clause) -> dict[str, Any]:
    """A clause for programs."""
    requirement = one.requirement
    return {"id": requirement.id, "level": requirement.level.value, "source": requirement.source, "summary": requirement.summary,
            "answer": one.answer.value, "cases": {verdict.value: count for verdict, count in one.cases.items()},
            "tests": one.tests, "notes": one.notes, "choices": one.choices, "reason": requirement.reason}
