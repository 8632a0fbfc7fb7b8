"""The sum that a student's function computes, beside the one that is due: what is said where nothing explains it.

In: an exercise's operation, and what runs further inputs.  Out: for each returned value a sentence on all sums that are
wrong, true by construction, with one number and both of its sums. Pure, but for what runs inputs; bounded by counts.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from grader.grading.cases import written
from grader.grading.checks.answers import as_array
from grader.grading.diagnosis import sums
from grader.grading.diagnosis import sums_compared as seen_in
from grader.grading.diagnosis.probes import READABLE
from grader.grading.diagnosis.snippets import snippet
from grader.grading.diagnosis.sums import place_of
from grader.grading.diagnosis.sums_compared import ENTRY, WORDS, Compared, Terms
from grader.grading.diagnosis.sums_inputs import Inputs, inputs_of
from grader.grading.diagnosis.sums_met import anything, met_otherwise, of_copies
from grader.grading.diagnosis.trials import given_as
from grader.model import Case, Diagnosis, Outcome, Smallest
from grader.topics.operation import Operation
from grader.topics.written import number, product

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Pair = tuple[Case, Outcome]
Ask = Callable[[Sequence[Case]], Sequence[Pair]]
MOST_SIZES = 3  # that are taken apart
MOST_RUNS = 80  # of the function, to take it apart
LOOKS = (  # the most particular first
    seen_in.nothing,
    seen_in.without_an_array,
    seen_in.other_constants,
    seen_in.factors,
    seen_in.wide_ranges,
    seen_in.missing,
    seen_in.added,
    seen_in.narrow_ranges,
    seen_in.of_another_place,
    seen_in.of_several_places,
    met_otherwise,
    seen_in.of_any_place,
)
COPIES = (seen_in.factors, seen_in.nothing, seen_in.of_another_place, of_copies, seen_in.of_any_place)
SHAPE_ALONE = (
    "the shape alone is wrong: each number that has a place in your array and in the right one is right. "
    "Which line works out how many there are?"
)
APART = 1e-6  # more than rounding makes of small numbers
LARGEST_PART = 300  # by which a factor is written as a fraction
PAIR = 2  # entries of a product


@dataclass(frozen=True, eq=False)
class Seen:
    """What a function's sums are at one size."""

    inputs: Inputs
    case: Case  # the first input, as the student's dialect has it
    own: Mapping[str, sums.Sum]  # by returned value, where it is a sum


def told(operation: Operation, outputs: Sequence[str], slide: str, ask: Ask) -> tuple[Diagnosis, ...]:
    """Return what is true of the wrong sums of some returned values; nothing where a function computes none.

    Parameters
    ----------
    operation : Operation
    outputs : sequence of str
        The returned values that nothing explains.
    slide : str
    ask : callable
        Runs further inputs.
    """
    seen = looked_at(inputs_of(operation), outputs, ask)
    found = []
    for output in outputs:
        compared = [(one, compared_of(one, output)) for one in seen if output in one.own]
        wrong = [(one, both) for one, both in compared if both.wrong]
        if wrong:
            found.append(_diagnosis(wrong, operation, output, slide))
        elif compared and all(both.due.factors.size > 0 and is_resized(one, output) for one, both in compared):
            hint = f"on inputs of {len(compared)} sizes: {SHAPE_ALONE}" if len(compared) > 1 else SHAPE_ALONE
            found.append(Diagnosis(misconceptions=(), equivalent=(), hint=hint, slide=slide, output=output))
    return tuple(one for one in found if one is not None)


def is_resized(seen: Seen, output: str) -> bool:
    """Whether an answer has another shape than is due."""
    return seen.own[output].shape != seen.inputs.due[output].shape


def looked_at(inputs: Sequence[Inputs], outputs: Sequence[str], ask: Ask) -> list[Seen]:
    """Run a function at all sizes once, then take it apart at the first few of those at which it is wrong."""
    first = {case.id: (case, outcome) for case, outcome in ask([one.first for one in inputs])} if inputs else {}
    off: list[tuple[Inputs, Case, dict[str, Floats]]] = []
    for one in inputs:
        case, outcome = first.get(one.first.id, (one.first, None))
        due, came = one.wanted, arrays_of(outcome) if outcome is not None else {}
        if any(
            name in came and came[name].ndim == due[name].ndim and is_off(came[name], due[name]) for name in outputs
        ):
            off.append((one, case, came))
    chosen = few(off, outputs)
    wanted = [case for one, _, _ in chosen for case in (*one.cases, one.second, one.third)]
    answers = {case.id: arrays_of(outcome) for case, outcome in ask(wanted)} if wanted else {}
    return [Seen(one, case, sums_of(one, came, answers)) for one, case, came in chosen]


def few(
    off: "Sequence[tuple[Inputs, Case, dict[str, Floats]]]", outputs: Sequence[str]
) -> "list[tuple[Inputs, Case, dict[str, Floats]]]":
    """Return the few sizes to take a function apart at: first those of right shapes, then those of fewest runs."""

    def order(one: "tuple[Inputs, Case, dict[str, Floats]]") -> tuple[int, int]:
        inputs, _, came = one
        due = inputs.wanted
        return sum(name in came and came[name].shape != due[name].shape for name in outputs), len(inputs.cases)

    found: list[tuple[Inputs, Case, dict[str, Floats]]] = []
    runs = 0
    for one in sorted(off, key=order):
        runs += len(one[0].cases) + 2
        if found and (runs > MOST_RUNS or len(found) == MOST_SIZES):
            break
        found.append(one)
    return found


def is_off(came: "Floats", due: "Floats") -> bool:
    """Whether an answer is not what is due."""
    import numpy as np

    return came.shape != due.shape or not np.allclose(came, due, rtol=1e-9, atol=1e-9)


def arrays_of(outcome: Outcome) -> "dict[str, Floats]":
    """Return the arrays that a case returned."""
    import numpy as np

    if outcome.status != "returned":
        return {}
    arrays = {name: as_array(answer) for name, answer in outcome.answers.items()}
    return {name: array.astype(np.float64) for name, array in arrays.items() if array is not None}


def sums_of(
    inputs: Inputs, came: "Mapping[str, Floats]", answers: "Mapping[str, Mapping[str, Floats]]"
) -> dict[str, sums.Sum]:
    """Return a function's sums, of those returned values that are sums: two inputs of other numbers agree with them."""
    found = {}
    cases = (*inputs.cases, inputs.second, inputs.third)
    for output, due in inputs.due.items():
        every = [came.get(output), *(answers.get(case.id, {}).get(output) for case in cases)]
        known = [array for array in every if array is not None and array.ndim == len(due.shape)]
        if len(known) == len(every) and len({array.shape for array in known}) == 1:
            one = inputs.sum_of(known)
            if one is not None:
                found[output] = one
    return found


def compared_of(seen: Seen, output: str) -> Compared:
    """Return the sums of a returned value beside the due ones."""
    operation, case = seen.inputs.operation, seen.inputs.first
    names = seen.inputs.way.arrays
    own, due = seen.own[output], seen.inputs.due[output]
    shape = tuple(map(min, own.shape, due.shape))
    return Compared(
        own=own.within(shape),
        due=due.within(shape),
        output=output,
        axes=axes_of(operation, case, output, shape),
        numbers=seen.inputs.numbers(case),
        shapes=seen.inputs.chosen.shapes,
        symbols={name: operation.shapes[name] for name in names},
        called={name: laid_as(seen.case, case, name)[0] for name in names},
    )


def axes_of(operation: Operation, case: Case, output: str, shape: tuple[int, ...]) -> tuple[tuple[str, str], ...]:
    """Return what one thing along each axis of a returned value is called, and several."""
    symbols = operation.shapes.get(output[1:]) if output.startswith("d") else None
    if symbols is not None and len(symbols) == len(shape):
        return tuple(WORDS.get(symbol, ENTRY) for symbol in symbols)
    if len(shape) == 1:
        return (ENTRY,)
    found = [WORDS["H"] if axis == len(shape) - 2 else WORDS["W"] for axis in range(len(shape))]
    if len(shape) == 4:
        found[:2] = WORDS["N"], WORDS["F" if "F" in case.sizes else "C"]
    return tuple(found)


def laid_as(case: Case, ours: Case, name: str) -> "tuple[str, NDArray[np.generic] | None]":
    """Return what a case calls one of our arrays, and the array as it is given; ours where that is not certain."""
    found = {called: array for _, called, array in given_as(case, ours.arguments[name])}
    return next(iter(found.items())) if len(found) == 1 else (name, None)


# ------------------------------------------------------------------------------------- told


def _diagnosis(
    wrong: Sequence[tuple[Seen, Compared]], operation: Operation, output: str, slide: str
) -> Diagnosis | None:
    """Return the most particular sentence that holds at all sizes, and one number with both sums."""
    said, asked, there = most_particular([(one, claims(one[1], one[0].inputs.way.is_copy)) for one in wrong])
    shown = [(one, row) for one in there for row in differing(*one)]
    if not shown:
        return None
    (seen, both), row = min(shown, key=lambda found: lengths(found[0][1], found[1]))
    where = f"on inputs of {len(there)} sizes: {said}" if len(there) > 1 else f"on the input below: {said}"
    return Diagnosis(
        misconceptions=(),
        equivalent=(),
        hint=" ".join((where, difference(seen, both, row), asked)),
        slide=slide,
        output=output,
        smallest=smallest(seen, both, row, operation),
    )


def most_particular(
    found: Sequence[tuple[tuple[Seen, Compared], Mapping[str, str]]],
) -> tuple[str, str, list[tuple[Seen, Compared]]]:
    """Return a claim, its question, and the sizes at which it holds.

    One that holds at all sizes is taken, then one that holds at most of them; what is always true comes last.
    """
    always = {said for _, both in (one for one, _ in found) for said, _ in anything(both)}
    holds: dict[str, list[tuple[Seen, Compared]]] = {}
    questions: dict[str, str] = {}
    for one, some in found:
        for said, asked in some.items():
            holds.setdefault(said, []).append(one)
            questions.setdefault(said, asked)
    said = max(holds, key=lambda claim: (claim not in always, len(holds[claim])))
    return said, questions[said], holds[said]


def claims(compared: Compared, is_copy: bool = False) -> dict[str, str]:
    """Return what is true of all numbers that are wrong, the most particular first, each with a question.

    Two mistakes, of products and of a bias beside them, hide each other: so the products are looked at alone, too.
    """
    found: dict[str, str] = {}
    for look in LOOKS if not is_copy else COPIES:
        for said, asked in look(compared):
            found.setdefault(said, asked)
    products = replace(compared, own=compared.own.of_length(PAIR), due=compared.due.of_length(PAIR))
    if products.wrong and any(len(product) < PAIR for row in compared.rows for terms in row for product in terms):
        for look in LOOKS:
            for said, asked in look(products):
                found.setdefault(f"of the products alone it is true that {said}", asked)
    for said, asked in anything(compared):
        found.setdefault(said, asked)
    return found


def differing(seen: Seen, both: Compared) -> list[int]:
    """Return the numbers that are wrong on the input that is shown: two other sums may be the same number there."""
    own, due = (one.value(seen.inputs.numbers(seen.inputs.first)).ravel() for one in (both.own, both.due))
    return [row for row in both.wrong if abs(own[row] - due[row]) > APART]


def lengths(both: Compared, row: int) -> tuple[int, int]:
    """Return how many terms the longer of two sums has, and both together."""
    own, due = len(both.own.terms(row)), len(both.due.terms(row))
    return max(own, due), own + due


def difference(seen: Seen, both: Compared, row: int) -> str:
    """Return in what the sum of one number differs, by one term of each kind."""
    own, due = both.own.terms(row), both.due.terms(row)
    at = place_of(row, both.due.shape)
    entry = f"{both.output}[{', '.join(map(str, at))}]" if at else both.output
    lost = next((term for term in due if term not in own), None)
    more = next((term for term in own if term not in due), None)
    if lost is not None and more is not None:
        return f"In {entry}, {said_of(seen, lost)} is missing, and {said_of(seen, more)} stands that is not due."
    if lost is not None:
        return f"In {entry}, {said_of(seen, lost)} is missing."
    if more is not None:
        return f"In {entry}, {said_of(seen, more)} stands and is not due."
    term = next(term for term in due if own[term] != due[term])
    return f"In {entry}, {said_of(seen, term)} is counted {own[term]:.6g} times, where {due[term]:.6g} is due."


def said_of(seen: Seen, term: sums.Product) -> str:
    """Return a product as one calls it: with the student's names and order of axes, where these are certain."""
    import numpy as np

    if not term:
        return "a constant number"
    said = []
    for name, at in term:
        shape = seen.inputs.chosen.shapes[name]
        called, array = laid_as(seen.case, seen.inputs.first, name)
        place = place_of(at, shape)
        if array is not None:
            where = np.argwhere(array == seen.inputs.first.arguments[name][place])
            place = tuple(int(n) for n in where[0])
        said.append(f"{called}[{', '.join(map(str, place))}]" if place else called)
    return "·".join(said)


def smallest(seen: Seen, both: Compared, row: int, operation: Operation) -> Smallest:
    """Return the input, one number of it, and both sums."""
    first = seen.inputs.first
    at = place_of(row, both.due.shape)
    own, due = both.own.terms(row), both.due.terms(row)
    arrays = seen.inputs.numbers(first)
    want = float(both.due.value(arrays).ravel()[row])
    terms = operation.terms(first.arguments, first.sizes, both.output, at)
    if not 0 < len(terms) <= READABLE:
        terms = summed(seen, due, own)
    return Smallest(
        call=written(seen.case.calls[-1]),
        code=snippet(seen.case, both.output, at, want) or "",
        case=seen.case.id,
        output=both.output,
        at=at,
        got=float(both.own.value(arrays).ravel()[row]),
        want=want,
        terms=terms,
        own_terms=summed(seen, own, due),
    )


def summed(seen: Seen, terms: Terms, others: Terms) -> tuple[str, ...]:
    """Return a sum as the slide writes it; of a long one, first those terms that another one has not."""
    order = list(terms)
    if len(order) > READABLE:
        order.sort(key=lambda term: terms[term] == others.get(term))
    found = [term_of(seen, term, terms[term]) for term in order[: READABLE - (len(order) > READABLE)]]
    return (*found, *([f"… {len(order) - len(found)} more terms"] if len(order) > len(found) else [])) or ("0",)


def term_of(seen: Seen, term: sums.Product, factor: float) -> str:
    """Return one term, a weight before a pixel."""
    numbers = [float(seen.inputs.first.arguments[name].ravel()[at]) for name, at in term] or [1.0]
    text = product(*numbers) if len(numbers) > 1 else number(numbers[0])
    if factor == 1:
        return text
    part = Fraction(factor).limit_denominator(LARGEST_PART)
    return f"{part}*{text}" if float(part) == factor and part.denominator > 1 else f"{number(factor)}*{text}"
