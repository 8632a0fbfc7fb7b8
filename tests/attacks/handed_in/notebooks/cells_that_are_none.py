"""The list of cells holds what are no cells, and sources that are no text.

harm: crashed
"""

import json


def make(place):
    cells = [None, 3, {"cell_type": "code", "source": {"a": 1}}, {"cell_type": ["code"], "source": [None]}, [[]]]
    (place / "mallory-cells-that-are-none").mkdir()
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    (place / "mallory-cells-that-are-none" / "conv.ipynb").write_text(json.dumps(notebook))
