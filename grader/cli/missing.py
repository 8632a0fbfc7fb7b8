"""What a student's machine lacks, said before the first line is written."""

import importlib
import shutil
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

JUPYTER = ("jupyterlab", "notebook", "google.colab", "ipykernel")  # any of them can run a notebook
AGAIN = "install it again: pip install --force-reinstall convgrader"


def missing() -> Iterator[str]:
    """Yield a sentence for each thing that writing or checking would need and that is not there."""
    broken = broken_module()
    if broken:
        yield broken
        return
    yield from no_worker()
    if shutil.which("grader") is None:
        yield f"The shell does not find grader. Wherever a page says grader, type: {typed_instead()}"
    if not any(is_there(name) for name in JUPYTER):
        yield "Jupyter is not installed. For the notebook: pip install jupyterlab. The module needs nothing more."


def broken_module() -> str:
    """Return what is wrong with a compiled part, if it cannot be loaded."""
    for name in ("numpy", "convref"):
        try:
            importlib.import_module(name)
        except Exception as error:
            return f"{name} cannot be loaded ({error}); {AGAIN}."
    return ""


def no_worker() -> Iterator[str]:
    """Yield what prevents the process that runs a student's code, if it does not start."""
    from grader.errors import OperatorError
    from grader.sandbox.sandbox import Sandbox

    try:
        with Sandbox() as sandbox:
            sandbox.configure(sandbox.limits)
    except (OperatorError, OSError) as error:
        yield f"Your functions cannot be run here ({error}); grader doctor says more."


def typed_instead() -> str:
    """Return what starts this command where the shell does not find it."""
    beside = shutil.which("grader", path=str(Path(sys.executable).parent))
    return beside or f"{sys.executable} -m grader"


def is_there(name: str) -> bool:
    """Tell whether a module is installed, without importing it."""
    try:
        return find_spec(name) is not None
    except ImportError:
        return False
