# %% [markdown]
# # Image filters
#
# Slide a small square of numbers over a picture, multiply and add: depending on the nine numbers the picture gets
# sharp, or soft, or only its edges stay. You write the four filters of the slide, find out which filter somebody used,
# and let a filter learn itself. That last step is what a convolutional network does, with thousands of them.
#
# | function | what it computes | slide |
# |---|---|---|
# | `correlate_image` | any filter on a grey image | Convolutions on Images |
# | `edge_detection`, `box_mean`, `sharpen`, `gaussian_blur` | the four filters | Image Filters |
# | `find_filter` | which filter was it? | Different Filters |
# | `learn_filter_step` | a step of gradient descent | Image Filters: let's learn these filters |
#
# Arrays may come as whole numbers, as bytes (`uint8`), or as floats of any precision, also mixed. Return floats where
# fractions can arise: an array of whole numbers would cut them off.

# %%
import numpy as np

# %% [markdown]
# ## 1. A filter on a grey image
#
# Lay the filter on the top left corner of the image. Multiply each pixel by the weight on it, add everything, write the
# number down; move one pixel on. The filter slides **as it stands**, without a flip:
#
# $$\text{out}_{i,j} = \sum_{u} \sum_{v} k_{u,v}\, x_{i+u,\,j+v}$$
#
# An image of $H$ rows has $H - HH + 1$ places for a filter of $HH$ rows. A filter that is larger than the image has
# none: raise `ValueError`.
#
# **Predict.** The slide's image and its sharpening filter. In the first window, the middle is a 3 with the neighbours
# 3, 2, 0 and 4: 5 · 3 − 3 − 2 − 0 − 4 = 6. What is right of it? (The image's last pixel is 1 on one slide and −1 on
# another. We take 1; it only meets a weight of 0.)


# %%
def correlate_image(x, k):
    """Slide a filter over a grey image, wherever it fits, not flipped.

    Parameters
    ----------
    x : ndarray, shape (H, W)
        The image. Not to be modified.
    k : ndarray, shape (HH, WW)
        The filter.

    Returns
    -------
    out : ndarray, shape (H - HH + 1, W - WW + 1)

    Raises
    ------
    ValueError
        If the filter is larger than the image.
    """
    # begin solution
    (H, W), (HH, WW) = x.shape, k.shape
    if HH > H or WW > W:
        raise ValueError(f"a filter of {HH} x {WW} does not fit an image of {H} x {W}")
    out = np.zeros((H - HH + 1, W - WW + 1))
    for i in range(H - HH + 1):
        for j in range(W - WW + 1):
            out[i, j] = (x[i : i + HH, j : j + WW] * k).sum()
    return out
    # end solution


# %% tags=["demo"]
image = np.array([[-5, 3, 2, -5, 3], [4, 3, 2, 1, -3], [1, 0, 3, 3, 5], [-2, 0, 1, 4, 4], [5, 6, 7, 9, 1]])
print("The slide says 6 1 8, -7 9 2, -5 -9 3. You say")
print(correlate_image(image, np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]])))
# prints: 6 1 8, -7 9 2, -5 -9 3
corner = np.array([[1, 0, 0], [0, 0, 0], [0, 0, 0]])
print("A 1 in the filter's top left corner cuts out the top left 3 x 3 pixels:")
print(correlate_image(image, corner))

# %% [markdown]
# *The bottom right pixels instead?* You flip the filter. The slide's filters look the same after half a turn, so they
# cannot show it.
#
# ## 2. The four filters
#
# | edge detection | box mean | sharpen | Gaussian blur |
# |---|---|---|---|
# | −1 −1 −1 | 1 1 1 | 0 −1 0 | 1 2 1 |
# | −1 8 −1 | 1 1 1 | −1 5 −1 | 2 4 2 |
# | −1 −1 −1 | 1 1 1 | 0 −1 0 | 1 2 1 |
# | | divided by 9 | | divided by 16 |
#
# **Predict.** On an even grey, every pixel 7: what does each filter give? Add its weights. Filters whose weights sum to
# 1 keep the brightness; the edge filter sums to 0 and answers only to change.


# %%
def edge_detection(x):
    """Apply the slide's edge detection: 8 in the middle, -1 at all eight places around it.

    Parameters
    ----------
    x : ndarray, shape (H, W)

    Returns
    -------
    out : ndarray, shape (H - 2, W - 2)
    """
    # begin solution
    return correlate_image(x, np.array([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]))
    # end solution


# %%
def box_mean(x):
    """Apply the slide's box mean: 1/9 at all nine places.

    Parameters
    ----------
    x : ndarray, shape (H, W)

    Returns
    -------
    out : ndarray, shape (H - 2, W - 2)
    """
    # begin solution
    return correlate_image(x, np.ones((3, 3))) / 9
    # end solution


# %%
def sharpen(x):
    """Apply the slide's sharpening filter: 5 in the middle, -1 beside, above and below it, 0 in the corners.

    Parameters
    ----------
    x : ndarray, shape (H, W)

    Returns
    -------
    out : ndarray, shape (H - 2, W - 2)
    """
    # begin solution
    return correlate_image(x, np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]))
    # end solution


# %%
def gaussian_blur(x):
    """Apply the slide's Gaussian blur: the rows 1 2 1, 2 4 2, 1 2 1, all divided by 16.

    Parameters
    ----------
    x : ndarray, shape (H, W)

    Returns
    -------
    out : ndarray, shape (H - 2, W - 2)
    """
    # begin solution
    return correlate_image(x, np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]])) / 16
    # end solution


# %% tags=["demo"]
# A picture: a house with a door under a round sun, in the dusk.
rows, columns = np.mgrid[0:28, 0:40]
picture = 40.0 + 3 * rows
picture[(rows >= 14) & (rows < 26) & (columns >= 4) & (columns < 20)] = 180
picture[(rows >= 14 - (columns - 3) * 0.6) & (rows >= 14 - (20 - columns) * 0.6) & (rows < 14) & (columns < 21)] = 110
picture[(rows >= 19) & (rows < 26) & (columns >= 10) & (columns < 14)] = 60
picture[(rows - 8) ** 2 + (columns - 30) ** 2 < 25] = 250
pictures = {"picture": picture, "edges": edge_detection(picture), "box mean": box_mean(picture)}
pictures |= {"sharp": sharpen(picture), "blurred": gaussian_blur(picture)}
try:
    import matplotlib.pyplot as plt
except ImportError:
    for name in ("picture", "edges"):
        scaled = np.clip(np.abs(pictures[name]) / 256, 0, 0.99)
        print(name)
        print("\n".join("".join(" .:-=+*#%@"[int(10 * pixel)] for pixel in row) for row in scaled))
else:
    figure, axes = plt.subplots(1, 5, figsize=(15, 3), layout="constrained")
    for axis, (name, shown) in zip(axes, pictures.items()):
        panel = axis.imshow(shown, cmap="gray", vmin=0, vmax=255)
        axis.set_title(name)
        axis.axis("off")
    figure.colorbar(panel, ax=axes, label="brightness, the same for all five")
    plt.show()

# %% [markdown]
# **What to see.** Edge detection is 0 where the picture is even, also inside the bright sun, and 0 is black. Answers
# below 0 are shown black too, and answers above 255 white. Sharpening makes a rim brighter on its bright side and
# darker on its dark side. Both soft pictures look alike; the blur keeps a little more.
#
# ## 3. Which filter was it?
#
# You have a picture and what a hidden 3 x 3 filter made of it. Each output is one equation with nine unknowns:
#
# $$k_{0,0}\, x_{i,j} + k_{0,1}\, x_{i,j+1} + \dots + k_{2,2}\, x_{i+2,j+2} = \text{out}_{i,j}$$
#
# A picture of 8 x 8 has 36 such equations. Put the nine pixels of each window into a row of a matrix, and let
# `np.linalg.lstsq(matrix, out.ravel(), rcond=None)` solve for the weights.


# %%
def find_filter(x, out):
    """Find the 3 x 3 filter that made one image of another.

    Parameters
    ----------
    x : ndarray, shape (H, W)
        The picture.
    out : ndarray, shape (H - 2, W - 2)
        What the filter made of it, without padding and without a flip.

    Returns
    -------
    k : ndarray, shape (3, 3)
    """
    # begin solution
    windows = [x[i : i + 3, j : j + 3].ravel() for i in range(out.shape[0]) for j in range(out.shape[1])]
    return np.linalg.lstsq(np.array(windows, float), out.ravel(), rcond=None)[0].reshape(3, 3)
    # end solution


# %% tags=["demo"]
noise = np.random.default_rng(1).integers(-9, 10, (12, 12))
hidden = np.array([[0, 1, 2], [-1, 0, 1], [-2, -1, 0]])
print(np.round(find_filter(noise, correlate_image(noise, hidden)), 6) + 0.0)  # prints: 0 1 2, -1 0 1, -2 -1 0

# %% [markdown]
# *Mirrored?* Then rows of your matrix hold the windows backwards. *The transpose?* Windows and outputs have to be
# listed in the same order.
#
# ## 4. Let's learn these filters
#
# A network cannot solve equations for millions of weights. It takes a step downhill instead. Say how wrong a
# filter is,
#
# $$L = \tfrac{1}{2} \sum_{i,j} e_{i,j}^2, \qquad e = \mathrm{correlate\_image}(x, k) - \text{target}$$
#
# and differentiate. The weight $k_{u,v}$ occurs in every output, each time with another pixel: in $\text{out}_{i,j}$ it
# meets $x_{i+u,\,j+v}$. So
#
# $$\frac{\partial L}{\partial k_{u,v}} = \sum_{i,j} e_{i,j}\, x_{i+u,\,j+v}$$
#
# Look at it closely: that is the correlation of the image with the errors. Then take a step, $k - \text{rate} \cdot
# \partial L / \partial k$.
#
# **By hand.** One pixel, x = 3, k = 2, target 5: e = 1, the derivative is 1 · 3, and with rate 1/64 the new weight
# is 2 − 3/64.


# %%
def learn_filter_step(x, target, k, rate):
    """Take one step of gradient descent on half the squared error: k - rate * derivative.

    Parameters
    ----------
    x : ndarray, shape (H, W)
        The picture. Not to be modified.
    target : ndarray, shape (H - HH + 1, W - WW + 1)
        What the filter should make of it.
    k : ndarray, shape (HH, WW)
        The filter so far. Not to be modified.
    rate : float

    Returns
    -------
    k_new : ndarray, shape (HH, WW)
    """
    # begin solution
    error = correlate_image(x, k) - target
    return k - rate * correlate_image(x, error)
    # end solution


# %% tags=["demo"]
# From a picture and its blurred copy, the blur itself.
scene = (picture - picture.mean()) / picture.std() + np.random.default_rng(2).normal(0, 0.5, picture.shape)
blurred = gaussian_blur(scene)
learned = np.zeros((3, 3))
losses = []
for _ in range(1500):
    losses.append(((correlate_image(scene[:16, :16], learned) - blurred[:14, :14]) ** 2).sum() / 2)
    learned = learn_filter_step(scene[:16, :16], blurred[:14, :14], learned, 0.0008)
print("Sixteenths:")
print(np.round(16 * learned, 1))  # prints: 1 2 1, 2 4 2, 1 2 1
try:
    import matplotlib.pyplot as plt
except ImportError:
    for step in range(0, 1500, 150):
        print(f"step {step:4d}  loss {losses[step]:8.4f}")
else:
    plt.semilogy(losses)
    plt.title("how wrong the filter is, while it learns")
    plt.xlabel("step")
    plt.ylabel("loss")
    plt.show()

# %% [markdown]
# **What to see.** The scale is logarithmic: from one mark to the next the loss shrinks to the same fraction. It falls
# until only rounding is left, and stays there.
#
# *The loss grows?* You went uphill: the step is subtracted. *It falls and then explodes?* The rate is too large.
#
# ## 5. Questions
#
# 1. What does edge detection make of an even grey, where every pixel is 7? Return the number.
# 2. Somebody filters an image that holds a single 1 among zeros, and gets 1 2 1, 2 4 2, 1 2 1, all divided by 16. Which
#    filter was it? "A": box mean. "B": sharpen. "C": Gaussian blur.


# %%
def edges_of_nothing():
    """Answer question 1.

    Returns
    -------
    pixel : int
    """
    # begin solution
    return 0
    # end solution


# %%
def which_filter():
    """Answer question 2.

    Returns
    -------
    letter : str
        "A", "B" or "C".
    """
    # begin solution
    return "C"
    # end solution


# %% [markdown]
# When you are done, run `grader check image_filters.py -a image-filters`.
