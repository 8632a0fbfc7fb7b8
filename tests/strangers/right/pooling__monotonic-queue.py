"""Expected: everything it writes passes.

The sliding maximum with a double-ended queue, linear in the length whatever the window; the queue keeps the first of equal entries.
"""
from collections import deque

import numpy as np


def sliding_maximum(line, window, stride):
    """Yield the index of the maximum of each window of a list."""
    queue = deque()
    for k, value in enumerate(line):
        while queue and line[queue[-1]] < value:
            queue.pop()
        queue.append(k)
        if queue[0] <= k - window:
            queue.popleft()
        start = k - window + 1
        if start >= 0 and start % stride == 0:
            yield queue[0]


def max_pool_forward(x, pool_param):
    hh, ww, s = (pool_param[k] for k in ('pool_height', 'pool_width', 'stride'))
    N, C, H, W = x.shape
    ho, wo = (H - hh) // s + 1, (W - ww) // s + 1
    out = np.empty((N, C, ho, wo))
    rows = np.empty((N, C, ho, wo), dtype=np.intp)
    cols = np.empty((N, C, ho, wo), dtype=np.intp)
    for n in range(N):
        for c in range(C):
            grid = x[n, c].tolist()
            first = [list(sliding_maximum(line, ww, s)) for line in grid]        # H x wo column numbers
            for j in range(wo):
                down = [grid[r][first[r][j]] for r in range(H)]
                for i, r in enumerate(sliding_maximum(down, hh, s)):
                    out[n, c, i, j] = down[r]
                    rows[n, c, i, j], cols[n, c, i, j] = r, first[r][j]
    return out, (rows, cols, x.shape)


def max_pool_backward(dout, cache):
    rows, cols, shape = cache
    dx = np.zeros(shape)
    n, c = np.indices(shape[:2])
    np.add.at(dx, (n[:, :, None, None], c[:, :, None, None], rows, cols), dout)
    return dx
