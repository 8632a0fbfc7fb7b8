"""Normal equations, scipy-like names, loops."""

import numpy as np


def conv2d(image: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    ih, iw = image.shape
    kh, kw = kernel.shape
    if kh > ih or kw > iw:
        raise ValueError(f"kernel {kernel.shape} > image {image.shape}")
    result = np.zeros((ih - kh + 1, iw - kw + 1), dtype=np.float64)
    for row in range(0, ih - kh + 1):
        for col in range(0, iw - kw + 1):
            result[row, col] = np.sum(image[row:row + kh, col:col + kw].astype(np.float64) * kernel)
    return result


def correlate_image(x, k):
    return conv2d(x, k)


def edge_detection(x):
    return 9 * x[1:-1, 1:-1].astype(float) - 9 * box_mean(x)


def box_mean(x):
    return conv2d(x, np.full((3, 3), 1 / 9))


def sharpen(x):
    x = x.astype(float)
    return 5 * x[1:-1, 1:-1] - x[:-2, 1:-1] - x[2:, 1:-1] - x[1:-1, :-2] - x[1:-1, 2:]


def gaussian_blur(x):
    return conv2d(x, np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]])) / 16


def find_filter(x, out):
    rows, rhs = [], []
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            rows.append(x[i:i + 3, j:j + 3].flatten())
            rhs.append(out[i, j])
    A, y = np.array(rows, dtype=float), np.array(rhs, dtype=float)
    return np.linalg.solve(A.T @ A, A.T @ y).reshape(3, 3)


def learn_filter_step(x, target, k, rate):
    residual = conv2d(x, k) - target
    gradient = np.zeros(k.shape)
    for i in range(residual.shape[0]):
        for j in range(residual.shape[1]):
            gradient += residual[i, j] * x[i:i + k.shape[0], j:j + k.shape[1]]
    return k - rate * gradient
