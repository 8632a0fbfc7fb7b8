"""Gradescope, "Export Submissions": ``submission_NUMBER/`` folders beside ``submission_metadata.yml``.

The metadata is Ruby's YAML: keys are symbols, ``:submitters:``, and a time may be an object of Rails. It is read by
PyYAML's safe loader, which makes nothing but plain values; one submission may be handed in by a group.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

import yaml

from grader.classroom.intake.hand_in import HandIn
from grader.classroom.intake.taken import Problem
from grader.classroom.intake.tree import Item, Tree
from grader.errors import OperatorError

METADATA = "submission_metadata.yml"
MAX_METADATA_BYTES = 256 << 20  # it holds the results of every test of every submission
SAFE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast, where PyYAML was built with it


class _Plain(SAFE):  # type: ignore[misc, valid-type]
    """The safe loader, for which an object of Ruby is the plain table, list or text that it is written as."""


def _as_plain(loader: Any, tag: str, node: yaml.Node) -> object:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    return loader.construct_sequence(node, deep=True) if isinstance(node, yaml.SequenceNode) else node.value


_Plain.add_multi_constructor("!", _as_plain)


def read(tree: Tree, problems: list[Problem]) -> list[HandIn]:
    """Return one per submitter; members of a group share the files.

    Raises
    ------
    OperatorError
        If the metadata cannot be read.
    """
    metadata = _metadata(tree)
    groups = tree.by_top()
    handed: list[HandIn] = []
    for name, items in groups.items():
        if name == METADATA:
            continue
        about = metadata.get(name)
        handed += _handed(tree, name, items, about if isinstance(about, Mapping) else None)
    for name, about in metadata.items():
        if str(name) not in groups:
            submitters = _submitters(about) if isinstance(about, Mapping) else []
            reason = f"{METADATA} lists {name}, but it is not there"
            problems += [Problem(name=str(name), student=who[0], reason=reason) for who in submitters or [[""]]]
    return handed


def _metadata(tree: Tree) -> Mapping[str, Any]:
    data = tree.read_top(METADATA, MAX_METADATA_BYTES)
    if data is None:
        raise OperatorError(
            f"{tree.name} has no {METADATA} of a sane size; export the submissions from Gradescope again."
        )
    try:
        metadata = yaml.load(data, Loader=_Plain)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        where = getattr(error, "problem_mark", None)
        line = f", line {where.line + 1}" if where else ""
        raise OperatorError(f"{tree.name}/{METADATA}{line} is no YAML; export the submissions again.") from None
    if not isinstance(metadata, Mapping):
        raise OperatorError(f"{tree.name}/{METADATA} is no list of submissions; export the submissions again.")
    return metadata


def _handed(tree: Tree, name: str, items: list[Item], about: Mapping[str, Any] | None) -> list[HandIn]:
    is_folder = tree.is_folder(name)
    files = tuple((item.path.relative_to(name) if is_folder else item.path, item) for item in items)
    place = (tree.place / name if is_folder else items[0].place) if tree.place else None
    submitters = _submitters(about) if about is not None else []
    if not submitters:
        said = f"{METADATA} does not say whose {name} is"
        return [HandIn(student=name, name=name, files=files, place=place, problems=(said,))]
    submitted = _when(about.get(":created_at")) if about else None
    together = " and ".join(names[-1] for names in submitters)
    notes = (f"handed in together by {together}",) if len(submitters) > 1 else ()
    return [
        HandIn(
            student=names[0],
            name=name,
            files=files,
            also=tuple(names[1:]),
            place=place,
            submitted=submitted,
            notes=notes,
            is_whole=True,
        )
        for names in submitters
    ]


def _submitters(about: Mapping[str, Any]) -> list[list[str]]:
    """Return for each submitter what is known: number, address, name, those that are there."""
    found = about.get(":submitters")
    people = [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []
    known = [[_text(one.get(key)) for key in (":sid", ":email", ":name")] for one in people]
    return [[name for name in names if name] for names in known if any(names)]


def _text(value: object) -> str:
    """Return a name or a number as text; lists, which YAML can fold to any depth, are nobody's name."""
    return str(value).strip() if isinstance(value, str | int) else ""


def _when(value: object) -> datetime | None:
    """Return the time of a submission; YAML's times without a zone are in UTC, and so is the ``utc`` of Rails."""
    if isinstance(value, Mapping):
        value = value.get("utc")
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    if not isinstance(value, datetime):
        return None
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def is_one(tree: Tree) -> bool:
    """Whether a tree has the metadata."""
    return any(item.path == PurePosixPath(METADATA) for item in tree.items)
