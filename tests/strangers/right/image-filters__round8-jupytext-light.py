# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: light
#   kernelspec:
#     display_name: Python 3
#     name: python3
# ---

# # Image filters
# Style: a jupytext file in the light format, with commented magics, markdown as comments and demo cells that plot only if they can.

# +
import numpy as np

# %matplotlib inline
# !pip install numpy
# -


# ## Exercise 1

# + tags=["graded"]
def correlate_image(x, k):
    H, W = x.shape
    HH, WW = k.shape
    if H < HH:
        raise ValueError('too high')
    if W < WW:
        raise ValueError('too wide')
    x, k = np.float64(x), np.float64(k)
    out = np.zeros((H - HH + 1, W - WW + 1))
    for i, row in enumerate(out):
        for j, _ in enumerate(row):
            row[j] = np.trace(x[i:i + HH, j:j + WW] @ k.T)
    return out
# -


# ## Exercise 2
# delta: the picture itself. Every other filter is made of it and the box.

# +
delta = np.pad([[1.0]], 1)
box = np.ones((3, 3))
cross = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0.]])

edge_detection = lambda x: correlate_image(x, 9 * delta - box)
box_mean = lambda x: correlate_image(x, box / box.sum())
sharpen = lambda x: correlate_image(x, 6 * delta - cross)
gaussian_blur = lambda x: correlate_image(x, (box + cross + 2 * delta) / 16)
# -

# +
try:
    import matplotlib.pyplot as plt
    fig, ax = plt.subplots(1, 2)
    ax[0].imshow(np.eye(9), cmap='gray'); ax[1].imshow(sharpen(np.eye(9)), cmap='gray')
except Exception as e:
    print('no pictures:', e)
# -


# ## Exercise 3

def find_filter(x, out):
    rows = []
    for i in range(x.shape[0] - 2):
        for j in range(x.shape[1] - 2):
            rows.append(x[i:i + 3, j:j + 3].flatten())
    k, *_ = np.linalg.lstsq(np.array(rows, dtype=np.float64), out.flatten().astype(np.float64), rcond=-1)
    return k.reshape((3, 3))


# ## Exercise 4

def learn_filter_step(x, target, k, rate):
    e = correlate_image(x, k) - target
    dk = np.zeros(k.shape)
    for (i, j), err in np.ndenumerate(e):
        dk += err * x[i:i + k.shape[0], j:j + k.shape[1]]
    k_new = k.astype(np.float64)
    k_new -= rate * dk
    return k_new


# ## Questions

def edges_of_nothing():
    return edge_detection(np.ones((3, 3)) * 7).sum()


def which_filter():
    return 'C'
