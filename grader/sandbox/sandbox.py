"""The sandbox as the grader sees it: a zygote that is replaced when it is lost, and children that proved a level.

In: limits and the level that is wanted.  Out: children that have confined themselves that far, or an error that says
what is missing. What children then do is `runner`'s business.
"""

import contextlib
import ctypes
import dataclasses
from collections.abc import Collection, Sequence
from pathlib import Path

from grader.errors import OperatorError, TooWeak
from grader.model import Level, Limits
from grader.sandbox import bubblewrap, levels
from grader.sandbox.child import READY_SECONDS, Child, Died, Ending, NotStarted, TimedOut, Violated, ZygoteLost
from grader.sandbox.host import Confinement, Zygote, folder_of
from grader.sandbox.portable import Workers, lacking


def keep_memory_closed() -> None:
    """Let no other process of this user read the host's memory, where answers and the seed are; Linux alone can."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)  # PR_SET_DUMPABLE; a program that is started anew begins without


class Sandbox:
    """A zygote. When a submission manages to take it down, another replaces it.

    A new sandbox starts the worker's interpreter at once. So make it first, import what else you need meanwhile, and
    call `configure` before grading.

    Parameters
    ----------
    layers : collection of str
        Layers to confine children with. Tests leave some out; otherwise it is all that the machine has.
    landlock_abi : int, optional
        The newest Landlock ABI to use, for tests.
    portable : bool, optional
        Whether the portable worker takes the zygote's place; if not given, where this system lacks what the zygote
        needs.
    is_for_many : bool
        Whether many submissions follow: it starts later then, and each of them is done sooner.

    Attributes
    ----------
    layers : dict of str to str
        What the last child proved, by layer: ``"on"``, or why it is not.
    wanted : Level
        A child that proves less than this stops the run.
    """

    def __init__(
        self,
        layers: Collection[str] = levels.LAYERS,
        landlock_abi: int | None = None,
        *,
        portable: bool | None = None,
        is_for_many: bool = False,
    ) -> None:
        keep_memory_closed()
        self.is_for_many = is_for_many
        self.lacking = lacking()
        self.is_portable = bool(self.lacking) if portable is None else portable
        bwrap = bubblewrap.program() if "bubblewrap" in layers and not self.is_portable else None
        self.confinement = Confinement(layers, landlock_abi, bwrap)
        self.without_bubblewrap = "" if bwrap else "it is not installed" if "bubblewrap" in layers else "switched off"
        self.folders: tuple[Path, ...] = ()
        self.zygote = self._start()
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

    def _start(self) -> Zygote | Workers:
        if self.is_portable:
            return Workers(self.folders)
        return Zygote(self.confinement, self.folders, is_for_many=self.is_for_many)

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
        if self.without_bubblewrap and not self.is_portable:
            child.layers["bubblewrap"] = self.without_bubblewrap
        self.layers = child.layers
        proved = levels.level(child.layers)
        if self.weakest is None or levels.is_weaker(proved, self.weakest):
            self.weakest = proved
        if levels.is_weaker(proved, self.wanted):
            end(self, child)
            raise TooWeak(
                levels.shortfall_of_portable(self.wanted, self.lacking)
                if self.is_portable
                else levels.shortfall(self.wanted, child.layers)
            )

    def notice(self) -> str:
        """Return what whoever grades should read of the level in force; nothing where it is as strong as it can be."""
        return levels.notice(self.level, self.layers, not self.is_portable and bubblewrap.program() is not None)

    def restart(self) -> None:
        """Start over with a new zygote."""
        self.zygote.close()
        self.zygote = self._start()
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
