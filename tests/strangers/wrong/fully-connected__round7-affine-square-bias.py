# affine_forward is wrong where there are as many images as outputs (N == M > 1): the bias is added along the images.
def affine_forward(x, w, b):
    N = x.shape[0]
    rows = x.reshape(N, -1).astype(float)
    out = rows @ w
    if b.shape[0] == N:
        out = out + b.reshape(N, 1)
    else:
        out = out + b
    return out, (x, w, b)
