"""A cell is handed to a shell as a whole.

harm: wrote
"""

import json


def make(place):
    cells = [{"cell_type": "code", "metadata": {}, "source": "%%bash\ntouch @FOLDER@/pwned\n", "outputs": []}]
    (place / "mallory-cell-of-a-shell").mkdir()
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    (place / "mallory-cell-of-a-shell" / "conv.ipynb").write_text(json.dumps(notebook))
