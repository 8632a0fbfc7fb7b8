"""The ways to compute a layer that are compared: ours, PyTorch's, and what one writes with NumPy and SciPy.

Each is a function of an operation ("d forward"), a type and a number of threads that returns a call without arguments,
or None where it has no such operation. Nothing but the call is timed.
"""

import numpy as np
import scipy.signal
from course import course
from numpy.lib.stride_tricks import as_strided, sliding_window_view
from shapes import OPERATIONS, Array, Call, Conv, arrays, padded


def ours(operation: str, dtype: str, threads: int) -> Call | None:
    """The compiled kernels of `convref.fast`."""
    from convref import fast

    fast.set_num_threads(threads)
    shape, way = OPERATIONS[operation], operation.split()[-1]
    given = arrays(shape, dtype)
    if isinstance(shape, Conv):
        x, w, b, dout, stride, pad = given["x"], given["w"], given["b"], given["dout"], shape.stride, shape.pad
        if way == "forward":
            return lambda: fast.conv_forward(x, w, b, stride=stride, pad=pad)
        return lambda: fast.conv_backward(dout, x, w, stride=stride, pad=pad)
    function = getattr(fast, f"{operation.split()[0]}_pool_{way}")
    x, dout, window, stride = given["x"], given["dout"], shape.window, shape.stride
    if way == "forward":
        return lambda: function(x, window, stride=stride)
    return lambda: function(dout, x, window, stride=stride)


def pytorch(operation: str, dtype: str, threads: int) -> Call | None:
    """PyTorch's operators, without autograd. Its maximum's backward pass is given the winners, ours finds them anew."""
    import torch

    torch.set_num_threads(threads)
    torch.set_grad_enabled(False)
    shape, way = OPERATIONS[operation], operation.split()[-1]
    given = {name: torch.from_numpy(array) for name, array in arrays(shape, dtype).items()}
    x, dout, aten = given["x"], given["dout"], torch.ops.aten
    if isinstance(shape, Conv):
        w, b, stride, pad = given["w"], given["b"], [shape.stride] * 2, [shape.pad] * 2
        if way == "forward":
            return lambda: torch.nn.functional.conv2d(x, w, b, stride, pad)
        more = ([len(b)], stride, pad, [1, 1], False, [0, 0], 1, [True] * 3)
        return lambda: aten.convolution_backward(dout, x, w, *more)
    window, stride = [shape.window] * 2, [shape.stride] * 2
    if operation.startswith("max"):
        if way == "forward":
            return lambda: torch.nn.functional.max_pool2d(x, window, stride)
        winners = aten.max_pool2d_with_indices(x, window, stride)[1]
        return lambda: aten.max_pool2d_with_indices_backward(dout, x, window, stride, [0, 0], [1, 1], False, winners)
    if way == "forward":
        return lambda: torch.nn.functional.avg_pool2d(x, window, stride)
    return lambda: aten.avg_pool2d_backward(dout, x, window, stride, [0, 0], False, True, None)


def windows_of(x: Array, shape: Conv) -> Array:
    """A view of all windows: (N, C, OH, OW, HH, WW)."""
    view = sliding_window_view(padded(x, shape.pad), shape.w[2:], axis=(2, 3))
    return view[:, :, :: shape.stride, :: shape.stride]


def add_back(columns: Array, shape: Conv) -> Array:
    """Add (C, HH, WW, N, OH, OW) to the pixels that the windows saw, tap by tap."""
    N, C, H, W = shape.x
    dx = np.zeros((N, C, H + 2 * shape.pad, W + 2 * shape.pad), columns.dtype)
    rows, width = shape.stride * shape.out[2], shape.stride * shape.out[3]
    for u in range(shape.w[2]):
        for v in range(shape.w[3]):
            part = dx[:, :, u : u + rows : shape.stride, v : v + width : shape.stride]
            part += columns[:, u, v].swapaxes(0, 1)[:, :, : part.shape[2], : part.shape[3]]
    return dx[:, :, shape.pad : shape.pad + H, shape.pad : shape.pad + W]


def einsum(operation: str, dtype: str, threads: int) -> Call | None:
    """NumPy: a view of all windows, and einsum with its optimizer; pooling by maximum or mean of the view."""
    shape, way = OPERATIONS[operation], operation.split()[-1]
    given = arrays(shape, dtype)
    x, dout = given["x"], given["dout"]
    if isinstance(shape, Conv):
        w, b = given["w"], given["b"]

        def forward() -> Array:
            out = np.einsum("ncijuv,fcuv->nfij", windows_of(x, shape), w, optimize=True)
            out += b[:, None, None]
            return np.asarray(out)

        def backward() -> tuple[Array, ...]:
            dw = np.einsum("ncijuv,nfij->fcuv", windows_of(x, shape), dout, optimize=True)
            columns = np.einsum("nfij,fcuv->cuvnij", dout, w, optimize=True)
            return add_back(columns, shape), dw, dout.sum(axis=(0, 2, 3))

        return forward if way == "forward" else backward
    if way == "backward":
        return None
    window, stride = (shape.window, shape.window), shape.stride
    reduce = np.max if operation.startswith("max") else np.mean
    return lambda: reduce(sliding_window_view(x, window, axis=(2, 3))[:, :, ::stride, ::stride], axis=(4, 5))


def im2col(operation: str, dtype: str, threads: int) -> Call | None:
    """NumPy: windows copied into the columns of a matrix, and one BLAS product."""
    shape, way = OPERATIONS[operation], operation.split()[-1]
    if not isinstance(shape, Conv):
        return None
    given = arrays(shape, dtype)
    x, w, b, dout = given["x"], given["w"], given["b"], given["dout"]
    F, positions = len(w), shape.out[0] * shape.out[2] * shape.out[3]

    def columns() -> Array:
        large, (N, C, OH, OW) = padded(x, shape.pad), (shape.x[0], shape.x[1], *shape.out[2:])
        n, c, i, j = large.strides
        steps = (c, i, j, n, i * shape.stride, j * shape.stride)
        view = as_strided(large, (C, *shape.w[2:], N, OH, OW), steps, writeable=False)
        return view.reshape(w[0].size, positions)

    def forward() -> Array:
        out = w.reshape(F, -1) @ columns() + b[:, None]
        N, _, OH, OW = shape.out
        return np.ascontiguousarray(out.reshape(F, N, OH, OW).swapaxes(0, 1))

    def backward() -> tuple[Array, ...]:
        rows = dout.swapaxes(0, 1).reshape(F, -1)
        dw = (rows @ columns().T).reshape(w.shape)
        dx = (w.reshape(F, -1).T @ rows).reshape(*shape.w[1:], shape.out[0], *shape.out[2:])
        return add_back(dx, shape), dw, rows.sum(axis=1)

    return forward if way == "forward" else backward


def scipys(operation: str, dtype: str, threads: int) -> Call | None:
    """SciPy's correlate2d, a plane at a time; it knows no stride, so every place is computed and most are dropped."""
    shape = OPERATIONS[operation]
    if not isinstance(shape, Conv) or not operation.endswith("forward") or shape.terms > 10**8:
        return None
    given = arrays(shape, dtype)
    x, w, b = given["x"], given["w"], given["b"]

    def forward() -> Array:
        out = np.empty(shape.out, x.dtype)
        for image, maps in zip(padded(x, shape.pad), out, strict=True):
            for f, bank in enumerate(w):
                planes = (scipy.signal.correlate2d(p, k, "valid") for p, k in zip(image, bank, strict=True))
                maps[f] = sum(planes)[:: shape.stride, :: shape.stride] + b[f]
        return out

    return forward


CONTENDERS = {
    "ours": ours,
    "PyTorch": pytorch,
    "course Cython": course,
    "windows + einsum": einsum,
    "im2col": im2col,
    "SciPy": scipys,
}
