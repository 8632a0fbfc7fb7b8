"""The convolution layer.

Write the functions below; the notebook beside this file explains each of them. Then see how far you are:

    grader check conv_layer.py -a conv-layer
"""

import numpy as np


def conv_single(x, w, b):
    """One dot product: a block of the image with a filter of the same shape, plus bias.

        z = sum over c, u, v of  x[c, u, v] * w[c, u, v],  and b added once

    Parameters
    ----------
    x : ndarray, shape (C, HH, WW)
        The block of the image under the filter.
    w : ndarray, shape (C, HH, WW)
        The filter.
    b : number
        Its bias.

    Returns
    -------
    z : float

    Raises
    ------
    ValueError
        If x and w differ in shape.
    """
    raise NotImplementedError("conv_single: not written yet")


def conv_map(x, w, b):
    """Slide one filter over one image: stride 1, no padding, the filter not flipped.

        out[i, j] = sum over c, u, v of  x[c, i + u, j + v] * w[c, u, v],  plus b

    Parameters
    ----------
    x : ndarray, shape (C, H, W)
        The image.
    w : ndarray, shape (C, HH, WW)
        The filter.
    b : number
        Its bias.

    Returns
    -------
    out : ndarray, shape (H - HH + 1, W - WW + 1)
        The activation map.

    Raises
    ------
    ValueError
        If x and w differ in depth, or the filter is larger than the image.
    """
    raise NotImplementedError("conv_map: not written yet")


def conv_forward(x, w, b, conv_param):
    """The convolution layer, forward.

        out[n, f, i, j] = sum over c, u, v of
            padded x[n, c, i * stride + u, j * stride + v] * w[f, c, u, v],  plus b[f]

    Parameters
    ----------
    x : ndarray, shape (N, C, H, W)
        The images. Not to be modified.
    w : ndarray, shape (F, C, HH, WW)
        The filters.
    b : ndarray, shape (F,)
        One bias for each filter.
    conv_param : dict
        'stride', the step between windows, and 'pad', the zeros added to each side of each image.

    Returns
    -------
    out : ndarray, shape (N, F, H_out, W_out)
        H_out = floor((H + 2 pad - HH) / stride) + 1, and W_out in the same way.
    cache : tuple, or whatever you like
        What conv_backward needs; for example (x, w, b, conv_param).
    """
    raise NotImplementedError("conv_forward: not written yet")


def conv_backward(dout, cache):
    """The convolution layer, backward.

    Parameters
    ----------
    dout : ndarray, shape (N, F, H_out, W_out)
        Gradient of the loss by the layer's output.
    cache : tuple, or whatever you like
        What conv_forward returned beside the output.

    Returns
    -------
    dx : ndarray, shape (N, C, H, W)
        Gradient by x. Zero where no window reached.
    dw : ndarray, shape (F, C, HH, WW)
        Gradient by w.
    db : ndarray, shape (F,)
        Gradient by b.
    """
    raise NotImplementedError("conv_backward: not written yet")
