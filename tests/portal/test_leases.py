"""A job is one worker's at a time; what dies is done by another; the gradebook has everything once."""

import time

import pytest

pytest.importorskip("django")
pytestmark = pytest.mark.usefixtures("portal")


@pytest.fixture
def school():
    from portal.models import Job
    from tests.portal.course import make_school

    Job.objects.all().delete()
    return make_school()


def submit(school, text: bytes = b"x = 1\n"):
    from django.utils import timezone

    from portal.hand_in import hand_in
    from portal.uploads import blobs

    incoming = blobs().receive()
    incoming.write(text)
    size, digest = incoming.size, incoming.keep()
    return hand_in(school.offer, school.student, digest=digest, name="dimensions.py", size=size, now=timezone.now())


def rows(school) -> tuple[int, int]:
    """Return how many attempts and reports the gradebook has."""
    import sqlite3

    from portal.courses import gradebook_of

    with sqlite3.connect(gradebook_of(school.course)) as book:
        count = [book.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("attempt", "report")]
    return count[0], count[1]


def test_a_job_is_leased_to_one(school) -> None:
    from portal.leases import lease

    submit(school)
    assert len(lease("one")) == 1
    assert lease("two") == []


def test_a_lease_that_ends_is_anothers_and_the_late_result_is_refused(school) -> None:
    from portal.leases import hand_in, lease, renew

    submit(school)
    (late,) = lease("one", seconds=-1)
    (held,) = lease("two")
    assert held.attempt == 2
    assert not renew(late)
    assert not hand_in(late, b"late")
    assert hand_in(held, b"in time")
    assert not hand_in(held, b"twice")


def test_a_worker_takes_its_share_of_an_offers_jobs_and_no_more_than_a_short_while_of_them(school, monkeypatch) -> None:
    from dataclasses import replace

    from django.conf import settings

    from portal.leases import give_back, lease
    from portal.models import Job, Offer
    from tests.portal.course import make_school

    own = [submit(school) for _ in range(9)]
    submit(make_school(keep_jobs=True))
    Offer.objects.update(seconds=0.1)
    assert [one.job.submission for one in lease("one")] == own  # of this offer, and of no other
    Job.objects.update(claimed_until=0.0, attempts=0)
    monkeypatch.setattr(settings, "PORTAL", replace(settings.PORTAL, workers=2))
    first, second = lease("one"), lease("two")
    assert [one.job.submission for one in first] == own[:5]
    assert [one.job.submission for one in second] == own[5:7]  # half of what is left
    for one in (*first, *second):
        assert give_back(one)
    Offer.objects.update(seconds=60.0)
    assert [one.job.submission for one in lease("one")] == own[:1]


def test_a_job_that_a_worker_may_have_died_of_is_leased_alone(school) -> None:
    from portal.leases import lease
    from portal.models import Job, Offer

    Offer.objects.update(seconds=0.1)
    first, second, third = (submit(school) for _ in range(3))
    Job.objects.filter(submission=second).update(attempts=1)
    assert [one.job.submission for one in lease("one")] == [first, third]
    assert [one.job.submission for one in lease("one")] == [second]


def test_of_several_jobs_each_has_its_result_and_what_could_not_be_done_goes_back(school, worker, monkeypatch) -> None:
    from portal.models import Job, Offer
    from portal.worker import LeaseLost

    Offer.objects.filter(pk=school.offer.pk).update(seconds=0.1)
    for number in range(4):
        submit(school, f"x = {number}".encode())
    take = worker.take

    def lose(done):
        take(done)
        if len(worker.held) == 2:
            raise LeaseLost

    monkeypatch.setattr(worker, "take", lose)
    assert worker.step()
    jobs = list(Job.objects.order_by("pk"))
    assert [one.result is not None for one in jobs] == [True, True, False, False]
    assert [(one.claimed_by, one.attempts) for one in jobs[2:]] == [("", 0)] * 2


def test_a_result_is_not_kept_back_by_a_slow_submission_and_leases_are_renewed(school, worker, monkeypatch) -> None:
    from portal import worker as module
    from portal.models import Job, Offer

    Offer.objects.filter(pk=school.offer.pk).update(seconds=0.1)
    submit(school)
    submit(school, b"x = 2")
    monkeypatch.setattr(module, "TURN_SECONDS", 0.0)
    monkeypatch.setattr(module.leases, "HEARTBEAT_SECONDS", 0.0)
    seen = []
    monkeypatch.setattr(worker, "meanwhile", lambda: seen.append(Job.objects.filter(result=None).count()))
    Job.objects.update(claimed_until=1.0)
    assert worker.step()
    assert {1, 2} <= set(seen)


def test_several_assignments_in_turn_keep_their_processes(school, worker, monkeypatch) -> None:
    from types import SimpleNamespace

    from portal import gradings
    from portal.gradings import Grading, Gradings

    monkeypatch.setattr(gradings, "Pool", lambda *_: SimpleNamespace(close=lambda: None))
    kept = Gradings(worker.gradings.confinement)
    four = [Grading(order=SimpleNamespace(wanted="C"), plan=None, digests={}) for _ in range(4)]
    kept.known.update(((number, "C", ""), one) for number, one in enumerate(four))
    first = [kept.pool_of(one) for one in four]
    assert [kept.pool_of(one) for one in four] == first  # a fourth once made the first one forget what it knew


def test_a_heartbeat_keeps_a_job(school) -> None:
    from portal.leases import lease, renew

    submit(school)
    (held,) = lease("one", seconds=0.2)
    assert renew(held, seconds=60)
    time.sleep(0.3)
    assert lease("two") == []


def test_a_writer_that_dies_before_the_jobs_go_writes_nothing_twice(school, worker, monkeypatch) -> None:
    from portal.models import Job
    from portal.writer import Writer
    from tests.portal.course import grade_all

    submit(school)
    assert worker.step()
    (job,) = Job.objects.all()
    kept = bytes(job.result)
    grade_all(worker)
    assert rows(school) == (1, 1)
    again = Job.objects.create(submission=job.submission, result=kept, attempts=1)
    assert Writer(worker.gradings).write(school.course)
    assert not Job.objects.filter(pk=again.pk).exists()
    assert rows(school) == (1, 1)


def test_a_submission_that_workers_die_of_is_broken_and_can_be_graded_again(school, worker) -> None:
    from portal import grades, leases
    from portal.hand_in import ask_again
    from portal.models import Job
    from tests.portal.course import grade_all

    one = submit(school)
    Job.objects.filter(submission=one).update(attempts=leases.MOST_ATTEMPTS)
    grade_all(worker)
    (found,) = grades.tries_of(school.offer, school.student)
    assert found.attempt is not None
    assert found.attempt.is_broken
    assert ask_again(one, school.instructor, "it was our fault")
    grade_all(worker)
    (found,) = grades.tries_of(school.offer, school.student)
    assert found.attempt is not None
    assert not found.attempt.is_broken


def test_another_writer_is_waited_for(school, worker) -> None:
    from grader.gradebook import Gradebook
    from portal.courses import gradebook_of
    from portal.models import Job
    from portal.writer import Writer

    submit(school)
    assert worker.step()
    with Gradebook.open(gradebook_of(school.course), write=True):
        assert not Writer(worker.gradings).write(school.course)
        assert Job.objects.count() == 1
    assert Writer(worker.gradings).write(school.course)
    assert Job.objects.count() == 0


def test_a_course_that_wants_more_than_this_machine_has_waits(school, worker, monkeypatch) -> None:
    from grader.errors import OperatorError
    from portal.models import Job

    submit(school)

    def refuse(*_: object) -> None:
        raise OperatorError("isolation level A is asked for")

    monkeypatch.setattr(worker.gradings, "pool_of", refuse)
    assert not worker.step()
    (job,) = Job.objects.all()
    assert job.result is None
    assert job.attempts == 0
    assert job.claimed_until > time.time() + 5


@pytest.mark.slow
def test_what_a_broken_sandbox_has_graded_is_graded_once_more(school, worker, monkeypatch) -> None:
    from dataclasses import replace

    from portal import grades
    from tests.portal.course import grade_all

    submit(school)
    take, taken = worker.take, []

    def take_broken(done):
        taken.append(worker.gradings.of(school.offer).pool)
        broken = tuple(replace(part, is_broken=True) for part in done.parts)
        take(done if len(taken) > 1 else replace(done, parts=broken))

    monkeypatch.setattr(worker, "take", take_broken)
    grade_all(worker)
    (found,) = grades.tries_of(school.offer, school.student)
    assert found.attempt is not None
    assert not found.attempt.is_broken
    assert len(set(taken)) == 2  # each by a pool of its own


@pytest.mark.slow
def test_a_grader_whose_answer_nobody_waited_for_is_ended(school, worker, monkeypatch) -> None:
    from django.db import OperationalError

    submit(school)

    def fail() -> None:
        raise OperationalError("the server has gone away")

    monkeypatch.setattr(worker, "take_turn", fail)
    monkeypatch.setattr(worker, "take", lambda _: None)
    with pytest.raises(OperationalError):
        worker.step()
    assert worker.gradings.of(school.offer).pool is None


def test_a_database_that_is_away_is_waited_for(tmp_path, monkeypatch) -> None:
    import threading

    from django.db import OperationalError

    from portal import processes
    from portal.config import Config

    stop, steps = threading.Event(), []

    def step() -> bool:
        steps.append(len(steps))
        if len(steps) < 3:
            raise OperationalError("connection refused")
        stop.set()
        return True

    monkeypatch.setattr(processes, "PAUSE_SECONDS", 0.0)
    processes.repeat("worker", Config(data=tmp_path), step, stop)
    assert steps == [0, 1, 2]


def test_a_result_comes_back_from_bytes_as_it_was(school, worker) -> None:
    from grader.classroom.work import Done
    from grader.gradebook.codec import decode, encode
    from portal.models import Job

    submit(school)
    worker.step()
    (job,) = Job.objects.all()
    done = decode(bytes(job.result), Done)
    assert decode(encode(done), Done) == done
    assert done.parts


def test_who_waits_is_told_the_place_and_the_time(school, monkeypatch) -> None:
    from dataclasses import replace

    from django.conf import settings

    from portal.models import Offer
    from tests.portal.course import client_of, make_school

    def told(submission, language: str = "en") -> str:
        page = f"/c/{school.course.slug}/s/{submission.pk}/"
        return client_of(school.student).get(page, headers={"accept-language": language}).text

    first = submit(school)
    assert "number 1 in the queue; graded in less than a minute" in told(first)
    other = make_school(keep_jobs=True)
    Offer.objects.filter(pk=other.offer.pk).update(seconds=240.0)
    submit(other)
    last = submit(school)  # 1 s, 240 s and its own
    assert "number 3 in the queue; graded in about 5 minutes" in told(last)
    assert "Platz 3 in der Schlange; bewertet in etwa 5 Minuten" in told(last, "de")
    monkeypatch.setattr(settings, "PORTAL", replace(settings.PORTAL, workers=3))
    assert "number 3 in the queue; graded in about 2 minutes" in told(last)


def test_what_grading_takes_is_learnt_from_what_was_graded(school, worker) -> None:
    from portal.models import Offer

    Offer.objects.filter(pk=school.offer.pk).update(seconds=1000.0)
    for _ in range(3):
        submit(school)
        assert worker.step()
    assert 512.0 < Offer.objects.get(pk=school.offer.pk).seconds < 530.0  # four fifths of it, three times


def test_submissions_of_one_assignment_are_graded_by_one_process_which_remembers(school, worker) -> None:
    submit(school)
    assert worker.step()
    (process,) = worker.gradings.of(school.offer).pool.processes
    submit(school, b"x = 2\n")
    assert worker.step()
    assert worker.gradings.of(school.offer).pool.processes == [process]  # the same program is asked once there
    assert process.process.poll() is None
