"""Pages of runs: what is on them, whatever the runs hold."""
import datetime
import html
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from harness import capture
from harness.cli import main
from harness.verdicts import Standing, Verdict
from reports.pages import site
from reports.tests.pages import crafted
from reports.tests.pages.crafted import DEVIATION, evidence, result

BLOCKS = "suites/connections/test_accept_blocking.py::test_accept_blocks_until_a_client_connects"
PEEK = "suites/stream/test_peek.py::test_peeked_data_is_still_there"


class Report:
    """A report in a folder, read back."""

    def __init__(self, folder: Path, root: Path, *runs: Path):
        self.folder = folder
        site.report(list(map(str, runs)), folder, root)

    def text(self, name: str) -> str:
        """What a page says, without its markup."""
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", self.raw(name))).split())

    def raw(self, name: str) -> str:
        """A page as it is."""
        return (self.folder / name).read_text()

    @property
    def pages(self) -> set[str]:
        """The names of all pages."""
        return {str(path.relative_to(self.folder)) for path in self.folder.rglob("*.html")}


@pytest.fixture
def make(tmp_path, root):
    """Make a report on results, or on folders with runs."""
    def report(*found, **more) -> Report:
        runs = found if found and isinstance(found[0], Path) else [crafted.write(tmp_path / "run", list(found), **more)]
        return Report(tmp_path / "out", root, *runs)
    return report


PAGE = "tests/connections/test_accept_blocking/test_accept_blocks_until_a_client_connects.html"


def test_the_first_page_lists_what_needs_eyes(make):
    report = make(result(f"{BLOCKS}[tcp4]", "mine", **DEVIATION), result(f"{BLOCKS}[tcp6]", "mine", **DEVIATION), result(PEEK, "mine"))

    text = report.text("index.html")

    assert "accept blocks until a client connects raised EAGAIN in target's accept posix:accept:blocks-until-connection MUST mine ×2" in text
    assert "1 finding:" in text
    assert f'href="{PAGE}"' in report.raw("index.html")


def test_nothing_needs_eyes_where_all_conform_or_are_known(make):
    report = make(result(BLOCKS, "mine", **DEVIATION | {"standing": Standing.KNOWN, "why": "it always did"}), result(PEEK, "mine"))

    assert "no target deviates in a way that its baseline does not list" in report.text("index.html")
    assert "it always did" in report.text(PAGE)


def test_a_test_in_which_all_conform_has_no_page_of_its_own(make):
    report = make(result(BLOCKS, "mine", **DEVIATION), result(PEEK, "mine"))

    assert PAGE in report.pages
    assert "tests/stream/test_peek.html" in report.pages
    assert not [page for page in report.pages if page.startswith("tests/stream/test_peek/")]


def test_a_page_answers_why_here_and_not_there_and_what_the_text_says(make):
    report = make(result(f"{BLOCKS}[tcp4]", "mine", **DEVIATION, evidence=evidence(True)),
                  result(f"{BLOCKS}[tcp4]", "lwip", evidence=evidence(False, 50001)))

    text = report.text(PAGE)

    assert "Given an empty queue and a blocking listener, when accept is called, then it stays blocked until a client connects" in text
    assert "POSIX.1-2024 XSH accept()" in text
    assert "The first difference is in the target's calls. mine: raised EAGAIN. lwip: returned sock=2 127.0.0.1:50002." in text
    assert report.raw(PAGE).count("<svg") == 2
    assert "accepting = connection_listener.start.accept()" in text
    assert "pytest 'suites/connections/test_accept_blocking.py::test_accept_blocks_until_a_client_connects[mine-tcp4]' --target mine" in text


def test_three_clicks_lead_from_the_first_page_to_the_answer(make):
    report = make(result(f"{BLOCKS}[tcp4]", "mine", **DEVIATION | {"standing": Standing.KNOWN}, evidence=evidence(True)),
                  result(f"{BLOCKS}[tcp4]", "lwip", evidence=evidence(False)))

    assert 'href="targets/mine.html"' in report.raw("index.html")
    assert f'href="../{PAGE}#mine"' in report.raw("targets/mine.html")
    assert 'id="mine"' in report.raw(PAGE)


def test_where_the_conforming_target_was_not_recorded_the_page_says_how_to_record_it(make):
    report = make(result(f"{BLOCKS}[tcp4]", "mine", **DEVIATION, evidence=evidence(True)), result(f"{BLOCKS}[tcp4]", "lwip"))

    text = report.text(PAGE)

    assert "What lwip did was not recorded, since it conforms." in text
    assert f"'{BLOCKS}[lwip-tcp4]' --target mine --target lwip --evidence all" in text
    assert report.raw(PAGE).count("<svg") == 1


def test_evidence_of_another_run_is_put_beside(tmp_path, make):
    first = crafted.write(tmp_path / "first", [result(BLOCKS, "mine", **DEVIATION, evidence=evidence(True)), result(BLOCKS, "lwip"), result(PEEK, "lwip")])
    second = crafted.write(tmp_path / "second", [result(BLOCKS, "lwip", evidence=evidence(False))], minutes=5, arguments=(f"{BLOCKS}[lwip]",))

    report = make(second, first)

    assert "The first difference is" in report.text(PAGE)
    assert "Nothing that was judged more than once became different" in report.text("changes.html")


@pytest.mark.parametrize(("before", "after", "kind"), [
    ({}, DEVIATION, "Broken"), (DEVIATION, {}, "Fixed"), (DEVIATION, DEVIATION | {"signature": "died: SIGABRT in recv"}, "Changed"),
    ({}, {"verdict": Verdict.UNSUPPORTED, "message": "no such call"}, "Newly unsupported")])
def test_what_became_different_between_two_runs_is_told(tmp_path, make, before, after, kind):
    old = crafted.write(tmp_path / "old", [result(BLOCKS, "mine", **before), result(PEEK, "mine")])
    new = crafted.write(tmp_path / "new", [result(BLOCKS, "mine", **after), result(PEEK, "mine")], minutes=5)

    text = make(old, new).text("changes.html")

    assert f"{kind} 1: " in text
    assert "accept blocks until a client connects mine" in text
    assert "peeked data" not in text


def test_tests_that_came_and_went_are_told(tmp_path, make):
    old = crafted.write(tmp_path / "old", [result(f"{PEEK}[tcp4]", "mine"), result(BLOCKS, "mine")])
    new = crafted.write(tmp_path / "new", [result(f"{PEEK}[tcp6]", "mine")], minutes=5)

    text = make(old, new).text("changes.html")

    assert "Gone 1: is no longer among the tests" in text and "New 1: was not among the tests" in text
    assert "accept blocks" not in text       # its file was not run again


def test_a_single_run_has_no_page_of_changes_and_no_pairs(make):
    report = make(result(BLOCKS, "foil:peek_consumes"))

    assert not {"changes.html", "pairs.html"} & report.pages
    assert "Changes" not in report.text("index.html") and "Pairs" not in report.text("index.html")


def test_pairs_stand_as_clients_and_servers(make):
    report = make(result(PEEK, "cpython:lwip", **DEVIATION), result(PEEK, "foil:deaf:cpython"))

    text = report.text("pairs.html")

    assert "client \\ server cpython foil:deaf" in text
    assert "cpython not tried ✓ conforms 1/1" in text
    assert "lwip ✗ deviates 1/1 not tried" in text
    assert "--pair cpython:lwip" in report.text("tests/stream/test_peek/test_peeked_data_is_still_there.html")


def test_choices_mark_the_majority(make):
    def chosen(target, what):
        return result(PEEK, target, choices={"posix:accept:aborted-connection-not-fatal": what})

    text = make(chosen("one", "returned the socket"), chosen("two", "returned the socket"), chosen("three", "raised ECONNABORTED")).text("choices.html")

    assert "returned the socket ★ majority one two raised ECONNABORTED three" in text


def test_without_a_majority_none_is_marked(make):
    report = make(result(PEEK, "one", choices={"x": "this"}), result(PEEK, "two", choices={"x": "that"}))

    assert "majority" not in report.text("choices.html").replace("what most targets do is marked", "")


def test_requirements_show_verdicts_and_gaps(make):
    report = make(result(BLOCKS, "mine", **DEVIATION), result(BLOCKS, "lwip"))

    text = report.text("requirements/posix.1-2024.html")

    assert re.search(r"posix:accept:blocks-until-connection .*? 1 test ✗ accept blocks until a client connects ✓ conforms ✗ deviates", text)
    assert "gap: no test of these runs cites it" in text


def test_a_target_has_its_deviations_by_signature_and_its_baseline_with_ages(make, tmp_path, monkeypatch):
    baselines = tmp_path / "root" / "suites" / "baselines"
    baselines.mkdir(parents=True)
    entry = '[[deviation]]\ntest = "{}"\nsignature = "{}"\nwhy = "a reason"\nsince = 2026-01-01\n'
    (baselines / "mine.toml").write_text(entry.format(BLOCKS, DEVIATION["signature"]) + entry.format("suites/a.py::test_gone", "x"))
    run = crafted.write(tmp_path / "run", [result(f"{BLOCKS}[tcp4]", "mine", **DEVIATION | {"standing": Standing.KNOWN})])
    picture = site.Site(site.gathered.read([str(run)]), tmp_path / "root", datetime.date(2026, 1, 11))

    picture.write(tmp_path / "out")

    text = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", (tmp_path / "out/targets/mine.html").read_text())).split())
    assert "deviates, known raised EAGAIN in target's accept 1 case accept blocks until a client connects" in text
    assert "a reason raised EAGAIN in target's accept holds 1 case 1 test accept blocks until a client connects 10 never" in text
    assert "a reason x not in these runs a.py::test_gone 10 never" in text


def test_what_is_known_to_stay_unlearned_needs_no_eyes(make):
    report = make(result(PEEK, "mine", verdict=Verdict.INCONCLUSIVE, standing=Standing.KNOWN, message="the peer was lost", why="it takes the peer with it"))

    assert "no target deviates in a way that its baseline does not list" in report.text("index.html")
    assert "(?) inconclusive, known" in report.text("tests/stream/test_peek/test_peeked_data_is_still_there.html")


def test_a_run_that_was_cut_short_is_reported_and_says_so(make):
    report = make(result(PEEK, "mine"), ended=False, planned=("suites/a.py::test_b[mine]",))

    text = report.text("index.html")

    assert "was cut short: 1 of 2 planned tests were recorded" in text
    assert "1 planned tests have no result, the first: suites/a.py::test_b[mine]" in text


def test_unsupported_and_inconclusive_tell_why(make):
    report = make(result(PEEK, "mine", verdict=Verdict.UNSUPPORTED, message="target does not offer levitate"),
                  result(BLOCKS, "mine", verdict=Verdict.INCONCLUSIVE, message="the worker that ran it crashed"))

    assert "Unsupported cases why 1 target does not offer levitate" in report.text("targets/mine.html")
    assert "the worker that ran it crashed" in report.text(PAGE)
    assert "mine u unsupported: target does not offer levitate" in report.text("tests/stream/test_peek.html")


# --------------------------------------------------------------------------- hostile and strange

HOSTILE = ["<script>alert(1)</script>", "\x00\x07\x1b[2J", "\u202egnp.exe", "'\" onmouseover=alert(1) x='", "{{ 7 * 7 }}",
           "\x7f\x9b\ufeff\u2028", "</pre></main>"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(make, text):
    said = {"assertion": text, text: text, "target's transcript": f"> 1 {text} a={text}\n< 1 raised error={text}", "packets": f"  0.00  > {text}"}
    found = [result(f"suites/x{text}/test_y.py::test_{text}[{text}]", target, **DEVIATION | {"signature": text, "message": text, "why": text},
                    evidence=said, choices={text: text}, requirements=[text]) for target in ("mine", f"t{text}")]

    report = make(*found, hello={"implementation": text, "system": text})

    for page in report.pages:
        raw = report.raw(page)
        assert "<script>alert" not in raw
        assert not re.search(r"<[^>]* onmouseover=", re.sub(r'"[^"]*"', '""', raw))
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u202a-\u202e\ufeff]", raw)
        assert raw.count("</main>") == 1
    assert text.startswith("{{") <= ("{{ 7 * 7 }}" in report.text("choices.html"))


@pytest.mark.parametrize("name", ["../../../etc/passwd", "/etc/passwd", "suites/../../../x.py::test_y", "..", "a" * 400, "suites/CON.py::test_x"])
def test_names_lead_nowhere_else(make, tmp_path, name):
    report = make(result(name, name, **DEVIATION))

    assert all(".." not in page.split("/") for page in report.pages)
    assert {path.name for path in tmp_path.iterdir()} == {"run", "out"}


def test_names_that_differ_in_capitals_only_have_pages_of_their_own(make):
    report = make(result("suites/a/test_x.py::test_y", "mine", **DEVIATION), result("suites/a/test_x.py::test_Y", "mine", **DEVIATION))

    assert {"tests/a/test_x/test_y.html", "tests/a/test_x/test_Y-2.html"} <= report.pages


def test_links_lead_to_pages_that_are_there(make):
    report = make(result(f"{BLOCKS}[tcp4]", "mine", **DEVIATION, evidence=evidence(True), choices={"posix:accept:aborted-connection-not-fatal": "x"}),
                  result(f"{BLOCKS}[tcp4]", "foil:a b", evidence=evidence(False)), result(PEEK, "mine"), result(PEEK, "lwip:mine"))

    for page in report.pages:
        for link in re.findall(r'(?:href|src)="([^"]*)"', report.raw(page)):
            if link.startswith("data:"):
                continue
            address, _, place = html.unescape(link).partition("#")
            there = (report.folder / page).parent / address.partition("?")[0] if address else report.folder / page
            assert there.is_file(), f"{page} leads to {link}"
            assert not place or f'id="{html.escape(place)}"' in there.read_text() or f"id={place}" in there.read_text(), f"{page} leads to {link}"


def test_nothing_leads_out_of_the_report(make):
    report = make(result(BLOCKS, "mine", **DEVIATION, evidence=evidence(True)))

    everything = "".join(report.raw(page) for page in report.pages) + (report.folder / "report.css").read_text() + (report.folder / "report.js").read_text()

    assert "http://" not in everything and "https://" not in everything and "url(" not in everything


# --------------------------------------------------------------------------- captures

def with_capture(folder: Path, name: str) -> Path:
    """A run with a result whose capture has that name."""
    run = crafted.write(folder, [result(BLOCKS, "mine", **DEVIATION, evidence=evidence(True) | {capture.FILE: name})])
    (folder / "captures").mkdir()
    (folder / "captures" / "one.pcapng").write_bytes(b"packets")
    return run


def test_a_report_elsewhere_brings_the_captures_with_it(tmp_path, make):
    report = make(with_capture(tmp_path / "run", "captures/one.pcapng"))

    assert (report.folder / "captures" / "one.pcapng").read_bytes() == b"packets"
    assert 'download href="../../../captures/one.pcapng"' in report.raw(PAGE)


def test_a_report_beside_its_run_uses_what_is_there(tmp_path, root):
    run = with_capture(tmp_path / "run", "captures/one.pcapng")

    report = Report(run / "report", root, run)

    assert not (report.folder / "captures").exists()
    assert 'download href="../../../../captures/one.pcapng"' in report.raw(PAGE)


@pytest.mark.parametrize("name", ["captures/../../secret.pcapng", "/etc/passwd", "captures/gone.pcapng"])
def test_only_a_capture_of_the_run_is_offered(tmp_path, make, name):
    (tmp_path / "secret.pcapng").write_text("secret")

    report = make(with_capture(tmp_path / "run", name))

    assert "Wireshark" not in report.text(PAGE)
    assert not list(report.folder.rglob("*.pcapng"))


# --------------------------------------------------------------------------- the command

def command(*arguments):
    return CliRunner().invoke(main, ["report", *map(str, arguments)])


def test_the_command_makes_a_report(tmp_path):
    run = crafted.write(tmp_path / "run", [result(BLOCKS, "mine", **DEVIATION)])

    done = command(run, "-o", tmp_path / "out")

    assert done.exit_code == 0 and f"begin with {tmp_path / 'out' / 'index.html'}" in done.output
    assert (tmp_path / "out" / "matrix.html").is_file()


def test_without_a_folder_it_stands_beside_the_run(tmp_path):
    run = crafted.write(tmp_path / "run", [result(BLOCKS, "mine")])

    assert command(run / "run.jsonl").exit_code == 0
    assert (run / "report" / "index.html").is_file()


def test_a_report_takes_the_place_of_an_older_one(tmp_path):
    run = crafted.write(tmp_path / "run", [result(BLOCKS, "mine")])
    command(run, "-o", tmp_path / "out")
    (tmp_path / "out" / "left.html").write_text("old")

    assert command(run, "-o", tmp_path / "out").exit_code == 0
    assert not (tmp_path / "out" / "left.html").exists()


def test_what_is_no_report_is_not_overwritten(tmp_path):
    run = crafted.write(tmp_path / "run", [result(BLOCKS, "mine")])
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("precious")

    done = command(run, "-o", tmp_path / "out")

    assert done.exit_code == 1 and "is there, and is no report" in done.output
    assert (tmp_path / "out" / "thesis.txt").read_text() == "precious"


@pytest.mark.parametrize(("content", "says"), [
    (None, "cannot be read|not there"), (b"", "no header|empty"), (b"not json\n\n", "no record|no run file"), (b"\xff\xfe\x00\n{}\n", "no record|no run file"),
    (b'{"kind":"run","format":99,"harness":"9","started":"2026-11-22T12:00:00Z","arguments":[],"targets":[],"level":"must","machine":{}}\n', "newer than")])
def test_what_is_no_run_gets_one_sentence_and_leaves_nothing(tmp_path, content, says):
    if content is not None:
        (tmp_path / "run.jsonl").write_bytes(content)

    done = command(tmp_path / "run.jsonl", "-o", tmp_path / "out")

    assert done.exit_code == 1 and re.search(says, done.output) and done.output.count("\n") == 1
    assert {path.name for path in tmp_path.iterdir()} <= {"run.jsonl"}


def test_what_fails_half_way_leaves_the_old_report(tmp_path, monkeypatch):
    run = crafted.write(tmp_path / "run", [result(BLOCKS, "mine")])
    command(run, "-o", tmp_path / "out")
    before = (tmp_path / "out" / "index.html").read_bytes()
    monkeypatch.setattr(site.shutil, "copyfile", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))

    done = command(run, "-o", tmp_path / "out")

    assert done.exit_code == 1 and "No space left on device" in done.output
    assert (tmp_path / "out" / "index.html").read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} == {"run", "out"}


def test_a_run_without_results_has_pages_all_the_same(tmp_path, make):
    report = make(crafted.write(tmp_path / "empty", [], planned=("suites/a.py::test_b[mine]",), ended=False))

    assert "0 of 1 planned tests" in report.text("index.html")


def test_without_the_suites_the_pages_say_that_texts_are_missing(tmp_path):
    run = crafted.write(tmp_path / "run", [result(BLOCKS, "mine", **DEVIATION, evidence=evidence(True))])

    site.report([str(run)], tmp_path / "out", tmp_path)

    assert "The text of this requirement is not at hand" in (tmp_path / "out" / PAGE).read_text()


def test_a_cell_says_of_how_many_cases_its_verdict_holds(make):
    report = make(*(result(f"{BLOCKS}[{case}]", "mine", **(DEVIATION if case != "c" else {})) for case in "abc"))

    assert "mine ✗ deviates 2 of 3 cases" in report.text(PAGE)
    assert "✗ 2/3" in report.text("matrix.html")
