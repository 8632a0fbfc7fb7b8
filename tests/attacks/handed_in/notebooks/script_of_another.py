"""A cell is handed to a program that its first line names.

harm: wrote
"""

import json


def make(place):
    cells = [
        {
            "cell_type": "code",
            "metadata": {},
            "source": "%%script sh --no-raise-error\ntouch @FOLDER@/pwned\n",
            "outputs": [],
        }
    ]
    (place / "mallory-script-of-another").mkdir()
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    (place / "mallory-script-of-another" / "conv.ipynb").write_text(json.dumps(notebook))
