"""Misconceptions about fully connected layers, activations, losses, and convolutions as matrices."""

from grader.topics import Beliefs, Family

from ..dimensions.beliefs_sizes import DENSE, parameters
from . import beliefs_activations, beliefs_dense, beliefs_matrices

ALIKE = {
    "numerical_gradient": (
        ("divided-by-h", "half-forgotten", "a factor of 2, before the quotient or in it"),
        ("rounded-steps", "nothing-written", "a step that is rounded to 0 leaves every difference 0"),
    ),
}
_PARAMETERS = Family(exercises=("dense_parameters",), misconceptions=DENSE, model=parameters)
BELIEFS = Beliefs(
    families=(_PARAMETERS, *beliefs_activations.FAMILIES, *beliefs_dense.FAMILIES, *beliefs_matrices.FAMILIES),
    alike=ALIKE,
)
