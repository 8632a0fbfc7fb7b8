"""Measure the fast kernels against everything else, and write docs/performance.md and its picture.

Needs the extra ``bench`` and, at rest, six minutes: each pair of contenders has processes of its own, one for each
type and number of threads. Where the processor has AVX-512, PyTorch and ours are measured once more without it.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from report import write_report

from convref import fast

HERE = Path(__file__).parent
CONTENDERS_BY_THREADS = {
    1: ("PyTorch", "course Cython", "im2col", "windows + einsum", "SciPy"),
    2: ("PyTorch", "im2col"),
}
BEST = fast.instruction_set()
WITHOUT_AVX512 = ("x86-64-v3",) if BEST == "x86-64-v4" else ()
PAIRS = [
    (contender, dtype, threads, instruction_set)
    for instruction_set in (BEST, *WITHOUT_AVX512)
    for threads, contenders in CONTENDERS_BY_THREADS.items()
    for contender in (contenders if instruction_set == BEST else ("PyTorch",))
    for dtype in ("float32", "float64")
]
# Of PyTorch itself, and of the libraries that it calls.
PYTORCH_WITHOUT_AVX512 = {
    "ATEN_CPU_CAPABILITY": "avx2",
    "ONEDNN_MAX_CPU_ISA": "AVX2",
    "MKL_ENABLE_INSTRUCTIONS": "AVX2",
}


def environment(threads: int, instruction_set: str) -> dict[str, str]:
    """As many threads for all; no word that would make a BLAS choose slower code than this processor has.

    OpenBLAS's threads turn for a tenth of a second in wait of more work, on the processor that the next contender
    needs; here they go to sleep at once.
    """
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    limits = {"OPENBLAS_CORETYPE", *PYTORCH_WITHOUT_AVX512}
    kept = {name: value for name, value in os.environ.items() if name not in limits}
    less = PYTORCH_WITHOUT_AVX512 if instruction_set in WITHOUT_AVX512 else {}
    asleep = {"OPENBLAS_THREAD_TIMEOUT": "4"}  # 2^4 cycles, the least
    return {**kept, **less, **asleep, **dict.fromkeys(names, str(threads))}


def measured(contender: str, dtype: str, threads: int, instruction_set: str) -> Iterator[dict[str, Any]]:
    """Yield the results of one pair as they come."""
    command = [sys.executable, str(HERE / "pair.py"), contender, dtype, str(threads), instruction_set]
    variables = environment(threads, instruction_set)
    with subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield from map(json.loads, process.stdout)
    if process.returncode != 0:
        sys.exit(f"{' '.join(command)} failed")


def main() -> None:
    """Measure what is not measured yet, pair by pair, and say how far it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    results_help = "a file of JSON lines: what it holds is not measured again, and what is measured is added"
    parser.add_argument("results", nargs="?", type=Path, metavar="RESULTS", help=results_help)
    given = parser.parse_args().results
    with tempfile.TemporaryDirectory() as folder:
        path = given or Path(folder, "results.jsonl")
        results = list(map(json.loads, path.read_text().splitlines())) if path.exists() else []
        done = {
            tuple(result[key] for key in ("contender", "dtype", "threads", "instruction_set")) for result in results
        }
        for number, pair in enumerate(PAIRS, 1):
            if pair in done:
                continue
            new_results = []
            for result in measured(*pair):
                new_results.append(result)
                times = f"{result['ours'] * 1e6:10.1f} µs, ratio {result['ratio']:7.2f}"
                print(f"{number}/{len(PAIRS)} {' '.join(map(str, pair))}: {result['operation']:<22}{times}", flush=True)
            results += new_results
            with path.open("a") as file:
                file.writelines(json.dumps(result) + "\n" for result in new_results)
    write_report(results)


if __name__ == "__main__":
    main()
