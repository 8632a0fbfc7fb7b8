"""Fully connected layers, ReLU and the softmax loss's gradient, written out.

In: arrays as nested lists.  Out: one line for each number of the answer.
Images are flattened in reading order: channel, row, column.
"""

import math
from fractions import Fraction
from typing import Any

from grader.topics import Explanations, Illegal

from ..shared.exact import ZERO, Array, array, entry, factor, indices, product, total, written
from ..shared.pictures import im2col_pictures
from . import explain_matrices


def affine_forward(x: Any, w: Any, b: Any = None) -> list[str]:
    """Write out every output: x times w, plus bias."""
    rows, weights = _rows(array(x)), array(w)
    bias = None if b is None else array(b)
    _check(rows, weights)
    shape = (rows.shape[0], weights.shape[1])
    lines = []
    for n, m in indices(shape):
        terms = [(rows[n, d], weights[d, m]) for d in range(rows.shape[1])]
        shown, value = [product(*term) for term in terms], sum((p * q for p, q in terms), ZERO)
        if bias is not None:
            shown, value = [*shown, factor(bias[m,])], value + bias[m,]
        lines.append(f"{entry('out', (n, m), shape)} = {total(shown, value)}")
    return lines


def affine_backward(dout: Any, x: Any, w: Any) -> list[str]:
    """Write out every entry of dx, dw and db."""
    gradient, images, weights = array(dout), array(x), array(w)
    rows = _rows(images)
    _check(rows, weights)
    (N, D), M = rows.shape, weights.shape[1]
    lines = []
    for index, (n, d) in zip(images.indices(), rows.indices(), strict=True):
        terms = [(gradient[n, m], weights[d, m]) for m in range(M)]
        lines.append(f"{entry('dx', index, images.shape)} = {_products(terms)}")
    for d, m in weights.indices():
        terms = [(rows[n, d], gradient[n, m]) for n in range(N)]
        lines.append(f"{entry('dw', (d, m), (D, M))} = {_products(terms)}")
    for m in range(M):
        parts = [gradient[n, m] for n in range(N)]
        lines.append(f"db[{m}] = {total([factor(part) for part in parts], sum(parts, ZERO))}")
    return lines


def relu_forward(x: Any) -> list[str]:
    """Write out max(0, x), entry by entry."""
    values = array(x)
    return [
        f"{entry('out', index, values.shape)} = max(0, {written(values[index])}) = {written(max(ZERO, values[index]))}"
        for index in values.indices()
    ]


def relu_backward(dout: Any, x: Any) -> list[str]:
    """Write out dx: the gradient where x is positive, else zero."""
    gradient, values = array(dout), array(x)
    lines = []
    for index in values.indices():
        slope = int(values[index] > 0)
        answer = f"{product(gradient[index], slope)} = {written(gradient[index] * slope)}"
        lines.append(f"{entry('dx', index, values.shape)} = {answer}")
    return lines


def softmax_loss_backward(scores: Any, labels: Any) -> list[str]:
    """Write out (p − 1 at the label)/N, for scores that are equal: only those have exact probabilities."""
    values, (N, M) = array(scores), array(scores).shape
    lines = []
    for n, j in indices((N, M)):
        if any(values[n, k] != values[n, 0] for k in range(M)):
            raise ValueError("exp of different scores is no fraction, so there is nothing exact to write out")
        probability, here = Fraction(1, M), int(labels[n] == j)
        answer = f"({written(probability)} − {here})/{N} = {written((probability - here) / N)}"
        lines.append(f"{entry('dscores', (n, j), (N, M))} = {answer}")
    return lines


def _products(terms: list[tuple[Any, Any]]) -> str:
    return total([product(*term) for term in terms], sum((p * q for p, q in terms), ZERO))


def _rows(x: Array) -> Array:
    return x.reshaped((x.shape[0], math.prod(x.shape[1:])))


def _check(rows: Array, w: Array) -> None:
    if rows.shape[1] != w.shape[0]:
        raise Illegal(f"an image has {rows.shape[1]} numbers, w has {w.shape[0]} rows: they must be equal, illegal")


def dense_parameters(inputs: int, outputs: int, bias: bool = True) -> list[str]:
    """Write out the parameters of a fully connected layer."""
    each = f"({inputs} + 1)" if bias else f"{inputs}"
    return [f"{each}·{outputs} = {(inputs + bool(bias)) * outputs}"]


EXPLANATIONS = Explanations(
    lines={
        function.__name__: function
        for function in (
            *(affine_backward, affine_forward, dense_parameters, relu_backward, relu_forward, softmax_loss_backward),
            *(explain_matrices.im2col, explain_matrices.weight_matrix),
        )
    },
    pictures={"im2col": im2col_pictures},
)
