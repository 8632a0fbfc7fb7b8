# %% [markdown]
# # Fast convolution
#
# The formula of the slides is six loops. In Python they take a second for an image that a phone shows in a moment. You
# write the same layer so that it is **some hundred times as fast**, in NumPy alone. Two functions:
#
# | function | what it does | slide |
# |---|---|---|
# | `im2col` | writes every window as a column of a matrix | Convolutions on RGB Images |
# | `conv_fast` | the layer, as fast as you can | Convolution Layer |
#
# Arrays have the axes of the other assignments: `x` is (N, C, H, W), `w` is (F, C, HH, WW), `b` is (F,). `pad` rows
# and columns of zeros stand on every side of an image, windows are `stride` pixels apart, and what does not fill a
# window is left out. All arguments are legal here: you need not raise errors.
#
# **How your time is judged.** Seconds say nothing of a program on a machine that others use too. So the grader gives
# the same inputs to your function and to a *yardstick*, in turn, and compares: the yardstick is the matrix product
# alone, without the windows. Your numbers have to be right first. Then there are two steps:
#
# | criterion | at most | who gets there |
# |---|---|---|
# | `outputs` | 100 times the yardstick | Python runs no line of its own for each single output |
# | `product` | 5 times the yardstick | one operation does the sums of all places, and no loop fills the columns |
#
# A loop over places takes 10 to 60 times as long as the yardstick, by what it does at each of them; where it only
# fills the columns, 5 to 8 times. One matrix product with columns that are made at once takes less than twice as
# long. On Linux, where your course grades, processor time is counted: what others do on the machine costs you
# nothing. Elsewhere the clock is used.

# %%
import time

import numpy as np

# %% [markdown]
# ## 1. Where does the time go?
#
# Here is the formula, loop by loop, on one small image. Count before you run it: 8 filters of 3 x 3 on 4 channels,
# at 20 x 20 places. **Predict.** How many products are there? How often does Python run the innermost line?


# %% tags=["demo"]
def formula(x, w):
    """Six loops, for one image."""
    (C, H, W), (F, _, HH, WW) = x.shape, w.shape
    out = np.zeros((F, H - HH + 1, W - WW + 1))
    for f, i, j in np.ndindex(out.shape):
        for c, u, v in np.ndindex(C, HH, WW):
            out[f, i, j] += x[c, i + u, j + v] * w[f, c, u, v]
    return out


image, filters = np.ones((4, 22, 22)), np.ones((8, 4, 3, 3))
start = time.perf_counter()
out = formula(image, filters)
seconds = time.perf_counter() - start
print("products:", out.size * filters[0].size)  # prints: 115200
# your machine's own: some hundred nanoseconds for each product, of which the processor needs less than one
print(f"{seconds / (out.size * filters[0].size) * 1e9:.0f} nanoseconds for each of them")

# %% [markdown]
# Nearly all of it is Python: looking up names, making indices, boxing numbers. A NumPy operation pays that once for a
# whole array. So the way to speed is: *fewer, larger operations*. In one line of NumPy for each output there is still
# one line for each output. In a line for each place, all filters are done at once. In a matrix product, all places
# are.
#
# ## 2. Windows as columns
#
# A filter at one place is a dot product: the weights as a row, the window as a column. Write **all** windows as
# columns of one matrix, and all filters as rows of another. Then their product has every output:
#
# $$\underbrace{\text{out}}_{F \,\times\, H_{out} W_{out}} =
# \underbrace{\text{weights}}_{F \,\times\, C \cdot HH \cdot WW} \cdot
# \underbrace{\text{columns}}_{C \cdot HH \cdot WW \,\times\, H_{out} W_{out}}$$
#
# `w.reshape(F, -1)` gives the rows: channel by channel, in each of them row by row. The columns must have the same
# order from top to bottom. From left to right they stand as the places of the map do, row by row.
#
# `np.lib.stride_tricks.sliding_window_view(image, (HH, WW), axis=(2, 3))` shows every window without copying a number,
# for stride 1 and without padding. Its shape is (N, C, places down, places right, HH, WW). Look at it first:

# %% tags=["demo"]
numbers = np.arange(12).reshape(1, 1, 3, 4)
views = np.lib.stride_tricks.sliding_window_view(numbers, (2, 2), axis=(2, 3))
print(views.shape)  # prints: (1, 1, 2, 3, 2, 2)
print(views[0, 0, 0, 1])  # prints: 1 2, 5 6

# %% [markdown]
# **Predict.** The image above, windows of 2 x 2, stride 1: how many columns, how many numbers in each? Write the
# second column down.


# %%
def im2col(x, window, stride, pad):
    """Write every window of every image as a column.

        columns[n, (c * HH + u) * WW + v, i * W_out + j] = x[n, c, i * stride + u - pad, j * stride + v - pad]

    Where an index lies outside of the image there is a zero.

    Parameters
    ----------
    x : ndarray, shape (N, C, H, W)
    window : tuple of two int
        (HH, WW), the size of a filter.
    stride : int
    pad : int

    Returns
    -------
    columns : ndarray, shape (N, C * HH * WW, H_out * W_out)
    """
    # begin solution
    (N, C, H, W), (HH, WW) = x.shape, window
    framed = np.zeros((N, C, H + 2 * pad, W + 2 * pad), x.dtype)
    framed[:, :, pad : pad + H, pad : pad + W] = x
    windows = np.lib.stride_tricks.sliding_window_view(framed, window, axis=(2, 3))[:, :, ::stride, ::stride]
    return windows.transpose(0, 1, 4, 5, 2, 3).reshape(N, C * HH * WW, -1)
    # end solution


# %% tags=["demo"]
print(im2col(numbers, (2, 2), 1, 0)[0][:, 1])  # prints: 1 2 5 6

# %% [markdown]
# ## 3. The layer
#
# Begin with a version that is right, however slow, and check it. Then make it faster, and check after each change: a
# fast function with a wrong number is worth nothing. The report says which step you have reached.
#
# - Matrix products of many images at once: `(F, K) @ (N, K, L)` gives (N, F, L).
# - A map is a reshape of its places. Nothing needs to be copied.
# - Where is time lost besides? In copies that nobody needs, and in `np.pad`, which is slow for small images.


# %%
def conv_fast(x, w, b, conv_param):
    """Compute the layer's output, fast.

    Parameters
    ----------
    x : ndarray, shape (N, C, H, W)
    w : ndarray, shape (F, C, HH, WW)
    b : ndarray, shape (F,)
    conv_param : dict
        'stride' and 'pad', ints.

    Returns
    -------
    out : ndarray, shape (N, F, H_out, W_out)
    """
    # begin solution
    (N, _, H, W), (F, _, HH, WW) = x.shape, w.shape
    stride, pad = conv_param["stride"], conv_param["pad"]
    columns = im2col(x, (HH, WW), stride, pad)
    out = w.reshape(F, -1) @ columns + b[:, None]
    return out.reshape(N, F, (H + 2 * pad - HH) // stride + 1, (W + 2 * pad - WW) // stride + 1)
    # end solution


# %% tags=["demo"]
fast = conv_fast(image[None], filters, np.zeros(8), {"stride": 1, "pad": 0})
print("the same numbers:", np.array_equal(fast[0], out))  # prints: True

# %% [markdown]
# ## 4. How fast could it be?
#
# A machine has two limits: how many multiply-adds it does in a second, and how many numbers it moves. A layer that
# does many multiply-adds with each number it reads can reach the first limit; one that does few waits for memory. That
# is the *roofline*. For the layer of the measurement, 8 filters of 3 x 3 on 3 channels at 80 x 80 places:

# %% tags=["demo"]
products = 8 * 3 * 3 * 3 * 80 * 80
image_numbers, weights, outputs = 3 * 80 * 80, 8 * 3 * 3 * 3, 8 * 80 * 80
columns = 3 * 3 * 3 * 80 * 80
print("products:", products)  # prints: 1382400
print("products for each number:", products // (image_numbers + weights + outputs))  # prints: 19
print("and with columns written and read:", products // (outputs + weights + 2 * columns))  # prints: 3

# %% [markdown]
# im2col writes every pixel nine times and reads it again. So it moves five times as many numbers as it must, and a
# compiled layer that builds no columns can be faster. How the layer of this course, `convref.fast`, gets there, step by
# step and measured, stands in the course's documents, which are no part of this handout: the page "How fast convolution
# works", and "Performance" with the roofline of many layers.
#
# **Try.** Which of your lines takes longest now? Measure each one with `time.perf_counter()`, for an image of 64
# channels.
#
# When you are done, run `grader check fast_conv.py -a fast-conv`.
