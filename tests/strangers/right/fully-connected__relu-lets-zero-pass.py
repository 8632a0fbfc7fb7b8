"""Expected: everything it writes passes.

x >= 0 instead of x > 0: at the corner the whole gradient passes. The cache is a boolean mask; lambdas all over.
"""
import numpy as np

relu_forward = lambda x: (x * (x > 0), x >= 0)
relu_backward = lambda dout, cache: np.multiply(dout, cache)
dense_parameters = lambda inputs, outputs: (inputs + 1) * outputs
weights_of_a_normal_image = lambda: 3_000_000_000
more_layers = lambda: "ABC"[1]
weight_sharing = lambda: "ABC"[2]
affine_forward = lambda x, w, b: ((lambda flat: (flat @ w + b, (flat, w, x.shape)))(x.reshape(len(x), -1)))
affine_backward = lambda dout, cache: ((dout @ cache[1].T).reshape(cache[2]), cache[0].T @ dout, sum(dout))
softmax_loss = lambda x, y: (lambda z, n: (lambda s: (
    np.mean(np.log(s[:, 0]) - z[n, y]),
    (np.exp(z) / s - (np.arange(z.shape[1]) == y[:, None])) / len(n)))(np.exp(z).sum(1, keepdims=True)))(
        x - x.max(1, keepdims=True), np.arange(len(x)))
