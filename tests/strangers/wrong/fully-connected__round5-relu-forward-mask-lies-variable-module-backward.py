"""Wrong: relu_forward. The mask lies in a variable of the module, so that backward uses that of the last forward
call. On which inputs: two forward calls before a backward call for the first (a network with two ReLUs of one
shape). Due instead: the mask of the cache. (relu_backward is replaced as well, to read it.)
"""
import numpy as np


_state = {}


def relu_forward(x):
    _state["on"] = np.greater(x, 0)
    return np.where(_state["on"], x, 0.0), x.copy()


def relu_backward(dout, cache):
    return np.where(_state["on"].reshape(cache.shape), dout, 0.0)
