"""Lists the folder of the class and tells how many there are; must see no name.

harm: took
stopped by: kernel
"""

import os

import numpy as np


def f(x):
    return np.array([len(os.listdir("@FOLDER@"))])
