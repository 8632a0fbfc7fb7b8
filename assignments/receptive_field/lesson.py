# %% [markdown]
# # The receptive field
#
# One number deep inside a network: which pixels of the image can it depend on? This is its *receptive field*.
#
# A network is layer after layer. A layer slides a small **window** over the numbers that it is given. At each place
# it makes one number of those in the window: a convolution multiplies each by a weight and adds up, pooling keeps the
# largest. The **stride** says how many numbers the window moves from one place to the next. What comes out is what
# the next layer is given; the first layer is given the image.
#
# | function | what it computes | slide |
# |---|---|---|
# | `receptive_field` | the size of the field, by a formula | Receptive Field |
# | `gradient_of_ones` | the field, measured | Receptive Field |
# | three questions | | Receptive Field |
#
# Height and width work the same way, so we look at one axis. A layer is two numbers here, `(window, stride)`;
# pooling is such a layer as well as a convolution.

# %%
import numpy as np

# %% [markdown]
# ## 1. The formula
#
# A number of the first layer sees 3 pixels in a row, if its window is 3. A number of the second layer sees three
# numbers of the first. Their windows overlap: the first sees pixels 0 1 2, the second 1 2 3, the third 2 3 4.
# Together that is 5 pixels, not 9 and not 6. Each further number adds **one step**, and a window of 3 adds two.
#
# How long is a step, in pixels of the image? 1 at first; after a layer with stride 2, neighbours lie two pixels
# apart, and it stays that way for all layers behind it. Call it `jump`. Begin with size = 1 and jump = 1, and for
# each layer, in this order,
#
# $$\text{size} \leftarrow \text{size} + (\text{window} - 1) \cdot \text{jump}, \qquad
# \text{jump} \leftarrow \text{jump} \cdot \text{stride}$$
#
# The stride of a layer acts on the layers *behind* it, not on itself.
#
# **Predict.** Two filters of 3, stride 1 (the slide says 5 x 5). A filter of 5, pooling of 2 with stride 2, a filter
# of 3?


# %%
def receptive_field(layers):
    """Work out what one number behind a stack of layers sees of the image.

    Parameters
    ----------
    layers : sequence of (window, stride)
        From the image on.

    Returns
    -------
    size : int
        Pixels along one axis.
    jump : int
        Pixels from one number behind the last layer to the next.
    """
    # begin solution
    size, jump = 1, 1
    for window, stride in layers:
        size += (window - 1) * jump
        jump *= stride
    return size, jump
    # end solution


# %% tags=["demo"]
print(receptive_field([(3, 1), (3, 1)]))  # prints: (5, 1)
print(receptive_field([(5, 1), (2, 2), (3, 1)]))  # prints: (10, 2)

# %% [markdown]
# *6, or 9?* Draw the row of pixels and the three windows on it. *12 for the second?* Each layer's own stride came
# too early.
#
# ## 2. Measured
#
# Formulas can be wrong; so measure. A number depends on a pixel if its derivative with respect to that pixel is not
# zero. Let all weights be 1. Then the derivative counts in how many ways a pixel reaches the number.
#
# Go backwards, from the output to the image. The derivatives of the number you ask about, by all numbers of a layer,
# are the gradient there. At the last layer it is 1 for the number itself, and 0 for all others. A layer with stride S
# and weights of ones has $\text{out}_i = \sum_u x_{i \cdot S + u}$, where u goes from 0 to window - 1. So the
# gradient of $\text{out}_i$ goes to each of the `window` entries under it. Where windows overlap, gradients **add
# up**.
#
# By hand, for two filters of 3 on 7 pixels: three outputs, and we ask about the middle one.
#
# | where | gradient |
# |---|---|
# | outputs | 0 1 0 |
# | behind the first layer, 5 numbers | 0 1 1 1 0 |
# | image, 7 pixels | 0 1 2 3 2 1 0 |
#
# Five pixels are not zero: that is the slide's 5. The pixel in the middle is seen in three ways, so it counts more:
# fields fade towards their edges.


# %%
def gradient_of_ones(layers, length, at):
    """Send a one back from one output to the image, through layers whose weights are all 1.

    Parameters
    ----------
    layers : sequence of (window, stride)
        From the image on; no padding, and what is left over at the end is not used.
    length : int
        Pixels of the image, along one axis.
    at : int
        The output to begin with, counted from 0.

    Returns
    -------
    gradient : ndarray, shape (length,)
    """
    # begin solution
    lengths = [length]
    for window, stride in layers:
        lengths.append((lengths[-1] - window) // stride + 1)
    gradient = np.zeros(lengths[-1])
    gradient[at] = 1
    for (window, stride), size in zip(reversed(layers), reversed(lengths[:-1])):
        before = np.zeros(size)
        for i in range(len(gradient)):
            before[i * stride : i * stride + window] += gradient[i]
        gradient = before
    return gradient
    # end solution


# %% tags=["demo"]
print(gradient_of_ones([(3, 1), (3, 1)], 7, 1))  # prints: 0 1 2 3 2 1 0
for layers in ([(3, 1), (3, 1)], [(5, 1), (2, 2), (3, 1)], [(3, 2), (3, 1)]):
    measured = np.count_nonzero(gradient_of_ones(layers, 30, 3))
    print(layers, "formula:", receptive_field(layers)[0], "measured:", measured)

# %% tags=["demo"]
# Deep fields fade: ten filters of 3 see 21 pixels, but the outermost hardly count.
deep = gradient_of_ones([(3, 1)] * 10, 41, 10)
try:
    import matplotlib.pyplot as plt
except ImportError:
    for pixel, ways in enumerate(deep):
        print(f"{pixel:2d} " + "#" * int(60 * ways / deep.max()))
else:
    plt.bar(range(41), deep)
    plt.title("ways from each pixel to one output, ten filters of 3")
    plt.xlabel("pixel")
    plt.ylabel("ways to the output")
    plt.show()

# %% [markdown]
# **What to see.** A bell. In the middle 8953 ways lead from a pixel to the output. From either end of the field, pixels
# 10 and 30, leads only one, and the bar is too low to be seen.
#
# *Is the gradient 1 everywhere?* Where two windows meet, `=` forgets what the first one left; use `+=`. *Do formula
# and measurement differ for a stride larger than the window?* They may: the field then has holes.
#
# ## 3. Questions
#
# 1. An image has two axes, and so has the window of a filter of 3 x 3. Two such filters, one after the other, stride
#    1, on a grey image: to how many pixels is one output connected?
# 2. Three filters of 3 x 3 see as much as one of 7 x 7. A filter has a weight for each place in its window. How many
#    weights have the three together, and how many the one, on a grey image? Return both as a tuple.
# 3. One layer has stride 2, the other stride 1; both have windows of 3. When is the field larger? "A": when the layer
#    with stride 2 comes last. "B": when it comes first. "C": it is the same.


# %%
def connected_pixels():
    """Answer question 1.

    Returns
    -------
    count : int
    """
    # begin solution
    return 25
    # end solution


# %%
def stacked_weights():
    """Answer question 2.

    Returns
    -------
    counts : tuple of two int
        Of the three small filters, and of the large one.
    """
    # begin solution
    return (3 * 3 * 3, 7 * 7)
    # end solution


# %%
def stride_first():
    """Answer question 3.

    Returns
    -------
    letter : str
        "A", "B" or "C".
    """
    # begin solution
    return "B"
    # end solution


# %% [markdown]
# When you are done, run `grader check receptive_field.py -a receptive-field`.
