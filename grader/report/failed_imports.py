"""What is said where an import failed in a student's function. Pure."""

import re

from grader.model import Raised
from grader.report.escape import one_line

FAILED = re.compile(r"No module named '([\w.]+)'|(\w+)[\w.]* was used|([\w.]+) is not available")
WITH_NUMPY = "write the function with NumPy."
PACKAGES = (  # that students use; another name may be a file of their own
    *("torch", "torchvision", "tensorflow", "keras", "jax", "scipy", "sklearn", "skimage", "cv2", "PIL", "pandas"),
    *("matplotlib", "seaborn", "sympy", "cupy", "numba", "tqdm", "plotly", "imageio", "networkx", "einops", "requests"),
    *("multiprocessing", "threading", "subprocess", "asyncio", "argparse", "pickle"),
)


def import_failed(raised: Raised) -> str:
    """Return which import failed, and where; the rest of the message would send a student to install something."""
    module = _module(raised)
    place = f" ({one_line(raised.trace[-1].file)} line {raised.trace[-1].line})" if raised.trace else ""
    what = f"`import {module}`" if module else f"An import ({one_line(raised.message)})"
    return f"{what} failed{place}: this grader has NumPy only."


def without_import(raised: Raised) -> str:
    """Return the next step where an import failed."""
    module = _module(raised)
    if module and module.partition(".")[0] not in PACKAGES:
        return f"is {module} a file of yours? Then give the folder that holds both, and hand in both. If not: NumPy."
    return WITH_NUMPY


def _module(raised: Raised) -> str:
    """Return the module that an import failed for; "" where that is not said."""
    name = FAILED.match(raised.message)
    return next(filter(None, name.groups())) if name else ""
