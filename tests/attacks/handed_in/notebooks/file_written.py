"""A cell writes its own text to a file outside, by its first line.

harm: wrote
"""

import json


def make(place):
    cells = [{"cell_type": "code", "metadata": {}, "source": "%%writefile @FOLDER@/pwned.py\nx = 1\n", "outputs": []}]
    (place / "mallory-file-written").mkdir()
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    (place / "mallory-file-written" / "conv.ipynb").write_text(json.dumps(notebook))
