"""Speed beside a yardstick: rounds become a ratio, and a ratio results. All times are given; none is measured."""

from collections.abc import Iterator
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.grading.speed import (
    CLEARLY,
    LEAST_FAST,
    LEAST_SLOW,
    Round,
    measured,
    ratio,
    results,
    roughly,
    stopped_there,
    too_long,
    unmeasured,
    wrong_there,
)
from grader.model import Criterion, Evidence, Raised
from grader.topics import Speed, Step

STEPS = {"outputs": Step(most=45, next_step="fewer loops."), "product": Step(most=5, next_step="one product.")}
SPEED = Speed(sizes={}, source="", yardstick="the product alone", steps=STEPS)
CRITERIA = tuple(Criterion(id=name, check="speed", points=Fraction(1)) for name in STEPS)
SECONDS = st.floats(1e-5, 10)
ROUNDS = st.lists(st.builds(Round, seconds=SECONDS, yardstick=SECONDS), min_size=1, max_size=12)


def of(*pairs: tuple[float, float]) -> list[Round]:
    return [Round(seconds=own, yardstick=theirs) for own, theirs in pairs]


def statuses(rounds: list[Round]) -> list[str]:
    return [results(CRITERIA, SPEED, rounds)[one.id].status for one in CRITERIA]


@pytest.mark.parametrize(
    ("times", "due"),
    [
        (1.2, ["passed", "passed"]),
        (5.0, ["passed", "passed"]),
        (5.1, ["passed", "failed"]),
        (45, ["passed", "failed"]),
        (46, ["failed", "failed"]),
    ],
)
def test_a_step_is_passed_up_to_its_ratio(times: float, due: list[str]) -> None:
    assert statuses(of((times, 1))) == due


def test_what_is_missed_is_told_in_words_with_its_next_step() -> None:
    evidence = results(CRITERIA, SPEED, of((130, 1)))["outputs"].evidence
    assert evidence.detail == "It takes more than 45 times as long as the product alone: some 100 times."
    assert evidence.want == "fewer loops."
    near = results(CRITERIA, SPEED, of((5.5, 1)))["product"].evidence
    assert near.detail == "It takes more than 5 times as long as the product alone."


@given(st.data())
def test_a_function_that_others_keep_waiting_loses_nothing(data: st.DataObject) -> None:
    """All rounds but one may be as slow as you like."""
    fast = of(*[(1.0, 1.0)] * 5)
    for place in data.draw(st.lists(st.integers(0, 4), max_size=4, unique=True)):
        fast[place] = Round(seconds=data.draw(SECONDS) + 1, yardstick=1.0)
    assert ratio(fast) == 1
    assert statuses(fast) == ["passed", "passed"]


@given(ROUNDS, SECONDS)
def test_a_slower_round_beside_the_others_never_helps_and_never_costs_a_step(rounds: list[Round], more: float) -> None:
    slower = [*rounds[:-1], Round(seconds=rounds[-1].seconds + more, yardstick=rounds[-1].yardstick)]
    assert ratio(slower) >= ratio(rounds)


@given(ROUNDS, st.sampled_from([0.25, 2.0, 64.0]))
def test_a_machine_that_is_slower_as_a_whole_makes_no_difference(rounds: list[Round], factor: float) -> None:
    scaled = [Round(seconds=one.seconds * factor, yardstick=one.yardstick * factor) for one in rounds]
    assert ratio(scaled) == pytest.approx(ratio(rounds))


# ------------------------------------------------------------------------------- how many rounds


def counted(pairs: list[Round]) -> tuple[int, list[Round]]:
    """How many rounds are asked for, and those that count."""
    asked: list[Round] = []

    def one_by_one() -> Iterator[Round]:
        for one in pairs:
            asked.append(one)
            yield one

    found = measured(one_by_one(), SPEED)
    return len(asked), found


def test_the_first_round_warms_up_and_a_fast_function_needs_few_more() -> None:
    asked, found = counted(of((50, 1), *[(1, 1)] * 11))
    assert (asked, len(found)) == (1 + LEAST_FAST, LEAST_FAST)
    assert ratio(found) == 1


def test_a_slow_function_is_stopped_early_and_one_near_a_step_gets_all_rounds() -> None:
    assert counted(of(*[(45 * CLEARLY - 1, 1)] * 12))[0] == 12
    assert counted(of((60, 1), *[(45 * CLEARLY + 1, 1)] * 11))[0] == 1 + LEAST_SLOW
    assert counted(of((6, 1), *[(6, 1)] * 11))[0] == 12
    assert counted(of(*[(1000, 1)] * 12))[0] == 1


@pytest.mark.parametrize(("pause", "due"), [(0, "passed"), (3, "passed"), (5, "passed")])
def test_a_yardstick_that_waited_once_does_not_decide(pause: int, due: str) -> None:
    slow = of(*[(20, 1)] * 12)
    slow[pause] = Round(seconds=20, yardstick=1000)
    _, found = counted(slow)
    assert [results(CRITERIA, SPEED, found)[name].status for name in STEPS] == [due, "failed"]


# ---------------------------------------------------------------------------------- no time at all


def test_a_problem_of_the_student_s_function_misses_every_step_and_says_why() -> None:
    asked, found = counted([*of((1, 1)), Round(problem=too_long()), *of((1, 1))])
    assert asked == 2
    assert statuses(found) == ["failed", "failed"]
    evidence = results(CRITERIA, SPEED, found)["product"].evidence
    assert "it took too long" in evidence.detail
    assert evidence.want == STEPS["product"].next_step


def test_an_error_is_told_as_an_error_and_wrong_numbers_with_the_sizes_to_try() -> None:
    raised = Evidence(reason="raised", function="f", raised=Raised(type="ValueError", bases=(), message="shapes"))
    told = results(CRITERIA, SPEED, [Round(problem=stopped_there(raised, {"N": 1, "H": 80}))])["product"].evidence
    assert (told.reason, told.raised, told.want) == ("raised", raised.raised, None)
    assert told.why == "Larger inputs, to measure its time: N 1, H 80."
    wrong = results(CRITERIA, SPEED, [Round(problem=wrong_there({"N": 1, "H": 80}))])["outputs"].evidence
    assert wrong.want == "compare it with plain loops, for inputs of this size: N 1, H 80."


@pytest.mark.parametrize(
    ("times", "told"), [(0.7, "about as long"), (1.9, "about as long"), (2.6, "some 2 times as long")]
)
def test_who_passes_the_narrowest_step_is_told_how_fast_they_are(times: float, told: str) -> None:
    found = results(CRITERIA, SPEED, of((times, 1)))
    assert found["outputs"].notes == ()
    (note,) = found["product"].notes
    assert told in note


def test_a_yardstick_without_a_time_is_ours_and_costs_nothing() -> None:
    for rounds in ([], [Round(is_ours=True)]):
        assert statuses(rounds) == ["broken", "broken"]


def test_a_function_that_is_wrong_is_not_measured() -> None:
    assert [one.status for one in unmeasured(CRITERIA).values()] == ["failed", "failed"]


@pytest.mark.parametrize(
    ("times", "said"), [(0.3, "1"), (1.9, "1"), (2.5, "2"), (49, "20"), (51, "50"), (130, "100"), (4999, "2000")]
)
def test_a_ratio_is_told_in_steps_that_a_clock_can_keep(times: float, said: str) -> None:
    assert roughly(times) == said
