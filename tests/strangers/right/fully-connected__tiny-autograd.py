"""Expected: everything it writes passes.

A small automatic differentiation: the cache holds the graph, and backward walks it in reverse.
"""
import numpy as np


class Node:
    def __init__(self, value, parents=()):
        self.value = np.asarray(value, dtype=float)
        self.parents = parents          # pairs of (node, function from gradient to gradient)
        self.grad = None

    def __matmul__(self, other):
        return Node(self.value @ other.value, [(self, lambda g: g @ other.value.T), (other, lambda g: self.value.T @ g)])

    def __add__(self, other):
        return Node(self.value + other.value, [(self, lambda g: g), (other, lambda g: g.sum(axis=0))])

    def reshape(self, *shape):
        return Node(self.value.reshape(*shape), [(self, lambda g: g.reshape(self.value.shape))])

    def relu(self):
        return Node(np.maximum(self.value, 0), [(self, lambda g: g * (self.value > 0))])

    def order(self):
        seen, out = set(), []

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for parent, _ in node.parents:
                    visit(parent)
                out.append(node)

        visit(self)
        return out[::-1]

    def backward(self, gradient):
        nodes = self.order()
        for node in nodes:
            node.grad = np.zeros(node.value.shape)
        self.grad = np.array(gradient, dtype=float)
        for node in nodes:
            for parent, pull in node.parents:
                parent.grad = parent.grad + pull(node.grad)


def affine_forward(x, w, b):
    leaves = [Node(a) for a in (x, w, b)]
    X, W, B = leaves
    out = X.reshape(len(x), -1) @ W + B
    return out.value, (out, leaves)


def affine_backward(dout, cache):
    out, leaves = cache
    out.backward(dout)
    return tuple(leaf.grad for leaf in leaves)


def relu_forward(x):
    leaf = Node(x)
    return leaf.relu().value, np.asarray(leaf.value)


def relu_backward(dout, cache):
    leaf = Node(cache)
    leaf.relu().backward(dout)
    return leaf.grad
