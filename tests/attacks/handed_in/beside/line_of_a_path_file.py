"""A file of paths beside the module holds a line that an interpreter runs, and so does the module.

harm: wrote
"""


def put(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def make(place):
    folder = place / "mallory-line-of-a-path-file"
    put(folder / "conv.py", "import site\nsite.addsitedir('.')\nopen('@FOLDER@/pwned', 'w').write('x')\n")
    put(folder / "evil.pth", "import os; open('@FOLDER@/pwned', 'w').write('x')\n")
