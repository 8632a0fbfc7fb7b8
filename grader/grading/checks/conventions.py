"""Whether an answer keeps to another convention than the reference: at a tie, at ReLU's corner, at a guard. Pure.

Where windows share tied cells, an answer is right if it is *some* sum of shares. That is a question about flows: each
positive gradient flows to the cells of its window, each negative one is drawn from them, and every cell passes on
exactly what the answer says. The flow that carries most is found; the answer is right if it carries everything.
"""

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from grader.grading.checks.tolerance import UNIT_ROUNDOFF
from grader.model import Convention

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Node = tuple[str, int]
Flows = dict[Node, dict[Node, float]]  # what each edge can still carry
SOURCE, SINK = ("source", 0), ("sink", 0)
FEW_ROUNDINGS = 8  # a division of a gradient among tied cells, and its sum


def keeps(array: "NDArray[np.generic]", convention: Convention) -> bool:
    """Whether an answer keeps to another convention, but for the rounding of a few operations."""
    import numpy as np

    answer = array.astype(np.float64)
    scale = np.maximum(np.abs(convention.lowest), np.abs(convention.highest))
    roundoff = FEW_ROUNDINGS * UNIT_ROUNDOFF["float32" if array.dtype == np.float32 else "float64"]
    slack = roundoff * scale
    if not ((convention.lowest - slack <= answer) & (answer <= convention.highest + slack)).all():
        return False
    return not convention.shares or is_sum_of_shares(answer.ravel().tolist(), convention.shares, roundoff)


def is_sum_of_shares(answer: Sequence[float], shares: Sequence[tuple[float, tuple[int, ...]]], roundoff: float) -> bool:
    """Whether an answer is the sum of the gradients, each divided among its own places in some way.

    Parameters
    ----------
    answer : sequence of float
    shares : sequence of (float, tuple of int)
        Each gradient, and the places it may go to.
    roundoff : float
        How much of each gradient may be lost to rounding.
    """
    rest = list(answer)
    sizes = [0.0] * len(rest)  # of what meets at a place: it rounds by so much
    divided = []
    for gradient, places in shares:
        for place in places:
            sizes[place] += abs(gradient)
        if len(places) == 1:
            rest[places[0]] -= gradient
        elif gradient:
            divided.append((gradient, places))
    tied = {place for _, places in divided for place in places}
    if any(abs(rest[place]) > roundoff * sizes[place] for place in range(len(rest)) if place not in tied):
        return False
    slack = roundoff * sum(sizes)
    flows, supply, demand = _flows(rest, tied, divided)
    least = slack / (8 * (len(tied) + len(divided) + 1))
    return abs(supply - demand) <= slack and supply - _most(flows, least) <= slack


def _flows(
    rest: Sequence[float], tied: set[int], divided: Sequence[tuple[float, tuple[int, ...]]]
) -> tuple[Flows, float, float]:
    """Return the edges, all that leaves the source, and all that the sink takes."""
    flows: Flows = defaultdict(lambda: defaultdict(float))
    supply = demand = 0.0
    for number, (gradient, places) in enumerate(divided):
        window = ("window", number)
        if gradient > 0:
            flows[SOURCE][window] += gradient
            supply += gradient
        else:
            flows[window][SINK] -= gradient
            demand -= gradient
        for place in places:
            one, other = (window, ("cell", place)) if gradient > 0 else (("cell", place), window)
            flows[one][other] = abs(gradient)
    for place in tied:
        cell = ("cell", place)
        if rest[place] > 0:
            flows[cell][SINK] += rest[place]
            demand += rest[place]
        elif rest[place] < 0:
            flows[SOURCE][cell] -= rest[place]
            supply -= rest[place]
    return flows, supply, demand


def _most(flows: Flows, least: float) -> float:
    """Return how much flows from source to sink, by the shortest path that is left each time (Edmonds and Karp).

    Parameters
    ----------
    flows : mapping
        Used up on the way.
    least : float
        An edge that can carry no more than this counts as full.
    """
    total = 0.0
    while path := _path(flows, least):
        amount = min(flows[one][other] for one, other in path)
        for one, other in path:
            flows[one][other] -= amount
            flows[other][one] += amount
        total += amount
    return total


def _path(flows: Mapping[Node, Mapping[Node, float]], least: float) -> list[tuple[Node, Node]]:
    """Return the edges of a shortest path from source to sink; none where there is no path."""
    came_from: dict[Node, Node] = {SOURCE: SOURCE}
    waiting = deque([SOURCE])
    while waiting and SINK not in came_from:
        node = waiting.popleft()
        for other, capacity in flows[node].items():
            if capacity > least and other not in came_from:
                came_from[other] = node
                waiting.append(other)
    path = []
    node = SINK
    while node in came_from and node != SOURCE:
        path.append((came_from[node], node))
        node = came_from[node]
    return path
