"""A hint claims nothing that a second mistake makes untrue, and its question stands alone."""

import pytest

from grader.grading.diagnosis.wording import without_claims
from grader.languages.loading import load_catalogue
from grader.topics.loading import assignments_folder, load_topic

TOPICS = sorted(path.parent for path in assignments_folder().glob("*/beliefs.py"))


@pytest.mark.parametrize(
    ("hint", "left"),
    [
        ("It is right for padding 0. Where does it enter?", "Where does it enter?"),
        ("Your dx is the right one, moved. Where does the image begin?", "Where does the image begin?"),
        ("Your numbers are 0. Only one is not. Why?", "Why?"),
        ("With one image it is right; with two, maps change places. Which axis is first?", "Which axis is first?"),
        ("With an image of zeros, how often is the bias in it? Is it added before?", None),
        ("Put a single 1 into the filter. Which pixel does it pick out?", None),
        ("The loss is a mean. Which mean?", None),
        ("It is right where the padding is 1.", None),
    ],
)
def test_claims_in_front_of_a_question_are_left_out(hint: str, left: str | None) -> None:
    assert without_claims(hint) == (left or hint)


@pytest.mark.parametrize("folder", TOPICS, ids=lambda folder: folder.name)
def test_every_question_that_is_asked_without_its_claim_is_in_german(folder) -> None:
    german = load_catalogue("de", [folder])
    hints = {one.hint for family in load_topic(folder).beliefs().families for one in family.misconceptions}
    alone = {hint: without_claims(hint) for hint in hints}
    shorter = [short for hint, short in alone.items() if short != hint]
    assert all(short.endswith("?") for short in shorter)
    assert [short for short in shorter if german.say(short) == short] == []
