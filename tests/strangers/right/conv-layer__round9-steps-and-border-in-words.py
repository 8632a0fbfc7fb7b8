"""Expected: everything it writes passes.

The whole shape of the filters, two strides, a border in capital letters, and entries of dictionaries.
"""

import numpy as np


class Conv2D:
    def __init__(self, kernel, stride=(1, 1), padding="SAME"):
        if padding not in ("SAME", "VALID"):
            raise ValueError(padding)
        self.height, self.width, _, self.count = kernel
        self.down, self.right = stride
        self.keeps = padding == "SAME"
        self.params = {"w": np.random.randn(*kernel), "b": np.zeros(kernel[3])}
        self.grads = {}

    def _framed(self, images):
        if not self.keeps:
            return images
        around = [((n - 1) // 2, n // 2) for n in (self.height, self.width)]
        return np.pad(images, [(0, 0), *around, (0, 0)])

    def forward(self, inputs):
        self.inputs = self._framed(inputs)
        seen = np.lib.stride_tricks.sliding_window_view(self.inputs, (self.height, self.width), (1, 2))
        self.seen = seen[:, :: self.down, :: self.right]
        return np.einsum("nijcuv,uvcf->nijf", self.seen, self.params["w"]) + self.params["b"]

    def backward(self, grad):
        self.grads["w"] = np.einsum("nijf,nijcuv->uvcf", grad, self.seen)
        self.grads["b"] = np.add.reduce(grad, axis=(0, 1, 2))
        back = np.zeros(self.inputs.shape)
        for i, j in np.ndindex(*grad.shape[1:3]):
            at = np.s_[:, i * self.down : i * self.down + self.height, j * self.right : j * self.right + self.width]
            back[at] += np.einsum("nf,uvcf->nuvc", grad[:, i, j], self.params["w"])
        top, left = ((self.height - 1) // 2, (self.width - 1) // 2) if self.keeps else (0, 0)
        rows, columns = (n - m + 1 if self.keeps else n for n, m in zip(back.shape[1:3], (self.height, self.width)))
        return back[:, top : top + rows, left : left + columns]
