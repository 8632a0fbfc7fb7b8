"""What an argument of a command may be: a name, or a path that is there. A wrong one gets the nearest right one."""

import contextlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from grader.errors import say_unknown


class Name(click.Choice[str]):
    """One of some names, in capital letters or not.

    Parameters
    ----------
    what : str
        What they name: ``"source"``.
    names : iterable of str
    """

    def __init__(self, what: str, names: Iterable[str]) -> None:
        super().__init__(list(names), case_sensitive=False)
        self.what = what

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the name as it is listed."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            raise click.BadParameter(
                say_unknown(f"there is no {self.what}", str(value), map(str, self.choices)), ctx, param
            ) from None


class NameBeside(Name):
    """One of some names, and of those that a folder of assignments adds.

    Parameters
    ----------
    what : str
    names : iterable of str
        Without such a folder.
    beside : callable
        Returns the names with it.
    """

    def __init__(self, what: str, names: Iterable[str], beside: Callable[[Path], Iterable[str]]) -> None:
        super().__init__(what, names)
        self.beside = beside

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the name as it is listed."""
        folder = ctx.params.get("folder") if ctx is not None else None
        if not isinstance(folder, Path):
            return super().convert(value, param, ctx)
        return Name(self.what, self.beside(folder)).convert(value, param, ctx)


class Listed(click.ParamType[str]):
    """A name that the command itself looks up; a shell completes it.

    Parameters
    ----------
    name : str
        What help pages call it.
    listing : callable
        Returns the names there are, given the folder of assignments that was named, and the other arguments.
    """

    def __init__(self, name: str, listing: Callable[[Path | None, Mapping[str, Any]], Iterable[str]]) -> None:
        self.name = name
        self.listing = listing

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Return the names that begin so."""
        given = _arguments(ctx) | {name: value for name, value in ctx.params.items() if value is not None}
        return [
            CompletionItem(each) for each in self.listing(given.get("folder"), given) if each.startswith(incomplete)
        ]


def _arguments(ctx: click.Context) -> dict[str, Any]:
    """Return a command's arguments by name; click leaves them as they are where the last option has no value yet."""
    names = [param.name for param in ctx.command.params if isinstance(param, click.Argument) and param.name is not None]
    return dict(zip(names, ctx.args, strict=False))


class Place(click.ParamType[str]):
    """Where something is read or written: a file, or what stands for one; a shell completes files.

    Parameters
    ----------
    name : str
        What help pages call it.
    """

    def __init__(self, name: str = "file") -> None:
        self.name = name

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Return what a shell takes for: complete a file here."""
        return [CompletionItem(incomplete, type="file")]


class NamedPlace(click.ParamType[str]):
    """A name, and behind a "=" a file; a shell completes both.

    Parameters
    ----------
    name : str
        What help pages call it.
    listing : callable
        Returns the names there are.
    """

    def __init__(self, name: str, listing: Callable[[], Iterable[str]]) -> None:
        self.name = name
        self.listing = listing

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Return the names that begin so, or the files; no shell looks for a file behind a name by itself."""
        name, is_named, place = incomplete.partition("=")
        if not is_named:
            return [CompletionItem(f"{each}=") for each in self.listing() if each.startswith(name)]
        folder, _, begun = place.rpartition("/")
        with contextlib.suppress(OSError):
            beside = sorted(Path(folder or ("/" if place.startswith("/") else ".")).iterdir())
            start = place[: len(place) - len(begun)]
            found = [f"{start}{path.name}{'/' * path.is_dir()}" for path in beside if path.name.startswith(begun)]
            return [CompletionItem(f"{name}={each}") for each in found]
        return []


class Existing(click.Path):
    """A path that is there: a file, a folder, or either."""

    def __init__(self, *, file: bool = True, folder: bool = True) -> None:
        super().__init__(exists=True, file_okay=file, dir_okay=folder, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path; of one that is not there, say which part is missing, and what there is instead."""
        if "://" in str(value):
            raise click.BadParameter(f"{value} is an address; download it first and give the file", ctx, param)
        path = Path(value)
        if str(value) and not path.exists() and not path.is_symlink():
            raise click.BadParameter(say_missing(path, files=self.file_okay), ctx, param)
        return super().convert(value, param, ctx)


class NewFolder(click.Path):
    """A folder to write into: standard output is none."""

    def __init__(self) -> None:
        super().__init__(file_okay=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path; ``-`` would be a folder of that name, which nobody means."""
        if str(value) == "-":
            raise click.BadParameter("several files are written, so - (standard output) is no place", ctx, param)
        return super().convert(value, param, ctx)


FILE, FOLDER, PLACE = Existing(folder=False), Existing(file=False), Existing()


def say_missing(path: Path, *, files: bool = True) -> str:
    """Return a sentence on a path that is not there: the first part of it that is missing, and the nearest name."""
    missing = path
    while not missing.parent.exists() and missing.parent != missing:
        missing = missing.parent
    wants_folder = missing != path or not files
    what = "there is no folder" if wants_folder else "there is no file or folder"
    try:
        beside = sorted(one.name for one in missing.parent.iterdir() if one.is_dir() or not wants_folder)
    except OSError:  # nobody may look into it
        beside = []
    shown = [str(missing.parent / name) for name in beside if not name.startswith(".")]
    elsewhere = [one for one in _elsewhere(path) if one.exists()]
    if elsewhere:
        return f"{what} {str(missing)!r} in {Path.cwd()}. Did you mean {elsewhere[0]}?"
    return say_unknown(what, str(missing), shown)


def _elsewhere(path: Path) -> list[Path]:
    """Return where a path may be meant that was given from one folder too high, or too low."""
    if path.is_absolute():
        return []
    try:
        below = [one / path for one in sorted(Path().iterdir()) if one.is_dir() and not one.name.startswith(".")]
    except OSError:
        below = []
    return [*(Path(*path.parts[n:]) for n in range(1, len(path.parts))), *below]
