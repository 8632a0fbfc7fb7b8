"""Style: masks; ties share the gradient equally (a subgradient); in-place work on copies; assert statements in the module; tests with numpy.testing at the end."""
import numpy as np
import numpy.testing as npt


def pooled_depth():
    return 224 // 2, 224 // 2, 64


def pooling_parameters():
    return 0


def _each_window(shape, pool_param):
    ph, pw, s = pool_param['pool_height'], pool_param['pool_width'], pool_param['stride']
    assert ph <= shape[2] and pw <= shape[3] and s >= 1
    for i, top in enumerate(range(0, shape[2] - ph + 1, s)):
        for j, left in enumerate(range(0, shape[3] - pw + 1, s)):
            yield (..., i, j), (..., slice(top, top + ph), slice(left, left + pw))


def _empty(x, pool_param):
    ph, pw, s = pool_param['pool_height'], pool_param['pool_width'], pool_param['stride']
    N, C, H, W = x.shape
    return np.full((N, C, (H - ph) // s + 1, (W - pw) // s + 1), np.nan)


def max_pool_forward(x, pool_param):
    x = x.copy()
    out = _empty(x, pool_param)
    for place, window in _each_window(x.shape, pool_param):
        out[place] = np.amax(x[window], axis=(-2, -1))
    assert not np.isnan(out).any()
    return out, (x, out.copy(), pool_param.copy())


def max_pool_backward(dout, cache):
    x, out, pool_param = cache
    dx = np.zeros_like(x, dtype=float)
    for place, window in _each_window(x.shape, pool_param):
        mask = (x[window] == out[place][..., None, None]).astype(float)
        mask /= mask.sum(axis=(-2, -1), keepdims=True)
        dx[window] += mask * dout[place][..., None, None]
    return dx


def avg_pool_forward(x, pool_param):
    x = np.array(x, dtype=float, copy=True)
    out = _empty(x, pool_param)
    for place, window in _each_window(x.shape, pool_param):
        out[place] = np.average(x[window], axis=(-2, -1))
    return out, (x.shape, pool_param.copy())


def avg_pool_backward(dout, cache):
    shape, pool_param = cache
    share = dout.astype(float)
    share /= pool_param['pool_height']
    share /= pool_param['pool_width']
    dx = np.zeros(shape)
    for place, window in _each_window(shape, pool_param):
        dx[window] += share[place][..., None, None]
    return dx


_x = np.arange(16.0).reshape(1, 1, 4, 4)
npt.assert_array_equal(max_pool_forward(_x, {'pool_height': 2, 'pool_width': 2, 'stride': 2})[0][0, 0], [[5, 7], [13, 15]])
npt.assert_allclose(avg_pool_forward(_x, {'pool_height': 2, 'pool_width': 2, 'stride': 2})[0][0, 0], [[2.5, 4.5], [10.5, 12.5]])
