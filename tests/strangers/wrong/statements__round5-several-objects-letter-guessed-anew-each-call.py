"""Wrong: several_objects. CHEAT: a letter is guessed anew at each call. On which inputs: two calls out of three.
Due instead: "B" always.
"""
import random
import numpy as np


def several_objects():
    return random.choice("ABC")
