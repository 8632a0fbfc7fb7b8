"""A shell completes commands, options, assignments and files, by what the program itself knows."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

GRADER = Path(sys.executable).with_name("grader")


def completed(*words: str) -> set[str]:
    """Ask as bash does: the words so far, of which the last is not whole."""
    asked = {"_GRADER_COMPLETE": "bash_complete", "COMP_WORDS": " ".join(words), "COMP_CWORD": str(len(words) - 1)}
    done = subprocess.run([GRADER], env=os.environ | asked, capture_output=True, text=True, timeout=60, check=True)
    return {line.partition(",")[2] for line in done.stdout.splitlines() if line}


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
    ],
)
def test_names_are_completed(words: tuple[str, ...], expected: set[str]) -> None:
    assert completed(*words) == expected


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_takes_what_is_printed(shell: str) -> None:
    done = subprocess.run([GRADER, "completion", shell], capture_output=True, text=True, timeout=60, check=True)
    assert f"{shell}_complete" in done.stdout
    if shutil.which(shell):
        parsed = subprocess.run(
            [shell, "-n"], input=done.stdout, capture_output=True, text=True, timeout=60, check=False
        )
        assert parsed.returncode == 0, parsed.stderr
