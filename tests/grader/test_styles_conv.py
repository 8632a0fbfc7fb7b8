"""Correct code is never failed: the convolution layer, written in a dozen genuinely different ways."""

import pytest

from grader.grading.grade import Plan, grade
from grader.model import Limits
from grader.sandbox.sandbox import Sandbox
from grader.submissions.reading import from_files

from .conftest import only

HEAD = "import numpy as np\nfrom numpy.lib.stride_tricks import sliding_window_view, as_strided\n"
SINGLE = """
def checked(x, w):
    if x.ndim != w.ndim or len(x) != len(w) or any(a < b for a, b in zip(x.shape, w.shape)):
        raise ValueError("these shapes do not fit")
"""
FORWARD = "def conv_forward(x, w, b, conv_param):\n    s, p = conv_param['stride'], conv_param['pad']\n"
SIZES = """    (N, C, H, W), (F, _, HH, WW) = x.shape, w.shape
    Ho, Wo = (H + 2 * p - HH) // s + 1, (W + 2 * p - WW) // s + 1
    xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
"""
CACHE = "    return out, (x, w, b, conv_param)\n"

SINGLES = {
    "one sum": "return (x * w).sum() + b",
    "flat dot": "return x.ravel() @ w.ravel() + b",
    "vdot": "return np.vdot(w, x) + b",
    "einsum": "return np.einsum('cuv,cuv->', x, w) + b",
    "tensordot": "return np.tensordot(x, w, 3) + b",
    "loops backwards": """z = b
    for v in reversed(range(x.shape[2])):
        for u in range(x.shape[1]):
            for c in range(x.shape[0]):
                z = z + float(x[c, u, v]) * float(w[c, u, v])
    return z""",
    "pure Python": """from math import fsum
    return fsum(float(p) * float(q) for p, q in zip(x.flat, w.flat)) + b""",
    "column order": "return np.dot(x.flatten('F'), w.flatten('F')) + b",
    "by channel": "return sum(np.trace(x[c] @ w[c].T) for c in range(len(x))) + b",
    "float32": "return np.float32(b) + np.sum(x.astype(np.float32) * w.astype(np.float32), dtype=np.float32)",
    "array of no axes": "return np.asarray(np.add.reduce(np.multiply(x, w), axis=None) + b)",
    "in place on a copy": "x = x.astype(float); x *= w; x += b / x.size if False else 0; return x.sum() + b",
}
MAPS = {
    "windows": "return (sliding_window_view(x, w.shape)[0] * w).sum((2, 3, 4)) + b",
    "windows, tensordot": "return np.tensordot(sliding_window_view(x, w.shape)[0], w, 3) + b",
    "shifted images": """H, W = x.shape[1] - w.shape[1] + 1, x.shape[2] - w.shape[2] + 1
    return b + sum(
        w[c, u, v] * x[c, u : u + H, v : v + W] for c, u, v in np.ndindex(w.shape)
    )""",
    "a matrix": """H, W = x.shape[1] - w.shape[1] + 1, x.shape[2] - w.shape[2] + 1
    rows = [x[:, i : i + w.shape[1], j : j + w.shape[2]].ravel() for i in range(H) for j in range(W)]
    return (np.array(rows) @ w.ravel()).reshape(H, W) + b""",
    "Fourier": """full = np.fft.irfft2(
        np.fft.rfft2(x.astype(float)) * np.conj(np.fft.rfft2(w.astype(float), x.shape[1:])), x.shape[1:]
    ).sum(0)
    return full[: x.shape[1] - w.shape[1] + 1, : x.shape[2] - w.shape[2] + 1] + b""",
    "Fortran order": "return np.asfortranarray((sliding_window_view(x, w.shape)[0] * w).sum((2, 3, 4)) + b)",
    "a view": """out = np.zeros((2 * (x.shape[1] - w.shape[1] + 1), x.shape[2] - w.shape[2] + 1))[::2]
    for i, j in np.ndindex(out.shape):
        out[i, j] = np.sum(x[:, i : i + w.shape[1], j : j + w.shape[2]] * w) + b
    return out""",
    "one row at a time": """rows = []
    for i in range(x.shape[1] - w.shape[1] + 1):
        strip = sliding_window_view(x[:, i : i + w.shape[1]], w.shape[2], axis=2)
        rows.append(np.einsum('cujv,cuv->j', strip, w) + b)
    return np.stack(rows)""",
    "correlate per row": """H = x.shape[1] - w.shape[1] + 1
    out = np.zeros((H, x.shape[2] - w.shape[2] + 1)) + b
    for c in range(len(w)):
        for u in range(w.shape[1]):
            for i in range(H):
                out[i] += np.correlate(x[c, i + u].astype(float), w[c, u].astype(float), "valid")
    return out""",
    "float32": """windows = sliding_window_view(x.astype(np.float32), w.shape)[0]
    return np.einsum('ijcuv,cuv->ij', windows, w.astype(np.float32)) + np.float32(b)""",
    "recursion over channels": """if len(x) == 1:
        H, W = x.shape[1] - w.shape[1] + 1, x.shape[2] - w.shape[2] + 1
        out = np.full((H, W), float(b))
        for u, v in np.ndindex(w.shape[1:]):
            out += w[0, u, v] * x[0, u : u + H, v : v + W]
        return out
    return conv_map(x[:1], w[:1], b) + conv_map(x[1:], w[1:], 0)""",
    "cumulated": """prod = sliding_window_view(x, w.shape)[0] * w
    return prod.reshape(*prod.shape[:2], -1).cumsum(-1)[..., -1] + b""",
}
FORWARDS = {
    "seven loops": """    out = np.zeros((N, F, Ho, Wo))
    for v in range(WW):
        for u in range(HH):
            for c in range(C):
                for j in range(Wo):
                    for i in range(Ho):
                        for f in range(F):
                            for n in range(N):
                                out[n, f, i, j] += xp[n, c, i * s + u, j * s + v] * w[f, c, u, v]
    for f in range(F):
        out[:, f] += b[f]
""",
    "loops over outputs": """    out = np.empty((N, F, Ho, Wo))
    for n, f, i, j in np.ndindex(out.shape):
        out[n, f, i, j] = np.sum(xp[n, :, i * s : i * s + HH, j * s : j * s + WW] * w[f]) + b[f]
""",
    "loops over the filter": """    out = np.zeros((N, F, Ho, Wo)) + b.reshape(1, F, 1, 1)
    for u, v in np.ndindex(HH, WW):
        part = xp[:, :, u : u + s * (Ho - 1) + 1 : s, v : v + s * (Wo - 1) + 1 : s]
        out += np.einsum("ncij,fc->nfij", part, w[:, :, u, v])
""",
    "windows and einsum": """    windows = sliding_window_view(xp, (HH, WW), axis=(2, 3))[:, :, ::s, ::s]
    out = np.einsum("ncijuv,fcuv->nfij", windows, w) + b[:, None, None]
""",
    "im2col": """    columns = np.zeros((N, C * HH * WW, Ho * Wo))
    for i, j in np.ndindex(Ho, Wo):
        columns[:, :, i * Wo + j] = xp[:, :, i * s : i * s + HH, j * s : j * s + WW].reshape(N, -1)
    out = (w.reshape(F, -1) @ columns).reshape(N, F, Ho, Wo) + b[None, :, None, None]
""",
    "as_strided": """    xp = np.ascontiguousarray(xp)
    n, c, h, k = xp.strides
    windows = as_strided(xp, (N, C, Ho, Wo, HH, WW), (n, c, h * s, k * s, h, k))
    out = np.moveaxis(np.tensordot(windows, w, ((1, 4, 5), (1, 2, 3))), 3, 1) + b[:, None, None]
""",
    "stride last": """    H1, W1 = H + 2 * p - HH + 1, W + 2 * p - WW + 1
    out = np.zeros((N, F, H1, W1))
    for u, v in np.ndindex(HH, WW):
        out += np.tensordot(w[:, :, u, v], xp[:, :, u : u + H1, v : v + W1], (1, 1)).transpose(1, 0, 2, 3)
    out = out[:, :, ::s, ::s] + b.reshape(-1, 1, 1)
""",
    "Fourier": """    shape = xp.shape[2:]
    X, K = np.fft.fft2(xp.astype(float)), np.fft.fft2(w.astype(float), shape)
    full = np.fft.ifft2(np.einsum("nchw,fchw->nfhw", X, K.conj())).real
    out = full[:, :, : shape[0] - HH + 1 : s, : shape[1] - WW + 1 : s] + b[:, None, None]
""",
    "float32 inside": """    windows = sliding_window_view(xp.astype(np.float32), (HH, WW), axis=(2, 3))[:, :, ::s, ::s]
    out = np.einsum("ncijuv,fcuv->nfij", windows, w.astype(np.float32)) + b.astype(np.float32)[:, None, None]
""",
    "channels last inside": """    xt, wt = xp.transpose(0, 2, 3, 1), w.transpose(2, 3, 1, 0)
    out = np.zeros((N, Ho, Wo, F))
    for i, j in np.ndindex(Ho, Wo):
        out[:, i, j] = np.tensordot(xt[:, i * s : i * s + HH, j * s : j * s + WW], wt, 3) + b
    out = out.transpose(0, 3, 1, 2)
""",
    "no padded copy": """    out = np.zeros((N, F, Ho, Wo), order="F")
    for n, f, i, j in np.ndindex(N, F, Ho, Wo):
        total = float(b[f])
        for c, u, v in np.ndindex(C, HH, WW):
            r, q = i * s + u - p, j * s + v - p
            if 0 <= r < H and 0 <= q < W:
                total += float(x[n, c, r, q]) * float(w[f, c, u, v])
        out[n, f, i, j] = total
""",
    "one image at a time": """    images = []
    for image in xp:
        patches = [image[:, i * s : i * s + HH, j * s : j * s + WW].ravel() for i in range(Ho) for j in range(Wo)]
        images.append(w.reshape(F, -1).dot(np.array(patches).T).reshape(F, Ho, Wo) + np.reshape(b, (F, 1, 1)))
    out = np.array(images)
""",
}
BACKWARD = """def conv_backward(dout, cache):
    x, w, b, conv_param = cache
    s, p = conv_param['stride'], conv_param['pad']
    (N, C, H, W), (F, _, HH, WW), (_, _, Ho, Wo) = x.shape, w.shape, dout.shape
    x = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
    db = dout.sum((0, 2, 3))
"""
CROP = "    return dx[:, :, p : p + H, p : p + W], dw, db\n"
BACKWARDS = {
    "scatter": """    dx, dw = np.zeros(x.shape), np.zeros(w.shape)
    for n, f, i, j in np.ndindex(dout.shape):
        a = (slice(None), slice(i * s, i * s + HH), slice(j * s, j * s + WW))
        dx[n][a] += dout[n, f, i, j] * w[f]
        dw[f] += dout[n, f, i, j] * x[n][a]
""",
    "by place": """    dx, dw = np.zeros(x.shape), np.zeros(w.shape)
    for i, j in np.ndindex(Ho, Wo):
        a = (..., slice(i * s, i * s + HH), slice(j * s, j * s + WW))
        dx[a] += np.tensordot(dout[:, :, i, j], w, 1)
        dw += np.tensordot(dout[:, :, i, j], x[a], ((0,), (0,)))
""",
    "by weight": """    dx, dw = np.zeros(x.shape), np.zeros(w.shape)
    for u, v in np.ndindex(HH, WW):
        a = (..., slice(u, u + s * (Ho - 1) + 1, s), slice(v, v + s * (Wo - 1) + 1, s))
        dx[a] += np.einsum("nfij,fc->ncij", dout, w[:, :, u, v])
        dw[:, :, u, v] = np.einsum("nfij,ncij->fc", dout, x[a])
""",
    "full correlation": """    wide = np.zeros((N, F, x.shape[2] + HH - 1, x.shape[3] + WW - 1))
    wide[:, :, HH - 1 : HH + s * (Ho - 1) : s, WW - 1 : WW + s * (Wo - 1) : s] = dout
    dx = np.einsum("nfijuv,fcuv->ncij", sliding_window_view(wide, (HH, WW), axis=(2, 3)), w[:, :, ::-1, ::-1])
    windows = sliding_window_view(x, (HH, WW), axis=(2, 3))[:, :, ::s, ::s]
    dw = np.einsum("nfij,ncijuv->fcuv", dout, windows)
""",
    "col2im": """    flat, rows = w.reshape(F, -1), dout.transpose(0, 2, 3, 1).reshape(N, Ho * Wo, F)
    parts = (rows @ flat).reshape(N, Ho, Wo, C, HH, WW)
    dx = np.zeros(x.shape)
    dw = np.zeros(w.shape)
    for i, j in np.ndindex(Ho, Wo):
        a = (..., slice(i * s, i * s + HH), slice(j * s, j * s + WW))
        dx[a] += parts[:, i, j]
        dw += (rows[:, i * Wo + j].T @ x[a].reshape(N, -1)).reshape(w.shape)
""",
    "np.add.at": """    r = (np.arange(Ho) * s)[:, None, None, None] + np.arange(HH)[:, None]
    q = (np.arange(Wo) * s)[:, None, None] + np.arange(WW)
    dx = np.zeros(x.shape)
    np.add.at(dx, (slice(None), slice(None), r, q), np.einsum("nfij,fcuv->ncijuv", dout, w))
    dw = np.einsum("nfij,ncijuv->fcuv", dout, x[:, :, r, q])
""",
    "tensordot over everything": """    windows = sliding_window_view(x, (HH, WW), axis=(2, 3))[:, :, ::s, ::s]
    dw = np.tensordot(dout, windows, ((0, 2, 3), (0, 2, 3)))
    parts = np.tensordot(dout, w, ((1,), (0,)))  # (N, Ho, Wo, C, HH, WW)
    dx = np.zeros(x.shape)
    for i in range(Ho):
        for j in range(Wo):
            dx[:, :, i * s : i * s + HH, j * s : j * s + WW] += parts[:, i, j]
""",
    "one filter at a time": """    dx, dw = np.zeros(x.shape), np.zeros(w.shape)
    for f in range(F):
        for i, j in np.ndindex(Ho, Wo):
            a = (..., slice(i * s, i * s + HH), slice(j * s, j * s + WW))
            g = dout[:, f, i, j][:, None, None, None]
            dx[a] += g * w[f]
            dw[f] += (g * x[a]).sum(axis=0)
""",
    "a matrix": """    places = np.arange(x[0].size).reshape(x[0].shape)
    rows = [places[:, i * s : i * s + HH, j * s : j * s + WW].ravel() for i in range(Ho) for j in range(Wo)]
    index = np.array(rows)  # (places, weights)
    flat, grads = x.reshape(N, -1), dout.reshape(N, F, -1)
    dw = np.einsum("nfp,npk->fk", grads, flat[:, index]).reshape(w.shape)
    dx = np.zeros((N, x[0].size))
    for n in range(N):
        np.add.at(dx[n], index, np.einsum("fp,fk->pk", grads[n], w.reshape(F, -1)))
    dx = dx.reshape(x.shape)
""",
    "stride as holes": """    wide = np.zeros((N, F, x.shape[2] - HH + 1, x.shape[3] - WW + 1))
    wide[:, :, : s * Ho : s, : s * Wo : s] = dout
    dx, dw = np.zeros(x.shape), np.zeros(w.shape)
    H1, W1 = wide.shape[2:]
    for u, v in np.ndindex(HH, WW):
        part = np.tensordot(wide, w[:, :, u, v], ((1,), (0,)))
        dx[:, :, u : u + H1, v : v + W1] += part.transpose(0, 3, 1, 2)
        dw[:, :, u, v] = np.tensordot(wide, x[:, :, u : u + H1, v : v + W1], ((0, 2, 3), (0, 2, 3)))
""",
    "channels last inside": """    xt, wt = x.transpose(0, 2, 3, 1), w.transpose(2, 3, 1, 0)
    dt = dout.transpose(0, 2, 3, 1)
    dx, dw = np.zeros(xt.shape), np.zeros(wt.shape)
    for n, i, j in np.ndindex(N, Ho, Wo):
        a = n, slice(i * s, i * s + HH), slice(j * s, j * s + WW)
        dx[a] += wt @ dt[n, i, j]
        dw += xt[a][..., None] * dt[n, i, j]
    dx, dw = dx.transpose(0, 3, 1, 2), dw.transpose(3, 2, 0, 1)
""",
    "float32": """    d, w4 = dout.astype(np.float32), w.astype(np.float32)
    dx, dw = np.zeros(x.shape, np.float32), np.zeros(w.shape, np.float32)
    for i, j in np.ndindex(Ho, Wo):
        a = (..., slice(i * s, i * s + HH), slice(j * s, j * s + WW))
        dx[a] += np.einsum("nf,fcuv->ncuv", d[:, :, i, j], w4)
        dw += np.einsum("nf,ncuv->fcuv", d[:, :, i, j], x[a].astype(np.float32))
""",
}
SCALAR_BIAS = "    checked(x, w)\n"


def function(name: str, body: str) -> str:
    check = (
        "    if x.shape != w.shape:\n        raise ValueError('shapes differ')\n"
        if name == "conv_single"
        else SCALAR_BIAS
    )
    return f"def {name}(x, w, b):\n{check}    {body}\n"


RIGHT_FORWARD = FORWARD + SIZES + FORWARDS["windows and einsum"] + CACHE
WRITTEN = {
    **{f"conv_single, {name}": function("conv_single", body) for name, body in SINGLES.items()},
    **{f"conv_map, {name}": function("conv_map", body) for name, body in MAPS.items()},
    **{f"conv_forward, {name}": FORWARD + SIZES + body + CACHE for name, body in FORWARDS.items()},
    **{f"conv_backward, {name}": RIGHT_FORWARD + BACKWARD + body + CROP for name, body in BACKWARDS.items()},
}


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox() as made:
        made.configure(Limits())
        yield made


@pytest.mark.parametrize("name", WRITTEN)
def test_a_right_function_passes_however_it_is_written(name: str, conv_plan: Plan, sandbox: Sandbox) -> None:
    exercise = name.partition(",")[0]
    submission = from_files("mine.py", {"mine.py": (HEAD + SINGLE + WRITTEN[name]).encode()})
    (graded,) = grade(submission, only(conv_plan, exercise), sandbox).exercises
    assert graded.status == "passed", next(
        (result.case, result.evidence) for c in graded.criteria for result in c.results if result.status != "passed"
    )
