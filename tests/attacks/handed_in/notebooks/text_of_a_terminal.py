"""An output is text that moves the cursor of whoever looks at it.

harm: shown
"""

import json


def make(place):
    cells = [
        {
            "cell_type": "code",
            "metadata": {},
            "source": "x = 1",
            "outputs": [{"output_type": "stream", "name": "stdout", "text": ["\x1b[2J\x1b]0;pwned\x07"]}],
        }
    ]
    (place / "mallory-text-of-a-terminal").mkdir()
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    (place / "mallory-text-of-a-terminal" / "conv.ipynb").write_text(json.dumps(notebook))
