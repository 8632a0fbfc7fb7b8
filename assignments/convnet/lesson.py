# %% [markdown]
# # A convolutional network
#
# All parts are there; now put them together. In this assignment you may use `convref.fast`, compiled layers that
# compute what you wrote in the assignments before, at the speed of the machine. Your network has one convolution. In
# seconds, on one core, it learns to find a small edge in a noisy picture, and to say which side of the edge is bright.
# You will see how its filters turn from noise into edges.
#
# | function | what it does | slide |
# |---|---|---|
# | `network_scores` | image to scores | CNN Prototype |
# | `loss_and_gradients` | the way back | CNN Prototype |
# | `sgd_step` | one step downhill | CNN Learned Filters |
# | `train`, `predict` | learn, and be tested | CNN Learned Filters |
# | three questions | | CNN Prototype, Final Fully-Connected Layer |
#
# | in `convref.fast` | backward |
# |---|---|
# | `conv_forward(x, w, b, *, stride=1, pad=0)` | `conv_backward(dout, x, w, *, stride=1, pad=0)` gives dx, dw, db |
# | `relu_forward(x)` | `relu_backward(dout, x)` |
# | `max_pool_forward(x, window)` | `max_pool_backward(dout, x, window)` |
# | `affine_forward(x, w, b)` | `affine_backward(dout, x, w)` gives dx, dw, db |
# | `softmax_loss(scores, labels)` | `softmax_loss_backward(scores, labels)` |
#
# `stride` and `pad` are given by name. Windows of `max_pool_forward` do not overlap: its stride is the window.
# Each backward function takes what the forward function was given. Your own layers do as well, if you prefer them.
#
# Arrays may come as whole numbers, as bytes (`uint8`), or as floats of any precision, also mixed. Return floats where
# fractions can arise: an array of whole numbers would cut them off.

# %%
import numpy as np

from convref import fast

# %% [markdown]
# ## 1. Forward
#
# The slide's prototype: convolution, activation, pooling, and at the end a fully connected layer that decides.
#
# $$x \xrightarrow{\ \text{conv } w_1, b_1\ } \xrightarrow{\ \text{ReLU}\ } \xrightarrow{\ \text{max pool } 2
# \times 2\ }
# \xrightarrow{\ \text{affine } w_2, b_2\ } \text{scores}$$
#
# The convolution has stride 1 and as much padding as keeps the size: (HH − 1)/2 for a filter of HH x HH.
#
# **Predict.** Images (N, 1, 12, 12), eight filters of 5 x 5: which shapes come after each layer, and how many rows must
# $w_2$ have?


# %%
def network_scores(x, w1, b1, w2, b2):
    """Compute the scores of a batch of images.

    Parameters
    ----------
    x : ndarray, shape (N, C, H, W)
    w1 : ndarray, shape (F, C, HH, HH)
        Filters; HH is odd.
    b1 : ndarray, shape (F,)
    w2 : ndarray, shape (F * (H // 2) * (W // 2), K)
    b2 : ndarray, shape (K,)

    Returns
    -------
    scores : ndarray, shape (N, K)
    """
    # begin solution
    maps = fast.conv_forward(x, w1, b1, pad=w1.shape[2] // 2)
    pooled = fast.max_pool_forward(fast.relu_forward(maps), 2)
    return fast.affine_forward(pooled, w2, b2)
    # end solution


# %% tags=["demo"]
edge = np.array([[[[9.0, 9, 0, 0]] * 4]])
sees_vertical = np.array([[[[1.0, 0, -1]] * 3]])
print("The sum of the 4 pooled numbers, and 0:")
print(network_scores(edge, sees_vertical, np.zeros(1), np.array([[1.0, 0]] * 4), np.zeros(2)))  # prints: 108 0

# %% [markdown]
# ## 2. Backward
#
# You know the gradient of each layer. The chain rule says: go back through them in the opposite order, and give each
# layer what the one behind it hands back. Keep what went into each layer on the way forward; its backward function asks
# for it.
#
# Check it with a numerical gradient on a small network before you train. A wrong gradient often learns too, only badly,
# and then you search for the mistake everywhere else.


# %%
def loss_and_gradients(x, y, w1, b1, w2, b2):
    """Compute the softmax loss of the network, and its gradients.

    Parameters
    ----------
    x : ndarray, shape (N, C, H, W)
    y : ndarray of int, shape (N,)
        The right classes.
    w1, b1, w2, b2 : ndarray
        As for network_scores.

    Returns
    -------
    loss : float
    dw1, db1, dw2, db2 : ndarray
        Each of the shape of its parameter.
    """
    # begin solution
    pad = w1.shape[2] // 2
    maps = fast.conv_forward(x, w1, b1, pad=pad)
    active = fast.relu_forward(maps)
    pooled = fast.max_pool_forward(active, 2)
    scores = fast.affine_forward(pooled, w2, b2)
    dscores = fast.softmax_loss_backward(scores, y)
    dpooled, dw2, db2 = fast.affine_backward(dscores, pooled, w2)
    dmaps = fast.relu_backward(fast.max_pool_backward(dpooled, active, 2), maps)
    _, dw1, db1 = fast.conv_backward(dmaps, x, w1, pad=pad)
    return fast.softmax_loss(scores, y), dw1, db1, dw2, db2
    # end solution


# %% tags=["demo"]
rng = np.random.default_rng(0)
small = [rng.normal(size=shape) for shape in [(2, 1, 4, 4), (2, 1, 3, 3), (2,), (8, 3), (3,)]]
labels = np.array([0, 2])
_, dw1, *_ = loss_and_gradients(small[0], labels, *small[1:])
moved = [[array.copy() for array in small] for _ in range(2)]
moved[0][1][0, 0, 1, 2] += 1e-5
moved[1][1][0, 0, 1, 2] -= 1e-5
up, down = (loss_and_gradients(images, labels, *params)[0] for images, *params in moved)
print("By trying:", (up - down) / 2e-5, "derived:", dw1[0, 0, 1, 2])

# %% [markdown]
# ## 3. A step
#
# The gradient points uphill. So take a small step against it: $w - \text{rate} \cdot \text{dw}$. Return a new array;
# the old one may still be needed.


# %%
def sgd_step(w, dw, rate):
    """Take one step of gradient descent.

    Parameters
    ----------
    w : ndarray
        A parameter. Not to be modified.
    dw : ndarray, same shape
        Its gradient.
    rate : float

    Returns
    -------
    w_new : ndarray, same shape
    """
    # begin solution
    return w - rate * dw
    # end solution


# %% [markdown]
# ## 4. Train
#
# Start from small random filters: all zeros would get all the same gradient. Then, many times: take some images,
# compute loss and gradients, take a step with every parameter. One pass over all images is an *epoch*.
#
# Somewhere in each picture lies a small edge, 5 x 5 pixels, bright on one side and dark on the other. The class says
# which side is bright: the right, the lower right, the lower, or the lower left one. There is much noise, and the edge
# may be anywhere. So no pixel tells the class. Only a filter that looks like the edge finds it, and this is what your
# network has to learn.
#
# Eight filters of 5 x 5, batches of 20, a rate of 0.2 and 25 epochs are enough. Pixels lie between 0 and 1: take 0.5
# away, and they lie around 0. Fix your random numbers, `np.random.default_rng(0)`, so that you get the same network
# every time. A training is stopped after two minutes; half a minute is plenty.
#
# The grader calls `train` with pictures, and `predict` with 400 others, whose labels it keeps to itself. It does so
# twice.
#
# - `edges`: 2400 pictures to learn from, with edges as you see them below.
# - `other-marks`: 3200 pictures, with four other patterns of 5 x 5 in place of the edges. The grader draws them.
#   Filters that were made by hand do not know them; filters that learn do not mind.
#
# Each time 80 % of the predictions have to be right for all points. Points begin at 65 %: your network does not come so
# far if its filters stay as they were drawn. Two more things are asked of `predict`. It has to tell a picture by
# itself: alone, or beside any others. And it has to use the parameters that it is given, even if another network was
# trained since.
#
# Draw some pictures first. Below each one stands the same picture with little noise, so that its edge can be seen.

# %% tags=["demo"]
KINDS = ("right", "lower right", "lower", "lower left")  # the bright side


def mark(number):
    """Return the edge of a class: -1 on its dark side, 1 on its bright one."""
    rows, columns = np.mgrid[0:5, 0:5] - 2
    angle = np.pi / 4 * number
    return np.clip(np.cos(angle) * columns + np.sin(angle) * rows, -1, 1)


def draw_many(count, seed, noise=0.22):
    """Draw pictures of all kinds in turn: a weak edge at a random place, and noise. Return them and their labels."""
    rng = np.random.default_rng(seed)
    labels = np.arange(count) % 4
    pictures = 0.5 + rng.normal(0, noise, (count, 1, 12, 12))
    for (picture,), label, (top, left) in zip(pictures, labels, rng.integers(0, 8, (count, 2))):
        picture[top : top + 5, left : left + 5] += 0.3 * mark(label)
    return np.clip(pictures, 0, 1), labels


def show(rows, titles, low, high):
    """Show rows of small pictures, grey from low to high; as letters where there is no matplotlib."""
    try:
        import matplotlib.pyplot as plt
    except ImportError:
        for title, row in zip(titles, rows):
            print(title)
            for picture in row:
                levels = np.clip(5 * (picture - low) / (high - low), 0, 4).astype(int)
                print("\n".join("".join(" .:*#"[level] for level in line) for line in levels), end="\n\n")
        return
    size = (len(rows[0]) + 1, 1.4 * len(rows))
    figure = plt.figure(figsize=size, layout="constrained")
    for part, title, row in zip(np.ravel(figure.subfigures(len(rows), 1)), titles, rows):
        part.suptitle(title, x=0, ha="left", fontsize=10)
        for axis, picture in zip(part.subplots(1, len(row)), row):
            panel = axis.imshow(picture, cmap="gray", vmin=low, vmax=high)
            axis.axis("off")
        part.colorbar(panel, ax=part.axes, fraction=0.03)
    plt.show()


few, _ = draw_many(4, seed=1)
clear, _ = draw_many(4, seed=1, noise=0.03)
show([few[:, 0], clear[:, 0]], ["as it is", "with little noise: right, lower right, lower, lower left"], 0, 1)


# %% tags=["unchecked"]
def train(images, labels, progress=None):
    """Train a network.

    Parameters
    ----------
    images : ndarray, shape (N, 1, 12, 12)
        Grey images. Not to be modified.
    labels : ndarray of int, shape (N,)
        Their classes, from 0 to 3.
    progress : callable, optional
        Called before the first epoch and after each one with how much is done, from 0 to 1, the loss, and the filters.

    Returns
    -------
    params : tuple
        Whatever predict needs; for example (w1, b1, w2, b2).
    """
    # begin solution
    rng = np.random.default_rng(0)
    params = [rng.normal(0, 0.1, (8, 1, 5, 5)), np.zeros(8), rng.normal(0, 0.1, (8 * 36, 4)), np.zeros(4)]
    epochs, batch = 25, 20
    if progress is not None:
        progress(0, np.log(4), params[0])
    for epoch in range(epochs):
        order = rng.permutation(len(images))
        losses = []
        for start in range(0, len(images), batch):
            some = order[start : start + batch]
            loss, *gradients = loss_and_gradients(images[some] - 0.5, labels[some], *params)
            params = [sgd_step(w, dw, 0.2) for w, dw in zip(params, gradients)]
            losses.append(loss)
        if progress is not None:
            progress((epoch + 1) / epochs, np.mean(losses), params[0])
    return tuple(params)
    # end solution


# %%
def predict(params, images):
    """Tell the classes of images.

    Parameters
    ----------
    params : tuple
        What train returned.
    images : ndarray, shape (N, 1, 12, 12)

    Returns
    -------
    labels : ndarray of int, shape (N,)
    """
    # begin solution
    return network_scores(images - 0.5, *params).argmax(axis=1)
    # end solution


# %% tags=["demo"]
losses, seen = [], []


def watch(done, loss, filters):
    """Show how far the training is, on a terminal in one line, else now and then; and keep the filters."""
    import sys

    losses.append(loss)
    seen.append(filters[:, 0].copy())
    text = f"[{'#' * int(20 * done):<20}] loss {loss:.3f}"
    if sys.stdout.isatty():
        print("\r" + text, end="\n" if done == 1 else "", flush=True)
    elif len(losses) % 5 == 1:
        print(text)


pictures, truth = draw_many(2400, seed=2)
held_out, held_out_truth = draw_many(400, seed=3)
trained = train(pictures, truth, watch)
print(f"right on images held out: {np.mean(predict(trained, held_out) == held_out_truth):.1%}")

# %% tags=["demo"]
# The filters before training, after some epochs, and at the end.
if not seen:
    raise NotImplementedError("train: not written yet, so there are no filters")
some = [0, 1, 3, len(seen) - 1]
largest = np.abs(seen[-1]).max()
show([seen[n] for n in some], [f"epochs: {n}" for n in some], -largest, largest)

# %% [markdown]
# **What to see.** A row shows the eight filters at one time. The same grey means the same weight everywhere: 0 is the
# grey in the middle, black is below 0, white above. At the start all filters are faint noise. At the end some are
# bright on one side and dark on the other. The numbers below say how much each filter is like an edge; 1 is an edge
# exactly.


# %% tags=["demo"]
def likeness(filters):
    """Return each filter's correlation with the edge that it is most like, in any direction, up to a pixel aside."""
    rows, columns = np.mgrid[0:5, 0:5] - 2
    edges = [
        np.clip(np.cos(angle) * columns + np.sin(angle) * rows - aside, -1, 1)
        for angle in np.pi / 16 * np.arange(32)
        for aside in (-1, 0, 1)
    ]

    def as_rows(kernels):
        rows = np.reshape(kernels, (len(kernels), -1))
        rows = rows - rows.mean(axis=1, keepdims=True)
        return rows / np.sqrt((rows**2).sum(axis=1, keepdims=True))

    return (as_rows(filters) @ as_rows(edges).T).max(axis=1)


if not seen:
    raise NotImplementedError("train: not written yet, so there are no filters")
print("before training:", np.round(likeness(seen[0]), 2))
print("after it:       ", np.round(likeness(seen[-1]), 2))


# %% tags=["demo"]
# What does each filter answer to? Zeiler and Fergus show the pieces of images on which a filter's answer is largest.
# A single piece is mostly noise here, so below each filter stands the mean of the 50 pieces that it answers to most.
def liked_most(kernel, images, count=50):
    """Return the mean of the pieces of 5 x 5 to which a filter answers most, at most one of each image."""
    answers = fast.conv_forward(images, kernel[None, None], np.zeros(1))[:, 0]
    best = np.argsort(answers.max(axis=(1, 2)))[-count:]
    places = [np.unravel_index(answers[n].argmax(), answers[n].shape) for n in best]
    return np.mean([images[n, 0, i : i + 5, j : j + 5] for n, (i, j) in zip(best, places)], axis=0)


if not seen:
    raise NotImplementedError("train: not written yet, so there are no filters")
pieces = np.array([liked_most(kernel, held_out - 0.5) for kernel in seen[-1]])
show([seen[-1] / largest, pieces / np.abs(pieces).max()], ["the filters", "what each answers to most"], -1, 1)

# %% [markdown]
# **What to see.** Filters that are bright on one side and dark on the other are filters for edges, and the pieces that
# they answer to most look like them. Nobody told the network to look for edges; they are what helps. A filter that is
# no edge at the end mostly has small weights: little needed it. Networks that were trained on photographs have such
# edges in their first layer too, beside spots of colour, as the slide shows; deeper layers put edges together to
# corners, textures, and at last to wheels and faces.
#
# Is it the learning that helps? This was measured over ten draws of the pictures and of the start, with 400 pictures
# held out each time:
#
# | network | right, mean | least and most |
# |---|---|---|
# | this one | 92 % | 89 % and 94 % |
# | the same, but its filters stay as they were drawn, and only the last layer is trained | 47 % | 44 % and 53 % |
# | no convolution: a fully connected layer of 64, ReLU, and another fully connected layer | 66 % | 61 % and 72 % |
# | the same with a layer of 9, so with 1345 numbers to learn; this network has 1364 | 54 % | 47 % and 59 % |
#
# Of the 80 filters learned, 45 have a correlation of more than 0.8 with an edge. Of 10000 random filters, none has.
#
# *The loss stays at 1.386, which is log(4)?* Then nothing is learned: do the parameters change at all? *It becomes
# `nan`?* Take smaller steps. *Good on the training images only?* Train on more of them, or for a shorter time.
#
# ## 5. Questions
#
# 1. In which order stand the layers of the prototype? "A": fully connected, convolution, activation. "B": convolutions
#    with activations, pooling between, fully connected at the end. "C": all convolutions, then one activation.
# 2. What do the filters of the first layer look like after training on photographs? "A": edges and spots of colour.
#    "B": faces and wheels. "C": noise.
# 3. Which layer turns features into scores of classes? "A": the first convolution. "B": the last pooling. "C": the
#    fully connected layer.


# %%
def order_of_layers():
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
def first_filters():
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
def who_decides():
    """Answer question 3.

    Returns
    -------
    letter : str
        "A", "B" or "C".
    """
    # begin solution
    return "C"
    # end solution


# %% [markdown]
# ## 6. No structure: brute force
#
# The last row of the table is a network without a convolution. Train one yourself, and compare. Your own functions can
# do it.
#
# A filter of 1 x 1 sees one pixel in all channels. So give your network a picture as 144 channels of one pixel each.
# Then a filter of 1 x 1 is a neuron of a fully connected layer: it has a weight for every pixel of the picture. Your
# network pools 2 x 2. So each pixel is repeated four times, and the largest of four equal numbers is that number.
#
# **Count.** Nine such filters for 144 pixels, with their biases, and an affine layer from nine to four: how many
# numbers are learned? How many does your network with its eight filters of 5 x 5 learn?
#
# Nothing here is graded.


# %% tags=["unchecked"]
def train_dense(images, labels):
    """Train a fully connected network of two layers.

    It is `train` with other shapes at the start: w1 (9, 144, 1, 1), b1 (9,), w2 (9, 4), b2 (4,).

    Parameters
    ----------
    images : ndarray, shape (N, 144, 2, 2)
        Pictures as `as_channels` gives them.
    labels : ndarray of int, shape (N,)

    Returns
    -------
    params : tuple
        w1, b1, w2, b2.
    """
    # begin solution
    rng = np.random.default_rng(0)
    params = [rng.normal(0, 0.1, (9, 144, 1, 1)), np.zeros(9), rng.normal(0, 0.1, (9, 4)), np.zeros(4)]
    epochs, batch = 25, 20
    for _ in range(epochs):
        order = rng.permutation(len(images))
        for start in range(0, len(images), batch):
            some = order[start : start + batch]
            _, *gradients = loss_and_gradients(images[some] - 0.5, labels[some], *params)
            params = [sgd_step(w, dw, 0.2) for w, dw in zip(params, gradients)]
    return tuple(params)
    # end solution


# %% tags=["demo"]
def as_channels(images):
    """Return each picture with a channel for every pixel, of 2 x 2 times the same number."""
    return np.tile(np.reshape(images, (len(images), -1, 1, 1)), (1, 1, 2, 2))


if not seen:
    raise NotImplementedError("train: not written yet, so there is no network to compare with")
dense = train_dense(as_channels(pictures), truth)
for name, params, change in (("convolution", trained, np.array), ("fully connected", dense, as_channels)):
    numbers = sum(np.size(param) for param in params)
    known, new = (
        np.mean(predict(params, change(images)) == due)
        for images, due in ((pictures, truth), (held_out, held_out_truth))
    )
    print(f"{name + ':':<17}{numbers} numbers, right: {known:.0%} of what it learned from, {new:.0%} of new pictures")

# %% [markdown]
# **What to see.** Both networks have about as many numbers to learn. The fully connected one gets most of the pictures
# right that it has seen, and only about half of new ones: it has to learn the edge anew for every place. The
# convolution looks for the same edge everywhere, and what it learned holds for new pictures too. That is what the slide
# calls structure.
#
# When you are done, run `grader check convnet.py -a convnet`.
