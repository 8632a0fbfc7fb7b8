"""All grades of a course: results per exercise, kept for good, in SQLite or PostgreSQL."""

from grader.gradebook.book import Gradebook
from grader.gradebook.connection import TEMPORARY
from grader.gradebook.records import (
    Attempt,
    DecidedGrade,
    Event,
    Facts,
    Known,
    Part,
    Record,
    Run,
    Sighting,
    Written,
    part_of,
    record_of,
)
from grader.model import Request

__all__ = [
    "TEMPORARY",
    "Attempt",
    "DecidedGrade",
    "Event",
    "Facts",
    "Gradebook",
    "Known",
    "Part",
    "Record",
    "Request",
    "Run",
    "Sighting",
    "Written",
    "part_of",
    "record_of",
]
