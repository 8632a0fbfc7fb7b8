"""Questions of an installed grader: nothing of an answer can be read, and every answer is judged as it was."""

import base64
import shutil
import tomllib
import zipfile
from pathlib import Path

import pytest

from grader.authoring.assignment import load_assignment
from grader.classroom.digests import digests
from grader.grading.grade import plan
from grader.languages.choices import sealed as sealed_sentences
from grader.languages.choices import sealed_catalogue
from grader.languages.loading import load_catalogue, load_lesson
from grader.model import Choice, Question
from grader.topics.loading import assignments_folder
from grader.topics.sealing import canonical, fingerprint, judged, opened, sealed, sealed_file
from tests.wheel_contents import plain_answers

OURS = sorted(path.parent for path in assignments_folder().glob("*/assignment.toml"))
OTHERS = (None, True, "", "a", "Z", 7, -1.5, (1, 2, 3), [0], 10**400, float("nan"), (float("inf"),), object())
SHAPE = Question(
    answer=(3, 4.0),
    accepted=(Choice(answer="Both ", why="in words"),),
    wrong=(Choice(answer=(4, 3), why="the other way round"), Choice(answer=0.0, why="nothing?")),
    otherwise="count.",
)


def with_sealed(folder: Path, to: Path) -> Path:
    """Copy a folder of assignments as a wheel has it, for one assignment."""
    shutil.copytree(folder.parent, to, ignore=shutil.ignore_patterns("__pycache__", "wrong"))
    path = to / folder.name / "assignment.toml"
    path.write_text(sealed_file(path.read_text(encoding="utf-8")), encoding="utf-8")
    for catalogue in (to / folder.name).glob("de.toml"):
        catalogue.write_text(sealed_catalogue(catalogue.read_text(encoding="utf-8")), encoding="utf-8")
    return to / folder.name


@pytest.mark.parametrize("folder", OURS, ids=lambda folder: folder.name)
def test_a_sealed_catalogue_says_the_same_and_shows_nothing_of_choices(folder: Path, tmp_path: Path) -> None:
    after = with_sealed(folder, tmp_path / "sealed")
    choices = tomllib.loads((folder / "de.toml").read_text(encoding="utf-8")).get("choices", {})
    text = (after / "de.toml").read_text(encoding="utf-8")
    assert [said for pair in choices.items() for said in pair if said in text] == []
    open_words, words = load_catalogue("de", [folder]), load_catalogue("de", [after])
    assert [words.say(sentence) for sentence in choices] == [*choices.values()]
    assert [words.say(sentence) for sentence in words.sentences] == [open_words.say(one) for one in words.sentences]
    assert words.say("No answer is this one.") == "No answer is this one."
    assert load_lesson("de", after) == load_lesson("de", folder)


def test_boxes_of_a_catalogue_say_nothing_by_their_length() -> None:
    short, long = sealed_sentences({"a": "kurz", "b": "so viel länger"})
    assert len(short) == len(long)


@pytest.mark.parametrize("given", [(3, 4), [3.0, 4], " both", "BOTH", (4, 3), -0.0, [0], *OTHERS])
def test_an_answer_is_judged_as_if_it_were_not_sealed(given: object) -> None:
    shut = Question(sealed=sealed(SHAPE), otherwise=SHAPE.otherwise)
    assert judged(shut, given) == judged(SHAPE, given)


def test_a_number_of_more_digits_than_a_float_has_is_wrong_and_nothing_breaks() -> None:
    assert canonical(10**400) is None
    assert judged(SHAPE, (10**400, 4)) == ("wrong", "count.")


def test_boxes_say_nothing_by_their_order_or_length() -> None:
    boxes = sealed(SHAPE).boxes
    assert len(boxes) == 4
    assert len({len(box) for box in boxes}) == 1
    assert list(boxes) == sorted(boxes, key=base64.b64decode)
    assert opened(sealed(SHAPE), "no such answer") is None


@pytest.mark.parametrize("folder", OURS[2:4], ids=lambda folder: folder.name)
def test_a_sealed_assignment_is_the_same_assignment(folder: Path, tmp_path: Path) -> None:
    before, after = load_assignment(folder), load_assignment(with_sealed(folder, tmp_path / "sealed"))
    questions = [exercise for exercise in before.exercises if exercise.question is not None]
    assert questions
    for one, other in zip(before.exercises, after.exercises, strict=True):
        assert (one.question is None) == (other.question is None)
        if one.question is not None and other.question is not None:
            assert other.question.answer is None
            assert not other.question.accepted + other.question.wrong
            assert fingerprint(one.question) == fingerprint(other.question)
            right = one.question.answer
            assert judged(other.question, right) == judged(one.question, right)
            for choice in one.question.accepted + one.question.wrong:
                assert judged(other.question, choice.answer) == judged(one.question, choice.answer)


def test_a_sealed_question_is_no_changed_exercise(tmp_path: Path) -> None:
    folder = tmp_path / "open" / "asked"
    folder.mkdir(parents=True)
    (folder / "cases.toml").write_text("")
    (folder / "assignment.toml").write_text(
        'title = "Asked"\nslides = ["x"]\n[[exercise]]\nid = "asked"\ntitle = "Asked"\nslide = "x"\n'
        'criteria = [{ id = "answer", check = "answer", points = 1 }]\nanswer = 2\notherwise = "count."\n'
    )
    before, after = load_assignment(folder), load_assignment(with_sealed(folder, tmp_path / "sealed"))
    assert before.digest == after.digest
    assert digests(plan(before), "auto") == digests(plan(after), "auto")


@pytest.mark.parametrize("folder", OURS, ids=lambda folder: folder.name)
def test_a_plain_answer_in_a_wheel_is_noticed_and_a_sealed_one_is_not(folder: Path, tmp_path: Path) -> None:
    text = (folder / "assignment.toml").read_text(encoding="utf-8")
    has_questions = '"answer"' in text
    for content, is_plain in ((text, True), (sealed_file(text), False)):
        path = tmp_path / f"{is_plain}.whl"
        with zipfile.ZipFile(path, "w") as wheel:
            wheel.writestr(f"grader/assignments/{folder.name}/assignment.toml", content)
        with zipfile.ZipFile(path) as wheel:
            assert bool(plain_answers(wheel)) == (is_plain and has_questions)
