"""Style: everything goes through the Fourier transform (correlation theorem), strided afterwards; constants at the top; unicode names."""
import numpy as np
from numpy.fft import irfft2, rfft2

ROWS, COLUMNS = -2, -1
Σ = np.einsum


def _korrelation(α, β, formel):
    """Cross-correlate the last two axes, places where β lies inside α. The other axes go by the formula."""
    größe = α.shape[ROWS:]
    φ, ψ = rfft2(α, größe), rfft2(β, größe)
    full = irfft2(Σ(formel, φ, ψ.conj()), größe)
    return full[..., : größe[0] - β.shape[ROWS] + 1, : größe[1] - β.shape[COLUMNS] + 1]


def _faltung(α, β, formel):
    größe = (α.shape[ROWS] + β.shape[ROWS] - 1, α.shape[COLUMNS] + β.shape[COLUMNS] - 1)
    return irfft2(Σ(formel, rfft2(α, größe), rfft2(β, größe)), größe)


def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError("x and w must have one shape")
    return float(np.vdot(np.array(x, float), np.array(w, float)) + b)


def conv_map(x, w, b):
    if len(x) != len(w) or x.shape[1] < w.shape[1] or x.shape[2] < w.shape[2]:
        raise ValueError(f"{w.shape} does not fit in {x.shape}")
    return _korrelation(x.astype(float), w.astype(float), "chw,chw->hw") + b


def _rahmen(x, ρ):
    return np.pad(x.astype(float), ((0, 0), (0, 0), (ρ, ρ), (ρ, ρ)), "constant")


def conv_forward(x, w, b, conv_param):
    σ, ρ = conv_param["stride"], conv_param["pad"]
    out = _korrelation(_rahmen(x, ρ), w.astype(float), "nchw,fchw->nfhw")[..., ::σ, ::σ]
    return out + np.reshape(b, (1, -1, 1, 1)), (x, w, σ, ρ)


def conv_backward(dout, cache):
    x, w, σ, ρ = cache
    (N, C, H, W), (F, _, HH, WW) = x.shape, w.shape
    # dout at its places on the dense (stride 1) map
    δ = np.zeros((N, F, H + 2 * ρ - HH + 1, W + 2 * ρ - WW + 1))
    δ[..., ::σ, ::σ] = dout
    dx = _faltung(δ, w.astype(float), "nfhw,fchw->nchw")[..., ρ : ρ + H, ρ : ρ + W]
    dw = _korrelation(_rahmen(x, ρ), δ, "nchw,nfhw->fchw")
    return dx, dw, δ.sum((0, 2, 3))
