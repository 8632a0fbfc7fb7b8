"""A sandbox that has started before it is wanted: a notebook checks a function, and soon checks it again.

What takes longest of a small check is the start of an interpreter with NumPy. So the next one starts while the student
reads, thinks and types. It has run nothing of anybody's, and is used for one check alone. It ends with this process,
however that ends, and when it was not wanted for a while.
"""

import atexit
import contextlib
import os
from collections.abc import Iterator

from grader.sandbox.host import Zygote
from grader.sandbox.sandbox import Sandbox

_spares: list[tuple[int, Sandbox]] = []  # at most one, with the process that started it


@contextlib.contextmanager
def spare_sandbox(portable: bool | None = None) -> Iterator[Sandbox]:
    """Have a sandbox while the context lasts, the spare one if there is one; then start another as the spare one."""
    sandbox = _taken() if portable is not True else None
    with sandbox or Sandbox(portable=portable) as used:
        yield used
    if not used.is_portable:
        _spares.append((os.getpid(), Sandbox(portable=portable)))


def _taken() -> Sandbox | None:
    """Return the spare sandbox; None where there is none, it has ended, or another process started it."""
    if not _spares:
        return None
    owner, sandbox = _spares.pop()
    if owner != os.getpid():
        return None
    if isinstance(sandbox.zygote, Zygote) and sandbox.zygote.process.poll() is None:
        return sandbox
    end_of(sandbox)
    return None


def end_of(sandbox: Sandbox) -> None:
    """End a sandbox that nobody has used."""
    with sandbox:
        pass


@atexit.register
def end_spare() -> None:
    """End the spare sandbox, if there is one of this process."""
    while _spares:
        owner, sandbox = _spares.pop()
        if owner == os.getpid():
            end_of(sandbox)
