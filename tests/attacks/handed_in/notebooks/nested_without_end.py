"""The notebook is lists in lists, deeper than a reader goes.

harm: crashed
"""


def make(place):
    (place / "mallory-nested").mkdir()
    (place / "mallory-nested" / "conv.ipynb").write_text('{"cells": ' + "[" * 200_000 + "]" * 200_000 + "}")
