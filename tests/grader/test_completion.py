"""A shell completes commands, options, assignments and files, by what the program itself knows."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import grader

CLASS = Path(__file__).parent.parent.parent / "examples" / "class"
GRADER = Path(sys.executable).with_name("grader")


def completed(*words: str) -> set[str]:
    """Return what bash would offer for the last word."""
    return {line.partition(",")[2] for line in asked(*words).splitlines() if line}


def asked(*words: str) -> str:
    """Ask as bash does: the words so far, of which the last is not whole."""
    variables = {"_GRADER_COMPLETE": "bash_complete", "COMP_WORDS": " ".join(words), "COMP_CWORD": str(len(words) - 1)}
    done = subprocess.run([GRADER], env=os.environ | variables, capture_output=True, text=True, timeout=60, check=True)
    return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("grader", "he"), set()),
        (("grader", "exp"), {"explain", "export"}),
        (("grader", "start", "conv"), {"conv-layer", "convnet", "convolution-1d"}),
        (("grader", "check", "x.py", "-a", "conv-"), {"conv-layer"}),
        (("grader", "run", "class", "--all"), {"--allow-weak"}),
        (("grader", "similarity", "class", "--source", "moo"), {"moodle"}),
        (("grader", "check", '"my dir/my file.py"', "-a", "po"), {"pooling"}),
        (("grader", "check", "x.py", "-a", "pooling", "--exercise", "max"), {"max_pool_forward", "max_pool_backward"}),
        (("grader", "check", "x.py", "--exercise", "conv_s"), {"conv_single"}),
        (("grader", "verify", "conv-layer", "conv-l"), {"conv-layer"}),
        (("grader", "explain", "sharpen-l"), {"sharpen-layer", "sharpen-layer-backward"}),
        (("grader", "export", "book.db", "--format", "can"), {"canvas"}),
        (("grader", "check", "x.py", "--export", "gr"), {"gradescope="}),
        (("grader", "run", str(CLASS), "--only", "f"), {"fatima"}),
        (("grader", "run", "no-such-class", "--only", "f"), set()),
        (("grader", "report", "no-such.db", "-a", "c"), set()),
        (("grader", "history", "postgresql://nobody@localhost/nothing", "a"), set()),
    ],
)
def test_names_are_completed(words: tuple[str, ...], expected: set[str]) -> None:
    assert completed(*words) == expected


FILES = [  # words whose last one is a file's name, as far as it was typed
    ("grader", "report", "bo"),
    ("grader", "history", "bo"),
    ("grader", "feedback", "bo"),
    ("grader", "export", "bo"),
    ("grader", "check", "x.py", "--json", "bo"),
    ("grader", "run", "class", "--gradebook", "bo"),
    ("grader", "verify", "--json", "bo"),
]


@pytest.mark.parametrize("words", FILES, ids=" ".join)
def test_where_a_file_is_due_the_shell_completes_files(words: tuple[str, ...]) -> None:
    assert asked(*words).splitlines() == ["file,bo"]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gradebook with one student, and a course that keeps it."""
    folder = tmp_path_factory.mktemp("course")
    (folder / "class").mkdir()
    (folder / "class" / "luis.py").write_text("def correlate_image(x, k):\n    return x\n", encoding="utf-8")
    done = grader("run", "class", "-a", "image-filters", "--out", "out", "--gradebook", "book.db", cwd=folder)
    assert done.returncode == 0, done.stderr
    (folder / "course.toml").write_text('name = "A"\ngradebook = "book.db"\n', encoding="utf-8")
    return folder / "book.db"


@pytest.mark.slow
def test_students_and_assignments_of_a_gradebook_are_completed(book: Path) -> None:
    assert completed("grader", "history", str(book), "") >= {"luis"}
    assert completed("grader", "mark", str(book.parent / "course.toml"), "-a", "image-filters", "lu") == {"luis"}
    for command in ("report", "feedback", "export", "history"):
        assert completed("grader", command, str(book), "-a", "im") == {"image-filters"}
    assert completed("grader", "history", str(book), "-a", "image-filters", "lu") == {"luis"}


def test_a_file_behind_a_name_is_completed(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(book.parent)
    words = ("grader", "check", "x.py", "--export")
    assert completed(*words, "gradescope=bo") == {"gradescope=book.db"}
    assert completed(*words, "gradescope=./cl") == {"gradescope=./class/"}
    assert completed(*words, "gradescope=nowhere/x") == set()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_takes_what_is_printed(shell: str) -> None:
    done = subprocess.run([GRADER, "completion", shell], capture_output=True, text=True, timeout=60, check=True)
    assert f"{shell}_complete" in done.stdout
    if shutil.which(shell):
        parsed = subprocess.run(
            [shell, "-n"], input=done.stdout, capture_output=True, text=True, timeout=60, check=False
        )
        assert parsed.returncode == 0, parsed.stderr


BASH = """
eval "$(grader completion bash)"
complete -p grader convgrader
COMP_WORDS=(grader exp) COMP_CWORD=1
_grader_words grader exp grader
echo "${COMPREPLY[@]}"
COMP_WORDS=(convgrader check x.py --level A -a pool) COMP_CWORD=6
_grader_words convgrader pool -a
echo "${COMPREPLY[@]}"
"""
ZSH = """
autoload -U compinit && compinit -D
eval "$(grader completion zsh)"
echo $_comps[grader] $_comps[convgrader]
"""
FISH = """
grader completion fish | source
complete -C "grader exp"
complete -C "convgrader check x.py -a pool"
"""
SCRIPTS = {
    "bash": (BASH, ["explain export", "pooling", "-o default"]),
    "zsh": (ZSH, ["_grader_completion _grader_completion"]),
    "fish": (FISH, ["explain", "export", "pooling"]),
}


@pytest.mark.parametrize(("shell", "script", "shown"), [(name, *rest) for name, rest in SCRIPTS.items()], ids=SCRIPTS)
def test_a_shell_completes_both_names_of_the_command(shell: str, script: str, shown: list[str], tmp_path: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell} here: apt-get install {shell}")
    variables = {"PATH": f"{GRADER.parent}:{os.environ['PATH']}", "HOME": str(tmp_path)}
    command = [shell, "-c", script]
    done = subprocess.run(
        command, env=os.environ | variables, capture_output=True, text=True, timeout=120, check=False, cwd=tmp_path
    )
    assert all(part in done.stdout for part in shown), done.stdout + done.stderr
