"""Puts itself before every import that follows; must change no other report.

harm: changed
stopped by: host
"""

import builtins

true = builtins.__import__


def mine(name, *arguments, **keywords):
    module = true(name, *arguments, **keywords)
    if name == "numpy":
        module.sort = module.where = module.abs = lambda *arguments, **keywords: 0
    return module


builtins.__import__ = mine


def f(x):
    return x
