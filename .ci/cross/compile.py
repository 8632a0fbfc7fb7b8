"""Compile the kernels for systems that are not at hand; with ``--all``, what Cython makes too.

Nothing is linked and nothing runs. A missing function, a type of another size or an instruction that a system lacks
shows all the same. The compiler is that of the package ``ziglang`` (extra ``wheels``), which has every system's C
headers. Python's headers are this machine's; for Windows, ``pyconfig.h`` of this folder takes the place of theirs.
"""

import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).parent
SOURCES = HERE.parent.parent / "src"
KERNELS = SOURCES / "convref" / "fast" / "kernels"
TARGETS = (
    "x86_64-windows-gnu",
    "aarch64-windows-gnu",
    "x86_64-macos",
    "aarch64-macos",
    "x86_64-linux-musl",
    "aarch64-linux-musl",
)
SETS = {"x86_64": ([], ["-march=x86_64_v3"], ["-march=x86_64_v4"]), "aarch64": ([],)}  # as this compiler writes them
FLAGS = ["-O1", "-ffp-contract=fast", "-fno-trapping-math", "-fno-math-errno", "-Wno-unknown-pragmas", "-Werror"]
UNIT = '#include "kernels.h"\n#include "processor.h"\nint asked(void) { return has_v3() + has_v4(); }\n'


def main() -> int:
    """Compile everything; say what failed, and how many units there were."""
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
        asked = list(kernels(Path(folder)))
        if "--all" in sys.argv:
            asked += made_by_cython(Path(folder))
        failed = [text for text in pool.map(compiled, asked) if text]
    print("\n".join(failed))
    print(f"{len(asked) - len(failed)} of {len(asked)} translation units compiled, for {len(TARGETS)} systems")
    return 1 if failed else 0


def kernels(folder: Path) -> Iterator[list[str]]:
    """Yield what compiles the kernels, which are plain C, for each system and instruction set."""
    unit = folder / "unit.c"
    unit.write_text(UNIT, encoding="utf-8")
    for target in TARGETS:
        for number, instructions in enumerate(SETS[target.partition("-")[0]]):
            out = folder / f"{target}-{number}.o"
            yield ["-target", target, *FLAGS, *instructions, f"-I{KERNELS}", "-c", str(unit), "-o", str(out)]


def made_by_cython(folder: Path) -> Iterator[list[str]]:
    """Yield what compiles the C file of every module, as `setup.py build_ext --inplace` left it beside its source."""
    import numpy as np

    windows = folder / "windows"
    shutil.copytree(sysconfig.get_path("include"), windows)
    shutil.copy(HERE / "pyconfig.h", windows)
    python = {
        "windows": [f"-I{windows}", f"-I{HERE}"],
        "macos": [f"-I{sysconfig.get_path('include')}", f"-I{HERE}"],
        "linux": [f"-I{sysconfig.get_path('include')}"],
    }
    for path in [source.with_suffix(".c") for source in sorted(SOURCES.rglob("*.pyx"))]:
        for target in TARGETS:
            out = folder / f"{target}-{path.parent.name}-{path.stem}.o"
            headers = [*python[target.split("-")[1]], f"-I{np.get_include()}", f"-I{KERNELS}"]
            yield ["-target", target, "-O0", "-w", *headers, "-c", str(path), "-o", str(out)]


def compiled(arguments: list[str]) -> str:
    """Compile one unit; return what the compiler says, if it fails."""
    command = [sys.executable, "-m", "ziglang", "cc", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return f"{' '.join(arguments)}\n{done.stderr[:3000]}" if done.returncode else ""


if __name__ == "__main__":
    sys.exit(main())
