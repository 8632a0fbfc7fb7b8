"""What one tiny call costs: 5 x 5 by 3 x 3 in double precision, through the public function.

Goals, validation included: under 3 µs for the lesson kernels, 1 µs for the fast ones. Needs SciPy (extra ``bench``).
"""

import statistics
import timeit
from collections.abc import Callable

import numpy as np
import scipy.signal

import convref

x, k = np.arange(25.0).reshape(5, 5), np.arange(9.0).reshape(3, 3)
X, K, B = x[None, None], k[None, None], np.ones(1)
CALLS = 2000
ROUNDS = 41


def windows() -> np.ndarray:
    """The same in NumPy: a view of all windows, and one einsum."""
    return np.einsum("ijuv,uv->ij", np.lib.stride_tricks.sliding_window_view(x, (3, 3)), k)


CONTENDERS: dict[str, Callable[[], object]] = {
    "convref.correlate2d": lambda: convref.correlate2d(x, k),
    "convref.conv_forward": lambda: convref.conv_forward(X, K, B),
    "fast.conv_forward": lambda: convref.fast.conv_forward(X, K, B),
    "fast.conv_backward": lambda: convref.fast.conv_backward(X[:, :, :3, :3], X, K),
    "convref.conv_backward": lambda: convref.conv_backward(X[:, :, :3, :3], X, K),
    "scipy.signal.correlate2d": lambda: scipy.signal.correlate2d(x, k, "valid"),
    "numpy windows + einsum": windows,
}


def main() -> None:
    """Time every contender in turn, many times, and print medians."""
    times: dict[str, list[float]] = {name: [] for name in CONTENDERS}
    for _ in range(ROUNDS):
        for name, call in CONTENDERS.items():
            times[name].append(timeit.timeit(call, number=CALLS) / CALLS * 1e6)
    ours = statistics.median(times["convref.correlate2d"])
    print(f"{'':<26}{'µs':>8}{'ratio':>8}")
    for name, found in times.items():
        print(f"{name:<26}{statistics.median(found):>8.2f}{statistics.median(found) / ours:>8.2f}")


if __name__ == "__main__":
    main()
