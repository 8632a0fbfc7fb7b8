"""The commands: what they print, write and return. Exit codes 0 passed, 1 not all, 2 usage, 3 our fault."""

import contextlib
import csv
import functools
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

from grader.cli import COMMANDS, check_command, main, run_command
from grader.errors import OperatorError
from grader.grading.grade import Plan
from grader.model import Report, Submission
from grader.report import text
from grader.report.document import json_schema
from grader.sandbox import levels, sandbox
from grader.sandbox.sandbox import Sandbox
from tests.classroom.course import RIGHT, course_in
from tests.command import grader
from tests.effort import NO_SEARCH, with_few_cases

from ..wrong_answers import wrong_answers

ROOT = Path(__file__).parent.parent.parent
WRONG = wrong_answers("conv-layer")


def started(*arguments: str | Path, **options) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own."""
    command = [sys.executable, "-m", "grader", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=ROOT, **options)


pytestmark = pytest.mark.usefixtures("kept_zygotes")


@pytest.fixture(autouse=True)
def _checks_run_few_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `grader check` within this process run a case of each kind."""
    real = check_command.graded

    def graded(submission: Submission, planned: Plan, *rest: object) -> Report:
        return real(submission, with_few_cases(replace(planned, effort=NO_SEARCH)), *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(check_command, "graded", graded)


@pytest.fixture
def solved(tmp_path: Path, solution: str) -> Path:
    path = tmp_path / "conv.py"
    path.write_text(solution)
    return path


# ------------------------------------------------------------------------------------- check


def test_check_of_a_right_solution_exits_0_with_full_marks(solved: Path) -> None:
    done = started("check", solved)
    assert (done.returncode, done.stderr) == (0, "")
    assert "50.00 of 50" in done.stdout.splitlines()[0]
    assert "Drawn from the public seed" in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("id", WRONG)
def test_the_report_of_a_wrong_answer_shows_what_is_wrong(id: str, grade_source, solution: str) -> None:
    exercises = {name.partition(".")[0] for name in WRONG[id].fails}
    files = {WRONG[id].file: WRONG[id].source, "zz_what_it_lacks.py": solution}  # as `grader verify` completes it
    whole = text.render(grade_source(files, *exercises))
    assert "Next: " in whole
    assert re.search("Slides?: ", whole)
    fails = WRONG[id].fails
    for name in fails:
        exercise, _, criterion = name.partition(".")
        assert f"-- {exercise}:" in whole
        if criterion in ("values", "dx", "dw", "db") and f"{exercise}.shape" not in fails:
            wrong = "out" if criterion == "values" else criterion
            shown = " ".join(whole.split())
            assert re.search(rf"{wrong}(\[[\d, ]+\])? is \S+; it should be \S+\. .+ = −?\d", shown) or (
                " in place; the caller" in shown
            )


def test_check_shows_the_first_wrong_number_with_its_sum(tmp_path: Path, solution: str) -> None:
    (tmp_path / "conv.py").write_text(solution + "\n_m = conv_map\ndef conv_map(x, w, b): return _m(x, w, b) + 1\n")
    shown = grader("check", tmp_path / "conv.py", "-v").stdout
    assert "conv_map(x (1, 5, 5), w (1, 3, 3), b=0)" in shown
    assert "out[0, 0] is 7; it should be 6." in shown
    assert "(−1)·3 + (−1)·4 + 5·3 + (−1)·2 + (−1)·0 = 6" in shown


@pytest.mark.slow
def test_check_prints_one_screen_and_everything_when_asked() -> None:
    path = ROOT / "examples" / "class" / "hana.py"
    done, whole = grader("check", path), grader("check", path, "-v").stdout
    short = done.stdout.splitlines()
    assert done.returncode == 1
    assert len(short) <= 24
    assert max(map(len, short)) <= 80
    assert "-v shows everything, --exercise NAME one exercise." in short
    assert whole.count("Think: ") == 4
    alone = grader("check", path, "--exercise", "conv_map").stdout
    assert alone.count("Think: ") == 1
    assert "conv_map: " in alone
    assert "conv_forward: " not in alone


def test_a_note_is_not_cut_where_there_is_room_for_it(tmp_path: Path, solution: str) -> None:
    (tmp_path / "conv.py").write_bytes(solution.encode() + "# größe\n".encode("cp1252"))
    shown = " ".join(grader("check", tmp_path / "conv.py").stdout.split())
    assert "the file was read as cp1252. Save it as UTF-8" in shown
    assert "…" not in shown


def test_check_names_the_functions_of_other_assignments_and_how_to_grade_them(tmp_path: Path, solution: str) -> None:
    (tmp_path / "layers.py").write_text(solution + "\ndef max_pool_forward(x, p): pass\ndef relu_forward(x): pass\n")
    shown = " ".join(grader("check", tmp_path / "layers.py").stdout.split())
    assert "Not graded: relu_forward (add -a fully-connected); max_pool_forward (add -a pooling)" in shown
    assert "Not graded" not in grader("check", tmp_path / "layers.py", "-a", "conv-layer").stdout


@pytest.mark.slow
@pytest.mark.parametrize("kernels", ["Nehalem", "Haswell"])
def test_a_child_rounds_as_the_grader_does(kernels: str, tmp_path: Path) -> None:
    # This wrong answer returns rounding errors, so it is only named if both sides use one BLAS.
    seed = tmp_path / "seed"
    seed.write_text("verify-1")
    wrong = tmp_path / "tiny_step.py"
    wrong.write_text(wrong_answers("fully-connected")["tiny-step"].source)
    environment = {**os.environ, "OPENBLAS_CORETYPE": kernels}
    done = started("check", wrong, "-a", "fully-connected", "--seed-file", seed, "-v", env=environment)
    assert "Try steps of 0.25, 1e-6 and 1e-12." in done.stdout


def test_check_writes_json_that_follows_the_schema(solved: Path, tmp_path: Path) -> None:
    on_stdout = json.loads(grader("check", solved, "--json", "-").stdout)
    grader("check", solved, "--json", tmp_path / "report.json")
    in_file = json.loads((tmp_path / "report.json").read_text())
    jsonschema.validate(on_stdout, json_schema())
    assert on_stdout == in_file
    assert on_stdout["score"] == 50


def test_check_neutralises_what_a_student_writes_into_the_terminal(tmp_path: Path) -> None:
    evil = "def conv_single(x, w, b):\n    raise ValueError('\\x1b[2J\\x1b]0;owned\\x07 \\u202e\\n50 of 50')\n"
    (tmp_path / "\x1b[31mred.py").write_text(evil)
    done = grader("check", tmp_path / "\x1b[31mred.py")
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout
    assert "\\u001b[2J" in done.stdout


def test_a_cold_check_imports_only_what_it_needs(solved: Path) -> None:
    code = (
        "import sys\nfrom grader.cli import main\n"
        f"try: main(['check', {str(solved)!r}])\n"
        "except SystemExit: pass\n"
        "print(sorted({'rich', 'jupytext', 'nbformat', 'scipy', 'asyncio', 'numpy.random'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=60)
    assert done.stdout.splitlines()[-1] == "[]"


# --------------------------------------------------------------------------------- usage errors


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["check", "nowhere.py"], "there is no file or folder 'nowhere.py'. There are: "),
        (["check", "READM.md"], "there is no file or folder 'READM.md'. Did you mean README.md? There are: "),
        (["check", "exmples/class/ada.py"], "there is no folder 'exmples'. Did you mean examples? There are: "),
        (["run", "examples/class", "--source", "canvs"], "there is no source 'canvs'. Did you mean canvas?"),
        (["check", "setup.py", "--dialect", "cs231"], "there is no dialect 'cs231'. Did you mean cs231n?"),
        (["completion", "bsh"], "Did you mean bash?"),
        (["list", "--lang", "dee"], "there is no language 'dee'. Did you mean de?"),
        (["history", "none.db"], "there is no gradebook 'none.db'. There are: none. `grader run --gradebook none.db`"),
        (["report", "docs", "--out", "x"], "docs is a folder, and a gradebook is a file"),
        (["check", "README.md"], "is no submission: give a .py, .ipynb, .zip or a folder"),
        (
            ["check", "setup.py", "-a", "conv-layer", "--exercise", "conv"],
            "conv-layer has no exercise 'conv'. Did you mean conv_map? There are:",
        ),
        (
            ["check", "setup.py", "-a", "conv-laier"],
            "there is no assignment 'conv-laier'. Did you mean conv-layer? There are: bug-hunt, conv-layer",
        ),
        (["explain", "sharpn"], "Did you mean sharpen?"),
        (["start", "nothing"], "there is no assignment 'nothing'"),
        (["frobnicate"], "there is no command 'frobnicate'. There are: list, start"),
        (["chekc"], "there is no command 'chekc'. Did you mean check?"),
        (["run", "examples/class", "-a", "conv-layer"], "--out"),
        (["list", "--assignments", "docs"], "no assignment in this folder"),
    ],
)
def test_a_usage_error_exits_2_and_says_what_to_do(arguments: list[str], sentence: str) -> None:
    done = grader(*arguments)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_an_authors_problems_are_listed_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "conv-layer"
    folder.mkdir()
    (folder / "assignment.toml").write_text(
        'title = "T"\nslides = []\n[[exercise]]\nid = "conv_map"\ntitle = ""\nslide = ""\n'
        'criteria = [{ id = "v", check = "colour", points = 1 }]\n[[exercise]]\nid = "conv_x"\ntitel = ""\n'
    )
    (folder / "cases.toml").write_text('[[case]]\nid = "a"\n[[cases]]\n')
    done = grader("check", "setup.py", "-a", "conv-layer", "--assignments", tmp_path)
    assert done.returncode == 2
    for part in ("exercise[0]", "'colour'", "exercise[1]", "case[0]", "unknown table [[cases]]"):
        assert part in done.stderr


def test_a_fault_of_ours_exits_3_without_a_traceback(monkeypatch, capsys, solved: Path) -> None:
    monkeypatch.setattr("grader.submissions.reading.load_submission", lambda *_: 1 / 0)
    with pytest.raises(SystemExit) as stopped:
        main(["check", str(solved)])
    assert stopped.value.code == 3
    error = capsys.readouterr().err
    assert "The grader itself failed (ZeroDivisionError" in error
    assert "Traceback" not in error


# --------------------------------------------------------------------------- list, start, doctor


def test_list_names_exercises_and_points() -> None:
    shown = grader("list").stdout
    assert "conv-layer: The convolution layer, 50 points" in shown
    assert all(name in shown for name in ("conv_single", "conv_map", "conv_forward", "conv_backward"))
    documents = json.loads(grader("list", "--json", "-").stdout)
    assert len(documents) == 11
    (document,) = [one for one in documents if one["id"] == "conv-layer"]
    assert sum(exercise["points"] for exercise in document["exercises"]) == document["points"] == 50


def test_start_writes_files_that_can_be_checked_and_never_overwrites(tmp_path: Path) -> None:
    done = grader("start", "conv-layer", tmp_path / "mine")
    assert done.returncode == 0
    module = tmp_path / "mine" / "conv_layer.py"
    assert "0.00 of 50" in grader("check", module).stdout.splitlines()[0]
    assert "0.00 of 50" in grader("check", tmp_path / "mine" / "conv_layer.ipynb").stdout.splitlines()[0]
    module.write_text("my work")
    again = grader("start", "conv-layer", tmp_path / "mine")
    assert again.returncode == 2
    assert module.read_text() == "my work"


@pytest.mark.confined
def test_doctor_states_the_level_that_is_in_force(solved: Path) -> None:
    done = grader("doctor")
    assert done.returncode == 0
    level = json.loads(grader("check", solved, "--json", "-").stdout)["isolation"]
    assert f"Isolation level in force: {level}, {levels.MEANING[level]}" in done.stdout
    for layer, (meaning, _) in levels.EXPLAINED.items():
        assert re.search(rf"{layer} +.*: {re.escape(meaning)}", done.stdout)


def test_explain_works_an_example_out() -> None:
    assert "3·1/3 + 5·1/3 + 2·1/3 = 10/3" in grader("explain", "box-shrink").stdout
    listed = grader("explain", "--list").stdout
    assert all(name in listed for name in ("sharpen", "illegal-stride", "max-pool", "quiz-weights"))


# --------------------------------------------------------------------------------------- run


@pytest.fixture
def small_class(tmp_path: Path) -> Path:
    folder = course_in(tmp_path).submissions
    folder.mkdir()
    (folder / "ada.py").write_text(RIGHT)
    (folder / "bob").mkdir()
    (folder / "bob" / "conv.py").write_text(RIGHT.replace("conv_map", "konv_map"))
    (folder / "=cmd.py").write_text("def conv_single(: pass")
    (folder / "eve.docx").write_bytes(b"PK")
    (folder / "fay").mkdir()
    (folder / "gil.ipynb").write_text("{}")
    (folder / "gil.py").write_text("")
    return folder


def two(small_class: Path) -> tuple[str | Path, ...]:
    """Return the options that grade a class by the assignment of two exercises beside it."""
    return "-a", "two", "--assignments", small_class.parent / "assignments"


def run_with(monkeypatch: pytest.MonkeyPatch, layers: set[str], *arguments: str | Path) -> Result:
    """Grade a class on a machine that has these layers only."""
    monkeypatch.setattr(sandbox, "Sandbox", functools.partial(Sandbox, layers))
    texts = [str(argument) for argument in arguments]
    return CliRunner().invoke(run_command.command, texts, catch_exceptions=False)


@pytest.mark.confined
def test_a_weak_level_stops_a_run_and_says_what_is_missing(monkeypatch, small_class: Path, tmp_path: Path) -> None:
    arguments = (small_class, *two(small_class), "--out", tmp_path / "out")
    with pytest.raises(OperatorError) as stopped:
        run_with(monkeypatch, {"limits", "uid"}, *arguments, "--level", "B")
    message = str(stopped.value)
    assert "level B is asked for, but a child proved only D" in message
    assert f"landlock (switched off): {levels.EXPLAINED['landlock'][1]}" in message
    assert "grader doctor" in message
    assert "--allow-weak" in message
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_allow_weak_grades_at_level_d_and_marks_every_report(monkeypatch, small_class: Path, tmp_path: Path) -> None:
    arguments = (small_class, *two(small_class), "--out", tmp_path / "out", "--allow-weak")
    done = run_with(monkeypatch, {"limits", "uid"}, *arguments)
    assert done.exit_code == 0
    assert "Warning: isolation level D" in done.output
    reports = list((tmp_path / "out").glob("*/report.json"))
    assert len(reports) == 7
    assert {json.loads(report.read_text())["isolation"] for report in reports} == {"D"}


@pytest.mark.slow
def test_level_c_is_accepted_with_a_note_unless_b_is_asked_for(monkeypatch, small_class: Path, tmp_path: Path) -> None:
    arguments = (small_class, *two(small_class), "--out", tmp_path / "out")
    c = {"limits", "uid", "seccomp"}
    done = run_with(monkeypatch, c, *arguments)
    assert (done.exit_code, "Note: isolation level C" in done.output) == (0, True)
    with pytest.raises(OperatorError, match="level B is asked for, but a child proved only C"):
        run_with(monkeypatch, c, *arguments, "--level", "B")


@pytest.mark.confined
def test_run_gives_everyone_a_result_and_exits_0(small_class: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = grader("run", small_class, *two(small_class), "--out", out)
    assert done.returncode == 0
    with open(out / "summary.csv", newline="") as stream:
        rows = {row["student"]: row for row in csv.DictReader(stream)}
    assert rows.keys() == {"ada", "bob", "'=cmd", "eve", "fay", "gil.ipynb", "gil.py"}
    assert (rows["ada"]["score"], rows["ada"]["status"]) == ("5", "passed")
    assert rows["bob"]["conv_map"] == "0"
    assert "is not a .py" in rows["eve"]["notes"]
    assert "no .py or .ipynb" in rows["fay"]["notes"]
    for student in ("ada", "=cmd", "eve", "fay"):
        jsonschema.validate(json.loads((out / student / "report.json").read_text()), json_schema())
        assert (out / student / "report.txt").read_text().endswith("\n")


@pytest.mark.slow
def test_run_twice_writes_the_same_bytes(small_class: Path, tmp_path: Path) -> None:
    written = []
    for name in ("one", "two"):
        grader("run", small_class, *two(small_class), "--out", tmp_path / name)
        written.append(
            {p.relative_to(tmp_path / name): p.read_bytes() for p in (tmp_path / name).rglob("*.*") if p.is_file()}
        )
    assert written[0] == written[1]


@pytest.mark.slow
def test_run_shows_a_table_on_a_terminal_and_plain_lines_in_a_pipe(small_class: Path, tmp_path: Path) -> None:
    pty = pytest.importorskip("pty", reason="this system opens no terminals of this kind")
    command = [
        sys.executable,
        "-m",
        "grader",
        "run",
        str(small_class),
        *map(str, two(small_class)),
        "--out",
        str(tmp_path / "out"),
    ]
    ours, theirs = pty.openpty()
    process = subprocess.Popen(command, stdout=theirs, stderr=theirs, cwd=ROOT, env={**os.environ, "COLUMNS": "100"})
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:
            break
        if not part:
            break
        shown += part
    assert process.wait() == 0
    assert "not passed" in shown.decode()
    assert "\x1b" not in grader("run", small_class, *two(small_class), "--out", tmp_path / "out").stdout


@pytest.mark.slow
def test_run_with_a_seed_file_draws_other_cases(small_class: Path, tmp_path: Path) -> None:
    (tmp_path / "seed").write_text("correct horse\n")
    grader("run", small_class, *two(small_class), "--out", tmp_path / "out", "--seed-file", tmp_path / "seed")
    report = json.loads((tmp_path / "out" / "ada" / "report.json").read_text())
    public = json.loads(grader("check", small_class / "ada.py", *two(small_class), "--json", "-").stdout)
    assert report["score"] == 5
    assert report["seed_digest"] != public["seed_digest"]


def test_a_full_disk_is_said_and_leaves_no_half_report(small_class: Path, tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="this system limits no files")

    def limit() -> None:  # no file may grow beyond 1 KiB: as if the disk were full
        resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024))

    out = tmp_path / "out"
    uncompiled = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}  # Python would leave compiled modules half written
    done = started("run", small_class, *two(small_class), "--out", out, preexec_fn=limit, env=uncompiled)
    assert done.returncode == 2
    assert "cannot write" in done.stderr
    assert "Traceback" not in done.stderr
    for path in out.rglob("*"):
        assert path.is_dir() or (path.name[0] != "." and path.read_bytes().endswith(b"\n"))


@pytest.mark.slow
def test_a_compiled_module_that_a_full_disk_cut_short_is_no_traceback(tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONPYCACHEPREFIX": str(tmp_path)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    assert started("list", env=environment).returncode == 0
    for module in ("grader/authoring/assignment", "grader/cli/__init__"):  # loaded by a command, and before any
        [compiled] = tmp_path.rglob(f"{module}.*.pyc")
        whole = compiled.read_bytes()
        for length in (3072, 3073, 3076):  # Python's words for it differ with what is missing
            compiled.write_bytes(whole[:length])
            done = started("list", env=environment)
            assert done.returncode == 3
            assert "Traceback" not in done.stderr
            assert "Stopped" not in done.stderr
            assert f"delete every folder __pycache__ in {tmp_path}" in done.stderr
        compiled.write_bytes(whole)


@pytest.mark.confined
def test_a_link_leads_nowhere(small_class: Path, tmp_path: Path) -> None:
    (small_class / "eve.py").symlink_to(small_class / "ada.py")
    grader("run", small_class, *two(small_class), "--out", tmp_path / "out")
    report = json.loads((tmp_path / "out" / "eve.py" / "report.json").read_text())
    assert report["score"] == 0
    assert "is a link" in report["notes"][0]


def test_results_do_not_go_into_the_class(small_class: Path) -> None:
    for out in (small_class, small_class / "out"):
        done = grader("run", small_class, *two(small_class), "--out", out)
        assert done.returncode == 2
        assert "inside the class" in done.stderr


@pytest.mark.confined
def test_a_failure_of_the_grader_on_one_submission_is_its_own_row_and_exits_3(
    small_class: Path, tmp_path: Path, monkeypatch, capsys
) -> None:
    import grader.classroom.work as module

    real = module.grade_exercises

    def faulty(submission, *rest):
        if submission.name == "ada.py":
            raise ZeroDivisionError
        return real(submission, *rest)

    monkeypatch.setattr(module, "grade_exercises", faulty)
    with pytest.raises(SystemExit) as stopped:
        main(["run", str(small_class), *map(str, two(small_class)), "--out", str(tmp_path / "out")])
    assert stopped.value.code == 3
    assert "The grader itself failed on: ada." in capsys.readouterr().err
    with open(tmp_path / "out" / "summary.csv", newline="") as stream:
        rows = {row["student"]: row for row in csv.DictReader(stream)}
    assert (rows["ada"]["score"], rows["ada"]["status"]) == ("", "broken")
    assert rows["bob"]["status"] == "failed"


def test_an_empty_class_is_said(tmp_path: Path) -> None:
    (tmp_path / "class").mkdir()
    done = grader("run", tmp_path / "class", "-a", "conv-layer", "--out", tmp_path / "out")
    assert done.returncode == 2
    assert "is empty" in done.stderr


# ------------------------------------------------------------------------------------ verify


@pytest.mark.slow
def test_verify_notices_what_does_not_hold(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "assignments", tmp_path, dirs_exist_ok=True)
    folder = tmp_path / "conv_layer"
    shutil.rmtree(folder / "wrong")
    (folder / "wrong").mkdir()
    (folder / "wrong" / "right-after-all.py").write_text("")
    (folder / "wrong.toml").write_text(
        '[[wrong]]\nid = "right-after-all"\nfails = ["conv_map.values"]\nwhy = "Nothing."\n'
    )
    lesson = (folder / "lesson.py").read_text()
    assert lesson.count("# begin solution") == 4
    (folder / "lesson.py").write_text(lesson.replace("return dx, dw, db", "return dx, dw, db + 1"))
    done = grader("verify", "conv-layer", "--assignments", tmp_path)
    assert done.returncode == 1
    assert "wrong/right-after-all (verify-1): conv_map.values should fail but passed" in done.stdout
    assert "solution (verify-1): conv_backward.db should pass but did not" in done.stdout


@pytest.mark.slow
def test_verify_names_a_wrong_file_that_does_not_say_what_it_fails(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "assignments", tmp_path, dirs_exist_ok=True)
    folder = tmp_path / "conv_layer"
    (folder / "wrong" / "silent.py").write_text("")
    (folder / "wrong.toml").write_text(
        (folder / "wrong.toml").read_text() + '[[wrong]]\nid = "typo"\nfails = "conv_map.values"\nwhy = "Nothing."\n'
    )
    done = grader("verify", "--assignments", tmp_path)
    assert done.returncode == 2
    assert "conv-layer/wrong/silent.py: wrong.toml has no [[wrong]] with id silent" in done.stderr
    assert "conv-layer/wrong.toml: wrong[" in done.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str) -> None:
    done = grader(name, "--help")
    assert done.returncode == 0
    assert f"grader {name}" in done.stdout


# ------------------------------------------------------------------------- first steps of others


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["help"], 0, "Usage: grader [OPTIONS] COMMAND"),
        (["help", "check"], 0, "Usage: grader check [OPTIONS] FILE"),
        (["help", "chek"], 2, "Did you mean check?"),
        (["check", "README.md", "LICENSE"], 2, "give one submission: a file, or the folder that holds its files"),
        (["check", "https://example.org/conv.py"], 2, "is an address; download it first and give the file"),
    ],
)
def test_what_people_try_first_is_answered(arguments: list[str], code: int, sentence: str) -> None:
    done = grader(*arguments)
    assert done.returncode == code
    assert sentence in done.stdout + done.stderr


def test_a_folder_that_was_deleted_under_the_shell_is_said(tmp_path: Path, capsys) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    with contextlib.chdir(gone):
        gone.rmdir()
        with pytest.raises(SystemExit) as ended:
            main(["check", "../conv.py"])
    assert ended.value.code == 2
    assert "the folder that you are in does not exist any more" in capsys.readouterr().err


def test_a_students_json_py_is_not_pythons(solved: Path) -> None:
    for name in ("json", "click", "signal", "numpy", "typing"):
        (solved.parent / f"{name}.py").write_text("raise SystemExit('this is not the module you want')\n")
    command = [sys.executable, "-m", "grader", "check", solved.name]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=solved.parent, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_nothing_is_said_of_a_seed_where_none_draws_anything(tmp_path: Path) -> None:
    (tmp_path / "statements.py").write_text("def same_features():\n    return 'A'\n")
    assert "public seed" not in grader("check", tmp_path / "statements.py", "-a", "statements").stdout
    (tmp_path / "conv.py").write_text("def conv_single(x, w, b):\n    return 0\n")
    assert "public seed" in grader("check", tmp_path / "conv.py", "-a", "conv-layer").stdout
