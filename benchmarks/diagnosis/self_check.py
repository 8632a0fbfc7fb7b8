"""A self-check, no more: is every knob of every wrong model explained, and every pair of knobs?

    python benchmarks/diagnosis/self_check.py [--every 20]

For each belief, in its first way, and for a sample of all pairs of beliefs: what somebody who holds them would answer
to the public cases is diagnosed. Prints how many are explained, how often the true one is in the class, how large the
class is, and how long it takes in processor time.
"""

import argparse
import itertools
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from grader.grading import diagnosis
from grader.topics.misconception import Knobs
from tests.grader.test_diagnosis import BELIEFS, is_seen, outcomes, planned
from tests.topics import FAMILIES

Held = tuple[str, str, str, Knobs]  # exercise, returned value, the belief's name, its knobs


def singles() -> Iterator[Held]:
    """Yield every belief in every returned value that it changes."""
    for exercise in FAMILIES:
        for output in planned(exercise).operation.returns:  # type: ignore[union-attr]
            for one in BELIEFS[exercise]:
                if output in one.outputs:
                    yield from ((exercise, output, one.id, knobs) for knobs in one.settings[:1])


def pairs() -> Iterator[Held]:
    """Yield every pair of beliefs that may be held at once."""
    for exercise in FAMILIES:
        for output in planned(exercise).operation.returns:  # type: ignore[union-attr]
            some = [one for one in BELIEFS[exercise] if output in one.outputs]
            for one, other in itertools.combinations(some, 2):
                yield exercise, output, f"{one.id}+{other.id}", one.settings[0] | other.settings[0]


def check(held: Iterator[Held], label: str) -> None:
    """Print how many of some beliefs are explained."""
    tried = explained = itself = 0
    sizes, milliseconds = [], []
    for exercise, output, name, knobs in held:
        answers = outcomes(exercise, output, knobs)
        if not is_seen(exercise, output, answers):
            continue
        tried += 1
        start = time.process_time()
        suspicions = diagnosis.suspect(FAMILIES[exercise], exercise, answers, planned(exercise).expected)
        milliseconds.append((time.process_time() - start) * 1e3)
        names = [{one.name for one in suspicion.explanations} for suspicion in suspicions]
        explained += any(names)
        itself += any(name in found for found in names)
        sizes += [len(found) for found in names if found]
    share = f"{explained} explained ({explained / tried:.1%}), {itself} with themselves in the class"
    print(f"{label}: {tried} that show; {share}")
    print(f"  class: median {statistics.median(sizes):g}, at most {max(sizes)}")
    print(f"  time: median {statistics.median(milliseconds):.1f} ms, at most {max(milliseconds):.0f} ms")


def main() -> None:
    """Check singles, and a sample of pairs."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--every", type=int, default=20, help="one pair in so many")
    options = parser.parse_args()
    check(singles(), "single beliefs")
    check(itertools.islice(pairs(), 0, None, options.every), f"pairs of beliefs, one in {options.every}")


if __name__ == "__main__":
    main()
