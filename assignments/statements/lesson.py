# %% [markdown]
# # What the slides state
#
# Some sentences of the lecture are no formula: that a convolution finds the same feature wherever it is, that fully
# connected layers are brute force, that pooling selects. Here you look at each of them, and answer a question about it.
# You need no code for that; some questions want a pencil.
#
# | question | slide |
# |---|---|
# | `brute_force_weights`, `five_filters_weights` | Why not simply more FC Layers?, Convolution Layer |
# | `moved_image`, `moved_by_stride`, `moved_in_prototype` | Convolutions vs Fully-Connected |
# | `valid_size` | Convolution Layers: Padding |
# | `several_objects` | Using CNNs in Computer Vision |
# | `who_selects`, `chosen_for_pooling`, `pool_by_hand`, `pool_left_over` | Pooling Layer |
# | `where_averages_stand` | Pooling Layer: Average Pooling |
# | `layers_that_decide` | Final Fully-Connected Layer |
# | `what_a_filter_likes` | CNN Learned Filters |
#
# The demonstrations are computed by `convref`, the compiled layers that your own work is compared with.

# %%
import numpy as np

# %% tags=["demo"]
from convref import fast

# %% [markdown]
# ## 1. Brute force
#
# The slides' layer of five filters takes an image of 32 x 32 x 3 and gives five maps of 28 x 28. A fully connected
# layer could give the same numbers: each of its outputs looks at each pixel, with a weight of its own.
#
# 1. How many weights has this fully connected layer, without biases?
# 2. How many weights have the five filters of 5 x 5 x 3, without biases?


# %%
def brute_force_weights():
    """Answer question 1.

    Returns
    -------
    count : int
        Weights alone, without biases.
    """
    # begin solution
    return 32 * 32 * 3 * 28 * 28 * 5
    # end solution


# %%
def five_filters_weights():
    """Answer question 2.

    Returns
    -------
    count : int
        Weights alone, without biases.
    """
    # begin solution
    return 5 * 5 * 5 * 3
    # end solution


# %% [markdown]
# ## 2. The same features, wherever they are
#
# "Extract same features independent of location": move the picture, and the map of a convolution moves with it. This is
# called *translation equivariance*. It comes from weight sharing, since the same filter lies on every place. Look at
# it.


# %% tags=["demo"]
def moved(picture, rows, columns):
    """Return a picture moved down and to the right, with zeros behind it."""
    result = np.zeros_like(picture)
    height, width = picture.shape[-2:]
    result[..., rows:, columns:] = picture[..., : height - rows, : width - columns]
    return result


def say_whether(layer, picture, by, steps):
    """Say whether a layer's map of the moved picture is its map of the picture, moved by some steps."""
    before, after = layer(picture), layer(moved(picture, by, by))
    same = np.allclose(after, moved(before, steps, steps))
    return "moves with it" if same else "becomes another map"


rng = np.random.default_rng(0)
cross = np.zeros((1, 1, 12, 12))
cross[0, 0, 3, 2:5] = cross[0, 0, 2:5, 3] = 1
filters, no_bias = rng.normal(size=(1, 1, 3, 3)), np.zeros(1)
every_pixel = rng.normal(size=(144, 144))


def convolution(picture):
    """Apply a filter of 3 x 3 with stride 1."""
    return fast.conv_forward(picture, filters, no_bias)


def fully_connected(picture):
    """Apply a fully connected layer, and show its 144 outputs as a map."""
    return fast.affine_forward(picture, every_pixel, np.zeros(144)).reshape(1, 1, 12, 12)


print("The picture moves by 2 pixels. The map of")
print("  a convolution", say_whether(convolution, cross, 2, 2))  # prints: moves with it
print("  a fully connected layer", say_whether(fully_connected, cross, 2, 2))  # prints: becomes another map

# %% [markdown]
# Three things break it, at least in part.
#
# - **Padding.** A pixel that moves away from the border leaves the zeros behind that its window held, and one that
#   comes close meets them. Only far from the border is the map the same.
# - **Stride.** A layer with stride 2 looks at every second place. Moved by one pixel, the picture shows it other
#   places. Moved by two, the map moves by one.
# - **Pooling** has a stride, too.


# %% tags=["demo"]
def strided(picture):
    """Apply the filter at every second place."""
    return fast.conv_forward(picture, filters, no_bias, stride=2)


def pooled(picture):
    """Pool 2 x 2 pixels with stride 2."""
    return fast.max_pool_forward(picture, 2)


def padded(picture):
    """Apply the filter with padding 1."""
    return fast.conv_forward(picture, filters, no_bias, pad=1)


print("stride 2, moved by 1: the map", say_whether(strided, cross, 1, 0))  # prints: becomes another map
print("stride 2, moved by 2: the map", say_whether(strided, cross, 2, 1))  # prints: moves with it
print("pooling, moved by 1: the map", say_whether(pooled, cross, 1, 0))  # prints: becomes another map
print("pooling, moved by 2: the map", say_whether(pooled, cross, 2, 1))  # prints: moves with it
at_border = np.ones((1, 1, 12, 12))
print("padding, moved at the border: the map", say_whether(padded, at_border, 1, 1))  # prints: becomes another map

# %% [markdown]
# 1. The image moves by two rows and one column. No feature comes near the border. What does a convolution layer of
#    stride 1 give? "A": the same map, moved by two rows and one column. "B": the same map at the same place. "C": a map
#    of other numbers.
# 2. A convolution layer has stride 3. What is the least number of columns, above 0, by which the image must move so
#    that the map surely stays the same, but for a move?
# 3. The prototype of the slides: a convolution with stride 1, pooling of 2 x 2 with stride 2, once more a convolution
#    with stride 1 and pooling of 2 x 2 with stride 2. By how many pixels must the image move so that the last map moves
#    by exactly one entry?


# %%
def moved_image():
    """Answer question 1.

    Returns
    -------
    letter : str
        "A", "B" or "C".
    """
    # begin solution
    return "A"
    # end solution


# %%
def moved_by_stride():
    """Answer question 2.

    Returns
    -------
    columns : int
    """
    # begin solution
    return 3
    # end solution


# %%
def moved_in_prototype():
    """Answer question 3.

    Returns
    -------
    pixels : int
    """
    # begin solution
    return 2 * 2
    # end solution


# %% [markdown]
# ## 3. A filter on a colour picture
#
# A filter reaches through all channels. The picture below has a red disk and a blue square on grey. A filter of 3 x 3 x
# 3 that adds up the red channel and takes the two others away answers to red alone.

# %% tags=["demo"]
rows, columns = np.mgrid[0:20, 0:32]
disk = (rows - 9) ** 2 + (columns - 8) ** 2 < 30
square = (np.abs(rows - 9) < 5) & (np.abs(columns - 23) < 5)
colours = np.full((1, 3, 20, 32), 0.5)
colours[0][:, disk] = np.array([[0.9], [0.1], [0.1]])
colours[0][:, square] = np.array([[0.1], [0.1], [0.9]])
likes_red = np.ones((1, 3, 3, 3)) / 9 * np.array([1, -0.5, -0.5]).reshape(1, 3, 1, 1)
answer = fast.conv_forward(colours, likes_red, np.zeros(1))
print("on grey, on the disk, on the square:", np.round(answer[0, 0, [0, 8, 8], [0, 7, 22]], 8) + 0.0)
# prints: 0 0.8 -0.4
try:
    import matplotlib.pyplot as plt
except ImportError:
    for line in answer[0, 0, ::2]:
        print("".join("-" if number < -0.1 else "#" if number > 0.1 else "." for number in line))
else:
    figure, axes = plt.subplots(1, 2, figsize=(9, 3), layout="constrained")
    axes[0].imshow(colours[0].transpose(1, 2, 0))
    axes[0].set_title("the picture, three channels")
    panel = axes[1].imshow(answer[0, 0], cmap="gray", vmin=-0.8, vmax=0.8)
    axes[1].set_title("the map, one channel")
    for axis in axes:
        axis.set(xlabel="column", ylabel="row")
        axis.locator_params(integer=True)
    figure.colorbar(panel, ax=axes[1], label="the filter's answer")
    plt.show()

# %% [markdown]
# **What to see.** Three channels go in, one map comes out. The red disk on the left gives a bright answer, the grey
# around it 0, and the blue square on the right a dark one.
#
# ## 4. Sizes and tasks
#
# A convolution without padding is called *valid*: the filter stays inside the image. *Classification* gives one class
# for the whole image, *classification with localization* also a box. *Object detection* gives a box and a class for
# each thing that is found, and *instance segmentation* the pixels of each.
#
# 1. A *valid* convolution lays a filter of 5 x 5 on an image of 32 x 32, stride 1. How large is the map, along one
#    axis?
# 2. Four tasks are on one slide. Which of them can say something about *several* objects of one image? "A":
#    classification, and classification with localization. "B": object detection, and instance segmentation. "C": all
#    four.


# %%
def valid_size():
    """Answer question 1.

    Returns
    -------
    size : int
        Along one axis.
    """
    # begin solution
    return 32 - 5 + 1
    # end solution


# %%
def several_objects():
    """Answer question 2.

    Returns
    -------
    letter : str
        "A", "B" or "C".
    """
    # begin solution
    return "B"
    # end solution


# %% [markdown]
# ## 5. Pooling selects
#
# A convolution layer computes a feature in every region: it *extracts* features. A pooling layer keeps the strongest
# answer of each region and drops the others: it *selects*. Its window of F x F moves by the stride S and lies on each
# map by itself, so as many maps come out as go in. It is there to make maps smaller, so no zeros are put around them.
# Average pooling keeps the mean instead. Near the image a mean washes out thin lines; deeper in the network, where maps
# are small, it says how much of a feature the image holds.
#
# 1. Which layer is called *feature selection* on the slides? "A": the convolution layer. "B": the pooling layer. "C":
#    the fully connected layer.
# 2. Which numbers does somebody choose for a pooling layer? "A": the extent F and the stride S. "B": F, S, and how many
#    filters there are, K. "C": F, S, and the padding P.
# 3. By hand: max pooling with F = 3 and S = 2. Give the four numbers of the output, row by row.
#
# ```
# 1 0 2 7 1
# 4 3 0 2 2
# 0 1 5 1 0
# 6 2 1 0 8
# 1 0 3 4 2
# ```
#
# 4. F = 3 and S = 2 on 112 x 112 entries: the slide's formula gives (112 − 3)/2 + 1 = 55.5. How many entries are along
#    one axis of the output if what is left over is not used?
# 5. Where in a network is average pooling typically used, by the slide? "A": right behind the image. "B": deeper in the
#    network. "C": only where no convolution is.


# %%
def who_selects():
    """Answer question 1.

    Returns
    -------
    letter : str
        "A", "B" or "C".
    """
    # begin solution
    return "B"
    # end solution


# %%
def chosen_for_pooling():
    """Answer question 2.

    Returns
    -------
    letter : str
        "A", "B" or "C".
    """
    # begin solution
    return "A"
    # end solution


# %%
def pool_by_hand():
    """Answer question 3.

    Returns
    -------
    numbers : tuple of four int
        Row by row.
    """
    # begin solution
    return (5, 7, 6, 8)
    # end solution


# %%
def pool_left_over():
    """Answer question 4.

    Returns
    -------
    size : int
        Along one axis.
    """
    # begin solution
    return (112 - 3) // 2 + 1
    # end solution


# %%
def where_averages_stand():
    """Answer question 5.

    Returns
    -------
    letter : str
        "A", "B" or "C".
    """
    # begin solution
    return "B"
    # end solution


# %% [markdown]
# ## 6. The end of the network, and what its filters learned
#
# Convolutions and poolings make a few small maps of an image, and fully connected layers decide by them which class it
# is. One such layer gives the scores, and often another one stands before it; more would bring back the brute force of
# section 1. The weights of a filter in a deep layer belong to maps, so they are no picture to look at. But one can
# measure for each piece of each image how strongly the filter answers.
#
# 1. How many fully connected layers typically make the final decision? "A": one or two. "B": as many as there are
#    convolutions. "C": one for each class.
# 2. Zeiler and Fergus (ECCV 2014) show what a filter of a deep layer has learned. They show, among other things, those
#    pieces of images … "A": on which the loss is largest. "B": to which the filter answers most. "C": which look most
#    like the filter's weights. (In the lesson of `convnet` you do this with your own filters.)


# %%
def layers_that_decide():
    """Answer question 1.

    Returns
    -------
    letter : str
        "A", "B" or "C".
    """
    # begin solution
    return "A"
    # end solution


# %%
def what_a_filter_likes():
    """Answer question 2.

    Returns
    -------
    letter : str
        "A", "B" or "C".
    """
    # begin solution
    return "B"
    # end solution


# %% [markdown]
# When you are done, run `grader check statements.py -a statements`.
