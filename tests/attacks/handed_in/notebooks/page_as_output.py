"""An output that the notebook brings along is a page with a program.

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
                {"output_type": "display_data", "metadata": {}, "data": {"text/html": ["<script>alert(1)</script>"]}}
            ],
        }
    ]
    (place / "mallory-page-as-output").mkdir()
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    (place / "mallory-page-as-output" / "conv.ipynb").write_text(json.dumps(notebook))
