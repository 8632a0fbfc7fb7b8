"""Modules that the host sends to a child when it needs them: a child opens no file, and most children never need them.

In: names and code, in the order in which they import one another.  Out: the last of them. Worker's side.
"""

import marshal
import sys
import types
from typing import Any

PACKAGE = f"{__package__}.repair"


def make_modules(sent: tuple[tuple[str, Any], ...]) -> Any:
    """Make modules of a package and return the last; the first, without a name, is the package itself.

    Parameters
    ----------
    sent : tuple of (str, ndarray)
        Each module's name, and its code as `marshal` writes it.
    """
    module = package = types.ModuleType(PACKAGE)
    for name, code in sent:
        if name:
            module = types.ModuleType(f"{PACKAGE}.{name}")
            setattr(package, name, module)
        else:
            package.__path__ = []
        module.__package__ = PACKAGE
        sys.modules[module.__name__] = module
        exec(marshal.loads(code.tobytes()), vars(module))
    return module
