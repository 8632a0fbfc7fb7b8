"""What `check(f)` in a notebook takes: the first time, and again, by the clock and of processor time.

python benchmarks/notebook_check.py [--rounds 5] [--pause 2]

Between two checks there is a pause, as a student needs to read and to type. What another process does meanwhile, such
as to start, is in the processor time of the next check, and not in its seconds.
"""

import argparse
import resource
import statistics
import time
from pathlib import Path

FILE = Path(__file__).parent.parent / "examples" / "class" / "boris.py"
FUNCTION = "conv_forward"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pause", type=float, default=2, help="seconds between two checks")
    options = parser.parse_args()
    from grader import notebook
    from grader.submissions.reading import load_submission

    notebook.submission = lambda functions: load_submission(FILE)  # in place of a notebook's cells
    took = []
    for _ in range(options.rounds + 1):
        start, before = time.perf_counter(), used()
        str(notebook.check(FUNCTION))
        took.append((time.perf_counter() - start, used() - before))
        time.sleep(options.pause)
    first, *again = took
    print(f"{'':<20}{'seconds':>10}{'of processor':>14}")
    print(f"{'the first check':<20}{first[0]:>10.2f}{first[1]:>14.2f}")
    seconds, processor = (statistics.median(column) for column in zip(*again, strict=True))
    print(f"{'each one after it':<20}{seconds:>10.2f}{processor:>14.2f}")


def used() -> float:
    """Return the seconds of processor time that this process and those that it has ended have used."""
    each = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in each)


if __name__ == "__main__":
    main()
