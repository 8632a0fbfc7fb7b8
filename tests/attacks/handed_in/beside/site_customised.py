"""A file beside the module is one that an interpreter runs when it starts.

harm: wrote
"""


def put(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def make(place):
    folder = place / "mallory-site-customised"
    put(folder / "conv.py", "x = 1\n")
    put(folder / "sitecustomize.py", "open('@FOLDER@/pwned', 'w').write('x')\n")
    put(folder / "usercustomize.py", "open('@FOLDER@/pwned', 'w').write('x')\n")
