"""A folder to its Topic. The only place that imports an author's code; submissions never come near it.

A folder of assignments is a package, and so is each topic in it: ``from .model import forward`` is a file of the same
topic, ``from ..shared.windows import Window`` one that several topics use. The folder that comes with the grader is
``grader.assignments``, in a checkout as in a wheel. An instructor's own folder is a package too; a module of ``shared``
that it does not hold itself is looked for among those that come with the grader.
"""

import dataclasses
import functools
import hashlib
import importlib
import importlib.util
import inspect
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

import grader
from grader.errors import AuthorError
from grader.topics.misconception import Beliefs
from grader.topics.operation import Operation
from grader.topics.topic import Explanations, Topic

Brought = TypeVar("Brought")
SHIPPED = "grader.assignments"
DOOR, OPERATIONS = "topic", "operations"  # modules of a topic; the second alone brings operations alone
NOT_THE_TOPICS = ("lesson.py", "starter.py")


def assignments_folder() -> Path:
    """Return where the assignments are: inside an installed wheel, or beside `grader` in a checkout."""
    own = Path(grader.__file__).parent
    packaged = own / "assignments"
    return packaged if packaged.is_dir() else own.parent / "assignments"


def id_of(folder: Path) -> str:
    """Return the id that people type for a topic's folder: conv-layer for ``conv_layer``."""
    return folder.name.replace("_", "-")


def folder_of(folder: Path, id: str) -> Path:
    """Return the folder of an assignment by its id, in a folder of assignments."""
    named = folder / id
    return named if named.is_dir() else folder / id.replace("-", "_")


def topic_files(folder: Path) -> list[Path]:
    """Return the Python files that make an author's own topic; none for a topic that comes with the grader."""
    if _is_shipped(folder.parent):
        return []
    own = sorted(path for path in folder.glob("*.py") if path.name not in NOT_THE_TOPICS)
    return [*own, *sorted((folder.parent / "shared").glob("*.py"))] if own else []


def load_topic(folder: Path) -> Topic:
    """Import a folder's topic; an empty one where the folder has neither ``topic.py`` nor ``operations.py``.

    Raises
    ------
    AuthorError
        If its code raises, or brings something else than a topic; with the file and the line.
    """
    package = f"{_package_of(folder)}.{folder.name}"
    for name in (DOOR, OPERATIONS):
        if importlib.util.find_spec(f"{package}.{name}") is not None:
            load = partial(importlib.import_module, f"{package}.{name}")
            topic = _topic_of(_run(load, ModuleType, f"{name}.py", folder), name)
            operations = topic.operations if package.startswith(SHIPPED) else _with_places(topic.operations, folder)
            return dataclasses.replace(
                topic,
                operations=operations,
                beliefs=partial(_run, topic.beliefs, Beliefs, "topic.py: beliefs", folder),
                explanations=partial(_run, topic.explanations, Explanations, "topic.py: explanations", folder),
            )
    return Topic()


def _run(function: Callable[[], Brought], kind: type[Brought], where: str, folder: Path) -> Brought:
    """Return what a function of a topic returns. An error in its code is the author's, with the file and the line."""
    try:
        brought = function()
    except AuthorError:
        raise
    except Exception as error:
        raise AuthorError([f"{_place(error, folder) or where}: {type(error).__name__}: {_message(error)}"]) from error
    if not isinstance(brought, kind):
        raise AuthorError([f"{where}: it must return {kind.__name__}, not {type(brought).__name__}"])
    return brought


def _with_places(operations: Sequence[Operation], folder: Path) -> tuple[Operation, ...]:
    """Return an author's operations such that an error in one of their functions names its own file and line."""

    def placed(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def run(*arguments: Any) -> Any:
            try:
                return function(*arguments)
            except AuthorError:
                raise
            except Exception as error:
                place = _place(error, folder) or f"{OPERATIONS}.py"
                raise AuthorError([f"{place}: {type(error).__name__}: {_message(error)}"]) from error

        return run

    own: list[dict[str, Any]] = [
        {
            field.name: placed(value)
            for field in dataclasses.fields(operation)
            if inspect.isfunction(value := getattr(operation, field.name)) and not _is_ours(value)
        }
        for operation in operations
    ]
    return tuple(dataclasses.replace(one, **functions) for one, functions in zip(operations, own, strict=True))


def _is_ours(function: Callable[..., Any]) -> bool:
    return function.__module__.partition(".")[0] in ("grader", "convref")


def _topic_of(module: ModuleType, name: str) -> Topic:
    """Return the topic of a module: its TOPIC, or its OPERATIONS where there is no topic.py."""
    if name == DOOR:
        topic = getattr(module, "TOPIC", None)
        if not isinstance(topic, Topic):
            raise AuthorError(["topic.py: TOPIC must be a Topic: TOPIC = Topic(operations=…)"])
    else:
        topic = Topic(operations=getattr(module, "OPERATIONS", ()))
    if (not topic.operations and name == OPERATIONS) or not all(isinstance(o, Operation) for o in topic.operations):
        raise AuthorError([f"{name}.py: OPERATIONS must be a tuple of one Operation or more"])
    return topic


def module_of(folder: Path, name: str) -> ModuleType:
    """Import a module of a folder that lies among assignments and is no topic: the lecture's.

    Raises
    ------
    AuthorError
        If its code raises; with the file and the line.
    """
    load = partial(importlib.import_module, f"{_package_of(folder)}.{folder.name}.{name}")
    return _run(load, ModuleType, f"{name}.py", folder)


def topics_in(folder: Path) -> Iterator[Topic]:
    """Yield the topics in a folder of assignments, in alphabetical order, importing each when it is asked for."""
    return (load_topic(path.parent) for path in sorted(folder.glob("*/assignment.toml")))


def shipped_topics() -> Iterator[Topic]:
    """Yield the topics that come with the grader, in alphabetical order, importing each when it is asked for."""
    return (load_topic(folder) for folder in _shipped_folders())


def topic_with(exercise: str) -> Topic | None:
    """Return the topic that comes with the grader and has this exercise."""
    return next((topic for topic in shipped_topics() if topic.operation(exercise) is not None), None)


@cache
def _shipped_folders() -> tuple[Path, ...]:
    return tuple(sorted(path.parent for path in assignments_folder().glob("*/assignment.toml")))


def _is_shipped(folder: Path) -> bool:
    return folder.resolve() == assignments_folder().resolve()


def _package_of(folder: Path) -> str:
    """Return the package that a topic's parent folder is, and make it one."""
    parent = folder.parent.resolve()
    if _is_shipped(parent):
        return _registered(SHIPPED, [parent])
    state = hashlib.sha256(str(parent).encode())  # an edited topic is imported anew
    for path in topic_files(folder):
        state.update(path.read_bytes())
    ours = assignments_folder().resolve()
    package = _registered(f"assignments_{state.hexdigest()[:16]}", [parent, ours])
    _registered(f"{package}.shared", [parent / "shared", ours / "shared"])  # the author's modules beside ours
    return package


def _registered(name: str, folders: list[Path]) -> str:
    if name not in sys.modules:
        package = ModuleType(name)
        package.__path__ = [str(folder) for folder in folders]
        sys.modules[name] = package
        if name == SHIPPED:
            grader.assignments = package  # type: ignore[attr-defined]
    return name


def _place(error: Exception, folder: Path) -> str | None:
    """Return the author's file and line that an error comes from: ``operations.py:12``, ``../shared/windows.py:7``."""
    own = folder.resolve()
    places = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError) and error.filename:
        places.append((error.filename, error.lineno))
    places = [(file, line) for file, line in places if Path(file).is_relative_to(own.parent)]
    return f"{os.path.relpath(places[-1][0], own)}:{places[-1][1]}" if places else None


def _message(error: Exception) -> str:
    """Return what an error says; the place of a syntax error stands before it already."""
    return error.msg if isinstance(error, SyntaxError) else str(error)


_registered(SHIPPED, [assignments_folder().resolve()])  # so that tests and tools may import its modules by name
