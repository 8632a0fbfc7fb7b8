# %% [markdown]
# # Convolution in one dimension
#
# Everything a convolutional network does begins with one idea: slide a small row of numbers along a long one, and at
# each place multiply and add. In one dimension you can do it with a pencil.
#
# | function | what it computes |
# |---|---|
# | `box_filter` | the mean of a few neighbours |
# | `correlate_shrink` | any kernel, the output gets shorter |
# | `correlate_pad` | any kernel, the output keeps its length |
# | `convolve_shrink` | the same with the kernel turned around |
# | `correlate_backward` | its gradients |
# | `convolve_sampled` | the integral of the slide, as a sum |
#
# All of it is on the slides "What are Convolutions?", except for the gradients. `np.convolve` and `np.correlate`
# would do most of this assignment by themselves, so they are switched off here, and so is what computes the same:
# `np.polymul` and its like. A Fourier transform is allowed.
#
# Arrays may come as whole numbers, as bytes (`uint8`), or as floats of any precision, also mixed. Return floats where
# fractions can arise: an array of whole numbers would cut them off.

# %%
import numpy as np

# %% [markdown]
# ## 1. A box
#
# The slide smooths ten numbers with a box of three, the kernel (1/3, 1/3, 1/3):
#
# | 4 | 3 | 2 | −5 | 3 | 5 | 2 | 5 | 5 | 6 |
# |---|---|---|---|---|---|---|---|---|---|
# | | 3 | 0 | 0 | 1 | 10/3 | 4 | 4 | 16/3 | |
#
# The first is (4 + 3 + 2)/3 = 3. Then the box moves by one. At both ends it would stick out, so there is no value
# there: from $L$ numbers, $L - \text{width} + 1$ are left.
#
# **Predict.** A box of two on 4, 3, 2, −5. How many values, and which?


# %%
def box_filter(x, width):
    """Average every stretch of ``width`` numbers in a row.

    Parameters
    ----------
    x : ndarray, shape (L,)
        The signal. Not to be modified.
    width : int
        Length of a stretch, at most L.

    Returns
    -------
    out : ndarray, shape (L - width + 1,)
    """
    # begin solution
    out = np.zeros(len(x) - width + 1)
    for i in range(len(out)):
        out[i] = x[i : i + width].sum() / width
    return out
    # end solution


# %% tags=["demo"]
signal = np.array([4, 3, 2, -5, 3, 5, 2, 5, 5, 6])
print(box_filter(signal, 3))  # prints: 3 0 0 1 10/3 4 4 16/3
print(box_filter(signal[:4], 2))  # prints: 3.5 2.5 -1.5

# %% [markdown]
# *3 where 10/3 is due?* `np.zeros_like` of whole numbers holds whole numbers only, and cuts the fraction off.
#
# ## 2. Any kernel
#
# Give each neighbour its own weight. Slide the kernel **as it is**, from left to right:
#
# $$\text{out}_i = \sum_{u} k_u\, x_{i+u}$$
#
# Here $u$ goes from 0 to $K - 1$, for a kernel of $K$ numbers. This is *cross-correlation*, what deep learning calls
# a convolution. Two rows of numbers meet here: the longer one is the *signal* $x$, and the shorter one, which slides,
# is called the *filter kernel*. A kernel that is longer than the signal fits nowhere: raise `ValueError`.
#
# **Predict.** The kernel 1, 2, 3 on 4, 3, 2, −5, 3. First: 1 · 4 + 2 · 3 + 3 · 2 = 16.


# %%
def correlate_shrink(x, k):
    """Slide a kernel over a signal as it is, not turned around, wherever it fits.

        out[i] = sum over u of  k[u] * x[i + u]

    Parameters
    ----------
    x : ndarray, shape (L,)
        The signal. Not to be modified.
    k : ndarray, shape (K,)
        The kernel.

    Returns
    -------
    out : ndarray, shape (L - K + 1,)

    Raises
    ------
    ValueError
        If the kernel is longer than the signal.
    """
    # begin solution
    if len(k) > len(x):
        raise ValueError(f"a kernel of {len(k)} numbers does not fit a signal of {len(x)}")
    out = np.zeros(len(x) - len(k) + 1)
    for i in range(len(out)):
        for u in range(len(k)):
            out[i] += k[u] * x[i + u]
    return out
    # end solution


# %% tags=["demo"]
print(correlate_shrink(signal[:5], np.array([1, 2, 3])))  # prints: 16 -8 1

# %% [markdown]
# *20, 8, −1?* You turned the kernel around; that comes in exercise 4.
#
# ## 3. Keep the size
#
# The slide's second option: put zeros on both ends, so that the middle of the kernel can lie on every number. A kernel
# of length $K$ needs $(K - 1)/2$ zeros **on each side**. For an even kernel that is no whole number: raise
# `ValueError`.
#
# **Predict.** The box of three on the slide's signal: what are the first value and the last?


# %%
def correlate_pad(x, k):
    """Slide a kernel over a signal with (K - 1)/2 zeros on each end, so that the length stays.

    Parameters
    ----------
    x : ndarray, shape (L,)
        The signal. Not to be modified.
    k : ndarray, shape (K,)
        The kernel; K is odd.

    Returns
    -------
    out : ndarray, shape (L,)

    Raises
    ------
    ValueError
        If K is even.
    """
    # begin solution
    if len(k) % 2 == 0:
        raise ValueError(f"a kernel of {len(k)} numbers has no middle")
    return correlate_shrink(np.pad(x, len(k) // 2), k)
    # end solution


# %% tags=["demo"]
# Rounded, because a computer has no exact third: otherwise 1.11e-16 stands where 0 is due.
print(np.round(correlate_pad(signal, np.ones(3) / 3), 8))  # prints: 7/3 3 0 0 1 10/3 4 4 16/3 11/3

# %% [markdown]
# *The last value is 16/3 again, or the first is 3?* All zeros went to one side.
#
# ## 4. Flip
#
# The integral on the slide has $g(t - \tau)$: as $\tau$ grows, $g$ runs backwards. So a *convolution* turns the kernel
# around before it slides:
#
# $$\text{out}_i = \sum_{u} k_u\, x_{i + (K - 1) - u}$$
#
# Why would anyone do that? Send in an impulse, a single 1 among zeros. Correlation gives the kernel back to front,
# convolution gives it as it is: "what does one spike become?" is the question that convolution answers. And
# $f * g = g * f$ holds only with the flip. In a network the weights are learned, and the flip makes no difference.


# %%
def convolve_shrink(x, k):
    """Turn the kernel around, then slide it, wherever it fits; it is never longer than the signal.

        out[i] = sum over u of  k[u] * x[i + K - 1 - u]

    Parameters
    ----------
    x : ndarray, shape (L,)
        The signal. Not to be modified.
    k : ndarray, shape (K,)
        The kernel.

    Returns
    -------
    out : ndarray, shape (L - K + 1,)
    """
    # begin solution
    return correlate_shrink(x, k[::-1])
    # end solution


# %% tags=["demo"]
print(convolve_shrink(signal[:5], np.array([1, 2, 3])))  # prints: 20 8 -1
print("An impulse gives the kernel:", convolve_shrink(np.array([0, 0, 1, 0, 0]), np.array([1, 2, 3])))  # prints: 1 2 3

# %% [markdown]
# ## 5. Backward
#
# Behind the filter stands a loss: one number, made of the outputs, which says how wrong they are, and which training
# makes smaller. dout is its derivative with respect to each output. Asked for are dx and dk, its derivatives with
# respect to each number of the signal and of the kernel. On the smallest case, three numbers and a kernel of two,
# there are two outputs:
#
# $$\text{out}_0 = k_0 x_0 + k_1 x_1 \qquad \text{out}_1 = k_0 x_1 + k_1 x_2$$
#
# Read off where each number occurs. $x_0$ occurs once, with $k_0$, in out$_0$: $\text{dx}_0 = k_0\,\text{dout}_0$.
# $x_1$ occurs twice: $\text{dx}_1 = k_1\,\text{dout}_0 + k_0\,\text{dout}_1$. And $\text{dx}_2 = k_1\,\text{dout}_1$.
# As for the kernel, $\text{dk}_0 = x_0\,\text{dout}_0 + x_1\,\text{dout}_1$.
#
# In general there are two ways to say it. *Scatter*: each output sends its gradient back to the numbers it was made of,
# `dx[i : i + K] += dout[i] * k`. *Full correlation*: dx is dout, with $K - 1$ zeros on each end, correlated with the
# kernel **turned around**. Here is dx of the small case both ways: dout with zeros is (0, dout$_0$, dout$_1$, 0), the
# turned kernel is ($k_1$, $k_0$), and the middle one is $k_1\,\text{dout}_0 + k_0\,\text{dout}_1$. The same. And dk is
# the correlation of x with dout.


# %%
def correlate_backward(dout, x, k):
    """Send a gradient back through correlate_shrink.

    Parameters
    ----------
    dout : ndarray, shape (L - K + 1,)
        The gradient of the loss with respect to the output.
    x : ndarray, shape (L,)
    k : ndarray, shape (K,)

    Returns
    -------
    dx : ndarray, shape (L,)
    dk : ndarray, shape (K,)
    """
    # begin solution
    dx, dk = np.zeros(len(x)), np.zeros(len(k))
    for i in range(len(dout)):
        dx[i : i + len(k)] += dout[i] * k
        dk += dout[i] * x[i : i + len(k)]
    return dx, dk
    # end solution


# %% tags=["demo"]
dx, dk = correlate_backward(np.ones(8), signal, np.ones(3) / 3)
print("Thirds:", np.round(dx * 3))  # prints: 1 2 3 3 3 3 3 3 2 1
print("The kernel's gradient:", dk)  # prints: 19 20 23
padded = np.pad(np.ones(8), 2)
print("As full correlation:", np.round(correlate_shrink(padded, (np.ones(3) / 3)[::-1]) * 3))
# prints: 1 2 3 3 3 3 3 3 2 1

# %% [markdown]
# ## 6. The integral
#
# $$(f * g)(t) = \int f(\tau)\, g(t - \tau)\, d\tau$$
#
# A computer knows $f$ and $g$ at samples that lie $dt$ apart. The integral becomes a sum over all pairs of samples
# whose places add up to $t$, times $dt$:
#
# $$\text{out}_t = dt \sum_{\tau} f_\tau\, g_{t - \tau}$$
#
# Every overlap counts, also the first where only one pair meets. So the result has $L + K - 1$ samples.
#
# **Predict.** Two boxes, 1 high and 1 wide, four samples each, dt = 1/4. Slide one over the other: how large is
# the overlap?


# %%
def convolve_sampled(f, g, dt):
    """Convolve two sampled functions, every overlap included.

        out[t] = dt * sum over i + j = t of  f[i] * g[j]

    Parameters
    ----------
    f : ndarray, shape (L,)
    g : ndarray, shape (K,)
        Samples. Neither is to be modified.
    dt : float
        From one sample to the next.

    Returns
    -------
    out : ndarray, shape (L + K - 1,)
    """
    # begin solution
    out = np.zeros(len(f) + len(g) - 1)
    for tau in range(len(f)):
        out[tau : tau + len(g)] += f[tau] * g * dt
    return out
    # end solution


# %% tags=["demo"]
print(convolve_sampled(np.ones(4), np.ones(4), 0.25))  # prints: 1/4 1/2 3/4 1 3/4 1/2 1/4

# %% tags=["demo"]
# The slide's two pictures: two boxes, two Gaussians.
t = np.arange(-4, 4, 1 / 16) + 1 / 32  # the middle of each sample
boxes = np.where(np.abs(t) < 0.5, 1.0, 0.0)  # 16 samples, so 1 wide
bell = np.exp(-(t**2) / 2) / np.sqrt(2 * np.pi)
for name, curve in {"two boxes": boxes, "two Gaussians": bell}.items():
    both = convolve_sampled(curve, curve, 1 / 16)[len(t) // 2 : -len(t) // 2 + 1]
    sums = t + 1 / 32  # two middles add up to a multiple of 1/16
    try:
        import matplotlib.pyplot as plt
    except ImportError:
        print(name)
        for place in range(31, 96, 4):
            print(f"{sums[place]:6.2f} " + "#" * int(40 * both[place] / both.max()))
    else:
        plt.plot(t, curve, label="f and g")
        plt.plot(sums, both, label="f * g")
        plt.title(f"{name}: the largest value of f * g is {both.max():.2f}")
        plt.xlabel("t")
        plt.ylabel("value")
        plt.ylim(0, 1.05)
        plt.legend()
        plt.show()

# %% [markdown]
# **What to see.** Two boxes give a triangle of height 1, because in the middle they overlap along their whole width.
# Two Gaussians give a Gaussian that is lower and wider: 0.28 high instead of 0.40. A Gaussian of variance $v$ has the
# height $1/\sqrt{2 \pi v}$.
#
# ## 7. Questions
#
# 1. What is the convolution of two boxes of the same width? "A": a box. "B": a triangle. "C": a bell.
# 2. Two Gaussians with variance 1 are convolved. What variance has the result?
# 3. For which kernels do convolution and cross-correlation agree? "A": those that read the same forwards and
#    backwards. "B": those with two numbers. "C": those that sum to 1.


# %%
def two_boxes():
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
def two_gaussians():
    """Answer question 2.

    Returns
    -------
    variance : float
    """
    # begin solution
    return 1 + 1
    # end solution


# %%
def flip_unseen():
    """Answer question 3.

    Returns
    -------
    letter : str
        "A", "B" or "C".
    """
    # begin solution
    return "A"
    # end solution


# %% [markdown]
# When you are done, run `grader check convolution_1d.py -a convolution-1d`.
