"""Misconceptions about filters: applied, found, and learned."""

from grader.topics import Beliefs

from . import beliefs_filters, beliefs_learned

ALIKE = {
    "learn_filter_step": (
        ("uphill", "error-reversed", "the error's sign is the gradient's: either way the step changes its sign"),
    ),
}
BELIEFS = Beliefs(families=(*beliefs_filters.FAMILIES, *beliefs_learned.FAMILIES), alike=ALIKE)
