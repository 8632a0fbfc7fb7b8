"""Misconceptions about fully connected layers, activations, losses, and convolutions as matrices."""

from grader.topics import Beliefs

from . import beliefs_activations, beliefs_dense, beliefs_matrices, beliefs_parameters

ALIKE = {
    "numerical_gradient": (("divided-by-h", "half-forgotten", "a factor of 2, before the quotient or in it"),),
}
BELIEFS = Beliefs(
    families=(
        *beliefs_parameters.FAMILIES,
        *beliefs_activations.FAMILIES,
        *beliefs_dense.FAMILIES,
        *beliefs_matrices.FAMILIES,
    ),
    alike=ALIKE,
)
