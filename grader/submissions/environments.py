"""Virtual environments inside a submission: thousands of files that nobody wrote, under any name. Pure.

An environment has a file pyvenv.cfg. If that lies beside a student's own modules, only its own folders are meant.
"""

from collections.abc import Iterable
from pathlib import PurePosixPath

MARK = "pyvenv.cfg"
OWN_FOLDERS = frozenset({"lib", "lib64", "bin", "scripts", "include", "share"})


class Environments:
    """The environments among some paths; more can be found while a folder is walked, each folder's files first."""

    def __init__(self, paths: Iterable[PurePosixPath] = ()) -> None:
        self.roots = {path.parent for path in paths if path.name == MARK}
        self.left_out: set[PurePosixPath] = set()

    def has(self, path: PurePosixPath) -> bool:
        """Whether a path belongs to an environment; a path that marks one is remembered."""
        if path.name == MARK:
            self.roots.add(path.parent)
            return True
        for root in self.roots:
            if root in path.parents and path.relative_to(root).parts[0].lower() in OWN_FOLDERS:
                self.left_out.add(root)
                return True
        return False

    def notes(self) -> list[str]:
        """Return a sentence on each environment of which something was left out."""
        return [
            f"{root if root.parts else 'the folder itself'} is a Python environment: the libraries in it were left "
            "out. Leave it out of what you hand in"
            for root in sorted(self.left_out)
        ]
