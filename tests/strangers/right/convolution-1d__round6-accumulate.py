import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def box_filter(x: np.ndarray, width: int) -> np.ndarray:
    return np.mean(sliding_window_view(x.astype(np.longdouble), width), axis=-1).astype(np.float64)


def correlate_shrink(x: np.ndarray, k: np.ndarray) -> np.ndarray:
    n = x.shape[0] - k.shape[0] + 1
    if n <= 0:
        raise ValueError(f"kernel of {k.shape[0]} on a signal of {x.shape[0]}")
    out = np.zeros(n)
    for u in reversed(range(k.shape[0])):          # from the last weight to the first
        out += np.multiply(x[u:u + n], k[u], dtype=np.float64)
    return out


def correlate_pad(x: np.ndarray, k: np.ndarray) -> np.ndarray:
    if k.shape[0] % 2 == 0:
        raise ValueError("even")
    h = k.shape[0] // 2
    return correlate_shrink(x=np.pad(x, h), k=k)


def convolve_shrink(x: np.ndarray, k: np.ndarray) -> np.ndarray:
    n = x.shape[0] - k.shape[0] + 1
    i = np.arange(n)[:, None] + np.arange(k.shape[0])[::-1]
    return np.einsum("iu,u->i", x[i].astype(float), k.astype(float))


def correlate_backward(dout: np.ndarray, x: np.ndarray, k: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    i = np.arange(dout.size)[:, None] + np.arange(k.size)
    dx = np.zeros(x.size)
    np.add.at(dx, i, np.outer(dout.astype(float), k.astype(float)))
    return dx, dout.astype(float) @ x[i].astype(float)


def convolve_sampled(f: np.ndarray, g: np.ndarray, dt: float) -> np.ndarray:
    table = np.outer(f.astype(float), g.astype(float))[:, ::-1]
    # pairs whose places add up to t lie on one diagonal
    return dt * np.array([np.trace(table, offset=o) for o in range(g.size - 1, -f.size, -1)])


def two_boxes() -> str:
    return "B"


def two_gaussians() -> float:
    return 2.0


def flip_unseen() -> str:
    return "A"
