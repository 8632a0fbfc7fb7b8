"""A gradebook of an earlier layout is brought up to date in place, and several graders share its jobs."""

import sqlite3
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.errors import OperatorError
from grader.gradebook import Gradebook, tables
from grader.gradebook.connection import Database
from grader.gradebook.jobs import MOST_ATTEMPTS, Jobs

OLD = Path(__file__).parent / "layout_1.sql"  # made by the version of the grader that had this layout


@pytest.fixture
def old(tmp_path: Path) -> Path:
    place = tmp_path / "gradebook.db"
    with sqlite3.connect(place) as connection:
        connection.executescript(OLD.read_text())
    return place


def shape(place: Path | str) -> dict[str, object]:
    """Return what a database's tables are made of."""
    with_database = Database(place)
    inspector = sa.inspect(with_database.engine)
    found = {
        name: (
            [(column["name"], str(column["type"]), column["nullable"]) for column in inspector.get_columns(name)],
            inspector.get_pk_constraint(name)["constrained_columns"],
            sorted((index["name"] or "", tuple(index["column_names"])) for index in inspector.get_indexes(name)),
            sorted(tuple(one["column_names"]) for one in inspector.get_unique_constraints(name)),
        )
        for name in sorted(inspector.get_table_names())
    }
    with_database.close()
    return found


@pytest.mark.parametrize("write", [False, True])
def test_an_old_gradebook_is_brought_up_to_date_and_keeps_everything(old: Path, tmp_path: Path, write: bool) -> None:
    pytest.importorskip("alembic")
    with Gradebook.open(old, write=write) as book:
        rows = {row.student.id: row for row in book.grade_rows()}
        events = book.history()
    assert {name: row.grade for name, row in rows.items()} == {"ada": 5, "bob": 1}
    assert all(row.report is not None and row.marks == () for row in rows.values())
    assert {event.who for event in events} == {"weiss"}
    Gradebook.open(tmp_path / "new.db", write=True).close()
    assert shape(old) == shape(tmp_path / "new.db")


def test_a_step_that_fails_leaves_the_gradebook_as_it_was(old: Path, monkeypatch) -> None:
    pytest.importorskip("alembic")
    from grader.gradebook import migrations

    before = "\n".join(sqlite3.connect(old).iterdump())
    real = migrations.STEPS[1]

    def breaks(operations) -> None:
        real(operations)
        raise sa.exc.OperationalError("x", {}, sqlite3.OperationalError("database or disk is full"))

    monkeypatch.setitem(migrations.STEPS, 1, breaks)
    with pytest.raises(OperatorError, match="free some space"):
        Gradebook.open(old, write=True)
    assert "\n".join(sqlite3.connect(old).iterdump()) == before


def test_a_newer_gradebook_is_left_alone(old: Path) -> None:
    with sqlite3.connect(old) as connection:
        connection.execute("UPDATE about SET value = ?", (str(tables.SCHEMA + 1),))
    with pytest.raises(OperatorError, match="a newer version of the grader wrote it"):
        Gradebook.open(old, write=True)


# ---------------------------------------------------------------------------------------- jobs


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def shared(place: str) -> Database:
    Gradebook.open(place, write=True).close()
    database = Database(place, shared=True)
    yield database
    database.close()


def test_a_lease_that_is_not_renewed_is_anothers_and_the_late_result_is_refused(shared: Database) -> None:
    clock = Clock()
    jobs = Jobs(shared, clock)
    jobs.offer([("a", b"work")] * 2)
    first = jobs.lease("one", 60)
    assert first is not None
    assert jobs.lease("two", 60) is None
    clock.now += 50
    assert jobs.renew(first, 60)
    clock.now += 50
    assert jobs.lease("two", 60) is None
    clock.now += 11
    second = jobs.lease("two", 60)
    assert second is not None
    assert (second.id, second.attempt) == ("a", 2)
    assert not jobs.renew(first)
    assert not jobs.hand_in(first, b"late")
    assert jobs.hand_in(second, b"done")
    assert jobs.results() == [("a", b"done")]
    jobs.forget(["a"])
    assert jobs.results() == []


def test_a_grader_that_comes_back_under_its_own_name_does_not_hold_its_old_lease(shared: Database) -> None:
    clock = Clock()
    jobs = Jobs(shared, clock)
    jobs.offer([("a", b"")])
    old = jobs.lease("one", 10)
    clock.now += 11
    new = jobs.lease("one", 10)
    assert old is not None
    assert new is not None
    assert not jobs.hand_in(old, b"of the first try")
    assert jobs.hand_in(new, b"of the second")


def test_a_job_on_which_graders_die_is_given_up_and_told(shared: Database) -> None:
    clock = Clock()
    jobs = Jobs(shared, clock)
    jobs.offer([("bad", b""), ("good", b"")])
    for _ in range(MOST_ATTEMPTS):
        lease = jobs.lease("g", 10)
        assert lease is not None
        assert lease.id == "bad"
        clock.now += 11
    assert jobs.given_up() == ["bad"]
    assert jobs.lease("g").id == "good"


def test_many_graders_and_the_writer_do_every_job_once(place: str) -> None:
    with Gradebook.open(place, write=True) as book:
        writer = Jobs(book.database)
        writer.offer((f"job-{n:02}", b"%d" % n) for n in range(40))
        done: list[str] = []

        def work(name: str) -> None:
            database = Database(place, shared=True)
            jobs = Jobs(database)
            while lease := jobs.lease(name):
                assert jobs.hand_in(lease, lease.data)
                done.append(lease.id)
            database.close()

        graders = [threading.Thread(target=work, args=(f"grader-{n}",)) for n in range(4)]
        for grader in graders:
            grader.start()
        kept: list[str] = []
        while any(grader.is_alive() for grader in graders) or writer.results():
            found = writer.results(7)
            kept += [name for name, _ in found]
            writer.forget(kept)
        for grader in graders:
            grader.join()
    assert sorted(done) == sorted(kept) == [f"job-{n:02}" for n in range(40)]


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["lease", "renew", "hand in", "wait"])), max_size=30))
def test_whatever_graders_do_no_job_has_two_results_or_two_holders(tmp_path_factory, steps) -> None:
    place = tmp_path_factory.mktemp("jobs") / "gradebook.db"
    Gradebook.open(place, write=True).close()
    clock, database = Clock(), Database(place, shared=True)
    jobs = Jobs(database, clock)
    jobs.offer([("one", b""), ("two", b"")])
    held, until, finished = {}, {}, []
    for who, step in steps:
        if step == "wait":
            clock.now += 7
        elif step == "lease":
            lease = jobs.lease(who, 10)
            if lease is not None:
                assert lease.id not in finished
                assert until.get(lease.id, 0) <= clock.now
                held[who], until[lease.id] = lease, clock.now + 10
        elif who in held and step == "renew":
            if jobs.renew(held[who], 10):
                until[held[who].id] = clock.now + 10
        elif who in held and jobs.hand_in(held[who], who.encode()):
            finished.append(held[who].id)
    assert len(finished) == len(set(finished)) == len(jobs.results())
    database.close()
