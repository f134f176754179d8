"""The commands of `harness` about runs that are over. What they need is imported when they run, so that `harness --help` stays quick."""
import json
import sys
from pathlib import Path
from typing import NoReturn

import click

from harness.results import BadRun, Run
from harness.tomlfiles import BadFile

WRONG_USAGE = 4
"""The exit status for what cannot be read, as for a wrong option: pytest's own."""
VERDICTS = ("conforms", "deviates", "unsupported", "inconclusive", "untested")


def fail(text: str, status: int = WRONG_USAGE) -> NoReturn:
    """End with one clear sentence."""
    click.echo(f"harness: {text}", err=True)
    sys.exit(status)


def loaded(wanted: str) -> Run:
    """A run, or the end of the command."""
    from reports import runs
    try:
        return runs.load(wanted)
    except BadRun as fault:
        fail(str(fault))


def known_requirements():
    """The requirements that are here, if the suites are."""
    from harness import coverage, requirements
    try:
        return requirements.load(coverage.suites_folder() / "requirements")
    except BadFile:
        return None


def judged_and_past(run: Run, **asked):
    """A run as it is judged now, and as people read it."""
    from reports import judging, show
    judged = judging.judge(run, **asked)
    return judged, show.Past(judged, known_requirements)


def put(text: str, output: str | None) -> None:
    """Write what a command made to a file, whole or not at all, or print it."""
    if output is None:
        click.echo(text, nl=False)
        return
    from reports import files
    try:
        files.write_file(Path(output), text.encode())
    except OSError as error:
        fail(f"{output} cannot be written ({error.strerror}); give -o a file that you may write")


class Terminal:
    """Where a summary is written when pytest is not there."""

    def section(self, title: str, sep: str) -> None:
        """A heading."""
        click.echo(f"{sep * 3} {title} {sep * 3}")

    def write_line(self, line: str) -> None:
        """A line."""
        click.echo(line)


RUN = click.argument("wanted", metavar="RUN", default="latest")
TARGET = click.option("--target", metavar="NAME", help="Only this target.")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="For programs.")
OUTPUT = click.option("-o", "--output", metavar="FILE", help="Write to a file instead of the terminal.")


@click.command()
@RUN
@click.argument("texts", nargs=-1, metavar="[TEXT]...")
@TARGET
@click.option("--verdict", "verdicts", multiple=True, type=click.Choice(VERDICTS), help="Only results of this verdict; repeatable.")
@AS_JSON
def show(wanted: str, texts: tuple[str, ...], target: str | None, verdicts: tuple[str, ...], as_json: bool) -> None:
    """Show a run: a folder, a run.jsonl, or `latest`.

    As at its end; or, with TEXT or --verdict, each result whose test, signature or clause contains a TEXT, with all its evidence.
    """
    from harness import summary
    from reports import runs
    from reports.show import chosen, detailed
    run = loaded(wanted)
    try:
        target = target and runs.only(run, target)
    except BadRun as fault:
        fail(str(fault))
    judged, past = judged_and_past(run)
    found = chosen(judged.results, target, verdicts, texts)
    if as_json:
        click.echo(json.dumps([json.loads(line) for line in map(as_line, found)], indent=1, ensure_ascii=False))
    elif not texts and not verdicts:
        past.results = found
        summary.write(Terminal(), past)
    else:
        for result in found:
            click.echo("\n".join(detailed(result, past, run.path.parent)))
        click.echo(f"{len(found)} of {len(judged.results)} results", err=True)


def as_line(result) -> bytes:
    """A result as it stands in a run file."""
    from harness.results import encode
    return encode(result)


@click.command()
@RUN
@click.option("--baseline", metavar="FILE|none", help="Judge by this list of known deviations instead of the run's own.")
@click.option("--level", type=click.Choice(["must", "should", "may"]),
              help="The weakest requirement whose violation fails (default: the run's).")
@click.option("--require", metavar="WORDS", help="What the machine had to offer, as pytest's --require (default: the run's).")
def gate(wanted: str, baseline: str | None, level: str | None, require: str | None) -> None:
    """Judge a run again that is over, with the exit status that it had or, by another baseline or level, would have had.

    \b
    0   no unexpected deviation          12  inconclusive, or untested although --require asked for it
    1   a deviation that nobody listed   13  incomplete: cut short, or a planned test was not reported
    10  only the baseline is out of date  4  the run cannot be read; 2, 3, 5 are pytest's own
    """
    from harness import summary, verdicts
    run = loaded(wanted)
    try:
        baselines = baselines_of(run, baseline)
        required = None if require is None else verdicts.required(require)
    except BadFile as fault:
        fail(str(fault))
    except ValueError as unknown:
        fail(f"--require: {unknown}")
    judged, past = judged_and_past(run, level=level, baselines=baselines, require=required)
    for target in run.header.targets:
        rows = [result for result in judged.results if result.target == target]
        click.echo("\n".join([summary.headline(target, past), *summary.lists(rows, past)]))
    click.echo("\n".join(summary.closing(past)))
    sys.exit(judged.status)


def baselines_of(run: Run, wanted: str | None):
    """The baseline that is asked for, for each target; None if the run's own judgement shall stand."""
    from harness import baseline
    if wanted is None:
        return None
    found = baseline.Baseline([]) if wanted == "none" else baseline.load(Path(wanted))
    return dict.fromkeys(run.header.targets, found)


@click.command()
@click.argument("before", metavar="BEFORE")
@click.argument("after", metavar="AFTER")
@click.option("--targets", nargs=2, metavar="OLD NEW", help="Set one target of BEFORE against another of AFTER (both may be one run).")
@AS_JSON
def diff(before: str, after: str, targets: tuple[str, str] | None, as_json: bool) -> None:
    """Tell what became of each test from one run to another.

    Broken, changed (deviates in another way), newly unsupported, no longer learned, gone, fixed, newly learned, new. The exit status is
    1 where anything is worse (the first five, or new and deviating), else 13 where AFTER is incomplete, else 0.
    """
    from reports import diff as diffs
    try:
        comparison = diffs.compare(loaded(before), loaded(after), targets)
    except BadRun as fault:
        fail(str(fault))
    if as_json:
        click.echo(json.dumps(diffs.plain(comparison), indent=1, ensure_ascii=False))
    else:
        click.echo("\n".join(diffs.lines(comparison)))
    sys.exit(comparison.status)


@click.command()
@click.argument("wanted", metavar="RUN...", nargs=-1, required=True)
@click.option("-o", "--output", required=True, metavar="FOLDER", help="The new folder that the run is recorded in.")
@click.option("--different-suites", is_flag=True, help="Merge runs of different versions of the tests.")
@click.option("--last-wins", is_flag=True, help="Of several results of one test and target take the last, in the order of the RUNs.")
def merge(wanted: tuple[str, ...], output: str, different_suites: bool, last_wins: bool) -> None:
    """Join runs to one: the shards of a whole, or runs of different targets.

    The exit status is that of the run that was made, as `harness gate` would give it; 4 where the runs do not go together.
    """
    from reports.merge import Merged
    try:
        merged = Merged([loaded(one) for one in wanted], different_suites=different_suites, last_wins=last_wins)
        merged.write(Path(output))
    except BadRun as fault:
        fail(str(fault))
    except OSError as error:
        fail(f"{output} cannot be written ({error.strerror}); give -o a new folder in a place where you may write")
    for lacking in merged.lacking:
        click.echo(f"{lacking} is not there: the run is incomplete", err=True)
    counts = ", ".join(f"{count} {verdict}" for verdict, count in merged.end.counts.items())
    click.echo(f"{Path(output) / 'run.jsonl'}: {len(wanted)} runs, {counts} (exit status {merged.end.status})")
    sys.exit(merged.end.status)


@click.command()
@click.argument("what", type=click.Choice(["run"]))
def schema(what: str) -> None:
    """Print the JSON Schema of a line of run.jsonl. reports/FORMAT.md tells the rest."""
    from reports import schema as schemas
    click.echo(json.dumps(schemas.schema(), indent=1))


@click.command()
@RUN
@click.option("--format", "kind", type=click.Choice(["junit", "ctrf", "markdown", "csv"]), required=True, help="What to make of it.")
@OUTPUT
def export(wanted: str, kind: str, output: str | None) -> None:
    """Give a run in the format of others: JUnit XML with the requirements as properties, CTRF, a Markdown summary, CSV."""
    from reports import exports
    put(exports.export(*judged_and_past(loaded(wanted)), kind), output)


@click.command()
@RUN
@TARGET
@AS_JSON
@OUTPUT
def statement(wanted: str, target: str | None, as_json: bool, output: str | None) -> None:
    """Write a conformance statement for one target: each clause, what was found, and the clauses that nobody judged."""
    from harness import coverage, requirements
    from reports import judging, runs, statement
    run = loaded(wanted)
    try:
        target = runs.only(run, target)
        folder = coverage.suites_folder()
        everything, cited = list(requirements.load(folder / "requirements")), coverage.Coverage(folder)
    except (BadRun, BadFile) as fault:
        fail(str(fault))
    judged = judging.judge(run)
    found = statement.clauses(judged, target, everything, {one.id: cited.tests(one.id) for one in everything})
    if as_json:
        put(json.dumps(statement.plain(judged, target, found), indent=1, ensure_ascii=False) + "\n", output)
    else:
        put(statement.markdown(judged, target, found), output)


@click.command()
@RUN
@click.option("--label", default="socket conformance", show_default=True, help="The left part's words.")
@OUTPUT
def badge(wanted: str, label: str, output: str | None) -> None:
    """Draw a badge of a run (SVG)."""
    from reports import badge, judging
    put(badge.draw(judging.judge(loaded(wanted)), label), output)


# --------------------------------------------------------------------------- baselines

@click.group()
def baseline() -> None:
    """Keep the lists of known deviations up to date."""


FILE = click.option("--baseline", "file", metavar="FILE", help="The file (default: the one that the run's target was judged by).")
DRY = click.option("--dry-run", is_flag=True, help="Show the change, and leave the file as it is.")


@baseline.command()
@RUN
@TARGET
@FILE
@DRY
@click.option("--why", metavar="TEXT", help="For what reason new deviations are accepted.")
@click.option("--link", metavar="URL", help="Where more can be read about them.")
@click.option("--expires", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="From that day on they are no longer accepted.")
@click.option("--pin", is_flag=True, help="Begin to list what is unsupported, so that whatever else comes to lack fails a run.")
def update(wanted: str, target: str | None, file: str | None, dry_run: bool, why: str | None, link: str | None, expires, pin: bool) -> None:
    """Bring a baseline up to date with a run: what is new comes in, what is over goes, what deviates otherwise is changed.

    Comments and order stay, the change is shown. A run that is incomplete, inconclusive, a shard, or of some tests of a file is refused.
    """
    def work(change) -> None:
        change.settle(renew=True)
        change.add(why, link, expires and expires.date())
        if pin or change.known.unsupported is not None:
            change.pin()
    rewrite(wanted, target, file, dry_run, work)


@baseline.command()
@RUN
@TARGET
@FILE
@DRY
def prune(wanted: str, target: str | None, file: str | None, dry_run: bool) -> None:
    """Take out of a baseline what a run shows to be over: what conforms, what no longer exists, patterns that excuse nothing."""
    rewrite(wanted, target, file, dry_run, lambda change: change.settle(renew=False))


def rewrite(wanted: str, target: str | None, file: str | None, dry_run: bool, work) -> None:
    """Change the file of a baseline by a run, and show how."""
    import datetime

    from harness.coverage import suites_folder
    from reports import baselines, files, runs
    run = loaded(wanted)
    try:
        target = runs.only(run, target)
        baselines.fit(run, target)
        path = Path(file) if file else baselines.place_of(run, target, suites_folder() / "baselines")
        work(change := baselines.Change(path, run, target, datetime.date.today()))
        change.check()
        click.echo(change.diff, nl=False)
        if change.diff and not dry_run:
            files.write_file(path, change.after.encode())
    except (BadRun, BadFile, baselines.Refused) as fault:
        fail(str(fault))
    except OSError as error:
        fail(f"{path} cannot be written ({error.strerror}); give --baseline a file that you may write")
    for line in [*change.lines, *change.left]:
        click.echo(line, err=True)
    click.echo(f"{path}: {'is up to date' if not change.diff else 'would be changed' if dry_run else 'changed'}", err=True)


@baseline.command()
@click.argument("paths", nargs=-1, metavar="[FILE]...")
def lint(paths: tuple[str, ...]) -> None:
    """Look through baselines, all of suites/baselines unless FILEs are given, for what is wrong, expired, or about no test.

    The exit status is 10 where anything is, 4 where a file cannot be read.
    """
    import datetime

    from harness.coverage import suites_folder
    from reports import baselines
    try:
        folder = suites_folder()
        found = [fault for path in (map(Path, paths) if paths else sorted((folder / "baselines").glob("*.toml")))
                 for fault in baselines.faults(path, folder.parent, datetime.date.today())]
    except BadFile as fault:
        fail(str(fault))
    for fault in found:
        click.echo(fault)
    sys.exit(10 if found else 0)


COMMANDS = (show, gate, diff, merge, schema, export, statement, badge, baseline)
