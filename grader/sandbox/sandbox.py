"""The sandbox as the grader sees it: a zygote that is replaced when it is lost, and children that proved a level.

In: limits and the level that is wanted.  Out: children that have confined themselves that far, or an error that says
what is missing. What children then do is `runner`'s business.
"""

import dataclasses
from collections.abc import Collection, Sequence
from pathlib import Path

from grader.errors import OperatorError, TooWeak
from grader.model import Level, Limits
from grader.sandbox import bubblewrap, levels
from grader.sandbox.host import (
    READY_SECONDS,
    Child,
    Confinement,
    Died,
    Ending,
    NotStarted,
    TimedOut,
    Violated,
    Zygote,
    ZygoteLost,
    folder_of,
)


class Sandbox:
    """A zygote, replaced when a submission manages to take it down.

    Starting one starts the worker's interpreter, so do it first; `configure` before grading.

    Parameters
    ----------
    layers : collection of str
        Layers to confine children with. All that the machine has, but in tests.
    landlock_abi : int, optional
        The newest Landlock ABI to use, for tests.

    Attributes
    ----------
    layers : dict of str to str
        What the last child proved, by layer: ``"on"``, or why it is not.
    wanted : Level
        A child that proves less than this stops the run.
    """

    def __init__(self, layers: Collection[str] = levels.LAYERS, landlock_abi: int | None = None) -> None:
        bwrap = bubblewrap.program() if "bubblewrap" in layers else None
        self.confinement = Confinement(layers, landlock_abi, bwrap)
        self.without_bubblewrap = "" if bwrap else "it is not installed" if "bubblewrap" in layers else "switched off"
        self.folders: tuple[Path, ...] = ()
        self.zygote = Zygote(self.confinement)
        self.limits = Limits()
        self.imports: tuple[str, ...] = ()
        self.layers: dict[str, str] = {}
        self.wanted: Level = "D"
        self.weakest: Level | None = None

    def configure(self, limits: Limits, imports: Sequence[str] = (), wanted: Level = "D") -> None:
        """Set what submissions may import and use, and the level they must have; once."""
        self.limits, self.imports, self.wanted = limits, tuple(imports), wanted
        self.folders = tuple({folder_of(name) for name in self.imports} - {folder_of("numpy")})
        if self.folders:
            self.restart()
        else:
            self.zygote.configure(limits, self.imports)

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(self, *_: object) -> None:
        self.zygote.close()

    def fork(self) -> Child:
        """Return a fresh child that has confined itself, as far as is wanted."""
        reason = ""
        for _ in range(4):
            try:
                child = self.zygote.fork()
            except NotStarted as problem:
                reason = str(problem)
                if self.confinement.bwrap:  # a machine that has it may still forbid namespaces
                    self.without_bubblewrap = f"it does not start: {reason}"
                    self.confinement = dataclasses.replace(self.confinement, bwrap=None)
                self.restart()
                continue
            except ZygoteLost:
                reason = self.zygote.last_words()
                self.restart()
                continue
            try:
                child.wait_until_ready()
            except TimedOut:
                end(self, child)
                reason = f"a child did not confine itself within {READY_SECONDS:g} s"
            except (Died, Violated) as problem:
                ending = describe(end(self, child))
                reason = str(problem) or ending
            else:
                self._accept(child)
                return child
        raise OperatorError(f"The sandbox cannot start a process: {reason}.")

    def _accept(self, child: Child) -> None:
        """Remember what a child proved; refuse one that proved less than is wanted."""
        if self.without_bubblewrap:
            child.layers["bubblewrap"] = self.without_bubblewrap
        self.layers = child.layers
        found = levels.level(child.layers)
        if self.weakest is None or levels.is_weaker(found, self.weakest):
            self.weakest = found
        if levels.is_weaker(found, self.wanted):
            end(self, child)
            raise TooWeak(levels.shortfall(self.wanted, child.layers))

    def restart(self) -> None:
        """Start over with a new zygote."""
        self.zygote.close()
        self.zygote = Zygote(self.confinement, self.folders)
        self.zygote.configure(self.limits, self.imports)

    @property
    def level(self) -> Level:
        """The weakest isolation level that a child proved, asking one if none has yet."""
        if self.weakest is None:
            end(self, self.fork())
        assert self.weakest is not None
        return self.weakest


def end(sandbox: Sandbox, child: Child) -> Ending | None:
    """End a child whatever its state; return how it ended, None when the zygote was lost with it."""
    try:
        return child.close()
    except ZygoteLost:
        sandbox.restart()
        return None


def describe(ending: Ending | None) -> str:
    """Say how a child ended."""
    return "it took the whole sandbox down with it" if ending is None else str(ending)
