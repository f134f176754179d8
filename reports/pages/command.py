"""``harness report``: runs as pages."""
import sys
from pathlib import Path

import click

from harness.results import BadRun
from harness.tomlfiles import BadFile
from reports.runs import place


@click.command()
@click.argument("runs", nargs=-1, required=True, metavar="RUN...")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="DIR", help="Where the pages go (default: the folder `report` beside the run).")
def report(runs: tuple[str, ...], output: Path | None) -> None:
    """Make pages of what RUN... found, to be opened from the disk: no server, nothing from the network.

    A RUN is a run's folder, its run.jsonl, or `latest`. Of several, the results of all targets stand side by side; where a test was judged
    for the same target more than once, the run that began last counts, and a page tells what became different.
    """
    from reports.pages import site  # which imports jinja2, which no other command needs
    try:
        folder = output or place(runs[0]).parent / "report"
        count = site.report(list(runs), folder, Path(__file__).parents[2])
    except (BadRun, BadFile, site.CannotWrite) as fault:
        click.echo(f"harness: {fault}", err=True)
        sys.exit(1)
    click.echo(f"{count} pages, begin with {folder / 'index.html'}")
