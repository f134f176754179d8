"""Runs made by hand: small ones with one thing in them, and large ones to measure with."""
import datetime
from collections.abc import Iterator
from pathlib import Path

from harness import results
from harness.results import End, Header, Introduction, Plan, Result
from harness.verdicts import Standing, Verdict

BEGUN = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
CLAUSES = ("posix:accept:blocks-until-connection", "posix:recv:peek-does-not-consume", "rfc9293:SHLD-3", "rfc9293:MUST-2", "linux:accept:unix-seqpacket")
DEVIATION = {"verdict": Verdict.DEVIATES, "standing": Standing.UNEXPECTED,
             "signature": "raised EAGAIN in target's accept", "message": "target: accept raised EAGAIN"}
TRANSCRIPT = """\
> 1 socket family=AF_INET type=SOCK_STREAM
< 1 returned sock=1 began=1000000 ended=1100000
> 2 bind sock=1 address=inet|127.0.0.1|0
< 2 returned began=1200000 ended=1300000
> 3 listen sock=1 backlog=8
< 3 returned began=1400000 ended=1500000
> 4 getsockname sock=1
< 4 returned address=inet|127.0.0.1|{port} began=1600000 ended=1700000
> 5 accept sock=1
"""
BLOCKS = TRANSCRIPT + "< 5 parked\n< 5 returned sock=2 address=inet|127.0.0.1|{peer} began=1800000 ended=2500000"
RAISES = TRANSCRIPT + '< 5 raised error=EAGAIN number=11 text="Resource%20temporarily%20unavailable" began=1800000 ended=1900000'
PEER = """\
> 1 socket family=AF_INET type=SOCK_STREAM
< 1 returned sock=1 began=1900000 ended=1950000
> 2 connect sock=1 address=inet|127.0.0.1|{port}
< 2 returned began=2000000 ended=2400000"""
ASSERTION = """\
connection_listener = <target's tcp4 1>

    def test_accept_blocks_until_a_client_connects(peer, connection_listener):
        accepting = connection_listener.start.accept()
>       assert accepting.blocked()
E       assert False
E        +  where False = <target's accept(sock=1): raised EAGAIN>.blocked()

suites/connections/test_accept_blocking.py:12: AssertionError"""


def evidence(wrong: bool, port: int = 40001) -> dict[str, str]:
    """What is recorded of an accept: one that blocks, or one that is wrong."""
    found = {"target's transcript": (RAISES if wrong else BLOCKS).format(port=port, peer=port + 1), "peer's transcript": PEER.format(port=port)}
    return {"assertion": ASSERTION} | found if wrong else found


def packets(answer: str, port: int = 40001) -> dict[str, str]:
    """What is recorded of a link, up to the packet that answers."""
    return {"packets": f"""\
     0.00  > socket family=AF_INET type=SOCK_STREAM
     0.25  < returned sock=1
     0.30  > connect sock=1 address=inet|198.18.0.1|{port}
     1.74                              ──> 43309>{port} S seq 0, win 64240, <MSS 1460>
     2.85                              <── {port}>43309 SA seq 0, ack 1, win 65535
     3.07  < returned
     3.11  > close sock=1
     3.20                              ──> 43309>{port} {answer}
     3.28  < returned""", "target's transcript": ""}


def result(test: str, target: str, **more) -> Result:
    """A result that conforms, but for what is said otherwise."""
    base, bracket, case = test.partition("[")
    node = f"{base}[{target}-{case}" if bracket else f"{base}[{target}]"
    usual = {"verdict": Verdict.CONFORMS, "standing": Standing.PLAIN, "gates": True, "level": "MUST", "requirements": [CLAUSES[0]], "seconds": 0.01}
    return Result(test=test, node=node, target=target, **usual | more)


def write(folder: Path, found: list[Result], *, minutes: int = 0, arguments: tuple[str, ...] = ("suites",), ended: bool = True,
          planned: tuple[str, ...] = (), hello: dict | None = None) -> Path:
    """Write a run into a folder, begun so many minutes after others; returns the folder."""
    targets = sorted({one.target for one in found})
    records = [Header(results.FORMAT, "0.1.0", BEGUN + datetime.timedelta(minutes=minutes), list(arguments), targets, "must",
                      {"system": "Linux 6.1", "machine": "x86_64", "python": "3.11.7"}),
               Plan([*(one.node for one in found), *planned])]
    said = {"implementation": "glibc", "version": "2.36", "system": "Linux 6.1", "machine": "x86_64", "agent": "c", "parks": "exact"} | (hello or {})
    records += [Introduction(target, f"what {target} is", said, "a private namespace", target) for target in targets]
    records += found
    if ended:
        records.append(End(BEGUN + datetime.timedelta(minutes=minutes + 1), 0, {}, [], []))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "run.jsonl").write_bytes(b"".join(map(results.encode, records)))
    return folder


def many(tests: int, targets: int) -> Iterator[Result]:
    """So many tests of so many targets. One test in twelve is hard, and a third of the targets deviates in it; the last target is bad at one in ten more."""
    areas = ("stream", "datagram", "wire/tcp", "wire/udp", "options", "closing", "connections", "errors")
    for number in range(tests):
        file = f"suites/{areas[number // 20 % len(areas)]}/test_subject_{number // 20}.py"
        name = f"{file}::test_{number}_what_was_sent_arrives_whole_and_in_the_order_in_which_it_was_sent[tcp4]"
        for column in range(targets):
            wrong = (number % 12 == 0 and (number // 12 + column) % 3 == 0) or (column == targets - 1 and number % 10 == 3)
            more = DEVIATION | {"evidence": evidence(True, 40000 + number), "signature": f"raised EAGAIN in accept {column % 3}"} if wrong else {}
            yield result(name, f"target-{column}", requirements=[CLAUSES[number % len(CLAUSES)]], **more)
