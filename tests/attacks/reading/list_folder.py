"""Lists the folder of the gradebook and counts its names; must see none.

harm: took
stopped by: kernel
"""

import os

import numpy as np


def f(x):
    return np.array([len(os.listdir("@FOLDER@"))])
