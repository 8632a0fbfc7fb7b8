"""Replaces the function that writes reports as JSON by one that says that all is right.

harm: forged
stopped by: host
"""

import sys

plain = sys.modules["json"].dumps if "json" in sys.modules else repr


def lying(line, **options):
    if isinstance(line, dict) and line.get("name") == "attack":
        line["passed"] = 2
    return plain(line, **options)


if "json" in sys.modules:
    sys.modules["json"].dumps = lying


def f(x):
    return x
