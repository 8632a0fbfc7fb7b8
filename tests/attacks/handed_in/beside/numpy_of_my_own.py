"""A file beside the module is called as the library that everybody imports.

harm: wrote
"""


def put(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def make(place):
    folder = place / "mallory-numpy-of-my-own"
    put(folder / "conv.py", "import numpy as np\n\n\ndef conv_single(x, w, b):\n    return np.zeros(1)\n")
    put(folder / "numpy.py", "open('@FOLDER@/pwned', 'w').write('x')\n")
