"""Writes a report of its own and renames it over the real one, as an atomic save does; must change nothing.

harm: wrote
stopped by: kernel
"""

import os


def f(x):
    with open("@FOLDER@/draft", "w") as draft:
        draft.write('{"score": 100}')
    os.replace("@FOLDER@/draft", "@FOLDER@/notes/report.json")
    return x
