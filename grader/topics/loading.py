"""A folder to its Topic. The only place that imports an author's code; submissions never come near it.

A folder of assignments is a package, and so is each topic in it: ``from .model import forward`` is a file of the same
topic, ``from ..shared.windows import Window`` one that several topics use. The folder that comes with the grader is
``grader.assignments``, in a checkout as in a wheel. An instructor's own folder is a package too; what it does not
hold itself, such as ``shared``, is looked for among those that come with the grader.
"""

import hashlib
import importlib
import importlib.util
import sys
import traceback
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import grader
from grader.errors import AuthorError
from grader.topics.operation import Operation
from grader.topics.topic import Topic

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
    try:
        for name in (DOOR, OPERATIONS):
            if importlib.util.find_spec(f"{package}.{name}") is not None:
                return _brought_by(importlib.import_module(f"{package}.{name}"), name)
    except AuthorError:
        raise
    except Exception as error:
        raise AuthorError([f"{_place(error, folder)}: {type(error).__name__}: {error}"]) from None
    return Topic()


def _brought_by(module: ModuleType, name: str) -> Topic:
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
    return _registered(f"assignments_{state.hexdigest()[:16]}", [parent, assignments_folder().resolve()])


def _registered(name: str, folders: list[Path]) -> str:
    if name not in sys.modules:
        package = ModuleType(name)
        package.__path__ = [str(folder) for folder in folders]
        sys.modules[name] = package
        if name == SHIPPED:
            grader.assignments = package  # type: ignore[attr-defined]
    return name


def _place(error: Exception, folder: Path) -> str:
    """Return the author's file and line that an error comes from: ``operations.py:12``."""
    if isinstance(error, SyntaxError) and error.filename:
        return f"{Path(error.filename).name}:{error.lineno}"
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).parent == folder]
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else f"{DOOR}.py"


_registered(SHIPPED, [assignments_folder().resolve()])  # so that tests and tools may import its modules by name
