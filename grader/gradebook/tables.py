"""The gradebook's tables, the same in SQLite and in PostgreSQL. Rows are added; none is ever changed but those that
say what is so *now*: `student`, `assignment` and the last sight of an `attempt`.

Fractions are text ("15/2"), times ISO 8601 in UTC: exact, and readable in any client.
"""

from sqlalchemy import Boolean, Column, Float, Index, Integer, LargeBinary, MetaData, Table
from sqlalchemy import Text as AnyText
from sqlalchemy.dialects import postgresql

SCHEMA = 3  # of the tables; what is older is brought up to it by `migrations`

Text = AnyText().with_variant(postgresql.TEXT(collation="C"), "postgresql")  # in the order of SQLite: by code points
metadata = MetaData()

about = Table("about", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))

student = Table(
    "student",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("login", Text, nullable=False),
    Column("sis_id", Text, nullable=False),
    Column("section", Text, nullable=False),
    Column("github", Text, nullable=False),
    Column("on_roster", Boolean, nullable=False),
)

assignment = Table(
    "assignment",
    metadata,
    Column("id", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("seed_digest", Text, nullable=False),
    Column("possible", Text, nullable=False),
    Column("manual", Text, nullable=False, server_default="[]"),  # parts that people grade, as JSON
)

run = Table(  # who graded, when, why, with what
    "run",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("assignment", Text, nullable=False),
    Column("assignment_digest", Text, nullable=False),
    Column("seed_digest", Text, nullable=False),
    Column("started", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("version", Text, nullable=False),  # the grader's
)

attempt = Table(  # what a student handed in, once
    "attempt",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("assignment", Text, nullable=False),
    Column("student", Text, nullable=False),
    Column("submission_digest", Text, nullable=False),
    Column("submitted", Text, nullable=False),  # "" where nobody knows
    Column("name", Text, nullable=False),
    Column("is_late", Boolean, nullable=False),
    Column("notes", Text, nullable=False),  # a line each
    Column("last_run", Integer, nullable=False),  # the last run that found it …
    Column("place", Integer, nullable=False),  # … and its place there
)
Index(
    "attempt_once",
    attempt.c.assignment,
    attempt.c.student,
    attempt.c.submission_digest,
    attempt.c.submitted,
    unique=True,
)

definition = Table(  # exercises as they were when they were graded
    "definition",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

result = Table(  # one exercise of one submission, graded
    "result",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("assignment", Text, nullable=False),
    Column("student", Text, nullable=False),
    Column("submission_digest", Text, nullable=False),
    Column("exercise", Text, nullable=False),
    Column("exercise_digest", Text, nullable=False),  # cases, checks, limits, and the reference's answers
    Column("seed_digest", Text, nullable=False),
    Column("run", Text, nullable=False),
    Column("graded", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("is_broken", Boolean, nullable=False),
    Column("score", Text, nullable=False),
    Column("possible", Text, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("notes", Text, nullable=False),  # that grading it gave the report, as JSON
    Column("definition", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
)
Index("result_of", result.c.assignment, result.c.student, result.c.submission_digest)

report = Table(  # results that were one report
    "report",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("assignment", Text, nullable=False),
    Column("student", Text, nullable=False),
    Column("submission_digest", Text, nullable=False),
    Column("assignment_digest", Text, nullable=False),
    Column("seed_digest", Text, nullable=False),
    Column("run", Text, nullable=False),
    Column("graded", Text, nullable=False),
    Column("cause", Text, nullable=False),  # what made this run grade it
    Column("name", Text, nullable=False),
    Column("dialect", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("problem", Text, nullable=False),  # why nothing of it could be read
    Column("is_broken", Boolean, nullable=False),
    Column("score", Text, nullable=False),
    Column("possible", Text, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("head", Text, nullable=False),  # notes that no exercise gave, as JSON
    Column("notes", Text, nullable=False),  # all of the report's, as JSON
    Column("results", Text, nullable=False),  # ids in order, as JSON
)
Index("report_of", report.c.assignment, report.c.student, report.c.submission_digest)

written = Table(  # what a report's files held when they were last written, so that a rerun need not read the report
    "written",
    metadata,
    Column("report", Text, primary_key=True),  # its id
    Column("basis", Text, nullable=False),  # a digest of what the files depend on beside the report
    Column("json", Text, nullable=False),  # a digest of report.json
    Column("text", Text, nullable=False),  # a digest of report.txt
    Column("line", LargeBinary, nullable=False),  # its line of the summary, as JSON
)

grade = Table(  # what the course's policy made of it; the last row of a student is what counts
    "grade",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("assignment", Text, nullable=False),
    Column("student", Text, nullable=False),
    Column("run", Text, nullable=False),
    Column("settled", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("submission", Text, nullable=False),
    Column("submitted", Text, nullable=False),
    Column("late_days", Integer, nullable=False),
    Column("score", Text),
    Column("possible", Text, nullable=False),
    Column("grade", Text),
    Column("is_overridden", Boolean, nullable=False),
    Column("report", Text),  # its id
)
Index("grade_of", grade.c.assignment, grade.c.student)

mark = Table(  # what a person gave for a manual part; the last row of a student and part is what counts
    "mark",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("assignment", Text, nullable=False),
    Column("student", Text, nullable=False),
    Column("part", Text, nullable=False),  # "conv_forward.style"
    Column("points", Text, nullable=False),
    Column("possible", Text, nullable=False),
    Column("comment", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
)
Index("mark_of", mark.c.assignment, mark.c.student)

request = Table(  # what a student asks to be looked at again
    "request",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),  # of what is asked: asking the same twice is one request
    Column("assignment", Text, nullable=False),
    Column("student", Text, nullable=False),
    Column("exercise", Text, nullable=False),  # "" for all of it
    Column("text", Text, nullable=False),
    Column("at", Text, nullable=False),
)

answer = Table(  # to a request; the last one is what counts
    "answer",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("request", Integer, nullable=False),
    Column("is_granted", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
)

job = Table(  # what is to be graded by one of several graders; a row goes when its result is kept
    "job",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("data", LargeBinary, nullable=False),
    Column("claimed_by", Text, nullable=False),  # "" where nobody is at it
    Column("claimed_until", Float, nullable=False),  # seconds since 1970
    Column("attempts", Integer, nullable=False),
    Column("result", LargeBinary),  # what the grader made of it, until the writer keeps it
)
