"""Modules over tensors of one's own, as in a course on deep learning systems (needle); right. Assignments: conv-layer,
fully-connected.
"""

import math

import numpy as np

import needle as ndl
import needle.init as init
from needle import ops


class Op:
    def __call__(self, *args):
        return Tensor.make_from_op(self, args)


class TensorOp(Op):
    pass


class Tensor:
    def __init__(self, array, *, device=None, dtype=None, requires_grad=True, **kwargs):
        data = array.cached_data if isinstance(array, Tensor) else np.asarray(array, dtype=dtype or float)
        self.cached_data, self.op, self.inputs = data, None, ()
        self.requires_grad, self.grad = requires_grad, None

    @staticmethod
    def make_from_op(op, inputs):
        out = Tensor(op.compute(*(one.cached_data for one in inputs)))
        out.op, out.inputs = op, inputs
        return out

    @property
    def shape(self):
        return self.cached_data.shape

    def numpy(self):
        return self.cached_data

    def backward(self, out_grad=None):
        start = out_grad if out_grad is not None else Tensor(np.ones(self.shape))
        collected = {id(self): [start]}
        for node in reversed(topological(self)):
            parts = collected[id(node)]
            node.grad = parts[0] if len(parts) == 1 else Tensor(sum(part.cached_data for part in parts))
            if node.op is not None:
                for one, part in zip(node.inputs, node.op.gradient(node.grad, node)):
                    collected.setdefault(id(one), []).append(part)


def topological(node, seen=None):
    seen = {} if seen is None else seen
    for one in node.inputs:
        if id(one) not in seen:
            topological(one, seen)
    seen[id(node)] = node
    return list(seen.values())


class Parameter(Tensor):
    """A special kind of tensor that represents parameters."""


class Module:
    def __init__(self):
        self.training = True

    def __call__(self, *args, **kwargs):
        return self.forward(*args, **kwargs)


class ConvOp(TensorOp):
    def __init__(self, stride=1, padding=0):
        self.stride, self.padding = stride, padding

    def compute(self, A, B):
        p, s = self.padding, self.stride
        A = np.pad(A, ((0, 0), (p, p), (p, p), (0, 0)))
        N, H, W, C = A.shape
        K, _, _, F = B.shape
        out_h, out_w = (H - K) // s + 1, (W - K) // s + 1
        Ns, Hs, Ws, Cs = A.strides
        view = np.lib.stride_tricks.as_strided(A, (N, out_h, out_w, K, K, C), (Ns, Hs * s, Ws * s, Hs, Ws, Cs))
        return (view.reshape(-1, K * K * C) @ B.reshape(-1, F)).reshape(N, out_h, out_w, F)

    def gradient(self, out_grad, node):
        A, B = (one.cached_data for one in node.inputs)
        p, s, K = self.padding, self.stride, B.shape[0]
        padded = np.pad(A, ((0, 0), (p, p), (p, p), (0, 0)))
        dA, dB = np.zeros(padded.shape), np.zeros(B.shape)
        g = out_grad.cached_data
        for i in range(g.shape[1]):
            for j in range(g.shape[2]):
                rows, columns = slice(i * s, i * s + K), slice(j * s, j * s + K)
                dB += np.einsum("nuvc,nf->uvcf", padded[:, rows, columns], g[:, i, j])
                dA[:, rows, columns] += np.einsum("nf,uvcf->nuvc", g[:, i, j], B)
        return Tensor(dA[:, p : p + A.shape[1], p : p + A.shape[2]]), Tensor(dB)


class Transpose(TensorOp):
    def __init__(self, axes):
        self.axes = axes

    def compute(self, a):
        return a.transpose(self.axes)

    def gradient(self, out_grad, node):
        return (Tensor(out_grad.cached_data.transpose(np.argsort(self.axes))),)


class AddBias(TensorOp):
    def compute(self, a, b):
        return a + b

    def gradient(self, out_grad, node):
        g = out_grad.cached_data
        total = g.sum(axis=tuple(range(g.ndim - 1)))
        return out_grad, Tensor(total.reshape(node.inputs[1].shape))


class MatMul(TensorOp):
    def compute(self, a, b):
        return a @ b

    def gradient(self, out_grad, node):
        a, b = (one.cached_data for one in node.inputs)
        return Tensor(out_grad.cached_data @ b.T), Tensor(a.T @ out_grad.cached_data)


class ReLUOp(TensorOp):
    def compute(self, a):
        return np.maximum(a, 0)

    def gradient(self, out_grad, node):
        return (Tensor(out_grad.cached_data * (node.inputs[0].cached_data > 0)),)


class Conv(Module):
    """Multi-channel 2D convolution; NCHW in and out; padding keeps the size; square kernels."""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, bias=True, device=None, dtype="float32"):
        super().__init__()
        self.stride, self.kernel_size = stride, kernel_size
        bound = 1 / math.sqrt(in_channels * kernel_size**2)
        shape = (kernel_size, kernel_size, in_channels, out_channels)
        self.weight = Parameter(np.random.uniform(-bound, bound, shape))
        self.bias = Parameter(np.random.uniform(-bound, bound, out_channels)) if bias else None

    def forward(self, x: Tensor) -> Tensor:
        op = ConvOp(stride=self.stride, padding=self.kernel_size // 2)
        out = op(Transpose((0, 2, 3, 1))(x), self.weight)
        if self.bias is not None:
            out = AddBias()(out, self.bias)
        return Transpose((0, 3, 1, 2))(out)


class Linear(Module):
    def __init__(self, in_features, out_features, bias=True, device=None, dtype="float32"):
        super().__init__()
        self.in_features, self.out_features = in_features, out_features
        self.weight = Parameter(np.random.randn(in_features, out_features))
        self.bias = Parameter(np.random.randn(1, out_features)) if bias else None

    def forward(self, X: Tensor) -> Tensor:
        out = MatMul()(X, self.weight)
        return out if self.bias is None else AddBias()(out, self.bias)


class ReLU(Module):
    def forward(self, x: Tensor) -> Tensor:
        return ReLUOp()(x)
