"""Fully connected layer, ReLU and softmax loss with their rounding bounds: same names and arguments as in `convref`.

A fully connected layer is a convolution layer whose images are one pixel large. The softmax loss is
evaluated in 50 decimal digits, so its value does not depend on a library's exp and log. Its bound does.
"""

from __future__ import annotations

from decimal import Context, Decimal
from math import log

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .._arguments import check
from ..dense import labels_of
from ..problems import affine_problem, gradient_problem
from ._evaluate import Arrays, conv, conv_gradients, float64s, norm
from .bounded import Bounded

_DIGITS = Context(prec=50, Emin=-999999, Emax=999999)  # our own: the caller's decimal context changes nothing


def affine_forward(x: ArrayLike, w: ArrayLike, b: ArrayLike | None = None) -> Bounded:
    """Bound the fully connected layer.

    Slide: Problems using FC Layers on Images

    Parameters
    ----------
    x, w, b
        As in `convref.affine_forward`.

    Returns
    -------
    Bounded
        Of shape (N, M).

    Examples
    --------
    >>> out = affine_forward([[4, -5]], [[2], [3]], [1])
    >>> out.value.item(), out.absolute.item(), out.count
    (-6.0, 24.0, 3)
    """
    if b is None:
        x, w = float64s(("x", "w"), (x, w))
        check(affine_problem(x.shape, w.shape))
    else:
        x, w, b = float64s(("x", "w", "b"), (x, w, b))
        check(affine_problem(x.shape, w.shape, b.shape))
    out = conv(_pixels(x), _filters(w), b, (1, 1), (0, 0))
    shape = len(x), w.shape[1]
    return out._replace(value=out.value.reshape(shape), absolute=out.absolute.reshape(shape))


def affine_backward(dout: ArrayLike, x: ArrayLike, w: ArrayLike) -> tuple[Bounded, Bounded, Bounded]:
    """Bound the gradients of the fully connected layer.

    Slide: not on the slides; derived from Problems using FC Layers on Images

    Parameters
    ----------
    dout, x, w
        As in `convref.affine_backward`.

    Returns
    -------
    dx, dw, db : Bounded
        Of the shapes of x, w and (M,).

    Examples
    --------
    >>> dx, dw, db = affine_backward([[10]], [[4, -5]], [[2], [3]])
    >>> dx.value, dw.value, db.value
    (array([[20., 30.]]), array([[ 40.],
           [-50.]]), array([10.]))
    """
    dout, x, w = float64s(("dout", "x", "w"), (dout, x, w))
    check(affine_problem(x.shape, w.shape))
    check(gradient_problem("dout", dout.shape, (len(x), w.shape[1])))
    dx, dw, db = conv_gradients(dout[:, :, None, None], _pixels(x), _filters(w), (1, 1), (0, 0))
    return (
        dx._replace(value=dx.value.reshape(x.shape), absolute=dx.absolute.reshape(x.shape)),
        dw._replace(value=dw.value[:, :, 0, 0].T, absolute=dw.absolute[:, :, 0, 0].T),
        db,
    )


def relu_forward(x: ArrayLike) -> Bounded:
    """Bound the ReLU, which is exact: a maximum does not round.

    Slide: CNN Prototype

    Parameters
    ----------
    x
        As in `convref.relu_forward`.

    Returns
    -------
    Bounded
        Of the shape of x, with count 0.

    Examples
    --------
    >>> relu_forward([-1, 2]).value
    array([0., 2.])
    """
    (x,) = float64s(("x",), (x,))
    value = np.maximum(x, 0)
    return Bounded(value, np.abs(value), 0, norm(x))


def relu_backward(dout: ArrayLike, x: ArrayLike) -> Bounded:
    """Bound the gradient of the ReLU, which is exact.

    Slide: not on the slides; derived from CNN Prototype

    Parameters
    ----------
    dout, x
        As in `convref.relu_backward`.

    Returns
    -------
    dx : Bounded
        Of the shape of x, with count 0.

    Examples
    --------
    >>> relu_backward([5, 6], [-1, 2]).value
    array([0., 6.])
    """
    dout, x = float64s(("dout", "x"), (dout, x))
    check(gradient_problem("dout", dout.shape, x.shape))
    value = np.where(x > 0, dout, 0)
    return Bounded(value, np.abs(value), 0, norm(dout))


def softmax_loss(scores: ArrayLike, labels: ArrayLike) -> Bounded:
    """Bound the softmax loss.

    Of a row of M scores s, none larger than m in absolute value, the loss is log(sum exp(t_j)) - t_y
    with t_j = s_j - c for any shift c up to m. To first order, in units of the unit roundoff u:

    - t_j is off by |t_j|, at most 2 m, so exp(t_j) by 2 m + 8 relative to itself;
    - the sum by M - 1 more, so its log by 2 m + M + 7, and by 8 (2 m + log M) of its own;
    - subtracting t_y adds 2 m, and its rounding 2 m + log M: 22 m + M + 7 + 9 log M altogether;
    - as -log(exp(t_y) / sum), it would be 20 m + M + 16 + 8 log M;
    - the mean over N rows adds N + 1 times the loss, which is at most 2 m + log M;
    - casting the scores to another precision first adds 2 m.

    All of this is less than (M + N + 22) * (1 + 2 m + log M). The first factor is count; the second is the
    absolute term of a row. It is assumed that exp and log are within 4 units in the last place, which is 8 u
    (NumPy's for float32 are within 2.6 and 3.9 units), and that large scores have been shifted: no exp
    overflows, and none is 0 where its log is taken.

    Slide: Final Fully-Connected Layer

    Parameters
    ----------
    scores, labels
        As in `convref.softmax_loss`.

    Returns
    -------
    Bounded
        Of shape (); norm is that of the absolute terms.

    Examples
    --------
    >>> softmax_loss([[0, 0]], [1]).value.item()  # log(2)
    0.6931471805599453
    """
    scores, labels = _scores_and_labels(scores, labels)
    total = Decimal(0)
    for row, label in zip(scores, labels, strict=True):
        shifted, exponentials = _exponentials(row)
        logarithm = _DIGITS.ln(_total(exponentials))
        total = _DIGITS.add(total, _DIGITS.subtract(logarithm, shifted[label]))
    absolute = np.array(_row_terms(scores).mean())
    value = np.array(float(_DIGITS.divide(total, len(scores))))
    return Bounded(value, absolute, scores.shape[1] + len(scores) + 22, float(absolute))


def softmax_loss_backward(scores: ArrayLike, labels: ArrayLike) -> Bounded:
    """Bound the gradient of the softmax loss, which is (p_j - [j = y]) / N.

    With the terms and the assumptions of `softmax_loss`, to first order and in units of u: the
    probability exp(t_j) / sum is off by 4 m + M + 16 relative to itself, or written as
    exp(t_j - log(sum)) by 22 m + M + 15 + 9 log M. Subtracting 1 and dividing by N add 3 times
    p_j + [j = y]; casting the scores adds 2 m times p_j. All of this is less than M + 22 times
    (p_j * (1 + 2 m + log M) + [j = y]) / N. The first factor is count; the second is the absolute term.

    Slide: not on the slides; derived from Final Fully-Connected Layer

    Parameters
    ----------
    scores, labels
        As in `convref.softmax_loss_backward`.

    Returns
    -------
    dscores : Bounded
        Of shape (N, M); norm is that of the absolute terms.

    Examples
    --------
    >>> softmax_loss_backward([[0, 0]], [1]).value
    array([[ 0.5, -0.5]])
    """
    scores, labels = _scores_and_labels(scores, labels)
    value, absolute = np.empty_like(scores), np.empty_like(scores)
    for n, (row, label, terms) in enumerate(zip(scores, labels, _row_terms(scores), strict=True)):
        _, exponentials = _exponentials(row)
        total = _total(exponentials)
        for j, exponential in enumerate(exponentials):
            probability = _DIGITS.divide(exponential, total)
            chosen = int(j == label)
            value[n, j] = _DIGITS.divide(_DIGITS.subtract(probability, chosen), len(scores))
            absolute[n, j] = (float(probability) * terms + chosen) / len(scores)
    return Bounded(value, absolute, scores.shape[1] + 22, norm(absolute))


def _pixels(x: Arrays) -> Arrays:
    return x.reshape(len(x), -1, 1, 1)


def _filters(w: Arrays) -> Arrays:
    return w.T[:, :, None, None]


def _scores_and_labels(scores: ArrayLike, labels: ArrayLike) -> tuple[Arrays, NDArray[np.intp]]:
    (scores,) = float64s(("scores",), (scores,))
    return scores, labels_of(labels, scores.shape)


def _exponentials(row: Arrays) -> tuple[list[Decimal], list[Decimal]]:
    """Return s_j - max and exp(s_j - max)."""
    scores = [Decimal(float(score)) for score in row]
    largest = max(scores)
    shifted = [_DIGITS.subtract(score, largest) for score in scores]
    return shifted, [_DIGITS.exp(score) for score in shifted]


def _total(numbers: list[Decimal]) -> Decimal:
    total = Decimal(0)
    for number in numbers:
        total = _DIGITS.add(total, number)
    return total


def _row_terms(scores: Arrays) -> Arrays:
    """Return 1 + 2 m + log M for each row."""
    terms: Arrays = 1 + 2 * np.abs(scores).max(axis=1) + log(scores.shape[1])
    return terms
