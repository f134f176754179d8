"""The files people write: targets, requirements, baselines. What is wrong in one is said in one sentence, with the place and the cure."""
import datetime

import pytest

from harness import baseline, options, requirements, targets
from harness.requirements import Level, Requirement, passed_over
from harness.tomlfiles import BadFile
from harness.verdicts import Standing, Verdict

TODAY = datetime.date(2026, 6, 1)


@pytest.fixture
def write(tmp_path):
    """``write("name.toml", text)`` is a file of that content."""

    def write(name, text):
        path = tmp_path / name
        path.write_text(text)
        return path

    return write


# --------------------------------------------------------------------------- targets

def test_a_target_file_needs_only_an_agent(write):
    target = targets.load(write("mine.toml", 'agent = ["{python}", "{here}/agent.py"]\n[env]\nLD_PRELOAD = "{here}/shim.so"\n'))

    assert (target.name, target.baseline, target.kernel, target.link) == ("mine", "mine", "linux", "kernel")
    assert target.argv[1].endswith("/agent.py") and target.argv[1].startswith("/")
    assert target.environment["LD_PRELOAD"].endswith("/shim.so")


def test_a_program_named_by_a_path_is_meant_from_the_files_folder(write):
    path = write("mine.toml", 'agent = ["./agent", "--fast"]')

    assert targets.load(path).argv == [str(path.parent / "agent"), "--fast"]


@pytest.mark.parametrize(("text", "complaint"), [
    ("agent = []", "`agent` is empty"),
    ('agent = [""]', "`agent` is empty"),
    ('agent = "python agent.py"', '`agent` must be a list, ["..."], and it is a text'),
    ('agent = ["a", 1]', "each value in `agent` must be a text"),
    ('summary = "no agent"', "the key `agent` is missing"),
    ('agent = ["a"]\nlinks = "kernel"', "unknown key `links`, perhaps meant as `link`"),
    ('agent = ["{pyhton}", "a"]', "{pyhton}"),
    ('agent = ["a"]\nlink = "usb"', "usb"),
    ('agent = ["a"]\nlink = "descriptor"', "{link}"),
    ('agent = ["a", "{link}"]', "{link}"),
    ("agent = [", "not TOML"),
    ('agent = ["{built}"]', "there is none"),
    ('agent = ["{built}"]\n[build]\ncommand = ["cc"]', "the key `inputs` is missing in build; known there: command, inputs"),
    ('agent = ["{built}"]\n[build]\ncommand = []\ninputs = ["a"]', "`command` in `build` does not say {built}"),
    ('agent = ["{built}"]\n[build]\ncommand = ["cc", "a.c"]\ninputs = ["a"]', "`command` in `build` does not say {built}"),
    ('agent = ["a"]\n[env]\nPATH = 1', 'each value in `env` must be a text, "...", and one is a number'),
    ('agent = ["a"]\nenv = "A=1"', "`env` must be a table, and it is a text"),
    ('agent = ["a"]\nneeds = [""]', "`needs` has an empty text"),
    ('agent = ["a"]\nipv4 = "one"', "`ipv4` is 'one', which is no address of IPv4"),
    ('agent = ["a"]\nipv6 = "10.0.0.1"', "no address of IPv6"),
])
def test_a_bad_target_file_is_one_sentence_with_its_place(write, text, complaint):
    path = write("bad.toml", text)

    with pytest.raises(BadFile) as caught:
        targets.load(path)

    assert str(caught.value).startswith(f"{path}: ")
    assert complaint in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_unknown_target_names_those_there_are():
    with pytest.raises(BadFile, match="no target is called 'lwpi'; there are .*cpython"):
        targets.find("lwpi")


def test_a_target_file_that_is_not_there_is_one_sentence(tmp_path):
    with pytest.raises(BadFile, match="cannot be read"):
        targets.find(str(tmp_path / "gone.toml"))


def test_a_file_that_is_no_text_is_one_sentence(tmp_path):
    (tmp_path / "bytes.toml").write_bytes(b"agent = \xff")

    with pytest.raises(BadFile, match="not UTF-8"):
        targets.load(tmp_path / "bytes.toml")


def test_what_is_not_installed_is_said(write):
    target = targets.load(write("mine.toml", 'agent = ["a"]\nneeds = ["surely-not-there (apt install it)", "sh"]'))

    assert target.missing == ["surely-not-there (apt install it)"]


def test_an_input_that_is_not_there_is_one_sentence(write):
    target = targets.load(write("mine.toml", 'agent = ["{built}"]\n[build]\ncommand = ["cc", "{built}"]\ninputs = ["{here}/gone.c"]\n'))

    with pytest.raises(BadFile, match="gone.c, which `inputs` names"):
        target.make()


def test_an_input_that_is_a_folder_is_one_sentence_with_the_cure(write):
    target = targets.load(write("mine.toml", 'agent = ["{built}"]\n[build]\ncommand = ["cc", "{built}"]\ninputs = ["{here}"]\n'))

    with pytest.raises(BadFile, match="is a folder; name the files in it: .*/\\*"):
        target.make()


@pytest.mark.parametrize(("text", "complaint"), [
    ('agent = ["surely-not-there"]', "surely-not-there, which cannot be started: no such program is in PATH"),
    ('agent = ["./gone"]', "there is no file .*/gone; a path is meant from the folder of the target's file"),
    ('agent = ["./mine.toml"]', "the file may not be executed; chmod"),
    ('agent = ["./script"]', "its first line names /no/interpreter, which is not there"),
    ('agent = ["{python}"]\npython = "python9.9"', "{python}, here python9.9, which cannot be started"),
    ('agent = ["{python}"]\n[env]\nLD_PRELOAD = "{here}/libgone.so"', "LD_PRELOAD in `env` names .*/libgone.so, which is not there"),
])
def test_an_agent_that_cannot_be_started_is_one_sentence_with_the_cure(write, text, complaint):
    write("script", "#!/no/interpreter\n").chmod(0o755)

    with pytest.raises(BadFile, match=complaint):
        targets.load(write("mine.toml", text)).check_program()


def test_a_target_may_be_its_own_peer(write):
    target = targets.load(write("mine.toml", 'agent = ["sh"]\npeer = "mine"'))

    assert options.peer_of(target) is target
    assert options.peer_of(targets.find("lwip")).name == "cpython"


def test_an_agent_that_can_be_started_is_no_matter(write):
    write("libshim.so", "")
    script = write("script", "#!/bin/sh\n")
    script.chmod(0o755)

    for text in ('agent = ["sh"]', 'agent = ["./script"]', f'agent = ["{script}"]', 'agent = ["{python}"]\n[env]\nLD_PRELOAD = "{here}/libshim.so"'):
        targets.load(write("mine.toml", text)).check_program()


@pytest.mark.parametrize(("need", "is_there"), [
    ("module:json", True), ("module:surely_not_there (pip install it)", False),
    ("/proc/self", True), ("/proc/surely-not-there (another kernel)", False),
    ("library:libsurely-not-there.so (apt install it)", False),
    ("syscall:434", True), ("syscall:9999 (another kernel)", False),        # pidfd_open, and none
])
def test_needs_are_programs_modules_libraries_calls_and_files(write, need, is_there):
    target = targets.load(write("mine.toml", f'agent = ["a"]\nneeds = ["{need}"]'))

    assert target.missing == ([] if is_there else [need])


def test_modules_are_looked_for_in_the_interpreter_that_the_target_names(write):
    target = targets.load(write("mine.toml", 'agent = ["{python}"]\npython = "python-of-nobody"\nneeds = ["module:json"]'))

    assert (target.argv, target.missing) == (["python-of-nobody"], ["module:json"])


@pytest.fixture
def pyenv(tmp_path, monkeypatch):
    """``pyenv(version, program)`` installs a program; its shim stands first in PATH."""
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path / "shims"))

    def install(version, program):
        for folder in ("shims", f"versions/{version}/bin"):
            (tmp_path / folder).mkdir(parents=True, exist_ok=True)
            (tmp_path / folder / program).touch(0o755)
        return str(tmp_path / f"versions/{version}/bin" / program)

    return install


def test_a_program_that_pyenv_keeps_is_found_past_its_shim_in_the_newest_version(pyenv):
    pyenv("3.9.2", "python3.9")
    newest = pyenv("3.9.18", "python3.9")
    pyenv("3.10.1", "python3.10")

    assert targets.program("python3.9") == newest
    assert targets.program("python3.8") is None


# --------------------------------------------------------------------------- requirements

ENTRY = '[[requirement]]\nid = "posix:accept:waits"\nlevel = "MUST"\nsource = "POSIX"\nsummary = "accept waits"\n'


def test_requirements_are_found_by_id(write):
    found = requirements.load(write("a.toml", ENTRY).parent)

    assert found["posix:accept:waits"].level is Level.MUST
    assert len(found) == 1


def test_an_unknown_id_is_refused_with_the_nearest_there_is(write):
    found = requirements.load(write("a.toml", ENTRY).parent)

    with pytest.raises(requirements.UnknownRequirement, match="did you mean 'posix:accept:waits'"):
        _ = found["posix:accept:wait"]


@pytest.mark.parametrize(("text", "complaint"), [
    (ENTRY + ENTRY, "stands in a.toml too"),
    (ENTRY + "observable = false\n", "says no reason"),
    (ENTRY.replace("MUST", "PERHAPS"), "PERHAPS"),
    (ENTRY + 'sumary = "x"\n', "sumary"),
])
def test_a_bad_requirement_is_one_sentence_with_its_place(write, text, complaint):
    path = write("a.toml", text)

    with pytest.raises(BadFile) as caught:
        requirements.load(path.parent)

    assert str(caught.value).startswith(f"{path}: ")
    assert complaint in str(caught.value)


@pytest.mark.parametrize(("level", "linux", "kernel", "threshold", "gates"), [
    (Level.MUST, None, "", Level.MUST, True),
    (Level.SHOULD, None, "", Level.MUST, False),
    (Level.SHOULD, None, "linux", Level.MUST, False),
    (Level.SHOULD, "recv(2)", "linux", Level.MUST, True),
    (Level.SHOULD, "recv(2)", "", Level.MUST, False),
    (Level.SHOULD, None, "", Level.SHOULD, True),
    (Level.MAY, None, "", Level.SHOULD, False),
    (Level.MAY, None, "", Level.MAY, True),
    (Level.LINUX, None, "linux", Level.MUST, True),
    (Level.LINUX, None, "", Level.MAY, False),
])
def test_what_gates_depends_on_the_level_and_the_kernel(level, linux, kernel, threshold, gates):
    assert Requirement("a", level, "b", "c", linux=linux).gates(threshold, kernel) is gates


@pytest.mark.parametrize(("id", "asleep", "runtime", "waits", "lacking"), [
    ("posix:a", False, "c", "loop", None),
    ("posix:a", True, "c", "system", None),
    ("posix:a", True, "python", "loop", "a system call that sleeps"),
    ("python:a", False, "python", "system", None),
    ("python:a", False, "c", "system", "what Python promises"),
])
def test_whom_a_requirement_concerns_depends_on_the_runtime_and_on_how_it_waits(id, asleep, runtime, waits, lacking):
    passed_over = Requirement(id, Level.MUST, "b", "c", asleep=asleep).passes_over(runtime, waits)

    assert (passed_over and passed_over[0]) == lacking


@pytest.mark.parametrize(("levels", "kernel", "lacking"), [
    ([Level.LINUX], "linux", None),
    ([Level.LINUX], "lwip", "what only Linux documents"),
    ([Level.LINUX], "linux and lwip", "what only Linux documents"),
    ([Level.LINUX, Level.MAY], "lwip", "what only Linux documents"),
    ([Level.LINUX, Level.SHOULD], "lwip", None),
])
def test_what_only_linux_documents_concerns_no_other_kernel(levels, kernel, lacking):
    found = passed_over([Requirement("posix:a", level, "b", "c") for level in levels], kernel, "c", "system")

    assert (found and found[0]) == lacking


# --------------------------------------------------------------------------- baselines

def listed(test="suites/a.py::test_b[tcp4]", signature="raised EINVAL in target's recv", expires=None, **more):
    """An entry of a baseline."""
    return baseline.Entry(test, signature, "because", datetime.date(2026, 1, 1), expires, **more)


@pytest.mark.parametrize(("verdict", "signature", "gates", "entry", "expected"), [
    (Verdict.CONFORMS, None, True, None, Standing.PLAIN),
    (Verdict.DEVIATES, "s", True, None, Standing.UNEXPECTED),
    (Verdict.DEVIATES, "s", False, None, Standing.WARNS),
    (Verdict.DEVIATES, "raised EINVAL in target's recv", True, listed(), Standing.KNOWN),
    (Verdict.DEVIATES, "raised EPIPE in target's recv", True, listed(), Standing.CHANGED),
    (Verdict.DEVIATES, "raised EINVAL in target's recv", True, listed(expires=TODAY), Standing.EXPIRED),
    (Verdict.DEVIATES, "raised EINVAL in target's recv", True, listed(expires=TODAY + datetime.timedelta(1)), Standing.KNOWN),
    (Verdict.CONFORMS, None, True, listed(), Standing.STALE),
    (Verdict.INCONCLUSIVE, "raised EINVAL in target's recv", True, listed(), Standing.PLAIN),
    (Verdict.UNTESTED, None, True, listed(), Standing.PLAIN),
    (Verdict.UNSUPPORTED, None, True, listed(), Standing.PLAIN),
    (Verdict.CONFORMS, None, True, listed(inherited=True), Standing.PLAIN),
    (Verdict.DEVIATES, "raised EINVAL in target's recv", True, listed(inherited=True), Standing.KNOWN),
    (Verdict.DEVIATES, "raised EPIPE in target's recv", True, listed(signature="raised * in target's recv"), Standing.KNOWN),
    (Verdict.CONFORMS, None, True, listed("suites/a.py::test_b[*]"), Standing.PLAIN),
    (Verdict.CONFORMS, None, True, listed(sometimes=True), Standing.PLAIN),
    (Verdict.INCONCLUSIVE, "raised EINVAL in target's recv", True, listed(inconclusive=True), Standing.KNOWN),
    (Verdict.INCONCLUSIVE, "raised EPIPE in target's recv", True, listed(inconclusive=True), Standing.PLAIN),
    (Verdict.DEVIATES, "raised EINVAL in target's recv", True, listed(inconclusive=True), Standing.CHANGED),
])
def test_how_a_verdict_stands_to_its_entry(verdict, signature, gates, entry, expected):
    assert baseline.standing(verdict, signature, gates, entry, TODAY) is expected


def test_an_entry_without_brackets_is_about_every_case():
    found = baseline.Baseline([listed("suites/a.py::test_b"), listed("suites/a.py::test_b[tcp6]", "other")])

    assert found.entry("suites/a.py::test_b[tcp4]").signature == "raised EINVAL in target's recv"
    assert found.entry("suites/a.py::test_b[tcp6]").signature == "other"
    assert found.entry("suites/a.py::test_c[tcp4]") is None


def test_entries_without_a_test_are_found_in_files_collected_whole():
    gone = listed("suites/a.py::test_gone")
    elsewhere = listed("suites/other.py::test_gone")
    found = baseline.Baseline([listed(), gone, elsewhere])

    assert found.without_test({"suites/a.py::test_b[tcp4]"}, {"suites/a.py"}) == [gone]
    assert found.without_test({"suites/a.py::test_b[tcp4]"}, set()) == []


def test_a_pattern_excuses_what_fits_it_and_is_itself_in_vain_where_nothing_does():
    pattern = listed("suites/a.py::test_b[*-recv]", "parked in *")
    found = baseline.Baseline([pattern])
    parked, other = ("suites/a.py::test_b[tcp4-recv]", Verdict.DEVIATES, "parked in target's recv"), ("suites/a.py::test_b[tcp4-send]", Verdict.DEVIATES, "x")

    assert found.entry(*parked) is pattern
    assert found.entry(*other) is found.entry(parked[0], Verdict.DEVIATES, "raised EPIPE in target's recv") is None
    assert found.about(parked[0]) == [pattern]
    assert found.in_vain([parked, other], {"suites/a.py"}) == []
    assert found.in_vain([other], {"suites/a.py"}) == [pattern]
    assert found.in_vain([other], set()) == []


@pytest.mark.parametrize("unlearned", [Verdict.UNTESTED, Verdict.UNSUPPORTED])
def test_a_pattern_is_not_in_vain_where_what_it_is_about_was_not_tested(unlearned):
    found = baseline.Baseline([listed("suites/a.py::test_b[*-recv]", "parked in *")])

    assert found.in_vain([("suites/a.py::test_b[tcp4-recv]", unlearned, None)], {"suites/a.py"}) == []
    assert found.in_vain([("suites/a.py::test_b[tcp4-recv]", Verdict.CONFORMS, None)], {"suites/a.py"}) != []


def test_an_entry_may_list_several_tests_of_one_cause(write):
    found = baseline.load(write("b.toml", '[[deviation]]\ntest = ["a.py::t", "a.py::u[*]"]\nsignature = "s"\nwhy = "w"\nsince = 2026-01-01\n'))

    assert [entry.test for entry in found.entries] == ["a.py::t", "a.py::u[*]"]
    assert found.entry("a.py::t[x]").why == found.entry("a.py::u[x]", Verdict.DEVIATES, "s").why == "w"


def test_a_baseline_may_inherit_from_another_whose_entries_stand_behind_its_own(write):
    kernel = '[[deviation]]\ntest = "{}"\nsignature = "{}"\nwhy = "w"\nsince = 2026-01-01\n'
    write("kernel.toml", kernel.format("a.py::t", "the kernel's") + kernel.format("a.py::u", "the kernel's"))

    found = baseline.load(write("mine.toml", 'inherits = "kernel"\n' + kernel.format("a.py::t", "mine")))

    assert (found.entry("a.py::t").signature, found.entry("a.py::u").signature) == ("mine", "the kernel's")
    assert [entry.test for entry in found.without_test(set(), {"a.py"})] == ["a.py::t"]


@pytest.mark.parametrize(("text", "complaint"), [
    ('[[deviation]]\ntest = "t"', "the key `signature` is missing"),
    (2 * '[[deviation]]\ntest = "t"\nsignature = "s"\nwhy = "w"\nsince = 2026-01-01\n', "listed twice"),
    ('[[deviation]]\ntest = "t"\nsignature = "s"\nwhy = "w"\nsince = "soon"\n', "since"),
    ('[[deviation]]\ntest = "a*.py::t"\nsignature = "s"\nwhy = "w"\nsince = 2026-01-01\n', "behind the file's name"),
    ('[[deviations]]\ntest = "t"\n', "deviations"),
])
def test_a_bad_baseline_is_one_sentence_with_its_place(write, text, complaint):
    path = write("b.toml", text)

    with pytest.raises(BadFile) as caught:
        baseline.load(path)

    assert str(caught.value).startswith(f"{path}: ")
    assert complaint in str(caught.value)


def test_a_baseline_that_inherits_from_none_is_one_sentence(write):
    with pytest.raises(BadFile, match="gone.toml: cannot be read"):
        baseline.load(write("library.toml", 'inherits = "gone"\n'))


def test_baselines_that_inherit_from_each_other_are_one_sentence(write):
    write("one.toml", 'inherits = "other"\n')

    with pytest.raises(BadFile, match="inherits from itself"):
        baseline.load(write("other.toml", 'inherits = "one"\n'))
