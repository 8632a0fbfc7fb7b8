"""Progress bars that show nothing, in the place of those that may not be imported here. Worker's side.

A bar around a loop changes no number, so it costs nobody anything that tqdm is not there.
"""

import types
from collections.abc import Iterable, Iterator
from typing import Any

BARS = {  # module → the names in it that put a bar around a loop; those that count for one
    "tqdm": (("tqdm", "tqdm_notebook", "tqdm_gui", "tqdm_pandas"), ("trange", "tnrange")),
    "alive_progress": (("alive_bar", "alive_it"), ()),
    "progressbar": (("progressbar", "ProgressBar", "Bar"), ("xrange",)),
    "fastprogress": (("progress_bar", "master_bar"), ()),
    "rich.progress": (("track", "Progress"), ()),
}
PARTS = ("auto", "notebook", "std", "autonotebook", "gui", "cli", "asyncio", "rich", "fastprogress")


class Bar:
    """A bar around an iterable, or one that is moved by hand; nothing of it is seen."""

    def __init__(self, iterable: Any = (), *_: Any, **settings: Any) -> None:
        is_count = not isinstance(iterable, Iterable)  # alive_bar(100) has a number there
        self.iterable = settings.pop("iterable", () if is_count else iterable)
        self.n = 0

    def __iter__(self) -> Iterator[Any]:
        return iter(self.iterable)

    def __len__(self) -> int:
        return len(self.iterable)

    def __enter__(self) -> "Bar":
        return self

    def __exit__(self, *_: Any) -> None:
        pass

    def __call__(self, iterable: Any = (), *_: Any, **__: Any) -> Any:
        """Return what a bar of progressbar2 is put around."""
        return iterable

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _nothing

    @staticmethod
    def pandas(*_: Any, **__: Any) -> None:
        """Register nothing."""

    @staticmethod
    def write(*_: Any, **__: Any) -> None:
        """Write nothing."""


def counting(*arguments: Any, **_: Any) -> Bar:
    """Return a bar around ``range``."""
    return Bar(range(*arguments))


def stand_in(name: str) -> types.ModuleType | None:
    """Return a module of bars that show nothing; None for a module of anything else."""
    root = next((bars for bars in BARS if name == bars or name.startswith(f"{bars}.")), None)
    if root is None:
        return None
    module = _module(root)
    for part in PARTS if root == "tqdm" else ("bar",):
        setattr(module, part, _module(root))
    inner = name.removeprefix(root).lstrip(".")
    return getattr(module, inner, module) if inner else module


def _module(root: str) -> types.ModuleType:
    module = types.ModuleType(root)
    around, counted = BARS[root]
    vars(module).update(dict.fromkeys(around, Bar))
    vars(module).update(dict.fromkeys(counted, counting))
    return module


def _nothing(*_: Any, **__: Any) -> None:
    """Do nothing."""
