"""Where the processor time of a check and of a class goes, in one tree or in several side by side.

    python benchmarks/where_time_goes.py [--rounds 5] [--size 40] [--tree NAME=CHECKOUT ...]

All numbers are milliseconds of processor time, user and system, of all processes that take part, medians of rounds in
which every tree has its turn: other work on the machine lengthens them less than it lengthens the clock's. A second
checkout, such as the one before a change, needs its extensions built; it runs with this one's environment.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).parent
EXAMPLES = HERE.parent / "examples" / "class"
WRONG = HERE.parent / "assignments" / "conv_layer" / "wrong"
COMMANDS = {
    "import numpy": ["-c", "import numpy"],
    "grader --help": ["-m", "grader", "--help"],
    "grader list": ["-m", "grader", "list"],
    "grader check, right": ["-m", "grader", "check", str(EXAMPLES / "boris.py"), "-a", "conv-layer"],
    "grader check, wrong": ["-m", "grader", "check", str(WRONG / "kernel-flipped.py"), "-a", "conv-layer"],
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--size", type=int, default=40, help="submissions of each class")
    parser.add_argument("--tree", action="append", default=[], metavar="NAME=CHECKOUT")
    options = parser.parse_args()
    trees = dict(tree.split("=", 1) for tree in options.tree) or {"": str(HERE.parent)}
    with tempfile.TemporaryDirectory() as work:
        classes = written_classes(Path(work), options.size)
        found: dict[str, dict[str, list[float]]] = {}
        for _ in range(options.rounds):
            for name, tree in trees.items():
                for what, milliseconds in measured(tree, classes, Path(work)).items():
                    found.setdefault(what, {}).setdefault(name, []).append(milliseconds)
    show(found, list(trees))


def measured(tree: str, classes: dict[str, tuple[str, Path]], work: Path) -> dict[str, float]:
    """Return every measure of one tree, once."""
    took = {name: cost(tree, command, work) for name, command in COMMANDS.items()}
    steps = [sys.executable, "-P", str(HERE / "time_of_steps.py")]
    took |= json.loads(subprocess.check_output([*steps, "check"], env=environment(tree), cwd=work))
    for name, (assignment, folder) in classes.items():
        arguments = ["-m", "grader", "run", str(folder), "-a", assignment, "--jobs", "1", "--out", str(work / "out")]
        if assignment == "ten-checks":
            arguments += ["--assignments", str(HERE / "classroom" / "assignments")]
        whole = cost(tree, [*arguments, "--gradebook", str(work / "book.sqlite")], work)
        again = cost(tree, [*arguments, "--gradebook", str(work / "book.sqlite")], work)
        count = len(list(folder.iterdir()))
        took |= {f"{name}: grader run, each": whole / count, f"{name}: run again, each": again / count}
        subprocess.run(["rm", "-rf", *map(str, [work / "out", *work.glob("book.sqlite*")])], check=True)
        command = [*steps, "class", assignment, str(folder)]
        parts = json.loads(subprocess.check_output(command, env=environment(tree), cwd=work))
        took |= {f"{name}: {part}": milliseconds for part, milliseconds in parts.items()}
    return took


def environment(tree: str) -> dict[str, str]:
    """Return an environment in which Python imports from a checkout, and keeps its bytecode."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPATH": f"{tree}{os.pathsep}{tree}/src"}


def cost(tree: str, arguments: Sequence[str], work: Path) -> float:
    """Run Python, and return the milliseconds of processor time that it and all its children took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-P", *arguments], capture_output=True, env=environment(tree), cwd=work, check=False
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def written_classes(work: Path, size: int) -> dict[str, tuple[str, Path]]:
    """Write three classes in which no two submissions are the same; return each one's assignment and folder."""
    sys.path.insert(0, str(HERE / "classroom"))
    import handed_in

    right = [path.read_text(encoding="utf-8") for path in (EXAMPLES / "boris.py", EXAMPLES / "chen.py")]
    wrong = [path.read_text(encoding="utf-8") for path in sorted(WRONG.glob("*.py"))]
    texts = {
        "right": ("conv-layer", lambda n: right[n % len(right)]),
        "wrong": ("conv-layer", lambda n: wrong[n % len(wrong)]),
        "ten checks": ("ten-checks", handed_in.ordinary),
    }
    classes = {}
    for name, (assignment, text) in texts.items():
        folder = work / name.replace(" ", "-")
        folder.mkdir()
        for number in range(size):
            (folder / f"s{number:03}.py").write_text(f"{text(number)}\n# {number}\n", encoding="utf-8")
        classes[name] = assignment, folder
    return classes


def show(found: dict[str, dict[str, list[float]]], trees: Sequence[str]) -> None:
    """Print a line for each measure: a median for each tree, and the last one's share of the first."""
    print(f"{'':<44}{''.join(f'{name:>10}' for name in trees)}{'ratio' if len(trees) > 1 else '':>8}")
    for what, by_tree in found.items():
        medians = [statistics.median(by_tree[name]) for name in trees]
        ratio = f"{medians[-1] / medians[0]:>8.2f}" if len(trees) > 1 and medians[0] else ""
        print(f"{what:<44}{''.join(f'{median:>10.1f}' for median in medians)}{ratio}")


if __name__ == "__main__":
    main()
