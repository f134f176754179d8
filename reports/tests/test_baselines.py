"""Baselines are brought up to date by a run: what comes, what goes, what stays; and never by a run that does not tell enough."""
import datetime
from pathlib import Path

import pytest

from harness import baseline
from reports.tests.conftest import result

A, B = "suites/a.py::test_a", "suites/a.py::test_b"
SIGNATURE, OTHER = "raised EINVAL in target's recv", "raised EPIPE in target's recv"
HEAD = "# Known deviations of mine.\n# Keep this line.\n"


def entry(test: str | list[str], signature: str = SIGNATURE, more: str = "") -> str:
    """An entry as people write it."""
    tests = f'"{test}"' if isinstance(test, str) else "[\n" + "".join(f'    "{one}",   # as seen\n' for one in test) + "]"
    return f'\n[[deviation]]\ntest = {tests}\nsignature = "{signature}"   # its way\nwhy = "so it is"\nsince = 2026-01-01\n{more}'


@pytest.fixture
def bring(harness, record, tmp_path):
    """``bring(command, text, rows)`` lets a command change a file of that text by a run of these results: how it ended, and the file."""
    path = tmp_path / "mine.toml"

    def bring(command: str, text: str, rows, *options: str, **more):
        path.write_text(text)
        done = harness("baseline", command, record("run", rows, **more), "--baseline", path, *options)
        return done, path.read_text()

    return bring


def deviating(test: str, signature: str = SIGNATURE):
    """A result that deviates so."""
    return result(test, "deviates", signature=signature)


@pytest.mark.parametrize(("listed", "rows", "expected"), [
    (entry(A) + entry(B), [deviating(A), result(B)], entry(A)),
    (entry(A) + entry("suites/a.py::test_gone"), [deviating(A)], entry(A)),
    (entry(A) + entry("suites/elsewhere.py::test_gone"), [deviating(A)], entry(A) + entry("suites/elsewhere.py::test_gone")),
    (entry(A) + entry("suites/a.py::test_*"), [deviating(A)], entry(A)),
    (entry(A) + entry("suites/a.py::test_*"), [deviating(A), deviating(B)], entry(A) + entry("suites/a.py::test_*")),
    (entry([A, B]), [deviating(A), result(B)], entry([A])),
    (entry(A), [result(A, "untested")], entry(A)),
    (entry(A), [result(A, "unsupported", lacks="recv: none")], entry(A)),
    (entry(A), [deviating(A, OTHER)], entry(A)),
    (entry(A) + "\n# about what follows\n" + entry(B), [result(A), deviating(B)], "\n# about what follows\n" + entry(B)),
    (entry(A), [result(A)], ""),
], ids=["conforms", "gone", "not run", "pattern in vain", "pattern needed", "of a list", "untested", "unsupported", "changed", "comment", "last"])
def test_prune_takes_out_what_is_over_and_nothing_else(bring, listed, rows, expected):
    done, text = bring("prune", HEAD + listed, rows)

    assert done.status == 0, done.complaints
    assert [line for line in text.splitlines() if line] == [line for line in (HEAD + expected).splitlines() if line]


def test_an_entry_about_all_cases_is_narrowed_to_those_that_still_deviate(bring):
    done, text = bring("prune", HEAD + entry(A), [deviating(f"{A}[tcp4]"), result(f"{A}[tcp6]"), deviating(f"{A}[unix]")])

    assert f'test = [\n    "{A}[tcp4]",\n    "{A}[unix]",\n]\n' in text
    assert f"~ {A}: is about 2 of its 3 cases now, the rest conforms\n" in done.complaints


def test_what_is_new_comes_in_with_its_reason(bring, tmp_path):
    rows = [deviating(f"{A}[tcp4]"), deviating(f"{A}[tcp6]"), deviating(f"{B}[tcp4]"), result(f"{B}[tcp6]"), deviating("suites/a.py::test_c", OTHER)]

    done, text = bring("update", HEAD + entry("suites/a.py::test_c", OTHER), rows, "--why", 'a "bug"', "--link", "https://bugs/1", "--expires", "2027-01-01")

    known = {one.test: one for one in baseline.load(tmp_path / "mine.toml").entries}
    assert done.status == 0
    assert text.startswith(HEAD + entry("suites/a.py::test_c", OTHER))
    assert set(known) == {A, f"{B}[tcp4]", "suites/a.py::test_c"}       # all cases of the one, one of the other
    assert (known[A].why, known[A].link, known[A].expires, known[A].since) == ('a "bug"', "https://bugs/1", datetime.date(2027, 1, 1), datetime.date.today())
    assert f'+test = "{A}"\n' in done.output and "--- mine.toml" in done.output


def test_a_file_that_is_not_there_is_begun(harness, record, tmp_path):
    done = harness("baseline", "update", record("run", [deviating(A)]), "--baseline", tmp_path / "fresh.toml", "--why", "so it is")

    assert done.status == 0
    assert (tmp_path / "fresh.toml").read_text() == (
        "# Known deviations of mine: what the clause says, and why it is accepted here.\n\n[[deviation]]\n"
        f'test = "{A}"\nsignature = "{SIGNATURE}"\nwhy = "so it is"\nsince = {datetime.date.today()}\n')


def test_a_new_deviation_without_a_reason_is_refused(bring):
    done, text = bring("update", HEAD, [deviating(A)])

    assert (done.status, text) == (4, HEAD)
    assert "1 deviations are new, the first: suites/a.py::test_a" in done.complaints and "--why" in done.complaints


def test_what_deviates_otherwise_now_gets_its_new_signature(bring):
    done, text = bring("update", HEAD + entry([f"{A}[tcp4]", B]), [deviating(f"{A}[tcp4]", OTHER), deviating(B, OTHER)])

    assert text == HEAD + entry([f"{A}[tcp4]", B], OTHER)       # and keeps its reason, its comments, its date
    assert f"{SIGNATURE!r} is {OTHER!r} now" in done.complaints


def test_where_only_some_deviate_otherwise_they_get_an_entry_of_their_own(bring, tmp_path):
    rows = [deviating(f"{A}[tcp4]"), deviating(f"{A}[tcp6]", OTHER), result(f"{A}[unix]"), deviating(B, OTHER)]

    done, _ = bring("update", HEAD + entry([A, B]), rows, "--why", "otherwise")

    found = {one.test: (one.signature, one.why) for one in baseline.load(tmp_path / "mine.toml").entries}
    assert done.status == 0, done.complaints
    assert found == {f"{A}[tcp4]": (SIGNATURE, "so it is"), f"{A}[tcp6]": (OTHER, "otherwise"), B: (OTHER, "otherwise")}


def test_after_an_update_the_gate_opens_and_another_changes_nothing(bring, harness, tmp_path):
    rows = [deviating(f"{A}[tcp4]"), deviating(f"{A}[tcp6]", OTHER), result(f"{A}[unix]"), deviating(B, OTHER), result("suites/a.py::test_c")]
    _, text = bring("update", HEAD + entry([A, B]) + entry("suites/a.py::test_c"), rows, "--why", "otherwise")

    again, unchanged = bring("update", text, rows)

    assert harness("gate", tmp_path / "run", "--baseline", tmp_path / "mine.toml").status == 0
    assert (again.status, again.output, unchanged) == (0, "", text)
    assert "is up to date" in again.complaints


def test_what_is_inherited_is_left_to_its_own_file(bring, tmp_path):
    (tmp_path / "system.toml").write_text(entry(A) + entry(B))

    done, text = bring("update", 'inherits = "system"\n', [result(A), deviating(B, OTHER)], "--why", "ours")

    assert (tmp_path / "system.toml").read_text() == entry(A) + entry(B)
    assert text.startswith('inherits = "system"\n\n[[deviation]]\n') and OTHER in text and A not in text


def test_an_expired_entry_is_left_to_a_person(bring):
    listed = HEAD + entry(A, more="expires = 2026-02-01\n")

    done, text = bring("update", listed, [deviating(A)])

    assert text == listed
    assert f"{A}: its entry has expired (1 cases); mend the target, or give the entry another date" in done.complaints


def test_a_dry_run_shows_the_change_and_makes_none(bring):
    done, text = bring("prune", HEAD + entry(A), [result(A)], "--dry-run")

    assert text == HEAD + entry(A)
    assert f'-test = "{A}"\n' in done.output and "would be changed" in done.complaints


@pytest.mark.parametrize(("rows", "more", "complaint"), [
    ([result(A)], {"cut_short": True}, "was cut short"),
    ([result(A)], {"status": 2}, "was cut short"),
    ([result(A)], {"missing": ("suites/a.py::test_z[mine]",)}, "1 planned tests were not reported"),
    ([result(A)], {"shard": "1/2"}, "is shard 1/2 of a run; merge all of them first"),
    ([result(A)], {"end": {"whole": []}}, "of suites/a.py only some tests were run"),
    ([result(A), result(B, "inconclusive", message="it broke")], {}, f"1 tests are inconclusive, the first: {B} (it broke)"),
])
@pytest.mark.parametrize("command", ["update", "prune"])
def test_a_run_that_does_not_tell_enough_is_refused(bring, command, rows, more, complaint):
    done, text = bring(command, HEAD + entry(A), rows, **more)

    assert (done.status, text) == (4, HEAD + entry(A))
    assert complaint in done.complaints and done.complaints.count("\n") == 1


def test_what_is_known_to_be_inconclusive_is_no_hindrance(bring):
    rows = [result(A, "inconclusive", signature=SIGNATURE, message="m"), result(B)]

    done, text = bring("prune", HEAD + entry(A, more="inconclusive = true\n") + entry(B), rows)

    assert done.status == 0, done.complaints
    assert text == HEAD + entry(A, more="inconclusive = true\n")


# --------------------------------------------------------------------------- what is unsupported

LACKS = {"lacks": "sendmsg: there is no such word", "message": "target does not offer sendmsg: there is no such word"}


@pytest.mark.parametrize(("pinned", "status"), [
    (None, 0), ([], 1), (["sendmsg"], 0), (["sendmsg: there is no such word"], 0), (["sendmsg: *"], 0), (["*"], 0), (["recvmsg"], 1), (["send"], 1)])
def test_where_the_unsupported_is_pinned_a_new_one_fails(harness, record, tmp_path, pinned, status):
    path = tmp_path / "mine.toml"
    path.write_text("" if pinned is None else f"unsupported = {pinned}\n")

    done = harness("gate", record("run", [result(A, "unsupported", **LACKS)]), "--baseline", path)

    assert done.status == status
    assert ("newly unsupported: offer it, or list it under `unsupported`" in done.output) is (status == 1)
    assert ("target does not offer sendmsg: there is no such word" in done.output)


def test_what_is_unsupported_is_pinned_on_demand_and_kept_up_from_then_on(bring, harness, tmp_path):
    more = result(B, "unsupported", lacks="sendfile: no", message="target does not offer sendfile: no")
    _, text = bring("update", HEAD + entry("suites/b.py::test_x"), [result(A, "unsupported", **LACKS)], "--pin")

    done, kept = bring("update", text, [result(A, "unsupported", **LACKS), more])

    assert text == HEAD + 'unsupported = [\n    "sendmsg: there is no such word",\n]\n' + entry("suites/b.py::test_x")
    assert baseline.load(tmp_path / "mine.toml").unsupported == ["sendmsg: there is no such word", "sendfile: no"]
    assert "+ unsupported: sendfile: no" in done.complaints and kept.startswith(HEAD)
    assert harness("gate", tmp_path / "run", "--baseline", tmp_path / "mine.toml").status == 0


def test_pins_are_inherited(tmp_path):
    (tmp_path / "system.toml").write_text('unsupported = ["sendmsg"]\n')
    (tmp_path / "plain.toml").write_text('inherits = "system"\n')
    (tmp_path / "more.toml").write_text('inherits = "system"\nunsupported = ["recvmsg"]\n')

    assert baseline.load(tmp_path / "plain.toml").unsupported == ["sendmsg"]
    assert baseline.load(tmp_path / "more.toml").unsupported == ["recvmsg", "sendmsg"]


# --------------------------------------------------------------------------- lint

REAL = "harness/tests/sample_suite.py::test_accept_waits"


@pytest.mark.parametrize(("text", "complaint"), [
    (entry(REAL, more="expires = 2026-02-01\n"), "has expired on 2026-02-01; mend the target, or give the entry another date"),
    (entry("harness/tests/sample_suite.py::test_gone"), "is the name of no test; remove the entry, or correct the name"),
    (entry("suites/gone.py::test_*"), "is the name of no test"),
    (entry(REAL).replace("so it is", " "), "says no reason; add why it is accepted"),
    (entry(REAL, ""), "has no signature"),
    (entry(REAL).replace("2026-01-01", "2999-01-01"), "was listed on 2999-01-01, which is to come"),
    (entry(REAL, more='link = "somewhere"\n'), "has the link 'somewhere', which leads nowhere"),
    ('inherits = "system"\n' + entry(REAL), "is inherited with the same signature; remove the entry"),
])
def test_lint_tells_what_is_wrong_where_and_what_to_do(harness, tmp_path, text, complaint):
    (tmp_path / "system.toml").write_text(entry(REAL))
    (tmp_path / "mine.toml").write_text(text)

    status, output, _ = harness("baseline", "lint", tmp_path / "mine.toml")

    number = next(number for number, line in enumerate(text.splitlines(), 1) if "test = " in line)
    assert status == 10
    assert output.startswith(f"{tmp_path / 'mine.toml'}, line {number}: ") and complaint in output and output.count("\n") == 1


def test_what_comes_with_the_harness_is_in_order(harness):
    assert harness("baseline", "lint") == (0, "", "")


def test_a_file_that_cannot_be_read_is_one_sentence(harness, tmp_path):
    (tmp_path / "mine.toml").write_text("[[deviation]]\ntest = 1\n")

    status, _, complaints = harness("baseline", "lint", tmp_path / "mine.toml")

    assert status == 4
    assert str(tmp_path) in complaints and complaints.count("\n") == 1


def test_every_baseline_that_comes_with_the_harness_is_kept_as_it_is_where_nothing_changed(harness, record):
    folder = Path(baseline.__file__).parent.parent / "suites" / "baselines"
    for path in sorted(folder.glob("*.toml")):
        done = harness("baseline", "prune", record(path.stem, [result("suites/a.py::test_a")]), "--baseline", path, "--dry-run")

        assert (done.status, done.output) == (0, ""), path
