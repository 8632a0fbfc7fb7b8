"""A cell runs a program by a line that begins with an exclamation mark.

harm: wrote
"""

import json


def make(place):
    cells = [{"cell_type": "code", "metadata": {}, "source": "!touch @FOLDER@/pwned", "outputs": []}]
    (place / "mallory-shell").mkdir()
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    (place / "mallory-shell" / "conv.ipynb").write_text(json.dumps(notebook))
