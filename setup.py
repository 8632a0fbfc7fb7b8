"""Build the Cython extensions and the files that a wheel needs instead of sources.

Everything else about the distribution is in pyproject.toml. A checkout and a wheel differ on purpose:

- ``convref`` is the answer key, and the topics under ``assignments`` derive answers term by term. A wheel carries
  them compiled and not one line of their source; in a checkout their Python modules stay Python.
- ``lesson.py``, ``wrong.toml`` and ``wrong/`` hold answers. A wheel carries the assignments' TOML files, with questions
  sealed, and, made from the lessons here and now, the student's starter files.

No flag here changes arithmetic: no -ffast-math, no -march=native, and contraction of ``a * b + c`` into one
rounding is off, because the rounding bounds of ``convref.bounds`` are computed from exact products. Only the kernels of
``convref.fast`` are contracted: a fused multiply-add rounds once where the bound counts two.

Their one source is compiled once for each instruction set, into a module of its own; the processor's best is chosen on
import. It is plain C and compiled with the same flags for every Python, so that a compiler cache has to do it once.
OpenMP is used if the compiler has it. Environment variables for tests of the kernels: CONVREF_CHECKED=1 turns bounds
checks on, CONVREF_SANITIZE=1 builds with address and undefined-behaviour sanitizers (and gives the baseline
the tiles of AVX-512, which few processors can run), CONVREF_OPENMP=0 builds without OpenMP. Set to 0, the first two
build anew without.
"""

import ast
import copy
import os
import platform
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext  # compiles .pyx and .py with Cython, if Cython is there
from setuptools.command.build_py import build_py
from setuptools.modified import newer_group

ROOT = Path(__file__).parent
CHECKED = os.environ.get("CONVREF_CHECKED") == "1"
SANITIZED = os.environ.get("CONVREF_SANITIZE") == "1"
SWITCHES = {"CONVREF_CHECKED", "CONVREF_SANITIZE", "CONVREF_OPENMP"}
PLAIN_C = "src/convref/fast/kernels/kernels.c"
HEADERS = sorted(Path("src").glob("convref/fast/kernels/*.h"))
KERNELS = sorted(Path("src").glob("convref/**/*.pyx"))
ANSWERS = ("src/convref/**/*.py", "assignments/*/*.py")
OPEN = ("__init__.py", "topic.py")  # hold no answers
LESSONS = sorted(Path().glob("assignments/*/lesson.py"))
PYTHON = sorted({path for pattern in ANSWERS for path in Path().glob(pattern) if path.name not in OPEN} - {*LESSONS})

INSTRUCTION_SETS = {  # tuned for Haswell, max pooling is 4 % faster with AVX-512; AVX2's convolution would be slower
    "_baseline": [],
    "_x86_64_v3": ["-march=x86-64-v3"],
    "_x86_64_v4": ["-march=x86-64-v4", "-mtune=haswell"],
}
FAST = ["-O3", "-g0", "-ffp-contract=fast", "-fno-trapping-math", "-fno-math-errno", "-Wno-psabi"]
FAST += ["-Wno-unknown-pragmas"]  # where there is no OpenMP
PYTHONS_OWN = re.compile("-(O|g|W|D|fwrapv|fno-strict-overflow|fstack|fno-semantic)")  # flags, each of some Pythons
SANITIZERS = ["-fsanitize=address,undefined", "-fno-sanitize-recover=undefined", "-fno-omit-frame-pointer"]

KERNEL = {"wraparound": False, "cdivision": True}
PLAIN = {"wraparound": True, "cdivision": False, "annotation_typing": False}  # Python keeps Python's own meaning


def module_of(path):
    """Return a source file's place in a package: src/convref/shapes.py is convref/shapes.py."""
    return path.relative_to("src") if path.parts[0] == "src" else Path("grader") / path


def extension(path):
    """Describe the extension that one source file becomes."""
    built = Extension(
        ".".join(module_of(path).with_suffix("").parts),
        [str(path)],
        include_dirs=[np.get_include()],
        define_macros=[("NPY_NO_DEPRECATED_API", "NPY_2_0_API_VERSION")],
        # A Python module calls Python's own functions: a second pass of the optimizer takes as long as all else.
        extra_compile_args=["-O2" if path.suffix == ".pyx" else "-O1", "-g0", "-ffp-contract=off"],
        depends=[str(header) for header in (*HEADERS, PLAIN_C) if "fast" in path.parts],
    )
    if path.stem in INSTRUCTION_SETS:
        built.extra_compile_args = FAST + INSTRUCTION_SETS[path.stem]
    if SANITIZED:
        built.extra_compile_args += ["-O1", *SANITIZERS]
        built.extra_link_args = SANITIZERS
        built.define_macros += [("CONVREF_WIDE_TILES", "1")] if path.stem == "_baseline" else []
    built.cython_directives = {
        "language_level": 3,
        "boundscheck": CHECKED,
        "initializedcheck": CHECKED,
        "binding": True,
        **(KERNEL if path.suffix == ".pyx" else PLAIN),
    }
    return built


class BuildExtensions(build_ext):
    """Compile the kernels; for a wheel, the Python modules beside them too."""

    def finalize_options(self):
        """Use all processors; build anew when a switch is set, which Cython does not notice."""
        self.parallel = self.parallel or os.cpu_count()
        self.force = self.force or not SWITCHES.isdisjoint(os.environ)
        super().finalize_options()

    def run(self):
        """Leave Python modules uncompiled where sources are in place: an edit must take effect."""
        if self.inplace or self.editable_mode:
            self.extensions = [built for built in self.extensions if built.sources[0].endswith(".pyx")]
        super().run()

    def build_extensions(self):
        """Leave out instruction sets that the machine or its compiler does not know; use OpenMP if it is there."""
        if self.compiler.compiler_type == "msvc":
            self.use_clang()
        openmp = os.environ.get("CONVREF_OPENMP") != "0" and self.compiles("-fopenmp")
        for built in list(self.extensions):
            flags = INSTRUCTION_SETS.get(built.name.rpartition(".")[2])
            if flags is None:
                continue
            if flags and (platform.machine() not in ("x86_64", "AMD64") or not self.compiles(*flags)):
                self.extensions.remove(built)
            elif openmp:
                built.extra_compile_args = [*built.extra_compile_args, "-fopenmp"]
                built.extra_link_args = [*built.extra_link_args, "-fopenmp"]
        super().build_extensions()

    def build_extension(self, built):
        """Compile the kernels of an instruction set apart, without the flags that Python itself was built with."""
        out_of_date = self.force or newer_group([*built.sources, *built.depends], self.get_ext_fullpath(built.name))
        if built.name.rpartition(".")[2] in INSTRUCTION_SETS and out_of_date:
            compiler = copy.copy(self.compiler)
            if compiler.compiler_type == "unix":
                compiler.compiler_so = [word for word in compiler.compiler_so if not PYTHONS_OWN.match(word)]
            folder = str(Path(self.build_temp, built.name))
            macros = [macro for macro in built.define_macros if macro[0] != "NPY_NO_DEPRECATED_API"]
            built.extra_objects = compiler.compile(
                [PLAIN_C], output_dir=folder, macros=macros, extra_postargs=built.extra_compile_args
            )
        super().build_extension(built)

    def use_clang(self):
        """On Windows, compile with clang-cl: Microsoft's compiler has no vector types. OpenMP would need a DLL."""
        os.environ["CONVREF_OPENMP"] = "0"
        self.compiler.initialize()
        self.compiler.cc = "clang-cl"
        for built in self.extensions:
            built.extra_compile_args = [f"/clang:{flag}" for flag in built.extra_compile_args]

    def compiles(self, *flags):
        """Tell whether the compiler makes a program with these flags."""
        if self.compiler.compiler_type == "msvc":
            return True  # clang knows the instruction sets
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, "probe.c")
            header = "#include <omp.h>\n" if "-fopenmp" in flags else ""
            source.write_text(f"{header}int main(void) {{ return 0; }}\n", encoding="utf-8")
            command = [*self.compiler.compiler_so[:1], *flags, str(source), "-o", str(source.with_suffix(""))]
            return subprocess.run(command, capture_output=True, check=False).returncode == 0


class BuildModules(build_py):
    """Copy modules; for a wheel, stubs instead of the answer key's source, and starters instead of lessons."""

    def find_package_modules(self, package, package_dir):
        """Leave out what is compiled, and the lessons."""
        if self.editable_mode:
            return super().find_package_modules(package, package_dir)
        hidden = {module_of(path).with_suffix("").parts for path in (*PYTHON, *LESSONS)}
        modules = super().find_package_modules(package, package_dir)
        return [module for module in modules if (*package.split("."), module[1]) not in hidden]

    def run(self):
        """Copy, then write what is made from the checkout's sources."""
        super().run()
        if self.editable_mode:
            return
        built = Path(self.build_lib)
        for path in PYTHON:
            self.write(built / module_of(path).with_suffix(".pyi"), stub(path.read_text(encoding="utf-8")))
        sys.path.insert(0, str(ROOT))
        from grader.authoring.lesson import starter_module, starter_notebook
        from grader.languages.choices import sealed_catalogue
        from grader.topics.sealing import sealed_file

        for lesson in LESSONS:
            folder = built / "grader" / "assignments" / lesson.parent.name
            text = lesson.read_text(encoding="utf-8")
            self.write(folder / "starter.py", starter_module(text))
            self.write(folder / "starter.ipynb", starter_notebook(text))
            self.write(folder / "assignment.toml", sealed_file((lesson.parent / "assignment.toml").read_text("utf-8")))
            for catalogue in lesson.parent.glob("??.toml"):
                self.write(folder / catalogue.name, sealed_catalogue(catalogue.read_text("utf-8")))

    def write(self, path, text):
        """Write a generated file."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def stub(source):
    """Return a module's public source with every function body replaced by its docstring and three dots."""
    tree = ast.parse(source)
    tree.body = [n for n in tree.body if not (isinstance(n, ast.FunctionDef) and n.name.startswith("_"))]
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            documented = node.body[:1] if ast.get_docstring(node) is not None else []
            node.body = [*documented, ast.Expr(ast.Constant(...))]
    return ast.unparse(tree) + "\n"


if __name__ == "__main__":  # as it is for pip and `build` too
    setup(
        ext_modules=[extension(path) for path in (*KERNELS, *PYTHON)],
        cmdclass={"build_ext": BuildExtensions, "build_py": BuildModules},
    )
