"""A run in the formats of others: JUnit XML, CTRF, Markdown, CSV. Pure: a judged run in, text out."""
import csv
import datetime
import io
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree

from harness import results
from harness.results import Result, Run
from harness.summary import ENDINGS, area_of, headline
from harness.verdicts import FAILS, Standing, Verdict, needs_eyes
from reports.judging import Judgement
from reports.show import Past

NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 has no way to write."""
SHOWN = 50
"""Deviations that a Markdown summary shows before the rest is counted only."""
COLUMNS = ("target", "test", "verdict", "standing", "gates", "level", "requirements", "signature", "message", "why", "lacks",
           "attempts", "seconds")


def seconds_of(run: Run) -> float:
    """How long a run took; 0 for one that was cut short."""
    return (run.end.ended - run.header.started).total_seconds() if run.end else 0.0


def outcome(result: Result) -> str:
    """What pytest, and so JUnit and its like, call a result: passed, failed, error or skipped."""
    if result.standing in FAILS or result.standing is Standing.STALE:
        return "failed"
    if result.standing is Standing.KNOWN:
        return "skipped"
    return {Verdict.CONFORMS: "passed", Verdict.INCONCLUSIVE: "error"}.get(result.verdict, "skipped")


def in_words(result: Result) -> str:
    """A result in one line."""
    known = {Standing.KNOWN: " (known)", Standing.WARNS: " (below the level that gates)",
             Standing.CHANGED: " otherwise than the baseline says", Standing.EXPIRED: ", and its baseline entry has expired",
             Standing.STALE: ", but the baseline lists it: remove the entry"}
    if result.verdict is Verdict.UNSUPPORTED and result.standing in FAILS:
        return f"newly unsupported: {result.message}"
    what = "; ".join(text for text in (result.signature, result.message) if text)
    return f"{result.verdict}{known.get(result.standing, '')}" + (f": {what}" if what else "")


def evidence(result: Result) -> str:
    """All evidence of a result, each piece under its title."""
    return "\n\n".join(f"--- {title}\n{text}" for title, text in result.evidence.items())


# --------------------------------------------------------------------------- JUnit

def junit(judged: Judgement) -> str:
    """JUnit XML: a suite for each target; each test with its requirements, verdict and standing as properties."""
    root = ElementTree.Element("testsuites", name="socket conformance")
    for target in judged.run.header.targets:
        rows = [result for result in judged.results if result.target == target]
        kinds = Counter(map(outcome, rows))
        suite = ElementTree.SubElement(
            root, "testsuite", name=target, tests=str(len(rows)), failures=str(kinds["failed"]), errors=str(kinds["error"]),
            skipped=str(kinds["skipped"]), time=f"{sum(result.seconds for result in rows):.3f}",
            timestamp=judged.run.header.started.isoformat())
        suite.extend(map(testcase, rows))
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def testcase(result: Result) -> ElementTree.Element:
    """One test of JUnit XML."""
    file, _, name = result.test.partition("::")
    module = file.removesuffix(".py").replace("/", ".")
    case = ElementTree.Element("testcase", classname=xml(module), name=xml(name), file=xml(file), time=f"{result.seconds:.3f}")
    properties = ElementTree.SubElement(case, "properties")
    for key, value in results.properties(result):
        ElementTree.SubElement(properties, "property", name=key, value=xml(value))
    if (kind := outcome(result)) != "passed":
        told = ElementTree.SubElement(case, {"failed": "failure"}.get(kind, kind), message=xml(in_words(result)), type=str(result.verdict))
        told.text = xml(evidence(result)) or None
    return case


def xml(text: str) -> str:
    """Text without what XML cannot say, which is spelled ``\\x00``."""
    return NOT_XML.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


# --------------------------------------------------------------------------- CTRF

def ctrf(judged: Judgement) -> str:
    """Common Test Report Format (ctrf.io), as JSON."""
    run = judged.run
    tests = [ctrf_test(result) for result in judged.results]
    kinds = Counter(test["status"] for test in tests)
    stop = run.end.ended if run.end else run.header.started
    summary = {"tests": len(tests)} | {kind: kinds[kind] for kind in ("passed", "failed", "skipped", "pending", "other")}
    return json.dumps({
        "reportFormat": "CTRF", "specVersion": "0.0.0", "timestamp": run.header.started.isoformat(),
        "generatedBy": f"socket-conformance-harness {run.header.harness}",
        "results": {
            "tool": {"name": "socket-conformance-harness", "version": run.header.harness},
            "summary": summary | {"start": milliseconds(run.header.started), "stop": milliseconds(stop)},
            "tests": tests,
            "environment": {"osPlatform": run.header.machine.get("machine", ""), "osRelease": run.header.machine.get("system", ""),
                            "extra": {"exitStatus": int(judged.status), "level": run.header.level, "targets": run.header.targets}}}},
        indent=1) + "\n"


def ctrf_test(result: Result) -> dict:
    """One test of CTRF. What is inconclusive is "other"."""
    status = {"error": "other"}.get(outcome(result), outcome(result))
    found = {"name": result.test.partition("::")[2], "status": status, "duration": round(result.seconds * 1000),
             "rawStatus": str(result.verdict), "suite": [result.target, area_of(result)],
             "filePath": result.test.split("::")[0], "tags": result.requirements,
             "extra": {"target": result.target, "node": result.node, "level": result.level, "standing": str(result.standing)}}
    if status != "passed":
        found["message"] = in_words(result)
    if result.evidence:
        found["trace"] = evidence(result)
    if result.attempts > 1:
        found["retries"] = result.attempts - 1
    return found


def milliseconds(when: datetime.datetime) -> int:
    """A time as others count it."""
    return round(when.timestamp() * 1000)


# --------------------------------------------------------------------------- Markdown

def markdown(judged: Judgement, past: Past) -> str:
    """A summary for people who look at a CI run: how it ended, verdicts by target, what needs eyes."""
    mark = "✅" if judged.status == 0 else "❌"
    lines = [f"## {mark} Socket conformance: {ENDINGS.get(judged.status, 'stopped by pytest')} (exit status {judged.status})", ""]
    lines += ["| target | " + " | ".join(map(str, Verdict)) + " |", "|---|" + "---:|" * len(Verdict)]
    for target in judged.run.header.targets:
        counts = Counter(result.verdict for result in judged.results if result.target == target)
        known = Counter(result.verdict for result in judged.results if result.target == target and result.standing is Standing.KNOWN)
        cells = [f"{counts[verdict]}" + (f" ({known[verdict]} known)" if known[verdict] else "") for verdict in Verdict]
        lines.append(f"| {cell(headline(target, past))} | " + " | ".join(cells) + " |")
    if judged.missing:
        lines += ["", f"**{len(judged.missing)} planned tests were not reported**, the first: `{judged.missing[0]}`"]
    lines += [f"\nThe baseline lists `{test}`, which no longer exists: remove the entry." for test in judged.stale]
    for title, found in needing_eyes(judged):
        lines += ["", f"### {title} ({len(found)})", "", *markdown_rows(found, past)]
    return "\n".join(lines) + "\n"


def needing_eyes(judged: Judgement) -> Iterator[tuple[str, list[Result]]]:
    """What a person must look at, by kind."""
    for title, wanted in (("Deviates", FAILS), ("Conforms, but the baseline lists it", {Standing.STALE}),
                          ("Deviates below the level that gates", {Standing.WARNS})):
        if found := [result for result in judged.results if result.standing in wanted]:
            yield title, found
    if found := [result for result in judged.results
                 if result.verdict is Verdict.INCONCLUSIVE and needs_eyes(result.verdict, result.standing)]:
        yield "Inconclusive", found


def markdown_rows(found: Iterable[Result], past: Past) -> Iterator[str]:
    """A table of results; cases of one test that ended alike stand together."""
    groups: dict[tuple, list[Result]] = defaultdict(list)
    for result in found:
        groups[result.target, result.test.split("[")[0], result.signature].append(result)
    yield "| test | clause | what happened |"
    yield "|---|---|---|"
    for (target, test, signature), cases in list(groups.items())[:SHOWN]:
        clause = "<br>".join(cell(past.clause(identifier)) for identifier in cases[0].requirements)
        more = f" ({len(cases)} cases)" if len(cases) > 1 else ""
        yield f"| `{test}`{more} [{target}] | {clause} | {cell('; '.join(text for text in (signature, cases[0].message) if text))} |"
    if len(groups) > SHOWN:
        yield f"\n... and {len(groups) - SHOWN} more, in the run file"


def cell(text: str) -> str:
    """Text that stays within a cell of a Markdown table, and is no markup."""
    return re.sub(r"([\\`*_{}\[\]<>|#])", r"\\\1", " ".join(text.split()))


# --------------------------------------------------------------------------- CSV

def comma_separated(judged: Judgement) -> str:
    """A row a result, without evidence; lists are separated by spaces."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for result in judged.results:
        values = (getattr(result, column) for column in COLUMNS)
        writer.writerow([harmless(" ".join(value) if isinstance(value, list) else "" if value is None else str(value)) for value in values])
    return out.getvalue()


def harmless(text: str) -> str:
    """A value that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


FORMATS = ("junit", "ctrf", "markdown", "csv")


def export(judged: Judgement, past: Past, kind: str) -> str:
    """A run in one of the ``FORMATS``."""
    match kind:
        case "junit":
            return junit(judged)
        case "ctrf":
            return ctrf(judged)
        case "markdown":
            return markdown(judged, past)
    return comma_separated(judged)
