"""Grade submissions with a process each, two at a time, as a shell loop would: pytest, or `otter run`.

Runs in the other graders' environment: standard library only. Writes scores.json beside the submissions.
"""

import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

JOBS = 2


def main(tool: str, work: Path, seconds: float) -> None:
    """Grade every folder of `work` that holds a submission."""
    grade = {"pytest": with_pytest, "otter": with_otter}[tool]
    folders = sorted(path.parent for path in work.glob("*/conv.*"))
    with ThreadPoolExecutor(JOBS) as pool:
        scores = dict(pool.map(lambda folder: (folder.name, grade(folder, seconds)), folders))
    (work / "scores.json").write_text(json.dumps(scores), encoding="utf-8")


def with_pytest(folder: Path, seconds: float) -> str:
    """Return how many of the ten tests passed, from pytest's last line."""
    code, output = run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"], folder, seconds)
    passed = re.search(r"(\d+) passed", output)
    if code in (0, 1) and re.search(r"\d+ (passed|failed)", output):
        return f"{int(passed[1]) if passed else 0} of 10"
    return ended(code)


def with_otter(folder: Path, seconds: float) -> str:
    """Return the sum of the scores in otter's results.json."""
    command = [sys.executable, "-m", "otter", "run", "-a", "../build/autograder.zip", "--no-logo", "conv.ipynb"]
    code, _ = run(command, folder, seconds)
    try:
        results = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ended(code)
    return f"{sum(test.get('score') or 0 for test in results['tests']):g} of 10"


def ended(code: int | None) -> str:
    """Say how a process ended that left no result."""
    if code is None:
        return "stopped, no result"
    return f"no result, exit code {code}"


def run(command: list[str], folder: Path, seconds: float) -> tuple[int | None, str]:
    """Run a command; None as its code if it had to be stopped."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    try:
        output, _ = process.communicate(timeout=seconds)
        return process.returncode, output
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        process.communicate()
        return None, ""


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3]))
