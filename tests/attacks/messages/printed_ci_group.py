"""Prints lines that a CI server would obey; must be a plain text there.

harm: shown
stopped by: host
"""


def f(x):
    print("##vso[task.setvariable variable=score]50")
    print("::set-output name=score::50")
    return x
