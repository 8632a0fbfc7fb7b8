"""A cell is a page with a program, and a cell of prose holds another.

harm: shown
"""

import json


def make(place):
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": "<iframe src=javascript:alert(1)>"},
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": "%%html\n<script>alert(1)</script>"},
    ]
    (place / "mallory-page-as-source").mkdir()
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    (place / "mallory-page-as-source" / "conv.ipynb").write_text(json.dumps(notebook))
