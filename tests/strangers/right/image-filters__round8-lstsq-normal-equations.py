"""Style: filters in a dict of strings parsed at import; partial functions made in a loop with setattr-like globals(); find_filter by the normal equations with pinv."""
import numpy as np

KERNELS = {
    "edge_detection": ("-1 -1 -1; -1 8 -1; -1 -1 -1", 1),
    "box_mean": ("1 1 1; 1 1 1; 1 1 1", 9),
    "sharpen": ("0 -1 0; -1 5 -1; 0 -1 0", 1),
    "gaussian_blur": ("1 2 1; 2 4 2; 1 2 1", 16),
}


def correlate_image(x, k):
    if not all(np.greater_equal(x.shape, k.shape)):
        raise ValueError(f"filter {k.shape} on image {x.shape}")
    views = np.lib.stride_tricks.sliding_window_view(x, k.shape)
    return np.tensordot(views.astype(float), k.astype(float), axes=2)


def _filter(name):
    text, divisor = KERNELS[name]
    kernel = np.array(np.matrix(text), dtype=float) / divisor

    def apply(x):
        return correlate_image(x, kernel)

    apply.__name__ = apply.__qualname__ = name
    return apply


edge_detection = _filter("edge_detection")
box_mean = _filter("box_mean")
sharpen = _filter("sharpen")
gaussian_blur = _filter("gaussian_blur")


def find_filter(x, out):
    A = np.lib.stride_tricks.sliding_window_view(np.asarray(x, float), (3, 3)).reshape(-1, 9)
    return (np.linalg.pinv(A) @ np.asarray(out, float).reshape(-1)).reshape(3, 3)


def learn_filter_step(x, target, k, rate):
    e = np.subtract(correlate_image(x, k), target)
    grad = np.tensordot(e, np.lib.stride_tricks.sliding_window_view(np.asarray(x, float), k.shape), axes=((0, 1), (0, 1)))
    return np.asarray(k, float) - rate * grad


def edges_of_nothing():
    return int(edge_detection(np.full((3, 3), 7))[0, 0])


def which_filter():
    return "C"
