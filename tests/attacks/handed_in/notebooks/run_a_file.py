"""A cell runs a file outside as if it were a part of the notebook, and shows what is there.

harm: crashed
"""

import json


def make(place):
    cells = [{"cell_type": "code", "metadata": {}, "source": "%run /proc/self/environ", "outputs": []}]
    (place / "mallory-run-a-file").mkdir()
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    (place / "mallory-run-a-file" / "conv.ipynb").write_text(json.dumps(notebook))
