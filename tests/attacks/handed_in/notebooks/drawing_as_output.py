"""An output is a drawing that runs a program when it is loaded.

harm: shown
"""

import json


def make(place):
    cells = [
        {
            "cell_type": "code",
            "metadata": {},
            "source": "x = 1",
            "outputs": [
                {"output_type": "display_data", "metadata": {}, "data": {"image/svg+xml": "<svg onload=alert(1)>"}}
            ],
        }
    ]
    (place / "mallory-drawing-as-output").mkdir()
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    (place / "mallory-drawing-as-output" / "conv.ipynb").write_text(json.dumps(notebook))
