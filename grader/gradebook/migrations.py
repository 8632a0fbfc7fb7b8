"""A gradebook of an earlier layout, brought up to this one in place and in one transaction, by Alembic's operations.

A step is never changed once it is released: it states what that layout was, and does not look at `tables`.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

if TYPE_CHECKING:
    from alembic.operations import Operations

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade(connection: sa.Connection, found: int, wanted: int) -> None:
    """Bring the tables from one layout to another, step by step.

    Parameters
    ----------
    connection : Connection
        In a transaction, so that a step that fails leaves the gradebook as it was.
    found, wanted : int
        Layouts.
    """
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    operations = Operations(MigrationContext.configure(connection))
    for step in range(found, wanted):
        STEPS[step](operations)
    connection.execute(sa.text("UPDATE about SET value = :value WHERE key = 'schema'"), {"value": str(wanted)})


def _text(name: str, **more: Any) -> "sa.Column[str]":
    return sa.Column(name, TEXT, nullable=False, **more)


def _number() -> "sa.Column[int]":
    return sa.Column("number", sa.Integer, primary_key=True)


def marks_requests_and_jobs(op: "Operations") -> None:
    """Layout 2: what people decide, and jobs for several graders."""
    op.add_column("assignment", _text("manual", server_default="[]"))
    names = ("assignment", "student", "part", "points", "possible", "comment", "who", "at")
    op.create_table("mark", _number(), *map(_text, names))
    op.create_index("mark_of", "mark", ["assignment", "student"])
    op.create_table(
        "request", _number(), _text("id", unique=True), *map(_text, ("assignment", "student", "exercise", "text", "at"))
    )
    op.create_table(
        "answer",
        _number(),
        sa.Column("request", sa.Integer, nullable=False),
        sa.Column("is_granted", sa.Boolean, nullable=False),
        *map(_text, ("reason", "who", "at")),
    )
    op.create_table(
        "job",
        _number(),
        _text("id", unique=True),
        sa.Column("data", sa.LargeBinary, nullable=False),
        _text("claimed_by"),
        sa.Column("claimed_until", sa.Float, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("result", sa.LargeBinary),
    )


def files_as_written(op: "Operations") -> None:
    """Layout 3: what a report's files held when they were written."""
    op.create_table(
        "written",
        _text("report", primary_key=True),
        *map(_text, ("basis", "json", "text")),
        sa.Column("line", sa.LargeBinary, nullable=False),
    )


STEPS: "dict[int, Callable[[Operations], None]]" = {1: marks_requests_and_jobs, 2: files_as_written}
