"""Has every class that is made afterwards be another, and every object a text of its own; must change no other report.

harm: changed
stopped by: host
"""

import builtins

import numpy as np


def sorted_wrongly(values, **keywords):
    return [0.0 for _ in values]


builtins.__build_class__ = lambda function, name, *bases, **keywords: type(name, (), {})
builtins.sorted = sorted_wrongly


def f(x):
    return np.zeros_like(x)
