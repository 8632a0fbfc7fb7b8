"""Waiting that is measured in work: a busy machine does slowly what is waited for, and the measure as well."""

import subprocess
import sys
from collections.abc import Callable

STARTS = 300  # of an interpreter: a few seconds on a quiet machine


def comes_true(is_so: Callable[[], object], starts: int = STARTS) -> bool:
    """Wait until something is so, as long as so many starts of an interpreter take at most; return whether it is."""
    for _ in range(starts):
        if is_so():
            return True
        subprocess.run([sys.executable, "-E", "-S", "-c", ""], check=True)
    return bool(is_so())
