# %% [markdown]
# # Dimensions
#
# How large is what comes out, and how many numbers are learned? A layer whose size you get wrong does not fit the next
# one. This assignment has formulas of one line each; the trouble is in the cases they do not fit.
#
# A convolution layer slides a small **window** over an image. At each place it multiplies the pixels under the window
# by the weights of a **filter**, which is as large as the window, and adds up; so each place gives one number, and
# all of them together are a smaller image, the filter's **map**. The **stride** says how many pixels the window moves
# from one place to the next. An image has **channels**: a colour image has three, for red, green and blue, and a
# layer's output has one for each of its filters.
#
# | function | what it answers | slide |
# |---|---|---|
# | `output_size_strict` | places of a window, fractions illegal | Convolution Layers: Stride |
# | `output_size` | the same with padding, rounded down | Convolution Layers: Padding |
# | `same_padding` | the padding that keeps the size | Convolution Layers: Padding |
# | `conv_output_shape` | the whole shape | Convolution Layers: Dimensions |
# | `conv_parameters` | weights and biases | Convolution Layers: Dimensions |
# | `pixel_uses` | how often each pixel is used | Convolution Layers: Padding |
# | `network_sizes` | layer after layer | CNN Prototype |
# | seven questions | | Example; Using CNNs in Computer Vision |

# %%
import numpy as np

# %% [markdown]
# ## 1. How many places has a window?
#
# Along an axis of `length` pixels, a window of `window` pixels starts at pixel 0, then at `stride`, then at
# 2 · stride, as long as it lies inside. After the first place, length - window pixels remain, and each step takes
# stride of them:
#
# $$\text{size} = \frac{\text{length} - \text{window}}{\text{stride}} + 1$$
#
# The stride slide takes this at its word: if it is no whole number, the last pixels fit no window, and the stride
# is **illegal**. Raise `ValueError` then. Also when the window is larger than the image: look at length 3, window
# 5, stride 2, where the formula gives a harmless looking 0.
#
# **Predict.** 7 pixels, window 3: which size for stride 1, 2 and 3?


# %%
def output_size_strict(length, window, stride):
    """Count the places of a window, by the strict rule.

    Parameters
    ----------
    length : int
        Pixels along the axis.
    window : int
        Pixels of the window.
    stride : int
        Pixels from one place to the next.

    Returns
    -------
    size : int

    Raises
    ------
    ValueError
        If the window is larger than the image, the stride less than 1, or the size a fraction.
    """
    # begin solution
    if stride < 1 or window > length:
        raise ValueError(f"a window of {window} with stride {stride} does not fit {length} pixels")
    steps, left_over = divmod(length - window, stride)
    if left_over:
        raise ValueError(f"stride {stride} is illegal here: the remainder is {left_over}")
    return steps + 1
    # end solution


# %% tags=["demo"]
for stride in (1, 2, 3):
    try:
        print("stride", stride, "gives", output_size_strict(7, 3, stride))
    except ValueError as error:
        print("stride", stride, "is illegal:", error)

# %% [markdown]
# *6 instead of 5?* Count the fence posts: five places need four steps between them.
#
# ## 2. With padding, rounded down
#
# A frame of `pad` zeros, the **padding**, makes the axis longer **on both sides**. The padding slide writes brackets
# around the fraction that round down, so what is left over is simply not used:
#
# $$\text{size} =
# \left\lfloor \frac{\text{length} + 2 \cdot \text{pad} - \text{window}}{\text{stride}} \right\rfloor + 1$$
#
# The two slides contradict each other about stride 3 on 7 pixels, so here they are two functions. In use is the floor:
# PyTorch's convolutions round down, and so do TensorFlow's where they do not pad. Other rules exist: PyTorch's pooling
# rounds up if you set `ceil_mode`, and TensorFlow's "SAME" padding always gives ⌈length / stride⌉.
#
# **Predict.** 7 pixels, window 3, stride 1, padding 1? And stride 3 without padding? Size must be an `int`, since
# it becomes a shape: `//` divides whole numbers, `/` gives a float.


# %%
def output_size(length, window, stride, pad):
    """Count the places of a window on a padded image, by the floor rule.

    Parameters
    ----------
    length, window, stride : int
        As above.
    pad : int
        Zeros on each side.

    Returns
    -------
    size : int

    Raises
    ------
    ValueError
        If the window is larger than the padded image, or the stride less than 1.
    """
    # begin solution
    if stride < 1 or window > length + 2 * pad:
        raise ValueError(f"a window of {window} with stride {stride} does not fit {length} + 2·{pad} pixels")
    return (length + 2 * pad - window) // stride + 1
    # end solution


# %% tags=["demo"]
print(output_size(7, 3, 1, 1), output_size(7, 3, 3, 0))  # prints: 7 2
print("Three filters of 5 on 32 pixels:", end=" ")
length = 32
for _ in range(3):
    length = output_size(length, 5, 1, 0)
    print(length, end=" ")
# prints: 28 24 20
print()

# %% [markdown]
# ## 3. The padding that keeps the size
#
# Set size = length and stride = 1 in the formula and solve for the padding: 2 · pad = window - 1, so
#
# $$\text{pad} = \frac{\text{window} - 1}{2}$$
#
# For an even window that is half a pixel too much. Raise `ValueError` there.
#
# A convolution with this padding is called *same*: the output is as large as the input. One without padding is called
# *valid*: every number of its output is made of real pixels only. The deep learning libraries and `scipy.signal` use
# these two words.


# %%
def same_padding(window):
    """Return the padding that keeps the size, for stride 1.

    Parameters
    ----------
    window : int
        Pixels of the window.

    Returns
    -------
    pad : int

    Raises
    ------
    ValueError
        If no padding keeps the size, because the window is even.
    """
    # begin solution
    if window % 2 == 0:
        raise ValueError(f"a window of {window} has no middle")
    return (window - 1) // 2
    # end solution


# %% tags=["demo"]
print(*(same_padding(window) for window in (1, 3, 5, 7)))  # prints: 0 1 2 3

# %% [markdown]
# ## 4. The whole shape
#
# A layer gets N images with C channels. Each of its F filters is as deep as the image: it has weights for every
# channel, adds up over all of them, and gives **one** map. So the depth of the output is F, whatever C was. Height
# and width follow by the floor rule, each on its own. A shape names images, channels, height and width, in this
# order.
#
# **Predict.** The slide's 32 x 32 x 3 image, ten filters of 5 x 5, stride 1, padding 2. Our arrays write it
# (1, 3, 32, 32).


# %%
def conv_output_shape(images, channels, height, width, filters, window, stride, pad):
    """Return the shape of a convolution layer's output.

    Parameters
    ----------
    images, channels, height, width : int
        The shape of the input.
    filters : int
        How many there are.
    window, stride, pad : int
        The same along both axes.

    Returns
    -------
    shape : tuple of four int
        (N, F, H_out, W_out).

    Raises
    ------
    ValueError
        If a filter does not fit, or the stride is below 1, as for `output_size`.
    """
    # begin solution
    return images, filters, output_size(height, window, stride, pad), output_size(width, window, stride, pad)
    # end solution


# %% tags=["demo"]
print(conv_output_shape(1, 3, 32, 32, 10, 5, 1, 2))  # prints: (1, 10, 32, 32)

# %% [markdown]
# ## 5. What is learned
#
# The numbers of a layer that are learned are its parameters. One filter of 5 x 5 on an RGB image, which has three
# channels, holds 5 · 5 · 3 weights, and one bias, which is added to each number of its map: 76 parameters. Ten of
# them hold 760. The size of the image does not occur: the same weights are used at every place.


# %%
def conv_parameters(filters, channels, height, width):
    """Count the parameters of a convolution layer.

    Parameters
    ----------
    filters, channels : int
        How many filters, and how deep the input is.
    height, width : int
        Of the window.

    Returns
    -------
    parameters : int
        Weights and biases.
    """
    # begin solution
    return filters * (channels * height * width + 1)
    # end solution


# %% tags=["demo"]
print(conv_parameters(1, 3, 5, 5), conv_parameters(10, 3, 5, 5))  # prints: 76 760

# %% [markdown]
# ## 6. How often is a pixel used?
#
# The padding slide complains that a corner pixel is used only once. Count it: lay the window at every place, and let
# it add 1 to each pixel under it. What lies over the padding is no pixel.
#
# **Predict.** 7 x 7 pixels, window 3, stride 1, no padding: how often is the middle pixel used, and how often one on
# an edge? What does padding 1 do for the corner?


# %%
def pixel_uses(height, width, window, stride, pad):
    """Count for each pixel the windows that it lies in.

    Parameters
    ----------
    height, width : int
        Of the image.
    window, stride, pad : int
        The same along both axes; the floor rule holds, and every window fits.

    Returns
    -------
    uses : ndarray, shape (height, width)
    """
    # begin solution
    uses = np.zeros((height + 2 * pad, width + 2 * pad), int)
    for i in range(output_size(height, window, stride, pad)):
        for j in range(output_size(width, window, stride, pad)):
            uses[i * stride : i * stride + window, j * stride : j * stride + window] += 1
    return uses[pad : pad + height, pad : pad + width]
    # end solution


# %% tags=["demo"]
for pad in (0, 1):
    counts = pixel_uses(7, 7, 3, 1, pad)
    try:
        import matplotlib.pyplot as plt
    except ImportError:
        print(counts, end="\n\n")
    else:
        plt.imshow(counts, vmin=0, vmax=9)
        plt.colorbar(label="windows that the pixel lies in")
        plt.title(f"padding {pad}: from {counts.min()} to {counts.max()} times")
        plt.xlabel("column")
        plt.ylabel("row")
        plt.show()

# %% [markdown]
# **What to see.** Without padding only the middle is used nine times, and a corner once. Padding 1 makes the border
# brighter: a corner is used four times.
#
# *An empty array without padding?* `a[0:-0]` is empty: `-0` is 0. Count from the start instead.
#
# ## 7. Through the network
#
# A network is layer after layer; what one puts out, the next takes in. A pooling layer slides a window too, and keeps
# the largest number of each, or their mean. Convolution and pooling follow the same formula, so a layer is three
# numbers here: `(window, stride, pad)`.


# %%
def network_sizes(length, layers):
    """Return the size after each layer, by the floor rule; every window fits.

    Parameters
    ----------
    length : int
        Pixels along one axis of the image.
    layers : sequence of (window, stride, pad)
        From the image on.

    Returns
    -------
    sizes : ndarray, shape (number of layers,)
    """
    # begin solution
    sizes = []
    for window, stride, pad in layers:
        length = output_size(length, window, stride, pad)
        sizes.append(length)
    return np.array(sizes)
    # end solution


# %% tags=["demo"]
prototype = [(5, 1, 2), (2, 2, 0), (5, 1, 2), (2, 2, 0)]
print(network_sizes(32, prototype))  # prints: 32 16 16 8

# %% [markdown]
# ## 8. The quiz
#
# A layer has **4** filters of size **5**, stride 1, no padding, on an RGB image. What is the shape of its weight
# tensor? Return the letter of your answer, or the shape as a tuple; A1 names the channels first, then the filters.
#
# - A1: (3, 4, 5, 5)
# - A2: (4, 5, 5)
# - A3: it depends on the width and height of the image
#
# And how many parameters has this layer, biases included?


# %%
def quiz_weights():
    """Answer the quiz.

    Returns
    -------
    answer : str or tuple
        "A1", "A2" or "A3", or the shape.
    """
    # begin solution
    return "A1"
    # end solution


# %%
def quiz_parameters():
    """Count the parameters of the quiz's layer, biases included.

    Returns
    -------
    count : int
    """
    # begin solution
    return conv_parameters(4, 3, 5, 5)
    # end solution


# %% [markdown]
# ## 9. What comes out at the end
#
# The slides show four tasks. Which shape has the output of each?
#
# 1. Ten filters of 5 x 5 on a 32 x 32 x 3 image, stride 1, padding 2: width, height and depth of the output.
# 2. *Classification* of an image of 32 x 32 pixels into ten classes. The network names no class; it gives each class
#    a score, and the highest one wins. How many numbers?
# 3. *Classification and localization* into ten classes, with one box around the object: how many numbers, for scores
#    and box together? A box is a place and a size, along two axes.
# 4. *Object detection*, several objects: what comes out? "A": one box with a score for each class. "B": three boxes
#    with scores. "C": any number of boxes with scores, as many as there are objects.
# 5. *Instance segmentation* of an image of 32 rows and 48 columns: every pixel gets the number of the object that it
#    belongs to, and 0 if it belongs to none. Two dogs get two numbers, although their class is the same; that tells
#    them apart. (In *semantic* segmentation both dogs would get the number of the class.) Which shape has the array of
#    these numbers?


# %%
def ten_filters_shape():
    """Answer question 1.

    Returns
    -------
    shape : tuple of three int
        Width, height, depth.
    """
    # begin solution
    return (32, 32, 10)
    # end solution


# %%
def classification_scores():
    """Answer question 2.

    Returns
    -------
    count : int
    """
    # begin solution
    return 10
    # end solution


# %%
def localization_numbers():
    """Answer question 3.

    Returns
    -------
    count : int
    """
    # begin solution
    return 10 + 4
    # end solution


# %%
def detection_outputs():
    """Answer question 4.

    Returns
    -------
    letter : str
        "A", "B" or "C".
    """
    # begin solution
    return "C"
    # end solution


# %%
def segmentation_shape():
    """Answer question 5.

    Returns
    -------
    shape : tuple of two int
    """
    # begin solution
    return (32, 48)
    # end solution


# %% [markdown]
# When you are done, run `grader check dimensions.py -a dimensions`.
