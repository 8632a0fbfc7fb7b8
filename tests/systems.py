"""What a test needs of the system that it runs on. Where that is not there, it is skipped, and the reason says what."""

import importlib.util
import os
import sys

import pytest

IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def has(name: str) -> bool:
    """Tell whether a system has a module, ``"termios"``, or a function of one, ``"os.killpg"``."""
    module, _, function = name.partition(".")
    if module in sys.modules and sys.modules[module] is None:  # taken away by `tests.lacking`
        return False
    if importlib.util.find_spec(module) is None:
        return False
    return not function or hasattr(importlib.import_module(module), function)


def needs(*names: str) -> pytest.MarkDecorator:
    """Return what skips a test where the system lacks one of these modules and functions."""
    missing = [name for name in names if not has(name)]
    return pytest.mark.skipif(bool(missing), reason=f"this system lacks {', '.join(missing)}")


AS_ROOT = pytest.mark.skipif(not IS_ROOT, reason="an ordinary user may not do this; root may")
