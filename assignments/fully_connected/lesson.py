# %% [markdown]
# # Fully connected layers
#
# In a fully connected layer every output looks at every input, with a weight of its own. It is what a convolution is
# measured against, and the networks of the slides end with it: one or two such layers make the decision. You build it
# with all that training needs: the layer, ReLU, the loss, their gradients, and a way to check a gradient. At the end
# you see that a convolution *is* such a layer, one with most weights 0 and the others shared.
#
# | function | what it computes | slide |
# |---|---|---|
# | `dense_parameters` | how many numbers are learned | Problems using FC Layers on Images |
# | three questions | | Why not simply more FC Layers? |
# | `affine_forward`, `affine_backward` | the layer | Final Fully-Connected Layer |
# | `relu_forward`, `relu_backward` | the activation | CNN Prototype |
# | `softmax_loss` | the loss, and its gradient | Final Fully-Connected Layer |
# | `numerical_gradient` | a gradient by trying | derived below |
# | `conv_matrix` | a convolution as a layer | Convolutions vs Fully-Connected |
#
# Arrays may come as whole numbers, as bytes (`uint8`), or as floats of any precision, also mixed. Return floats where
# fractions can arise: an array of whole numbers would cut them off.

# %%
import numpy as np

# %% [markdown]
# ## 1. Counting
#
# A tiny image has 5 x 5 pixels, 25 numbers. Three outputs need a weight for each of them, 25 · 3 = 75, and a bias
# each.
#
# **Predict.** How many weights has a layer of 1000 neurons on an RGB image of 1000 x 1000 pixels? That is the second
# function; it answers a question and takes no arguments.


# %%
def dense_parameters(inputs, outputs):
    """Count the parameters of a fully connected layer.

    Parameters
    ----------
    inputs, outputs : int
        How many numbers go in, and come out.

    Returns
    -------
    parameters : int
        Weights and biases.
    """
    # begin solution
    return inputs * outputs + outputs
    # end solution


# %%
def weights_of_a_normal_image():
    """Answer the question above.

    Returns
    -------
    count : int
        Weights alone, without biases.
    """
    # begin solution
    return 1000 * 1000 * 3 * 1000
    # end solution


# %% tags=["demo"]
print("75 weights and 3 biases:", dense_parameters(25, 3))  # prints: 78
print(f"{weights_of_a_normal_image():,} weights; ten 5 x 5 filters have 750.")

# %% [markdown]
# ## 2. Two questions
#
# Why are more and more fully connected layers no way out? "A": computers are too slow for them. "B": so many free
# numbers are hard to optimise, and the results stop getting better or get worse. "C": more layers can represent less.
#
# What does *weight sharing* mean? "A": some weights are always 0. "B": all images of a batch meet the same weights.
# "C": the same weights are used for different parts of one image.


# %%
def more_layers():
    """Answer the first question.

    Returns
    -------
    letter : str
        "A", "B" or "C".
    """
    # begin solution
    return "B"
    # end solution


# %%
def weight_sharing():
    """Answer the second question.

    Returns
    -------
    letter : str
        "A", "B" or "C".
    """
    # begin solution
    return "C"
    # end solution


# %% [markdown]
# ## 3. The layer, forward
#
# Each image becomes one long row of D numbers, channel by channel, each channel row by row; `reshape(N, -1)` does that.
# Then, for image n and output m,
#
# $$\text{out}_{n,m} = \sum_{d} x_{n,d}\, w_{d,m} + b_m \qquad\text{or}\qquad \text{out} = x\,w + b$$
#
# **Predict.** Two images of two numbers, x = [[1, 2], [3, -4]], and three outputs, w = [[5, 6, 7], [8, 9, -1]],
# b = [10, 20, 30]. The first output of the first image is 1 · 5 + 2 · 8 + 10 = 31. And the others?


# %%
def affine_forward(x, w, b):
    """Compute a fully connected layer.

    Parameters
    ----------
    x : ndarray, shape (N, ...)
        N images of D numbers each, in any shape. Not to be modified.
    w : ndarray, shape (D, M)
    b : ndarray, shape (M,)

    Returns
    -------
    out : ndarray, shape (N, M)
    cache : tuple
        What affine_backward needs; for example (x, w, b).
    """
    # begin solution
    out = x.reshape(len(x), -1) @ w + b
    return out, (x, w, b)
    # end solution


# %% tags=["demo"]
two_images = np.array([[1, 2], [3, -4]])
weights, biases = np.array([[5, 6, 7], [8, 9, -1]]), np.array([10, 20, 30])
print(affine_forward(two_images, weights, biases)[0])  # prints: 31 44 35, -7 2 55

# %% [markdown]
# ## 4. The layer, backward
#
# You are given dout, the derivative of the loss with respect to each output. Look at one weight, $w_{d,m}$. It occurs
# in output m of every image, multiplied by $x_{n,d}$. So, summed over the images,
#
# $$\text{dw}_{d,m} = \sum_n x_{n,d}\,\text{dout}_{n,m}, \qquad
# \text{db}_m = \sum_n \text{dout}_{n,m}, \qquad
# \text{dx}_{n,d} = \sum_m w_{d,m}\,\text{dout}_{n,m}$$
#
# As matrices that is $x^T \text{dout}$ and $\text{dout}\, w^T$: if the shapes fit, it is probably right. dx goes back
# into the shape of x.


# %%
def affine_backward(dout, cache):
    """Send a gradient back through the layer.

    Parameters
    ----------
    dout : ndarray, shape (N, M)
    cache : tuple
        What affine_forward returned beside the output.

    Returns
    -------
    dx : ndarray, shape of x
    dw : ndarray, shape (D, M)
    db : ndarray, shape (M,)
    """
    # begin solution
    x, w, b = cache
    dx = (dout @ w.T).reshape(x.shape)
    dw = x.reshape(len(x), -1).T @ dout
    return dx, dw, dout.sum(axis=0)
    # end solution


# %% tags=["demo"]
_, cache = affine_forward(two_images, weights, biases)
for name, gradient in zip(("dx", "dw", "db"), affine_backward(np.array([[1, 0, 2], [0, 3, -1]]), cache)):
    print(name, gradient.tolist())
# prints: dx [[19, 6], [11, 28]]
# prints: dw [[1, 9, -1], [2, -12, 8]]
# prints: db [1, 3, 1]

# %% [markdown]
# *Twice too small?* Do not divide by the number of images: the loss has done that already.
#
# ## 5. ReLU
#
# Between two layers stands an activation; without one, two layers would collapse into a single one. ReLU keeps what is
# positive and replaces the rest by 0. Backward, the gradient passes where the **input** was positive. At 0 there is a
# corner and no derivative; we accept any part of the gradient there.


# %%
def relu_forward(x):
    """Keep what is positive.

    Parameters
    ----------
    x : ndarray
        Not to be modified.

    Returns
    -------
    out : ndarray, same shape
    cache : ndarray
        What relu_backward needs.
    """
    # begin solution
    return np.maximum(x, 0), x
    # end solution


# %%
def relu_backward(dout, cache):
    """Let the gradient through where the input was positive.

    Parameters
    ----------
    dout : ndarray
    cache : ndarray
        What relu_forward returned beside the output.

    Returns
    -------
    dx : ndarray, same shape
    """
    # begin solution
    return dout * (cache > 0)
    # end solution


# %% tags=["demo"]
activated, relu_cache = relu_forward(np.array([[-2, 0, 3], [4, -5, 6]]))
print(activated.tolist())  # prints: [[0, 0, 3], [4, 0, 6]]
print(relu_backward(np.array([[7, 8, 9], [10, 11, 12]]), relu_cache).tolist())  # prints: [[0, 0, 9], [10, 0, 12]]

# %% [markdown]
# ## 6. The softmax loss
#
# The last layer gives a score for each of K classes. Softmax makes probabilities of them, and the loss is how surprised
# we are by the right class, averaged over the images:
#
# $$p_{n,k} = \frac{e^{x_{n,k}}}{\sum_j e^{x_{n,j}}}, \qquad L = -\frac{1}{N} \sum_n \log p_{n,y_n}$$
#
# $e^{1000}$ is more than a float holds. But adding the same number to all scores of an image changes no probability; so
# subtract the largest score first. And take the logarithm on paper: $\log p_{n,k} = x_{n,k} - \log \sum_j e^{x_{n,j}}$.
#
# The derivative is short. Differentiate $-x_{n,y} + \log \sum_j e^{x_{n,j}}$: the second part gives $p_{n,k}$, the
# first takes 1 away at the right class:
#
# $$\text{dx}_{n,k} = \frac{p_{n,k} - [k = y_n]}{N}$$
#
# **Predict.** Four equal scores: what is p, and the loss?


# %%
def softmax_loss(x, y):
    """Compute the softmax loss and its gradient.

    Parameters
    ----------
    x : ndarray, shape (N, K)
        Scores. Not to be modified.
    y : ndarray of int, shape (N,)
        The right classes, from 0 to K - 1.

    Returns
    -------
    loss : float
        The mean over the images.
    dx : ndarray, shape (N, K)
    """
    # begin solution
    shifted = x - x.max(axis=1, keepdims=True)
    sums = np.exp(shifted).sum(axis=1, keepdims=True)
    log_p = shifted - np.log(sums)
    images = np.arange(len(x))
    dx = np.exp(log_p)
    dx[images, y] -= 1
    return -log_p[images, y].mean(), dx / len(x)
    # end solution


# %% tags=["demo"]
loss, dscores = softmax_loss(np.full((2, 4), 5.0), np.array([2, 0]))
print("log(4) is 1.386...:", loss)
print("-3/8 at the right classes:", dscores.tolist())  # prints: 1/8 1/8 -3/8 1/8, -3/8 1/8 1/8 1/8
print("Finite:", softmax_loss(np.array([[1000.0, -1000.0]]), np.array([1]))[0])

# %% [markdown]
# *`nan`?* Infinity divided by infinity: subtract the maximum **of each row**. *`inf`?* The logarithm of a probability
# that was rounded to 0: never take the log of p, take it of the sum.
#
# ## 7. A gradient by trying
#
# How do you know that a gradient is right? Move one number a little, look at the loss, move it back:
#
# $$\frac{\partial L}{\partial w_{d,m}} \approx \frac{L(w_{d,m} + h) - L(w_{d,m} - h)}{2h}$$
#
# Both sides, because then the error of the parabola cancels: for a loss that is a square, this is exact for *every* h,
# while $(L(w + h) - L(w))/h$ is not. Try it on half the squared error of your own layer,
#
# $$L = \tfrac{1}{2} \sum_{n,m} (\text{out}_{n,m} - \text{target}_{n,m})^2$$


# %%
def numerical_gradient(x, w, b, target, h):
    """Differentiate half the squared error of affine_forward with respect to w, numerically.

    Parameters
    ----------
    x, w, b : ndarray
        As for affine_forward. Not to be modified.
    target : ndarray, shape (N, M)
    h : float
        How far to move, to either side.

    Returns
    -------
    dw : ndarray, shape (D, M)
    """

    # begin solution
    def loss(weights):
        return ((affine_forward(x, weights, b)[0] - target) ** 2).sum() / 2

    dw = np.zeros(w.shape)
    for place in np.ndindex(w.shape):
        step = np.zeros(w.shape)
        step[place] = h
        dw[place] = (loss(w + step) - loss(w - step)) / (2 * h)
    return dw
    # end solution


# %% tags=["demo"]
goal = np.array([[30, 44, 33], [-7, 0, 50]])
by_trying = numerical_gradient(two_images, weights, biases, goal, 0.5)
out, cache = affine_forward(two_images, weights, biases)
print("By trying:", by_trying.tolist())
print("Derived:  ", affine_backward(out - goal, cache)[1].tolist())

# %% [markdown]
# ## 8. A convolution is a layer with structure
#
# Write an image as one long column of numbers, channel by channel, row by row. Each output of a convolution is a sum of
# some of them times weights: so there is a matrix whose rows give the outputs. Its row for filter f at place (i, j)
# holds the weight $w_{f,c,u,v}$ in the column of pixel $(c,\, i \cdot S + u,\, j \cdot S + v)$, and 0 elsewhere. Rows
# go filter by filter, then row by row of the map.
#
# A filter [1, 2, 3] on a signal of 5:
#
# $$\begin{bmatrix}1 & 2 & 3 & 0 & 0\\ 0 & 1 & 2 & 3 & 0\\ 0 & 0 & 1 & 2 & 3\end{bmatrix}$$
#
# Most entries are 0: each output looks at a few pixels only. And each row holds the same three weights: they are
# shared.


# %%
def conv_matrix(w, x_shape, stride):
    """Write a convolution of one image as the matrix of a fully connected layer, without padding.

    Parameters
    ----------
    w : ndarray, shape (F, C, HH, WW)
        The filters, not flipped.
    x_shape : tuple (C, H, W)
        Of the image.
    stride : int

    Returns
    -------
    matrix : ndarray, shape (F * H_out * W_out, C * H * W)
    """
    # begin solution
    F, C, HH, WW = w.shape
    _, H, W = x_shape
    H_out, W_out = (H - HH) // stride + 1, (W - WW) // stride + 1
    matrix = np.zeros((F, H_out, W_out, C, H, W))
    for i in range(H_out):
        for j in range(W_out):
            matrix[:, i, j, :, i * stride : i * stride + HH, j * stride : j * stride + WW] = w
    return matrix.reshape(F * H_out * W_out, C * H * W)
    # end solution


# %% tags=["demo"]
print(conv_matrix(np.array([[[[1, 2, 3]]]]), (1, 1, 5), 1))
band = conv_matrix(np.array([[[[1, 2, 1], [2, 4, 2], [1, 2, 1]]]]), (1, 8, 8), 1)
print(f"A 3 x 3 filter on 8 x 8 pixels: {np.count_nonzero(band)} of {band.size} entries are not 0.")
try:
    import matplotlib.pyplot as plt
except ImportError:
    for row in band[::6]:
        print("".join(".#"[int(entry > 0)] for entry in row))
else:
    plt.imshow(band, aspect="auto")
    plt.colorbar(label="weight")
    plt.title("a 3 x 3 filter as a matrix")
    plt.xlabel("pixel of the image, row by row")
    plt.ylabel("output, row by row")
    plt.show()

# %% [markdown]
# **What to see.** Three thin stripes, one for each row of the filter. They move one pixel to the right with each
# output, and two more where an output begins a new row. All the rest is 0.
#
# When you are done, run `grader check fully_connected.py -a fully-connected`.
