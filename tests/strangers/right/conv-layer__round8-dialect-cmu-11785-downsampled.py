"""Style: CMU 11-785 classes: Conv2d_stride1 by loops over the kernel, Downsample2d, and Conv2d that combines them; gradients in dLdW and dLdb, dLdA returned."""
import numpy as np


class Downsample2d():
    def __init__(self, downsampling_factor):
        self.downsampling_factor = downsampling_factor

    def forward(self, A):
        self.in_shape = A.shape
        k = self.downsampling_factor
        return A[:, :, ::k, ::k]

    def backward(self, dLdZ):
        dLdA = np.zeros(self.in_shape)
        k = self.downsampling_factor
        dLdA[:, :, ::k, ::k] = dLdZ
        return dLdA


class Conv2d_stride1():
    def __init__(self, in_channels, out_channels, kernel_size, weight_init_fn=None, bias_init_fn=None):
        self.in_channels = in_channels
        self.out_channels = out_channels
        self.kernel_size = kernel_size
        shape = (out_channels, in_channels, kernel_size, kernel_size)
        self.W = np.random.normal(0, 1.0, shape) if weight_init_fn is None else weight_init_fn(*shape)
        self.b = np.zeros(out_channels) if bias_init_fn is None else bias_init_fn(out_channels)
        self.dLdW = np.zeros(self.W.shape)
        self.dLdb = np.zeros(self.b.shape)

    def forward(self, A):
        self.A = np.asarray(A, dtype=float)
        k = self.W.shape[2]
        H_out, W_out = A.shape[2] - k + 1, A.shape[3] - k + 1
        Z = np.zeros((A.shape[0], self.W.shape[0], H_out, W_out))
        for u in range(k):
            for v in range(k):
                Z += np.einsum('bchw,oc->bohw', self.A[:, :, u:u + H_out, v:v + W_out], self.W[:, :, u, v])
        return Z + self.b[None, :, None, None]

    def backward(self, dLdZ):
        k = self.W.shape[2]
        H_out, W_out = dLdZ.shape[2:]
        self.dLdb = dLdZ.sum(axis=(0, 2, 3), dtype=float)
        self.dLdW = np.zeros(self.W.shape)
        dLdA = np.zeros(self.A.shape)
        for u in range(k):
            for v in range(k):
                part = self.A[:, :, u:u + H_out, v:v + W_out]
                self.dLdW[:, :, u, v] = np.einsum('bohw,bchw->oc', dLdZ, part)
                dLdA[:, :, u:u + H_out, v:v + W_out] += np.einsum('bohw,oc->bchw', dLdZ, self.W[:, :, u, v])
        return dLdA


class Conv2d():
    def __init__(self, in_channels, out_channels, kernel_size, stride, padding=0, weight_init_fn=None, bias_init_fn=None):
        self.stride = stride
        self.pad = padding
        self.conv2d_stride1 = Conv2d_stride1(in_channels, out_channels, kernel_size, weight_init_fn, bias_init_fn)
        self.downsample2d = Downsample2d(stride)

    def forward(self, A):
        p = self.pad
        A = np.pad(A, ((0, 0), (0, 0), (p, p), (p, p)), 'constant', constant_values=0)
        return self.downsample2d.forward(self.conv2d_stride1.forward(A))

    def backward(self, dLdZ):
        p = self.pad
        dLdA = self.conv2d_stride1.backward(self.downsample2d.backward(dLdZ))
        return dLdA[:, :, p:dLdA.shape[2] - p, p:dLdA.shape[3] - p]

    # the weights live in the inner layer
    @property
    def W(self):
        return self.conv2d_stride1.W

    @W.setter
    def W(self, value):
        self.conv2d_stride1.W = value

    @property
    def b(self):
        return self.conv2d_stride1.b

    @b.setter
    def b(self, value):
        self.conv2d_stride1.b = value

    @property
    def dLdW(self):
        return self.conv2d_stride1.dLdW

    @property
    def dLdb(self):
        return self.conv2d_stride1.dLdb


def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError("shapes")
    return np.sum(np.multiply(x, w, dtype=float)) + b


def conv_map(x, w, b):
    (C, H, W), (D, HH, WW) = x.shape, w.shape
    if C != D or HH > H or WW > W:
        raise ValueError("does not fit")
    return np.array([[conv_single(x[:, i:i + HH, j:j + WW], w, b) for j in range(W - WW + 1)] for i in range(H - HH + 1)])
