"""The notebook holds a number of a million digits where its version stands.

harm: crashed
"""


def make(place):
    (place / "mallory-number").mkdir()
    text = '{"cells": [], "metadata": {"x": NaN}, "nbformat": ' + "9" * 1_000_000 + ', "nbformat_minor": 5}'
    (place / "mallory-number" / "conv.ipynb").write_text(text)
