"""docs/authoring.md, followed literally: its files, its commands, what it says they print."""

import re
import subprocess
import sys
from pathlib import Path

from tests.test_docs import blocks, matches, named_files


def test_the_page_leads_from_an_empty_folder_to_a_released_assignment(tmp_path: Path) -> None:
    for name, text in named_files("authoring.md").items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    shown = blocks("authoring.md", "console")
    assert len(shown) == 3
    for block in shown:
        command, _, expected = block.partition("\n")
        words = re.sub(r"^\$ grader ", "", command).split()
        ran = subprocess.run(
            [sys.executable, "-m", "grader", *words], cwd=tmp_path, capture_output=True, text=True, timeout=120
        )
        assert matches(expected, ran.stdout), f"{command}\n{ran.stdout}{ran.stderr}"
