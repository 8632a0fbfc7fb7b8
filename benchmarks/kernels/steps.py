"""Each step of docs/how-fast-convolution-works.md, measured: from the slide's formula to register tiles.

    python benchmarks/kernels/steps.py [--write]

Two shapes, float32, one thread: what a batch of a small network meets (one image of shape d) and a layer deep inside
(one image of shape e). The C steps are the project's own kernels, compiled here with parts of them switched off. Needs
a C compiler. With --write, the page's table becomes the one measured. All steps take turns; processor time is taken.
"""

import ctypes
import os
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from report import replace_part

import convref
from convref import fast

ROOT = Path(__file__).parents[2]
KERNELS = ROOT / "src" / "convref" / "fast" / "kernels"
SOURCE = '#include "kernels.h"\nconst InstructionSet *get(void) { return &instruction_set; }\n'
FLAGS = ["-O3", "-shared", "-fPIC", "-ffp-contract=fast", "-fno-trapping-math", "-fno-math-errno", "-Wno-psabi", "-w"]
V3 = "-march=x86-64-v3" if fast.instruction_set() != "baseline" else "-DBASELINE"
AVX512 = ["-march=x86-64-v4", "-mtune=haswell"]  # as in setup.py
HAS_AVX512 = fast.instruction_set() == "x86-64-v4"
BEST = AVX512 if HAS_AVX512 else [V3]
NO_FETCH = "-DTILES_FETCH=0"
PLAIN = ["-DBAND_BYTES=(1 << 30)", NO_FETCH]  # one band
VARIANTS = {
    "planes, one sum at a time": ["-DFILTERS_AT_ONCE=1", "-DVECTORS_AT_ONCE=1", *PLAIN],
    "four filters at once": ["-DVECTORS_AT_ONCE=1", *PLAIN],
    "tiles: four filters by two vectors": PLAIN,
    "wider vectors, fused multiply-add: by three": [V3, *PLAIN],
    **({"eight filters by three, of AVX-512": [*AVX512, *PLAIN]} if HAS_AVX512 else {}),
    "bands that fit the cache": [*BEST, NO_FETCH],
    "what comes next is fetched": BEST,
}
SHAPES = {"d": ((1, 16, 28, 28), (32, 16, 3, 3)), "e": ((1, 64, 56, 56), (64, 64, 3, 3))}
ROUNDS = 15


class Sizes(ctypes.Structure):
    """As in kernels/table.h."""

    _fields_ = [
        (name, ctypes.c_ssize_t) for name in ("N", "C", "H", "W", "F", "HH", "WW", "SH", "SW", "PH", "PW", "OH", "OW")
    ]


def python_loops(x: np.ndarray, w: np.ndarray) -> np.ndarray:
    """The slide's formula in Python, for the first filter; the time is multiplied."""
    (C, H, W), (_, _, HH, WW) = x.shape[1:], w.shape
    large = np.pad(x[0], ((0, 0), (1, 1), (1, 1))).tolist()
    weights = w[0].tolist()
    out = [[0.0] * W for _ in range(H)]
    for i in range(H):
        for j in range(W):
            for c in range(C):
                for u in range(HH):
                    for v in range(WW):
                        out[i][j] += large[c][i + u][j + v] * weights[c][u][v]
    return np.array(out)


def im2col(x: np.ndarray, w: np.ndarray) -> np.ndarray:
    """Windows copied into a matrix, and one BLAS product."""
    large = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    windows = sliding_window_view(large, w.shape[2:], axis=(2, 3))[0]
    columns = windows.transpose(0, 3, 4, 1, 2).reshape(w[0].size, -1)
    return (w.reshape(len(w), -1) @ columns).reshape(1, len(w), *x.shape[2:])


def compiled(folder: Path, name: str, flags: list[str]) -> Callable[[np.ndarray, np.ndarray], np.ndarray]:
    """Return the project's forward kernel, compiled with these flags."""
    library = folder / f"{len(list(folder.iterdir()))}.so"
    compiler = (sysconfig.get_config_var("CC") or "cc").split()[0]
    command = [compiler, *FLAGS, *flags, f"-I{KERNELS}", "-x", "c", "-", "-o", str(library), "-lm"]
    subprocess.run(command, input=SOURCE, text=True, check=True)
    get = ctypes.CDLL(str(library)).get
    get.restype = ctypes.POINTER(ctypes.c_void_p)
    pointers = [ctypes.c_void_p] * 5
    forward = ctypes.CFUNCTYPE(ctypes.c_int, *pointers, ctypes.c_int)(get()[0])  # the table's first entry

    def call(x: np.ndarray, w: np.ndarray) -> np.ndarray:
        N, C, H, W = x.shape
        sizes = Sizes(N, C, H, W, len(w), 3, 3, 1, 1, 1, 1, H, W)
        out = np.empty((N, len(w), H, W), np.float32)
        forward(ctypes.addressof(sizes), x.ctypes.data, w.ctypes.data, None, out.ctypes.data, 1)
        return out

    return call


def measure(steps: dict[str, Callable[..., np.ndarray]], x: np.ndarray, w: np.ndarray) -> dict[str, float]:
    """Return the median seconds of each step; they take turns, the slow ones fewer."""
    times: dict[str, list[float]] = {name: [] for name in steps}
    want = fast.conv_forward(x, w, pad=1)
    for turn in range(ROUNDS):
        for name, step in steps.items():
            slow = step in (python_loops, LESSON)
            if slow and turn > 1:
                continue
            start = time.process_time()
            got = step(x, w)
            times[name].append((time.process_time() - start) * (len(w) if step is python_loops else 1))
            assert np.allclose(got, want[0, 0] if step is python_loops else want, rtol=1e-3, atol=1e-2)
        print(f"turn {turn + 1} of {ROUNDS}", end="\r", flush=True, file=sys.stderr)
    return {name: statistics.median(seconds) for name, seconds in times.items()}


def LESSON(x: np.ndarray, w: np.ndarray) -> np.ndarray:
    """The lesson kernel: the formula, compiled."""
    return convref.conv_forward(x, w, pad=1)


def main() -> None:
    """Measure, print the table, and write it if asked."""
    fast.set_num_threads(1)
    rng = np.random.default_rng(0)
    rows: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        variants = {name: compiled(Path(folder), name, flags) for name, flags in VARIANTS.items()}
        steps = {"the formula in Python": python_loops, "the formula, compiled": LESSON, "im2col and BLAS": im2col}
        for x_shape, w_shape in SHAPES.values():
            x, w = (rng.standard_normal(shape).astype(np.float32) for shape in (x_shape, w_shape))
            measured = measure({**steps, **variants}, x, w)
            terms, before, peak = x[0, 0].size * w.size, None, fast.peak("float32", seconds=0.2)
            for name, seconds in measured.items():
                gain = "" if before is None else f"{before / seconds:.2f}"
                share = 2 * terms / seconds / peak
                rows.setdefault(name, []).extend([f"{seconds * 1e3:.3f}", gain, f"{share:.1%}"])
                before = seconds
    lines = ["| step | d, ms | gain | of peak | e, ms | gain | of peak |", "|---|---|---|---|---|---|---|"]
    lines += [f"| {name} | {' | '.join(cells)} |" for name, cells in rows.items()]
    print("\n".join(lines))
    if "--write" in sys.argv:
        replace_part(ROOT / "docs" / "how-fast-convolution-works.md", "steps", "\n".join(lines))


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if os.environ.pop("OPENBLAS_CORETYPE", None) or "STEPS_ALONE" not in os.environ:
        again = {**os.environ, "STEPS_ALONE": "1", "OPENBLAS_NUM_THREADS": "1"}
        sys.exit(subprocess.run([sys.executable, *sys.argv], env=again, check=False).returncode)
    main()
