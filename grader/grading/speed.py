"""From the times of a function and of its yardstick, round by round, to a result for each step. Pure.

In: pairs of seconds, or what went wrong in a round.  Out: results. Other people's work on the same machine makes single
times longer, never shorter. So a function is as fast as the better of two ratios says: of the shortest times, and the
median over the rounds. More rounds can only help it.
"""

import math
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from grader.model import Criterion, Evidence, Result
from grader.topics.speed import Speed, Step

CHECK = "speed"
ROUNDS = "speed"  # the case that such a result is of
LEAST_SLOW, LEAST_FAST = 3, 5  # rounds before that is sure: anything may keep a yardstick from running once
WHY = "Larger inputs, to measure its time."
WARM_UP = 1  # rounds that do not count
CLEARLY = 2.0  # times as slow as a step allows: further rounds would not change it
LEAST_SECONDS = 1e-6
NOT_RIGHT = "Its time counts once its numbers are right in every case."
TOO_LONG = "It did not get through the larger inputs of the measurement: it took too long."
WRONG = "Some of its numbers are wrong for the larger inputs of the measurement."
COMPARE = "compare it with plain loops, for inputs of this size: {sizes}."
PASSED, NEAR = "It takes some {times} times as long as {yardstick}.", "It takes about as long as {yardstick}."


@dataclass(frozen=True, kw_only=True)
class Round:
    """One round: how long each took, or why there is no time."""

    seconds: float = 0.0
    yardstick: float = 0.0
    problem: Evidence | None = None  # why the student's function has no time
    is_ours: bool = False  # whether the yardstick has none


Pace = Callable[[], Generator[Round, None, None]]  # measures, one round at a time


def measured(rounds: Iterable[Round], speed: Speed) -> list[Round]:
    """Take rounds until more of them would change nothing, and return those that count; or one that has a problem."""
    taken: list[Round] = []
    for number, one in enumerate(rounds):
        if one.problem or one.is_ours:
            return [one]
        if number < WARM_UP:
            if ratio([one]) > CLEARLY * max(step.most for step in speed.steps.values()):
                return [one]  # so slow that warming up makes no difference
            continue
        taken.append(one)
        missed = [step.most for step in speed.steps.values() if ratio(taken) > step.most]
        is_clear = all(ratio(taken) > CLEARLY * most for most in missed)
        if is_clear and len(taken) >= (LEAST_SLOW if missed else LEAST_FAST):
            break
    return taken


def ratio(rounds: Sequence[Round]) -> float:
    """Return how many times as long as the yardstick a function takes."""
    own, theirs = ([max(second, LEAST_SECONDS) for second in seconds] for seconds in _columns(rounds))
    return min(min(own) / min(theirs), median(a / b for a, b in zip(own, theirs, strict=True)))


def _columns(rounds: Sequence[Round]) -> tuple[list[float], list[float]]:
    return [one.seconds for one in rounds], [one.yardstick for one in rounds]


def results(criteria: Iterable[Criterion], speed: Speed, rounds: Sequence[Round]) -> Mapping[str, Result]:
    """Return what each step says of the rounds that count."""
    if not rounds or rounds[0].is_ours:
        evidence = Evidence(reason="grader-error", detail="the yardstick has no time")
        return {one.id: Result(case=ROUNDS, status="broken", outcome=None, evidence=evidence) for one in criteria}
    problem = rounds[0].problem
    if problem is not None:
        return {one.id: _missed(_advised(problem, speed.steps[one.id])) for one in criteria}
    times, narrowest = ratio(rounds), min(step.most for step in speed.steps.values())
    found = {}
    for one in criteria:
        step = speed.steps[one.id]
        told = (NEAR if float(roughly(times)) <= 1 else PASSED).format(times=roughly(times), yardstick=speed.yardstick)
        notes = (told,) if step.most == narrowest else ()
        found[one.id] = Result(case=ROUNDS, status="passed", outcome="returned", notes=notes)
        if times > step.most:
            said = f"It takes more than {step.most:g} times as long as {speed.yardstick}{some(times, step.most)}."
            found[one.id] = _missed(Evidence(reason="judged", detail=said, want=step.next_step, why=WHY))
    return found


def too_long() -> Evidence:
    """Return what is said of a function that did not come to an end."""
    return Evidence(reason="judged", detail=TOO_LONG, why=WHY)


def wrong_there(sizes: Mapping[str, int]) -> Evidence:
    """Return what is said of a function whose numbers are wrong for inputs of some sizes."""
    return Evidence(reason="judged", detail=WRONG, want=COMPARE.format(sizes=_written(sizes)), why=WHY)


def stopped_there(evidence: Evidence, sizes: Mapping[str, int]) -> Evidence:
    """Return what is said of a function that raised, or was stopped, with inputs of some sizes."""
    return replace(evidence, why=f"Larger inputs, to measure its time: {_written(sizes)}.")


def _written(sizes: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {size}" for name, size in sizes.items())


def unmeasured(criteria: Iterable[Criterion]) -> Mapping[str, Result]:
    """Return the results of a function that is not right, whose time is of no interest."""
    evidence = Evidence(reason="judged", detail=NOT_RIGHT, want="make the numbers right first.", why=WHY)
    return {one.id: Result(case=ROUNDS, status="failed", outcome="returned", evidence=evidence) for one in criteria}


def _advised(problem: Evidence, step: Step) -> Evidence:
    """Return a problem with a next step: that of the criterion where the problem has none of its own."""
    has_advice = problem.reason != "judged" or problem.want is not None
    return problem if has_advice else replace(problem, want=step.next_step)


def _missed(evidence: Evidence) -> Result:
    return Result(case=ROUNDS, status="failed", outcome="returned", evidence=evidence)


def some(times: float, most: float) -> str:
    """Return a ratio in words, where it is more than what was said already."""
    return f": some {roughly(times)} times" if float(roughly(times)) > most else ""


def roughly(times: float) -> str:
    """Return a ratio in steps of 1, 2 and 5: a clock says no more, and reports of the same work seldom differ."""
    power = 10 ** math.floor(math.log10(times)) if times >= 1 else 1
    digit = max((digit for digit in (1, 2, 5) if digit * power <= times), default=1)
    return f"{digit * power:g}"
