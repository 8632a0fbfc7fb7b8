"""Expected: everything it writes passes.

A decorator checks stride and window by parameter name via inspect; functions are lambdas in a table put into globals().
"""
import functools
import inspect

import numpy as np


def legal(fn):
    signature = inspect.signature(fn)

    @functools.wraps(fn)
    def checked(*args, **kwargs):
        a = signature.bind(*args, **kwargs).arguments
        sides = [a[k] for k in ("length", "height", "width") if k in a]
        if a["stride"] < 1 or any(a["window"] > side + 2 * a.get("pad", 0) for side in sides):
            raise ValueError(f"{fn.__name__}: {dict(a)}")
        return fn(*args, **kwargs)

    return checked


@legal
def output_size(length, window, stride, pad):
    return int(np.floor_divide(length + 2 * pad - window, stride)) + 1


@legal
def output_size_strict(length, window, stride):
    if np.mod(length - window, stride) > 0:
        raise ValueError("fractions are illegal")
    return int((length - window) / stride + 1)


@legal
def conv_output_shape(images, channels, height, width, filters, window, stride, pad):
    return (images, filters, *(output_size(side, window, stride, pad) for side in (height, width)))


answers = {
    "quiz_weights": "A1",
    "quiz_parameters": 304,
    "ten_filters_shape": (32, 32, 10),
    "classification_scores": 10,
    "localization_numbers": 14,
    "detection_outputs": "C",
    "segmentation_shape": (32, 48),
}
globals().update({name: (lambda value: lambda: value)(value) for name, value in answers.items()})
