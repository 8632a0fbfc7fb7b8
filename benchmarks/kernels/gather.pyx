# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""im2col and its adjoint as loops, the way that courses have students compile them: a column for each window.

Images are innermost. Compiled by course.py when it is imported. Not the project's kernels, but what those are compared
with.
"""

ctypedef fused real:
    float
    double


def gather(real[:, :, :, ::1] x, real[:, ::1] columns, Py_ssize_t HH, Py_ssize_t WW, Py_ssize_t stride):
    """Copy every window of (N, C, H, W) into a column of (C·HH·WW, OH·OW·N)."""
    cdef Py_ssize_t N = x.shape[0], OH = (x.shape[2] - HH) // stride + 1, OW = (x.shape[3] - WW) // stride + 1
    cdef Py_ssize_t c, u, v, i, j, n, row = 0
    for c in range(x.shape[1]):
        for u in range(HH):
            for v in range(WW):
                for i in range(OH):
                    for j in range(OW):
                        for n in range(N):
                            columns[row, (i * OW + j) * N + n] = x[n, c, stride * i + u, stride * j + v]
                row += 1


def scatter(real[:, ::1] columns, real[:, :, :, ::1] dx, Py_ssize_t HH, Py_ssize_t WW, Py_ssize_t stride):
    """Add every column of (C·HH·WW, OH·OW·N) to the pixels of its window in (N, C, H, W)."""
    cdef Py_ssize_t N = dx.shape[0], OH = (dx.shape[2] - HH) // stride + 1, OW = (dx.shape[3] - WW) // stride + 1
    cdef Py_ssize_t c, u, v, i, j, n, row = 0
    for c in range(dx.shape[1]):
        for u in range(HH):
            for v in range(WW):
                for i in range(OH):
                    for j in range(OW):
                        for n in range(N):
                            dx[n, c, stride * i + u, stride * j + v] += columns[row, (i * OW + j) * N + n]
                row += 1
