"""What a person may ask for: pytest's options that are ours, and what follows from them."""
from pathlib import Path

import pytest

from harness import baseline, shards, targets
from harness.baseline import Baseline
from harness.cable_pump import PLANS
from harness.targets import Target
from harness.tomlfiles import BadFile
from harness.verdicts import FEATURES

SLACK = {"wan": 2, "continents": 5, "lossy": 12}
"""How many times as long as usual a wait may take over a link on which much is late or lost: a SYN that is lost four times comes after half a minute."""
USUAL_LANES, SLOW_LANES = 6, 16


def add(parser: pytest.Parser) -> None:
    """The options, and the settings of the ini file."""
    parser.addini("patience", "seconds that the waits of one test may last together before a call that sleeps is judged", default="5")
    parser.addini("attempts", "how often a test is run that fails while the machine is too busy or the link loses packets: a fault shows every time",
                  default="5")
    group = parser.getgroup("conformance", "conformance of socket implementations")
    group.addoption("--target", action="append", metavar="NAME|FILE",
                    help="what to judge: a name that `harness targets` lists, or a target file; repeatable (default: cpython)")
    group.addoption("--link", choices=("loopback", *PLANS), default="loopback",
                    help="what joins target and peer; beyond loopback they are two hosts, and packets are late, lost or damaged on the way (default: loopback)")
    group.addoption("--pair", action="append", metavar="SERVER:CLIENT|all",
                    help="run suites/interop with one target as server and another as client; repeatable. all: each --target (or each that is "
                         "available) with each")
    group.addoption("--level", choices=("must", "should", "may"), default="must",
                    help="the weakest requirement whose violation fails the run (default: must)")
    group.addoption("--slow", action="store_true", help="also run the tests that take minutes")
    group.addoption("--baseline", metavar="FILE|none",
                    help="the list of known deviations (default: the one the target's file names)")
    group.addoption("--shard", metavar="K/N", type=shards.option,
                    help="run one of N parts; which tests are in it depends on their names alone (`harness merge` joins the runs)")
    group.addoption("--run-dir", metavar="DIR", help="where the run is recorded (default: a new folder in reports/runs)")
    group.addoption("--no-pages", action="store_true", help="make no pages of the run; `harness report RUN` makes them later")
    group.addoption("--lanes", type=int, metavar="N",
                    help="so many processes, dealt out to the workers, run the tests that mostly wait beside all others "
                         f"(default: {USUAL_LANES}, with --slow {SLOW_LANES}; 0: none)")
    group.addoption("--require", metavar="WORDS", default="",
                    help=f"what this machine must offer: an untested case that lacks one of these fails the run ({', '.join(FEATURES)})")
    group.addoption("--evidence", choices=("failures", "all", "none"), default="failures",
                    help="for which results transcripts are recorded (default: failures)")


def chosen(config: pytest.Config) -> list[Target]:
    """What the options name: pairs, or targets; raises BadFile for what could not be started whatever the test."""
    found = named_targets(config)
    for target in found:
        peer = peer_of(target)
        if not target.missing:
            target.check_program()
        if target.pair and not peer.missing:
            peer.check_program()
    return found


def peer_of(target: Target) -> Target:
    """The target that plays the other host, perhaps the same."""
    try:
        return target if target.peer == target.name else targets.find(target.peer)
    except BadFile as fault:
        raise BadFile(f"{target.file}: `peer` is {target.peer!r}: {fault}") from None


def named_targets(config: pytest.Config) -> list[Target]:
    """What the options name, as it is written."""
    wanted, named = config.getoption("--pair") or [], config.getoption("--target")
    if not wanted:
        return [targets.find(name) for name in named or ["cpython"]]
    if wanted != ["all"]:
        return [targets.find_pair(text) for text in wanted]
    sides = named or [target.name for target in targets.everything() if not target.missing]
    return [targets.as_pair(server, client) for server in sides for client in sides]


def find_baseline(option: str | None, target: Target, folder: Path) -> Baseline:
    """The baseline the option names, else the target's; raises BadFile when one was asked for that is not there."""
    if option == "none":
        return Baseline([])
    if option:
        return baseline.load(Path(option))
    if target.pair:     # what each side is known to do in its place, whoever the other is
        sides = [folder / f"{name}.toml" for name in target.baseline.split("+")]
        return Baseline([entry for path in sides if path.exists() for entry in baseline.load(path).entries], target.baseline)
    path = folder / f"{target.baseline}.toml"
    if target.baseline == target.name and not path.exists():
        return Baseline([])
    return baseline.load(path)


def patience(config: pytest.Config) -> float:
    """The setting of that name; raises BadFile when it is no time."""
    try:
        seconds = float(config.getini("patience"))
    except ValueError:
        seconds = 0.0
    if seconds <= 0:
        raise BadFile(f"{config.inipath}: patience = {config.getini('patience')} is no time to wait; give seconds above 0")
    return seconds
