"""How long a student waits: whole commands, each as a process of its own, from a cold start.

Goal: 0.3 s for ``grader check`` of a right solution, 0.1 s for ``grader list``. Beside them, a fresh interpreter that
only imports numpy.
"""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

SUBMISSION = Path(__file__).parent.parent / "examples" / "class" / "boris.py"
COMMANDS = {
    "grader check": [sys.executable, "-m", "grader", "check", str(SUBMISSION), "-a", "conv-layer"],
    "grader list": [sys.executable, "-m", "grader", "list"],
    "grader --help": [sys.executable, "-m", "grader", "--help"],
    "import numpy": [sys.executable, "-c", "import numpy"],
}
ROUNDS = 15


def main() -> None:
    """Run all in turn and print medians."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    # An installed program has its bytecode; without it, compiling takes longer than everything else.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    for _ in range(ROUNDS):
        for name, command in COMMANDS.items():
            start = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
            times[name].append(time.perf_counter() - start)
    base = statistics.median(times["import numpy"])
    print(f"{'':<14}{'s':>8}{'ratio':>8}")
    for name, found in times.items():
        print(f"{name:<14}{statistics.median(found):>8.2f}{statistics.median(found) / base:>8.2f}")


if __name__ == "__main__":
    main()
