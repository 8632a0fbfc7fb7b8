# %% [markdown]
# # The convolution layer
#
# You write four functions. Each one uses the idea of the one before:
#
# | function | what it computes | slide |
# |---|---|---|
# | `conv_single` | one dot product plus bias | Convolutions on RGB Images |
# | `conv_map` | one filter, slid over one image | Convolutions on RGB Images |
# | `conv_forward` | many filters, many images, stride and padding | Convolution Layer |
# | `conv_backward` | the gradients of the layer | derived below, from the slides' definition |
#
# Loops are fine. The grader asks whether the numbers are right, not whether the code is clever.
#
# Letters mean the same everywhere, and arrays keep this order of axes:
#
# | array | shape | meaning |
# |---|---|---|
# | `x` | `(N, C, H, W)` | N images with C channels, H rows, W columns |
# | `w` | `(F, C, HH, WW)` | F filters, each as deep as the image, HH rows, WW columns |
# | `b` | `(F,)` | one bias for each filter |
# | `out` | `(N, F, H_out, W_out)` | N times F activation maps |
#
# The slides write an image as width × height × depth, 32 × 32 × 3. Our arrays put the channels first
# and rows before columns, so the same image has shape `(3, 32, 32)`.
#
# Arrays may come as whole numbers, as bytes (`uint8`), or as floats of any precision, also mixed. Return floats where
# fractions can arise: an array of whole numbers would cut them off.

# %%
import numpy as np

# %% [markdown]
# ## 1. One dot product of 75 terms
#
# Lay a filter on an image. The filter covers a small block of pixels, through *all* channels: a
# 5 × 5 filter on an RGB image covers 5 · 5 · 3 = 75 numbers and has 75 weights of its own. Multiply
# each pixel by the weight that lies on it, add the 75 products, then add the bias, once:
#
# $$z = \mathbf{w}^T \mathbf{x} + b = \sum_{c=1}^{C} \sum_{u=1}^{HH} \sum_{v=1}^{WW} w_{c,u,v}\, x_{c,u,v} \; + \; b$$
#
# The sum turns a whole block into **one** number. Three sums in the formula are three nested loops.
#
# **The depth must match.** A filter with one channel has no meaning on an image with three. NumPy does
# not know that: it stretches an axis of length 1 until it fits, and gives you a number that nobody
# asked for. So compare the two shapes before you compute, and raise `ValueError` when they differ.
#
# **Predict.** The block has two channels, the filter too, and the bias is 10:
#
# $$x = \begin{bmatrix}1 & 2\\3 & 4\end{bmatrix}, \begin{bmatrix}0 & 1\\1 & 0\end{bmatrix} \qquad
# w = \begin{bmatrix}1 & 0\\0 & -1\end{bmatrix}, \begin{bmatrix}2 & 3\\4 & 5\end{bmatrix}$$
#
# The first channel gives 1 · 1 + 4 · (−1) = −3, the second 1 · 3 + 1 · 4 = 7. What is z?


# %%
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
    # begin solution
    if x.shape != w.shape:
        raise ValueError(f"the block has shape {x.shape}, the filter {w.shape}; they must be equal")
    C, HH, WW = x.shape
    z = 0.0
    for c in range(C):
        for u in range(HH):
            for v in range(WW):
                z += x[c, u, v] * w[c, u, v]
    return float(z + b)
    # end solution


# %% tags=["demo"]
block = np.array([[[1, 2], [3, 4]], [[0, 1], [1, 0]]])
one_filter = np.array([[[1, 0], [0, -1]], [[2, 3], [4, 5]]])
print("-3 + 7 + 10 =", conv_single(block, one_filter, 10))  # prints: 14

try:
    conv_single(block, one_filter[:1], 10)
    print("A filter with one channel was accepted on two.")
except ValueError as error:
    print("A filter with one channel is refused:", error)

# %% [markdown]
# *Not 14?* 4 is what you get without the bias, 7 with only the first channel. 84 means that the bias
# joined every one of the eight products. With 10 and a block of zeros you can see the bias alone.
#
# ## 2. One filter, one activation map
#
# Now slide the filter. Without padding it starts in the top left corner and moves one pixel at a time,
# as long as it lies inside the image. Along an axis of length $H$ a filter of length $HH$ has
# $H - HH + 1$ places: a 5 × 5 filter on a 32 × 32 image has 28 × 28 places. At each place you compute
# one number as in exercise 1. The numbers, in the order of the places, are the **activation map**:
#
# $$\text{out}_{i,j} = \sum_{c} \sum_{u} \sum_{v} w_{c,u,v}\; x_{c,\,i+u,\,j+v} \; + \; b$$
#
# with all indices counted from 0. The map has no channel axis: the sum over $c$ used it up.
#
# **Flip or not?** The integral on the slide "What are Convolutions?" has $g(t - \tau)$: it turns the
# kernel around before sliding. The formula here does not. It is called *cross-correlation*, and it is
# what deep learning libraries compute in their "convolution" layers. Nothing is lost: the weights are
# learned, and a turned filter would simply learn turned weights. The slides' kernels all look the same
# after half a turn, so no number on a slide shows the difference. Ours will.
#
# **Predict.** The slide "Convolutions on Images" sharpens this image:
#
# $$\begin{bmatrix}-5 & 3 & 2 & -5 & 3\\ 4 & 3 & 2 & 1 & -3\\ 1 & 0 & 3 & 3 & 5\\ -2 & 0 & 1 & 4 & 4\\
# 5 & 6 & 7 & 9 & 1\end{bmatrix} \quad\text{with}\quad
# \begin{bmatrix}0 & -1 & 0\\ -1 & 5 & -1\\ 0 & -1 & 0\end{bmatrix}$$
#
# The first window has its centre on the 3 in row 1: 5 · 3 − 3 − 2 − 0 − 4 = 6. Compute the next two
# before you run the cell. (The last pixel is 1 on one slide and −1 on another. We take 1. For the map it
# makes no difference, because the kernel is 0 in its corners; for the gradients of section 4 it would.)


# %%
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
    # begin solution
    C, H, W = x.shape
    depth, HH, WW = w.shape
    if depth != C:
        raise ValueError(f"the image has {C} channels, the filter {depth}; they must be equal")
    if HH > H or WW > W:
        raise ValueError(f"a filter of {HH} x {WW} does not fit an image of {H} x {W}")
    out = np.zeros((H - HH + 1, W - WW + 1))
    for i in range(H - HH + 1):
        for j in range(W - WW + 1):
            out[i, j] = conv_single(x[:, i : i + HH, j : j + WW], w, b)
    return out
    # end solution


# %% tags=["demo"]
image = np.array([[-5, 3, 2, -5, 3], [4, 3, 2, 1, -3], [1, 0, 3, 3, 5], [-2, 0, 1, 4, 4], [5, 6, 7, 9, 1]])
sharpen = np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]])
print("The slide says 6 1 8, -7 9 2, -5 -9 3. You say")
print(conv_map(image[np.newaxis], sharpen[np.newaxis], 0))  # prints: 6 1 8, -7 9 2, -5 -9 3

corner = np.zeros((1, 3, 3))
corner[0, 0, 0] = 1  # this filter copies the top left pixel of its window
print("A filter with a single 1 in its top left corner should cut out the top left 3 x 3 pixels:")
print(conv_map(image[np.newaxis], corner, 0))

# %% tags=["demo"]
# A square of ones on zeros, and a filter that answers to vertical edges.
square = np.zeros((1, 12, 16))
square[0, 3:9, 4:12] = 1
edges = conv_map(square, np.array([[[1, 0, -1]] * 3]), 0)
try:
    import matplotlib.pyplot as plt
except ImportError:
    print(edges)
else:
    figure, axes = plt.subplots(1, 2, figsize=(8, 3), layout="constrained")
    for axis, picture, name in zip(axes, (square[0], edges), ("the picture", "the map")):
        panel = axis.imshow(picture, cmap="gray", vmin=-3, vmax=3)
        axis.set_title(f"{name}, {picture.shape[0]} x {picture.shape[1]}")
        axis.set(xlabel="column", ylabel="row")
        axis.locator_params(integer=True)
    figure.colorbar(panel, ax=axes, label="value, the same grey in both")
    plt.show()

# %% [markdown]
# **What to see.** Grey is 0. Where the picture is even, inside the square and outside, the map is 0. The map is dark
# where the picture gets brighter from left to right, and bright where it gets darker. The upper and the lower edge of
# the square do not show in it.
#
# *Did the filter with a single 1 cut out the bottom right pixels instead of the top left ones?* Then you
# flip it. *Rows and columns exchanged?* The first index counts rows, downwards.
#
# ## 3. The layer, forward
#
# A layer applies F filters to every image, each with its own weights and its own bias, and stacks the F
# maps. They are the channels of the next layer's input. Two numbers are new:
#
# - **pad**: a frame of zeros around each image, `pad` rows above and below and `pad` columns left and
#   right. Zeros are the most common; the border's own pixels, repeated or mirrored, are used too. The frame
#   goes around the pixels, not around the batch or the channels. Without it maps shrink, and a corner pixel
#   is part of a single window.
# - **stride**: the window moves `stride` pixels at a time, down as well as to the right. Output (i, j)
#   looks at the window whose top left corner is at row i · stride, column j · stride *of the padded image*.
#
# $$\text{out}_{n,f,i,j} = \sum_{c,u,v} w_{f,c,u,v}\; x^{\text{pad}}_{n,\,c,\,i \cdot S + u,\,j \cdot S + v} + b_f$$
#
# How many windows fit? The first one needs $HH$ rows. Of the $H + 2P - HH$ rows that remain, each step
# takes $S$:
#
# $$H_\text{out} = \left\lfloor \frac{H + 2P - HH}{S} \right\rfloor + 1 \qquad
# W_\text{out} = \left\lfloor \frac{W + 2P - WW}{S} \right\rfloor + 1$$
#
# Two slides disagree about a remainder. "Convolution Layers: Stride" calls 7 × 7 with a 3 × 3 filter and
# stride 3 illegal, for (7 − 3) / 3 + 1 is no whole number; "Convolution Layers: Padding" rounds down. A
# convolution layer of PyTorch rounds down: rows and columns left over at the end are not used. **In this
# assignment the floor rule holds.**
#
# **Predict**, with the formula: the slide's 7 × 7 image and 3 × 3 filter give which size for stride 1, 2
# and 3, and for stride 1 with padding 1? And the 32 × 32 × 3 image with ten 5 × 5 filters, stride 1 and padding 2?
#
# Return `(out, cache)`. The cache is yours: a tuple, a dict, an object, whatever you put in comes back to
# `conv_backward` unchanged. You need at least `x`, `w` and `conv_param`. Leave the arrays and the dict that you are
# given as they are, also on the way back: the caller still needs them. Every filter here fits into its padded image.


# %%
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
    # begin solution
    N, _, H, W = x.shape
    F, _, HH, WW = w.shape
    stride, pad = conv_param["stride"], conv_param["pad"]
    H_out = (H + 2 * pad - HH) // stride + 1
    W_out = (W + 2 * pad - WW) // stride + 1
    x_pad = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    out = np.zeros((N, F, H_out, W_out))
    for n in range(N):
        for f in range(F):
            for i in range(H_out):
                for j in range(W_out):
                    top, left = i * stride, j * stride
                    window = x_pad[n, :, top : top + HH, left : left + WW]
                    out[n, f, i, j] = np.sum(window * w[f]) + b[f]
    cache = (x, w, b, conv_param)
    return out, cache
    # end solution


# %% tags=["demo"]
seven, three = np.ones((1, 1, 7, 7)), np.ones((1, 1, 3, 3))
for stride, pad in [(1, 0), (2, 0), (3, 0), (1, 1)]:
    out, _ = conv_forward(seven, three, np.zeros(1), {"stride": stride, "pad": pad})
    print(f"7 x 7, filter 3 x 3, stride {stride}, pad {pad}: {out.shape[2]} x {out.shape[3]}")
# prints: 7 x 7, filter 3 x 3, stride 3, pad 0: 2 x 2
# prints: 7 x 7, filter 3 x 3, stride 1, pad 1: 7 x 7

rgb, ten = np.ones((1, 3, 32, 32)), np.ones((10, 3, 5, 5))
out, _ = conv_forward(rgb, ten, np.zeros(10), {"stride": 1, "pad": 2})
print("32 x 32 x 3, ten filters 5 x 5, pad 2; the slide says 32 x 32 x 10:", out.shape)  # prints: (1, 10, 32, 32)
print("in the middle 75 products meet:", out[0, 0, 16, 16])  # prints: 75
print("in the corner only 3 * 3 * 3:", out[0, 0, 0, 0])  # prints: 27

# %% [markdown]
# *What to look at when it fails*
#
# - Only cases with stride 2 or 3 fail: print the top left corner of each window. Both coordinates must
#   be multiples of the stride.
# - Only cases with pad 0, or only those with pad other than 1: look for a number written where `pad`
#   should stand, and for slices such as `[pad:-pad]`. What is `a[0:-0]`?
# - Only images that are not square fail: somewhere H and W, or HH and WW, have changed places.
# - Every map is off by one constant: that is the bias. How often do you add it, and which one?
# - It works for one image and not for two: find the loop variable that is never used.
#
# ## 4. The layer, backward
#
# Training needs to know how the loss $L$ changes when a pixel, a weight or a bias changes. The layer
# behind ours tells us $\text{dout} = \partial L / \partial \text{out}$, one number for each output. We
# pass back `dx`, `dw` and `db`: the same for each input, each in the shape of its array. The slides stop
# before this; we derive it from their formula.
#
# ### By hand
#
# One 3 × 3 image, one 2 × 2 filter, stride 1, no padding. There are four outputs:
#
# $$\begin{aligned}
# o_{00} &= w_{00} x_{00} + w_{01} x_{01} + w_{10} x_{10} + w_{11} x_{11} + b \\
# o_{01} &= w_{00} x_{01} + w_{01} x_{02} + w_{10} x_{11} + w_{11} x_{12} + b \\
# o_{10} &= w_{00} x_{10} + w_{01} x_{11} + w_{10} x_{20} + w_{11} x_{21} + b \\
# o_{11} &= w_{00} x_{11} + w_{01} x_{12} + w_{10} x_{21} + w_{11} x_{22} + b
# \end{aligned}$$
#
# Write $d_{ij}$ for the entries of dout. The chain rule says: add, over all outputs in which a quantity
# occurs, dout there times the factor that stands beside the quantity.
#
# - **The bias** stands in all four, with factor 1: $\; db = d_{00} + d_{01} + d_{10} + d_{11}$.
# - **The weight** $w_{00}$ stands in all four too, next to a different pixel each time:
#   $dw_{00} = d_{00} x_{00} + d_{01} x_{01} + d_{10} x_{10} + d_{11} x_{11}$. Weights are shared by all
#   places, so every place contributes.
# - **The corner pixel** $x_{00}$ stands in one: $\; dx_{00} = d_{00} w_{00}$.
# - **The centre pixel** $x_{11}$ stands in all four, because all four windows contain it:
#   $dx_{11} = d_{00} w_{11} + d_{01} w_{10} + d_{10} w_{01} + d_{11} w_{00}$.
#
# **Predict**, on paper, with
#
# $$x = \begin{bmatrix}1 & 2 & 0\\ 3 & -1 & 4\\ 2 & 0 & 1\end{bmatrix} \qquad
# w = \begin{bmatrix}1 & 2\\ -1 & 3\end{bmatrix} \qquad
# \text{dout} = \begin{bmatrix}1 & -2\\ 3 & 1\end{bmatrix}$$
#
# the four numbers $db$, $dw_{00}$, $dx_{00}$ and $dx_{11}$. The cell below the exercise has them.
#
# ### As a scatter
#
# Read one of the four equations again: output $o_{ij}$ is one window times the filter, plus bias. So the
# single number $d_{ij}$ makes three contributions:
#
# - to `db`: $d_{ij}$ itself,
# - to `dw`: $d_{ij}$ times the window of x,
# - to `dx`, *in the place of that window*: $d_{ij}$ times the filter.
#
# Visit the outputs in the same order as in the forward pass, find the same window, and **add** the three
# contributions. Adding matters wherever windows overlap: the centre pixel above is written to four times.
# Nothing is flipped here, and nothing is divided by N: whether the loss is a mean is already in dout.
#
# Several filters, images and channels change little. Each filter has its own `db` and `dw`, which add up
# over all places *and all images*. Each pixel is seen by all filters, so `dx` adds up over the filters.
#
# **Stride** moves the window as before; a pixel in no window gets gradient 0. **Padding**: the windows
# lie in the padded image, so scatter into an array of that size and cut the frame off at the end. The
# frame is made of constants and has no use for a gradient. But the pixels of the window that `dw` needs
# are those of the padded image.
#
# ### The other view
#
# Look at $dx_{11}$ once more: dout is in reading order, and the weights run backwards. For stride 1,
# `dx` is again a sliding window: put a frame of HH − 1 and WW − 1 zeros around dout and slide the filter
# over it *turned by half a circle*. This is called full correlation with the flipped filter, and it
# exchanges the roles of F and C, since pixel channel c hears from every filter. Scatter and full
# correlation are one sum, ordered by output or ordered by pixel. Do not mix the two: the scatter wants
# the filter as it is. Scatter is the easier one to write, because stride needs no further thought.


# %%
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
    # begin solution
    x, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, _, H, W = x.shape
    F, _, HH, WW = w.shape
    H_out, W_out = dout.shape[2:]
    x_pad = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dx_pad = np.zeros(x_pad.shape)
    dw = np.zeros(w.shape)
    db = np.zeros(b.shape)
    for n in range(N):
        for f in range(F):
            for i in range(H_out):
                for j in range(W_out):
                    d = dout[n, f, i, j]
                    rows = slice(i * stride, i * stride + HH)
                    columns = slice(j * stride, j * stride + WW)
                    db[f] += d
                    dw[f] += d * x_pad[n, :, rows, columns]
                    dx_pad[n, :, rows, columns] += d * w[f]
    dx = dx_pad[:, :, pad : pad + H, pad : pad + W]
    return dx, dw, db
    # end solution


# %% tags=["demo"]
x = np.array([[1, 2, 0], [3, -1, 4], [2, 0, 1]]).reshape(1, 1, 3, 3)
w = np.array([[1, 2], [-1, 3]]).reshape(1, 1, 2, 2)
b = np.array([1])
dout = np.array([[1, -2], [3, 1]]).reshape(1, 1, 2, 2)
out, kept = conv_forward(x, w, b, {"stride": 1, "pad": 0})
dx, dw, db = conv_backward(dout, kept)
print("db     = 1 - 2 + 3 + 1                       =", db[0])  # prints: 3
print("dw[00] = 1*1 + (-2)*2 + 3*3 + 1*(-1)         =", dw[0, 0, 0, 0])  # prints: 5
print("dx[00] = 1*1                                 =", dx[0, 0, 0, 0])  # prints: 1
print("dx[11] = 1*3 + (-2)*(-1) + 3*2 + 1*1         =", dx[0, 0, 1, 1])  # prints: 12

# %% [markdown]
# ### Check it yourself
#
# You do not need an answer key for a gradient. Take $L = \sum \text{out} \cdot \text{dout}$, so that
# $\partial L / \partial \text{out}$ is dout. The layer is *linear* in x, in w and in b: when you raise one
# entry by 1, L changes by exactly the gradient there. No small step, no rounding. The cell compares every
# entry of `dx` and `dw` in a case with stride, padding and leftovers.

# %% tags=["demo"]
rng = np.random.default_rng(1)
x = rng.integers(-4, 5, (2, 2, 6, 7))
w = rng.integers(-4, 5, (3, 2, 3, 2))
b = rng.integers(-4, 5, 3)
step = {"stride": 2, "pad": 1}
out, kept = conv_forward(x, w, b, step)
dout = rng.integers(-4, 5, out.shape)
dx, dw, db = conv_backward(dout, kept)


def loss(x, w, b):
    return np.sum(conv_forward(x, w, b, step)[0] * dout)


for name, array, gradient in [("dx", x, dx), ("dw", w, dw), ("db", b, db)]:
    wrong = 0
    for at in np.ndindex(array.shape):
        before = loss(x, w, b)
        array[at] += 1
        wrong += loss(x, w, b) - before != gradient[at]
        array[at] -= 1
    print(f"{name}: {wrong} of {array.size} entries differ")

# %% [markdown]
# And the other view, for stride 1 without padding: `dx` from your own *forward* function.

# %% tags=["demo"]
w = rng.integers(-4, 5, (3, 2, 3, 3))
out, kept = conv_forward(x, w, b, {"stride": 1, "pad": 0})
dout = rng.integers(-4, 5, out.shape)
turned = w.transpose(1, 0, 2, 3)[:, :, ::-1, ::-1]  # F and C exchanged, each kernel turned
again, _ = conv_forward(dout, turned, np.zeros(2), {"stride": 1, "pad": 2})
print("scatter and full correlation agree:", np.array_equal(again, conv_backward(dout, kept)[0]))  # prints: True

# %% [markdown]
# *What to look at when it fails*
#
# - `dx` has the wrong shape, or is empty: how do you cut the frame off, and what happens for pad 0?
# - `dx` is right only where windows do not overlap: are you adding, or writing over?
# - `dw` is right only for pad 0: from which image do you take the window?
# - `db` has more than one axis, or only counts one image: the bias is used at every place of every image.
# - Everything is too small by the same factor: somebody divided.
#
# When all is right, run
# `grader check conv_layer.py -a conv-layer`.
