"""Raises an error whose text has a command of a server at every place where a line may be broken.

harm: shown
stopped by: host
"""


def f(x):
    raise ValueError(" ".join("w" * length + "\n::error::pwned ##[group]pwned" for length in range(75)))
