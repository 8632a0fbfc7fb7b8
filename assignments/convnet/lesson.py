# %% [markdown]
# # A convolutional network
#
# All parts are there; now put them together. In this assignment you may use `convref.fast`, compiled layers that
# compute what
# you wrote in the assignments before, at the speed of the machine.
# Your network has one convolution, and it learns to tell four kinds of pictures
# apart, in seconds, on one core: circles, squares, horizontal and vertical edges.
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
# | `conv_forward(x, w, b, stride=1, pad=0)` | `conv_backward(dout, x, w, stride=1, pad=0)` gives dx, dw, db |
# | `relu_forward(x)` | `relu_backward(dout, x)` |
# | `max_pool_forward(x, window)` | `max_pool_backward(dout, x, window)` |
# | `affine_forward(x, w, b)` | `affine_backward(dout, x, w)` gives dx, dw, db |
# | `softmax_loss(scores, labels)` | `softmax_loss_backward(scores, labels)` |
#
# Each backward function takes what the forward function was given. Your own layers do as well, if you prefer them.

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
# **Predict.** Images (N, 1, 12, 12), eight filters of 5 x 5: which shapes come after each layer, and how many rows
# must
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
# You know the gradient of each layer. The chain rule says: go back through them in the opposite order, and give
# each layer
# what the one behind it hands back. Keep what went into each layer on the way forward; its backward function asks
# for it.
#
# Check it with a numerical gradient on a small network before you train. A wrong gradient often learns too, only
# badly, and
# then you search for the mistake everywhere else.


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
# The gradient points uphill. So take a small step against it: $w - \text{rate} \cdot \text{dw}$. Return a new
# array; the
# old one may still be needed.


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
# compute
# loss and gradients, take a step with every parameter. One pass over all images is an *epoch*.
#
# Your network is graded on 160 images that it has not seen, and whose labels the grader keeps to itself; 85 % have
# to be
# right. Eight filters of 5 x 5, batches of 20, a rate of 0.2 and 25 epochs are enough. Fix your random numbers,
# `np.random.default_rng(0)`, so that you get the same network every time. Pixels lie between 0 and 1: take 0.5
# away, and
# they lie around 0.
#
# Draw some pictures first.

# %% tags=["demo"]
KINDS = ("circle", "square", "horizontal edge", "vertical edge")


def draw(kind, rng):
    """Draw one picture: a bright shape on a dark ground, or an edge, and noise."""
    rows, columns = np.mgrid[0:12, 0:12]
    top, left = rng.integers(9, 15, 2) / 2
    half = rng.integers(3, 5)
    bright = {
        "circle": (rows - top) ** 2 + (columns - left) ** 2 <= half**2,
        "square": np.maximum(abs(rows - top), abs(columns - left)) <= half - 0.5,
        "horizontal edge": (rows < top) ^ (rng.integers(2) == 1),
        "vertical edge": (columns < left) ^ (rng.integers(2) == 1),
    }[kind]
    return np.where(bright, 0.75, 0.25) + rng.uniform(-0.125, 0.125, (12, 12))


def draw_many(count, seed):
    """Draw pictures of all kinds in turn, with their labels."""
    rng = np.random.default_rng(seed)
    labels = np.arange(count) % 4
    return np.stack([draw(KINDS[label], rng) for label in labels])[:, np.newaxis], labels


few, few_labels = draw_many(4, seed=1)
try:
    import matplotlib.pyplot as plt
except ImportError:
    for kind, (pixels,) in zip(KINDS, few):
        print(kind)
        print("\n".join("".join(" .:*#"[int(5 * pixel)] for pixel in row) for row in pixels))
else:
    figure, axes = plt.subplots(1, 4)
    for axis, kind, (pixels,) in zip(axes, KINDS, few):
        axis.imshow(pixels, cmap="gray", vmin=0, vmax=1)
        axis.set_title(kind)
    plt.show()


# %%
def train(images, labels, progress=None):
    """Train a network.

    Parameters
    ----------
    images : ndarray, shape (N, 1, 12, 12)
        Grey images. Not to be modified.
    labels : ndarray of int, shape (N,)
        Their classes, from 0 to 3.
    progress : callable, optional
        Told how much is done, from 0 to 1, and the loss, after each epoch.

    Returns
    -------
    params : tuple
        Whatever predict needs; for example (w1, b1, w2, b2).
    """
    # begin solution
    rng = np.random.default_rng(0)
    params = [rng.normal(0, 0.3, (8, 1, 5, 5)), np.zeros(8), rng.normal(0, 0.1, (8 * 36, 4)), np.zeros(4)]
    epochs, batch = 25, 20
    for epoch in range(epochs):
        order = rng.permutation(len(images))
        losses = []
        for start in range(0, len(images), batch):
            some = order[start : start + batch]
            loss, *gradients = loss_and_gradients(images[some] - 0.5, labels[some], *params)
            params = [sgd_step(w, dw, 0.2) for w, dw in zip(params, gradients)]
            losses.append(loss)
        if progress is not None:
            progress((epoch + 1) / epochs, np.mean(losses))
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
losses = []


def bar(done, loss):
    """Show how far the training is; on a terminal in one line, else now and then."""
    import sys

    losses.append(loss)
    text = f"[{'#' * int(20 * done):<20}] loss {loss:.3f}"
    if sys.stdout.isatty():
        print("\r" + text, end="\n" if done == 1 else "", flush=True)
    elif len(losses) % 5 == 0:
        print(text)


pictures, truth = draw_many(400, seed=2)
held_out, held_out_truth = draw_many(160, seed=3)
trained = train(pictures, truth, bar)
print(f"right on images held out: {np.mean(predict(trained, held_out) == held_out_truth):.1%}")

# %% tags=["demo"]
# The loss, and what the filters have learned.
filters = trained[0][:, 0]
try:
    import matplotlib.pyplot as plt
except ImportError:
    for pixels in filters[:3]:
        scaled = (pixels - pixels.min()) / (pixels.max() - pixels.min())
        print("\n".join("".join(" .:*#"[min(int(5 * weight), 4)] for weight in row) for row in scaled), end="\n\n")
else:
    plt.plot(losses)
    plt.xlabel("epoch")
    plt.ylabel("loss")
    plt.show()
    figure, axes = plt.subplots(1, len(filters))
    for axis, pixels in zip(axes, filters):
        axis.imshow(pixels, cmap="gray")
        axis.axis("off")
    plt.show()

# %% [markdown]
# Bright on one side and dark on the other: filters for edges. Nobody told the network to look for edges; they are
# what
# helps. On photographs the first layer of every network looks like this, as the slide shows, and deeper layers put
# edges
# together to corners, textures, and at last to wheels and faces.
#
# *The loss stays at 1.386, which is log(4)?* Then nothing is learned: do the parameters change at all? *It becomes
# `nan`?*
# Take smaller steps. *Good on the training images only?* Train on more of them, or for a shorter time.
#
# ## 5. Questions
#
# 1. In which order stand the layers of the prototype? "A": fully connected, convolution, activation. "B":
# convolutions with
#    activations, pooling between, fully connected at the end. "C": all convolutions, then one activation.
# 2. What do the filters of the first layer look like after training on photographs? "A": edges and spots of
# colour. "B":
#    faces and wheels. "C": noise.
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
# When you are done, run `grader check convnet.py -a convnet`.
