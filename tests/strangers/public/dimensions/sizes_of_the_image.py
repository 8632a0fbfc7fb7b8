"""Every layer is computed from the image's own length."""


def network_sizes(length, layers):
    import numpy as np

    sizes = []
    for window, stride, pad in layers:
        sizes.append((length + 2 * pad - window) // stride + 1)
    return np.array(sizes)
