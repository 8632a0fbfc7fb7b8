# Style: deeplearning.ai names as a script made from a notebook (# In[3]:), with mode = "average", masks and distribute_value
# as helpers, get_ipython() magics as nbconvert writes them; the two questions by our names.

# coding: utf-8

# In[1]:

import numpy as np
try:
    get_ipython().run_line_magic('matplotlib', 'inline')
except NameError:
    pass

np.random.seed(1)


# In[2]:

def pool_forward(A_prev, hparameters, mode = "max"):
    """
    Implements the forward pass of the pooling layer

    A_prev -- (m, n_H_prev, n_W_prev, n_C_prev); hparameters -- "f" and "stride"; mode -- "max" or "average"
    """
    (m, n_H_prev, n_W_prev, n_C_prev) = A_prev.shape
    f = hparameters["f"]
    stride = hparameters["stride"]
    n_H = int(1 + (n_H_prev - f) / stride)
    n_W = int(1 + (n_W_prev - f) / stride)
    A = np.zeros((m, n_H, n_W, n_C_prev))
    choose = {"max": np.max, "average": lambda a: np.mean(a, dtype=float)}[mode]
    for i in range(m):
        a_prev = A_prev[i]
        for h in range(n_H):
            for w in range(n_W):
                for c in range(n_C_prev):
                    A[i, h, w, c] = choose(a_prev[h * stride:h * stride + f, w * stride:w * stride + f, c])
    cache = (A_prev, hparameters)
    return A, cache


# In[3]:

def create_mask_from_window(x):
    mask = np.zeros(x.shape, dtype=bool)
    mask[np.unravel_index(np.argmax(x), x.shape)] = True
    return mask


def distribute_value(dz, shape):
    (n_H, n_W) = shape
    average = dz / float(n_H * n_W)
    return average * np.ones(shape)


# In[4]:

def pool_backward(dA, cache, mode = "max"):
    (A_prev, hparameters) = cache
    stride, f = hparameters["stride"], hparameters["f"]
    m, n_H, n_W, n_C = dA.shape
    dA_prev = np.zeros(A_prev.shape)
    for i, h, w, c in np.ndindex(m, n_H, n_W, n_C):
        rows = slice(h * stride, h * stride + f)
        cols = slice(w * stride, w * stride + f)
        if mode == "max":
            dA_prev[i, rows, cols, c] += create_mask_from_window(A_prev[i, rows, cols, c]) * dA[i, h, w, c]
        elif mode == "average":
            dA_prev[i, rows, cols, c] += distribute_value(dA[i, h, w, c], (f, f))
    assert (dA_prev.shape == A_prev.shape)
    return dA_prev


# In[5]:

def pooled_depth():
    n = int(1 + (224 - 2) / 2)
    return (n, n, 64)

def pooling_parameters():
    return 0
