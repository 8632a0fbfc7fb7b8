import numpy as np


def im2col(x, window, stride, pad):
    framed = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    rows = (framed.shape[2] - window[0]) // stride + 1
    columns = (framed.shape[3] - window[1]) // stride + 1
    made = []
    for image in framed:
        for i in range(rows):
            for j in range(columns):
                top, left = i * stride, j * stride
                made.append(image[:, top : top + window[0], left : left + window[1]].ravel())
    return np.array(made).T[None]
