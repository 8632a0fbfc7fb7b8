# %% [markdown]
# # Bug hunt
#
# Thirteen layers are wrong, each in one way. You do not see their code. You write **tests**: inputs for which a wrong
# layer gives other numbers than a right one. A test that shows the mistake has *exposed* the box. The fewer numbers it
# holds, the better: a small test can be worked out by hand, and shows what is wrong at one glance.
#
# | functions | what is tested | what you return |
# |---|---|---|
# | `box_a` to `box_i` | a convolution layer, forward | `x, w, b, stride, pad` |
# | `box_j`, `box_k` | max pooling, forward | `x, pool_height, pool_width, stride` |
# | `box_l`, `box_m` | a convolution layer, backward | `x, w, dout, stride, pad` |
# | `one_for_all` | everything that the grader knows to be believed of a layer | `x, w, b, stride` |
#
# You know these layers from the assignments `conv-layer` and `pooling`. You need not have written them.
#
# **What the layers compute.** `x` has the shape (N, C, H, W): images, channels, rows, columns. `w` has (F, C, HH, WW):
# filters, channels, rows, columns. `b` has (F,). `pad` rows and columns of zeros stand on every side of each image,
# and windows are `stride` pixels apart. What does not fill a window is left out. The filter is not turned:
#
# $$\text{out}_{n,f,i,j} = b_f + \sum_{c,u,v} x_{n,c,\; i \cdot s + u - p,\; j \cdot s + v - p}\; w_{f,c,u,v}$$
#
# Max pooling takes the largest number of each window of `pool_height` x `pool_width`, without padding.
#
# **What a test may hold.** Multiples of 0.5 from -100 to 100; a stride from 1 to 10, a padding from 0 to 5, windows
# for pooling up to 10 x 10; 500 numbers at most. The arguments have to fit together, as they must for a right layer.
# Its size is how many numbers its arrays hold. Stride and padding are not counted.
#
# **How you work.** Think of a mistake that somebody could make, write the test that would show it, and run
#
# ```
# grader check bug_hunt.py -a bug-hunt
# ```
#
# It says that your test tells nothing, with a question; or that the box is exposed. `--exercise box_a` at the end of
# the line shows that box alone: what it gives, what is due, and what its author believes. All is about your own
# inputs, so every try teaches you something about the box. Two of three points are for exposing it, the third is for a
# small test.

# %%
import numpy as np

# %% [markdown]
# ## 1. The test that everybody writes first
#
# An image of ones, a filter of ones, no bias, stride 1, no padding. Its answer is easy: nine everywhere. **All
# thirteen boxes pass it**, or its like for pooling and gradients. Look at it and ask what it could never show:
#
# - turn the filter around: it is the same filter;
# - take the height for the width: they are equal;
# - add no bias, or add it nine times: it is 0;
# - forget the stride, the padding, the second channel, the second image: there is none.
#
# A test shows a mistake only if the mistake changes its answer. So a good test has *no two things alike*.

# %% tags=["demo"]
x, w, b = np.ones((1, 1, 4, 4)), np.ones((1, 1, 3, 3)), np.zeros(1)
windows = np.lib.stride_tricks.sliding_window_view(x, (3, 3), axis=(2, 3))
print(np.einsum("ncijuv,fcuv->nfij", windows, w)[0, 0])  # prints: 9 9, 9 9
print("the filter turned around is the same filter:", bool((w == w[:, :, ::-1, ::-1]).all()))  # prints: True
print("numbers in this test:", x.size + w.size + b.size)  # prints: 26

# %% [markdown]
# ## 2. Nine convolution layers
#
# Begin with any box. Change one thing of the first test that everybody writes, and check. When a box is exposed, take
# away what you do not need: a row, a column, a channel. What remains is the smallest picture of the mistake. Zeros of
# the padding are not counted, and can stand in for pixels.
#
# **Predict.** A layer forgets the bias. Which test of three numbers shows it? (One pixel, one weight, and a bias that
# is not 0.)


# %%
def box_a():
    """Return a test of box A: the inputs of a convolution layer.

    Returns
    -------
    x : ndarray, shape (N, C, H, W)
    w : ndarray, shape (F, C, HH, WW)
    b : ndarray, shape (F,)
    stride : int
    pad : int
    """
    # begin solution
    return np.array([[[[1]]]]), np.array([[[[1, 2]]]]), np.array([0]), 1, 1
    # end solution


# %%
def box_b():
    """Return a test of box B: the inputs of a convolution layer.

    Returns
    -------
    x : ndarray, shape (N, C, H, W)
    w : ndarray, shape (F, C, HH, WW)
    b : ndarray, shape (F,)
    stride : int
    pad : int
    """
    # begin solution
    return np.array([[[[1]]]]), np.array([[[[1, 2]]]]), np.array([3]), 1, 1
    # end solution


# %%
def box_c():
    """Return a test of box C: the inputs of a convolution layer.

    Returns
    -------
    x : ndarray, shape (N, C, H, W)
    w : ndarray, shape (F, C, HH, WW)
    b : ndarray, shape (F,)
    stride : int
    pad : int
    """
    # begin solution
    return np.array([[[[1]]]]), np.array([[[[1]]]]), np.array([0]), 2, 2
    # end solution


# %%
def box_d():
    """Return a test of box D: the inputs of a convolution layer.

    Returns
    -------
    x : ndarray, shape (N, C, H, W)
    w : ndarray, shape (F, C, HH, WW)
    b : ndarray, shape (F,)
    stride : int
    pad : int
    """
    # begin solution
    return np.array([[[[1]], [[2]]]]), np.array([[[[1]], [[3]]]]), np.array([0]), 1, 0
    # end solution


# %%
def box_e():
    """Return a test of box E: the inputs of a convolution layer.

    Returns
    -------
    x : ndarray, shape (N, C, H, W)
    w : ndarray, shape (F, C, HH, WW)
    b : ndarray, shape (F,)
    stride : int
    pad : int
    """
    # begin solution
    return np.array([[[[1, 2]]]]), np.array([[[[1]]]]), np.array([0]), 1, 0
    # end solution


# %%
def box_f():
    """Return a test of box F: the inputs of a convolution layer.

    Returns
    -------
    x : ndarray, shape (N, C, H, W)
    w : ndarray, shape (F, C, HH, WW)
    b : ndarray, shape (F,)
    stride : int
    pad : int
    """
    # begin solution
    return np.array([[[[1]]]]), np.array([[[[1]]]]), np.array([0]), 1, 1
    # end solution


# %%
def box_g():
    """Return a test of box G: the inputs of a convolution layer.

    Returns
    -------
    x : ndarray, shape (N, C, H, W)
    w : ndarray, shape (F, C, HH, WW)
    b : ndarray, shape (F,)
    stride : int
    pad : int
    """
    # begin solution
    return np.array([[[[1]]], [[[2]]]]), np.array([[[[1]]], [[[3]]]]), np.array([0, 0]), 1, 0
    # end solution


# %%
def box_h():
    """Return a test of box H: the inputs of a convolution layer.

    Returns
    -------
    x : ndarray, shape (N, C, H, W)
    w : ndarray, shape (F, C, HH, WW)
    b : ndarray, shape (F,)
    stride : int
    pad : int
    """
    # begin solution
    return np.array([[[[-1]]]]), np.array([[[[1]]]]), np.array([0]), 1, 0
    # end solution


# %%
def box_i():
    """Return a test of box I: the inputs of a convolution layer.

    Returns
    -------
    x : ndarray, shape (N, C, H, W)
    w : ndarray, shape (F, C, HH, WW)
    b : ndarray, shape (F,)
    stride : int
    pad : int
    """
    # begin solution
    return np.array([[[[0.5]]]]), np.array([[[[1]]]]), np.array([0]), 1, 0
    # end solution


# %% [markdown]
# ## 3. Two kinds of max pooling
#
# One number of each window is taken. Which numbers must stand in the image, so that another one is taken by mistake?
# And which images have windows that do not come out even?


# %%
def box_j():
    """Return a test of box J: the inputs of max pooling.

    Returns
    -------
    x : ndarray, shape (N, C, H, W)
    pool_height : int
    pool_width : int
    stride : int
    """
    # begin solution
    return np.array([[[[-1]]]]), 1, 1, 1
    # end solution


# %%
def box_k():
    """Return a test of box K: the inputs of max pooling.

    Returns
    -------
    x : ndarray, shape (N, C, H, W)
    pool_height : int
    pool_width : int
    stride : int
    """
    # begin solution
    return np.array([[[[1, 2]]]]), 1, 1, 2
    # end solution


# %% [markdown]
# ## 4. Two backward passes
#
# `dout` is the derivative of a loss by each output. A layer gives it back as `dx`, `dw` and `db`. Every place where a
# number was used sends its part, and the parts add up: a pixel may lie under several windows, and a bias belongs to
# every place of every image. The box gives wrong numbers in one of the three, whichever that is.


# %%
def box_l():
    """Return a test of box L: the inputs of a layer, and the gradient that comes back to its output.

    Returns
    -------
    x : ndarray, shape (N, C, H, W)
    w : ndarray, shape (F, C, HH, WW)
    dout : ndarray, shape (N, F, H_out, W_out)
    stride : int
    pad : int
    """
    # begin solution
    return np.array([[[[1, 2, 3]]]]), np.array([[[[1, 2]]]]), np.array([[[[1, 2]]]]), 1, 0
    # end solution


# %%
def box_m():
    """Return a test of box M: the inputs of a layer, and the gradient that comes back to its output.

    Returns
    -------
    x : ndarray, shape (N, C, H, W)
    w : ndarray, shape (F, C, HH, WW)
    dout : ndarray, shape (N, F, H_out, W_out)
    stride : int
    pad : int
    """
    # begin solution
    return np.array([[[[1]]], [[[2]]]]), np.array([[[[1]]]]), np.array([[[[1]]], [[[2]]]]), 1, 0
    # end solution


# %% [markdown]
# ## 5. One test for all
#
# The grader knows some hundred wrong layers: what people believe of convolution, and slips of the keyboard. Write
# **one** test that tells a right layer from all of them. It is asked for twice, without padding and with a padding of
# 2, because some mistakes show only with padding and others only without. The report names beliefs that your test
# cannot tell from the truth. Who misses two in five earns nothing: the first test of everybody misses more. 200 numbers
# are enough; the points for that count as far as the test tells layers apart.
#
# Think of the rule above: no two things alike. Which numbers of your test are equal, and which sizes, of the image, of
# a filter and of the map? Does the stride come out even?


# %%
def one_for_all(pad):
    """Return one test that tells a right layer from everything that is believed of it.

    Parameters
    ----------
    pad : int
        The padding with which it will be used. Your test may be another one for each padding.

    Returns
    -------
    x : ndarray, shape (N, C, H, W)
    w : ndarray, shape (F, C, HH, WW)
    b : ndarray, shape (F,)
    stride : int
    """
    # begin solution
    H, W, HH, WW, stride = (5, 8, 2, 3, 2) if pad == 0 else (4, 7, 3, 2, 3)
    x = (np.arange(4 * H * W) * 7 % 13 - 6).reshape(2, 2, H, W) / 2
    w = (np.arange(4 * HH * WW) * 7 % 13 - 5.5).reshape(2, 2, HH, WW)
    return x, w, np.array([-3, 4]), stride
    # end solution


# %% [markdown]
# **Afterwards.** Look at your own tests of `conv-layer`: which boxes would have passed them? A test that you find
# small and complete here is the one to keep in your own project.
