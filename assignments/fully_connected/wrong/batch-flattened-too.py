def affine_forward(x, w, b):
    return x.reshape(1, -1) @ w + b, (x, w, b)


def affine_backward(dout, cache):
    raise ValueError("the shapes do not fit")
