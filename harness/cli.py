"""The ``harness`` command."""
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from harness import cures, scaffold, trials
from harness import targets as target_files
from harness.agent import Agent, AgentLost, Patience, Story
from harness.builds import CannotBuild
from harness.check import walk
from harness.coverage import Coverage, suites_folder
from harness.link import pair
from harness.namespaces import NoWorld, open_world
from harness.reference import clients, servers
from harness.requirements import load
from harness.stage import HELLO_SECONDS, Unavailable
from harness.tomlfiles import BadFile
from reports.commands import COMMANDS
from reports.pages.command import report

PORT = 12345


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="socket-conformance-harness")
def main() -> None:
    """Judge whether an implementation of the sockets API does what POSIX and the RFCs say.

    The suites themselves run under pytest: `pytest suites/ --target NAME`.
    """


for command in COMMANDS:
    main.add_command(command)


def fail(text: str, status: int = 1) -> None:
    """End with one clear sentence."""
    click.echo(f"harness: {text}", err=True)
    sys.exit(status)


# --------------------------------------------------------------------------- what there is

@main.command()
@click.option("--json", "as_json", is_flag=True, help="A list of objects with name, works, found, purpose, cure.")
def doctor(as_json: bool) -> None:
    """Try what this machine allows, and say how to get what is missing.

    Nothing is read from settings: each thing is done once. The exit status is 1 only when the suites cannot run at all.
    """
    found = trials.everything()
    if as_json:
        click.echo(json.dumps([trial._asdict() for trial in found], indent=2))
        sys.exit(0 if found[0].works else 1)
    show_table(("", "what", "found", "for"), [("yes" if trial.works else "no", trial.name, trial.found, trial.purpose) for trial in found])
    for trial in found:
        if not trial.works and trial.cure:
            click.echo(f"\n{trial.name}: {trial.cure}")
    show_cures({target.name: target.missing for target in target_files.everything()})
    sys.exit(0 if found[0].works else 1)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="A list of objects with name, available, missing, install, summary, agent.")
def targets(as_json: bool) -> None:
    """List the targets: which can be judged here, and what the others need.

    The exit status is 0 whatever is missing, and 4 if a target's file is wrong.
    """
    try:
        found = target_files.everything()
    except BadFile as fault:
        fail(str(fault), 4)
    if as_json:
        click.echo(json.dumps([{"name": target.name, "available": not target.missing, "missing": target.missing,
                                "install": cures.at_once(target.missing), "summary": target.summary, "agent": target.argv} for target in found], indent=2))
        return
    show_table(("target", "here", "what it is"), [(target.name, "no" if target.missing else "available", target.summary) for target in found])
    show_cures({target.name: target.missing for target in found})


def show_table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """Print a table: folded to fit a terminal; elsewhere a row stays a line."""
    table = Table(box=None, pad_edge=False)
    for column in head:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell, COLOURS.get(cell, "")) for cell in row))
    Console(width=None if sys.stdout.isatty() else 1000).print(table)


COLOURS = {"yes": "green", "available": "green", "no": "yellow"}


def show_cures(missing: dict[str, list[str]]) -> None:
    """Print how to get what targets lack, a line each, so that it can be pasted whatever the width."""
    if not (lines := cures.lines(missing)):
        return
    click.echo("\n" + "\n".join(lines))
    command = cures.at_once(need for needs in missing.values() for need in needs)
    if len(lines) > 1 and command:
        click.echo(f"\nall at once:\n{command}")


@main.command()
@click.argument("text", required=False)
@click.option("--json", "as_json", is_flag=True, help="A list of objects with id, level, source, summary, observable, reason, tests.")
@click.option("--uncovered", is_flag=True, help="Only those that no test cites.")
def requirements(text: str | None, as_json: bool, uncovered: bool) -> None:
    """List the requirements and the tests that judge them.

    With TEXT only those whose id, source or summary contains it.
    """
    try:
        folder = suites_folder()
        everything = load(folder / "requirements")
        coverage = Coverage(folder)
    except BadFile as fault:
        fail(str(fault), 4)
    chosen = [one for one in everything
              if (not text or text.lower() in f"{one.id} {one.source} {one.summary}".lower())
              and not (uncovered and coverage.tests(one.id))]
    if as_json:
        rows = [{"id": one.id, "level": one.level.value, "source": one.source, "summary": one.summary,
                 "observable": one.observable, "reason": one.reason, "tests": coverage.tests(one.id)} for one in chosen]
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    for one in chosen:
        tests = coverage.tests(one.id)
        state = f"{len(tests)} tests" if tests else "no test yet" if one.observable else f"not observable: {one.reason}"
        click.echo(f"{click.style(one.id, bold=True)}  {one.level}  {one.source}  [{state}]\n    {one.summary}")
        for test in tests:
            click.echo(f"      {test}")
    covered = sum(bool(coverage.tests(one.id)) for one in chosen)
    click.echo(f"{len(chosen)} requirements, {covered} covered, {sum(not one.observable for one in chosen)} not observable", err=True)


@main.group()
def target() -> None:
    """Work on a target, an implementation to be judged."""


@target.command()
@click.argument("name")
@click.option("--agent", "kind", type=click.Choice(list(scaffold.FILES)), default="c", show_default=True,
              help="In which language its calls are made.")
def new(name: str, kind: str) -> None:
    """Write the first files of a target called NAME into this folder: the target file and an agent.

    They work as they are, and judge this system's own sockets; make them yours call by call. harness/agents/PORTING.md tells how.
    """
    try:
        written = scaffold.new_target(name, kind, Path.cwd())
    except scaffold.Refused as refusal:
        fail(str(refusal))
    click.echo(f"wrote {' and '.join(path.name for path in written)}; the way from here is in {target_files.AGENTS / 'PORTING.md'}\n"
               f"  harness agent check ./{name}.toml\n"
               f"  pytest suites/ --target ./{name}.toml")


# --------------------------------------------------------------------------- agents

@main.group()
def agent() -> None:
    """Work on an agent, the program that makes a target's calls."""


@agent.command(context_settings={"ignore_unknown_options": True})
@click.argument("argv", nargs=-1, required=True, type=click.UNPROCESSED)
def check(argv: tuple[str, ...]) -> None:
    """Hold the golden conversation with the agent that ARGV starts, or with that of a target: ARGV is its name or its file.

    Explains the first answer that is wrong. The protocol is in harness/agents/PROTOCOL.md. An agent that
    brings a stack of its own finds the number of its link where ARGV says {link}.

    The exit status is 0 if the agent speaks the protocol, 1 if it does not (it said something wrong, or nothing, or ended),
    and 4 if it could not be started: the target's file is wrong, it cannot be built, or something it needs is missing.
    """
    argv, environment = program(argv)
    world, _ = open_world()
    ours, near = pair()
    partner = None
    try:
        process = world.spawn(argv, dict(os.environ) | environment, keep={"link": near.fileno()})
        partner = Agent(process, "agent", Patience(), Story())
        began = time.monotonic()
        partner.greet(HELLO_SECONDS[-1])
        click.echo(f"hello: {partner.hello}")
        if (took := time.monotonic() - began) > HELLO_SECONDS[0]:
            click.echo(f"It came after {took:.1f} s. In a run the first start is given {HELLO_SECONDS[0]:g} s, later ones {HELLO_SECONDS[-1]:g} s.")
        sys.exit(0 if told(partner) else 1)
    except AgentLost as lost:
        click.echo(partner.stderr, err=True, nl=False)
        fail(f"{lost}{hint(partner)}")
    except NoWorld as refusal:
        fail(str(refusal), 4)
    finally:
        world.close()
        ours.close()
        near.close()


def hint(partner: Agent) -> str:
    """What most often is behind the loss of an agent, and where to read on."""
    if partner.hello and partner.lost.kind == "mute":
        return "; it must read its line and answer whatever else it does (section 5 of PROTOCOL.md)"
    return "" if partner.hello or "'0 hello" in str(partner.lost) else {
        "died": "; an agent says hello and then reads its standard input, up to its end",
        "mute": "; is each line flushed? Is the stack up within that time?",
        "garbage": "; nothing may reach standard output before `0 hello protocol=1 ...`: move stray prints to standard error (section 3 of PROTOCOL.md)",
    }[partner.lost.kind]


def program(argv: tuple[str, ...]) -> tuple[list[str], dict[str, str]]:
    """How an agent is started, and what is added to its environment: as it was said, or as the target's file says."""
    try:
        if not (argv[0].endswith(".toml") or argv[0] in {target.name for target in target_files.everything()}):
            return [absolute(part) for part in argv], {}
        target = target_files.find(argv[0])
        if target.missing:
            fail(f"target {target.name} needs {'; '.join(target.missing)}", 4)
        target.make()
        target.check_program()
        return target.argv, target.environment
    except (BadFile, CannotBuild) as fault:
        return fail(str(fault), 4)


def absolute(part: str) -> str:
    """A file named relative to here, by a name that holds elsewhere: an agent starts in a folder of its own."""
    return str(Path(part).absolute()) if os.path.isfile(part) else part


def told(partner: Agent) -> bool:
    """Tell how each step of the conversation went; whether none was wrong."""
    if partner.hello.get("parks") not in ("exact", "quiet"):
        click.echo("\nthe hello has to say parks=exact, or parks=quiet where the agent cannot know when a call sleeps (section 5 of PROTOCOL.md)", err=True)
        return False
    about, otherwise, lacks = None, [], []
    for outcome in walk(partner):
        if outcome.step.about != about:
            about = outcome.step.about
            click.echo(f"\n# {about}")
        click.echo(f"{outcome.mark:>11}  > {outcome.said}")
        if outcome.fault or outcome.otherwise:
            for line in outcome.got:
                click.echo(f"{'':11}  < {line}")
        if outcome.fault:
            click.echo(f"\n{outcome.fault}", err=True)
            click.echo(partner.stderr, err=True, nl=False)
            return False
        if outcome.otherwise:
            otherwise.append(outcome)
            click.echo(f"{'due was':>11}  < {outcome.step.answers[0]}")
        if outcome.unsupported:
            lacks.append(outcome.said)
    click.echo("\nThe agent speaks the protocol.")
    told_besides(lacks, len(otherwise))
    return True


WITHOUT = {
    "1 socket": "so far nothing can be judged: socket is what all else builds on",
    "where": "it has no where: whether a call still sleeps cannot be learned",
    "reset": "it has no reset: the agent is killed and started again after each test, which takes time",
}
"""What every agent should be able to do in the end, and what it means that it is not."""


def told_besides(lacks: list[str], otherwise: int) -> None:
    """Tell what a right agent does not have yet, and where its stack went another way."""
    for start, meaning in WITHOUT.items():
        if any(said.startswith(start) or said.split()[1] == start for said in lacks):
            click.echo(f"But {meaning}.")
    if otherwise:
        click.echo(f"{otherwise} {'call' if otherwise == 1 else 'calls'} ended otherwise than in most stacks. If that is what your stack does, leave it so: "
                   "the suites judge it. What builds on it was left out.")


# --------------------------------------------------------------------------- the wire by hand

@main.command()
@click.argument("way", type=click.Choice(["listen", "connect"]))
@click.argument("script", type=click.File(), required=False)
@click.option("--target", "wanted", default="cpython", show_default=True, metavar="NAME|FILE", help="Who is at the near end of the link.")
@click.option("-6", "--ipv6", is_flag=True, help="Speak IPv6.")
def wire(way: str, script, wanted: str, ipv6: bool) -> None:
    """Play the far end of a target's link, packet by packet, with the words of the tests.

    The target listens, or connects to you. Lines of Python come from SCRIPT (`-` for standard input), or are asked for;
    after each, the target's calls and the packets that passed are shown. A script ends at the first line that fails, with status 1.
    """
    from harness import prompt  # which imports scapy, which takes half a second
    try:
        with prompt.opened(target_files.find(wanted), 6 if ipv6 else 4, way, click.echo) as (console, banner):
            if script is None:
                console.interact(banner, "")
            else:
                follow(console, script)
            for line in prompt.broken(console.locals["wire"]):
                click.echo(f"broken: {line}", err=True)
            sys.exit(1 if console.failed and script else 0)
    except BadFile as fault:
        fail(str(fault), 4)
    except (AgentLost, NoWorld, Unavailable) as failure:
        fail(str(failure))


def follow(console, script) -> None:
    """Feed the lines of a script to a console, up to the first that fails."""
    for line in [*script.read().splitlines(), ""]:
        console.push(line)
        if console.failed:
            return


# --------------------------------------------------------------------------- servers and clients for people

def place_options(command: Callable) -> Callable:
    """Where to listen, or whom to talk to: IPv6, AF_UNIX, UDP."""
    for option in (click.option("-6", "--ipv6", is_flag=True, help="IPv6 (::1 unless a host is given)."),
                   click.option("--udp", is_flag=True, help="Datagrams instead of connections."),
                   click.option("--unix", "path", type=click.Path(), help="An AF_UNIX path instead of host and port.")):
        command = option(command)
    return command


def place(host: str | None, port: int, ipv6: bool, udp: bool, path: str | None) -> tuple[int, int, servers.Address, str]:
    """Family, type, address, and the address in words."""
    type = socket.SOCK_DGRAM if udp else socket.SOCK_STREAM
    if path:
        return socket.AF_UNIX, type, path, path
    ipv6 = ipv6 or ":" in (host or "")
    host = host or ("::1" if ipv6 else "127.0.0.1")
    family = socket.AF_INET6 if ipv6 else socket.AF_INET
    return family, type, (host, port), f"{f'[{host}]' if ipv6 else host}:{port}, {'UDP' if udp else 'TCP'}"


def services_help() -> str:
    """A line for each service."""
    return "\n".join(f"{name:18} {service.summary}" for name, service in servers.SERVICES.items())


@main.command(epilog="\b\nServices:\n" + services_help())
@click.argument("service", type=click.Choice(list(servers.SERVICES)), metavar="SERVICE")
@click.option("--host", help="The address to listen on (default: 127.0.0.1).")
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(0, 65535), help="0 for any free one.")
@place_options
def serve(service: str, host: str | None, port: int, ipv6: bool, udp: bool, path: str | None) -> None:
    """Run a reference server until it is interrupted."""
    family, type, address, words = place(host, port, ipv6, udp, path)
    stops = {signal.SIGINT, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, stops)
    try:
        server = servers.open_server(servers.SERVICES[service], family, type, address)
    except ValueError as refusal:
        fail(f"{refusal}; leave --udp out")
    except OSError as error:
        fail(f"{service} cannot listen on {words}: {error.strerror or error}; {cure(error, path)}")
    if not path:
        words = words.replace(f":{port},", f":{server.server_address[1]},")
    click.echo(f"{service} on {words}; stop with Ctrl-C")
    try:
        signal.sigwait(stops)
    finally:
        server.server_close()
        if path:
            Path(path).unlink(missing_ok=True)


def cure(error: OSError, path: str | None) -> str:
    """What to do when a server cannot listen."""
    if isinstance(error, FileExistsError) or "in use" in (error.strerror or "").lower():
        return f"remove {path} or choose another --unix path" if path else "choose another --port, or 0 for any free one"
    if isinstance(error, PermissionError):
        return "choose a --port above 1023" if not path else "choose a --unix path you may write to"
    return "choose another --host or --unix path"


@main.command()
@click.argument("host", required=False)
@click.argument("port", default=PORT, type=click.IntRange(1, 65535))
@place_options
def talk(host: str | None, port: int, ipv6: bool, udp: bool, path: str | None) -> None:
    """Connect to HOST PORT (127.0.0.1 12345), send what is typed, print what comes.

    Ends when the server closes. The end of the input shuts down writing, so `harness talk </dev/null` reads to the end like a file.
    """
    family, type, address, words = place(host, port, ipv6, udp, path)
    try:
        with clients.connect(family, type, address) as sock:
            if udp:
                clients.ask(sock, sys.stdin.buffer, sys.stdout.buffer)
            else:
                clients.talk(sock, sys.stdin.buffer.raw, sys.stdout.buffer)
    except (ConnectionRefusedError, FileNotFoundError):
        option = f"--unix {path}" if path else f"--port {port}"
        fail(f"nobody listens on {words}; start a server with: harness serve echo {option}{' --udp' if udp else ''}")
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)    # whoever read what we print has had enough
    except ConnectionResetError:
        fail(f"{words} reset the connection")
    except TimeoutError:
        fail(f"no answer came from {words}")
    except OSError as error:
        fail(f"cannot talk to {words}: {error.strerror or error}; check the address")


main.add_command(report)


if __name__ == "__main__":
    main()
