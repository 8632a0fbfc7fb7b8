"""What a worker loads before it sees a submission, and how it stops loading anything more. Worker's side."""

import importlib
import sys
import time

import numpy

from .imports import LOADED_LATE, ORDINARY, Closed


def warm_up() -> None:
    """Load what every child needs, so that none has to look for it."""
    for name in (*sorted(ORDINARY), *LOADED_LATE):
        importlib.import_module(name)
    numpy.dot(numpy.ones((8, 8)), numpy.ones((8, 8)))  # BLAS allocates its buffers at the first call
    time.localtime()  # reads the time zone


def close_imports(imports: list[str]) -> None:
    """Let children import what is in memory, and nothing else."""
    sys.path.clear()
    sys.path_hooks.clear()
    sys.path_importer_cache.clear()
    sys.meta_path[:] = [Closed(imports)]
