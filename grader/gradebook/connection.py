"""The database behind a gradebook: opened, created, held by one writer, and tried again when its connection breaks.

In: a path or URL.  Out: transactions. Whatever the database says of itself reaches people as an OperatorError.
"""

import contextlib
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.pool import StaticPool

from grader.errors import OperatorError, say_unknown
from grader.files import lock, open_to_lock
from grader.gradebook import tables

TEMPORARY = ""  # the place of a gradebook that nobody keeps
PATIENCE = (0.1, 0.2, 0.5, 1, 2, 4, 8)  # seconds before each further try
LOCKED_SECONDS = 20.0
WRITER = 0x67726164  # of the advisory lock of PostgreSQL: "grad"
BACKENDS = ("sqlite", "postgresql")

Answer = TypeVar("Answer")


class _Older(Exception):
    """A gradebook of an earlier layout, opened to be read."""


class Database:
    """One connection to the tables of a gradebook.

    Parameters
    ----------
    place : str or Path
        A file, or a URL of SQLite or PostgreSQL; ``TEMPORARY`` for one that ends with this process.
    write : bool
        Create what is not there yet, and be the only writer.
    shared : bool
        Lease jobs and hand in results, as one of several graders; grades are not written.

    Raises
    ------
    OperatorError
        If there is none at that place, it is no gradebook, or another process writes to it.
    """

    def __init__(self, place: str | Path, write: bool = False, shared: bool = False) -> None:
        self.shared = shared
        try:
            self._open(place, write)
        except _Older:
            Database(place, write=True).close()  # a writer brings the tables up to date
            self._open(place, write)

    def _open(self, place: str | Path, write: bool) -> None:
        self.url = url_of(place)
        self.name = self.url.render_as_string()  # without the password
        if self.url.get_backend_name() == "sqlite":
            self.name = str(place) or "(a temporary file)"
        self.write = write
        self.lock: int | None = None
        if self.file is not None:
            self._find_file(self.file)
        self.engine = self._engine()
        try:
            self.run(self._prepare)
        except BaseException:
            self.close()
            raise

    @property
    def file(self) -> Path | None:
        """The file of a gradebook that is one."""
        is_file = self.url.get_backend_name() == "sqlite" and self.url.database
        return Path(str(self.url.database)) if is_file else None

    def run(self, work: Callable[[sa.Connection], Answer]) -> Answer:
        """Do some work in one transaction; once more from its beginning when the connection breaks.

        The work must bear to be done twice: the connection may break after the database has kept it.
        """
        for seconds in (*PATIENCE, None):
            try:
                with self.engine.begin() as connection:
                    return work(connection)
            except exc.DBAPIError as error:
                if seconds is None or not is_lost(error):
                    raise self._said_plainly(error) from None
                self.engine.dispose()
                time.sleep(seconds)
            except exc.SQLAlchemyError as error:
                raise OperatorError(f"the gradebook {self.name} cannot be used: {error}") from None
        raise AssertionError("the last try returns or raises")

    def settle(self) -> None:
        """Let nothing be left in SQLite's log of what was changed, as far as readers let go of it."""
        if self.file is not None:
            with self.engine.connect() as connection:
                connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Let go of the database."""
        if hasattr(self, "engine"):
            self.engine.dispose()
        if self.lock is not None and self.file is not None:
            with contextlib.suppress(OSError):
                lock_of(self.file).unlink()  # while it is held: who waits for it looks for its name
            os.close(self.lock)
            self.lock = None

    # ---- opening

    def _find_file(self, file: Path) -> None:
        if not self.write:
            if file.is_dir():
                raise OperatorError(f"{file} is a folder, and a gradebook is a file; name the file")
            if not file.is_file():
                beside = sorted(map(str, file.parent.glob(f"*{file.suffix or '.db'}")))
                unknown = say_unknown("there is no gradebook", str(file), beside)
                raise OperatorError(f"{unknown} `grader run --gradebook {file}` makes one.")
            return
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            self.lock = locked(lock_of(file))
            with contextlib.suppress(FileExistsError):  # grades are their owner's alone; SQLite would ask the umask
                os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        except OSError as error:
            what = "check that place, or name another with `gradebook` in course.toml or with --gradebook"
            raise OperatorError(f"cannot write the gradebook {file}: {error.strerror}; {what}.") from None
        if self.lock is None:
            raise OperatorError(taken(str(file)))

    def _engine(self) -> sa.Engine:
        try:
            if self.url.get_backend_name() == "sqlite":
                options: dict[str, Any] = {"connect_args": {"timeout": LOCKED_SECONDS}}
                if (
                    self.file is None
                ):  # a file that SQLite removes as soon as it is open; memory would not do for a class
                    options = {"creator": temporary_file, "poolclass": StaticPool}
                engine = sa.create_engine(self.url, **options)
                sa.event.listen(engine, "connect", sqlite_connected)
                sa.event.listen(engine, "begin", sqlite_writes if self.write or self.shared else sqlite_begins)
                return engine
            engine = sa.create_engine(self.url, pool_size=1, max_overflow=0)
        except (exc.ArgumentError, exc.NoSuchModuleError, ImportError) as error:
            hint = "pip install 'convgrader[postgres]'" if "psycopg" in str(error) else "check the URL"
            raise OperatorError(f"the gradebook {self.name} cannot be opened: {error}; {hint}.") from None
        if self.write:
            sa.event.listen(engine, "connect", self._take_postgres)
        return engine

    def _take_postgres(self, connection: Any, _: object) -> None:
        """Be the writer as long as this connection lasts; the one before may take a moment to be noticed as gone."""
        last = time.monotonic() + LOCKED_SECONDS / 4
        while True:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT pg_try_advisory_lock({WRITER})")
                (is_ours,) = cursor.fetchone()
            connection.commit()
            if is_ours:
                return
            if time.monotonic() > last:
                raise OperatorError(taken(self.name))
            time.sleep(0.1)

    def _prepare(self, connection: sa.Connection) -> None:
        found = set(sa.inspect(connection).get_table_names())
        if tables.about.name not in found:
            if not self.write:
                raise OperatorError(f"{self.name} is no gradebook: it has none of its tables")
            if found:
                raise OperatorError(f"{self.name} is a database of something else: give the gradebook one of its own")
            tables.metadata.create_all(connection)
            connection.execute(tables.about.insert().values(key="schema", value=str(tables.SCHEMA)))
            return
        about = tables.about.c
        schema = connection.scalar(sa.select(about.value).where(about.key == "schema"))
        if schema == str(tables.SCHEMA):
            return
        if schema is None or not schema.isdecimal() or not 1 <= int(schema) < tables.SCHEMA:
            what = f"{self.name} has layout {schema or 'unknown'}, and this grader knows {tables.SCHEMA}"
            raise OperatorError(f"{what}: a newer version of the grader wrote it; install that one")
        if not self.write:
            raise _Older
        from grader.gradebook.migrations import upgrade

        upgrade(connection, int(schema), tables.SCHEMA)

    def _said_plainly(self, error: exc.DBAPIError) -> OperatorError:
        """Return an error of the database in words for the operator."""
        said = " ".join(str(error.orig).split())
        for clue, advice in ADVICE:
            if clue in said:
                return OperatorError(advice.format(name=self.name, said=said))
        return OperatorError(f"the gradebook {self.name} cannot be used: {said}")


ADVICE = (
    ("database or disk is full", "cannot write the gradebook {name}: {said}; free some space there and run again."),
    ("disk I/O error", "cannot write the gradebook {name}: {said}; free some space there and run again."),
    ("No space left", "cannot write the gradebook {name}: {said}; free some space there and run again."),
    ("readonly database", "cannot write the gradebook {name}: {said}; make it writable, or name another."),
    ("unable to open", "cannot open the gradebook {name}: {said}; check that place."),
    ("is locked", "the gradebook {name} is in use by another program ({said}); close that, and run again."),
    (
        "malformed",
        "the gradebook {name} is damaged ({said}). Put a copy of it in its place; without one, move it aside and run "
        "again, which grades everything anew.",
    ),
    ("not a database", "{name} is no gradebook ({said}); name another file."),
    ("no such", "{name} is no gradebook, or a damaged one ({said})."),
    (
        "onnection",
        "the gradebook's server does not answer: {said} ({name}). What was graded up to then is kept; run again.",
    ),
)


def taken(name: str) -> str:
    """Say that somebody else writes."""
    return f"another `grader run` writes to the gradebook {name}: wait for it, or stop it, and run again"


def url_of(place: str | Path) -> sa.URL:
    """Return the URL of a gradebook's place: a path is SQLite's."""
    text = str(place)
    if "://" not in text:
        return sa.URL.create("sqlite", database=text or None)
    try:
        url = sa.make_url(text)
        backend = url.get_backend_name()
    except (exc.ArgumentError, ValueError):
        raise OperatorError(
            "the gradebook's URL cannot be read; write postgresql://USER@HOST/DATABASE, or a file's name"
        ) from None
    if backend not in BACKENDS:
        raise OperatorError(f"a gradebook is kept in SQLite or PostgreSQL, not in {backend}")
    return url.set(drivername="postgresql+psycopg") if backend == "postgresql" else url


def is_lost(error: exc.DBAPIError) -> bool:
    """Whether the connection is gone, or the server is not there (yet): worth another try."""
    if error.connection_invalidated:
        return True
    state = getattr(error.orig, "sqlstate", None)
    is_sqlite = isinstance(error.orig, sqlite3.Error)
    starting = ("57P01", "57P02", "57P03", "08000", "08001", "08003", "08004", "08006")
    refused = isinstance(error, exc.OperationalError) and "refused" in str(error.orig)
    return not is_sqlite and (state in starting or refused)


# --------------------------------------------------------------------------------- SQLite


def temporary_file() -> sqlite3.Connection:
    """Return a connection to a file without a name."""
    return sqlite3.connect("", check_same_thread=False)


def sqlite_connected(connection: Any, _: object) -> None:
    """Let SQLAlchemy begin transactions; write ahead, so that readers see the book while it is written."""
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")


def sqlite_begins(connection: sa.Connection) -> None:
    """Begin a transaction, tables included."""
    connection.exec_driver_sql("BEGIN")


def sqlite_writes(connection: sa.Connection) -> None:
    """Begin a transaction that may write: what it has read stays true until then, though graders hand in results."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def lock_of(file: Path) -> Path:
    """Return the file that the writer of a gradebook holds: not the book, whose locks are SQLite's."""
    return file.with_name(f"{file.name}.writer")


def locked(path: Path) -> int | None:
    """Return a lock on a file, as its descriptor; None if another process holds it. It ends with the process."""
    for _ in range(100):
        descriptor = open_to_lock(path, 0o600)
        try:
            if not lock(descriptor, wait=False):
                os.close(descriptor)
                return None
        except OSError:  # some network file systems have no locks
            return descriptor
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(descriptor), os.stat(path)):
                return descriptor
        os.close(descriptor)  # removed by its last holder meanwhile
    return None


@contextlib.contextmanager
def opened(place: str | Path, write: bool = False) -> Iterator[Database]:
    """Open a database and let go of it."""
    database = Database(place, write)
    try:
        yield database
    finally:
        database.close()
