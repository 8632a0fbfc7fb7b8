"""Build the Cython extensions and the files that a wheel needs instead of sources.

Everything else about the distribution is in pyproject.toml. A checkout and a wheel differ on purpose:

- ``convref`` is the answer key, and two parts of ``grader`` derive answers term by term. A wheel carries
  them compiled and not one line of their source; in a checkout their Python modules stay Python.
- ``lesson.py`` and ``wrong/`` hold answers. A wheel carries the assignments' TOML files and, made from
  the lessons here and now, the student's starter files.

No flag here changes arithmetic: no -ffast-math, no -march, and contraction of ``a * b + c`` into one
rounding is off, because the rounding bounds of ``convref.bounds`` count every rounding.
"""

import ast
import os
import sys
from pathlib import Path

import numpy as np
from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext  # compiles .pyx and .py with Cython, if Cython is there
from setuptools.command.build_py import build_py

ROOT = Path(__file__).parent
CHECKED = os.environ.get("CONVREF_CHECKED") == "1"  # bounds checks on, for tests of the kernels themselves
KERNELS = sorted(Path("src").glob("convref/**/*.pyx"))
ANSWERS = ("src/convref/**/*.py", "grader/explanation/*.py", "grader/operations/*.py", "grader/misconceptions/*.py")
PYTHON = sorted(path for pattern in ANSWERS for path in Path().glob(pattern) if path.name != "__init__.py")

KERNEL = {"wraparound": False, "cdivision": True}
PLAIN = {"wraparound": True, "cdivision": False, "annotation_typing": False}  # Python keeps Python's own meaning


def module_of(path):
    """Return a source file's place in a package: src/convref/shapes.py is convref/shapes.py."""
    return path.relative_to("src") if path.parts[0] == "src" else path


def extension(path):
    """Describe the extension that one source file becomes."""
    built = Extension(
        ".".join(module_of(path).with_suffix("").parts),
        [str(path)],
        include_dirs=[np.get_include()],
        define_macros=[("NPY_NO_DEPRECATED_API", "NPY_2_0_API_VERSION")],
        extra_compile_args=["-O2", "-g0", "-ffp-contract=off"],
    )
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
        """Use all processors; build anew when checks are switched, which Cython does not notice."""
        self.parallel = self.parallel or os.cpu_count()
        self.force = self.force or "CONVREF_CHECKED" in os.environ
        super().finalize_options()

    def run(self):
        """Leave Python modules uncompiled where sources are in place: an edit must take effect."""
        if self.inplace or self.editable_mode:
            self.extensions = [built for built in self.extensions if built.sources[0].endswith(".pyx")]
        super().run()


class BuildModules(build_py):
    """Copy modules; for a wheel, stubs instead of the answer key's source, and starters instead of lessons."""

    def find_package_modules(self, package, package_dir):
        """Leave out what is compiled."""
        compiled = set() if self.editable_mode else {module_of(path).with_suffix("").parts for path in PYTHON}
        modules = super().find_package_modules(package, package_dir)
        return [module for module in modules if (*package.split("."), module[1]) not in compiled]

    def run(self):
        """Copy, then write what is made from the checkout's sources."""
        super().run()
        if self.editable_mode:
            return
        built = Path(self.build_lib)
        for path in PYTHON:
            self.write(built / module_of(path).with_suffix(".pyi"), stub(path.read_text(encoding="utf-8")))
        sys.path.insert(0, str(ROOT))
        from grader.release import starter_module, starter_notebook

        for lesson in sorted((ROOT / "assignments").glob("*/lesson.py")):
            folder = built / "grader" / "assignments" / lesson.parent.name
            text = lesson.read_text(encoding="utf-8")
            self.write(folder / "starter.py", starter_module(text))
            self.write(folder / "starter.ipynb", starter_notebook(text))

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


setup(
    ext_modules=[extension(path) for path in (*KERNELS, *PYTHON)],
    cmdclass={"build_ext": BuildExtensions, "build_py": BuildModules},
)
