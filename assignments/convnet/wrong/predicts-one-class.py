"""One class is as good as any.

Fails: predict.accuracy
"""

import numpy as np


def predict(params, images):
    return np.zeros(len(images), int)
