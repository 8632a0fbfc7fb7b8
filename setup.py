"""Build the Cython extensions. Everything else about the package is in pyproject.toml.

No flag here changes arithmetic: no -ffast-math, no -march, and contraction of ``a * b + c`` into
one rounding is off, because the rounding bounds of ``convref.bounds`` count every rounding.
"""

import os

import numpy as np
from Cython.Build import cythonize
from setuptools import Extension, setup

CHECKED = os.environ.get("CONVREF_CHECKED") == "1"  # bounds checks on, for tests of the kernels themselves

extensions = [
    Extension(
        f"convref.{name}",
        [f"src/convref/{name.replace('.', '/')}.pyx"],
        include_dirs=[np.get_include()],
        define_macros=[("NPY_NO_DEPRECATED_API", "NPY_2_0_API_VERSION")],
        extra_compile_args=["-O2", "-ffp-contract=off"],
    )
    for name in ("_arguments", "signal", "layer", "pooling", "dense", "matrix", "bounds._sums")
]

setup(
    ext_modules=cythonize(
        extensions,
        force="CONVREF_CHECKED" in os.environ,  # 0 or 1: Cython does not notice that a directive changed
        compiler_directives={
            "language_level": 3,
            "boundscheck": CHECKED,
            "wraparound": False,
            "initializedcheck": CHECKED,
            "cdivision": True,
            "embedsignature": False,
        },
    ),
)
