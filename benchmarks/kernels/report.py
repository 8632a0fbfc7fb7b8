"""Results of run.py as docs/performance.md and docs/performance.svg."""

import os
import re
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from shapes import CONVOLUTIONS, OPERATIONS, Conv

DOCS = Path(__file__).parents[2] / "docs"
Result = dict[str, Any]
GOALS = {"PyTorch": 1.0, "course Cython": 1.3, "im2col": 1.3, "windows + einsum": 1.3, "SciPy": 1.3}
TYPES = ("float32", "float64")
ORDER = ("baseline", "x86-64-v3", "x86-64-v4")


def replace_part(path: Path, name: str, text: str) -> None:
    """Replace what stands between the comments ``<!-- name -->`` and ``<!-- end name -->`` of a page."""
    pattern = re.compile(rf"(<!-- {name} -->\n).*?(\n<!-- end {name} -->)", re.DOTALL)
    page = path.read_text(encoding="utf-8")
    assert pattern.search(page), f"{path} has no part {name}"
    path.write_text(pattern.sub(lambda match: match[1] + text + match[2], page), encoding="utf-8")


def write_report(results: list[Result]) -> None:
    """Write both files."""
    page = DOCS / "performance.md"
    best = max((result["instruction_set"] for result in results), key=ORDER.index)
    less = [result for result in results if result["instruction_set"] != best]
    results = [result for result in results if result["instruction_set"] == best]
    replace_part(page, "machine", machine(best))
    replace_part(page, "ratios", "\n\n".join(ratio_tables(results)))
    replace_part(page, "peak", "\n".join(peak_table(results)))
    replace_part(page, "short", "\n".join(short_of(results)))
    replace_part(page, "without", "\n".join(without_avx512(less)))
    (DOCS / "performance.svg").write_text(picture(results), encoding="utf-8")


def machine(instruction_set: str) -> str:
    """Return what it was measured on, as far as a Linux tells."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    entries = {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    cores = len(os.sched_getaffinity(0))
    processor = f"{entries['model name']}, family {entries['cpu family']}, model {entries['model']}"
    libraries = ", ".join(f"{name} {version(name)}" for name in ("numpy", "torch", "scipy"))
    return f"{cores} cores of {processor}, with {instruction_set}; {libraries}."


def find_result(results: Iterable[Result], **wanted: Any) -> Result | None:
    """Return the result with these entries, if there is one."""
    return next((r for r in results if all(r[key] == value for key, value in wanted.items())), None)


def cell(results: list[Result], operation: str, dtype: str, contender: str, threads: int) -> str:
    """Return a ratio, or a dash where there is nothing to compare."""
    result = find_result(results, operation=operation, dtype=dtype, contender=contender, threads=threads)
    if result is None:
        return "–"
    ratio = result["ratio"]
    text = f"{ratio:.2f}" if ratio < 10 else f"{ratio:.0f}"
    return text if ratio >= GOALS[contender] else f"**{text}**"


def our_time(result: Result | None) -> str:
    """Return our microseconds, or a dash where nothing was measured."""
    return f"{result['ours'] * 1e6:.1f}" if result else "–"


def ratio_tables(results: list[Result]) -> Iterable[str]:
    """Yield a table for each number of threads: an operation a line, our time and the others' ratios."""
    for threads in (1, 2):
        names = [name for name in GOALS if find_result(results, contender=name, threads=threads)]
        if not names:
            continue
        heads = [f"{dtype}: µs | {' | '.join(names)}" for dtype in TYPES]
        lines = [f"### {threads} thread{'s' * (threads > 1)}", "", f"| | {' | '.join(heads)} |"]
        lines.append("|---" * (1 + len(TYPES) * (1 + len(names))) + "|")
        for operation in OPERATIONS:
            cells = []
            for dtype in TYPES:
                result = find_result(results, operation=operation, dtype=dtype, contender="PyTorch", threads=threads)
                cells.append(our_time(result))
                cells += [cell(results, operation, dtype, name, threads) for name in names]
            lines.append(f"| {operation} | {' | '.join(cells)} |")
        yield "\n".join(lines)


def operations_of(name: str) -> float:
    """Return the additions and multiplications of an operation; its backward pass has the terms of two forward ones."""
    shape = OPERATIONS[name]
    assert isinstance(shape, Conv)
    return 2.0 * shape.terms * (2 if name.endswith("backward") else 1)


def bytes_of(name: str, dtype: str) -> float:
    """Return the bytes an operation must read and write at least: each of its arrays once."""
    shape, size = OPERATIONS[name], 4 if dtype == "float32" else 8
    x, out, w = (float(prod(s)) for s in (shape.x, shape.out, shape.w if isinstance(shape, Conv) else (0,)))
    if name.endswith("forward"):
        return size * (x + w + out)
    given = out + (0 if name.startswith("avg") else x) + w
    return size * (given + x + w)


def prod(numbers: Iterable[int]) -> int:
    """Return the product."""
    total = 1
    for number in numbers:
        total *= number
    return total


def roof(result: Result) -> tuple[str, float]:
    """Return what bounds an operation, and the share of that bound that it reaches: the roofline, as measured."""
    name, dtype = result["operation"], result["dtype"]
    memory = bytes_of(name, dtype) / result["copy"]
    work = operations_of(name) if isinstance(OPERATIONS[name], Conv) else 0.0
    compute = work / result["peak"]
    return ("memory", memory / result["ours"]) if memory > compute else ("multiply-adds", compute / result["ours"])


def peak_table(results: list[Result]) -> Iterable[str]:
    """Yield the share of the processor's peak of each convolution, one thread, and how much of its roof it reaches."""
    yield "| | float32: GFLOP/s | of peak | roof | of roof | float64: GFLOP/s | of peak | roof | of roof |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for operation in OPERATIONS:
        if operation.split()[0] not in CONVOLUTIONS:
            continue
        cells = []
        for dtype in TYPES:
            result = find_result(results, operation=operation, dtype=dtype, contender="PyTorch", threads=1)
            if result is None:
                cells += ["–"] * 4
                continue
            speed = operations_of(operation) / result["ours"]
            name, reached = roof(result)
            cells += [f"{speed / 1e9:.1f}", share_of_peak(result), name, f"{reached:.0%}"]
        yield f"| {operation} | {' | '.join(cells)} |"


def short_of(results: list[Result]) -> Iterable[str]:
    """Yield a line for each cell that is short of its goal, with what bounds it."""
    short = [r for r in results if r["ratio"] < GOALS[r["contender"]]]
    yield f"{len(short)} of {len(results)} cells are short of their goal."
    yield ""
    if not short:
        return
    yield "| operation | type | threads | against | ratio | goal | our time, µs | what bounds it | of that roof |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for r in short:
        name, reached = roof(r)
        reached /= r["threads"]  # both roofs are those of one thread
        yield (
            f"| {r['operation']} | {r['dtype']} | {r['threads']} | {r['contender']} | {r['ratio']:.2f} | "
            f"{GOALS[r['contender']]} | {r['ours'] * 1e6:.0f} | {name} | {reached:.0%} |"
        )


def without_avx512(results: list[Result]) -> Iterable[str]:
    """Yield a table of PyTorch's ratios where both do without AVX-512, and how many are short."""
    if not results:
        yield "This processor has no AVX-512, or the kernels were built without it: see above."
        return
    short = sum(r["ratio"] < GOALS[r["contender"]] for r in results)
    yield f"{short} of {len(results)} cells are short of their goal."
    yield ""
    heads = [f"{dtype}: µs | of peak | PyTorch | two threads: µs | PyTorch" for dtype in TYPES]
    yield f"| | {' | '.join(heads)} |"
    yield "|---" * (1 + 5 * len(TYPES)) + "|"
    for operation in OPERATIONS:
        cells = []
        for dtype in TYPES:
            for threads in (1, 2):
                result = find_result(results, operation=operation, dtype=dtype, threads=threads)
                cells.append(our_time(result))
                if threads == 1:
                    cells.append(share_of_peak(result) if result else "–")
                cells.append(cell(results, operation, dtype, "PyTorch", threads))
        yield f"| {operation} | {' | '.join(cells)} |"


def share_of_peak(result: Result) -> str:
    """Return a convolution's share of the processor's peak; a dash where nothing is multiplied."""
    name = result["operation"]
    return f"{operations_of(name) / result['ours'] / result['peak']:.0%}" if isinstance(OPERATIONS[name], Conv) else "–"


def picture(results: list[Result]) -> str:
    """Return the ratios to PyTorch, one thread, as bars on a logarithmic scale."""
    from math import log10

    rows = [(name, t) for name in OPERATIONS for t in TYPES if find_result(results, operation=name, dtype=t, threads=1)]
    left, unit, line = 210, 180, 15  # pixels: of names, of a factor of ten, of a bar
    height = line * len(rows) + 60
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="760" height="{height}" font-family="sans-serif"',
        ' font-size="11">',
        '<rect width="100%" height="100%" fill="white"/>',
        '<text x="10" y="18" font-size="13">PyTorch\'s time divided by ours, one thread (logarithmic)</text>',
    ]
    for number, (name, dtype) in enumerate(rows):
        result = find_result(results, operation=name, dtype=dtype, contender="PyTorch", threads=1)
        if result is None:
            continue
        y, width = 40 + line * number, unit * log10(result["ratio"])
        colour = "#c44" if result["ratio"] < 1 else "#48a" if dtype == "float32" else "#7bc"
        x = left + 120 + min(width, 0)
        parts.append(f'<text x="10" y="{y + 10}">{name}, {dtype}</text>')
        parts.append(f'<rect x="{x:.1f}" y="{y}" width="{abs(width):.1f}" height="{line - 3}" fill="{colour}"/>')
        parts.append(f'<text x="{left + 124 + max(width, 0):.1f}" y="{y + 10}">{result["ratio"]:.2f}</text>')
    parts.append(f'<line x1="{left + 120}" y1="30" x2="{left + 120}" y2="{height - 16}" stroke="black"/>')
    return "\n".join([*parts, "</svg>", ""])
