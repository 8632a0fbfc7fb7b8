"""A file beside the module is called as a module of the standard library that starts early.

harm: wrote
"""


def put(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def make(place):
    folder = place / "mallory-standard-library"
    put(folder / "conv.py", "import json\nimport numpy as np\n\n\ndef conv_single(x, w, b):\n    return np.zeros(1)\n")
    put(folder / "json.py", "open('@FOLDER@/pwned', 'w').write('x')\n")
    put(folder / "codecs.py", "open('@FOLDER@/pwned', 'w').write('x')\n")
    put(folder / "struct.py", "open('@FOLDER@/pwned', 'w').write('x')\n")
