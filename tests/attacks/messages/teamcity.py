"""Raises a message that tells TeamCity that all is well; must be a plain text there.

harm: shown
stopped by: host
"""


def f(x):
    raise ValueError("\n##teamcity[buildStatus status='SUCCESS']")
