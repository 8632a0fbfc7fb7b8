# %% [markdown]
# # Pooling
#
# A convolution layer keeps maps almost as large as the image. Deeper in the network we care less about
# *where exactly* a feature was found than about *whether* it was. A pooling layer makes every map smaller: it
# lays a window on it, keeps one number for the window, and moves on. The slide calls a convolution layer *feature
# extraction*, for it computes a feature in every region, and a pooling layer *feature selection*, for it picks the
# strongest activation of a region.
#
# | function | what it computes | slide |
# |---|---|---|
# | `pooled_depth`, `pooling_parameters` | two questions | Pooling Layer |
# | `max_pool_forward` | the largest entry of each window | Pooling Layer: Max Pooling |
# | `max_pool_backward` | its gradient | derived below |
# | `avg_pool_forward` | the mean of each window | Pooling Layer: Average Pooling |
# | `avg_pool_backward` | its gradient | derived below |
#
# Arrays have the shape `(N, C, H, W)`: N images, C maps each. The window has `pool_height` rows and
# `pool_width` columns and moves `stride` entries at a time, in both directions:
#
# $$H_\text{out} = \left\lfloor \frac{H - \mathrm{pool\_height}}{\text{stride}} \right\rfloor + 1$$
#
# and the same for the width. The slide prints this formula without the brackets that round down, as it does for the
# convolution with stride; there, a fraction is illegal. In this assignment the floor rule holds: entries at the end
# that fit no window are not used.
#
# A convolution layer has two numbers more, which make no sense here. There is no filter count K: each map is pooled on
# its own, so as many maps come out as went in. There is no padding P: the layer is there to make maps smaller, and a
# zero at the border would be no activation at all, yet win against every negative one.
#
# Arrays may come as whole numbers, as bytes (`uint8`), or as floats of any precision, also mixed. Return floats where
# fractions can arise: an array of whole numbers would cut them off.

# %%
import numpy as np

# %% [markdown]
# ## 1. Two questions
#
# A pooling layer takes an input of width 224, height 224 and depth 64, with a window of 2 x 2 and stride 2. What
# are width, height and depth of its output? And how many parameters does the layer learn? Each map is pooled on
# its own: the window has no depth.


# %%
def pooled_depth():
    """Answer the first question.

    Returns
    -------
    shape : tuple of three int
        Width, height and depth of the output.
    """
    # begin solution
    return (112, 112, 64)
    # end solution


# %%
def pooling_parameters():
    """Answer the second question.

    Returns
    -------
    count : int
        How many parameters the layer learns.
    """
    # begin solution
    return 0
    # end solution


# %% [markdown]
# ## 2. Max pooling
#
# $$\text{out}_{n,c,i,j} = \max_{u,v}\; x_{n,\,c,\,i \cdot S + u,\,j \cdot S + v}$$
#
# with $u$ below pool_height and $v$ below pool_width.
#
# **Predict.** The slide pools this slice with a 2 x 2 window and stride 2:
#
# $$\begin{bmatrix}3 & 1 & 3 & 5\\ 6 & 0 & 7 & 9\\ 3 & 2 & 1 & 4\\ 0 & 2 & 4 & 3\end{bmatrix}$$
#
# What are the four numbers? And with stride 1 and a window of 3 x 3?
#
# **By hand.** The slide names two common settings: F = 2, S = 2, as above, and F = 3, S = 2. In the second one windows
# overlap by one row or column. Pool the slides' 5 x 5 image with it, on paper, before you let your function do it:
#
# $$\begin{bmatrix}-5 & 3 & 2 & -5 & 3\\ 4 & 3 & 2 & 1 & -3\\ 1 & 0 & 3 & 3 & 5\\ -2 & 0 & 1 & 4 & 4\\
# 5 & 6 & 7 & 9 & 1\end{bmatrix}$$
#
# The cache is yours, as in the convolution layer: what you return, of any type, comes back to the backward pass
# unchanged. Leave the arrays that you are given as they are. Every window here fits into its map.


# %%
def max_pool_forward(x, pool_param):
    """Keep the largest entry of each window.

        out[n, c, i, j] = largest x[n, c, i * stride + u, j * stride + v],  u < pool_height, v < pool_width

    Parameters
    ----------
    x : ndarray, shape (N, C, H, W)
        The maps. Not to be modified.
    pool_param : dict
        'pool_height', 'pool_width' and 'stride'.

    Returns
    -------
    out : ndarray, shape (N, C, H_out, W_out)
        H_out = floor((H - pool_height) / stride) + 1, and W_out in the same way.
    cache : tuple
        What max_pool_backward needs; for example (x, pool_param).
    """
    # begin solution
    height, width, stride = (pool_param[key] for key in ("pool_height", "pool_width", "stride"))
    N, C, H, W = x.shape
    H_out, W_out = (H - height) // stride + 1, (W - width) // stride + 1
    out = np.zeros((N, C, H_out, W_out))
    for i in range(H_out):
        for j in range(W_out):
            top, left = i * stride, j * stride
            out[:, :, i, j] = x[:, :, top : top + height, left : left + width].max(axis=(2, 3))
    return out, (x, pool_param)
    # end solution


# %% tags=["demo"]
slice_of_the_slide = np.array([[[[3, 1, 3, 5], [6, 0, 7, 9], [3, 2, 1, 4], [0, 2, 4, 3]]]])
by_two = {"pool_height": 2, "pool_width": 2, "stride": 2}
overlapping = {"pool_height": 3, "pool_width": 3, "stride": 1}
print("The slide says 6 9, 3 4. You say")
print(max_pool_forward(slice_of_the_slide, by_two)[0][0, 0])  # prints: 6 9, 3 4
print("Overlapping windows of 3 x 3:")
print(max_pool_forward(slice_of_the_slide, overlapping)[0][0, 0])  # prints: 7 9, 7 9
five_by_five = np.array([[[[-5, 3, 2, -5, 3], [4, 3, 2, 1, -3], [1, 0, 3, 3, 5], [-2, 0, 1, 4, 4], [5, 6, 7, 9, 1]]]])
print("The 5 x 5 image, F = 3, S = 2:")
print(max_pool_forward(five_by_five, {"pool_height": 3, "pool_width": 3, "stride": 2})[0][0, 0])  # prints: 4 5, 7 9
print("All below 0:", max_pool_forward(np.array([[[[-3, -1], [-6, -2]]]]), by_two)[0].item())  # prints: -1

# %% tags=["demo"]
# A drawing of a cross, pooled twice.
drawing = np.zeros((1, 1, 16, 16))
for k in range(2, 14):
    drawing[0, 0, k, k] = drawing[0, 0, k, 15 - k] = 1
once = max_pool_forward(drawing, by_two)[0]
twice = max_pool_forward(once, by_two)[0]
try:
    import matplotlib.pyplot as plt
except ImportError:
    for picture in (drawing, once, twice):
        print("\n".join("".join(".#"[int(pixel > 0)] for pixel in row) for row in picture[0, 0]), end="\n\n")
else:
    figure, axes = plt.subplots(1, 3, figsize=(9, 3.2), layout="constrained")
    for axis, picture, name in zip(axes, (drawing, once, twice), ("the drawing", "pooled once", "pooled twice")):
        axis.imshow(picture[0, 0], cmap="gray", vmin=0, vmax=1)
        axis.set_title(f"{name}, {picture.shape[2]} x {picture.shape[3]}")
        axis.set(xlabel="column", ylabel="row")
        axis.locator_params(integer=True)
    plt.show()

# %% [markdown]
# **What to see.** Each map has half the height and half the width of the one before it, and still shows a cross.
#
# *Is the last number 0 instead of -1?* Then your maximum starts from 0. Start from the first entry of the window,
# or from minus infinity. *Does the second result fail?* Window and stride are two numbers: 3 and 1.
#
# ## 3. Max pooling, backward
#
# Somewhere behind the layer stands the loss $L$. You are given $\text{dout} = \partial L / \partial \text{out}$,
# one number for each window, and asked for $\text{dx} = \partial L / \partial x$.
#
# Take one window, 3 1 6 0, whose output is 6. Add a little to the 6: the output grows by as much. Add a little to
# the 3: nothing happens, the 6 is still the largest. So
#
# $$\frac{\partial \max}{\partial x_k} =
# \begin{cases}1 & \text{if } x_k \text{ is the largest}\\ 0 & \text{otherwise}\end{cases}$$
#
# The gradient of a window goes, undivided, to its largest entry, and the others get 0. That is *routing*.
#
# **Windows that overlap.** One entry may be the largest of several windows. It moves all their outputs, so it gets
# the *sum* of their gradients: `+=`, never `=`. In the 4 x 4 slice with 3 x 3 windows and stride 1, the 9 is the
# largest of two windows, and the 7 of the two others.
#
# **Ties.** In the slide's last window, 1 4 4 3, two entries are largest. There the maximum has no derivative. Any
# shares that are not negative and add up to one are a *subgradient*, and we accept every one; most people give the
# whole gradient to the first of the two. The whole gradient to each of them is no subgradient, but it is widely taught:
# we accept it too, with a note.
#
# **Predict.** dout is all ones, the window 3 x 3, the stride 1. What does dx hold at the 9, at the 7, elsewhere?


# %%
def max_pool_backward(dout, cache):
    """Send each window's gradient to its largest entry.

    Parameters
    ----------
    dout : ndarray, shape (N, C, H_out, W_out)
        The gradient of the loss with respect to out.
    cache : tuple
        What max_pool_forward returned beside the output.

    Returns
    -------
    dx : ndarray, shape (N, C, H, W)
    """
    # begin solution
    x, pool_param = cache
    height, width, stride = (pool_param[key] for key in ("pool_height", "pool_width", "stride"))
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dout.shape):
        top, left = i * stride, j * stride
        window = x[n, c, top : top + height, left : left + width]
        row, column = np.unravel_index(window.argmax(), window.shape)
        dx[n, c, top + row, left + column] += dout[n, c, i, j]
    return dx
    # end solution


# %% tags=["demo"]
out, cache = max_pool_forward(slice_of_the_slide, overlapping)
print("Ones sent back through overlapping windows: 2 at the 9, 2 at the 7, 0 elsewhere. You say")
print(max_pool_backward(np.ones(out.shape), cache)[0, 0])  # prints: 0 0 0 0, 0 0 2 2, 0 0 0 0, 0 0 0 0

# %% [markdown]
# *1 instead of 2?* The second window overwrote what the first had left. *Four ones or more in a row?* Your mask
# compares with the largest entry of the whole map, not of the window.
#
# ## 4. Average pooling
#
# $$\text{out}_{n,c,i,j} = \frac{1}{\mathrm{pool\_height} \cdot \mathrm{pool\_width}}
# \sum_{u,v} x_{n,\,c,\,i \cdot S + u,\,j \cdot S + v}$$
#
# The slide says where it is used: deeper in the network. There the maps are small, and the mean over a whole map says
# how much of a feature the image holds. Near the image, a mean would wash out the thin lines that a maximum keeps.
#
# **Predict.** The slide's slice again, window 2 x 2, stride 2: the first window is (3 + 1 + 6 + 0)/4.


# %%
def avg_pool_forward(x, pool_param):
    """Keep the mean of each window.

        out[n, c, i, j] = mean of x[n, c, i * stride + u, j * stride + v],  u < pool_height, v < pool_width

    Parameters
    ----------
    x : ndarray, shape (N, C, H, W)
        The maps. Not to be modified.
    pool_param : dict
        'pool_height', 'pool_width' and 'stride'.

    Returns
    -------
    out : ndarray, shape (N, C, H_out, W_out)
        H_out = floor((H - pool_height) / stride) + 1, and W_out in the same way.
    cache : tuple
        What avg_pool_backward needs.
    """
    # begin solution
    height, width, stride = (pool_param[key] for key in ("pool_height", "pool_width", "stride"))
    N, C, H, W = x.shape
    H_out, W_out = (H - height) // stride + 1, (W - width) // stride + 1
    out = np.zeros((N, C, H_out, W_out))
    for i in range(H_out):
        for j in range(W_out):
            top, left = i * stride, j * stride
            out[:, :, i, j] = x[:, :, top : top + height, left : left + width].sum(axis=(2, 3)) / (height * width)
    return out, (x, pool_param)
    # end solution


# %% tags=["demo"]
print("The slide says 2.5 6, 1.75 3. You say")
print(avg_pool_forward(slice_of_the_slide, by_two)[0][0, 0])  # prints: 2.5 6, 1.75 3

# %% [markdown]
# ## 5. Average pooling, backward
#
# Add a little to any entry of a window of four: the mean grows by a quarter of it. Every entry of the window gets
# the same share of the gradient, dout divided by the area of the window. Windows that overlap add up.
#
# **Predict.** dout is all ones, the window 3 x 3, the stride 1, the map 4 x 4. A corner is in one window, an entry
# in the middle in four. What does dx hold there?


# %%
def avg_pool_backward(dout, cache):
    """Share each window's gradient equally among its entries.

    Parameters
    ----------
    dout : ndarray, shape (N, C, H_out, W_out)
        The gradient of the loss with respect to out.
    cache : tuple
        What avg_pool_forward returned beside the output.

    Returns
    -------
    dx : ndarray, shape (N, C, H, W)
    """
    # begin solution
    x, pool_param = cache
    height, width, stride = (pool_param[key] for key in ("pool_height", "pool_width", "stride"))
    dx = np.zeros(x.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            share = dout[:, :, i, j] / (height * width)
            top, left = i * stride, j * stride
            dx[:, :, top : top + height, left : left + width] += share[:, :, np.newaxis, np.newaxis]
    return dx
    # end solution


# %% tags=["demo"]
out, cache = avg_pool_forward(slice_of_the_slide, overlapping)
print("Ninths: 1 in the corners, 2 along the edges, 4 in the middle. You say, times 9,")
print(avg_pool_backward(np.ones(out.shape), cache)[0, 0] * 9)  # prints: 1 2 2 1, 2 4 4 2, 2 4 4 2, 1 2 2 1

# %% [markdown]
# *9 times too large?* The share of an entry is dout divided by the area. *Right where windows tile, wrong where they
# overlap?* Look for `=` where `+=` is due.
#
# When you are done, run `grader check pooling.py -a pooling`.
