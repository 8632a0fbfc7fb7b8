"""How many small changes of a pure module its tests notice: killed and total, and the changes that nothing noticed.

    python benchmarks/mutation/run.py [MODULE ...] [--at-once 2] [--line N]

Modules and their tests stand in modules.toml. No file is changed: a mutant lives in a forked process (see trial.py).
It is killed if a test fails, or if the tests take much more work than without it. Needs the `bench` and `test` extras,
and a system with fork.
"""

import argparse
import os
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from mutants import mutants
from trial import Trial

ROOT = Path(__file__).parents[2]


def print_result(name: str, path: Path, tests: Sequence[str], line: int | None, at_once: int) -> None:
    """Print how many mutants of a module are killed, and the others."""
    source = path.read_text(encoding="utf-8")
    tried = list(mutants(source, line))
    left = Trial(name, path, tests, at_once).survivors(tried)
    print(f"{len(tried) - len(left):4} of {len(tried):4} killed  {name}")
    for mutant in sorted(left, key=lambda mutant: mutant.line):
        print(f"  line {mutant.line}, {mutant.operator}\n{mutant.describe(source)}")


def modules(named: Sequence[str]) -> Iterator[tuple[str, Path, list[str]]]:
    """Yield the modules of modules.toml, or those that are named: name, file, tests."""
    table = tomllib.loads((Path(__file__).parent / "modules.toml").read_text(encoding="utf-8"))
    unknown = set(named) - set(table)
    if unknown:
        raise SystemExit(f"modules.toml has no {', '.join(sorted(unknown))}")
    for name in named or table:
        path = ROOT / f"{name.replace('.', '/')}.py"
        yield name, path if path.exists() else path.with_suffix("") / "__init__.py", table[name]


def main() -> None:
    """Try each module in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("modules", nargs="*", metavar="MODULE")
    parser.add_argument("--at-once", type=int, default=2, help="how many processes")
    parser.add_argument("--line", type=int, help="only the changes of this line")
    options = parser.parse_args()
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    settings.register_profile(
        "mutation",
        max_examples=25,
        database=None,
        deadline=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    for name, path, tests in modules(options.modules):
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            print_result(name, path, tests, options.line, options.at_once)
            sys.stdout.flush()
            os._exit(0)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
