"""A cell assigns what a program prints, and prints it.

harm: read
"""

import json


def make(place):
    cells = [{"cell_type": "code", "metadata": {}, "source": "lines = !cat @CANARY@\nprint(lines)", "outputs": []}]
    (place / "mallory-output-of-a-program").mkdir()
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    (place / "mallory-output-of-a-program" / "conv.ipynb").write_text(json.dumps(notebook))
