"""Zygotes that are kept for the next sandbox of this process: to start one is most of what a small command does.

A zygote forks a fresh child for every submission, whoever asks. It is kept only if it is whole: none of its orders
failed, and all its children have ended. Tests of the zygote itself start their own.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from grader.model import Limits
from grader.sandbox.child import NotStarted, ZygoteLost
from grader.sandbox.host import Confinement, ForkedChild, Zygote

FREE: dict[str, list["Watched"]] = defaultdict(list)  # by what they were made of


class Watched(Zygote):
    """A zygote that knows whether it is whole."""

    is_lost = False
    children = 0

    def fork(self) -> ForkedChild:
        """Return a new child."""
        try:
            child = super().fork()
        except (NotStarted, ZygoteLost):
            self.is_lost = True
            raise
        self.children += 1
        return child

    def end(self, pid: int) -> tuple[int, float]:
        """End a child."""
        try:
            ending = super().end(pid)
        except ZygoteLost:
            self.is_lost = True
            raise
        self.children -= 1
        return ending


class Kept:
    """Stands in the place of a zygote; it is chosen when it is known what it has to be like."""

    def __init__(self, confinement: Confinement, folders: Sequence[Path] = (), *, is_for_many: bool = False) -> None:
        self.confinement, self.folders, self.is_for_many = confinement, folders, is_for_many
        self.key, self.zygote = "", None

    def configure(self, limits: Limits, imports: Iterable[str] = ()) -> None:
        """Take a zygote that is free, or start one."""
        confinement = dataclasses.replace(self.confinement, layers=sorted(self.confinement.layers))
        self.key = repr((confinement, self.folders, self.is_for_many, limits, sorted(imports)))
        if FREE[self.key]:
            self.zygote = FREE[self.key].pop()
            return
        self.zygote = Watched(self.confinement, self.folders, is_for_many=self.is_for_many)
        self.zygote.configure(limits, imports)

    def close(self) -> None:
        """Leave the zygote to the next sandbox, or end it."""
        zygote, self.zygote = self.zygote, None
        if zygote is None:
            return
        if zygote.started and not zygote.is_lost and not zygote.children and zygote.process.poll() is None:
            FREE[self.key].append(zygote)
        else:
            zygote.close()

    def __getattr__(self, name: str) -> Any:
        """Do all else as the zygote does it."""
        return getattr(self.zygote, name)


def end_all() -> None:
    """End all zygotes that are free."""
    for zygotes in FREE.values():
        while zygotes:
            zygotes.pop().close()
