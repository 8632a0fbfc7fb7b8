"""The convolution layer, and the same as a matrix."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

import convref
from convref.gradcheck import exact_vjp_linear
from convref.shapes import pair
from tests import exact

from .strategies import conv_cases, whole_numbers


@given(conv_cases())
def test_forward_equals_exact_arithmetic(case):
    x, w, b, _, options = case
    want = exact.conv_forward(*map(exact.exact, (x, w, b)), **options)
    assert exact.exact(convref.conv_forward(x, w, b, **options)) == want


@given(conv_cases())
def test_backward_equals_exact_arithmetic(case):
    x, w, _, dout, options = case
    want = exact.conv_backward(*map(exact.exact, (dout, x, w)), **options)
    assert exact.exact(convref.conv_backward(dout, x, w, **options)) == exact.exact(want)


@given(conv_cases())
def test_backward_is_the_transpose_of_forward(case):
    x, w, b, dout, options = case

    def forward(x, w, b):
        return convref.conv_forward(x, w, b, **options)

    for argument, gradient in enumerate(convref.conv_backward(dout, x, w, **options)):
        assert_array_equal(gradient, exact_vjp_linear(forward, (x, w, b), dout, argument))


@given(conv_cases())
def test_forward_is_scipys_correlation_summed_over_channels(case):
    from scipy import signal  # takes seconds, and every worker imports this module

    x, w, b, _, options = case
    (SH, SW), (PH, PW) = pair(options["stride"], "stride"), pair(options["pad"], "pad")
    padded = np.pad(x, ((0, 0), (0, 0), (PH, PH), (PW, PW)))
    # scipy's "valid" would exchange image and kernel if the kernel were larger, which no legal case has
    want = [
        [
            sum(signal.correlate2d(plane, k, "valid") for plane, k in zip(image, bank, strict=True)) + bias
            for bank, bias in zip(w, b, strict=True)
        ]
        for image in padded
    ]
    assert_array_equal(convref.conv_forward(x, w, b, **options), np.array(want)[:, :, ::SH, ::SW])


@given(conv_cases(), st.data())
def test_forward_is_linear_in_images_and_filters(case, data):
    x, w, _, _, options = case
    y, v = data.draw(whole_numbers(x.shape)), data.draw(whole_numbers(w.shape))

    def f(x, w):
        return convref.conv_forward(x, w, **options)

    assert_array_equal(f(x + 2 * y, w), f(x, w) + 2 * f(y, w))
    assert_array_equal(f(x, w - 3 * v), f(x, w) - 3 * f(x, v))


@given(conv_cases())
def test_inner_products_agree(case):
    x, w, b, dout, options = case
    dx, dw, db = convref.conv_backward(dout, x, w, **options)
    loss = np.vdot(dout, convref.conv_forward(x, w, **options))
    assert loss == np.vdot(dx, x) == np.vdot(dw, w)
    assert np.vdot(dout, convref.conv_forward(x, w, b, **options)) == loss + np.vdot(db, b)


@given(conv_cases())
def test_a_missing_bias_is_zero(case):
    x, w, b, _, options = case
    assert_array_equal(convref.conv_forward(x, w, **options), convref.conv_forward(x, w, np.zeros_like(b), **options))


def test_left_over_rows_and_columns_get_no_gradient():
    dx, _, _ = convref.conv_backward(np.ones((1, 1, 2, 2)), np.ones((1, 1, 6, 7)), np.ones((1, 1, 2, 3)), stride=3)
    assert_array_equal(np.flatnonzero(dx[0, 0].any(axis=1)), [0, 1, 3, 4])
    assert_array_equal(np.flatnonzero(dx[0, 0].any(axis=0)), [0, 1, 2, 3, 4, 5])


@given(conv_cases())
def test_the_layer_is_a_matrix_product_of_columns(case):
    x, w, _, _, options = case
    out = convref.conv_forward(x, w, **options)
    columns = convref.im2col(x, w.shape[2:], **options)
    assert_array_equal((w.reshape(len(w), -1) @ columns).reshape(out.shape), out)
    assert exact.exact(columns) == exact.im2col(exact.exact(x), w.shape[2:], **options)


@given(conv_cases(), st.data())
def test_col2im_is_the_transpose_of_im2col(case, data):
    x, w, _, _, options = case
    columns = convref.im2col(x, w.shape[2:], **options)
    other = data.draw(whole_numbers(columns.shape))
    back = convref.col2im(other, x.shape, w.shape[2:], **options)
    assert np.vdot(columns, other) == np.vdot(x, back)
    assert exact.exact(back) == exact.col2im(exact.exact(other), x.shape, w.shape[2:], **options)


@given(conv_cases())
def test_the_layer_is_a_sparse_matrix_of_shared_weights(case):
    x, w, _, _, options = case
    matrix = convref.weight_matrix(w, x.shape[1:], **options)
    for image, out in zip(x, convref.conv_forward(x, w, **options), strict=True):
        assert_array_equal(matrix.toarray() @ image.ravel(), out.ravel())
    assert exact.exact(list(matrix)) == exact.exact(exact.weight_matrix(exact.exact(w), x.shape[1:], **options))


def test_sparse_matrix_has_few_entries_and_fewer_values():
    matrix = convref.weight_matrix(np.arange(1.0, 10).reshape(1, 1, 3, 3), (1, 28, 28))
    assert matrix.shape == (26 * 26, 28 * 28)
    assert len(matrix.values) == 26 * 26 * 9
    assert len(set(matrix.values.tolist())) == 9
