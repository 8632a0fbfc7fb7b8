"""How long a student waits: ``grader check`` of a right solution as a whole process, from a cold start.

Goal: about half a second. Beside it, a fresh interpreter that only imports numpy.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

SUBMISSION = Path(__file__).parent.parent / "examples" / "class" / "boris.py"
COMMANDS = {
    "grader check": [sys.executable, "-m", "grader", "check", str(SUBMISSION), "-a", "conv-layer"],
    "import numpy": [sys.executable, "-c", "import numpy"],
}
ROUNDS = 15


def main() -> None:
    """Run both in turn and print medians."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(ROUNDS):
        for name, command in COMMANDS.items():
            start = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            times[name].append(time.perf_counter() - start)
    base = statistics.median(times["import numpy"])
    print(f"{'':<14}{'s':>8}{'ratio':>8}")
    for name, found in times.items():
        print(f"{name:<14}{statistics.median(found):>8.2f}{statistics.median(found) / base:>8.2f}")


if __name__ == "__main__":
    main()
