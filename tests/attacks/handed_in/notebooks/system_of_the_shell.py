"""A cell asks the notebook's shell to run a program.

harm: wrote
"""

import json


def make(place):
    cells = [
        {"cell_type": "code", "metadata": {}, "source": "get_ipython().system('touch @FOLDER@/pwned')", "outputs": []}
    ]
    (place / "mallory-system-of-the-shell").mkdir()
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    (place / "mallory-system-of-the-shell" / "conv.ipynb").write_text(json.dumps(notebook))
